/* One pass over the list; each item goes the fastest way that is right for it:
 *
 *   box, circle         shape_box        dashed outline: fill by shape_box, outline by stroke_scan
 *   thin straight line  shape_line
 *   other lines         stroke_scan → scan_paint
 *   small triangle      shape_triangle
 *   other polygons      scan_polygon
 *   text                cached coverage, blended
 */
#include "view/raster/raster.h"

#include "base/check.h"
#include "base/mem.h"
#include "view/raster/fonts.h"
#include "view/raster/scan.h"
#include "view/raster/shape.h"
#include "view/raster/stroke.h"

#include <math.h>

struct Raster {
    Fonts *fonts;
    Scan scan;
    StrokePath path; /* scratch */
};

/* What is being drawn. */
typedef struct Pass {
    Raster *raster;
    const DrawList *list;
    ShapeTarget target; /* its clip is the current item's, cut by the region */
    PixelBox whole;     /* the current item's clip, not cut */
    PixelBox region;
    uint32_t clip;      /* the list's clip that was looked at last, and */
    PixelBox clip_box;  /* … its pixels */
} Pass;

Raster *raster_new(Err *err)
{
    Fonts *fonts = fonts_new(err);
    if (fonts == NULL) {
        return NULL;
    }
    Raster *raster = mem_zeroed(1, sizeof *raster);
    raster->fonts = fonts;
    scan_init(&raster->scan);
    return raster;
}

void raster_free(Raster *raster)
{
    if (raster == NULL) {
        return;
    }
    fonts_free(raster->fonts);
    scan_release(&raster->scan);
    stroke_path_release(&raster->path);
    mem_release(raster);
}

static float measure_width(void *context, const TextStyle *style, const char *text, size_t bytes)
{
    Raster *raster = context;
    return fonts_width(raster->fonts, style, text, bytes);
}

TextMeasure raster_measure(Raster *raster)
{
    return (TextMeasure){measure_width, raster};
}

/* The pixels a box touches. */
static inline PixelBox covering(Rect box, float around)
{
    return (PixelBox){pixel_below(box.x - around), pixel_below(box.y - around), pixel_above(box.x + box.w + around),
                      pixel_above(box.y + box.h + around)};
}

static bool is_empty(PixelBox box)
{
    return box.x0 >= box.x1 || box.y0 >= box.y1;
}

/* Starts a scan over what the item can touch; false when nothing of it shows. */
static bool begin_scan(Pass *pass, const DrawItem *item)
{
    /* A mitre reaches out up to twice half the width. */
    PixelBox area = pixel_box_intersection(pass->whole, covering(item->bounds, item->style.width + 1.0f));
    PixelBox seen = pixel_box_intersection(pass->target.clip, area);
    if (is_empty(seen)) {
        return false;
    }
    scan_begin(&pass->raster->scan, area, seen);
    return true;
}

static void stroke_path(Pass *pass, const DrawItem *item)
{
    const DrawStyle *style = &item->style;
    if (style->stroke == 0 || style->width <= 0.0f || !begin_scan(pass, item)) {
        return;
    }
    StrokePen pen = {style->width, style->dash, style->gap};
    stroke_scan(&pass->raster->path, &pen, &pass->raster->scan);
    scan_paint(&pass->raster->scan, pass->target.surface, style->stroke);
}

static void paint_box(Pass *pass, const DrawItem *item)
{
    const DrawStyle *style = &item->style;
    float radius = item->kind == DRAW_CIRCLE ? item->bounds.w / 2.0f : style->radius;
    ShapeBox box = {.box = item->bounds, .radius = radius, .fill = style->fill, .hatch = style->hatch,
                    .stroke = style->stroke, .width = style->width, .hatch_period = fmaxf(7.0f, 4.5f * style->width)};
    bool dashed = style->dash > 0.0f && style->gap > 0.0f && style->width > 0.0f && style->stroke != 0;
    if (!dashed) {
        shape_box(&pass->target, &box);
        return;
    }
    float half = style->width / 2.0f;
    box.stroke = 0;
    box.box = rect_inset(item->bounds, half);
    box.radius = fmaxf(0.0f, radius - half);
    shape_box(&pass->target, &box);
    StrokePath *path = &pass->raster->path;
    stroke_path_clear(path);
    stroke_path_box(path, box.box, box.radius);
    stroke_path(pass, item);
}

static void paint_line(Pass *pass, const DrawItem *item)
{
    const DrawStyle *style = &item->style;
    const Point *points = draw_item_points(pass->list, item);
    if (style->stroke == 0 || style->width <= 0.0f) {
        return;
    }
    bool straight = points[0].x == points[1].x || points[0].y == points[1].y;
    if (item->count == 2 && style->dash <= 0.0f && !straight && style->width <= (float)SHAPE_LINE_WIDTH_MAX) {
        shape_line(&pass->target, points, style->width, style->stroke);
        return;
    }
    if (item->count == 2 && style->dash <= 0.0f && straight) {
        float half = style->width / 2.0f;
        Rect box = item->bounds;
        box = points[0].x == points[1].x ? (Rect){box.x - half, box.y, style->width, box.h}
                                         : (Rect){box.x, box.y - half, box.w, style->width};
        shape_box(&pass->target, &(ShapeBox){.box = box, .fill = style->stroke});
        return;
    }
    stroke_path_clear(&pass->raster->path);
    for (uint32_t i = 0; i < item->count; i++) {
        stroke_path_to(&pass->raster->path, points[i]);
    }
    stroke_path(pass, item);
}

static void paint_curve(Pass *pass, const DrawItem *item)
{
    stroke_path_clear(&pass->raster->path);
    stroke_path_curve(&pass->raster->path, draw_item_points(pass->list, item));
    stroke_path(pass, item);
}

static void paint_polygon(Pass *pass, const DrawItem *item)
{
    const Point *points = draw_item_points(pass->list, item);
    bool small = item->count == 3 && item->bounds.w <= (float)SHAPE_TRIANGLE_SIDE_MAX && item->bounds.h <= (float)SHAPE_TRIANGLE_SIDE_MAX;
    if (item->style.fill != 0 && small) {
        shape_triangle(&pass->target, points, item->bounds, item->style.fill);
    } else if (item->style.fill != 0 && begin_scan(pass, item)) {
        scan_polygon(&pass->raster->scan, points, item->count);
        scan_paint(&pass->raster->scan, pass->target.surface, item->style.fill);
    }
    if (item->style.stroke != 0) {
        stroke_path_clear(&pass->raster->path);
        for (uint32_t i = 0; i < item->count; i++) {
            stroke_path_to(&pass->raster->path, points[i]);
        }
        pass->raster->path.closed = true;
        stroke_path(pass, item);
    }
}

static void blend_run(const ShapeTarget *target, const FontRun *run, const int corner[2], Color color)
{
    PixelBox area = {corner[0], corner[1], corner[0] + run->width, corner[1] + run->height};
    area = pixel_box_intersection(area, target->clip);
    uint32_t alpha = color >> 24;
    for (int y = area.y0; y < area.y1; y++) {
        const uint8_t *coverage = run->coverage + (ptrdiff_t)(y - corner[1]) * run->width - corner[0];
        uint32_t *row = target->surface->pixels + (ptrdiff_t)y * target->surface->width;
        for (int x = area.x0; x < area.x1; x++) {
            if (coverage[x] != 0) {
                pixel_blend(&row[x], color, (coverage[x] * alpha + 127) / 255);
            }
        }
    }
}

static void paint_text(Pass *pass, const DrawItem *item)
{
    static const float share[] = {[ALIGN_LEFT] = 0.0f, [ALIGN_CENTER] = 0.5f, [ALIGN_RIGHT] = 1.0f};
    const PixelBox *clip = &pass->target.clip;
    float size = item->bounds.h;
    float baseline = item->bounds.y;
    if (baseline < (float)clip->y0 - size || baseline > (float)clip->y1 + 1.5f * size) {
        return; /* neither measured nor cached when out of sight */
    }
    TextStyle style = {(FontRole)item->role, (TextAlign)item->align, size, item->style.fill};
    const char *text = draw_item_text(pass->list, item);
    float x = item->bounds.x;
    if (style.align != ALIGN_LEFT) {
        x -= share[style.align] * fonts_width(pass->raster->fonts, &style, text, item->count);
    }
    if (x > (float)clip->x1) {
        return;
    }
    FontRun run = fonts_run(pass->raster->fonts, &style, text, item->count);
    if (run.coverage == NULL) {
        return;
    }
    int corner[2] = {pixel_below(x + 0.5f) + run.left, pixel_below(baseline + 0.5f) + run.top};
    blend_run(&pass->target, &run, corner, item->style.fill);
}

static void paint_item(Pass *pass, const DrawItem *item)
{
    switch ((DrawKind)item->kind) {
    case DRAW_BOX:
    case DRAW_CIRCLE:
        paint_box(pass, item);
        return;
    case DRAW_LINE:
        paint_line(pass, item);
        return;
    case DRAW_CURVE:
        paint_curve(pass, item);
        return;
    case DRAW_POLYGON:
        paint_polygon(pass, item);
        return;
    case DRAW_TEXT:
        paint_text(pass, item);
        return;
    }
    BUG("unknown kind of draw item");
}

/* The pixels an item may change at all: its clip's edges go to the nearest whole pixel. */
static PixelBox item_clip(Pass *pass, const DrawItem *item)
{
    if (item->clip != pass->clip) {
        Rect clip;
        PixelBox whole = {0, 0, pass->target.surface->width, pass->target.surface->height};
        bool cut = draw_item_clip(pass->list, item, &clip);
        pass->clip = item->clip;
        pass->clip_box = cut ? pixel_box_intersection(whole, covering(rect_snap(clip), 0.0f)) : whole;
    }
    return pass->clip_box;
}

/* Glyphs reach out of their line: accents above, descenders below, italics beside. */
static Rect text_room(const Pass *pass, const DrawItem *item)
{
    static const float share[] = {[ALIGN_LEFT] = 0.0f, [ALIGN_CENTER] = 0.5f, [ALIGN_RIGHT] = 1.0f};
    TextStyle style = {(FontRole)item->role, (TextAlign)item->align, item->bounds.h, item->style.fill};
    float wide = fonts_width(pass->raster->fonts, &style, draw_item_text(pass->list, item), item->count), size = item->bounds.h;
    return (Rect){item->bounds.x - share[style.align] * wide - 5.0f, item->bounds.y - 1.5f * size - 1.0f, wide + 10.0f, 2.25f * size + 4.0f};
}

/* The pixels an item paints, at most. */
static PixelBox item_reach(Pass *pass, const DrawItem *item)
{
    PixelBox clip = item_clip(pass, item);
    if (item->kind != DRAW_TEXT) {
        return pixel_box_intersection(clip, covering(item->bounds, item->style.width + 2.0f));
    }
    Rect near = {item->bounds.x, item->bounds.y - 1.5f * item->bounds.h, 0.0f, 2.5f * item->bounds.h};
    PixelBox rows = covering(near, 2.0f);
    rows.x0 = clip.x0;
    rows.x1 = clip.x1;
    rows = pixel_box_intersection(clip, rows);
    return is_empty(rows) ? rows : pixel_box_intersection(rows, covering(text_room(pass, item), 0.0f));
}

static void paint_within(Pass *pass, const DrawItem *item)
{
    pass->whole = item_clip(pass, item);
    pass->target.clip = pixel_box_intersection(pass->region, pass->whole);
    if (!is_empty(pass->target.clip)) {
        paint_item(pass, item);
    }
}

void raster_draw(Raster *raster, const DrawList *list, Surface *surface)
{
    PixelBox whole = {0, 0, surface->width, surface->height};
    Pass pass = {raster, list, {surface, whole}, whole, whole, 0, whole};
    fonts_trim(raster->fonts);
    for (size_t i = 0; i < list->items.count; i++) {
        paint_within(&pass, &list->items.items[i]);
    }
}

/* A list that begins with an opaque ground needs no other. */
static bool has_ground(const DrawList *list, const Surface *surface)
{
    const DrawItem *first = list->items.count == 0 ? NULL : &list->items.items[0];
    return first != NULL && first->kind == DRAW_BOX && first->clip == 0 && first->style.fill >> 24 == 0xff && first->style.radius <= 0.0f &&
           first->style.stroke == 0 && first->bounds.x <= 0.0f && first->bounds.y <= 0.0f &&
           first->bounds.x + first->bounds.w >= (float)surface->width && first->bounds.y + first->bounds.h >= (float)surface->height;
}

static void clear(Surface *surface, PixelBox box)
{
    for (int y = box.y0; y < box.y1; y++) {
        uint32_t *row = surface->pixels + (ptrdiff_t)y * surface->width;
        for (int x = box.x0; x < box.x1; x++) {
            row[x] = UINT32_C(0xff000000);
        }
    }
}

void raster_update(Raster *raster, const DrawList *list, Surface *surface, Damage *damage)
{
    PixelBox whole = {0, 0, surface->width, surface->height};
    Pass pass = {raster, list, {surface, whole}, whole, whole, 0, whole};
    fonts_trim(raster->fonts);
    damage_begin(damage, surface->width, surface->height);
    for (size_t i = 0; i < list->items.count; i++) {
        damage_add(damage, list, &list->items.items[i], item_reach(&pass, &list->items.items[i]));
    }
    damage_end(damage);
    bool grounded = has_ground(list, surface);
    for (size_t box = 0; box < damage->boxes.count; box++) {
        pass.region = damage->boxes.items[box];
        if (!grounded) {
            clear(surface, pass.region);
        }
        for (size_t i = 0; i < list->items.count; i++) {
            if (!is_empty(pixel_box_intersection(damage->touched.items[i], pass.region))) {
                paint_within(&pass, &list->items.items[i]);
            }
        }
    }
}
