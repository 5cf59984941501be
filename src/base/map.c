#include "base/map.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/mem.h"

#include <string.h>

static size_t home(const Map *map, uint64_t key)
{
    return (size_t)hash_u64(key) & (map->size - 1);
}

/* The entry with the key, or the empty one where it belongs. */
static MapEntry *find_entry(const Map *map, uint64_t key)
{
    size_t place = home(map, key);
    while (map->entries[place].key != 0 && map->entries[place].key != key) {
        place = (place + 1) & (map->size - 1);
    }
    return &map->entries[place];
}

uint64_t *map_find(const Map *map, uint64_t key)
{
    if (map->size == 0) {
        return NULL;
    }
    MapEntry *entry = find_entry(map, key);
    return entry->key == 0 ? NULL : &entry->value;
}

static void grow(Map *map)
{
    Map larger = {.size = map->size == 0 ? 16 : map->size * 2};
    larger.entries = mem_zeroed(larger.size, sizeof *larger.entries);
    larger.count = map->count;
    for (size_t i = 0; i < map->size; i++) {
        if (map->entries[i].key != 0) {
            *find_entry(&larger, map->entries[i].key) = map->entries[i];
        }
    }
    mem_release(map->entries);
    *map = larger;
}

void map_put(Map *map, uint64_t key, uint64_t value)
{
    CHECK(key != 0);
    if ((map->count + 1) * 2 > map->size) {
        grow(map);
    }
    MapEntry *entry = find_entry(map, key);
    map->count += entry->key == 0;
    *entry = (MapEntry){key, value};
}

/* Moves later entries of the run into the hole, so that no tombstone is needed. */
static void close_hole(Map *map, size_t hole)
{
    size_t mask = map->size - 1;
    for (size_t place = (hole + 1) & mask; map->entries[place].key != 0; place = (place + 1) & mask) {
        size_t wanted = home(map, map->entries[place].key);
        if (((place - wanted) & mask) >= ((place - hole) & mask)) {
            map->entries[hole] = map->entries[place];
            hole = place;
        }
    }
    map->entries[hole] = (MapEntry){0, 0};
}

bool map_remove(Map *map, uint64_t key, uint64_t *value)
{
    if (map->size == 0) {
        return false;
    }
    MapEntry *entry = find_entry(map, key);
    if (entry->key == 0) {
        return false;
    }
    if (value != NULL) {
        *value = entry->value;
    }
    map->count--;
    close_hole(map, (size_t)(entry - map->entries));
    return true;
}

void map_release(Map *map)
{
    mem_release(map->entries);
    *map = (Map){0};
}

void map_clear(Map *map)
{
    if (map->count > 0) {
        memset(map->entries, 0, map->size * sizeof *map->entries);
    }
    map->count = 0;
}
