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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_are_answered_by_digits),
        cmocka_unit_test(clicks_choose),
        cmocka_unit_test(numbers_are_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
