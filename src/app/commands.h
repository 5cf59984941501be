/* The commands table: what can be done without a display, by name. Each command is a function of its options that returns an
 * exit status (contract section 5) and prints what it has to print. */
#ifndef HL_APP_COMMANDS_H
#define HL_APP_COMMANDS_H

#include "app/options.h"

typedef struct Command {
    const char *name;
    int (*function)(const Options *options);
    unsigned options;                        /* OPTION_BIT … */
    int words_min, words_max;                /* −1: any number */
    const char *usage;                       /* behind the name */
    const char *summary;
    const char *details;
} Command;

/* The whole program: argv as main got it. */
int commands_main(int count, char **arguments);

/* command_run.c */
int command_run(const Options *options);
int command_check(const Options *options);
/* command_steps.c */
int command_steps(const Options *options);
/* command_state.c */
int command_state(const Options *options);
/* command_why.c */
int command_why(const Options *options);
/* command_weigh.c */
int command_weigh(const Options *options);
/* command_show.c */
int command_render(const Options *options);
int command_window(const Options *options);

#endif
