/* Why an object is alive: against all simple paths of small random graphs; the dead: by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "explain/why.h"
#include "explain_rig.h"

#include "base/rng.h"

static uint64_t seed;

enum { MOST_OBJECTS = 7 };

/* ---- the oracle: references as a matrix, all simple paths by recursion ---- */

typedef struct Oracle {
    int count;
    int edges[MOST_OBJECTS][MOST_OBJECTS]; /* how many references from → to */
    int roots[MOST_OBJECTS];               /* root holders */
    bool used[MOST_OBJECTS];               /* not to be entered */
    int target;
} Oracle;

/* Length in holders of the shortest simple path from a root to `at` that avoids what is used; 0 = none. */
static int oracle_shortest(Oracle *oracle, int at)
{
    int best = oracle->roots[at] > 0 ? 1 : 0;
    for (int from = 0; from < oracle->count; from++) {
        if (oracle->edges[from][at] == 0 || oracle->used[from]) {
            continue;
        }
        oracle->used[from] = true;
        int length = oracle_shortest(oracle, from);
        oracle->used[from] = false;
        best = length != 0 && (best == 0 || length + 1 < best) ? length + 1 : best;
    }
    return best;
}

/* Length of the shortest cycle through an object; 0 = none. */
static int oracle_cycle(Oracle *oracle, int start, int at)
{
    int best = 0;
    for (int to = 0; to < oracle->count; to++) {
        if (oracle->edges[at][to] == 0) {
            continue;
        }
        int length = 0;
        if (to == start) {
            length = 1;
        } else if (!oracle->used[to]) {
            oracle->used[to] = true;
            length = oracle_cycle(oracle, start, to);
            oracle->used[to] = false;
            length += length != 0;
        }
        best = length != 0 && (best == 0 || length < best) ? length : best;
    }
    return best;
}

/* References to the target that a root reaches around it. */
static uint64_t oracle_ends(Oracle *oracle)
{
    uint64_t ends = (uint64_t)oracle->roots[oracle->target];
    memset(oracle->used, 0, sizeof oracle->used);
    oracle->used[oracle->target] = true;
    for (int from = 0; from < oracle->count; from++) {
        if (from != oracle->target && oracle->edges[from][oracle->target] != 0) {
            oracle->used[from] = true;
            ends += oracle_shortest(oracle, from) != 0 ? (uint64_t)oracle->edges[from][oracle->target] : 0;
            oracle->used[from] = false;
        }
    }
    return ends;
}

/* ---- a random graph in both forms ---- */

typedef struct Graph {
    Rig rig;
    ObjectId object[MOST_OBJECTS];
    Oracle oracle;
} Graph;

static void graph_init(Graph *graph, Rng *rng)
{
    memset(graph, 0, sizeof *graph);
    rig_init(&graph->rig, COLLECTOR_CPYTHON);
    int count = 2 + (int)rng_below(rng, MOST_OBJECTS - 1);
    graph->oracle.count = count;
    for (int i = 0; i < count; i++) {
        graph->object[i] = rig_new(&graph->rig, graph->rig.list, (const char[]){(char)('A' + i), '\0'});
    }
    for (uint32_t edges = rng_below(rng, (uint32_t)count * 3); edges > 0; edges--) {
        uint32_t from = rng_below(rng, (uint32_t)count);
        uint32_t to = rng_below(rng, (uint32_t)count);
        rig_ref(&graph->rig, graph->object[from], NULL, graph->object[to]);
        graph->oracle.edges[from][to]++;
    }
    for (uint32_t roots = rng_below(rng, 4); roots > 0; roots--) {
        uint32_t at = rng_below(rng, (uint32_t)count);
        if (rng_below(rng, 3) == 0) {
            rig_pin(&graph->rig, graph->object[at], "somebody", 2);
        } else {
            rig_bind(&graph->rig, "name", graph->object[at]);
        }
        graph->oracle.roots[at]++;
    }
    for (int i = 0; i < count; i++) {
        emit(&graph->rig.machine.emit, EVENT_TEMP_DROP, graph->object[i], 0, 0); /* no cascade: some have refcount 0 */
    }
    rig_sync(&graph->rig);
}

static int number_in(const Graph *graph, ObjectId object)
{
    for (int i = 0; i < graph->oracle.count; i++) {
        if (graph->object[i] == object) {
            return i;
        }
    }
    fail_msg("not an object of the graph");
    return -1;
}

/* ---- comparing ---- */

/* Checks that the chain's holders hang together and marks what is inside. */
static void check_chain(Graph *graph, const Why *why, size_t chain)
{
    const Holder *links = why_chain(why, chain);
    size_t count = why->chains.items[chain].count;
    assert_true(holder_is_root(&links[0]));
    for (size_t i = 1; i < count; i++) {
        assert_int_equal(links[i].kind, HOLDER_SLOT);
        int from = number_in(graph, links[i].from);
        assert_false(graph->oracle.used[from]);
        graph->oracle.used[from] = true;
        ObjectId held = i + 1 < count ? links[i + 1].from : why->object;
        assert_int_equal(world_target(graph->rig.world, links[i].from, links[i].position), held);
    }
}

static void check_cycle(Graph *graph, const Why *why)
{
    Oracle *oracle = &graph->oracle;
    memset(oracle->used, 0, sizeof oracle->used);
    int shortest = oracle_cycle(oracle, oracle->target, oracle->target);
    size_t count = why->cycle.count;
    if (count == 0) {
        assert_int_equal(shortest, 0);
        return;
    }
    assert_int_equal(why->cycle.items[0], why->cycle.items[count - 1]);
    for (size_t i = 0; i + 1 < count; i++) {
        assert_true(oracle->edges[number_in(graph, why->cycle.items[i])][number_in(graph, why->cycle.items[i + 1])] > 0);
    }
    if (shortest != 0) {
        assert_int_equal(why->cycle.items[0], why->object);
        assert_int_equal(count, shortest + 1);
        return;
    }
    oracle->roots[number_in(graph, why->cycle.items[0])] = 1; /* the cycle must hold it */
    assert_true(oracle_shortest(oracle, oracle->target) > 0);
    oracle->roots[number_in(graph, why->cycle.items[0])] = 0;
}

static void check_object(Graph *graph, const HolderIndex *index, int target)
{
    Oracle *oracle = &graph->oracle;
    Why why = {0};
    WhyAsk ask = {.world = graph->rig.world, .index = index, .object = graph->object[target]};
    why_find(&ask, &why);
    memset(oracle->used, 0, sizeof oracle->used);
    oracle->target = target;
    oracle->used[target] = true;
    int direct = oracle->roots[target];
    for (size_t chain = 0; chain < why.chains.count; chain++) {
        if (chain == (size_t)direct) {
            oracle->roots[target] = 0; /* each direct holder is a chain of its own */
        }
        assert_int_equal(why.chains.items[chain].count, oracle_shortest(oracle, target));
        check_chain(graph, &why, chain);
    }
    oracle->roots[target] = 0;
    assert_int_equal(oracle_shortest(oracle, target), 0);
    oracle->roots[target] = direct;
    assert_int_equal(why.reachable, why.chains.count != 0);
    assert_int_equal(why.hidden, 0);
    assert_int_equal(why.chains.count + why.shared, oracle_ends(oracle));
    if (!why.reachable) {
        check_cycle(graph, &why);
    }
    why_release(&why);
}

static void test_random(void **state)
{
    (void)state;
    Rng rng = {seed};
    for (int round = 0; round < 400; round++) {
        Graph graph;
        graph_init(&graph, &rng);
        HolderIndex index;
        holders_index(&index, graph.rig.world);
        for (int target = 0; target < graph.oracle.count; target++) {
            check_object(&graph, &index, target);
        }
        holders_index_release(&index);
        rig_release(&graph.rig);
    }
}

static void test_limit(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, COLLECTOR_CPYTHON);
    ObjectId x = rig_named(&rig, rig.list, "X", "x");
    for (int i = 0; i < 20; i++) {
        ObjectId box = rig_named(&rig, rig.list, "box", "box");
        rig_ref(&rig, box, NULL, x);
        rig_ref(&rig, box, NULL, x);
    }
    rig_sync(&rig);
    HolderIndex index;
    holders_index(&index, rig.world);
    Why why = {0};
    why_find(&(WhyAsk){.world = rig.world, .index = &index, .object = x, .most_chains = 5}, &why);
    assert_int_equal(why.chains.count, 5);
    assert_int_equal(why.chains.items[0].count, 1);
    assert_int_equal(why.chains.items[4].count, 2);
    assert_int_equal(why.hidden, 16);
    assert_int_equal(why.shared, 20);
    why_release(&why);
    holders_index_release(&index);
    rig_release(&rig);
}

/* What holds a frame's namespace is not told before a name in it; before any other slot it is. */
static void test_namespace(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, COLLECTOR_CPYTHON);
    ObjectId space = rig_new(&rig, rig.dict, "G");
    ObjectId x = rig_new(&rig, rig.list, "X");
    rig_ref(&rig, space, "x", x);
    drop(&rig.machine, x);
    ObjectId frame = rig_call(&rig, "<module>");
    for (size_t told = 0; told <= 1; told++) {
        HolderIndex index;
        Why why = {0};
        rig_sync(&rig);
        holders_index(&index, rig.world);
        why_find(&(WhyAsk){.world = rig.world, .index = &index, .object = x}, &why);
        assert_int_equal(why.chains.count, 1);
        assert_int_equal(why.chains.items[0].count, 2);
        assert_int_equal(why_chain_told(rig.world, &why, 0), told);
        why_find(&(WhyAsk){.world = rig.world, .index = &index, .object = space}, &why);
        assert_int_equal(why.chains.items[0].count, 1);
        assert_int_equal(why_chain_told(rig.world, &why, 0), 0);
        why_release(&why);
        holders_index_release(&index);
        if (told == 0) {
            emit_first(&rig.machine.emit, EVENT_FRAME_SPACE, frame, space, 0);
        }
    }
    rig_release(&rig);
}

/* ---- the dead ---- */

static void ask_dead(Rig *rig, ObjectId object, Why *why)
{
    HolderIndex index;
    rig_sync(rig);
    holders_index(&index, rig->world);
    why_find(&(WhyAsk){.world = rig->world, .index = &index, .journal = rig->journal, .step = rig->timeline.step, .object = object},
             why);
    assert_false(why->alive);
    assert_true(why->died_known);
    assert_true(why->last.known);
    assert_int_equal(journal_primary(rig->journal, why->died_step)->kind, EVENT_DEAD);
    assert_int_equal(journal_primary(rig->journal, why->died_step)->a, object);
    holders_index_release(&index);
}

static void test_dead_names(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, COLLECTOR_CPYTHON);
    rig_op(&rig, OP_NEW);
    ObjectId box = rig_named(&rig, rig.dict, "D", "box");
    ObjectId x = rig_new(&rig, rig.list, "X");
    rig_ref(&rig, box, "gone", box);
    rig_ref(&rig, box, "key", x);
    drop(&rig.machine, x);
    rig_call(&rig, "f");
    ObjectId y = rig_named(&rig, rig.list, "Y", "y");
    rig_op(&rig, OP_CLEAR);
    hold(&rig.machine, box);
    clear_object(&rig.machine, box);
    drop(&rig.machine, box);
    rig_op(&rig, OP_UNBIND);
    drop_slot(&rig.machine, rig_frame(&rig), 0);
    rig_op(&rig, OP_UNPIN);
    ObjectId z = rig_new(&rig, rig.list, "Z");
    Why why = {0};
    ask_dead(&rig, x, &why);
    assert_int_equal(why.last.kind, HOLDER_SLOT);
    assert_string_equal(names_text(rig.names, why.last.from), "D");
    assert_string_equal(names_text(rig.names, why.last.name), "key");
    assert_false(why.by_collector);
    ask_dead(&rig, y, &why);
    assert_int_equal(why.last.kind, HOLDER_NAME);
    assert_int_equal(why.last.frame, 1);
    assert_string_equal(names_text(rig.names, why.last.name), "y");
    drop(&rig.machine, z);
    ask_dead(&rig, z, &why);
    assert_int_equal(why.last.kind, HOLDER_TEMPORARY);
    why_release(&why);
    rig_release(&rig);
}

static void test_dead_pin(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, COLLECTOR_CPYTHON);
    ObjectId x = rig_new(&rig, rig.list, "X");
    rig_pin(&rig, x, "C", 2);
    drop(&rig.machine, x);
    rig_op(&rig, OP_UNPIN);
    hold(&rig.machine, x);
    emit(&rig.machine.emit, EVENT_PIN, 0, 0, 2);
    drop(&rig.machine, x);
    Why why = {0};
    ask_dead(&rig, x, &why);
    assert_int_equal(why.last.kind, HOLDER_PIN);
    assert_int_equal(why.last.count, 2);
    assert_string_equal(names_text(rig.names, why.last.name), "C");
    why_release(&why);
    rig_release(&rig);
}

static void test_dead_cycle(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, COLLECTOR_CPYTHON);
    ObjectId a = rig_new(&rig, rig.list, "A");
    ObjectId b = rig_new(&rig, rig.node, "B");
    rig_ref(&rig, a, NULL, b);
    rig_ref(&rig, b, NULL, a);
    drop(&rig.machine, a);
    drop(&rig.machine, b);
    rig_op(&rig, OP_COLLECT);
    assert_int_equal(collect(&rig.machine, 2, false), 2);
    Why why = {0};
    ask_dead(&rig, a, &why);
    assert_true(why.by_collector);
    assert_int_equal(why.last.kind, HOLDER_SLOT);
    assert_string_equal(names_text(rig.names, why.last.from), "B");
    assert_string_equal(names_text(rig.names, why.last.name), "next");
    ask_dead(&rig, b, &why);
    assert_string_equal(names_text(rig.names, why.last.from), "A");
    assert_string_equal(names_text(rig.names, why.last.name), "0");
    assert_int_equal(why_object_of_id(rig.world, rig_name(&rig, "A")), a);
    assert_int_equal(why_object_of_id(rig.world, rig_name(&rig, "<module>")), OBJECT_NONE);
    assert_int_equal(why_object_of_type(rig.world, rig.journal, rig.timeline.step, rig_name(&rig, "list")), a);
    assert_int_equal(why_object_of_type(rig.world, rig.journal, rig.timeline.step, rig_name(&rig, "Node")), b);
    assert_int_equal(why_object_of_type(rig.world, rig.journal, rig.timeline.step, rig_name(&rig, "dict")), OBJECT_NONE);
    why_release(&why);
    rig_release(&rig);
}

int main(void)
{
    const char *given = getenv("SEED");
    seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    printf("SEED=%llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random), cmocka_unit_test(test_limit), cmocka_unit_test(test_namespace), cmocka_unit_test(test_dead_names),
        cmocka_unit_test(test_dead_pin), cmocka_unit_test(test_dead_cycle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
