/* Visiting the referents of an object in its type's traversal order ("CPython 3.11, tp_traverse"; facts: visit order tables).
 * Inline with a function parameter, so that each collector pass compiles to its own loop. */
#ifndef HL_TYPES_VISIT_H
#define HL_TYPES_VISIT_H

#include "types/kinds.h"

typedef struct Visit {
    ObjectId from;
    ObjectId target;
    Position position;
    bool key; /* the key object of an entry */
} Visit;

typedef void VisitFunction(void *context, Visit visit);

#define VISIT_INLINE static inline __attribute__((always_inline))

VISIT_INLINE void visit_fixed(const World *world, ObjectId object, Position first, Position end, VisitFunction *function, void *context)
{
    for (Position position = first; position < end; position++) {
        ObjectId target = world->cell[world->cells[object] + position];
        if (target != OBJECT_NONE) {
            function(context, (Visit){object, target, position, false});
        }
    }
}

VISIT_INLINE void visit_keyed(const World *world, ObjectId object, VisitFunction *function, void *context)
{
    for (Position position = world->fixed[object]; position < world->slot_count[object]; position++) {
        uint32_t cell = world_cell(world, object, position);
        ObjectId key = world->cell[cell + 2];
        if (key != OBJECT_NONE && world->keys_first) {
            function(context, (Visit){object, key, position, true});
        }
        if (world->cell[cell] != OBJECT_NONE) {
            function(context, (Visit){object, world->cell[cell], position, false});
        }
        if (key != OBJECT_NONE && !world->keys_first) {
            function(context, (Visit){object, key, position, true});
        }
    }
}

VISIT_INLINE void visit_plain(const World *world, ObjectId object, bool reversed, VisitFunction *function, void *context)
{
    uint32_t fixed = world->fixed[object];
    uint32_t count = world->slot_count[object] - fixed;
    uint32_t base = world->cells[object] + fixed;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = reversed ? count - 1 - i : i;
        ObjectId target = world->cell[base + at];
        if (target != OBJECT_NONE) {
            function(context, (Visit){object, target, fixed + at, false});
        }
    }
}

/* Calls `function` for each referent. The world may change only in ways that do not touch this object's slots. */
VISIT_INLINE void visit_referents(const World *world, ObjectId object, VisitFunction *function, void *context)
{
    if (world->slot_count[object] == 0) {
        return;
    }
    uint32_t fixed = world->fixed[object];
    uint32_t split = fixed;
    if (fixed != 0) {
        split = world_type(world, object)->split;
        visit_fixed(world, object, 0, split, function, context);
    }
    if (world->slot_count[object] > fixed) {
        if (world->stride[object] == KEYED_STRIDE) {
            visit_keyed(world, object, function, context);
        } else {
            bool reversed = kind_info(world_type(world, object)->base)->reversed;
            visit_plain(world, object, reversed, function, context);
        }
    }
    if ((world->flags[object] & OBJECT_DICT_SHOWS) != 0) {
        split++; /* "CPython 3.13, PyObject_VisitManagedDict": the values, or the dict, not both */
    }
    visit_fixed(world, object, split, fixed, function, context);
}

/* "May be tracked": of a GC type and not an exact tuple that is untracked now ("CPython 3.11, _PyObject_GC_MAY_BE_TRACKED"). */
static inline bool may_be_tracked(const World *world, ObjectId object)
{
    const TypeRecord *type = world_type(world, object);
    if (!type->has_gc || world_immortal(world, object)) {
        return false;
    }
    return type->kind != KIND_TUPLE || type->user_class || world->list[object] != 0;
}

#endif
