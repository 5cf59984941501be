/* Storage of containers: item arrays, key tables, set tables, and when they grow. "CPython 3.11, Objects/listobject.c,
 * dictobject.c, setobject.c." Requests go to the allocator, so their order here is the order of the real requests. */
#include "sim/run.h"

#include "base/check.h"

static uint8_t *table_byte(Sim *sim, ObjectId object)
{
    while (sim->table_log2.count <= object) {
        vec_push(&sim->table_log2, 0);
    }
    return &sim->table_log2.items[object];
}

static uint32_t *fill_of(Sim *sim, ObjectId set)
{
    while (sim->set_fill.count <= set) {
        vec_push(&sim->set_fill, 0);
    }
    return &sim->set_fill.items[set];
}

void table_reset(Sim *sim, ObjectId object)
{
    *table_byte(sim, object) = 0;
    if (object < sim->set_fill.count) {
        sim->set_fill.items[object] = 0;
    }
}

void value_slots_note(Sim *sim, ObjectId instance, uint32_t slots)
{
    *table_byte(sim, instance) = (uint8_t)slots;
}

uint32_t value_slots(Sim *sim, ObjectId instance)
{
    return *table_byte(sim, instance);
}

static void own_storage(Sim *sim, ObjectId object, BlockRef block, uint32_t bytes)
{
    const World *world = sim_world(sim);
    emit(&sim->machine.emit, EVENT_STORAGE_OWN, object, block, world->storage[object]);
    emit(&sim->machine.emit, EVENT_STORAGE_SIZE, object, bytes, world->storage_size[object]);
}

/* realloc of the storage to so many bytes; 0 gives it back. */
void storage_replace(Sim *sim, ObjectId object, uint32_t bytes)
{
    const World *world = sim_world(sim);
    if (bytes == 0) {
        storage_free(&sim->machine, object);
        return;
    }
    if (bytes == world->storage_size[object]) {
        return;
    }
    BlockRef old = world->storage[object];
    bool raw = old == 0 && sim->machine.profile->tables_from_c_library;
    BlockRef block = raw ? allocator_take_raw(&sim->machine.allocator, bytes, object)
                         : allocator_resize(&sim->machine.allocator, old, bytes, object);
    own_storage(sim, object, block, bytes);
}

/* The table of a dict whose first places lie inside the object: taken, then the old one given back. */
void dict_table_replace(Sim *sim, ObjectId dict, uint32_t bytes)
{
    Allocator *allocator = &sim->machine.allocator;
    BlockRef old = sim_world(sim)->storage[dict];
    BlockRef block = bytes == 0 ? 0 : allocator_take_raw(allocator, bytes, dict);
    if (block != old) {
        own_storage(sim, dict, block, bytes);
    }
    if (old != 0) {
        allocator_give(allocator, old, OWNED_NOT, OBJECT_NONE);
    }
}

/* ---- lists ---- */

void list_resize(Sim *sim, ObjectId list, uint32_t length)
{
    const World *world = sim_world(sim);
    if ((world->flags[list] & OBJECT_RESIZED) != 0) {
        return;
    }
    uint32_t capacity = world->storage_size[list] / 8;
    storage_replace(sim, list, 8 * list_capacity(sim->machine.profile, capacity, length));
}

/* ---- dicts ---- */

uint32_t table_entries(const World *world, ObjectId dict)
{
    uint32_t used = 0;
    for (Position at = world->fixed[dict]; at < world->slot_count[dict]; at++) {
        used += world_target(world, dict, at) != OBJECT_NONE;
    }
    return used;
}

static BlockRef take_keys(Sim *sim, ObjectId dict, uint32_t log2, bool strings)
{
    Machine *machine = &sim->machine;
    uint32_t bytes = dict_table_bytes(machine->profile, log2, strings);
    if (log2 == DICT_MIN_LOG2 && (strings || !machine->profile->key_tables_by_kind)) {
        BlockRef block = free_list_pop(machine, FREELIST_KEYS, dict);
        if (block != 0) {
            return block;
        }
    }
    return allocator_take(&machine->allocator, bytes, dict);
}

static void set_table(Sim *sim, ObjectId dict, uint32_t log2, bool strings)
{
    *table_byte(sim, dict) = (uint8_t)(log2 | (strings ? 0 : TABLE_GENERAL));
}

/* The key table of a dict made to hold `entries` at once is asked for before the dict itself. */
BlockRef dict_take_keys(Sim *sim, uint32_t entries, bool strings)
{
    return take_keys(sim, OBJECT_NONE, dict_log2_presized(entries), strings);
}

void dict_own_keys(Sim *sim, ObjectId dict, BlockRef keys, uint32_t entries, bool strings)
{
    uint32_t log2 = dict_log2_presized(entries);
    own_storage(sim, dict, keys, dict_table_bytes(sim->machine.profile, log2, strings));
    set_table(sim, dict, log2, strings);
}

/* Entries without value leave; where they were and their keys go to the side, for undoing. */
void entries_compact(Sim *sim, ObjectId object)
{
    const World *world = sim_world(sim);
    Emit *to = &sim->machine.emit;
    slot_index_forget(sim, object);
    uint32_t side = emit_side_at(to);
    uint32_t gone = world->slot_count[object] - world->fixed[object] - table_entries(world, object);
    if (gone == 0) {
        slot_index_rebuild(sim, object);
        return;
    }
    emit_side_push(to, gone);
    for (Position at = world->fixed[object]; at < world->slot_count[object]; at++) {
        if (world_target(world, object, at) == OBJECT_NONE) {
            emit_side_push(to, at);
            emit_side_push(to, world_is_keyed(world, object) ? world_key(world, object, at) : NAME_NONE);
        }
    }
    emit(to, EVENT_COMPACT, object, gone, side);
    slot_index_rebuild(sim, object);
}

/* A split dict gets a table of its own: entries in the order in which its instance got them. */
static void end_split(Sim *sim, ObjectId dict)
{
    emit(&sim->machine.emit, EVENT_FLAG_OFF, dict, OBJECT_SPLIT, 0);
    attribute_order_apply(sim, dict);
}

static void new_table(Sim *sim, ObjectId dict, uint32_t log2, bool strings)
{
    const World *world = sim_world(sim);
    Machine *machine = &sim->machine;
    BlockRef old = world->storage[dict];
    uint32_t old_bytes = world->storage_size[dict];
    bool old_split = (world->flags[dict] & OBJECT_SPLIT) != 0;
    BlockRef block = take_keys(sim, dict, log2, strings);
    own_storage(sim, dict, block, dict_table_bytes(machine->profile, log2, strings));
    if (old_split) {
        end_split(sim, dict);
        shared_keys_leave(sim, dict);
    }
    entries_compact(sim, dict);
    set_table(sim, dict, log2, strings);
    if (old != 0 && !old_split) {
        keys_block_free(machine, old, old_bytes);
    } else if (old != 0) {
        allocator_give(&machine->allocator, old, OWNED_NOT, OBJECT_NONE);
    }
}

static void dict_grow(Sim *sim, ObjectId dict, bool strings)
{
    new_table(sim, dict, dict_log2_growing(sim->machine.profile, table_entries(sim_world(sim), dict)), strings);
}

void dict_unshare(Sim *sim, ObjectId dict, uint32_t log2)
{
    new_table(sim, dict, log2, true);
}

uint32_t dict_table_log2(Sim *sim, ObjectId dict)
{
    return *table_byte(sim, dict) & 0x7f;
}

/* Before a new key is stored. */
void dict_make_room(Sim *sim, ObjectId dict, bool string_key)
{
    const World *world = sim_world(sim);
    if ((world->flags[dict] & OBJECT_RESIZED) != 0) {
        return;
    }
    if (world->storage[dict] == 0) {
        BlockRef block = take_keys(sim, dict, DICT_MIN_LOG2, string_key);
        own_storage(sim, dict, block, dict_table_bytes(sim->machine.profile, DICT_MIN_LOG2, string_key));
        set_table(sim, dict, DICT_MIN_LOG2, string_key);
        return;
    }
    if ((world->flags[dict] & OBJECT_SPLIT) != 0) {
        dict_grow(sim, dict, string_key);
        return;
    }
    uint8_t table = *table_byte(sim, dict);
    bool strings = (table & TABLE_GENERAL) == 0;
    if (strings && !string_key && sim->machine.profile->key_tables_by_kind) {
        dict_grow(sim, dict, false);
        return;
    }
    if (world->slot_count[dict] - world->fixed[dict] >= dict_usable(table & 0x7f)) {
        dict_grow(sim, dict, strings);
    }
}

Position dict_add(Sim *sim, ObjectId instance, ObjectId dict, Name key, bool string_key)
{
    if (string_key && shared_keys_used(sim, dict)) {
        return shared_keys_add(sim, instance, dict, key);
    }
    if (sim->machine.profile->tables_in_hash_order) {
        return hash_table_add(sim, dict, key, hash_of_text(sim, key), true);
    }
    dict_make_room(sim, dict, string_key);
    return slot_append(sim, dict, key);
}

/* "CPython 3.11, MAINTAIN_TRACKING": an exact dict is tracked from the first key or value that may be tracked. */
void dict_maintain_tracking(Sim *sim, ObjectId dict, ObjectId key, ObjectId value)
{
    const World *world = sim_world(sim);
    const TypeRecord *type = world_type(world, dict);
    if (sim->loading || type->kind != KIND_DICT || world_tracked(world, dict) || world->refcount[dict] == 0) {
        return;
    }
    if (may_be_tracked(world, value) || (key != OBJECT_NONE && may_be_tracked(world, key))) {
        track(&sim->machine, dict);
    }
}

/* ---- sets ---- */

/* After an element was put in. */
void set_make_room(Sim *sim, ObjectId set)
{
    const World *world = sim_world(sim);
    uint32_t *fill = fill_of(sim, set);
    uint8_t *log2 = table_byte(sim, set);
    if (world->slot_count[set] == world->fixed[set] + 1U) {
        *fill = 0; /* the first since birth or a clear */
        *log2 = 0;
    }
    (*fill)++;
    uint32_t places = UINT32_C(1) << (*log2 == 0 ? 3 : *log2);
    uint32_t used = table_entries(world, set);
    uint32_t larger = set_places_after_add(sim->machine.profile, places, *fill, used);
    if (larger == places) {
        return;
    }
    *fill = used;
    *log2 = (uint8_t)(31 - __builtin_clz(larger));
    uint32_t bytes = set_table_bytes(larger);
    if ((world->flags[set] & OBJECT_RESIZED) == 0) {
        BlockRef old = world->storage[set];
        BlockRef block = sim->machine.profile->tables_from_c_library ? allocator_take_raw(&sim->machine.allocator, bytes, set)
                                                                     : allocator_take(&sim->machine.allocator, bytes, set);
        own_storage(sim, set, block, bytes);
        if (old != 0) {
            allocator_give(&sim->machine.allocator, old, OWNED_NOT, OBJECT_NONE);
        }
    }
    entries_compact(sim, set);
}
