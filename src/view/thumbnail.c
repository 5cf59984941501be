/* A thumbnail is the boxes and arrows of a picture's graph. Texts would be too small to read but for labels, which are written
 * anew in a size that can be read, where a box has room for it; badges, which say nothing without their figures, are left out. */
#include "view/menu.h"

#include <math.h>
#include <string.h>

typedef struct Shrink {
    DrawList *to;
    Point from, origin; /* the first goes to the second */
    float scale;
} Shrink;

static Point shrink_point(const Shrink *shrink, Point point)
{
    return (Point){shrink->origin.x + (point.x - shrink->from.x) * shrink->scale,
                   shrink->origin.y + (point.y - shrink->from.y) * shrink->scale};
}

static void put_points(const Shrink *shrink, const DrawList *list, const DrawItem *item, const DrawStyle *style)
{
    VEC(Point) points = {0};
    for (uint32_t i = 0; i < item->count; i++) {
        vec_push(&points, shrink_point(shrink, draw_item_points(list, item)[i]));
    }
    if (item->kind == DRAW_CURVE) {
        draw_curve(shrink->to, points.items, style);
    } else if (item->kind == DRAW_POLYGON) {
        draw_polygon(shrink->to, points.items, points.count, style);
    } else {
        draw_polyline(shrink->to, points.items, points.count, style);
    }
    vec_release(&points);
}

static void put_item(const Shrink *shrink, const DrawList *list, const DrawItem *item)
{
    DrawStyle style = item->style;
    style.width = style.width > 0.0f ? fmaxf(1.0f, style.width * shrink->scale) : 0.0f;
    style.radius *= shrink->scale;
    style.dash *= shrink->scale;
    style.gap *= shrink->scale;
    Point corner = shrink_point(shrink, (Point){item->bounds.x, item->bounds.y});
    Rect box = {corner.x, corner.y, item->bounds.w * shrink->scale, item->bounds.h * shrink->scale};
    switch ((DrawKind)item->kind) {
    case DRAW_BOX: draw_box(shrink->to, box, &style); break;
    case DRAW_CIRCLE: draw_circle(shrink->to, rect_center(box), box.w / 2.0f, &style); break;
    case DRAW_LINE: case DRAW_CURVE: case DRAW_POLYGON: put_points(shrink, list, item, &style); break;
    case DRAW_TEXT: break;
    }
}

/* Whether an item belongs to a group whose name, or that of one around it, begins so. */
static bool is_within(const DrawList *list, const DrawItem *item, const char *prefix)
{
    for (uint32_t group = item->group; group != 0; group = list->groups.items[group].parent) {
        if (strncmp(draw_group_name(list, group), prefix, strlen(prefix)) == 0) {
            return true;
        }
    }
    return false;
}

/* Part of the panel, and of a group so called within it. */
typedef struct ThumbnailPart {
    const char *panel, *group;
    bool boxes; /* else lines */
} ThumbnailPart;

static bool take(Thumbnail *thumbnail, const View *view, const ThumbnailPart *part)
{
    const DrawList *list = &view->list;
    Shrink same = {&thumbnail->list, {0.0f, 0.0f}, {0.0f, 0.0f}, 1.0f};
    bool any = false;
    for (size_t i = 0; i < list->items.count; i++) {
        const DrawItem *item = &list->items.items[i];
        bool box = item->kind == DRAW_BOX, badge = box && item->style.fill == view_color(view, COLOR_BADGE) && 2.0f * item->style.radius >= item->bounds.h - 1.0f;
        if (item->kind == DRAW_TEXT || box != part->boxes || badge || !is_within(list, item, part->panel) || !is_within(list, item, part->group)) {
            continue;
        }
        put_item(&same, list, item);
        thumbnail->box = part->boxes ? rect_union(thumbnail->box, item->bounds) : thumbnail->box;
        any = true;
    }
    return any;
}

/* Of every object: its box, the group's first, and its label, the first bold text there. */
static void take_labels(Thumbnail *thumbnail, const View *view)
{
    const DrawList *list = &view->list;
    uint32_t boxed = 0, labelled = 0;
    Rect box = {0};
    for (size_t i = 0; i < list->items.count; i++) {
        const DrawItem *item = &list->items.items[i];
        if (!is_within(list, item, "panel graph") || !is_within(list, item, "object ")) {
            continue;
        }
        if (item->kind == DRAW_BOX && item->group != boxed) {
            boxed = item->group;
            box = item->bounds;
        } else if (item->kind == DRAW_TEXT && item->role == FONT_UI_BOLD && item->group == boxed && item->group != labelled) {
            labelled = item->group;
            vec_push(&thumbnail->labels, ((ThumbnailLabel){box, (uint32_t)thumbnail->list.texts.count}));
            for (uint32_t at = 0; at <= item->count; at++) {
                vec_push(&thumbnail->list.texts, draw_item_text(list, item)[at]);
            }
        }
    }
}

bool thumbnail_take(Thumbnail *thumbnail, const View *view)
{
    thumbnail_release(thumbnail);
    draw_init(&thumbnail->list);
    thumbnail->made = true;
    take(thumbnail, view, &(ThumbnailPart){"panel graph", "reference ", false});
    bool objects = take(thumbnail, view, &(ThumbnailPart){"panel graph", "object ", true});
    if (!objects) {
        take(thumbnail, view, &(ThumbnailPart){"panel memory", "pool ", true});
    }
    take_labels(thumbnail, view);
    thumbnail->box = rect_inset(thumbnail->box, -6.0f);
    return objects;
}

static void put_labels(View *view, const Thumbnail *thumbnail, const Shrink *shrink)
{
    TextStyle style = view_aligned(view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT), ALIGN_CENTER);
    for (size_t i = 0; i < thumbnail->labels.count; i++) {
        const ThumbnailLabel *label = &thumbnail->labels.items[i];
        Point corner = shrink_point(shrink, (Point){label->box.x, label->box.y});
        Rect box = {corner.x, corner.y, label->box.w * shrink->scale, label->box.h * shrink->scale};
        const char *text = &thumbnail->list.texts.items[label->text];
        if (box.h >= 1.3f * style.size_px && view_text_width(view, &style, text) <= box.w - view_px(view, 6.0f)) {
            view_put(view, box, &style, text);
        }
    }
}

void thumbnail_put(View *view, const Thumbnail *thumbnail, Rect box)
{
    if (rect_is_empty(thumbnail->box) || rect_is_empty(box)) {
        return;
    }
    float scale = fminf(0.7f * view->unit, fminf(box.w / thumbnail->box.w, box.h / thumbnail->box.h));
    Point origin = {box.x + (box.w - thumbnail->box.w * scale) / 2.0f, box.y + (box.h - thumbnail->box.h * scale) / 2.0f};
    Shrink shrink = {&view->list, {thumbnail->box.x, thumbnail->box.y}, origin, scale};
    draw_clip_push(&view->list, box);
    for (size_t i = 0; i < thumbnail->list.items.count; i++) {
        put_item(&shrink, &thumbnail->list, &thumbnail->list.items.items[i]);
    }
    put_labels(view, thumbnail, &shrink);
    draw_clip_pop(&view->list);
}

void thumbnail_release(Thumbnail *thumbnail)
{
    if (thumbnail->made) {
        draw_release(&thumbnail->list);
        vec_release(&thumbnail->labels);
    }
    *thumbnail = (Thumbnail){0};
}
