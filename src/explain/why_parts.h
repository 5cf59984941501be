/* What the files of why share. */
#ifndef HL_EXPLAIN_WHY_PARTS_H
#define HL_EXPLAIN_WHY_PARTS_H

#include "explain/why.h"

/* A breadth-first walk from an object to its holders. */
typedef struct Walk {
    const WhyAsk *ask;
    uint32_t round;
    uint32_t *seen;        /* by object: the last round that met it */
    ObjectId *held;        /* by object: whom it holds on the way */
    uint64_t *via;         /* by object: the Holder in the index by which it does */
    uint8_t *used;         /* by object: inside a chain found, not to be walked through */
    uint8_t *rooted;       /* by object: needs no holder among the objects (immortal, or a root holder has it) */
    VEC(ObjectId) queue;
    uint64_t chains;       /* found so far */
} Walk;

void walk_init(Walk *walk, const WhyAsk *ask);
void walk_release(Walk *walk);
void walk_begin(Walk *walk, ObjectId object);
/* Appends the owners that hold this object and were not met in this round. */
void walk_widen(Walk *walk, ObjectId object);

/* Fills out->cycle. Nothing is used yet. */
void why_cycle(Walk *walk, Why *out);
/* Fills the fields of the dead. */
void why_died(const WhyAsk *ask, Why *out);

#endif
