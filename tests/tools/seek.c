/* seek TRACE|PACK …: runs each trace with a journal, notes the world's digest after every step of the way back, and asks for the same
 * digests going forward, at random steps. Prints "N passed, N failed". */
#include "app/session.h"
#include "base/rng.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STEPS_MAX = 20000, JUMPS = 40 };

static bool differs(const char *name, uint64_t step, const char *how)
{
    fprintf(stderr, "%s: step %llu differs when reached %s\n", name, (unsigned long long)step, how);
    return false;
}

/* Steps back through all of a run that was just made, then forward, then at random. */
static bool check_steps(Session *session, const char *name)
{
    Timeline *timeline = &session->timeline;
    uint64_t steps = session->steps;
    uint64_t *digest = mem_zeroed(steps + 1, sizeof *digest);
    Rng rng = {steps + 1};
    bool good = true;
    for (uint64_t step = steps + 1; step-- > 0;) {
        timeline_seek(timeline, step);
        digest[step] = world_digest(session->world);
    }
    for (uint64_t step = 1; step <= steps && good; step++) {
        timeline_forward(timeline);
        good = world_digest(session->world) == digest[step] || differs(name, step, "forward");
    }
    for (int i = 0; i < JUMPS && good; i++) {
        uint64_t step = rng_below(&rng, (uint32_t)steps + 1);
        timeline_seek(timeline, step);
        good = world_digest(session->world) == digest[step] || differs(name, step, "by a jump");
        const char *broken = world_check(session->world);
        if (broken != NULL) {
            fprintf(stderr, "%s: step %llu: %s\n", name, (unsigned long long)step, broken);
            good = false;
        }
    }
    mem_release(digest);
    return good;
}

static bool check_file(const char *path, const char *name)
{
    Session session = {0};
    Err err = {0};
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        fprintf(stderr, "%s:%u: %s\n", name, err.line, err.text);
        return false;
    }
    bool good = session.steps > STEPS_MAX || check_steps(&session, name);
    session_close(&session);
    return good;
}

static bool check_text(const char *name, const char *text, size_t bytes)
{
    char path[] = "/tmp/heaploupe-seek-XXXXXX";
    int file = mkstemp(path);
    bool good = file >= 0 && write(file, text, bytes) == (ssize_t)bytes;
    if (file >= 0) {
        close(file);
    }
    good = good && check_file(path, name);
    unlink(path);
    return good;
}

/* Every `stride`-th trace of a pack. */
static void check_pack(char *text, unsigned stride, unsigned *count)
{
    unsigned number = 0;
    for (char *at = strstr(text, "=== "); at != NULL; number++) {
        char *line = strchr(at, '\n');
        char *next = strstr(line, "\n=== ");
        if (number % stride == 0) {
            char name[80];
            snprintf(name, sizeof name, "%.*s", (int)(line - at - 4), at + 4);
            count[check_text(name, line + 1, next == NULL ? strlen(line + 1) : (size_t)(next - line)) ? 0 : 1]++;
        }
        at = next == NULL ? NULL : next + 1;
    }
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    fseek(file, 0, SEEK_END);
    long bytes = ftell(file);
    rewind(file);
    char *text = mem_zeroed((size_t)bytes + 1, 1);
    size_t got = fread(text, 1, (size_t)bytes, file);
    fclose(file);
    text[got] = '\0';
    return text;
}

int main(int argc, char **argv)
{
    unsigned count[2] = {0, 0};
    for (int i = 1; i < argc; i++) {
        char *text = read_file(argv[i]);
        if (text != NULL && strncmp(text, "=== ", 4) == 0) {
            check_pack(text, 25, count);
        } else {
            count[check_file(argv[i], argv[i]) ? 0 : 1]++;
        }
        mem_release(text);
    }
    printf("%u passed, %u failed\n", count[0], count[1]);
    return count[1] != 0;
}
