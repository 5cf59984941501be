/* The general scan converter: any closed outlines to pixels, with exact area coverage per pixel.
 * Boxes, circles and thin lines have faster ways of their own (shape.h).
 *
 * Outlines that turn the same way add up and are cut at full coverage, so a stroke may be given as many overlapping
 * pieces and is still painted once (no dark seams in a translucent line).
 *
 * Life cycle: scan_init once; per shape scan_begin, edges, scan_paint; scan_release. */
#ifndef HL_VIEW_RASTER_SCAN_H
#define HL_VIEW_RASTER_SCAN_H

#include "view/color.h"
#include "view/geometry.h"
#include "view/raster/surface.h"

#include <stddef.h>

/* The columns of one row that edges touched; first > last: none. */
typedef struct ScanRow {
    int first;
    int last;
} ScanRow;

typedef struct Scan {
    PixelBox clip; /* of the shape being made */
    PixelBox seen; /* the part of it that is painted */
    float *areas;  /* per row seen, clip width+2 signed area differences; all zero between shapes */
    size_t area_capacity;
    ScanRow *rows; /* of those seen */
    size_t row_capacity;
} Scan;

void scan_init(Scan *scan);
void scan_release(Scan *scan);

/* Starts a shape that may paint within `clip` only, and now paints `seen` of it; neither may be empty, `seen` must lie in `clip` and
 * that in the surface. What is painted at a pixel depends on the clip alone, not on `seen` (scan.exact). */
void scan_begin(Scan *scan, PixelBox clip, PixelBox seen);
/* One edge; edges must form closed outlines. Any finite coordinates. */
void scan_edge(Scan *scan, Point a, Point b);
void scan_polygon(Scan *scan, const Point *points, size_t count);
/* Paints what the edges enclose and forgets them. */
void scan_paint(Scan *scan, Surface *surface, Color color);

#endif
