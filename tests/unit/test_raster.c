/* Pixels: exact coverage, outlines, dashes, clips, text, Chinese, files; the same bytes from run to run. */
#define _POSIX_C_SOURCE 200809L
#include "base/hash.h"
#include "base/rng.h"
#include "view/draw.h"
#include "view/raster/picture.h"
#include "view/raster/raster.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka wants some of the above first */
#include <cmocka.h>

enum { SIDE = 100 };
static const Color white = COLOR_RGB(0xffffff);

typedef struct Bench {
    Raster *raster;
    DrawList list;
    Surface surface;
} Bench;

static int set_up(void **state)
{
    Err err;
    Bench *bench = mem_zeroed(1, sizeof *bench);
    bench->raster = raster_new(&err);
    draw_init(&bench->list);
    surface_resize(&bench->surface, SIDE, SIDE);
    surface_fill(&bench->surface, 0);
    *state = bench;
    return bench->raster == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    Bench *bench = *state;
    raster_free(bench->raster);
    draw_release(&bench->list);
    surface_release(&bench->surface);
    mem_release(bench);
    return 0;
}

static void render(Bench *bench)
{
    surface_fill(&bench->surface, 0);
    raster_draw(bench->raster, &bench->list, &bench->surface);
}

/* The brightness of a pixel, 0 … 255. */
static int at(const Bench *bench, int x, int y)
{
    return (int)(bench->surface.pixels[y * bench->surface.width + x] & 0xff);
}

static int ink(const Bench *bench, PixelBox box)
{
    int sum = 0;
    for (int y = box.y0; y < box.y1; y++) {
        for (int x = box.x0; x < box.x1; x++) {
            sum += at(bench, x, y);
        }
    }
    return sum;
}

static void near_to(int value, int expected, int tolerance)
{
    assert_in_range(value, expected - tolerance < 0 ? 0 : expected - tolerance, expected + tolerance);
}

static void box_coverage_is_exact(void **state)
{
    Bench *bench = *state;
    draw_fill(&bench->list, (Rect){10.25f, 20.5f, 10, 10}, white);
    render(bench);
    assert_int_equal(at(bench, 15, 25), 255);
    near_to(at(bench, 10, 25), 191, 1);
    near_to(at(bench, 20, 25), 64, 1);
    near_to(at(bench, 15, 20), 128, 1);
    near_to(at(bench, 10, 20), 96, 1);
    near_to(at(bench, 15, 30), 128, 1);
    assert_int_equal(at(bench, 9, 25), 0);
    assert_int_equal(at(bench, 21, 25), 0);
    assert_int_equal(at(bench, 15, 31), 0);
}

static void outline_lies_inside_and_is_crisp(void **state)
{
    Bench *bench = *state;
    DrawStyle style = {.fill = COLOR_RGB(0x404040), .stroke = white, .width = 2, .radius = 6};
    draw_box(&bench->list, (Rect){10, 10, 40, 30}, &style);
    render(bench);
    assert_int_equal(at(bench, 30, 9), 0);
    assert_int_equal(at(bench, 30, 10), 255);
    assert_int_equal(at(bench, 30, 11), 255);
    assert_int_equal(at(bench, 30, 12), 0x40);
    assert_int_equal(at(bench, 49, 25), 255);
    assert_int_equal(at(bench, 50, 25), 0);
    assert_int_equal(at(bench, 10, 10), 0); /* the corner is round */
}

/* pi r² within half a percent, by a circle and by the same circle as a polygon of curves. */
static void circle_has_its_area(void **state)
{
    Bench *bench = *state;
    draw_circle(&bench->list, (Point){50.3f, 49.6f}, 30, &(DrawStyle){.fill = white});
    render(bench);
    near_to(ink(bench, (PixelBox){0, 0, SIDE, SIDE}) / 255, 2827, 14);
}

static void polygon_coverage_is_exact(void **state)
{
    Bench *bench = *state;
    Point triangle[3] = {{10, 10}, {90, 10}, {10, 90}};
    draw_polygon(&bench->list, triangle, 3, &(DrawStyle){.fill = white});
    render(bench);
    assert_int_equal(at(bench, 20, 20), 255);
    near_to(at(bench, 50, 49), 128, 1); /* cut along its diagonal */
    assert_int_equal(at(bench, 60, 60), 0);
    near_to(ink(bench, (PixelBox){0, 0, SIDE, SIDE}) / 255, 3200, 2);
}

/* Of 255; by 32 × 32 points of the pixel. */
static int triangle_share(const Point corner[3], int x, int y)
{
    int inside = 0;
    for (int sample = 0; sample < 32 * 32; sample++) {
        double px = x + (sample % 32 + 0.5) / 32.0, py = y + (double)(sample / 32 + 0.5) / 32.0;
        int sides = 0;
        for (int i = 0; i < 3; i++) {
            Point a = corner[i], b = corner[(i + 1) % 3];
            double turn = ((double)b.x - a.x) * (py - a.y) - ((double)b.y - a.y) * (px - a.x);
            sides += turn > 0.0 ? 1 : -1;
        }
        inside += sides == 3 || sides == -3;
    }
    return inside * 255 / (32 * 32);
}

/* How far a pixel is from what it should be, at most; what lies from `right` on is clipped away. */
static int triangle_error(Bench *bench, const Point corner[3], int right)
{
    int error = 0;
    draw_clear(&bench->list);
    draw_clip_push(&bench->list, (Rect){0, 0, (float)right, SIDE});
    draw_polygon(&bench->list, corner, 3, &(DrawStyle){.fill = white});
    draw_clip_pop(&bench->list);
    render(bench);
    for (int y = 18; y < 46; y++) {
        for (int x = 18; x < 48; x++) {
            int off = abs(at(bench, x, y) - (x < right ? triangle_share(corner, x, y) : 0));
            error = off > error ? off : error;
        }
    }
    return error;
}

/* Those have a way of their own, exact to an eighth of a pixel for heads of references and a fifth for slivers. */
static void small_triangles_cover_what_they_should(void **state)
{
    Bench *bench = *state;
    Rng rng = {7};
    for (int round = 0; round < 400; round++) {
        Point corner[3];
        float reach = round % 2 == 0 ? 5.0f : 23.0f;
        for (int i = 0; i < 3; i++) {
            corner[i] = (Point){20.0f + reach * (float)rng_below(&rng, 1000) / 1000.0f, 20.0f + reach * (float)rng_below(&rng, 1000) / 1000.0f};
        }
        corner[1].y = round % 5 == 0 ? corner[0].y : corner[1].y;
        assert_in_range(triangle_error(bench, corner, round % 3 == 0 ? 27 : SIDE), 0, 51);
    }
}

static void heads_cover_what_they_should(void **state)
{
    Bench *bench = *state;
    for (int round = 0; round < 400; round++) {
        float angle = (float)round * 0.7391f, length = 3.0f + (float)(round % 18) * 0.5f;
        Point along = {cosf(angle), sinf(angle)}, tip = {30.0f + (float)(round % 7) / 7.0f, 30.0f + (float)(round % 11) / 11.0f};
        Point back = {tip.x - along.x * length, tip.y - along.y * length};
        float half = length * 0.42f;
        Point corner[3] = {tip, {back.x - along.y * half, back.y + along.x * half}, {back.x + along.y * half, back.y - along.x * half}};
        assert_in_range(triangle_error(bench, corner, SIDE), 0, 33);
        near_to(ink(bench, (PixelBox){0, 0, SIDE, SIDE}), (int)(half * length * 255.0f), (int)(half * length * 255.0f) / 50 + 16);
    }
}

static void polygon_survives_any_clip(void **state)
{
    Bench *bench = *state;
    Point huge[4] = {{-5000, -3000}, {9000, -100}, {7000, 8000}, {-300, 5000}};
    draw_polygon(&bench->list, huge, 4, &(DrawStyle){.fill = white});
    render(bench);
    assert_int_equal(ink(bench, (PixelBox){0, 0, SIDE, SIDE}), SIDE * SIDE * 255);
}

static void lines_have_their_width(void **state)
{
    Bench *bench = *state;
    draw_line(&bench->list, (Point){10, 10.3f}, (Point){90, 40.7f}, &(DrawStyle){.stroke = white, .width = 2});
    draw_line(&bench->list, (Point){10, 60}, (Point){90, 60}, &(DrawStyle){.stroke = white, .width = 2});
    render(bench);
    float length = 85.58f;
    near_to(ink(bench, (PixelBox){0, 0, SIDE, 50}) / 255, (int)(2.0f * length), 3);
    assert_int_equal(at(bench, 50, 58), 0);
    assert_int_equal(at(bench, 50, 59), 255);
    assert_int_equal(at(bench, 50, 60), 255);
    assert_int_equal(at(bench, 50, 61), 0);
}

/* The fast way and the general way agree on a thin line. */
static void thin_line_agrees_with_stroke(void **state)
{
    Bench *bench = *state;
    DrawStyle style = {.stroke = white, .width = 1.5f};
    draw_line(&bench->list, (Point){12, 80}, (Point){70, 13}, &style);
    render(bench);
    int fast = ink(bench, (PixelBox){0, 0, SIDE, SIDE});
    draw_clear(&bench->list);
    Point bent[3] = {{12, 80}, {41, 46.5f}, {70, 13}};
    draw_polyline(&bench->list, bent, 3, &style);
    render(bench);
    near_to(ink(bench, (PixelBox){0, 0, SIDE, SIDE}) / 255, fast / 255, 2);
}

static void translucent_stroke_has_no_seams(void **state)
{
    Bench *bench = *state;
    Point corner[4] = {{10, 80}, {50, 20}, {52, 21}, {90, 80}};
    draw_polyline(&bench->list, corner, 4, &(DrawStyle){.stroke = color_alpha(white, 0.5f), .width = 8});
    render(bench);
    for (int i = 0; i < SIDE * SIDE; i++) {
        assert_true((bench->surface.pixels[i] & 0xff) <= 129);
    }
}

static void dashes_leave_gaps(void **state)
{
    Bench *bench = *state;
    DrawStyle style = {.stroke = white, .width = 2, .dash = 6, .gap = 4};
    draw_line(&bench->list, (Point){10, 50}, (Point){90, 50}, &style);
    render(bench);
    assert_int_equal(at(bench, 12, 50), 255);
    assert_int_equal(at(bench, 18, 50), 0);
    assert_int_equal(at(bench, 22, 50), 255);
    near_to(ink(bench, (PixelBox){0, 0, SIDE, SIDE}) / 255, 96, 1);
}

static void dashed_box_closes_evenly(void **state)
{
    Bench *bench = *state;
    DrawStyle style = {.fill = COLOR_RGB(0x202020), .stroke = white, .width = 2, .radius = 8, .dash = 5, .gap = 3.5f};
    draw_box(&bench->list, (Rect){10, 10, 60, 40}, &style);
    render(bench);
    int lit = 0;
    int dark = 0;
    for (int x = 20; x < 60; x++) {
        lit += at(bench, x, 10) == 255;
        dark += at(bench, x, 10) <= 0x20;
    }
    assert_true(lit > 12);
    assert_true(dark > 8);
    assert_int_equal(at(bench, 40, 30), 0x20);
}

static void hatch_paints_stripes_within_the_box(void **state)
{
    Bench *bench = *state;
    draw_box(&bench->list, (Rect){10, 10, 60, 40}, &(DrawStyle){.fill = COLOR_RGB(0x202020), .hatch = COLOR_RGB(0x808080)});
    render(bench);
    int plain = 0;
    int striped = 0;
    for (int x = 11; x < 69; x++) {
        plain += at(bench, x, 30) == 0x20;
        striped += at(bench, x, 30) == 0x80;
    }
    assert_true(plain > 10);
    assert_true(striped > 10);
    assert_int_equal(ink(bench, (PixelBox){70, 0, SIDE, SIDE}), 0);
}

static void clip_cuts_everything(void **state)
{
    Bench *bench = *state;
    TextStyle style = {FONT_UI, ALIGN_LEFT, 20, white};
    draw_clip_push(&bench->list, (Rect){40, 40, 20, 20});
    draw_fill(&bench->list, (Rect){0, 0, 50, 50}, white);
    draw_line(&bench->list, (Point){0, 0}, (Point){99, 90}, &(DrawStyle){.stroke = white, .width = 3});
    draw_circle(&bench->list, (Point){50, 50}, 40, &(DrawStyle){.stroke = white, .width = 30, .dash = 3, .gap = 3});
    draw_text(&bench->list, (Point){0, 55}, &style, "mmmmmmmmmmmm");
    draw_clip_pop(&bench->list);
    render(bench);
    int inside = ink(bench, (PixelBox){40, 40, 60, 60});
    assert_true(inside > 0);
    assert_int_equal(ink(bench, (PixelBox){0, 0, SIDE, SIDE}), inside);
}

static void text_is_drawn_where_it_is_measured(void **state)
{
    Bench *bench = *state;
    TextMeasure measure = raster_measure(bench->raster);
    TextStyle style = {FONT_UI_BOLD, ALIGN_RIGHT, 16, white};
    int width = (int)text_width(&measure, &style, "Heap 12");
    assert_in_range(width, 40, 80);
    draw_text(&bench->list, (Point){95, 50}, &style, "Heap 12");
    render(bench);
    assert_true(ink(bench, (PixelBox){95 - width, 36, 95, 56}) > 3000);
    assert_int_equal(ink(bench, (PixelBox){0, 0, 95 - width - 2, SIDE}), 0);
    assert_int_equal(ink(bench, (PixelBox){97, 0, SIDE, SIDE}), 0);
    assert_int_equal(ink(bench, (PixelBox){0, 56, SIDE, SIDE}), 0);
}

static void chinese_comes_from_the_other_font(void **state)
{
    Bench *bench = *state;
    TextMeasure measure = raster_measure(bench->raster);
    TextStyle style = {FONT_MONO, ALIGN_LEFT, 20, white};
    near_to((int)text_width(&measure, &style, "内存"), 40, 1);
    near_to((int)text_width(&measure, &style, "ab"), 24, 1);
    near_to((int)text_width(&measure, &style, "a内b"), 44, 2);
    draw_text(&bench->list, (Point){2, 40}, &style, "a内b");
    render(bench);
    int character = ink(bench, (PixelBox){14, 20, 34, 46});
    draw_clear(&bench->list);
    draw_text(&bench->list, (Point){2, 40}, &style, "a□b");
    render(bench);
    assert_true(character > ink(bench, (PixelBox){14, 20, 34, 46}) / 2);
    assert_true(character > 8000);
}

static void unknown_and_broken_characters_show_as_boxes(void **state)
{
    Bench *bench = *state;
    TextMeasure measure = raster_measure(bench->raster);
    TextStyle style = {FONT_MONO, ALIGN_LEFT, 20, white};
    float box = text_width(&measure, &style, "\xe2\x96\xa1");
    assert_true(box > 4);
    assert_float_equal(text_width(&measure, &style, "\xf0\x9f\x98\x80"), box, 0.01);
    assert_float_equal(text_width(&measure, &style, "\x01"), box, 0.01);
    assert_true(text_width(&measure, &style, "\xff\xfe") > 4);
    assert_float_equal(text_width(&measure, &style, ""), 0, 0);
    draw_text(&bench->list, (Point){2, 40}, &style, "");
    draw_text(&bench->list, (Point){2, 40}, &style, "   ");
    render(bench);
    assert_int_equal(ink(bench, (PixelBox){0, 0, SIDE, SIDE}), 0);
}

static void fill_scene(DrawList *list)
{
    TextStyle style = {FONT_UI, ALIGN_CENTER, 13.5f, COLOR_RGB(0x80ff80)};
    for (int i = 0; i < 40; i++) {
        float f = (float)i;
        draw_curve(list, (const Point[]){{f, 0}, {90 - f, 30}, {f * 2, 60}, {50, 99}},
                   &(DrawStyle){.stroke = color_alpha(white, 0.4f), .width = 1.5f, .dash = f / 4, .gap = 3});
        draw_box(list, (Rect){f * 2.3f, f * 1.7f, 20, 10},
                 &(DrawStyle){.fill = COLOR_RGB(0x203040), .stroke = white, .width = 1.5f, .radius = 3});
        draw_textf(list, (Point){50, 2.4f * f}, &style, "对象 %d", i);
    }
}

static void same_list_gives_same_bytes(void **state)
{
    Bench *bench = *state;
    size_t bytes = SIDE * SIDE * sizeof(uint32_t);
    fill_scene(&bench->list);
    render(bench);
    uint32_t *first = mem_copy(bench->surface.pixels, bytes);
    Err err;
    Raster *other = raster_new(&err);
    surface_fill(&bench->surface, 0);
    raster_draw(other, &bench->list, &bench->surface);
    assert_memory_equal(first, bench->surface.pixels, bytes);
    raster_free(other);
    mem_release(first);
}

/* ---- drawing again only what differs ---- */

static float any(Rng *rng, float low, float high)
{
    return low + (high - low) * (float)rng_below(rng, 100001) / 100000.0f;
}

static Point any_point(Rng *rng)
{
    float far = rng_below(rng, 12) == 0 ? 4000.0f : 60.0f;
    return (Point){any(rng, -far, 3 * SIDE + far), any(rng, -far, 2 * SIDE + far)};
}

static void any_item(DrawList *list, Rng *rng)
{
    Point p[5] = {any_point(rng), any_point(rng), any_point(rng), any_point(rng), any_point(rng)};
    DrawStyle style = {.fill = color_alpha(rng_below(rng, 1 << 24), any(rng, 0, 1)), .stroke = color_alpha(rng_below(rng, 1 << 24), any(rng, 0, 1)),
                       .width = any(rng, 0.3f, 6.0f), .radius = any(rng, 0, 20)};
    style.dash = rng_below(rng, 3) == 0 ? any(rng, 1, 9) : 0;
    style.gap = style.dash;
    style.hatch = rng_below(rng, 3) == 0 ? rng_below(rng, 1 << 24) | 0xff000000 : 0;
    TextStyle text = {(FontRole)rng_below(rng, FONT_ROLE_COUNT), (TextAlign)rng_below(rng, 3), any(rng, 6, 40), style.fill};
    switch (rng_below(rng, 7)) {
    case 0: draw_box(list, (Rect){p[0].x, p[0].y, any(rng, 1, 200), any(rng, 1, 90)}, &style); return;
    case 1: draw_circle(list, p[0], any(rng, 1, 50), &style); return;
    case 2: draw_line(list, p[0], p[1], &style); return;
    case 3: draw_polyline(list, p, 5, &style); return;
    case 4: draw_polygon(list, p, 3 + rng_below(rng, 3), &style); return;
    case 5: draw_curve(list, p, &style); return;
    default: draw_text(list, p[0], &text, rng_below(rng, 2) == 0 ? "Ågjy|f" : "对象 q"); return;
    }
}

/* `changed` of the 60 items are others than in the list with the same seed and 0 changed. */
static void any_list(DrawList *list, uint64_t seed, uint32_t changed)
{
    Rng change = {seed + 77 + changed};
    uint32_t first = rng_below(&change, 60);
    draw_clear(list);
    draw_fill(list, (Rect){0, 0, 3 * SIDE, seed % 2 == 0 ? 2 * SIDE : SIDE}, COLOR_RGB(0x102030)); /* with and without a ground */
    for (uint32_t i = 0; i < 60; i++) {
        Rng rng = {seed * 1000 + i};
        bool other = i >= first && i < first + changed;
        if (i % 9 == 8) {
            Point at = any_point(&rng);
            draw_clip_push(list, (Rect){at.x, at.y, any(&rng, 1, 200), any(&rng, 1, 200)});
        }
        any_item(list, other ? &change : &rng);
        if (i % 9 == 8) {
            draw_clip_pop(list);
        }
    }
}

static void what_differs_is_drawn_as_in_the_whole(void **state)
{
    Bench *bench = *state;
    Surface kept = {0}, whole = {0};
    Damage damage = {0};
    surface_resize(&kept, 3 * SIDE, 2 * SIDE);
    surface_resize(&whole, 3 * SIDE, 2 * SIDE);
    size_t bytes = 3 * SIDE * 2 * SIDE * sizeof(uint32_t);
    uint64_t drawn = 0;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        any_list(&bench->list, seed / 8, seed % 8 == 0 ? 0 : (uint32_t)(seed % 3));
        raster_update(bench->raster, &bench->list, &kept, &damage);
        surface_fill(&whole, 0);
        raster_draw(bench->raster, &bench->list, &whole);
        if (memcmp(kept.pixels, whole.pixels, bytes) != 0) {
            fail_msg("list %d differs", (int)seed);
        }
        for (size_t i = 0; i < damage.boxes.count; i++) {
            const PixelBox *box = &damage.boxes.items[i];
            drawn += (uint64_t)(box->x1 - box->x0) * (uint64_t)(box->y1 - box->y0);
        }
    }
    assert_true(drawn < 400 * bytes / sizeof(uint32_t) * 3 / 4); /* else it kept nothing */
    raster_update(bench->raster, &bench->list, &kept, &damage);
    assert_int_equal(damage.boxes.count, 0);
    damage_forget(&damage);
    raster_update(bench->raster, &bench->list, &kept, &damage);
    assert_int_equal(damage.boxes.count, 1);
    damage_release(&damage);
    surface_release(&kept);
    surface_release(&whole);
}

static void picture_appears_whole_or_not_at_all(void **state)
{
    Bench *bench = *state;
    Err err = {0};
    char folder[] = "/tmp/heaploupe-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/a.png", folder);
    render(bench);
    assert_true(picture_write_png(&bench->surface, path, &err));
    struct stat there;
    assert_int_equal(stat(path, &there), 0);
    assert_true(there.st_size > 60);
    assert_false(picture_write_png(&bench->surface, "/nowhere/a.png", &err));
    assert_int_equal(err.status, ERR_MACHINE);
    assert_false(picture_write_png(&bench->surface, folder, &err));
    assert_true(picture_write_png(&bench->surface, "/dev/null", &err));
    assert_false(picture_write_png(&bench->surface, "/dev/full", &err));
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* nothing is left beside */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(box_coverage_is_exact),
        TEST(outline_lies_inside_and_is_crisp),
        TEST(circle_has_its_area),
        TEST(polygon_coverage_is_exact),
        TEST(small_triangles_cover_what_they_should),
        TEST(heads_cover_what_they_should),
        TEST(polygon_survives_any_clip),
        TEST(lines_have_their_width),
        TEST(thin_line_agrees_with_stroke),
        TEST(translucent_stroke_has_no_seams),
        TEST(dashes_leave_gaps),
        TEST(dashed_box_closes_evenly),
        TEST(hatch_paints_stripes_within_the_box),
        TEST(clip_cuts_everything),
        TEST(text_is_drawn_where_it_is_measured),
        TEST(chinese_comes_from_the_other_font),
        TEST(unknown_and_broken_characters_show_as_boxes),
        TEST(same_list_gives_same_bytes),
        TEST(what_differs_is_drawn_as_in_the_whole),
        TEST(picture_appears_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
