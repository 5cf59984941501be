/* What a step does, for a person: a title, one or two sentences, the numbers that changed, and what it touches.
 *
 * Life: an all-zero Narration is valid; narrate_step may be called on it again and again; narration_release. */
#ifndef HL_EXPLAIN_NARRATE_H
#define HL_EXPLAIN_NARRATE_H

#include "explain/explain.h"

enum { NARRATION_NUMBERS = 4 };

typedef struct Narration {
    Prose title;     /* what is going on: "Collecting generation 0", "del a" */
    Prose subtitle;  /* the phase of a running collection in words; else empty */
    Prose text;      /* one or two sentences about this step */
    Prose numbers[NARRATION_NUMBERS]; /* "refcount of a 2 → 1" */
    size_t number_count;
    Phase phase;     /* at that event; PHASE_NONE: no collection runs */
    Prose note;      /* the trace's own narration of this op, or empty */
    const Event *event; /* the one spoken of; NULL at step 0 of an empty set-up */

    /* what to light */
    ObjectId object;   /* OBJECT_NONE: nothing */
    ObjectId from;     /* owner of the edge: an object, a frame, gc.garbage; OBJECT_NONE: no edge */
    Position position; /* of the edge's slot as it was at the event */
    bool key;          /* the edge goes to the key of the entry */
    bool edge_gone;    /* the step removed the edge */
    uint32_t pool;     /* pool touched + 1; 0 = none */
    BlockRef block;    /* 0 = none */
} Narration;

/* `explain->world` is the state after the step `explain->step`. */
void narrate_step(const Explain *explain, Narration *out);
void narration_release(Narration *narration);

/* One line for a list of steps: the sentences without the title. */
void narrate_line(const Explain *explain, Prose *out);
/* A phase in words: "Copy the counts". */
const char *narrate_phase(Phase phase, Language language);

#endif
