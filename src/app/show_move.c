/* Each move finds a step and jumps there; only single steps leave nothing to undo. */
#include "app/show_move.h"

#include <string.h>

void show_remember(Show *show, bool chooses)
{
    if (show->undo_count == SHOW_UNDO_MAX) {
        memmove(show->undo, show->undo + 1, sizeof show->undo - sizeof show->undo[0]);
        show->undo_count--;
    }
    show->undo[show->undo_count++] = (Jump){chooses, show_step(show), show->state.selection};
}

unsigned show_jump(Show *show, uint64_t step)
{
    if (step == show_step(show)) {
        return SHOW_NOTHING;
    }
    show_remember(show, false);
    show_seek(show, step);
    return SHOW_REDRAW;
}

static unsigned go_to_kind(Show *show, EventSet kinds, bool forward)
{
    uint64_t found;
    const Timeline *timeline = &show->session->timeline;
    bool there = forward ? timeline_next_of(timeline, show_step(show), &kinds, &found)
                         : timeline_previous_of(timeline, show_step(show), &kinds, &found);
    return there ? show_jump(show, found) : SHOW_NOTHING;
}

static unsigned go_to_phase(Show *show, bool forward)
{
    EventSet kinds = {{0, 0}};
    event_set_add(&kinds, EVENT_PHASE);
    event_set_add(&kinds, EVENT_COLLECT_BEGIN);
    event_set_add(&kinds, EVENT_COLLECT_END);
    return go_to_kind(show, kinds, forward);
}

static unsigned go_to_collection(Show *show, bool forward)
{
    EventSet kinds = {{0, 0}};
    event_set_add(&kinds, EVENT_COLLECT_BEGIN);
    return go_to_kind(show, kinds, forward);
}

static unsigned go_to_stop(Show *show, bool forward)
{
    uint64_t now = show_step(show), best = forward ? show->session->steps : 0;
    for (size_t i = 0; i < show->landmarks.stops.count; i++) {
        uint64_t step = show->landmarks.stops.items[i].step;
        if (forward && step > now && step < best) {
            best = step;
        } else if (!forward && step < now && step > best) {
            best = step;
        }
    }
    return show_jump(show, best);
}

static unsigned go_to_bookmark(Show *show, bool forward)
{
    const ViewState *state = &show->state;
    uint64_t now = show_step(show), found = now;
    for (uint32_t i = 0; i < state->bookmark_count; i++) {
        uint64_t step = state->bookmarks[i];
        if (forward ? step > now && found == now : step < now) {
            found = step;
        }
    }
    return show_jump(show, found);
}

/* To the last step of the running op, or of the next one. */
static unsigned go_over(Show *show)
{
    const Journal *journal = show->session->journal;
    uint64_t now = show_step(show), first, last;
    if (now >= show->session->steps) {
        return SHOW_NOTHING;
    }
    int64_t record = journal_record_of_step(journal, now + 1);
    if (record < 0) {
        return show_jump(show, now + 1);
    }
    journal_record_steps(journal, (size_t)record, &first, &last);
    return show_jump(show, last > now ? last : now + 1);
}

static unsigned undo(Show *show)
{
    while (show->undo_count > 0) {
        Jump jump = show->undo[--show->undo_count];
        if (jump.chose && jump.selection != show->state.selection) {
            show->state.selection = jump.selection;
            return SHOW_REDRAW;
        }
        if (!jump.chose && jump.step != show_step(show)) {
            show_seek(show, jump.step);
            return SHOW_REDRAW;
        }
    }
    return SHOW_NOTHING; /* or what was remembered led nowhere */
}

unsigned show_move(Show *show, Action action, int digit)
{
    uint64_t now = show_step(show), steps = show->session->steps;
    switch (action) {
    case ACTION_FORWARD: case ACTION_INTO: return timeline_forward(&show->session->timeline) ? SHOW_REDRAW : SHOW_NOTHING;
    case ACTION_BACK: return timeline_back(&show->session->timeline) ? SHOW_REDRAW : SHOW_NOTHING;
    case ACTION_NEXT_PHASE: return go_to_phase(show, true);
    case ACTION_PREVIOUS_PHASE: return go_to_phase(show, false);
    case ACTION_NEXT_COLLECTION: return go_to_collection(show, true);
    case ACTION_PREVIOUS_COLLECTION: return go_to_collection(show, false);
    case ACTION_NEXT_STOP: return now < steps ? go_to_stop(show, true) : SHOW_NOTHING;
    case ACTION_PREVIOUS_STOP: return now > 0 ? go_to_stop(show, false) : SHOW_NOTHING;
    case ACTION_NEXT_BOOKMARK: return go_to_bookmark(show, true);
    case ACTION_PREVIOUS_BOOKMARK: return go_to_bookmark(show, false);
    case ACTION_OVER: return go_over(show);
    case ACTION_FIRST: return show_jump(show, 0);
    case ACTION_LAST: return show_jump(show, steps);
    case ACTION_JUMP: return show_jump(show, steps / 10 * (uint64_t)digit + steps % 10 * (uint64_t)digit / 10);
    case ACTION_UNDO: return undo(show);
    default: return SHOW_NOTHING;
    }
}
