/* How long a frame of the real window takes while a collection of 10,000 objects, three references each, is stepped through at
 * 1920×1080: the panels' part, drawing all of it, drawing a step, and a frame of its movement. Times of processor, one core, no
 * graphics card. */
#include "app/show.h"
#include "base/rng.h"
#include "view/motion.h"
#include "view/raster/raster.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { OBJECTS = 10000, ROUNDS = 31, WIDTH = 1920, HEIGHT = 1080 };

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* A tree of two references each, and a third to one nearby. */
static void write_trace(FILE *out)
{
    Rng rng = {7};
    fputs("{\"heaploupe\":1,\"ops\":[{\"op\":\"load\",\"objects\":[{\"id\":\"root\",\"type\":\"list\",\"generation\":2,\"pin\":1,\"items\":[0]}", out);
    for (uint32_t i = 0; i < OBJECTS; i++) {
        uint32_t near = i + rng_below(&rng, 90), last = OBJECTS - 1;
        near = near < 30 ? 0 : near - 30;
        fprintf(out, ",{\"id\":%u,\"type\":\"list\",\"generation\":2,\"items\":[%u,%u,%u]}", i, 2 * i + 1 > last ? last : 2 * i + 1,
                2 * i + 2 > last ? last : 2 * i + 2, near > last ? last : near);
    }
    fputs("]},{\"op\":\"collect\",\"generation\":2}]}", out);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void print_times(const char *what, double times[ROUNDS], double most_ms)
{
    qsort(times, ROUNDS, sizeof *times, by_size);
    double median = times[ROUNDS / 2];
    printf("  %-9s median %7.2f ms  worst %7.2f ms", what, median, times[ROUNDS - 1]);
    printf(most_ms > 0.0 ? "   bound %5.1f: %s\n" : "\n", most_ms, median <= most_ms ? "kept" : "BROKEN");
}

typedef struct Stage {
    Show show;
    Raster *raster;
    Surface surface;
    Damage damage;
    Motion motion;
    double list[ROUNDS], full[ROUNDS], step[ROUNDS], frame[ROUNDS];
} Stage;

static const DrawList *draw(Stage *stage)
{
    return show_draw(&stage->show, (ViewSize){WIDTH, HEIGHT}, raster_measure(stage->raster));
}

static void measure_round(Stage *stage, int round)
{
    double begin = now_ms();
    motion_take(&stage->motion, &stage->show.view.list);
    show_seek(&stage->show, show_step(&stage->show) + 1);
    const DrawList *list = draw(stage);
    stage->list[round] = now_ms() - begin;
    motion_plan(&stage->motion, list, &stage->show.view.pen, false);
    raster_update(stage->raster, motion_draw(&stage->motion, 0.0f), &stage->surface, &stage->damage);
    stage->step[round] = now_ms() - begin;
    begin = now_ms();
    raster_update(stage->raster, motion_draw(&stage->motion, 0.5f), &stage->surface, &stage->damage);
    stage->frame[round] = now_ms() - begin;
    damage_forget(&stage->damage);
    begin = now_ms();
    raster_update(stage->raster, list, &stage->surface, &stage->damage);
    stage->full[round] = now_ms() - begin;
}

static void measure(Stage *stage, uint64_t step, const char *where)
{
    show_seek(&stage->show, step);
    raster_update(stage->raster, draw(stage), &stage->surface, &stage->damage);
    for (int round = 0; round < ROUNDS; round++) {
        measure_round(stage, round);
    }
    printf("%s, %zu items\n", where, stage->show.view.list.items.count);
    print_times("list", stage->list, 0.0);
    print_times("full", stage->full, 33.0);
    print_times("step", stage->step, 16.7);
    print_times("movement", stage->frame, 16.7);
}

int main(void)
{
    Err err;
    Session session;
    Stage stage = {.raster = raster_new(&err)};
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    write_trace(out);
    fclose(out);
    if (stage.raster == NULL || !session_open_text(&session, text, bytes, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return (int)err.status;
    }
    show_init(&stage.show, &session);
    surface_resize(&stage.surface, WIDTH, HEIGHT);
    double begin = now_ms();
    show_seek(&stage.show, 1);
    draw(&stage);
    printf("%d objects, first picture with its layout %.0f ms\n", OBJECTS, now_ms() - begin);
    measure(&stage, session.steps / 4, "references being subtracted");
    measure(&stage, session.steps * 3 / 4, "reachable objects being marked");
    motion_release(&stage.motion);
    damage_release(&stage.damage);
    surface_release(&stage.surface);
    show_release(&stage.show);
    session_close(&session);
    raster_free(stage.raster);
    free(text);
    return 0;
}
