/* Labels of references: which lines they may cover. */
#include "base/rng.h"
#include "show_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* By a thousand points of the segment. */
static bool crosses_by_points(Rect box, Point a, Point b)
{
    for (int i = 0; i <= 1000; i++) {
        float share = (float)i / 1000.0f;
        if (rect_contains(box, (Point){a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share})) {
            return true;
        }
    }
    return false;
}

static float below(Rng *rng, uint32_t most)
{
    return (float)rng_below(rng, most * 10) / 10.0f;
}

static void a_segment_crosses_a_box_or_not(void **unused)
{
    (void)unused;
    Rng rng = {3};
    int crossing = 0;
    for (int round = 0; round < 3000; round++) {
        Rect box = {below(&rng, 80), below(&rng, 80), 5.0f + below(&rng, 30), 5.0f + below(&rng, 30)};
        Point a = {below(&rng, 120), below(&rng, 120)}, b = {round % 5 == 0 ? a.x : below(&rng, 120), round % 7 == 0 ? a.y : below(&rng, 120)};
        bool expected = crosses_by_points(box, a, b);
        /* The points miss corners that are only just cut. */
        bool close = expected != crosses_by_points(rect_inset(box, 0.3f), a, b) || expected != crosses_by_points(rect_inset(box, -0.3f), a, b);
        assert_true(close || rect_crosses(box, a, b) == expected);
        crossing += expected;
    }
    assert_in_range(crossing, 300, 2700);
}

/* Whether the line or curve runs through the box. */
static bool runs_through(const DrawList *list, const DrawItem *item, Rect box)
{
    const Point *points = draw_item_points(list, item);
    bool through = false;
    for (uint32_t i = 1; item->kind == DRAW_LINE && i < item->count; i++) {
        through = through || crosses_by_points(box, points[i - 1], points[i]);
    }
    for (int i = 0; item->kind == DRAW_CURVE && i < 100; i++) {
        through = through || rect_contains(box, curve_point(points, (float)i / 99.0f));
    }
    return through;
}

static const char *name_of(const DrawList *list, const DrawItem *item)
{
    const char *name = draw_group_name(list, item->group);
    return name != NULL && strncmp(name, "reference ", 10) == 0 ? name : NULL;
}

/* Two lists hold each other nine times, and names hold both: the two labels have room beside the lines of others. */
static void labels_cover_no_other_line(void **unused)
{
    (void)unused;
    ShowRig rig;
    int labels = 0;
    assert_true(rig_open(&rig, "../../traces/lessons/s03-what-counting-cannot-free"));
    show_seek(&rig.show, 145);
    rig_draw(&rig, 1366.0f, 768.0f);
    const DrawList *list = &rig.show.view.list;
    for (size_t i = 1; i < list->items.count; i++) {
        const DrawItem *ground = &list->items.items[i - 1], *text = &list->items.items[i];
        const char *name = name_of(list, text);
        if (name == NULL || text->kind != DRAW_TEXT || ground->kind != DRAW_BOX) {
            continue;
        }
        labels++;
        for (size_t other = 0; other < list->items.count; other++) {
            const char *owner = name_of(list, &list->items.items[other]);
            bool foreign = owner != NULL && strcmp(owner, name) != 0;
            assert_false(foreign && runs_through(list, &list->items.items[other], ground->bounds));
        }
    }
    assert_int_equal(labels, 2);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_segment_crosses_a_box_or_not),
        cmocka_unit_test(labels_cover_no_other_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
