/* What roots lead to: names, pins, temporaries, gc.garbage, shared atoms; and what only one object keeps there.
 *
 * Life: an all-zero Reach is valid; reach_release. Cost of a search: one look at every reference. */
#ifndef HL_EXPLAIN_REACH_H
#define HL_EXPLAIN_REACH_H

#include "base/vec.h"
#include "model/world.h"

#include <stdbool.h>

typedef struct Reach {
    VEC(uint8_t) marks;  /* by object: ReachMark */
    VEC(ObjectId) queue; /* those found, in that order */
    size_t wanted;       /* that are not found yet; the search ends at 0 */
} Reach;

typedef enum ReachMark { REACH_NOT, REACH_FOUND, REACH_WANTED } ReachMark;

void reach_release(Reach *reach);
/* Marks all that roots lead to without passing through `avoid` (OBJECT_NONE: nothing is avoided). */
void reach_find(Reach *reach, const World *world, ObjectId avoid);
/* Only what needs no other object to be kept. */
void reach_find_roots(Reach *reach, const World *world);
/* Looks no further when all of these are found, which is soon where most are near a root. Tells nothing of others. */
typedef struct ObjectList {
    const ObjectId *items;
    size_t count;
} ObjectList;
void reach_find_these(Reach *reach, const World *world, ObjectList objects);
/* Whether some root leads to the object. */
static inline bool reach_has(const Reach *reach, ObjectId object)
{
    return reach->marks.items[object] == REACH_FOUND;
}

/* What would go if nothing held an object any more: itself, and what no root leads to but through it. */
typedef struct Retained {
    uint64_t objects; /* 0: no root leads to it now */
    uint64_t bytes;
} Retained;
Retained reach_retained(const World *world, ObjectId object);

#endif
