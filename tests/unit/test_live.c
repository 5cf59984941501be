/* A live session with interpreters that are none: small shell scripts that say too little, too much, or die. What a real one does:
 * tests/live. */
#define _POSIX_C_SOURCE 200809L
#include "app/live.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define HELLO "echo '{\"heaploupe\":1,\"x-python\":\"9.9.1\"}' >&4\n"
#define READY HELLO "echo '{\"x-live\":\"ready\"}' >&4\n"
#define NEW "echo '{\"op\":\"new\",\"id\":\"A\",\"type\":\"list\",\"bind\":\"a\"}' >&4\n"
#define DONE "echo '{\"x-live\":\"done\"}' >&4\n"
enum { PATIENCE_MS = 20000 };

static char folder[] = "/tmp/heaploupe-live-XXXXXX";
static char script[64];
static pid_t group; /* of the last one started */

static int make_folder(void **state)
{
    (void)state;
    snprintf(script, sizeof script, "%s/python", mkdtemp(folder));
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    unlink(script);
    return rmdir(folder);
}

static void write_script(const char *text)
{
    FILE *file = fopen(script, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\nexec <&3\n%s", text);
    fclose(file);
    assert_int_equal(chmod(script, 0755), 0);
}

static Live *start(const char *text, const char *keep)
{
    Err err;
    Live *live = mem_zeroed(1, sizeof *live);
    write_script(text);
    assert_true(live_start(live, (LiveOptions){.python = script, .keep = keep}, &err));
    group = live->link.child;
    return live;
}

static unsigned wait_for(Live *live, LiveState state)
{
    unsigned news = LIVE_NO_NEWS;
    for (int i = 0; i < PATIENCE_MS / 10 && live->status.state != state; i++) {
        news |= live_wait(live, 10);
    }
    assert_int_equal(live->status.state, state);
    return news;
}

/* Zombies of grandchildren do not count: who reaps them is not our affair. */
static bool lives(pid_t wanted)
{
    DIR *processes = opendir("/proc");
    bool found = false;
    for (struct dirent *entry = readdir(processes); entry != NULL; entry = readdir(processes)) {
        char path[300], kind = 'Z';
        int parent, of = 0;
        snprintf(path, sizeof path, "/proc/%.200s/stat", entry->d_name);
        FILE *file = entry->d_name[0] >= '1' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
        if (file != NULL) {
            found = (fscanf(file, "%*d (%*[^)]) %c %d %d", &kind, &parent, &of) == 3 && of == wanted && kind != 'Z') || found;
            fclose(file);
        }
    }
    closedir(processes);
    return found;
}

static void stop(Live *live)
{
    live_stop(live);
    assert_int_equal(live->link.child, 0);
    for (int i = 0; i < 200 && lives(group); i++) { /* killed is not yet gone */
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    assert_false(lives(group));
    mem_release(live);
}

static void assert_ended(Live *live, LiveEnding ending)
{
    wait_for(live, LIVE_ENDED);
    assert_int_equal(live->status.ending, ending);
    stop(live);
}

static void a_statement_is_run_and_its_steps_are_there(void **state)
{
    (void)state;
    Live *live = start(READY "while read line; do " NEW DONE "done\n", NULL);
    unsigned news = wait_for(live, LIVE_READY);
    assert_true((news & LIVE_OPENED) != 0);
    assert_string_equal(live->status.python, "9.9.1");
    uint64_t before = live->session.steps;
    live_send(live, "x", 1);
    assert_int_equal(live->status.state, LIVE_RUNNING);
    assert_true((wait_for(live, LIVE_READY) & LIVE_GREW) != 0);
    assert_true(live->session.steps > before);
    assert_int_equal(live->session.sim->op_count, 1);
    live_send(live, "x", 1); /* the same id again: nothing that can be followed */
    wait_for(live, LIVE_ENDED);
    assert_int_equal(live->status.ending, ENDING_UNFOLLOWED);
    assert_non_null(strstr(live->status.why, "A"));
    session_seek(&live->session, before);
    session_seek(&live->session, live->session.steps);
    stop(live);
}

static void a_block_asks_for_more(void **state)
{
    (void)state;
    Live *live = start(READY "read line; echo '{\"x-live\":\"more\"}' >&4; read line; " NEW DONE "read line\n", NULL);
    wait_for(live, LIVE_READY);
    live_send(live, "def f():", 8);
    wait_for(live, LIVE_MORE);
    live_send(live, "", 0);
    wait_for(live, LIVE_READY);
    stop(live);
}

/* Half lines, lines in pieces, many at once. */
static void pieces_make_lines(void **state)
{
    (void)state;
    Live *live = start("printf '{\"heaploupe\"' >&4; sleep 0.1; printf ':1}\\n{\"x-live\":\"re' >&4; sleep 0.1; printf 'ady\"}\\n' >&4\n"
                       "read line; printf '{\"op\":\"poll\"}\\n{\"op\":\"poll\"}\\n{\"x-live\":\"done\"}\\n{\"op\":' >&4; read line\n", NULL);
    wait_for(live, LIVE_READY);
    live_send(live, "x", 1);
    wait_for(live, LIVE_READY);
    assert_int_equal(live->session.sim->op_count, 2);
    stop(live);
}

static void one_that_says_nothing(void **state)
{
    (void)state;
    assert_ended(start("sleep 1000\n", NULL), ENDING_SILENT);
    assert_ended(start(HELLO "sleep 1000\n", NULL), ENDING_SILENT);
}

static void one_that_talks_nonsense(void **state)
{
    (void)state;
    assert_ended(start("echo hello >&4; sleep 1000\n", NULL), ENDING_FOREIGN);
    assert_ended(start("echo '{\"heaploupe\":17}' >&4; sleep 1000\n", NULL), ENDING_FOREIGN);
    assert_ended(start("echo '{\"heaploupe\":1' >&4; sleep 1000\n", NULL), ENDING_FOREIGN);
    assert_ended(start("head -c 3000 /dev/urandom | tr '\\n' x >&4; echo >&4; sleep 1000\n", NULL), ENDING_FOREIGN);
    assert_ended(start(HELLO "echo nonsense >&4; sleep 1000\n", NULL), ENDING_FOREIGN);
    assert_ended(start(HELLO "echo '{\"op\":\"drop\",\"id\":\"nobody\"}{}' >&4; echo '{\"x-live\":\"ready\"}' >&4; sleep 1000\n", NULL), ENDING_UNFOLLOWED);
    assert_ended(start(READY "echo '{\"x-live\":\"dance\"}' >&4; sleep 1000\n", NULL), ENDING_UNFOLLOWED);
}

static void one_that_goes(void **state)
{
    (void)state;
    Live *live = start("exit 7\n", NULL);
    wait_for(live, LIVE_ENDED);
    assert_int_equal(live->status.ending, ENDING_GONE);
    assert_int_equal(live->status.number, 7);
    stop(live);
    live = start(READY NEW "kill -SEGV $$\n", NULL);
    wait_for(live, LIVE_ENDED);
    assert_int_equal(live->status.ending, ENDING_SIGNAL);
    assert_int_equal(live->status.number, SIGSEGV);
    assert_int_equal(live->session.sim->op_count, 1); /* what it had told until then */
    stop(live);
    live = start(READY "echo '{\"x-live\":\"exit\",\"status\":5}' >&4\n", NULL);
    wait_for(live, LIVE_ENDED);
    assert_int_equal(live->status.ending, ENDING_EXIT);
    assert_int_equal(live->status.number, 5);
    stop(live);
}

/* It lives on, but will never be heard again. */
static void one_that_closes_its_pipe(void **state)
{
    (void)state;
    Live *live = start(READY "exec <&- 3<&- 4>&-; sleep 1000\n", NULL);
    wait_for(live, LIVE_ENDED);
    assert_int_equal(live->status.ending, ENDING_SIGNAL);
    assert_int_equal(live->status.number, SIGKILL);
    stop(live);
}

/* Its child holds the pipe open: whether it has ended is not asked of the pipe. */
static void one_whose_child_lives_on(void **state)
{
    (void)state;
    Live *live = start(READY "sleep 1000 &\nexit 0\n", NULL);
    wait_for(live, LIVE_ENDED);
    assert_int_equal(live->status.ending, ENDING_GONE);
    stop(live);
}

static void one_that_floods(void **state)
{
    (void)state;
    assert_ended(start(READY "yes '{\"op\":\"poll\"}' >&4\n", NULL), ENDING_FLOOD);
    assert_ended(start(READY "tr '\\0' x </dev/zero >&4\n", NULL), ENDING_FLOOD);
}

/* What it does not read does not hold us up. */
static void one_that_does_not_listen(void **state)
{
    (void)state;
    Live *live = start(READY "sleep 1000\n", NULL);
    wait_for(live, LIVE_READY);
    char *text = mem_zeroed(1 << 20, 1);
    memset(text, 'x', 1 << 20);
    live_send(live, text, 1 << 20);
    assert_int_equal(live_wait(live, 50) & LIVE_GREW, 0);
    mem_release(text);
    stop(live);
}

static void an_interrupt_and_a_second_one(void **state)
{
    (void)state;
    Live *live = start("trap 'echo \"{\\\"x-live\\\":\\\"done\\\"}\" >&4' INT\n" READY "while :; do sleep 0.05; done\n", NULL);
    wait_for(live, LIVE_READY);
    live_interrupt(live); /* nothing runs */
    live_send(live, "x", 1);
    live_interrupt(live);
    assert_true(live->status.interrupted);
    wait_for(live, LIVE_READY);
    assert_false(live->status.interrupted);
    stop(live);
    live = start("trap '' INT\n" READY "while :; do sleep 0.05; done\n", NULL);
    wait_for(live, LIVE_READY);
    live_send(live, "x", 1);
    live_interrupt(live);
    live_wait(live, 100);
    assert_int_equal(live->status.state, LIVE_RUNNING);
    live_interrupt(live);
    wait_for(live, LIVE_ENDED);
    assert_int_equal(live->status.number, SIGKILL);
    stop(live);
}

static void a_statement_that_takes_long_tells_its_seconds(void **state)
{
    (void)state;
    Live *live = start(READY "sleep 1000\n", NULL);
    wait_for(live, LIVE_READY);
    live_send(live, "x", 1);
    live->since_ms -= 12000;
    assert_int_equal(live_wait(live, 0), LIVE_CHANGED);
    assert_int_equal(live->status.seconds, 12);
    char text[100];
    live_status_text(&live->status, LANGUAGE_EN, true, text, sizeof text);
    assert_string_equal(text, "Python is still running, 12 s · Esc interrupts");
    stop(live);
}

static void no_interpreter(void **state)
{
    (void)state;
    Live live;
    Err err;
    assert_false(live_start(&live, (LiveOptions){.python = "/nonexistent/python"}, &err));
    assert_non_null(strstr(err.text, "/nonexistent/python"));
    live_stop(&live);
    write_script("");
    assert_false(live_start(&live, (LiveOptions){.python = script, .keep = "/nonexistent/trace"}, &err));
    live_stop(&live);
}

static void what_is_kept_is_the_trace(void **state)
{
    (void)state;
    char path[64];
    Err err;
    Session session;
    snprintf(path, sizeof path, "%s/trace", folder);
    Live *live = start(READY "read line; " NEW DONE "read line; echo '{\"op\":\"unbind\",\"name\":\"a\"}' >&4; kill -9 $$\n", path);
    wait_for(live, LIVE_READY);
    live_send(live, "x", 1);
    wait_for(live, LIVE_READY);
    live_send(live, "x", 1);
    wait_for(live, LIVE_ENDED);
    assert_true(session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err));
    assert_int_equal(session.steps, live->session.steps);
    assert_int_equal(session.sim->op_count, 2);
    session_close(&session);
    stop(live);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_is_run_and_its_steps_are_there), cmocka_unit_test(a_block_asks_for_more),
        cmocka_unit_test(pieces_make_lines), cmocka_unit_test(one_that_says_nothing), cmocka_unit_test(one_that_talks_nonsense),
        cmocka_unit_test(one_that_goes), cmocka_unit_test(one_that_closes_its_pipe), cmocka_unit_test(one_whose_child_lives_on),
        cmocka_unit_test(one_that_floods), cmocka_unit_test(one_that_does_not_listen), cmocka_unit_test(an_interrupt_and_a_second_one),
        cmocka_unit_test(a_statement_that_takes_long_tells_its_seconds), cmocka_unit_test(no_interpreter),
        cmocka_unit_test(what_is_kept_is_the_trace),
    };
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
