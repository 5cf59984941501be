#include "view/geometry.h"

#include <math.h>

bool rect_is_empty(Rect rect)
{
    return !(rect.w > 0.0f && rect.h > 0.0f);
}

bool rect_contains(Rect rect, Point point)
{
    return point.x >= rect.x && point.x < rect.x + rect.w && point.y >= rect.y && point.y < rect.y + rect.h;
}

bool rect_touches(Rect a, Rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

Point rect_center(Rect rect)
{
    return (Point){rect.x + rect.w / 2.0f, rect.y + rect.h / 2.0f};
}

/* In place of fminf and fmaxf, which are calls into the library: every item of a picture passes here. */
static inline float smaller(float a, float b)
{
    return a < b ? a : b;
}

static inline float larger(float a, float b)
{
    return a > b ? a : b;
}

Rect rect_intersection(Rect a, Rect b)
{
    float left = larger(a.x, b.x);
    float top = larger(a.y, b.y);
    float right = smaller(a.x + a.w, b.x + b.w);
    float bottom = smaller(a.y + a.h, b.y + b.h);
    return (Rect){left, top, larger(0.0f, right - left), larger(0.0f, bottom - top)};
}

Rect rect_union(Rect a, Rect b)
{
    if (rect_is_empty(a)) {
        return b;
    }
    if (rect_is_empty(b)) {
        return a;
    }
    float left = smaller(a.x, b.x);
    float top = smaller(a.y, b.y);
    return (Rect){left, top, larger(a.x + a.w, b.x + b.w) - left, larger(a.y + a.h, b.y + b.h) - top};
}

Rect rect_inset(Rect rect, float by)
{
    return (Rect){rect.x + by, rect.y + by, rect.w - 2.0f * by, rect.h - 2.0f * by};
}

Rect rect_snap(Rect rect)
{
    float left = floorf(rect.x + 0.5f);
    float top = floorf(rect.y + 0.5f);
    return (Rect){left, top, floorf(rect.x + rect.w + 0.5f) - left, floorf(rect.y + rect.h + 0.5f) - top};
}

Rect rect_cut_left(Rect *rest, float width)
{
    float cut = fminf(width, rest->w);
    Rect piece = {rest->x, rest->y, cut, rest->h};
    rest->x += cut;
    rest->w -= cut;
    return piece;
}

Rect rect_cut_right(Rect *rest, float width)
{
    float cut = fminf(width, rest->w);
    rest->w -= cut;
    return (Rect){rest->x + rest->w, rest->y, cut, rest->h};
}

Rect rect_cut_top(Rect *rest, float height)
{
    float cut = fminf(height, rest->h);
    Rect piece = {rest->x, rest->y, rest->w, cut};
    rest->y += cut;
    rest->h -= cut;
    return piece;
}

Rect rect_cut_bottom(Rect *rest, float height)
{
    float cut = fminf(height, rest->h);
    rest->h -= cut;
    return (Rect){rest->x, rest->y + rest->h, rest->w, cut};
}

/* Cuts *from … *to, shares of a way `by` long that begins at `at`, down to what lies between low and high. */
static void share_within(float at, float by, const float range[2], float *from, float *to)
{
    if (by == 0.0f) {
        *to = at < range[0] || at > range[1] ? -1.0f : *to;
        return;
    }
    float enter = (range[by > 0.0f ? 0 : 1] - at) / by, leave = (range[by > 0.0f ? 1 : 0] - at) / by;
    *from = enter > *from ? enter : *from;
    *to = leave < *to ? leave : *to;
}

bool rect_crosses(Rect rect, Point a, Point b)
{
    float from = 0.0f, to = 1.0f, across[2] = {rect.x, rect.x + rect.w}, down[2] = {rect.y, rect.y + rect.h};
    share_within(a.x, b.x - a.x, across, &from, &to);
    share_within(a.y, b.y - a.y, down, &from, &to);
    return from <= to;
}

float point_segment_distance(Point point, Point a, Point b)
{
    float dx = b.x - a.x;
    float dy = b.y - a.y;
    float length_squared = dx * dx + dy * dy;
    float t = 0.0f;
    if (length_squared > 0.0f) {
        t = ((point.x - a.x) * dx + (point.y - a.y) * dy) / length_squared;
        t = fminf(1.0f, fmaxf(0.0f, t));
    }
    float away_x = point.x - (a.x + t * dx);
    float away_y = point.y - (a.y + t * dy);
    return sqrtf(away_x * away_x + away_y * away_y);
}

Point curve_point(const Point control[4], float t)
{
    float u = 1.0f - t;
    float a = u * u * u;
    float b = 3.0f * u * u * t;
    float c = 3.0f * u * t * t;
    float d = t * t * t;
    return (Point){a * control[0].x + b * control[1].x + c * control[2].x + d * control[3].x,
                   a * control[0].y + b * control[1].y + c * control[2].y + d * control[3].y};
}
