/* Pictures of crowds: milliseconds of processor time to build the draw list at 1920×1080, of 10,000 objects as a cloud and of
 * 1,000,000 as groups: the first picture (laying out), after a step, and again at the same step. */
#define _POSIX_C_SOURCE 200809L
#include "app/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { FRAMES = 9 };

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* A tree of four branches each, with a reference back every other time; then a few steps. */
static bool write_heap(FILE *file, unsigned count)
{
    fprintf(file, "{\"heaploupe\": 1, \"ops\": [{\"op\": \"load\", \"objects\": [");
    for (unsigned i = 0; i < count; i++) {
        fprintf(file, "%s{\"id\": \"o%u\", \"type\": \"list\", \"generation\": 2%s", i == 0 ? "" : ",", i, i == 0 ? ", \"pin\": 1" : "");
        fprintf(file, ", \"items\": [\"o%u\"", i % 2 == 0 ? i / 2 : i / 5);
        for (unsigned child = 4 * i + 1; child <= 4 * i + 4 && child < count; child++) {
            fprintf(file, ", \"o%u\"", child);
        }
        fprintf(file, "]}");
    }
    fprintf(file, "]}");
    for (int i = 0; i < FRAMES; i++) {
        fprintf(file, ", {\"op\": \"new\", \"id\": \"x%d\", \"type\": \"list\", \"bind\": \"x%d\"}", i, i);
    }
    fprintf(file, "]}\n");
    return ferror(file) == 0;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double draw_ms(Show *show)
{
    double begin = now_ms();
    show_draw(show, (ViewSize){1920.0f, 1080.0f}, text_measure_plain);
    return now_ms() - begin;
}

static void measure(Show *show, const char *name)
{
    double stepped[FRAMES], again[FRAMES], first;
    show_seek(show, show->session->steps - FRAMES);
    first = draw_ms(show);
    for (int i = 0; i < FRAMES; i++) {
        show_act(show, ACTION_FORWARD, 0);
        stepped[i] = draw_ms(show);
        again[i] = draw_ms(show);
    }
    qsort(stepped, FRAMES, sizeof *stepped, by_size);
    qsort(again, FRAMES, sizeof *again, by_size);
    printf("%s: first picture %.0f ms, after a step %.1f ms, again %.1f ms, %zu items\n", name, first, stepped[FRAMES / 2], again[FRAMES / 2],
           show->view.list.items.count);
}

static bool run(unsigned count, const char *keys, const char *name)
{
    char path[] = "/tmp/bench_crowd_XXXXXX", bad[40];
    Session session;
    Show show;
    Err err;
    int handle = mkstemp(path);
    FILE *file = handle < 0 ? NULL : fdopen(handle, "w");
    bool good = file != NULL && write_heap(file, count);
    good = file != NULL && fclose(file) == 0 && good;
    if (!good) {
        perror("bench_crowd");
        return false;
    }
    good = session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err);
    unlink(path);
    if (!good) {
        fprintf(stderr, "bench_crowd: %s\n", err.text);
        return false;
    }
    show_init(&show, &session);
    good = show_keys(&show, keys, bad, sizeof bad);
    measure(&show, name);
    show_release(&show);
    session_close(&session);
    return good;
}

int main(void)
{
    bool good = run(1000, "", "cloud of 1,000") && run(10000, "", "cloud of 10,000") && run(100000, "", "groups of 100,000") &&
                run(1000000, "", "groups of 1,000,000");
    return good ? 0 : 3;
}
