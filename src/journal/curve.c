/* One pass: NEW adds one, DEAD takes one away, and a step that ends puts the count into its bucket. DEAD does not say what
 * died, so the numbers of the frames are remembered, a bit each.
 *
 * Example: 3 steps and 2 buckets: steps 0, 1 go to the first, 2, 3 to the second. */
#include "journal/curve.h"

#include "base/check.h"

/* First step of a bucket. */
static uint64_t bucket_begin(uint64_t bucket, uint64_t steps, uint64_t buckets)
{
    return (bucket * steps + buckets - 1) / buckets;
}

/* Where the pass is. */
typedef struct CurveWalk {
    const Journal *journal;
    uint64_t event;
    uint32_t alive;
    VEC(uint64_t) frames; /* bit set by object number */
} CurveWalk;

static void add_frame(CurveWalk *walk, ObjectId frame)
{
    while (walk->frames.count <= frame / 64) {
        vec_push(&walk->frames, 0);
    }
    walk->frames.items[frame / 64] |= UINT64_C(1) << frame % 64;
}

static bool is_frame(const CurveWalk *walk, ObjectId object)
{
    return object / 64 < walk->frames.count && (walk->frames.items[object / 64] >> object % 64 & 1) != 0;
}

static void pass_event(CurveWalk *walk, const Event *event)
{
    if (event->kind == EVENT_DEAD) {
        walk->alive -= !is_frame(walk, event->a);
    } else if (event->kind == EVENT_NEW && (event->aux & OBJECT_IS_FRAME) != 0) {
        add_frame(walk, event->a);
    } else {
        walk->alive += event->kind == EVENT_NEW;
    }
}

/* To the end of the next step; of step 0 when no event has been passed. */
static void pass_step(CurveWalk *walk, bool first)
{
    const Event *events = walk->journal->events;
    uint64_t end = journal_events(walk->journal);
    while (walk->event < end && (!first || (events[walk->event].flags & EVENT_STEP) == 0)) {
        pass_event(walk, &events[walk->event++]);
        first = true;
    }
}

/* The counts after the steps begin … end−1. */
static CurvePoint bucket_point(CurveWalk *walk, uint64_t begin, uint64_t end)
{
    CurvePoint point = {UINT32_MAX, 0, 0};
    for (uint64_t step = begin; step < end; step++) {
        pass_step(walk, step == 0);
        point.lowest = walk->alive < point.lowest ? walk->alive : point.lowest;
        point.highest = walk->alive > point.highest ? walk->alive : point.highest;
    }
    point.last = walk->alive;
    return point;
}

void curve_build(const Journal *journal, CurvePoint *points, size_t count)
{
    CHECK(count > 0);
    uint64_t states = journal_steps(journal) + 1;
    CurveWalk walk = {.journal = journal};
    for (size_t i = 0; i < count; i++) {
        uint64_t begin = bucket_begin(i, states, count);
        uint64_t end = bucket_begin(i + 1, states, count);
        points[i] = begin < end ? bucket_point(&walk, begin, end) : points[i - 1];
    }
    vec_release(&walk.frames);
}
