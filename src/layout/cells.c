/* Each node in turn takes its own cell, or the nearest free one: rings of cells round it are tried from the inside. A ring once
 * found full stays full, so every cell remembers from which ring on to try.
 *
 * The raster is made so fine that about one cell in SPARE is taken, and has a margin, so that crowds at its edge find room. */
#include "layout/cells.h"

#include "base/check.h"
#include "base/mem.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    SPARE = 2,
    MARGIN = 1,
    GROW_COLUMNS = 512, /* of a graph that grows: room for twice as many as have a life */
    GROW_ROWS = 256,
    GROW_LEAST_COLUMNS = 8,
    GROW_LEAST_ROWS = 8
};
static const float widest = 0.9f; /* of a cell's height: a unit has at least one row */

typedef struct Raster {
    Cells *cells;
    float left, top, high;  /* of the nodes; of a cell, which is twice as wide */
    uint8_t *taken;         /* by cell */
    uint16_t *ring;         /* by cell: the first that may have room */
    uint32_t columns, rows;
} Raster;

static void measure(Raster *raster, const float *x, const float *y, uint32_t count)
{
    float right = x[0], bottom = y[0];
    raster->left = x[0];
    raster->top = y[0];
    for (uint32_t i = 1; i < count; i++) {
        raster->left = fminf(raster->left, x[i]);
        raster->top = fminf(raster->top, y[i]);
        right = fmaxf(right, x[i]);
        bottom = fmaxf(bottom, y[i]);
    }
    float wide = right - raster->left + 1.0f, high = bottom - raster->top + 1.0f;
    raster->high = fminf(widest, sqrtf(wide * high / (2.0f * SPARE * (float)count)));
    raster->columns = (uint32_t)(wide / (2.0f * raster->high)) + 1 + 2 * MARGIN;
    raster->rows = (uint32_t)(high / raster->high) + 1 + 2 * MARGIN;
}

static bool take(Raster *raster, int64_t column, int64_t row, uint32_t node)
{
    if (column < 0 || row < 0 || column >= (int64_t)raster->columns || row >= (int64_t)raster->rows) {
        return false;
    }
    uint32_t cell = (uint32_t)row * raster->columns + (uint32_t)column;
    if (raster->taken[cell]) {
        return false;
    }
    raster->taken[cell] = true;
    raster->cells->cell[node] = cell;
    return true;
}

/* The cells at this many rows or, being twice as wide, half as many columns from the middle; from the middles of the sides to
 * the corners. */
static bool take_in_ring(Raster *raster, int64_t column, int64_t row, int64_t ring)
{
    uint32_t node = raster->cells->count;
    int64_t across = (ring + 1) / 2;
    for (int64_t by = 0; by <= ring || by <= across; by++) {
        for (int64_t sign = 1; sign >= -1; sign -= 2) {
            bool at_end = by <= across && (take(raster, column + sign * by, row + ring, node) ||
                                           take(raster, column - sign * by, row - ring, node));
            bool at_side = by <= ring && (take(raster, column + across, row - sign * by, node) ||
                                          take(raster, column - across, row + sign * by, node));
            if (at_end || at_side) {
                return true;
            }
        }
    }
    return false;
}

static void place_at(Raster *raster, int64_t column, int64_t row)
{
    uint16_t *ring = &raster->ring[(uint32_t)row * raster->columns + (uint32_t)column];
    while (!take_in_ring(raster, column, row, *ring)) {
        (*ring)++;
    }
}

static void place(Raster *raster, float x, float y)
{
    place_at(raster, (int64_t)((x - raster->left + 0.5f) / (2.0f * raster->high)) + MARGIN,
             (int64_t)((y - raster->top + 0.5f) / raster->high) + MARGIN);
}

/* Rows and columns that stayed empty at the edges are left out. */
static void trim(Raster *raster)
{
    Cells *cells = raster->cells;
    uint32_t left = raster->columns, top = raster->rows, right = 0, bottom = 0;
    for (uint32_t i = 0; i < cells->count; i++) {
        uint32_t column = cells->cell[i] % raster->columns, row = cells->cell[i] / raster->columns;
        left = column < left ? column : left;
        right = column > right ? column : right;
        top = row < top ? row : top;
        bottom = row > bottom ? row : bottom;
    }
    cells->columns = right - left + 1;
    cells->rows = bottom - top + 1;
    for (uint32_t i = 0; i < cells->count; i++) {
        uint32_t column = cells->cell[i] % raster->columns - left, row = cells->cell[i] / raster->columns - top;
        cells->cell[i] = row * cells->columns + column;
    }
}

void cells_place(Cells *cells, const float *x, const float *y, uint32_t count)
{
    Raster raster = {.cells = cells};
    cells_release(cells);
    if (count == 0) {
        return;
    }
    measure(&raster, x, y, count);
    size_t size = (size_t)raster.columns * raster.rows;
    raster.taken = mem_zeroed(size, sizeof *raster.taken);
    raster.ring = mem_zeroed(size, sizeof *raster.ring);
    cells->cell = mem_zeroed(count, sizeof *cells->cell);
    for (cells->count = 0; cells->count < count; cells->count++) {
        place(&raster, x[cells->count], y[cells->count]);
    }
    trim(&raster);
    mem_release(raster.taken);
    mem_release(raster.ring);
}

/* ---- growing ---- */

/* The links of each node to earlier ones, as lists through `next`, which begin at `head`: places of links + 1. */
static void list_links(const CloudLink *links, size_t count, uint32_t *head, uint32_t *next)
{
    for (size_t i = count; i-- > 0;) {
        uint32_t later = links[i].a > links[i].b ? links[i].a : links[i].b;
        next[i] = head[later];
        head[later] = (uint32_t)i + 1;
    }
}

/* The mean of the cells of a node's earlier neighbours; the middle of the raster if it has none. */
static void mean_cell(const Raster *raster, const CloudLink *links, const uint32_t *next, uint32_t link, int64_t *column, int64_t *row)
{
    const uint32_t *cell = raster->cells->cell;
    uint32_t node = raster->cells->count;
    int64_t count = 0;
    *column = *row = 0;
    for (; link != 0; link = next[link - 1]) {
        uint32_t other = links[link - 1].a == node ? links[link - 1].b : links[link - 1].a;
        if (other != node) {
            *column += cell[other] % raster->columns;
            *row += cell[other] / raster->columns;
            count++;
        }
    }
    *column = count == 0 ? raster->columns / 2 : *column / count;
    *row = count == 0 ? raster->rows / 2 : *row / count;
}

/* The middle part that has all of them, halved as often as it goes: the same for a few nodes more. */
static void cut_to_middle(Raster *raster)
{
    Cells *cells = raster->cells;
    uint32_t across = GROW_LEAST_COLUMNS / 2, down = GROW_LEAST_ROWS / 2, middle_column = raster->columns / 2, middle_row = raster->rows / 2;
    for (uint32_t i = 0; i < cells->count; i++) {
        uint32_t column = cells->cell[i] % raster->columns, row = cells->cell[i] / raster->columns;
        while (column + across < middle_column || column >= middle_column + across || row + down < middle_row || row >= middle_row + down) {
            across *= 2;
            down *= 2;
        }
    }
    cells->columns = 2 * across;
    cells->rows = 2 * down;
    for (uint32_t i = 0; i < cells->count; i++) {
        uint32_t column = cells->cell[i] % raster->columns, row = cells->cell[i] / raster->columns;
        cells->cell[i] = (row + down - middle_row) * cells->columns + column + across - middle_column;
    }
}

void cells_grow(Cells *cells, const CloudLink *links, size_t link_count, uint32_t count)
{
    Raster raster = {.cells = cells, .columns = GROW_COLUMNS, .rows = GROW_ROWS};
    size_t size = (size_t)raster.columns * raster.rows;
    int64_t column, row;
    CHECK(count <= size / 2);
    cells_release(cells);
    raster.taken = mem_zeroed(size, sizeof *raster.taken);
    raster.ring = mem_zeroed(size, sizeof *raster.ring);
    cells->cell = mem_zeroed(count, sizeof *cells->cell);
    uint32_t *head = mem_zeroed(count, sizeof *head), *next = mem_zeroed(link_count, sizeof *next);
    list_links(links, link_count, head, next);
    for (cells->count = 0; cells->count < count; cells->count++) {
        mean_cell(&raster, links, next, head[cells->count], &column, &row);
        place_at(&raster, column, row);
    }
    cut_to_middle(&raster);
    mem_release(raster.taken);
    mem_release(raster.ring);
    mem_release(head);
    mem_release(next);
}

void cells_release(Cells *cells)
{
    mem_release(cells->cell);
    memset(cells, 0, sizeof *cells);
}
