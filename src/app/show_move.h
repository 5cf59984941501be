/* Actions that go to another step. Not stepping itself (journal/timeline). */
#ifndef HL_APP_SHOW_MOVE_H
#define HL_APP_SHOW_MOVE_H

#include "app/show.h"

/* Keeps the step, or the selection when another one will be chosen, for ACTION_UNDO. */
void show_remember(Show *show, bool chooses);
/* Goes to a step so that it can be undone. */
unsigned show_jump(Show *show, uint64_t step);
/* ShowEffects; SHOW_NOTHING for actions that do not move. `digit` is for ACTION_JUMP. */
unsigned show_move(Show *show, Action action, int digit);

#endif
