/* One pool, enlarged over the memory strip: figures at the left, every block a cell at the right.
 *
 *   POOL 3                      ┌────┬────┬────┬────┐
 *   64 B blocks, 5 of 255       │ a  │ b  │ 2  │ 1  │   names: their owners (a·: a's storage)
 *   header 48 B …               ├────┼────┼────┼────┤   numbers: the order in which free blocks are given out
 *   block 1: offset 112, b      │    │ …            │   outlines: never used so far */
#include "view/pool_cells.h"
#include "view/view.h"

#include <math.h>
#include <stdio.h>

static const float figures_wide = 236.0f, figure_high = 20.0f, cell_most = 44.0f;

static bool has_block_in(const World *world, ObjectId object, uint32_t pool)
{
    const BlockRef blocks[2] = {world->block[object], world->storage[object]};
    for (int i = 0; i < 2; i++) {
        if (blocks[i] != 0 && !block_is_large(blocks[i]) && world_pool_of(world, blocks[i]) == pool) {
            return true;
        }
    }
    return false;
}

bool view_selection_has_block(const View *view, uint32_t pool)
{
    ObjectId selected = view->state->selection;
    bool alive = selected != OBJECT_NONE && selected < view->world->words[W_OBJECT_TOP] && world_alive(view->world, selected);
    return alive && has_block_in(view->world, selected, pool);
}

static bool is_carved(const World *world, uint32_t pool)
{
    return pool < world->words[W_ARENA_RECORDS] * world->geometry.pools_per_arena && world->pool_class[pool] != 0;
}

/* The pool of the selection, of its storage, the one this step touches. */
static uint32_t natural_pool(const View *view)
{
    const World *world = view->world;
    ObjectId selected = view->state->selection;
    if (selected != OBJECT_NONE && selected < world->words[W_OBJECT_TOP] && world_alive(world, selected)) {
        const BlockRef blocks[2] = {world->block[selected], world->storage[selected]};
        for (int i = 0; i < 2; i++) {
            if (blocks[i] != 0 && !block_is_large(blocks[i])) {
                return world_pool_of(world, blocks[i]) + 1;
            }
        }
    }
    return view->story.pool != 0 && is_carved(world, view->story.pool - 1) ? view->story.pool : 0;
}

uint32_t view_zoomed_pool(const View *view)
{
    const World *world = view->world;
    const PoolZoom *zoom = &view->state->pool;
    ObjectId selected = view->state->selection;
    if (zoom->pool != 0 && is_carved(world, zoom->pool - 1)) {
        if (view_selection_has_block(view, zoom->pool - 1) || selected == zoom->chosen_with) {
            return zoom->pool;
        }
    }
    return natural_pool(view);
}

/* ---- figures ---- */

static void put_figure(View *view, Rect *box, ThemeColor color, const char *text)
{
    TextStyle style = view_style(view, FONT_UI, 13.0f, color);
    if (box->h >= view_px(view, figure_high - 2.0f)) {
        view_put(view, rect_cut_top(box, view_px(view, figure_high)), &style, text);
    }
}

static void block_text(const View *view, const PoolBlocks *blocks, uint32_t block, char *text, size_t room)
{
    const World *world = view->world;
    uint32_t offset = world->geometry.pool_header + block * world->pool_class[blocks->pool] * world->geometry.alignment;
    ObjectId owner = blocks->owner[block];
    const char *name = owner == OBJECT_NONE ? "" : label_text(world, view->scene->explain.labels, owner);
    snprintf(text, room, blocks->storage[block] ? view_word(view, "block %u, offset %u: storage of %s", "块 %u，偏移 %u：%s 的内容")
                                                : view_word(view, "block %u, offset %u: %s", "块 %u，偏移 %u：%s"),
             (unsigned)block, (unsigned)offset, name);
}

static void put_chain_figure(View *view, const PoolBlocks *blocks, Rect *box)
{
    char text[120];
    uint32_t first = view->world->pool_free[blocks->pool], chained = 0;
    for (uint32_t i = 0; i < blocks->capacity; i++) {
        chained += blocks->turn[i] != 0 ? 1 : 0;
    }
    if (first == 0) {
        put_figure(view, box, COLOR_TEXT_SOFT, view_word(view, "no block is free", "没有空块"));
        return;
    }
    snprintf(text, sizeof text, view_word(view, "given next: block %u; chain of %u", "下一个给出：块 %u；链上 %u 块"),
             (unsigned)first - 1, (unsigned)chained);
    put_figure(view, box, COLOR_TEXT_SOFT, text);
}

static void put_figures(View *view, const PoolBlocks *blocks, Rect box)
{
    const World *world = view->world;
    const PoolGeometry *geometry = &world->geometry;
    uint32_t pool = blocks->pool, bytes = world->pool_class[pool] * geometry->alignment;
    uint32_t rest = geometry->pool_bytes - geometry->pool_header - blocks->capacity * bytes;
    char text[160];
    TextStyle head = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT);
    Rect line = rect_cut_top(&box, view_px(view, 24.0f));
    line.w -= view_px(view, 24.0f);
    view_putf(view, line, &head, view_word(view, "POOL %u · blocks of %u B", "池 %u · %u 字节的块"), (unsigned)pool, (unsigned)bytes);
    const char *state = pool_is_full(world, pool) ? view_word(view, "full", "满")
                        : world->pool_count[pool] == 0 ? view_word(view, "empty", "空") : view_word(view, "used", "在用");
    snprintf(text, sizeof text, view_word(view, "%s: %u of %u blocks in use", "%s：%u / %u 块在用"), state, (unsigned)world->pool_count[pool], (unsigned)blocks->capacity);
    put_figure(view, &box, COLOR_TEXT, text);
    ObjectId selected = view->state->selection;
    for (uint32_t i = 0; i < blocks->capacity && selected != OBJECT_NONE; i++) {
        if (blocks->owner[i] == selected) {
            block_text(view, blocks, i, text, sizeof text);
            put_figure(view, &box, COLOR_CHAIN, text);
        }
    }
    put_chain_figure(view, blocks, &box);
    snprintf(text, sizeof text, view_word(view, "header %u B, unused end %u B", "池头 %u 字节，末尾 %u 字节不用"), (unsigned)geometry->pool_header, (unsigned)rest);
    put_figure(view, &box, COLOR_TEXT_SOFT, text);
    snprintf(text, sizeof text, view_word(view, "arena %u, at 0x%llx", "arena %u，地址 0x%llx"), (unsigned)pool_arena(world, pool),
             (unsigned long long)(world_block_address(world, (pool << geometry->block_shift) + 1) - geometry->pool_header));
    put_figure(view, &box, COLOR_TEXT_SOFT, text);
}

/* ---- cells ---- */

/* As large as they get with every block a cell of its own, rather wide than high. */
static PoolGrid find_grid(const View *view, const PoolBlocks *blocks, Rect box)
{
    PoolGrid best = {.pool = blocks->pool, .capacity = blocks->capacity, .columns = 1, .per_cell = 1, .box = box, .wide = 1.0f, .high = 1.0f};
    float best_size = 0.0f;
    for (uint32_t rows = 1; rows <= blocks->capacity; rows++) {
        uint32_t columns = (blocks->capacity + rows - 1) / rows;
        float high = fminf(floorf(box.h / (float)rows), view_px(view, cell_most)), wide = fminf(floorf(box.w / (float)columns), high * 2.4f);
        float size = fminf(wide / 1.5f, high);
        if (size > best_size) {
            best_size = size;
            best.columns = columns;
            best.wide = wide;
            best.high = high;
        }
    }
    return best;
}

static void put_name(View *view, const PoolBlocks *blocks, uint32_t block, Rect box)
{
    char text[80] = "";
    bool used = blocks->use[block] == BLOCK_USED;
    TextStyle style = view_aligned(view_style(view, FONT_MONO, 13.0f, COLOR_TEXT_SOFT), ALIGN_CENTER);
    if (used && blocks->owner[block] != OBJECT_NONE) {
        snprintf(text, sizeof text, blocks->storage[block] ? "%s·" : "%s", label_text(view->world, view->scene->explain.labels, blocks->owner[block]));
        style.color = view_color(view, COLOR_BLOCK_FREE);
    } else if (blocks->turn[block] != 0) {
        snprintf(text, sizeof text, "%u", (unsigned)blocks->turn[block]);
    }
    float room = box.w - view_px(view, 3.0f);
    bool whole = view_text_width(view, &style, text) <= room;
    if (text[0] != '\0' && box.h >= view_px(view, 15.0f) && (whole || (used && room >= view_px(view, 34.0f)))) {
        view_put_user(view, (Rect){box.x + (box.w - room) / 2.0f, box.y, room, box.h}, &style, text);
    }
}

static void put_block(View *view, const PoolGrid *grid, const PoolBlocks *blocks, uint32_t block)
{
    static const ThemeColor colors[] = {
        [BLOCK_FREE] = COLOR_BLOCK_FREE, [BLOCK_USED] = COLOR_BLOCK, [BLOCK_KEPT] = COLOR_BLOCK_SOFT, [BLOCK_VIRGIN] = COLOR_BLOCK_FREE};
    Rect box = pool_cell(grid, block);
    uint8_t use = blocks->use[block];
    DrawStyle style = {.fill = view_color(view, colors[use]), .radius = view_px(view, 2.0f)};
    if (use == BLOCK_VIRGIN) {
        style = (DrawStyle){.stroke = view_color(view, COLOR_BLOCK_FREE), .width = 1.0f, .radius = view_px(view, 2.0f)};
    } else if (use == BLOCK_KEPT) {
        style.hatch = view_color(view, COLOR_BLOCK_FREE);
    }
    draw_box(&view->list, box, &style);
    put_name(view, blocks, block, box);
}

static void put_ring(View *view, Rect cell, ThemeColor color)
{
    float out = view_px(view, 2.0f);
    draw_box(&view->list, rect_inset(cell, -out), &(DrawStyle){.stroke = view_color(view, color), .width = out, .radius = view_px(view, 3.0f)});
}

static void put_rings(View *view, const PoolGrid *grid, const PoolBlocks *blocks)
{
    BlockRef touched = view->story.block;
    for (uint32_t i = 0; i < blocks->capacity; i++) {
        if (view->state->selection != OBJECT_NONE && blocks->owner[i] == view->state->selection) {
            put_ring(view, pool_cell(grid, i), COLOR_CHAIN);
        }
    }
    if (touched != 0 && !block_is_large(touched) && world_pool_of(view->world, touched) == blocks->pool) {
        put_ring(view, pool_cell(grid, world_index_in_pool(view->world, touched)), COLOR_CURRENT);
    }
}

void panel_pool(View *view, uint32_t pool, Rect box)
{
    static PoolBlocks blocks; /* scratch, filled anew each time */
    pool_blocks(view->world, pool, &blocks);
    pool_owners(view->world, &blocks);
    draw_group_begin(&view->list, "pool %u", (unsigned)pool);
    put_figures(view, &blocks, rect_cut_left(&box, view_px(view, figures_wide)));
    rect_cut_left(&box, view_px(view, 10.0f));
    rect_cut_top(&box, view_px(view, 4.0f));
    draw_fill(&view->list, box, view_color(view, COLOR_PANEL)); /* what a click hits */
    PoolGrid grid = find_grid(view, &blocks, box);
    for (uint32_t block = 0; block < blocks.capacity; block++) {
        put_block(view, &grid, &blocks, block);
    }
    put_rings(view, &grid, &blocks);
    vec_push(&view->pool_grids, grid);
    draw_group_end(&view->list);
}
