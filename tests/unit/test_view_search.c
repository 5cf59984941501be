/* Search and zoom: typing is no key, hits are counted and selected; enlarging moves everything alike and changes no layout. */
#include "show_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static ShowRig rig;

static int open_rig(void **unused)
{
    (void)unused;
    bool good = rig_open(&rig, "../../traces/lessons/s08-2-they-hold-each-other");
    show_seek(&rig.show, 30);
    return good ? 0 : -1;
}

static int close_rig(void **unused)
{
    (void)unused;
    rig_close(&rig);
    return 0;
}

static void press(const char *keys)
{
    char bad[40];
    assert_true(show_keys(&rig.show, keys, bad, sizeof bad));
}

static void letters_are_typed(void **unused)
{
    (void)unused;
    press("/ P e r Space q 5");
    assert_string_equal(rig.show.state.search.typed, "Per q5");
    assert_int_equal(rig.show.state.search.hits, 0);
    assert_int_equal(show_step(&rig.show), 30);
    press("Backspace Backspace Backspace");
    assert_int_equal(rig.show.state.search.hits, 1);
    assert_int_equal(show_key(&rig.show, "Right"), SHOW_NOTHING);
    assert_int_equal(show_key(&rig.show, "Esc"), SHOW_REDRAW);
    assert_false(show_is_typing(&rig.show));
}

static void hits_are_gone_through_in_a_ring(void **unused)
{
    (void)unused;
    press("/ 0 x");
    assert_true(rig.show.state.search.hits >= 2);
    ObjectId first = rig.show.state.selection;
    press("Enter");
    assert_int_not_equal(rig.show.state.selection, first);
    press("Shift+Enter");
    assert_int_equal(rig.show.state.selection, first);
    for (uint32_t i = 0; i < rig.show.state.search.hits; i++) {
        press("Enter");
    }
    assert_int_equal(rig.show.state.selection, first);
}

static void enlarging_keeps_the_layout(void **unused)
{
    (void)unused;
    press("Tab");
    char *before = rig_dump(&rig);
    Rect small, large;
    char name[40];
    snprintf(name, sizeof name, "object %u", (unsigned)rig.show.state.selection);
    assert_true(draw_group_bounds(&rig.show.view.list, name, &small));
    assert_int_equal(show_wheel(&rig.show, rect_center(small), 4.0f), SHOW_REDRAW);
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_true(draw_group_bounds(&rig.show.view.list, name, &large));
    assert_true(large.w > 1.5f * small.w);
    assert_true(fabsf(rect_center(large).x - rect_center(small).x) < 1.0f && fabsf(rect_center(large).y - rect_center(small).y) < 1.0f);
    press("f");
    rig_draw(&rig, 1600.0f, 900.0f);
    press("f");
    char *after = rig_dump(&rig);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void dragging_moves_and_a_click_selects(void **unused)
{
    (void)unused;
    Rect box;
    char name[40];
    press("Tab");
    snprintf(name, sizeof name, "object %u", (unsigned)rig.show.state.selection);
    press("Esc");
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_true(draw_group_bounds(&rig.show.view.list, name, &box));
    Point at = rect_center(box);
    show_grab(&rig.show, at);
    assert_int_equal(show_let_go(&rig.show), SHOW_REDRAW);
    assert_int_not_equal(rig.show.state.selection, OBJECT_NONE);
    show_grab(&rig.show, at);
    assert_int_equal(show_drag(&rig.show, (Point){at.x + 100.0f, at.y}), SHOW_REDRAW);
    assert_int_equal(show_let_go(&rig.show), SHOW_NOTHING);
    rig_draw(&rig, 1600.0f, 900.0f);
    Rect moved;
    assert_true(draw_group_bounds(&rig.show.view.list, name, &moved));
    assert_true(fabsf(moved.x - box.x - 100.0f) < 8.0f);
}

static void why_tells_chains_and_esc_closes_it(void **unused)
{
    (void)unused;
    press("Tab w");
    assert_true(draw_has_text(rig_draw(&rig, 1600.0f, 900.0f), "Why is person alive?"));
    assert_true(draw_has_text(rig_draw(&rig, 1600.0f, 900.0f), "name person"));
    press("Esc");
    assert_int_equal(rig.show.state.drawer, DRAWER_NONE);
    assert_int_not_equal(rig.show.state.selection, OBJECT_NONE);
}

static void checks_are_told(void **unused)
{
    (void)unused;
    press("e");
    assert_true(rig.show.checks.passed > 0);
    assert_false(draw_has_text(rig_draw(&rig, 1600.0f, 900.0f), "This recording has no checks."));
    assert_false(panel_badge_needed(&rig.show.view)); /* a lesson, not a recording */
    rig.show.checks.python = names_of(rig.session.names, "3.11.7");
    char text[80];
    snprintf(text, sizeof text, "✓ agrees with CPython 3.11.7: %u of %u checks", (unsigned)rig.show.checks.passed, (unsigned)rig.show.checks.passed);
    assert_true(draw_has_text(rig_draw(&rig, 1600.0f, 900.0f), text));
    vec_push(&rig.show.checks.lines, ((CheckLine){4, 30, names_of(rig.session.names, "refcount of a: 2, expected 3")}));
    rig.show.checks.failed = 1;
    assert_true(draw_has_text(rig_draw(&rig, 1600.0f, 900.0f), "refcount of a: 2, expected 3"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(letters_are_typed, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(hits_are_gone_through_in_a_ring, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(enlarging_keeps_the_layout, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(dragging_moves_and_a_click_selects, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(why_tells_chains_and_esc_closes_it, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(checks_are_told, open_rig, close_rig),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
