/* A draw list drawn by cairo, as one would write it: paths, fills, strokes, text through its own font functions. Only for
 * bench_frames.c. */
#ifndef HL_BENCH_FRAMES_CAIRO_H
#define HL_BENCH_FRAMES_CAIRO_H

#include "view/draw.h"

#include <cairo.h>
#include <math.h>

static void cairo_color(cairo_t *cairo, Color color)
{
    cairo_set_source_rgba(cairo, (double)(color >> 16 & 255) / 255.0, (double)(color >> 8 & 255) / 255.0, (double)(color & 255) / 255.0,
                          (double)(color >> 24) / 255.0);
}

static void cairo_box_path(cairo_t *cairo, Rect box, float radius)
{
    double r = fmin(radius, fmin(box.w, box.h) / 2.0), right = box.x + box.w, bottom = box.y + box.h;
    cairo_new_path(cairo);
    if (r <= 0.0) {
        cairo_rectangle(cairo, box.x, box.y, box.w, box.h);
        return;
    }
    cairo_arc(cairo, right - r, box.y + r, r, -M_PI / 2, 0);
    cairo_arc(cairo, right - r, bottom - r, r, 0, M_PI / 2);
    cairo_arc(cairo, box.x + r, bottom - r, r, M_PI / 2, M_PI);
    cairo_arc(cairo, box.x + r, box.y + r, r, M_PI, 3 * M_PI / 2);
    cairo_close_path(cairo);
}

static void cairo_hatch(cairo_t *cairo, Rect box, Color color)
{
    cairo_save(cairo);
    cairo_clip_preserve(cairo);
    cairo_new_path(cairo);
    for (double x = box.x - box.h; x < box.x + box.w; x += 7.0) {
        cairo_move_to(cairo, x, box.y + box.h);
        cairo_line_to(cairo, x + box.h, box.y);
    }
    cairo_color(cairo, color);
    cairo_set_line_width(cairo, 2.5);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

static void cairo_stroked(cairo_t *cairo, const DrawStyle *style)
{
    double dashes[2] = {style->dash, style->gap};
    cairo_set_dash(cairo, dashes, style->dash > 0.0f ? 2 : 0, 0.0);
    cairo_set_line_width(cairo, style->width);
    cairo_color(cairo, style->stroke);
    cairo_stroke(cairo);
}

static void cairo_box(cairo_t *cairo, const DrawItem *item)
{
    const DrawStyle *style = &item->style;
    float radius = item->kind == DRAW_CIRCLE ? item->bounds.w / 2.0f : style->radius;
    cairo_box_path(cairo, item->bounds, radius);
    if (style->fill != 0) {
        cairo_color(cairo, style->fill);
        cairo_fill_preserve(cairo);
    }
    if (style->hatch != 0) {
        cairo_hatch(cairo, item->bounds, style->hatch);
    }
    if (style->stroke != 0 && style->width > 0.0f) {
        cairo_box_path(cairo, rect_inset(item->bounds, style->width / 2.0f), radius - style->width / 2.0f);
        cairo_stroked(cairo, style);
    }
    cairo_new_path(cairo);
}

static void cairo_points(cairo_t *cairo, const DrawList *list, const DrawItem *item)
{
    const Point *p = draw_item_points(list, item);
    cairo_new_path(cairo);
    cairo_move_to(cairo, p[0].x, p[0].y);
    if (item->kind == DRAW_CURVE) {
        cairo_curve_to(cairo, p[1].x, p[1].y, p[2].x, p[2].y, p[3].x, p[3].y);
    }
    for (uint32_t i = 1; i < item->count && item->kind != DRAW_CURVE; i++) {
        cairo_line_to(cairo, p[i].x, p[i].y);
    }
    if (item->kind == DRAW_POLYGON) {
        cairo_close_path(cairo);
        cairo_color(cairo, item->style.fill);
        cairo_fill_preserve(cairo);
    }
    if (item->style.stroke != 0) {
        cairo_stroked(cairo, &item->style);
    }
    cairo_new_path(cairo);
}

static void cairo_text(cairo_t *cairo, const DrawList *list, const DrawItem *item)
{
    cairo_text_extents_t extents;
    const char *text = draw_item_text(list, item);
    cairo_select_font_face(cairo, "sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo, item->bounds.h);
    cairo_text_extents(cairo, text, &extents);
    cairo_move_to(cairo, item->bounds.x - (item->align == ALIGN_CENTER ? extents.x_advance / 2 : 0), item->bounds.y);
    cairo_color(cairo, item->style.fill);
    cairo_show_text(cairo, text);
}

static void cairo_list(const DrawList *list, int width, int height)
{
    static cairo_surface_t *surface = NULL;
    if (surface == NULL) {
        surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    }
    cairo_t *cairo = cairo_create(surface);
    for (size_t i = 0; i < list->items.count; i++) {
        const DrawItem *item = &list->items.items[i];
        if (item->kind == DRAW_BOX || item->kind == DRAW_CIRCLE) {
            cairo_box(cairo, item);
        } else if (item->kind == DRAW_TEXT) {
            cairo_text(cairo, list, item);
        } else {
            cairo_points(cairo, list, item);
        }
    }
    cairo_surface_flush(surface);
    cairo_destroy(cairo);
}

#endif
