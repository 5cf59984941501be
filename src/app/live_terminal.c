#include "app/live_terminal.h"

#include "app/complain.h"
#include "app/plain.h"
#include "app/steps_text.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TICK_MS = 100, READ_BYTES = 1 << 16 };

static volatile sig_atomic_t interrupts;

static void count_interrupt(int number)
{
    (void)number;
    interrupts++;
}

typedef struct Terminal {
    Live live;
    VEC(char) input;    /* read, not yet sent */
    bool input_ended;
    bool prompts;       /* standard input is a terminal */
    bool told_slow;
    uint64_t shown;     /* steps printed so far */
} Terminal;

static void tell_status(const Live *live)
{
    char text[LIVE_WHY_BYTES + 100];
    live_status_text(&live->status, LANGUAGE_EN, false, text, sizeof text);
    fputs("heaploupe: ", stderr);
    plain_write(stderr, text);
    fputc('\n', stderr);
}

/* ---- input ---- */

/* Sends the next line on; the last one needs no end. False: there is none. */
static bool send_line(Terminal *terminal)
{
    char *items = terminal->input.items;
    char *end = terminal->input.count == 0 ? NULL : memchr(items, '\n', terminal->input.count);
    if (end == NULL && !(terminal->input_ended && terminal->input.count > 0)) {
        return false;
    }
    size_t bytes = end == NULL ? terminal->input.count : (size_t)(end - items), used = bytes + (end != NULL ? 1 : 0);
    live_send(&terminal->live, items, bytes);
    terminal->told_slow = false;
    terminal->input.count -= used;
    memmove(items, items + used, terminal->input.count);
    return true;
}

static void read_input(Terminal *terminal)
{
    struct pollfd file = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&file, 1, TICK_MS) <= 0) {
        return;
    }
    vec_reserve(&terminal->input, READ_BYTES);
    ssize_t bytes = read(STDIN_FILENO, terminal->input.items + terminal->input.count, READ_BYTES);
    terminal->input.count += bytes > 0 ? (size_t)bytes : 0;
    terminal->input_ended = bytes == 0 || (bytes < 0 && errno != EINTR && errno != EAGAIN);
}

/* ---- output ---- */

static void print_steps(Terminal *terminal)
{
    Session *session = &terminal->live.session;
    LogWriter *writer = mem_zeroed(1, sizeof *writer);
    log_writer_init(writer, session->world, session->journal);
    steps_text_print(session, writer, (StepsRange){terminal->shown + 1, session->steps}, true);
    log_writer_release(writer);
    mem_release(writer);
    terminal->shown = session->steps;
    fflush(stdout);
}

static void take_news(Terminal *terminal, unsigned news)
{
    const LiveStatus *status = &terminal->live.status;
    if ((news & LIVE_OPENED) != 0) {
        terminal->shown = terminal->live.session.steps;
    }
    if ((news & LIVE_GREW) != 0 && (news & LIVE_OPENED) == 0) {
        print_steps(terminal);
    }
    if (status->state == LIVE_RUNNING && status->seconds >= LIVE_SLOW_SECONDS && !terminal->told_slow) {
        terminal->told_slow = true;
        tell_status(&terminal->live);
    }
}

static void prompt(const Terminal *terminal)
{
    if (terminal->prompts && terminal->live.status.state != LIVE_ENDED) {
        fputs(terminal->live.status.state == LIVE_MORE ? "... " : ">>> ", stdout);
        fflush(stdout);
    }
}

/* ---- the loop ---- */

static bool is_ended(const Terminal *terminal)
{
    return terminal->live.status.state == LIVE_ENDED;
}

/* Until the interpreter wants a line, or has ended. */
static void wait_for_answer(Terminal *terminal)
{
    LiveState state = terminal->live.status.state;
    while (state == LIVE_STARTING || state == LIVE_RUNNING) {
        if (interrupts > 0) {
            interrupts = 0;
            live_interrupt(&terminal->live);
        }
        take_news(terminal, live_wait(&terminal->live, TICK_MS));
        state = terminal->live.status.state;
    }
}

/* Waits for a line and sends it. False: the input has ended, or the interpreter. */
static bool pass_line(Terminal *terminal)
{
    while (!send_line(terminal)) {
        take_news(terminal, live_wait(&terminal->live, 0));
        if (is_ended(terminal) || terminal->input_ended) {
            return false;
        }
        read_input(terminal);
        if (interrupts > 0) {
            interrupts = 0;
            puts("");
            if (terminal->live.status.state == LIVE_MORE) {
                live_cancel(&terminal->live);
                wait_for_answer(terminal);
            }
            prompt(terminal);
        }
    }
    return true;
}

/* A block that the end of the input leaves open is ended as the interactive interpreter does. */
static void end_block(Terminal *terminal)
{
    if (terminal->live.status.state == LIVE_MORE) {
        live_end_block(&terminal->live);
        wait_for_answer(terminal);
    }
}

static void talk(Terminal *terminal)
{
    wait_for_answer(terminal);
    prompt(terminal);
    while (!is_ended(terminal) && pass_line(terminal)) {
        wait_for_answer(terminal);
        prompt(terminal);
    }
    end_block(terminal);
    if (terminal->prompts) {
        puts("");
    }
}

static int conclude(const Terminal *terminal)
{
    const Live *live = &terminal->live;
    if (live->status.state == LIVE_ENDED && live->status.ending != ENDING_EXIT) {
        tell_status(live);
        return ERR_MACHINE;
    }
    for (size_t i = 0; i < live->session.sim->failures.count; i++) {
        const Failure *failure = &live->session.sim->failures.items[i];
        complain_expect("<live>", failure->line, names_text(live->session.names, failure->message));
    }
    if (live->keep_failed) {
        fprintf(stderr, "heaploupe: '%s' could not be written whole\n", live->options.keep);
        return ERR_MACHINE;
    }
    return live->session.sim->failures.count > 0 ? 1 : live->status.state == LIVE_ENDED ? live->status.number : 0;
}

int live_terminal_run(const LiveOptions *options)
{
    Err err;
    Terminal terminal = {.prompts = isatty(STDIN_FILENO) != 0};
    struct sigaction count = {.sa_handler = count_interrupt}, before;
    if (!live_start(&terminal.live, *options, &err)) {
        return complain(NULL, &err);
    }
    sigaction(SIGINT, &count, &before);
    talk(&terminal);
    int status = conclude(&terminal);
    live_stop(&terminal.live);
    sigaction(SIGINT, &before, NULL);
    vec_release(&terminal.input);
    return status;
}
