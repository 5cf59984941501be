#include "types/type_build.h"

#include <string.h>

static const int16_t no_order[] = {ORDER_END}; /* of atoms: nothing to release */

static int16_t *copy_order(const int16_t *order, const int16_t *before, size_t before_count, int16_t shift)
{
    size_t count = 0;
    while (order[count] != ORDER_END) {
        count++;
    }
    int16_t *copy = mem_zeroed(before_count + count + 1, sizeof *copy);
    if (before_count != 0) {
        memcpy(copy, before, before_count * sizeof *copy);
    }
    for (size_t i = 0; i < count; i++) {
        copy[before_count + i] = order[i] == ORDER_VARIABLE ? order[i] : (int16_t)(order[i] + shift);
    }
    copy[before_count + count] = ORDER_END;
    return copy;
}

static void add_base_slots(World *world, TypeRecord *type, const KindInfo *info)
{
    for (const char *const *slot = info->slots; *slot != NULL; slot++) {
        type->fixed_names[type->fixed++] = names_of(world->names, *slot);
    }
}

static void add_fixed(TypeRecord *type, Name name)
{
    type->fixed_names[type->fixed++] = name;
}

TypeId type_build_kind(World *world, Name name, Kind kind, bool holds_class)
{
    TypeId id;
    TypeRecord *type = world_add_type(world, name, kind, &id);
    const KindInfo *info = kind_info(kind);
    type->naming = info->naming;
    type->has_gc = info->gc;
    if (holds_class) {
        type->class_slot = type->fixed;
        add_fixed(type, names_of(world->names, "__class__"));
    }
    int16_t shift = type->fixed;
    type->split = (uint8_t)(shift + info->split);
    add_base_slots(world, type, info);
    bool atom = info->naming == NAMING_NONE && info->slots[0] == NULL;
    type->clear_order = copy_order(atom ? no_order : info->clear_order, NULL, 0, shift);
    type->dealloc_order = copy_order(atom ? no_order : info->dealloc_order, NULL, 0, shift);
    return id;
}

void type_use_version(TypeRecord *type, const Profile *profile)
{
    const int16_t *clear_order, *dealloc_order;
    type->has_gc = type->user_class || kind_has_gc(profile, type->kind);
    if (kind_orders(profile, type->kind, &clear_order, &dealloc_order)) {
        int16_t shift = type->class_slot >= 0 ? 1 : 0;
        mem_release(type->clear_order);
        mem_release(type->dealloc_order);
        type->clear_order = copy_order(clear_order, NULL, 0, shift);
        type->dealloc_order = copy_order(dealloc_order, NULL, 0, shift);
    }
}

/* A plain class without __slots__ and without a built-in base keeps its attributes in line (3.11+). */
static bool has_inline_values(const Profile *profile, const ClassShape *shape)
{
    return shape->base == KIND_OBJECT && !shape->has_slots && profile->inline_values;
}

/* Fixed slots in visit order: __slots__, __dict__, class, then the base's own ("CPython 3.11, subtype_traverse"). */
TypeId type_build_class(World *world, const Profile *profile, const ClassShape *shape)
{
    TypeId id;
    TypeRecord *type = world_add_type(world, shape->name, KIND_INSTANCE, &id);
    const KindInfo *base = kind_info(shape->base);
    bool plain = shape->base == KIND_OBJECT;
    type->base = plain ? KIND_INSTANCE : shape->base;
    type->user_class = true;
    type->has_gc = true;
    type->naming = plain ? (has_inline_values(profile, shape) ? NAMING_SHARED : NAMING_NONE) : base->naming;
    int16_t before[MAX_FIXED_SLOTS];
    size_t before_count = 0;
    for (uint32_t i = 0; i < shape->slot_count; i++) {
        before[before_count++] = type->fixed;
        add_fixed(type, shape->slots[i]);
    }
    type->own_slots = type->fixed;
    bool own_dict = !shape->has_slots && shape->base != KIND_DICT && shape->base != KIND_EXCEPTION &&
                    shape->base != KIND_PARTIAL && shape->base != KIND_MODULE && shape->base != KIND_FUNCTION;
    if (type->naming == NAMING_SHARED) {
        before[before_count++] = ORDER_VARIABLE;
    }
    if (own_dict) {
        type->dict_slot = type->fixed;
        before[before_count++] = type->fixed;
        add_fixed(type, names_of(world->names, "__dict__"));
    }
    if (shape->holds_class) {
        type->class_slot = type->fixed;
        add_fixed(type, names_of(world->names, "__class__"));
    }
    int16_t shift = type->fixed;
    bool base_atom = base->naming == NAMING_NONE && base->slots[0] == NULL;
    if (!plain) {
        add_base_slots(world, type, base);
    }
    type->split = plain ? type->own_slots : (uint8_t)(shift + base->split);
    const int16_t *clear_order, *dealloc_order;
    (void)kind_orders(profile, shape->base, &clear_order, &dealloc_order);
    type->clear_order = copy_order(plain || base_atom ? no_order : clear_order, before, before_count, shift);
    type->dealloc_order = copy_order(plain || base_atom ? no_order : dealloc_order, before, before_count, shift);
    return id;
}

/* Kinds whose C struct has a weakref list already: a subclass adds none. */
static bool base_has_weaklist(Kind kind)
{
    return kind == KIND_SET || kind == KIND_FROZENSET || kind == KIND_DEQUE || kind == KIND_PARTIAL || kind == KIND_MODULE ||
           kind == KIND_FUNCTION;
}

/* Instances of their subclasses vary in size too: no weak references, the dict behind the items, one item more as a sentinel. */
static bool varies_in_size(Kind kind)
{
    return kind == KIND_TUPLE || kind == KIND_INT || kind == KIND_LONG || kind == KIND_BYTES;
}

static uint32_t base_struct(const Profile *profile, Kind base)
{
    switch (base) {
    case KIND_INT: case KIND_LONG: return 32; /* one digit */
    case KIND_BYTES: return 40;
    case KIND_STR: case KIND_UNICODE: return profile->short_texts ? 64 : 80;
    default: return kind_raw_size(profile, base);
    }
}

/* "CPython 3.11, type_new": base struct, weakref list, slots; two words in front for dict and values where managed. From 3.12 on
 * these two are dict or values, and weakref list. */
static uint32_t class_request(const Profile *profile, const TypeRecord *type)
{
    Kind base = type->base == KIND_INSTANCE ? KIND_OBJECT : type->base;
    uint32_t bytes = profile->gc_header + base_struct(profile, base) + 8 * (uint32_t)type->own_slots;
    bool adds_dict = type->dict_slot >= 0 || type->naming == NAMING_SHARED || (base == KIND_DICT && type->own_slots == 0);
    bool adds_more = adds_dict || (base == KIND_EXCEPTION && type->own_slots == 0); /* not so with __slots__ */
    bool adds_weakrefs = adds_more && !base_has_weaklist(base) && !varies_in_size(base);
    if (profile->managed_weakrefs) {
        return bytes + (adds_dict || adds_weakrefs ? 16 : 0);
    }
    bytes += adds_weakrefs ? 8 : 0;
    if (!adds_dict) {
        return bytes;
    }
    return bytes + (profile->inline_values && !varies_in_size(base) ? 16 : 8);
}

uint32_t type_request(const World *world, const Profile *profile, const TypeRecord *type)
{
    (void)world;
    return type->user_class ? class_request(profile, type) : kind_request(profile, type->kind);
}

uint32_t type_item_bytes(const TypeRecord *type, uint32_t items)
{
    return type->base == KIND_TUPLE ? 8 * (items + (type->user_class ? 1 : 0)) : 0;
}
