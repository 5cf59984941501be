/* Looks for faults in a picture: texts outside their panel or cut by the window, texts over each other or covered, texts too
 * small, boxes that overlap or leave their band. Used by unit tests and by tests/tools/layout_check.c. */
#ifndef HL_TESTS_PICTURE_CHECK_H
#define HL_TESTS_PICTURE_CHECK_H

#include "view/graph.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PICTURE_FAULT_BYTES = 400 };

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

/* The panel an item belongs to: the outermost group's index, 0 = none. */
static inline uint32_t picture_panel_of(const PictureCheck *check, uint32_t group)
{
    uint32_t outermost = 0;
    for (; group != 0; group = check->list->groups.items[group].parent) {
        outermost = group;
    }
    return outermost;
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

/* A panel's ground is its first box. */
static inline Rect picture_ground(const PictureCheck *check, uint32_t panel)
{
    for (size_t i = 0; i < check->list->items.count; i++) {
        const DrawItem *item = &check->list->items.items[i];
        if (picture_panel_of(check, item->group) == panel && item->kind == DRAW_BOX) {
            return item->bounds;
        }
    }
    return check->view->window;
}

static inline bool picture_texts_inside(PictureCheck *check)
{
    for (size_t i = 0; i < check->list->items.count; i++) {
        const DrawItem *item = &check->list->items.items[i];
        if (item->kind != DRAW_TEXT) {
            continue;
        }
        Rect box = picture_text_box(check, item);
        Rect ground = picture_ground(check, picture_panel_of(check, item->group));
        const char *text = draw_item_text(check->list, item);
        if (!picture_inside(box, ground, 1.0f)) {
            return picture_fault(check, "text outside its panel", text, box);
        }
        if (item->bounds.h < check->text_least - 0.05f) {
            return picture_fault(check, "text too small", text, box);
        }
    }
    return true;
}

/* The part of an item that its clip lets through. */
static inline Rect picture_visible(const PictureCheck *check, const DrawItem *item, Rect box)
{
    Rect clip;
    return draw_item_clip(check->list, item, &clip) ? rect_intersection(box, clip) : box;
}

static inline bool picture_meet(Rect a, Rect b)
{
    return !rect_is_empty(a) && !rect_is_empty(b) && rect_touches(a, b);
}

/* Whether a panel lies over the others on purpose. */
static inline bool picture_is_cover(const PictureCheck *check, uint32_t panel)
{
    const char *name = draw_group_name(check->list, panel);
    return strcmp(name, "panel help") == 0 || strcmp(name, "panel palette") == 0;
}

/* Texts that touch, and texts under something painted later. */
static inline bool picture_texts_free(PictureCheck *check)
{
    const DrawItem *items = check->list->items.items;
    for (size_t i = 0; i < check->list->items.count; i++) {
        if (items[i].kind != DRAW_TEXT) {
            continue;
        }
        Rect box = picture_visible(check, &items[i], rect_inset(picture_text_box(check, &items[i]), 1.0f));
        for (size_t j = i + 1; j < check->list->items.count; j++) {
            uint32_t panel = picture_panel_of(check, items[j].group);
            if (panel != picture_panel_of(check, items[i].group) && picture_is_cover(check, panel)) {
                break;
            }
            bool text = items[j].kind == DRAW_TEXT;
            bool cover = (items[j].kind == DRAW_BOX || items[j].kind == DRAW_CIRCLE) && items[j].style.fill >> 24 == 0xff;
            if ((text && picture_meet(box, picture_visible(check, &items[j], rect_inset(picture_text_box(check, &items[j]), 1.0f)))) ||
                (cover && picture_meet(box, picture_visible(check, &items[j], items[j].bounds)))) {
                picture_fault(check, text ? "text over text" : "text covered", draw_item_text(check->list, &items[i]), box);
                size_t used = strlen(check->fault);
                snprintf(check->fault + used, sizeof check->fault - used, " by \"%.80s\" in %s",
                         text ? draw_item_text(check->list, &items[j]) : "a box", draw_group_name(check->list, items[j].group));
                return false;
            }
        }
    }
    return true;
}

static inline bool picture_boxes_free(PictureCheck *check)
{
    const GraphLook *look = check->view->look;
    for (size_t i = 0; i < look->nodes.count; i++) {
        const GraphNode *node = &look->nodes.items[i];
        const char *label = label_text(check->view->world, check->view->scene->explain.labels, node->object);
        if (look->bands && !picture_inside(node->box, look->band[node->place.band], 0.5f)) {
            return picture_fault(check, "box outside its band", label, node->box);
        }
        for (size_t j = i + 1; j < look->nodes.count; j++) {
            if (rect_touches(node->box, look->nodes.items[j].box)) {
                return picture_fault(check, "box over box", label, node->box);
            }
        }
    }
    return true;
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
    check->fault[0] = '\0';
    return picture_words_whole(check) && picture_texts_inside(check) && picture_boxes_free(check) && picture_texts_free(check);
}

#endif
