/* Enlarges what has been drawn, after the fact: the layout stays what it is. */
#ifndef HL_VIEW_DRAW_ZOOM_H
#define HL_VIEW_DRAW_ZOOM_H

#include "view/draw.h"

/* A point p goes to shift + p × scale; what lies left of `wall` stays where it is (the roots column, where references begin). */
typedef struct DrawZoom {
    float scale;
    Point shift;
    float wall;
} DrawZoom;

/* Where a list ends now. */
typedef struct DrawMark {
    size_t item, group;
} DrawMark;
static inline DrawMark draw_mark(const DrawList *list)
{
    return (DrawMark){list->items.count, list->groups.count};
}

Point draw_zoom_point(const DrawZoom *zoom, Point point);
/* Moves and scales all that was drawn since the mark; clips stay. */
void draw_zoom(DrawList *list, DrawMark since, const DrawZoom *zoom);

#endif
