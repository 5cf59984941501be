/* Why an object is alive: the independent chains of holders from a root to it; the cycle that holds it when there is none; and
 * when, by what and after which last holder it died.
 *
 * Two chains are independent when they share no object but the one asked for. Chains are taken shortest first, each avoiding
 * the objects inside those before it. Nothing is left out silently: `hidden` counts the chains beyond the wanted number,
 * `shared` the references to the object that end no chain, although a root reaches them, since they pass objects of another. */
#ifndef HL_EXPLAIN_WHY_H
#define HL_EXPLAIN_WHY_H

#include "explain/holders.h"
#include "journal/journal.h"

enum { WHY_MOST_CHAINS = 1000, WHY_MOST_ROUNDS = 500 };

typedef struct WhyChain {
    size_t first, count; /* into Why.links: from the outermost holder to the one that holds the object */
} WhyChain;

/* The last holder of a dead object, in words that outlive it: the last name, slot, pin or garbage entry that let it go within
 * the op that killed it; a temporary when there was none. */
typedef struct WhyLast {
    bool known;
    HolderKind kind;
    bool key;
    uint32_t frame;  /* NAME */
    Name name;       /* NAME: of the name; SLOT: of the slot; PIN: by whom */
    Name from;       /* SLOT: id of the owner */
    uint32_t index;  /* GARBAGE */
    uint32_t count;  /* PIN: how many went */
    Holder holder;   /* the same as numbers, as they were then */
} WhyLast;

typedef struct Why {
    ObjectId object;
    bool alive;
    bool reachable;      /* from a root; true for immortal objects */
    HolderList links;
    VEC(WhyChain) chains;
    uint64_t hidden, shared;
    VEC(ObjectId) cycle; /* unreachable only: each holds the next, the last is the first again; it holds the object, or is
                            the object's own */
    /* dead only */
    bool died_known;     /* false without a journal */
    uint64_t died_step;
    bool by_collector;   /* between start and end of a collection */
    WhyLast last;
} Why;

typedef struct WhyAsk {
    const World *world;       /* at the step of the question */
    const HolderIndex *index; /* of that world */
    const Journal *journal;   /* may be NULL */
    uint64_t step;
    ObjectId object;
    uint32_t most_chains;     /* 0 = WHY_MOST_CHAINS */
} WhyAsk;

/* An all-zero Why may be filled, and filled again. Cost: some looks at every reference; 1,000,000 objects: 10 ms, 0.5 s for one that most of them hold. */
void why_find(const WhyAsk *ask, Why *out);
void why_release(Why *why);
static inline const Holder *why_chain(const Why *why, size_t chain)
{
    return &why->links.items[why->chains.items[chain].first];
}
/* The first link worth telling to a person: a name in a frame's namespace dict is a root for them, what holds the dict is not. */
size_t why_chain_told(const World *world, const Why *why, size_t chain);

/* The newest bearer of an id at the world's step, alive or dead; OBJECT_NONE: never created until then. Not a frame. */
ObjectId why_object_of_id(const World *world, Name id);
/* The oldest living object of a type; else the one that died last (needs the journal); else OBJECT_NONE. */
ObjectId why_object_of_type(const World *world, const Journal *journal, uint64_t step, Name type);

#endif
