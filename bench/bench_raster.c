/* How long a dense frame takes: 10,000 nodes, 30,000 references, 500 labels at 1920×1080.
 * Prints the best and median of several frames in ms of processor time, recording and drawing apart. */
#define _POSIX_C_SOURCE 200809L
#include "base/rng.h"
#include "view/raster/raster.h"
#include "view/theme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NODES = 10000, EDGES_PER_NODE = 3, LABELS = 500, FRAMES = 15, WIDTH = 1920, HEIGHT = 1080 };

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static Point place(uint32_t node)
{
    Rng rng = {node};
    return (Point){(float)rng_below(&rng, WIDTH * 16) / 16.0f, (float)rng_below(&rng, HEIGHT * 16) / 16.0f};
}

/* Another node, in most cases a near one. */
static Point neighbour(uint32_t node, uint32_t which)
{
    Rng rng = {node * 8 + which};
    Point from = place(node);
    float dx = (float)rng_below(&rng, 160) - 80.0f;
    float dy = (float)rng_below(&rng, 160) - 80.0f;
    return which == 0 && node % 10 == 0 ? place(rng_below(&rng, NODES)) : (Point){from.x + dx, from.y + dy};
}

static void record(DrawList *list, const Theme *theme)
{
    TextStyle label = {FONT_MONO, ALIGN_CENTER, 11.0f, theme->color[COLOR_TEXT]};
    DrawStyle edge = {.stroke = color_alpha(theme->color[COLOR_EDGE], 0.6f), .width = 1.0f};
    draw_fill(list, (Rect){0, 0, WIDTH, HEIGHT}, theme->color[COLOR_BAND]);
    for (uint32_t node = 0; node < NODES; node++) {
        for (uint32_t which = 0; which < EDGES_PER_NODE; which++) {
            draw_line(list, place(node), neighbour(node, which), &edge);
        }
    }
    for (uint32_t node = 0; node < NODES; node++) {
        ThemeState state = node % 16 == 0 ? STATE_SCAN : node % 3 == 0 ? STATE_REACHABLE : STATE_NOT_VISITED;
        DrawStyle style = theme_state_style(theme, state, 0.5f);
        Point at = place(node);
        style.radius = 3.0f;
        draw_box(list, (Rect){at.x - 6.0f, at.y - 4.0f, 12.0f, 8.0f}, &style);
        if (node < LABELS) {
            draw_textf(list, (Point){at.x, at.y - 6.0f}, &label, "node %u", node);
        }
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void print_times(const char *what, double times[FRAMES])
{
    qsort(times, FRAMES, sizeof *times, by_size);
    printf("%-8s best %6.2f ms  median %6.2f ms\n", what, times[0], times[FRAMES / 2]);
}

int main(void)
{
    Err err;
    Raster *raster = raster_new(&err);
    if (raster == NULL) {
        fprintf(stderr, "%s\n", err.text);
        return (int)err.status;
    }
    DrawList list;
    Surface surface = {0};
    double recording[FRAMES];
    double drawing[FRAMES];
    draw_init(&list);
    surface_resize(&surface, WIDTH, HEIGHT);
    for (int frame = 0; frame < FRAMES; frame++) {
        double begin = now_ms();
        draw_clear(&list);
        record(&list, theme_get(THEME_DARK));
        double recorded = now_ms();
        raster_draw(raster, &list, &surface);
        recording[frame] = recorded - begin;
        drawing[frame] = now_ms() - recorded;
    }
    printf("%zu items\n", list.items.count);
    print_times("record", recording);
    print_times("draw", drawing);
    draw_release(&list);
    surface_release(&surface);
    raster_free(raster);
    return 0;
}
