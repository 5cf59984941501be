/* Key tables that the dicts of a class's instances share, up to 3.10. "CPython 3.10, Objects/dictobject.c, insertdict,
 * _PyObjectDict_SetItem, make_keys_shared."
 *
 * A class offers one key table to the first dict of each instance; such a dict owns only an array of values. It must fill the
 * shared names in their order, without gaps: a name out of order, one too many or a deletion gives the dict a table of its own.
 * So the order of its values is always the order in which its own instance got them. What happens to the class then:
 *   table of its own while nobody else shares  → that table becomes the class's (the instance shares it again)
 *   … while others share, or after a deletion  → the class offers none any more; later instances have plain dicts.
 * Example: a.x, a.y, then b.y: b gets its own table and the class gives up sharing, since a still shares.
 * Tables are known to the simulation only; the world sees the values' arrays and the tables' blocks. */
#include "sim/run.h"

struct SharedKeys {
    NameList names; /* in the order added; none ever leaves */
    uint32_t log2;
    uint32_t dicts; /* that share it now */
    bool of_class;  /* a class offers it */
    BlockRef block; /* 0: made with its class, outside the model */
};

static SharedKeys *keys_new(Sim *sim, uint32_t log2, BlockRef block)
{
    SharedKeys *keys = mem_zeroed(1, sizeof *keys);
    keys->log2 = log2;
    keys->block = block;
    keys->of_class = true;
    vec_push(&sim->shared_keys, keys);
    return keys;
}

void shared_keys_release(Sim *sim)
{
    for (size_t i = 0; i < sim->shared_keys.count; i++) {
        vec_release(&sim->shared_keys.items[i]->names);
        mem_release(sim->shared_keys.items[i]);
    }
    vec_release(&sim->shared_keys);
    map_release(&sim->keys_of_dict);
}

static SharedKeys *keys_of_dict(const Sim *sim, ObjectId dict)
{
    return (SharedKeys *)(uintptr_t)map_get(&sim->keys_of_dict, dict);
}

/* Nobody uses the table any more: its block goes. One made with its class is asked for only now, to enter the free list. */
static void free_if_unused(Sim *sim, SharedKeys *keys)
{
    if (keys->of_class || keys->dicts != 0) {
        return;
    }
    Machine *machine = &sim->machine;
    bool room = machine->world->words[W_FREELIST + FREELIST_KEYS] < profile_free_list_max(machine->profile, FREELIST_KEYS);
    if (keys->block == 0 && !room) {
        return;
    }
    if (keys->block == 0) {
        keys->block = allocator_take(&machine->allocator, dict_table_bytes(machine->profile, keys->log2, true), OBJECT_NONE);
    }
    keys_block_free(machine, keys->block, dict_table_bytes(machine->profile, keys->log2, true));
    keys->block = 0;
}

void shared_keys_leave(Sim *sim, ObjectId dict)
{
    uint64_t found;
    if (sim->keys_of_dict.count != 0 && map_remove(&sim->keys_of_dict, dict, &found)) {
        SharedKeys *keys = (SharedKeys *)(uintptr_t)found;
        keys->dicts--;
        free_if_unused(sim, keys);
    }
}

static void class_stops_offering(Sim *sim, ClassInfo *info)
{
    SharedKeys *keys = info->keys;
    info->keys = NULL;
    info->keys_given_up = true;
    if (keys != NULL) {
        keys->of_class = false;
        free_if_unused(sim, keys);
    }
}

static void give_values(Sim *sim, ObjectId dict, SharedKeys *keys, BlockRef values)
{
    Emit *to = &sim->machine.emit;
    BlockRef old = sim_world(sim)->storage[dict];
    uint32_t old_bytes = sim_world(sim)->storage_size[dict];
    map_put(&sim->keys_of_dict, dict, (uint64_t)(uintptr_t)keys);
    emit(to, EVENT_FLAG_ON, dict, OBJECT_SPLIT, 0);
    emit(to, EVENT_STORAGE_OWN, dict, values, old);
    emit(to, EVENT_STORAGE_SIZE, dict, 8 * dict_usable(keys->log2), old_bytes);
}

ObjectId shared_keys_first_dict(Sim *sim, ObjectId instance, Name id)
{
    ClassInfo *info = class_of_object(sim, instance);
    if (sim->machine.profile->key_sharing != KEYS_SHARED_IN_ORDER || info->keys_given_up) {
        return create_dict(sim, id);
    }
    if (info->keys == NULL) {
        info->keys = keys_new(sim, DICT_MIN_LOG2, 0);
    }
    SharedKeys *keys = info->keys;
    BlockRef values = allocator_take(&sim->machine.allocator, 8 * dict_usable(keys->log2), OBJECT_NONE);
    keys->dicts++;
    ObjectId dict = create_dict(sim, id);
    give_values(sim, dict, keys, values);
    return dict;
}

/* The dict's next name can only be the next of the shared ones, or a new one while there is room. */
static bool is_next_name(SharedKeys *keys, uint32_t used, Name key)
{
    if (used < keys->names.count) {
        return keys->names.items[used] == key;
    }
    if (keys->names.count >= dict_usable(keys->log2)) {
        return false;
    }
    vec_push(&keys->names, key);
    return true;
}

/* The instance's dict has left the class's table for one of its own. */
static void class_follows(Sim *sim, ObjectId instance, ObjectId dict)
{
    const World *world = sim_world(sim);
    ClassInfo *info = class_of_object(sim, instance);
    SharedKeys *old = info->keys;
    if (old->dicts != 0) {
        class_stops_offering(sim, info);
        return;
    }
    SharedKeys *keys = keys_new(sim, dict_table_log2(sim, dict), world->storage[dict]);
    for (Position at = world->fixed[dict]; at < world->slot_count[dict]; at++) {
        vec_push(&keys->names, world_key(world, dict, at));
    }
    keys->dicts = 1;
    BlockRef values = allocator_take(&sim->machine.allocator, 8 * dict_usable(keys->log2), dict);
    give_values(sim, dict, keys, values);
    info->keys = keys;
    old->of_class = false;
    free_if_unused(sim, old);
}

Position shared_keys_add(Sim *sim, ObjectId instance, ObjectId dict, Name key)
{
    const World *world = sim_world(sim);
    SharedKeys *keys = keys_of_dict(sim, dict);
    uint32_t used = world->slot_count[dict] - world->fixed[dict];
    if (is_next_name(keys, used, key)) {
        return slot_append(sim, dict, key);
    }
    dict_unshare(sim, dict, dict_log2_growing(sim->machine.profile, used));
    Position position = slot_append(sim, dict, key);
    if (instance != OBJECT_NONE && class_of_object(sim, instance)->keys == keys) {
        class_follows(sim, instance, dict);
    }
    return position;
}

bool shared_keys_used(const Sim *sim, ObjectId dict)
{
    return sim->keys_of_dict.count != 0 && (sim_world(sim)->flags[dict] & OBJECT_SPLIT) != 0 &&
           keys_of_dict(sim, dict) != NULL;
}

void shared_keys_before_removal(Sim *sim, ObjectId dict)
{
    if (shared_keys_used(sim, dict)) {
        dict_unshare(sim, dict, keys_of_dict(sim, dict)->log2);
    }
}

void shared_keys_after_removal(Sim *sim, ObjectId instance)
{
    ClassInfo *info = class_of_object(sim, instance);
    if (sim->machine.profile->key_sharing == KEYS_SHARED_IN_ORDER) {
        class_stops_offering(sim, info);
    }
}
