/* What stands on the command line behind a command's name: options by one table, the rest are words. */
#ifndef HL_APP_OPTIONS_H
#define HL_APP_OPTIONS_H

#include "base/vec.h"

#include <stdbool.h>

typedef enum OptionId {
    OPTION_HELP, OPTION_JSON, OPTION_AT, OPTION_FROM, OPTION_TO, OPTION_TYPE, OPTION_OUTPUT, OPTION_SIZE, OPTION_THEME, OPTION_LANG,
    OPTION_KEYS, OPTION_SMOOTH, OPTION_VERSION, OPTION_PYTHON, OPTION_CODE, OPTION_SNAPSHOT, OPTION_TERMINAL,
    OPTION_ONLY, OPTION_DEPTH, OPTION_FROM_LINE, OPTION_TO_LINE, OPTION_LINES, OPTION_MAX_OBJECTS, OPTION_COUNT
} OptionId;

/* A set of options: bit n is OptionId n. */
#define OPTION_BIT(id) (1u << (id))

typedef struct Options {
    bool given[OPTION_COUNT];
    const char *value[OPTION_COUNT]; /* borrowed from argv; NULL: none */
    VEC(const char *) words;         /* borrowed from argv */
    VEC(const char *) only;          /* every value of OPTION_ONLY, likewise */
} Options;

/* Parses arguments[0 … count−1] for a command (NULL: the program itself) that takes `allowed`. False: a usage error has been
 * printed. For one that takes OPTION_CODE everything from its first word on, and behind the code, is words: those of a program. */
bool options_parse(Options *options, const char *command, unsigned allowed, char *const *arguments, int count);
void options_release(Options *options);
/* The lines of the help about these options. */
void options_print(unsigned allowed);

#endif
