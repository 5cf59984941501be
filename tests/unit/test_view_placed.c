/* Placing by hand: an object that is dragged or nudged follows, stays there at every step, and returns with `x`. */
#include "show_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void open_at(ShowRig *rig, uint64_t back, const char *key)
{
    assert_true(rig_open(rig, "two-lists"));
    show_seek(&rig->show, rig->session.steps - back);
    show_key(&rig->show, key);
}

/* The middle of some object's box, and which it is. */
static Point first_middle(ShowRig *rig, ObjectId *object)
{
    rig_draw(rig, 1600.0f, 900.0f);
    const GraphNode *node = &rig->show.view.look->nodes.items[0];
    *object = node->object;
    return rect_center(node->box);
}

static Point middle_of(ShowRig *rig, ObjectId object)
{
    rig_draw(rig, 1600.0f, 900.0f);
    const GraphNode *node = graph_node_of(rig->show.view.look, object);
    assert_non_null(node);
    return rect_center(node->box);
}

static void drag(ShowRig *rig, Point from, float dx, float dy)
{
    show_grab(&rig->show, from);
    show_drag(&rig->show, (Point){from.x + dx / 2.0f, from.y + dy / 2.0f});
    show_drag(&rig->show, (Point){from.x + dx, from.y + dy});
    show_let_go(&rig->show);
}

static bool near_to(Point a, float x, float y)
{
    return fabsf(a.x - x) < 2.0f && fabsf(a.y - y) < 2.0f;
}

static void a_box_in_a_band_goes_sideways_only(void **state)
{
    (void)state;
    ShowRig rig;
    ObjectId object;
    open_at(&rig, 30, "");
    Point from = first_middle(&rig, &object);
    drag(&rig, from, 60.0f, 200.0f);
    assert_true(near_to(middle_of(&rig, object), from.x + 60.0f, from.y));
    drag(&rig, middle_of(&rig, object), 5000.0f, 0.0f); /* not beyond the figures */
    assert_true(middle_of(&rig, object).x < rig.show.view.look->field.x + rig.show.view.look->field.w);
    assert_int_equal(rig.show.state.selection, OBJECT_NONE); /* dragging selects nothing */
    rig_close(&rig);
}

/* Dropped on another one it goes to the nearest place that is free. */
static void a_dropped_box_lies_on_no_other(void **state)
{
    (void)state;
    ShowRig rig;
    uint32_t dropped = 0;
    assert_true(rig_open(&rig, "../../traces/lessons/s04-1-mark-and-sweep"));
    show_seek(&rig.show, 90);
    rig_draw(&rig, 1600.0f, 900.0f);
    const GraphLook *look = rig.show.view.look;
    for (size_t i = 0; i < look->nodes.count; i++) {
        for (size_t j = 0; j < look->nodes.count; j++) {
            GraphNode from = look->nodes.items[i], onto = look->nodes.items[j];
            if (i == j || from.box.y != onto.box.y) {
                continue;
            }
            drag(&rig, rect_center(from.box), onto.box.x + 9.0f - from.box.x, 0.0f);
            Point now = middle_of(&rig, from.object);
            for (size_t other = 0; other < look->nodes.count; other++) {
                const GraphNode *node = &look->nodes.items[other];
                bool apart = node->object == from.object || !rect_touches(node->box, graph_node_of(look, from.object)->box);
                assert_true(apart);
            }
            /* no free place is nearer to where it was dropped */
            float left = now.x - from.box.w / 2.0f, drop = onto.box.x + 9.0f;
            for (float x = look->field.x; x + from.box.w <= look->field.x + look->field.w; x += 1.0f) {
                bool free = true;
                for (size_t other = 0; other < look->nodes.count; other++) {
                    const GraphNode *node = &look->nodes.items[other];
                    free = free && (node->object == from.object || node->box.y != from.box.y || fabsf(node->box.x - x) >= from.box.w + 24.0f);
                }
                assert_true(!free || fabsf(x - drop) >= fabsf(left - drop) - 2.0f);
            }
            dropped++;
            show_key(&rig.show, "x");
            rig_draw(&rig, 1600.0f, 900.0f);
        }
    }
    assert_true(dropped >= 4);
    rig_close(&rig);
}

static void an_object_in_the_cloud_goes_anywhere(void **state)
{
    (void)state;
    ShowRig rig;
    ObjectId object;
    open_at(&rig, 30, "v");
    Point from = first_middle(&rig, &object);
    drag(&rig, from, -40.0f, 50.0f);
    assert_true(near_to(middle_of(&rig, object), from.x - 40.0f, from.y + 50.0f));
    rig_close(&rig);
}

static void it_stays_there_while_stepping(void **state)
{
    (void)state;
    ShowRig rig;
    ObjectId object;
    open_at(&rig, 30, "");
    drag(&rig, first_middle(&rig, &object), 44.0f, 0.0f);
    Point placed = middle_of(&rig, object);
    char *before = rig_dump(&rig);
    for (int i = 0; i < 12; i++) {
        show_key(&rig.show, i < 6 ? "Left" : "Right");
        assert_true(middle_of(&rig, object).x == placed.x);
    }
    char *after = rig_dump(&rig);
    assert_string_equal(before, after);
    free(before);
    free(after);
    rig_close(&rig);
}

static void x_brings_the_first_picture_back(void **state)
{
    (void)state;
    static const char *const forms[] = {"", "v"};
    for (size_t i = 0; i < 2; i++) {
        ShowRig rig;
        ObjectId object;
        open_at(&rig, 30, forms[i]);
        Point from = first_middle(&rig, &object);
        char *before = rig_dump(&rig);
        drag(&rig, from, 30.0f, 20.0f);
        char *moved = rig_dump(&rig);
        show_key(&rig.show, "x");
        char *after = rig_dump(&rig);
        assert_string_not_equal(before, moved);
        assert_string_equal(before, after);
        free(before);
        free(moved);
        free(after);
        rig_close(&rig);
    }
}

static void keys_move_the_selection_as_the_mouse_does(void **state)
{
    (void)state;
    ShowRig rig;
    ObjectId object;
    open_at(&rig, 30, "v");
    Point from = first_middle(&rig, &object);
    show_key(&rig.show, "Alt+Shift+Down");
    assert_true(near_to(middle_of(&rig, object), from.x, from.y)); /* nothing is selected */
    rig.show.state.selection = object;
    show_key(&rig.show, "Alt+Shift+Down");
    show_key(&rig.show, "Alt+Shift+Left");
    Point to = middle_of(&rig, object);
    assert_true(to.y > from.y + 4.0f && to.x < from.x - 4.0f);
    show_key(&rig.show, "Alt+Shift+Up");
    show_key(&rig.show, "Alt+Shift+Right");
    assert_true(near_to(middle_of(&rig, object), from.x, from.y));
    show_key(&rig.show, "v"); /* bands keep their own places */
    from = middle_of(&rig, object);
    show_key(&rig.show, "Alt+Shift+Up");
    assert_true(near_to(middle_of(&rig, object), from.x, from.y));
    show_key(&rig.show, "Alt+Shift+Right");
    assert_true(middle_of(&rig, object).x > from.x + 4.0f);
    rig_close(&rig);
}

static void a_click_still_selects(void **state)
{
    (void)state;
    ShowRig rig;
    ObjectId object;
    open_at(&rig, 30, "");
    Point at = first_middle(&rig, &object);
    show_grab(&rig.show, at);
    show_let_go(&rig.show);
    assert_int_equal(rig.show.state.selection, object);
    assert_int_equal(rig.show.state.placed_count, 0);
    rig_close(&rig);
}

static void the_one_moved_longest_ago_goes_back_first(void **state)
{
    (void)state;
    static ViewState view;
    view_state_init(&view);
    for (ObjectId object = 1; object <= PLACED_MAX; object++) {
        placed_move(&view, object, FORM_CLOUD, (Point){1.0f, 0.0f});
    }
    placed_move(&view, 1, FORM_CLOUD, (Point){1.0f, 2.0f});
    placed_move(&view, PLACED_MAX + 1, FORM_BANDS, (Point){1.0f, 0.0f});
    assert_null(placed_find(&view, 2, FORM_CLOUD));
    assert_true(placed_find(&view, 1, FORM_CLOUD)->off.x == 2.0f && placed_find(&view, 1, FORM_CLOUD)->off.y == 2.0f);
    placed_forget(&view, FORM_CLOUD);
    assert_int_equal(view.placed_count, 1);
    assert_non_null(placed_find(&view, PLACED_MAX + 1, FORM_BANDS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_box_in_a_band_goes_sideways_only),
        cmocka_unit_test(a_dropped_box_lies_on_no_other),
        cmocka_unit_test(an_object_in_the_cloud_goes_anywhere),
        cmocka_unit_test(it_stays_there_while_stepping),
        cmocka_unit_test(x_brings_the_first_picture_back),
        cmocka_unit_test(keys_move_the_selection_as_the_mouse_does),
        cmocka_unit_test(a_click_still_selects),
        cmocka_unit_test(the_one_moved_longest_ago_goes_back_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
