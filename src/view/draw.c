/* Appending and questions. Reading back as text is in draw_dump.c.
 *
 * A frame of 10,000 nodes and 30,000 edges is about 60,000 items of 72 bytes; after the first frame nothing is
 * allocated. Hit testing walks the items from the top: well under a millisecond for such a frame. */
#include "view/draw.h"

#include "base/check.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

static const float hit_reach_px = 4.0f;

void draw_init(DrawList *list)
{
    memset(list, 0, sizeof *list);
    draw_clear(list);
}

void draw_release(DrawList *list)
{
    vec_release(&list->items);
    vec_release(&list->points);
    vec_release(&list->texts);
    vec_release(&list->groups);
    vec_release(&list->clips);
    vec_release(&list->open_clips);
}

void draw_clear(DrawList *list)
{
    list->items.count = 0;
    list->points.count = 0;
    list->texts.count = 0;
    list->groups.count = 0;
    list->clips.count = 0;
    list->open_clips.count = 0;
    list->group = 0;
    vec_push(&list->texts, '\0');
    vec_push(&list->groups, ((DrawGroup){0, 0, {0, 0, 0, 0}}));
    vec_push(&list->clips, ((Rect){0, 0, 0, 0}));
}

static uint32_t open_clip(const DrawList *list)
{
    return list->open_clips.count == 0 ? 0 : vec_last(&list->open_clips);
}

/* A point still counts as something seen: bounds get at least one pixel. */
static Rect visible_bounds(const DrawList *list, Rect bounds)
{
    bounds.w = fmaxf(bounds.w, 1.0f);
    bounds.h = fmaxf(bounds.h, 1.0f);
    uint32_t clip = open_clip(list);
    return clip == 0 ? bounds : rect_intersection(bounds, list->clips.items[clip]);
}

static DrawItem *append(DrawList *list, DrawKind kind, Rect bounds, const DrawStyle *style)
{
    DrawItem item = {.kind = (uint8_t)kind, .group = list->group, .clip = open_clip(list), .bounds = bounds, .style = *style};
    vec_push(&list->items, item);
    Rect seen = visible_bounds(list, kind == DRAW_TEXT ? (Rect){bounds.x, bounds.y, 0, 0} : bounds);
    for (uint32_t group = list->group; group != 0; group = list->groups.items[group].parent) {
        list->groups.items[group].bounds = rect_union(list->groups.items[group].bounds, seen);
    }
    return &vec_last(&list->items);
}

void draw_box(DrawList *list, Rect box, const DrawStyle *style)
{
    append(list, DRAW_BOX, box, style);
}

void draw_fill(DrawList *list, Rect box, Color fill)
{
    append(list, DRAW_BOX, box, &(DrawStyle){.fill = fill});
}

void draw_circle(DrawList *list, Point center, float radius, const DrawStyle *style)
{
    Rect box = {center.x - radius, center.y - radius, 2.0f * radius, 2.0f * radius};
    append(list, DRAW_CIRCLE, box, style);
}

static void append_points(DrawList *list, DrawKind kind, const Point *points, size_t count, const DrawStyle *style)
{
    float left = points[0].x;
    float top = points[0].y;
    float right = left;
    float bottom = top;
    size_t first = list->points.count;
    for (size_t i = 0; i < count; i++) {
        left = fminf(left, points[i].x);
        right = fmaxf(right, points[i].x);
        top = fminf(top, points[i].y);
        bottom = fmaxf(bottom, points[i].y);
        vec_push(&list->points, points[i]);
    }
    DrawItem *item = append(list, kind, (Rect){left, top, right - left, bottom - top}, style);
    item->first = (uint32_t)first;
    item->count = (uint32_t)count;
}

void draw_line(DrawList *list, Point a, Point b, const DrawStyle *style)
{
    append_points(list, DRAW_LINE, (Point[]){a, b}, 2, style);
}

void draw_polyline(DrawList *list, const Point *points, size_t count, const DrawStyle *style)
{
    if (count >= 2) {
        append_points(list, DRAW_LINE, points, count, style);
    }
}

void draw_polygon(DrawList *list, const Point *points, size_t count, const DrawStyle *style)
{
    if (count >= 3) {
        append_points(list, DRAW_POLYGON, points, count, style);
    }
}

void draw_curve(DrawList *list, const Point control[4], const DrawStyle *style)
{
    append_points(list, DRAW_CURVE, control, 4, style);
}

/* The unit vector from a to b; rightwards when they coincide. */
static Point direction(Point a, Point b)
{
    float dx = b.x - a.x;
    float dy = b.y - a.y;
    float length = sqrtf(dx * dx + dy * dy);
    return length > 0.001f ? (Point){dx / length, dy / length} : (Point){1.0f, 0.0f};
}

void draw_arrow_head(DrawList *list, const DrawHead *head, const DrawStyle *style)
{
    Point along = direction(head->from, head->tip);
    float half = head->length * 0.42f;
    Point back = {head->tip.x - along.x * head->length, head->tip.y - along.y * head->length};
    Point corners[3] = {
        head->tip,
        {back.x - along.y * half, back.y + along.x * half},
        {back.x + along.y * half, back.y - along.x * half},
    };
    draw_polygon(list, corners, 3, style);
}

void draw_arrow(DrawList *list, Point a, Point b, const DrawStyle *style, float head_px)
{
    Point along = direction(a, b);
    Point end = {b.x - along.x * head_px * 0.8f, b.y - along.y * head_px * 0.8f};
    draw_line(list, a, end, style);
    draw_arrow_head(list, &(DrawHead){a, b, head_px}, &(DrawStyle){.fill = style->stroke});
}

void draw_arrow_curve(DrawList *list, const Point control[4], const DrawStyle *style, float head_px)
{
    Point along = direction(control[2], control[3]);
    Point back = {-along.x * head_px * 0.8f, -along.y * head_px * 0.8f};
    Point shortened[4] = {
        control[0], control[1], {control[2].x + back.x, control[2].y + back.y}, {control[3].x + back.x, control[3].y + back.y}};
    draw_curve(list, shortened, style);
    draw_arrow_head(list, &(DrawHead){control[2], control[3], head_px}, &(DrawStyle){.fill = style->stroke});
}

/* Appends a text item for the `bytes` that already stand at the end of texts, from `first`, with their NUL. */
static void append_text(DrawList *list, Point at, const TextStyle *style, size_t first)
{
    Rect place = {at.x, at.y, 0.0f, style->size_px};
    DrawItem *item = append(list, DRAW_TEXT, place, &(DrawStyle){.fill = style->color});
    item->role = (uint8_t)style->role;
    item->align = (uint8_t)style->align;
    item->first = (uint32_t)first;
    item->count = (uint32_t)(list->texts.count - first - 1);
}

void draw_text_bytes(DrawList *list, Point at, const TextStyle *style, const char *text, size_t bytes)
{
    size_t first = list->texts.count;
    vec_reserve(&list->texts, bytes + 1);
    memcpy(list->texts.items + first, text, bytes);
    list->texts.items[first + bytes] = '\0';
    list->texts.count += bytes + 1;
    append_text(list, at, style, first);
}

void draw_text(DrawList *list, Point at, const TextStyle *style, const char *text)
{
    draw_text_bytes(list, at, style, text, strlen(text));
}

/* Formats to the end of texts and returns where it begins. */
__attribute__((format(printf, 2, 0))) static size_t append_format(DrawList *list, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    size_t first = list->texts.count;
    int bytes = vsnprintf(NULL, 0, format, arguments);
    CHECK(bytes >= 0);
    vec_reserve(&list->texts, (size_t)bytes + 1);
    vsnprintf(list->texts.items + first, (size_t)bytes + 1, format, again);
    list->texts.count += (size_t)bytes + 1;
    va_end(again);
    return first;
}

void draw_textf(DrawList *list, Point at, const TextStyle *style, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t first = append_format(list, format, arguments);
    va_end(arguments);
    append_text(list, at, style, first);
}

void draw_text_in(DrawList *list, Rect box, const TextStyle *style, const char *text)
{
    static const float share[] = {[ALIGN_LEFT] = 0.0f, [ALIGN_CENTER] = 0.5f, [ALIGN_RIGHT] = 1.0f};
    Point at = {box.x + box.w * share[style->align], text_baseline(style, box.y + box.h / 2.0f)};
    draw_text(list, at, style, text);
}

void draw_clip_push(DrawList *list, Rect box)
{
    uint32_t outer = open_clip(list);
    Rect clip = outer == 0 ? box : rect_intersection(box, list->clips.items[outer]);
    vec_push(&list->clips, clip);
    vec_push(&list->open_clips, (uint32_t)(list->clips.count - 1));
}

void draw_clip_pop(DrawList *list)
{
    CHECK(list->open_clips.count > 0);
    list->open_clips.count--;
}

void draw_group_begin(DrawList *list, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t name = append_format(list, format, arguments);
    va_end(arguments);
    vec_push(&list->groups, ((DrawGroup){(uint32_t)name, list->group, {0, 0, 0, 0}}));
    list->group = (uint32_t)(list->groups.count - 1);
}

void draw_group_end(DrawList *list)
{
    CHECK(list->group != 0);
    list->group = list->groups.items[list->group].parent;
}

const char *draw_item_text(const DrawList *list, const DrawItem *item)
{
    return list->texts.items + item->first;
}

const Point *draw_item_points(const DrawList *list, const DrawItem *item)
{
    return list->points.items + item->first;
}

const char *draw_group_name(const DrawList *list, uint32_t group)
{
    return list->texts.items + list->groups.items[group].name;
}

bool draw_item_clip(const DrawList *list, const DrawItem *item, Rect *clip)
{
    if (item->clip == 0) {
        return false;
    }
    *clip = list->clips.items[item->clip];
    return true;
}

static bool line_hit(const Point *points, uint32_t count, Point point, float reach)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (point_segment_distance(point, points[i], points[i + 1]) <= reach) {
            return true;
        }
    }
    return false;
}

static bool curve_hit(const Point *control, Point point, float reach)
{
    Point samples[17];
    for (int i = 0; i <= 16; i++) {
        samples[i] = curve_point(control, (float)i / 16.0f);
    }
    return line_hit(samples, 17, point, reach);
}

static bool item_hit(const DrawList *list, const DrawItem *item, Point point)
{
    float reach = hit_reach_px + item->style.width / 2.0f;
    switch ((DrawKind)item->kind) {
    case DRAW_BOX:
    case DRAW_POLYGON:
        return rect_contains(item->bounds, point);
    case DRAW_CIRCLE: {
        Point center = rect_center(item->bounds);
        return hypotf(point.x - center.x, point.y - center.y) <= item->bounds.w / 2.0f;
    }
    case DRAW_LINE:
        return rect_contains(rect_inset(item->bounds, -reach), point) &&
               line_hit(draw_item_points(list, item), item->count, point, reach);
    case DRAW_CURVE:
        return rect_contains(rect_inset(item->bounds, -reach), point) && curve_hit(draw_item_points(list, item), point, reach);
    case DRAW_TEXT:
        return false; /* a text lies on something that belongs to the same group */
    }
    BUG("unknown kind of draw item");
}

const char *draw_hit(const DrawList *list, Point point)
{
    for (size_t i = list->items.count; i-- > 0;) {
        const DrawItem *item = &list->items.items[i];
        if (item->clip != 0 && !rect_contains(list->clips.items[item->clip], point)) {
            continue;
        }
        if (item_hit(list, item, point)) {
            return item->group == 0 ? NULL : draw_group_name(list, item->group);
        }
    }
    return NULL;
}

bool draw_group_bounds(const DrawList *list, const char *name, Rect *bounds)
{
    for (uint32_t i = 1; i < list->groups.count; i++) {
        if (strcmp(draw_group_name(list, i), name) == 0) {
            *bounds = list->groups.items[i].bounds;
            return true;
        }
    }
    return false;
}

bool draw_has_text(const DrawList *list, const char *text)
{
    for (size_t i = 0; i < list->items.count; i++) {
        const DrawItem *item = &list->items.items[i];
        if (item->kind == DRAW_TEXT && strcmp(draw_item_text(list, item), text) == 0) {
            return true;
        }
    }
    return false;
}
