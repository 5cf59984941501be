/* A live session in a window: its Show grows with its steps. Not the window (app/window.c).
 *
 * Life: live_show_open; live_show_poll whenever time has passed, live_show_act with the effects of keys; live_show_close after
 * show_release. */
#ifndef HL_APP_LIVE_SHOW_H
#define HL_APP_LIVE_SHOW_H

#include "app/live.h"
#include "app/show.h"

typedef struct LiveShow {
    LiveOptions options;
    Live *live;       /* owned; NULL: not open */
    uint32_t printed; /* lines so far */
} LiveShow;

/* Starts an interpreter, waits until it is ready (3 s at most) and makes *show of it. False: it did not come up. */
bool live_show_open(LiveShow *live, Show *show, Err *err);
void live_show_close(LiveShow *live);
/* Never waits. ShowEffects. A statement that was run: the show goes to its first step. */
unsigned live_show_poll(LiveShow *live, Show *show);
/* Does those of the effects that ask something of the interpreter. ShowEffects: what is left to do. SHOW_RESTART makes another Show
 * of *show. */
unsigned live_show_act(LiveShow *live, Show *show, unsigned effects);
/* How long nothing need be polled. */
int live_show_patience_ms(const LiveShow *live);

#endif
