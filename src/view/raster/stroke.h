/* Lines with a width: polylines and curves, solid or dashed, to outlines in a Scan. Ends are cut square, joints mitred
 * (round where they are sharp). Thin straight lines have a faster way (shape.h). */
#ifndef HL_VIEW_RASTER_STROKE_H
#define HL_VIEW_RASTER_STROKE_H

#include "base/vec.h"
#include "view/geometry.h"
#include "view/raster/scan.h"

#include <stdbool.h>
#include <stddef.h>

/* Points of a path being made; all-zero is empty. */
typedef struct StrokePath {
    VEC(Point) points;
    bool closed;
} StrokePath;

typedef struct StrokePen {
    float width; /* px, above 0 */
    float dash;  /* 0 = solid */
    float gap;
} StrokePen;

void stroke_path_clear(StrokePath *path);
void stroke_path_release(StrokePath *path);
/* Appends a point unless it repeats the last one. */
void stroke_path_to(StrokePath *path, Point point);
/* Appends a cubic from control[0], flattened to within a tenth of a pixel. */
void stroke_path_curve(StrokePath *path, const Point control[4]);
/* A closed rounded box, starting at the left end of its top side. */
void stroke_path_box(StrokePath *path, Rect box, float radius);

/* Adds the stroke's outlines. */
void stroke_scan(const StrokePath *path, const StrokePen *pen, Scan *scan);

#endif
