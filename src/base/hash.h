/* Hash functions for our own tables and digests. Not cryptographic. */
#ifndef HL_BASE_HASH_H
#define HL_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Mixes one 64-bit value (murmur3 finaliser). */
static inline uint64_t hash_u64(uint64_t x)
{
    x ^= x >> 33;
    x *= UINT64_C(0xff51afd7ed558ccd);
    x ^= x >> 33;
    x *= UINT64_C(0xc4ceb9fe1a85ec53);
    return x ^ (x >> 33);
}

/* Adds a value to a running digest; order matters. */
static inline uint64_t hash_add(uint64_t digest, uint64_t value)
{
    return hash_u64(digest * UINT64_C(0x9e3779b97f4a7c15) + value + 1);
}

uint64_t hash_bytes(const void *bytes, size_t count);

#endif
