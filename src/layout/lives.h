/* What a recording does with its objects, as far as their places need it: when each is born and dies, which band it stays in
 * from when to when, how far from a root it was at the end of the op it was born in. Not places (layout/grid.h).
 *
 * Filled by replaying the whole recording once, step by step. Only the first LIVES_PLAIN_MAX objects, and the first
 * LIVES_BULK_MAX of those made by a `repeat`, get a life; the others are only counted. Of all of them it is known
 * how many of a type are ever born, and of those with a life which ever refer to which.
 *
 * Invariants: [lives.order] items are in order of birth; [lives.stays] the stays of a life are adjacent in time, the first
 * begins at birth, no two in a row have the same band.
 *
 * Life cycle: lives_init; per step lives_begin_op where a new op begins, lives_event for its events, lives_end_op after an op's
 * last step; lives_finish; questions; lives_release. */
#ifndef HL_LAYOUT_LIVES_H
#define HL_LAYOUT_LIVES_H

#include "base/map.h"
#include "base/vec.h"
#include "model/event.h"
#include "model/world.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    LIVES_PLAIN_MAX = 12000, /* as many single objects as a cloud shows */
    LIVES_BULK_MAX = 10000,
    LIVES_LINKS_MAX = 200000,
    LIVES_DISTANCE_MAX = 8
};
#define LIVES_SEARCH_MAX UINT64_C(40000000) /* slots looked at for distances in all: about half a second */
#define STEP_NEVER UINT64_MAX

/* From top to bottom. */
typedef enum Band { BAND_UNTRACKED, BAND_YOUNG, BAND_MIDDLE, BAND_OLD, BAND_FROZEN, BAND_COUNT } Band;

typedef struct Stay {
    uint64_t first; /* step */
    uint64_t end;   /* the first step after it; STEP_NEVER while it lasts */
    uint32_t op;    /* serial number of the op it began in */
    uint8_t band;   /* Band */
} Stay;

/* Where the objects of an op come from. */
typedef enum OpSource { OP_SINGLE, OP_REPEATED, OP_LOADED } OpSource;

/* The object of one life refers to that of another at some step. Indices into items. */
typedef struct LifeLink {
    uint32_t from, to;
    uint32_t op; /* serial number of the op that first made it */
} LifeLink;

typedef struct Life {
    ObjectId object;
    ObjectId holder;   /* one step nearer to the root, or none */
    uint64_t born;
    uint64_t died;     /* STEP_NEVER: not within the recording */
    uint32_t distance; /* 1 … LIVES_DISTANCE_MAX; 1: held by a name, a pin or a temporary */
    uint32_t op;       /* serial number of the op it was born in */
    bool bulk;         /* made by a `repeat` */
    bool ended;        /* died has been set */
    VEC(Stay) stays;
} Life;

typedef struct Lives {
    const World *world; /* borrowed; at the step being fed */
    VEC(Life) items;
    Map index;          /* object → its place in items + 1 */
    ObjectId object_end; /* past the last object with a life */
    VEC(uint32_t) standing[BAND_COUNT]; /* into items: those that stand there, and some that have left */
    VEC(LifeLink) links;
    Map linked;         /* from << 32 | to, of links */
    VEC(uint32_t) born_of_type; /* by TypeId, with or without a life */
    VEC(uint8_t) counts; /* by object: in `living` */
    uint32_t living, most_living; /* now, at most; those of a `repeat` left out */
    VEC(uint32_t) fresh; /* into items: born in the running op */
    VEC(ObjectId) newcomers; /* without a life, born or untracked in the running op */
    uint32_t plain, bulk; /* lives so far of each sort */
    uint64_t uncounted;   /* objects born without a life */
    bool crowded[BAND_COUNT]; /* objects without a life may stand here */
    bool used[BAND_COUNT];    /* some object with a life stands here at some step */
    bool growing;             /* more ops will be fed after lives_finish */
    uint32_t op;          /* serial number of the running op */
    OpSource source;      /* of its objects */
    uint64_t searched;    /* slots looked at for distances */
    VEC(uint32_t) stamp;  /* by object: the search that saw it last */
    VEC(ObjectId) queue;
    VEC(ObjectId) from;   /* beside queue: who led there */
    uint32_t search;
} Lives;

void lives_init(Lives *lives, const World *world);
void lives_release(Lives *lives);

void lives_begin_op(Lives *lives, OpSource source);
/* One event of a step, after the whole step was applied. */
void lives_event(Lives *lives, const Event *event, uint64_t step);
/* After the last step of an op. */
void lives_end_op(Lives *lives);
/* After the last op: what `used` says is known only then. While `growing`, more ops may follow, and lives_finish again. */
void lives_finish(Lives *lives);

/* NULL when the object has no life of its own. */
const Life *lives_find(const Lives *lives, ObjectId object);
/* Whether one ever refers to the other, as far as links are remembered. */
bool lives_linked(const Lives *lives, ObjectId from, ObjectId to);
/* The stay at a step, or NULL before birth and from death on. */
const Stay *life_stay(const Life *life, uint64_t step);
/* The band an object stands in by the world alone: lists of a running collection belong to the collected generation. */
Band band_of_list(const World *world, ObjectId object);
/* Objects that are drawn: not frames, not the reserved holders. */
bool object_is_drawn(const World *world, ObjectId object);

#endif
