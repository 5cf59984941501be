/* A free block's turn is its place in the LIFO chain that begins at pool_free; blocks behind pool_virgin come after all of
 * them. */
#include "view/pool_cells.h"

#include <math.h>
#include <string.h>

void pool_blocks(const World *world, uint32_t pool, PoolBlocks *blocks)
{
    uint32_t capacity = pool_capacity(&world->geometry, world->pool_class[pool] - 1u);
    memset(blocks, 0, sizeof *blocks);
    blocks->pool = pool;
    blocks->capacity = capacity > POOL_BLOCKS_MAX ? POOL_BLOCKS_MAX : capacity;
    for (uint32_t i = 0; i < blocks->capacity; i++) {
        blocks->use[i] = (uint8_t)(i < world->pool_virgin[pool] ? BLOCK_USED : BLOCK_VIRGIN);
    }
    uint16_t turn = 0;
    for (uint32_t at = world->pool_free[pool]; at != 0 && at <= blocks->capacity && turn < blocks->capacity;) {
        blocks->use[at - 1] = BLOCK_FREE;
        blocks->turn[at - 1] = ++turn;
        at = world->link[((size_t)pool << world->geometry.block_shift) + at - 1];
    }
    for (uint32_t list = 0; list < FREE_LISTS; list++) {
        for (uint32_t i = 0; i < world->words[W_FREELIST + list]; i++) {
            BlockRef block = world->freelist[list * FREE_LIST_MAX + i];
            if (block != 0 && !block_is_large(block) && world_pool_of(world, block) == pool) {
                blocks->use[world_index_in_pool(world, block)] = BLOCK_KEPT;
            }
        }
    }
}

static void own(const World *world, PoolBlocks *blocks, ObjectId object, bool storage)
{
    BlockRef block = storage ? world->storage[object] : world->block[object];
    if (block == 0 || block_is_large(block) || world_pool_of(world, block) != blocks->pool) {
        return;
    }
    uint32_t index = world_index_in_pool(world, block);
    if (index < blocks->capacity) {
        blocks->owner[index] = object;
        blocks->storage[index] = storage;
    }
}

void pool_owners(const World *world, PoolBlocks *blocks)
{
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        if (world_alive(world, object)) {
            own(world, blocks, object, false);
            own(world, blocks, object, true);
        }
    }
}

ObjectId pool_owner_of(const World *world, BlockRef block)
{
    for (ObjectId object = OBJECT_FIRST; block != 0 && object < world->words[W_OBJECT_TOP]; object++) {
        if (world_alive(world, object) && (world->block[object] == block || world->storage[object] == block)) {
            return object;
        }
    }
    return OBJECT_NONE;
}

Rect pool_cell(const PoolGrid *grid, uint32_t block)
{
    uint32_t cell = block / grid->per_cell;
    float x = grid->box.x + grid->wide * (float)(cell % grid->columns);
    float y = grid->box.y + grid->high * (float)(cell / grid->columns);
    float gap = grid->wide >= 6.0f ? 2.0f : 1.0f;
    return (Rect){roundf(x), roundf(y), grid->wide - gap, grid->high - gap};
}

bool pool_block_at(const PoolGrid *grid, Point point, uint32_t *block)
{
    float x = (point.x - grid->box.x) / grid->wide, y = (point.y - grid->box.y) / grid->high;
    if (x < 0.0f || y < 0.0f || x >= (float)grid->columns) {
        return false;
    }
    *block = ((uint32_t)y * grid->columns + (uint32_t)x) * grid->per_cell;
    return *block < grid->capacity;
}
