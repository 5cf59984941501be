/* Asking memory for what a walk along a list will need soon. In a heap of a million objects almost every object met by chance is
 * a wait for memory, longer than all the work on it; asked for a few objects ahead, the waits overlap. Changes nothing but speed. */
#ifndef HL_COLLECTOR_AHEAD_H
#define HL_COLLECTOR_AHEAD_H

#include "model/world.h"

enum {
    AHEAD_BATCH = 8,   /* objects asked for at once; a power of two */
    AHEAD_TARGETS = 6  /* of an object that are worth asking for */
};

static inline void ahead_ask_cells(const World *world, ObjectId object)
{
    __builtin_prefetch(&world->cell[world->cells[object]]);
}

/* The first few objects it refers to: what the search looks at. */
static inline void ahead_ask_targets(const World *world, ObjectId object)
{
    uint32_t count = world->slot_count[object] < AHEAD_TARGETS ? world->slot_count[object] : AHEAD_TARGETS;
    const uint32_t *cell = &world->cell[world->cells[object]];
    for (uint32_t i = 0; i < count; i++) {
        __builtin_prefetch(&world->flags[cell[i]], 1);
        __builtin_prefetch(&world->gc_refs[cell[i]], 1);
    }
}

/* What dying looks at. */
static inline void ahead_ask_counts(const World *world, ObjectId object)
{
    uint32_t count = world->slot_count[object] < AHEAD_TARGETS ? world->slot_count[object] : AHEAD_TARGETS;
    const uint32_t *cell = &world->cell[world->cells[object]];
    for (uint32_t i = 0; i < count; i++) {
        __builtin_prefetch(&world->refcount[cell[i]], 1);
        __builtin_prefetch(&world->flags[cell[i]], 1);
    }
}

/* An object whose count has just reached zero: the columns that its end will touch, so that the waits overlap. */
static inline void ahead_of_death(const World *world, ObjectId object)
{
    __builtin_prefetch(&world->cells[object], 1);
    __builtin_prefetch(&world->slot_count[object], 1);
    __builtin_prefetch(&world->next[object], 1);
    __builtin_prefetch(&world->prev[object], 1);
    __builtin_prefetch(&world->block[object], 1);
    __builtin_prefetch(&world->storage[object], 1);
    __builtin_prefetch(&world->storage_size[object], 1);
    __builtin_prefetch(&world->type[object]);
    __builtin_prefetch(&world->list[object], 1);
}

/* Called with the object under the walk's cursor, `visited` counting them: every AHEAD_BATCH objects it asks for the targets of
 * the next batch, and for the cells of the one after. */
static inline void ahead_of_walk(const World *world, ObjectId list, ObjectId object, uint64_t visited)
{
    if ((visited & (AHEAD_BATCH - 1)) != 0) {
        return;
    }
    for (uint32_t i = 0; i < 2 * AHEAD_BATCH && object != list; i++, object = world->next[object]) {
        if (i < AHEAD_BATCH) {
            ahead_ask_targets(world, object);
        } else {
            ahead_ask_cells(world, object);
        }
    }
}

/* The same where objects are cleared and die: one batch more, for their own ends. */
static inline void ahead_of_deletion(const World *world, ObjectId list, uint64_t deleted)
{
    if ((deleted & (AHEAD_BATCH - 1)) != 0) {
        return;
    }
    ObjectId object = world->next[list];
    for (uint32_t i = 0; i < 3 * AHEAD_BATCH && object != list; i++, object = world->next[object]) {
        if (i >= 2 * AHEAD_BATCH) {
            ahead_ask_cells(world, object);
            ahead_of_death(world, object);
        } else if (i >= AHEAD_BATCH) {
            ahead_ask_counts(world, object);
        }
    }
}

#endif
