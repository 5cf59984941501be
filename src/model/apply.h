/* The only writer of the world: one event forward or backward. Not a place for decisions: what an event says is done.
 *
 * Inline because emitting an event with a constant kind then costs just its own few stores (model/emit.h). */
#ifndef HL_MODEL_APPLY_H
#define HL_MODEL_APPLY_H

#include "model/event.h"
#include "model/world.h"

/* ---- writing one number ---- */

static inline void world_touch(World *world, const void *address)
{
    *(uint8_t *)(world->dirty_origin + ((uintptr_t)address >> WORLD_PAGE_SHIFT)) = 1;
}

#define PUT(world, column, index, value)                            \
    do {                                                            \
        __typeof__((world)->column) put_ = &(world)->column[index]; \
        *put_ = (__typeof__(*put_))(value);                         \
        world_touch(world, put_);                                   \
    } while (0)
#define ADD(world, column, index, value) PUT(world, column, index, (world)->column[index] + (value))
#define SUB(world, column, index, value) PUT(world, column, index, (world)->column[index] - (value))

/* ---- cold parts, apply.c ---- */

void apply_new(World *world, const Event *event);
void apply_new_undo(World *world, const Event *event);
void apply_dead(World *world, ObjectId object);
void apply_dead_undo(World *world, const Event *event);
void apply_slot_add(World *world, ObjectId object, Name key);
void apply_slot_insert(World *world, ObjectId object, Position position);
void apply_slot_remove(World *world, ObjectId object, Position position);
void apply_compact(World *world, ObjectId object);
void apply_compact_undo(World *world, const Event *event);
void apply_reorder(World *world, const Event *event, bool backward);
void apply_detach(World *world, ObjectId owner, ObjectId limbo);
void apply_attach(World *world, ObjectId owner, ObjectId limbo);
void apply_limbo_end_undo(World *world, const Event *event);
void apply_cells_release(World *world, ObjectId object);
void apply_join(World *world, const Event *event);
void apply_split(World *world, const Event *event);
void apply_large_take(World *world, const Event *event);
void apply_large_take_undo(World *world, const Event *event);
void apply_large_give(World *world, const Event *event);
void apply_large_give_undo(World *world, const Event *event);
void apply_large_resize(World *world, const Event *event, bool backward);
void apply_frame_pop(World *world, const Event *event);
void apply_frame_insert(World *world, const Event *event);
void apply_pool_event(World *world, const Event *event);
void apply_pool_event_undo(World *world, const Event *event);
void apply_grey(World *world, const Event *event);
void apply_grey_undo(World *world, const Event *event);
/* One event of any kind; what a replay calls. */
void apply_event(World *world, const Event *event);
void apply_event_undo(World *world, const Event *event);

/* ---- lists ---- */

static inline void list_link_after(World *world, ObjectId object, ObjectId before, uint32_t list)
{
    ObjectId after = world->next[before];
    PUT(world, next, object, after);
    PUT(world, prev, object, before);
    PUT(world, next, before, object);
    PUT(world, prev, after, object);
    PUT(world, list, object, list);
}

static inline void list_append(World *world, ObjectId object, uint32_t list)
{
    list_link_after(world, object, world->prev[list], list);
}

static inline void list_unlink(World *world, ObjectId object)
{
    ObjectId before = world->prev[object];
    ObjectId after = world->next[object];
    PUT(world, next, before, after);
    PUT(world, prev, after, before);
    PUT(world, list, object, 0);
}

/* ---- slots ---- */

static inline void put_target(World *world, ObjectId owner, Position position, ObjectId target)
{
    uint32_t *cell = &world->cell[world_cell(world, owner, position)];
    *cell = target;
    world_touch(world, cell);
}

static inline void put_key_object(World *world, ObjectId owner, Position position, ObjectId target)
{
    uint32_t *cell = &world->cell[world_cell(world, owner, position) + 2];
    *cell = target;
    world_touch(world, cell);
}

/* ---- blocks ---- */

static inline size_t link_index(const World *world, uint32_t pool, uint32_t block)
{
    return ((size_t)pool << world->geometry.block_shift) + block;
}

/* Pops the block from its pool's chain; aux 1: the chain was then empty and the next virgin block was carved onto it (c: the
 * link that block had in an earlier life of the pool). */
static inline void apply_block_take(World *world, const Event *event)
{
    uint32_t pool = world_pool_of(world, event->a);
    uint32_t block = world_index_in_pool(world, event->a);
    ADD(world, pool_count, pool, 1);
    if (event->aux != 0) {
        uint32_t virgin = world->pool_virgin[pool];
        PUT(world, link, link_index(world, pool, virgin), 0);
        PUT(world, pool_free, pool, virgin + 1);
        PUT(world, pool_virgin, pool, virgin + 1);
    } else {
        PUT(world, pool_free, pool, world->link[link_index(world, pool, block)]);
    }
}

static inline void apply_block_take_undo(World *world, const Event *event)
{
    uint32_t pool = world_pool_of(world, event->a);
    uint32_t block = world_index_in_pool(world, event->a);
    SUB(world, pool_count, pool, 1);
    if (event->aux != 0) {
        SUB(world, pool_virgin, pool, 1);
        PUT(world, link, link_index(world, pool, world->pool_virgin[pool]), event->c);
    }
    PUT(world, pool_free, pool, block + 1);
}

/* Which of its owner's blocks is given back: Event.aux of BLOCK_GIVE and LARGE_GIVE. */
enum { OWNED_NOT = 0, OWNED_BLOCK = 1, OWNED_STORAGE = 2 };

static inline void put_owned(World *world, uint32_t which, ObjectId object, BlockRef block)
{
    if (which == OWNED_BLOCK) {
        PUT(world, block, object, block);
    } else if (which == OWNED_STORAGE) {
        PUT(world, storage, object, block);
    }
}

static inline void apply_block_give(World *world, const Event *event)
{
    uint32_t pool = world_pool_of(world, event->a);
    uint32_t block = world_index_in_pool(world, event->a);
    SUB(world, pool_count, pool, 1);
    PUT(world, link, link_index(world, pool, block), world->pool_free[pool]);
    PUT(world, pool_free, pool, block + 1);
    put_owned(world, event->aux, event->b, 0);
}

static inline void apply_block_give_undo(World *world, const Event *event)
{
    uint32_t pool = world_pool_of(world, event->a);
    uint32_t block = world_index_in_pool(world, event->a);
    size_t link = link_index(world, pool, block);
    ADD(world, pool_count, pool, 1);
    PUT(world, pool_free, pool, world->link[link]);
    PUT(world, link, link, event->c);
    put_owned(world, event->aux, event->b, event->a);
}

/* FIT_PLACE, aux 0: first-fit put the block there; undoing LARGE_TAKE or LARGE_RESIZE needs no more. aux 1: the block, or an
 * earlier bearer of its number, lies there until now; only undoing needs to know. */
static inline void put_large_address(World *world, const Event *event, unsigned when)
{
    if (event->aux == when) {
        PUT(world, large_address, event->a & ~LARGE_FLAG, (uint64_t)event->c << 32 | event->b);
    }
}

/* ---- the two switches ---- */

#define SET_FLAG(world, index, flag) PUT(world, flags, index, (world)->flags[index] | (flag))
#define CLEAR_FLAG(world, index, flag) PUT(world, flags, index, (world)->flags[index] & ~(unsigned)(flag))

static inline __attribute__((always_inline)) void apply_forward(World *w, const Event *e)
{
    switch ((EventKind)e->kind) {
    case EVENT_NEW: apply_new(w, e); break;
    case EVENT_REPR: PUT(w, repr, e->a, e->b); break;
    case EVENT_DEAD: apply_dead(w, e->a); break;
    case EVENT_FLAG_ON: SET_FLAG(w, e->a, e->b); break;
    case EVENT_FLAG_OFF: CLEAR_FLAG(w, e->a, e->b); break;
    case EVENT_SIZE: PUT(w, size, e->a, e->b); break;
    case EVENT_STORAGE_SIZE: PUT(w, storage_size, e->a, e->b); break;
    case EVENT_TYPE: PUT(w, type, e->a, e->b); break;
    case EVENT_TEMP_HOLD: ADD(w, temps, e->a, 1); ADD(w, refcount, e->a, 1); break;
    case EVENT_TEMP_DROP: SUB(w, temps, e->a, 1); SUB(w, refcount, e->a, 1); break;
    case EVENT_EDGE_SET: put_target(w, e->a, e->b, e->c); ADD(w, refcount, e->c, 1); break;
    case EVENT_EDGE_DROP: put_target(w, e->a, e->b, 0); SUB(w, refcount, e->c, 1); break;
    case EVENT_EDGE_TO_TEMP: put_target(w, e->a, e->b, 0); ADD(w, temps, e->c, 1); break;
    case EVENT_TEMP_TO_EDGE: put_target(w, e->a, e->b, e->c); SUB(w, temps, e->c, 1); break;
    case EVENT_SLOT_ADD: apply_slot_add(w, e->a, e->b); break;
    case EVENT_SLOT_INSERT: apply_slot_insert(w, e->a, e->b); break;
    case EVENT_SLOT_REMOVE: apply_slot_remove(w, e->a, e->b); break;
    case EVENT_KEY_OBJECT_SET: put_key_object(w, e->a, e->b, e->c); ADD(w, refcount, e->c, 1); break;
    case EVENT_KEY_OBJECT_DROP: put_key_object(w, e->a, e->b, 0); SUB(w, refcount, e->c, 1); break;
    case EVENT_KEY_TO_TEMP: put_key_object(w, e->a, e->b, 0); ADD(w, temps, e->c, 1); break;
    case EVENT_COMPACT: apply_compact(w, e->a); break;
    case EVENT_REORDER: apply_reorder(w, e, false); break;
    case EVENT_DETACH: apply_detach(w, e->a, e->b); break;
    case EVENT_LIMBO_END: apply_cells_release(w, e->a); SUB(w, words, W_LIMBO, 1); break;
    case EVENT_PIN_NEW: PUT(w, pin_object, e->a, e->b); PUT(w, pin_by, e->a, e->c); PUT(w, words, W_PIN_COUNT, e->a + 1); break;
    case EVENT_PIN: PUT(w, pin_count, e->a, e->b); ADD(w, refcount, w->pin_object[e->a], e->b - e->c); break;
    case EVENT_WEAKREF_AIM: PUT(w, aux, e->a, e->b); break;
    case EVENT_WEAKREF_CLEAR: PUT(w, aux, e->a, 0); break;
    case EVENT_TRACK: list_append(w, e->a, e->b); break;
    case EVENT_UNTRACK: list_unlink(w, e->a); CLEAR_FLAG(w, e->a, e->aux); break;
    case EVENT_MOVE: list_unlink(w, e->a); list_append(w, e->a, e->c & 0xff); break;
    case EVENT_MERGE: apply_join(w, e); break;
    case EVENT_PROMOTE: apply_join(w, e); break;
    case EVENT_REFS_COPY: PUT(w, gc_refs, e->a, e->b); SET_FLAG(w, e->a, OBJECT_COLLECTING | OBJECT_TAKES_PART); break;
    case EVENT_REFS_SUBTRACT: SUB(w, gc_refs, e->a, 1); break;
    case EVENT_REFS_MARK: PUT(w, gc_refs, e->a, 1); break;
    case EVENT_REFS_RESET: PUT(w, gc_refs, e->a, e->b); break;
    case EVENT_SCANNED: CLEAR_FLAG(w, e->a, OBJECT_COLLECTING); break;
    case EVENT_UNTOUCHED: CLEAR_FLAG(w, e->a, OBJECT_COLLECTING | OBJECT_TAKES_PART); break;
    case EVENT_MARK_GREY: apply_grey(w, e); break;
    case EVENT_MARK_TAKE: PUT(w, words, W_GREY_HEAD, w->words[W_GREY_HEAD] + 1); break;
    case EVENT_MARK_BLACK: CLEAR_FLAG(w, e->a, OBJECT_COLLECTING | OBJECT_GREY); break;
    case EVENT_MARK_CLEAR: PUT(w, gc_refs, e->a, e->b); SET_FLAG(w, e->a, OBJECT_COLLECTING | OBJECT_TAKES_PART); break;
    case EVENT_BLOCK_TAKE: apply_block_take(w, e); break;
    case EVENT_BLOCK_GIVE: apply_block_give(w, e); break;
    case EVENT_BLOCK_OWN: PUT(w, block, e->a, e->b); break;
    case EVENT_STORAGE_OWN: PUT(w, storage, e->a, e->b); break;
    case EVENT_LARGE_TAKE: apply_large_take(w, e); break;
    case EVENT_LARGE_GIVE: apply_large_give(w, e); break;
    case EVENT_LARGE_RESIZE: apply_large_resize(w, e, false); break;
    case EVENT_FIT_PLACE: put_large_address(w, e, 0); break;
    case EVENT_POOL_OPEN: case EVENT_POOL_USED: case EVENT_POOL_FULL: case EVENT_POOL_EMPTY: case EVENT_POOL_UNFREE:
    case EVENT_ARENA_NEW: case EVENT_ARENA_GONE: apply_pool_event(w, e); break;
    case EVENT_FREELIST_PUSH:
        PUT(w, freelist, e->a * FREE_LIST_MAX + w->words[W_FREELIST + e->a], e->b);
        ADD(w, words, W_FREELIST + e->a, 1);
        put_owned(w, e->aux, e->c, 0);
        break;
    case EVENT_FREELIST_POP: SUB(w, words, W_FREELIST + e->a, 1); break;
    case EVENT_FRAME_PUSH:
        PUT(w, frames, w->words[W_FRAME_COUNT], e->a);
        PUT(w, repr, e->a, e->c);
        ADD(w, words, W_FRAME_COUNT, 1);
        break;
    case EVENT_FRAME_POP: apply_frame_pop(w, e); break;
    case EVENT_FRAME_SPACE: PUT(w, aux, e->a, e->b); break;
    case EVENT_ARENA_WORD: case EVENT_COUNTER: case EVENT_WORD: case EVENT_SETTING: case EVENT_PHASE: case EVENT_LINE:
        PUT(w, words, e->a, e->b);
        break;
    case EVENT_OUTPUT: PUT(w, output, w->words[W_OUTPUT_COUNT], e->a); ADD(w, words, W_OUTPUT_COUNT, 1); break;
    case EVENT_TRASH_DEFER: SET_FLAG(w, e->a, OBJECT_WAITS); break;
    case EVENT_TRASH_TAKE: CLEAR_FLAG(w, e->a, OBJECT_WAITS); break;
    case EVENT_SCAN: case EVENT_COLLECT_BEGIN: case EVENT_COLLECT_END: case EVENT_FINALIZER_BEGIN: case EVENT_FINALIZER_END:
    case EVENT_CALLBACK_BEGIN: case EVENT_CALLBACK_END: case EVENT_CLEAR: case EVENT_RESURRECTED: case EVENT_NOTE:
    case EVENT_ASK: case EVENT_MATERIALIZE: case EVENT_KIND_COUNT: break;
    }
}

static inline void apply_backward(World *w, const Event *e)
{
    switch ((EventKind)e->kind) {
    case EVENT_NEW: apply_new_undo(w, e); break;
    case EVENT_REPR: PUT(w, repr, e->a, 0); break;
    case EVENT_DEAD: apply_dead_undo(w, e); break;
    case EVENT_FLAG_ON: CLEAR_FLAG(w, e->a, e->b); break;
    case EVENT_FLAG_OFF: SET_FLAG(w, e->a, e->b); break;
    case EVENT_SIZE: PUT(w, size, e->a, e->c); break;
    case EVENT_STORAGE_SIZE: PUT(w, storage_size, e->a, e->c); break;
    case EVENT_TYPE: PUT(w, type, e->a, e->c); break;
    case EVENT_TEMP_HOLD: SUB(w, temps, e->a, 1); SUB(w, refcount, e->a, 1); break;
    case EVENT_TEMP_DROP: ADD(w, temps, e->a, 1); ADD(w, refcount, e->a, 1); break;
    case EVENT_EDGE_SET: put_target(w, e->a, e->b, 0); SUB(w, refcount, e->c, 1); break;
    case EVENT_EDGE_DROP: put_target(w, e->a, e->b, e->c); ADD(w, refcount, e->c, 1); break;
    case EVENT_EDGE_TO_TEMP: put_target(w, e->a, e->b, e->c); SUB(w, temps, e->c, 1); break;
    case EVENT_TEMP_TO_EDGE: put_target(w, e->a, e->b, 0); ADD(w, temps, e->c, 1); break;
    case EVENT_SLOT_ADD: SUB(w, slot_count, e->a, 1); break;
    case EVENT_SLOT_INSERT: apply_slot_remove(w, e->a, e->b); break;
    case EVENT_SLOT_REMOVE: apply_slot_insert(w, e->a, e->b); break;
    case EVENT_KEY_OBJECT_SET: put_key_object(w, e->a, e->b, 0); SUB(w, refcount, e->c, 1); break;
    case EVENT_KEY_OBJECT_DROP: put_key_object(w, e->a, e->b, e->c); ADD(w, refcount, e->c, 1); break;
    case EVENT_KEY_TO_TEMP: put_key_object(w, e->a, e->b, e->c); SUB(w, temps, e->c, 1); break;
    case EVENT_COMPACT: apply_compact_undo(w, e); break;
    case EVENT_REORDER: apply_reorder(w, e, true); break;
    case EVENT_DETACH: apply_attach(w, e->a, e->b); break;
    case EVENT_LIMBO_END: apply_limbo_end_undo(w, e); break;
    case EVENT_PIN_NEW: PUT(w, words, W_PIN_COUNT, e->a); break;
    case EVENT_PIN: PUT(w, pin_count, e->a, e->c); ADD(w, refcount, w->pin_object[e->a], e->c - e->b); break;
    case EVENT_WEAKREF_AIM: PUT(w, aux, e->a, 0); break;
    case EVENT_WEAKREF_CLEAR: PUT(w, aux, e->a, e->b); break;
    case EVENT_TRACK: list_unlink(w, e->a); break;
    case EVENT_UNTRACK: list_link_after(w, e->a, e->b, e->c); SET_FLAG(w, e->a, e->aux); break;
    case EVENT_MOVE: list_unlink(w, e->a); list_link_after(w, e->a, e->b, e->c >> 8); break;
    case EVENT_MERGE: apply_split(w, e); break;
    case EVENT_PROMOTE: apply_split(w, e); break;
    case EVENT_REFS_COPY: PUT(w, gc_refs, e->a, e->c); CLEAR_FLAG(w, e->a, ~e->aux & (OBJECT_COLLECTING | OBJECT_TAKES_PART)); break;
    case EVENT_REFS_SUBTRACT: ADD(w, gc_refs, e->a, 1); break;
    case EVENT_REFS_MARK: PUT(w, gc_refs, e->a, 0); break;
    case EVENT_REFS_RESET: PUT(w, gc_refs, e->a, e->c); break;
    case EVENT_SCANNED: SET_FLAG(w, e->a, OBJECT_COLLECTING); break;
    case EVENT_UNTOUCHED: SET_FLAG(w, e->a, OBJECT_COLLECTING | OBJECT_TAKES_PART); break;
    case EVENT_MARK_GREY: apply_grey_undo(w, e); break;
    case EVENT_MARK_TAKE: PUT(w, words, W_GREY_HEAD, w->words[W_GREY_HEAD] - 1); break;
    case EVENT_MARK_BLACK: SET_FLAG(w, e->a, OBJECT_COLLECTING | OBJECT_GREY); break;
    case EVENT_MARK_CLEAR: PUT(w, gc_refs, e->a, e->c); CLEAR_FLAG(w, e->a, ~e->aux & (OBJECT_COLLECTING | OBJECT_TAKES_PART)); break;
    case EVENT_BLOCK_TAKE: apply_block_take_undo(w, e); break;
    case EVENT_BLOCK_GIVE: apply_block_give_undo(w, e); break;
    case EVENT_BLOCK_OWN: PUT(w, block, e->a, e->c); break;
    case EVENT_STORAGE_OWN: PUT(w, storage, e->a, e->c); break;
    case EVENT_LARGE_TAKE: apply_large_take_undo(w, e); break;
    case EVENT_LARGE_GIVE: apply_large_give_undo(w, e); break;
    case EVENT_LARGE_RESIZE: apply_large_resize(w, e, true); break;
    case EVENT_FIT_PLACE: put_large_address(w, e, 1); break;
    case EVENT_POOL_OPEN: case EVENT_POOL_USED: case EVENT_POOL_FULL: case EVENT_POOL_EMPTY: case EVENT_POOL_UNFREE:
    case EVENT_ARENA_NEW: case EVENT_ARENA_GONE: apply_pool_event_undo(w, e); break;
    case EVENT_FREELIST_PUSH: SUB(w, words, W_FREELIST + e->a, 1); put_owned(w, e->aux, e->c, e->b); break;
    case EVENT_FREELIST_POP:
        PUT(w, freelist, e->a * FREE_LIST_MAX + w->words[W_FREELIST + e->a], e->b);
        ADD(w, words, W_FREELIST + e->a, 1);
        break;
    case EVENT_FRAME_PUSH: SUB(w, words, W_FRAME_COUNT, 1); PUT(w, repr, e->a, 0); break;
    case EVENT_FRAME_POP: apply_frame_insert(w, e); break;
    case EVENT_FRAME_SPACE: PUT(w, aux, e->a, 0); break;
    case EVENT_ARENA_WORD: case EVENT_COUNTER: case EVENT_WORD: case EVENT_SETTING: case EVENT_PHASE: case EVENT_LINE:
        PUT(w, words, e->a, e->c);
        break;
    case EVENT_OUTPUT: SUB(w, words, W_OUTPUT_COUNT, 1); break;
    case EVENT_TRASH_DEFER: CLEAR_FLAG(w, e->a, OBJECT_WAITS); break;
    case EVENT_TRASH_TAKE: SET_FLAG(w, e->a, OBJECT_WAITS); break;
    case EVENT_SCAN: case EVENT_COLLECT_BEGIN: case EVENT_COLLECT_END: case EVENT_FINALIZER_BEGIN: case EVENT_FINALIZER_END:
    case EVENT_CALLBACK_BEGIN: case EVENT_CALLBACK_END: case EVENT_CLEAR: case EVENT_RESURRECTED: case EVENT_NOTE:
    case EVENT_ASK: case EVENT_MATERIALIZE: case EVENT_KIND_COUNT: break;
    }
}

#endif
