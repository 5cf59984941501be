/* docs/event-log.md prints the closed table of events: every event and its members must stand there, row by row. */
#include "app/event_log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROW_BYTES = 400 };

static bool is_optional(unsigned code)
{
    return code == LOG_HOLDER || code == LOG_FOR || code == LOG_TEXT || code == LOG_KEY || code == LOG_BOOL || code == LOG_FLAGS ||
           code == LOG_OWNED || code == LOG_PINNED || code == LOG_SLOT_OF_B || code == LOG_SERIAL;
}

static void add(char *row, const char *text)
{
    strncat(row, text, ROW_BYTES - strlen(row) - 1);
}

static void add_member(char *row, const char *name, bool optional)
{
    add(row, optional ? " [`" : " `");
    add(row, name);
    add(row, optional ? "`]" : "`");
}

/* "| `ref` | `from` `slot` [`at`] `to` |" */
static void build_row(char *row, EventKind kind)
{
    const LogField *fields = log_rows[kind].fields;
    row[0] = '\0';
    add(row, "| `");
    add(row, event_info[kind].text);
    add(row, "` |");
    for (int i = 0; i < LOG_FIELDS && fields[i].code != LOG_NOTHING; i++) {
        if (fields[i].code == LOG_TYPE) {
            add(row, " `type` [`kind`] [`layout`]");
            continue;
        }
        add_member(row, fields[i].name, is_optional(fields[i].code));
        if (fields[i].code == LOG_SLOT || fields[i].code == LOG_SLOT_OF_B) {
            add(row, " [`at`]");
        }
    }
    add(row, " |");
}

static void test_rows(void **state)
{
    (void)state;
    FILE *file = fopen("docs/event-log.md", "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        char row[ROW_BYTES];
        build_row(row, (EventKind)kind);
        if (strstr(text, row) == NULL) {
            print_error("docs/event-log.md lacks the row\n%s\n", row);
            fail();
        }
    }
    free(text);
}

/* What a word is called outside, it is found by again. */
static void test_words(void **state)
{
    (void)state;
    const uint32_t words[] = {W_COUNT, W_COUNT + 2, W_THRESHOLD + 1, W_ENABLED, W_STATS + 8, W_PHASE, W_FILE, W_GREY_TAIL,
                              W_ARENA_USABLE, W_ARENA_LAST, W_ARENA_LAST + 63, W_ARENA, W_ARENA + 8 * 1000 + ARENA_NEXT};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        Prose text = {0};
        log_word_text(words[i], &text);
        assert_int_equal(log_word_find(prose_text(&text)), words[i]);
        prose_release(&text);
    }
    const char *bad[] = {"", "count", "count[3]", "count[-1]", "count[0]x", "enabled[0]", "arena[1]", "arena[1].nothing",
                         "arena[99999999].next", "last_arena[2000]", "count[99999999999999999999]"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(log_word_find(bad[i]), -1);
    }
}

static void test_flags(void **state)
{
    (void)state;
    for (unsigned flags = 0; flags < 1 << 15; flags++) {
        Prose text = {0};
        log_flags_text(flags, &text);
        assert_int_equal(log_flags_find(prose_text(&text)), flags);
        prose_release(&text);
    }
    assert_int_equal(log_flags_find("nothing"), -1);
    assert_int_equal(log_flags_find("a-flag-with-a-name-longer-than-any-other"), -1);
    for (uint32_t list = LIST_GENERATION_0; list < LIST_COUNT; list++) {
        assert_int_equal(log_list_find(log_list_text(list)), list);
    }
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        assert_int_equal(log_phase_find(phase_text((Phase)phase)), phase);
    }
}

/* With --print: the beginnings of the rows. */
int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--print") == 0) {
        for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
            char row[ROW_BYTES];
            build_row(row, (EventKind)kind);
            puts(row);
        }
        return 0;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_words), cmocka_unit_test(test_flags)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
