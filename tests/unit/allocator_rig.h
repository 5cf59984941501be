/* What the tests of the allocator share: a world whose events are all kept, and a picture of its memory. */
#ifndef HL_TESTS_ALLOCATOR_RIG_H
#define HL_TESTS_ALLOCATOR_RIG_H

#include "allocator/allocator.h"
#include "allocator/fit.h"
#include "base/check.h"
#include "base/hash.h"
#include "base/rng.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct Rig {
    Names *names;
    World *world;
    Emit emit;
    Allocator allocator;
    VEC(Event) log; /* count is brought up to date by rig_events */
} Rig;

static const PoolGeometry geometry_16k = {
    .small_max = 512, .alignment = 16, .pool_bytes = 16384, .arena_bytes = 1 << 20, .gc_header = 16};

static void rig_next_chunk(Emit *emit, void *context)
{
    Rig *rig = context;
    rig->log.count = rig->log.capacity;
    vec_reserve(&rig->log, 1);
    emit->next = rig->log.items + rig->log.count;
    emit->end = rig->log.items + rig->log.capacity;
}

static inline void rig_init(Rig *rig, const TraceConfig *config, bool keeps_last_arena)
{
    static const TraceConfig plain;
    Err err = {0};
    *rig = (Rig){.names = names_new()};
    rig->world = world_new(rig->names);
    rig->emit = (Emit){.world = rig->world, .next_chunk = rig_next_chunk, .context = rig};
    assert_true(allocator_init(&rig->allocator, &rig->emit, config != NULL ? config : &plain, &geometry_16k, keeps_last_arena, &err));
}

static inline void rig_release(Rig *rig)
{
    allocator_release(&rig->allocator);
    world_free(rig->world);
    names_free(rig->names);
    vec_release(&rig->log);
}

/* How many events there are so far. */
static inline size_t rig_events(const Rig *rig)
{
    return rig->log.items == NULL ? 0 : (size_t)(rig->emit.next - rig->log.items);
}

static inline BlockRef rig_take(Rig *rig, uint32_t bytes)
{
    return allocator_take(&rig->allocator, bytes, OBJECT_NONE);
}

static inline void rig_give(Rig *rig, BlockRef block)
{
    allocator_give(&rig->allocator, block, OWNED_NOT, OBJECT_NONE);
}

static inline uint64_t rig_address(const Rig *rig, BlockRef block)
{
    return world_block_address(rig->world, block);
}

/* ---- the picture: every list in order, forward and backward; what a digest of the world may leave out ---- */

static inline uint64_t picture_used(const World *world, uint64_t picture)
{
    for (uint32_t size_class = 0; size_class < pool_class_count(&world->geometry); size_class++) {
        uint32_t before = 0;
        picture = hash_add(picture, size_class);
        for (uint32_t pool = world->words[W_USED + size_class]; pool != 0; pool = world->pool_next[pool - 1]) {
            assert_int_equal(world->pool_prev[pool - 1], before);
            assert_int_equal(world->pool_class[pool - 1], size_class + 1);
            assert_true(world->pool_count[pool - 1] > 0 && !pool_is_full(world, pool - 1));
            picture = hash_add(picture, pool);
            before = pool;
        }
    }
    return picture;
}

static inline uint64_t picture_usable(const World *world, uint64_t picture)
{
    uint32_t before = 0;
    uint32_t free_before = 0;
    for (uint32_t arena = world->words[W_ARENA_USABLE]; arena != 0; arena = arena_field(world, arena - 1, ARENA_NEXT)) {
        uint32_t free_pools = arena_field(world, arena - 1, ARENA_FREE);
        uint32_t next = arena_field(world, arena - 1, ARENA_NEXT);
        assert_int_equal(arena_field(world, arena - 1, ARENA_PREV), before);
        assert_true(free_pools > 0 && free_pools >= free_before);
        bool rightmost = next == 0 || arena_field(world, next - 1, ARENA_FREE) != free_pools;
        if (rightmost) {
            assert_int_equal(world->words[W_ARENA_LAST + free_pools], arena);
        }
        picture = hash_add(picture, arena);
        before = arena;
        free_before = free_pools;
    }
    for (uint32_t k = 0; k <= world->geometry.pools_per_arena; k++) {
        picture = hash_add(picture, world->words[W_ARENA_LAST + k]);
    }
    return picture;
}

static inline uint64_t picture_arena(const World *world, uint32_t arena, uint64_t picture)
{
    if (arena_field(world, arena, ARENA_POOLS) == 0) {
        return picture;
    }
    uint32_t chained = 0;
    picture = hash_add(picture, world_arena_base(world, arena));
    for (uint32_t pool = arena_field(world, arena, ARENA_FREE_POOLS); pool != 0; pool = world->pool_next[pool - 1]) {
        assert_int_equal(world->pool_count[pool - 1], 0);
        picture = hash_add(picture, pool);
        chained++;
    }
    uint32_t virgin = arena_field(world, arena, ARENA_POOLS) - arena_field(world, arena, ARENA_VIRGIN);
    assert_int_equal(arena_field(world, arena, ARENA_FREE), chained + virgin);
    return picture;
}

static inline uint64_t rig_picture(const Rig *rig)
{
    const World *world = rig->world;
    const char *broken = world_check(world);
    if (broken != NULL) {
        fail_msg("%s", broken);
    }
    uint64_t picture = picture_usable(world, picture_used(world, world_digest(world)));
    for (uint32_t arena = 0; arena < world->words[W_ARENA_RECORDS]; arena++) {
        picture = picture_arena(world, arena, picture);
    }
    for (uint32_t arena = world->words[W_ARENA_UNUSED]; arena != 0; arena = arena_field(world, arena - 1, ARENA_NEXT)) {
        assert_int_equal(arena_field(world, arena - 1, ARENA_POOLS), 0);
        picture = hash_add(picture, arena);
    }
    for (uint32_t number = 1; number < world->words[W_LARGE_TOP]; number++) {
        picture = hash_add(picture, world->large_bytes[number]);
        picture = hash_add(picture, world->large_bytes[number] != 0 ? world->large_address[number] : 0);
    }
    for (uint32_t number = world->words[W_LARGE_FREE]; number != 0; number = world->large_next[number]) {
        assert_int_equal(world->large_bytes[number], 0);
        picture = hash_add(picture, number);
    }
    return picture;
}

#endif
