/* Asking memory for what a walk along a list will need soon. In a heap of a million objects almost every object met by chance is
 * a wait for memory, longer than all the work on it; asked for a few objects ahead, the waits overlap. Changes nothing but speed. */
#ifndef HL_COLLECTOR_AHEAD_H
#define HL_COLLECTOR_AHEAD_H

#include "model/world.h"

/* Forced: to the compiler a function that only prefetches has no effect, and a call of it that is not inlined is dropped. */
#define AHEAD_INLINE static inline __attribute__((always_inline))

enum {
    AHEAD_BATCH = 8,   /* objects asked for at once; a power of two */
    AHEAD_TARGETS = 6  /* of an object that are worth asking for */
};

AHEAD_INLINE void ahead_ask_cells(const World *world, ObjectId object)
{
    __builtin_prefetch(&world->cell[world->cells[object]]);
}

/* The first few objects it refers to: what the search looks at. */
AHEAD_INLINE void ahead_ask_targets(const World *world, ObjectId object)
{
    uint32_t count = world->slot_count[object] < AHEAD_TARGETS ? world->slot_count[object] : AHEAD_TARGETS;
    const uint32_t *cell = &world->cell[world->cells[object]];
    for (uint32_t i = 0; i < count; i++) {
        __builtin_prefetch(&world->flags[cell[i]], 1);
        __builtin_prefetch(&world->gc_refs[cell[i]], 1);
    }
}

/* The counts that dying or being cleared takes one off. */
AHEAD_INLINE void ahead_ask_counts(const World *world, ObjectId object)
{
    uint32_t count = world->slot_count[object] < AHEAD_TARGETS ? world->slot_count[object] : AHEAD_TARGETS;
    const uint32_t *cell = &world->cell[world->cells[object]];
    for (uint32_t i = 0; i < count; i++) {
        __builtin_prefetch(&world->refcount[cell[i]], 1);
        __builtin_prefetch(&world->flags[cell[i]], 1);
    }
}

/* The columns that an object's end will touch. */
AHEAD_INLINE void ahead_ask_columns(const World *world, ObjectId object)
{
    __builtin_prefetch(&world->cells[object], 1);
    __builtin_prefetch(&world->cell_log2[object]);
    __builtin_prefetch(&world->fixed[object]);
    __builtin_prefetch(&world->stride[object]);
    __builtin_prefetch(&world->slot_count[object], 1);
    __builtin_prefetch(&world->next[object], 1);
    __builtin_prefetch(&world->prev[object], 1);
    __builtin_prefetch(&world->list[object], 1);
    __builtin_prefetch(&world->type[object]);
    __builtin_prefetch(&world->id[object]);
    __builtin_prefetch(&world->block[object], 1);
    __builtin_prefetch(&world->storage[object], 1);
    __builtin_prefetch(&world->storage_size[object], 1);
}

/* What its end will touch and only these columns tell: cells, the links of its blocks (of a large one: no link, no harm), the
 * neighbours in its list. */
AHEAD_INLINE void ahead_ask_named(const World *world, ObjectId object)
{
    __builtin_prefetch(&world->cell[world->cells[object]], 1);
    __builtin_prefetch(&world->link[(world->block[object] - 1) & ~LARGE_FLAG], 1);
    __builtin_prefetch(&world->link[(world->storage[object] - 1) & ~LARGE_FLAG], 1);
    __builtin_prefetch(&world->next[world->prev[object]], 1);
    __builtin_prefetch(&world->prev[world->next[object]], 1);
}

/* Objects that only this one holds will follow it, and look at their own targets. */
AHEAD_INLINE void ahead_ask_followers(const World *world, ObjectId object)
{
    uint32_t count = world->slot_count[object] < AHEAD_TARGETS ? world->slot_count[object] : AHEAD_TARGETS;
    const uint32_t *cell = &world->cell[world->cells[object]];
    for (uint32_t i = 0; i < count; i++) {
        if (world->refcount[cell[i]] == 1) {
            ahead_ask_columns(world, cell[i]);
            ahead_ask_named(world, cell[i]);
            ahead_ask_counts(world, cell[i]);
        }
    }
}

/* Called with an object whose deallocation begins. */
AHEAD_INLINE void ahead_of_death(const World *world, ObjectId object)
{
    ahead_ask_named(world, object);
    ahead_ask_counts(world, object);
    ahead_ask_followers(world, object);
}

/* Called with the object under the walk's cursor, `visited` counting them: every AHEAD_BATCH objects it asks for the targets of
 * the next batch, and for the cells of the one after. */
AHEAD_INLINE void ahead_of_walk(const World *world, ObjectId list, ObjectId object, uint64_t visited)
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

/* The same where objects are cleared and die: a batch for each thing that is found through the one before. */
AHEAD_INLINE void ahead_of_deletion(const World *world, ObjectId list, uint64_t deleted)
{
    if ((deleted & (AHEAD_BATCH - 1)) != 0) {
        return;
    }
    ObjectId object = world->next[list];
    for (uint32_t i = 0; i < 4 * AHEAD_BATCH && object != list; i++, object = world->next[object]) {
        switch (i / AHEAD_BATCH) {
        case 0: ahead_ask_followers(world, object); break;
        case 1: ahead_ask_counts(world, object); break;
        case 2: ahead_ask_named(world, object); break;
        default: ahead_ask_columns(world, object); break;
        }
    }
}

#endif
