#include "app/options.h"

#include "app/complain.h"

#include <stdio.h>
#include <string.h>

typedef enum ValueRule { VALUE_NONE, VALUE_OPTIONAL, VALUE_REQUIRED } ValueRule;

typedef struct OptionRow {
    const char *name;
    ValueRule rule;
    const char *shown; /* as in the help */
    const char *help;
} OptionRow;

static const OptionRow rows[OPTION_COUNT] = {
    [OPTION_HELP] = {"--help", VALUE_NONE, "--help", "this text"},
    [OPTION_JSON] = {"--json", VALUE_OPTIONAL, "--json", "JSON instead of text"},
    [OPTION_AT] = {"--at", VALUE_REQUIRED, "--at PLACE", "the step to look at"},
    [OPTION_FROM] = {"--from", VALUE_REQUIRED, "--from PLACE", "first step (default 1)"},
    [OPTION_TO] = {"--to", VALUE_REQUIRED, "--to PLACE", "last step, itself included (default end)"},
    [OPTION_TYPE] = {"--type", VALUE_REQUIRED, "--type NAME", "the oldest object of this type instead of an ID"},
};

void options_print(unsigned allowed)
{
    for (int id = OPTION_COUNT - 1; id >= 0; id--) {
        if ((allowed & OPTION_BIT(id)) != 0 || id == OPTION_HELP) {
            printf("  %-14s %s\n", rows[id].shown, rows[id].help);
        }
    }
}

/* The option that an argument names, up to its '='; OPTION_COUNT if none. */
static OptionId find_option(const char *argument, unsigned allowed)
{
    size_t bytes = strcspn(argument, "=");
    for (int id = 0; id < OPTION_COUNT; id++) {
        bool known = (allowed & OPTION_BIT(id)) != 0 || id == OPTION_HELP;
        if (known && strlen(rows[id].name) == bytes && memcmp(rows[id].name, argument, bytes) == 0) {
            return (OptionId)id;
        }
    }
    return strcmp(argument, "-h") == 0 ? OPTION_HELP : OPTION_COUNT;
}

typedef struct Cursor {
    char *const *arguments;
    int count, at;
    const char *command;
} Cursor;

static bool take_option(Options *options, Cursor *cursor, unsigned allowed)
{
    const char *argument = cursor->arguments[cursor->at];
    OptionId id = find_option(argument, allowed);
    if (id == OPTION_COUNT) {
        complain_usage(cursor->command, "'%.80s' is not an option of '%s'", argument, cursor->command);
        return false;
    }
    const char *value = strchr(argument, '=');
    value = value == NULL ? NULL : value + 1;
    if (value != NULL && rows[id].rule == VALUE_NONE) {
        complain_usage(cursor->command, "option '%s' takes no value", rows[id].name);
        return false;
    }
    if (value == NULL && rows[id].rule == VALUE_REQUIRED) {
        if (cursor->at + 1 == cursor->count) {
            complain_usage(cursor->command, "option '%s' needs a value", rows[id].name);
            return false;
        }
        value = cursor->arguments[++cursor->at];
    }
    options->given[id] = true;
    options->value[id] = value;
    return true;
}

bool options_parse(Options *options, const char *command, unsigned allowed, char *const *arguments, int count)
{
    *options = (Options){0};
    Cursor cursor = {arguments, count, 0, command};
    bool only_words = false;
    for (; cursor.at < count; cursor.at++) {
        const char *argument = arguments[cursor.at];
        if (!only_words && strcmp(argument, "--") == 0) {
            only_words = true;
        } else if (only_words || argument[0] != '-' || argument[1] == '\0') {
            vec_push(&options->words, argument);
        } else if (!take_option(options, &cursor, allowed)) {
            options_release(options);
            return false;
        }
    }
    return true;
}

void options_release(Options *options)
{
    vec_release(&options->words);
}
