/* The key table: every key means one thing, and lists of keys are read as `render --keys` gives them. */
#include "key_section.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

/* One key, one meaning: in each place, and there also against those that always act unless the place takes them first. */
static void no_key_means_two_things_in_a_place(void **state)
{
    (void)state;
    char name[40], other[40];
    for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
        const char *list = action_info[a].keys;
        while (key_next(&list, name, sizeof name)) {
            for (int b = a + 1; b < ACTION_COUNT; b++) {
                const char *more = action_info[b].keys;
                while (action_info[a].where == action_info[b].where && key_next(&more, other, sizeof other)) {
                    assert_int_not_equal(strcasecmp(name, other), 0);
                }
            }
        }
    }
}

static void rows_of_a_place_stand_together(void **state)
{
    (void)state;
    for (int action = ACTION_NONE + 2; action < ACTION_COUNT; action++) {
        assert_true(action_info[action].where >= action_info[action - 1].where);
    }
}

static void every_row_is_in_both_languages(void **state)
{
    (void)state;
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        bool chinese = false;
        for (const char *at = action_info[action].chinese; *at != '\0'; at++) {
            chinese = chinese || (*at & 0x80) != 0;
        }
        for (const char *at = action_info[action].english; *at != '\0'; at++) {
            assert_true((*at & 0x80) == 0 || action == ACTION_JUMP); /* … */
        }
        assert_true(chinese && action_info[action].english[0] != '\0');
    }
}

static void keys_are_shown_with_signs(void **state)
{
    (void)state;
    assert_string_equal(key_sign("Ctrl+Left").text, "Ctrl+←");
    assert_string_equal(key_sign("Ctrl++").text, "Ctrl++");
    assert_string_equal(key_sign("+").text, "+");
    assert_string_equal(key_sign("PageDown").text, "PgDn");
    assert_string_equal(key_sign("F1").text, "F1");
}

static void the_manual_page_is_the_table(void **state)
{
    (void)state;
    static char text[1 << 16];
    char *section = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&section, &bytes), *file = fopen("docs/heaploupe.1", "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    key_section_write(out);
    fclose(out);
    if (strstr(text, section) == NULL) {
        fail_msg("the keys of docs/heaploupe.1 are not those of src/view/keys.h; 'build/tools/key_list man' prints them");
    }
    free(section);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_listed_key_does_its_action),
        cmocka_unit_test(digits_jump),
        cmocka_unit_test(letters_mean_the_same_in_either_case),
        cmocka_unit_test(unknown_keys_do_nothing),
        cmocka_unit_test(no_key_means_two_things_in_a_place),
        cmocka_unit_test(rows_of_a_place_stand_together),
        cmocka_unit_test(every_row_is_in_both_languages),
        cmocka_unit_test(keys_are_shown_with_signs),
        cmocka_unit_test(the_manual_page_is_the_table),
        cmocka_unit_test(lists_are_taken_apart_at_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
