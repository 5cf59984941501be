#include "app/options.h"

#include "app/complain.h"

#include <stdio.h>
#include <string.h>

typedef enum ValueRule { VALUE_NONE, VALUE_OPTIONAL, VALUE_REQUIRED } ValueRule;

typedef struct OptionRow {
    const char *name;
    const char *letter; /* its short form, or NULL */
    ValueRule rule;
    const char *shown; /* as in the help */
    const char *help;
} OptionRow;

static const OptionRow rows[OPTION_COUNT] = {
    [OPTION_HELP] = {"--help", "-h", VALUE_NONE, "--help", "this text"},
    [OPTION_VERSION] = {"--version", NULL, VALUE_NONE, "--version", "the version"},
    [OPTION_JSON] = {"--json", NULL, VALUE_OPTIONAL, "--json", "JSON instead of text"},
    [OPTION_AT] = {"--at", NULL, VALUE_REQUIRED, "--at PLACE", "the step to look at"},
    [OPTION_FROM] = {"--from", NULL, VALUE_REQUIRED, "--from PLACE", "first step"},
    [OPTION_TO] = {"--to", NULL, VALUE_REQUIRED, "--to PLACE", "last step, itself included"},
    [OPTION_TYPE] = {"--type", NULL, VALUE_REQUIRED, "--type NAME", "the oldest object of this type instead of an ID"},
    [OPTION_OUTPUT] = {"--output", "-o", VALUE_REQUIRED, "-o FILE", "the file to write; its ending tells what it will be"},
    [OPTION_SIZE] = {"--size", NULL, VALUE_REQUIRED, "--size WxH", "in pixels (default 1600x900)"},
    [OPTION_THEME] = {"--theme", NULL, VALUE_REQUIRED, "--theme NAME", "dark (default), light, contrast"},
    [OPTION_LANG] = {"--lang", NULL, VALUE_REQUIRED, "--lang CODE", "en, zh (default: from the locale)"},
    [OPTION_KEYS] = {"--keys", NULL, VALUE_REQUIRED, "--keys \"...\"", "keys to press first: \"End Shift+Left F\""},
    [OPTION_SMOOTH] = {"--smooth", NULL, VALUE_NONE, "--smooth", "an animation shows the movement between steps"},
    [OPTION_PYTHON] = {"--python", NULL, VALUE_REQUIRED, "--python EXE", "the interpreter, CPython 3.8 to 3.13 (default: python3)"},
    [OPTION_CODE] = {"--code", "-c", VALUE_REQUIRED, "-c CODE", "a piece of Python instead of a script"},
    [OPTION_TERMINAL] = {"--terminal", NULL, VALUE_NONE, "--terminal", "no window: read statements, print their steps"},
    [OPTION_SNAPSHOT] = {"--snapshot", NULL, VALUE_NONE, "--snapshot", "the whole heap at the end, nothing before"},
    [OPTION_ONLY] = {"--only", NULL, VALUE_REQUIRED, "--only FILE", "record only this file's lines; may be given again"},
    [OPTION_DEPTH] = {"--depth", NULL, VALUE_REQUIRED, "--depth N", "record no calls nested deeper; 0: the script's own lines only"},
    [OPTION_FROM_LINE] = {"--from-line", NULL, VALUE_REQUIRED, "--from-line N", "record from this line of the script on"},
    [OPTION_TO_LINE] = {"--to-line", NULL, VALUE_REQUIRED, "--to-line N", "record up to this line of the script"},
    [OPTION_LINES] = {"--lines", NULL, VALUE_REQUIRED, "--lines on|off", "off: record collections and the end, no lines"},
    [OPTION_MAX_OBJECTS] = {"--max-objects", NULL, VALUE_REQUIRED, "--max-objects N", "follow so many objects (default 100000)"},
};

void options_print(unsigned allowed)
{
    allowed |= OPTION_BIT(OPTION_HELP);
    for (int id = OPTION_COUNT - 1; id >= 0; id--) {
        if ((allowed & OPTION_BIT(id)) != 0) {
            printf("  %-15s %s\n", rows[id].shown, rows[id].help);
        }
    }
}

/* The option that an argument names, up to its '='; OPTION_COUNT if none. */
static OptionId find_option(const char *argument, unsigned allowed)
{
    size_t bytes = strcspn(argument, "=");
    allowed |= OPTION_BIT(OPTION_HELP);
    for (int id = 0; id < OPTION_COUNT; id++) {
        const OptionRow *row = &rows[id];
        bool is_name = strlen(row->name) == bytes && memcmp(row->name, argument, bytes) == 0;
        bool is_letter = row->letter != NULL && strcmp(row->letter, argument) == 0;
        if ((allowed & OPTION_BIT(id)) != 0 && (is_name || is_letter)) {
            return (OptionId)id;
        }
    }
    return OPTION_COUNT;
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
        complain_usage(cursor->command, "'%.80s' is not an option of '%s'", argument,
                       cursor->command != NULL ? cursor->command : "heaploupe");
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
    if (id == OPTION_ONLY) {
        vec_push(&options->only, value);
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
            only_words = only_words || (allowed & OPTION_BIT(OPTION_CODE)) != 0;
        } else if (!take_option(options, &cursor, allowed)) {
            options_release(options);
            return false;
        } else {
            only_words = options->given[OPTION_CODE];
        }
    }
    return true;
}

void options_release(Options *options)
{
    vec_release(&options->words);
    vec_release(&options->only);
}
