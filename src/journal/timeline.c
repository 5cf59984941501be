/* Three ways lead to a state: apply or undo from the cursor, restore the keyframe before it and apply, restore the keyframe
 * after it and undo. What each costs is known beforehand (events between, pages that differ), so the cheapest is taken.
 *
 * Example: the cursor is at event 900, keyframes at 0 and 1000. A seek to 880 undoes 20 events; one to 10 restores the first
 * keyframe and applies 10.
 *
 * Keyframes are taken while the run is recorded, because the pages are then warm and no second pass is needed. One is taken
 * when at least `spacing` events have passed and the pages it would store are within two limits: against the events since the
 * last one, so that keyframes stay evenly apart, and in total, so that memory is bounded wherever the writes go. */
#include "journal/timeline.h"

#include "base/check.h"

/* Nanoseconds, only compared with each other. */
enum { COST_EVENT = 15, COST_PAGE = 250, COST_LOOK = 300000 };

/* ---- recording ---- */

static void take_keyframe(Timeline *timeline, uint64_t event)
{
    keyframes_take(&timeline->keyframes, event);
    timeline->try_again = event + timeline->spacing;
}

/* What the keyframes would hold, beyond the first, with one more of so many bytes. */
static uint64_t bytes_with(const Timeline *timeline, uint64_t more)
{
    return keyframes_bytes(&timeline->keyframes) - timeline->empty_bytes + more;
}

/* Events whose bytes allow so many bytes of keyframes. */
static uint64_t events_for(uint64_t bytes, uint64_t percent)
{
    return bytes * 100 / percent / sizeof(Event);
}

/* The world is the state before event number journal->indexed, the end of a full chunk. */
static void chunk_filled(void *context)
{
    Timeline *timeline = context;
    uint64_t event = timeline->journal->indexed;
    uint64_t last = vec_last(&timeline->keyframes.frames).event;
    if (event < timeline->try_again || event < last + timeline->spacing) {
        return;
    }
    uint64_t bytes = keyframes_pending(&timeline->keyframes) * WORLD_PAGE_BYTES;
    uint64_t in_interval = last + events_for(bytes, timeline->interval_percent);
    uint64_t in_total = events_for(bytes_with(timeline, bytes), timeline->total_percent);
    if (event < in_interval || event < in_total) {
        timeline->try_again = in_interval > in_total ? in_interval : in_total;
        return;
    }
    take_keyframe(timeline, event);
}

void timeline_init(Timeline *timeline, World *world, Journal *journal)
{
    CHECK(journal_events(journal) == 0 && journal->on_chunk == NULL);
    *timeline = (Timeline){.world = world, .journal = journal, .spacing = TIMELINE_SPACING_EVENTS,
                           .interval_percent = TIMELINE_INTERVAL_PERCENT,
                           .total_percent = TIMELINE_TOTAL_PERCENT};
    replay_init(&timeline->replay, world);
    keyframes_init(&timeline->keyframes, world);
    timeline->empty_bytes = keyframes_bytes(&timeline->keyframes);
    journal->on_chunk = chunk_filled;
    journal->on_chunk_context = timeline;
}

void timeline_release(Timeline *timeline)
{
    timeline->journal->on_chunk = NULL;
    keyframes_release(&timeline->keyframes);
}

/* What recording left of the budget pays for a keyframe near the end: otherwise the last stretch, unlike all others, could
 * be reached from one side only. */
static void take_last_keyframe(Timeline *timeline)
{
    uint64_t last = vec_last(&timeline->keyframes.frames).event;
    if (timeline->event < last + timeline->spacing / 2) {
        return;
    }
    uint64_t bytes = keyframes_pending(&timeline->keyframes) * WORLD_PAGE_BYTES;
    if (events_for(bytes_with(timeline, bytes), TIMELINE_BUDGET_PERCENT) < timeline->event) {
        take_keyframe(timeline, timeline->event);
    }
}

void timeline_sync(Timeline *timeline)
{
    journal_sync(timeline->journal);
    timeline->event = journal_events(timeline->journal);
    timeline->step = journal_steps(timeline->journal);
    take_last_keyframe(timeline);
}

/* ---- moving ---- */

static void replay(Timeline *timeline, uint64_t target)
{
    const Event *events = timeline->journal->events;
    timeline->world->side = timeline->journal->side.items;
    if (timeline->event < target) {
        replay_forward(&timeline->replay, &events[timeline->event], &events[target]);
    } else {
        replay_backward(&timeline->replay, &events[target], &events[timeline->event]);
    }
    timeline->event = target;
}

static uint64_t apart(uint64_t a, uint64_t b)
{
    return a < b ? b - a : a - b;
}

static uint64_t keyframe_cost(const Timeline *timeline, size_t index, uint64_t target)
{
    const Keyframes *keyframes = &timeline->keyframes;
    return keyframes_distance(keyframes, index) * COST_PAGE + apart(keyframes->frames.items[index].event, target) * COST_EVENT;
}

/* Enters a keyframe if that makes the way to the target shorter. */
static void approach(Timeline *timeline, uint64_t target)
{
    Keyframes *keyframes = &timeline->keyframes;
    uint64_t best_cost = apart(timeline->event, target) * COST_EVENT;
    if (best_cost <= COST_LOOK) {
        return;
    }
    size_t first = keyframes_before(keyframes, target);
    size_t best = keyframes->frames.count;
    for (size_t index = first; index <= first + 1 && index < keyframes->frames.count; index++) {
        uint64_t cost = keyframe_cost(timeline, index, target) + COST_LOOK;
        if (cost < best_cost) {
            best_cost = cost;
            best = index;
        }
    }
    if (best < keyframes->frames.count) {
        keyframes_restore(keyframes, best);
        timeline->event = keyframes->frames.items[best].event;
    }
}

void timeline_seek(Timeline *timeline, uint64_t step)
{
    CHECK(step <= journal_steps(timeline->journal));
    uint64_t target = journal_step_end(timeline->journal, step);
    approach(timeline, target);
    replay(timeline, target);
    timeline->step = step;
}

/* First event from `from` on that begins a step, or the end. */
static uint64_t step_begin_after(const Journal *journal, uint64_t from)
{
    uint64_t end = journal_events(journal);
    while (from < end && (journal->events[from].flags & EVENT_STEP) == 0) {
        from++;
    }
    return from;
}

bool timeline_forward(Timeline *timeline)
{
    if (timeline->step == journal_steps(timeline->journal)) {
        return false;
    }
    replay(timeline, step_begin_after(timeline->journal, timeline->event + 1));
    timeline->step++;
    return true;
}

bool timeline_back(Timeline *timeline)
{
    if (timeline->step == 0) {
        return false;
    }
    uint64_t begin = timeline->event - 1;
    while ((timeline->journal->events[begin].flags & EVENT_STEP) == 0) {
        begin--;
    }
    replay(timeline, begin);
    timeline->step--;
    return true;
}

/* ---- looking for a kind ---- */

/* Primary kind of the step whose events are [first, end). */
static unsigned primary_kind(const Journal *journal, uint64_t first, uint64_t end)
{
    for (uint64_t event = first; event < end; event++) {
        if (event_info[journal->events[event].kind].voiced) {
            return journal->events[event].kind;
        }
    }
    return journal->events[first].kind;
}

bool timeline_next_of(const Timeline *timeline, uint64_t step, const EventSet *kinds, uint64_t *found)
{
    const Journal *journal = timeline->journal;
    uint64_t first = journal_step_end(journal, step);
    while (step < journal_steps(journal)) {
        step++;
        uint64_t end = step_begin_after(journal, first + 1);
        if (event_set_has(kinds, primary_kind(journal, first, end))) {
            *found = step;
            return true;
        }
        first = end;
    }
    return false;
}

bool timeline_previous_of(const Timeline *timeline, uint64_t step, const EventSet *kinds, uint64_t *found)
{
    const Journal *journal = timeline->journal;
    uint64_t end = journal_step_first(journal, step);
    while (step > 1) {
        step--;
        uint64_t first = end - 1;
        while ((journal->events[first].flags & EVENT_STEP) == 0) {
            first--;
        }
        if (event_set_has(kinds, primary_kind(journal, first, end))) {
            *found = step;
            return true;
        }
        end = first;
    }
    return false;
}
