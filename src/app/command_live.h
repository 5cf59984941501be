/* live: Python that is typed, and its steps at once. */
#ifndef HL_APP_COMMAND_LIVE_H
#define HL_APP_COMMAND_LIVE_H

#include "app/options.h"

int command_live(const Options *options);

#endif
