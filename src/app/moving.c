#include "app/moving.h"

void moving_release(Moving *moving)
{
    motion_release(&moving->motion);
}

void moving_stop(Moving *moving)
{
    moving->running = false;
    moving->lasts_ms = 0;
}

void moving_follow(Moving *moving, const Show *show, uint64_t from, bool hurried)
{
    uint64_t to = show_step(show);
    if (to == from) {
        return;
    }
    int pace_ms = show->state.playing ? show_pace_ms(show) : MOVING_MS;
    int lasts_ms = pace_ms < MOVING_MS ? pace_ms : MOVING_MS;
    bool single = to + 1 == from || from + 1 == to;
    moving_stop(moving);
    if (single && !hurried && !show->state.still && lasts_ms >= MOVING_LEAST_MS) {
        moving->lasts_ms = lasts_ms;
        moving->back = to < from;
    }
}

const DrawList *moving_draw(Moving *moving, Show *show, const ViewPaper *paper, uint64_t now_ms)
{
    bool wanted = moving->lasts_ms > 0 && !moving->running;
    if (wanted) {
        motion_take(&moving->motion, &show->view.list);
    }
    const DrawList *list = show_draw(show, paper->size, paper->measure);
    moving->running = wanted && motion_plan(&moving->motion, list, &show->view.pen, moving->back);
    if (!moving->running) {
        moving_stop(moving);
        return list;
    }
    moving->begun_ms = now_ms;
    return moving_frame(moving, now_ms);
}

const DrawList *moving_frame(Moving *moving, uint64_t now_ms)
{
    float share = (float)(now_ms - moving->begun_ms) / (float)moving->lasts_ms;
    moving->drawn_ms = now_ms;
    if (share >= 1.0f) {
        moving_stop(moving);
    }
    return motion_draw(&moving->motion, share);
}

uint64_t moving_due_ms(const Moving *moving)
{
    return moving->drawn_ms + MOVING_FRAME_MS;
}
