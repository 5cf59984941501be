/* Texts live in chunks that never move; an open-addressing table of Names finds them by hash. */
#include "base/names.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"

#include <stdio.h>
#include <string.h>

enum { CHUNK_BYTES = 1 << 18 };

typedef struct Entry {
    const char *text;
    uint32_t bytes;
    uint32_t hash;
} Entry;

struct Names {
    VEC(Entry) entries;    /* index = Name */
    VEC(char *) chunks;
    size_t chunk_used;     /* of the last chunk */
    size_t chunk_size;
    Name *table;           /* power of two, at most half full */
    size_t table_size;
};

static char *store_text(Names *names, const char *text, size_t bytes)
{
    if (names->chunks.count == 0 || names->chunk_used + bytes + 1 > names->chunk_size) {
        names->chunk_size = bytes + 1 > CHUNK_BYTES ? bytes + 1 : CHUNK_BYTES;
        names->chunk_used = 0;
        vec_push(&names->chunks, mem_resize(NULL, names->chunk_size, 1));
    }
    char *copy = vec_last(&names->chunks) + names->chunk_used;
    memcpy(copy, text, bytes);
    copy[bytes] = '\0';
    names->chunk_used += bytes + 1;
    return copy;
}

/* The table place that holds the text, or the empty place where it belongs. */
static size_t find_place(const Names *names, const char *text, size_t bytes, uint32_t hash)
{
    size_t mask = names->table_size - 1;
    size_t place = hash & mask;
    while (names->table[place] != NAME_NONE) {
        const Entry *entry = &names->entries.items[names->table[place]];
        if (entry->hash == hash && entry->bytes == bytes && memcmp(entry->text, text, bytes) == 0) {
            break;
        }
        place = (place + 1) & mask;
    }
    return place;
}

static void grow_table(Names *names)
{
    mem_release(names->table);
    names->table_size *= 2;
    names->table = mem_zeroed(names->table_size, sizeof *names->table);
    for (Name name = 1; name < names->entries.count; name++) {
        const Entry *entry = &names->entries.items[name];
        size_t place = entry->hash & (names->table_size - 1);
        while (names->table[place] != NAME_NONE) {
            place = (place + 1) & (names->table_size - 1);
        }
        names->table[place] = name;
    }
}

Names *names_new(void)
{
    Names *names = mem_zeroed(1, sizeof *names);
    names->table_size = 512;
    names->table = mem_zeroed(names->table_size, sizeof *names->table);
    Entry none = {"", 0, 0};
    vec_push(&names->entries, none);
    CHECK(names_intern(names, "", 0) == NAME_EMPTY);
    return names;
}

void names_free(Names *names)
{
    if (names == NULL) {
        return;
    }
    for (size_t i = 0; i < names->chunks.count; i++) {
        mem_release(names->chunks.items[i]);
    }
    vec_release(&names->chunks);
    vec_release(&names->entries);
    mem_release(names->table);
    mem_release(names);
}

Name names_intern(Names *names, const char *text, size_t bytes)
{
    uint32_t hash = (uint32_t)hash_bytes(text, bytes);
    size_t place = find_place(names, text, bytes, hash);
    if (names->table[place] != NAME_NONE) {
        return names->table[place];
    }
    Entry entry = {store_text(names, text, bytes), (uint32_t)bytes, hash};
    Name name = (Name)names->entries.count;
    vec_push(&names->entries, entry);
    names->table[place] = name;
    if (names->entries.count * 2 > names->table_size) {
        grow_table(names);
    }
    return name;
}

Name names_of(Names *names, const char *text)
{
    return names_intern(names, text, strlen(text));
}

Name names_of_number(Names *names, uint64_t number)
{
    char text[24];
    int bytes = snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    return names_intern(names, text, (size_t)bytes);
}

Name names_find(const Names *names, const char *text, size_t bytes)
{
    return names->table[find_place(names, text, bytes, (uint32_t)hash_bytes(text, bytes))];
}

const char *names_text(const Names *names, Name name)
{
    CHECK(name < names->entries.count);
    return names->entries.items[name].text;
}

size_t names_bytes(const Names *names, Name name)
{
    CHECK(name < names->entries.count);
    return names->entries.items[name].bytes;
}

uint32_t names_count(const Names *names)
{
    return (uint32_t)names->entries.count - 1;
}
