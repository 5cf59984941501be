/* Themes: every text is readable, every state differs in shape, marks stand out. */
#include "view/marks.h"
#include "view/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
/* cmocka wants the three above first */
#include <cmocka.h>

static void contrast_follows_wcag(void **state)
{
    (void)state;
    assert_float_equal(color_contrast(COLOR_RGB(0x000000), COLOR_RGB(0xffffff)), 21.0, 0.01);
    assert_float_equal(color_contrast(COLOR_RGB(0x777777), COLOR_RGB(0xffffff)), 4.48, 0.01);
    assert_float_equal(color_contrast(COLOR_RGB(0x123456), COLOR_RGB(0x123456)), 1.0, 0.001);
}

static void at_least(const Theme *theme, const char *what, float contrast, float least)
{
    if (contrast < least) {
        print_error("%s, %s: contrast %.2f, wanted %.1f\n", theme->name, what, (double)contrast, (double)least);
    }
    assert_true(contrast >= least);
}

static void texts_are_readable(void **state)
{
    (void)state;
    for (int kind = 0; kind < THEME_COUNT; kind++) {
        const Theme *theme = theme_get((ThemeKind)kind);
        for (size_t i = 0; i < theme_pair_count; i++) {
            Color text = theme->color[theme_pairs[i].text];
            Color ground = theme->color[theme_pairs[i].background];
            at_least(theme, theme_color_name(theme, text), color_contrast(text, ground), 4.5f);
        }
    }
}

static void states_are_readable_and_stand_out(void **state)
{
    (void)state;
    for (int kind = 0; kind < THEME_COUNT; kind++) {
        const Theme *theme = theme_get((ThemeKind)kind);
        for (int i = 0; i < STATE_COUNT; i++) {
            const ThemeStateLook *look = &theme->state[i];
            const char *name = theme_color_name(theme, look->stroke);
            at_least(theme, name, color_contrast(look->text, look->fill), 4.5f);
            at_least(theme, name, color_contrast(look->text_soft, look->fill), 4.5f);
            if (look->hatch != 0) {
                at_least(theme, name, color_contrast(look->text, look->hatch), 4.5f);
                at_least(theme, name, color_contrast(look->text_soft, look->hatch), 4.5f);
            }
            float on_bands = color_contrast(look->stroke, theme->color[COLOR_BAND]);
            at_least(theme, name, on_bands, 3.0f);
        }
    }
}

static void current_shows_on_every_ground(void **state)
{
    (void)state;
    for (int kind = 0; kind < THEME_COUNT; kind++) {
        const Theme *theme = theme_get((ThemeKind)kind);
        float itself = color_contrast(theme->color[COLOR_CURRENT], theme->color[COLOR_BAND]);
        float casing = color_contrast(theme->color[COLOR_CASING], theme->color[COLOR_BAND]);
        at_least(theme, "current", itself > casing ? itself : casing, 4.5f);
        at_least(theme, "current against its casing",
                 color_contrast(theme->color[COLOR_CURRENT], theme->color[COLOR_CASING]), 4.5f);
    }
}

static void states_differ_in_shape(void **state)
{
    (void)state;
    const Theme *theme = theme_get(THEME_DARK);
    for (int i = 0; i < STATE_COUNT; i++) {
        for (int j = i + 1; j < STATE_COUNT; j++) {
            assert_int_not_equal(theme->state[i].letter, theme->state[j].letter);
        }
    }
    assert_true(theme->state[STATE_TENTATIVE].hatch != 0);
    assert_true(theme_state_style(theme, STATE_TENTATIVE, 2.0f).dash > 0.0f);
    assert_true(theme_state_style(theme, STATE_REACHABLE, 2.0f).dash <= 0.0f);
}

/* What is left of a state's look without its colours: outline, hatch, bars. No two may share it, but for what no collection touches. */
static void shape_of(ThemeState state, char *text, size_t room)
{
    DrawList list;
    draw_init(&list);
    const Theme *theme = theme_get(THEME_DARK);
    DrawStyle style = theme_state_style(theme, state, 1.0f);
    MarkPen pen = {&list, theme, NULL, 1.0f};
    mark_state_bars(&pen, (Rect){0.0f, 0.0f, 100.0f, 50.0f}, state);
    snprintf(text, room, "dash %d, hatch %d, bars %zu", style.dash > 0.0f, style.hatch != 0, list.items.count);
    draw_release(&list);
}

static void states_differ_without_colours(void **state)
{
    (void)state;
    for (int i = STATE_NOT_VISITED; i < STATE_COUNT; i++) {
        for (int j = i + 1; j < STATE_COUNT; j++) {
            char one[60], other[60];
            shape_of((ThemeState)i, one, sizeof one);
            shape_of((ThemeState)j, other, sizeof other);
            assert_string_not_equal(one, other);
        }
    }
}

static void themes_have_names(void **state)
{
    (void)state;
    assert_ptr_equal(theme_named("light"), theme_get(THEME_LIGHT));
    assert_null(theme_named("Light"));
    const Theme *theme = theme_get(THEME_DARK);
    for (int i = 0; i < THEME_COUNT; i++) {
        theme = theme_next(theme);
    }
    assert_ptr_equal(theme, theme_get(THEME_DARK));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrast_follows_wcag),
        cmocka_unit_test(texts_are_readable),
        cmocka_unit_test(states_are_readable_and_stand_out),
        cmocka_unit_test(current_shows_on_every_ground),
        cmocka_unit_test(states_differ_in_shape),
        cmocka_unit_test(states_differ_without_colours),
        cmocka_unit_test(themes_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
