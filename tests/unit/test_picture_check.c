/* The check that looks at every picture finds each fault it is there for: a good picture is spoilt in one way at a time. */
#include "show_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { STEP = 20 };

static int open_picture(void **state)
{
    static ShowRig rig;
    *state = &rig;
    if (!rig_open(&rig, "two-lists")) {
        return -1;
    }
    show_seek(&rig.show, STEP);
    rig_draw(&rig, 1600.0f, 900.0f);
    return 0;
}

static int close_picture(void **state)
{
    rig_close(*state);
    return 0;
}

/* Whether the picture as it is now has this fault, and no other is found before it. */
static void assert_fault(ShowRig *rig, const char *fault)
{
    PictureCheck check = {&rig->show.view, &rig->show.view.list, text_measure_plain, 13.0f, ""};
    assert_int_equal(picture_check(&check), fault[0] == '\0');
    if (strncmp(check.fault, fault, strlen(fault)) != 0) {
        fail_msg("wanted \"%s\", found \"%s\"", fault, check.fault);
    }
}

static bool is_in(const DrawList *list, const DrawItem *item, const char *name)
{
    for (uint32_t group = item->group; group != 0; group = list->groups.items[group].parent) {
        if (strcmp(draw_group_name(list, group), name) == 0) {
            return true;
        }
    }
    return false;
}

/* The n-th text of a group. */
static DrawItem *text_of(ShowRig *rig, const char *group, int n)
{
    DrawList *list = &rig->show.view.list;
    for (size_t i = 0; i < list->items.count; i++) {
        DrawItem *item = &list->items.items[i];
        if (item->kind == DRAW_TEXT && is_in(list, item, group) && n-- == 0) {
            return item;
        }
    }
    fail_msg("no such text in %s", group);
    return NULL;
}

static void a_good_picture_has_no_fault(void **state)
{
    assert_fault(*state, "");
}

static void a_text_that_leaves_its_panel(void **state)
{
    static const char *const panels[] = {"panel top", "panel roots", "panel graph", "panel story", "panel timeline", "panel memory"};
    for (size_t i = 0; i < sizeof panels / sizeof panels[0]; i++) {
        DrawItem *text = text_of(*state, panels[i], 0), good = *text;
        text->bounds.x -= 3000.0f;
        assert_fault(*state, "text outside its panel");
        *text = good;
        text->bounds.y += 2000.0f;
        assert_fault(*state, "text outside its panel");
        *text = good;
        assert_fault(*state, "");
    }
}

/* Two pixels over the edge are two pixels too many. */
static void a_text_cut_by_the_window(void **state)
{
    ShowRig *rig = *state;
    DrawItem *text = text_of(rig, "panel timeline", 0);
    PictureCheck check = {&rig->show.view, &rig->show.view.list, text_measure_plain, 13.0f, ""};
    text->bounds.x -= picture_text_box(&check, text).x + 2.0f;
    assert_fault(rig, "text outside its panel");
}

static void a_text_too_small(void **state)
{
    text_of(*state, "panel graph", 2)->bounds.h = 12.9f;
    assert_fault(*state, "text too small");
}

static void two_labels_over_each_other(void **state)
{
    DrawItem *first = text_of(*state, "panel graph", 0), *second = text_of(*state, "panel graph", 1);
    second->bounds.x = first->bounds.x;
    second->bounds.y = first->bounds.y + first->bounds.h * 0.5f;
    second->align = first->align;
    assert_fault(*state, "text over text");
}

/* The shape is painted later, in the same panel or in another one that sticks out of its own. */
static void a_text_under_a_box(void **state)
{
    ShowRig *rig = *state;
    DrawList *list = &rig->show.view.list;
    DrawItem *text = text_of(rig, "panel roots", 0);
    Rect over = {text->bounds.x, text->bounds.y - 5.0f, 10.0f, 10.0f};
    draw_group_begin(list, "panel top");
    draw_fill(list, (Rect){0.0f, 0.0f, 1600.0f, 20.0f}, COLOR_RGB(0x102030));
    draw_fill(list, over, COLOR_RGB(0x102030));
    draw_group_end(list);
    assert_fault(rig, "text covered");
}

static void a_translucent_box_hides_nothing(void **state)
{
    ShowRig *rig = *state;
    DrawItem *text = text_of(rig, "panel roots", 0);
    Rect over = {text->bounds.x, text->bounds.y - 5.0f, 10.0f, 10.0f};
    draw_group_begin(&rig->show.view.list, "panel roots");
    draw_fill(&rig->show.view.list, over, color_alpha(COLOR_RGB(0x102030), 0.5f));
    draw_group_end(&rig->show.view.list);
    assert_fault(rig, "");
}

static void a_node_outside_its_band(void **state)
{
    ShowRig *rig = *state;
    GraphNode *node = &rig->show.view.look->nodes.items[0];
    node->box.y = rig->show.view.look->band[node->place.band].y - 1.0f;
    assert_fault(rig, "box outside its band");
}

static void a_node_over_another(void **state)
{
    ShowRig *rig = *state;
    GraphLook *look = rig->show.view.look;
    assert_true(look->nodes.count >= 2);
    look->nodes.items[1].place = look->nodes.items[0].place;
    look->nodes.items[1].box = look->nodes.items[0].box;
    look->nodes.items[1].box.x += look->nodes.items[0].box.w - 1.0f;
    assert_fault(rig, "box over box");
}

static void words_that_did_not_fit(void **state)
{
    ShowRig *rig = *state;
    prose_add(&rig->show.view.lost, "a sentence");
    assert_fault(rig, "does not fit: \"a sentence\"");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_picture, close_picture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_picture_has_no_fault), TEST(a_text_that_leaves_its_panel), TEST(a_text_cut_by_the_window),
        TEST(a_text_too_small),            TEST(two_labels_over_each_other),   TEST(a_text_under_a_box),
        TEST(a_translucent_box_hides_nothing), TEST(a_node_outside_its_band),  TEST(a_node_over_another),
        TEST(words_that_did_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
