/* SVG: well-formed whatever the texts hold, groups and clips nested, shapes where the raster has them, the same bytes. */
#define _POSIX_C_SOURCE 200809L
#include "view/svg/svg.h"
#include "view/svg/svg_put.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static const TextStyle label = {FONT_UI, ALIGN_LEFT, 10.0f, COLOR_RGB(0xffffff)};

/* The document, NUL-terminated, in memory that the caller frees. */
static char *document(const DrawList *list)
{
    SvgText text = {0};
    svg_write(list, &(SvgPage){200, 100, "A & B", "en", text_measure_plain}, &text);
    vec_push(&text.bytes, '\0');
    return text.bytes.items;
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        print_message("%s\nlacks %s\n", text, part);
        fail();
    }
}

static void lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL) {
        print_message("%s\nhas %s\n", text, part);
        fail();
    }
}

static size_t times(const char *text, const char *part)
{
    size_t found = 0;
    while ((text = strstr(text, part)) != NULL) {
        found++;
        text += strlen(part);
    }
    return found;
}

/* Moves past a tag's name. */
static size_t name_bytes(const char *tag)
{
    return strcspn(tag, " />\n");
}

/* A strict reader of what we write: tags balance, attributes are quoted, & begins an entity, no forbidden byte. */
static void well_formed(const char *text)
{
    const char *open[64];
    size_t depth = 0;
    assert_memory_equal(text, "<?xml ", 6);
    for (const char *at = strstr(text, "?>") + 2; *at != '\0'; at++) {
        assert_true((unsigned char)*at >= 0x20 || *at == '\n');
        assert_int_not_equal(*at, 0x7f);
        if (*at == '&') {
            assert_true(strncmp(at, "&amp;", 5) == 0 || strncmp(at, "&lt;", 4) == 0 || strncmp(at, "&gt;", 4) == 0 ||
                        strncmp(at, "&quot;", 6) == 0);
        } else if (*at == '<' && at[1] == '/') {
            assert_true(depth > 0);
            depth--;
            assert_memory_equal(at + 2, open[depth], name_bytes(open[depth]));
            assert_int_equal(name_bytes(at + 2), name_bytes(open[depth]));
        } else if (*at == '<') {
            const char *end = strchr(at, '>');
            assert_non_null(end);
            assert_null(memchr(at + 1, '<', (size_t)(end - at - 1)));
            size_t quotes = 0;
            for (const char *byte = at; byte < end; byte++) {
                quotes += *byte == '"';
            }
            assert_int_equal(quotes % 2, 0);
            assert_true(depth < 64);
            if (end[-1] != '/') {
                open[depth++] = at + 1;
            }
        }
    }
    assert_int_equal(depth, 0);
}

static void groups_nest_and_have_ids_of_their_own(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    for (int i = 0; i < 2; i++) {
        draw_group_begin(&list, "panel %s", "graph");
        draw_fill(&list, (Rect){0, 0, 10, 10}, COLOR_RGB(0x112233));
        draw_group_begin(&list, "node a.b_\"<ü>");
        draw_fill(&list, (Rect){1, 1, 2, 2}, COLOR_RGB(0x445566));
        draw_group_end(&list);
        draw_fill(&list, (Rect){5, 5, 2, 2}, COLOR_RGB(0x778899));
        draw_group_end(&list);
    }
    draw_group_begin(&list, "2 nothing in it");
    draw_group_end(&list);
    char *text = document(&list);
    well_formed(text);
    has(text, "<g id=\"panel_graph\">\n<rect x=\"0\" y=\"0\" width=\"10\" height=\"10\" fill=\"#112233\"/>\n"
              "<g id=\"node_a.2eb.5f.22.3c.c3.bc.3e\">\n<rect x=\"1\" y=\"1\" width=\"2\" height=\"2\" fill=\"#445566\"/>\n</g>\n"
              "<rect x=\"5\" y=\"5\" width=\"2\" height=\"2\" fill=\"#778899\"/>\n</g>\n<g id=\"panel_graph-2\">\n");
    has(text, "<g id=\"node_a.2eb.5f.22.3c.c3.bc.3e-2\">");
    lacks(text, "nothing");
    has(text, "<title>A &amp; B</title>");
    free(text);
    draw_release(&list);
}

static void clips_cut_what_was_drawn_within_them(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    draw_clip_push(&list, (Rect){10.4f, 10, 50, 50});
    draw_fill(&list, (Rect){0, 0, 30, 30}, COLOR_RGB(0x111111));
    draw_group_begin(&list, "inner");
    draw_fill(&list, (Rect){0, 0, 30, 30}, COLOR_RGB(0x222222));
    draw_group_end(&list);
    draw_clip_push(&list, (Rect){500, 500, 10, 10}); /* nothing shows in both */
    draw_fill(&list, (Rect){500, 500, 5, 5}, COLOR_RGB(0x333333));
    draw_clip_pop(&list);
    draw_clip_pop(&list);
    draw_fill(&list, (Rect){0, 0, 1, 1}, COLOR_RGB(0x444444));
    char *text = document(&list);
    well_formed(text);
    has(text, "<clipPath id=\"clip--1\"><rect x=\"10\" y=\"10\" width=\"50\" height=\"50\"/></clipPath>");
    has(text, "<g clip-path=\"url(#clip--1)\">\n<rect x=\"0\" y=\"0\" width=\"30\" height=\"30\" fill=\"#111111\"/>\n</g>\n"
              "<g id=\"inner\">\n<g clip-path=\"url(#clip--1)\">\n");
    has(text, "fill=\"#222222\"/>\n</g>\n</g>\n<rect x=\"0\" y=\"0\" width=\"1\" height=\"1\" fill=\"#444444\"/>");
    lacks(text, "#333333");
    assert_int_equal(times(text, "<clipPath"), 1);
    free(text);
    draw_release(&list);
}

static void outlines_lie_inside_their_boxes(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    DrawStyle card = {.fill = COLOR_RGB(0x102030), .stroke = COLOR_RGB(0xffffff), .width = 2, .radius = 4};
    draw_box(&list, (Rect){20, 20, 40, 20}, &card);
    draw_circle(&list, (Point){100, 50}, 10, &card);
    draw_box(&list, (Rect){70, 20, 1.5f, 20}, &card); /* narrower than its outline */
    draw_box(&list, (Rect){80, 20, 0, 20}, &card);    /* empty */
    char *text = document(&list);
    well_formed(text);
    has(text, "<rect x=\"21\" y=\"21\" width=\"38\" height=\"18\" rx=\"3\" fill=\"#102030\" stroke=\"#ffffff\" stroke-width=\"2\"/>");
    has(text, "<circle cx=\"100\" cy=\"50\" r=\"9\" fill=\"#102030\" stroke=\"#ffffff\" stroke-width=\"2\"/>");
    has(text, "<rect x=\"70\" y=\"20\" width=\"1.5\" height=\"20\" rx=\"0.75\" fill=\"#ffffff\"/>");
    lacks(text, "x=\"80\"");
    free(text);
    draw_release(&list);
}

static void dashes_round_a_box_come_out_even(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    DrawStyle dashed = {.stroke = COLOR_RGB(0xffffff), .width = 2, .dash = 4, .gap = 3};
    draw_box(&list, (Rect){0, 0, 52, 22}, &dashed); /* 140 round its middle: 20 dashes */
    draw_box(&list, (Rect){0, 0, 50, 22}, &dashed); /* 136: 19 dashes of 4.09 + 3.068 */
    dashed.fill = COLOR_RGB(0x010203);
    dashed.hatch = COLOR_RGB(0x040506);
    draw_box(&list, (Rect){100, 10, 52, 22}, &dashed);
    char *text = document(&list);
    well_formed(text);
    has(text, "<path d=\"M51,1 L51,1 L51,21 L1,21 L1,1 Z\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"2\" "
              "stroke-dasharray=\"4,3\"/>");
    has(text, "stroke-dasharray=\"4.09,3.068\"");
    has(text, "<pattern id=\"hatch--1\" patternUnits=\"userSpaceOnUse\" x=\"101\" y=\"11\" width=\"9\" height=\"9\">");
    has(text, "fill=\"url(#hatch--1)\" stroke=\"#ffffff\"");
    has(text, "fill=\"#010203\"");
    has(text, "fill=\"#040506\"");
    free(text);
    draw_release(&list);
}

static void lines_curves_and_polygons(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    DrawStyle line = {.stroke = color_alpha(COLOR_RGB(0x808080), 0.5f), .width = 1.5f, .dash = 4, .gap = 2};
    draw_line(&list, (Point){60, 30}, (Point){150.25f, -30}, &line);
    draw_curve(&list, (Point[]){{0, 0}, {10, 0}, {20, 10}, {20, 20}}, &(DrawStyle){.stroke = COLOR_RGB(0xff0000), .width = 1});
    draw_polygon(&list, (Point[]){{0, 0}, {10, 0}, {5, 1e30f}}, 3, &(DrawStyle){.fill = COLOR_RGB(0x00ff00)});
    draw_line(&list, (Point){7, 7}, (Point){8, 8}, &(DrawStyle){.fill = COLOR_RGB(0x00ff00)}); /* paints nothing */
    char *text = document(&list);
    well_formed(text);
    has(text, "<polyline points=\"60,30 150.25,-30\" fill=\"none\" stroke=\"#808080\" stroke-opacity=\"0.502\" stroke-width=\"1.5\" "
              "stroke-dasharray=\"4,2\"/>");
    has(text, "<path d=\"M0,0 C10,0 20,10 20,20\" fill=\"none\" stroke=\"#ff0000\" stroke-width=\"1\"/>");
    has(text, "<polygon points=\"0,0 10,0 5,1000000\" fill=\"#00ff00\"/>");
    lacks(text, "7,7");
    free(text);
    draw_release(&list);
}

static void texts_stay_texts(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    TextStyle right = {FONT_MONO_BOLD, ALIGN_RIGHT, 12.5f, COLOR_RGB(0xabcdef)};
    draw_text(&list, (Point){10.6f, 20.4f}, &label, "  a < b & \"c\"");
    draw_text(&list, (Point){10.6f, 20}, &right, "中文");
    draw_text(&list, (Point){1, 2}, &label, "");
    char *text = document(&list);
    well_formed(text);
    has(text, "<text class=\"ui\" x=\"11\" y=\"20\" font-size=\"10\" fill=\"#ffffff\" textLength=\"65\" "
              "lengthAdjust=\"spacingAndGlyphs\">  a &lt; b &amp; &quot;c&quot;</text>");
    has(text, "<text class=\"mono-bold\" x=\"10.6\" y=\"20\" font-size=\"12.5\" fill=\"#abcdef\" text-anchor=\"end\" textLength=\"25\" "
              "lengthAdjust=\"spacingAndGlyphs\">中文</text>");
    assert_int_equal(times(text, "<text"), 2);
    has(text, "font-family:'Heaploupe Sans',Inter");
    has(text, "font-family:'Heaploupe Mono','JetBrains Mono'");
    free(text);
    draw_release(&list);
}

static void hidden_characters_are_shown(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *shown;
    } cases[] = {
        {"a\x01\x1b[0m\nb\x7f", ">a\\x01\\x1b[0m\\x0ab\\x7f<"},
        {"\xc2\x85", ">\\x85<"},
        {"x\xe2\x80\xaey\xe2\x81\xa6z", ">x\\u202ey\\u2066z<"},
        {"\xef\xbf\xbe\xef\xbf\xbf\xef\xbb\xbf\xd8\x9c", ">\\ufffe\\uffff\\ufeff\\u061c<"},
        {"\xff\xc3(\xed\xa0\x80", ">\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd<"},
        {"]]>\xf0\x9f\x90\x8d", ">]]&gt;\xf0\x9f\x90\x8d<"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        DrawList list;
        draw_init(&list);
        draw_text(&list, (Point){0, 0}, &label, cases[i].raw);
        char *text = document(&list);
        well_formed(text);
        has(text, cases[i].shown);
        free(text);
        draw_release(&list);
    }
}

static void numbers_are_short(void **state)
{
    (void)state;
    static const struct {
        float value;
        const char *shown;
    } cases[] = {{0, "0"}, {-0.0001f, "0"}, {100, "100"}, {-0.25f, "-0.25"}, {1.0f / 3.0f, "0.333"}, {-1e20f, "-1000000"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SvgText text = {0};
        svg_put_number(&text, cases[i].value);
        vec_push(&text.bytes, '\0');
        assert_string_equal(text.bytes.items, cases[i].shown);
        vec_release(&text.bytes);
    }
}

static void the_same_list_gives_the_same_bytes(void **state)
{
    (void)state;
    DrawList list;
    draw_init(&list);
    draw_group_begin(&list, "x");
    draw_box(&list, (Rect){1, 2, 30, 40}, &(DrawStyle){.fill = COLOR_RGB(0x123456), .hatch = COLOR_RGB(0x654321)});
    draw_text(&list, (Point){3, 4}, &label, "same");
    draw_group_end(&list);
    char *first = document(&list), *second = document(&list);
    assert_string_equal(first, second);
    free(first);
    free(second);
    draw_release(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_nest_and_have_ids_of_their_own),
        cmocka_unit_test(clips_cut_what_was_drawn_within_them),
        cmocka_unit_test(outlines_lie_inside_their_boxes),
        cmocka_unit_test(dashes_round_a_box_come_out_even),
        cmocka_unit_test(lines_curves_and_polygons),
        cmocka_unit_test(texts_stay_texts),
        cmocka_unit_test(hidden_characters_are_shown),
        cmocka_unit_test(numbers_are_short),
        cmocka_unit_test(the_same_list_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
