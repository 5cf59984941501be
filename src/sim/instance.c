/* Attributes of instances: inline values in the class's shared key table, and real dict objects when that is not enough.
 * "CPython 3.11, Objects/dictobject.c: _PyObject_InitializeDict, _PyObject_StoreInstanceAttribute,
 * make_dict_from_instance_attributes." */
#include "sim/run.h"

#include <stdio.h>
#include <string.h>

/* ---- the order in which one instance got its attributes, kept only when it is not the key table's ---- */

typedef VEC(uint32_t) AttributeOrder; /* positions within the variable part */

static AttributeOrder *order_of(const Sim *sim, ObjectId object)
{
    return (AttributeOrder *)(uintptr_t)map_get(&sim->attribute_order, object);
}

void attribute_order_forget(Sim *sim, ObjectId object)
{
    uint64_t order;
    if (sim->attribute_order.count != 0 && map_remove(&sim->attribute_order, object, &order)) {
        AttributeOrder *old = (AttributeOrder *)(uintptr_t)order;
        vec_release(old);
        mem_release(old);
    }
}

/* Order so far was ascending: write it down, without the newest. */
static AttributeOrder *write_order_down(Sim *sim, ObjectId object, Position newest)
{
    const World *world = sim_world(sim);
    AttributeOrder *order = mem_zeroed(1, sizeof *order);
    for (Position at = world->fixed[object]; at < world->slot_count[object]; at++) {
        if (at != newest && world_target(world, object, at) != OBJECT_NONE) {
            vec_push(order, at - world->fixed[object]);
        }
    }
    map_put(&sim->attribute_order, object, (uint64_t)(uintptr_t)order);
    return order;
}

void attribute_stored(Sim *sim, ObjectId object, Position position)
{
    const World *world = sim_world(sim);
    AttributeOrder *order = order_of(sim, object);
    bool later_one = false;
    for (Position at = position + 1; order == NULL && at < world->slot_count[object]; at++) {
        later_one = later_one || world_target(world, object, at) != OBJECT_NONE;
    }
    if (order == NULL && later_one) {
        order = write_order_down(sim, object, position);
    }
    if (order != NULL) {
        vec_push(order, position - world->fixed[object]);
    }
}

void attribute_removed(Sim *sim, ObjectId object, Position position)
{
    AttributeOrder *order = order_of(sim, object);
    if (order == NULL) {
        return;
    }
    uint32_t gone = position - sim_world(sim)->fixed[object];
    size_t to = 0;
    for (size_t i = 0; i < order->count; i++) {
        if (order->items[i] != gone) {
            order->items[to++] = order->items[i];
        }
    }
    order->count = to;
}

void attribute_order_apply(Sim *sim, ObjectId dict)
{
    const World *world = sim_world(sim);
    AttributeOrder *order = order_of(sim, dict);
    if (order == NULL) {
        return;
    }
    uint32_t fixed = world->fixed[dict];
    uint32_t count = world->slot_count[dict] - fixed;
    uint8_t *placed = mem_zeroed(count, 1);
    Emit *to = &sim->machine.emit;
    uint32_t side = emit_side_at(to);
    VEC(uint32_t) permutation = {0};
    for (size_t i = 0; i < order->count; i++) {
        vec_push(&permutation, fixed + order->items[i]);
        placed[order->items[i]] = 1;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!placed[i]) {
            vec_push(&permutation, fixed + i);
        }
    }
    reorder_by(sim, dict, permutation.items, side);
    vec_release(&permutation);
    mem_release(placed);
    attribute_order_forget(sim, dict);
}

/* ---- value arrays ---- */

/* Each instance takes one shared key that could still be given, down to one ("init_inline_values"). */
void values_allocate(Sim *sim, ObjectId object)
{
    ClassInfo *info = class_of_object(sim, object);
    if (info->keys_left > 1) {
        info->keys_left--;
    }
    uint32_t slots = (uint32_t)world_type(sim_world(sim), object)->keys.count + info->keys_left;
    if (sim->machine.profile->values_inside) {
        value_slots_note(sim, object, slots);
        return;
    }
    uint32_t bytes = values_bytes(sim->machine.profile, slots);
    BlockRef block = allocator_take(&sim->machine.allocator, bytes, object);
    emit(&sim->machine.emit, EVENT_STORAGE_OWN, object, block, 0);
    emit(&sim->machine.emit, EVENT_STORAGE_SIZE, object, bytes, 0);
}

/* 3.13: the room for values is part of the instance's block. */
uint32_t inline_values_bytes(const Sim *sim, TypeId type)
{
    const TypeRecord *record = sim_world(sim)->types.items[type];
    if (!sim->machine.profile->values_inside || record->naming != NAMING_SHARED) {
        return 0;
    }
    const ClassInfo *info = sim->class_infos.items[map_get(&sim->type_class, type) - 1];
    return values_bytes(sim->machine.profile, (uint32_t)record->keys.count + info->keys_left);
}

/* The attribute's place in the class's key table; `create` adds it while shared keys are left. */
static bool shared_key(Sim *sim, ObjectId object, Name key, bool create, uint32_t *index)
{
    World *world = sim->machine.emit.world;
    TypeRecord *type = world->types.items[world->type[object]];
    for (uint32_t i = 0; i < type->keys.count; i++) {
        if (type->keys.items[i] == key) {
            *index = i;
            return true;
        }
    }
    ClassInfo *info = class_of_object(sim, object);
    if (!create || info->keys_left == 0) {
        return false;
    }
    info->keys_left--;
    *index = (uint32_t)type->keys.count;
    TypeId types[2] = {info->plain_type, info->holding_type};
    for (int i = 0; i < 2; i++) {
        if (types[i] != 0) {
            vec_push(&world->types.items[types[i]]->keys, key);
        }
    }
    return true;
}

static Position shared_position(Sim *sim, ObjectId object, uint32_t index, bool grow)
{
    const World *world = sim_world(sim);
    Position position = world->fixed[object] + index;
    while (grow && world->slot_count[object] <= position) {
        emit_first(&sim->machine.emit, EVENT_SLOT_ADD, object, NAME_NONE, 0);
    }
    return position;
}

/* ---- dict objects ---- */

static Name dict_id(Sim *sim, ObjectId object)
{
    char text[300];
    int bytes = snprintf(text, sizeof text, "%s.__dict__", sim_text(sim, machine_id(&sim->machine, object)));
    return names_intern(sim->names, text, (size_t)bytes);
}

static bool any_value_may_be_tracked(const World *world, ObjectId object)
{
    for (Position at = world->fixed[object]; at < world->slot_count[object]; at++) {
        ObjectId target = world_target(world, object, at);
        if (target != OBJECT_NONE && may_be_tracked(world, target)) {
            return true;
        }
    }
    return false;
}

/* The instance's references become the dict's, one by one; each stays counted throughout. */
static void move_values(Sim *sim, ObjectId object, ObjectId dict)
{
    const World *world = sim_world(sim);
    Emit *to = &sim->machine.emit;
    const TypeRecord *type = world_type(world, object);
    for (uint32_t i = 0; i < type->keys.count; i++) {
        Position from = world->fixed[object] + i;
        ObjectId target = from < world->slot_count[object] ? world_target(world, object, from) : OBJECT_NONE;
        Position position = slot_append(sim, dict, type->keys.items[i]);
        if (target != OBJECT_NONE) {
            emit_on(to, EVENT_EDGE_TO_TEMP, object, from, target);
            emit_on(to, EVENT_TEMP_TO_EDGE, dict, position, target);
        }
    }
    AttributeOrder *order = order_of(sim, object);
    if (order != NULL) {
        map_remove(&sim->attribute_order, object, NULL);
        map_put(&sim->attribute_order, dict, (uint64_t)(uintptr_t)order);
    }
}

static void give_dict_to(Sim *sim, ObjectId object, ObjectId dict)
{
    const World *world = sim_world(sim);
    Position slot = (Position)world_type(world, object)->dict_slot;
    emit(&sim->machine.emit, EVENT_FLAG_ON, dict, OBJECT_MANAGED, 0);
    emit(&sim->machine.emit, EVENT_TEMP_TO_EDGE, object, slot, dict);
}

ObjectId inline_dict_owner(const Sim *sim, ObjectId dict)
{
    return sim->machine.inline_dict.count == 0 ? OBJECT_NONE : (ObjectId)map_get(&sim->machine.inline_dict, dict);
}

/* The dict takes over the values and still shares the class's keys ("CPython 3.13, _PyDict_DetachFromObject"). */
void instance_detach_dict(Machine *machine, ObjectId instance, ObjectId dict)
{
    Sim *sim = machine->sim;
    map_remove(&machine->inline_dict, dict, NULL);
    emit(&machine->emit, EVENT_FLAG_OFF, instance, OBJECT_DICT_SHOWS, 0);
    uint32_t bytes = values_bytes(machine->profile, value_slots(sim, instance));
    BlockRef values = allocator_take(&machine->allocator, bytes, dict);
    emit(&machine->emit, EVENT_FLAG_ON, dict, OBJECT_SPLIT, 0);
    move_values(sim, instance, dict);
    emit(&machine->emit, EVENT_STORAGE_OWN, dict, values, 0);
    emit(&machine->emit, EVENT_STORAGE_SIZE, dict, bytes, 0);
}

void inline_dict_end(Sim *sim, ObjectId dict)
{
    Machine *machine = &sim->machine;
    ObjectId instance = inline_dict_owner(sim, dict);
    map_remove(&machine->inline_dict, dict, NULL);
    emit(&machine->emit, EVENT_FLAG_OFF, instance, OBJECT_DICT_SHOWS, 0);
    emit(&machine->emit, EVENT_FLAG_ON, dict, OBJECT_SPLIT, 0);
    move_values(sim, instance, dict);
    dict_unshare(sim, dict, dict_log2_growing(sim->machine.profile, table_entries(sim_world(sim), dict)));
}

/* Makes the instance's __dict__ an object of its own that holds the values from now on. */
ObjectId instance_materialize(Sim *sim, ObjectId object)
{
    const World *world = sim_world(sim);
    bool tracked = any_value_may_be_tracked(world, object);
    ObjectId dict = create_dict(sim, dict_id(sim, object));
    emit(&sim->machine.emit, EVENT_MATERIALIZE, object, dict, 0);
    if (sim->machine.profile->values_inside) {
        if (tracked) {
            track(&sim->machine, dict);
        }
        give_dict_to(sim, object, dict);
        emit(&sim->machine.emit, EVENT_FLAG_ON, object, OBJECT_DICT_SHOWS, 0);
        map_put(&sim->machine.inline_dict, dict, object);
        return dict;
    }
    emit(&sim->machine.emit, EVENT_FLAG_ON, dict, OBJECT_SPLIT, 0);
    move_values(sim, object, dict);
    BlockRef values = world->storage[object];
    uint32_t bytes = world->storage_size[object];
    emit(&sim->machine.emit, EVENT_STORAGE_OWN, dict, values, 0);
    emit(&sim->machine.emit, EVENT_STORAGE_SIZE, dict, bytes, 0);
    emit(&sim->machine.emit, EVENT_STORAGE_OWN, object, 0, values);
    emit(&sim->machine.emit, EVENT_STORAGE_SIZE, object, 0, bytes);
    if (tracked) {
        track(&sim->machine, dict);
    }
    give_dict_to(sim, object, dict);
    return dict;
}

/* Up to 3.10, and later for instances of list subclasses and the like: the dict comes with the first attribute, values array first. */
static ObjectId make_first_dict(Sim *sim, ObjectId object)
{
    if (sim->machine.profile->key_sharing != KEYS_SHARED_IN_CLASS) {
        ObjectId own = shared_keys_first_dict(sim, object, dict_id(sim, object));
        give_dict_to(sim, object, own);
        return own;
    }
    ClassInfo *info = class_of_object(sim, object);
    uint32_t bytes = values_bytes(sim->machine.profile, (uint32_t)world_type(sim_world(sim), object)->keys.count + info->keys_left);
    BlockRef values = allocator_take(&sim->machine.allocator, bytes, OBJECT_NONE);
    ObjectId dict = create_dict(sim, dict_id(sim, object));
    emit(&sim->machine.emit, EVENT_FLAG_ON, dict, OBJECT_SPLIT, 0);
    emit(&sim->machine.emit, EVENT_STORAGE_OWN, dict, values, 0);
    emit(&sim->machine.emit, EVENT_STORAGE_SIZE, dict, bytes, 0);
    give_dict_to(sim, object, dict);
    return dict;
}

/* A key in a dict that shares its class's key table; `owner` is the instance. */
static bool split_dict_place(Sim *sim, ObjectId owner, ObjectId dict, Name key, SlotPlace *place, bool create)
{
    const World *world = sim_world(sim);
    uint32_t index;
    if (!shared_key(sim, owner, key, create, &index)) {
        return false;
    }
    const TypeRecord *type = world_type(world, owner);
    while (create && world->slot_count[dict] <= world->fixed[dict] + index) {
        slot_append(sim, dict, type->keys.items[world->slot_count[dict] - world->fixed[dict]]);
    }
    place->position = world->fixed[dict] + index;
    place->found = place->position < world->slot_count[dict];
    return true;
}

static void dict_place(Sim *sim, ObjectId owner, ObjectId dict, Name key, SlotPlace *place, bool create)
{
    place->owner = dict;
    bool any_order = sim->machine.profile->key_sharing == KEYS_SHARED_IN_CLASS;
    if (any_order && (sim_world(sim)->flags[dict] & OBJECT_SPLIT) != 0) {
        if (split_dict_place(sim, owner, dict, key, place, create)) {
            return;
        }
        place->found = false;
        if (create) {
            dict_make_room(sim, dict, true);
            place->position = slot_append(sim, dict, key);
            place->found = true;
        }
        return;
    }
    place->found = slot_find(sim, dict, key, &place->position);
    if (!place->found && create) {
        place->position = dict_add(sim, owner, dict, key, true);
        place->found = true;
    }
}

static bool fixed_place(const World *world, ObjectId object, Name key, SlotPlace *place)
{
    const TypeRecord *type = world_type(world, object);
    for (Position at = 0; at < world->fixed[object]; at++) {
        if (type->fixed_names[at] == key && (int)at != type->dict_slot && (int)at != type->class_slot) {
            *place = (SlotPlace){object, at, true};
            return true;
        }
    }
    return false;
}

/* Finds, or with `create` makes, the place of a named attribute of an instance. */
bool instance_attribute(Sim *sim, const Op *op, ObjectId object, Name key, SlotPlace *place, bool create)
{
    const World *world = sim_world(sim);
    const TypeRecord *type = world_type(world, object);
    *place = (SlotPlace){object, 0, false};
    if (fixed_place(world, object, key, place)) {
        return true;
    }
    ObjectId dict = type->dict_slot < 0 ? OBJECT_NONE : world_target(world, object, (Position)type->dict_slot);
    bool shows_values = dict != OBJECT_NONE && inline_dict_owner(sim, dict) != OBJECT_NONE;
    if (dict != OBJECT_NONE && !shows_values) {
        dict_place(sim, object, dict, key, place, create);
        return true;
    }
    if (type->naming == NAMING_SHARED) {
        uint32_t index;
        if (shared_key(sim, object, key, create, &index)) {
            place->position = shared_position(sim, object, index, create);
            place->found = place->position < world->slot_count[object];
        } else if (create) {
            dict = dict == OBJECT_NONE ? instance_materialize(sim, object) : dict;
            if (inline_dict_owner(sim, dict) != OBJECT_NONE) {
                inline_dict_end(sim, dict);
            }
            dict_place(sim, object, dict, key, place, true);
        }
        return true;
    }
    if (type->dict_slot >= 0) {
        if (create) {
            dict_place(sim, object, make_first_dict(sim, object), key, place, true);
        }
        return true;
    }
    return sim_bad(sim, op, "member 'slot': class '%.60s' has no slot '%.60s'; one of its __slots__ was expected",
                   sim_text(sim, type->name), sim_text(sim, key));
}

bool op_materialize(Sim *sim, const Op *op)
{
    ObjectId object;
    if (!id_need(sim, op, "id", op->id, &object)) {
        return false;
    }
    const World *world = sim_world(sim);
    const TypeRecord *type = world_type(world, object);
    bool has_dict = type->user_class && type->dict_slot >= 0 && !sim->machine.profile->inline_values;
    if (type->naming != NAMING_SHARED && !has_dict) {
        return sim_bad(sim, op, "member 'id': '%.60s' has no attributes to materialize; an instance of a plain class was expected",
                       sim_text(sim, op->id));
    }
    if (world_target(world, object, (Position)type->dict_slot) == OBJECT_NONE) {
        hold(&sim->machine, object);
        (void)(has_dict ? make_first_dict(sim, object) : instance_materialize(sim, object));
        drop(&sim->machine, object);
    }
    return true;
}
