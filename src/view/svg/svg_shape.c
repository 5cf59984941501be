/* The raster's rules in SVG's words:
 *
 *   outline inside its box   SVG strokes both sides of an edge: the shape is moved inwards by half a line's width
 *   dashes round a box       begin at the right end of the top side, clockwise, and are stretched to come out even; a <rect>
 *                            begins at its left end, so a dashed box is a <path>
 *   hatch                    stripes where (x − left) + (y − top) is in the middle half of its period: a <pattern> whose
 *                            tile is one period wide and high and begins in the box's corner
 *
 *        tile   . / / .      two pieces of stripe: one across its middle, one cut in two
 *               / / . .      by the tile's border
 *               / . . /
 *               . . / /    */
#include "view/svg/svg_shape.h"

#include "view/svg/svg_put.h"

#include <math.h>

static const float pi = 3.14159265f;

static bool has_stroke(const DrawStyle *style)
{
    return style->stroke != 0 && style->width > 0.0f;
}

static bool is_dashed(const DrawStyle *style)
{
    return has_stroke(style) && style->dash > 0.0f && style->gap > 0.0f;
}

/* `around`: the length of a closed outline, whose dashes come out even; 0 for an open line. */
static void put_stroke(SvgText *out, const DrawStyle *style, float around)
{
    if (!has_stroke(style)) {
        return;
    }
    svg_attribute_color(out, "stroke", style->stroke);
    svg_attribute(out, "stroke-width", style->width);
    if (is_dashed(style)) {
        float period = style->dash + style->gap;
        float periods = floorf(around / period + 0.5f);
        float stretch = periods >= 1.0f ? around / (periods * period) : 1.0f;
        svg_put(out, " stroke-dasharray=\"");
        svg_put_point(out, (Point){style->dash * stretch, style->gap * stretch});
        svg_put(out, "\"");
    }
}

/* A box as it is stroked: the middle of its outline. */
typedef struct Outline {
    const DrawItem *item;
    Rect box;
    float radius;
} Outline;

static float least_side(Rect box)
{
    return fminf(box.w, box.h);
}

static Outline outline_of(const DrawItem *item)
{
    float half = has_stroke(&item->style) ? item->style.width / 2.0f : 0.0f;
    float radius = item->kind == DRAW_CIRCLE ? item->bounds.w / 2.0f : fminf(item->style.radius, least_side(item->bounds) / 2.0f);
    return (Outline){item, rect_inset(item->bounds, half), fmaxf(0.0f, radius - half)};
}

static float outline_length(const Outline *outline)
{
    float r = fminf(outline->radius, least_side(outline->box) / 2.0f);
    return 2.0f * (outline->box.w + outline->box.h) - 8.0f * r + 2.0f * pi * r;
}

/* A straight side to `to`, then a corner to `after`. */
static void put_side(SvgText *out, Point to, Point after, float radius)
{
    svg_put(out, " L");
    svg_put_point(out, to);
    if (radius > 0.0f) {
        svg_put(out, " A");
        svg_put_point(out, (Point){radius, radius});
        svg_put(out, " 0 0 1 ");
        svg_put_point(out, after);
    }
}

static void put_dashed_path(SvgText *out, const Outline *outline)
{
    Rect box = outline->box;
    float r = fminf(outline->radius, least_side(box) / 2.0f);
    float right = box.x + box.w, bottom = box.y + box.h;
    svg_put(out, "<path d=\"M");
    svg_put_point(out, (Point){right - r, box.y});
    put_side(out, (Point){right - r, box.y}, (Point){right, box.y + r}, r);
    put_side(out, (Point){right, bottom - r}, (Point){right - r, bottom}, r);
    put_side(out, (Point){box.x + r, bottom}, (Point){box.x, bottom - r}, r);
    put_side(out, (Point){box.x, box.y + r}, (Point){box.x + r, box.y}, r);
    svg_put(out, " Z\"");
}

/* The element up to its colours. */
static void put_outline(SvgText *out, const Outline *outline)
{
    Rect box = outline->box;
    if (is_dashed(&outline->item->style)) {
        put_dashed_path(out, outline);
    } else if (outline->item->kind == DRAW_CIRCLE) {
        Point center = rect_center(box);
        svg_put(out, "<circle");
        svg_attribute(out, "cx", center.x);
        svg_attribute(out, "cy", center.y);
        svg_attribute(out, "r", box.w / 2.0f);
    } else {
        svg_put(out, "<rect");
        svg_attribute(out, "x", box.x);
        svg_attribute(out, "y", box.y);
        svg_attribute(out, "width", box.w);
        svg_attribute(out, "height", box.h);
        if (outline->radius > 0.0f) {
            svg_attribute(out, "rx", outline->radius);
        }
    }
}

static void put_stripe(SvgText *out, const Point corners[4])
{
    svg_put(out, corners[0].y > 0.0f ? " M" : "M");
    for (int i = 0; i < 4; i++) {
        svg_put(out, i == 0 ? "" : " L");
        svg_put_point(out, corners[i]);
    }
    svg_put(out, " Z");
}

static void put_pattern(SvgText *out, const DrawItem *item, Point origin, uint32_t number)
{
    float p = fmaxf(7.0f, 4.5f * item->style.width);
    svg_put(out, "<pattern id=\"hatch--");
    svg_put_count(out, number);
    svg_put(out, "\" patternUnits=\"userSpaceOnUse\"");
    svg_attribute(out, "x", origin.x);
    svg_attribute(out, "y", origin.y);
    svg_attribute(out, "width", p);
    svg_attribute(out, "height", p);
    svg_put(out, "><path d=\"");
    put_stripe(out, (Point[]){{p * 0.25f, 0}, {p * 0.75f, 0}, {0, p * 0.75f}, {0, p * 0.25f}});
    put_stripe(out, (Point[]){{p, p * 0.25f}, {p, p * 0.75f}, {p * 0.75f, p}, {p * 0.25f, p}});
    svg_put(out, "\"");
    svg_attribute_color(out, "fill", item->style.hatch);
    svg_put(out, "/></pattern>\n");
}

static void put_box(SvgText *out, const DrawItem *item, uint32_t *hatches)
{
    const DrawStyle *style = &item->style;
    Outline outline = outline_of(item);
    if (rect_is_empty(outline.box)) { /* nothing but its outline */
        DrawItem full = *item;
        full.style = (DrawStyle){.fill = style->stroke, .radius = style->radius};
        outline = outline_of(&full);
        put_outline(out, &outline);
        svg_attribute_color(out, "fill", style->stroke);
        svg_put(out, "/>\n");
        return;
    }
    if (style->hatch != 0 && style->fill != 0) {
        put_outline(out, &outline);
        svg_attribute_color(out, "fill", style->fill);
        svg_put(out, "/>\n");
    }
    if (style->hatch != 0) {
        Rect from = is_dashed(style) ? outline.box : item->bounds;
        put_pattern(out, item, (Point){from.x, from.y}, ++*hatches);
    }
    put_outline(out, &outline);
    if (style->hatch != 0) {
        svg_put(out, " fill=\"url(#hatch--");
        svg_put_count(out, *hatches);
        svg_put(out, ")\"");
    } else {
        svg_attribute_color(out, "fill", style->fill);
    }
    put_stroke(out, style, outline_length(&outline));
    svg_put(out, "/>\n");
}

static void put_points(SvgText *out, const Point *points, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        svg_put(out, i == 0 ? "" : " ");
        svg_put_point(out, points[i]);
    }
}

static void put_line(SvgText *out, const DrawItem *item, const Point *points)
{
    if (!has_stroke(&item->style)) {
        return;
    }
    if (item->kind == DRAW_CURVE) {
        svg_put(out, "<path d=\"M");
        svg_put_point(out, points[0]);
        svg_put(out, " C");
        put_points(out, points + 1, 3);
    } else {
        svg_put(out, "<polyline points=\"");
        put_points(out, points, item->count);
    }
    svg_put(out, "\" fill=\"none\"");
    put_stroke(out, &item->style, 0.0f);
    svg_put(out, "/>\n");
}

static void put_polygon(SvgText *out, const DrawItem *item, const Point *points)
{
    float around = 0.0f;
    for (uint32_t i = 0; i < item->count; i++) {
        const Point *next = &points[(i + 1) % item->count];
        around += hypotf(next->x - points[i].x, next->y - points[i].y);
    }
    svg_put(out, "<polygon points=\"");
    put_points(out, points, item->count);
    svg_put(out, "\"");
    svg_attribute_color(out, "fill", item->style.fill);
    put_stroke(out, &item->style, around);
    svg_put(out, "/>\n");
}

void svg_shape(SvgText *out, const DrawList *list, const DrawItem *item, uint32_t *hatches)
{
    const DrawStyle *style = &item->style;
    if (style->fill == 0 && style->hatch == 0 && !has_stroke(style)) {
        return;
    }
    if (item->kind == DRAW_BOX || item->kind == DRAW_CIRCLE) {
        if (!rect_is_empty(item->bounds)) {
            put_box(out, item, hatches);
        }
    } else if (item->kind == DRAW_POLYGON) {
        put_polygon(out, item, draw_item_points(list, item));
    } else {
        put_line(out, item, draw_item_points(list, item));
    }
}
