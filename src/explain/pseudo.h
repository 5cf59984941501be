/* Pseudo-code of what the collector, the counts and the allocator do, and which line a step carries out. */
#ifndef HL_EXPLAIN_PSEUDO_H
#define HL_EXPLAIN_PSEUDO_H

#include "explain/explain.h"

typedef enum ListingId {
    LISTING_NONE,
    LISTING_REFCOUNT,          /* storing and dropping references, the cascade */
    LISTING_PROGRAM,           /* statements, calls, settings */
    LISTING_TRIGGER,           /* an allocation, the counters, which generation */
    LISTING_SCHEDULE,          /* the same where the allocation only asks for a run */
    LISTING_COLLECT,           /* a collection as a whole */
    LISTING_MERGE, LISTING_UPDATE_REFS, LISTING_SUBTRACT_REFS, LISTING_MOVE_UNREACHABLE, LISTING_MARK, LISTING_SWEEP,
    LISTING_UNTRACK, LISTING_PROMOTE, LISTING_LEGACY, LISTING_WEAKREFS, LISTING_FINALIZE, LISTING_RESURRECT,
    LISTING_DELETE, LISTING_FREE_LISTS,
    LISTING_MALLOC, LISTING_FREE, LISTING_FIRST_FIT, /* the allocators */
    LISTING_PRIVATE,           /* private free lists of types */
    LISTING_COUNT
} ListingId;

typedef struct PseudoLine {
    uint8_t indent;            /* levels */
    const char *text[LANGUAGE_COUNT];
} PseudoLine;

typedef struct Listing {
    const char *title[LANGUAGE_COUNT];
    const PseudoLine *lines;
    uint32_t line_count;       /* at most PSEUDO_MOST_LINES */
} Listing;
enum { PSEUDO_MOST_LINES = 14 };

typedef struct PseudoPlace {
    ListingId listing;         /* LISTING_NONE: nothing to show */
    int line;                  /* from 0; −1: none is current */
} PseudoPlace;

const Listing *pseudo_listing(ListingId id);
/* One step, as far as its line depends on it. */
typedef struct PseudoMoment {
    const World *world;       /* after the step */
    const Event *event, *end; /* the spoken event; one past the last of the step */
    Phase phase;              /* at the event */
    bool collecting, first_fit, scheduled;
} PseudoMoment;
/* Every voiced event but the lesson's own words (note, ask) has its line. */
PseudoPlace pseudo_place(const PseudoMoment *moment);
/* The listing of the step and its current line. */
PseudoPlace pseudo_at(const Explain *explain);

#endif
