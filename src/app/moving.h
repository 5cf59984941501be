/* Movement between steps in the window: which steps move, how long, which picture is due. How things move is in view/motion.h.
 *
 * A single step forwards or back moves, unless the user turned movement off, holds the key down, or plays too fast for it. The
 * next step does not wait: it starts from where this one ends.
 *
 * Life cycle: all-zero is valid; per action moving_follow; moving_draw for a new state, then moving_frame while `running`;
 * moving_stop before the show goes; moving_release. Times are in ms of one clock. */
#ifndef HL_APP_MOVING_H
#define HL_APP_MOVING_H

#include "app/show.h"
#include "view/motion.h"

enum {
    MOVING_MS = 250,      /* the longest movement */
    MOVING_LEAST_MS = 60, /* a shorter one would not be seen */
    MOVING_FRAME_MS = 16
};

typedef struct Moving {
    Motion motion;
    int lasts_ms;        /* of the movement wanted or running; 0: none */
    bool back;
    bool running;
    uint64_t begun_ms;
    uint64_t drawn_ms;   /* the last frame */
} Moving;

void moving_release(Moving *moving);
void moving_stop(Moving *moving);

/* After an action that began at step `from`; `hurried`: by a key held down. */
void moving_follow(Moving *moving, const Show *show, uint64_t from, bool hurried);
/* The show's picture now, or where the movement to it begins. */
const DrawList *moving_draw(Moving *moving, Show *show, const ViewPaper *paper, uint64_t now_ms);
/* The next frame; the last one is the show's picture itself. */
const DrawList *moving_frame(Moving *moving, uint64_t now_ms);
/* When that is due. */
uint64_t moving_due_ms(const Moving *moving);

#endif
