/* The recorded run: every event in order, the payload words beside them, which event begins which step, and which op
 * caused it. Not the world: an event number means the state before that event (timeline.h moves a world there).
 *
 * Step n, 1 … steps, begins at the n-th event with EVENT_STEP; step 0 is everything before the first.
 * Invariants: [journal.bits] step_bits has a bit for exactly the flagged events below `indexed`; [journal.ops] first_event
 * and op_index never fall from one op record to the next. */
#ifndef HL_JOURNAL_JOURNAL_H
#define HL_JOURNAL_JOURNAL_H

#include "model/emit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A chunk is read once more when it is full, for the step index: it must still lie in the processor's own cache then. */
enum { JOURNAL_CHUNK_EVENTS = 1 << 13, JOURNAL_RANK_EVENTS = 512 };
/* 32 GiB of events: far above memory, and numbers fit the history index's 32 bits. */
#define JOURNAL_MAX_EVENTS (UINT64_C(1) << 31)
enum { JOURNAL_NO_OP = -1 };

/* One op, or one inner op of a `repeat`, about to be carried out. */
typedef struct OpRecord {
    uint64_t first_event; /* filled by journal_begin_op */
    uint32_t op_index;    /* K, from 0; the same for all inner ops of one `repeat` */
    uint32_t turn;        /* of the `repeat`, from 0 */
    uint32_t trace_line;  /* 1-based, 0 = none */
    uint32_t source_line; /* of the program that is traced; 0 = none */
    Name file;            /* of that line, when the op names it */
    uint32_t ask;         /* of an `ask`: its number among all, from 0 */
    uint8_t op_kind;      /* OpKind */
    bool pause;           /* playback stops here */
} OpRecord;

typedef struct Journal {
    Event *events;         /* reserved for JOURNAL_MAX_EVENTS, so event n is events[n] and never moves */
    Emit *emit;            /* the producer that appends, NULL before journal_attach */
    uint32_t chunk_events; /* JOURNAL_CHUNK_EVENTS; tests make it small before journal_attach */
    uint64_t indexed;      /* events the step index covers; see journal_sync */
    uint64_t steps;        /* begun among them */
    uint64_t *step_bits;   /* one bit an event */
    uint32_t *step_ranks;  /* steps begun before each group of JOURNAL_RANK_EVENTS events */
    SideWords side;
    VEC(OpRecord) ops;
    void (*on_chunk)(void *context); /* called when a chunk is full, all its events applied; may be NULL */
    void *on_chunk_context;
} Journal;

Journal *journal_new(void);
void journal_free(Journal *journal);

/* From here on `emit` appends to this journal; one producer for the journal's whole life. If it is then copied elsewhere, only
 * the copy may go on, and journal->emit must be made to point at it. */
void journal_attach(Journal *journal, Emit *emit);
/* Says that the events from here on belong to this op. */
void journal_begin_op(Journal *journal, OpRecord op);
/* Brings the step index up to the newest event. Chunks do it when full; whoever has emitted calls it before asking: every
 * query below speaks of the events up to the last sync. Cost: 1–2 ns an event. */
void journal_sync(Journal *journal);
/* Events that may still be appended. Past that the program ends as if memory had run out, so sim asks between ops. */
uint64_t journal_room(const Journal *journal);

static inline uint64_t journal_events(const Journal *journal)
{
    return journal->indexed;
}
static inline uint64_t journal_steps(const Journal *journal)
{
    return journal->steps;
}
static inline const Event *journal_event(const Journal *journal, uint64_t number)
{
    return &journal->events[number];
}

/* The step an event belongs to. */
uint64_t journal_step_of(const Journal *journal, uint64_t event);
/* Steps begun before event number `event`, which may be journal_events. */
uint64_t journal_steps_before(const Journal *journal, uint64_t event);
/* First event of a step (0 for step 0), and the number after its last one: the state at the step is all events before that. */
uint64_t journal_step_first(const Journal *journal, uint64_t step);
uint64_t journal_step_end(const Journal *journal, uint64_t step);
/* The event the narration speaks of: the first voiced one of the step, else its first. NULL for step 0 of an empty set-up. */
const Event *journal_primary(const Journal *journal, uint64_t step);

/* Index into ops of the record a step belongs to, JOURNAL_NO_OP for step 0 and set-up. */
int64_t journal_record_of_step(const Journal *journal, uint64_t step);
/* J: which step of its op (all turns together) this is, from 1; 0 if it has no op. */
uint64_t journal_step_ordinal(const Journal *journal, uint64_t step);
/* The steps of op K, all turns: first … last. False if the op is unknown; an op without steps gives last == first − 1, and
 * `last` is the step at which it has been done. */
bool journal_op_steps(const Journal *journal, uint32_t op_index, uint64_t *first, uint64_t *last);
/* The same for one record, that is one inner op of a `repeat`. */
void journal_record_steps(const Journal *journal, size_t record, uint64_t *first, uint64_t *last);

#endif
