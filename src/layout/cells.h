/* Places for the nodes of a cloud in a raster of cells, twice as wide as high as boxes are: as near as can be to where the cloud
 * has them, and never two in one cell. So nothing overlaps, however much or little of the raster one looks at.
 *
 * Invariant [cells.one]: no two nodes have the same cell.
 *
 * Life cycle: cells_place or cells_grow; cell_x, cell_y; cells_release. An all-zero Cells is a valid empty one. */
#ifndef HL_LAYOUT_CELLS_H
#define HL_LAYOUT_CELLS_H

#include "layout/cloud.h"

#include <stdint.h>

typedef struct Cells {
    uint32_t count;          /* nodes */
    uint32_t columns, rows;
    uint32_t *cell;          /* by node: row × columns + column */
} Cells;

/* Cost: about 0.2 µs a node; more where many lie in one place. */
void cells_place(Cells *cells, const float *x, const float *y, uint32_t count);
/* For a graph that is to grow: each node beside the mean of those before it that it is linked with, in order. One node more moves
 * none of the others against each other; the raster may become twice as wide and high about them. */
void cells_grow(Cells *cells, const CloudLink *links, size_t link_count, uint32_t count);
void cells_release(Cells *cells);

static inline uint32_t cell_column(const Cells *cells, uint32_t node)
{
    return cells->cell[node] % cells->columns;
}
static inline uint32_t cell_row(const Cells *cells, uint32_t node)
{
    return cells->cell[node] / cells->columns;
}

#endif
