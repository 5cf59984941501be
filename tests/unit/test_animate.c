/* Animations of a recording: the frames of the file, read back, are the pictures of the steps; ranges and their faults. */
#define _POSIX_C_SOURCE 200809L
#include "app/animate.h"

#include <gif_lib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka wants some of the above first */
#include <cmocka.h>

static const char lesson[] = "traces/lessons/s08-2-they-hold-each-other.json";

typedef struct Rig {
    Session session;
    Show show;
    RenderPlan plan;
    char path[64];
} Rig;

static int set_up(void **state)
{
    Err err;
    Rig *rig = mem_zeroed(1, sizeof *rig);
    *state = rig;
    if (!session_open(&rig->session, lesson, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        return -1;
    }
    show_init(&rig->show, &rig->session);
    snprintf(rig->path, sizeof rig->path, "/tmp/heaploupe-animate-%ld.gif", (long)getpid());
    rig->plan.type = RENDER_GIF;
    return render_plan(&(RenderOptions){.size = "1024x600", .language = "en"}, &rig->plan, &err) ? 0 : -1;
}

static int tear_down(void **state)
{
    Rig *rig = *state;
    unlink(rig->path);
    show_release(&rig->show);
    session_close(&rig->session);
    mem_release(rig);
    return 0;
}

static bool animate(Rig *rig, const char *from, const char *to, Err *err)
{
    RenderOptions options = {.output = rig->path, .from = from, .to = to};
    return render_place(&rig->show, &options, &rig->plan, err) && animate_file(&rig->show, &options, &rig->plan, err);
}

static void put_frame(GifFileType *file, int frame, Surface *shown)
{
    GraphicsControlBlock control;
    assert_int_equal(DGifSavedExtensionToGCB(file, frame, &control), GIF_OK);
    const SavedImage *image = &file->SavedImages[frame];
    const GifImageDesc *place = &image->ImageDesc;
    for (int i = 0; i < place->Width * place->Height; i++) {
        if (image->RasterBits[i] != control.TransparentColor) {
            const GifColorType *color = &file->SColorMap->Colors[image->RasterBits[i]];
            int x = place->Left + i % place->Width, y = place->Top + i / place->Width;
            shown->pixels[y * shown->width + x] =
                COLOR_RGB((Color)color->Red << 16 | (Color)color->Green << 8 | color->Blue);
        }
    }
}

/* One frame a step. */
static void show_frame(GifFileType *file, int frame, Surface *shown)
{
    GraphicsControlBlock control;
    put_frame(file, frame, shown);
    assert_int_equal(DGifSavedExtensionToGCB(file, frame, &control), GIF_OK);
    assert_int_equal(control.DelayTime, frame + 1 == file->ImageCount ? ANIMATE_LAST_MS / 10 : ANIMATE_STEP_MS / 10);
}

/* Most pixels are exact; the others, where letters and outlines fade into the ground, are near. */
static void same_picture(const Surface *shown, const Surface *wanted)
{
    int count = wanted->width * wanted->height, exact = 0;
    for (int i = 0; i < count; i++) {
        exact += shown->pixels[i] == wanted->pixels[i];
        for (int shift = 0; shift < 24; shift += 8) {
            int apart = (int)(shown->pixels[i] >> shift & 0xff) - (int)(wanted->pixels[i] >> shift & 0xff);
            assert_in_range(abs(apart), 0, 40);
        }
    }
    assert_true((double)exact >= 0.9 * (double)count);
}

static void frames_are_the_pictures_of_the_steps(void **state)
{
    Rig *rig = *state;
    Err err;
    int why = 0;
    assert_true(animate(rig, "-30", "-18", &err));
    GifFileType *file = DGifOpenFileName(rig->path, &why);
    assert_non_null(file);
    assert_int_equal(DGifSlurp(file), GIF_OK);
    assert_int_equal(file->ImageCount, 13);
    Raster *raster = raster_new(&err);
    Surface shown = {0}, wanted = {0};
    surface_resize(&shown, file->SWidth, file->SHeight);
    for (int frame = 12; frame >= 0; frame--) { /* backwards: a picture has no history */
        for (int i = 0; i <= frame; i++) {
            show_frame(file, i, &shown);
        }
        show_seek(&rig->show, rig->session.steps - 30 + (uint64_t)frame);
        render_surface(&rig->show, &rig->plan, raster, &wanted);
        same_picture(&shown, &wanted);
    }
    surface_release(&shown);
    surface_release(&wanted);
    raster_free(raster);
    DGifCloseFile(file, NULL);
}

/* Between two steps come frames of a twentieth of a second, out of the step's own time; what stays longer is the step's picture. */
static void smooth_frames_lead_to_the_pictures(void **state)
{
    Rig *rig = *state;
    Err err;
    int why = 0, total = 0, steps = 0, between = 0;
    RenderOptions options = {.output = rig->path, .from = "-30", .to = "-18", .smooth = true};
    assert_true(render_place(&rig->show, &options, &rig->plan, &err) && animate_file(&rig->show, &options, &rig->plan, &err));
    GifFileType *file = DGifOpenFileName(rig->path, &why);
    assert_non_null(file);
    assert_int_equal(DGifSlurp(file), GIF_OK);
    Raster *raster = raster_new(&err);
    Surface shown = {0}, wanted = {0};
    surface_resize(&shown, file->SWidth, file->SHeight);
    for (int frame = 0; frame < file->ImageCount; frame++) {
        GraphicsControlBlock control;
        put_frame(file, frame, &shown);
        assert_int_equal(DGifSavedExtensionToGCB(file, frame, &control), GIF_OK);
        total += control.DelayTime;
        if (control.DelayTime == ANIMATE_BETWEEN_MS / 10) {
            between++;
            continue;
        }
        show_seek(&rig->show, rig->session.steps - 30 + (uint64_t)steps++);
        render_surface(&rig->show, &rig->plan, raster, &wanted);
        same_picture(&shown, &wanted);
    }
    assert_int_equal(steps, 13);
    assert_true(between > 0 && between % ANIMATE_BETWEEN == 0);
    assert_int_equal(total, (12 * ANIMATE_STEP_MS + ANIMATE_LAST_MS) / 10);
    surface_release(&shown);
    surface_release(&wanted);
    raster_free(raster);
    DGifCloseFile(file, NULL);
}

static void ranges_are_checked(void **state)
{
    Rig *rig = *state;
    Err err;
    assert_false(animate(rig, "5", "3", &err));
    assert_int_equal(err.status, ERR_INPUT);
    assert_string_equal(err.text, "--from '5' is after --to '3'");
    assert_false(animate(rig, "0", "9999999", &err));
    assert_int_equal(err.status, ERR_INPUT);
    assert_false(animate(rig, "x", NULL, &err));
    assert_int_equal(err.status, ERR_INPUT);
    assert_int_not_equal(access(rig->path, F_OK), 0);
    assert_true(animate(rig, "-0", NULL, &err)); /* one step is a short film, but one */
    assert_int_equal(access(rig->path, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(frames_are_the_pictures_of_the_steps, set_up, tear_down),
        cmocka_unit_test_setup_teardown(smooth_frames_lead_to_the_pictures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ranges_are_checked, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
