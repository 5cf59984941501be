/* Boxes, row by row. Of each row only the pixels near the two sides are looked at one by one; the middle is one span:
 *
 *        sides      middle       sides
 *      .-------+---------------+-------.
 *      |  per  |  one coverage |  per  |
 *      | pixel |  for the row  | pixel |
 *
 * A pixel's coverage by a rounded box is exact along straight sides; within a corner's quadrant it is the distance to the
 * arc, clamped (off by at most 1/30 for radii above 2 px). Outline = coverage of the outer box − that of the inner. */
#include "view/raster/shape.h"

#include <math.h>

/* A rounded box as coverage is asked of it. */
typedef struct Rounded {
    float x0;
    float y0;
    float x1;
    float y1;
    float radius;
} Rounded;

/* fminf and fmaxf would be calls: they must mind NaN. */
static inline float least(float a, float b)
{
    return a < b ? a : b;
}

static inline float most(float a, float b)
{
    return a > b ? a : b;
}

static inline float overlap(float pixel, float from, float to)
{
    return most(0.0f, least(pixel + 1.0f, to) - most(pixel, from));
}

/* A rounded box as one row of pixels meets it. */
typedef struct RoundedRow {
    float x0, x1;     /* of the box */
    float left, right; /* between them the arcs do not reach */
    float dy;         /* how far the row is within the corners; 0 or less: not */
    float cover;      /* of the row, between the arcs */
    float radius;
} RoundedRow;

typedef struct BoxPaint {
    const ShapeBox *box;
    Rounded outer;
    Rounded inner; /* equals outer when there is no outline */
    RoundedRow outer_row, inner_row; /* in the row being painted */
    bool outlined;
} BoxPaint;

static RoundedRow row_of(const Rounded *shape, float y)
{
    float dy = most(shape->y0 + shape->radius - (y + 0.5f), (y + 0.5f) - (shape->y1 - shape->radius));
    return (RoundedRow){shape->x0, shape->x1, shape->x0 + shape->radius, shape->x1 - shape->radius, shape->radius > 0.0f ? dy : 0.0f,
                        overlap(y, shape->y0, shape->y1), shape->radius};
}

static inline float coverage_at(const RoundedRow *row, float x)
{
    float dx = most(row->left - (x + 0.5f), (x + 0.5f) - row->right);
    if (dx <= 0.0f || row->dy <= 0.0f) {
        return overlap(x, row->x0, row->x1) * row->cover;
    }
    float squared = dx * dx + row->dy * row->dy;
    float inside = row->radius - 0.5f;
    float outside = row->radius + 0.5f;
    if (squared >= outside * outside) {
        return 0.0f;
    }
    return inside > 0.0f && squared <= inside * inside ? 1.0f : least(1.0f, outside - sqrtf(squared));
}

/* Between two opaque colours. */
static inline Color mixed(Color from, Color to, float share)
{
    pixel_mix(&from, to, (uint32_t)(share * 256.0f + 0.5f));
    return from;
}

static Color hatched(const ShapeBox *box, float x, float y)
{
    float along = (x + 0.5f - box->box.x) + (y + 0.5f - box->box.y);
    float phase = along - floorf(along / box->hatch_period) * box->hatch_period;
    float from_middle = fabsf(phase - box->hatch_period * 0.5f);
    float share = least(1.0f, most(0.0f, 0.5f + (box->hatch_period * 0.25f - from_middle) * 0.75f));
    return (mixed(box->fill, box->hatch, share) & 0xffffff) | (box->fill & UINT32_C(0xff000000));
}

static uint32_t to_coverage(float share, Color color)
{
    return (uint32_t)(share * (float)(color >> 24) + 0.5f);
}

static void paint_pixel(const BoxPaint *paint, uint32_t *pixel, float x, float y)
{
    const ShapeBox *box = paint->box;
    float outer = coverage_at(&paint->outer_row, x);
    if (outer <= 0.0f) {
        return;
    }
    float inner = paint->outlined ? coverage_at(&paint->inner_row, x) : outer;
    Color fill = box->hatch == 0 ? box->fill : hatched(box, x, y);
    if (paint->outlined && fill >> 24 == 0xff && box->stroke >> 24 == 0xff) {
        /* Mixed by area and put down once, so that the ground does not shine through between the two. */
        pixel_blend(pixel, mixed(fill, box->stroke, (outer - inner) / outer), to_coverage(outer, fill));
        return;
    }
    if (fill != 0) {
        pixel_blend(pixel, fill, to_coverage(inner, fill));
    }
    if (outer > inner) {
        pixel_blend(pixel, box->stroke, to_coverage(outer - inner, box->stroke));
    }
}

static void paint_span(uint32_t *row, int from, int to, uint32_t coverage, Color color)
{
    if (coverage == 255) {
        for (int x = from; x < to; x++) {
            row[x] = color | UINT32_C(0xff000000);
        }
    } else if (coverage > 0) {
        for (int x = from; x < to; x++) {
            pixel_blend(&row[x], color, coverage);
        }
    }
}

/* The middle of a row, where every pixel has the same coverage. */
static void paint_middle(const BoxPaint *paint, uint32_t *row, const PixelBox *span, float y)
{
    const ShapeBox *box = paint->box;
    if (box->hatch != 0) {
        for (int x = span->x0; x < span->x1; x++) {
            paint_pixel(paint, &row[x], (float)x, y);
        }
        return;
    }
    float outer = paint->outer_row.cover;
    float inner = paint->outlined ? paint->inner_row.cover : outer;
    if (inner >= 1.0f || !paint->outlined) {
        paint_span(row, span->x0, span->x1, to_coverage(inner, box->fill), box->fill);
    } else if (inner <= 0.0f) {
        paint_span(row, span->x0, span->x1, to_coverage(outer, box->stroke), box->stroke);
    } else {
        for (int x = span->x0; x < span->x1; x++) {
            paint_pixel(paint, &row[x], (float)x, y);
        }
    }
}

static int clamped(float value, int low, int high)
{
    return value <= (float)low ? low : value >= (float)high ? high : (int)value;
}

static void paint_row(const BoxPaint *paint, uint32_t *row, const PixelBox *area, int y)
{
    float side = most(paint->outer.radius, paint->outlined ? paint->box->width : 0.0f) + 1.0f;
    int left = clamped(ceilf(paint->outer.x0 + side), area->x0, area->x1);
    int right = clamped(floorf(paint->outer.x1 - side), left, area->x1);
    for (int x = area->x0; x < left; x++) {
        paint_pixel(paint, &row[x], (float)x, (float)y);
    }
    PixelBox span = {left, y, right, y + 1};
    paint_middle(paint, row, &span, (float)y);
    for (int x = right; x < area->x1; x++) {
        paint_pixel(paint, &row[x], (float)x, (float)y);
    }
}

static Rounded rounded(Rect box, float radius)
{
    float largest = least(box.w, box.h) / 2.0f;
    return (Rounded){box.x, box.y, box.x + box.w, box.y + box.h, most(0.0f, least(radius, largest))};
}

void shape_box(const ShapeTarget *target, const ShapeBox *box)
{
    if (rect_is_empty(box->box)) {
        return;
    }
    BoxPaint paint = {.box = box, .outer = rounded(box->box, box->radius)};
    paint.inner = paint.outer;
    paint.outlined = box->stroke != 0 && box->width > 0.0f;
    if (paint.outlined) {
        float width = least(box->width, least(box->box.w, box->box.h) / 2.0f);
        paint.inner = rounded(rect_inset(box->box, width), paint.outer.radius - width);
    }
    const PixelBox *clip = &target->clip;
    PixelBox area = {clamped(floorf(paint.outer.x0), clip->x0, clip->x1), clamped(floorf(paint.outer.y0), clip->y0, clip->y1),
                     clamped(ceilf(paint.outer.x1), clip->x0, clip->x1), clamped(ceilf(paint.outer.y1), clip->y0, clip->y1)};
    for (int y = area.y0; y < area.y1; y++) {
        paint.outer_row = row_of(&paint.outer, (float)y);
        paint.inner_row = row_of(&paint.inner, (float)y);
        paint_row(&paint, target->surface->pixels + (size_t)y * (size_t)target->surface->width, &area, y);
    }
}
