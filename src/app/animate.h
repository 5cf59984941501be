/* A range of steps as an animation: one frame a step, .gif or .mp4. The frame of a step is the picture `render --at` makes of
 * it. */
#ifndef HL_APP_ANIMATE_H
#define HL_APP_ANIMATE_H

#include "app/render.h"

enum {
    ANIMATE_STEP_MS = 400,     /* time to see what changed, not to read the sentence: there the film is paused */
    ANIMATE_LAST_MS = 2000,
    ANIMATE_FRAMES_MAX = 2000  /* 13 minutes; drawing them takes a minute or two */
};

/* Writes the steps from `from` (NULL: step 0) to `to` (NULL: the end), both included. */
bool animate_file(Show *show, const RenderOptions *options, const RenderPlan *plan, Err *err);

#endif
