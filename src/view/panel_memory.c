/* The memory strip: pools with a cell per block while they fit, else arenas with a bar per pool; the whole heap as one bar
 * under first-fit. Figures of the layers are panel_layers's. */
#include "view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float arena_most = 320.0f, arena_least = 96.0f, pool_gap = 9.0f, cell_least = 3.0f, cell_most = 20.0f, row_high = 106.0f;

/* ---- one pool ---- */

/* The largest whole pitch at which all cells fit. */
static PoolGrid find_grid(const View *view, const PoolBlocks *blocks, Rect box)
{
    PoolGrid grid = {.pool = blocks->pool, .capacity = blocks->capacity, .columns = 1, .per_cell = 1, .box = box};
    float most = view_px(view, cell_most), least = view_px(view, cell_least);
    for (;; grid.per_cell *= 2) {
        uint32_t cells = (blocks->capacity + grid.per_cell - 1) / grid.per_cell;
        for (float pitch = floorf(most); pitch >= least; pitch -= 1.0f) {
            uint32_t rows = (uint32_t)(box.h / pitch);
            grid.wide = grid.high = pitch;
            grid.columns = (uint32_t)(box.w / pitch);
            if (grid.columns > 0 && grid.columns * rows >= cells) {
                return grid;
            }
        }
        if (grid.per_cell > blocks->capacity) {
            return grid;
        }
    }
}

static void put_cell(View *view, const PoolGrid *grid, const PoolBlocks *blocks, uint32_t block)
{
    static const ThemeColor colors[] = {
        [BLOCK_FREE] = COLOR_BLOCK_FREE, [BLOCK_USED] = COLOR_BLOCK, [BLOCK_KEPT] = COLOR_BLOCK_SOFT, [BLOCK_VIRGIN] = COLOR_BLOCK_FREE};
    Rect box = pool_cell(grid, block);
    uint8_t use = blocks->use[block];
    for (uint32_t i = block; i < block + grid->per_cell && i < blocks->capacity; i++) {
        use = blocks->use[i] == BLOCK_USED ? (uint8_t)BLOCK_USED : use;
    }
    if (use == BLOCK_VIRGIN && grid->wide >= 5.0f) {
        draw_box(&view->list, box, &(DrawStyle){.stroke = view_color(view, COLOR_BLOCK_FREE), .width = 1.0f});
    } else {
        draw_fill(&view->list, box, view_color(view, colors[use]));
    }
}

static void ring_block(View *view, const PoolGrid *grid, uint32_t pool, BlockRef block, ThemeColor color)
{
    const World *world = view->world;
    if (block == 0 || block_is_large(block) || world_pool_of(world, block) != pool) {
        return;
    }
    Rect box = pool_cell(grid, world_index_in_pool(world, block));
    float out = view_px(view, 2.0f);
    draw_box(&view->list, rect_inset(box, -out), &(DrawStyle){.stroke = view_color(view, color), .width = view_px(view, 2.0f), .radius = view_px(view, 2.0f)});
}

static const char *pool_state_text(const View *view, uint32_t pool)
{
    return pool_is_full(view->world, pool) ? view_word(view, "full", "满") : view_word(view, "used", "在用");
}

static void put_pool_head(View *view, uint32_t pool, Rect row)
{
    const World *world = view->world;
    TextStyle size = view_style(view, FONT_MONO_BOLD, 13.0f, COLOR_TEXT);
    TextStyle soft = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    float used = view_putf(view, row, &size, "%u B", (unsigned)(world->pool_class[pool] * world->geometry.alignment));
    rect_cut_left(&row, used + view_px(view, 6.0f));
    char text[64];
    unsigned count = world->pool_count[pool], capacity = pool_capacity(&world->geometry, world->pool_class[pool] - 1u);
    snprintf(text, sizeof text, "%s %u/%u", pool_state_text(view, pool), count, capacity);
    if (view_text_width(view, &soft, text) > row.w) {
        snprintf(text, sizeof text, "%u/%u", count, capacity);
    }
    if (view_text_width(view, &soft, text) > row.w) {
        snprintf(text, sizeof text, "%u", count);
    }
    view_put(view, row, &soft, text);
}

static void put_pool(View *view, uint32_t pool, Rect box)
{
    static PoolBlocks blocks; /* scratch, filled anew each time */
    const World *world = view->world;
    bool empty = world->pool_count[pool] == 0;
    bool touched = view->story.pool == pool + 1;
    DrawStyle style = {.fill = view_color(view, COLOR_CODE), .stroke = view_color(view, touched ? COLOR_CURRENT : COLOR_OUTLINE),
                       .width = view_px(view, touched ? 2.0f : 1.5f), .radius = view_px(view, 5.0f)};
    if (empty) {
        style.dash = view_px(view, 5.0f);
        style.gap = view_px(view, 4.0f);
    }
    draw_group_begin(&view->list, "pool %u", (unsigned)pool);
    draw_box(&view->list, box, &style);
    Rect inner = rect_inset(box, view_px(view, 7.0f));
    if (empty) {
        TextStyle text = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_FAINT), ALIGN_CENTER);
        bool wide = inner.w > view_px(view, 80.0f);
        view_put(view, inner, &text, wide ? view_word(view, "empty pool", "空池") : view_word(view, "empty", "空"));
    } else {
        put_pool_head(view, pool, rect_cut_top(&inner, view_px(view, 18.0f)));
        rect_cut_top(&inner, view_px(view, 4.0f));
        pool_blocks(world, pool, &blocks);
        PoolGrid grid = find_grid(view, &blocks, inner);
        for (uint32_t block = 0; block < blocks.capacity; block += grid.per_cell) {
            put_cell(view, &grid, &blocks, block);
        }
        vec_push(&view->pool_grids, grid);
        ObjectId selected = view->state->selection;
        if (selected != OBJECT_NONE && selected < world->words[W_OBJECT_TOP] && world_alive(world, selected)) {
            ring_block(view, &grid, pool, world->block[selected], COLOR_CHAIN);
            ring_block(view, &grid, pool, world->storage[selected], COLOR_CHAIN);
        }
        ring_block(view, &grid, pool, view->story.block, COLOR_CURRENT);
    }
    draw_group_end(&view->list);
}

/* ---- all pools ---- */

typedef struct PoolCounts {
    uint32_t carved, used, full;
    uint64_t blocks;
} PoolCounts;

static bool arena_is_there(const World *world, uint32_t arena)
{
    return arena_field(world, arena, ARENA_BASE_LOW) != 0 || arena_field(world, arena, ARENA_BASE_HIGH) != 0;
}

static PoolCounts count_pools(const World *world)
{
    PoolCounts counts = {0};
    for (uint32_t arena = 0; arena < world->words[W_ARENA_RECORDS]; arena++) {
        uint32_t first = arena * world->geometry.pools_per_arena;
        uint32_t carved = arena_is_there(world, arena) ? arena_field(world, arena, ARENA_VIRGIN) : 0;
        counts.carved += carved;
        for (uint32_t pool = first; pool < first + carved; pool++) {
            counts.used += world->pool_count[pool] != 0 ? 1 : 0;
            counts.full += pool_is_full(world, pool) ? 1 : 0;
            counts.blocks += world->pool_count[pool];
        }
    }
    return counts;
}

/* Boxes side by side, in as many rows as there is height for. */
typedef struct BoxRows {
    Rect rest, row;
    float wide, high;
} BoxRows;

static BoxRows box_rows(const View *view, Rect box, float wide)
{
    float count = fmaxf(1.0f, floorf(box.h / view_px(view, row_high)));
    BoxRows rows = {box, {0, 0, 0, 0}, view_px(view, wide), (box.h - (count - 1.0f) * view_px(view, pool_gap)) / count};
    rows.row = rect_cut_top(&rows.rest, rows.high);
    return rows;
}

/* How many boxes of that width fit in all. */
static float box_room(const View *view, Rect box, float wide)
{
    float count = fmaxf(1.0f, floorf(box.h / view_px(view, row_high)));
    return count * floorf((box.w + view_px(view, pool_gap)) / view_px(view, wide + pool_gap));
}

/* The largest width at which all pools fit, in design px; 0: arenas must do. Few widths, so that pools seldom move. */
static float pools_width(const View *view, Rect box, uint32_t pools)
{
    static const float widths[] = {200.0f, 142.0f, 108.0f, 84.0f};
    for (size_t i = view->scene->header->shows_memory ? 0 : 1; i < sizeof widths / sizeof widths[0]; i++) {
        if ((float)pools <= box_room(view, box, widths[i])) {
            return widths[i];
        }
    }
    return 0.0f;
}

/* Empty when there is no room left. */
static Rect next_box(const View *view, BoxRows *rows)
{
    float gap = view_px(view, pool_gap);
    if (rows->row.w < rows->wide && rows->rest.h >= rows->high) {
        rect_cut_top(&rows->rest, gap);
        rows->row = rect_cut_top(&rows->rest, rows->high);
    }
    if (rows->row.w < rows->wide) {
        return (Rect){0, 0, 0, 0};
    }
    Rect box = rect_snap(rect_cut_left(&rows->row, rows->wide));
    rect_cut_left(&rows->row, gap);
    return box;
}

static void put_pools(View *view, Rect area, float wide)
{
    const World *world = view->world;
    BoxRows rows = box_rows(view, area, wide);
    for (uint32_t arena = 0; arena < world->words[W_ARENA_RECORDS]; arena++) {
        uint32_t first = arena * world->geometry.pools_per_arena;
        uint32_t carved = arena_is_there(world, arena) ? arena_field(world, arena, ARENA_VIRGIN) : 0;
        for (uint32_t pool = first; pool < first + carved; pool++) {
            put_pool(view, pool, next_box(view, &rows));
        }
    }
    TextStyle text = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_FAINT), ALIGN_CENTER);
    Rect box = next_box(view, &rows);
    if (world->words[W_ARENAS] > 0 && !rect_is_empty(box)) {
        draw_box(&view->list, box, &(DrawStyle){.stroke = view_color(view, COLOR_OUTLINE), .width = view_px(view, 1.0f), .radius = view_px(view, 5.0f),
                                                .dash = view_px(view, 3.0f), .gap = view_px(view, 4.0f)});
        const char *word = view_word(view, "untouched …", "尚未使用 …");
        Rect inner = rect_inset(box, view_px(view, 6.0f));
        view_put(view, inner, &text, view_text_width(view, &text, word) <= inner.w ? word : "…");
    }
}

/* ---- arenas ---- */

static void put_pool_bar(View *view, uint32_t pool, bool carved, Rect bar)
{
    const World *world = view->world;
    draw_fill(&view->list, bar, view_color(view, COLOR_BLOCK_FREE));
    if (carved && world->pool_count[pool] != 0) {
        float share = (float)world->pool_count[pool] / (float)pool_capacity(&world->geometry, world->pool_class[pool] - 1u);
        Rect filled = bar;
        draw_fill(&view->list, rect_cut_bottom(&filled, fmaxf(1.0f, roundf(bar.h * share))), view_color(view, COLOR_BLOCK));
    }
    bool touched = view->story.pool == pool + 1;
    if (touched || (carved && view_selection_has_block(view, pool))) {
        draw_box(&view->list, rect_inset(bar, -view_px(view, 2.0f)),
                 &(DrawStyle){.stroke = view_color(view, touched ? COLOR_CURRENT : COLOR_CHAIN), .width = view_px(view, 2.0f)});
    }
}

/* Few enough for each of their pools to be a place that can be clicked. */
enum { ARENAS_CLICKED_MAX = 16 };

/* Blocks in use of all that fit. */
static unsigned arena_percent(const World *world, uint32_t arena)
{
    uint64_t used = 0;
    uint32_t first = arena * world->geometry.pools_per_arena;
    for (uint32_t pool = first; pool < first + arena_field(world, arena, ARENA_VIRGIN); pool++) {
        used += (uint64_t)world->pool_count[pool] * world->pool_class[pool] * world->geometry.alignment;
    }
    return (unsigned)(used * 100 / ((uint64_t)world->geometry.usable_pools * world->geometry.pool_bytes));
}

static void put_arena(View *view, uint32_t arena, Rect box)
{
    const World *world = view->world;
    TextStyle text = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    Rect foot = rect_cut_bottom(&box, view_px(view, 20.0f));
    draw_group_begin(&view->list, "arena %u", (unsigned)arena);
    draw_box(&view->list, box, &(DrawStyle){.fill = view_color(view, COLOR_CODE), .stroke = view_color(view, COLOR_OUTLINE),
                                            .width = view_px(view, 1.0f), .radius = view_px(view, 5.0f)});
    TextStyle right = view_aligned(text, ALIGN_RIGHT);
    rect_cut_left(&foot, view_putf(view, foot, &text, "arena %u", (unsigned)arena) + view_px(view, 8.0f));
    view_putf(view, foot, &right, "%u %%", arena_percent(world, arena));
    bool clicked = world->words[W_ARENAS] <= ARENAS_CLICKED_MAX;
    Rect inner = rect_inset(box, view_px(view, 6.0f));
    uint32_t pools = world->geometry.usable_pools, columns = pools < 16 ? pools : 22;
    uint32_t rows = (pools + columns - 1) / columns;
    float w = inner.w / (float)columns, h = inner.h / (float)rows;
    for (uint32_t i = 0; i < pools; i++) {
        Rect bar = {inner.x + w * (float)(i % columns), inner.y + h * (float)(i / columns), w, h};
        bar = rect_snap((Rect){bar.x, bar.y, fmaxf(1.0f, bar.w - view_px(view, 1.0f)), fmaxf(2.0f, bar.h - view_px(view, 4.0f))});
        uint32_t pool = arena * world->geometry.pools_per_arena + i;
        if (clicked) {
            draw_group_begin(&view->list, "pool %u", (unsigned)pool);
        }
        put_pool_bar(view, pool, i < arena_field(world, arena, ARENA_VIRGIN), bar);
        if (clicked) {
            draw_group_end(&view->list);
        }
    }
    draw_group_end(&view->list);
}

/* Arenas that must be seen: of the selection's blocks and of what the step touches. */
typedef struct Wanted {
    uint32_t arenas[3], count;
} Wanted;

static bool is_wanted(const Wanted *wanted, uint32_t arena)
{
    for (uint32_t i = 0; i < wanted->count; i++) {
        if (wanted->arenas[i] == arena) {
            return true;
        }
    }
    return false;
}

static void want_pool(const View *view, Wanted *wanted, uint32_t pool)
{
    uint32_t arena = pool_arena(view->world, pool);
    if (!is_wanted(wanted, arena)) {
        wanted->arenas[wanted->count++] = arena;
    }
}

static Wanted wanted_arenas(const View *view)
{
    const World *world = view->world;
    ObjectId selected = view->state->selection;
    Wanted wanted = {.count = 0};
    if (selected != OBJECT_NONE && selected < world->words[W_OBJECT_TOP] && world_alive(world, selected)) {
        const BlockRef blocks[2] = {world->block[selected], world->storage[selected]};
        for (int i = 0; i < 2; i++) {
            if (blocks[i] != 0 && !block_is_large(blocks[i])) {
                want_pool(view, &wanted, world_pool_of(world, blocks[i]));
            }
        }
    }
    if (view->story.pool != 0) {
        want_pool(view, &wanted, view->story.pool - 1);
    }
    return wanted;
}

/* How many of them come after this one. */
static uint32_t wanted_behind(const Wanted *wanted, uint32_t arena)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < wanted->count; i++) {
        count += wanted->arenas[i] > arena ? 1 : 0;
    }
    return count;
}

static void put_arenas(View *view, Rect area)
{
    const World *world = view->world;
    uint32_t there = world->words[W_ARENAS], shown = 0;
    float wide = area.w / view->unit / (float)(there == 0 ? 1 : there) - pool_gap; /* few are drawn wide */
    wide = fmaxf(arena_least, fminf(arena_most, floorf(wide)));
    uint32_t room = (uint32_t)box_room(view, area, wide), most = there > room ? room - 1 : there;
    BoxRows rows = box_rows(view, area, wide);
    Wanted wanted = wanted_arenas(view);
    for (uint32_t arena = 0; arena < world->words[W_ARENA_RECORDS] && shown < most; arena++) {
        bool free_place = most - shown > wanted_behind(&wanted, arena);
        if (arena_is_there(world, arena) && (free_place || is_wanted(&wanted, arena))) {
            put_arena(view, arena, next_box(view, &rows));
            shown++;
        }
    }
    if (shown < there) {
        TextStyle text = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT), ALIGN_CENTER);
        view_putf(view, next_box(view, &rows), &text, view_word(view, "… %u more", "… 还有 %u 个"), (unsigned)(there - shown));
    }
}

/* ---- first-fit ---- */

enum { FIT_BASE = 0x10000 };

/* The heap's addresses, line by line like a text. */
typedef struct FitPicture {
    Rect box;
    uint32_t lines;
    float line_high, bar_high;
    uint64_t line_bytes;
} FitPicture;

/* The part of a block that lies on a line. */
static void put_fit_part(View *view, const FitPicture *fit, uint64_t offset, uint64_t bytes, Color color)
{
    while (bytes > 0) {
        uint64_t line = offset / fit->line_bytes, from = offset % fit->line_bytes;
        uint64_t here = fit->line_bytes - from < bytes ? fit->line_bytes - from : bytes;
        float x = fit->box.x + fit->box.w * (float)((double)from / (double)fit->line_bytes);
        float w = fit->box.w * (float)((double)here / (double)fit->line_bytes);
        Rect part = {x, fit->box.y + fit->line_high * (float)line, fmaxf(1.0f, w - 1.0f), fit->bar_high};
        draw_fill(&view->list, part, color);
        offset += here;
        bytes -= here;
    }
}

/* The space shown doubles when the heap outgrows it, so that blocks seldom move. */
static uint64_t fit_extent(const World *world)
{
    uint64_t extent = 4096;
    for (uint32_t i = 1; i < world->words[W_LARGE_TOP]; i++) {
        uint64_t end = world->large_address[i] + world->large_bytes[i];
        while (world->large_bytes[i] != 0 && FIT_BASE + extent < end) {
            extent *= 2;
        }
    }
    return extent;
}

static void put_fit_label(View *view, const FitPicture *fit, uint32_t line)
{
    TextStyle text = view_aligned(view_style(view, FONT_MONO, 13.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    Rect label = {fit->box.x - view_px(view, 84.0f), fit->box.y + fit->line_high * (float)line, view_px(view, 76.0f), fit->bar_high};
    view_putf(view, label, &text, "0x%llx", (unsigned long long)(FIT_BASE + line * fit->line_bytes));
}

static void put_first_fit(View *view, Rect box)
{
    const World *world = view->world;
    rect_cut_left(&box, view_px(view, 84.0f));
    FitPicture fit = {.box = box, .lines = box.h > view_px(view, 200.0f) ? 8 : 4};
    fit.line_high = floorf(box.h / (float)fit.lines);
    fit.bar_high = fit.line_high - fmaxf(2.0f, floorf(view_px(view, 5.0f)));
    fit.line_bytes = fit_extent(world) / fit.lines;
    for (uint32_t line = 0; line < fit.lines; line++) {
        put_fit_label(view, &fit, line);
        draw_fill(&view->list, (Rect){box.x, box.y + fit.line_high * (float)line, box.w, fit.bar_high}, view_color(view, COLOR_BLOCK_FREE));
    }
    for (uint32_t i = 1; i < world->words[W_LARGE_TOP]; i++) {
        if (world->large_bytes[i] != 0 && world->large_address[i] >= FIT_BASE) {
            bool touched = view->story.block == (LARGE_FLAG | i);
            put_fit_part(view, &fit, world->large_address[i] - FIT_BASE, world->large_bytes[i],
                         view_color(view, touched ? COLOR_CURRENT : COLOR_BLOCK));
        }
    }
}

/* ---- the strip ---- */

/* Back to all pools, by mouse. */
static void put_close(View *view, Rect box)
{
    TextStyle style = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT), ALIGN_CENTER);
    Rect place = rect_snap((Rect){box.x + view_px(view, 214.0f), box.y + view_px(view, 1.0f), view_px(view, 22.0f), view_px(view, 22.0f)});
    draw_group_begin(&view->list, "key z");
    draw_box(&view->list, place, &(DrawStyle){.fill = view_color(view, COLOR_CHIP), .radius = view_px(view, 4.0f)});
    view_put(view, place, &style, "×");
    draw_group_end(&view->list);
}

static void put_summary(View *view, Rect line, const PoolCounts *counts)
{
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    NumberText used = number_text(counts->used), carved = number_text(counts->carved), full = number_text(counts->full);
    if (view->world->words[W_ARENAS_TOTAL] == 0) {
        view_put(view, line, &soft, view_word(view, "no arena so far: nothing small was asked for", "还没有 arena：还没人申请过小块内存"));
    } else if (view->state->pool.on) {
        view_put(view, line, &soft, view_word(view, "Select an object with a block in a pool: the pool is enlarged here.", "选中一个在内存池里有块的对象，它的池会在这里放大。"));
    } else {
        view_putf(view, line, &soft, view_word(view, "arenas: %s · pools opened: %s, in use %s, full %s", "%s 个 arena · 已开 %s 个池，在用 %s，已满 %s"),
                  number_text(view->world->words[W_ARENAS]).text, carved.text, used.text, full.text);
    }
}

static void put_strip(View *view, Rect box)
{
    bool fits = view->scene->header->config.allocator == ALLOCATOR_FIRST_FIT;
    TextStyle head = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT_SOFT);
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    Rect line = rect_cut_top(&box, view_px(view, 26.0f));
    rect_cut_left(&line, view_put(view, line, &head, view_word(view, "MEMORY", "内存")) + view_px(view, 14.0f));
    if (fits) {
        view_put(view, line, &soft, view_word(view, "one heap, first fit: lowest address first", "单一堆，首次适配：从最低地址找起"));
        put_first_fit(view, box);
        return;
    }
    PoolCounts counts = count_pools(view->world);
    put_summary(view, line, &counts);
    float wide = pools_width(view, box, counts.carved);
    if (wide > 0.0f) {
        put_pools(view, box, wide);
    } else {
        put_arenas(view, box);
    }
}

void panel_memory(View *view, Rect box)
{
    bool pools = view->scene->header->config.allocator != ALLOCATOR_FIRST_FIT;
    uint32_t zoomed = view->state->pool.on && pools ? view_zoomed_pool(view) : 0;
    rect_cut_left(&box, view_px(view, 16.0f));
    rect_cut_top(&box, view_px(view, 7.0f));
    rect_cut_bottom(&box, view_px(view, 12.0f));
    if (zoomed != 0) {
        panel_pool(view, zoomed - 1, box);
        put_close(view, box);
    } else {
        put_strip(view, box);
    }
}
