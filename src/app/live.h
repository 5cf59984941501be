/* A live session: what is typed runs in a real interpreter (app/live_link.h), and its steps are added to a Session that can be
 * looked at like any other. Not where typing comes from, nor what shows it.
 *
 * The interpreter may die, hang or send anything: that is a state (LIVE_ENDED) of the session, whose steps stay. All times and
 * limits are in live.c.
 *
 * Life: live_start; live_wait, live_send, live_interrupt at will; live_stop. */
#ifndef HL_APP_LIVE_H
#define HL_APP_LIVE_H

#include "app/live_link.h"
#include "app/session.h"
#include "view/live_state.h"

typedef struct LiveOptions {
    const char *python; /* borrowed; NULL: python3 */
    const char *keep;   /* borrowed; the trace is written here too, NULL: nowhere */
    uint32_t number;    /* of interpreters before this one: their traces have files of their own, FILE, FILE.2, FILE.3 … */
} LiveOptions;

/* What a wait has brought. A set. */
typedef enum LiveNews {
    LIVE_NO_NEWS = 0,
    LIVE_CHANGED = 1, /* the status */
    LIVE_OPENED = 2,  /* the session is there, with the empty program */
    LIVE_GREW = 4     /* by the steps of a statement; the world is at the last one */
} LiveNews;

typedef struct Live {
    LiveOptions options;
    LiveLink link;
    LiveStatus status;
    Session session;
    bool opened;         /* the session is there, perhaps before its first mark */
    int64_t since_ms;    /* when this state began */
    VEC(char) ops;       /* lines of the running statement */
    int keep;            /* descriptor, or −1 */
    bool keep_failed;    /* the file is not whole */
} Live;

/* False: there is no such interpreter, or no such file to be kept. */
bool live_start(Live *live, LiveOptions options, Err *err);
void live_stop(Live *live);
/* Waits up to so many ms for news; returns LiveNews. */
unsigned live_wait(Live *live, int timeout_ms);
/* One line, without its end. Only when LIVE_READY or LIVE_MORE. */
void live_send(Live *live, const char *line, size_t bytes);
/* When LIVE_MORE: what there is of the block is forgotten. */
void live_cancel(Live *live);
/* When LIVE_MORE: nothing more will be sent, what there is of the block runs. */
void live_end_block(Live *live);
/* A running statement: interrupted at first, ended with its interpreter when asked again. */
void live_interrupt(Live *live);

#endif
