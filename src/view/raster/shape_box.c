/* Boxes, row by row, four pixels at a time (lanes.h); the middle of a row of one opaque colour is just filled:
 *
 *      sides      middle      sides
 *      .-----+---------------+-----.
 *      |     |  one colour   |     |
 *
 * A pixel's coverage by a rounded box is exact along straight sides; within a corner's quadrant it is the distance to the
 * arc, clamped (off by at most 1/30 for radii above 2 px). Outline = coverage of the outer box − that of the inner. Fill and outline
 * are mixed by area and put down once, so that the ground does not shine through between the two. */
#include "view/raster/lanes.h"
#include "view/raster/shape.h"

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

static inline float opacity(Color color)
{
    return (float)(color >> 24) / 255.0f;
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
    Rounded inner; /* when outlined */
    bool outlined;
    int left, right; /* pixels from `left` to `right` − 1 are clear of the box's sides */
    float y;         /* of the row being painted, and */
    RoundedRow outer_row, inner_row;
} BoxPaint;

static RoundedRow row_of(const Rounded *shape, float y)
{
    float dy = most(shape->y0 + shape->radius - (y + 0.5f), (y + 0.5f) - (shape->y1 - shape->radius));
    return (RoundedRow){shape->x0, shape->x1, shape->x0 + shape->radius, shape->x1 - shape->radius, shape->radius > 0.0f ? dy : 0.0f,
                        overlap(y, shape->y0, shape->y1), shape->radius};
}

/* Of the pixels whose left sides are at x. */
static inline Lanes coverage_at(const RoundedRow *row, Lanes x)
{
    Lanes zero = lanes_all(0.0f), one = lanes_all(1.0f);
    Lanes straight = lanes_most(zero, lanes_least(x + 1.0f, lanes_all(row->x1)) - lanes_most(x, lanes_all(row->x0))) * row->cover;
    if (row->dy <= 0.0f) {
        return straight;
    }
    Lanes dx = lanes_most(row->left - 0.5f - x, x + (0.5f - row->right));
    Lanes arc = lanes_least(one, lanes_most(zero, row->radius + 0.5f - lanes_root(dx * dx + row->dy * row->dy)));
    return lanes_where(dx > zero, arc, straight);
}

/* How much of the hatch each pixel takes, the fill takes the rest. */
static inline Lanes hatch_at(const ShapeBox *box, Lanes x, float y)
{
    Lanes along = x + (y + 1.0f - box->box.x - box->box.y), period = lanes_all(box->hatch_period);
    Lanes phase = along - (lanes_whole(along / period + 1.0f) - 1.0f) * period; /* no pixel is a whole period before the box */
    Lanes middle = period * 0.5f, from_middle = lanes_most(phase - middle, middle - phase);
    return lanes_least(lanes_all(1.0f), lanes_most(lanes_all(0.0f), 0.5f + (period * 0.25f - from_middle) * 0.75f));
}

/* The four pixels from x; of those from `end` nothing changes. */
static inline void paint_four(const BoxPaint *paint, uint32_t *row, int x, int end)
{
    const ShapeBox *box = paint->box;
    Lanes at = lanes_from((float)x);
    Lanes outer = (Lanes)((LanesMask)coverage_at(&paint->outer_row, at) & (at < (float)end));
    Lanes inner = paint->outlined ? lanes_least(outer, coverage_at(&paint->inner_row, at)) : outer;
    LanesInk inks[3] = {{box->fill, inner * opacity(box->fill)}, {box->stroke, (outer - inner) * opacity(box->stroke)}};
    if (box->hatch != 0) {
        inks[2] = (LanesInk){box->hatch, inks[0].share * hatch_at(box, at, paint->y)};
        inks[0].share -= inks[2].share;
        lanes_mix(row + x, inks, 3);
    } else if (paint->outlined) {
        lanes_mix(row + x, inks, 2);
    } else {
        lanes_mix(row + x, inks, 1);
    }
}

static void paint_pixels(const BoxPaint *paint, uint32_t *row, int from, int to)
{
    for (int x = from; x < to; x += LANES) {
        paint_four(paint, row, x, to);
    }
}

/* Whether the middle of the row is of one opaque colour, or has none. */
static bool middle_is_plain(const BoxPaint *paint, Color *color)
{
    const ShapeBox *box = paint->box;
    float inner = paint->outlined ? paint->inner_row.cover : paint->outer_row.cover;
    *color = inner <= 0.0f ? box->stroke : box->fill;
    return paint->outer_row.cover >= 1.0f && (inner >= 1.0f ? box->hatch == 0 : inner <= 0.0f) && (*color >> 24 == 0xff || *color >> 24 == 0);
}

static void paint_row(const BoxPaint *paint, uint32_t *row, const PixelBox *area)
{
    Color color;
    int left = paint->left > area->x0 ? paint->left : area->x0, right = paint->right < area->x1 ? paint->right : area->x1;
    if (right - left < 2 * LANES || !middle_is_plain(paint, &color)) {
        paint_pixels(paint, row, area->x0, area->x1);
        return;
    }
    paint_pixels(paint, row, area->x0, left);
    for (int x = left; x < right && color >> 24 != 0; x++) {
        row[x] = color;
    }
    paint_pixels(paint, row, right, area->x1);
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
    paint.outlined = box->stroke != 0 && box->width > 0.0f;
    if (paint.outlined) {
        float width = least(box->width, least(box->box.w, box->box.h) / 2.0f);
        paint.inner = rounded(rect_inset(box->box, width), paint.outer.radius - width);
    }
    float side = most(paint.outer.radius, paint.outlined ? box->width : 0.0f) + 1.0f;
    paint.left = pixel_above(paint.outer.x0 + side);
    paint.right = pixel_below(paint.outer.x1 - side);
    const PixelBox *clip = &target->clip;
    PixelBox area = {pixel_below(paint.outer.x0), pixel_below(paint.outer.y0), pixel_above(paint.outer.x1), pixel_above(paint.outer.y1)};
    area = pixel_box_intersection(area, *clip);
    for (int y = area.y0; y < area.y1; y++) {
        paint.y = (float)y;
        paint.outer_row = row_of(&paint.outer, paint.y);
        if (paint.outlined) {
            paint.inner_row = row_of(&paint.inner, paint.y);
        }
        paint_row(&paint, target->surface->pixels + (ptrdiff_t)y * target->surface->width, &area);
    }
}
