/* The free intervals of a first-fit heap: addresses HOLES_START upwards without end, lowest fitting address first, neighbours
 * merged, no headers, no alignment. Not part of the world: it follows from the living blocks.
 *
 * Invariants: [holes.apart] holes are not empty, do not touch each other nor `top`; everything from `top` on is free.
 * An all-zero Holes is not valid: holes_init. */
#ifndef HL_ALLOCATOR_HOLES_H
#define HL_ALLOCATOR_HOLES_H

#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

#define HOLES_START UINT64_C(0x10000)

typedef struct Hole Hole;

typedef struct Holes {
    VEC(Hole) nodes;   /* 0 is the empty tree */
    uint32_t root;
    uint32_t spare;    /* chain of nodes to use again */
    uint64_t top;      /* the end of the highest block */
    uint64_t count;    /* holes below top … */
    uint64_t bytes;    /* … and their bytes */
} Holes;

void holes_init(Holes *holes);
void holes_release(Holes *holes);

/* The lowest address with `bytes` free; bytes > 0. */
uint64_t holes_take(Holes *holes, uint64_t bytes);
/* The bytes right at `address`, if they are free. */
bool holes_take_at(Holes *holes, uint64_t address, uint64_t bytes);
void holes_give(Holes *holes, uint64_t address, uint64_t bytes);
/* The largest hole below top, 0 without one. */
uint64_t holes_largest(const Holes *holes);

#endif
