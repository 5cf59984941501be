/* docs/trace-format.md prints the closed table of kinds: it must be the one in types/kinds.c, row by row. */
#include "types/kinds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROW_BYTES = 1000 };

static void add(char *row, const char *text)
{
    strncat(row, text, ROW_BYTES - strlen(row) - 1);
}

static void add_slots(char *row, const KindInfo *info)
{
    bool any = false;
    for (int i = 0; i <= 12; i++) {
        if (i == info->split && info->naming != NAMING_NONE) {
            add(row, any ? " *…*" : "*…*");
            any = true;
        }
        if (info->slots[i] == NULL) {
            break;
        }
        add(row, any ? " `" : "`");
        add(row, info->slots[i]);
        add(row, "`");
        any = true;
    }
    add(row, any ? "" : "–");
}

static void add_order(char *row, const KindInfo *info, const int16_t *order)
{
    if (order[0] == ORDER_END || !info->gc) {
        add(row, "–");
        return;
    }
    for (int i = 0; order[i] != ORDER_END; i++) {
        add(row, i == 0 ? "" : " ");
        add(row, order[i] == ORDER_VARIABLE ? "*…*" : info->slots[order[i]]);
    }
}

/* "| `list` | *…* | *…* | *…* | yes | 56 |" */
static void build_row(char *row, Kind kind)
{
    const KindInfo *info = kind_info(kind);
    uint32_t request = kind_request(profile_find("cpython-3.11"), kind);
    char number[32];
    row[0] = '\0';
    add(row, "| `");
    add(row, kind_text(kind));
    add(row, "` | ");
    add_slots(row, info);
    add(row, " | ");
    add_order(row, info, info->clear_order);
    add(row, " | ");
    add_order(row, info, info->dealloc_order);
    add(row, info->trashcan ? " | yes | " : " | | ");
    snprintf(number, sizeof number, "%u |", request);
    add(row, request == 0 ? "by value |" : number);
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    return text;
}

static void test_rows(void **state)
{
    (void)state;
    char *text = read_file("docs/trace-format.md");
    for (int kind = 0; kind < KIND_NAMES; kind++) {
        char row[ROW_BYTES];
        build_row(row, (Kind)kind);
        if (strstr(text, row) == NULL) {
            print_error("docs/trace-format.md lacks the row\n%s\n", row);
            fail();
        }
    }
    free(text);
}

/* Prints the rows, to be pasted. */
int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--print") == 0) {
        for (int kind = 0; kind < KIND_NAMES; kind++) {
            char row[ROW_BYTES];
            build_row(row, (Kind)kind);
            puts(row);
        }
        return 0;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
