/* The closed table of built-in kinds: slots in visit order, what clearing and dying release and in which order, sizes.
 * Sources: CPython 3.11, Objects/…object.c: each type's tp_traverse, tp_clear, tp_dealloc. Verified through death and collection
 * orders on the real interpreter. */
#ifndef HL_TYPES_KINDS_H
#define HL_TYPES_KINDS_H

#include "types/profile.h"

enum {
    ORDER_VARIABLE = 1000, /* in an order: the variable part comes here */
    ORDER_END = -1
};

typedef struct KindInfo {
    const char *slots[13];   /* fixed slots in visit order, NULL-terminated */
    SlotNaming naming;       /* of the variable part */
    uint8_t split;           /* fixed slots visited before the variable part */
    bool gc;                 /* instances have a GC header */
    bool tracked_at_birth;
    bool clears;             /* has tp_clear */
    bool detaches;           /* tp_clear empties the container first, then releases */
    bool trashcan;
    bool weakly_referenced;  /* tp_dealloc clears weakrefs */
    bool reversed;           /* visits, clears and releases the variable part from the last to the first */
    bool accepts_ref;        /* ops ref, unref, clear */
    int16_t clear_order[14];  /* positions of fixed slots and ORDER_VARIABLE */
    int16_t dealloc_order[14];
    uint16_t raw_size;       /* bytes without the GC header; 3.11. 0: depends on the value */
} KindInfo;

extern const KindInfo kind_infos[KIND_COUNT];
static inline const KindInfo *kind_info(Kind kind)
{
    return &kind_infos[kind];
}
/* The kind of this name, or KIND_COUNT; pseudo kinds are not found. */
Kind kind_find(const char *name);
/* The orders in this version; true when they are not those of the table. */
bool kind_orders(const Profile *profile, Kind kind, const int16_t **clear_order, const int16_t **dealloc_order);
/* Bytes of the bare struct; 0: depends on the value. */
uint32_t kind_raw_size(const Profile *profile, Kind kind);
bool kind_has_gc(const Profile *profile, Kind kind);
/* Bytes requested for an object of this kind, GC header included, without items. */
uint32_t kind_request(const Profile *profile, Kind kind);

/* The free list that exact objects of this kind enter when they die and come from, or FREE_LISTS. `items`: of a tuple. */
uint32_t kind_free_list(const Profile *profile, Kind kind, uint32_t items);

#endif
