/* Questions: keys and clicks answer them, only while they are open; right answers count; stepping back shows them unanswered. */
#include "show_rig.h"

#include "app/show_ask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char choices_lesson[] = "../../traces/lessons/s04-1-mark-and-sweep";
static const char numbers_lesson[] = "../../traces/lessons/s02-1-what-getrefcount-prints";

static void go_to_question(ShowRig *rig, size_t number)
{
    assert_true(number < rig->show.quiz.questions.count);
    show_seek(&rig->show, rig->show.quiz.questions.items[number].step);
}

static void choices_are_answered_by_digits(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, choices_lesson));
    go_to_question(&rig, 1);
    uint64_t step = show_step(&rig.show);
    assert_true(draw_has_text(rig_draw(&rig, 1600.0f, 900.0f), "question 2 of 2"));
    assert_int_equal(show_key(&rig.show, "Enter"), SHOW_REDRAW); /* nothing chosen: stays open */
    assert_false(rig.show.state.prompt.revealed);
    show_key(&rig.show, "7"); /* no such choice, and no jump either */
    assert_int_equal(show_step(&rig.show), step);
    show_key(&rig.show, "2");
    show_key(&rig.show, "Enter");
    assert_int_equal(rig.show.quiz.questions.items[1].verdict, VERDICT_RIGHT);
    assert_true(draw_has_text(rig_draw(&rig, 1600.0f, 900.0f), "question 2 of 2 · 1 of 1 right"));
    show_key(&rig.show, "Right");
    show_key(&rig.show, "Left");
    assert_false(rig.show.state.prompt.revealed);
    assert_int_equal(rig.show.state.prompt.choice, CHOICE_NONE);
    show_key(&rig.show, "Esc");
    assert_null(show_question(&rig.show));
    show_key(&rig.show, "0");
    assert_int_equal(show_step(&rig.show), 0);
    rig_close(&rig);
}

static void clicks_choose(void **state)
{
    (void)state;
    ShowRig rig;
    Rect box;
    assert_true(rig_open(&rig, choices_lesson));
    go_to_question(&rig, 0);
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_true(draw_group_bounds(&rig.show.view.list, "choice 0", &box));
    show_click(&rig.show, rect_center(box));
    assert_int_equal(rig.show.state.prompt.choice, 0);
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_true(draw_group_bounds(&rig.show.view.list, "key Enter", &box));
    show_click(&rig.show, rect_center(box));
    assert_int_equal(rig.show.quiz.questions.items[0].verdict, VERDICT_WRONG);
    rig_close(&rig);
}

static void numbers_are_typed(void **state)
{
    (void)state;
    ShowRig rig;
    char typed[40];
    assert_true(rig_open(&rig, numbers_lesson));
    for (size_t i = 0; i < rig.show.quiz.questions.count; i++) {
        const Question *question = &rig.show.quiz.questions.items[i];
        if (question_choices(question) != 0) {
            continue;
        }
        go_to_question(&rig, i);
        show_key(&rig.show, "9");
        show_key(&rig.show, "Backspace");
        snprintf(typed, sizeof typed, "%.0f", question->answer);
        for (const char *c = typed; *c != '\0'; c++) {
            show_key(&rig.show, (char[]){*c, '\0'});
        }
        assert_string_equal(rig.show.state.prompt.typed, typed);
        show_key(&rig.show, "Enter");
        assert_int_equal(question->verdict, VERDICT_RIGHT);
    }
    rig_close(&rig);
}

/* A class answers aloud, its teacher has a clicker only: its key tells what is right, once more it goes on. */
static void a_clicker_tells_the_answer(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, numbers_lesson));
    show_key(&rig.show, "PageDown");
    Question *question = show_question(&rig.show);
    assert_non_null(question); /* the lesson's first stop */
    uint64_t step = show_step(&rig.show);
    assert_int_equal(show_key(&rig.show, "PageDown"), SHOW_REDRAW);
    assert_int_equal(show_step(&rig.show), step);
    assert_true(draw_has_text(rig_draw(&rig, 1600.0f, 900.0f), "The simulation says: 2")); /* what CPython prints */
    assert_int_equal(question->verdict, VERDICT_NONE);                                     /* nobody has typed */
    show_key(&rig.show, "PageDown");
    assert_true(show_step(&rig.show) > step);
    show_key(&rig.show, "PageUp");
    assert_int_equal(show_step(&rig.show), step);
    show_key(&rig.show, "3");
    show_key(&rig.show, "PageDown"); /* what is typed is judged */
    assert_int_equal(question->verdict, VERDICT_WRONG);
    show_key(&rig.show, "Home");
    show_key(&rig.show, "PageDown");
    show_key(&rig.show, "Esc"); /* one that was left is no more in the way */
    show_key(&rig.show, "PageDown");
    assert_true(show_step(&rig.show) > step);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_are_answered_by_digits),
        cmocka_unit_test(clicks_choose),
        cmocka_unit_test(numbers_are_typed),
        cmocka_unit_test(a_clicker_tells_the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
