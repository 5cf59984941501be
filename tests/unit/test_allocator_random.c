/* The allocator against naive re-implementations, on random programs; and all its events undone and done again.
 * The oracle of pymalloc works on addresses, with plain arrays and the linear search over arenas of CPython before 3.8 (which
 * gives the same order); the oracle of first-fit is an array of bytes. Seeds are printed. */
#include "allocator_rig.h"

#include <inttypes.h>

/* ---- naive pymalloc ---- */

enum { MAX_TEST_ARENAS = 512, MAX_TEST_POOLS = 256 };

typedef VEC(uint64_t) Addresses;

typedef struct NaivePool {
    uint64_t start;
    int size_class; /* −1: none yet */
    uint32_t count;
    uint64_t fresh;  /* address of the next virgin block */
    Addresses free;  /* last one goes first */
} NaivePool;

typedef struct NaiveArena {
    uint64_t base; /* 0: without memory */
    uint32_t carved, free_pools, pools;
    VEC(uint32_t) empty; /* indexes, last one goes first */
    NaivePool pool[MAX_TEST_POOLS];
} NaiveArena;

typedef struct Naive {
    const PoolGeometry *geometry;
    bool keeps_last_arena;
    NaiveArena *arenas;
    VEC(uint32_t) usable;
    VEC(uint32_t) unused; /* last one goes first */
    uint32_t records, reclaimed;
    VEC(NaivePool *) used[SIZE_CLASSES];
} Naive;

#define INSERT_FIRST(v, item)                                                             \
    do {                                                                                  \
        vec_reserve(v, 1);                                                                \
        memmove((v)->items + 1, (v)->items, (v)->count * sizeof *(v)->items);             \
        (v)->items[0] = (item);                                                           \
        (v)->count++;                                                                     \
    } while (0)

#define REMOVE_ITEM(v, item)                                                                                       \
    do {                                                                                                           \
        size_t at_ = 0;                                                                                            \
        while ((v)->items[at_] != (item)) {                                                                        \
            at_++;                                                                                                 \
        }                                                                                                          \
        memmove((v)->items + at_, (v)->items + at_ + 1, ((v)->count - at_ - 1) * sizeof *(v)->items);              \
        (v)->count--;                                                                                              \
    } while (0)

/* The base is whatever our allocator chose: only its consequences are predicted. */
static void naive_map(Naive *naive, const World *world)
{
    const PoolGeometry *geometry = naive->geometry;
    if (naive->unused.count == 0) {
        uint32_t more = naive->records == 0 ? 16 : naive->records;
        for (uint32_t i = more; i > 0; i--) {
            vec_push(&naive->unused, naive->records + i - 1);
        }
        naive->records += more;
    }
    uint32_t record = vec_pop(&naive->unused);
    NaiveArena *arena = &naive->arenas[record];
    arena->base = world_arena_base(world, record);
    uint64_t lost = (geometry->pool_bytes - arena->base % geometry->pool_bytes) % geometry->pool_bytes;
    arena->pools = (uint32_t)((geometry->arena_bytes - lost) / geometry->pool_bytes);
    arena->free_pools = arena->pools;
    arena->carved = 0;
    for (uint32_t i = 0; i < arena->pools; i++) {
        arena->pool[i].start = arena->base + lost + (uint64_t)i * geometry->pool_bytes;
    }
    vec_push(&naive->usable, record);
}

static NaivePool *naive_new_pool(Naive *naive, const World *world)
{
    if (naive->usable.count == 0) {
        naive_map(naive, world);
    }
    NaiveArena *arena = &naive->arenas[naive->usable.items[0]];
    NaivePool *pool;
    if (arena->empty.count != 0) {
        pool = &arena->pool[vec_pop(&arena->empty)];
    } else {
        pool = &arena->pool[arena->carved++];
        pool->size_class = -1;
        pool->count = 0;
    }
    if (--arena->free_pools == 0) {
        REMOVE_ITEM(&naive->usable, naive->usable.items[0]);
    }
    return pool;
}

static void naive_extend(Naive *naive, NaivePool *pool)
{
    uint32_t size = pool_block_bytes(naive->geometry, (uint32_t)pool->size_class);
    if (pool->free.count == 0) {
        if (pool->fresh + size <= pool->start + naive->geometry->pool_bytes) {
            vec_push(&pool->free, pool->fresh);
            pool->fresh += size;
        } else {
            REMOVE_ITEM(&naive->used[pool->size_class], pool);
        }
    }
}

/* Address, or 0 when the request is not for the pools. */
static uint64_t naive_take(Naive *naive, const World *world, uint32_t bytes)
{
    const PoolGeometry *geometry = naive->geometry;
    if (bytes == 0 || bytes > geometry->small_max) {
        return 0;
    }
    int size_class = (int)((bytes + geometry->alignment - 1) / geometry->alignment) - 1;
    NaivePool *pool;
    if (naive->used[size_class].count == 0) {
        pool = naive_new_pool(naive, world);
        INSERT_FIRST(&naive->used[size_class], pool);
        if (pool->size_class != size_class) {
            pool->size_class = size_class;
            pool->fresh = pool->start + geometry->pool_header;
            pool->free.count = 0;
            naive_extend(naive, pool);
            pool->count = 1;
            uint64_t address = vec_pop(&pool->free);
            naive_extend(naive, pool);
            return address;
        }
    }
    pool = naive->used[size_class].items[0];
    pool->count++;
    uint64_t address = vec_pop(&pool->free);
    naive_extend(naive, pool);
    return address;
}

static NaivePool *naive_find(Naive *naive, uint64_t address, uint32_t *record)
{
    for (*record = 0; *record < naive->records; ++*record) {
        NaiveArena *arena = &naive->arenas[*record];
        if (arena->base != 0 && address - arena->base < naive->geometry->arena_bytes) {
            uint64_t first = arena->pool[0].start;
            return &arena->pool[(address - first) / naive->geometry->pool_bytes];
        }
    }
    fail_msg("no such address");
    return NULL;
}

static void naive_pool_empty(Naive *naive, NaivePool *pool, uint32_t record)
{
    NaiveArena *arena = &naive->arenas[record];
    REMOVE_ITEM(&naive->used[pool->size_class], pool);
    vec_push(&arena->empty, (uint32_t)(pool - arena->pool));
    arena->free_pools++;
    if (arena->free_pools == 1) {
        INSERT_FIRST(&naive->usable, record);
    }
    size_t at = 0;
    while (naive->usable.items[at] != record) {
        at++;
    }
    if (arena->free_pools == arena->pools && (at + 1 < naive->usable.count || !naive->keeps_last_arena)) {
        REMOVE_ITEM(&naive->usable, record);
        vec_push(&naive->unused, record);
        arena->base = 0;
        arena->empty.count = 0;
        naive->reclaimed++;
        return;
    }
    for (; at + 1 < naive->usable.count && naive->arenas[naive->usable.items[at + 1]].free_pools < arena->free_pools; at++) {
        naive->usable.items[at] = naive->usable.items[at + 1];
        naive->usable.items[at + 1] = record;
    }
}

static void naive_give(Naive *naive, uint64_t address)
{
    uint32_t record;
    NaivePool *pool = naive_find(naive, address, &record);
    bool was_full = pool->free.count == 0;
    vec_push(&pool->free, address);
    pool->count--;
    if (was_full) {
        INSERT_FIRST(&naive->used[pool->size_class], pool);
    } else if (pool->count == 0) {
        naive_pool_empty(naive, pool, record);
    }
}

static void naive_release(Naive *naive)
{
    for (uint32_t record = 0; record < MAX_TEST_ARENAS; record++) {
        for (uint32_t i = 0; i < MAX_TEST_POOLS; i++) {
            vec_release(&naive->arenas[record].pool[i].free);
        }
        vec_release(&naive->arenas[record].empty);
    }
    for (int size_class = 0; size_class < SIZE_CLASSES; size_class++) {
        vec_release(&naive->used[size_class]);
    }
    mem_release(naive->arenas);
    vec_release(&naive->usable);
    vec_release(&naive->unused);
}

/* ---- random programs ---- */

enum { ROUNDS = 36 };

typedef struct Live {
    BlockRef block;
    uint64_t address; /* by the oracle, 0: large */
    uint32_t bytes;   /* of a large one as asked, else of its class */
} Live;

typedef struct Mark {
    size_t events;
    uint64_t picture;
} Mark;

typedef struct Program {
    Rig rig;
    Naive naive;
    Rng rng;
    VEC(Live) live;
    VEC(Mark) marks;
    uint64_t large_bytes;
} Program;

static uint32_t random_size(Program *program)
{
    uint32_t limit = program->naive.geometry->small_max;
    switch (rng_below(&program->rng, 16)) {
    case 0: return rng_below(&program->rng, 2);
    case 1: return limit + rng_below(&program->rng, 1000);
    case 2: case 3: case 4: case 5: return limit - rng_below(&program->rng, 32);
    case 6: case 7: case 8: return 1 + rng_below(&program->rng, limit / 4);
    default: return 1 + rng_below(&program->rng, limit);
    }
}

static Live live_of(Program *program, BlockRef block, uint64_t address, uint32_t asked)
{
    assert_int_equal(block_is_large(block), address == 0);
    if (address != 0) {
        assert_int_equal(rig_address(&program->rig, block), address);
        assert_true(block_bytes(program->rig.world, block) >= asked);
    } else {
        program->large_bytes += asked + (asked == 0);
    }
    return (Live){block, address, block_bytes(program->rig.world, block)};
}

static void program_take(Program *program)
{
    uint32_t bytes = random_size(program);
    BlockRef block = rig_take(&program->rig, bytes);
    uint64_t address = naive_take(&program->naive, program->rig.world, bytes);
    vec_push(&program->live, live_of(program, block, address, bytes));
}

static void program_give(Program *program, size_t at)
{
    Live live = program->live.items[at];
    program->live.items[at] = vec_last(&program->live);
    program->live.count--;
    rig_give(&program->rig, live.block);
    if (live.address != 0) {
        naive_give(&program->naive, live.address);
    } else {
        program->large_bytes -= live.bytes;
    }
}

static void program_resize(Program *program, size_t at)
{
    Live *live = &program->live.items[at];
    uint32_t bytes = random_size(program);
    BlockRef block = allocator_resize(&program->rig.allocator, live->block, bytes, OBJECT_NONE);
    uint64_t address = live->address;
    if (address == 0) {
        assert_int_equal(block, live->block);
        program->large_bytes -= live->bytes;
    } else if (bytes > live->bytes || bytes * 4 <= live->bytes * 3) {
        address = naive_take(&program->naive, program->rig.world, bytes);
        naive_give(&program->naive, live->address);
    }
    *live = live_of(program, block, address, bytes);
}

static void program_step(Program *program, uint32_t take_chance)
{
    size_t events = rig_events(&program->rig);
    uint32_t dice = rng_below(&program->rng, 100);
    if (program->live.count == 0 || dice < take_chance) {
        program_take(program);
    } else {
        size_t at = rng_below(&program->rng, (uint32_t)program->live.count);
        if (dice >= 90) {
            program_resize(program, at);
        } else {
            program_give(program, at);
        }
    }
    if (rig_events(&program->rig) != events) { /* what happens is a step of its own, never an appendix of the one before */
        assert_true(program->rig.log.items[events].flags & EVENT_STEP);
    }
}

static void program_compare(Program *program)
{
    const World *world = program->rig.world;
    const Naive *naive = &program->naive;
    assert_int_equal(world->totals[TOTAL_LARGE_BYTES], program->large_bytes);
    assert_int_equal(world->words[W_ARENAS_RECLAIMED], naive->reclaimed);
    assert_int_equal(world->words[W_ARENA_RECORDS], naive->records);
    uint32_t at = 0;
    for (uint32_t arena = world->words[W_ARENA_USABLE]; arena != 0; arena = arena_field(world, arena - 1, ARENA_NEXT)) {
        assert_true(at < naive->usable.count);
        assert_int_equal(arena - 1, naive->usable.items[at]);
        assert_int_equal(arena_field(world, arena - 1, ARENA_FREE), naive->arenas[arena - 1].free_pools);
        at++;
    }
    assert_int_equal(at, naive->usable.count);
}

/* Back to the beginning and forth again, looking at each mark. */
static void program_rewind(Program *program)
{
    Rig *rig = &program->rig;
    size_t at = rig_events(rig);
    for (size_t mark = program->marks.count; mark-- > 0;) {
        while (at > program->marks.items[mark].events) {
            apply_event_undo(rig->world, &rig->log.items[--at]);
        }
        assert_int_equal(rig_picture(rig), program->marks.items[mark].picture);
    }
    assert_int_equal(at, 0);
    for (size_t mark = 0; mark < program->marks.count; mark++) {
        while (at < program->marks.items[mark].events) {
            apply_event(rig->world, &rig->log.items[at++]);
        }
        assert_int_equal(rig_picture(rig), program->marks.items[mark].picture);
    }
}

static void program_mark(Program *program)
{
    vec_push(&program->marks, ((Mark){rig_events(&program->rig), rig_picture(&program->rig)}));
}

/* `length`: operations in each of the rounds, which let the heap grow and shrink in turn. */
static void program_run(const TraceConfig *config, bool keeps_last_arena, uint32_t length, uint64_t seed)
{
    Program program = {.rng = {seed}};
    rig_init(&program.rig, config, keeps_last_arena);
    program.naive = (Naive){.geometry = &program.rig.world->geometry, .keeps_last_arena = keeps_last_arena,
                            .arenas = mem_zeroed(MAX_TEST_ARENAS, sizeof(NaiveArena))};
    program_mark(&program);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t take_chance = round % 6 < 2 ? 75 : round % 6 < 4 ? 45 : 15;
        for (uint32_t i = 0; i < length; i++) {
            program_step(&program, take_chance);
        }
        program_compare(&program);
        program_mark(&program);
    }
    while (program.live.count != 0) {
        program_give(&program, program.live.count - 1);
    }
    program_compare(&program);
    assert_int_equal(program.rig.world->words[W_ARENAS], keeps_last_arena ? 1 : 0);
    program_mark(&program);
    program_rewind(&program);
    const uint32_t *words = program.rig.world->words;
    print_message("  seed %" PRIu64 ": %zu events, %u arenas made, %u given back\n", seed, rig_events(&program.rig), words[W_ARENAS_TOTAL],
                  words[W_ARENAS_RECLAIMED]);
    naive_release(&program.naive);
    vec_release(&program.live);
    vec_release(&program.marks);
    rig_release(&program.rig);
}

static void agrees_with_the_naive_one(void **state)
{
    (void)state;
    static const uint64_t bases[] = {0x10000000, 0x20001000, 0x30004000, 0x40003000, 0x50000000};
    static const uint32_t lengths[] = {8000, 8000, 4000, 8000, 500, 500, 500, 500};
    const TraceConfig configs[] = {
        {0},
        {.arena_aligned = true},
        {.pool_bytes = 4096, .arena_bytes = 1 << 18},
        {.pool_bytes = 4096, .arena_bytes = 1 << 18, .alignment = 8, .small_max = 256},
        {.pool_bytes = 2048, .arena_bytes = 8192, .arena_bases = bases, .arena_base_count = 5},
        {.pool_bytes = 8192, .arena_bytes = 3 * 8192, .arena_bases = bases, .arena_base_count = 5},
        {.pool_bytes = 4096, .arena_bytes = 2 * 4096},
        {.pool_bytes = 256, .arena_bytes = 1024, .alignment = 64, .small_max = 64},
    };
    for (size_t i = 0; i < 2 * sizeof configs / sizeof configs[0]; i++) {
        program_run(&configs[i / 2], i % 2 != 0, lengths[i / 2], 1000 + i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_naive_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
