/* What roots reach and what one object retains, against a fixpoint over the holders of every object. */
#include "explain/reach.h"
#include "explain/holders.h"
#include "explain_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { OBJECTS = 24 };

/* An object is kept while a holder that needs none, or a kept object other than `avoid`, holds it. */
static void keep_all(const World *world, ObjectId avoid, bool *kept)
{
    bool grew = true;
    memset(kept, 0, world->words[W_OBJECT_TOP] * sizeof *kept);
    while (grew) {
        grew = false;
        for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
            HolderList holders = {0};
            if (!world_alive(world, object) || (world->flags[object] & OBJECT_IS_FRAME) != 0 || kept[object] || object == avoid) {
                continue;
            }
            holders_of(world, object, &holders);
            for (size_t i = 0; i < holders.count && !kept[object]; i++) {
                kept[object] = holder_is_root(&holders.items[i]) || kept[holders.items[i].from];
                grew = grew || kept[object];
            }
            vec_release(&holders);
        }
    }
}

static void build(Rig *rig, ObjectId objects[OBJECTS])
{
    char name[16];
    for (int i = 0; i < OBJECTS; i++) {
        snprintf(name, sizeof name, "o%d", i);
        objects[i] = rig_new(rig, i % 3 == 0 ? rig->dict : rig->list, name);
    }
    for (int i = 0; i < OBJECTS * 3 / 2; i++) {
        int from = rand() % OBJECTS;
        snprintf(name, sizeof name, "k%d", i);
        rig_ref(rig, objects[from], from % 3 == 0 ? name : NULL, objects[rand() % OBJECTS]);
    }
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "n%d", i);
        rig_bind(rig, name, objects[rand() % OBJECTS]);
    }
    if (rand() % 2 == 0) {
        rig_pin(rig, objects[rand() % OBJECTS], "C", 1);
    }
    for (int i = 0; i < OBJECTS; i++) {
        if (rand() % 16 != 0) {
            emit_on(&rig->machine.emit, EVENT_TEMP_DROP, objects[i], 0, 0); /* without death: garbage is wanted too */
        }
    }
}

/* A search for a few says of these what a search for all says. */
static void check_these(const World *world, const ObjectId objects[OBJECTS], const bool *kept)
{
    Reach reach = {0};
    ObjectId asked[OBJECTS];
    size_t count = (size_t)rand() % OBJECTS;
    for (size_t i = 0; i < count; i++) {
        asked[i] = objects[rand() % OBJECTS]; /* some perhaps twice */
    }
    reach_find_these(&reach, world, (ObjectList){asked, count});
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(reach_has(&reach, asked[i]), kept[asked[i]]);
    }
    reach_release(&reach);
}

static void check_world(const World *world, const ObjectId objects[OBJECTS])
{
    size_t top = world->words[W_OBJECT_TOP];
    bool *with = calloc(top, sizeof *with), *without = calloc(top, sizeof *without);
    Reach reach = {0};
    keep_all(world, OBJECT_NONE, with);
    reach_find(&reach, world, OBJECT_NONE);
    check_these(world, objects, with);
    for (int i = 0; i < OBJECTS; i++) {
        ObjectId object = objects[i];
        uint64_t count = 0, bytes = 0;
        assert_int_equal(reach.marks.items[object], with[object]);
        keep_all(world, object, without);
        for (ObjectId other = OBJECT_FIRST; with[object] && other < top; other++) {
            bool goes = with[other] && !without[other];
            count += goes ? 1 : 0;
            bytes += goes ? world->size[other] + world->storage_size[other] : 0;
        }
        Retained retained = reach_retained(world, object);
        assert_int_equal(retained.objects, count);
        assert_int_equal(retained.bytes, bytes);
    }
    reach_release(&reach);
    free(with);
    free(without);
}

static void random_worlds(void **state)
{
    (void)state;
    unsigned seed = getenv("SEED") != NULL ? (unsigned)atoi(getenv("SEED")) : (unsigned)time(NULL);
    printf("SEED=%u\n", seed);
    srand(seed);
    for (int round = 0; round < 40; round++) {
        Rig rig;
        ObjectId objects[OBJECTS];
        rig_init(&rig, COLLECTOR_CPYTHON);
        rig_call(&rig, "<module>");
        rig_op(&rig, OP_NEW);
        build(&rig, objects);
        check_world(rig.world, objects);
        rig_release(&rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_worlds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
