#include "view/landmarks.h"

#include "model/op.h"

static void add_collection(Landmarks *landmarks, const Journal *journal, uint64_t number)
{
    const Event *event = journal_event(journal, number);
    CollectionMark mark = {.first = journal_step_of(journal, number), .generation = (uint8_t)event->a, .automatic = event->b != 0};
    mark.last = journal_steps(journal);
    vec_push(&landmarks->collections, mark);
}

/* The innermost collection that is still open. */
static void end_collection(Landmarks *landmarks, uint64_t step, uint64_t steps)
{
    for (size_t i = landmarks->collections.count; i-- > 0;) {
        CollectionMark *mark = &landmarks->collections.items[i];
        if (mark->last == steps) {
            mark->last = step;
            return;
        }
    }
}

static void find_collections_and_kinds(Landmarks *landmarks, const Journal *journal)
{
    for (uint64_t i = 0; i < journal_events(journal); i++) {
        uint8_t kind = journal_event(journal, i)->kind;
        event_set_add(&landmarks->kinds, (EventKind)kind);
        if (kind == EVENT_COLLECT_BEGIN) {
            add_collection(landmarks, journal, i);
        } else if (kind == EVENT_COLLECT_END) {
            end_collection(landmarks, journal_step_of(journal, i), journal_steps(journal));
        }
    }
}

static void find_stops(Landmarks *landmarks, const Journal *journal)
{
    for (size_t i = 0; i < journal->ops.count; i++) {
        const OpRecord *op = &journal->ops.items[i];
        bool asks = op->op_kind == OP_ASK;
        if (!asks && !op->pause) {
            continue;
        }
        uint64_t first, last;
        journal_record_steps(journal, i, &first, &last);
        vec_push(&landmarks->stops, ((StopMark){last, asks}));
    }
}

void landmarks_find(Landmarks *landmarks, const Journal *journal)
{
    find_collections_and_kinds(landmarks, journal);
    find_stops(landmarks, journal);
    size_t points = journal_steps(journal) + 1 < LANDMARKS_CURVE ? (size_t)journal_steps(journal) + 1 : LANDMARKS_CURVE;
    for (size_t i = 0; i < points; i++) {
        vec_push(&landmarks->curve, ((CurvePoint){0, 0, 0}));
    }
    curve_build(journal, landmarks->curve.items, points);
    for (size_t i = 0; i < points; i++) {
        uint32_t highest = landmarks->curve.items[i].highest;
        landmarks->highest = highest > landmarks->highest ? highest : landmarks->highest;
    }
}

void landmarks_release(Landmarks *landmarks)
{
    vec_release(&landmarks->collections);
    vec_release(&landmarks->stops);
    vec_release(&landmarks->curve);
}
