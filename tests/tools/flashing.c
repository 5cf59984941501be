/* WCAG 2.3.1, three flashes: however fast a recording is played, no part of the picture flashes more than three times a second. A
 * flash is a pair of opposite changes of relative luminance by a tenth or more over a quarter of any 341 × 256 pixels, the darker
 * state below 0.8. Here even every single change of that size is counted as half a flash: seven within 60 steps, a second's frames,
 * would be too many. The first 200 steps of each recording, in turn in each theme. Prints "N passed, N failed". */
#include "app/show.h"
#include "view/raster/raster.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 1366, HEIGHT = 768, STEPS_MOST = 200,
    CELL = 32, COLUMNS = WIDTH / CELL + 1, ROWS = HEIGHT / CELL, FIELD_COLUMNS = 11, FIELD_ROWS = 8, /* about 341 × 256 pixels */
    FIELD_MOST = 341 * 256 / 4,
    HALF_FLASHES_MOST = 6, SECOND = 60
};

typedef struct Stage {
    Raster *raster;
    Surface surface;
    Damage damage;
    uint32_t *before;
    float linear[256];
    uint64_t changes[HALF_FLASHES_MOST]; /* the last steps with a large change */
    unsigned changed;
} Stage;

static float luminance(const Stage *stage, uint32_t pixel)
{
    return 0.2126f * stage->linear[pixel >> 16 & 255] + 0.7152f * stage->linear[pixel >> 8 & 255] + 0.0722f * stage->linear[pixel & 255];
}

static bool is_change(const Stage *stage, uint32_t from, uint32_t to)
{
    if (from == to) {
        return false;
    }
    float a = luminance(stage, from), b = luminance(stage, to);
    return fabsf(a - b) >= 0.1f && fminf(a, b) < 0.8f;
}

/* By cell; takes the new picture over. */
static void count_changes(Stage *stage, const PixelBox *box, uint32_t cells[ROWS][COLUMNS])
{
    for (int y = box->y0; y < box->y1; y++) {
        for (int x = box->x0; x < box->x1; x++) {
            uint32_t *before = &stage->before[y * WIDTH + x], now = stage->surface.pixels[y * WIDTH + x];
            cells[y / CELL][x / CELL] += is_change(stage, *before, now) ? 1 : 0;
            *before = now;
        }
    }
}

/* The most changed pixels in any field. */
static uint32_t largest_change(Stage *stage)
{
    static uint32_t cells[ROWS][COLUMNS];
    uint32_t most = 0;
    memset(cells, 0, sizeof cells);
    for (size_t i = 0; i < stage->damage.boxes.count; i++) {
        count_changes(stage, &stage->damage.boxes.items[i], cells);
    }
    for (int field = 0; field < (ROWS - FIELD_ROWS + 1) * (COLUMNS - FIELD_COLUMNS + 1); field++) {
        int top = field / (COLUMNS - FIELD_COLUMNS + 1), left = field % (COLUMNS - FIELD_COLUMNS + 1);
        uint32_t sum = 0;
        for (int i = 0; i < FIELD_ROWS * FIELD_COLUMNS; i++) {
            sum += cells[top + i / FIELD_COLUMNS][left + i % FIELD_COLUMNS];
        }
        most = sum > most ? sum : most;
    }
    return most;
}

/* False: too many large changes within a second. */
static bool note_change(Stage *stage, uint64_t step)
{
    uint64_t *oldest = &stage->changes[stage->changed % HALF_FLASHES_MOST];
    bool good = stage->changed < HALF_FLASHES_MOST || step - *oldest >= SECOND;
    *oldest = step;
    stage->changed++;
    return good;
}

static bool check_steps(Stage *stage, Show *show, const char *path)
{
    uint64_t last = show->session->steps < STEPS_MOST ? show->session->steps : STEPS_MOST;
    stage->changed = 0;
    for (uint64_t step = 0; step <= last; step++) {
        show_seek(show, step);
        raster_update(stage->raster, show_draw(show, (ViewSize){WIDTH, HEIGHT}, raster_measure(stage->raster)), &stage->surface, &stage->damage);
        if (largest_change(stage) >= FIELD_MOST && step > 0 && !note_change(stage, step)) {
            fprintf(stderr, "%s flashes at step %llu\n", path, (unsigned long long)step);
            return false;
        }
    }
    return true;
}

static bool check_file(Stage *stage, const char *path, ThemeKind theme)
{
    Err err;
    Session session;
    Show show;
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.text);
        return false;
    }
    show_init(&show, &session);
    show.state.theme = theme;
    bool good = check_steps(stage, &show, path);
    show_release(&show);
    session_close(&session);
    return good;
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
    for (int i = 0; i < 256; i++) {
        float value = (float)i / 255.0f;
        stage.linear[i] = value <= 0.04045f ? value / 12.92f : powf((value + 0.055f) / 1.055f, 2.4f);
    }
    surface_resize(&stage.surface, WIDTH, HEIGHT);
    stage.before = mem_zeroed((size_t)WIDTH * HEIGHT, sizeof(uint32_t));
    for (int i = 1; i < count; i++) {
        bool good = check_file(&stage, paths[i], (ThemeKind)(i % THEME_COUNT));
        passed += good ? 1 : 0;
        failed += good ? 0 : 1;
    }
    mem_release(stage.before);
    damage_release(&stage.damage);
    surface_release(&stage.surface);
    raster_free(stage.raster);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
