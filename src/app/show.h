/* A recording being looked at: where we are, what the user has set, and what each action does. Used by the window and by the
 * headless renderer alike. Not drawing (view/), not input (app/window.c).
 *
 * Life cycle: show_init on a session with a journal; keys, clicks, seeks, pictures; show_release. */
#ifndef HL_APP_SHOW_H
#define HL_APP_SHOW_H

#include "app/session.h"
#include "view/keys.h"
#include "view/view.h"

enum { SHOW_UNDO_MAX = 64 };

/* What an action asks of whoever shows the picture. A set. */
typedef enum ShowEffect {
    SHOW_NOTHING = 0, SHOW_REDRAW = 1, SHOW_QUIT = 2, SHOW_FULL_SCREEN = 4, SHOW_OPEN = 8,
    SHOW_MENU = 16, SHOW_LEAVE = 32 /* Esc, and nothing was left to close */
} ShowEffect;

typedef struct Show {
    Session *session;     /* borrowed */
    Lives lives;
    Landmarks landmarks;
    Labels labels;
    Quiz quiz;
    View view;
    ViewState state;
    uint64_t undo[SHOW_UNDO_MAX]; /* steps jumped from, the newest last */
    uint32_t undo_count;
} Show;

/* Looks at the whole recording once. Cost: one replay. The step afterwards is 0. */
void show_init(Show *show, Session *session);
void show_release(Show *show);

uint64_t show_step(const Show *show);
/* Goes to a step, at most the last. */
void show_seek(Show *show, uint64_t step);
/* ShowEffects. `digit` is for ACTION_JUMP. */
unsigned show_act(Show *show, Action action, int digit);
/* Theme, language, sizes and the help: actions that need no recording. */
unsigned show_set_look(ViewState *state, Action action);
/* Whether text is being typed, so that letters are no keys. */
bool show_is_typing(const Show *show);
/* A key by its name; an unknown one has no effect. */
unsigned show_key(Show *show, const char *key);
/* Presses all keys of a list ("End Shift+Left F"); false at a key that means nothing, *bad then names it. */
bool show_keys(Show *show, const char *list, char *bad, size_t room);
/* A click into the last picture. */
unsigned show_click(Show *show, Point at);
/* Milliseconds between two steps while playing. */
int show_pace_ms(const Show *show);

const DrawList *show_draw(Show *show, ViewSize size, TextMeasure measure);

#endif
