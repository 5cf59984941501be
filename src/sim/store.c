/* Storing and removing references: the new value goes in first, the old one is released last ("CPython 3.11: list_ass_slice,
 * insertdict, delitem_common, _PyObject_StoreInstanceAttribute"). */
#include "sim/run.h"

#include <string.h>

void fill_slot(Sim *sim, ObjectId owner, Position position, ObjectId target, bool moves)
{
    Emit *to = &sim->machine.emit;
    if (moves && !world_immortal(sim_world(sim), target)) {
        emit(to, EVENT_TEMP_TO_EDGE, owner, position, target);
    } else {
        emit(to, EVENT_EDGE_SET, owner, position, target);
    }
}

/* Fills a slot and lets its old value go, all but the count in one step. */
static void replace_slot(Sim *sim, ObjectId owner, Position position, ObjectId target, bool moves)
{
    const World *world = sim_world(sim);
    Emit *to = &sim->machine.emit;
    ObjectId old = world_target(world, owner, position);
    if (old == OBJECT_NONE) {
        fill_slot(sim, owner, position, target, moves);
        return;
    }
    bool shared = world_immortal(world, old);
    emit_first(to, shared ? EVENT_EDGE_DROP : EVENT_EDGE_TO_TEMP, owner, position, old);
    EventKind kind = moves && !world_immortal(world, target) ? EVENT_TEMP_TO_EDGE : EVENT_EDGE_SET;
    emit_on(to, kind, owner, position, target);
    if (!shared) {
        drop(&sim->machine, old);
    }
}

/* ---- lists ---- */

static bool slot_index_number(const Sim *sim, const Slot *slot, uint64_t *index)
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

static uint32_t item_count(const World *world, ObjectId object)
{
    return world->object[object].slot_count - world->object[object].fixed;
}

static bool is_item_slot(const Sim *sim, const Slot *slot)
{
    uint64_t index;
    return !slot->given || slot_index_number(sim, slot, &index);
}

static bool need_index(Sim *sim, const Op *op, const Store *store, uint64_t *index)
{
    const World *world = sim_world(sim);
    uint32_t count = item_count(world, store->from);
    *index = count;
    if (!store->slot.given) {
        return true;
    }
    if (!slot_index_number(sim, &store->slot, index)) {
        return sim_bad(sim, op, "member 'slot': '%.60s' is no index; an integer 0…%u was expected", sim_text(sim, store->slot.text), count);
    }
    if (*index > count) {
        return sim_bad(sim, op, "member 'slot': index %llu is beyond the end; 0…%u was expected", (unsigned long long)*index, count);
    }
    return true;
}

static bool store_item(Sim *sim, const Op *op, const Store *store)
{
    const World *world = sim_world(sim);
    uint64_t index;
    if (!need_index(sim, op, store, &index)) {
        return false;
    }
    Position position = world->object[store->from].fixed + (Position)index;
    uint32_t count = item_count(world, store->from);
    if (index < count && !store->insert) {
        replace_slot(sim, store->from, position, store->to, store->moves);
        return true;
    }
    if (world_type(world, store->from)->base == KIND_LIST) {
        list_resize(sim, store->from, count + 1);
    }
    emit_first(&sim->machine.emit, EVENT_SLOT_INSERT, store->from, position, 0);
    EventKind kind = store->moves && !world_immortal(world, store->to) ? EVENT_TEMP_TO_EDGE : EVENT_EDGE_SET;
    emit_on(&sim->machine.emit, kind, store->from, position, store->to);
    return true;
}

/* ---- dicts ---- */

static bool is_string_key(const Sim *sim, ObjectId key)
{
    if (key == OBJECT_NONE) {
        return true;
    }
    Kind kind = world_type(sim_world(sim), key)->kind;
    return kind == KIND_STR;
}

/* 3.13: a store into a dict that shows an instance's values is one into the instance. False: it is no such dict any more. */
static bool store_shown_value(Sim *sim, const Store *store)
{
    ObjectId instance = inline_dict_owner(sim, store->from);
    if (instance == OBJECT_NONE) {
        return false;
    }
    if (store->key != OBJECT_NONE) {
        inline_dict_end(sim, store->from);
        return false;
    }
    SlotPlace place;
    (void)instance_attribute(sim, NULL, instance, store->slot.text, &place, true);
    bool fresh = world_target(sim_world(sim), place.owner, place.position) == OBJECT_NONE;
    replace_slot(sim, place.owner, place.position, store->to, store->moves);
    if (fresh) {
        attribute_stored(sim, place.owner, place.position);
    }
    return true;
}

static void store_entry(Sim *sim, const Store *store)
{
    Position position;
    if (sim->machine.inline_dict.count != 0 && inline_dict_owner(sim, store->from) != OBJECT_NONE) {
        dict_maintain_tracking(sim, store->from, store->key, store->to);
        if (store_shown_value(sim, store)) {
            return;
        }
    }
    dict_maintain_tracking(sim, store->from, store->key, store->to);
    if (slot_find(sim, store->from, store->slot.text, &position)) {
        replace_slot(sim, store->from, position, store->to, store->moves);
        return;
    }
    position = dict_add(sim, OBJECT_NONE, store->from, store->slot.text, is_string_key(sim, store->key));
    if (store->key != OBJECT_NONE) {
        emit_on(&sim->machine.emit, EVENT_KEY_OBJECT_SET, store->from, position, store->key);
    }
    EventKind kind = store->moves && !world_immortal(sim_world(sim), store->to) ? EVENT_TEMP_TO_EDGE : EVENT_EDGE_SET;
    emit_on(&sim->machine.emit, kind, store->from, position, store->to);
}

/* ---- sets ---- */

static bool store_element(Sim *sim, const Op *op, const Store *store)
{
    const World *world = sim_world(sim);
    Name id = world->object[store->to].id;
    if (store->slot.given && store->slot.text != id) {
        return sim_bad(sim, op, "member 'slot': a set's slot is its element's id; '%.60s' was expected", sim_text(sim, id));
    }
    Position position;
    if (slot_find(sim, store->from, id, &position)) {
        return true; /* an element once in stays as it is */
    }
    position = slot_append(sim, store->from, id);
    EventKind kind = store->moves && !world_immortal(world, store->to) ? EVENT_TEMP_TO_EDGE : EVENT_EDGE_SET;
    emit_on(&sim->machine.emit, kind, store->from, position, store->to);
    set_make_room(sim, store->from);
    return true;
}

/* ---- attributes and named slots ---- */

static bool store_attribute(Sim *sim, const Op *op, const Store *store)
{
    SlotPlace place;
    if (!instance_attribute(sim, op, store->from, store->slot.text, &place, true)) {
        return false;
    }
    const World *world = sim_world(sim);
    dict_maintain_tracking(sim, place.owner, OBJECT_NONE, store->to);
    bool fresh = world_target(world, place.owner, place.position) == OBJECT_NONE;
    replace_slot(sim, place.owner, place.position, store->to, store->moves);
    if (fresh && place.position >= world->object[place.owner].fixed && world_type(world, place.owner)->naming != NAMING_INDEX) {
        attribute_stored(sim, place.owner, place.position);
    }
    return true;
}

static bool find_fixed(const World *world, ObjectId object, Name name, Position *position)
{
    const TypeRecord *type = world_type(world, object);
    for (Position at = 0; at < world->object[object].fixed; at++) {
        if (type->fixed_names[at] == name && (int)at != type->class_slot) {
            *position = at;
            return true;
        }
    }
    return false;
}

static bool store_named(Sim *sim, const Op *op, const Store *store)
{
    const World *world = sim_world(sim);
    const TypeRecord *type = world_type(world, store->from);
    Position position;
    if (!find_fixed(world, store->from, store->slot.text, &position)) {
        if (type->naming != NAMING_KEYED) {
            return sim_bad(sim, op, "member 'slot': a %.60s has no slot '%.60s' (docs/trace-format.md lists its slots)",
                           sim_text(sim, type->name), sim_text(sim, store->slot.text));
        }
        if (!slot_find(sim, store->from, store->slot.text, &position)) {
            position = slot_append(sim, store->from, store->slot.text);
        }
    }
    replace_slot(sim, store->from, position, store->to, store->moves);
    return true;
}

static bool takes_references(const World *world, ObjectId object)
{
    const TypeRecord *type = world_type(world, object);
    return type->user_class || kind_info(type->kind)->accepts_ref;
}

static bool need_slot(Sim *sim, const Op *op, const Store *store)
{
    if (store->slot.given) {
        return true;
    }
    return sim_bad(sim, op, "member 'slot' is missing; the name of a slot of '%.60s' was expected",
                   sim_text(sim, sim_world(sim)->object[store->from].id));
}

bool store_reference(Sim *sim, const Op *op, Store store)
{
    const World *world = sim_world(sim);
    store.from = slot_owner(sim, store.from, &store.slot);
    const TypeRecord *type = world_type(world, store.from);
    if (!takes_references(world, store.from)) {
        return sim_bad(sim, op, "member 'from': a %.60s cannot be changed; a list, dict, set, deque, instance or other container was expected",
                       sim_text(sim, type->name));
    }
    bool items = type->naming == NAMING_INDEX && type->base != KIND_TUPLE;
    if (items && (!type->user_class || is_item_slot(sim, &store.slot))) {
        return store_item(sim, op, &store);
    }
    if (store.insert) {
        return sim_bad(sim, op, "member 'insert' goes with a list or deque only");
    }
    if (type->naming == NAMING_ELEMENT && type->base != KIND_FROZENSET &&
        (!type->user_class || !store.slot.given || store.slot.text == world->object[store.to].id)) {
        return store_element(sim, op, &store);
    }
    if (!need_slot(sim, op, &store)) {
        return false;
    }
    if (type->base == KIND_DICT) {
        if (type->user_class && find_fixed(world, store.from, store.slot.text, &(Position){0})) {
            return store_named(sim, op, &store);
        }
        store_entry(sim, &store);
        return true;
    }
    return type->user_class ? store_attribute(sim, op, &store) : store_named(sim, op, &store);
}

bool op_ref(Sim *sim, const Op *op)
{
    Store store = {.slot = op->slot, .insert = op->insert};
    if (!id_need(sim, op, "from", op->from, &store.from) || !id_need(sim, op, "to", op->to, &store.to) ||
        (op->key != NAME_NONE && !id_need(sim, op, "key", op->key, &store.key))) {
        return false;
    }
    Machine *machine = &sim->machine;
    if (store.key != OBJECT_NONE && world_type(sim_world(sim), store.from)->base != KIND_DICT) {
        return sim_bad(sim, op, "member 'key': only a dict has key objects");
    }
    hold(machine, store.to);
    hold(machine, store.from);
    if (store.key != OBJECT_NONE) {
        hold(machine, store.key);
    }
    bool good = store_reference(sim, op, store);
    drop(machine, store.to);
    drop(machine, store.from);
    if (store.key != OBJECT_NONE) {
        drop(machine, store.key);
    }
    return good;
}

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
    uint32_t count = item_count(world, from);
    if (!slot_index_number(sim, &op->slot, &index) || index >= count) {
        return no_such_slot(sim, op);
    }
    bool list = world_type(world, from)->base == KIND_LIST;
    if (count == 1 && list) {
        clear_variable_part(machine, from);
        return true;
    }
    Position position = world->object[from].fixed + (Position)index;
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
    return (sim_world(sim)->object[dict].flags & OBJECT_SPLIT) == 0 || shared_keys_used(sim, dict);
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
    if (place.position >= world->object[place.owner].fixed) {
        attribute_removed(sim, place.owner, place.position);
    }
    if (world_type(world, place.owner)->base == KIND_DICT && leaves_entry(sim, place.owner) &&
        place.position >= world->object[place.owner].fixed) {
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
    bool found = find_fixed(world, from, op->slot.text, &position) ||
                 ((type->naming == NAMING_KEYED || type->naming == NAMING_ELEMENT) && slot_find(sim, from, op->slot.text, &position));
    if (!found || world_target(world, from, position) == OBJECT_NONE) {
        return no_such_slot(sim, op);
    }
    if (type->base == KIND_DICT && position >= world->object[from].fixed && leaves_entry(sim, from)) {
        remove_entry(sim, from, position);
    } else {
        if (type->naming == NAMING_ELEMENT) {
            map_remove(&sim->slot_index, (uint64_t)from << 32 | op->slot.text, NULL);
        }
        if (position >= world->object[from].fixed && type->base == KIND_DICT) {
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
    if (!takes_references(world, from)) {
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
    } else if (items && (!type->user_class || is_item_slot(sim, &op->slot))) {
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
    if (!takes_references(sim_world(sim), from)) {
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
    uint32_t count = item_count(world, object);
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
    if (!slot_index_number(sim, slot, &index) || index >= item_count(world, object)) {
        return false;
    }
    *position = world->object[object].fixed + (Position)index;
    return true;
}

/* Positions in the wanted order; empty entries of a dict or set go to the end. */
static bool plan_order(Sim *sim, const Op *op, ObjectId object, uint32_t *permutation)
{
    const World *world = sim_world(sim);
    uint32_t fixed = world->object[object].fixed;
    uint32_t count = item_count(world, object);
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
    uint32_t *permutation = mem_zeroed(item_count(world, object), sizeof *permutation);
    bool good = plan_order(sim, op, object, permutation);
    if (good) {
        reorder_by(sim, object, permutation, emit_side_at(&sim->machine.emit));
    }
    mem_release(permutation);
    return good;
}
