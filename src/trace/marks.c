/* The set of names a reader keeps to find duplicates, and the same question for members nobody here reads. */
#include "base/hash.h"
#include "trace/reading.h"

#include <string.h>

void marks_clear(Reading *r)
{
    if (++r->epoch == 0) {
        memset(r->marks.items, 0, r->marks.count * sizeof *r->marks.items);
        r->epoch = 1;
    }
}

/* Makes room for every Name there is. */
static void marks_grow(Reading *r, Name name)
{
    size_t wanted = names_count(r->names) + 1;
    wanted = wanted > name ? wanted : (size_t)name + 1;
    size_t extra = wanted - r->marks.count;
    vec_reserve(&r->marks, extra);
    vec_reserve(&r->mark_data, extra);
    memset(r->marks.items + r->marks.count, 0, extra * sizeof *r->marks.items);
    r->marks.count = r->mark_data.count = wanted;
}

bool marks_put(Reading *r, Name name, uint32_t data)
{
    if (name >= r->marks.count) {
        marks_grow(r, name);
    }
    bool fresh = r->marks.items[name] != r->epoch;
    r->marks.items[name] = r->epoch;
    r->mark_data.items[name] = data;
    return fresh;
}

uint32_t marks_get(const Reading *r, Name name)
{
    return name < r->marks.count && r->marks.items[name] == r->epoch ? r->mark_data.items[name] : UINT32_MAX;
}

bool marks_is_foreign(const cJSON *node)
{
    return node->string[0] == 'x' && node->string[1] == '-';
}

/* Puts the members of an object into an open-addressing table of their names; the first that is there already, or NULL. */
static const cJSON *find_twin(const cJSON *object, const cJSON **table, size_t mask)
{
    for (const cJSON *child = object->child; child != NULL; child = child->next) {
        size_t place = hash_bytes(child->string, strlen(child->string)) & mask;
        for (; table[place] != NULL; place = (place + 1) & mask) {
            if (strcmp(table[place]->string, child->string) == 0) {
                return child;
            }
        }
        table[place] = child;
    }
    return NULL;
}

static const cJSON *first_duplicate(const cJSON *object)
{
    size_t count = 0, size = 4;
    for (const cJSON *child = object->child; child != NULL; child = child->next) {
        count++;
    }
    while (size < count * 2) {
        size *= 2;
    }
    const cJSON **table = mem_zeroed(size, sizeof *table);
    const cJSON *twin = find_twin(object, table, size - 1);
    mem_release(table);
    return twin;
}

bool marks_check_twins(Reading *r, const cJSON *object)
{
    const cJSON *twin = first_duplicate(object);
    return twin == NULL || reading_twice(r, twin);
}

bool marks_check_foreign(Reading *r, const cJSON *node)
{
    if (cJSON_IsObject(node) && !marks_check_twins(r, node)) {
        return false;
    }
    if (cJSON_IsObject(node) || cJSON_IsArray(node)) {
        for (const cJSON *child = node->child; child != NULL; child = child->next) {
            if (!marks_check_foreign(r, child)) {
                return false;
            }
        }
    }
    return true;
}
