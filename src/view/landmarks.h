/* What the timeline marks of a whole recording: collections, stops, the curve of living objects. Found once. */
#ifndef HL_VIEW_LANDMARKS_H
#define HL_VIEW_LANDMARKS_H

#include "base/vec.h"
#include "journal/curve.h"
#include "journal/journal.h"
#include "journal/timeline.h"

enum { LANDMARKS_CURVE = 1024 };

typedef struct CollectionMark {
    uint64_t first, last; /* steps */
    uint8_t generation;
    bool automatic;
} CollectionMark;

typedef struct StopMark {
    uint64_t step;
    bool asks; /* a prediction; else a pause */
} StopMark;

/* An all-zero Landmarks is empty. */
typedef struct Landmarks {
    VEC(CollectionMark) collections; /* by step */
    VEC(StopMark) stops;             /* by step */
    VEC(CurvePoint) curve;           /* at most LANDMARKS_CURVE points over all steps */
    uint32_t highest;                /* of the curve */
    EventSet kinds;                  /* of all events */
} Landmarks;

/* Cost: a few ns for each event. */
void landmarks_find(Landmarks *landmarks, const Journal *journal);
void landmarks_release(Landmarks *landmarks);

#endif
