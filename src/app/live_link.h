/* A Python interpreter behind two pipes that runs the recorder's live mode: lines go there, lines come back. Not what they mean
 * (app/live.h). Nothing here waits but where it says so, and nothing is left behind: the interpreter has a process group of its own,
 * which ends with it; it ends when its pipe does, or we.
 *
 * Life: link_start; link_send, link_wait, link_signal at will; link_stop. An all-zero LiveLink is a stopped one. */
#ifndef HL_APP_LIVE_LINK_H
#define HL_APP_LIVE_LINK_H

#include "base/err.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { LINK_LINE_BYTES_MAX = 64 << 20 }; /* a longer line is no answer of ours */

typedef enum LinkEvent {
    LINK_NOTHING, /* the time has passed */
    LINK_LINE,    /* link->line is the next one */
    LINK_ENDED    /* all has been read, the process is gone: link->status */
} LinkEvent;

typedef struct LiveLink {
    pid_t child;       /* also its process group; 0: none */
    int to, from;      /* pipe ends; −1 when closed */
    VEC(char) unsent;
    VEC(char) got;     /* bytes received; the first `taken` have been handed out */
    size_t taken, searched;
    const char *line;  /* NUL-terminated, valid until the next call */
    size_t line_bytes;
    bool too_long;     /* a line was, so the interpreter was ended */
    int status;        /* as waitpid tells, after LINK_ENDED */
} LiveLink;

/* Starts `python` (NULL: python3), found as a shell would. False when there is no such program. */
bool link_start(LiveLink *link, const char *python, Err *err);
/* Never waits: what the pipe does not take goes with the next link_wait. */
void link_send(LiveLink *link, const char *bytes, size_t count);
/* Nothing more will be sent. What has not gone yet is forgotten. */
void link_send_end(LiveLink *link);
/* Waits up to so many ms for the next line or the end. An interrupted wait is LINK_NOTHING. */
LinkEvent link_wait(LiveLink *link, int timeout_ms);
/* To all of its processes. */
void link_signal(const LiveLink *link, int number);
/* Closes the pipe, waits a moment for the interpreter to end, kills what is left of its group, and reaps it. */
void link_stop(LiveLink *link);

#endif
