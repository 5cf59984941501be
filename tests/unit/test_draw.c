/* The draw list: recording, groups, clips, hits, dump; measuring and wrapping; geometry. */
#define _POSIX_C_SOURCE 200809L
#include "view/draw.h"
#include "view/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static const TextStyle label = {FONT_UI, ALIGN_LEFT, 10.0f, COLOR_RGB(0xffffff)};

static void sample(DrawList *list)
{
    DrawStyle card = {.fill = COLOR_RGB(0x102030), .stroke = COLOR_RGB(0xffffff), .width = 2.0f, .radius = 4.0f};
    DrawStyle line = {.stroke = COLOR_RGB(0x808080), .width = 1.5f, .dash = 4.0f, .gap = 2.0f};
    draw_fill(list, (Rect){0, 0, 200, 100}, COLOR_RGB(0x000000));
    draw_group_begin(list, "graph");
    draw_clip_push(list, (Rect){10, 10, 100, 80});
    draw_group_begin(list, "node %s", "A");
    draw_box(list, (Rect){20, 20, 40, 20}, &card);
    draw_text(list, (Point){24, 33.25f}, &label, "A");
    draw_group_end(list);
    draw_group_begin(list, "edge A.x");
    draw_line(list, (Point){60, 30}, (Point){150, 30}, &line);
    draw_group_end(list);
    draw_clip_pop(list);
    draw_circle(list, (Point){150, 60}, 10, &(DrawStyle){.fill = color_alpha(COLOR_RGB(0xff0000), 0.5f)});
    draw_group_end(list);
}

static void dump_shows_groups_clips_and_styles(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    sample(&list);
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    draw_dump(&list, NULL, out);
    fclose(out);
    assert_string_equal(text, "box 0,0 200x100 fill #000000\n"
                              "group graph\n"
                              "  group node A\n"
                              "    clip 10,10 100x80\n"
                              "    box 20,20 40x20 radius 4 fill #102030 stroke #ffffff 2\n"
                              "    text 24,33.3 ui 10 left #ffffff \"A\"\n"
                              "  group edge A.x\n"
                              "    line 60,30 150,30 stroke #808080 1.5 dash 4+2\n"
                              "  clip none\n"
                              "  circle 140,50 20x20 fill #ff0000/80\n");
    free(text);
    draw_release(&list);
}

static void dump_names_theme_colors(void **state)
{
    (void)state;
    const Theme *theme = theme_get(THEME_DARK);
    DrawList list;
    draw_init(&list);
    draw_fill(&list, (Rect){0, 0, 1, 1}, theme->color[COLOR_CURRENT]);
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    draw_dump(&list, &(DrawNamer){theme_color_name, theme}, out);
    fclose(out);
    assert_string_equal(text, "box 0,0 1x1 fill CURRENT\n");
    free(text);
    draw_release(&list);
}

static void hits_name_the_topmost_group(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    sample(&list);
    assert_string_equal(draw_hit(&list, (Point){30, 30}), "node A");
    assert_string_equal(draw_hit(&list, (Point){90, 33}), "edge A.x");
    assert_null(draw_hit(&list, (Point){130, 30})); /* that end of the line is clipped away */
    assert_null(draw_hit(&list, (Point){90, 40}));
    assert_string_equal(draw_hit(&list, (Point){150, 66}), "graph");
    assert_null(draw_hit(&list, (Point){141, 51})); /* the circle's corner */
    draw_release(&list);
}

static void groups_have_clipped_bounds(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    sample(&list);
    Rect bounds;
    assert_true(draw_group_bounds(&list, "edge A.x", &bounds));
    assert_float_equal(bounds.x + bounds.w, 110, 0.01);
    assert_true(draw_group_bounds(&list, "graph", &bounds));
    assert_float_equal(bounds.x, 20, 0.01);
    assert_float_equal(bounds.x + bounds.w, 160, 0.01);
    assert_false(draw_group_bounds(&list, "node B", &bounds));
    assert_true(draw_has_text(&list, "A"));
    assert_false(draw_has_text(&list, "B"));
    draw_release(&list);
}

static void warm_list_allocates_nothing(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    sample(&list);
    const DrawItem *items = list.items.items;
    const char *texts = list.texts.items;
    size_t count = list.items.count;
    draw_clear(&list);
    assert_int_equal(list.items.count, 0);
    sample(&list);
    assert_ptr_equal(items, list.items.items);
    assert_ptr_equal(texts, list.texts.items);
    assert_int_equal(count, list.items.count);
    draw_release(&list);
}

static void arrow_ends_at_its_tip(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    draw_arrow(&list, (Point){0, 0}, (Point){100, 0}, &(DrawStyle){.stroke = COLOR_RGB(0xffffff), .width = 2}, 10);
    assert_int_equal(list.items.count, 2);
    const DrawItem *head = &list.items.items[1];
    assert_int_equal(head->kind, DRAW_POLYGON);
    assert_float_equal(head->bounds.x + head->bounds.w, 100, 0.01);
    assert_true(list.items.items[0].bounds.w < 100);
    draw_release(&list);
}

static void text_is_cut_with_an_ellipsis(void **state)
{
    (void)state;
    char room[32];
    TextOut out = {room, sizeof room};
    assert_string_equal(text_ellipsis(&text_measure_plain, &label, "abcdef", 30, out), "abcdef");
    assert_string_equal(text_ellipsis(&text_measure_plain, &label, "abcdefg", 30, out), "abcde\xe2\x80\xa6");
    assert_string_equal(text_ellipsis(&text_measure_plain, &label, "中文字符", 30, out), "中文\xe2\x80\xa6");
    assert_string_equal(text_ellipsis(&text_measure_plain, &label, "abc", 1, out), "\xe2\x80\xa6");
    char tiny[6];
    assert_string_equal(text_ellipsis(&text_measure_plain, &label, "中文", 900, (TextOut){tiny, sizeof tiny}), "\xe2\x80\xa6");
}

static void wraps(const char *text, float width, const char *expected)
{
    char lines[256] = {0};
    while (*text != '\0') {
        size_t bytes = text_line(&text_measure_plain, &label, text, width);
        assert_true(bytes > 0);
        strncat(lines, text, bytes);
        strcat(lines, "|");
        text = text_next_line(text + bytes);
    }
    assert_string_equal(lines, expected);
}

static void text_wraps_at_spaces_and_between_characters(void **state)
{
    (void)state;
    wraps("one two three", 40, "one two|three|");
    wraps("one  two", 15, "one|two|");
    wraps("abcdefgh", 20, "abcd|efgh|");
    wraps("对象可达，所以", 40, "对象可|达，所以|"); /* no line begins with a comma */
    wraps("看 Node 8", 30, "看|Node 8|");
    wraps("x", 0, "x|");
}

static void broken_utf8_is_read_on(void **state)
{
    (void)state;
    static const char text[] = "\xff\xe4\xb8\xad\xc0\xaf\xe4\xb8";
    const char *cursor = text;
    const char *end = text + sizeof text - 1;
    uint32_t expected[] = {0xfffd, 0x4e2d, 0xfffd, 0xfffd, 0xfffd, 0xfffd};
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(text_code_point(&cursor, end), expected[i]);
    }
    assert_ptr_equal(cursor, end);
}

static void rects_are_cut_and_snapped(void **state)
{
    (void)state;
    Rect rest = {0, 0, 100, 50};
    Rect left = rect_cut_left(&rest, 30);
    Rect bottom = rect_cut_bottom(&rest, 80);
    assert_float_equal(left.w, 30, 0);
    assert_float_equal(rest.x, 30, 0);
    assert_float_equal(bottom.h, 50, 0);
    assert_true(rect_is_empty(rest));
    Rect snapped = rect_snap((Rect){0.4f, 0.6f, 10.2f, 10.2f});
    assert_float_equal(snapped.x, 0, 0);
    assert_float_equal(snapped.y, 1, 0);
    assert_float_equal(snapped.w, 11, 0);
    assert_float_equal(snapped.h, 10, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dump_shows_groups_clips_and_styles),
        cmocka_unit_test(dump_names_theme_colors),
        cmocka_unit_test(hits_name_the_topmost_group),
        cmocka_unit_test(groups_have_clipped_bounds),
        cmocka_unit_test(warm_list_allocates_nothing),
        cmocka_unit_test(arrow_ends_at_its_tip),
        cmocka_unit_test(text_is_cut_with_an_ellipsis),
        cmocka_unit_test(text_wraps_at_spaces_and_between_characters),
        cmocka_unit_test(broken_utf8_is_read_on),
        cmocka_unit_test(rects_are_cut_and_snapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
