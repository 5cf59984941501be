/* Movement between two steps: what stands still, where things are half way, the end exactly. Movement in real lessons: tests/tools/movement.c. */
#include "view/motion.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants some of the above first */
#include <cmocka.h>

typedef struct Stage {
    DrawList list;
    Motion motion;
    MarkPen pen;
} Stage;

static int set_up(void **state)
{
    Stage *stage = mem_zeroed(1, sizeof *stage);
    draw_init(&stage->list);
    stage->pen = (MarkPen){&stage->list, theme_get(THEME_DARK), &text_measure_plain, 1.0f};
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    Stage *stage = *state;
    draw_release(&stage->list);
    motion_release(&stage->motion);
    mem_release(stage);
    return 0;
}

static void put_object(Stage *stage, unsigned object, Point at, Color fill)
{
    draw_group_begin(&stage->list, "object %u", object);
    draw_box(&stage->list, (Rect){at.x, at.y, 40, 20}, &(DrawStyle){.fill = fill, .stroke = COLOR_RGB(0xffffff), .width = 1});
    draw_text(&stage->list, (Point){at.x + 4, at.y + 14}, &(TextStyle){FONT_UI, ALIGN_LEFT, 12, COLOR_RGB(0xffffff)}, "x");
    draw_group_end(&stage->list);
}

static void put_reference(Stage *stage, unsigned from, Point a, Point b, bool current)
{
    MarkEdge edge = {{a, {a.x + (b.x - a.x) / 3, a.y}, {a.x + (b.x - a.x) / 3 * 2, b.y}, b}, COLOR_RGB(0x808080), current, false};
    draw_group_begin(&stage->list, "reference %u 0 1", from);
    mark_edge(&stage->pen, &edge);
    draw_group_end(&stage->list);
}

static void begin_picture(Stage *stage)
{
    draw_clear(&stage->list);
    draw_fill(&stage->list, (Rect){0, 0, 400, 300}, COLOR_RGB(0x101010));
    draw_group_begin(&stage->list, "panel graph");
}

static bool plan(Stage *stage, bool back)
{
    draw_group_end(&stage->list);
    return motion_plan(&stage->motion, &stage->list, &stage->pen, back);
}

/* The first item of that kind and fill or stroke. */
static const DrawItem *item_in(const DrawList *list, const char *group, DrawKind kind)
{
    for (size_t i = 0; i < list->items.count; i++) {
        const DrawItem *item = &list->items.items[i];
        if (item->kind == kind && strcmp(draw_group_name(list, item->group), group) == 0) {
            return item;
        }
    }
    fail_msg("nothing in %s", group);
    return NULL;
}

static void half_way_is_in_the_middle(void **state)
{
    Stage *stage = *state;
    begin_picture(stage);
    put_object(stage, 1, (Point){100, 10}, COLOR_RGB(0x000000));
    put_object(stage, 2, (Point){10, 10}, COLOR_RGB(0x202020));
    draw_group_end(&stage->list);
    motion_take(&stage->motion, &stage->list);
    begin_picture(stage);
    put_object(stage, 1, (Point){100, 110}, COLOR_RGB(0x808080));
    put_object(stage, 2, (Point){10, 10}, COLOR_RGB(0x202020));
    assert_true(plan(stage, false));
    const DrawList *half = motion_draw(&stage->motion, 0.5f);
    assert_float_equal(item_in(half, "object 1", DRAW_BOX)->bounds.y, 60.0, 0.01);
    assert_float_equal(item_in(half, "object 1", DRAW_BOX)->bounds.x, 100.0, 0.01);
    assert_float_equal(item_in(half, "object 1", DRAW_TEXT)->bounds.y, 74.0, 0.01);
    assert_int_equal(item_in(half, "object 1", DRAW_BOX)->style.fill, COLOR_RGB(0x404040));
    assert_memory_equal(&item_in(half, "object 2", DRAW_BOX)->bounds, &item_in(&stage->list, "object 2", DRAW_BOX)->bounds, sizeof(Rect));
    assert_float_equal(item_in(motion_draw(&stage->motion, 0.0f), "object 1", DRAW_BOX)->bounds.y, 10.0, 0.01);
    assert_ptr_equal(motion_draw(&stage->motion, 1.0f), &stage->list);
}

/* A ring round it in the later picture only: it is moved as a whole. */
static void an_object_with_a_ring_moves_too(void **state)
{
    Stage *stage = *state;
    begin_picture(stage);
    put_object(stage, 1, (Point){100, 10}, COLOR_RGB(0x101010));
    draw_group_end(&stage->list);
    motion_take(&stage->motion, &stage->list);
    begin_picture(stage);
    draw_group_begin(&stage->list, "object 1");
    mark_ring(&stage->pen, (Rect){100, 110, 40, 20}, 3);
    draw_box(&stage->list, (Rect){100, 110, 40, 20}, &(DrawStyle){.fill = COLOR_RGB(0x101010)});
    draw_group_end(&stage->list);
    assert_true(plan(stage, false));
    const DrawList *half = motion_draw(&stage->motion, 0.5f);
    size_t boxes = 0;
    for (size_t i = 0; i < half->items.count; i++) {
        boxes += half->items.items[i].style.fill == COLOR_RGB(0x101010) && half->items.items[i].bounds.y == 60.0f ? 1 : 0;
    }
    assert_int_equal(boxes, 1);
    assert_float_equal(item_in(half, "object 1", DRAW_BOX)->bounds.y, 110.0f - 50.0f - 7.25f, 0.3);
}

static void what_goes_fades_and_what_comes_appears(void **state)
{
    Stage *stage = *state;
    begin_picture(stage);
    put_object(stage, 1, (Point){100, 10}, COLOR_RGB(0x123456));
    draw_group_end(&stage->list);
    motion_take(&stage->motion, &stage->list);
    begin_picture(stage);
    put_object(stage, 2, (Point){10, 10}, COLOR_RGB(0x654321));
    assert_true(plan(stage, false));
    const DrawList *half = motion_draw(&stage->motion, 0.5f);
    assert_int_equal(item_in(half, "object 2", DRAW_BOX)->style.fill, 0x80654321);
    size_t ghosts = 0;
    for (size_t i = 0; i < half->items.count; i++) {
        const DrawItem *item = &half->items.items[i];
        if (item->style.fill == 0x80123456) {
            assert_true(item->group == 0); /* it cannot be clicked */
            assert_float_equal(item->bounds.x, 100.0, 0.01);
            ghosts++;
        }
    }
    assert_int_equal(ghosts, 1);
}

static Point dot_at(Stage *stage, float share)
{
    const DrawList *list = motion_draw(&stage->motion, share);
    for (size_t i = 0; i < list->items.count; i++) {
        if (list->items.items[i].kind == DRAW_CIRCLE) {
            return rect_center(list->items.items[i].bounds);
        }
    }
    return (Point){-1, -1};
}

static void a_dot_runs_along_the_lit_reference(void **state)
{
    Stage *stage = *state;
    Point a = {50, 50}, b = {350, 50};
    begin_picture(stage);
    put_reference(stage, 7, a, b, true);
    put_object(stage, 1, (Point){100, 110}, COLOR_RGB(0x101010));
    draw_group_end(&stage->list);
    motion_take(&stage->motion, &stage->list);
    begin_picture(stage);
    put_reference(stage, 7, a, b, false);
    put_reference(stage, 8, a, b, true);
    put_object(stage, 1, (Point){100, 110}, COLOR_RGB(0x101010));
    assert_true(plan(stage, false));
    assert_float_equal(dot_at(stage, 0.0f).x, 50.0, 1.0);
    assert_float_equal(dot_at(stage, 0.5f).x, 200.0, 10.0); /* the line ends within its head */
    assert_true(dot_at(stage, 0.99f).x > 330.0f);
    assert_float_equal(dot_at(stage, 1.0f).x, -1.0, 0.0);
    assert_true(motion_plan(&stage->motion, &stage->list, &stage->pen, true));
    assert_true(dot_at(stage, 0.01f).x > 330.0f); /* back along the earlier step's reference */
    assert_float_equal(dot_at(stage, 0.999f).x, 50.0, 1.0);
}

static void nothing_moves_where_nothing_differs(void **state)
{
    Stage *stage = *state;
    assert_false(motion_plan(&stage->motion, &stage->list, &stage->pen, false)); /* no picture yet */
    for (int turn = 0; turn < 2; turn++) {
        begin_picture(stage);
        put_object(stage, 1, (Point){100, 10}, COLOR_RGB(0x123456));
        put_reference(stage, 7, (Point){1, 1}, (Point){50, 50}, false);
        draw_group_end(&stage->list);
        draw_group_begin(&stage->list, "panel story"); /* other panels are at once what they will be */
        put_object(stage, 9, (Point){(float)turn * 50, 10}, COLOR_RGB(0x123456));
        draw_group_end(&stage->list);
        if (turn == 0) {
            motion_take(&stage->motion, &stage->list);
        }
    }
    assert_false(motion_plan(&stage->motion, &stage->list, &stage->pen, false));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(half_way_is_in_the_middle),
        TEST(an_object_with_a_ring_moves_too),
        TEST(what_goes_fades_and_what_comes_appears),
        TEST(a_dot_runs_along_the_lit_reference),
        TEST(nothing_moves_where_nothing_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
