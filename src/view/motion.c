/* Parts are found by the names of their groups: "object 12", "reference 3 0 12". A part of both lists with the same items goes from
 * item to item; an object whose items differ (it got a ring, a badge) is moved as a whole, by the way of its box:
 *
 *      before   ┌───┐            between   ┌───┐
 *               └───┘  rc 1                └───┘  rc 2      texts are those of the later list
 *      after           ┌───┐
 *                      └───┘  rc 2
 *
 * Cost: one pass over both lists for the plan; per frame a copy of the list and the parts that differ. */
#include "view/motion.h"

#include "base/hash.h"

#include <string.h>

static void list_release(DrawList *list)
{
    draw_release(list);
    memset(list, 0, sizeof *list);
}

void motion_release(Motion *motion)
{
    list_release(&motion->before);
    list_release(&motion->between);
    vec_release(&motion->parts_before);
    vec_release(&motion->parts_after);
    vec_release(&motion->pairs);
    map_release(&motion->place);
}

void motion_take(Motion *motion, DrawList *list)
{
    DrawList taken = *list;
    *list = motion->before;
    draw_clear(list);
    motion->before = taken;
}

/* ---- parts ---- */

static bool is_named(const DrawList *list, uint32_t group, const char *begin)
{
    return strncmp(draw_group_name(list, group), begin, strlen(begin)) == 0;
}

/* The part's group that a group lies in, 0: none. */
static uint32_t moving_group(const DrawList *list, uint32_t group)
{
    uint32_t found = 0;
    for (; group != 0; group = list->groups.items[group].parent) {
        if (is_named(list, group, "object ") || is_named(list, group, "reference ")) {
            found = group;
        } else if (strcmp(draw_group_name(list, group), "panel graph") == 0) {
            return found;
        }
    }
    return 0;
}

/* The n-th part of a name is taken for the n-th of the other list. */
static uint64_t part_digest(Motion *motion, const char *name)
{
    uint64_t digest = hash_bytes(name, strlen(name));
    uint64_t turn = map_get(&motion->place, digest);
    map_put(&motion->place, digest, turn + 1);
    return hash_add(digest, turn);
}

static void find_parts(Motion *motion, const DrawList *list, MotionParts *parts)
{
    uint32_t open = 0, seen = UINT32_MAX;
    parts->count = 0;
    map_clear(&motion->place);
    for (size_t i = 0; i < list->items.count; i++) {
        uint32_t group = list->items.items[i].group;
        if (group != seen) {
            uint32_t now = moving_group(list, group);
            if (now != 0 && now != open) {
                const char *name = draw_group_name(list, now);
                vec_push(parts, ((MotionPart){part_digest(motion, name), i, 0, name[0] == 'o'}));
            }
            open = now;
            seen = group;
        }
        if (open != 0) {
            vec_last(parts).count++;
        }
    }
}

/* ---- what differs ---- */

static bool same_shape(const DrawItem *a, const DrawItem *b)
{
    return a->kind == b->kind && (!draw_has_points(a) || a->count == b->count);
}

static bool same_style(const DrawStyle *a, const DrawStyle *b)
{
    return a->fill == b->fill && a->stroke == b->stroke && a->hatch == b->hatch && a->width == b->width && a->radius == b->radius;
}

static bool same_place(const DrawList *a_list, const DrawItem *a, const DrawList *b_list, const DrawItem *b)
{
    if (a->bounds.x != b->bounds.x || a->bounds.y != b->bounds.y || a->bounds.w != b->bounds.w || a->bounds.h != b->bounds.h) {
        return false;
    }
    return !draw_has_points(a) || memcmp(draw_item_points(a_list, a), draw_item_points(b_list, b), a->count * sizeof(Point)) == 0;
}

static bool isomorphic(const Motion *motion, const MotionPart *before, const MotionPart *after)
{
    bool same = before->count == after->count;
    for (size_t i = 0; same && i < before->count; i++) {
        same = same_shape(&motion->before.items.items[before->first + i], &motion->after->items.items[after->first + i]);
    }
    return same;
}

static bool differs(const Motion *motion, const MotionPart *before, const MotionPart *after, bool alike)
{
    bool same = alike;
    for (size_t i = 0; same && i < before->count; i++) {
        const DrawItem *a = &motion->before.items.items[before->first + i], *b = &motion->after->items.items[after->first + i];
        same = same_style(&a->style, &b->style) && same_place(&motion->before, a, motion->after, b);
    }
    return !same;
}

static void find_pairs(Motion *motion)
{
    MotionParts *before = &motion->parts_before, *after = &motion->parts_after;
    map_clear(&motion->place);
    motion->pairs.count = 0;
    for (size_t i = 0; i < before->count; i++) {
        map_put(&motion->place, before->items[i].name, i + 1);
    }
    for (size_t i = 0; i < after->count; i++) {
        uint64_t place = 0;
        map_remove(&motion->place, after->items[i].name, &place);
        const MotionPart *old = place == 0 ? NULL : &before->items[place - 1];
        bool alike = old != NULL && isomorphic(motion, old, &after->items[i]);
        if (old == NULL || differs(motion, old, &after->items[i], alike)) {
            vec_push(&motion->pairs, ((MotionPair){(int64_t)place - 1, (int64_t)i, alike}));
        }
    }
    for (size_t i = 0; i < before->count; i++) {
        if (map_get(&motion->place, before->items[i].name) == i + 1) {
            vec_push(&motion->pairs, ((MotionPair){(int64_t)i, -1, false}));
        }
    }
}

bool motion_is_track(const Motion *motion, const DrawItem *item)
{
    bool line = item->kind == DRAW_CURVE || (item->kind == DRAW_LINE && item->count == 2);
    return line && item->style.stroke == motion->theme->color[COLOR_CURRENT] && item->style.dash <= 0.0f;
}

const DrawList *motion_track_list(const Motion *motion)
{
    return motion->back ? &motion->before : motion->after;
}

const MotionParts *motion_track_parts(const Motion *motion)
{
    return motion->back ? &motion->parts_before : &motion->parts_after;
}

static void find_track(Motion *motion)
{
    const MotionParts *parts = motion_track_parts(motion);
    const DrawItem *items = motion_track_list(motion)->items.items;
    motion->travelled = -1;
    for (size_t i = 0; i < parts->count; i++) {
        const MotionPart *part = &parts->items[i];
        for (size_t j = part->first; !part->is_object && j < part->first + part->count; j++) {
            motion->travelled = motion_is_track(motion, &items[j]) ? (int64_t)i : motion->travelled;
        }
    }
}

bool motion_plan(Motion *motion, const DrawList *after, const MarkPen *pen, bool back)
{
    motion->after = after;
    motion->theme = pen->theme;
    motion->scale = pen->scale;
    motion->back = back;
    motion->pairs.count = 0;
    motion->travelled = -1;
    if (motion->before.items.count == 0) {
        return false; /* there was no picture yet */
    }
    find_parts(motion, &motion->before, &motion->parts_before);
    find_parts(motion, after, &motion->parts_after);
    find_pairs(motion);
    find_track(motion);
    return motion->pairs.count > 0 || motion->travelled >= 0;
}
