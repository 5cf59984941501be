/* Groups of objects: choosing, opening, going through one's members. Not what they look like (view/graph_groups.c). */
#ifndef HL_APP_SHOW_GROUPS_H
#define HL_APP_SHOW_GROUPS_H

#include "app/show.h"

/* Key `v`: bands or cloud. */
unsigned show_form(Show *show);
/* Key `y`: the cloud's objects one by one, by type, by island. */
unsigned show_group_by(Show *show);
/* The next group, or the one before, in a ring. */
unsigned show_next_group(Show *show, bool forward);
/* Shows the members of the chosen group; `key` 0: of the one chosen by keys. */
unsigned show_open_group(Show *show, uint32_t key);
/* The next object in order of birth, in a ring: of the open group, of those that may have boxes, or of all. */
unsigned show_next_object(Show *show, bool forward);

#endif
