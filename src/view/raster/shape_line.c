/* Thin straight lines, one column (or row, for steep ones) at a time: the line covers of each column a short stretch
 * whose two ends are partial pixels. In 16.16 fixed point; about 1.5 ns a pixel column. */
#include "view/raster/shape.h"

#include <math.h>

enum { FIXED_ONE = 1 << 16 };

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

/* One column's stretch top … bottom (fixed point, across the line), painted with strength 0 … 255. */
static void paint_column(const LineFrame *frame, int major, const int32_t stretch[2], uint32_t strength, Color color)
{
    int first = stretch[0] >> 16;
    int last = (stretch[1] - 1) >> 16;
    first = first < frame->minor_low ? frame->minor_low : first;
    last = last >= frame->minor_high ? frame->minor_high - 1 : last;
    uint32_t *pixel = frame->pixels + major * frame->major_step + first * frame->minor_step;
    for (int minor = first; minor <= last; minor++, pixel += frame->minor_step) {
        int32_t low = minor * FIXED_ONE;
        int32_t from = stretch[0] > low ? stretch[0] : low;
        int32_t to = stretch[1] < low + FIXED_ONE ? stretch[1] : low + FIXED_ONE;
        uint32_t covered = (uint32_t)(to - from);
        uint32_t coverage = (covered * strength + 0x8000) >> 16;
        if (coverage > 0) {
            pixel_blend(pixel, color, coverage > 255 ? 255 : coverage);
        }
    }
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

static void paint_line(const LineFrame *frame, Point a, Point b, float half, Color color)
{
    float slope = (b.y - a.y) / (b.x - a.x);
    if (!cut_to_frame(frame, &a, &b, slope) || !cut_across(frame, &a, &b, slope)) {
        return;
    }
    int first = (int)floorf(a.x);
    int last = (int)ceilf(b.x) - 1;
    float alpha = (float)(color >> 24);
    int32_t step = (int32_t)(slope * (float)FIXED_ONE);
    int32_t half_fixed = (int32_t)(half * (float)FIXED_ONE);
    float begin_y = a.y + ((float)first + 0.5f - a.x) * slope;
    int32_t center = (int32_t)(begin_y * (float)FIXED_ONE);
    for (int major = first; major <= last; major++, center += step) {
        float share = fminf((float)(major + 1), b.x) - fmaxf((float)major, a.x);
        uint32_t strength = (uint32_t)(share * alpha + 0.5f);
        if (major >= frame->major_low && major < frame->major_high) {
            paint_column(frame, major, (const int32_t[]){center - half_fixed, center + half_fixed}, strength, color);
        }
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
