/* The fast ways: boxes (plain, rounded, outlined, hatched), circles as boxes, thin straight lines, small
 * triangles. Everything else goes through scan.h. All paint within a clip that lies in the surface. */
#ifndef HL_VIEW_RASTER_SHAPE_H
#define HL_VIEW_RASTER_SHAPE_H

#include "view/color.h"
#include "view/geometry.h"
#include "view/raster/surface.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    SHAPE_LINE_WIDTH_MAX = 4,    /* px; wider lines need square ends, which the fast way does not draw */
    SHAPE_TRIANGLE_SIDE_MAX = 24 /* px; of larger ones every pixel would be looked at, although most are wholly covered */
};

/* Where to paint. */
typedef struct ShapeTarget {
    Surface *surface;
    PixelBox clip;
} ShapeTarget;

typedef struct ShapeBox {
    Rect box;
    float radius;
    Color fill;
    Color hatch;  /* 0 = none */
    Color stroke; /* inside the box's edge */
    float width;
    float hatch_period; /* px along x from stripe to stripe */
} ShapeBox;

void shape_box(const ShapeTarget *target, const ShapeBox *box);
/* A straight line of at most SHAPE_LINE_WIDTH_MAX px, its ends cut along the pixel grid. */
void shape_line(const ShapeTarget *target, const Point ends[2], float width, Color color);
/* Filled. Its bounds are at most SHAPE_TRIANGLE_SIDE_MAX px wide and high. */
void shape_triangle(const ShapeTarget *target, const Point corners[3], Rect bounds, Color color);

#endif
