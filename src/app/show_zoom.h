/* Enlarging and moving the graph, by key, wheel and dragging. */
#ifndef HL_APP_SHOW_ZOOM_H
#define HL_APP_SHOW_ZOOM_H

#include "app/show.h"

/* Key `f`: the selection to the middle; again, or without one, all of the graph. */
unsigned show_focus(Show *show);

#endif
