/* One trace, read and simulated to its end, or one event log, replayed: what every command and the window work on. Not what
 * they show.
 *
 * SESSION_PLAIN keeps no events: memory grows with the simulated world only, and there is nothing to go back to.
 * SESSION_JOURNAL records all of them; session_seek then moves the world to any step.
 * Life: session_open, session_close; a Session that was never opened may be closed if it is all zero. */
#ifndef HL_APP_SESSION_H
#define HL_APP_SESSION_H

#include "base/err.h"
#include "explain/explain.h"
#include "journal/timeline.h"
#include "sim/sim.h"
#include "trace/reader.h"

typedef enum SessionMode { SESSION_PLAIN, SESSION_JOURNAL } SessionMode;

/* What a long run has come to. */
typedef struct SessionProgress {
    uint64_t ops, steps;
    uint64_t surveyed; /* steps looked at again, for the window; 0: still being read */
} SessionProgress;

/* Told now and then during a run of more than SESSION_LONG_MS; all-zero: nobody is. */
typedef struct SessionWatch {
    void (*look)(void *context, const SessionProgress *progress);
    void *context;
} SessionWatch;

enum { SESSION_LONG_MS = 300 };

typedef struct SessionOptions {
    SessionMode mode;
    bool keep_died; /* fill Sim.died */
    bool quiet;     /* no progress on a terminal */
    SessionWatch watch;
} SessionOptions;

typedef struct Session {
    SessionMode mode;
    Names *names;              /* owned */
    Reader *reader;            /* owned; stays open because the header lives in it; NULL: an event log */
    const TraceHeader *header; /* borrowed from the reader, or in header_arena */
    Arena header_arena;        /* of an event log's header */
    Sim *sim;                  /* owned; NULL: an event log */
    World *world;              /* the sim's, or of an event log, and then owned */
    const Profile *profile;    /* NULL: an event log of a runtime we do not know */
    Emit log_emit;             /* where the events of an event log go */
    Journal *journal;          /* owned; NULL in SESSION_PLAIN */
    Timeline timeline;         /* SESSION_JOURNAL only */
    Event *chunk;              /* owned; the events of SESSION_PLAIN on their way */
    VEC(OpWords) op_words;     /* by op record of the journal */
    uint64_t steps;            /* of the whole run */
    uint64_t ops;              /* of the whole run */
    uint32_t immortals;        /* shared atoms at its end, which results do not count as objects */
    uint64_t begun_ms;         /* when the run began, for progress */
    uint64_t shown_ms;         /* when progress was last shown, 0 = not yet */
    bool quiet, keep_died;
    SessionWatch watch;
} Session;

/* Reads and runs `path` ("-": standard input) to the end. On failure everything is released, and *err tells the place in
 * the file; session_shown_name says how the file is called in messages. */
bool session_open(Session *session, const char *path, SessionOptions options, Err *err);
/* The same for a text in memory, with a journal. It may grow by whole lines, which are read and run too; the world is then at the
 * last step. After a failure what was run before it stays, and nothing more may be appended. */
bool session_open_text(Session *session, const char *bytes, size_t count, Err *err);
bool session_append(Session *session, const char *bytes, size_t count, Err *err);
void session_close(Session *session);
const char *session_shown_name(const char *path);

/* Whoever works long on the session calls this often; it looks at the clock. */
void session_look(Session *session, uint64_t surveyed);

/* Moves the world to a step, 0 … steps. SESSION_JOURNAL only. */
void session_seek(Session *session, uint64_t step);
/* Applies the next event alone. The world is then within a step; session_seek ends that. */
void session_apply_event(Session *session);
/* To before the first event, where not even the module's frame is there. */
void session_rewind(Session *session);
/* What explanations need, at the step where the world is. SESSION_JOURNAL only; no labels. */
Explain session_explain(Session *session);

#endif
