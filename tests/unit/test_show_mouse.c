/* Whatever a key does a click can do: actions through the list of actions, the rest by buttons, which act though letters are being
 * typed. */
#include "app/show_ask.h"
#include "app/show_live.h"
#include "show_rig.h"
#include "view/palette.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static ShowRig rig;

static int open_rig(void **state)
{
    (void)state;
    return rig_open(&rig, "two-lists") ? 0 : -1;
}

static int close_rig(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static bool is_drawn(const char *group, Rect *box)
{
    rig_draw(&rig, 1366.0f, 768.0f);
    return draw_group_bounds(&rig.show.view.list, group, box);
}

static unsigned click(const char *group)
{
    Rect box;
    if (!is_drawn(group, &box)) {
        fail_msg("nothing to click for '%s'", group);
    }
    return show_click(&rig.show, rect_center(box));
}

/* All but those that the mouse does directly: jumps by the scrubber. */
static void every_action_is_clicked_in_the_list_of_actions(void **state)
{
    (void)state;
    Rect box;
    int found = 0;
    for (Action action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        char group[24];
        bool listed = action_info[action].where == KEYS_ALWAYS && action != ACTION_PALETTE && action != ACTION_JUMP;
        if (!listed) {
            continue;
        }
        snprintf(group, sizeof group, "action %d", (int)action);
        click("key Ctrl+Shift+P");
        for (int turned = 0; turned < ACTION_COUNT && !is_drawn(group, &box); turned++) {
            show_wheel(&rig.show, (Point){600.0f, 300.0f}, -1.0f);
        }
        assert_true(is_drawn(group, &box));
        show_click(&rig.show, (Point){5.0f, 760.0f}); /* beside the card */
        assert_false(rig.show.state.palette.open);
        found++;
    }
    assert_true(found > 40);
    click("key Ctrl+Shift+P");
    char last[24];
    snprintf(last, sizeof last, "action %d", (int)ACTION_LAST);
    for (int turned = 0; turned < ACTION_COUNT && !is_drawn(last, &box); turned++) {
        show_wheel(&rig.show, (Point){600.0f, 300.0f}, -1.0f);
    }
    click(last);
    assert_int_equal(show_step(&rig.show), rig.session.steps);
}

static void buttons_act_while_a_word_is_searched(void **state)
{
    (void)state;
    Search *search = &rig.show.state.search;
    show_seek(&rig.show, 30);
    show_key(&rig.show, "/");
    show_type(&rig.show, "list");
    assert_true(search->hits > 1);
    assert_int_equal(search->at, 1);
    click("key Enter");
    assert_int_equal(search->at, 2);
    click("key Shift+Enter");
    assert_int_equal(search->at, 1);
    click("key l");
    assert_int_equal(rig.show.state.language, LANGUAGE_ZH);
    click("key Right");
    assert_int_equal(show_step(&rig.show), 31);
    assert_string_equal(search->typed, "list");
    click("key ?");
    assert_true(rig.show.state.help);
    rig_draw(&rig, 1366.0f, 768.0f);
    show_click(&rig.show, (Point){2.0f, 2.0f});
    assert_false(rig.show.state.help);
    click("key Esc");
    assert_false(search->open);
}

static void a_click_ends_the_black_screen(void **state)
{
    (void)state;
    show_key(&rig.show, "b");
    rig_draw(&rig, 1366.0f, 768.0f);
    show_click(&rig.show, (Point){600.0f, 300.0f});
    assert_false(rig.show.state.black);
}

static void buttons_act_while_python_is_typed(void **state)
{
    (void)state;
    LiveField *field = &rig.show.state.live;
    show_live_follow(&rig.show, &(LiveStatus){.state = LIVE_READY});
    click("key :");
    assert_true(field->open);
    Rect box;
    assert_false(is_drawn("key Enter", &box)); /* nothing to run */
    show_type(&rig.show, "a = 1");
    click("key l");
    click("key Right");
    click("key Space");
    click("key :");
    assert_string_equal(field->typed, "a = 1");
    assert_int_equal(field->caret, 5);
    assert_int_equal(rig.show.state.language, LANGUAGE_ZH);
    assert_int_equal(show_step(&rig.show), 1);
    assert_true(rig.show.state.playing);
    assert_true((click("key Enter") & SHOW_SEND) != 0);
}

static void a_number_is_clicked_together(void **state)
{
    (void)state;
    rig_close(&rig);
    assert_true(rig_open(&rig, "../../traces/lessons/s02-1-what-getrefcount-prints"));
    show_seek(&rig.show, rig.show.quiz.questions.items[0].step);
    click("key 7");
    click("key 2");
    click("key Backspace");
    click("key Backspace");
    click("key 2");
    assert_string_equal(rig.show.state.prompt.typed, "2");
    click("key Enter");
    assert_int_equal(rig.show.quiz.questions.items[0].verdict, VERDICT_RIGHT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_action_is_clicked_in_the_list_of_actions, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(buttons_act_while_a_word_is_searched, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(a_click_ends_the_black_screen, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(buttons_act_while_python_is_typed, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(a_number_is_clicked_together, open_rig, close_rig),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
