/* The window: the same picture as render's, driven by keys and the mouse. */
#ifndef HL_APP_WINDOW_H
#define HL_APP_WINDOW_H

#include "app/live.h"
#include "app/render.h"

/* Shows the trace until the user quits. Options as for render, without `output`; `at` defaults to 0. On failure *shown tells
 * what the error's place is in, NULL = no file. */
bool window_run(const char *trace, const RenderOptions *options, const char **shown, Err *err);
/* Shows a live session until the user quits. Of the options only the size and the looks count. */
bool window_run_live(const LiveOptions *live, const RenderOptions *options, Err *err);

#endif
