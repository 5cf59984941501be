/* Seeking and stepping over random runs: the world must equal the live one at each step, however it was reached. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "synthetic_run.h"

static uint64_t seed;

static void check_state(Synthetic *run, uint64_t step)
{
    assert_int_equal(run->timeline.step, step);
    if (world_digest(run->world) != run->digests.items[step]) {
        fail_msg("seed %llu: wrong state at step %llu", (unsigned long long)seed, (unsigned long long)step);
    }
}

static void check_all_ways(Synthetic *run)
{
    uint64_t steps = timeline_steps(&run->timeline);
    assert_int_equal(steps + 1, run->digests.count);
    const char *broken = world_check(run->world);
    assert_string_equal(broken == NULL ? "" : broken, "");
    check_state(run, steps);
    for (int i = 0; i < 400; i++) {
        uint64_t step = synthetic_below(run, (uint32_t)steps + 1);
        timeline_seek(&run->timeline, step);
        check_state(run, step);
        for (uint32_t more = synthetic_below(run, 4); more > 0 && timeline_back(&run->timeline); more--) {
            check_state(run, --step);
        }
    }
    timeline_seek(&run->timeline, steps);
    uint64_t step = steps;
    while (timeline_back(&run->timeline)) {
        check_state(run, --step);
    }
    assert_int_equal(step, 0);
    while (timeline_forward(&run->timeline)) {
        check_state(run, ++step);
    }
    assert_int_equal(step, steps);
}

static void test_tiny_keyframes(void **state)
{
    (void)state;
    static const uint32_t chunks[] = {1, 7, 64, 500};
    for (size_t i = 0; i < sizeof chunks / sizeof chunks[0]; i++) {
        Synthetic run;
        synthetic_init(&run, seed + i, chunks[i]);
        synthetic_run(&run, i == 0 ? 300 : 3000);
        assert_true(run.timeline.keyframes.frames.count > 3);
        check_all_ways(&run);
        synthetic_release(&run);
    }
}

static void test_default_keyframes(void **state)
{
    (void)state;
    Synthetic run;
    synthetic_init(&run, seed, JOURNAL_CHUNK_EVENTS);
    synthetic_run(&run, 12000);
    check_all_ways(&run);
    synthetic_release(&run);
}

/* Recording goes on after travelling. */
static void test_record_more(void **state)
{
    (void)state;
    Synthetic run;
    synthetic_init(&run, seed + 17, 64);
    for (uint64_t steps = 400; steps <= 2000; steps += 400) {
        synthetic_run(&run, steps);
        for (int i = 0; i < 20; i++) {
            uint64_t step = synthetic_below(&run, (uint32_t)steps);
            timeline_seek(&run.timeline, step);
            check_state(&run, step);
        }
        timeline_seek(&run.timeline, timeline_steps(&run.timeline));
    }
    check_all_ways(&run);
    synthetic_release(&run);
}

/* What a keyframe holds can be read without entering it. */
static void test_keyframe_read(void **state)
{
    (void)state;
    Synthetic run;
    synthetic_init(&run, seed + 3, 200);
    synthetic_run(&run, 3000);
    Keyframes *keyframes = &run.timeline.keyframes;
    for (size_t index = 0; index < keyframes->frames.count; index++) {
        keyframes_restore(keyframes, index);
        assert_int_equal(keyframes_distance(keyframes, index), 0);
        assert_int_equal(keyframes_pending(keyframes), 0);
        for (ObjectId object = 0; object < run.world->words[W_OBJECT_TOP]; object++) {
            assert_int_equal(KEYFRAME_VALUE(keyframes, index, refcount, object), run.world->refcount[object]);
            assert_int_equal(KEYFRAME_VALUE(keyframes, index, flags, object), run.world->flags[object]);
            assert_int_equal(KEYFRAME_VALUE(keyframes, index, next, object), run.world->next[object]);
        }
    }
    synthetic_release(&run);
}

/* The memory bound holds at the default spacing, wherever the writes go. */
static void test_keyframe_budget(void **state)
{
    (void)state;
    Synthetic run;
    synthetic_init(&run, seed + 4, JOURNAL_CHUNK_EVENTS);
    size_t empty = keyframes_bytes(&run.timeline.keyframes);
    ObjectId top = OBJECT_FIRST + 400000;
    uint64_t before_last = 0;
    for (ObjectId object = OBJECT_FIRST; object < top; object++) {
        emit(&run.emit, EVENT_NEW, object, run.types[SYNTHETIC_PLAIN], 0);
    }
    for (uint32_t i = 0; i < 1500000; i++) {
        emit(&run.emit, EVENT_TEMP_HOLD, OBJECT_FIRST + synthetic_below(&run, 400000), 0, 0);
        if (run.timeline.keyframes.frames.count > before_last) {
            before_last = run.timeline.keyframes.frames.count;
            journal_sync(run.journal);
            uint64_t bytes = (keyframes_bytes(&run.timeline.keyframes) - empty) * 100;
            assert_true(bytes <= journal_events(run.journal) * sizeof(Event) * TIMELINE_BUDGET_PERCENT);
        }
    }
    timeline_sync(&run.timeline);
    assert_true(before_last > 2);
    assert_true((keyframes_bytes(&run.timeline.keyframes) - empty) * 100 <=
                journal_events(run.journal) * sizeof(Event) * TIMELINE_BUDGET_PERCENT);
    synthetic_release(&run);
}

/* Searching by kind against looking at every step. */
static void test_search(void **state)
{
    (void)state;
    Synthetic run;
    synthetic_init(&run, seed + 5, JOURNAL_CHUNK_EVENTS);
    synthetic_run(&run, 4000);
    EventSet kinds = {{0}};
    event_set_add(&kinds, EVENT_PHASE);
    event_set_add(&kinds, EVENT_DETACH);
    event_set_add(&kinds, EVENT_MATERIALIZE);
    uint64_t last = 0;
    uint64_t found = 0;
    for (uint64_t step = 1; step <= timeline_steps(&run.timeline); step++) {
        if (event_set_has(&kinds, journal_primary(run.journal, step)->kind)) {
            assert_true(timeline_next_of(&run.timeline, last, &kinds, &found));
            assert_int_equal(found, step);
            assert_int_equal(timeline_previous_of(&run.timeline, step, &kinds, &found), last != 0);
            assert_true(last == 0 || found == last);
            last = step;
        }
    }
    assert_true(last > 0);
    assert_false(timeline_next_of(&run.timeline, last, &kinds, &found));
    synthetic_release(&run);
}

int main(void)
{
    const char *given = getenv("SEED");
    seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    printf("SEED=%llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tiny_keyframes), cmocka_unit_test(test_default_keyframes), cmocka_unit_test(test_record_more),
        cmocka_unit_test(test_keyframe_read), cmocka_unit_test(test_keyframe_budget), cmocka_unit_test(test_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
