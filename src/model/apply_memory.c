/* The cold half of the writer for memory: large blocks, pools, arenas. */
#include "model/apply.h"

#include "base/check.h"
#include "model/pool_state.h"

/* ---- large blocks ---- */

/* The C library's heap, as far as it is simulated: addresses rise and are never used twice. */
static uint64_t large_room(uint32_t bytes)
{
    return ((uint64_t)bytes + 31) & ~UINT64_C(15);
}

/* aux 1: the number comes from the chain of free numbers; its old address is kept by a FIT_PLACE before this event. */
void apply_large_take(World *world, const Event *event)
{
    uint32_t number = event->a & ~LARGE_FLAG;
    if (event->aux != 0) {
        PUT(world, words, W_LARGE_FREE, world->large_next[number]);
    } else {
        CHECK(number < MAX_LARGE);
        PUT(world, words, W_LARGE_TOP, number + 1);
    }
    PUT(world, large_bytes, number, event->c);
    PUT(world, large_address, number, world->totals[TOTAL_LARGE_ADDRESS]);
    ADD(world, totals, TOTAL_LARGE_ADDRESS, large_room(event->c));
    ADD(world, totals, TOTAL_LARGE_BYTES, event->c);
    ADD(world, words, W_LARGE_BLOCKS, 1);
}

void apply_large_take_undo(World *world, const Event *event)
{
    uint32_t number = event->a & ~LARGE_FLAG;
    PUT(world, large_bytes, number, 0);
    if (event->aux != 0) {
        PUT(world, large_next, number, world->words[W_LARGE_FREE]);
        PUT(world, words, W_LARGE_FREE, number);
    } else {
        PUT(world, words, W_LARGE_TOP, number);
    }
    SUB(world, totals, TOTAL_LARGE_ADDRESS, large_room(event->c));
    SUB(world, totals, TOTAL_LARGE_BYTES, event->c);
    SUB(world, words, W_LARGE_BLOCKS, 1);
}

void apply_large_give(World *world, const Event *event)
{
    uint32_t number = event->a & ~LARGE_FLAG;
    PUT(world, large_bytes, number, 0);
    PUT(world, large_next, number, world->words[W_LARGE_FREE]);
    PUT(world, words, W_LARGE_FREE, number);
    SUB(world, totals, TOTAL_LARGE_BYTES, event->c);
    SUB(world, words, W_LARGE_BLOCKS, 1);
    put_owned(world, event->aux, event->b, 0);
}

void apply_large_give_undo(World *world, const Event *event)
{
    uint32_t number = event->a & ~LARGE_FLAG;
    PUT(world, words, W_LARGE_FREE, world->large_next[number]);
    PUT(world, large_bytes, number, event->c);
    ADD(world, totals, TOTAL_LARGE_BYTES, event->c);
    ADD(world, words, W_LARGE_BLOCKS, 1);
    put_owned(world, event->aux, event->b, event->a);
}

/* aux 1: it moved, and lies where a new block would; its old address is kept by a FIT_PLACE before this event. */
void apply_large_resize(World *world, const Event *event, bool backward)
{
    uint32_t number = event->a & ~LARGE_FLAG;
    uint64_t room = event->aux != 0 ? large_room(event->b) : 0;
    if (backward) {
        SUB(world, totals, TOTAL_LARGE_ADDRESS, room);
        PUT(world, large_bytes, number, event->c);
        ADD(world, totals, TOTAL_LARGE_BYTES, (uint64_t)event->c - event->b);
        return;
    }
    if (event->aux != 0) {
        PUT(world, large_address, number, world->totals[TOTAL_LARGE_ADDRESS]);
        ADD(world, totals, TOTAL_LARGE_ADDRESS, room);
    }
    PUT(world, large_bytes, number, event->b);
    ADD(world, totals, TOTAL_LARGE_BYTES, (uint64_t)event->b - event->c);
}

/* ---- pools and arenas ---- */

static void used_push(World *world, uint32_t pool)
{
    uint32_t head = W_USED + world->pool_class[pool] - 1;
    uint32_t first = world->words[head];
    PUT(world, pool_next, pool, first);
    PUT(world, pool_prev, pool, 0);
    if (first != 0) {
        PUT(world, pool_prev, first - 1, pool + 1);
    }
    PUT(world, words, head, pool + 1);
}

static void used_remove(World *world, uint32_t pool)
{
    uint32_t next = world->pool_next[pool];
    uint32_t prev = world->pool_prev[pool];
    if (prev != 0) {
        PUT(world, pool_next, prev - 1, next);
    } else {
        PUT(world, words, W_USED + world->pool_class[pool] - 1, next);
    }
    if (next != 0) {
        PUT(world, pool_prev, next - 1, prev);
    }
}

/* Back behind `prev` (pool + 1, 0 = front). */
static void used_insert_after(World *world, uint32_t pool, uint32_t prev)
{
    if (prev == 0) {
        used_push(world, pool);
        return;
    }
    uint32_t next = world->pool_next[prev - 1];
    PUT(world, pool_next, pool, next);
    PUT(world, pool_prev, pool, prev);
    PUT(world, pool_next, prev - 1, pool + 1);
    if (next != 0) {
        PUT(world, pool_prev, next - 1, pool + 1);
    }
}

static void free_pool_push(World *world, uint32_t pool)
{
    uint32_t arena = pool / world->geometry.pools_per_arena;
    uint32_t head = arena_word(arena, ARENA_FREE_POOLS);
    PUT(world, pool_next, pool, world->words[head]);
    PUT(world, words, head, pool + 1);
    ADD(world, words, arena_word(arena, ARENA_FREE), 1);
}

static void free_pool_pop(World *world, uint32_t pool)
{
    uint32_t arena = pool / world->geometry.pools_per_arena;
    PUT(world, words, arena_word(arena, ARENA_FREE_POOLS), world->pool_next[pool]);
    SUB(world, words, arena_word(arena, ARENA_FREE), 1);
}

/* POOL_OPEN: the pool gets another class; its chain is blocks 0, 1. b = link of block 1 << 16 | new class << 8 | old class,
 * aux = link of block 0: what they were in the pool's earlier life. */
static void pool_open(World *world, const Event *event)
{
    PUT(world, pool_class, event->a, (event->b >> 8) & 0xff);
    PUT(world, pool_free, event->a, 1);
    PUT(world, pool_virgin, event->a, 2);
    PUT(world, link, link_index(world, event->a, 0), 2);
    PUT(world, link, link_index(world, event->a, 1), 0);
}

static void pool_open_undo(World *world, const Event *event)
{
    PUT(world, pool_class, event->a, event->b & 0xff);
    PUT(world, pool_free, event->a, event->c >> 16);
    PUT(world, pool_virgin, event->a, event->c & 0xffff);
    PUT(world, link, link_index(world, event->a, 0), event->aux);
    PUT(world, link, link_index(world, event->a, 1), event->b >> 16);
}

static void arena_set(World *world, uint32_t arena, uint32_t field, uint32_t value)
{
    PUT(world, words, arena_word(arena, field), value);
}

void apply_pool_event(World *world, const Event *event)
{
    switch ((EventKind)event->kind) {
    case EVENT_POOL_OPEN: pool_open(world, event); break;
    case EVENT_POOL_USED: used_push(world, event->a); break;
    case EVENT_POOL_FULL: used_remove(world, event->a); break;
    case EVENT_POOL_EMPTY: used_remove(world, event->a); free_pool_push(world, event->a); break;
    case EVENT_POOL_UNFREE: /* aux 1: carved at the arena's virgin end; b, c: class and link it had in an earlier arena */
        if (event->aux != 0) {
            uint32_t arena = event->a / world->geometry.pools_per_arena;
            ADD(world, words, arena_word(arena, ARENA_VIRGIN), 1);
            SUB(world, words, arena_word(arena, ARENA_FREE), 1);
            PUT(world, pool_class, event->a, 0);
            PUT(world, pool_count, event->a, 0);
        } else {
            free_pool_pop(world, event->a);
        }
        break;
    case EVENT_ARENA_NEW: /* aux: pools it has */
        arena_set(world, event->a, ARENA_BASE_LOW, event->b);
        arena_set(world, event->a, ARENA_BASE_HIGH, event->c);
        arena_set(world, event->a, ARENA_VIRGIN, 0);
        arena_set(world, event->a, ARENA_POOLS, event->aux);
        arena_set(world, event->a, ARENA_FREE, event->aux);
        arena_set(world, event->a, ARENA_FREE_POOLS, 0);
        ADD(world, words, W_ARENAS, 1);
        ADD(world, words, W_ARENAS_TOTAL, 1);
        break;
    case EVENT_ARENA_GONE:
        arena_set(world, event->a, ARENA_POOLS, 0);
        arena_set(world, event->a, ARENA_FREE, 0);
        SUB(world, words, W_ARENAS, 1);
        ADD(world, words, W_ARENAS_RECLAIMED, 1);
        break;
    default: BUG("not a pool event");
    }
}

void apply_pool_event_undo(World *world, const Event *event)
{
    switch ((EventKind)event->kind) {
    case EVENT_POOL_OPEN: pool_open_undo(world, event); break;
    case EVENT_POOL_USED: used_remove(world, event->a); break;
    case EVENT_POOL_FULL: used_insert_after(world, event->a, event->b); break;
    case EVENT_POOL_EMPTY: free_pool_pop(world, event->a); used_insert_after(world, event->a, event->b); break;
    case EVENT_POOL_UNFREE:
        if (event->aux != 0) {
            uint32_t arena = event->a / world->geometry.pools_per_arena;
            SUB(world, words, arena_word(arena, ARENA_VIRGIN), 1);
            ADD(world, words, arena_word(arena, ARENA_FREE), 1);
            PUT(world, pool_class, event->a, event->b);
            PUT(world, pool_next, event->a, event->c);
        } else {
            free_pool_push(world, event->a);
        }
        break;
    case EVENT_ARENA_NEW: /* a record without memory has base 0 */
        arena_set(world, event->a, ARENA_BASE_LOW, 0);
        arena_set(world, event->a, ARENA_BASE_HIGH, 0);
        arena_set(world, event->a, ARENA_POOLS, 0);
        arena_set(world, event->a, ARENA_FREE, 0);
        SUB(world, words, W_ARENAS, 1);
        SUB(world, words, W_ARENAS_TOTAL, 1);
        break;
    case EVENT_ARENA_GONE: /* aux: pools it had, all free then */
        arena_set(world, event->a, ARENA_POOLS, event->aux);
        arena_set(world, event->a, ARENA_FREE, event->aux);
        arena_set(world, event->a, ARENA_FREE_POOLS, event->b);
        arena_set(world, event->a, ARENA_VIRGIN, event->c);
        ADD(world, words, W_ARENAS, 1);
        SUB(world, words, W_ARENAS_RECLAIMED, 1);
        break;
    default: BUG("not a pool event");
    }
}
