/* How long a frame takes: 100, 1,000 and 10,000 objects at 1920×1080, three references each with heads, all antialiased; boxes with
 * outline, hatch and badge as large as there is room, labels for what is near. On one core, without a graphics card.
 *
 *   record  the panels' part: the list is built
 *   full    all of it is drawn, and remembered to be compared with the next
 *   draw    all of it is drawn, nothing else: what cairo is asked for too
 *   step    the next step: list built and compared, what changed is drawn (an object and a reference lit, a state, the texts of a panel)
 *   frame   one frame of a step's movement: a dot on a reference
 *   cairo   the same list drawn by cairo, when the bench was built with it
 *
 * Times of processor, median and best of interleaved rounds. */
#define _POSIX_C_SOURCE 200809L
#include "base/rng.h"
#include "view/marks.h"
#include "view/raster/raster.h"
#include "view/theme.h"

#ifdef HAVE_CAIRO
#include "frames_cairo.h"
#endif

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EDGES_PER_NODE = 3, LABELS = 500, ROUNDS = 15, WIDTH = 1920, HEIGHT = 1080, GRAPH_WIDTH = 1440 };

/* The i-th of `nodes`; at step `lit` one of them is touched. */
typedef struct Scene {
    uint32_t nodes;
    uint32_t columns;
    Rect cell;      /* of the first node */
    uint32_t step;
    float dot;      /* share of its way; below 0: none */
} Scene;

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static Scene scene_of(uint32_t nodes)
{
    Scene scene = {.nodes = nodes, .columns = 1, .dot = -1.0f};
    while (scene.columns * scene.columns * HEIGHT < nodes * GRAPH_WIDTH) {
        scene.columns++;
    }
    uint32_t rows = (nodes + scene.columns - 1) / scene.columns;
    scene.cell = (Rect){0, 0, (float)GRAPH_WIDTH / (float)scene.columns, (float)HEIGHT / (float)rows};
    return scene;
}

static Rect node_box(const Scene *scene, uint32_t node)
{
    Rect cell = scene->cell;
    cell.x = cell.w * (float)(node % scene->columns);
    cell.y = cell.h * (float)(node / scene->columns);
    Rect box = {cell.x + cell.w * 0.2f, cell.y + cell.h * 0.25f, cell.w * 0.6f, cell.h * 0.5f};
    return cell.w > 40.0f ? rect_snap(box) : box;
}

/* Another node, mostly one of the next rows and columns, as a layout places what holds each other. */
static uint32_t target_of(const Scene *scene, uint32_t node, uint32_t which)
{
    Rng rng = {node * 8 + which};
    if (rng_below(&rng, 30) == 0) {
        return rng_below(&rng, scene->nodes);
    }
    uint32_t right = rng_below(&rng, 7) + 1, down = rng_below(&rng, 4) * scene->columns;
    uint32_t beside = node % scene->columns + right < scene->columns ? node + right : node > right ? node - right : 0;
    return beside + down < scene->nodes ? beside + down : beside;
}

static MarkEdge edge_of(const Scene *scene, uint32_t node, uint32_t which)
{
    MarkEdge edge = {0};
    mark_edge_between(node_box(scene, node), node_box(scene, target_of(scene, node, which)), &edge);
    return edge;
}

static void put_edge(DrawList *list, const Scene *scene, uint32_t node, uint32_t which)
{
    const Theme *theme = theme_get(THEME_DARK);
    MarkEdge edge = edge_of(scene, node, which);
    float head = scene->cell.w > 40.0f ? 8.0f : 4.0f;
    draw_group_begin(list, "reference %u %u", node, which);
    draw_arrow(list, edge.control[0], edge.control[3], &(DrawStyle){.stroke = theme->color[COLOR_EDGE], .width = 1.2f}, head);
    draw_group_end(list);
}

static void put_node(DrawList *list, const Scene *scene, uint32_t node)
{
    const Theme *theme = theme_get(THEME_DARK);
    Rect box = node_box(scene, node);
    float scale = box.h > 20.0f ? 1.0f : 0.5f;
    ThemeState state = node % 7 == 0 ? STATE_TENTATIVE : node < scene->step * 3 ? STATE_REACHABLE : STATE_NOT_VISITED;
    DrawStyle style = theme_state_style(theme, state, scale);
    style.radius = box.h * 0.2f;
    draw_group_begin(list, "object %u", node);
    draw_box(list, box, &style);
    MarkPen pen = {list, theme, &text_measure_plain, scale * 0.8f};
    if (box.h > 20.0f) {
        mark_badge(&pen, (Point){box.x + box.w - 8.0f, box.y}, "rc 2", theme->color[COLOR_TEXT]);
    } else {
        draw_circle(list, (Point){box.x + box.w, box.y}, box.h * 0.3f, &(DrawStyle){.fill = theme->color[COLOR_TEXT]});
    }
    if (node < LABELS) {
        TextStyle label = {FONT_MONO, ALIGN_CENTER, fmaxf(9.0f, fminf(14.0f, box.h * 0.5f)), theme->color[COLOR_TEXT]};
        char text[32];
        snprintf(text, sizeof text, "node %u", node);
        draw_text_in(list, box, &label, text);
    }
    draw_group_end(list);
}

/* What the step touches, and the words about it. */
static void put_step(DrawList *list, const Scene *scene)
{
    const Theme *theme = theme_get(THEME_DARK);
    uint32_t node = scene->step * 3 % scene->nodes;
    MarkPen pen = {list, theme, &text_measure_plain, scene->cell.h > 40.0f ? 1.0f : 0.4f};
    MarkEdge edge = edge_of(scene, node, 0);
    edge.current = true;
    mark_edge(&pen, &edge);
    mark_ring(&pen, node_box(scene, node), 3.0f);
    if (scene->dot >= 0.0f) {
        mark_dot(&pen, &edge, scene->dot);
    }
    TextStyle words = {FONT_UI, ALIGN_LEFT, 15.0f, theme->color[COLOR_TEXT]};
    for (uint32_t line = 0; line < 30; line++) {
        uint32_t said = line < 6 ? scene->step : line; /* six lines of the panel speak of this step */
        draw_textf(list, (Point){GRAPH_WIDTH + 20.0f, 40.0f + 30.0f * (float)line}, &words, "step %u looks at object %u of %u", said, said * 3, scene->nodes);
    }
}

static void record(DrawList *list, const Scene *scene)
{
    const Theme *theme = theme_get(THEME_DARK);
    draw_clear(list);
    draw_fill(list, (Rect){0, 0, WIDTH, HEIGHT}, theme->color[COLOR_WINDOW]);
    draw_fill(list, (Rect){0, 0, GRAPH_WIDTH, HEIGHT}, theme->color[COLOR_BAND]);
    for (uint32_t node = 0; node < scene->nodes; node++) {
        for (uint32_t which = 0; which < EDGES_PER_NODE; which++) {
            put_edge(list, scene, node, which);
        }
    }
    for (uint32_t node = 0; node < scene->nodes; node++) {
        put_node(list, scene, node);
    }
    put_step(list, scene);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double print_times(const char *what, double times[ROUNDS], double most_ms)
{
    qsort(times, ROUNDS, sizeof *times, by_size);
    double median = times[ROUNDS / 2];
    printf("  %-7s median %7.2f ms  best %7.2f ms", what, median, times[0]);
    if (most_ms > 0.0) {
        printf("   bound %5.1f: %s", most_ms, median <= most_ms ? "kept" : "BROKEN");
    }
    printf("\n");
    return median;
}

typedef struct Times {
    double record[ROUNDS], full[ROUNDS], draw[ROUNDS], step[ROUNDS], frame[ROUNDS], cairo[ROUNDS];
} Times;

static double update(Raster *raster, DrawList *list, const Scene *scene, Surface *surface, Damage *damage)
{
    double begin = now_ms();
    record(list, scene);
    raster_update(raster, list, surface, damage);
    return now_ms() - begin;
}

static void measure(Raster *raster, Scene *scene, Times *times)
{
    DrawList list;
    Damage damage = {0};
    Surface surface = {0};
    draw_init(&list);
    surface_resize(&surface, WIDTH, HEIGHT);
    update(raster, &list, scene, &surface, &damage);
    for (int round = 0; round < ROUNDS; round++) {
        scene->step++;
        times->step[round] = update(raster, &list, scene, &surface, &damage);
        scene->dot = 0.5f;
        times->frame[round] = update(raster, &list, scene, &surface, &damage);
        scene->dot = -1.0f;
        double begin = now_ms();
        record(&list, scene);
        times->record[round] = now_ms() - begin;
        damage_forget(&damage);
        begin = now_ms();
        raster_update(raster, &list, &surface, &damage);
        times->full[round] = now_ms() - begin;
        begin = now_ms();
        raster_draw(raster, &list, &surface);
        times->draw[round] = now_ms() - begin;
#ifdef HAVE_CAIRO
        begin = now_ms();
        cairo_list(&list, WIDTH, HEIGHT);
        times->cairo[round] = now_ms() - begin;
#endif
    }
    printf("%u objects, %zu items\n", scene->nodes, list.items.count);
    draw_release(&list);
    damage_release(&damage);
    surface_release(&surface);
}

int main(void)
{
    static const uint32_t sizes[] = {100, 1000, 10000};
    Err err;
    Raster *raster = raster_new(&err);
    if (raster == NULL) {
        fprintf(stderr, "%s\n", err.text);
        return (int)err.status;
    }
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        Scene scene = scene_of(sizes[i]);
        Times times;
        measure(raster, &scene, &times);
        print_times("record", times.record, 0.0);
        print_times("full", times.full, 33.0);
        double draw = print_times("draw", times.draw, 0.0);
        print_times("step", times.step, 16.7);
        print_times("frame", times.frame, 16.7);
#ifdef HAVE_CAIRO
        double cairo = print_times("cairo", times.cairo, 0.0);
        printf("  cairo takes %.1f times as long to draw (wanted at 10,000: 10)\n", cairo / draw);
#else
        (void)draw;
        printf("  no comparison with cairo: libcairo2-dev was not there when this was built\n");
#endif
    }
    raster_free(raster);
    return 0;
}
