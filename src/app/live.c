/* A statement's lines are collected until its mark, {"x-live":"done"}, and then run all at once. Those of a statement in which the
 * interpreter dies are run too: they tell what happened until then. Before the first there are a hello, which is the trace's header,
 * the ops that show the empty program, and a mark that says `ready`. */
#include "app/live.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WHY_SHOWN = 90 };
enum { HELLO_MS = 3000, WORK_MS = 10 /* for what has come already */, STATEMENT_BYTES_MAX = LINK_LINE_BYTES_MAX };
static const char mark_begin[] = "{\"x-live\":\"", hello_begin[] = "{\"heaploupe\":";

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static unsigned set_state(Live *live, LiveState state)
{
    live->status.state = state;
    live->status.seconds = 0;
    live->status.interrupted = false;
    live->since_ms = now_ms();
    return LIVE_CHANGED;
}

/* ---- the file ---- */

static bool open_keep(Live *live, Err *err)
{
    char path[4096];
    live->keep = -1;
    if (live->options.keep == NULL) {
        return true;
    }
    snprintf(path, sizeof path, live->options.number == 0 ? "%s" : "%s.%u", live->options.keep, live->options.number + 1);
    live->keep = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    return live->keep >= 0 || err_input(err, "-o: '%.200s' cannot be created: %s", path, strerror(errno));
}

/* At once: a session may end in any way, and what is there is a trace. */
static void keep_bytes(Live *live, const char *bytes, size_t count)
{
    while (live->keep >= 0 && count > 0 && !live->keep_failed) {
        ssize_t done = write(live->keep, bytes, count);
        live->keep_failed = done < 0 && errno != EINTR;
        bytes += done > 0 ? done : 0;
        count -= done > 0 ? (size_t)done : 0;
    }
}

static void close_keep(Live *live)
{
    if (live->keep >= 0) {
        close(live->keep);
    }
    live->keep = -1;
}

/* ---- the end ---- */

/* An interpreter that goes by itself gets the time to. */
static unsigned end(Live *live, LiveEnding ending, int number)
{
    if (ending != ENDING_EXIT) {
        link_signal(&live->link, SIGKILL);
    }
    link_stop(&live->link);
    live->ops.count = 0;
    live->status.ending = ending;
    live->status.number = number;
    return set_state(live, LIVE_ENDED);
}

/* What an interpreter has sent may be anything: only its plain letters are shown. */
static unsigned end_for(Live *live, LiveEnding ending, const char *why)
{
    size_t bytes = 0;
    for (; why[bytes] != '\0' && bytes < WHY_SHOWN; bytes++) {
        live->status.why[bytes] = (char)(why[bytes] >= ' ' && why[bytes] < 127 ? why[bytes] : '?');
    }
    live->status.why[bytes] = '\0';
    return end(live, ending, 0);
}

/* ---- what comes ---- */

static unsigned run_ops(Live *live)
{
    Err err;
    if (live->ops.count == 0) {
        return LIVE_NO_NEWS;
    }
    keep_bytes(live, live->ops.items, live->ops.count);
    bool good = session_append(&live->session, live->ops.items, live->ops.count, &err);
    live->ops.count = 0;
    return LIVE_GREW | (good ? LIVE_NO_NEWS : end_for(live, ENDING_UNFOLLOWED, err.text));
}

static unsigned take_hello(Live *live, const char *line, size_t bytes)
{
    Err err;
    if (strncmp(line, hello_begin, sizeof hello_begin - 1) != 0) {
        return end_for(live, ENDING_FOREIGN, line);
    }
    if (!session_open_text(&live->session, line, bytes, &err)) {
        return end_for(live, ENDING_FOREIGN, err.text);
    }
    live->opened = true;
    keep_bytes(live, line, bytes);
    keep_bytes(live, "\n", 1);
    snprintf(live->status.python, sizeof live->status.python, "%.*s", LIVE_PYTHON_BYTES - 1,
             names_text(live->session.names, live->session.header->python));
    return LIVE_NO_NEWS;
}

static unsigned take_mark(Live *live, const char *what)
{
    int status = 0;
    if (strncmp(what, "more\"", 5) == 0) {
        return set_state(live, LIVE_MORE);
    }
    unsigned news = run_ops(live);
    if (live->status.state == LIVE_ENDED) {
        return news;
    }
    if (strncmp(what, "ready\"", 6) == 0) {
        return LIVE_OPENED | set_state(live, LIVE_READY);
    }
    if (strncmp(what, "done\"", 5) == 0) {
        return news | set_state(live, LIVE_READY);
    }
    if (sscanf(what, "exit\",\"status\":%d", &status) == 1) {
        return news | end(live, ENDING_EXIT, status);
    }
    static const char failed[] = "failed\",\"why\":\"";
    bool told = strncmp(what, failed, sizeof failed - 1) == 0;
    return news | end_for(live, ENDING_UNFOLLOWED, told ? what + sizeof failed - 1 : what);
}

static void add_op(Live *live, const char *line, size_t bytes)
{
    vec_reserve(&live->ops, bytes + 1);
    memcpy(live->ops.items + live->ops.count, line, bytes);
    live->ops.count += bytes;
    vec_push(&live->ops, '\n');
}

static unsigned take_line(Live *live, const char *line, size_t bytes)
{
    size_t mark = sizeof mark_begin - 1;
    if (!live->opened) {
        return take_hello(live, line, bytes);
    }
    if (strncmp(line, mark_begin, mark) == 0) {
        return take_mark(live, line + mark);
    }
    if (line[0] != '{') {
        return end_for(live, ENDING_FOREIGN, line);
    }
    add_op(live, line, bytes);
    return live->ops.count > STATEMENT_BYTES_MAX ? end(live, ENDING_FLOOD, 0) : LIVE_NO_NEWS;
}

static unsigned take_end(Live *live)
{
    int status = live->link.status;
    unsigned news = live->opened ? run_ops(live) : LIVE_NO_NEWS;
    if (live->status.state == LIVE_ENDED) {
        return news;
    }
    if (live->link.too_long) {
        return news | end(live, ENDING_FLOOD, 0);
    }
    return news | (WIFSIGNALED(status) ? end(live, ENDING_SIGNAL, WTERMSIG(status)) : end(live, ENDING_GONE, WEXITSTATUS(status)));
}

/* Time passes: no hello, or one more second of a statement. */
static unsigned look_at_clock(Live *live)
{
    int64_t passed = now_ms() - live->since_ms;
    uint32_t seconds = (uint32_t)(passed / 1000);
    if (live->status.state == LIVE_STARTING && passed > HELLO_MS) {
        return end(live, ENDING_SILENT, 0);
    }
    if (live->status.state == LIVE_RUNNING && live->status.seconds != seconds) {
        live->status.seconds = seconds;
        return LIVE_CHANGED;
    }
    return LIVE_NO_NEWS;
}

/* ---- the calls ---- */

bool live_start(Live *live, LiveOptions options, Err *err)
{
    memset(live, 0, sizeof *live);
    live->options = options;
    if (!open_keep(live, err)) {
        return false;
    }
    if (!link_start(&live->link, options.python, err)) {
        close_keep(live);
        return false;
    }
    set_state(live, LIVE_STARTING);
    return true;
}

void live_stop(Live *live)
{
    link_stop(&live->link);
    close_keep(live);
    if (live->opened) {
        session_close(&live->session);
        live->opened = false;
    }
    vec_release(&live->ops);
    live->status.state = LIVE_OFF;
}

unsigned live_wait(Live *live, int timeout_ms)
{
    unsigned news = LIVE_NO_NEWS;
    int64_t until = now_ms() + timeout_ms, enough = until + WORK_MS;
    while (news == LIVE_NO_NEWS && live->status.state != LIVE_ENDED && live->status.state != LIVE_OFF) {
        int64_t left = until - now_ms();
        LinkEvent event = link_wait(&live->link, left > 0 ? (int)left : 0);
        news = event == LINK_LINE    ? take_line(live, live->link.line, live->link.line_bytes)
               : event == LINK_ENDED ? take_end(live)
                                     : LIVE_NO_NEWS;
        if (event == LINK_NOTHING || now_ms() > enough) {
            return news | look_at_clock(live);
        }
    }
    return news;
}

void live_send(Live *live, const char *line, size_t bytes)
{
    link_send(&live->link, line, bytes);
    link_send(&live->link, "\n", 1);
    set_state(live, LIVE_RUNNING);
}

void live_cancel(Live *live)
{
    live_send(live, "\003", 1);
}

void live_end_block(Live *live)
{
    link_send_end(&live->link);
    set_state(live, LIVE_RUNNING);
}

void live_interrupt(Live *live)
{
    if (live->status.state == LIVE_RUNNING) {
        link_signal(&live->link, live->status.interrupted ? SIGKILL : SIGINT);
        live->status.interrupted = true;
    }
}
