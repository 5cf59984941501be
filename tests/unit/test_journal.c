/* The journal's queries against a plain walk over the events; the curve against the live world. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "journal/curve.h"
#include "synthetic_run.h"

static uint64_t seed;

static void test_empty(void **state)
{
    (void)state;
    Journal *journal = journal_new();
    Emit emitter = {0};
    journal_attach(journal, &emitter);
    journal_sync(journal);
    uint64_t first;
    uint64_t last;
    CurvePoint points[3];
    assert_int_equal(journal_steps(journal), 0);
    assert_int_equal(journal_step_end(journal, 0), 0);
    assert_null(journal_primary(journal, 0));
    assert_int_equal(journal_record_of_step(journal, 0), JOURNAL_NO_OP);
    assert_false(journal_op_steps(journal, 0, &first, &last));
    curve_build(journal, points, 3);
    assert_int_equal(points[2].highest, 0);
    assert_int_equal(journal_room(journal), JOURNAL_MAX_EVENTS);
    journal_free(journal);
    journal_free(NULL);
}

/* Every step's events, its primary event, and back from event to step. */
static void test_steps(void **state)
{
    (void)state;
    Synthetic run;
    synthetic_init(&run, seed, 100);
    synthetic_run(&run, 3000);
    const Journal *journal = run.journal;
    uint64_t step = 0;
    uint64_t first = 0;
    for (uint64_t event = 0; event <= journal_events(journal); event++) {
        bool begins = event == journal_events(journal) || (journal_event(journal, event)->flags & EVENT_STEP) != 0;
        assert_int_equal(journal_steps_before(journal, event), step);
        if (begins) {
            assert_int_equal(journal_step_first(journal, step), first);
            assert_int_equal(journal_step_end(journal, step), event);
            first = event;
            step++;
        }
        if (event < journal_events(journal)) {
            assert_int_equal(journal_step_of(journal, event), step - !begins + (begins ? 0 : 1));
        }
    }
    assert_int_equal(step, journal_steps(journal) + 1);
    for (step = 1; step <= journal_steps(journal); step++) {
        const Event *primary = journal_primary(journal, step);
        const Event *event = journal_event(journal, journal_step_first(journal, step));
        const Event *end = journal_event(journal, journal_step_end(journal, step));
        const Event *found = event;
        while (found < end && !event_info[found->kind].voiced) {
            found++;
        }
        assert_ptr_equal(primary, found == end ? event : found);
    }
    synthetic_release(&run);
}

/* Steps that are rare: the search must cross many groups without one. */
static void test_rare_steps(void **state)
{
    (void)state;
    Synthetic run;
    synthetic_init(&run, seed, JOURNAL_CHUNK_EVENTS);
    uint64_t begins[40];
    uint64_t steps = 0;
    uint64_t event = 0;
    for (uint32_t object = OBJECT_FIRST; steps < 40; object++) {
        bool step = synthetic_below(&run, 4000) == 0;
        if (step) {
            begins[steps++] = event;
        }
        emit_event(&run.emit, (Event){EVENT_NEW, step, 0, object, run.types[0], 0});
        event++;
    }
    journal_sync(run.journal);
    for (uint64_t step = 1; step <= steps; step++) {
        assert_int_equal(journal_step_first(run.journal, step), begins[step - 1]);
        assert_int_equal(journal_step_of(run.journal, begins[step - 1]), step);
        assert_int_equal(journal_steps_before(run.journal, begins[step - 1]), step - 1);
    }
    synthetic_release(&run);
}

static void test_ops(void **state)
{
    (void)state;
    Synthetic run;
    synthetic_init(&run, seed + 1, 100);
    synthetic_run(&run, 2000);
    const Journal *journal = run.journal;
    uint64_t ordinal = 0;
    uint32_t before = UINT32_MAX;
    for (uint64_t step = 1; step <= journal_steps(journal); step++) {
        int64_t record = journal_record_of_step(journal, step);
        uint64_t event = journal_step_first(journal, step);
        assert_true(record >= 0 && journal->ops.items[record].first_event <= event);
        assert_true((size_t)record + 1 == journal->ops.count || journal->ops.items[record + 1].first_event > event);
        uint32_t op = journal->ops.items[record].op_index;
        ordinal = op == before ? ordinal + 1 : 1;
        before = op;
        uint64_t first;
        uint64_t last;
        assert_int_equal(journal_step_ordinal(journal, step), ordinal);
        assert_true(journal_op_steps(journal, op, &first, &last));
        assert_int_equal(first, step - ordinal + 1);
        assert_true(last >= step);
        journal_record_steps(journal, (size_t)record, &first, &last);
        assert_true(first <= step && step <= last);
    }
    synthetic_release(&run);
}

static void test_op_without_steps(void **state)
{
    (void)state;
    Journal *journal = journal_new();
    Names *names = names_new();
    World *world = world_new(names);
    Emit emitter = {.world = world};
    journal_attach(journal, &emitter);
    journal_begin_op(journal, (OpRecord){.op_index = 0});
    emit_word(&emitter, EVENT_LINE, W_LINE, 3);
    journal_begin_op(journal, (OpRecord){.op_index = 1});
    journal_begin_op(journal, (OpRecord){.op_index = 2});
    emit_word(&emitter, EVENT_LINE, W_LINE, 4);
    journal_begin_op(journal, (OpRecord){.op_index = 3});
    journal_sync(journal);
    static const uint64_t expected[][2] = {{1, 1}, {2, 1}, {2, 2}, {3, 2}};
    for (uint32_t op = 0; op < 4; op++) {
        uint64_t first;
        uint64_t last;
        assert_true(journal_op_steps(journal, op, &first, &last));
        assert_int_equal(first, expected[op][0]);
        assert_int_equal(last, expected[op][1]);
    }
    assert_int_equal(journal_record_of_step(journal, 2), 2);
    journal_free(journal);
    world_free(world);
    names_free(names);
}

static void test_curve(void **state)
{
    (void)state;
    Synthetic run;
    synthetic_init(&run, seed + 2, 1000);
    synthetic_run(&run, 2000);
    static const size_t counts[] = {1, 7, 500, 2001, 5000};
    uint64_t states = journal_steps(run.journal) + 1;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        CurvePoint *points = mem_zeroed(counts[i], sizeof *points);
        CurvePoint *expected = mem_zeroed(counts[i], sizeof *expected);
        bool *filled = mem_zeroed(counts[i], sizeof *filled);
        curve_build(run.journal, points, counts[i]);
        for (uint64_t step = 0; step < states; step++) {
            CurvePoint *point = &expected[step * counts[i] / states];
            uint32_t alive = run.alive.items[step];
            point->lowest = !filled[step * counts[i] / states] || alive < point->lowest ? alive : point->lowest;
            point->highest = alive > point->highest ? alive : point->highest;
            point->last = alive;
            filled[step * counts[i] / states] = true;
        }
        for (size_t bucket = 1; bucket < counts[i]; bucket++) {
            if (!filled[bucket]) {
                expected[bucket] = expected[bucket - 1];
            }
            assert_memory_equal(&points[bucket], &expected[bucket], sizeof points[0]);
        }
        mem_release(points);
        mem_release(expected);
        mem_release(filled);
    }
    synthetic_release(&run);
}

int main(void)
{
    const char *given = getenv("SEED");
    seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    printf("SEED=%llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty), cmocka_unit_test(test_steps), cmocka_unit_test(test_rare_steps),
        cmocka_unit_test(test_ops), cmocka_unit_test(test_op_without_steps), cmocka_unit_test(test_curve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
