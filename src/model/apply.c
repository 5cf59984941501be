/* The cold half of the writer: what does not fit in a few inline stores. */
#include "model/apply.h"

#include "base/check.h"

#include <string.h>

/* ---- chunks of cells: powers of two, freed ones chained through their first cell ---- */

enum { MAX_CHUNK_LOG2 = 29 };

static uint32_t log2_for(uint32_t cells)
{
    return cells <= 1 ? 0 : 32 - (uint32_t)__builtin_clz(cells - 1);
}

static void touch_cells(World *world, uint32_t first, uint32_t count)
{
    const unsigned char *from = (const unsigned char *)&world->cell[first];
    const unsigned char *to = (const unsigned char *)&world->cell[first + count] - 1;
    size_t page = (size_t)(from - world->region) >> WORLD_PAGE_SHIFT;
    size_t last = (size_t)(to - world->region) >> WORLD_PAGE_SHIFT;
    for (; count != 0 && page <= last; page++) {
        world->dirty[page] = 1;
    }
}

static uint32_t chunk_take(World *world, uint32_t log2)
{
    CHECK(log2 <= MAX_CHUNK_LOG2);
    uint32_t chunk = world->words[W_CELL_FREE + log2];
    if (chunk != 0) {
        PUT(world, words, W_CELL_FREE + log2, world->cell[chunk]);
        return chunk;
    }
    chunk = world->words[W_CELL_TOP];
    CHECK(chunk + (UINT64_C(1) << log2) < MAX_CELLS);
    PUT(world, words, W_CELL_TOP, chunk + (UINT32_C(1) << log2));
    return chunk;
}

static void chunk_give(World *world, uint32_t chunk, uint32_t log2)
{
    PUT(world, cell, chunk, world->words[W_CELL_FREE + log2]);
    PUT(world, words, W_CELL_FREE + log2, chunk);
}

static uint32_t cells_used(const World *world, ObjectId object, uint32_t slots)
{
    uint32_t fixed = world->fixed[object];
    return slots <= fixed ? fixed : fixed + (slots - fixed) * world->stride[object];
}

/* Makes room for `slots` positions; what is there stays. */
static void cells_reserve(World *world, ObjectId object, uint32_t slots)
{
    uint32_t wanted = cells_used(world, object, slots);
    uint32_t old = world->cells[object];
    uint32_t old_log2 = world->cell_log2[object];
    if (wanted == 0 || (old != 0 && wanted <= UINT32_C(1) << old_log2)) {
        return;
    }
    uint32_t log2 = log2_for(wanted);
    uint32_t chunk = chunk_take(world, log2);
    if (old != 0) {
        uint32_t used = cells_used(world, object, world->slot_count[object]);
        memcpy(&world->cell[chunk], &world->cell[old], used * sizeof(uint32_t));
        touch_cells(world, chunk, used);
        chunk_give(world, old, old_log2);
    }
    PUT(world, cells, object, chunk);
    PUT(world, cell_log2, object, log2);
}

static void cells_zero(World *world, uint32_t first, uint32_t count)
{
    memset(&world->cell[first], 0, count * sizeof(uint32_t));
    touch_cells(world, first, count);
}

void apply_cells_release(World *world, ObjectId object)
{
    if (world->cells[object] != 0) {
        chunk_give(world, world->cells[object], world->cell_log2[object]);
        PUT(world, cells, object, 0);
    }
    PUT(world, slot_count, object, 0);
}

/* Gives back the empty slots (and the keys in the side payload) that an object had when its cells were released. */
static void cells_restore(World *world, ObjectId object, uint32_t slots, uint32_t side)
{
    PUT(world, slot_count, object, 0);
    cells_reserve(world, object, slots);
    PUT(world, slot_count, object, slots);
    cells_zero(world, world->cells[object], cells_used(world, object, slots));
    if (!world_is_keyed(world, object)) {
        return;
    }
    for (Position position = world->fixed[object]; position < slots; position++) {
        PUT(world, cell, world_cell(world, object, position) + 1, world->side[side++]);
    }
}

/* ---- lives ---- */

/* Frames are no objects of the program: they do not count. `change`: 1 or UINT32_MAX. */
static void count_alive(World *world, ObjectId object, uint32_t change)
{
    if ((world->flags[object] & OBJECT_IS_FRAME) == 0) {
        ADD(world, words, W_ALIVE, change);
    }
}

/* aux of NEW: the initial flags; OBJECT_WAITS there: no temporary, refcount 0 (frames, loaded heaps). */
void apply_new(World *world, const Event *event)
{
    ObjectId object = event->a;
    const TypeRecord *type = world->types.items[event->b];
    uint32_t temps = (event->aux & OBJECT_WAITS) ? 0 : 1;
    if (object >= world->words[W_OBJECT_TOP]) {
        CHECK(object < MAX_OBJECTS);
        PUT(world, words, W_OBJECT_TOP, object + 1);
    }
    PUT(world, type, object, event->b);
    PUT(world, id, object, event->c);
    PUT(world, flags, object, (event->aux & ~OBJECT_WAITS) | OBJECT_ALIVE);
    PUT(world, fixed, object, type->fixed);
    PUT(world, stride, object, type->naming == NAMING_KEYED ? KEYED_STRIDE : 1);
    PUT(world, refcount, object, temps);
    PUT(world, temps, object, temps);
    PUT(world, gc_refs, object, 0);
    PUT(world, repr, object, 0);
    PUT(world, aux, object, 0);
    PUT(world, size, object, 0);
    PUT(world, storage_size, object, 0);
    PUT(world, slot_count, object, 0);
    if (type->fixed != 0) {
        cells_reserve(world, object, type->fixed);
        PUT(world, slot_count, object, type->fixed);
        cells_zero(world, world->cells[object], type->fixed);
    }
    count_alive(world, object, 1);
}

void apply_new_undo(World *world, const Event *event)
{
    apply_cells_release(world, event->a);
    count_alive(world, event->a, UINT32_MAX);
    PUT(world, flags, event->a, 0);
    PUT(world, refcount, event->a, 0);
    PUT(world, temps, event->a, 0);
    if (event->a + 1 == world->words[W_OBJECT_TOP]) {
        PUT(world, words, W_OBJECT_TOP, event->a);
    }
}

void apply_dead(World *world, ObjectId object)
{
    apply_cells_release(world, object);
    count_alive(world, object, UINT32_MAX);
    CLEAR_FLAG(world, object, OBJECT_ALIVE | OBJECT_WAITS);
}

void apply_dead_undo(World *world, const Event *event)
{
    cells_restore(world, event->a, event->b, event->c);
    SET_FLAG(world, event->a, OBJECT_ALIVE);
    count_alive(world, event->a, 1);
}

/* ---- slots ---- */

void apply_slot_add(World *world, ObjectId object, Name key)
{
    Position position = world->slot_count[object];
    cells_reserve(world, object, position + 1);
    PUT(world, slot_count, object, position + 1);
    uint32_t cell = world_cell(world, object, position);
    PUT(world, cell, cell, 0);
    if (world_is_keyed(world, object)) {
        PUT(world, cell, cell + 1, key);
        PUT(world, cell, cell + 2, 0);
    }
}

void apply_slot_insert(World *world, ObjectId object, Position position)
{
    uint32_t count = world->slot_count[object];
    CHECK(world->stride[object] == 1 && position >= world->fixed[object] && position <= count);
    cells_reserve(world, object, count + 1);
    uint32_t at = world_cell(world, object, position);
    memmove(&world->cell[at + 1], &world->cell[at], (count - position) * sizeof(uint32_t));
    world->cell[at] = 0;
    touch_cells(world, at, count - position + 1);
    PUT(world, slot_count, object, count + 1);
}

void apply_slot_remove(World *world, ObjectId object, Position position)
{
    uint32_t count = world->slot_count[object];
    CHECK(world->stride[object] == 1 && position >= world->fixed[object] && position < count);
    uint32_t at = world_cell(world, object, position);
    CHECK(world->cell[at] == 0);
    memmove(&world->cell[at], &world->cell[at + 1], (count - position - 1) * sizeof(uint32_t));
    touch_cells(world, at, count - position);
    PUT(world, slot_count, object, count - 1);
}

/* Entries without a target leave; the others keep their order. */
void apply_compact(World *world, ObjectId object)
{
    Position to = world->fixed[object];
    uint32_t stride = world->stride[object];
    for (Position from = to; from < world->slot_count[object]; from++) {
        uint32_t source = world_cell(world, object, from);
        if (world->cell[source] == 0) {
            continue;
        }
        if (from != to) {
            uint32_t target = world_cell(world, object, to);
            memmove(&world->cell[target], &world->cell[source], stride * sizeof(uint32_t));
        }
        to++;
    }
    touch_cells(world, world->cells[object], cells_used(world, object, world->slot_count[object]));
    PUT(world, slot_count, object, to);
}

/* Side payload: number of entries that left, then position and key of each, ascending. */
void apply_compact_undo(World *world, const Event *event)
{
    ObjectId object = event->a;
    const uint32_t *gone = &world->side[event->c];
    uint32_t gone_count = *gone++;
    uint32_t count = world->slot_count[object] + gone_count;
    uint32_t stride = world->stride[object];
    Position from = world->slot_count[object];
    cells_reserve(world, object, count);
    PUT(world, slot_count, object, count);
    uint32_t left = gone_count;
    for (Position to = count; left > 0; to--) {
        uint32_t target = world_cell(world, object, to - 1);
        if (gone[2 * (left - 1)] == to - 1) {
            left--;
            memset(&world->cell[target], 0, stride * sizeof(uint32_t));
            if (stride == KEYED_STRIDE) {
                world->cell[target + 1] = gone[2 * left + 1];
            }
        } else {
            from--;
            memmove(&world->cell[target], &world->cell[world_cell(world, object, from)], stride * sizeof(uint32_t));
        }
    }
    touch_cells(world, world->cells[object], cells_used(world, object, count));
}

/* Side payload: for each position of the variable part, the position its new occupant had before. */
void apply_reorder(World *world, const Event *event, bool backward)
{
    ObjectId object = event->a;
    uint32_t fixed = world->fixed[object];
    uint32_t count = world->slot_count[object] - fixed;
    uint32_t stride = world->stride[object];
    const uint32_t *permutation = &world->side[event->c];
    uint32_t *cells = &world->cell[world->cells[object] + fixed];
    uint32_t *old = mem_copy(cells, (size_t)count * stride * sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++) {
        uint32_t was = permutation[i] - fixed;
        uint32_t to = backward ? was : i;
        uint32_t from = backward ? i : was;
        memcpy(&cells[(size_t)to * stride], &old[(size_t)from * stride], stride * sizeof(uint32_t));
    }
    mem_release(old);
    touch_cells(world, world->cells[object] + fixed, count * stride);
}

/* Moves the variable part of one object to another that has none. */
static void move_variable_part(World *world, ObjectId from, ObjectId to)
{
    uint32_t fixed_from = world->fixed[from];
    uint32_t fixed_to = world->fixed[to];
    uint32_t count = world->slot_count[from] - fixed_from;
    uint32_t stride = world->stride[from];
    CHECK(world->slot_count[to] == fixed_to);
    PUT(world, stride, to, stride);
    if (count != 0) {
        cells_reserve(world, to, fixed_to + count);
        uint32_t target = world->cells[to] + fixed_to;
        memcpy(&world->cell[target], &world->cell[world->cells[from] + fixed_from], (size_t)count * stride * sizeof(uint32_t));
        touch_cells(world, target, count * stride);
        PUT(world, slot_count, to, fixed_to + count);
    }
    PUT(world, slot_count, from, fixed_from);
    PUT(world, storage, to, world->storage[from]);
    PUT(world, storage_size, to, world->storage_size[from]);
    PUT(world, storage, from, 0);
    PUT(world, storage_size, from, 0);
}

void apply_detach(World *world, ObjectId owner, ObjectId limbo)
{
    PUT(world, type, limbo, world->type[owner]);
    PUT(world, fixed, limbo, 0);
    PUT(world, id, limbo, world->id[owner]);
    move_variable_part(world, owner, limbo);
    ADD(world, words, W_LIMBO, 1);
}

void apply_attach(World *world, ObjectId owner, ObjectId limbo)
{
    move_variable_part(world, limbo, owner);
    apply_cells_release(world, limbo);
    SUB(world, words, W_LIMBO, 1);
}

/* Side payload: whose variable part it was, then the keys. The limbo may have served another owner since; its storage was
 * given back before. */
void apply_limbo_end_undo(World *world, const Event *event)
{
    ObjectId owner = world->side[event->c];
    PUT(world, type, event->a, world->type[owner]);
    PUT(world, id, event->a, world->id[owner]);
    PUT(world, stride, event->a, world->stride[owner]);
    PUT(world, storage, event->a, 0);
    PUT(world, storage_size, event->a, 0);
    ADD(world, words, W_LIMBO, 1);
    cells_restore(world, event->a, event->b, event->c + 1);
}

/* ---- joining lists ---- */

static void relabel(World *world, ObjectId first, ObjectId end, const Event *event, bool backward)
{
    uint32_t list = backward ? event->c >> 8 : event->c & 0xff;
    unsigned part = OBJECT_COLLECTING | OBJECT_TAKES_PART;
    for (ObjectId object = first; object != end; object = world->next[object]) {
        PUT(world, list, object, list);
        if (event->kind == EVENT_PROMOTE) {
            unsigned kept = world->flags[object] & ~part;
            PUT(world, flags, object, backward ? kept | event->aux : kept);
        }
    }
}

/* a = first, b = last of the list that is joined; from == to: nothing moves (promotion inside the oldest generation). */
void apply_join(World *world, const Event *event)
{
    uint32_t from = event->c >> 8;
    uint32_t to = event->c & 0xff;
    relabel(world, event->a, from, event, false);
    if (from == to) {
        return;
    }
    ObjectId tail = world->prev[to];
    PUT(world, next, tail, event->a);
    PUT(world, prev, event->a, tail);
    PUT(world, next, event->b, to);
    PUT(world, prev, to, event->b);
    PUT(world, next, from, from);
    PUT(world, prev, from, from);
}

void apply_split(World *world, const Event *event)
{
    uint32_t from = event->c >> 8;
    uint32_t to = event->c & 0xff;
    if (from != to) {
        ObjectId tail = world->prev[event->a];
        PUT(world, next, tail, to);
        PUT(world, prev, to, tail);
        PUT(world, next, from, event->a);
        PUT(world, prev, event->a, from);
        PUT(world, next, event->b, from);
        PUT(world, prev, from, event->b);
    }
    relabel(world, event->a, from, event, true);
}

/* ---- frames, grey worklist ---- */

void apply_frame_pop(World *world, const Event *event)
{
    uint32_t count = world->words[W_FRAME_COUNT];
    for (uint32_t i = event->b; i + 1 < count; i++) {
        PUT(world, frames, i, world->frames[i + 1]);
    }
    PUT(world, words, W_FRAME_COUNT, count - 1);
}

void apply_frame_insert(World *world, const Event *event)
{
    uint32_t count = world->words[W_FRAME_COUNT];
    for (uint32_t i = count; i > event->b; i--) {
        PUT(world, frames, i, world->frames[i - 1]);
    }
    PUT(world, frames, event->b, event->a);
    PUT(world, words, W_FRAME_COUNT, count + 1);
}

/* gc_refs holds the object's place in the worklist. */
void apply_grey(World *world, const Event *event)
{
    SET_FLAG(world, event->a, OBJECT_GREY);
    PUT(world, gc_refs, event->a, world->words[W_GREY_TAIL]);
    ADD(world, words, W_GREY_TAIL, 1);
}

void apply_grey_undo(World *world, const Event *event)
{
    CLEAR_FLAG(world, event->a, OBJECT_GREY);
    PUT(world, gc_refs, event->a, 0);
    SUB(world, words, W_GREY_TAIL, 1);
}

/* ---- any kind ---- */

void apply_event(World *world, const Event *event)
{
    apply_forward(world, event);
}

void apply_event_undo(World *world, const Event *event)
{
    apply_backward(world, event);
}
