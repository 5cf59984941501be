/* The numbers by which everything in the world is named. Never pointers: a world copies without fix-ups. */
#ifndef HL_MODEL_IDS_H
#define HL_MODEL_IDS_H

#include <stdint.h>

/* An object, a frame or one of the reserved pseudo-objects below. 0 = none. */
typedef uint32_t ObjectId;
typedef uint32_t TypeId;   /* index into World.types */
typedef uint32_t Position; /* of a slot within its object: fixed slots first, then the variable part */
typedef uint32_t BlockRef; /* a block of memory: 0 = none; see pool_state.h */

/* Reserved object numbers. The list heads are sentinels of circular doubly linked lists. */
enum {
    OBJECT_NONE = 0,
    LIST_GENERATION_0 = 1, LIST_GENERATION_1 = 2, LIST_GENERATION_2 = 3,
    LIST_PERMANENT = 4,    /* frozen */
    LIST_UNREACHABLE = 5,  /* tentatively unreachable, "U" */
    LIST_LEGACY = 6,       /* with legacy finalizers and what they reach, "F" */
    LIST_WEAKREFS = 7,     /* weakrefs whose callbacks wait, "W" */
    LIST_SEEN = 8,         /* whose finalizer question is settled */
    LIST_DELETE = 9,       /* still unreachable after the second search, "T" */
    LIST_COUNT = 10,       /* list 0: untracked */
    OBJECT_GARBAGE = 12,   /* gc.garbage: its slots are the entries */
    OBJECT_LIMBO = 16,     /* first of LIMBO_DEPTH holders for what a clear has detached and not yet released */
    LIMBO_DEPTH = 2000,
    OBJECT_FIRST = 2048    /* the first real object or frame */
};

#endif
