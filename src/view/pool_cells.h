/* The blocks of one pool: what each is used for, who owns it, in which order free ones will be given out, and where their cells
 * stand in a picture. */
#ifndef HL_VIEW_POOL_CELLS_H
#define HL_VIEW_POOL_CELLS_H

#include "model/pool_state.h"
#include "view/geometry.h"

enum { POOL_BLOCKS_MAX = 4096 };

typedef enum BlockUse { BLOCK_FREE, BLOCK_USED, BLOCK_KEPT, BLOCK_VIRGIN } BlockUse;

typedef struct PoolBlocks {
    uint32_t pool, capacity;
    uint8_t use[POOL_BLOCKS_MAX];    /* BlockUse; KEPT: on a private free list */
    uint16_t turn[POOL_BLOCKS_MAX];  /* FREE: from 1, the place in the pool's chain; else 0 */
    ObjectId owner[POOL_BLOCKS_MAX]; /* USED, when an object has it: filled by pool_owners only */
    bool storage[POOL_BLOCKS_MAX];   /* … as item array, keys or values */
} PoolBlocks;

/* Of a pool that serves a size class. Owners are left empty. Cost: the pool and the private free lists. */
void pool_blocks(const World *world, uint32_t pool, PoolBlocks *blocks);
/* Cost: one look at every object. */
void pool_owners(const World *world, PoolBlocks *blocks);
/* Who owns a block, as its own or as storage; OBJECT_NONE: a raw block, or nobody. Cost: as pool_owners. */
ObjectId pool_owner_of(const World *world, BlockRef block);

/* Cells side by side, line by line. */
typedef struct PoolGrid {
    uint32_t pool, capacity, columns;
    uint32_t per_cell; /* blocks in one cell */
    Rect box;
    float wide, high;  /* px from cell to cell */
} PoolGrid;

Rect pool_cell(const PoolGrid *grid, uint32_t block);
/* The block whose cell is under the point; false: none. */
bool pool_block_at(const PoolGrid *grid, Point point, uint32_t *block);

#endif
