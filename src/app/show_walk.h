/* Walking from object to object along references: to what the selection refers to, to what holds it, among its siblings there.
 * What was walked is told in the notice, and its arrow is drawn like every other to the selection. */
#ifndef HL_APP_SHOW_WALK_H
#define HL_APP_SHOW_WALK_H

#include "app/show.h"

/* ACTION_TO_REFERENT, ACTION_TO_HOLDER, ACTION_NEXT_SIBLING, ACTION_PREVIOUS_SIBLING; SHOW_NOTHING for others. */
unsigned show_walk(Show *show, Action action);

#endif
