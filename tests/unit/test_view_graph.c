/* References and names in bands: what is drawn above what, what rises beside the names, what is said of a hidden selection. */
#include "show_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void press(ShowRig *rig, const char *keys)
{
    char bad[40];
    assert_true(show_keys(&rig->show, keys, bad, sizeof bad));
}

/* Whether a reference is seen where it begins: a line of its group is not cut off there. */
static bool begins_in_sight(const DrawList *list, const GraphEdge *edge, ObjectId target)
{
    Point begin = {edge->chip.x + edge->chip.w - 0.5f, edge->chip.y + edge->chip.h / 2.0f};
    char name[80];
    snprintf(name, sizeof name, "reference %u %u %u", (unsigned)edge->owner, (unsigned)edge->position, (unsigned)target);
    for (size_t i = 0; i < list->items.count; i++) {
        const DrawItem *item = &list->items.items[i];
        Rect clip;
        bool here = item->kind == DRAW_CURVE && strcmp(draw_group_name(list, item->group), name) == 0;
        if (here && (!draw_item_clip(list, item, &clip) || rect_contains(clip, begin))) {
            return true;
        }
    }
    return false;
}

/* The part of a reference below the graph is drawn, and stays left of it, where nothing is painted over it. */
static uint32_t check_rise(ShowRig *rig, const GraphEdge *edge)
{
    const GraphLook *look = rig->show.view.look;
    GraphRoute route = graph_route(&rig->show.view, edge);
    uint32_t below = 0;
    assert_true(begins_in_sight(&rig->show.view.list, edge, look->nodes.items[edge->to].object));
    for (int i = 0; i < route.parts; i++) {
        for (float along = 0.0f; along <= 1.0f; along += 0.05f) {
            Point at = curve_point(route.control[i], along);
            bool low = at.y > look->box.y + look->box.h;
            assert_true(!low || at.x <= look->box.x);
            below += low;
        }
    }
    return below;
}

static uint32_t check_rises(const char *keys)
{
    ShowRig rig;
    uint32_t below = 0;
    assert_true(rig_open(&rig, "states"));
    press(&rig, keys);
    for (uint64_t step = 0; step <= rig.session.steps; step++) {
        show_seek(&rig.show, step);
        rig_draw(&rig, 1366.0f, 768.0f);
        for (size_t i = 0; i < rig.show.view.look->edges.count; i++) {
            const GraphEdge *edge = &rig.show.view.look->edges.items[i];
            below += edge->from < 0 ? check_rise(&rig, edge) : 0;
        }
    }
    rig_close(&rig);
    return below;
}

static void a_name_below_the_graph_rises_beside_the_names(void **state)
{
    (void)state;
    assert_true(check_rises("p") > 0);
    assert_true(check_rises("p v") > 0);
}

static bool is_of_reference(const DrawList *list, const DrawItem *item)
{
    return item->group != 0 && strncmp(draw_group_name(list, item->group), "reference ", 10) == 0;
}

static void no_line_crosses_a_label_out(void **state)
{
    (void)state;
    static const char *const names[] = {"family", "states", "last-words"};
    uint32_t labels = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ShowRig rig;
        assert_true(rig_open(&rig, names[i]));
        for (uint64_t step = 0; step <= rig.session.steps; step++) {
            show_seek(&rig.show, step);
            const DrawList *list = rig_draw(&rig, 1366.0f, 768.0f);
            bool label_seen = false;
            for (size_t j = 0; j < list->items.count; j++) {
                const DrawItem *item = &list->items.items[j];
                bool line = item->kind == DRAW_CURVE || item->kind == DRAW_LINE;
                label_seen = label_seen || (is_of_reference(list, item) && item->kind == DRAW_TEXT);
                labels += is_of_reference(list, item) && item->kind == DRAW_TEXT;
                assert_false(label_seen && line && is_of_reference(list, item));
            }
        }
        rig_close(&rig);
    }
    assert_true(labels > 0);
}

/* The ring round the box that a step is about lies below the references, whose heads it would hide. */
static void a_ring_hides_no_head(void **state)
{
    (void)state;
    ShowRig rig;
    uint32_t rings = 0;
    assert_true(rig_open(&rig, "family"));
    for (uint64_t step = 0; step <= rig.session.steps; step++) {
        bool line_seen = false;
        show_seek(&rig.show, step);
        const DrawList *list = rig_draw(&rig, 1366.0f, 768.0f);
        Color current = theme_get(rig.show.state.theme)->color[COLOR_CURRENT];
        for (size_t i = 0; i < list->items.count; i++) {
            const DrawItem *item = &list->items.items[i];
            bool in_graph = item->group != 0 && strcmp(draw_group_name(list, list->groups.items[item->group].parent), "panel graph") == 0;
            bool ring = in_graph && item->kind == DRAW_BOX && item->style.stroke == current;
            line_seen = line_seen || (is_of_reference(list, item) && item->kind == DRAW_CURVE);
            rings += ring;
            assert_false(ring && line_seen);
        }
    }
    assert_true(rings > 0);
    rig_close(&rig);
}

static void a_hidden_selection_is_told(void **state)
{
    (void)state;
    ShowRig rig;
    uint32_t hidden = 0, shown = 0;
    assert_true(rig_open(&rig, "crowd"));
    show_seek(&rig.show, rig.session.steps / 2);
    rig_draw(&rig, 1366.0f, 768.0f);
    for (ObjectId object = OBJECT_FIRST; object < rig.session.world->words[W_OBJECT_TOP]; object++) {
        char wanted[100];
        if (!object_is_drawn(rig.session.world, object)) {
            continue;
        }
        rig.show.state.selection = object;
        const DrawList *list = rig_draw(&rig, 1366.0f, 768.0f);
        bool here = graph_node_of(rig.show.view.look, object) != NULL;
        snprintf(wanted, sizeof wanted, "%.30s, hidden here", label_text(rig.session.world, &rig.show.labels, object));
        assert_int_equal(draw_has_text(list, wanted), !here);
        hidden += !here;
        shown += here;
    }
    assert_true(hidden > 0 && shown > 0);
    rig_close(&rig);
}

/* A recording's badge takes height; what an inspector says of an ordinary object still has room at the smallest window. */
static void the_inspector_shows_all_its_rows(void **state)
{
    (void)state;
    ShowRig rig;
    Err err;
    assert_true(session_open(&rig.session, "traces/recorded/parents.jsonl", (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err));
    show_init(&rig.show, &rig.session);
    show_seek(&rig.show, 300);
    for (ObjectId object = OBJECT_FIRST; object < rig.session.world->words[W_OBJECT_TOP]; object++) {
        rig.show.state.selection = object_is_drawn(rig.session.world, object) ? object : OBJECT_NONE;
        const DrawList *list = rig_draw(&rig, 1366.0f, 768.0f);
        assert_true(panel_badge_needed(&rig.show.view));
        for (size_t i = 0; i < list->items.count; i++) {
            const DrawItem *item = &list->items.items[i];
            assert_true(item->kind != DRAW_TEXT || strstr(draw_item_text(list, item), "more rows") == NULL);
        }
    }
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_below_the_graph_rises_beside_the_names),
        cmocka_unit_test(no_line_crosses_a_label_out),
        cmocka_unit_test(a_ring_hides_no_head),
        cmocka_unit_test(a_hidden_selection_is_told),
        cmocka_unit_test(the_inspector_shows_all_its_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
