/* The key table: every key means one thing, and lists of keys are read as `render --keys` gives them. */
#include "view/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void every_listed_key_does_its_action(void **state)
{
    (void)state;
    char name[40];
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        const char *list = action_info[action].keys;
        assert_non_null(action_info[action].english);
        assert_non_null(action_info[action].chinese);
        while (key_next(&list, name, sizeof name)) {
            int digit = -1;
            if (strstr(name, "…") == NULL) {
                assert_int_equal(key_action_in(action_info[action].where, name, &digit), action);
            }
        }
    }
}

static void digits_jump(void **state)
{
    (void)state;
    int digit = -1;
    assert_int_equal(key_action("7", &digit), ACTION_JUMP);
    assert_int_equal(digit, 7);
    assert_int_equal(key_action("Ctrl+0", &digit), ACTION_NORMAL);
    assert_int_equal(key_action("77", &digit), ACTION_NONE);
}

static void letters_mean_the_same_in_either_case(void **state)
{
    (void)state;
    int digit = 0;
    assert_int_equal(key_action("t", &digit), ACTION_THEME);
    assert_int_equal(key_action("T", &digit), ACTION_THEME);
    assert_int_equal(key_action("Shift+T", &digit), ACTION_THEME);
    assert_int_equal(key_action("Ctrl+T", &digit), ACTION_NONE);
}

static void unknown_keys_do_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"", "F13", "Shift+", "Rights", "Ctrl+Alt+Left", "\xc3\xa4"};
    int digit = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(key_action(names[i], &digit), ACTION_NONE);
    }
}

static void lists_are_taken_apart_at_spaces(void **state)
{
    (void)state;
    char name[8];
    const char *list = "  End Shift+Left   f ";
    assert_true(key_next(&list, name, sizeof name));
    assert_string_equal(name, "End");
    assert_true(key_next(&list, name, sizeof name));
    assert_string_equal(name, "Shift+L"); /* cut to the room, never beyond */
    assert_true(key_next(&list, name, sizeof name));
    assert_string_equal(name, "f");
    assert_false(key_next(&list, name, sizeof name));
}

static void the_manual_page_has_every_line(void **state)
{
    (void)state;
    static char text[1 << 16], line[120];
    FILE *file = fopen("docs/heaploupe.1", "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        snprintf(line, sizeof line, "\n%s\n", action_info[action].english);
        if (strstr(text, line) == NULL) {
            fail_msg("docs/heaploupe.1 does not have \"%s\"", action_info[action].english);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_listed_key_does_its_action),
        cmocka_unit_test(digits_jump),
        cmocka_unit_test(letters_mean_the_same_in_either_case),
        cmocka_unit_test(unknown_keys_do_nothing),
        cmocka_unit_test(the_manual_page_has_every_line),
        cmocka_unit_test(lists_are_taken_apart_at_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
