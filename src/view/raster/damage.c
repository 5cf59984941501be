/* Digests by cell, then boxes: dirty cells of a row are joined to runs, equal runs of rows below each other to boxes.
 *
 *   . . # # .        one box of 2 × 2 cells
 *   . . # # .
 *   # . . . .        and one of 1 × 1
 *
 * 60,000 items: about 2 ms, most of it for reading the items. */
#include "view/raster/damage.h"

#include "base/hash.h"

#include <string.h>

enum {
    CELL_PX = 32,
    FAR_PX = 1 << 16 /* lines longer than that are not followed closely: floats are too coarse */
};

void damage_release(Damage *damage)
{
    vec_release(&damage->cells);
    vec_release(&damage->before);
    vec_release(&damage->touched);
    vec_release(&damage->boxes);
    memset(damage, 0, sizeof *damage);
}

void damage_forget(Damage *damage)
{
    damage->before.count = 0;
}

void damage_begin(Damage *damage, int width, int height)
{
    if (width != damage->width || height != damage->height) {
        damage->width = width;
        damage->height = height;
        damage->columns = (width + CELL_PX - 1) / CELL_PX;
        damage->rows = (height + CELL_PX - 1) / CELL_PX;
        damage_forget(damage);
    }
    size_t cells = (size_t)damage->columns * (size_t)damage->rows;
    damage->cells.count = damage->touched.count = damage->boxes.count = 0;
    vec_reserve(&damage->cells, cells);
    memset(damage->cells.items, 0, cells * sizeof *damage->cells.items);
    damage->cells.count = cells;
}

/* ---- digests ---- */

/* One multiplication a word, unlike hash_add: items are many, and nobody makes lists that collide on purpose. */
static inline uint64_t add_word(uint64_t digest, uint64_t word)
{
    digest = (digest ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return digest ^ digest >> 32;
}

static inline uint64_t add_floats(uint64_t digest, float a, float b)
{
    uint32_t bits[2];
    memcpy(&bits[0], &a, sizeof a);
    memcpy(&bits[1], &b, sizeof b);
    return add_word(digest, (uint64_t)bits[0] << 32 | bits[1]);
}

static uint64_t add_rect(uint64_t digest, Rect rect)
{
    return add_floats(add_floats(digest, rect.x, rect.y), rect.w, rect.h);
}

static uint64_t add_style(uint64_t digest, const DrawStyle *style)
{
    digest = add_word(digest, (uint64_t)style->fill << 32 | style->stroke);
    digest = add_floats(add_word(digest, style->hatch), style->width, style->radius);
    return add_floats(digest, style->dash, style->gap);
}

/* Of all that pixels depend on; not of the group. */
static uint64_t item_digest(const DrawList *list, const DrawItem *item)
{
    Rect clip;
    uint64_t digest = add_word(item->count, (uint64_t)item->kind << 16 | (uint64_t)item->role << 8 | item->align);
    digest = add_style(add_rect(digest, item->bounds), &item->style);
    if (draw_item_clip(list, item, &clip)) {
        digest = add_rect(digest, clip);
    }
    if (item->kind == DRAW_TEXT) {
        return add_word(digest, hash_bytes(draw_item_text(list, item), item->count));
    }
    bool pointed = draw_has_points(item);
    const Point *points = draw_item_points(list, item);
    for (uint32_t i = 0; pointed && i < item->count; i++) {
        digest = add_floats(digest, points[i].x, points[i].y);
    }
    return digest;
}

static void add_cells(Damage *damage, int row, const int columns[2], uint64_t digest)
{
    uint64_t *cells = damage->cells.items + (ptrdiff_t)row * damage->columns;
    for (int column = columns[0]; column <= columns[1]; column++) {
        cells[column] = add_word(cells[column], digest);
    }
}

/* The columns that a line from a to b may touch in a row of cells; `reach` is what it paints beside itself. Most of a long line's box
 * is empty. */
static void line_columns(const Point ends[2], float reach, int row, int columns[2])
{
    Point a = ends[0].y < ends[1].y ? ends[0] : ends[1], b = ends[0].y < ends[1].y ? ends[1] : ends[0];
    float top = (float)(row * CELL_PX) - reach, bottom = (float)((row + 1) * CELL_PX) + reach, high = b.y - a.y;
    float enter = high < 1.0f || top <= a.y ? a.x : a.x + (b.x - a.x) * (top - a.y) / high;
    float leave = high < 1.0f || bottom >= b.y ? b.x : a.x + (b.x - a.x) * (bottom - a.y) / high;
    float left = enter < leave ? enter : leave, right = enter < leave ? leave : enter;
    int first = (int)((left - reach) / (float)CELL_PX), last = (int)((right + reach) / (float)CELL_PX);
    columns[0] = first > columns[0] ? first : columns[0];
    columns[1] = last < columns[1] ? last : columns[1];
}

void damage_add(Damage *damage, const DrawList *list, const DrawItem *item, PixelBox touched)
{
    touched = pixel_box_intersection(touched, (PixelBox){0, 0, damage->width, damage->height});
    vec_push(&damage->touched, touched);
    if (touched.x0 >= touched.x1 || touched.y0 >= touched.y1) {
        return;
    }
    uint64_t digest = item_digest(list, item);
    int bottom = (touched.y1 - 1) / CELL_PX;
    bool line = item->kind == DRAW_LINE && item->count == 2 && item->bounds.w < FAR_PX && item->bounds.h < FAR_PX;
    for (int row = touched.y0 / CELL_PX; row <= bottom; row++) {
        int columns[2] = {touched.x0 / CELL_PX, (touched.x1 - 1) / CELL_PX};
        if (line) {
            line_columns(draw_item_points(list, item), item->style.width + 2.0f, row, columns);
        }
        add_cells(damage, row, columns, digest);
    }
}

/* ---- boxes ---- */

/* In cells: columns x0 … x1−1 of a row, below a box with the same columns: that box grows. */
static void add_run(Damage *damage, PixelBox run)
{
    for (size_t i = damage->boxes.count; i-- > 0;) {
        PixelBox *box = &damage->boxes.items[i];
        if (box->y1 < run.y0) {
            break;
        }
        if (box->y1 == run.y0 && box->x0 == run.x0 && box->x1 == run.x1) {
            box->y1 = run.y1;
            return;
        }
    }
    vec_push(&damage->boxes, run);
}

static void add_row_runs(Damage *damage, int row)
{
    const uint64_t *now = damage->cells.items + (ptrdiff_t)row * damage->columns;
    const uint64_t *before = damage->before.items + (ptrdiff_t)row * damage->columns;
    for (int column = 0; column < damage->columns; column++) {
        int first = column;
        while (column < damage->columns && now[column] != before[column]) {
            column++;
        }
        if (column > first) {
            add_run(damage, (PixelBox){first, row, column, row + 1});
        }
    }
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

void damage_end(Damage *damage)
{
    size_t cells = damage->cells.count;
    if (damage->before.count == 0) {
        vec_push(&damage->boxes, ((PixelBox){0, 0, damage->columns, damage->rows}));
        vec_reserve(&damage->before, cells);
        damage->before.count = cells;
    } else {
        for (int row = 0; row < damage->rows; row++) {
            add_row_runs(damage, row);
        }
    }
    for (size_t i = 0; i < damage->boxes.count; i++) {
        PixelBox *box = &damage->boxes.items[i];
        *box = (PixelBox){box->x0 * CELL_PX, box->y0 * CELL_PX, least(box->x1 * CELL_PX, damage->width), least(box->y1 * CELL_PX, damage->height)};
    }
    memcpy(damage->before.items, damage->cells.items, cells * sizeof *damage->cells.items);
}
