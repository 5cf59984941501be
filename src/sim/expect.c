/* Comparing what a trace expects with the simulation. A failure is reported; the run goes on. */
#include "sim/run.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Checking {
    Sim *sim;
    const Op *op;
    const Check *check;
} Checking;

static bool mismatch(const Checking *on, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool mismatch(const Checking *on, const char *format, ...)
{
    char text[900];
    int used = snprintf(text, sizeof text, "%s", check_kind_text(on->check->kind));
    if (on->check->key != NAME_NONE) {
        used += snprintf(text + used, sizeof text - (size_t)used, " of %.100s", sim_text(on->sim, on->check->key));
    }
    used += snprintf(text + used, sizeof text - (size_t)used, ": ");
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, sizeof text - (size_t)used, format, arguments);
    va_end(arguments);
    Failure failure = {on->sim->op_index, on->op->place_line, names_of(on->sim->names, text)};
    vec_push(&on->sim->failures, failure);
    return false;
}

static bool check_number(const Checking *on, const char *what, uint64_t expected, uint64_t found)
{
    return expected == found || mismatch(on, "%sexpected %llu, found %llu", what, (unsigned long long)expected, (unsigned long long)found);
}

/* ---- one object ---- */

static bool check_object(const Checking *on, ObjectId object)
{
    const World *world = sim_world(on->sim);
    const Check *check = on->check;
    bool flag = check->kind == CHECK_TRACKED ? world_tracked(world, object) : (world->flags[object] & OBJECT_FINALIZED) != 0;
    bool no_generation = world->list[object] < LIST_GENERATION_0 || world->list[object] > LIST_PERMANENT;
    switch (check->kind) {
    case CHECK_REFCOUNT:
        if (check->is_null != world_immortal(world, object)) {
            return mismatch(on, check->is_null ? "expected null, found a count" : "expected a count, found null (a shared value)");
        }
        return check->is_null || check_number(on, "", check->number[0], world->refcount[object]);
    case CHECK_GENERATION:
        if (check->is_null != no_generation) {
            return mismatch(on, check->is_null ? "expected null, found a generation" : "expected a generation, found null (untracked)");
        }
        return check->is_null || check_number(on, "", check->number[0], world->list[object] - (uint64_t)LIST_GENERATION_0);
    default:
        return flag == check->boolean || mismatch(on, "expected %s, found %s", check->boolean ? "true" : "false", flag ? "true" : "false");
    }
}

static bool check_weakref(const Checking *on, ObjectId weakref)
{
    const World *world = sim_world(on->sim);
    ObjectId target = world->aux[weakref];
    if (world_type(world, weakref)->base != KIND_WEAKREF) {
        return mismatch(on, "not a weak reference");
    }
    Name found = target == OBJECT_NONE ? NAME_NONE : world->id[target];
    Name expected = on->check->is_null ? NAME_NONE : on->check->name;
    return found == expected || mismatch(on, "expected %s, found %s", expected == NAME_NONE ? "null" : sim_text(on->sim, expected),
                                         found == NAME_NONE ? "null" : sim_text(on->sim, found));
}

static int by_number(const void *left, const void *right)
{
    Name a = *(const Name *)left, b = *(const Name *)right;
    return a < b ? -1 : a > b;
}

static bool check_holders(const Checking *on, ObjectId object)
{
    NameList found = {0};
    holder_texts(on->sim, object, &found);
    Name *expected = mem_copy(on->check->names, on->check->name_count * sizeof(Name));
    bool same = found.count == on->check->name_count;
    if (same && found.count != 0) {
        qsort(found.items, found.count, sizeof(Name), by_number);
        qsort(expected, found.count, sizeof(Name), by_number);
        same = memcmp(found.items, expected, found.count * sizeof(Name)) == 0;
    }
    if (!same) {
        char list[500] = "";
        for (size_t i = 0, used = 0; i < found.count && used < sizeof list - 1; i++) {
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%.60s", i ? ", " : "", sim_text(on->sim, found.items[i]));
        }
        mismatch(on, "found %zu: %s", found.count, list);
    }
    mem_release(expected);
    vec_release(&found);
    return same;
}

static bool check_one_object(const Checking *on)
{
    ObjectId object = id_find(on->sim, on->check->key);
    if (object == OBJECT_NONE) {
        return mismatch(on, id_is_known(on->sim, on->check->key) ? "the object is dead" : "there never was such an object");
    }
    if (on->check->kind == CHECK_HOLDERS) {
        return check_holders(on, object);
    }
    return on->check->kind == CHECK_WEAKREF ? check_weakref(on, object) : check_object(on, object);
}

static bool check_alive(const Checking *on, bool wanted)
{
    bool good = true;
    for (uint32_t i = 0; i < on->check->name_count; i++) {
        Name id = on->check->names[i];
        bool alive = id_find(on->sim, id) != OBJECT_NONE;
        if (!id_is_known(on->sim, id)) {
            good = mismatch(on, "there never was an object '%.100s'", sim_text(on->sim, id));
        } else if (alive != wanted) {
            good = mismatch(on, "'%.100s' is %s", sim_text(on->sim, id), alive ? "still alive" : "dead");
        }
    }
    return good;
}

/* ---- lists ---- */

static bool check_list(const Checking *on, const Name *found, size_t count)
{
    const Check *check = on->check;
    for (size_t i = 0; i < count && i < check->name_count; i++) {
        if (found[i] != check->names[i]) {
            return mismatch(on, "at %zu expected '%.100s', found '%.100s'", i, sim_text(on->sim, check->names[i]),
                            sim_text(on->sim, found[i]));
        }
    }
    if (count == check->name_count) {
        return true;
    }
    return mismatch(on, "expected %u entries, found %zu%s%.100s", check->name_count, count,
                    count > check->name_count ? ", the first too many " : ", missing ",
                    sim_text(on->sim, count > check->name_count ? found[check->name_count] : check->names[count]));
}

static bool check_order(const Checking *on)
{
    const World *world = sim_world(on->sim);
    char *end;
    unsigned long generation = strtoul(sim_text(on->sim, on->check->key), &end, 10);
    if (*end != '\0' || generation > 3) {
        return mismatch(on, "there is no such generation; 0, 1, 2 or 3 (frozen) was expected");
    }
    NameList found = {0};
    ObjectId list = LIST_GENERATION_0 + (ObjectId)generation;
    for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
        if ((world->flags[object] & OBJECT_IS_FRAME) == 0) { /* 2.7: running frames are in the lists too */
            vec_push(&found, world->id[object]);
        }
    }
    bool good = check_list(on, found.items, found.count);
    vec_release(&found);
    return good;
}

static bool check_garbage(const Checking *on)
{
    const World *world = sim_world(on->sim);
    NameList found = {0};
    for (Position at = 0; at < world->slot_count[OBJECT_GARBAGE]; at++) {
        vec_push(&found, world->id[world_target(world, OBJECT_GARBAGE, at)]);
    }
    bool good = check_list(on, found.items, found.count);
    vec_release(&found);
    return good;
}

static bool check_collection(const Checking *on)
{
    const Machine *machine = &on->sim->machine;
    static const CollectionRecord none;
    const CollectionRecord *last = machine->collections.count == 0 ? &none : &vec_last(&machine->collections);
    switch (on->check->kind) {
    case CHECK_UNREACHABLE: return check_list(on, last->unreachable.items, last->unreachable.count);
    case CHECK_UNCOLLECTABLE: return check_list(on, last->uncollectable.items, last->uncollectable.count);
    case CHECK_RESURRECTED: return check_list(on, last->resurrected.items, last->resurrected.count);
    case CHECK_CANDIDATES: return check_number(on, "", on->check->number[0], last->candidates);
    default: break;
    }
    return machine->collections.count == 0 ? mismatch(on, "no collection has finished yet")
                                           : check_number(on, "", on->check->number[0], last->returned);
}

/* ---- the interpreter ---- */

static bool check_three(const Checking *on)
{
    const uint32_t *words = sim_world(on->sim)->words;
    bool good = true;
    for (uint32_t i = 0; i < on->check->number_count; i++) {
        uint32_t found = on->check->kind == CHECK_COUNT      ? words[W_COUNT + i]
                         : on->check->kind == CHECK_THRESHOLD ? words[W_THRESHOLD + i]
                                                              : words[W_STATS + 3 * i];
        char what[8];
        snprintf(what, sizeof what, "[%u] ", i);
        good = check_number(on, what, on->check->number[i], found) && good;
    }
    return good;
}

static bool check_objects(const Checking *on)
{
    const World *world = sim_world(on->sim);
    uint64_t found = 0;
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        bool counts = world_alive(world, object) && (world->flags[object] & (OBJECT_IS_FRAME | OBJECT_IMMORTAL)) == 0;
        found += counts && world_type(world, object)->name == on->check->key;
    }
    return check_number(on, "", on->check->number[0], found);
}

static bool check_output(const Checking *on)
{
    const World *world = sim_world(on->sim);
    uint32_t first = on->sim->output_since_expect;
    return check_list(on, world->output + first, world->words[W_OUTPUT_COUNT] - first);
}

static bool check_free_list(const Checking *on)
{
    char name[32];
    for (uint32_t list = 0; list < FREE_LISTS; list++) {
        if (strcmp(profile_free_list_name(list, name, sizeof name), sim_text(on->sim, on->check->key)) == 0) {
            return check_number(on, "", on->check->number[0], sim_world(on->sim)->words[W_FREELIST + list]);
        }
    }
    return mismatch(on, "there is no such free list");
}

/* ---- memory ---- */

static BlockRef block_named(const Sim *sim, Name name)
{
    BlockRef raw = name < sim->block_of.count ? sim->block_of.items[name] : 0;
    ObjectId object = id_find(sim, name);
    return raw != 0 || object == OBJECT_NONE ? raw : sim_world(sim)->block[object];
}

static bool check_block(const Checking *on)
{
    const World *world = sim_world(on->sim);
    BlockRef block = block_named(on->sim, on->check->key);
    if (block == 0 || (block & LARGE_FLAG) != 0) {
        return mismatch(on, block == 0 ? "no such block" : "the block is not in a pool");
    }
    const PoolGeometry *geometry = &world->geometry;
    uint32_t pool = world_pool_of(world, block);
    uint64_t found[3] = {pool / geometry->pools_per_arena, pool % geometry->pools_per_arena,
                         geometry->pool_header + (uint64_t)world_index_in_pool(world, block) * world->pool_class[pool] * geometry->alignment};
    static const char *const what[3] = {"arena: ", "pool: ", "offset: "};
    bool good = true;
    for (int i = 0; i < 3; i++) {
        good = (!on->check->has[i] || check_number(on, what[i], on->check->number[i], found[i])) && good;
    }
    return good;
}

static bool check_class(const Checking *on)
{
    const World *world = sim_world(on->sim);
    const PoolGeometry *geometry = &world->geometry;
    uint32_t size_class = (uint32_t)strtoul(sim_text(on->sim, on->check->key), NULL, 10) / geometry->alignment;
    uint64_t found[2] = {0, 0};
    for (uint32_t arena = 0; arena < world->words[W_ARENA_RECORDS]; arena++) {
        const uint32_t *record = &world->words[W_ARENA + arena * ARENA_RECORD_WORDS];
        uint32_t first = arena * geometry->pools_per_arena;
        for (uint32_t pool = first; record[ARENA_POOLS] != 0 && pool < first + record[ARENA_VIRGIN]; pool++) {
            bool counts = world->pool_class[pool] == size_class && world->pool_count[pool] != 0;
            found[0] += counts;
            found[1] += counts ? world->pool_count[pool] : 0;
        }
    }
    bool good = !on->check->has[0] || check_number(on, "pools: ", on->check->number[0], found[0]);
    return (!on->check->has[1] || check_number(on, "in_use: ", on->check->number[1], found[1])) && good;
}

static bool check_large(const Checking *on)
{
    const World *world = sim_world(on->sim);
    bool good = !on->check->has[0] || check_number(on, "blocks: ", on->check->number[0], world->words[W_LARGE_BLOCKS]);
    return (!on->check->has[1] || check_number(on, "bytes: ", on->check->number[1], world->totals[TOTAL_LARGE_BYTES])) && good;
}

static bool check_one(const Checking *on)
{
    const Sim *sim = on->sim;
    switch (on->check->kind) {
    case CHECK_REFCOUNT: case CHECK_HOLDERS: case CHECK_GENERATION: case CHECK_TRACKED: case CHECK_FINALIZED: case CHECK_WEAKREF:
        return check_one_object(on);
    case CHECK_ALIVE: return check_alive(on, true);
    case CHECK_FREED: return check_alive(on, false);
    case CHECK_OBJECTS: return check_objects(on);
    case CHECK_BLOCK: return check_block(on);
    case CHECK_CLASSES: return check_class(on);
    case CHECK_FREE_LISTS: return check_free_list(on);
    case CHECK_COUNT: case CHECK_THRESHOLD: case CHECK_COLLECTIONS: return check_three(on);
    case CHECK_RETURNED: case CHECK_CANDIDATES: case CHECK_UNREACHABLE: case CHECK_UNCOLLECTABLE: case CHECK_RESURRECTED:
        return check_collection(on);
    case CHECK_VISITED: return check_number(on, "", on->check->number[0], sim->machine.visited);
    case CHECK_ARENAS: return check_number(on, "", on->check->number[0], sim_world(sim)->words[W_ARENAS]);
    case CHECK_LARGE: return check_large(on);
    case CHECK_GARBAGE: return check_garbage(on);
    case CHECK_ORDER: return check_order(on);
    case CHECK_DIED: return check_list(on, sim->died_since_expect.items, sim->died_since_expect.count);
    case CHECK_OUTPUT: return check_output(on);
    case CHECK_KIND_COUNT: break;
    }
    return false;
}

bool op_expect(Sim *sim, const Op *op)
{
    bool good = true;
    for (uint32_t i = 0; i < op->check_count; i++) {
        Checking on = {sim, op, &op->checks[i]};
        good = check_one(&on) && good;
    }
    sim->expects_passed += good;
    sim->died_since_expect.count = 0;
    sim->output_since_expect = sim_world(sim)->words[W_OUTPUT_COUNT];
    return true;
}
