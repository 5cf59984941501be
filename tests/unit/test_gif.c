/* GIF: read back by giflib, the frames show the surfaces, only changes are stored, times and bytes are as asked. */
#define _POSIX_C_SOURCE 200809L
#include "base/rng.h"
#include "view/raster/gif.h"
#include "view/raster/palette.h"

#include <gif_lib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

enum { WIDTH = 60, HEIGHT = 40, FRAMES = 6 };

static void fill(Surface *surface, PixelBox box, Color color)
{
    for (int y = box.y0; y < box.y1; y++) {
        for (int x = box.x0; x < box.x1; x++) {
            surface->pixels[y * surface->width + x] = color;
        }
    }
}

/* A square that walks; frame 3 is like frame 2. */
static void few_colors(Surface *surface, int frame)
{
    int x = 5 * (frame == 3 ? 2 : frame);
    surface_fill(surface, COLOR_RGB(0x0f1419));
    fill(surface, (PixelBox){x, 10, x + 8, 18}, COLOR_RGB(0xf0e442));
    fill(surface, (PixelBox){50, 30, 60, 40}, frame < 4 ? COLOR_RGB(0x3ddbab) : COLOR_RGB(0x3ddbac));
}

/* More colours than a palette holds, most of them rare. */
static void many_colors(Surface *surface, int frame)
{
    surface_fill(surface, COLOR_RGB(0x0f1419));
    fill(surface, (PixelBox){0, 0, WIDTH, 10}, COLOR_RGB(0xf0e442));
    for (int x = 0; x < WIDTH; x++) {
        for (int y = 20; y < 30; y++) {
            surface->pixels[y * WIDTH + x] = color_mix(COLOR_RGB(0x0f1419), COLOR_RGB(0xffffff), (float)(x * 10 + y + frame) / 640.0f);
        }
    }
}

typedef void (*Painter)(Surface *surface, int frame);

static PictureBytes encoded(Painter paint)
{
    Err err;
    PictureBytes out = {0};
    Surface surface = {0};
    surface_resize(&surface, WIDTH, HEIGHT);
    Gif *gif = gif_new(WIDTH, HEIGHT);
    for (int frame = 0; frame < FRAMES; frame++) {
        paint(&surface, frame);
        gif_learn(gif, &surface);
    }
    assert_true(gif_begin(gif, &out, &err));
    for (int frame = 0; frame < FRAMES; frame++) {
        paint(&surface, frame);
        assert_true(gif_add(gif, &surface, frame + 1 == FRAMES ? 2000 : 400, &err));
    }
    assert_true(gif_finish(gif, &err));
    gif_free(gif);
    surface_release(&surface);
    return out;
}

typedef struct Source {
    const PictureBytes *content;
    size_t at;
} Source;

static int supply(GifFileType *file, GifByteType *bytes, int wanted)
{
    Source *source = file->UserData;
    size_t left = source->content->bytes.count - source->at;
    size_t given = (size_t)wanted < left ? (size_t)wanted : left;
    memcpy(bytes, source->content->bytes.items + source->at, given);
    source->at += given;
    return (int)given;
}

/* Puts a frame over what is shown; gives its time in hundredths. */
static int show_frame(const GifFileType *file, int frame, Surface *shown)
{
    GraphicsControlBlock control;
    assert_int_equal(DGifSavedExtensionToGCB((GifFileType *)(uintptr_t)file, frame, &control), GIF_OK);
    assert_int_equal(control.DisposalMode, DISPOSE_DO_NOT);
    const SavedImage *image = &file->SavedImages[frame];
    const GifImageDesc *place = &image->ImageDesc;
    assert_null(place->ColorMap);
    for (int y = 0; y < place->Height; y++) {
        for (int x = 0; x < place->Width; x++) {
            int index = image->RasterBits[y * place->Width + x];
            if (index != control.TransparentColor) {
                const GifColorType *color = &file->SColorMap->Colors[index];
                shown->pixels[(place->Top + y) * WIDTH + place->Left + x] =
                    COLOR_RGB((Color)color->Red << 16 | (Color)color->Green << 8 | color->Blue);
            }
        }
    }
    return control.DelayTime;
}

static GifFileType *decoded(const PictureBytes *content, Source *source)
{
    *source = (Source){content, 0};
    int why = 0;
    GifFileType *file = DGifOpen(source, supply, &why);
    assert_non_null(file);
    assert_int_equal(DGifSlurp(file), GIF_OK);
    assert_int_equal(source->at, content->bytes.count);
    assert_int_equal(file->ImageCount, FRAMES);
    assert_int_equal(file->SWidth, WIDTH);
    assert_int_equal(file->SHeight, HEIGHT);
    return file;
}

static int channel_difference(Color a, Color b)
{
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int apart = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);
        most = apart > most ? apart : -apart > most ? -apart : most;
    }
    return most;
}

static void compare(Painter paint, int tolerance)
{
    Source source;
    PictureBytes content = encoded(paint);
    GifFileType *file = decoded(&content, &source);
    Surface shown = {0}, wanted = {0};
    surface_resize(&shown, WIDTH, HEIGHT);
    surface_resize(&wanted, WIDTH, HEIGHT);
    surface_fill(&shown, 0);
    for (int frame = 0; frame < FRAMES; frame++) {
        assert_int_equal(show_frame(file, frame, &shown), frame + 1 == FRAMES ? 200 : 40);
        paint(&wanted, frame);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            assert_in_range(channel_difference(shown.pixels[i], wanted.pixels[i]), 0, tolerance);
        }
    }
    surface_release(&shown);
    surface_release(&wanted);
    DGifCloseFile(file, NULL);
    vec_release(&content.bytes);
}

static void few_colors_are_exact(void **state)
{
    (void)state;
    compare(few_colors, 0);
}

static void many_colors_are_near(void **state)
{
    (void)state;
    compare(many_colors, 4);
}

static void only_what_changed_is_stored(void **state)
{
    (void)state;
    static const int expected[FRAMES][4] = {
        {0, 0, WIDTH, HEIGHT}, {0, 10, 13, 8}, {5, 10, 13, 8}, {0, 0, 1, 1}, {10, 10, 50, 30}, {20, 10, 13, 8}};
    Source source;
    PictureBytes content = encoded(few_colors);
    GifFileType *file = decoded(&content, &source);
    for (int frame = 0; frame < FRAMES; frame++) {
        const GifImageDesc *place = &file->SavedImages[frame].ImageDesc;
        assert_int_equal(place->Left, expected[frame][0]);
        assert_int_equal(place->Top, expected[frame][1]);
        assert_int_equal(place->Width, expected[frame][2]);
        assert_int_equal(place->Height, expected[frame][3]);
    }
    assert_int_equal(file->SColorMap->ColorCount, 8); /* four and the transparent one */
    DGifCloseFile(file, NULL);
    vec_release(&content.bytes);
}

static void it_repeats_for_ever(void **state)
{
    (void)state;
    PictureBytes content = encoded(few_colors);
    assert_memory_equal(content.bytes.items, "GIF89a", 6);
    size_t header = 6 + 7 + 8 * 3;
    assert_memory_equal(content.bytes.items + header, "\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00", 19);
    vec_release(&content.bytes);
}

static void the_same_frames_give_the_same_bytes(void **state)
{
    (void)state;
    PictureBytes first = encoded(many_colors), second = encoded(many_colors);
    assert_int_equal(first.bytes.count, second.bytes.count);
    assert_memory_equal(first.bytes.items, second.bytes.items, first.bytes.count);
    vec_release(&first.bytes);
    vec_release(&second.bytes);
}

static void a_palette_keeps_large_areas(void **state)
{
    (void)state;
    Palette palette = {0};
    Rng rng = {20261121};
    for (int i = 0; i < 3000; i++) {
        palette_count(&palette, COLOR_RGB((Color)rng_next(&rng) & 0xffffff), 1);
    }
    for (Color shade = 0; shade < 40; shade++) { /* large areas of nearly one colour */
        palette_count(&palette, COLOR_RGB(0x101820 + shade), 100000);
    }
    palette_choose(&palette);
    assert_int_equal(palette.count, PALETTE_MAX);
    for (Color shade = 0; shade < 40; shade++) {
        int index = palette_index(&palette, COLOR_RGB(0x101820 + shade));
        assert_int_equal(palette.chosen[index], COLOR_RGB(0x101820 + shade));
    }
    palette_release(&palette);
}

static void nothing_finished_is_freed(void **state)
{
    (void)state;
    Err err;
    PictureBytes out = {0};
    gif_free(NULL);
    gif_free(gif_new(10, 10));
    Gif *gif = gif_new(10, 10);
    Surface surface = {0};
    surface_resize(&surface, 10, 10);
    surface_fill(&surface, COLOR_RGB(0));
    gif_learn(gif, &surface);
    assert_true(gif_begin(gif, &out, &err));
    gif_free(gif);
    surface_release(&surface);
    vec_release(&out.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_colors_are_exact),
        cmocka_unit_test(many_colors_are_near),
        cmocka_unit_test(only_what_changed_is_stored),
        cmocka_unit_test(it_repeats_for_ever),
        cmocka_unit_test(the_same_frames_give_the_same_bytes),
        cmocka_unit_test(a_palette_keeps_large_areas),
        cmocka_unit_test(nothing_finished_is_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
