/* history_view against the world itself after a seek, and rows against a walk over the journal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "journal/history.h"
#include "synthetic_run.h"

static uint64_t seed;

static bool same_view(const World *world, ObjectId o, const ObjectView *view)
{
    return view->list == world->list[o] && view->fixed == world->fixed[o] && view->flags == world->flags[o] &&
           view->type == world->type[o] && view->id == world->id[o] && view->repr == world->repr[o] &&
           view->refcount == world->refcount[o] && view->gc_refs == world->gc_refs[o] && view->temps == world->temps[o] &&
           view->slot_count == world->slot_count[o] && view->block == world->block[o] && view->storage == world->storage[o] &&
           view->size == world->size[o] && view->storage_size == world->storage_size[o] && view->aux == world->aux[o];
}

static bool unborn_view(const ObjectView *v)
{
    return (v->list | v->fixed | v->flags | v->type | v->id | v->repr | v->refcount | v->gc_refs | v->temps | v->slot_count |
            v->block | v->storage | v->size | v->storage_size | v->aux) == 0;
}

/* All objects at the step the world is at. The unborn are all 0; the world may keep stale numbers of them. */
static void check_views(Synthetic *run, const History *history, ObjectId top)
{
    uint64_t step = run->timeline.step;
    for (ObjectId object = OBJECT_FIRST; object < top; object++) {
        ObjectView view;
        history_view(history, object, step, &view);
        bool same = view.born ? same_view(run->world, object, &view) : unborn_view(&view);
        if (!same || (!view.born && world_alive(run->world, object))) {
            fail_msg("seed %llu: object %u differs at step %llu", (unsigned long long)seed, object, (unsigned long long)step);
        }
    }
}

static void check_run(uint64_t run_seed, uint32_t chunk, uint64_t steps, int seeks)
{
    Synthetic run;
    History history;
    synthetic_init(&run, run_seed, chunk);
    synthetic_run(&run, steps);
    history_init(&history, &run.timeline);
    history_build(&history);
    ObjectId top = run.world->words[W_OBJECT_TOP];
    check_views(&run, &history, top);
    for (int i = 0; i < seeks; i++) {
        timeline_seek(&run.timeline, synthetic_below(&run, (uint32_t)timeline_steps(&run.timeline) + 1));
        check_views(&run, &history, top);
    }
    history_release(&history);
    synthetic_release(&run);
}

static void test_views_tiny_keyframes(void **state)
{
    (void)state;
    check_run(seed, 60, 3000, 100);
    check_run(seed + 1, 1000, 3000, 100);
}

static void test_views_default_keyframes(void **state)
{
    (void)state;
    check_run(seed + 2, JOURNAL_CHUNK_EVENTS, 6000, 60);
}

/* More joins than one block holds, and none of the objects named in between. */
static void test_many_joins(void **state)
{
    (void)state;
    Synthetic run;
    History history;
    synthetic_init(&run, seed + 3, JOURNAL_CHUNK_EVENTS);
    synthetic_run(&run, 300);
    for (uint32_t i = 0; i < 2000; i++) {
        uint32_t from = LIST_GENERATION_0 + synthetic_below(&run, 4);
        uint32_t to = LIST_GENERATION_0 + synthetic_below(&run, 4);
        synthetic_join(&run, from == to ? EVENT_PROMOTE : EVENT_MERGE, from, to);
    }
    synthetic_note_step(&run);
    timeline_sync(&run.timeline);
    history_init(&history, &run.timeline);
    history_build(&history);
    assert_true(history.joins.count > 2 * HISTORY_JOIN_BLOCK);
    ObjectId top = run.world->words[W_OBJECT_TOP];
    do {
        check_views(&run, &history, top);
    } while (timeline_back(&run.timeline));
    history_release(&history);
    synthetic_release(&run);
}

/* Does an event name the object as something it changes? Written from the events' meaning, not from their operand letters. */
static bool concerns(const World *world, const Event *event, ObjectId object)
{
    switch ((EventKind)event->kind) {
    case EVENT_MERGE: case EVENT_PROMOTE: case EVENT_COUNTER: case EVENT_WORD: case EVENT_SETTING: case EVENT_PHASE: case EVENT_LINE:
    case EVENT_OUTPUT: case EVENT_NOTE: case EVENT_ASK: case EVENT_FIT_PLACE: return false;
    case EVENT_PIN: return world->pin_object[event->a] == object;
    case EVENT_PIN_NEW: case EVENT_LARGE_TAKE: case EVENT_LARGE_GIVE: return event->b == object;
    case EVENT_EDGE_SET: case EVENT_EDGE_DROP: case EVENT_EDGE_TO_TEMP: case EVENT_TEMP_TO_EDGE: case EVENT_KEY_OBJECT_SET:
    case EVENT_KEY_OBJECT_DROP: case EVENT_KEY_TO_TEMP: return event->a == object || event->c == object;
    case EVENT_DETACH: case EVENT_WEAKREF_AIM: case EVENT_WEAKREF_CLEAR: return event->a == object || event->b == object;
    default: return event->a == object;
    }
}

static void test_rows(void **state)
{
    (void)state;
    Synthetic run;
    History history;
    synthetic_init(&run, seed + 4, 500);
    synthetic_run(&run, 1500);
    history_init(&history, &run.timeline);
    while (!history_build_some(&history, 100)) {
        assert_false(history_is_built(&history));
    }
    for (ObjectId object = OBJECT_FIRST; object < run.world->words[W_OBJECT_TOP]; object++) {
        size_t count;
        const uint32_t *row = history_events(&history, object, &count);
        size_t at = 0;
        uint64_t last_step = 0;
        for (uint64_t event = 0; event < journal_events(run.journal); event++) {
            if (!concerns(run.world, journal_event(run.journal, event), object)) {
                continue;
            }
            assert_true(at < count);
            assert_int_equal(row[at++], event);
            uint64_t step = journal_step_of(run.journal, event);
            uint64_t found = 0;
            if (step != last_step) {
                assert_true(history_next_step(&history, object, last_step, &found));
                assert_int_equal(found, step);
                assert_int_equal(history_previous_step(&history, object, step, &found), at > 1);
                assert_true(at == 1 || found == last_step);
            }
            last_step = step;
        }
        uint64_t found;
        assert_int_equal(at, count);
        assert_false(history_next_step(&history, object, journal_steps(run.journal), &found));
    }
    history_release(&history);
    synthetic_release(&run);
}

/* The index is rebuilt when more has been recorded. */
static void test_grown_journal(void **state)
{
    (void)state;
    Synthetic run;
    History history;
    synthetic_init(&run, seed + 5, 200);
    history_init(&history, &run.timeline);
    for (uint64_t steps = 200; steps <= 1000; steps += 200) {
        synthetic_run(&run, steps);
        assert_false(history_is_built(&history));
        history_build(&history);
        timeline_seek(&run.timeline, steps / 3);
        check_views(&run, &history, run.world->words[W_OBJECT_TOP]);
        timeline_seek(&run.timeline, timeline_steps(&run.timeline));
    }
    history_release(&history);
    synthetic_release(&run);
}

int main(void)
{
    const char *given = getenv("SEED");
    seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    printf("SEED=%llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_views_tiny_keyframes), cmocka_unit_test(test_views_default_keyframes),
        cmocka_unit_test(test_many_joins), cmocka_unit_test(test_rows), cmocka_unit_test(test_grown_journal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
