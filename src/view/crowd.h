/* Objects counted in groups: by type, or by island, that is by what hangs together without any root leading to it. Not what is
 * drawn of them (graph_groups.c).
 *
 * Groups stand in an order that does not change while stepping: types by how many are ever born, islands by their oldest object,
 * behind the one group of all that roots lead to.
 *
 * Life: an all-zero Crowd is valid; crowd_find; questions; crowd_release. */
#ifndef HL_VIEW_CROWD_H
#define HL_VIEW_CROWD_H

#include "base/map.h"
#include "explain/reach.h"
#include "layout/lives.h"
#include "view/theme.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum CrowdKind { CROWD_TYPES, CROWD_ISLANDS } CrowdKind;

enum { CROWD_REACHED = 1, CROWD_ISLANDS_OBJECTS_MAX = 200000 /* above, finding islands takes too long for a step */ };

typedef struct CrowdGroup {
    uint32_t key;     /* the type's Name; of an island its oldest object, CROWD_REACHED for what is reached */
    uint32_t count;   /* objects now */
    uint32_t size;    /* types: ever born; islands: count */
    uint32_t state[STATE_COUNT];
} CrowdGroup;

typedef struct Crowd {
    CrowdKind kind;
    VEC(CrowdGroup) groups;
    Map place;              /* key → its place in groups + 1 */
    bool too_many;          /* objects for finding islands: there are no groups */
    Reach reach;
    VEC(ObjectId) parent;   /* by object: nearer to the oldest of its island */
} Crowd;

/* Counts anew. Cost: by type about 5 ms for 1,000,000 objects; islands a look at every reference. */
void crowd_find(Crowd *crowd, CrowdKind kind, const World *world, const Lives *lives);
void crowd_release(Crowd *crowd);

/* The key of the group an object belongs to; the world is that of crowd_find. */
uint32_t crowd_key(const Crowd *crowd, const World *world, ObjectId object);
/* NULL: no such group now. */
const CrowdGroup *crowd_group(const Crowd *crowd, uint32_t key);
/* The first members in order of birth, at most `room`; returns how many. */
uint32_t crowd_members(const Crowd *crowd, const World *world, uint32_t key, ObjectId *members, uint32_t room);

#endif
