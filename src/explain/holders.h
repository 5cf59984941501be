/* Who holds an object: every name, slot, key, temporary, pin and entry of gc.garbage, at the world's current state.
 *
 * [holders.count] the counts of all holders of an object add up to its refcount (world.count seen from the other side).
 * What a clear has detached and not yet released counts as temporaries of its targets.
 * Order for one object: names by frame, slots by owner, temporaries, pins, garbage entries. */
#ifndef HL_EXPLAIN_HOLDERS_H
#define HL_EXPLAIN_HOLDERS_H

#include "explain/prose.h"
#include "model/world.h"

typedef enum HolderKind { HOLDER_NAME, HOLDER_SLOT, HOLDER_TEMPORARY, HOLDER_PIN, HOLDER_GARBAGE } HolderKind;

typedef struct Holder {
    uint8_t kind;      /* HolderKind */
    bool key;          /* SLOT: the object is the key of the entry, not its value */
    ObjectId from;     /* NAME: the frame's object; SLOT: the owner; else OBJECT_NONE */
    Position position; /* NAME, SLOT: of the slot; PIN: its record; GARBAGE: index in gc.garbage */
    union {
        uint32_t frame; /* NAME: index into World.frames */
        uint32_t count; /* TEMPORARY, PIN: how many of the references; SLOT, GARBAGE: 1 */
    };
} Holder;

typedef VEC(Holder) HolderList;

/* How many references of the object this holder stands for. */
static inline uint32_t holder_count(const Holder *holder)
{
    return holder->kind == HOLDER_TEMPORARY || holder->kind == HOLDER_PIN ? holder->count : 1;
}
/* Names, temporaries, pins and garbage entries keep an object alive by themselves. */
static inline bool holder_is_root(const Holder *holder)
{
    return holder->kind != HOLDER_SLOT;
}

/* The frame in which the holder is a name: its own slot, or one of the dict that is its namespace (the outermost such frame).
 * OBJECT_NONE: it is no name. */
ObjectId holder_frame(const World *world, const Holder *holder);

/* Appends the holders of one object. Cost: one look at every slot of the world. */
void holders_of(const World *world, ObjectId object, HolderList *list);

/* The holders of all objects at once. Stale when the world moves. */
typedef struct HolderIndex {
    uint32_t object_top; /* objects below have an entry */
    uint64_t *first;     /* owned: of object o: holders first[o] … first[o + 1] − 1 */
    Holder *holders;     /* owned */
} HolderIndex;

/* Cost: two looks at every slot: about 0.1 s for 1,000,000 objects with 3,000,000 references. */
void holders_index(HolderIndex *index, const World *world);
void holders_index_release(HolderIndex *index);
/* Borrowed; as of the world that was indexed. */
static inline const Holder *holders_in(const HolderIndex *index, ObjectId object, size_t *count)
{
    *count = object < index->object_top ? (size_t)(index->first[object + 1] - index->first[object]) : 0;
    return *count == 0 ? NULL : &index->holders[index->first[object]];
}

/* ---- texts ---- */

/* What the slot is called: attribute, key, index, id of the element; the text of `slot` in the contract. */
void holder_slot(const World *world, const Holder *holder, Prose *out);
/* Contract section 3, `holders` of `expect`: "a", "1.x", "A[0]", "key of D[k]", "temporary", "pin by", "gc.garbage[0]". One
 * text a holder, whatever its count. */
void holder_text(const World *world, const Holder *holder, Prose *out);

#endif
