/* Making objects as CPython does: from a free list, or a block and the young counter; then items, tracking, storing. */
#include "sim/run.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is asked for ---- */

typedef struct Birth {
    const Op *op;
    Kind kind;
    const ClassInfo *info;  /* of an instance, else NULL */
    TypeId type;
    ObjectId class_object;  /* held by the new object, or none */
    uint64_t atom_key;      /* of a shared atom, 0 = not shared */
    bool immortal;
    bool of_generator;      /* a frame made with its generator */
} Birth;

static uint64_t atom_key(const Birth *birth, const char *repr, Sim *sim)
{
    Name name = names_of(sim->names, repr);
    return (uint64_t)name << 8 | (uint64_t)birth->kind;
}

/* Shared atoms: by kind and repr; a tuple without items; unless the trace pins it as an ordinary object. */
static void look_for_atom(Sim *sim, Birth *birth)
{
    const Op *op = birth->op;
    if (birth->info != NULL || op->count != 0 || op->immortal_given != 0) {
        return;
    }
    if (birth->kind == KIND_TUPLE && op->item_count == 0) {
        birth->atom_key = atom_key(birth, "()", sim);
    } else if (birth->kind == KIND_NONETYPE || birth->kind == KIND_ELLIPSIS) {
        birth->atom_key = atom_key(birth, kind_text(birth->kind), sim);
    } else if (op->repr != NAME_NONE && value_is_shared(sim->machine.profile, birth->kind, sim_text(sim, op->repr))) {
        birth->atom_key = atom_key(birth, sim_text(sim, op->repr), sim);
    }
    birth->immortal = birth->atom_key != 0;
}

static bool check_atom(Sim *sim, const Birth *birth)
{
    ObjectId same = birth->atom_key == 0 ? OBJECT_NONE : (ObjectId)map_get(&sim->shared_atoms, birth->atom_key);
    if (same == OBJECT_NONE) {
        return true;
    }
    return sim_bad(sim, birth->op, "member 'repr': this value is shared by the whole program and exists already as '%.100s'; use that id",
                   sim_text(sim, machine_id(&sim->machine, same)));
}

static bool check_items(Sim *sim, const Birth *birth)
{
    const KindInfo *info = kind_info(birth->info != NULL && birth->info->base != KIND_OBJECT ? birth->info->base : birth->kind);
    ObjectId object;
    for (uint32_t i = 0; i < birth->op->item_count; i++) {
        const Item *item = &birth->op->items[i];
        if (!id_need(sim, birth->op, "items", item->id, &object)) {
            return false;
        }
    }
    bool holds_nothing = info->naming == NAMING_NONE && info->slots[0] == NULL && birth->info == NULL;
    if (holds_nothing && birth->op->item_count != 0) {
        return sim_bad(sim, birth->op, "member 'items': a %.60s holds no references", kind_text(birth->kind));
    }
    return true;
}

static bool plan_birth(Sim *sim, const Op *op, Birth *birth)
{
    *birth = (Birth){.op = op};
    if (!id_free(sim, op, op->id) || !kind_for(sim, op, &birth->kind) ||
        !sim_within(sim, op, "size", op->size, MAX_REQUEST_BYTES) || !sim_within(sim, op, "pin", op->count, MAX_REFCOUNT)) {
        return false;
    }
    Name class_id = op->class_id;
    if (birth->kind == KIND_INSTANCE) {
        birth->info = class_info(sim, op->type);
        class_id = class_id != NAME_NONE ? class_id : birth->info->class_id;
    }
    if (class_id != NAME_NONE && !id_need(sim, op, "class", class_id, &birth->class_object)) {
        return false;
    }
    look_for_atom(sim, birth);
    birth->immortal = op->immortal_given != 0 ? op->immortal : birth->immortal;
    Op typed = *op;
    if (birth->kind == KIND_OPAQUE && op->gc < 0) {
        typed.gc = op->item_count != 0;
    }
    return check_atom(sim, birth) && check_items(sim, birth) &&
           type_for(sim, &typed, birth->kind, birth->class_object != OBJECT_NONE, &birth->type);
}

/* ---- memory ---- */

static uint32_t birth_free_list(const Profile *profile, const Birth *birth)
{
    bool own_frame = birth->kind == KIND_FRAME && !birth->of_generator;
    if (birth->info != NULL || birth->op->size_given || birth->class_object != OBJECT_NONE || own_frame) {
        return FREE_LISTS;
    }
    return kind_free_list(profile, birth->kind, birth->op->item_count);
}

static uint32_t birth_bytes(const Sim *sim, const Birth *birth)
{
    const World *world = sim_world(sim);
    const Profile *profile = sim->machine.profile;
    const TypeRecord *type = world->types.items[birth->type];
    if (birth->op->size_given) {
        return (uint32_t)birth->op->size;
    }
    uint32_t bytes = 0;
    if (birth->info == NULL && birth->op->repr != NAME_NONE) {
        bytes = size_of_value(profile, birth->kind, sim_text(sim, birth->op->repr));
    }
    if (bytes == 0) {
        bytes = type_request(world, profile, type) + type_item_bytes(type, birth->op->item_count) + inline_values_bytes(sim, birth->type);
    }
    if (bytes == 0) {
        bytes = birth->kind == KIND_STR ? (profile->short_texts ? 41 : 49) : birth->kind == KIND_BYTES ? 33 : 32;
    }
    return bytes;
}

static BlockRef birth_block(Sim *sim, const Birth *birth, uint32_t bytes)
{
    Machine *machine = &sim->machine;
    uint32_t list = birth_free_list(machine->profile, birth);
    BlockRef block = list < FREE_LISTS ? free_list_pop(machine, list, object_peek(machine)) : 0;
    if (block != 0) {
        return block;
    }
    if (birth->kind == KIND_FRAME && frames_are_objects(sim) && !birth->of_generator) {
        return frame_object_block(sim, bytes);
    }
    if (machine->profile->tables_from_c_library && (birth->kind == KIND_INT || birth->kind == KIND_FLOAT)) {
        return allocator_take_raw(&machine->allocator, bytes, object_peek(machine));
    }
    bool has_gc = sim_world(sim)->types.items[birth->type]->has_gc;
    return has_gc && !sim->loading ? gc_allocate(machine, bytes) : allocator_take(&machine->allocator, bytes, object_peek(machine));
}

/* ---- items ---- */

static bool string_keys(const Sim *sim, const Op *op)
{
    for (uint32_t i = 0; i < op->item_count; i++) {
        ObjectId key = op->items[i].key == NAME_NONE ? OBJECT_NONE : id_find(sim, op->items[i].key);
        if (key != OBJECT_NONE && world_type(sim_world(sim), key)->kind != KIND_STR) {
            return false;
        }
    }
    return true;
}

static void fill_indexed(Sim *sim, ObjectId object, const Op *op)
{
    const World *world = sim_world(sim);
    for (uint32_t i = 0; i < op->item_count; i++) {
        emit_first(&sim->machine.emit, EVENT_SLOT_ADD, object, NAME_NONE, 0);
        Position position = world->slot_count[object] - 1;
        ObjectId target = id_find(sim, op->items[i].id);
        EventKind kind = world_immortal(world, target) ? EVENT_EDGE_SET : EVENT_TEMP_TO_EDGE;
        emit_on(&sim->machine.emit, kind, object, position, target);
    }
}

static bool fill_by_slot(Sim *sim, ObjectId object, const Op *op)
{
    for (uint32_t i = 0; i < op->item_count; i++) {
        const Item *item = &op->items[i];
        Store store = {.from = object, .to = id_find(sim, item->id), .slot = item->slot, .moves = true};
        store.key = item->key == NAME_NONE ? OBJECT_NONE : id_find(sim, item->key);
        Position position;
        bool element_twice = world_type(sim_world(sim), object)->naming == NAMING_ELEMENT &&
                             slot_find(sim, object, sim_world(sim)->id[store.to], &position);
        if (element_twice) {
            drop(&sim->machine, store.to);
            continue;
        }
        if (!store_reference(sim, op, store)) {
            return false;
        }
    }
    return true;
}

static void fill_frozenset(Sim *sim, ObjectId object, const Op *op)
{
    const World *world = sim_world(sim);
    for (uint32_t i = 0; i < op->item_count; i++) {
        ObjectId target = id_find(sim, op->items[i].id);
        Position position;
        if (slot_find(sim, object, world->id[target], &position)) {
            drop(&sim->machine, target);
            continue;
        }
        position = slot_append(sim, object, world->id[target]);
        emit_on(&sim->machine.emit, world_immortal(world, target) ? EVENT_EDGE_SET : EVENT_TEMP_TO_EDGE, object, position, target);
        set_make_room(sim, object);
    }
}

/* The item array of a list literal is exact; a deque starts with one block. */
static void give_first_storage(Sim *sim, ObjectId object, const Birth *birth)
{
    const TypeRecord *type = world_type(sim_world(sim), object);
    if (type->naming == NAMING_SHARED) {
        values_allocate(sim, object);
    }
    if (type->base == KIND_LIST && birth->op->item_count != 0) {
        storage_replace(sim, object, 8 * birth->op->item_count);
    }
    if (type->user_class && type->base == KIND_DICT && sim->machine.profile->dict_classes_have_table) {
        dict_make_room(sim, object, true);
    }
    if (type->base == KIND_DEQUE) {
        storage_replace(sim, object, sim->machine.profile->version < 300 ? 512 : 528);
    }
}

static bool fill_items(Sim *sim, ObjectId object, const Birth *birth)
{
    const TypeRecord *type = world_type(sim_world(sim), object);
    bool plain_items = birth->op->item_count == 0 || !birth->op->items[0].slot.given;
    if (type->naming == NAMING_INDEX && (plain_items || type->base == KIND_TUPLE)) {
        fill_indexed(sim, object, birth->op);
        return true;
    }
    if (type->base == KIND_FROZENSET) {
        fill_frozenset(sim, object, birth->op);
        return true;
    }
    return fill_by_slot(sim, object, birth->op);
}

/* ---- the object ---- */

static void describe(Sim *sim, ObjectId object, const Birth *birth, uint32_t bytes, BlockRef block)
{
    Emit *to = &sim->machine.emit;
    if (birth->op->repr != NAME_NONE) {
        emit(to, EVENT_REPR, object, birth->op->repr, 0);
    }
    if (block != 0) {
        emit(to, EVENT_BLOCK_OWN, object, block, 0);
        emit(to, EVENT_SIZE, object, bytes, 0);
    }
    if (birth->class_object != OBJECT_NONE) {
        Position slot = (Position)world_type(sim_world(sim), object)->class_slot;
        emit(to, EVENT_EDGE_SET, object, slot, birth->class_object);
    }
    table_reset(sim, object);
    id_put(sim, birth->op->id, object);
}

static void keep_finalizer(Sim *sim, ObjectId object, const Op *op)
{
    if (op->body.given) {
        map_put(&sim->machine.finalizer, object, (uint64_t)(uintptr_t)body_keep(op->body, NULL));
    }
}

static unsigned birth_flags(const Birth *birth)
{
    bool finalizer = birth->op->body.given || (birth->info != NULL && birth->info->finalizer != NULL);
    return (birth->immortal ? OBJECT_IMMORTAL | OBJECT_WAITS : 0) | (finalizer ? OBJECT_HAS_FINALIZER : 0);
}

static ObjectId make_immortal(Sim *sim, const Birth *birth)
{
    ObjectId object = object_new(&sim->machine, birth->type, birth->op->id, birth_flags(birth));
    describe(sim, object, birth, 0, 0);
    if (birth->atom_key != 0) {
        map_put(&sim->shared_atoms, birth->atom_key, object);
    }
    return object;
}

/* A tuple is tracked when it is complete; what its type tracks at birth, before its items. */
static bool build(Sim *sim, const Birth *birth, ObjectId *result)
{
    const World *world = sim_world(sim);
    const TypeRecord *type = world->types.items[birth->type];
    uint32_t items = birth->op->item_count;
    bool exact_dict = birth->kind == KIND_DICT;
    bool presized = exact_dict && !sim->machine.profile->tables_in_hash_order && dict_log2_presized(items) > DICT_MIN_LOG2;
    BlockRef keys = presized ? dict_take_keys(sim, items, string_keys(sim, birth->op)) : 0;
    uint32_t bytes = birth_bytes(sim, birth);
    BlockRef block = birth_block(sim, birth, bytes);
    ObjectId object = object_new(&sim->machine, birth->type, birth->op->id, birth_flags(birth));
    *result = object;
    describe(sim, object, birth, bytes, block);
    if (keys != 0) {
        dict_own_keys(sim, object, keys, items, string_keys(sim, birth->op));
    }
    keep_finalizer(sim, object, birth->op);
    bool tracks = type->has_gc && (birth->info != NULL || kind_info(birth->kind)->tracked_at_birth);
    if (birth->kind == KIND_FRAME && (items == 0 || birth->of_generator)) {
        tracks = false; /* until it owns its names: its function has returned */
    }
    bool early = tracks && birth->kind != KIND_TUPLE && birth->kind != KIND_LIST;
    if (early) {
        track(&sim->machine, object);
    }
    give_first_storage(sim, object, birth);
    if (exact_dict && sim->machine.profile->tables_in_hash_order) {
        hash_table_presize(sim, object, items);
    }
    if (!fill_items(sim, object, birth)) {
        return false;
    }
    if (tracks && !early) {
        track(&sim->machine, object);
    }
    if (birth->op->count != 0) {
        pin_add(sim, object, birth->op->by, birth->op->count);
    }
    return true;
}

ObjectId create_dict(Sim *sim, Name id)
{
    Op op = {.kind = OP_NEW, .id = id, .type = names_of(sim->names, "dict"), .gc = -1};
    Birth birth = {.op = &op, .kind = KIND_DICT};
    (void)type_for(sim, &op, KIND_DICT, false, &birth.type);
    ObjectId object;
    (void)build(sim, &birth, &object); /* an empty dict cannot be bad input */
    return object;
}

/* Up to 3.10: the frame comes first and has the names, but enters generation 0 behind its generator. */
static bool build_generator(Sim *sim, const Birth *birth, ObjectId *object)
{
    Op frame_op = {.kind = OP_NEW, .place_line = birth->op->place_line, .place_column = birth->op->place_column, .gc = -1,
                   .id = frame_object_id(sim, birth->op, birth->kind), .type = names_of(sim->names, "frame"),
                   .items = birth->op->items, .item_count = birth->op->item_count};
    Birth frame_birth = {.op = &frame_op, .kind = KIND_FRAME, .of_generator = true};
    Op bare = *birth->op;
    Birth generator = *birth;
    ObjectId frame;
    bare.item_count = 0;
    generator.op = &bare;
    if (!type_for(sim, &frame_op, KIND_FRAME, false, &frame_birth.type) || !build(sim, &frame_birth, &frame)) {
        return false;
    }
    if (sim->machine.profile->frames_tracked) {
        track(&sim->machine, frame);
    }
    if (!build(sim, &generator, object)) {
        return false;
    }
    emit(&sim->machine.emit, EVENT_TEMP_TO_EDGE, *object, 0, frame);
    if (!sim->machine.profile->frames_tracked) {
        track(&sim->machine, frame);
    }
    return true;
}

static bool has_frame_of_its_own(const Sim *sim, const Birth *birth)
{
    bool generator = birth->kind == KIND_GENERATOR || birth->kind == KIND_COROUTINE;
    bool given = birth->op->item_count != 0 && birth->op->items[0].slot.text == names_of(sim->names, "frame");
    return generator && !given && frames_are_objects(sim);
}

/* An int as a result: the shared one of that value if there is one. Held by a temporary unless immortal. */
ObjectId create_int(Sim *sim, Name id, uint64_t value)
{
    Op op = {.kind = OP_NEW, .id = id, .type = names_of(sim->names, "int"), .repr = names_of_number(sim->names, value), .gc = -1};
    Birth birth = {.op = &op, .kind = KIND_INT};
    (void)type_for(sim, &op, KIND_INT, false, &birth.type);
    look_for_atom(sim, &birth);
    ObjectId object = birth.atom_key == 0 ? OBJECT_NONE : (ObjectId)map_get(&sim->shared_atoms, birth.atom_key);
    if (object != OBJECT_NONE) {
        id_put(sim, id, object);
    } else if (birth.immortal) {
        object = make_immortal(sim, &birth);
    } else {
        (void)build(sim, &birth, &object);
    }
    return object;
}

/* ---- storing ---- */

bool store_new(Sim *sim, const Op *op, ObjectId object)
{
    ObjectId frame = OBJECT_NONE;
    if (op->from != NAME_NONE) {
        Store store = {.to = object, .slot = op->slot, .insert = op->insert};
        if (!id_need(sim, op, "from", op->from, &store.from) || !store_reference(sim, op, store)) {
            return false;
        }
    }
    if (op->hold) {
        hold_add(sim, object);
    }
    if (op->bind == NAME_NONE) {
        drop(&sim->machine, object);
        return true;
    }
    return frame_pick(sim, op, &frame) && frame_bind(sim, op, frame, op->bind, object);
}

/* What can be wrong with where the op wants its object stored, found before anything is made. */
static bool check_place(Sim *sim, const Op *op, ObjectId *from)
{
    ObjectId frame;
    *from = OBJECT_NONE;
    return (op->from == NAME_NONE || id_need(sim, op, "from", op->from, from)) && frame_pick(sim, op, &frame);
}

static void hold_items(Sim *sim, const Op *op)
{
    for (uint32_t i = 0; i < op->item_count; i++) {
        hold(&sim->machine, id_find(sim, op->items[i].id));
    }
}

bool op_new(Sim *sim, const Op *op)
{
    Birth birth;
    ObjectId from, object;
    if (!plan_birth(sim, op, &birth) || !check_place(sim, op, &from)) {
        return false;
    }
    if (from != OBJECT_NONE) {
        hold(&sim->machine, from);
    }
    hold_items(sim, op);
    if (birth.immortal) {
        object = make_immortal(sim, &birth);
    } else if (!(has_frame_of_its_own(sim, &birth) ? build_generator : build)(sim, &birth, &object)) {
        return false;
    }
    if (sim->machine.failed) {
        return false;
    }
    bool good = store_new(sim, op, object);
    if (from != OBJECT_NONE) {
        drop(&sim->machine, from);
    }
    return good;
}

bool op_weakref(Sim *sim, const Op *op)
{
    ObjectId target, from;
    if (!id_free(sim, op, op->id) || !id_need(sim, op, "to", op->to, &target) || !check_place(sim, op, &from)) {
        return false;
    }
    ObjectId plain = weakref_plain(&sim->machine, target);
    if (!op->body.given && plain != OBJECT_NONE) {
        return sim_bad(sim, op, "'%.60s' already has the weak reference '%.60s' without callback, which CPython would return again; bind that one",
                       sim_text(sim, op->to), sim_text(sim, machine_id(&sim->machine, plain)));
    }
    if (from != OBJECT_NONE) {
        hold(&sim->machine, from);
    }
    hold(&sim->machine, target);
    Op made = *op;
    made.type = names_of(sim->names, "weakref");
    made.body = (OpBody){0};
    made.item_count = 0;
    made.count = 0;
    Birth birth = {.op = &made, .kind = KIND_WEAKREF};
    (void)type_for(sim, &made, KIND_WEAKREF, false, &birth.type);
    ObjectId object;
    (void)build(sim, &birth, &object);
    weakref_attach(&sim->machine, object, target, op->body.given ? body_keep(op->body, NULL) : NULL);
    bool good = store_new(sim, op, object);
    drop(&sim->machine, target);
    if (from != OBJECT_NONE) {
        drop(&sim->machine, from);
    }
    return good;
}
