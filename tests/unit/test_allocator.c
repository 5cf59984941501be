/* pymalloc, one transition at a time, as told by its rules. Steps are written as the names of their voiced events. */
#include "allocator_rig.h"

/* Two arenas of four pools of 1 KiB fit on a blackboard: 64-byte blocks, 15 a pool. */
static const TraceConfig small_config = {.small_max = 256, .pool_bytes = 1024, .arena_bytes = 4096};

enum { BLOCK = 64, POOL_BLOCKS = 15, ARENA_BLOCKS = 4 * POOL_BLOCKS };

/* The steps since event `from`, each by its first voiced event. */
static const char *steps_since(const Rig *rig, size_t from)
{
    static char text[400];
    bool wanted = false;
    text[0] = '\0';
    for (size_t i = from; i < rig_events(rig); i++) {
        const Event *event = &rig->log.items[i];
        wanted = wanted || (event->flags & EVENT_STEP) != 0;
        if (wanted && event_info[event->kind].voiced) {
            size_t used = strlen(text);
            snprintf(text + used, sizeof text - used, "%s%s", used == 0 ? "" : " ", event_info[event->kind].text);
            wanted = false;
        }
    }
    return text;
}

#define ASSERT_STEPS(rig, expression, expected)                      \
    do {                                                             \
        size_t from_ = rig_events(rig);                              \
        expression;                                                  \
        assert_string_equal(steps_since(rig, from_), expected);      \
    } while (0)

static void take_many(Rig *rig, BlockRef *blocks, uint32_t count, uint32_t bytes)
{
    for (uint32_t i = 0; i < count; i++) {
        blocks[i] = rig_take(rig, bytes);
    }
}

static void give_many(Rig *rig, const BlockRef *blocks, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        rig_give(rig, blocks[i]);
    }
}

static uint32_t arena_of(const Rig *rig, BlockRef block)
{
    return pool_arena(rig->world, world_pool_of(rig->world, block));
}

/* ---- sizes ---- */

static void geometry_is_the_one_of_each_version(void **state)
{
    (void)state;
    static const struct { uint32_t bytes, large_pool, small_pool; } rows[] = {
        {16, 1021, 253}, {32, 510, 126}, {48, 340, 84}, {64, 255, 63}, {80, 204, 50}, {96, 170, 42}, {112, 145, 36}, {128, 127, 31},
        {144, 113, 28},  {160, 102, 25}, {208, 78, 19}, {256, 63, 15}, {304, 53, 13}, {400, 40, 10}, {496, 32, 8},   {512, 31, 7}};
    Rig rig, old;
    const TraceConfig config = {.pool_bytes = 4096, .arena_bytes = 1 << 18};
    rig_init(&rig, NULL, true);
    rig_init(&old, &config, true);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t size_class = (rows[i].bytes - 1) >> 4;
        assert_int_equal(pool_block_bytes(&rig.world->geometry, size_class), rows[i].bytes);
        assert_int_equal(pool_capacity(&rig.world->geometry, size_class), rows[i].large_pool);
        assert_int_equal(pool_capacity(&old.world->geometry, size_class), rows[i].small_pool);
    }
    assert_int_equal(rig.world->geometry.usable_pools, 63);
    assert_int_equal(old.world->geometry.usable_pools, 64);
    rig_release(&rig);
    rig_release(&old);
}

static void a_request_gets_the_block_of_its_class(void **state)
{
    (void)state;
    static const uint32_t asked[] = {1, 16, 17, 32, 33, 496, 497, 512};
    static const uint32_t got[] = {16, 16, 32, 32, 48, 496, 512, 512};
    Rig rig;
    rig_init(&rig, NULL, true);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        BlockRef block = rig_take(&rig, asked[i]);
        assert_false(block_is_large(block));
        assert_int_equal(block_bytes(rig.world, block), got[i]);
    }
    rig_release(&rig);
}

/* ---- blocks and pools ---- */

static void the_first_request_tells_the_whole_story(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, NULL, true);
    BlockRef block = 0;
    ASSERT_STEPS(&rig, block = rig_take(&rig, 10), "arena_new pool_open pool_used block_take");
    uint64_t base = world_arena_base(rig.world, 0);
    assert_int_equal(base % 4096, 0);
    assert_int_not_equal(base % 16384, 0);
    assert_int_equal(rig_address(&rig, block), (base / 16384 + 1) * 16384 + 48);
    assert_int_equal(rig.world->words[W_ARENA_RECORDS], 16);
    assert_int_equal(arena_field(rig.world, 0, ARENA_POOLS), 63);
    assert_int_equal(arena_field(rig.world, 0, ARENA_FREE), 62);
    ASSERT_STEPS(&rig, rig_take(&rig, 10), "block_take");
    ASSERT_STEPS(&rig, rig_take(&rig, 20), "pool_open pool_used block_take");
    rig_release(&rig);
}

static void virgin_blocks_go_in_order_and_freed_ones_last_first(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, NULL, true);
    BlockRef blocks[5];
    take_many(&rig, blocks, 5, 32);
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(rig_address(&rig, blocks[i]), rig_address(&rig, blocks[0]) + i * 32);
    }
    /* eager: the block that follows has been carved already */
    uint32_t pool = world_pool_of(rig.world, blocks[0]);
    assert_int_equal(rig.world->pool_virgin[pool], 6);
    ASSERT_STEPS(&rig, rig_give(&rig, blocks[1]), "block_give");
    rig_give(&rig, blocks[3]);
    assert_int_equal(rig_take(&rig, 32), blocks[3]);
    assert_int_equal(rig_take(&rig, 32), blocks[1]);
    assert_int_equal(rig.world->pool_virgin[pool], 6);
    assert_int_equal(rig_address(&rig, rig_take(&rig, 32)), rig_address(&rig, blocks[0]) + 160);
    rig_release(&rig);
}

static void a_full_pool_leaves_and_comes_back_to_the_front(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, &small_config, true);
    BlockRef first[POOL_BLOCKS], second[POOL_BLOCKS];
    take_many(&rig, first, POOL_BLOCKS - 1, BLOCK);
    ASSERT_STEPS(&rig, first[POOL_BLOCKS - 1] = rig_take(&rig, BLOCK), "block_take pool_full");
    assert_true(pool_is_full(rig.world, world_pool_of(rig.world, first[0])));
    ASSERT_STEPS(&rig, second[0] = rig_take(&rig, BLOCK), "pool_open pool_used block_take");
    ASSERT_STEPS(&rig, rig_give(&rig, first[7]), "block_give pool_used");
    ASSERT_STEPS(&rig, rig_give(&rig, first[3]), "block_give");
    assert_int_equal(rig_take(&rig, BLOCK), first[3]);
    ASSERT_STEPS(&rig, assert_int_equal(rig_take(&rig, BLOCK), first[7]), "block_take pool_full");
    assert_int_equal(rig_address(&rig, rig_take(&rig, BLOCK)), rig_address(&rig, second[0]) + BLOCK);
    rig_release(&rig);
}

static void an_empty_pool_keeps_its_chain_for_its_class(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, &small_config, true);
    BlockRef blocks[3];
    take_many(&rig, blocks, 3, BLOCK);
    give_many(&rig, blocks, 2);
    ASSERT_STEPS(&rig, rig_give(&rig, blocks[2]), "block_give pool_empty");
    assert_int_equal(arena_field(rig.world, 0, ARENA_FREE), 4);
    ASSERT_STEPS(&rig, assert_int_equal(rig_take(&rig, BLOCK), blocks[2]), "pool_used block_take");
    assert_int_equal(rig_take(&rig, BLOCK), blocks[1]);
    assert_int_equal(rig_take(&rig, BLOCK), blocks[0]);
    give_many(&rig, blocks, 3);
    BlockRef other = 0;
    ASSERT_STEPS(&rig, other = rig_take(&rig, 16), "pool_open pool_used block_take");
    assert_int_equal(world_pool_of(rig.world, other), world_pool_of(rig.world, blocks[0]));
    assert_int_equal(rig_address(&rig, other) % 1024, 48);
    rig_release(&rig);
}

static void freed_pools_go_last_first_and_before_virgin_ones(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, &small_config, true);
    BlockRef a = rig_take(&rig, 16), b = rig_take(&rig, 32), c = rig_take(&rig, 48);
    rig_give(&rig, a);
    rig_give(&rig, c);
    assert_int_equal(world_pool_of(rig.world, rig_take(&rig, 64)), 2);
    assert_int_equal(world_pool_of(rig.world, rig_take(&rig, 80)), 0);
    assert_int_equal(world_pool_of(rig.world, rig_take(&rig, 96)), 3);
    assert_int_equal(world_pool_of(rig.world, b), 1);
    rig_release(&rig);
}

/* ---- arenas ---- */

static const char *usable(const Rig *rig)
{
    static char text[100];
    text[0] = '\0';
    const World *world = rig->world;
    for (uint32_t arena = world->words[W_ARENA_USABLE]; arena != 0; arena = arena_field(world, arena - 1, ARENA_NEXT)) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%u(%u)", used == 0 ? "" : " ", arena - 1, arena_field(world, arena - 1, ARENA_FREE));
    }
    return text;
}

static void arenas_are_sorted_by_free_pools(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, &small_config, true);
    BlockRef blocks[3 * ARENA_BLOCKS];
    take_many(&rig, blocks, 3 * ARENA_BLOCKS, BLOCK);
    assert_string_equal(usable(&rig), "");
    assert_int_equal(arena_of(&rig, blocks[2 * ARENA_BLOCKS]), 2);
    BlockRef *arena[3] = {blocks, blocks + ARENA_BLOCKS, blocks + 2 * ARENA_BLOCKS};
    give_many(&rig, arena[0], POOL_BLOCKS); /* one pool each */
    assert_string_equal(usable(&rig), "0(1)");
    give_many(&rig, arena[1], POOL_BLOCKS);
    assert_string_equal(usable(&rig), "1(1) 0(1)");
    give_many(&rig, arena[2], POOL_BLOCKS);
    assert_string_equal(usable(&rig), "2(1) 1(1) 0(1)");
    give_many(&rig, arena[2] + POOL_BLOCKS, POOL_BLOCKS);
    assert_string_equal(usable(&rig), "1(1) 0(1) 2(2)");
    give_many(&rig, arena[0] + POOL_BLOCKS, POOL_BLOCKS);
    assert_string_equal(usable(&rig), "1(1) 0(2) 2(2)");
    give_many(&rig, arena[0] + 2 * POOL_BLOCKS, POOL_BLOCKS);
    assert_string_equal(usable(&rig), "1(1) 2(2) 0(3)");
    /* the fullest one serves first, and drops out */
    assert_int_equal(arena_of(&rig, rig_take(&rig, 16)), 1);
    assert_string_equal(usable(&rig), "2(2) 0(3)");
    assert_int_equal(arena_of(&rig, rig_take(&rig, 32)), 2);
    assert_string_equal(usable(&rig), "2(1) 0(3)");
    rig_picture(&rig);
    rig_release(&rig);
}

static void an_empty_arena_goes_when_another_is_usable(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, &small_config, true);
    BlockRef blocks[2 * ARENA_BLOCKS];
    take_many(&rig, blocks, ARENA_BLOCKS, BLOCK);
    give_many(&rig, blocks, ARENA_BLOCKS);
    assert_string_equal(usable(&rig), "0(4)"); /* the last one stays */
    assert_int_equal(rig.world->words[W_ARENAS], 1);
    take_many(&rig, blocks, 2 * ARENA_BLOCKS, BLOCK);
    give_many(&rig, blocks + ARENA_BLOCKS, 2 * POOL_BLOCKS);
    give_many(&rig, blocks, ARENA_BLOCKS - 1);
    assert_string_equal(usable(&rig), "1(2) 0(3)");
    ASSERT_STEPS(&rig, rig_give(&rig, blocks[ARENA_BLOCKS - 1]), "block_give pool_empty"); /* no successor */
    assert_string_equal(usable(&rig), "1(2) 0(4)");
    give_many(&rig, blocks + ARENA_BLOCKS + 2 * POOL_BLOCKS, 2 * POOL_BLOCKS - 1);
    assert_string_equal(usable(&rig), "1(3) 0(4)");
    ASSERT_STEPS(&rig, rig_give(&rig, blocks[2 * ARENA_BLOCKS - 1]), "block_give pool_empty arena_gone");
    assert_string_equal(usable(&rig), "0(4)");
    assert_int_equal(rig.world->words[W_ARENAS_RECLAIMED], 1);
    assert_int_equal(world_arena_base(rig.world, 1), 0);
    rig_release(&rig);
}

static void before_3_9_the_last_arena_goes_too(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, &small_config, false);
    uint64_t before = rig_picture(&rig);
    BlockRef block = rig_take(&rig, BLOCK);
    ASSERT_STEPS(&rig, rig_give(&rig, block), "block_give pool_empty arena_gone");
    assert_string_equal(usable(&rig), "");
    assert_int_equal(rig.world->words[W_ARENAS], 0);
    for (size_t i = rig_events(&rig); i-- > 0;) {
        apply_event_undo(rig.world, &rig.log.items[i]);
    }
    assert_int_equal(rig_picture(&rig), before);
    rig_release(&rig);
}

static void given_back_records_are_used_again_last_first(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, &small_config, false);
    BlockRef blocks[18 * ARENA_BLOCKS];
    take_many(&rig, blocks, 18 * ARENA_BLOCKS, BLOCK);
    assert_int_equal(rig.world->words[W_ARENA_RECORDS], 32);
    assert_int_equal(arena_of(&rig, blocks[17 * ARENA_BLOCKS]), 17);
    give_many(&rig, blocks + 3 * ARENA_BLOCKS, ARENA_BLOCKS);
    give_many(&rig, blocks + 9 * ARENA_BLOCKS, ARENA_BLOCKS);
    assert_int_equal(arena_of(&rig, rig_take(&rig, 16)), 9);
    take_many(&rig, blocks, 4 * POOL_BLOCKS, BLOCK);
    assert_int_equal(arena_of(&rig, blocks[4 * POOL_BLOCKS - 1]), 3);
    take_many(&rig, blocks, 4 * POOL_BLOCKS, BLOCK);
    assert_int_equal(arena_of(&rig, blocks[4 * POOL_BLOCKS - 1]), 18);
    rig_release(&rig);
}

static void bases_may_be_given(void **state)
{
    (void)state;
    static const uint64_t bases[] = {0x7fff00000000, 0x10001000};
    const TraceConfig config = {.arena_bytes = 4 * 16384, .arena_bases = bases, .arena_base_count = 2};
    Rig rig;
    rig_init(&rig, &config, true);
    uint32_t capacity = pool_capacity(&rig.world->geometry, 31);
    BlockRef block = rig_take(&rig, 512);
    assert_int_equal(rig_address(&rig, block), 0x7fff00000030);
    assert_int_equal(arena_field(rig.world, 0, ARENA_POOLS), 4);
    for (uint32_t i = 1; i < 4 * capacity; i++) {
        rig_take(&rig, 512);
    }
    assert_int_equal(rig_address(&rig, rig_take(&rig, 512)), 0x10004030);
    assert_int_equal(arena_field(rig.world, 1, ARENA_POOLS), 3);
    for (uint32_t i = 1; i < 3 * capacity; i++) {
        rig_take(&rig, 512);
    }
    block = rig_take(&rig, 512); /* then the default: page-aligned only */
    assert_int_equal(arena_of(&rig, block), 2);
    assert_int_equal(arena_field(rig.world, 2, ARENA_POOLS), 3);
    rig_release(&rig);
}

/* ---- realloc and large blocks ---- */

static void realloc_stays_down_to_three_quarters(void **state)
{
    (void)state;
    static const struct { uint32_t from, to; bool stays; } rows[] = {
        {64, 64, true}, {64, 49, true}, {64, 48, false}, {64, 65, false}, {64, 0, false}, {50, 64, true}, {16, 13, true},
        {16, 12, false}, {512, 385, true}, {512, 384, false}, {512, 513, false}, {1, 16, true}};
    Rig rig;
    rig_init(&rig, NULL, true);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        BlockRef block = rig_take(&rig, rows[i].from);
        BlockRef moved = allocator_resize(&rig.allocator, block, rows[i].to, OBJECT_NONE);
        assert_int_equal(moved == block, rows[i].stays);
        assert_int_equal(block_is_large(moved), rows[i].to == 0 || rows[i].to > 512);
    }
    BlockRef block = rig_take(&rig, 100); /* the new one is taken before the old one is given back */
    ASSERT_STEPS(&rig, allocator_resize(&rig.allocator, block, 15, OBJECT_NONE), "block_take block_give pool_empty");
    rig_release(&rig);
}

static void large_blocks_stay_large(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, NULL, true);
    const World *world = rig.world;
    BlockRef first = 0, second;
    ASSERT_STEPS(&rig, first = rig_take(&rig, 513), "large_take");
    second = rig_take(&rig, 0);
    assert_int_equal(world->words[W_LARGE_BLOCKS], 2);
    assert_int_equal(world->totals[TOTAL_LARGE_BYTES], 514);
    uint64_t address = rig_address(&rig, first);
    ASSERT_STEPS(&rig, assert_int_equal(allocator_resize(&rig.allocator, first, 20, OBJECT_NONE), first), "large_resize");
    assert_int_equal(rig_address(&rig, first), address);
    assert_int_equal(allocator_resize(&rig.allocator, second, 5000, OBJECT_NONE), second);
    assert_int_equal(world->totals[TOTAL_LARGE_BYTES], 5020);
    uint64_t before = rig_picture(&rig);
    size_t events = rig_events(&rig);
    ASSERT_STEPS(&rig, rig_give(&rig, second), "large_give");
    rig_give(&rig, first);
    ASSERT_STEPS(&rig, assert_int_equal(rig_take(&rig, 600), first), "large_take"); /* its number, another address */
    assert_int_not_equal(rig_address(&rig, first), address);
    assert_int_equal(rig_take(&rig, 600), second);
    assert_int_equal(world->totals[TOTAL_LARGE_BYTES], 1200);
    for (size_t i = rig_events(&rig); i-- > events;) {
        apply_event_undo(rig.world, &rig.log.items[i]);
    }
    assert_int_equal(rig_picture(&rig), before);
    assert_int_equal(rig_address(&rig, first), address);
    rig_release(&rig);
}

/* ---- what a trace may ask for ---- */

static void nonsense_is_refused_by_name(void **state)
{
    (void)state;
    static const uint64_t odd_base[] = {0x7f0000000000, 0x7f0000000800};
    static const uint64_t high_base[] = {UINT64_C(1) << 47};
    static const struct { TraceConfig config; const char *member; } rows[] = {
        {{.alignment = 12}, "alignment"}, {{.alignment = 4}, "alignment"}, {{.alignment = 128}, "alignment"},
        {{.small_max = 500}, "small_max"}, {{.small_max = 16 * 129}, "small_max"}, {{.small_max = 8}, "small_max"},
        {{.alignment = 8}, "pool_bytes"}, {{.pool_bytes = 5000}, "pool_bytes"}, {{.pool_bytes = 1024}, "pool_bytes"},
        {{.pool_bytes = 32768}, "pool_bytes"}, {{.pool_bytes = UINT64_C(1) << 53}, "pool_bytes"},
        {{.arena_bytes = 20000}, "arena_bytes"}, {{.arena_bytes = 16384}, "arena_bytes"}, {{.arena_bytes = 2 * 16384}, "arena_bytes"},
        {{.arena_bytes = 16384, .arena_aligned = true}, "arena_bytes"}, {{.arena_bytes = 1025 * 16384}, "arena_bytes"},
        {{.arena_bytes = UINT64_C(1) << 53}, "arena_bytes"},
        {{.arena_bases = odd_base, .arena_base_count = 2}, "arena_bases[1]"},
        {{.arena_bases = high_base, .arena_base_count = 1}, "arena_bases[0]"}};
    Names *names = names_new();
    World *world = world_new(names);
    Event events[4];
    Emit emit;
    emit_init_plain(&emit, world, events, 4);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Err err = {0};
        Allocator allocator;
        char member[64];
        snprintf(member, sizeof member, "config.pymalloc.%s is ", rows[i].member);
        assert_false(allocator_init(&allocator, &emit, &rows[i].config, &geometry_16k, true, &err));
        assert_int_equal(err.status, ERR_INPUT);
        assert_memory_equal(err.text, member, strlen(member));
    }
    world_free(world);
    names_free(names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(geometry_is_the_one_of_each_version),
        cmocka_unit_test(a_request_gets_the_block_of_its_class),
        cmocka_unit_test(the_first_request_tells_the_whole_story),
        cmocka_unit_test(virgin_blocks_go_in_order_and_freed_ones_last_first),
        cmocka_unit_test(a_full_pool_leaves_and_comes_back_to_the_front),
        cmocka_unit_test(an_empty_pool_keeps_its_chain_for_its_class),
        cmocka_unit_test(freed_pools_go_last_first_and_before_virgin_ones),
        cmocka_unit_test(arenas_are_sorted_by_free_pools),
        cmocka_unit_test(an_empty_arena_goes_when_another_is_usable),
        cmocka_unit_test(before_3_9_the_last_arena_goes_too),
        cmocka_unit_test(given_back_records_are_used_again_last_first),
        cmocka_unit_test(bases_may_be_given),
        cmocka_unit_test(realloc_stays_down_to_three_quarters),
        cmocka_unit_test(large_blocks_stay_large),
        cmocka_unit_test(nonsense_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
