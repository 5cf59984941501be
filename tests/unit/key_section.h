/* The manual page's list of keys as the key table makes it: tests/unit/test_view_keys.c compares, tests/tools/key_list.c prints. */
#ifndef HL_TESTS_KEY_SECTION_H
#define HL_TESTS_KEY_SECTION_H

#include "view/keys.h"

#include <stdio.h>
#include <string.h>

static inline void key_section_text(const char *text, FILE *out)
{
    for (; *text != '\0'; text++) {
        if (strncmp(text, "…", 3) == 0) {
            fputs("...", out);
            text += 2;
        } else {
            fprintf(out, *text == '-' ? "\\-" : "%c", *text);
        }
    }
}

/* "=" is "+" without Shift and is not told. */
static inline void key_section_keys(const char *list, FILE *out)
{
    char name[40];
    int told = 0;
    fputs(".TP\n.B \"", out);
    while (key_next(&list, name, sizeof name)) {
        if (strcmp(name, "=") != 0 && strcmp(name, "Ctrl+=") != 0) {
            fputs(told++ > 0 ? " " : "", out);
            key_section_text(name, out);
        }
    }
    fputs("\"\n", out);
}

static inline void key_section_write(FILE *out)
{
    static const char *const headings[KEYS_WHERE_COUNT] = {"", "While a question is open", "While searching", "In the list of actions",
                                                           "In the list of keys", "In a live session", "While typing Python", "In the menu of lessons"};
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        const ActionInfo *info = &action_info[action];
        if (info->where != KEYS_ALWAYS && info->where != action_info[action - 1].where) {
            fprintf(out, ".SS %s\n", headings[info->where]);
        }
        key_section_keys(info->keys, out);
        fprintf(out, "%s\n", info->english);
    }
}

#endif
