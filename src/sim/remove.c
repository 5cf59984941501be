/* Removing references and giving them a new order ("CPython 3.11: list_ass_slice, delitem_common"): the slot is empty first, then
 * its old value is released. */
#include "sim/run.h"

/* ---- removing ---- */

static bool no_such_slot(Sim *sim, const Op *op)
{
    return sim_bad(sim, op, "member 'slot': '%.60s' holds nothing under '%.60s'; a slot that is there was expected",
                   sim_text(sim, op->from), op->slot.given ? sim_text(sim, op->slot.text) : "");
}

/* Empties a slot in place: the value becomes a temporary and is then let go. */
static void empty_slot(Sim *sim, ObjectId owner, Position position)
{
    ObjectId old = world_target(sim_world(sim), owner, position);
    if (world_immortal(sim_world(sim), old)) {
        emit(&sim->machine.emit, EVENT_EDGE_DROP, owner, position, old);
    } else {
        drop_slot(&sim->machine, owner, position);
    }
}

static bool remove_item(Sim *sim, const Op *op, ObjectId from)
{
    const World *world = sim_world(sim);
    Machine *machine = &sim->machine;
    uint64_t index;
    uint32_t count = slot_item_count(world, from);
    if (!slot_number(sim, &op->slot, &index) || index >= count) {
        return no_such_slot(sim, op);
    }
    bool list = world_type(world, from)->base == KIND_LIST;
    if (count == 1 && list) {
        clear_variable_part(machine, from);
        return true;
    }
    Position position = world->fixed[from] + (Position)index;
    ObjectId old = world_target(world, from, position);
    bool shared = world_immortal(world, old);
    emit_first(&machine->emit, shared ? EVENT_EDGE_DROP : EVENT_EDGE_TO_TEMP, from, position, old);
    emit_on(&machine->emit, EVENT_SLOT_REMOVE, from, position, 0);
    if (list) {
        list_resize(sim, from, count - 1);
    }
    if (!shared) {
        drop(machine, old);
    }
    return true;
}

/* The stored key goes first, then the value. */
static void remove_entry(Sim *sim, ObjectId dict, Position position)
{
    const World *world = sim_world(sim);
    shared_keys_before_removal(sim, dict);
    hash_table_remove(sim, dict, world_key(world, dict, position));
    Machine *machine = &sim->machine;
    Name key = world_key(world, dict, position);
    ObjectId key_object = world_key_object(world, dict, position);
    ObjectId value = world_target(world, dict, position);
    bool shared = world_immortal(world, value);
    map_remove(&sim->slot_index, (uint64_t)dict << 32 | key, NULL);
    emit_first(&machine->emit, shared ? EVENT_EDGE_DROP : EVENT_EDGE_TO_TEMP, dict, position, value);
    if (key_object != OBJECT_NONE) {
        emit(&machine->emit, EVENT_KEY_OBJECT_DROP, dict, position, key_object);
        deallocate_if_unheld(machine, key_object);
    }
    if (!shared) {
        drop(machine, value);
    }
}

/* A deleted entry goes; in a dict that shares keys in any order (3.11+) its place stays. */
static bool leaves_entry(const Sim *sim, ObjectId dict)
{
    return (sim_world(sim)->flags[dict] & OBJECT_SPLIT) == 0 || shared_keys_used(sim, dict);
}

static bool remove_attribute(Sim *sim, const Op *op, ObjectId from)
{
    SlotPlace place;
    if (!instance_attribute(sim, op, from, op->slot.text, &place, false)) {
        return false;
    }
    const World *world = sim_world(sim);
    if (!place.found || world_target(world, place.owner, place.position) == OBJECT_NONE) {
        return no_such_slot(sim, op);
    }
    if (place.position >= world->fixed[place.owner]) {
        attribute_removed(sim, place.owner, place.position);
    }
    if (world_type(world, place.owner)->base == KIND_DICT && leaves_entry(sim, place.owner) &&
        place.position >= world->fixed[place.owner]) {
        remove_entry(sim, place.owner, place.position);
        shared_keys_after_removal(sim, from);
    } else {
        empty_slot(sim, place.owner, place.position);
    }
    return true;
}

static bool remove_named(Sim *sim, const Op *op, ObjectId from)
{
    const World *world = sim_world(sim);
    const TypeRecord *type = world_type(world, from);
    Position position;
    bool found = slot_fixed_find(world, from, op->slot.text, &position) ||
                 ((type->naming == NAMING_KEYED || type->naming == NAMING_ELEMENT) && slot_find(sim, from, op->slot.text, &position));
    if (!found || world_target(world, from, position) == OBJECT_NONE) {
        return no_such_slot(sim, op);
    }
    if (type->base == KIND_DICT && position >= world->fixed[from] && leaves_entry(sim, from)) {
        remove_entry(sim, from, position);
    } else {
        if (type->naming == NAMING_ELEMENT) {
            map_remove(&sim->slot_index, (uint64_t)from << 32 | op->slot.text, NULL);
        }
        if (position >= world->fixed[from] && type->base == KIND_DICT) {
            attribute_removed(sim, from, position);
        }
        empty_slot(sim, from, position);
    }
    return true;
}

bool op_unref(Sim *sim, const Op *op)
{
    ObjectId from;
    if (!id_need(sim, op, "from", op->from, &from)) {
        return false;
    }
    const World *world = sim_world(sim);
    const TypeRecord *type = world_type(world, from);
    if (!slot_owner_takes(world, from)) {
        return sim_bad(sim, op, "member 'from': a %.60s cannot be changed; a container was expected", sim_text(sim, type->name));
    }
    hold(&sim->machine, from);
    ObjectId held = from;
    from = slot_owner(sim, from, &op->slot);
    type = world_type(world, from);
    bool good, items = type->naming == NAMING_INDEX && type->base != KIND_TUPLE;
    ObjectId instance = inline_dict_owner(sim, from);
    if (instance != OBJECT_NONE) {
        good = remove_attribute(sim, op, instance);
    } else if (items && (!type->user_class || slot_is_item(sim, &op->slot))) {
        good = remove_item(sim, op, from);
    } else if (type->user_class && type->base != KIND_DICT && type->naming != NAMING_ELEMENT) {
        good = remove_attribute(sim, op, from);
    } else {
        good = remove_named(sim, op, from);
    }
    drop(&sim->machine, held);
    return good;
}

bool op_clear(Sim *sim, const Op *op)
{
    ObjectId from;
    if (!id_need(sim, op, "from", op->from, &from)) {
        return false;
    }
    const TypeRecord *type = world_type(sim_world(sim), from);
    if (!slot_owner_takes(sim_world(sim), from)) {
        return sim_bad(sim, op, "member 'from': a %.60s cannot be emptied; a container was expected", sim_text(sim, type->name));
    }
    hold(&sim->machine, from);
    ObjectId instance = inline_dict_owner(sim, from);
    if (instance != OBJECT_NONE) {
        attribute_order_forget(sim, instance);
        (void)clear_inline_dict(&sim->machine, from);
    } else if (kind_info(type->base)->detaches) {
        slot_index_forget(sim, from);
        attribute_order_forget(sim, from);
        clear_variable_part(&sim->machine, from);
        shared_keys_leave(sim, from);
        hash_table_forget(sim, from);
    } else {
        clear_object(&sim->machine, from);
    }
    drop(&sim->machine, from);
    return true;
}

/* ---- a new order ---- */

void reorder_by(Sim *sim, ObjectId object, const uint32_t *permutation, uint32_t side)
{
    const World *world = sim_world(sim);
    uint32_t count = slot_item_count(world, object);
    slot_index_forget(sim, object);
    for (uint32_t i = 0; i < count; i++) {
        emit_side_push(&sim->machine.emit, permutation[i]);
    }
    emit(&sim->machine.emit, EVENT_REORDER, object, count, side);
    slot_index_rebuild(sim, object);
}

static bool position_of_slot(Sim *sim, ObjectId object, const Slot *slot, Position *position)
{
    const World *world = sim_world(sim);
    if (world_type(world, object)->naming != NAMING_INDEX) {
        return slot_find(sim, object, slot->text, position) && world_target(world, object, *position) != OBJECT_NONE;
    }
    uint64_t index;
    if (!slot_number(sim, slot, &index) || index >= slot_item_count(world, object)) {
        return false;
    }
    *position = world->fixed[object] + (Position)index;
    return true;
}

/* Positions in the wanted order; empty entries of a dict or set go to the end. */
static bool plan_order(Sim *sim, const Op *op, ObjectId object, uint32_t *permutation)
{
    const World *world = sim_world(sim);
    uint32_t fixed = world->fixed[object];
    uint32_t count = slot_item_count(world, object);
    uint8_t *placed = mem_zeroed(count, 1);
    uint32_t done = 0;
    bool good = op->slot_count <= count;
    for (uint32_t i = 0; good && i < op->slot_count; i++) {
        Position position;
        good = position_of_slot(sim, object, &op->slots[i], &position) && !placed[position - fixed];
        if (good) {
            placed[position - fixed] = 1;
            permutation[done++] = position;
        }
    }
    for (uint32_t i = 0; good && i < count; i++) {
        if (!placed[i]) {
            good = world_target(world, object, fixed + i) == OBJECT_NONE;
            permutation[done++] = fixed + i;
        }
    }
    mem_release(placed);
    return good || sim_bad(sim, op, "member 'slots' must name every slot of '%.60s' exactly once", sim_text(sim, op->from));
}

bool op_reorder(Sim *sim, const Op *op)
{
    ObjectId object;
    if (!id_need(sim, op, "from", op->from, &object)) {
        return false;
    }
    const World *world = sim_world(sim);
    const TypeRecord *type = world_type(world, object);
    if (type->naming == NAMING_NONE || type->naming == NAMING_SHARED || type->base == KIND_TUPLE) {
        return sim_bad(sim, op, "member 'from': the slots of a %.60s have no order to change; a list, dict, set or deque was expected",
                       sim_text(sim, type->name));
    }
    uint32_t *permutation = mem_zeroed(slot_item_count(world, object), sizeof *permutation);
    bool good = plan_order(sim, op, object, permutation);
    if (good) {
        hash_table_told(sim, object);
        reorder_by(sim, object, permutation, emit_side_at(&sim->machine.emit));
    }
    mem_release(permutation);
    return good;
}
