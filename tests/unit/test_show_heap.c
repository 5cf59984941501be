/* A heap whose objects have only numbers, as a snapshot's have: what they are called, and whom a search meets first. */
#include "show_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static ShowRig rig;

static int open_rig(void **unused)
{
    (void)unused;
    bool good = rig_open(&rig, "heap");
    show_seek(&rig.show, rig.session.steps);
    return good ? 0 : -1;
}

static int close_rig(void **unused)
{
    (void)unused;
    rig_close(&rig);
    return 0;
}

static void press(const char *keys)
{
    char bad[40];
    assert_true(show_keys(&rig.show, keys, bad, sizeof bad));
}

static const char *selected_id(void)
{
    const World *world = rig.session.world;
    return names_text(world->names, world->id[rig.show.state.selection]);
}

static void objects_of_the_type_come_before_others(void **unused)
{
    (void)unused;
    press("/ s e s s i o n");
    assert_int_equal(rig.show.state.search.hits, 4);
    assert_string_equal(selected_id(), "5");
    press("Enter");
    assert_string_equal(selected_id(), "6");
    press("Enter");
    assert_string_equal(selected_id(), "2");
    press("Enter");
    assert_string_equal(selected_id(), "3");
}

static void assert_label(const char *id, const char *expected)
{
    const World *world = rig.session.world;
    Prose text = {0};
    ObjectId object = OBJECT_FIRST;
    while (strcmp(names_text(world->names, world->id[object]), id) != 0) {
        object++;
    }
    label_short(world, &rig.show.labels, object, &text);
    assert_string_equal(prose_text(&text), expected);
    prose_release(&text);
}

static void a_number_has_its_value_or_its_type_beside_it(void **unused)
{
    (void)unused;
    assert_label("1", "app.__dict__");
    assert_label("2", "Session");
    assert_label("5", "Session 5");
}

static void why_says_whom_it_speaks_of(void **unused)
{
    (void)unused;
    press("/ s e s s i o n Esc w");
    const DrawList *list = rig_draw(&rig, 1600.0f, 900.0f);
    assert_true(draw_has_text(list, "Why is Session 5 alive?"));
    assert_true(draw_has_text(list, "dict app.__dict__['SESSIONS']"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(objects_of_the_type_come_before_others, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(a_number_has_its_value_or_its_type_beside_it, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(why_says_whom_it_speaks_of, open_rig, close_rig),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
