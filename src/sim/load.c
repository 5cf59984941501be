/* A whole heap at once: objects in generation-list order, references among them in any direction. No trigger, no steps. */
#include "sim/run.h"

static Op as_op(const Op *load, const LoadObject *object)
{
    Op op = {.kind = OP_LOAD, .place_line = load->place_line, .place_column = load->place_column, .id = object->id,
             .type = object->type, .kind_name = object->kind, .repr = object->repr, .class_id = object->class_id, .gc = object->gc,
             .size = object->size, .size_given = object->size != 0, .items = load->items + object->item_first,
             .item_count = object->item_count};
    if (op.gc < 0) {
        op.gc = object->item_count != 0 || object->tracked > 0;
    }
    return op;
}

static bool is_atom(Sim *sim, const LoadObject *object, Kind kind)
{
    return object->immortal || (object->repr != NAME_NONE && object->pin == 0 &&
                                value_is_shared(sim->machine.profile, kind, sim_text(sim, object->repr)));
}

static bool load_one(Sim *sim, const Op *load, const LoadObject *object)
{
    Machine *machine = &sim->machine;
    Op op = as_op(load, object);
    Kind kind;
    TypeId type;
    if (!sim_within(sim, load, "size", object->size, MAX_REQUEST_BYTES) || !sim_within(sim, load, "pin", object->pin, MAX_REFCOUNT)) {
        return false;
    }
    if (!id_free(sim, load, object->id) || !kind_for(sim, &op, &kind) ||
        !type_for(sim, &op, kind, object->class_id != NAME_NONE, &type)) {
        return false;
    }
    const World *world = sim_world(sim);
    const TypeRecord *record = world->types.items[type];
    bool atom = is_atom(sim, object, kind);
    bool finalizer = kind == KIND_INSTANCE && class_info(sim, object->type)->finalizer != NULL;
    unsigned flags = OBJECT_WAITS | (kind == KIND_GENERATOR || kind == KIND_COROUTINE ? OBJECT_STARTED : 0) | (atom ? OBJECT_IMMORTAL : 0) | (object->finalized ? OBJECT_FINALIZED : 0) |
                     (finalizer ? OBJECT_HAS_FINALIZER : 0);
    uint32_t bytes = object->size != 0 ? (uint32_t)object->size
                                       : type_request(world, machine->profile, record) + type_item_bytes(record, object->item_count) +
                                             inline_values_bytes(sim, type);
    BlockRef block = atom || bytes == 0 ? 0 : allocator_take(&machine->allocator, bytes, object_peek(machine));
    ObjectId made = object_new(machine, type, object->id, flags);
    if (block != 0) {
        emit(&machine->emit, EVENT_BLOCK_OWN, made, block, 0);
        emit(&machine->emit, EVENT_SIZE, made, bytes, 0);
    }
    if (object->repr != NAME_NONE) {
        emit(&machine->emit, EVENT_REPR, made, object->repr, 0);
    }
    table_reset(sim, made);
    id_put(sim, object->id, made);
    if (record->has_gc && !atom && object->tracked != 0) {
        emit(&machine->emit, EVENT_TRACK, made, LIST_GENERATION_0 + object->generation, 0);
    }
    if (object->pin != 0) {
        pin_add(sim, made, NAME_NONE, object->pin);
    }
    return true;
}

static bool is_dict_slot(const Sim *sim, ObjectId object, const Slot *slot)
{
    const TypeRecord *type = world_type(sim_world(sim), object);
    return type->dict_slot >= 0 && slot->given && slot->text == type->fixed_names[type->dict_slot];
}

/* A dict that was made because attributes were given without it: tracked where its instance is. */
static void track_made_dict(Sim *sim, ObjectId instance)
{
    const World *world = sim_world(sim);
    int16_t slot = world_type(world, instance)->dict_slot;
    ObjectId dict = slot < 0 ? OBJECT_NONE : world_target(world, instance, (Position)slot);
    if (dict == OBJECT_NONE || (world->flags[dict] & OBJECT_MANAGED) == 0 || !world_tracked(world, instance)) {
        return;
    }
    for (Position at = world->fixed[dict]; at < world->slot_count[dict]; at++) {
        if (may_be_tracked(world, world_target(world, dict, at))) {
            emit(&sim->machine.emit, EVENT_TRACK, dict, world->list[instance], 0);
            return;
        }
    }
}

static bool load_items(Sim *sim, const Op *load, const LoadObject *object)
{
    const World *world = sim_world(sim);
    Emit *to = &sim->machine.emit;
    ObjectId from = id_find(sim, object->id);
    const TypeRecord *type = world_type(world, from);
    Op op = as_op(load, object);
    if (object->class_id != NAME_NONE) {
        ObjectId held = id_find(sim, object->class_id);
        if (held == OBJECT_NONE) {
            return sim_bad(sim, load, "member 'class': there is no object '%.100s'", sim_text(sim, object->class_id));
        }
        emit(to, EVENT_EDGE_SET, from, (Position)type->class_slot, held);
    }
    for (uint32_t i = 0; i < object->item_count; i++) {
        const Item *item = &op.items[i];
        Store store = {.from = from, .to = id_find(sim, item->id), .slot = item->slot};
        store.key = item->key == NAME_NONE ? OBJECT_NONE : id_find(sim, item->key);
        if (store.to == OBJECT_NONE || (item->key != NAME_NONE && store.key == OBJECT_NONE)) {
            return sim_bad(sim, load, "member 'items' of '%.60s': there is no object '%.100s'", sim_text(sim, object->id),
                           sim_text(sim, store.to == OBJECT_NONE ? item->id : item->key));
        }
        if (type->base == KIND_TUPLE || type->base == KIND_FROZENSET) {
            Position position = slot_append(sim, from, world->id[store.to]);
            emit(to, EVENT_EDGE_SET, from, position, store.to);
        } else if (is_dict_slot(sim, from, &item->slot)) {
            emit(to, EVENT_EDGE_SET, from, (Position)type->dict_slot, store.to);
        } else if (!store_reference(sim, &op, store)) {
            return false;
        }
    }
    track_made_dict(sim, from);
    return true;
}

bool op_load(Sim *sim, const Op *op)
{
    Machine *machine = &sim->machine;
    bool good = true;
    sim->loading = true;
    for (uint32_t i = 0; good && i < op->object_count; i++) {
        good = load_one(sim, op, &op->objects[i]);
        machine->emit.quiet = EVENT_STEP; /* the first object's birth began the one step of a load */
    }
    for (uint32_t i = 0; good && i < op->object_count; i++) {
        good = load_items(sim, op, &op->objects[i]);
    }
    for (uint32_t i = 0; good && i < op->object_count; i++) {
        ObjectId object = id_find(sim, op->objects[i].id);
        const World *world = sim_world(sim);
        if (object != OBJECT_NONE && world->refcount[object] == 0 && !world_immortal(world, object)) {
            good = sim_bad(sim, op, "object '%.100s' has no holder; an item of another object or a 'pin' was expected",
                           sim_text(sim, op->objects[i].id));
        }
    }
    machine->emit.quiet = 0;
    sim->loading = false;
    return good;
}
