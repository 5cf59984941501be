#include "app/commands.h"
#include "app/command_live.h"
#include "app/command_record.h"

#include "app/complain.h"
#include "trace/words.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HL_VERSION "0.1"

#define PLACES                                                             \
    "PLACE: a step number, -K (K steps before the end), end, op:K (after op K, counted from 0),\n" \
    "or op:K.J (the J-th step of op K)."

#define RECORDING                                                                                         \
    (OPTION_BIT(OPTION_ONLY) | OPTION_BIT(OPTION_DEPTH) | OPTION_BIT(OPTION_FROM_LINE) | OPTION_BIT(OPTION_TO_LINE) | \
     OPTION_BIT(OPTION_LINES) | OPTION_BIT(OPTION_MAX_OBJECTS))

#define SHOWING                                                                                          \
    (OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_SIZE) | OPTION_BIT(OPTION_THEME) | OPTION_BIT(OPTION_LANG) | \
     OPTION_BIT(OPTION_KEYS))

static const Command commands[] = {
    {"run", command_run, OPTION_BIT(OPTION_JSON), 1, 1, "TRACE [--json[=brief]]",
     "simulate to the end and summarise",
     "Reads the trace (- is standard input), simulates it and prints what happened.\n"
     "--json prints all results; --json=brief leaves out the lists of objects.\n"
     "Exit status 1 when an 'expect' of the trace failed; each is told on standard error."},
    {"check", command_check, 0, 1, -1, "TRACE...",
     "tell which files are no good traces",
     "Simulates each file silently and prints one line per bad one. Failed expects do not count.\n"
     "Exit status 2 if any file was bad."},
    {"steps", command_steps, OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_FROM) | OPTION_BIT(OPTION_TO), 1, 1,
     "TRACE [--from PLACE] [--to PLACE] [--json]", "print every step, one a line",
     "--json prints an event log, which the player opens like a trace (docs/event-log.md).\n" PLACES},
    {"state", command_state, OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_AT), 1, 1, "TRACE --at PLACE [--json]",
     "print the whole state at one step", PLACES},
    {"why", command_why, OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_TYPE), 1, 2,
     "TRACE ID|--type NAME [--at PLACE] [--json]", "tell what keeps an object alive, or how it died",
     "Prints every independent chain of holders, the cycle if the object is garbage, when and why it died.\n" PLACES},
    {"weigh", command_weigh, OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_AT), 1, 1, "TRACE [--at PLACE] [--json]",
     "tell which objects keep the most memory, each alone",
     "Tells the 20 heaviest: what would be freed with each if nothing held it any more, through which objects every way to it\n"
     "leads, and of which types it keeps most. One that is heavy only by another one below it is left out.\n" PLACES},
    {"render", command_render, OPTION_BIT(OPTION_OUTPUT) | OPTION_BIT(OPTION_FROM) | OPTION_BIT(OPTION_TO) | OPTION_BIT(OPTION_SMOOTH) | SHOWING, 1, 1,
     "TRACE -o FILE [--at PLACE] [--from PLACE] [--to PLACE] [--size WxH] [--theme NAME] [--lang CODE] [--keys \"...\"] [--smooth]",
     "write a picture of what the window shows, or an animation",
     "The file's ending tells what it will be:\n"
     "  .png .svg   one step: --at, or the end of the run\n"
     "  .gif .mp4   an animation of the steps --from (else 0) to --to (else the end), both included, 0.4 s each,\n"
     "              at most 2000; the keys are pressed at the first one. With --smooth objects move from step to step, as in\n"
     "              the window; at most 333. An .mp4 needs the program ffmpeg.\n" PLACES},
    {"record", command_record,
     OPTION_BIT(OPTION_OUTPUT) | OPTION_BIT(OPTION_PYTHON) | OPTION_BIT(OPTION_CODE) | OPTION_BIT(OPTION_SNAPSHOT) | RECORDING, 0, -1,
     "[-o FILE] [--python EXE] [--snapshot] [--only FILE] [--depth N] [--from-line N] [--to-line N] [--lines on|off] [--max-objects N] "
     "SCRIPT [ARG...]  or  -c CODE [ARG...]", "run a Python program and write its trace",
     "Without -o the trace is SCRIPT's name with .heaploupe.jsonl, here. The program runs as without us: its output, its\n"
     "exit status (128 + n when signal n ended it). 2 when it cannot be read, 125 when recording failed.\n"
     "--snapshot writes SCRIPT's name with .heap.jsonl: all objects at the end, or at each heaploupe_snapshot() in the program\n"
     "(FILE, then with .2, .3 ... in the name). docs/snapshots.md tells how to take one from a running service."},
    {"live", command_live,
     OPTION_BIT(OPTION_OUTPUT) | OPTION_BIT(OPTION_PYTHON) | OPTION_BIT(OPTION_TERMINAL) | OPTION_BIT(OPTION_SIZE) | OPTION_BIT(OPTION_THEME) |
         OPTION_BIT(OPTION_LANG), 0, 0,
     "[--python EXE] [-o FILE] [--terminal]", "type Python, see its steps at once",
     "What is typed in the window's line runs in a real interpreter, and its steps can be taken forwards and back. Without a\n"
     "display, with --terminal, or when standard input is a pipe or a file: statements are read from there, their steps and\n"
     "output printed. -o keeps the session as a trace. Exit status: that of the program's exit(); 1 when a check failed; 3 when\n"
     "there is no usable Python, or it died (on the terminal)."},
    {"try", command_try, OPTION_BIT(OPTION_PYTHON) | (RECORDING & ~OPTION_BIT(OPTION_ONLY)), 1, 1,
     "'CODE' [--python EXE] [--depth N] [--from-line N] [--to-line N] [--lines on|off] [--max-objects N]",
     "record a piece of Python and open the window on it", "Example: heaploupe try 'a = []; a.append(a); del a'"},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

/* What happens without a command's name. */
static const Command window = {NULL, command_window, OPTION_BIT(OPTION_VERSION) | SHOWING, 0, 1, "[OPTIONS] [TRACE]", "", ""};

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
    puts("\n'heaploupe COMMAND --help' says more. A trace is described in docs/trace-format.md.\n\noptions of the window:");
    options_print(window.options);
    puts("\n" PLACES "\nExit status: 0 done, 1 an 'expect' failed, 2 bad usage or bad input, 3 the machine failed us.");
    return complain_output(0);
}

static int print_version(void)
{
    puts("heaploupe " HL_VERSION);
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
    int words = (int)options->words.count;
    if (options->given[OPTION_HELP]) {
        return command->name == NULL ? print_help() : print_command_help(command);
    }
    if (options->given[OPTION_VERSION]) {
        return print_version();
    }
    if (words < command->words_min) {
        return complain_usage(command->name, "'%s' needs %s", command->name, command->function == command_try ? "a piece of Python" : "a trace");
    }
    if (command->words_max >= 0 && words > command->words_max) {
        return complain_usage(command->name, "'%.80s' is one argument too many", options->words.items[command->words_max]);
    }
    return complain_output(command->function(options));
}

static int run_command(const Command *command, char *const *arguments, int count)
{
    Options options;
    if (!options_parse(&options, command->name, command->options, arguments, count)) {
        return 2;
    }
    int status = run_parsed(command, &options);
    options_release(&options);
    return status;
}

/* A word that looks like no file and is none was meant as a command. */
static bool is_no_command(const char *word)
{
    return word[0] != '-' && word[0] != '\0' && strpbrk(word, "./") == NULL && access(word, F_OK) != 0;
}

static int refuse_command(const char *word)
{
    Suggestion suggestion = suggestion_for(word);
    for (size_t i = 0; i < COMMANDS; i++) {
        suggestion_offer(&suggestion, commands[i].name);
    }
    if (suggestion.best != NULL) {
        return complain_usage(NULL, "there is no command and no file '%.80s'; did you mean '%s'?", word, suggestion.best);
    }
    return complain_usage(NULL, "there is no command and no file '%.80s'", word);
}

int commands_main(int count, char **arguments)
{
    const Command *command = count > 1 ? find_command(arguments[1]) : NULL;
    if (command == NULL && count > 1 && is_no_command(arguments[1])) {
        return refuse_command(arguments[1]);
    }
    return command != NULL ? run_command(command, arguments + 2, count - 2)
                           : run_command(&window, arguments + 1, count > 0 ? count - 1 : 0);
}
