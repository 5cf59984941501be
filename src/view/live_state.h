/* What there is to see of a live session: how its interpreter does, and the line being typed. Not the interpreter (app/live.h). */
#ifndef HL_VIEW_LIVE_STATE_H
#define HL_VIEW_LIVE_STATE_H

#include "explain/explain.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum LiveState {
    LIVE_OFF,      /* no live session */
    LIVE_STARTING,
    LIVE_READY,
    LIVE_MORE,     /* a block has begun and may go on */
    LIVE_RUNNING,
    LIVE_ENDED
} LiveState;

typedef enum LiveEnding {
    ENDING_EXIT,       /* the program's exit(), with a status */
    ENDING_GONE,       /* with a status, without a word */
    ENDING_SIGNAL,
    ENDING_SILENT,     /* said no hello in time, and was ended */
    ENDING_FOREIGN,    /* sent what is no trace, and was ended */
    ENDING_FLOOD,      /* too many steps in one statement, and was ended */
    ENDING_UNFOLLOWED  /* its steps could not be simulated, and it was ended */
} LiveEnding;

enum { LIVE_PYTHON_BYTES = 24, LIVE_WHY_BYTES = 200, LIVE_TYPED_BYTES = 1024, LIVE_BLOCK_BYTES = 8192, LIVE_RESULT_BYTES = 256, LIVE_SLOW_SECONDS = 10 };

typedef struct LiveStatus {
    LiveState state;
    LiveEnding ending;           /* when LIVE_ENDED */
    int number;                  /* exit status or signal */
    uint32_t seconds;            /* that the statement has run */
    bool interrupted;            /* it was told to stop */
    char python[LIVE_PYTHON_BYTES]; /* "3.11.7"; "" before the hello */
    char why[LIVE_WHY_BYTES];    /* what was wrong with what it sent */
} LiveStatus;

/* All zero: no live session. */
typedef struct LiveField {
    LiveStatus status;
    bool open;                   /* typing */
    char typed[LIVE_TYPED_BYTES];
    size_t caret;                /* byte of `typed` */
    char block[LIVE_BLOCK_BYTES]; /* lines of the block before this one, each with its line end; the oldest are left out */
    char result[LIVE_RESULT_BYTES]; /* what the last statement printed last */
    uint32_t results;            /* lines that it printed */
} LiveField;

/* One sentence about the interpreter. `keys`: tells also which key helps. */
void live_status_text(const LiveStatus *status, Language language, bool keys, char *text, size_t room);

#endif
