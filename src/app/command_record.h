/* record and try: a Python program run by the recorder, which is embedded (recorder_embedded.S). Not the recording itself: that is
 * recorder/heaploupe_record.py. */
#ifndef HL_APP_COMMAND_RECORD_H
#define HL_APP_COMMAND_RECORD_H

#include "app/options.h"

/* The program's own exit status, 128 + n when signal n ended it; 2 when it cannot be read, 125 when recording failed. */
int command_record(const Options *options);
/* Records a piece of Python into a temporary file and opens the window on it. */
int command_try(const Options *options);

#endif
