/* What each object alone keeps: its weight is what would go with it if nothing held it any more. Of all objects at once;
 * explain/reach.h tells it of one.
 *
 * [weigh.sum] an object's weight is its own size and the weights of those right below it.
 * Life: an all-zero Weights is empty; weights_find, weights_release. Stale when the world moves. */
#ifndef HL_EXPLAIN_WEIGH_H
#define HL_EXPLAIN_WEIGH_H

#include "base/vec.h"
#include "model/world.h"

typedef struct Weight {
    ObjectId above;    /* the last object that every way from a root to this one passes; OBJECT_NONE: there is none */
    uint32_t order;    /* in which a search leaves it, from 1, so after all that it leads to but for cycles; 0: no root leads to it */
    uint32_t objects;  /* kept, itself included */
    uint64_t bytes;
    ObjectId heaviest; /* of those right below; OBJECT_NONE: there are none */
} Weight;

typedef struct Weights {
    VEC(Weight) of;          /* by object; [OBJECT_NONE]: all that roots lead to */
    VEC(ObjectId) by_order;  /* of Weight.order, beginning at 1 */
} Weights;

/* Cost: some looks at every reference; 0.6 s for 1,000,000 objects. */
void weights_find(Weights *weights, const World *world);
void weights_release(Weights *weights);

/* The heaviest objects, at most `most`, heaviest first. Of a chain in which each is heavy by the next one alone, only the end is
 * told, which says it better; or only its beginning, if less than half of the weight is left there, as down a linked list.
 * Returns how many. */
size_t weights_heaviest(const Weights *weights, ObjectId *objects, size_t most);

#endif
