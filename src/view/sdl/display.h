/* The desktop's display: which one is taken, and what is told when there is none or it goes away. Not windows (player.h). */
#ifndef HL_VIEW_SDL_DISPLAY_H
#define HL_VIEW_SDL_DISPLAY_H

#include "base/err.h"

#include <stdbool.h>

/* SDL_Init for video. False with *err set (ERR_MACHINE) when there is no display that somebody sees; an answerless one ends the
 * program, and so does one that goes away later: with a line on standard error and status 3. */
bool display_open(Err *err);
/* SDL wants to quit without a window having been closed: on Wayland because the display is gone, and then this does not return. */
void display_mind_quit(void);

#endif
