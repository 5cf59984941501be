/* What every object keeps, against a search that goes around one object at a time (reach_retained, tested for itself), and what
 * stands above, against taking each object away. */
#include "explain/holders.h"
#include "explain/reach.h"
#include "explain/weigh.h"
#include "explain_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { OBJECTS = 30 };

static ObjectId new_sized(Rig *rig, TypeId type, const char *name, uint32_t bytes)
{
    ObjectId object = rig_new(rig, type, name);
    emit_on(&rig->machine.emit, EVENT_SIZE, object, bytes, rig->world->size[object]);
    return object;
}

/* Chains, fans and cycles by chance; some names, a pin, some garbage. */
static void build(Rig *rig, ObjectId objects[OBJECTS])
{
    char name[16];
    for (int i = 0; i < OBJECTS; i++) {
        snprintf(name, sizeof name, "o%d", i);
        objects[i] = new_sized(rig, i % 3 == 0 ? rig->dict : rig->list, name, 16u * (1u + (uint32_t)rand() % 40u));
    }
    int references = OBJECTS / 2 + rand() % (2 * OBJECTS);
    for (int i = 0; i < references; i++) {
        int from = rand() % OBJECTS, to = rand() % 2 == 0 ? (from + 1) % OBJECTS : rand() % OBJECTS;
        snprintf(name, sizeof name, "k%d", i);
        rig_ref(rig, objects[from], from % 3 == 0 ? name : NULL, objects[to]);
    }
    for (int i = rand() % 4; i >= 0; i--) {
        snprintf(name, sizeof name, "n%d", i);
        rig_bind(rig, name, objects[rand() % OBJECTS]);
    }
    if (rand() % 2 == 0) {
        rig_pin(rig, objects[rand() % OBJECTS], "C", 1);
    }
    for (int i = 0; i < OBJECTS; i++) {
        if (rand() % 16 != 0) {
            emit_on(&rig->machine.emit, EVENT_TEMP_DROP, objects[i], 0, 0);
        }
    }
}

/* Without the one above it an object is not reached; without any other but those further above, it is. */
static void check_above(const World *world, const Weights *weights, const ObjectId objects[OBJECTS], int i)
{
    const Weight *weight = &weights->of.items[objects[i]];
    for (int j = 0; j < OBJECTS; j++) {
        Reach without = {0};
        bool above = false;
        for (ObjectId up = weight->above; up != OBJECT_NONE; up = weights->of.items[up].above) {
            above = above || up == objects[j];
        }
        reach_find(&without, world, objects[j]);
        assert_int_equal(!reach_has(&without, objects[i]), above || j == i);
        reach_release(&without);
    }
}

static void check_world(const World *world, const ObjectId objects[OBJECTS])
{
    Weights weights = {0};
    Reach reach = {0};
    uint64_t bytes = 0;
    weights_find(&weights, world);
    reach_find(&reach, world, OBJECT_NONE);
    for (int i = 0; i < OBJECTS; i++) {
        const Weight *weight = &weights.of.items[objects[i]];
        Retained retained = reach_retained(world, objects[i]);
        assert_int_equal(weight->order != 0, reach_has(&reach, objects[i]));
        assert_int_equal(weight->objects, retained.objects);
        assert_int_equal(weight->bytes, retained.bytes);
        if (weight->order != 0) {
            check_above(world, &weights, objects, i);
            bytes += weight->above == OBJECT_NONE ? weight->bytes : 0;
        }
    }
    assert_int_equal(weights.of.items[OBJECT_NONE].bytes, bytes);
    assert_int_equal(weights.of.items[OBJECT_NONE].objects, reach.queue.count);
    reach_release(&reach);
    weights_release(&weights);
}

static void random_worlds(void **state)
{
    (void)state;
    unsigned seed = getenv("SEED") != NULL ? (unsigned)atoi(getenv("SEED")) : (unsigned)time(NULL);
    printf("SEED=%u\n", seed);
    srand(seed);
    for (int round = 0; round < 60; round++) {
        Rig rig;
        ObjectId objects[OBJECTS];
        rig_init(&rig, COLLECTOR_CPYTHON);
        rig_call(&rig, "<module>");
        build(&rig, objects);
        check_world(rig.world, objects);
        rig_release(&rig);
    }
}

/* root → registry → entries → 20 lists, which all hold a shared one: the registry is heavy only by its entries. */
static void who_is_heavy_by_one_alone_is_left_out(void **state)
{
    (void)state;
    Rig rig;
    char name[16];
    ObjectId found[3];
    Weights weights = {0};
    rig_init(&rig, COLLECTOR_CPYTHON);
    rig_call(&rig, "<module>");
    ObjectId registry = new_sized(&rig, rig.dict, "registry", 64), entries = new_sized(&rig, rig.list, "entries", 56);
    ObjectId shared = new_sized(&rig, rig.list, "shared", 100);
    rig_bind(&rig, "registry", registry);
    rig_ref(&rig, registry, "entries", entries);
    for (int i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "e%d", i);
        ObjectId entry = new_sized(&rig, rig.list, name, 72);
        rig_ref(&rig, entries, NULL, entry);
        rig_ref(&rig, entry, NULL, shared);
        emit_on(&rig.machine.emit, EVENT_TEMP_DROP, entry, 0, 0);
    }
    emit_on(&rig.machine.emit, EVENT_TEMP_DROP, registry, 0, 0);
    emit_on(&rig.machine.emit, EVENT_TEMP_DROP, entries, 0, 0);
    emit_on(&rig.machine.emit, EVENT_TEMP_DROP, shared, 0, 0);
    weights_find(&weights, rig.world);
    assert_int_equal(weights.of.items[entries].objects, 22); /* itself, its items, and what only they hold, together */
    assert_int_equal(weights.of.items[entries].bytes, 56 + 20 * 72 + 100);
    assert_int_equal(weights.of.items[shared].above, entries);
    assert_int_equal(weights.of.items[entries].above, registry);
    assert_int_equal(weights_heaviest(&weights, found, 3), 3);
    assert_int_equal(found[0], entries);
    assert_int_equal(found[1], shared);
    assert_int_not_equal(found[2], registry);
    assert_int_equal(weights_heaviest(&weights, found, 0), 0);
    weights_release(&weights);
    rig_release(&rig);
}

/* Down a linked list each is heavy by the next: the head says it, not the tail. */
static void a_linked_list_is_told_by_its_head(void **state)
{
    (void)state;
    Rig rig;
    char name[16];
    ObjectId nodes[100], found[2];
    Weights weights = {0};
    rig_init(&rig, COLLECTOR_CPYTHON);
    rig_call(&rig, "<module>");
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "node%d", i);
        nodes[i] = new_sized(&rig, rig.list, name, 64);
        if (i == 0) {
            rig_bind(&rig, "head", nodes[i]);
        } else {
            rig_ref(&rig, nodes[i - 1], NULL, nodes[i]);
            rig_ref(&rig, nodes[i], NULL, nodes[i - 1]); /* and back */
        }
        emit_on(&rig.machine.emit, EVENT_TEMP_DROP, nodes[i], 0, 0);
    }
    weights_find(&weights, rig.world);
    assert_int_equal(weights.of.items[nodes[40]].bytes, 60 * 64);
    assert_true(weights_heaviest(&weights, found, 2) >= 1);
    assert_int_equal(found[0], nodes[0]);
    weights_release(&weights);
    rig_release(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_worlds),
        cmocka_unit_test(a_linked_list_is_told_by_its_head),
        cmocka_unit_test(who_is_heavy_by_one_alone_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
