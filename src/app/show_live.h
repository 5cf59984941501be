/* The line of Python being typed in a live session: editing, history, and what a key asks of the interpreter. Not the interpreter
 * (app/live.h). */
#ifndef HL_APP_SHOW_LIVE_H
#define HL_APP_SHOW_LIVE_H

#include "app/show.h"

/* Does what a key does in a live session. False: the key is none of its keys here. */
bool show_live_key(Show *show, const char *key, unsigned *effects);
/* ShowEffects of an action of KEYS_LIVE, by whatever way it was chosen. */
unsigned show_live_act(Show *show, Action action);
unsigned show_live_type(Show *show, const char *text);
/* SHOW_SEND has been done: the line becomes history, and part of its block. */
void show_live_sent(Show *show);
/* The interpreter's state is another. A block that goes on begins with its indentation. */
void show_live_follow(Show *show, const LiveStatus *status);
void show_live_release(Show *show);

#endif
