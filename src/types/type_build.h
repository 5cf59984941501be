/* Making type records: of built-in kinds and of Python classes. */
#ifndef HL_TYPES_TYPE_BUILD_H
#define HL_TYPES_TYPE_BUILD_H

#include "types/kinds.h"

typedef struct ClassShape {
    Name name;
    Kind base;          /* KIND_OBJECT for a plain class */
    const Name *slots;  /* __slots__ as CPython keeps them: sorted */
    uint32_t slot_count;
    bool has_slots;     /* declares __slots__: then no attribute dict */
    bool holds_class;   /* instances hold a class object of the trace */
} ClassShape;

TypeId type_build_kind(World *world, Name name, Kind kind, bool holds_class);
/* The clear and dealloc orders of this version, where they differ. */
void type_use_version(TypeRecord *type, const Profile *profile);
TypeId type_build_class(World *world, const Profile *profile, const ClassShape *shape);
/* Bytes asked for an instance, GC header included, variable items excluded. */
uint32_t type_request(const World *world, const Profile *profile, const TypeRecord *type);
/* Item bytes that a var-sized object (tuple) asks for besides. */
uint32_t type_item_bytes(const TypeRecord *type, uint32_t items);

#endif
