/* Where a command looks: `--at`, `--from`, `--to`. Parsed before the trace is read, found in the run afterwards. */
#ifndef HL_APP_PLACE_H
#define HL_APP_PLACE_H

#include "app/session.h"

typedef enum PlaceKind { PLACE_STEP, PLACE_BEFORE_END, PLACE_OP, PLACE_OP_STEP } PlaceKind;

typedef struct Place {
    PlaceKind kind;
    const char *text;  /* as written, borrowed */
    uint64_t number;   /* STEP: the step; BEFORE_END: steps before it; OP, OP_STEP: K */
    uint64_t ordinal;  /* OP_STEP: J, from 1 */
} Place;

/* N, -K, end, op:K, op:K.J */
bool place_parse(const char *text, Place *place, Err *err);
/* The step it means in this run (SESSION_JOURNAL). */
bool place_find(const Session *session, const Place *place, uint64_t *step, Err *err);

#endif
