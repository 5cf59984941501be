/* Search among the objects alive at the step shown: by id, type, name, value, address. Not the field (view/panel_top). */
#ifndef HL_APP_SHOW_SEARCH_H
#define HL_APP_SHOW_SEARCH_H

#include "app/show.h"

unsigned show_search_begin(Show *show);
/* A key while the field is open; every key ends here. */
unsigned show_search_key(Show *show, const char *key);
/* Typed text. */
unsigned show_search_type(Show *show, const char *text);
/* After the step may have changed: counts again. */
void show_search_follow(Show *show);

#endif
