/* A thumbnail is the boxes and arrows of a picture without their texts, which would be too small to read. */
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

static bool take(Thumbnail *thumbnail, const DrawList *list, const char *prefix, bool boxes)
{
    Shrink same = {&thumbnail->list, {0.0f, 0.0f}, {0.0f, 0.0f}, 1.0f};
    bool any = false;
    for (size_t i = 0; i < list->items.count; i++) {
        const DrawItem *item = &list->items.items[i];
        bool box = item->kind == DRAW_BOX;
        if (item->kind == DRAW_TEXT || box != boxes || !is_within(list, item, prefix)) {
            continue;
        }
        put_item(&same, list, item);
        thumbnail->box = boxes ? rect_union(thumbnail->box, item->bounds) : thumbnail->box;
        any = true;
    }
    return any;
}

void thumbnail_take(Thumbnail *thumbnail, const View *view)
{
    thumbnail_release(thumbnail);
    draw_init(&thumbnail->list);
    thumbnail->made = true;
    take(thumbnail, &view->list, "reference ", false);
    if (!take(thumbnail, &view->list, "object ", true)) {
        take(thumbnail, &view->list, "pool ", true);
    }
    thumbnail->box = rect_inset(thumbnail->box, -6.0f);
}

void thumbnail_put(DrawList *list, const Thumbnail *thumbnail, Rect box)
{
    if (rect_is_empty(thumbnail->box) || rect_is_empty(box)) {
        return;
    }
    float scale = fminf(0.7f, fminf(box.w / thumbnail->box.w, box.h / thumbnail->box.h));
    Point origin = {box.x + (box.w - thumbnail->box.w * scale) / 2.0f, box.y + (box.h - thumbnail->box.h * scale) / 2.0f};
    Shrink shrink = {list, {thumbnail->box.x, thumbnail->box.y}, origin, scale};
    draw_clip_push(list, box);
    for (size_t i = 0; i < thumbnail->list.items.count; i++) {
        put_item(&shrink, &thumbnail->list, &thumbnail->list.items.items[i]);
    }
    draw_clip_pop(list);
}

void thumbnail_release(Thumbnail *thumbnail)
{
    if (thumbnail->made) {
        draw_release(&thumbnail->list);
    }
    *thumbnail = (Thumbnail){0};
}
