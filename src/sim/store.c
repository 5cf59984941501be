/* Storing and removing references: the new value goes in first, the old one is released last ("CPython 3.11: list_ass_slice,
 * insertdict, delitem_common, _PyObject_StoreInstanceAttribute"). */
#include "sim/run.h"


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

static bool need_index(Sim *sim, const Op *op, const Store *store, uint64_t *index)
{
    const World *world = sim_world(sim);
    uint32_t count = slot_item_count(world, store->from);
    *index = count;
    if (!store->slot.given) {
        return true;
    }
    if (!slot_number(sim, &store->slot, index)) {
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
    Position position = world->fixed[store->from] + (Position)index;
    uint32_t count = slot_item_count(world, store->from);
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
    uint64_t hash;
    if (hash_of_key(sim, &store->slot, store->key, &hash)) {
        position = hash_table_add(sim, store->from, store->slot.text, hash, true);
    } else if (sim->machine.profile->tables_in_hash_order) {
        position = hash_table_add(sim, store->from, store->slot.text, 0, false);
    } else {
        position = dict_add(sim, OBJECT_NONE, store->from, store->slot.text, is_string_key(sim, store->key));
    }
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
    Name id = world->id[store->to];
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
    if (fresh && place.position >= world->fixed[place.owner] && world_type(world, place.owner)->naming != NAMING_INDEX) {
        attribute_stored(sim, place.owner, place.position);
    }
    return true;
}

static bool store_named(Sim *sim, const Op *op, const Store *store)
{
    const World *world = sim_world(sim);
    const TypeRecord *type = world_type(world, store->from);
    Position position;
    if (!slot_fixed_find(world, store->from, store->slot.text, &position)) {
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

static bool need_slot(Sim *sim, const Op *op, const Store *store)
{
    if (store->slot.given) {
        return true;
    }
    return sim_bad(sim, op, "member 'slot' is missing; the name of a slot of '%.60s' was expected",
                   sim_text(sim, sim_world(sim)->id[store->from]));
}

bool store_reference(Sim *sim, const Op *op, Store store)
{
    const World *world = sim_world(sim);
    store.from = slot_owner(sim, store.from, &store.slot);
    const TypeRecord *type = world_type(world, store.from);
    if (!slot_owner_takes(world, store.from)) {
        return sim_bad(sim, op, "member 'from': a %.60s cannot be changed; a list, dict, set, deque, instance or other container was expected",
                       sim_text(sim, type->name));
    }
    bool items = type->naming == NAMING_INDEX && type->base != KIND_TUPLE;
    if (items && (!type->user_class || slot_is_item(sim, &store.slot))) {
        return store_item(sim, op, &store);
    }
    if (store.insert) {
        return sim_bad(sim, op, "member 'insert' goes with a list or deque only");
    }
    if (type->naming == NAMING_ELEMENT && type->base != KIND_FROZENSET &&
        (!type->user_class || !store.slot.given || store.slot.text == world->id[store.to])) {
        return store_element(sim, op, &store);
    }
    if (!need_slot(sim, op, &store)) {
        return false;
    }
    if (type->base == KIND_DICT) {
        if (type->user_class && slot_fixed_find(world, store.from, store.slot.text, &(Position){0})) {
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
