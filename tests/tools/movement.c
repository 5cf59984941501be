/* Movement and drawing in real recordings: from every step to the next (300 of a long one), what both pictures show at the same place in the same state
 * of the program stands still; on sampled steps, the way forwards and back, drawn only where it changes, is the same bytes as drawn
 * whole, and ends in the same bytes as a picture never moved to. Prints "N passed, N failed", one for each recording. */
#include "app/show.h"
#include "view/motion.h"
#include "view/raster/raster.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 1366, HEIGHT = 768, SAMPLES = 4, STEPS_MOST = 300 };

typedef struct Stage {
    Session session;
    Show show;
    Raster *raster;
    Motion motion;
    Damage damage;
    Surface kept, whole;
    bool good;
    const char *path;
} Stage;

static const DrawList *draw(Stage *stage)
{
    return show_draw(&stage->show, (ViewSize){WIDTH, HEIGHT}, raster_measure(stage->raster));
}

static void complain(Stage *stage, const char *what, const char *which)
{
    if (stage->good) {
        fprintf(stderr, "%s, step %llu: %s %s\n", stage->path, (unsigned long long)show_step(&stage->show), what, which);
    }
    stage->good = false;
}

/* ---- what stands still ---- */

static const DrawItem *body(const DrawList *list, const MotionPart *part)
{
    for (size_t i = part->first; i < part->first + part->count; i++) {
        if (list->items.items[i].style.fill != 0 && list->items.items[i].kind != DRAW_TEXT) {
            return &list->items.items[i];
        }
    }
    return NULL;
}

/* Of the same middle: the dots of two states have different shapes. */
static bool is_same_place(Rect a, Rect b)
{
    return fabsf(a.x + a.w / 2.0f - b.x - b.w / 2.0f) < 0.01f && fabsf(a.y + a.h / 2.0f - b.y - b.h / 2.0f) < 0.01f;
}

/* Whether the layout gives the object the same place at both steps. */
static bool has_moved(const Stage *stage, ObjectId object, uint64_t from, uint64_t to)
{
    GridPlace a, b;
    const Grid *grid = &stage->show.view.grid;
    bool packed = stage->show.view.packed != NULL; /* else a cloud, where nothing moves by itself */
    bool there = packed && grid_find(grid, object, from, &a) && grid_find(grid, object, to, &b);
    return there && (a.band != b.band);
}

static void check_still(Stage *stage, uint64_t from, uint64_t to)
{
    const Motion *motion = &stage->motion;
    for (size_t i = 0; i < motion->pairs.count; i++) {
        MotionPair pair = motion->pairs.items[i];
        unsigned object;
        if (pair.before < 0 || pair.after < 0 || !motion->parts_after.items[pair.after].is_object) {
            continue;
        }
        const MotionPart *after = &motion->parts_after.items[pair.after];
        const DrawItem *a = body(&motion->before, &motion->parts_before.items[pair.before]), *b = body(motion->after, after);
        const char *name = draw_group_name(motion->after, motion->after->items.items[after->first].group);
        bool same = a == NULL || b == NULL || is_same_place(a->bounds, b->bounds); /* dead ones may be outlines only */
        if (!same && sscanf(name, "object %u", &object) == 1 && !has_moved(stage, object, from, to)) {
            complain(stage, "moves though its generation is the same:", name);
        }
    }
}

/* ---- the same bytes ---- */

static void compare(Stage *stage, const DrawList *list, const char *when)
{
    raster_update(stage->raster, list, &stage->kept, &stage->damage);
    surface_fill(&stage->whole, 0);
    raster_draw(stage->raster, list, &stage->whole);
    if (memcmp(stage->kept.pixels, stage->whole.pixels, (size_t)WIDTH * HEIGHT * sizeof(uint32_t)) != 0) {
        complain(stage, "drawn in parts it differs from the whole,", when);
    }
}

static bool go(Stage *stage, uint64_t to)
{
    bool back = to < show_step(&stage->show);
    motion_take(&stage->motion, &stage->show.view.list);
    show_seek(&stage->show, to);
    return motion_plan(&stage->motion, draw(stage), &stage->show.view.pen, back);
}

static void check_way(Stage *stage, uint64_t to)
{
    if (go(stage, to)) {
        compare(stage, motion_draw(&stage->motion, 0.0f), "at the beginning");
        compare(stage, motion_draw(&stage->motion, 0.4f), "on the way");
    }
    compare(stage, motion_draw(&stage->motion, 1.0f), "at the end");
}

/* Forwards, back, and forwards again. */
static void check_there_and_back(Stage *stage, uint64_t step)
{
    size_t bytes = (size_t)WIDTH * HEIGHT * sizeof(uint32_t);
    check_way(stage, step - 1);
    uint32_t *before = mem_copy(stage->kept.pixels, bytes);
    check_way(stage, step);
    check_way(stage, step - 1);
    if (memcmp(before, stage->kept.pixels, bytes) != 0) {
        complain(stage, "forwards and back, the picture is another one", "");
    }
    mem_release(before);
}

static void check_steps(Stage *stage)
{
    uint64_t steps = stage->session.steps, every = steps / SAMPLES + 1;
    uint64_t stride = steps / STEPS_MOST + 1;
    for (uint64_t step = 1; step <= steps; step += stride) {
        show_seek(&stage->show, step - 1);
        draw(stage);
        if (go(stage, step)) {
            check_still(stage, step - 1, step);
        }
        if (step / every != (step - 1 + stride) / every) {
            check_there_and_back(stage, step);
        }
    }
}

static bool check_file(Stage *stage, const char *path)
{
    Err err;
    if (!session_open(&stage->session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.text);
        return false;
    }
    stage->path = path;
    stage->good = true;
    show_init(&stage->show, &stage->session);
    damage_forget(&stage->damage);
    check_steps(stage);
    show_release(&stage->show);
    session_close(&stage->session);
    return stage->good;
}

int main(int count, char **paths)
{
    Err err;
    Stage stage = {.raster = raster_new(&err)};
    int passed = 0, failed = 0;
    if (stage.raster == NULL) {
        fprintf(stderr, "%s\n", err.text);
        return (int)err.status;
    }
    surface_resize(&stage.kept, WIDTH, HEIGHT);
    surface_resize(&stage.whole, WIDTH, HEIGHT);
    for (int i = 1; i < count; i++) {
        bool good = check_file(&stage, paths[i]);
        passed += good ? 1 : 0;
        failed += good ? 0 : 1;
    }
    motion_release(&stage.motion);
    damage_release(&stage.damage);
    surface_release(&stage.kept);
    surface_release(&stage.whole);
    raster_free(stage.raster);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
