/* Enlarging and moving the graph, by key, wheel and dragging. */
#ifndef HL_APP_SHOW_ZOOM_H
#define HL_APP_SHOW_ZOOM_H

#include "app/show.h"

/* Key `f`: the selection to the middle; again, or without one, all of the graph. */
unsigned show_focus(Show *show);
/* Moves the selection a little: 1, 0 or −1 to the right, downwards. In bands only sideways. */
unsigned show_nudge(Show *show, int right, int down);
/* Key `x`: everything back to where the layout has it. */
unsigned show_relayout(Show *show);

#endif
