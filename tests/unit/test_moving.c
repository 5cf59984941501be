/* Which steps move and for how long; the last frame is the picture itself. Time is given, not waited for. */
#include "app/moving.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants some of the above first */
#include <cmocka.h>

#include "show_rig.h"

typedef struct Stage {
    ShowRig rig;
    Moving moving;
    uint64_t promotion; /* a step at which objects change their generation */
} Stage;

static uint64_t find_kind(Session *session, EventKind kind)
{
    EventSet kinds = {{0, 0}};
    uint64_t step = 0;
    event_set_add(&kinds, kind);
    assert_true(timeline_next_of(&session->timeline, 0, &kinds, &step));
    return step;
}

static int set_up(void **state)
{
    Stage *stage = mem_zeroed(1, sizeof *stage);
    *state = stage;
    if (!rig_open(&stage->rig, "two-lists")) {
        return -1;
    }
    stage->promotion = find_kind(&stage->rig.session, EVENT_MERGE);
    return 0;
}

static int tear_down(void **state)
{
    Stage *stage = *state;
    moving_release(&stage->moving);
    rig_close(&stage->rig);
    mem_release(stage);
    return 0;
}

/* How long the way from one step to another takes. */
static int lasts(Stage *stage, uint64_t from, uint64_t to, bool hurried)
{
    show_seek(&stage->rig.show, to);
    moving_stop(&stage->moving);
    moving_follow(&stage->moving, &stage->rig.show, from, hurried);
    return stage->moving.lasts_ms;
}

static void single_steps_move(void **state)
{
    Stage *stage = *state;
    assert_int_equal(lasts(stage, 4, 5, false), MOVING_MS);
    assert_false(stage->moving.back);
    assert_int_equal(lasts(stage, 5, 4, false), MOVING_MS);
    assert_true(stage->moving.back);
    assert_true(MOVING_MS <= 250);
}

static void nothing_else_does(void **state)
{
    Stage *stage = *state;
    assert_int_equal(lasts(stage, 5, 5, false), 0);
    assert_int_equal(lasts(stage, 4, 6, false), 0); /* a jump */
    assert_int_equal(lasts(stage, 6, 0, false), 0);
    assert_int_equal(lasts(stage, 4, 5, true), 0); /* a key held down */
    show_key(&stage->rig.show, "a");
    assert_int_equal(lasts(stage, 4, 5, false), 0);
    show_key(&stage->rig.show, "a");
    assert_int_equal(lasts(stage, 4, 5, false), MOVING_MS);
}

/* A movement never lasts longer than the step it belongs to. */
static void playing_never_lags(void **state)
{
    Stage *stage = *state;
    stage->rig.show.state.playing = true;
    for (int speed = -3; speed <= 8; speed++) {
        stage->rig.show.state.speed = speed;
        int most = show_pace_ms(&stage->rig.show), now = lasts(stage, 4, 5, false);
        assert_true(now <= most);
        assert_int_equal(now, speed <= 2 ? 250 : speed == 3 ? 125 : speed == 4 ? 62 : 0);
    }
}

static const DrawList *draw(Stage *stage, uint64_t now_ms)
{
    ViewPaper paper = {{1600.0f, 900.0f}, text_measure_plain};
    return moving_draw(&stage->moving, &stage->rig.show, &paper, now_ms);
}

static char *dump(const DrawList *list)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    draw_dump(list, NULL, out);
    fclose(out);
    return text;
}

static void a_movement_ends_in_the_picture(void **state)
{
    Stage *stage = *state;
    Show *show = &stage->rig.show;
    show_seek(show, stage->promotion - 1);
    assert_ptr_equal(draw(stage, 1000), &show->view.list);
    assert_int_equal(lasts(stage, stage->promotion - 1, stage->promotion, false), MOVING_MS);
    char *begin = dump(draw(stage, 2000));
    assert_true(stage->moving.running);
    assert_int_equal(moving_due_ms(&stage->moving), 2000 + MOVING_FRAME_MS);
    char *half = dump(moving_frame(&stage->moving, 2000 + MOVING_MS / 2));
    assert_true(stage->moving.running);
    assert_string_not_equal(begin, half);
    assert_ptr_equal(moving_frame(&stage->moving, 2000 + MOVING_MS), &show->view.list);
    assert_false(stage->moving.running);
    free(begin);
    free(half);
}

/* Another key does not wait: the picture is there at once, and the next way begins at it. */
static void the_next_step_cuts_it_short(void **state)
{
    Stage *stage = *state;
    Show *show = &stage->rig.show;
    show_seek(show, stage->promotion - 1);
    draw(stage, 1000);
    lasts(stage, stage->promotion - 1, stage->promotion, false);
    draw(stage, 2000);
    assert_true(stage->moving.running);
    show_key(show, "t");
    moving_follow(&stage->moving, show, stage->promotion, false);
    assert_ptr_equal(draw(stage, 2010), &show->view.list);
    assert_false(stage->moving.running);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(single_steps_move),
        TEST(nothing_else_does),
        TEST(playing_never_lags),
        TEST(a_movement_ends_in_the_picture),
        TEST(the_next_step_cuts_it_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
