/* The first look at a recording: what its objects do, step by step. */
#ifndef HL_APP_SHOW_FEED_H
#define HL_APP_SHOW_FEED_H

#include "app/show.h"

/* Feeds the lives with all steps they have not seen. The session is then at its last step. */
void show_feed(Show *show);

#endif
