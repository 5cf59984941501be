/* Breadth first from the roots. What an object alone retains is found by going there twice, the second time around it. */
#include "explain/reach.h"

#include <string.h>

void reach_release(Reach *reach)
{
    vec_release(&reach->marks);
    vec_release(&reach->queue);
}

static void reach_one(Reach *reach, ObjectId object)
{
    if (object >= OBJECT_FIRST && object < reach->marks.count && reach->marks.items[object] == 0) {
        reach->marks.items[object] = 1;
        vec_push(&reach->queue, object);
    }
}

static void reach_slots(Reach *reach, const World *world, ObjectId owner)
{
    for (Position position = 0; position < world->slot_count[owner]; position++) {
        reach_one(reach, world_target(world, owner, position));
        if (world_is_keyed(world, owner) && position >= world->fixed[owner]) {
            reach_one(reach, world_key_object(world, owner, position));
        }
    }
}

static void reach_roots(Reach *reach, const World *world)
{
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        reach_slots(reach, world, world->frames[i]);
        reach_one(reach, world->aux[world->frames[i]]);
    }
    for (uint32_t pin = 0; pin < world->words[W_PIN_COUNT]; pin++) {
        if (world->pin_count[pin] != 0) {
            reach_one(reach, world->pin_object[pin]);
        }
    }
    for (uint32_t limbo = 0; limbo < world->words[W_LIMBO]; limbo++) {
        reach_slots(reach, world, OBJECT_LIMBO + limbo);
    }
    reach_slots(reach, world, OBJECT_GARBAGE);
    for (ObjectId object = OBJECT_FIRST; object < reach->marks.count; object++) {
        bool living = (world->flags[object] & (OBJECT_ALIVE | OBJECT_IS_FRAME)) == OBJECT_ALIVE;
        if (living && (world->temps[object] != 0 || world_immortal(world, object))) {
            reach_one(reach, object);
        }
    }
}

void reach_find(Reach *reach, const World *world, ObjectId avoid)
{
    size_t top = world->words[W_OBJECT_TOP];
    reach->marks.count = reach->queue.count = 0;
    vec_reserve(&reach->marks, top + 1);
    memset(reach->marks.items, 0, top + 1);
    reach->marks.count = top + 1;
    reach->marks.items[avoid] = 1;
    reach_roots(reach, world);
    for (size_t i = 0; i < reach->queue.count; i++) {
        reach_slots(reach, world, reach->queue.items[i]);
    }
    reach->marks.items[avoid] = 0;
}

Retained reach_retained(const World *world, ObjectId object)
{
    Retained retained = {0, 0};
    Reach with = {0};
    Reach without = {0};
    reach_find(&with, world, OBJECT_NONE);
    if (with.marks.items[object] != 0 && !world_immortal(world, object)) {
        reach_find(&without, world, object);
        for (size_t i = 0; i < with.queue.count; i++) {
            ObjectId found = with.queue.items[i];
            bool only = without.marks.items[found] == 0;
            retained.objects += only ? 1 : 0;
            retained.bytes += only ? (uint64_t)world->size[found] + world->storage_size[found] : 0;
        }
    }
    reach_release(&with);
    reach_release(&without);
    return retained;
}
