/* The files looked at last and where each was left: kept in $XDG_STATE_HOME/heaploupe/recent, else
 * ~/.local/state/heaploupe/recent, one line each: step, steps of the whole, path. A comfort only: where nothing can be read or
 * written, nothing is kept and nobody is told. */
#ifndef HL_APP_RECENT_H
#define HL_APP_RECENT_H

#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECENT_MOST = 16 };

typedef struct RecentFile {
    char *path;           /* owned, absolute */
    uint64_t step, steps; /* where it was left, of how many */
} RecentFile;

/* All-zero is an empty one. */
typedef struct Recent {
    VEC(RecentFile) files; /* the newest first; some may be gone by now */
} Recent;

void recent_load(Recent *recent);
void recent_release(Recent *recent);
/* Puts a file first and writes the list. Standard input and paths that no line can hold are passed over. */
void recent_note(Recent *recent, RecentFile file);
/* Whether it is still a file that can be read. */
bool recent_is_there(const char *path);

#endif
