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
    __builtin_prefetch(&world->cell[world->object[object].cells]);
}

/* The first few objects it refers to. Plain containers only: of keyed ones the cells are near enough. */
static inline void ahead_ask_targets(const World *world, ObjectId object)
{
    const ObjectRecord *record = &world->object[object];
    uint32_t count = record->slot_count < AHEAD_TARGETS ? record->slot_count : AHEAD_TARGETS;
    const uint32_t *cell = &world->cell[record->cells];
    for (uint32_t i = 0; i < count; i++) {
        __builtin_prefetch(&world->object[cell[i]], 1);
    }
}

/* The cells of what it refers to: those may die with it. */
static inline void ahead_ask_target_cells(const World *world, ObjectId object)
{
    const ObjectRecord *record = &world->object[object];
    uint32_t count = record->slot_count < AHEAD_TARGETS ? record->slot_count : AHEAD_TARGETS;
    const uint32_t *cell = &world->cell[record->cells];
    for (uint32_t i = 0; i < count; i++) {
        ahead_ask_cells(world, cell[i]);
    }
}

static inline void ahead_ask_link(const World *world, BlockRef block)
{
    if (block != 0 && (block & LARGE_FLAG) == 0) {
        __builtin_prefetch(&world->link[block - 1], 1); /* pool and block number are one index, as in link_index */
    }
}

/* An object whose count has just reached zero: all that its end will touch, at once, so that the waits overlap. */
static inline void ahead_of_death(const World *world, ObjectId object)
{
    const ObjectRecord *record = &world->object[object];
    ahead_ask_cells(world, object);
    ahead_ask_link(world, record->block);
    ahead_ask_link(world, record->storage);
    __builtin_prefetch(&world->object[record->prev], 1);
    __builtin_prefetch(&world->object[record->next], 1);
}

/* Called with the object under the walk's cursor, `visited` counting them: every AHEAD_BATCH objects it asks for the targets of
 * the next batch, and for the cells of the one after. */
static inline void ahead_of_walk(const World *world, ObjectId list, ObjectId object, uint64_t visited)
{
    if ((visited & (AHEAD_BATCH - 1)) != 0) {
        return;
    }
    for (uint32_t i = 0; i < 2 * AHEAD_BATCH && object != list; i++, object = world->object[object].next) {
        if (i < AHEAD_BATCH) {
            ahead_ask_targets(world, object);
        } else {
            ahead_ask_cells(world, object);
        }
    }
}

/* The same where objects are cleared and die: one batch more, for what their targets hold. */
static inline void ahead_of_deletion(const World *world, ObjectId list, uint64_t deleted)
{
    if ((deleted & (AHEAD_BATCH - 1)) != 0) {
        return;
    }
    ObjectId object = world->object[list].next;
    for (uint32_t i = 0; i < 3 * AHEAD_BATCH && object != list; i++, object = world->object[object].next) {
        if (i < AHEAD_BATCH) {
            ahead_ask_target_cells(world, object);
        } else if (i < 2 * AHEAD_BATCH) {
            ahead_ask_targets(world, object);
        } else {
            ahead_of_death(world, object);
        }
    }
}

#endif
