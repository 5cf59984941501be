/* Thin straight lines, one column (or row, for steep ones) at a time: the line covers of each column a short stretch
 * whose two ends are partial pixels. In 16.16 fixed point; about 8 ns a column. */
#include "view/raster/shape.h"

#include <math.h>

enum {
    FIXED_ONE = 1 << 16,
    AHEAD = 12 /* columns; a steep line meets a new cache line with every pixel, and fetching those early saves half the time */
};

/* The surface seen along the line: `major` runs with the line, `minor` across. */
typedef struct LineFrame {
    uint32_t *pixels;
    ptrdiff_t major_step;
    ptrdiff_t minor_step;
    int major_low;
    int major_high;
    int minor_low;
    int minor_high;
} LineFrame;

static LineFrame frame_of(const ShapeTarget *target, bool steep)
{
    const PixelBox *clip = &target->clip;
    ptrdiff_t width = target->surface->width;
    if (steep) {
        return (LineFrame){target->surface->pixels, width, 1, clip->y0, clip->y1, clip->x0, clip->x1};
    }
    return (LineFrame){target->surface->pixels, 1, width, clip->x0, clip->x1, clip->y0, clip->y1};
}

/* What a line paints with: its colour, opaque, and how much of it a fully covered pixel takes (0 … 256). */
typedef struct LineInk {
    Color color;
    uint32_t strength;
} LineInk;

static inline void put(uint32_t *pixel, int32_t covered, const LineInk *ink)
{
    pixel_mix(pixel, ink->color, (uint32_t)covered * ink->strength >> 16);
}

/* One column's stretch (fixed point, across the line), cut to the frame. */
static void paint_column_cut(const LineFrame *frame, uint32_t *column, const int32_t stretch[2], const LineInk *ink)
{
    int last = (stretch[1] - 1) >> 16;
    last = last >= frame->minor_high ? frame->minor_high - 1 : last;
    for (int minor = stretch[0] >> 16; minor <= last; minor++) {
        int32_t low = minor * FIXED_ONE;
        int32_t from = stretch[0] > low ? stretch[0] : low;
        int32_t to = stretch[1] < low + FIXED_ONE ? stretch[1] : low + FIXED_ONE;
        if (minor >= frame->minor_low) {
            put(column + minor * frame->minor_step, to - from, ink);
        }
    }
}

/* The same for a stretch within the frame: first pixel, whole pixels, last pixel. */
static inline void paint_column(const LineFrame *frame, uint32_t *column, const int32_t stretch[2], const LineInk *ink)
{
    int first = stretch[0] >> 16;
    int last = (stretch[1] - 1) >> 16;
    uint32_t *pixel = column + first * frame->minor_step;
    if (first == last) {
        put(pixel, stretch[1] - stretch[0], ink);
        return;
    }
    put(pixel, (first + 1) * FIXED_ONE - stretch[0], ink);
    for (int minor = first + 1; minor < last; minor++) {
        pixel += frame->minor_step;
        put(pixel, FIXED_ONE, ink);
    }
    put(pixel + frame->minor_step, stretch[1] - last * FIXED_ONE, ink);
}

/* Cuts the line (a.x < b.x in the frame's terms) to the frame's major range. */
static bool cut_to_frame(const LineFrame *frame, Point *a, Point *b, float slope)
{
    float low = (float)frame->major_low;
    float high = (float)frame->major_high;
    if (a->x >= high || b->x <= low) {
        return false;
    }
    if (a->x < low) {
        *a = (Point){low, a->y + (low - a->x) * slope};
    }
    if (b->x > high) {
        *b = (Point){high, b->y + (high - b->x) * slope};
    }
    return true;
}

/* Also cuts along the minor axis, so that fixed point cannot overflow. */
static bool cut_across(const LineFrame *frame, Point *a, Point *b, float slope)
{
    float low = (float)frame->minor_low - 8.0f;
    float high = (float)frame->minor_high + 8.0f;
    if ((a->y < low && b->y < low) || (a->y > high && b->y > high)) {
        return false;
    }
    float enter = a->y < low ? low : a->y > high ? high : a->y;
    float leave = b->y < low ? low : b->y > high ? high : b->y;
    if (enter != a->y) {
        *a = (Point){a->x + (enter - a->y) / slope, enter};
    }
    if (leave != b->y) {
        *b = (Point){b->x + (leave - b->y) / slope, leave};
    }
    return a->x < b->x;
}

/* A line cut to its frame. */
typedef struct LinePiece {
    Color color;
    Point a;
    Point b;
    float slope;
    int32_t half; /* of the stretch it covers of a column, fixed point */
} LinePiece;

/* Columns from … to−1, all covered along the line as much as the first of them. */
static void paint_columns(const LineFrame *frame, const LinePiece *piece, int from, int to)
{
    if (from < frame->major_low || to > frame->major_high) {
        return; /* a rounding of the cut */
    }
    float share = fminf((float)(from + 1), piece->b.x) - fmaxf((float)from, piece->a.x);
    LineInk ink = {piece->color | UINT32_C(0xff000000), 0};
    uint32_t alpha = piece->color >> 24;
    ink.strength = (uint32_t)(share * (float)(alpha + (alpha >> 7)) + 0.5f);
    int32_t step = (int32_t)(piece->slope * (float)FIXED_ONE);
    float begin = piece->a.y + ((float)from + 0.5f - piece->a.x) * piece->slope;
    int32_t center = (int32_t)(begin * (float)FIXED_ONE);
    int32_t low = frame->minor_low * FIXED_ONE;
    int32_t high = frame->minor_high * FIXED_ONE;
    uint32_t *column = frame->pixels + from * frame->major_step;
    for (int major = from; major < to; major++, center += step, column += frame->major_step) {
        int32_t stretch[2] = {center - piece->half, center + piece->half};
        ptrdiff_t ahead = AHEAD * frame->major_step + ((center + AHEAD * step) >> 16) * frame->minor_step;
        __builtin_prefetch((const void *)((uintptr_t)column + (uintptr_t)ahead * sizeof *column), 1);
        if (stretch[0] >= low && stretch[1] <= high) {
            paint_column(frame, column, stretch, &ink);
        } else {
            paint_column_cut(frame, column, stretch, &ink);
        }
    }
}

static void paint_line(const LineFrame *frame, Point a, Point b, float half, Color color)
{
    float slope = (b.y - a.y) / (b.x - a.x);
    if (!cut_to_frame(frame, &a, &b, slope) || !cut_across(frame, &a, &b, slope)) {
        return;
    }
    LinePiece piece = {color, a, b, slope, (int32_t)(half * (float)FIXED_ONE)};
    int first = (int)floorf(a.x);
    int last = (int)ceilf(b.x) - 1;
    paint_columns(frame, &piece, first, first + 1);
    if (last > first) {
        paint_columns(frame, &piece, first + 1, last);
        paint_columns(frame, &piece, last, last + 1);
    }
}

void shape_line(const ShapeTarget *target, const Point ends[2], float width, Color color)
{
    float dx = ends[1].x - ends[0].x;
    float dy = ends[1].y - ends[0].y;
    bool steep = fabsf(dy) > fabsf(dx);
    float major = fmaxf(fabsf(dx), fabsf(dy));
    if (!(major > 0.0f) || width > (float)SHAPE_LINE_WIDTH_MAX) {
        return;
    }
    Point a = steep ? (Point){ends[0].y, ends[0].x} : ends[0];
    Point b = steep ? (Point){ends[1].y, ends[1].x} : ends[1];
    float half = width * 0.5f * hypotf(dx, dy) / major;
    LineFrame frame = frame_of(target, steep);
    if (a.x < b.x) {
        paint_line(&frame, a, b, half, color);
    } else {
        paint_line(&frame, b, a, half, color);
    }
}
