/* Signed-area accumulation. An edge adds to each pixel it crosses the area between itself and the pixel's right side,
 * as differences along the row; one running sum then gives every pixel's coverage:
 *
 *   edge at x = 2.25 down one full row:   differences  0  0  .75  .25  0
 *   edge at x = 5.5  up one full row:                  0  0   0    0   0  -.5  -.5
 *   running sum (coverage):                            0  0  .75   1   1   .5   0
 *
 * Only the touched columns of each row are summed and cleared, so cost follows the outline, not its bounding box. */
#include "view/raster/scan.h"

#include "base/check.h"
#include "base/mem.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

void scan_init(Scan *scan)
{
    memset(scan, 0, sizeof *scan);
}

void scan_release(Scan *scan)
{
    mem_release(scan->areas);
    mem_release(scan->rows);
    memset(scan, 0, sizeof *scan);
}

static size_t row_stride(const Scan *scan)
{
    return (size_t)(scan->clip.x1 - scan->clip.x0) + 2;
}

void scan_begin(Scan *scan, PixelBox clip, PixelBox seen)
{
    CHECK(clip.x0 < clip.x1 && seen.x0 < seen.x1 && seen.y0 < seen.y1);
    scan->clip = clip;
    scan->seen = seen;
    size_t rows = (size_t)(seen.y1 - seen.y0);
    size_t areas = rows * row_stride(scan);
    if (areas > scan->area_capacity) {
        mem_release(scan->areas);
        scan->areas = mem_zeroed(areas, sizeof *scan->areas);
        scan->area_capacity = areas;
    }
    if (rows > scan->row_capacity) {
        mem_release(scan->rows);
        scan->rows = mem_zeroed(rows, sizeof *scan->rows);
        scan->row_capacity = rows;
    }
    for (size_t i = 0; i < rows; i++) {
        scan->rows[i] = (ScanRow){scan->clip.x1, -1};
    }
}

/* fminf, fmaxf and ceilf would be calls. */
static inline float least(float a, float b)
{
    return a < b ? a : b;
}

static inline float most(float a, float b)
{
    return a > b ? a : b;
}

/* Of a value from 0 up. */
static inline int rounded_up(float value)
{
    int whole = (int)value;
    return whole + ((float)whole < value ? 1 : 0);
}

/* The part of an edge within one row: height share `cover` (signed), from column position `x0` to `x1`, x0 <= x1. */
static void add_row(float *areas, float x0, float x1, float cover)
{
    int first = (int)x0;
    int last = rounded_up(x1);
    if (last <= first + 1) {
        float middle = 0.5f * (x0 + x1) - (float)first;
        areas[first] += cover - cover * middle;
        areas[first + 1] += cover * middle;
        return;
    }
    float slope = 1.0f / (x1 - x0);
    float begin = x0 - (float)first;
    float end = x1 - (float)last + 1.0f;
    float first_area = 0.5f * slope * (1.0f - begin) * (1.0f - begin);
    float last_area = 0.5f * slope * end * end;
    areas[first] += cover * first_area;
    if (last == first + 2) {
        areas[first + 1] += cover * (1.0f - first_area - last_area);
    } else {
        float second = slope * (1.5f - begin);
        areas[first + 1] += cover * (second - first_area);
        for (int x = first + 2; x < last - 1; x++) {
            areas[x] += cover * slope;
        }
        float before_last = second + (float)(last - first - 3) * slope;
        areas[last - 1] += cover * (1.0f - before_last - last_area);
    }
    areas[last] += cover * last_area;
}

/* An edge wholly within the clip's columns; coordinates relative to the clip; a above b, `sign` its direction. Where it enters a
 * row is computed from its own upper end, so rows that are not seen may be left out. */
static void add_inside(Scan *scan, Point a, Point b, float sign)
{
    float slope = (b.x - a.x) / (b.y - a.y);
    float width = (float)(scan->clip.x1 - scan->clip.x0);
    size_t stride = row_stride(scan);
    int first_row = (int)a.y, last_row = rounded_up(b.y);
    int top_seen = scan->seen.y0 - scan->clip.y0, bottom_seen = scan->seen.y1 - scan->clip.y0;
    int row = first_row > top_seen ? first_row : top_seen;
    float x = row == first_row ? a.x : least(width, most(0.0f, a.x + ((float)row - a.y) * slope));
    for (last_row = last_row < bottom_seen ? last_row : bottom_seen; row < last_row; row++) {
        float top = most(a.y, (float)row);
        float bottom = least(b.y, (float)(row + 1));
        float next = bottom >= b.y ? b.x : a.x + (bottom - a.y) * slope;
        next = least(width, most(0.0f, next));
        float left = least(x, next);
        float right = most(x, next);
        add_row(scan->areas + (size_t)(row - top_seen) * stride, left, right, sign * (bottom - top));
        ScanRow *touched = &scan->rows[row - top_seen];
        touched->first = (int)left < touched->first ? (int)left : touched->first;
        touched->last = rounded_up(right) + 1 > touched->last ? rounded_up(right) + 1 : touched->last;
        x = next;
    }
}

/* a above b, relative to the clip, y already within it: what lies left of the clip counts at its left side (it covers
 * everything to its right), what lies right of it counts nowhere. */
static void add_columns(Scan *scan, Point a, Point b, float sign)
{
    float sides[2] = {0.0f, (float)(scan->clip.x1 - scan->clip.x0)};
    if (least(a.x, b.x) >= 0.0f && most(a.x, b.x) <= sides[1]) {
        add_inside(scan, a, b, sign);
        return;
    }
    Point cuts[4] = {a, b, b, b};
    int count = 1;
    bool rising = b.x > a.x;
    for (int i = 0; i < 2; i++) {
        float side = sides[rising ? i : 1 - i];
        if ((a.x < side && b.x > side) || (a.x > side && b.x < side)) {
            cuts[count++] = (Point){side, a.y + (side - a.x) / (b.x - a.x) * (b.y - a.y)};
        }
    }
    cuts[count] = b;
    for (int i = 0; i < count; i++) {
        Point from = cuts[i];
        Point to = cuts[i + 1];
        if (to.y <= from.y) {
            continue;
        }
        from.x = least(sides[1], most(0.0f, from.x));
        to.x = least(sides[1], most(0.0f, to.x));
        add_inside(scan, from, to, sign);
    }
}

void scan_edge(Scan *scan, Point a, Point b)
{
    float sign = 1.0f;
    if (a.y > b.y) {
        Point swapped = a;
        a = b;
        b = swapped;
        sign = -1.0f;
    }
    a = (Point){a.x - (float)scan->clip.x0, a.y - (float)scan->clip.y0};
    b = (Point){b.x - (float)scan->clip.x0, b.y - (float)scan->clip.y0};
    float height = (float)(scan->clip.y1 - scan->clip.y0);
    bool above = b.y <= (float)(scan->seen.y0 - scan->clip.y0), below = a.y >= (float)(scan->seen.y1 - scan->clip.y0);
    if (!(b.y > a.y) || above || below) {
        return;
    }
    float slope = (b.x - a.x) / (b.y - a.y);
    if (a.y < 0.0f) {
        a = (Point){a.x - a.y * slope, 0.0f};
    }
    if (b.y > height) {
        b = (Point){b.x + (height - b.y) * slope, height};
    }
    if (b.y > a.y) {
        add_columns(scan, a, b, sign);
    }
}

void scan_polygon(Scan *scan, const Point *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        scan_edge(scan, points[i], points[i + 1 < count ? i + 1 : 0]);
    }
}

/* Columns from … to−1 of a row: what the area differences sum up to is painted; they are zero again then. */
static void paint_columns(float *areas, float *sum, const int range[2], uint32_t *pixels, Color color)
{
    float alpha = (float)(color >> 24);
    for (int x = range[0]; x < range[1]; x++) {
        *sum += areas[x];
        areas[x] = 0.0f;
        uint32_t coverage = (uint32_t)((fabsf(*sum) < 1.0f ? fabsf(*sum) : 1.0f) * alpha + 0.5f);
        if (coverage > 0) { /* looking for full coverage too would cost more in wrong guesses than it saves */
            pixel_blend(&pixels[x], color, coverage);
        }
    }
}

static void paint_row(const Scan *scan, float *areas, const ScanRow *touched, uint32_t *pixels, Color color)
{
    int from = scan->seen.x0 - scan->clip.x0, to = scan->seen.x1 - scan->clip.x0;
    float sum = 0.0f;
    for (int x = touched->first; x < from && x <= touched->last; x++) {
        sum += areas[x];
        areas[x] = 0.0f;
    }
    int range[2] = {touched->first > from ? touched->first : from, touched->last < to ? touched->last + 1 : to};
    paint_columns(areas, &sum, range, pixels, color);
    for (int x = range[0] > range[1] ? range[0] : range[1]; x <= touched->last; x++) {
        areas[x] = 0.0f;
    }
}

void scan_paint(Scan *scan, Surface *surface, Color color)
{
    size_t stride = row_stride(scan);
    for (int row = 0; row < scan->seen.y1 - scan->seen.y0; row++) {
        ScanRow *touched = &scan->rows[row];
        if (touched->first > touched->last) {
            continue;
        }
        int beyond = (int)stride - 1;
        touched->last = touched->last < beyond ? touched->last : beyond;
        size_t offset = (size_t)(row + scan->seen.y0) * (size_t)surface->width + (size_t)scan->clip.x0;
        paint_row(scan, scan->areas + (size_t)row * stride, touched, surface->pixels + offset, color);
    }
}
