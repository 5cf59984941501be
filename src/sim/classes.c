/* Classes of the trace and the type records made for them. */
#include "sim/run.h"

#include <stdlib.h>
#include <string.h>

enum { SHARED_KEYS_MAX = 30 }; /* "CPython 3.11, Objects/dictobject.c, SHARED_KEYS_MAX_SIZE" */

ClassInfo *class_info(Sim *sim, Name name)
{
    uint64_t index = map_get(&sim->classes, name);
    if (index != 0) {
        return sim->class_infos.items[index - 1];
    }
    ClassInfo *info = mem_zeroed(1, sizeof *info);
    info->name = name;
    info->base = KIND_OBJECT;
    info->keys_left = SHARED_KEYS_MAX;
    vec_push(&sim->class_infos, info);
    map_put(&sim->classes, name, sim->class_infos.count);
    return info;
}

ClassInfo *class_of_object(const Sim *sim, ObjectId object)
{
    uint64_t index = map_get(&sim->type_class, sim_world(sim)->type[object]);
    return index == 0 ? NULL : sim->class_infos.items[index - 1];
}

static const Names *sorting_names;

static int by_text(const void *left, const void *right)
{
    return strcmp(names_text(sorting_names, *(const Name *)left), names_text(sorting_names, *(const Name *)right));
}

/* CPython keeps __slots__ sorted by name ("CPython 3.11, type_new_slots"). */
static void set_slots(Sim *sim, ClassInfo *info, const Op *op)
{
    info->has_slots = op->names_given;
    info->slot_count = op->name_count;
    info->slots = mem_copy(op->names, op->name_count * sizeof(Name));
    sorting_names = sim->names;
    qsort(info->slots, info->slot_count, sizeof(Name), by_text);
}

static bool pick_base(Sim *sim, const Op *op, Kind *base)
{
    *base = KIND_OBJECT;
    if (op->base == NAME_NONE) {
        return true;
    }
    *base = kind_find(sim_text(sim, op->base));
    if (*base == KIND_COUNT || *base == KIND_INSTANCE || *base == KIND_OPAQUE) {
        return sim_bad(sim, op, "member 'base': '%.60s' is no built-in kind; one like 'list' or 'dict' was expected",
                       sim_text(sim, op->base));
    }
    return true;
}

bool op_class(Sim *sim, const Op *op)
{
    ClassInfo *info = class_info(sim, op->name);
    if (info->plain_type != 0 || info->holding_type != 0 || info->declared) {
        return sim_bad(sim, op, "member 'name': class '%.100s' is already declared or has instances; a new name was expected",
                       sim_text(sim, op->name));
    }
    if (op->name_count > MAX_FIXED_SLOTS - 16) {
        return sim_bad(sim, op, "member 'slots': %u slots; at most %d can be simulated", op->name_count, MAX_FIXED_SLOTS - 16);
    }
    ObjectId object;
    if (op->id != NAME_NONE && !id_need(sim, op, "id", op->id, &object)) {
        return false;
    }
    if (!pick_base(sim, op, &info->base)) {
        return false;
    }
    info->declared = true;
    info->legacy = op->legacy;
    info->class_id = op->id;
    set_slots(sim, info, op);
    if (op->body.given) {
        info->finalizer = body_keep(op->body, NULL);
    }
    return true;
}

/* The kind of what an op makes: `kind`, else `type` if that is a built-in name, else an instance. */
bool kind_for(Sim *sim, const Op *op, Kind *kind)
{
    Name text = op->kind_name != NAME_NONE ? op->kind_name : op->type;
    *kind = kind_find(sim_text(sim, text));
    if (*kind != KIND_COUNT) {
        return true;
    }
    if (op->kind_name != NAME_NONE) {
        return sim_bad(sim, op, "member 'kind': '%.60s' is not among the built-in kinds (docs/trace-format.md lists them)",
                       sim_text(sim, op->kind_name));
    }
    *kind = KIND_INSTANCE;
    return true;
}

void class_finalizer_set(Sim *sim, TypeId type, const ClassInfo *info)
{
    while (sim->machine.class_finalizer.count <= type) {
        vec_push(&sim->machine.class_finalizer, NULL);
    }
    if (info->finalizer != NULL) {
        info->finalizer->references++;
        sim->machine.class_finalizer.items[type] = info->finalizer;
    }
}

static TypeId build_class(Sim *sim, ClassInfo *info, bool holds_class)
{
    ClassShape shape = {info->name, info->base, info->slots, info->slot_count, info->has_slots, holds_class};
    World *world = sim->machine.emit.world;
    TypeId type = type_build_class(world, sim->machine.profile, &shape);
    world->types.items[type]->legacy = info->legacy;
    TypeId sibling = holds_class ? info->plain_type : info->holding_type;
    if (sibling != 0) {
        const TypeRecord *record = world->types.items[sibling];
        for (size_t i = 0; i < record->keys.count; i++) {
            vec_push(&world->types.items[type]->keys, record->keys.items[i]);
        }
    }
    class_finalizer_set(sim, type, info);
    map_put(&sim->type_class, type, map_get(&sim->classes, info->name));
    return type;
}

static TypeId class_type(Sim *sim, Name name, bool holds_class)
{
    ClassInfo *info = class_info(sim, name);
    TypeId *type = holds_class ? &info->holding_type : &info->plain_type;
    if (*type == 0) {
        *type = build_class(sim, info, holds_class);
    }
    return *type;
}

bool type_for(Sim *sim, const Op *op, Kind kind, bool holds_class, TypeId *type)
{
    if (sim_world(sim)->types.count >= MAX_TYPES) {
        return sim_bad(sim, op, "more than %d types: a limit of heaploupe", MAX_TYPES);
    }
    if (kind == KIND_INSTANCE) {
        *type = class_type(sim, op->type, holds_class);
        return true;
    }
    uint64_t key = (uint64_t)op->type << 16 | (uint64_t)kind << 2 | (uint64_t)(op->gc + 1);
    key = key << 1 | holds_class;
    *type = (TypeId)map_get(&sim->kind_types, key);
    if (*type == 0) {
        World *world = sim->machine.emit.world;
        *type = type_build_kind(world, op->type, kind, holds_class);
        type_use_version(world->types.items[*type], sim->machine.profile);
        if (kind == KIND_OPAQUE && op->gc >= 0) {
            world->types.items[*type]->has_gc = op->gc != 0;
        }
        map_put(&sim->kind_types, key, *type);
    }
    return true;
}
