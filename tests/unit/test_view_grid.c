/* Lives and the grid, on recorded runs: compared with what the world itself says at every step, and with a search for two in
 * one place that is written differently. */
#include "show_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const traces[] = {"two-lists", "crowd"};
enum { TRACES = sizeof traces / sizeof traces[0] };

static void lives_agree_with_the_world(void **state)
{
    (void)state;
    for (size_t t = 0; t < TRACES; t++) {
        ShowRig rig;
        assert_true(rig_open(&rig, traces[t]));
        const Lives *lives = &rig.show.lives;
        for (uint64_t step = 0; step <= rig.session.steps; step++) {
            show_seek(&rig.show, step);
            for (size_t i = 0; i < lives->items.count; i++) {
                const Life *life = &lives->items.items[i];
                bool alive = world_alive(rig.session.world, life->object) && life->object < rig.session.world->words[W_OBJECT_TOP];
                assert_int_equal(life_stay(life, step) != NULL, alive);
                uint8_t list = rig.session.world->list[life->object];
                if (alive && list >= LIST_GENERATION_0 && list <= LIST_PERMANENT) {
                    assert_int_equal(life_stay(life, step)->band, band_of_list(rig.session.world, life->object));
                }
            }
        }
        rig_close(&rig);
    }
}

/* Room for everything, for little, for next to nothing. */
static const GridRoom rooms[] = {{8, 12, UINT32_MAX, false}, {3, 5, UINT32_MAX, false}, {1, 3, UINT32_MAX, false}, {4, 6, 3, false}, {24, 100, UINT32_MAX, false}};

static void check_no_two_in_one_place(const Grid *grid, const Lives *lives, uint64_t step)
{
    static uint64_t taken[BAND_COUNT][GRID_COLUMNS_MAX][GRID_LANES_MAX]; /* step + 1 of the last taker */
    memset(taken, 0, sizeof taken);
    for (size_t i = 0; i < lives->items.count; i++) {
        GridPlace place;
        if (grid_find(grid, lives->items.items[i].object, step, &place)) {
            assert_true(place.column < grid->columns && place.lane < grid->lanes[place.band]);
            assert_int_equal(taken[place.band][place.column][place.lane], 0);
            taken[place.band][place.column][place.lane] = step + 1;
        }
    }
}

static void no_two_objects_share_a_place(void **state)
{
    (void)state;
    for (size_t t = 0; t < TRACES; t++) {
        ShowRig rig;
        assert_true(rig_open(&rig, traces[t]));
        for (size_t r = 0; r < sizeof rooms / sizeof rooms[0]; r++) {
            Grid grid;
            grid_init(&grid, &rig.show.lives);
            grid_pack(&grid, rooms[r]);
            assert_true(grid.columns <= rooms[r].columns);
            for (uint64_t step = 0; step <= rig.session.steps; step += 7) {
                check_no_two_in_one_place(&grid, &rig.show.lives, step);
            }
            grid_release(&grid);
        }
        rig_close(&rig);
    }
}

static void an_object_keeps_its_column(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, "two-lists"));
    Grid grid;
    grid_init(&grid, &rig.show.lives);
    grid_pack(&grid, rooms[0]);
    assert_int_equal(grid.hidden, 0);
    for (size_t i = 0; i < rig.show.lives.items.count; i++) {
        const Life *life = &rig.show.lives.items.items[i];
        GridPlace first, now;
        assert_true(grid_find(&grid, life->object, life->born, &first));
        for (uint64_t step = life->born; step <= rig.session.steps && step < life->died; step++) {
            assert_true(grid_find(&grid, life->object, step, &now));
            assert_int_equal(now.column, first.column);
        }
    }
    grid_release(&grid);
    rig_close(&rig);
}

static void distance_is_that_at_the_end_of_the_op_of_birth(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, "crowd"));
    for (size_t i = 0; i < rig.show.lives.items.count; i++) {
        const Life *life = &rig.show.lives.items.items[i];
        const char *id = names_text(rig.session.names, rig.session.world->id[life->object]);
        bool inner = (id[0] == 'k' && id[1] != 'e') || id[0] == 'b';
        assert_int_equal(life->distance, inner ? 2 : 1);
        assert_int_equal(life->bulk, strcmp(id, "keep") != 0 && strcmp(id, "a") != 0 && strcmp(id, "b") != 0);
    }
    rig_close(&rig);
}

/* Whatever finds no room is counted as hidden, and few made in bulk leave room for the rest. */
static void what_is_hidden_is_counted(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, "crowd"));
    Grid grid;
    grid_init(&grid, &rig.show.lives);
    for (size_t r = 0; r < sizeof rooms / sizeof rooms[0]; r++) {
        grid_pack(&grid, rooms[r]);
        uint32_t shown = 0;
        for (size_t i = 0; i < grid.column.count; i++) {
            shown += grid.column.items[i] >= 0 ? 1 : 0;
        }
        assert_int_equal(shown + grid.hidden, rig.show.lives.items.count);
    }
    grid_pack(&grid, (GridRoom){4, 6, 3, false});
    assert_int_equal(grid.crowded_out, 0);
    assert_int_equal(rig.show.lives.items.count - grid.hidden, 6);
    grid_release(&grid);
    rig_close(&rig);
}

/* All references that are ever there between two objects, found by looking at every slot at every step. */
static void lives_are_linked_as_the_world_says(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, "two-lists"));
    const Lives *lives = &rig.show.lives;
    const World *world = rig.session.world;
    static bool linked[64][64], found[64][64];
    for (size_t i = 0; i < lives->links.count; i++) {
        LifeLink link = lives->links.items[i];
        assert_false(linked[link.from][link.to]);
        linked[link.from][link.to] = true;
    }
    for (uint64_t step = 0; step <= rig.session.steps; step++) {
        show_seek(&rig.show, step);
        for (size_t a = 0; a < lives->items.count; a++) {
            ObjectId owner = lives->items.items[a].object;
            for (Position at = 0; world_alive(world, owner) && at < world->slot_count[owner]; at++) {
                const Life *held = lives_find(lives, world_target(world, owner, at));
                if (held != NULL && held->object != owner) {
                    found[a][held - lives->items.items] = true;
                }
            }
        }
    }
    assert_memory_equal(linked, found, sizeof linked);
    rig_close(&rig);
}

static void the_crowd_of_a_repeat_does_not_count(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, "crowd"));
    assert_int_equal(rig.show.lives.most_living, 3); /* keep, a, b; not the 600 of the repeat */
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lives_agree_with_the_world),
        cmocka_unit_test(no_two_objects_share_a_place),
        cmocka_unit_test(an_object_keeps_its_column),
        cmocka_unit_test(distance_is_that_at_the_end_of_the_op_of_birth),
        cmocka_unit_test(what_is_hidden_is_counted),
        cmocka_unit_test(lives_are_linked_as_the_world_says),
        cmocka_unit_test(the_crowd_of_a_repeat_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
