/* The counts kept from step to step, forwards, backwards and after jumps, against counting everything anew in another way. */
#include "base/rng.h"
#include "show_rig.h"
#include "view/census.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TYPES_MAX = 200 };

/* The band by what the life says; by the list where there is no life or a generation's list is known. */
static Band naive_band(const Lives *lives, ObjectId object, uint64_t step)
{
    uint8_t list = lives->world->list[object];
    bool asked = list == 0 || list > LIST_PERMANENT;
    for (size_t i = 0; asked && i < lives->items.count; i++) {
        const Life *life = &lives->items.items[i];
        for (size_t j = 0; life->object == object && j < life->stays.count; j++) {
            if (life->stays.items[j].first <= step && step < life->stays.items[j].end) {
                return (Band)life->stays.items[j].band;
            }
        }
    }
    return band_of_list(lives->world, object);
}

static void check_census(const Census *census, const Show *show)
{
    const World *world = show->session->world;
    uint32_t objects = 0, atoms = 0, in_list[LIST_COUNT] = {0}, count[TYPES_MAX][BAND_COUNT] = {{0}};
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        if (!world_alive(world, object) || (world->flags[object] & OBJECT_IS_FRAME) != 0) {
            continue;
        }
        objects++;
        atoms += world_immortal(world, object);
        in_list[world->list[object]]++;
        count[world->type[object]][naive_band(&show->lives, object, show_step(show))]++;
    }
    assert_int_equal(census->objects, objects);
    assert_int_equal(census->atoms, atoms);
    assert_memory_equal(census->in_list, in_list, sizeof in_list);
    for (size_t type = 0; type < TYPES_MAX; type++) {
        static const CensusType none;
        const CensusType *counted = type < census->types.count ? &census->types.items[type] : &none;
        assert_memory_equal(counted->count, count[type], sizeof count[type]);
    }
}

static void go(Census *census, Show *show, uint64_t step)
{
    show_seek(show, step);
    census_take(census, &show->lives, show->session->journal, step);
    check_census(census, show);
}

static void check_recording(const char *name)
{
    ShowRig rig;
    Census census = {0};
    Rng rng = {7};
    assert_true(rig_open(&rig, name));
    uint64_t steps = rig.session.steps, stride = 1 + steps / 3000;
    for (uint64_t step = 0; step <= steps; step += stride) {
        go(&census, &rig.show, step);
    }
    for (uint64_t step = steps; step > stride; step -= stride) {
        go(&census, &rig.show, step);
    }
    for (int i = 0; i < 100; i++) {
        go(&census, &rig.show, rng_below(&rng, (uint32_t)steps + 1));
    }
    census_release(&census);
    rig_close(&rig);
}

static void counts_are_those_of_the_world(void **state)
{
    (void)state;
    static const char *const names[] = {"two-lists", "crowd",      "family",        "module",    "states",
                                        "mark-sweep", "last-words", "old-finalizer", "scheduled", "recorded"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        check_recording(names[i]);
    }
}

/* What the pills in the bands tell together, and the figure beside the ribbon. */
static void what_is_hidden_is_all_but_the_boxes(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, "crowd"));
    bool some = false;
    for (uint64_t step = 0; step <= rig.session.steps; step += 1 + rig.session.steps / 100) {
        uint32_t in_pills = 0;
        show_seek(&rig.show, step);
        rig_draw(&rig, 1366.0f, 768.0f);
        const GraphLook *look = rig.show.view.look;
        for (size_t i = 0; i < look->groups.count; i++) {
            for (int band = 0; band < BAND_COUNT; band++) {
                in_pills += look->groups.items[i].count[band];
            }
        }
        assert_int_equal(in_pills, look->hidden);
        assert_int_equal(look->hidden + look->nodes.count, rig.show.view.census.objects);
        some = some || look->hidden > 0;
    }
    assert_true(some);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_those_of_the_world),
        cmocka_unit_test(what_is_hidden_is_all_but_the_boxes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
