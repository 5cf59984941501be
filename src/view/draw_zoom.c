#include "view/draw_zoom.h"

#include <math.h>

Point draw_zoom_point(const DrawZoom *zoom, Point point)
{
    if (point.x < zoom->wall) {
        return point;
    }
    return (Point){zoom->shift.x + point.x * zoom->scale, zoom->shift.y + point.y * zoom->scale};
}

static Rect zoom_rect(const DrawZoom *zoom, Rect rect)
{
    Point corner = draw_zoom_point(zoom, (Point){rect.x, rect.y});
    if (rect.x < zoom->wall) {
        Point far = draw_zoom_point(zoom, (Point){rect.x + rect.w, rect.y + rect.h});
        return (Rect){rect.x, fminf(corner.y, far.y), fmaxf(0.0f, far.x - rect.x), fabsf(far.y - corner.y)};
    }
    return (Rect){corner.x, corner.y, rect.w * zoom->scale, rect.h * zoom->scale};
}

static void zoom_item(DrawList *list, DrawItem *item, const DrawZoom *zoom)
{
    if (item->kind == DRAW_TEXT) {
        Point at = draw_zoom_point(zoom, (Point){item->bounds.x, item->bounds.y});
        item->bounds = (Rect){at.x, at.y, 0.0f, item->bounds.h * zoom->scale};
        return;
    }
    item->bounds = zoom_rect(zoom, item->bounds);
    item->style.width *= zoom->scale;
    item->style.radius *= zoom->scale;
    item->style.dash *= zoom->scale;
    item->style.gap *= zoom->scale;
    bool pointed = draw_has_points(item);
    for (uint32_t i = 0; pointed && i < item->count; i++) {
        Point *point = &list->points.items[item->first + i];
        *point = draw_zoom_point(zoom, *point);
    }
}

void draw_zoom(DrawList *list, DrawMark since, const DrawZoom *zoom)
{
    for (size_t i = since.item; i < list->items.count; i++) {
        zoom_item(list, &list->items.items[i], zoom);
    }
    for (size_t i = since.group; i < list->groups.count; i++) {
        list->groups.items[i].bounds = zoom_rect(zoom, list->groups.items[i].bounds);
    }
}
