/* What happened to one object: the events that concern it, and its fields at any step *without* moving the world. Not its
 * slots: for those the world is moved (timeline.h).
 *
 * An event concerns an object when it changes a field or a slot of it, holds or releases it, or allocates for it. Joining two
 * lists (MERGE, PROMOTE) relabels many objects at once and is kept in a log of its own; it is in every view, and concerns
 * nobody in particular.
 * Invariant (history.order): the event numbers of an object rise. */
#ifndef HL_JOURNAL_HISTORY_H
#define HL_JOURNAL_HISTORY_H

#include "journal/timeline.h"

enum { HISTORY_JOIN_BLOCK = 64 };

/* An object's fields as they were. Stale where the object is dead, all 0 before it was made. */
typedef struct ObjectView {
    bool born;
    uint8_t list, fixed;
    uint16_t flags;
    uint32_t type, id, repr, refcount, gc_refs, temps, slot_count, block, storage, size, storage_size, aux;
} ObjectView;

/* One MERGE or PROMOTE. */
typedef struct HistoryJoin {
    uint32_t event;
    uint8_t from, to;
    bool promotes; /* its objects stop taking part in the collection */
} HistoryJoin;

/* What HISTORY_JOIN_BLOCK joins in a row do to an object in each list. */
typedef struct HistoryJoinBlock {
    uint8_t to[LIST_COUNT];
    bool promotes[LIST_COUNT];
} HistoryJoinBlock;

/* A WORD event that set the length of the mark-sweep worklist. */
typedef struct HistoryGreyReset {
    uint32_t event;
    uint32_t length;
    uint32_t greys_before; /* MARK_GREY events before it */
} HistoryGreyReset;

typedef struct History {
    const Timeline *timeline;  /* borrowed */
    uint64_t covered;          /* events in the index, once built */
    uint64_t counted, filled;  /* progress of the two passes of the build */
    uint64_t building;         /* events the running build will cover */
    uint32_t *first;           /* reserved: where the list of each object begins in `events`; the next one's is its end */
    uint32_t object_top;       /* objects in `first` */
    uint32_t *events;          /* owned: event numbers, object by object */
    uint32_t *pins;            /* reserved: object of each pin record */
    VEC(HistoryJoin) joins;
    VEC(HistoryJoinBlock) join_blocks;
    VEC(uint32_t) greys;       /* numbers of MARK_GREY events: their rank is the place in the worklist */
    VEC(HistoryGreyReset) grey_resets;
} History;

/* Costs nothing until built. */
void history_init(History *history, const Timeline *timeline);
void history_release(History *history);
/* Builds the index for the journal as last synced, or goes on doing so: handles about `events` events, then says whether it is
 * complete. Cost: 20–40 ns an event in all. */
bool history_build_some(History *history, uint64_t events);
/* Builds what is missing. */
void history_build(History *history);
static inline bool history_is_built(const History *history)
{
    return history->covered == journal_events(history->timeline->journal);
}
size_t history_bytes(const History *history);

/* The queries below need a complete index. */

/* The numbers of the events that concern an object, ascending; borrowed until the next build. */
const uint32_t *history_events(const History *history, ObjectId object, size_t *count);
/* How many of these ascending numbers are below `event`. */
size_t history_events_before(const uint32_t *events, size_t count, uint64_t event);
/* The nearest step after (before) `step` with an event that concerns the object. */
bool history_next_step(const History *history, ObjectId object, uint64_t step, uint64_t *found);
bool history_previous_step(const History *history, ObjectId object, uint64_t step, uint64_t *found);

/* The fields of objects at a step. Objects and frames, and OBJECT_GARBAGE. */
void history_view(const History *history, ObjectId object, uint64_t step, ObjectView *out);
/* The same for many at once: half the cost for each. */
void history_views(const History *history, const ObjectId *objects, size_t count, uint64_t step, ObjectView *out);

#endif
