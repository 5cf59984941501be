/* Finding the slot of a key. Small containers are searched; large ones through one index for all. */
#include "sim/run.h"

#include <string.h>

enum { INDEXED_FROM = 16 }; /* entries; below, searching is as fast */

static uint64_t index_key(ObjectId object, Name key)
{
    return (uint64_t)object << 32 | key;
}

static Name entry_key(const World *world, ObjectId object, Position position)
{
    return world_is_keyed(world, object) ? world_key(world, object, position) : world_slot_name(world, object, position);
}

/* A deleted entry of a dict or set is no entry any more; one of a frame, generator, opaque or split dict keeps its place. */
static bool entry_counts(const World *world, ObjectId object, Position position)
{
    Kind base = world_type(world, object)->base;
    bool leaves = base == KIND_SET || base == KIND_FROZENSET ||
                  (base == KIND_DICT && (world->flags[object] & OBJECT_SPLIT) == 0);
    return !leaves || world_target(world, object, position) != OBJECT_NONE;
}

static bool search(const World *world, ObjectId object, Name key, Position *position)
{
    for (Position at = world->fixed[object]; at < world->slot_count[object]; at++) {
        if (entry_key(world, object, at) == key && entry_counts(world, object, at)) {
            *position = at;
            return true;
        }
    }
    return false;
}

static uint32_t entries(const World *world, ObjectId object)
{
    return world->slot_count[object] - world->fixed[object];
}

bool slot_find(Sim *sim, ObjectId object, Name key, Position *position)
{
    const World *world = sim_world(sim);
    if (entries(world, object) < INDEXED_FROM) {
        return search(world, object, key, position);
    }
    uint64_t found = map_get(&sim->slot_index, index_key(object, key));
    if (found != 0 && found - 1 < world->slot_count[object] && entry_key(world, object, (Position)(found - 1)) == key &&
        entry_counts(world, object, (Position)(found - 1))) {
        *position = (Position)(found - 1);
        return true;
    }
    return false;
}

static void index_all(Sim *sim, ObjectId object)
{
    const World *world = sim_world(sim);
    for (Position at = world->fixed[object]; at < world->slot_count[object]; at++) {
        if (entry_counts(world, object, at)) {
            map_put(&sim->slot_index, index_key(object, entry_key(world, object, at)), at + 1);
        }
    }
}

void slot_index_add(Sim *sim, ObjectId object, Name key, Position position)
{
    const World *world = sim_world(sim);
    if (entries(world, object) == INDEXED_FROM) {
        index_all(sim, object);
    }
    if (entries(world, object) >= INDEXED_FROM) {
        map_put(&sim->slot_index, index_key(object, key), position + 1);
    }
}

/* Before entries move or the object goes: its keys leave the index. */
void slot_index_forget(Sim *sim, ObjectId object)
{
    const World *world = sim_world(sim);
    if (sim->slot_index.count == 0 || entries(world, object) < INDEXED_FROM || world->slot_count[object] < world->fixed[object]) {
        return;
    }
    for (Position at = world->fixed[object]; at < world->slot_count[object]; at++) {
        map_remove(&sim->slot_index, index_key(object, entry_key(world, object, at)), NULL);
    }
}

Position slot_append(Sim *sim, ObjectId object, Name key)
{
    Position position = sim_world(sim)->slot_count[object];
    emit_first(&sim->machine.emit, EVENT_SLOT_ADD, object, key, 0);
    slot_index_add(sim, object, key, position);
    return position;
}

void slot_index_rebuild(Sim *sim, ObjectId object)
{
    if (entries(sim_world(sim), object) >= INDEXED_FROM) {
        index_all(sim, object);
    }
}

/* ---- what an op's slot means to its object ---- */

bool slot_owner_takes(const World *world, ObjectId object)
{
    const TypeRecord *type = world_type(world, object);
    return type->user_class || kind_info(type->kind)->accepts_ref;
}

uint32_t slot_item_count(const World *world, ObjectId object)
{
    return world->slot_count[object] - world->fixed[object];
}

bool slot_number(const Sim *sim, const Slot *slot, uint64_t *index)
{
    if (slot->is_integer) {
        *index = slot->index;
        return true;
    }
    const char *text = sim_text(sim, slot->text);
    size_t length = strlen(text);
    if (length == 0 || length > 15 || strspn(text, "0123456789") != length) {
        return false;
    }
    *index = 0;
    for (; *text != '\0'; text++) {
        *index = *index * 10 + (uint64_t)(*text - '0');
    }
    return true;
}

bool slot_is_item(const Sim *sim, const Slot *slot)
{
    uint64_t index;
    return !slot->given || slot_number(sim, slot, &index);
}

bool slot_fixed_find(const World *world, ObjectId object, Name name, Position *position)
{
    const TypeRecord *type = world_type(world, object);
    for (Position at = 0; at < world->fixed[object]; at++) {
        if (type->fixed_names[at] == name && (int)at != type->class_slot) {
            *position = at;
            return true;
        }
    }
    return false;
}
