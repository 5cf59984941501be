/* Blocks of pools against the allocator: the turn of a free block is the order in which requests of its size get it. */
#include "show_rig.h"
#include "view/pool_cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void every_block_has_its_use(const World *world)
{
    static PoolBlocks blocks;
    for (uint32_t pool = 0; pool < world->words[W_ARENA_RECORDS] * world->geometry.pools_per_arena; pool++) {
        uint32_t busy = 0, owned = 0;
        if (world->pool_class[pool] == 0) {
            continue;
        }
        pool_blocks(world, pool, &blocks);
        pool_owners(world, &blocks);
        for (uint32_t i = 0; i < blocks.capacity; i++) {
            BlockRef block = ((pool << world->geometry.block_shift) | i) + 1;
            busy += blocks.use[i] == BLOCK_USED || blocks.use[i] == BLOCK_KEPT ? 1 : 0;
            owned += blocks.owner[i] != OBJECT_NONE ? 1 : 0;
            assert_int_equal(blocks.owner[i], pool_owner_of(world, block));
            assert_true(blocks.owner[i] == OBJECT_NONE || blocks.use[i] == BLOCK_USED);
            assert_true((blocks.turn[i] != 0) == (blocks.use[i] == BLOCK_FREE));
        }
        assert_int_equal(busy, world->pool_count[pool]);
        assert_true(owned <= busy);
    }
}

/* Whatever a step takes from a pool had turn 1 before it. */
static void the_first_in_turn_is_taken(void **state)
{
    (void)state;
    static PoolBlocks before;
    static const char *const names[] = {"two-lists", "crowd", "mark-sweep"};
    unsigned taken = 0;
    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
        ShowRig rig;
        assert_true(rig_open(&rig, names[n]));
        const Journal *journal = rig.session.journal;
        for (uint64_t step = 1; step <= rig.session.steps; step++) {
            const Event *event = journal_primary(journal, step);
            if (event->kind == EVENT_BLOCK_TAKE && !block_is_large(event->a)) {
                show_seek(&rig.show, step - 1);
                pool_blocks(rig.session.world, world_pool_of(rig.session.world, event->a), &before);
                assert_int_equal(before.turn[world_index_in_pool(rig.session.world, event->a)], 1);
                taken++;
            }
        }
        show_seek(&rig.show, rig.session.steps * 2 / 3);
        every_block_has_its_use(rig.session.world);
        rig_close(&rig);
    }
    assert_true(taken > 10);
}

/* A point in the middle of a cell is that block's, and no cell reaches into another. */
static void cells_and_points(void **state)
{
    (void)state;
    PoolGrid grid = {.pool = 1, .capacity = 31, .columns = 7, .per_cell = 1, .box = {10, 20, 300, 200}, .wide = 20, .high = 12};
    for (uint32_t block = 0; block < grid.capacity; block++) {
        uint32_t found = 99;
        assert_true(pool_block_at(&grid, rect_center(pool_cell(&grid, block)), &found));
        assert_int_equal(found, block);
    }
    uint32_t none;
    assert_false(pool_block_at(&grid, (Point){5, 30}, &none));
    assert_false(pool_block_at(&grid, (Point){15, 19}, &none));
    assert_false(pool_block_at(&grid, (Point){151, 21}, &none));
    assert_false(pool_block_at(&grid, (Point){100, 69}, &none)); /* beyond the last block of the last line */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_in_turn_is_taken),
        cmocka_unit_test(cells_and_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
