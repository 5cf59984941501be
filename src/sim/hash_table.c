/* Dicts of 2.7: open tables whose entries lie where their keys' hashes put them, and are visited, cleared and released in that
 * order. "CPython 2.7, Objects/dictobject.c: lookdict_string, insertdict_by_entry, dictresize; stringobject.c: string_hash."
 *
 * The world sees entries in table order; the table itself (places, dummies of removed keys) is known to the simulation only. Up to
 * 8 places lie inside the object. Example: "a" hashes to place 0 mod 8, "c" to 2: the order is a, c whichever came first.
 * A key whose hash no trace tells (an instance: its address) is put at the end, and the trace says `reorder`, as for sets.
 * Cost: an insertion moves the entries behind it. */
#include "sim/run.h"

#include <stdlib.h>
#include <string.h>

typedef struct Place {
    Name key;      /* NAME_NONE: never used, or a dummy */
    bool dummy;
    uint64_t hash;
} Place;

typedef struct HashTable {
    Place *places;
    uint32_t mask;
    uint32_t fill, used; /* with dummies, without */
    bool told;           /* by `reorder`s of the trace */
} HashTable;

enum { SMALL_PLACES = 8, ENTRY_BYTES = 24, LARGE_USED = 50000 };

/* ---- hashes ---- */

static uint64_t hash_of_bytes(const char *text, size_t length)
{
    if (length == 0) {
        return 0;
    }
    uint64_t hash = (uint64_t)(unsigned char)text[0] << 7;
    for (size_t i = 0; i < length; i++) {
        hash = (UINT64_C(1000003) * hash) ^ (unsigned char)text[i];
    }
    hash ^= length;
    return hash == UINT64_MAX ? UINT64_MAX - 1 : hash; /* −1 means an error */
}

uint64_t hash_of_text(const Sim *sim, Name text)
{
    const char *bytes = sim_text(sim, text);
    return hash_of_bytes(bytes, strlen(bytes));
}

static uint64_t hash_of_integer(const char *text)
{
    uint64_t value = (uint64_t)strtoll(text, NULL, 10);
    return value == UINT64_MAX ? UINT64_MAX - 1 : value;
}

/* The value of a string literal without escapes; other values are not looked into. */
static bool hash_of_literal(const char *repr, uint64_t *hash)
{
    repr += *repr == 'u' || *repr == 'b';
    size_t length = strlen(repr);
    bool quoted = length >= 2 && (*repr == '\'' || *repr == '"') && repr[length - 1] == *repr;
    if (!quoted || strchr(repr, '\\') != NULL) {
        return false;
    }
    *hash = hash_of_bytes(repr + 1, length - 2);
    return true;
}

bool hash_of_key(const Sim *sim, const Slot *slot, ObjectId key, uint64_t *hash)
{
    if (!sim->machine.profile->tables_in_hash_order) {
        return false;
    }
    if (key == OBJECT_NONE) {
        *hash = slot->is_integer ? hash_of_integer(sim_text(sim, slot->text)) : hash_of_text(sim, slot->text);
        return true;
    }
    const World *world = sim_world(sim);
    Name repr = world->repr[key];
    if (repr == NAME_NONE) {
        return false;
    }
    switch (world_type(world, key)->kind) {
    case KIND_INT: *hash = hash_of_integer(sim_text(sim, repr)); return true;
    case KIND_STR: case KIND_BYTES: case KIND_UNICODE: return hash_of_literal(sim_text(sim, repr), hash);
    default: return false;
    }
}

/* ---- tables ---- */

static HashTable *table_of(const Sim *sim, ObjectId dict)
{
    return (HashTable *)(uintptr_t)map_get(&sim->hash_tables, dict);
}

static HashTable *table_new(uint32_t places)
{
    HashTable *table = mem_zeroed(1, sizeof *table);
    table->places = mem_zeroed(places, sizeof *table->places);
    table->mask = places - 1;
    return table;
}

static void table_free(HashTable *table)
{
    mem_release(table->places);
    mem_release(table);
}

void hash_table_forget(Sim *sim, ObjectId dict)
{
    uint64_t found;
    if (sim->hash_tables.count != 0 && map_remove(&sim->hash_tables, dict, &found)) {
        table_free((HashTable *)(uintptr_t)found);
    }
}

void hash_tables_release(Sim *sim)
{
    for (size_t i = 0; i < sim->hash_tables.size; i++) {
        if (sim->hash_tables.entries[i].key != 0) {
            table_free((HashTable *)(uintptr_t)sim->hash_tables.entries[i].value);
        }
    }
    map_release(&sim->hash_tables);
}

/* The place of a key that is not in the table: the first dummy on its way, else the first empty one. */
static Place *free_place(HashTable *table, uint64_t hash)
{
    uint64_t at = hash & table->mask;
    Place *dummy = NULL;
    for (uint64_t perturb = hash;; perturb >>= 5) {
        Place *place = &table->places[at & table->mask];
        if (place->key == NAME_NONE && !place->dummy) {
            return dummy != NULL ? dummy : place;
        }
        if (place->dummy && dummy == NULL) {
            dummy = place;
        }
        at = (at << 2) + at + perturb + 1;
    }
}

static void put(HashTable *table, Name key, uint64_t hash)
{
    Place *place = free_place(table, hash);
    table->fill += !place->dummy;
    table->used++;
    *place = (Place){.key = key, .hash = hash};
}

static void resize(Sim *sim, ObjectId dict, HashTable *table, uint32_t wanted)
{
    uint32_t places = SMALL_PLACES;
    while (places <= wanted) {
        places <<= 1;
    }
    Place *old = table->places;
    uint32_t count = table->mask + 1;
    table->places = mem_zeroed(places, sizeof *table->places);
    table->mask = places - 1;
    table->fill = table->used = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (old[i].key != NAME_NONE) {
            put(table, old[i].key, old[i].hash);
        }
    }
    mem_release(old);
    if ((sim_world(sim)->flags[dict] & OBJECT_RESIZED) == 0) {
        dict_table_replace(sim, dict, places == SMALL_PLACES ? 0 : places * ENTRY_BYTES);
    }
}

/* ---- the world's entries ---- */

/* slot_find sees filled entries only; the newest is the last, and empty yet. */
static bool entry_find(Sim *sim, ObjectId dict, Name key, Name newest, Position *position)
{
    if (key == newest) {
        *position = sim_world(sim)->slot_count[dict] - 1;
        return true;
    }
    return slot_find(sim, dict, key, position);
}

/* Puts the world's entries in table order: for each key of the table, in order, where its entry is now. */
static Position order_entries(Sim *sim, ObjectId dict, const HashTable *table, Name newest)
{
    const World *world = sim_world(sim);
    VEC(uint32_t) permutation = {0};
    Position result = 0;
    bool moved = false;
    uint32_t side = emit_side_at(&sim->machine.emit);
    for (uint32_t i = 0; i <= table->mask; i++) {
        Position position;
        if (table->places[i].key == NAME_NONE || !entry_find(sim, dict, table->places[i].key, newest, &position)) {
            continue;
        }
        if (table->places[i].key == newest) {
            result = world->fixed[dict] + (Position)permutation.count;
        }
        moved = moved || position != world->fixed[dict] + (Position)permutation.count;
        vec_push(&permutation, position);
    }
    if (moved) {
        reorder_by(sim, dict, permutation.items, side);
    }
    vec_release(&permutation);
    return result;
}

Position hash_table_add(Sim *sim, ObjectId dict, Name key, uint64_t hash, bool known)
{
    const World *world = sim_world(sim);
    if (world->slot_count[dict] == world->fixed[dict]) {
        HashTable *emptied = table_of(sim, dict);
        if (emptied != NULL && emptied->fill != 0) {
            hash_table_forget(sim, dict); /* a clear came in between */
        }
    }
    HashTable *table = table_of(sim, dict);
    if (table == NULL) {
        table = table_new(SMALL_PLACES);
        map_put(&sim->hash_tables, dict, (uint64_t)(uintptr_t)table);
    }
    table->told = table->told || !known;
    put(table, key, hash);
    bool grows = table->fill * 3 >= (table->mask + 1) * 2;
    if (grows) {
        resize(sim, dict, table, (table->used > LARGE_USED ? 2 : 4) * table->used);
    }
    entries_compact(sim, dict);
    Position position = slot_append(sim, dict, key);
    return table->told ? position : order_entries(sim, dict, table, key);
}

void hash_table_presize(Sim *sim, ObjectId dict, uint32_t entries)
{
    if (entries >= SMALL_PLACES) {
        HashTable *table = table_new(SMALL_PLACES);
        map_put(&sim->hash_tables, dict, (uint64_t)(uintptr_t)table);
        resize(sim, dict, table, entries);
    }
}

void hash_table_remove(Sim *sim, ObjectId dict, Name key)
{
    HashTable *table = sim->hash_tables.count == 0 ? NULL : table_of(sim, dict);
    for (uint32_t i = 0; table != NULL && i <= table->mask; i++) {
        if (table->places[i].key == key) {
            table->places[i] = (Place){.dummy = true};
            table->used--;
            return;
        }
    }
}

void hash_table_told(Sim *sim, ObjectId dict)
{
    HashTable *table = sim->hash_tables.count == 0 ? NULL : table_of(sim, dict);
    if (table != NULL) {
        table->told = true;
    }
}
