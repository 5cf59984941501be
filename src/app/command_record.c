/* record and try: python runs the recorder's file on a program, and ends as the program did. */
#include "app/command_record.h"
#include "app/complain.h"
#include "app/recorder_file.h"
#include "app/window.h"
#include "base/vec.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RECORDING_FAILED = 125, KILLED = 128 };

static volatile sig_atomic_t child_to_tell;

static void pass_signal(int number)
{
    if (child_to_tell > 0) {
        kill((pid_t)child_to_tell, number);
    }
}

static int fail(const char *what)
{
    fprintf(stderr, "heaploupe: recording failed: %s: %s\n", what, strerror(errno));
    return RECORDING_FAILED;
}

/* Waits for the child; what would end us ends it first. Interrupts of the terminal reach it by themselves. */
static int wait_for(pid_t child)
{
    int status = 0;
    child_to_tell = (sig_atomic_t)child;
    struct sigaction pass = {.sa_handler = pass_signal}, ignore = {.sa_handler = SIG_IGN}, old[4];
    sigaction(SIGTERM, &pass, &old[0]);
    sigaction(SIGHUP, &pass, &old[1]);
    sigaction(SIGINT, &ignore, &old[2]);
    sigaction(SIGQUIT, &ignore, &old[3]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    child_to_tell = 0;
    sigaction(SIGTERM, &old[0], NULL);
    sigaction(SIGHUP, &old[1], NULL);
    sigaction(SIGINT, &old[2], NULL);
    sigaction(SIGQUIT, &old[3], NULL);
    return WIFSIGNALED(status) ? KILLED + WTERMSIG(status) : WEXITSTATUS(status);
}

static void run_python(const char *python, char *const *words)
{
    signal(SIGPIPE, SIG_DFL);
    execvp(python, words);
    _exit(fail(python));
}

/* The recorder empties its file when it begins. What left it as it was may have ended with any status, having recorded nothing. */
static int status_of_recorder(int status, int file, const char *python)
{
    struct stat left;
    if (status == RECORDING_FAILED || (fstat(file, &left) == 0 && left.st_size == 0)) {
        return status;
    }
    fprintf(stderr, "heaploupe: recording failed: '%s' did not run the recorder; is it a Python from 3.8 to 3.13?\n", python);
    return RECORDING_FAILED;
}

typedef VEC(const char *) Words;

/* How a program is run; NULL: not given. */
typedef struct Recording {
    const char *python; /* NULL: python3 */
    const char *output, *code;
    bool snapshot;      /* untraced; its heap is written when it ends, or where it asks for it */
    const Options *options; /* what the recorder itself takes */
} Recording;

static void push_pair(Words *words, const char *name, const char *value)
{
    if (value != NULL) {
        vec_push(words, name);
        vec_push(words, value);
    }
}

/* The recorder checks the values. */
static void push_extent(Words *words, const Options *options)
{
    for (size_t i = 0; i < options->only.count; i++) {
        push_pair(words, "--only", options->only.items[i]);
    }
    push_pair(words, "--depth", options->value[OPTION_DEPTH]);
    push_pair(words, "--from-line", options->value[OPTION_FROM_LINE]);
    push_pair(words, "--to-line", options->value[OPTION_TO_LINE]);
    push_pair(words, "--lines", options->value[OPTION_LINES]);
    push_pair(words, "--max-objects", options->value[OPTION_MAX_OBJECTS]);
}

/* The recorder with these arguments. */
static int run_recorder(const Recording *recording, const Words *rest)
{
    const char *output = recording->output, *code = recording->code;
    int file = recorder_file_open();
    if (file < 0) {
        return fail("the recorder cannot be unpacked");
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    const char *python = recording->python == NULL ? "python3" : recording->python;
    Words words = {0};
    vec_push(&words, python);
    vec_push(&words, path);
    if (recording->snapshot) {
        vec_push(&words, "--snapshot");
    }
    push_pair(&words, "-o", output);
    push_extent(&words, recording->options);
    vec_push(&words, code != NULL ? "-c" : "--");
    if (code != NULL) {
        vec_push(&words, code);
    }
    for (size_t i = 0; i < rest->count; i++) {
        vec_push(&words, rest->items[i]);
    }
    vec_push(&words, NULL);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        run_python(python, (char *const *)(void *)words.items);
    }
    int status = child < 0 ? fail("no process") : status_of_recorder(wait_for(child), file, python);
    vec_release(&words);
    close(file);
    return status;
}

static Words words_of(const Options *options)
{
    Words words = {0};
    for (size_t i = 0; i < options->words.count; i++) {
        vec_push(&words, options->words.items[i]);
    }
    return words;
}

int command_record(const Options *options)
{
    const char *code = options->value[OPTION_CODE];
    if (code == NULL && options->words.count == 0) {
        return complain_usage("record", "'record' needs a script, or -c CODE");
    }
    Words words = words_of(options);
    Recording recording = {.python = options->value[OPTION_PYTHON], .output = options->value[OPTION_OUTPUT], .code = code,
                           .snapshot = options->given[OPTION_SNAPSHOT], .options = options};
    int status = run_recorder(&recording, &words);
    vec_release(&words);
    return status;
}

static int show_recording(const char *path)
{
    const char *shown = NULL;
    Err err;
    return window_run(path, &(RenderOptions){0}, &shown, &err) ? 0 : complain(shown, &err);
}

int command_try(const Options *options)
{
    const char *folder = getenv("TMPDIR");
    char path[4096];
    int bytes = snprintf(path, sizeof path, "%s/heaploupe-XXXXXX.jsonl", folder != NULL && *folder != '\0' ? folder : "/tmp");
    int file = bytes > 0 && bytes < (int)sizeof path ? mkstemps(path, 6) : -1;
    if (file < 0) {
        return fail("no temporary file");
    }
    close(file);
    Words none = {0};
    Recording recording = {.python = options->value[OPTION_PYTHON], .output = path, .code = options->words.items[0],
                           .options = options};
    int status = run_recorder(&recording, &none);
    if (status != RECORDING_FAILED && status < KILLED) {
        status = show_recording(path);
    }
    unlink(path);
    return status;
}
