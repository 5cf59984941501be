/* A first-fit heap seen from outside: what its living blocks leave free. Any step of the world will do. */
#ifndef HL_ALLOCATOR_FIT_H
#define HL_ALLOCATOR_FIT_H

#include "allocator/holes.h"
#include "model/world.h"

/* How torn the heap is. Fragmentation: hole_bytes of (top − HOLES_START) bytes serve nobody. */
typedef struct FitFigures {
    uint64_t top;          /* end of the highest block; HOLES_START without one */
    uint64_t used_bytes;
    uint64_t holes;        /* free intervals below top … */
    uint64_t hole_bytes;   /* … their bytes … */
    uint64_t largest_hole; /* … and the largest of them */
} FitFigures;

/* Cost: sorting the living blocks. */
FitFigures fit_figures(const World *world);
/* Makes *holes (initialised) exactly what the living blocks leave free. */
void fit_collect_holes(const World *world, Holes *holes);

#endif
