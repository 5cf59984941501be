/* A picture on the way: the later list, its parts moved; what is gone goes before its objects, the dot behind its last part. */
#include "view/motion.h"

#include <math.h>
#include <string.h>

static float mix(float from, float to, float share)
{
    return to + (from - to) * (1.0f - share);
}

static Rect rect_between(Rect from, Rect to, float share)
{
    return (Rect){mix(from.x, to.x, share), mix(from.y, to.y, share), mix(from.w, to.w, share), mix(from.h, to.h, share)};
}

/* No paint counts as the other paint, unseen. */
static Color paint_between(Color from, Color to, float share)
{
    from = from == 0 ? to & 0xffffff : from;
    to = to == 0 ? from & 0xffffff : to;
    return color_mix(from, to, share);
}

static void style_between(const DrawStyle *from, DrawStyle *style, float share)
{
    Color hatch_from = from->hatch, hatch_to = style->hatch;
    style->fill = paint_between(from->fill, style->fill, share);
    style->stroke = paint_between(from->stroke, style->stroke, share);
    if (hatch_from != 0 || hatch_to != 0) { /* stripes of the fill's colour are not seen */
        style->hatch = color_mix(hatch_from == 0 ? style->fill : hatch_from, hatch_to == 0 ? style->fill : hatch_to, share);
    }
    style->width = mix(from->width, style->width, share);
    style->radius = mix(from->radius, style->radius, share);
}

static void fade(DrawStyle *style, float share)
{
    Color *const paints[] = {&style->fill, &style->stroke, &style->hatch};
    for (size_t i = 0; i < 3; i++) {
        *paints[i] = color_mix(*paints[i] & 0xffffff, *paints[i], share);
    }
}

static void item_between(Motion *motion, const DrawItem *from, DrawItem *item, float share)
{
    item->bounds = rect_between(from->bounds, item->bounds, share);
    style_between(&from->style, &item->style, share);
    Point *to = motion->between.points.items + item->first;
    const Point *begin = draw_item_points(&motion->before, from);
    for (uint32_t i = 0; draw_has_points(item) && i < item->count; i++) {
        to[i] = (Point){mix(begin[i].x, to[i].x, share), mix(begin[i].y, to[i].y, share)};
    }
}

static void item_shift(Motion *motion, DrawItem *item, Point by)
{
    item->bounds.x += by.x;
    item->bounds.y += by.y;
    Point *points = motion->between.points.items + item->first;
    for (uint32_t i = 0; draw_has_points(item) && i < item->count; i++) {
        points[i] = (Point){points[i].x + by.x, points[i].y + by.y};
    }
}

/* The box or circle an object is drawn as: the first that is filled; rings round it are not. */
static const DrawItem *body_of(const DrawList *list, const MotionPart *part)
{
    for (size_t i = part->first; i < part->first + part->count; i++) {
        const DrawItem *item = &list->items.items[i];
        if ((item->kind == DRAW_BOX || item->kind == DRAW_CIRCLE) && item->style.fill != 0) {
            return item;
        }
    }
    return NULL;
}

static void shift_object(Motion *motion, const MotionPart *before, const MotionPart *after, float share)
{
    const DrawItem *from = body_of(&motion->before, before), *to = body_of(motion->after, after);
    if (from == NULL || to == NULL) {
        return;
    }
    Point by = {(from->bounds.x - to->bounds.x) * (1.0f - share), (from->bounds.y - to->bounds.y) * (1.0f - share)};
    DrawItem *items = motion->between.items.items;
    style_between(&from->style, &items[to - motion->after->items.items].style, share);
    for (size_t i = after->first; i < after->first + after->count; i++) {
        item_shift(motion, &items[i], by);
    }
}

static void move_pair(Motion *motion, MotionPair pair, float share)
{
    const MotionPart *after = &motion->parts_after.items[pair.after];
    DrawItem *items = motion->between.items.items + after->first;
    const MotionPart *before = pair.before < 0 ? NULL : &motion->parts_before.items[pair.before];
    if (before != NULL && !pair.alike) {
        if (after->is_object) {
            shift_object(motion, before, after, share);
        }
        return;
    }
    for (size_t i = 0; i < after->count; i++) {
        if (before == NULL) {
            fade(&items[i].style, share);
        } else {
            item_between(motion, &motion->before.items.items[before->first + i], &items[i], share);
        }
    }
}

/* ---- what is in one list only ---- */

/* Copies an item of `before` to the end of `between`. */
static DrawItem *add_old(Motion *motion, const DrawItem *old)
{
    DrawList *list = &motion->between;
    DrawItem item = *old;
    Rect clip;
    item.group = 0;
    item.clip = 0;
    if (draw_item_clip(&motion->before, old, &clip)) {
        item.clip = (uint32_t)list->clips.count;
        vec_push(&list->clips, clip);
    }
    if (old->kind == DRAW_TEXT) {
        item.first = (uint32_t)list->texts.count;
        vec_reserve(&list->texts, old->count + 1);
        memcpy(list->texts.items + item.first, draw_item_text(&motion->before, old), old->count + 1);
        list->texts.count += old->count + 1;
    } else if (draw_has_points(old)) {
        item.first = (uint32_t)list->points.count;
        vec_reserve(&list->points, old->count);
        memcpy(list->points.items + item.first, draw_item_points(&motion->before, old), old->count * sizeof(Point));
        list->points.count += old->count;
    }
    vec_push(&list->items, item);
    return &vec_last(&list->items);
}

static void add_gone(Motion *motion, float share)
{
    for (size_t i = 0; i < motion->pairs.count; i++) {
        MotionPair pair = motion->pairs.items[i];
        const MotionPart *part = pair.after >= 0 ? NULL : &motion->parts_before.items[pair.before];
        for (size_t j = 0; part != NULL && j < part->count; j++) {
            fade(&add_old(motion, &motion->before.items.items[part->first + j])->style, 1.0f - share);
        }
    }
}

/* A stretch's four control points. */
static void track_control(const DrawList *list, const DrawItem *item, Point control[4])
{
    const Point *p = draw_item_points(list, item);
    for (int i = 0; i < 4; i++) {
        float third = (float)i / 3.0f;
        control[i] = item->kind == DRAW_CURVE ? p[i] : (Point){p[0].x + (p[1].x - p[0].x) * third, p[0].y + (p[1].y - p[0].y) * third};
    }
}

static float track_length(const Point control[4])
{
    float length = 0.0f;
    for (int i = 0; i < 3; i++) {
        length += hypotf(control[i + 1].x - control[i].x, control[i + 1].y - control[i].y);
    }
    return length;
}

/* Cut as the stretch it is on. */
static void put_dot(Motion *motion, const DrawItem *track, const MarkEdge *edge, float t)
{
    Rect clip;
    DrawList *list = &motion->between;
    bool cut = draw_item_clip(motion_track_list(motion), track, &clip);
    if (cut) {
        draw_clip_push(list, clip);
    }
    mark_dot(&(MarkPen){list, motion->theme, NULL, motion->scale}, edge, t);
    if (cut) {
        draw_clip_pop(list);
    }
}

/* The dot, at a share of the whole track. */
static void add_dot(Motion *motion, float share)
{
    const DrawList *list = motion_track_list(motion);
    const MotionPart *part = &motion_track_parts(motion)->items[motion->travelled];
    float total = 0.0f;
    MarkEdge edge;
    for (size_t i = part->first; i < part->first + part->count; i++) {
        if (motion_is_track(motion, &list->items.items[i])) {
            track_control(list, &list->items.items[i], edge.control);
            total += track_length(edge.control);
        }
    }
    float left = total * (motion->back ? 1.0f - share : share);
    for (size_t i = part->first; i < part->first + part->count; i++) {
        if (!motion_is_track(motion, &list->items.items[i])) {
            continue;
        }
        track_control(list, &list->items.items[i], edge.control);
        float length = track_length(edge.control);
        if (left <= length && length > 0.0f) {
            put_dot(motion, &list->items.items[i], &edge, left / length);
            return;
        }
        left -= length;
    }
}

/* ---- the list ---- */

#define COPY_ALL(to, from)                                                          \
    do {                                                                            \
        (to)->count = 0;                                                            \
        vec_reserve(to, (from)->count + 1); /* so that there is memory */           \
        if ((from)->count > 0) {                                                    \
            memcpy((to)->items, (from)->items, (from)->count * sizeof *(from)->items); \
        }                                                                           \
        (to)->count = (from)->count;                                                \
    } while (0)

static void copy_list(Motion *motion)
{
    DrawList *list = &motion->between;
    COPY_ALL(&list->points, &motion->after->points);
    COPY_ALL(&list->texts, &motion->after->texts);
    COPY_ALL(&list->groups, &motion->after->groups);
    COPY_ALL(&list->clips, &motion->after->clips);
    COPY_ALL(&list->items, &motion->after->items);
    list->group = 0;
}

static bool in_graph(const DrawList *list, uint32_t group)
{
    while (group != 0 && strcmp(draw_group_name(list, group), "panel graph") != 0) {
        group = list->groups.items[group].parent;
    }
    return group != 0;
}

/* Where the objects begin and where the last part ends; without any, where the graph ends. */
static void find_seams(const Motion *motion, size_t *objects, size_t *end)
{
    const MotionParts *parts = &motion->parts_after;
    const DrawList *list = motion->after;
    *end = parts->count > 0 ? vec_last(parts).first + vec_last(parts).count : list->items.count;
    while (parts->count == 0 && *end > 0 && !in_graph(list, list->items.items[*end - 1].group)) {
        (*end)--;
    }
    *objects = *end;
    for (size_t i = parts->count; i-- > 0;) {
        *objects = parts->items[i].is_object ? parts->items[i].first : *objects;
    }
}

/* The items added since `since` go to `place`. */
static void insert_at(DrawList *list, size_t place, size_t since)
{
    size_t added = list->items.count - since;
    vec_reserve(&list->items, added);
    DrawItem *items = list->items.items;
    memmove(items + place + added, items + place, (list->items.count - place) * sizeof *items);
    memcpy(items + place, items + list->items.count, added * sizeof *items);
}

const DrawList *motion_draw(Motion *motion, float share)
{
    if (share >= 1.0f) {
        return motion->after;
    }
    float eased = share * share * (3.0f - 2.0f * share);
    size_t objects, end, since = motion->after->items.count;
    copy_list(motion);
    for (size_t i = 0; i < motion->pairs.count; i++) {
        if (motion->pairs.items[i].after >= 0) {
            move_pair(motion, motion->pairs.items[i], eased);
        }
    }
    find_seams(motion, &objects, &end);
    if (motion->travelled >= 0) {
        add_dot(motion, eased);
        insert_at(&motion->between, end, since);
    }
    since = motion->between.items.count;
    add_gone(motion, eased);
    insert_at(&motion->between, objects, since);
    return &motion->between;
}
