/* How many objects there are: in each list, shared atoms, and of each type in each band. Of the world and the lives alone, whatever
 * is shown of them.
 *
 * Invariant [census.sums]: the counts are the sums of all objects' shares.
 *
 * Life cycle: an all-zero Census is valid; census_take for every picture; census_release. */
#ifndef HL_VIEW_CENSUS_H
#define HL_VIEW_CENSUS_H

#include "journal/journal.h"
#include "layout/lives.h"

/* What an object adds. */
typedef struct CensusShare {
    uint8_t list;  /* + 1; 0: nothing */
    uint8_t band;  /* Band */
    uint16_t type; /* TypeId */
    bool atom;     /* shared, immortal */
} CensusShare;

/* One type's objects in each band. */
typedef struct CensusType {
    uint32_t count[BAND_COUNT];
} CensusType;

typedef struct Census {
    uint32_t objects, atoms;
    uint32_t in_list[LIST_COUNT];
    VEC(CensusType) types;    /* by TypeId */
    VEC(CensusShare) shares;  /* by object */
    const Journal *journal;   /* for which it was taken, NULL: for none; … */
    uint64_t event;           /* … after so many events */
} Census;

void census_release(Census *census);
/* The lives have grown: the next one looks at every object. */
void census_forget(Census *census);
/* Counts at a step, to which the lives' world has gone. Cost: a few ns for each event since it was taken last, if those are few and
 * join no lists; else 10 ns an object. */
void census_take(Census *census, const Lives *lives, const Journal *journal, uint64_t step);
/* Where an object stands: where it has stood if a collection or its end has taken it off the lists. */
Band census_band(const Lives *lives, ObjectId object, uint64_t step);

#endif
