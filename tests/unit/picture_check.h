/* Looks for faults in a picture: texts outside their panel or cut by the window, texts over each other or covered, texts too
 * small, boxes that overlap or leave their band. Used by unit tests and by tests/tools/layout_check.c.
 *
 * Every text and every opaque shape becomes a mark with its box and its panel. What stays inside its panel's ground can only meet
 * what is in the same panel; grounds, and the few shapes that stick out, are compared with all. */
#ifndef HL_TESTS_PICTURE_CHECK_H
#define HL_TESTS_PICTURE_CHECK_H

#include "view/graph.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PICTURE_FAULT_BYTES = 400 };

/* A text, or a shape that hides what it is painted over. */
typedef struct PictureMark {
    uint32_t item;
    uint32_t panel; /* index of the outermost group, 0 = none */
    bool text, anywhere; /* anywhere: to be compared with all */
    Rect box;       /* what is seen of it */
} PictureMark;

typedef struct PictureCheck {
    const View *view;
    const DrawList *list;
    TextMeasure measure;
    float text_least; /* px */
    char fault[PICTURE_FAULT_BYTES]; /* the first one found */
} PictureCheck;

/* Where a text's ink may be: x by its alignment, from the tallest letter to just below the baseline. */
static inline Rect picture_text_box(const PictureCheck *check, const DrawItem *item)
{
    TextStyle style = {(FontRole)item->role, (TextAlign)item->align, item->bounds.h, item->style.fill};
    float width = check->measure.width(check->measure.context, &style, draw_item_text(check->list, item), item->count);
    float left = item->align == ALIGN_LEFT ? 0.0f : item->align == ALIGN_CENTER ? 0.5f : 1.0f;
    return (Rect){item->bounds.x - width * left, item->bounds.y - 0.74f * style.size_px, width, 0.76f * style.size_px};
}

static inline bool picture_inside(Rect inner, Rect outer, float slack)
{
    return inner.x >= outer.x - slack && inner.y >= outer.y - slack && inner.x + inner.w <= outer.x + outer.w + slack &&
           inner.y + inner.h <= outer.y + outer.h + slack;
}

static inline bool picture_fault(PictureCheck *check, const char *what, const char *text, Rect box)
{
    snprintf(check->fault, sizeof check->fault, "%s: \"%.200s\" at %.0f,%.0f %.0fx%.0f", what, text, (double)box.x, (double)box.y,
             (double)box.w, (double)box.h);
    return false;
}

/* The part of an item that its clip lets through. */
static inline Rect picture_visible(const PictureCheck *check, const DrawItem *item, Rect box)
{
    Rect clip;
    return draw_item_clip(check->list, item, &clip) ? rect_intersection(box, clip) : box;
}

/* ---- what the picture consists of ---- */

typedef struct PicturePanel {
    uint32_t outermost; /* group around this one */
    Rect ground;        /* of an outermost group: its first box; the window's when it has none */
    bool has_ground;
} PicturePanel;

typedef struct PictureParts {
    VEC(PicturePanel) panels; /* by group */
    VEC(PictureMark) marks;   /* in the order of painting */
    size_t covered;           /* marks before the first one on a cover */
} PictureParts;

/* Whether a panel lies over the others on purpose. */
static inline bool picture_is_cover(const PictureCheck *check, uint32_t panel)
{
    const char *name = draw_group_name(check->list, panel);
    return strcmp(name, "panel help") == 0 || strcmp(name, "panel palette") == 0;
}

static inline void picture_add(const PictureCheck *check, PictureParts *parts, uint32_t index)
{
    const DrawItem *item = &check->list->items.items[index];
    uint32_t outermost = parts->panels.items[item->group].outermost;
    PicturePanel *panel = &parts->panels.items[outermost];
    bool text = item->kind == DRAW_TEXT, ground = item->kind == DRAW_BOX && !panel->has_ground;
    bool hides = (item->kind == DRAW_BOX || item->kind == DRAW_CIRCLE) && item->style.fill >> 24 == 0xff;
    if (ground) {
        panel->ground = item->bounds;
        panel->has_ground = true;
    }
    if (!text && !hides) {
        return;
    }
    Rect box = picture_visible(check, item, text ? rect_inset(picture_text_box(check, item), 1.0f) : item->bounds);
    bool anywhere = ground || !panel->has_ground || !picture_inside(box, panel->ground, 0.0f);
    parts->covered += parts->covered == parts->marks.count && !picture_is_cover(check, outermost);
    vec_push(&parts->marks, ((PictureMark){index, outermost, text, anywhere, box}));
}

static inline void picture_take_apart(const PictureCheck *check, PictureParts *parts)
{
    for (uint32_t group = 0; group < check->list->groups.count; group++) {
        uint32_t parent = check->list->groups.items[group].parent;
        uint32_t outermost = parent == 0 ? group : parts->panels.items[parent].outermost;
        vec_push(&parts->panels, ((PicturePanel){outermost, check->view->window, false}));
    }
    for (uint32_t i = 0; i < check->list->items.count; i++) {
        picture_add(check, parts, i);
    }
}

/* ---- rules ---- */

static inline bool picture_texts_inside(PictureCheck *check, const PictureParts *parts)
{
    for (size_t i = 0; i < parts->marks.count; i++) {
        const PictureMark *mark = &parts->marks.items[i];
        const DrawItem *item = &check->list->items.items[mark->item];
        if (!mark->text) {
            continue;
        }
        Rect box = picture_text_box(check, item);
        const char *text = draw_item_text(check->list, item);
        if (!picture_inside(box, parts->panels.items[mark->panel].ground, 1.0f)) {
            return picture_fault(check, "text outside its panel", text, box);
        }
        if (item->bounds.h < check->text_least - 0.05f) {
            return picture_fault(check, "text too small", text, box);
        }
    }
    return true;
}

static inline bool picture_meet(Rect a, Rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h && !rect_is_empty(a) && !rect_is_empty(b);
}

static inline bool picture_clash(PictureCheck *check, const PictureMark *below, const PictureMark *above)
{
    const DrawItem *items = check->list->items.items;
    const char *text = draw_item_text(check->list, &items[below->item]);
    picture_fault(check, above->text ? "text over text" : "text covered", text, below->box);
    size_t used = strlen(check->fault);
    snprintf(check->fault + used, sizeof check->fault - used, " by \"%.80s\" in %s",
             above->text ? draw_item_text(check->list, &items[above->item]) : "a box", draw_group_name(check->list, items[above->item].group));
    return false;
}

/* Texts that touch, and texts under something painted later. */
static inline bool picture_texts_free(PictureCheck *check, const PictureParts *parts)
{
    for (size_t i = 0; i < parts->marks.count; i++) {
        const PictureMark *mark = &parts->marks.items[i];
        size_t end = i < parts->covered ? parts->covered : parts->marks.count;
        for (size_t j = i + 1; mark->text && j < end; j++) {
            const PictureMark *later = &parts->marks.items[j];
            if ((later->panel == mark->panel || mark->anywhere || later->anywhere) && picture_meet(mark->box, later->box)) {
                return picture_clash(check, mark, later);
            }
        }
    }
    return true;
}

static inline bool picture_node_fault(PictureCheck *check, const char *what, const GraphNode *node)
{
    return picture_fault(check, what, label_text(check->view->world, check->view->scene->explain.labels, node->object), node->box);
}

static inline bool picture_nodes_in_bands(PictureCheck *check)
{
    const GraphLook *look = check->view->look;
    for (size_t i = 0; look->bands && i < look->nodes.count; i++) {
        const GraphNode *node = &look->nodes.items[i];
        if (!picture_inside(node->box, look->band[node->place.band], 0.5f)) {
            return picture_node_fault(check, "box outside its band", node);
        }
    }
    return true;
}

static inline int picture_by_left(const void *a, const void *b)
{
    const GraphNode *const *left = a, *const *right = b;
    return ((*left)->box.x > (*right)->box.x) - ((*left)->box.x < (*right)->box.x);
}

/* Of the boxes in order of their left sides, each is compared with those that begin before it ends. */
static inline bool picture_nodes_apart(PictureCheck *check)
{
    const GraphLook *look = check->view->look;
    bool apart = true;
    VEC(const GraphNode *) nodes = {0};
    for (size_t i = 0; i < look->nodes.count; i++) {
        vec_push(&nodes, &look->nodes.items[i]);
    }
    if (nodes.count > 0) {
        qsort(nodes.items, nodes.count, sizeof nodes.items[0], picture_by_left);
    }
    for (size_t i = 0; i < nodes.count; i++) {
        Rect box = nodes.items[i]->box;
        for (size_t j = i + 1; apart && j < nodes.count && nodes.items[j]->box.x < box.x + box.w; j++) {
            apart = !rect_touches(box, nodes.items[j]->box) || picture_node_fault(check, "box over box", nodes.items[i]);
        }
    }
    vec_release(&nodes);
    return apart;
}

static inline bool picture_words_whole(PictureCheck *check)
{
    const char *lost = prose_text(&check->view->lost);
    if (lost[0] != '\0') {
        snprintf(check->fault, sizeof check->fault, "does not fit: \"%.*s\"", (int)strcspn(lost, "\n"), lost);
    }
    return lost[0] == '\0';
}

/* True: nothing found. The picture must be the last one this view drew. */
static inline bool picture_check(PictureCheck *check)
{
    PictureParts parts = {0};
    check->fault[0] = '\0';
    picture_take_apart(check, &parts);
    bool good = picture_words_whole(check) && picture_texts_inside(check, &parts) && picture_nodes_in_bands(check) &&
                picture_nodes_apart(check) && picture_texts_free(check, &parts);
    vec_release(&parts.panels);
    vec_release(&parts.marks);
    return good;
}

#endif
