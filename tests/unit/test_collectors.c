/* The two collectors against a naive reachability oracle, and against each other, on random programs; a chain of a million cells. */
#include "base/rng.h"
#include "sim/sim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { OBJECTS = 60, REFERENCES = 150, ROUNDS = 300 };

/* The oracle's picture of the program: who is named, who refers to whom. Nothing of ours. */
typedef struct Picture {
    int edges[OBJECTS][OBJECTS];
    bool named[OBJECTS];
} Picture;

typedef struct Program {
    Names *names;
    Sim *sim;
    Event events[64];
    Name id[OBJECTS];
} Program;

static void run(Program *program, Op op)
{
    Err err = {0};
    op.frame = -1;
    op.gc = -1;
    if (!sim_run(program->sim, &op, &err)) {
        fail_msg("%s", err.text);
    }
}

static void start(Program *program, CollectorKind collector, TraceHeader *header)
{
    program->names = names_new();
    *header = (TraceHeader){.runtime = names_of(program->names, "cpython-3.11"), .collector = collector};
    Emit emit;
    emit_init_plain(&emit, world_new(program->names), program->events, 64);
    Err err = {0};
    program->sim = sim_new(program->names, header, &emit, &err);
    assert_non_null(program->sim);
    program->sim->keep_died = true;
    for (int i = 0; i < OBJECTS; i++) {
        program->id[i] = names_of_number(program->names, (uint64_t)i);
    }
}

static void stop(Program *program)
{
    sim_free(program->sim);
    names_free(program->names);
}

/* Draws a random graph of lists and takes most names away; what only counting can free is gone before the collection. */
static void draw(Program *program, Picture *picture, uint64_t seed)
{
    Rng rng = {seed};
    Name list = names_of(program->names, "list");
    *picture = (Picture){0};
    for (int i = 0; i < OBJECTS; i++) {
        picture->named[i] = true;
        run(program, (Op){.kind = OP_NEW, .id = program->id[i], .type = list, .bind = program->id[i]});
    }
    for (int i = 0; i < REFERENCES; i++) {
        uint32_t from = rng_below(&rng, OBJECTS), to = rng_below(&rng, OBJECTS);
        picture->edges[from][to]++;
        run(program, (Op){.kind = OP_REF, .from = program->id[from], .to = program->id[to]});
    }
    for (int i = 0; i < OBJECTS; i++) {
        if (rng_below(&rng, 8) != 0) {
            picture->named[i] = false;
            run(program, (Op){.kind = OP_UNBIND, .name = program->id[i]});
        }
    }
}

/* Reachable from a name, by repeated passes over the matrix until nothing changes. */
static void oracle(const Picture *picture, bool *reachable)
{
    for (int i = 0; i < OBJECTS; i++) {
        reachable[i] = picture->named[i];
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (int i = 0; i < OBJECTS; i++) {
            for (int j = 0; j < OBJECTS; j++) {
                if (reachable[i] && picture->edges[i][j] != 0 && !reachable[j]) {
                    reachable[j] = changed = true;
                }
            }
        }
    }
}

static bool lives(const Program *program, int number)
{
    const World *world = sim_world(program->sim);
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        if (world_alive(world, object) && world->id[object] == program->id[number] &&
            (world->flags[object] & OBJECT_IS_FRAME) == 0) {
            return true;
        }
    }
    return false;
}

static uint64_t compare_with_oracle(uint64_t seed, CollectorKind collector)
{
    Program program;
    Picture picture;
    TraceHeader header;
    bool reachable[OBJECTS];
    start(&program, collector, &header);
    draw(&program, &picture, seed);
    run(&program, (Op){.kind = OP_COLLECT, .generation = 2});
    oracle(&picture, reachable);
    for (int i = 0; i < OBJECTS; i++) {
        if (lives(&program, i) != reachable[i]) {
            fail_msg("seed %llu: object %d should %s", (unsigned long long)seed, i, reachable[i] ? "live" : "be dead");
        }
    }
    const char *broken = world_check(sim_world(program.sim));
    if (broken != NULL) {
        fail_msg("seed %llu: %s", (unsigned long long)seed, broken);
    }
    uint64_t returned = vec_last(&program.sim->machine.collections).returned;
    stop(&program);
    return returned;
}

static void test_against_oracle(void **state)
{
    (void)state;
    uint64_t seed = getenv("SEED") != NULL ? strtoull(getenv("SEED"), NULL, 10) : 20261121;
    print_message("seeds from %llu\n", (unsigned long long)seed);
    for (uint64_t i = 0; i < ROUNDS; i++) {
        uint64_t by_trial = compare_with_oracle(seed + i, COLLECTOR_CPYTHON);
        uint64_t by_marking = compare_with_oracle(seed + i, COLLECTOR_MARKSWEEP);
        assert_int_equal(by_trial, by_marking); /* lists only: nothing is untracked */
    }
}

/* Cells have no trashcan: CPython needs a C stack for this, the simulation must not. */
static void test_million_cells(void **state)
{
    (void)state;
    enum { CELLS = 1000000 };
    Program program;
    TraceHeader header;
    start(&program, COLLECTOR_CPYTHON, &header);
    Name cell = names_of(program.names, "cell"), head = names_of(program.names, "head");
    Slot contents = {.given = true, .text = names_of(program.names, "contents")};
    Item item = {.slot = contents};
    for (uint64_t i = 0; i < CELLS; i++) {
        Name id = names_of_number(program.names, 1000 + i);
        run(&program, (Op){.kind = OP_NEW, .id = id, .type = cell, .bind = head, .items = &item, .item_count = i != 0});
        item.id = id;
    }
    run(&program, (Op){.kind = OP_UNBIND, .name = head});
    assert_int_equal(program.sim->died.count, CELLS);
    assert_int_equal(program.sim->died.items[0], names_of_number(program.names, 1000)); /* the innermost first */
    stop(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_oracle), cmocka_unit_test(test_million_cells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
