#include "app/commands.h"

#include "app/complain.h"

#include <stdio.h>
#include <string.h>

#if __has_include("app/window.h")
#include "app/window.h"
#define HAVE_WINDOW 1
#else
#define HAVE_WINDOW 0
#endif
#if __has_include("app/render.h")
#include "app/render.h"
#define HAVE_RENDER 1
#else
#define HAVE_RENDER 0
#endif

#define HL_VERSION "0.1"

static int command_missing(int count, char **arguments)
{
    (void)count;
    fprintf(stderr, "heaploupe: '%s' is not in this build yet\n", arguments[0]);
    return 2;
}

#define PLACES                                                             \
    "PLACE: a step number, -K (K steps before the end), end, op:K (after op K, counted from 0),\n" \
    "or op:K.J (the J-th step of op K)."

static const Command commands[] = {
    {"run", command_run, NULL, OPTION_BIT(OPTION_JSON), 1, 1, "TRACE [--json[=brief]]",
     "simulate to the end and summarise",
     "Reads the trace (- is standard input), simulates it and prints what happened.\n"
     "--json prints all results; --json=brief leaves out the lists of objects.\n"
     "Exit status 1 when an 'expect' of the trace failed; each is told on standard error."},
    {"check", command_check, NULL, 0, 1, -1, "TRACE...",
     "tell which files are no good traces",
     "Simulates each file silently and prints one line per bad one. Failed expects do not count.\n"
     "Exit status 2 if any file was bad."},
    {"steps", command_steps, NULL, OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_FROM) | OPTION_BIT(OPTION_TO), 1, 1,
     "TRACE [--from PLACE] [--to PLACE] [--json]", "print every step, one a line",
     "--json prints an event log, which the player opens like a trace (docs/event-log.md).\n" PLACES},
    {"state", command_state, NULL, OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_AT), 1, 1, "TRACE --at PLACE [--json]",
     "print the whole state at one step", PLACES},
    {"why", command_why, NULL, OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_TYPE), 1, 2,
     "TRACE ID|--type NAME [--at PLACE] [--json]", "tell what keeps an object alive, or how it died",
     "Prints every independent chain of holders, the cycle if the object is garbage, when and why it died.\n" PLACES},
#if HAVE_RENDER
    {"render", NULL, render_main, 0, 0, -1, "TRACE -o FILE [OPTIONS]", "write a picture or an animation", ""},
#else
    {"render", NULL, command_missing, 0, 0, -1, "TRACE -o FILE [OPTIONS]", "write a picture or an animation", ""},
#endif
    {"record", NULL, command_missing, 0, 0, -1, "[-o FILE] [--python EXE] SCRIPT [ARG...]",
     "run a Python program and write its trace", ""},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static const Command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static int print_help(void)
{
    puts("heaploupe: CPython's memory management, step by step, forwards and backwards\n\n"
         "usage: heaploupe [OPTIONS] [TRACE]      the window; without TRACE, the lessons\n"
         "       heaploupe COMMAND ...            without a display:\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        printf("  %-8s %s\n", commands[i].name, commands[i].summary);
    }
    puts("\n'heaploupe COMMAND --help' says more. A trace is described in docs/trace-format.md.\n"
         "Exit status: 0 done, 1 an 'expect' failed, 2 bad usage or bad input, 3 the machine failed us.");
    return complain_output(0);
}

static int print_command_help(const Command *command)
{
    printf("usage: heaploupe %s %s\n\n%s.\n%s\n\noptions:\n", command->name, command->usage, command->summary, command->details);
    options_print(command->options);
    return complain_output(0);
}

static int run_parsed(const Command *command, const Options *options)
{
    if (options->given[OPTION_HELP]) {
        return print_command_help(command);
    }
    int words = (int)options->words.count;
    if (words < command->words_min) {
        return complain_usage(command->name, "'%s' needs a trace", command->name);
    }
    if (command->words_max >= 0 && words > command->words_max) {
        return complain_usage(command->name, "'%s' has no use for '%.80s'", command->name,
                              options->words.items[command->words_max]);
    }
    return complain_output(command->function(options));
}

static int run_command(const Command *command, int count, char **arguments)
{
    if (command->function == NULL) {
        return command->raw(count, arguments);
    }
    Options options;
    if (!options_parse(&options, command->name, command->options, arguments + 1, count - 1)) {
        return 2;
    }
    int status = run_parsed(command, &options);
    options_release(&options);
    return status;
}

static int open_window(int count, char **arguments)
{
#if HAVE_WINDOW
    return window_main(count, arguments);
#else
    (void)count;
    (void)arguments;
    fputs("heaploupe: the window is not in this build yet\n", stderr);
    return 3;
#endif
}

int commands_main(int count, char **arguments)
{
    const char *first = count > 1 ? arguments[1] : "";
    const Command *command = find_command(first);
    if (command != NULL) {
        return run_command(command, count - 1, arguments + 1);
    }
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0) {
        return print_help();
    }
    if (strcmp(first, "--version") == 0) {
        puts("heaploupe " HL_VERSION);
        return complain_output(0);
    }
    return open_window(count, arguments);
}
