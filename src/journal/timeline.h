/* A world and the journal that made it, as one thing with a cursor: go to any step, exactly. Not a place for decisions:
 * replaying runs no algorithm, and what is read out is the world itself.
 *
 * Life: timeline_init on a fresh world before the first event; the producer emits (keyframes are taken as chunks fill);
 * timeline_sync; then seek and step at will. To record more: timeline_seek to the last step, emit, timeline_sync.
 *
 * Invariants: [timeline.cursor] the world is the state before event `event`; [timeline.budget] keyframes hold at most
 * TIMELINE_BUDGET_PERCENT of the journal's bytes beyond the first keyframe. */
#ifndef HL_JOURNAL_TIMELINE_H
#define HL_JOURNAL_TIMELINE_H

#include "journal/journal.h"
#include "journal/keyframe.h"
#include "journal/replay.h"

/* Chosen by measuring, docs/time-travel.md. Percents are of the journal's bytes: what one keyframe may weigh against the events
 * since the last one, what all may weigh together while recording, and with the one at the end of the recording. */
enum { TIMELINE_SPACING_EVENTS = 1 << 18, TIMELINE_INTERVAL_PERCENT = 260, TIMELINE_TOTAL_PERCENT = 205, TIMELINE_BUDGET_PERCENT = 220 };

typedef struct Timeline {
    World *world;          /* borrowed; between timeline_sync and the next event only the timeline writes it */
    Journal *journal;      /* borrowed */
    Replay replay;
    Keyframes keyframes;
    uint64_t spacing;      /* least number of events between keyframes; tests make it small … */
    uint64_t interval_percent, total_percent; /* … and these large */
    uint64_t try_again;    /* event before which no keyframe can be within the limits */
    size_t empty_bytes;    /* of the first keyframe, before any event */
    uint64_t event;        /* cursor: events applied */
    uint64_t step;         /* the step whose state the world shows */
} Timeline;

/* Event kinds to look for. */
typedef struct EventSet {
    uint64_t bits[2];
} EventSet;
_Static_assert(EVENT_KIND_COUNT <= 128, "an EventSet has 128 bits");

static inline void event_set_add(EventSet *set, EventKind kind)
{
    set->bits[kind / 64] |= UINT64_C(1) << (kind % 64);
}
static inline bool event_set_has(const EventSet *set, unsigned kind)
{
    return (set->bits[kind / 64] >> (kind % 64) & 1) != 0;
}

/* `journal` has no event yet, and from here on the timeline watches its chunks. */
void timeline_init(Timeline *timeline, World *world, Journal *journal);
void timeline_release(Timeline *timeline);
/* After emitting: the cursor is at the end again. Cheap when called often. */
void timeline_sync(Timeline *timeline);

static inline uint64_t timeline_steps(const Timeline *timeline)
{
    return timeline->journal->steps;
}
/* Moves the world to the state at a step, 0 … steps. */
void timeline_seek(Timeline *timeline, uint64_t step);
/* One step on or back; false at the end or the beginning. */
bool timeline_forward(Timeline *timeline);
bool timeline_back(Timeline *timeline);

/* The nearest step after (before) `step` whose primary event is of one of the kinds; the world stays. Cost: 1–3 ns for each
 * event in between. */
bool timeline_next_of(const Timeline *timeline, uint64_t step, const EventSet *kinds, uint64_t *found);
bool timeline_previous_of(const Timeline *timeline, uint64_t step, const EventSet *kinds, uint64_t *found);

#endif
