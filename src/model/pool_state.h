/* Reading the simulated allocator's state: blocks, pools, arenas. Not the rules by which it changes (allocator/).
 *
 *   arena record r            base (page-aligned) … first pool at the next multiple of pool_bytes
 *   ┌──────┬────────┬────────┬────────┬─ … ─┬──────┐
 *   │ lost │ pool 0 │ pool 1 │ pool 2 │     │ lost │    pools 0 … ARENA_VIRGIN−1 have been carved; all together ARENA_POOLS
 *   └──────┴────────┴────────┴────────┴─ … ─┴──────┘
 *   pool p of record r has the number r * pools_per_arena + p
 *   ┌────────┬─────────┬─────────┬─ … ─┬─────────┬──────┐
 *   │ header │ block 0 │ block 1 │     │ block n │ rest │  one size class; blocks 0 … pool_virgin−1 have been used at least once
 *   └────────┴─────────┴─────────┴─ … ─┴─────────┴──────┘
 *
 * A small block's BlockRef is (pool << block_shift | block) + 1; a large one's LARGE_FLAG | number.
 * A pool with pool_count 0 is in its arena's chain of free pools (or never carved), one with pool_free 0 is full and in no
 * list, any other is in used[its class]. */
#ifndef HL_MODEL_POOL_STATE_H
#define HL_MODEL_POOL_STATE_H

#include "model/world.h"

/* Size classes count from 0; World.pool_class holds class + 1. */
static inline uint32_t pool_class_count(const PoolGeometry *geometry)
{
    return geometry->small_max / geometry->alignment;
}
static inline uint32_t pool_block_bytes(const PoolGeometry *geometry, uint32_t size_class)
{
    return (size_class + 1) * geometry->alignment;
}
/* Blocks of a class that fit in one pool. */
static inline uint32_t pool_capacity(const PoolGeometry *geometry, uint32_t size_class)
{
    return (geometry->pool_bytes - geometry->pool_header) / pool_block_bytes(geometry, size_class);
}
static inline bool pool_is_full(const World *world, uint32_t pool)
{
    return world->pool_count[pool] != 0 && world->pool_free[pool] == 0;
}

/* The word of a record's field (ARENA_BASE_LOW …). */
static inline uint32_t arena_word(uint32_t arena, uint32_t field)
{
    return (uint32_t)W_ARENA + arena * ARENA_RECORD_WORDS + field;
}
static inline uint32_t arena_field(const World *world, uint32_t arena, uint32_t field)
{
    return world->words[arena_word(arena, field)];
}
static inline uint32_t pool_arena(const World *world, uint32_t pool)
{
    return pool / world->geometry.pools_per_arena;
}

static inline bool block_is_large(BlockRef block)
{
    return (block & LARGE_FLAG) != 0;
}
/* What the owner may use: the class's size, or a large block's own. */
static inline uint32_t block_bytes(const World *world, BlockRef block)
{
    return block_is_large(block) ? world->large_bytes[block & ~LARGE_FLAG]
                                 : world->pool_class[world_pool_of(world, block)] * world->geometry.alignment;
}

#endif
