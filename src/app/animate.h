/* A range of steps as an animation, .gif or .mp4: one frame a step, the picture `render --at` makes of it; with `smooth` the movement
 * to it before, as in the window. */
#ifndef HL_APP_ANIMATE_H
#define HL_APP_ANIMATE_H

#include "app/render.h"

enum {
    ANIMATE_STEP_MS = 400,     /* time to see what changed, not to read the sentence: there the film is paused */
    ANIMATE_LAST_MS = 2000,
    ANIMATE_BETWEEN = 5,       /* frames of a movement */
    ANIMATE_BETWEEN_MS = 50,   /* each of them; GIFs count hundredths of a second, and many programs show none shorter than two */
    ANIMATE_FRAMES_MAX = 2000  /* 13 minutes; drawing them takes a minute or two */
};

/* Writes the steps from `from` (NULL: step 0) to `to` (NULL: the end), both included. */
bool animate_file(Show *show, const RenderOptions *options, const RenderPlan *plan, Err *err);

#endif
