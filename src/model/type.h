/* Type records: what objects of one displayed type have in common. Append-only facts about the run, not part of the undoable
 * state: a record never changes in a way that an earlier step could see (keys are only added). */
#ifndef HL_MODEL_TYPE_H
#define HL_MODEL_TYPE_H

#include "base/names.h"
#include "base/vec.h"
#include "model/ids.h"
#include "model/kind.h"

#include <stdbool.h>

/* How the variable part of an object's slots is named. */
typedef enum SlotNaming {
    NAMING_NONE,    /* there is no variable part */
    NAMING_INDEX,   /* 0, 1, 2 … */
    NAMING_KEYED,   /* each entry carries its own key: dict, opaque, names of a frame */
    NAMING_SHARED,  /* key table of the type: instance attributes (CPython 3.11, inline values) */
    NAMING_ELEMENT  /* the element's id: sets */
} SlotNaming;

enum {
    MAX_FIXED_SLOTS = 240, /* World.fixed is a byte; CPython classes with more __slots__ are refused by name */
    KEYED_STRIDE = 3       /* cells of a keyed entry: target, key, key object */
};

typedef struct TypeRecord {
    Name name;           /* as displayed */
    Kind kind;           /* layout and behaviour of its instances */
    Kind base;           /* of a user class: the built-in base, else KIND_OBJECT; of a built-in: = kind */
    bool user_class;     /* instances are made by a Python class */
    bool has_gc;         /* its instances have a GC header */
    bool legacy;         /* its finalizer is the old tp_del */
    SlotNaming naming;
    uint8_t fixed;       /* number of fixed slots, which come first */
    uint8_t split;       /* fixed slots visited before the variable part; the others after it */
    uint8_t own_slots;   /* the first of the fixed slots that are the class's own __slots__ */
    int16_t dict_slot;   /* position of __dict__, −1 = none */
    int16_t class_slot;  /* position of the held class object, −1 = none */
    Name fixed_names[MAX_FIXED_SLOTS];
    int16_t *clear_order;   /* what tp_clear releases: positions and ORDER_VARIABLE, ORDER_END-terminated (types/kinds.h) */
    int16_t *dealloc_order; /* the same for dying; the held class is not in it: it goes last */
    VEC(Name) keys;      /* NAMING_SHARED: in key table order */
} TypeRecord;

#endif
