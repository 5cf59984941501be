#include "app/live_show.h"

#include "app/show_live.h"
#include "app/show_move.h"

#include <stdio.h>
#include <string.h>

enum { START_MS = 100, RUNNING_MS = 15, IDLE_MS = 250 /* to notice that it was killed */ };

/* ---- opening ---- */

static bool wait_until_ready(Live *live, Err *err)
{
    unsigned news = LIVE_NO_NEWS;
    while (live->status.state == LIVE_STARTING) {
        news |= live_wait(live, START_MS);
    }
    if (live->status.state == LIVE_READY) {
        return true;
    }
    char text[LIVE_WHY_BYTES + 200];
    live_status_text(&live->status, LANGUAGE_EN, false, text, sizeof text);
    return err_machine(err, "%s", text);
}

static Live *start(LiveOptions options, Err *err)
{
    Live *live = mem_zeroed(1, sizeof *live);
    if (live_start(live, options, err) && wait_until_ready(live, err)) {
        return live;
    }
    live_stop(live);
    mem_release(live);
    return NULL;
}

static void show_it(LiveShow *live, Show *show)
{
    show_init(show, &live->live->session);
    show->lives.growing = true;
    show_grow(show, live->live->session.steps);
    show->state.live.open = true;
    show_live_follow(show, &live->live->status);
}

bool live_show_open(LiveShow *live, Show *show, Err *err)
{
    live->live = start(live->options, err);
    if (live->live == NULL) {
        return false;
    }
    show_it(live, show);
    return true;
}

void live_show_close(LiveShow *live)
{
    if (live->live != NULL) {
        live_stop(live->live);
        mem_release(live->live);
        live->live = NULL;
    }
}

/* ---- a new interpreter ---- */

/* The old one, and what it has left to see, stays when no new one comes up. */
static unsigned restart(LiveShow *live, Show *show)
{
    Err err;
    LiveOptions options = live->options;
    options.number++;
    Live *fresh = start(options, &err);
    if (fresh == NULL) {
        snprintf(show->state.notice, sizeof show->state.notice, "%.200s", err.text);
        return SHOW_REDRAW;
    }
    ViewState look = show->state;
    show_release(show);
    live_show_close(live);
    *live = (LiveShow){options, fresh, 0};
    show_it(live, show);
    view_state_keep_look(&show->state, &look);
    snprintf(show->state.notice, sizeof show->state.notice, "%s",
             look.language == LANGUAGE_ZH ? "新的 Python，堆是空的" : "a new Python, with an empty heap");
    return SHOW_REDRAW;
}

/* ---- news ---- */

static void take_results(Show *show, uint32_t before)
{
    const World *world = show->session->world;
    LiveField *field = &show->state.live;
    field->results = world->words[W_OUTPUT_COUNT] - before;
    if (field->results > 0) {
        Name last = world->output[world->words[W_OUTPUT_COUNT] - 1];
        snprintf(field->result, sizeof field->result, "%.*s", LIVE_RESULT_BYTES - 1, names_text(world->names, last));
    }
}

/* The session is at its last step. */
static void grow(Show *show, uint64_t steps, uint32_t printed)
{
    uint64_t last = show->session->steps;
    take_results(show, printed);
    show->state.playing = false;
    show_grow(show, steps < last ? steps + 1 : last);
}

unsigned live_show_poll(LiveShow *live, Show *show)
{
    Session *session = &live->live->session;
    uint64_t steps = session->steps, at = show_step(show);
    uint32_t printed = live->printed;
    unsigned news = live_wait(live->live, 0);
    if ((news & LIVE_GREW) != 0) {
        live->printed = session->world->words[W_OUTPUT_COUNT];
        show_remember(show, false);
        show->undo[show->undo_count - 1].step = at; /* the session has gone to its last step */
        grow(show, steps, printed);
    }
    if (news != LIVE_NO_NEWS) {
        show_live_follow(show, &live->live->status);
    }
    return news != LIVE_NO_NEWS ? SHOW_REDRAW : SHOW_NOTHING;
}

/* ---- asking ---- */

static void interrupt(LiveShow *live, Show *show)
{
    if (live->live->status.state == LIVE_MORE) {
        live_cancel(live->live);
    } else {
        live_interrupt(live->live);
    }
    show_live_follow(show, &live->live->status);
}

unsigned live_show_act(LiveShow *live, Show *show, unsigned effects)
{
    if ((effects & SHOW_SEND) != 0) {
        live_send(live->live, show->state.live.typed, strlen(show->state.live.typed));
        show_live_sent(show);
        show_live_follow(show, &live->live->status);
    }
    if ((effects & SHOW_INTERRUPT) != 0) {
        interrupt(live, show);
    }
    effects &= ~(unsigned)(SHOW_SEND | SHOW_INTERRUPT);
    if ((effects & SHOW_RESTART) != 0) {
        effects = (effects & ~(unsigned)SHOW_RESTART) | restart(live, show);
    }
    return effects;
}

int live_show_patience_ms(const LiveShow *live)
{
    LiveState state = live->live->status.state;
    return state == LIVE_ENDED ? -1 : state == LIVE_RUNNING ? RUNNING_MS : IDLE_MS;
}
