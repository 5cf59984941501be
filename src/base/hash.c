#include "base/hash.h"

#include <string.h>

uint64_t hash_bytes(const void *bytes, size_t count)
{
    const unsigned char *at = bytes;
    uint64_t digest = count;
    for (; count >= 8; count -= 8, at += 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        digest = (digest ^ word) * UINT64_C(0x9fb21c651e98df25);
        digest ^= digest >> 32;
    }
    uint64_t tail = 0;
    if (count != 0) {
        memcpy(&tail, at, count);
    }
    return hash_u64(digest ^ tail);
}
