/* First-fit against an array of bytes searched from its beginning; its figures too. The seed is printed. */
#include "allocator_rig.h"

enum { MAP_BYTES = 1 << 16, BLOCKS = 300, MAX_BLOCK = 200 };

static const TraceConfig fit_config = {.allocator = ALLOCATOR_FIRST_FIT};

static bool map_is_free(const uint8_t *map, uint32_t at, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++) {
        if (map[at + i] != 0) {
            return false;
        }
    }
    return true;
}

static uint32_t map_lowest(const uint8_t *map, uint32_t bytes)
{
    uint32_t at = 0;
    while (!map_is_free(map, at, bytes)) {
        at++;
    }
    return at;
}

static FitFigures map_figures(const uint8_t *map)
{
    FitFigures figures = {.top = MAP_BYTES};
    while (figures.top > 0 && map[figures.top - 1] == 0) {
        figures.top--;
    }
    uint64_t run = 0;
    for (uint64_t at = 0; at < figures.top; at++) {
        run = map[at] == 0 ? run + 1 : 0;
        figures.holes += run == 1;
        figures.hole_bytes += map[at] == 0;
        figures.used_bytes += map[at] != 0;
        figures.largest_hole = run > figures.largest_hole ? run : figures.largest_hole;
    }
    figures.top += HOLES_START;
    return figures;
}

static void assert_figures(const Rig *rig, const uint8_t *map)
{
    FitFigures expected = map_figures(map);
    FitFigures figures = fit_figures(rig->world);
    assert_memory_equal(&figures, &expected, sizeof expected);
    const Holes *holes = &rig->allocator.holes;
    assert_int_equal(holes->top, expected.top);
    assert_int_equal(holes->count, expected.holes);
    assert_int_equal(holes->bytes, expected.hole_bytes);
    assert_int_equal(holes_largest(holes), expected.largest_hole);
}

typedef struct Fit {
    Rig rig;
    Rng rng;
    uint8_t map[MAP_BYTES + MAX_BLOCK];
    BlockRef blocks[BLOCKS];
    uint32_t at[BLOCKS], bytes[BLOCKS];
} Fit;

static void fit_set(Fit *fit, uint32_t i, uint32_t at, uint32_t bytes)
{
    memset(fit->map + fit->at[i], 0, fit->bytes[i]);
    memset(fit->map + at, 1, bytes);
    fit->at[i] = at;
    fit->bytes[i] = bytes;
}

static void fit_take(Fit *fit, uint32_t i)
{
    uint32_t bytes = rng_below(&fit->rng, MAX_BLOCK);
    fit->blocks[i] = rig_take(&fit->rig, bytes);
    bytes += bytes == 0;
    fit_set(fit, i, map_lowest(fit->map, bytes), bytes);
}

static void fit_give(Fit *fit, uint32_t i)
{
    rig_give(&fit->rig, fit->blocks[i]);
    fit->blocks[i] = 0;
    fit_set(fit, i, 0, 0);
}

/* In place when the bytes behind are free, else at the lowest address found before the old place is free again. */
static void fit_change(Fit *fit, uint32_t i)
{
    uint32_t old = fit->bytes[i];
    uint32_t bytes = 1 + rng_below(&fit->rng, MAX_BLOCK);
    uint32_t at = fit->at[i];
    if (bytes > old && !map_is_free(fit->map, at + old, bytes - old)) {
        at = map_lowest(fit->map, bytes);
    }
    BlockRef before = fit->blocks[i];
    fit->blocks[i] = allocator_resize(&fit->rig.allocator, before, bytes, OBJECT_NONE);
    assert_int_equal(fit->blocks[i] == before, at == fit->at[i]);
    fit_set(fit, i, at, bytes);
}

static void agrees_with_an_array_of_bytes(void **state)
{
    (void)state;
    static Fit fit;
    fit.rng.state = 77;
    print_message("  seed %d\n", 77);
    rig_init(&fit.rig, &fit_config, true);
    uint64_t empty = rig_picture(&fit.rig);
    uint64_t middle = 0;
    size_t middle_events = 0;
    static uint8_t middle_map[MAP_BYTES];
    for (uint32_t round = 0; round < 20000; round++) {
        uint32_t i = rng_below(&fit.rng, BLOCKS);
        if (fit.blocks[i] == 0) {
            fit_take(&fit, i);
        } else if (rng_below(&fit.rng, 3) == 0) {
            fit_change(&fit, i);
        } else {
            fit_give(&fit, i);
        }
        if (fit.blocks[i] != 0) {
            assert_int_equal(rig_address(&fit.rig, fit.blocks[i]), HOLES_START + fit.at[i]);
        }
        if (round % 100 == 0) {
            assert_figures(&fit.rig, fit.map);
        }
        if (round == 10000) {
            middle = rig_picture(&fit.rig);
            middle_events = rig_events(&fit.rig);
            memcpy(middle_map, fit.map, MAP_BYTES);
        }
    }
    size_t at = rig_events(&fit.rig);
    while (at > middle_events) {
        apply_event_undo(fit.rig.world, &fit.rig.log.items[--at]);
    }
    assert_int_equal(rig_picture(&fit.rig), middle);
    allocator_resync(&fit.rig.allocator);
    assert_figures(&fit.rig, middle_map);
    while (at > 0) {
        apply_event_undo(fit.rig.world, &fit.rig.log.items[--at]);
    }
    assert_int_equal(rig_picture(&fit.rig), empty);
    rig_release(&fit.rig);
}

static void neighbours_merge(void **state)
{
    (void)state;
    Holes holes;
    holes_init(&holes);
    for (uint64_t i = 0; i < 5; i++) {
        assert_int_equal(holes_take(&holes, 10), HOLES_START + 10 * i);
    }
    holes_give(&holes, HOLES_START + 10, 10);
    holes_give(&holes, HOLES_START + 30, 10);
    assert_int_equal(holes.count, 2);
    assert_int_equal(holes_take(&holes, 11), HOLES_START + 50);
    holes_give(&holes, HOLES_START + 20, 10);
    assert_int_equal(holes.count, 1);
    assert_int_equal(holes_largest(&holes), 30);
    assert_int_equal(holes_take(&holes, 11), HOLES_START + 10);
    assert_false(holes_take_at(&holes, HOLES_START + 21, 20));
    holes_give(&holes, HOLES_START + 50, 11);
    assert_int_equal(holes.top, HOLES_START + 50);
    holes_give(&holes, HOLES_START + 40, 10); /* the hole before it and all behind */
    assert_int_equal(holes.top, HOLES_START + 21);
    assert_int_equal(holes.count, 0);
    holes_release(&holes);
}

/* A hundred thousand holes: a search that looked at each would take minutes. */
static void stays_fast_with_many_holes(void **state)
{
    (void)state;
    Holes holes;
    holes_init(&holes);
    for (uint32_t i = 0; i < 200000; i++) {
        holes_take(&holes, 16);
    }
    for (uint32_t i = 0; i < 200000; i += 2) {
        holes_give(&holes, HOLES_START + 16 * (uint64_t)i, 16);
    }
    assert_int_equal(holes.count, 100000);
    for (uint32_t i = 0; i < 100000; i++) {
        assert_int_equal(holes_take(&holes, 17), HOLES_START + 16 * UINT64_C(200000) + 17 * (uint64_t)i);
    }
    for (uint32_t i = 0; i < 100000; i++) {
        assert_int_equal(holes_take(&holes, 9), HOLES_START + 32 * (uint64_t)i);
    }
    assert_int_equal(holes.bytes, 700000);
    holes_release(&holes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_merge),
        cmocka_unit_test(agrees_with_an_array_of_bytes),
        cmocka_unit_test(stays_fast_with_many_holes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
