/* Arenas with a free pool form a list, fewest free pools first, so that pools come from the fullest arena and the emptiest ones
 * have a chance to become empty altogether. last[k] is the rightmost arena with k free pools: moving an arena one place up the
 * order needs no search.
 *
 * Example: usable A(1) B(3) C(3), last[1] = A, last[3] = C. A pool of B is freed: B(4) belongs behind C, so the list is
 * A(1) C(3) B(4), last[3] = C, last[4] = B. The next pool comes from A, which leaves the list.
 * Cost: O(1), but for the doubling of the records. */
#include "allocator/arenas.h"

enum { FIRST_ARENA_RECORDS = 16 }; /* CPython's INITIAL_ARENA_OBJECTS */
enum { PAGE_BYTES = 4096 };

/* Where arenas lie unless the trace says: like mmap'ed memory, page-aligned but not pool-aligned. */
#define DEFAULT_ARENA_BASE UINT64_C(0x7f4c10000000)

static void put_word(Allocator *allocator, uint32_t word, uint32_t value)
{
    if (allocator->emit->world->words[word] != value) {
        emit_word(allocator->emit, EVENT_ARENA_WORD, word, value);
    }
}

static void put_field(Allocator *allocator, uint32_t arena, uint32_t field, uint32_t value)
{
    put_word(allocator, arena_word(arena, field), value);
}

static uint32_t last_word(uint32_t free_pools)
{
    return W_ARENA_LAST + free_pools;
}

/* ---- the usable list; links are record + 1, 0 = none ---- */

static void usable_unlink(Allocator *allocator, uint32_t arena)
{
    const World *world = allocator->emit->world;
    uint32_t next = arena_field(world, arena, ARENA_NEXT);
    uint32_t prev = arena_field(world, arena, ARENA_PREV);
    if (prev != 0) {
        put_field(allocator, prev - 1, ARENA_NEXT, next);
    } else {
        put_word(allocator, W_ARENA_USABLE, next);
    }
    if (next != 0) {
        put_field(allocator, next - 1, ARENA_PREV, prev);
    }
    put_field(allocator, arena, ARENA_NEXT, 0);
    put_field(allocator, arena, ARENA_PREV, 0);
}

/* prev 0: at the head. */
static void usable_link_after(Allocator *allocator, uint32_t arena, uint32_t prev)
{
    const World *world = allocator->emit->world;
    uint32_t next = prev != 0 ? arena_field(world, prev - 1, ARENA_NEXT) : world->words[W_ARENA_USABLE];
    put_field(allocator, arena, ARENA_NEXT, next);
    put_field(allocator, arena, ARENA_PREV, prev);
    if (prev != 0) {
        put_field(allocator, prev - 1, ARENA_NEXT, arena + 1);
    } else {
        put_word(allocator, W_ARENA_USABLE, arena + 1);
    }
    if (next != 0) {
        put_field(allocator, next - 1, ARENA_PREV, arena + 1);
    }
}

/* ---- making an arena ---- */

static uint32_t arena_limit(const World *world)
{
    uint32_t by_pools = MAX_POOLS / world->geometry.pools_per_arena;
    return by_pools < MAX_ARENAS ? by_pools : MAX_ARENAS;
}

static uint64_t choose_base(const Allocator *allocator, uint32_t arena)
{
    const World *world = allocator->emit->world;
    uint32_t mapped = world->words[W_ARENAS_TOTAL];
    if (mapped < allocator->arena_base_count) {
        return allocator->arena_bases[mapped];
    }
    uint32_t stride = (world->geometry.arena_bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    uint64_t base = DEFAULT_ARENA_BASE + (uint64_t)arena * stride;
    return allocator->arena_aligned ? base : base + PAGE_BYTES;
}

/* As many again, the new ones to be used in index order. */
static void records_grow(Allocator *allocator)
{
    const World *world = allocator->emit->world;
    uint32_t limit = arena_limit(world);
    uint32_t old = world->words[W_ARENA_RECORDS];
    uint32_t count = old == 0 ? FIRST_ARENA_RECORDS : old * 2;
    count = count < limit ? count : limit;
    for (uint32_t arena = old; arena < count; arena++) {
        put_field(allocator, arena, ARENA_NEXT, arena + 1 < count ? arena + 2 : 0);
    }
    put_word(allocator, W_ARENA_UNUSED, old + 1);
    put_word(allocator, W_ARENA_RECORDS, count);
}

/* ARENA_NEW begins the step; the bookkeeping that CPython does first (more records) and afterwards follows as quiet events.
 * False beyond our limits. */
static bool arena_make(Allocator *allocator)
{
    const World *world = allocator->emit->world;
    uint32_t unused = world->words[W_ARENA_UNUSED];
    uint32_t arena = unused != 0 ? unused - 1 : world->words[W_ARENA_RECORDS];
    if (arena >= arena_limit(world)) {
        return false;
    }
    uint64_t base = choose_base(allocator, arena);
    uint32_t pools = world->geometry.pools_per_arena - (base % world->geometry.pool_bytes != 0);
    uint64_t page = base / PAGE_BYTES;
    emit_aux(allocator->emit, EVENT_ARENA_NEW, pools, arena, (uint32_t)page, (uint32_t)(page >> 32));
    if (unused == 0) {
        records_grow(allocator);
    }
    put_word(allocator, W_ARENA_UNUSED, arena_field(world, arena, ARENA_NEXT));
    usable_link_after(allocator, arena, 0);
    put_word(allocator, last_word(pools), arena + 1);
    return true;
}

/* ---- pools ---- */

/* Pops the newest free pool, or carves the next virgin one. */
static uint32_t pool_unfree(Allocator *allocator, uint32_t arena)
{
    const World *world = allocator->emit->world;
    uint32_t head = arena_field(world, arena, ARENA_FREE_POOLS);
    if (head != 0) {
        emit_first(allocator->emit, EVENT_POOL_UNFREE, head - 1, 0, 0);
        return head - 1;
    }
    uint32_t pool = arena * world->geometry.pools_per_arena + arena_field(world, arena, ARENA_VIRGIN);
    emit_event(allocator->emit, (Event){.kind = EVENT_POOL_UNFREE, .flags = EVENT_STEP, .aux = 1, .a = pool,
                                        .b = world->pool_class[pool], .c = world->pool_next[pool]});
    return pool;
}

uint32_t arenas_take_pool(Allocator *allocator)
{
    const World *world = allocator->emit->world;
    if (world->words[W_ARENA_USABLE] == 0 && !arena_make(allocator)) {
        return 0;
    }
    uint32_t arena = world->words[W_ARENA_USABLE] - 1;
    uint32_t free_pools = arena_field(world, arena, ARENA_FREE);
    uint32_t pool = pool_unfree(allocator, arena);
    if (world->words[last_word(free_pools)] == arena + 1) {
        put_word(allocator, last_word(free_pools), 0);
    }
    if (free_pools > 1) { /* it is at the head, so no other arena has so few */
        put_word(allocator, last_word(free_pools - 1), arena + 1);
    } else {
        usable_unlink(allocator, arena);
    }
    return pool + 1;
}

/* The arena's memory goes back; its record is the next to be used. The base is forgotten first, by events that undoing needs. */
static void arena_give(Allocator *allocator, uint32_t arena)
{
    const World *world = allocator->emit->world;
    Emit *emit_to = allocator->emit;
    const uint32_t *record = &world->words[arena_word(arena, 0)];
    emit_first(emit_to, EVENT_ARENA_WORD, arena_word(arena, ARENA_BASE_LOW), 0, record[ARENA_BASE_LOW]);
    put_field(allocator, arena, ARENA_BASE_HIGH, 0);
    emit_event(emit_to, (Event){.kind = EVENT_ARENA_GONE, .aux = (uint16_t)record[ARENA_POOLS], .a = arena,
                                .b = record[ARENA_FREE_POOLS], .c = record[ARENA_VIRGIN]});
    usable_unlink(allocator, arena);
    put_field(allocator, arena, ARENA_NEXT, world->words[W_ARENA_UNUSED]);
    put_word(allocator, W_ARENA_UNUSED, arena + 1);
}

void arenas_pool_freed(Allocator *allocator, uint32_t pool)
{
    const World *world = allocator->emit->world;
    uint32_t arena = pool_arena(world, pool);
    uint32_t now = arena_field(world, arena, ARENA_FREE);
    uint32_t before = now - 1;
    uint32_t last_before = world->words[last_word(before)];
    if (last_before == arena + 1) {
        uint32_t prev = arena_field(world, arena, ARENA_PREV);
        bool same = prev != 0 && arena_field(world, prev - 1, ARENA_FREE) == before;
        put_word(allocator, last_word(before), same ? prev : 0);
    }
    bool has_successor = arena_field(world, arena, ARENA_NEXT) != 0;
    if (now == arena_field(world, arena, ARENA_POOLS) && (has_successor || !allocator->keeps_last_arena)) {
        arena_give(allocator, arena);
        return;
    }
    if (world->words[last_word(now)] == 0) {
        put_word(allocator, last_word(now), arena + 1);
    }
    if (now == 1) {
        usable_link_after(allocator, arena, 0);
    } else if (last_before != arena + 1) {
        usable_unlink(allocator, arena);
        usable_link_after(allocator, arena, last_before);
    }
}
