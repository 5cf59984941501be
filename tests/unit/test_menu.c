/* The lesson menu: lessons are found by their headers, chosen, searched and opened. */
#include "app/menu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static ViewState state;
static LessonMenu menu;

static const DrawList *draw(void)
{
    return lesson_menu_draw(&menu, &state, &(ViewPaper){{1600.0f, 900.0f}, text_measure_plain});
}

static int open_menu(void **unused)
{
    (void)unused;
    view_state_init(&state);
    lesson_menu_init(&menu);
    return 0;
}

static int close_menu(void **unused)
{
    (void)unused;
    lesson_menu_release(&menu);
    return 0;
}

static void lessons_come_in_groups(void **unused)
{
    (void)unused;
    assert_true(menu.lessons.items.count >= 50);
    for (size_t i = 1; i < menu.lessons.items.count; i++) {
        assert_true(menu.lessons.items.items[i - 1].group <= menu.lessons.items.items[i].group);
    }
    assert_true(draw_has_text(draw(), "Reference counting"));
    assert_true(draw_has_text(draw(), "Counts go up, counts go down"));
    lesson_menu_key(&menu, &state, "l");
    assert_true(draw_has_text(draw(), "引用计数"));
}

static void arrows_choose_and_the_list_follows(void **unused)
{
    (void)unused;
    draw();
    lesson_menu_key(&menu, &state, "Right");
    lesson_menu_key(&menu, &state, "Down");
    assert_int_equal(menu.menu.chosen, menu.menu.columns + 1);
    lesson_menu_key(&menu, &state, "Up");
    assert_int_equal(menu.menu.chosen, 1);
    lesson_menu_key(&menu, &state, "End");
    assert_true(draw_has_text(draw(), "An exception kept in a local name"));
    assert_true(menu.menu.scroll > 0.0f);
    assert_int_equal(lesson_menu_key(&menu, &state, "Enter"), SHOW_OPEN);
}

static void typing_searches_and_is_no_key(void **unused)
{
    (void)unused;
    size_t all = menu.menu.shown.count;
    assert_int_equal(lesson_menu_key(&menu, &state, "/"), SHOW_REDRAW);
    lesson_menu_key(&menu, &state, "q"); /* a letter now, not the key that quits */
    assert_string_equal(menu.menu.typed, "q");
    lesson_menu_key(&menu, &state, "Backspace");
    lesson_menu_type(&menu, &state, "清除");
    assert_true(menu.menu.shown.count >= 1 && menu.menu.shown.count < all);
    lesson_menu_key(&menu, &state, "Backspace");
    assert_string_equal(menu.menu.typed, "清");
    assert_int_equal(lesson_menu_key(&menu, &state, "Enter"), SHOW_OPEN);
    lesson_menu_key(&menu, &state, "Esc");
    assert_int_equal(menu.menu.shown.count, all);
    assert_int_equal(lesson_menu_key(&menu, &state, "q"), SHOW_QUIT);
}

static void an_error_is_told_in_the_window(void **unused)
{
    (void)unused;
    Err err;
    err_input_at(&err, 3, 7, "is no object");
    lesson_menu_say(&menu, "bad.json", &err);
    assert_true(draw_has_text(draw(), "bad.json:3:7: is no object"));
    lesson_menu_key(&menu, &state, "Esc");
    assert_false(draw_has_text(draw(), "bad.json:3:7: is no object"));
}

static void a_card_gets_its_picture_and_its_answers(void **unused)
{
    (void)unused;
    Quiz quiz = {0};
    Question question = {.verdict = VERDICT_RIGHT};
    assert_true(lesson_menu_work(&menu, &state, text_measure_plain));
    assert_true(menu.pictures.items[0].made && menu.pictures.items[0].list.items.count > 3);
    vec_push(&quiz.questions, question);
    lesson_menu_note(&menu, lesson_menu_choice(&menu).lesson, &quiz);
    assert_true(draw_has_text(draw(), "✓ 1 of 1 right"));
    vec_release(&quiz.questions);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lessons_come_in_groups, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(arrows_choose_and_the_list_follows, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(typing_searches_and_is_no_key, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(an_error_is_told_in_the_window, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(a_card_gets_its_picture_and_its_answers, open_menu, close_menu),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
