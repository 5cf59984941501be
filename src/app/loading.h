/* The page shown while a long recording is read: its name, how far, a bar. Not reading (session.h), not the window. */
#ifndef HL_APP_LOADING_H
#define HL_APP_LOADING_H

#include "app/session.h"
#include "view/view.h"

/* Fills the list. `name` is the file's, without folders. */
void loading_draw(DrawList *list, const ViewState *state, const ViewPaper *paper, const char *name, const SessionProgress *progress);

#endif
