/* Small triangles: heads of references, of which a crowd has ten thousands. A row is cut into four strips; in each the triangle
 * reaches from one side to the other:
 *
 *    strip 0      /\                 left      right
 *    strip 1     /  \          ---|----/=====|=====\----|---
 *    strip 2    /    \                  one    one
 *    strip 3   /      \
 *
 * A side that runs far along a strip is taken at the strip's middle: a pixel may be off by an eighth in the heads of references and by a
 * fifth in slivers (test_raster). */
#include "view/raster/lanes.h"
#include "view/raster/shape.h"

#include <math.h>

/* A side as the triangle's left or right end: x at height y is at + slope · y. */
typedef struct TriangleSide {
    float at;
    float slope;
    bool left;
} TriangleSide;

typedef struct Triangle {
    TriangleSide sides[3];
    int count;         /* of sides; level ones are none */
    float top, bottom; /* of it all */
} Triangle;

/* Coordinates relative to `origin`. */
static Triangle triangle_of(const Point corners[3], Rect bounds, Point origin)
{
    Triangle triangle = {.top = bounds.y - origin.y, .bottom = bounds.y + bounds.h - origin.y};
    float turn = (corners[1].x - corners[0].x) * (corners[2].y - corners[0].y) - (corners[1].y - corners[0].y) * (corners[2].x - corners[0].x);
    for (int i = 0; i < 3; i++) {
        Point a = {corners[i].x - origin.x, corners[i].y - origin.y};
        Point b = {corners[(i + 1) % 3].x - origin.x, corners[(i + 1) % 3].y - origin.y};
        if (fabsf(b.y - a.y) > 1e-4f) {
            float slope = (b.x - a.x) / (b.y - a.y);
            triangle.sides[triangle.count++] = (TriangleSide){a.x - slope * a.y, slope, (turn > 0.0f) == (b.y < a.y)};
        }
    }
    return triangle;
}

/* A row's four strips. */
typedef struct TriangleRow {
    Lanes left, right;
    Lanes high; /* how much of the row's height, together at most 1 */
} TriangleRow;

static inline TriangleRow row_of(const Triangle *triangle, float y)
{
    static const Lanes begins = {0.0f, 0.25f, 0.5f, 0.75f};
    Lanes top = lanes_most(begins + y, lanes_all(triangle->top)), bottom = lanes_least(begins + (y + 0.25f), lanes_all(triangle->bottom));
    Lanes middle = (top + bottom) * 0.5f;
    TriangleRow row = {lanes_all(-1e6f), lanes_all(1e6f), lanes_most(lanes_all(0.0f), bottom - top)};
    for (int i = 0; i < triangle->count; i++) {
        const TriangleSide *side = &triangle->sides[i];
        Lanes x = side->at + side->slope * middle;
        if (side->left) {
            row.left = lanes_most(row.left, x);
        } else {
            row.right = lanes_least(row.right, x);
        }
    }
    return row;
}

/* Of the pixels whose left sides are at x. */
static inline Lanes coverage_at(const TriangleRow *row, Lanes x)
{
    Lanes zero = lanes_all(0.0f), sum = zero;
    for (int strip = 0; strip < LANES; strip++) {
        Lanes from = lanes_most(x, lanes_all(row->left[strip])), to = lanes_least(x + 1.0f, lanes_all(row->right[strip]));
        sum += lanes_most(zero, to - from) * row->high[strip];
    }
    return sum;
}

void shape_triangle(const ShapeTarget *target, const Point corners[3], Rect bounds, Color color)
{
    PixelBox whole = {pixel_below(bounds.x), pixel_below(bounds.y), pixel_above(bounds.x + bounds.w), pixel_above(bounds.y + bounds.h)};
    PixelBox area = pixel_box_intersection(whole, target->clip);
    Triangle triangle = triangle_of(corners, bounds, (Point){(float)whole.x0, (float)whole.y0});
    LanesInk ink = {.color = color};
    float opacity = (float)(color >> 24) / 255.0f;
    for (int y = area.y0; y < area.y1; y++) {
        TriangleRow row = row_of(&triangle, (float)(y - whole.y0));
        uint32_t *pixels = target->surface->pixels + (ptrdiff_t)y * target->surface->width;
        for (int x = area.x0; x < area.x1; x += LANES) {
            Lanes at = lanes_from((float)(x - whole.x0));
            ink.share = (Lanes)((LanesMask)(coverage_at(&row, at) * opacity) & (at < (float)(area.x1 - whole.x0)));
            lanes_mix(pixels + x, &ink, 1);
        }
    }
}
