/* The lesson menu: lessons are found by their headers, chosen, searched and opened. */
#include "app/menu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static ViewState state;
static LessonMenu menu;

static const DrawList *draw(void)
{
    return lesson_menu_draw(&menu, &state, &(ViewPaper){{1600.0f, 900.0f}, text_measure_plain});
}

static char state_home[] = "/tmp/heaploupe-menu-XXXXXX";

/* The user's own list of recent files stays out of it. */
static int make_state_home(void **unused)
{
    (void)unused;
    return mkdtemp(state_home) != NULL && setenv("XDG_STATE_HOME", state_home, 1) == 0 ? 0 : -1;
}

static int remove_state_home(void **unused)
{
    (void)unused;
    char command[100];
    snprintf(command, sizeof command, "rm -r %s", state_home);
    return system(command);
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

static bool is_shown(const char *title)
{
    for (size_t i = 0; i < menu.menu.shown.count; i++) {
        if (strcmp(menu.menu.cards.items[menu.menu.shown.items[i]].title[LANGUAGE_EN], title) == 0) {
            return true;
        }
    }
    return false;
}

/* Who looks for a topic does not know the titles: both lessons on weak references are found, whose words are in a summary only. */
static void summaries_are_searched_word_by_word(void **unused)
{
    (void)unused;
    lesson_menu_key(&menu, &state, "/");
    lesson_menu_type(&menu, &state, "weak");
    assert_true(is_shown("Weak references") && is_shown("A callback that never comes"));
    assert_false(is_shown("Three generations"));
    lesson_menu_type(&menu, &state, " silence"); /* both words, wherever */
    assert_true(is_shown("A callback that never comes"));
    assert_false(is_shown("Weak references"));
    lesson_menu_key(&menu, &state, "Esc");
    lesson_menu_key(&menu, &state, "/");
    lesson_menu_type(&menu, &state, "s6");
    assert_true(is_shown("Three generations"));
    assert_int_equal(menu.menu.shown.count, 3); /* the row has three lessons */
    lesson_menu_key(&menu, &state, "Esc");
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

static void type(const char *text)
{
    lesson_menu_key(&menu, &state, "/");
    assert_int_equal(lesson_menu_type(&menu, &state, text), SHOW_REDRAW);
}

static void a_file_is_opened_by_its_path(void **unused)
{
    (void)unused;
    type("tests/golden/family.json");
    assert_int_equal(menu.menu.shown.count, 1);
    assert_true(draw_has_text(draw(), "family.json"));
    assert_int_equal(lesson_menu_key(&menu, &state, "Enter"), SHOW_OPEN);
    assert_string_equal(menu.chosen.path, "tests/golden/family.json");
    assert_null(menu.chosen.lesson);
    lesson_menu_key(&menu, &state, "Esc");
    type("tests/golden"); /* a folder */
    assert_int_equal(menu.menu.shown.count, 0);
    assert_int_equal(lesson_menu_key(&menu, &state, "Enter"), SHOW_NOTHING);
}

static void files_left_are_listed_and_continued(void **unused)
{
    (void)unused;
    assert_int_equal(lesson_menu_key(&menu, &state, "c"), SHOW_NOTHING); /* nothing yet */
    size_t lessons = menu.menu.shown.count;
    char path[200];
    snprintf(path, sizeof path, "%s/gone.json", state_home);
    fclose(fopen(path, "w"));
    lesson_menu_left(&menu, (RecentFile){"tests/golden/family.json", 12, 58});
    lesson_menu_left(&menu, (RecentFile){path, 0, 5});
    assert_int_equal(menu.menu.shown.count, lessons + 2);
    unlink(path);
    close_menu(NULL);
    open_menu(NULL); /* the next time */
    assert_int_equal(menu.menu.shown.count, lessons + 1);
    assert_true(draw_has_text(draw(), "left at step 12 of 58"));
    assert_int_equal(lesson_menu_key(&menu, &state, "c"), SHOW_OPEN);
    assert_non_null(strstr(menu.chosen.path, "/family.json"));
    assert_int_equal(menu.chosen.step, 12);
    type("golden"); /* in its path */
    assert_int_equal(menu.menu.shown.count, 1);
}

static void a_lesson_left_is_continued_in_place(void **unused)
{
    (void)unused;
    size_t shown = menu.menu.shown.count;
    Lesson *lesson = &menu.lessons.items.items[2];
    lesson_menu_left(&menu, (RecentFile){lesson->path, 7, 90});
    assert_int_equal(menu.menu.shown.count, shown); /* it has its card */
    assert_int_equal(lesson_menu_key(&menu, &state, "c"), SHOW_OPEN);
    assert_ptr_equal(menu.chosen.lesson, lesson);
    assert_int_equal(menu.chosen.step, 7);
}

static void the_palette_acts_here_too(void **unused)
{
    (void)unused;
    lesson_menu_key(&menu, &state, "Ctrl+Shift+P");
    assert_true(lesson_menu_is_typing(&menu, &state));
    lesson_menu_type(&menu, &state, "light");
    lesson_menu_key(&menu, &state, "Enter");
    assert_int_equal(state.theme, THEME_LIGHT);
    lesson_menu_key(&menu, &state, "Ctrl+Shift+P");
    lesson_menu_type(&menu, &state, "打开课程");
    assert_int_equal(lesson_menu_key(&menu, &state, "Enter") & SHOW_OPEN, SHOW_OPEN);
    lesson_menu_key(&menu, &state, "?");
    assert_int_equal(lesson_menu_key(&menu, &state, "Right"), SHOW_REDRAW); /* turns the page */
    assert_int_equal(menu.menu.chosen, 0);
    lesson_menu_key(&menu, &state, "Esc");
    assert_false(state.help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lessons_come_in_groups, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(arrows_choose_and_the_list_follows, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(typing_searches_and_is_no_key, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(summaries_are_searched_word_by_word, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(an_error_is_told_in_the_window, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(a_card_gets_its_picture_and_its_answers, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(a_file_is_opened_by_its_path, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(files_left_are_listed_and_continued, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(a_lesson_left_is_continued_in_place, open_menu, close_menu),
        cmocka_unit_test_setup_teardown(the_palette_acts_here_too, open_menu, close_menu),
    };
    return cmocka_run_group_tests(tests, make_state_home, remove_state_home);
}
