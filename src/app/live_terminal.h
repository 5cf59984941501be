/* A live session without a window: statements from standard input, their steps and output to standard output. */
#ifndef HL_APP_LIVE_TERMINAL_H
#define HL_APP_LIVE_TERMINAL_H

#include "app/live.h"

/* Until the end of the input, or of the interpreter. Returns the exit status: that of the program's exit(); 1 when a check failed;
 * 3 when the interpreter died, or did not come up. */
int live_terminal_run(const LiveOptions *options);

#endif
