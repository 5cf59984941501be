/* The child gets the pipes as descriptors 3 and 4 and the recorder's text as 5; all others are closed there. Whether it has ended is
 * asked of the system, not of the pipe, whose other end a child of the child may keep. Its group is killed before the process is
 * reaped: until then nobody else can have its number. */
#include "app/live_link.h"

#include "app/recorder_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum {
    CHILD_IN = 3, CHILD_OUT = 4, CHILD_RECORDER = 5,
    ABOVE_CHILDS = 10,        /* our ends stand here, so that placing the child's overwrites none */
    BLOCK_BYTES = 1 << 16,
    LOOK_MS = 50,             /* between two looks whether the child lives */
    GOODBYE_MS = 300
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- starting ---- */

/* Four ends: ours to write and read, the child's to read and write. */
typedef struct Ends {
    int to, from, child_in, child_out, recorder;
} Ends;

static void close_end(int *end)
{
    if (*end >= 0) {
        close(*end);
    }
    *end = -1;
}

static void close_ends(Ends *ends)
{
    int *all[] = {&ends->to, &ends->from, &ends->child_in, &ends->child_out, &ends->recorder};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        close_end(all[i]);
    }
}

static int move_up(int end)
{
    int moved = end < 0 ? -1 : fcntl(end, F_DUPFD_CLOEXEC, ABOVE_CHILDS);
    if (end >= 0) {
        close(end);
    }
    return moved;
}

static bool open_pipe(int *read_end, int *write_end)
{
    int pair[2];
    if (pipe2(pair, O_CLOEXEC) != 0) {
        return false;
    }
    *read_end = move_up(pair[0]);
    *write_end = move_up(pair[1]);
    return *read_end >= 0 && *write_end >= 0;
}

static bool open_ends(Ends *ends)
{
    *ends = (Ends){-1, -1, -1, -1, -1};
    bool good = open_pipe(&ends->child_in, &ends->to) && open_pipe(&ends->from, &ends->child_out);
    ends->recorder = good ? move_up(recorder_file_open()) : -1;
    return ends->recorder >= 0 && fcntl(ends->to, F_SETFL, O_NONBLOCK) == 0 && fcntl(ends->from, F_SETFL, O_NONBLOCK) == 0;
}

static int set_up_files(posix_spawn_file_actions_t *files, const Ends *ends)
{
    posix_spawn_file_actions_init(files);
    int bad = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);
    bad = bad ? bad : posix_spawn_file_actions_adddup2(files, 2, 1); /* before the recorder takes it, it is for complaints */
    bad = bad ? bad : posix_spawn_file_actions_adddup2(files, ends->child_in, CHILD_IN);
    bad = bad ? bad : posix_spawn_file_actions_adddup2(files, ends->child_out, CHILD_OUT);
    bad = bad ? bad : posix_spawn_file_actions_adddup2(files, ends->recorder, CHILD_RECORDER);
    return bad ? bad : posix_spawn_file_actions_addclosefrom_np(files, CHILD_RECORDER + 1);
}

/* Its own group, and signals as a new program expects them. */
static int set_up_signals(posix_spawnattr_t *attributes)
{
    sigset_t none, defaults;
    sigemptyset(&none);
    sigfillset(&defaults);
    posix_spawnattr_init(attributes);
    int bad = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    bad = bad ? bad : posix_spawnattr_setpgroup(attributes, 0);
    bad = bad ? bad : posix_spawnattr_setsigmask(attributes, &none);
    return bad ? bad : posix_spawnattr_setsigdefault(attributes, &defaults);
}

static int spawn(pid_t *child, const char *python, const Ends *ends)
{
    char path[32];
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    snprintf(path, sizeof path, "/proc/self/fd/%d", CHILD_RECORDER);
    char *const words[] = {(char *)(uintptr_t)python, path, (char *)(uintptr_t)"--live", NULL};
    int bad = set_up_files(&files, ends);
    int bad_signals = set_up_signals(&attributes);
    bad = bad ? bad : bad_signals ? bad_signals : posix_spawnp(child, python, &files, &attributes, words, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return bad;
}

bool link_start(LiveLink *link, const char *python, Err *err)
{
    Ends ends;
    python = python == NULL ? "python3" : python;
    *link = (LiveLink){.to = -1, .from = -1};
    if (!open_ends(&ends)) {
        close_ends(&ends);
        return err_machine(err, "no pipe to an interpreter: %s", strerror(errno));
    }
    int bad = spawn(&link->child, python, &ends);
    if (bad != 0) {
        link->child = 0;
        close_ends(&ends);
        return err_machine(err, "%.200s: %s; --python names another interpreter, CPython 3.8 to 3.13", python, strerror(bad));
    }
    link->to = ends.to;
    link->from = ends.from;
    ends.to = ends.from = -1;
    close_ends(&ends);
    return true;
}

/* ---- lines ---- */

/* A pipe that nobody reads any more is found out by the child's end. */
static void flush_unsent(LiveLink *link)
{
    while (link->to >= 0 && link->unsent.count > 0) {
        ssize_t done = write(link->to, link->unsent.items, link->unsent.count);
        if (done <= 0) {
            return;
        }
        link->unsent.count -= (size_t)done;
        memmove(link->unsent.items, link->unsent.items + done, link->unsent.count);
    }
}

void link_send(LiveLink *link, const char *bytes, size_t count)
{
    vec_reserve(&link->unsent, count);
    memcpy(link->unsent.items + link->unsent.count, bytes, count);
    link->unsent.count += count;
    flush_unsent(link);
}

void link_send_end(LiveLink *link)
{
    close_end(&link->to);
    link->unsent.count = 0;
}

static bool take_line(LiveLink *link)
{
    char *start = link->got.items + link->taken;
    char *end = link->got.count == 0 ? NULL : memchr(link->got.items + link->searched, '\n', link->got.count - link->searched);
    link->searched = link->got.count;
    if (end == NULL) {
        return false;
    }
    *end = '\0';
    link->line = start;
    link->line_bytes = (size_t)(end - start);
    link->taken = link->searched = (size_t)(end - link->got.items) + 1;
    return true;
}

static void forget_taken(LiveLink *link)
{
    if (link->taken == 0) {
        return;
    }
    link->got.count -= link->taken;
    memmove(link->got.items, link->got.items + link->taken, link->got.count);
    link->searched -= link->taken;
    link->taken = 0;
}

/* True: something came. At the end of the pipe it is closed. */
static bool receive(LiveLink *link)
{
    if (link->from < 0) {
        return false;
    }
    vec_reserve(&link->got, BLOCK_BYTES);
    ssize_t bytes = read(link->from, link->got.items + link->got.count, BLOCK_BYTES);
    bool over = bytes == 0 || (bytes < 0 && errno != EAGAIN && errno != EINTR);
    link->too_long = link->got.count - link->taken > LINK_LINE_BYTES_MAX;
    if (over || link->too_long) {
        close_end(&link->from);
    }
    link->got.count += bytes > 0 ? (size_t)bytes : 0;
    return bytes > 0;
}

/* ---- the end ---- */

static bool child_is_gone(const LiveLink *link)
{
    siginfo_t info = {0};
    return link->child == 0 || (waitid(P_PID, (id_t)link->child, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0);
}

static void reap(LiveLink *link)
{
    if (link->child == 0) {
        return;
    }
    kill(-link->child, SIGKILL);
    while (waitpid(link->child, &link->status, 0) < 0 && errno == EINTR) {
    }
    link->child = 0;
    close_end(&link->to);
}

/* False: a signal came. */
static bool wait_for_something(LiveLink *link, int timeout_ms)
{
    struct pollfd files[2] = {{.fd = link->from, .events = POLLIN}, {.fd = link->unsent.count > 0 ? link->to : -1, .events = POLLOUT}};
    return poll(files, 2, timeout_ms) >= 0 || errno != EINTR;
}

LinkEvent link_wait(LiveLink *link, int timeout_ms)
{
    int64_t until = now_ms() + timeout_ms;
    for (;;) {
        flush_unsent(link);
        if (take_line(link)) {
            return LINK_LINE;
        }
        forget_taken(link);
        bool gone = child_is_gone(link); /* asked before reading: what it wrote is then there */
        if (gone) {
            link_signal(link, SIGKILL);  /* its children, which may still write */
        }
        if (receive(link)) {
            continue;
        }
        if (gone || link->from < 0) {
            reap(link);
            return LINK_ENDED;
        }
        int64_t left = until - now_ms();
        if (left <= 0) {
            return LINK_NOTHING;
        }
        if (!wait_for_something(link, left < LOOK_MS ? (int)left : LOOK_MS)) {
            return LINK_NOTHING;
        }
    }
}

void link_signal(const LiveLink *link, int number)
{
    if (link->child != 0) {
        kill(-link->child, number);
    }
}

void link_stop(LiveLink *link)
{
    close_end(&link->to);
    int64_t until = now_ms() + GOODBYE_MS;
    while (link->child != 0 && !child_is_gone(link) && now_ms() < until) {
        poll(NULL, 0, 2);
    }
    reap(link);
    close_end(&link->from);
    vec_release(&link->unsent);
    vec_release(&link->got);
    link->line = NULL;
}
