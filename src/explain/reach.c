/* Breadth first from the roots; objects that are roots by themselves come last, because finding them takes a look at every
 * object. What an object alone retains is found by going there twice, the second time around it. */
#include "explain/reach.h"

#include <string.h>

void reach_release(Reach *reach)
{
    vec_release(&reach->marks);
    vec_release(&reach->queue);
}

static void reach_one(Reach *reach, ObjectId object)
{
    if (object >= OBJECT_FIRST && object < reach->marks.count && reach->marks.items[object] != REACH_FOUND) {
        reach->wanted -= reach->marks.items[object] == REACH_WANTED;
        reach->marks.items[object] = REACH_FOUND;
        vec_push(&reach->queue, object);
    }
}

static void reach_slots(Reach *reach, const World *world, ObjectId owner)
{
    for (Position position = 0; position < world->slot_count[owner] && reach->wanted > 0; position++) {
        reach_one(reach, world_target(world, owner, position));
        if (world_is_keyed(world, owner) && position >= world->fixed[owner]) {
            reach_one(reach, world_key_object(world, owner, position));
        }
    }
}

static bool is_root(const World *world, ObjectId object)
{
    bool living = (world->flags[object] & (OBJECT_ALIVE | OBJECT_IS_FRAME)) == OBJECT_ALIVE;
    return living && (world->temps[object] != 0 || world_immortal(world, object));
}

/* What hangs on what was found since `first`. */
static void reach_on(Reach *reach, const World *world, size_t first)
{
    for (size_t i = first; i < reach->queue.count && reach->wanted > 0; i++) {
        reach_slots(reach, world, reach->queue.items[i]);
    }
}

/* What is held from outside: by names, pins, gc.garbage, or what a clear has detached. */
static void reach_held(Reach *reach, const World *world)
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
}

static void reach_roots(Reach *reach, const World *world)
{
    for (ObjectId object = OBJECT_FIRST; object < reach->marks.count && reach->wanted > 0; object++) {
        if (is_root(world, object)) {
            reach_one(reach, object);
        }
    }
}

static void reach_all(Reach *reach, const World *world)
{
    reach_held(reach, world);
    reach_on(reach, world, 0);
    size_t first = reach->queue.count;
    reach_roots(reach, world);
    reach_on(reach, world, first);
}

static void reach_begin(Reach *reach, const World *world, size_t wanted)
{
    size_t top = world->words[W_OBJECT_TOP];
    reach->wanted = wanted;
    reach->marks.count = reach->queue.count = 0;
    vec_reserve(&reach->marks, top + 1);
    memset(reach->marks.items, 0, top + 1);
    reach->marks.count = top + 1;
}

void reach_find(Reach *reach, const World *world, ObjectId avoid)
{
    reach_begin(reach, world, SIZE_MAX);
    reach->marks.items[avoid] = REACH_FOUND;
    reach_all(reach, world);
    reach->marks.items[avoid] = REACH_NOT;
}

void reach_find_roots(Reach *reach, const World *world)
{
    reach_begin(reach, world, SIZE_MAX);
    reach_held(reach, world);
    reach_roots(reach, world);
}

void reach_find_these(Reach *reach, const World *world, ObjectList objects)
{
    reach_begin(reach, world, 0);
    for (size_t i = 0; i < objects.count; i++) {
        uint8_t *mark = &reach->marks.items[objects.items[i]];
        reach->wanted += *mark == REACH_NOT;
        *mark = REACH_WANTED;
    }
    for (size_t i = 0; i < objects.count; i++) {
        if (is_root(world, objects.items[i])) {
            reach_one(reach, objects.items[i]);
        }
    }
    reach_all(reach, world);
}

Retained reach_retained(const World *world, ObjectId object)
{
    Retained retained = {0, 0};
    Reach with = {0};
    Reach without = {0};
    reach_find(&with, world, OBJECT_NONE);
    if (reach_has(&with, object) && !world_immortal(world, object)) {
        reach_find(&without, world, object);
        for (size_t i = 0; i < with.queue.count; i++) {
            ObjectId found = with.queue.items[i];
            bool only = !reach_has(&without, found);
            retained.objects += only ? 1 : 0;
            retained.bytes += only ? (uint64_t)world->size[found] + world->storage_size[found] : 0;
        }
    }
    reach_release(&with);
    reach_release(&without);
    return retained;
}
