/* A small deterministic random source for tests, layouts and generators (splitmix64). Not for secrets. */
#ifndef HL_BASE_RNG_H
#define HL_BASE_RNG_H

#include <stdint.h>

typedef struct Rng {
    uint64_t state; /* the seed */
} Rng;

static inline uint64_t rng_next(Rng *rng)
{
    uint64_t z = (rng->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A number in 0 … bound−1; bound > 0. */
static inline uint32_t rng_below(Rng *rng, uint32_t bound)
{
    return (uint32_t)(((rng_next(rng) >> 32) * bound) >> 32);
}

#endif
