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
    SHOW_SAVE = 64, SHOW_MENU = 16, SHOW_LEAVE = 32, /* Esc, and nothing was left to close */
    SHOW_SEND = 128, SHOW_INTERRUPT = 256, SHOW_RESTART = 512 /* the interpreter of a live session */
} ShowEffect;

typedef enum Grab { GRAB_NOTHING, GRAB_GRAPH, GRAB_NODE, GRAB_SCRUBBER } Grab;

/* What a jump left: a step, or an object, when another was chosen from afar. */
typedef struct Jump {
    bool chose;
    uint64_t step;
    ObjectId selection;
} Jump;

/* How far the lives have been fed. */
typedef struct Feeding {
    uint64_t steps;      /* fed, counting step 0 */
    size_t next_record;
} Feeding;

/* Lines typed in a live session. */
typedef struct LiveTyping {
    VEC(char *) lines; /* owned; the oldest first */
    size_t at;         /* the one recalled; lines.count: none */
} LiveTyping;

typedef struct Show {
    Session *session;     /* borrowed */
    Lives lives;
    Feeding feeding;
    LiveTyping typing;
    Landmarks landmarks;
    Labels labels;
    Quiz quiz;
    Checks checks;
    View view;
    ViewState state;
    Jump undo[SHOW_UNDO_MAX]; /* the newest last */
    uint32_t undo_count;
    Grab grabbed;
    Point grabbed_at;
    ObjectId grabbed_object; /* of GRAB_NODE */
    bool dragged;
} Show;

/* Looks at the whole recording once. Cost: one replay. The step afterwards is 0. */
void show_init(Show *show, Session *session);
/* The session has more steps than when it was looked at last; it goes to `step`. What has a place in the picture keeps it, if
 * lives.growing was set. Cost: a replay of the new steps, and a look at every event. */
void show_grow(Show *show, uint64_t step);
void show_release(Show *show);

uint64_t show_step(const Show *show);
/* Goes to a step, at most the last. */
void show_seek(Show *show, uint64_t step);
/* ShowEffects. `digit` is for ACTION_JUMP. */
unsigned show_act(Show *show, Action action, int digit);
/* Theme, language, sizes and the help: actions that need no recording. `view` drew the last picture, if there was one. */
unsigned show_set_look(ViewState *state, const View *view, Action action);
/* What a key does while the help is open: what turns its pages, changes looks or leaves; else ACTION_NONE. */
Action show_help_action(const char *key);
/* Whether text is being typed, so that letters are no keys. */
bool show_is_typing(const Show *show);
/* Typed text, while it is. */
unsigned show_type(Show *show, const char *text);
/* A key by its name; an unknown one has no effect. */
unsigned show_key(Show *show, const char *key);
/* Presses all keys of a list ("End Shift+Left F"); false at a key that means nothing, *bad then names it. */
bool show_keys(Show *show, const char *list, char *bad, size_t room);
/* The wheel turned at a point, notches above 0 away from the user: the graph larger. */
unsigned show_wheel(Show *show, Point at, float notches);
/* The left button went down; moving then drags the object under it, the graph or the scrubber. What is clicked in the graph counts when the button
 * comes up where it went down. */
unsigned show_grab(Show *show, Point at);
unsigned show_drag(Show *show, Point to);
unsigned show_let_go(Show *show);
/* Goes to the step at a point of the scrubber; undone by going back to where it was taken hold of. */
unsigned show_scrub(Show *show, Point at);
/* A click into the last picture. */
unsigned show_click(Show *show, Point at);
/* Milliseconds between two steps while playing. */
int show_pace_ms(const Show *show);

const DrawList *show_draw(Show *show, ViewSize size, TextMeasure measure);

#endif
