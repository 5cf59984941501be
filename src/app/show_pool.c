/* Blocks are found by the cells of the last picture; who owns one, by asking every object. */
#include "app/show_pool.h"

unsigned show_zoom_pool(Show *show)
{
    ViewState *state = &show->state;
    if (state->projector && !state->memory && !show->session->header->shows_memory && !state->pool.on) {
        state->memory = true;
    } else if (!state->pool.on) {
        state->pool = (PoolZoom){.on = true};
    } else {
        state->pool.on = false;
        state->memory = false;
    }
    return SHOW_REDRAW;
}

static void choose_pool(Show *show, uint32_t pool)
{
    show->state.pool = (PoolZoom){true, pool + 1, show->state.selection};
}

bool show_next_block(Show *show, bool forward)
{
    static PoolBlocks blocks; /* scratch */
    const World *world = show->session->world;
    uint32_t pool = show->state.pool.on ? view_zoomed_pool(&show->view) : 0;
    if (pool == 0) {
        return false;
    }
    pool_blocks(world, pool - 1, &blocks);
    pool_owners(world, &blocks);
    uint32_t count = blocks.capacity, at = forward ? count - 1 : 0;
    for (uint32_t i = 0; i < count; i++) {
        at = blocks.owner[i] == show->state.selection && blocks.owner[i] != OBJECT_NONE ? i : at;
    }
    for (uint32_t tries = 0; tries < count; tries++) {
        at = forward ? (at + 1) % count : (at + count - 1) % count;
        if (blocks.owner[at] != OBJECT_NONE && blocks.owner[at] != show->state.selection) {
            show->state.selection = blocks.owner[at];
            choose_pool(show, pool - 1);
            return true;
        }
    }
    return true;
}

unsigned show_click_pool(Show *show, uint32_t pool, Point at)
{
    const World *world = show->session->world;
    for (size_t i = 0; i < show->view.pool_grids.count; i++) {
        uint32_t block;
        const PoolGrid *grid = &show->view.pool_grids.items[i];
        if (grid->pool != pool || !pool_block_at(grid, at, &block)) {
            continue;
        }
        ObjectId owner = grid->per_cell == 1 ? pool_owner_of(world, ((pool << world->geometry.block_shift) | block) + 1) : OBJECT_NONE;
        if (owner >= OBJECT_FIRST && object_is_drawn(world, owner)) {
            show->state.selection = owner;
            if (show->state.pool.on) {
                choose_pool(show, pool);
            }
            return SHOW_REDRAW;
        }
    }
    bool enlarged = show->state.pool.on;
    if (!enlarged && world->pool_class[pool] != 0) {
        choose_pool(show, pool);
    }
    return enlarged ? SHOW_NOTHING : SHOW_REDRAW;
}
