/* Points and boxes on the surface, in float pixels; x grows rightwards, y downwards. Values only, no state.
 *
 * A panel lays itself out by cutting pieces off its box: rect_cut_left(&rest, 200) returns the left 200 px
 * and leaves the rest. */
#ifndef HL_VIEW_GEOMETRY_H
#define HL_VIEW_GEOMETRY_H

#include <stdbool.h>

typedef struct Point {
    float x;
    float y;
} Point;

/* Covers x … x+w, y … y+h; empty when w or h is not above 0. */
typedef struct Rect {
    float x;
    float y;
    float w;
    float h;
} Rect;

bool rect_is_empty(Rect rect);
bool rect_contains(Rect rect, Point point);
bool rect_touches(Rect a, Rect b);
Point rect_center(Rect rect);
Rect rect_intersection(Rect a, Rect b);
/* The smallest box around both; an empty one adds nothing. */
Rect rect_union(Rect a, Rect b);
/* Moves every edge inwards by `by` (outwards when negative). */
Rect rect_inset(Rect rect, float by);
/* Edges on whole pixels, so that fills and outlines come out crisp. */
Rect rect_snap(Rect rect);

/* Cut a piece off *rest, never more than there is, and return it. */
Rect rect_cut_left(Rect *rest, float width);
Rect rect_cut_right(Rect *rest, float width);
Rect rect_cut_top(Rect *rest, float height);
Rect rect_cut_bottom(Rect *rest, float height);

/* Whether any of the segment a–b lies in the box. */
bool rect_crosses(Rect rect, Point a, Point b);
/* Distance from a point to the segment a–b. */
float point_segment_distance(Point point, Point a, Point b);
/* The point at t (0 … 1) of the cubic with these four control points. */
Point curve_point(const Point control[4], float t);

#endif
