/* Pieces of text in a row that wrap like words, some of which lead somewhere when clicked: chains of holders, proofs of counts.
 * The same pieces may be laid without drawing, to learn how many lines they take. */
#ifndef HL_VIEW_FLOW_H
#define HL_VIEW_FLOW_H

#include "view/view.h"

typedef struct Flow {
    View *view;
    Rect box;        /* px */
    TextStyle style;
    float line_high; /* px */
    uint32_t most;   /* lines; what comes after ends in "…" */
    bool dry;        /* nothing is drawn */
    uint32_t lines;  /* begun so far; at least 1 */
    float x;         /* px used of the last line */
    bool full;
} Flow;

Flow flow_begin(View *view, Rect box, const TextStyle *style, uint32_t most);
/* A piece that leads nowhere. */
void flow_text(Flow *flow, const char *text);
/* A piece that selects the object when clicked; OBJECT_NONE or the selection itself: leads nowhere. */
void flow_object(Flow *flow, const char *text, ObjectId object);
/* One holder, leading to the object that holds. */
void flow_holder(Flow *flow, const Holder *holder);
float flow_height(const Flow *flow);

#endif
