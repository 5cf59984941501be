#include "app/show_feed.h"

enum { STEPS_BETWEEN_LOOKS = 16384 };

static OpSource record_source(const Journal *journal, size_t record)
{
    const OpRecord *ops = journal->ops.items;
    bool with_next = record + 1 < journal->ops.count && ops[record + 1].op_index == ops[record].op_index;
    bool with_last = record > 0 && ops[record - 1].op_index == ops[record].op_index;
    return ops[record].op_kind == OP_LOAD ? OP_LOADED : with_next || with_last ? OP_REPEATED : OP_SINGLE;
}

/* Before the step is applied: closes the op it does not belong to and opens its own. The set-up is like an op. */
static void feed_op(Show *show, uint64_t first_event)
{
    const Journal *journal = show->session->journal;
    size_t record = show->feeding.next_record;
    while (record < journal->ops.count && journal->ops.items[record].first_event <= first_event) {
        record++;
    }
    if (record == show->feeding.next_record) {
        return;
    }
    lives_end_op(&show->lives);
    show->feeding.next_record = record;
    lives_begin_op(&show->lives, record_source(journal, record - 1));
}

static void feed_events(Show *show, uint64_t first, uint64_t step)
{
    const Journal *journal = show->session->journal;
    uint64_t end = show->session->timeline.event;
    for (uint64_t i = first; i < end; i++) {
        lives_event(&show->lives, journal_event(journal, i), step);
    }
    show->feeding.steps = step + 1;
}

void show_feed(Show *show)
{
    Timeline *timeline = &show->session->timeline;
    uint64_t next = show->feeding.steps;
    timeline_seek(timeline, next == 0 ? 0 : next - 1);
    if (next == 0) {
        lives_begin_op(&show->lives, OP_SINGLE);
        feed_events(show, 0, 0);
    }
    for (uint64_t step = show->feeding.steps; step <= show->session->steps; step++) {
        uint64_t first = timeline->event;
        feed_op(show, first);
        timeline_forward(timeline);
        feed_events(show, first, step);
        if (step % STEPS_BETWEEN_LOOKS == 0) {
            session_look(show->session, step);
        }
    }
    lives_end_op(&show->lives);
    lives_finish(&show->lives);
}
