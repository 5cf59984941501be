/* A hash map from 64-bit keys to 64-bit values: open addressing, no tombstones. Key 0 is not allowed. */
#ifndef HL_BASE_MAP_H
#define HL_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct MapEntry {
    uint64_t key;
    uint64_t value;
} MapEntry;

/* An all-zero Map is a valid empty one. */
typedef struct Map {
    MapEntry *entries; /* power of two, at most half full */
    size_t size;
    size_t count;
} Map;

/* Borrowed until the next change; NULL when absent. */
uint64_t *map_find(const Map *map, uint64_t key);
void map_put(Map *map, uint64_t key, uint64_t value);
/* True if it was there; its value goes to *value (may be NULL). */
bool map_remove(Map *map, uint64_t key, uint64_t *value);
void map_release(Map *map);
/* Empties it and keeps its room. */
void map_clear(Map *map);

static inline uint64_t map_get(const Map *map, uint64_t key)
{
    const uint64_t *value = map->count == 0 ? NULL : map_find(map, key);
    return value == NULL ? 0 : *value;
}

#endif
