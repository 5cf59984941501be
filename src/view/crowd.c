#include "view/crowd.h"

#include "view/graph.h"

#include <stdlib.h>
#include <string.h>

static CrowdGroup *group_at(Crowd *crowd, uint32_t key)
{
    uint64_t place = map_get(&crowd->place, key);
    if (place == 0) {
        vec_push(&crowd->groups, ((CrowdGroup){.key = key}));
        place = crowd->groups.count;
        map_put(&crowd->place, key, place);
    }
    return &crowd->groups.items[place - 1];
}

static int by_size(const void *a, const void *b)
{
    const CrowdGroup *x = a, *y = b;
    return x->size != y->size ? (x->size < y->size ? 1 : -1) : (x->key > y->key) - (x->key < y->key);
}

/* ---- types ---- */

/* All names of types that ever have an object, so that groups keep their places; several types may have the same name. */
static void add_types(Crowd *crowd, const World *world, const Lives *lives)
{
    for (uint32_t type = 1; type < lives->born_of_type.count; type++) {
        if (lives->born_of_type.items[type] > 0) {
            group_at(crowd, world->types.items[type]->name)->size += lives->born_of_type.items[type];
        }
    }
    if (crowd->groups.count > 0) {
        qsort(crowd->groups.items, crowd->groups.count, sizeof *crowd->groups.items, by_size);
    }
    for (size_t i = 0; i < crowd->groups.count; i++) {
        map_put(&crowd->place, crowd->groups.items[i].key, i + 1);
    }
}

static void count_types(Crowd *crowd, const World *world)
{
    CrowdGroup **group = mem_zeroed(world->types.count + 1, sizeof(CrowdGroup *));
    for (size_t type = 1; type < world->types.count; type++) {
        uint64_t place = map_get(&crowd->place, world->types.items[type]->name);
        group[type] = place == 0 ? NULL : &crowd->groups.items[place - 1];
    }
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        CrowdGroup *of = object_is_drawn(world, object) ? group[world->type[object]] : NULL;
        if (of != NULL) {
            of->count++;
            of->state[graph_state(world, object)]++;
        }
    }
    mem_release(group);
}

/* ---- islands ---- */

static ObjectId oldest(Crowd *crowd, ObjectId object)
{
    ObjectId *parent = crowd->parent.items;
    while (parent[object] != object) {
        parent[object] = parent[parent[object]];
        object = parent[object];
    }
    return object;
}

static bool is_adrift(const Crowd *crowd, const World *world, ObjectId object)
{
    return object >= OBJECT_FIRST && object_is_drawn(world, object) && !reach_has(&crowd->reach, object);
}

static void join(Crowd *crowd, const World *world, ObjectId a, ObjectId b)
{
    if (b == OBJECT_NONE || !is_adrift(crowd, world, b)) {
        return;
    }
    a = oldest(crowd, a);
    b = oldest(crowd, b);
    crowd->parent.items[a > b ? a : b] = a > b ? b : a;
}

static void join_slots(Crowd *crowd, const World *world, ObjectId owner)
{
    for (Position position = 0; position < world->slot_count[owner]; position++) {
        join(crowd, world, owner, world_target(world, owner, position));
        if (world_is_keyed(world, owner) && position >= world->fixed[owner]) {
            join(crowd, world, owner, world_key_object(world, owner, position));
        }
    }
}

static void find_islands(Crowd *crowd, const World *world)
{
    uint32_t top = world->words[W_OBJECT_TOP];
    crowd->parent.count = 0;
    vec_reserve(&crowd->parent, (size_t)top + 1);
    for (ObjectId object = 0; object <= top; object++) {
        vec_push(&crowd->parent, object);
    }
    reach_find(&crowd->reach, world, OBJECT_NONE);
    for (ObjectId object = OBJECT_FIRST; object < top; object++) {
        if (is_adrift(crowd, world, object)) {
            join_slots(crowd, world, object);
        }
    }
    group_at(crowd, CROWD_REACHED);
    for (ObjectId object = OBJECT_FIRST; object < top; object++) {
        if (object_is_drawn(world, object)) {
            bool adrift = is_adrift(crowd, world, object);
            crowd->parent.items[object] = adrift ? oldest(crowd, object) : CROWD_REACHED;
            CrowdGroup *group = group_at(crowd, crowd->parent.items[object]);
            group->size = ++group->count;
            group->state[graph_state(world, object)]++;
        }
    }
}

/* ---- questions ---- */

void crowd_find(Crowd *crowd, CrowdKind kind, const World *world, const Lives *lives)
{
    crowd->kind = kind;
    crowd->groups.count = 0;
    map_clear(&crowd->place);
    crowd->too_many = kind == CROWD_ISLANDS && world->words[W_OBJECT_TOP] > CROWD_ISLANDS_OBJECTS_MAX;
    if (kind == CROWD_TYPES) {
        add_types(crowd, world, lives);
        count_types(crowd, world);
    } else if (!crowd->too_many) {
        find_islands(crowd, world);
    }
}

void crowd_release(Crowd *crowd)
{
    vec_release(&crowd->groups);
    map_release(&crowd->place);
    reach_release(&crowd->reach);
    vec_release(&crowd->parent);
}

uint32_t crowd_key(const Crowd *crowd, const World *world, ObjectId object)
{
    if (crowd->kind == CROWD_TYPES) {
        return world_type(world, object)->name;
    }
    return object < crowd->parent.count ? crowd->parent.items[object] : 0;
}

const CrowdGroup *crowd_group(const Crowd *crowd, uint32_t key)
{
    uint64_t place = key == 0 ? 0 : map_get(&crowd->place, key);
    return place == 0 ? NULL : &crowd->groups.items[place - 1];
}

uint32_t crowd_members(const Crowd *crowd, const World *world, uint32_t key, ObjectId *members, uint32_t room)
{
    uint32_t count = 0;
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP] && count < room && !crowd->too_many; object++) {
        if (object_is_drawn(world, object) && crowd_key(crowd, world, object) == key) {
            members[count++] = object;
        }
    }
    return count;
}
