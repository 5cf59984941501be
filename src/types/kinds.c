#include "types/kinds.h"

#include <string.h>

#define VAR ORDER_VARIABLE
#define END ORDER_END

/* clang-format off */
const KindInfo kind_infos[KIND_COUNT] = {
    [KIND_INT] = {.raw_size = 0}, [KIND_FLOAT] = {.raw_size = 24}, [KIND_COMPLEX] = {.raw_size = 32}, [KIND_STR] = {.raw_size = 0},
    [KIND_BYTES] = {.raw_size = 0}, [KIND_BYTEARRAY] = {.raw_size = 56}, [KIND_BOOL] = {.raw_size = 32},
    [KIND_NONETYPE] = {.raw_size = 16}, [KIND_ELLIPSIS] = {.raw_size = 16}, [KIND_RANGE] = {.raw_size = 48},
    [KIND_OBJECT] = {.raw_size = 16}, [KIND_LONG] = {.raw_size = 0}, [KIND_UNICODE] = {.raw_size = 0}, [KIND_XRANGE] = {.raw_size = 40},
    [KIND_LIST] = {.naming = NAMING_INDEX, .gc = true, .tracked_at_birth = true, .clears = true, .detaches = true, .trashcan = true,
        .reversed = true, .accepts_ref = true, .clear_order = {VAR, END}, .dealloc_order = {VAR, END}, .raw_size = 40},
    [KIND_TUPLE] = {.naming = NAMING_INDEX, .gc = true, .tracked_at_birth = true, .trashcan = true, .reversed = true,
        .clear_order = {END}, .dealloc_order = {VAR, END}, .raw_size = 24},
    [KIND_DICT] = {.naming = NAMING_KEYED, .gc = true, .clears = true, .detaches = true, .trashcan = true, .accepts_ref = true,
        .clear_order = {VAR, END}, .dealloc_order = {VAR, END}, .raw_size = 48},
    [KIND_SET] = {.naming = NAMING_ELEMENT, .gc = true, .tracked_at_birth = true, .clears = true, .detaches = true, .trashcan = true,
        .weakly_referenced = true, .accepts_ref = true, .clear_order = {VAR, END}, .dealloc_order = {VAR, END}, .raw_size = 200},
    [KIND_FROZENSET] = {.naming = NAMING_ELEMENT, .gc = true, .tracked_at_birth = true, .clears = true, .detaches = true,
        .trashcan = true, .weakly_referenced = true, .clear_order = {VAR, END}, .dealloc_order = {VAR, END}, .raw_size = 200},
    [KIND_DEQUE] = {.naming = NAMING_INDEX, .gc = true, .tracked_at_birth = true, .clears = true, .detaches = true,
        .weakly_referenced = true, .accepts_ref = true, .clear_order = {VAR, END}, .dealloc_order = {VAR, END}, .raw_size = 216},
    [KIND_FUNCTION] = {.slots = {"code", "globals", "builtins", "module", "defaults", "kwdefaults", "doc", "name", "dict", "closure",
        "annotations", "qualname"}, .split = 12, .gc = true, .tracked_at_birth = true, .clears = true, .weakly_referenced = true,
        .accepts_ref = true, .clear_order = {1, 2, 3, 4, 5, 6, 8, 9, 10, END},
        .dealloc_order = {1, 2, 3, 4, 5, 6, 8, 9, 10, 0, 7, 11, END}, .raw_size = 136},
    [KIND_CELL] = {.slots = {"contents"}, .split = 1, .gc = true, .tracked_at_birth = true, .clears = true, .accepts_ref = true,
        .clear_order = {0, END}, .dealloc_order = {0, END}, .raw_size = 24},
    [KIND_METHOD] = {.slots = {"function", "self"}, .split = 2, .gc = true, .tracked_at_birth = true, .weakly_referenced = true,
        .accepts_ref = true, .clear_order = {END}, .dealloc_order = {0, 1, END}, .raw_size = 48},
    [KIND_BUILTIN_FUNCTION] = {.slots = {"class", "self", "module"}, .split = 3, .gc = true, .tracked_at_birth = true,
        .trashcan = true, .weakly_referenced = true, .accepts_ref = true, .clear_order = {END}, .dealloc_order = {0, 1, 2, END},
        .raw_size = 56},
    [KIND_GENERATOR] = {.slots = {"frame", "exception"}, .naming = NAMING_KEYED, .split = 1, .gc = true, .tracked_at_birth = true,
        .weakly_referenced = true, .accepts_ref = true, .clear_order = {END}, .dealloc_order = {0, VAR, 1, END}, .raw_size = 160},
    [KIND_COROUTINE] = {.slots = {"frame", "exception"}, .naming = NAMING_KEYED, .split = 1, .gc = true, .tracked_at_birth = true,
        .weakly_referenced = true, .accepts_ref = true, .clear_order = {END}, .dealloc_order = {0, VAR, 1, END}, .raw_size = 160},
    [KIND_FRAME] = {.slots = {"back", "trace"}, .naming = NAMING_KEYED, .split = 2, .gc = true, .tracked_at_birth = true,
        .clears = true, .trashcan = true, .accepts_ref = true, .clear_order = {1, VAR, END}, .dealloc_order = {VAR, 0, 1, END},
        .raw_size = 160},
    [KIND_TRACEBACK] = {.slots = {"next", "frame"}, .split = 2, .gc = true, .tracked_at_birth = true, .clears = true,
        .trashcan = true, .accepts_ref = true, .clear_order = {0, 1, END}, .dealloc_order = {0, 1, END}, .raw_size = 48},
    [KIND_EXCEPTION] = {.slots = {"dict", "args", "notes", "traceback", "cause", "context"}, .split = 6, .gc = true,
        .tracked_at_birth = true, .clears = true, .trashcan = true, .accepts_ref = true, .clear_order = {0, 1, 2, 3, 4, 5, END},
        .dealloc_order = {0, 1, 2, 3, 4, 5, END}, .raw_size = 72},
    [KIND_MODULE] = {.slots = {"dict"}, .split = 1, .gc = true, .tracked_at_birth = true, .clears = true, .weakly_referenced = true,
        .accepts_ref = true, .clear_order = {0, END}, .dealloc_order = {0, END}, .raw_size = 56},
    [KIND_TYPE] = {.slots = {"dict", "cache", "mro", "bases", "base", "module"}, .split = 6, .gc = true, .tracked_at_birth = true,
        .clears = true, .weakly_referenced = true, .accepts_ref = true, .clear_order = {5, 2, END},
        .dealloc_order = {4, 0, 3, 2, 1, 5, END}, .raw_size = 944},
    [KIND_WEAKREF] = {.slots = {"callback"}, .split = 1, .gc = true, .tracked_at_birth = true, .clears = true, .accepts_ref = true,
        .clear_order = {0, END}, .dealloc_order = {0, END}, .raw_size = 64},
    [KIND_SLICE] = {.slots = {"start", "stop", "step"}, .split = 3, .gc = true, .tracked_at_birth = true, .accepts_ref = true,
        .clear_order = {END}, .dealloc_order = {2, 0, 1, END}, .raw_size = 40},
    [KIND_PROPERTY] = {.slots = {"get", "set", "del", "doc"}, .split = 4, .gc = true, .tracked_at_birth = true, .clears = true,
        .accepts_ref = true, .clear_order = {3, END}, .dealloc_order = {0, 1, 2, 3, END}, .raw_size = 64},
    [KIND_PARTIAL] = {.slots = {"function", "args", "keywords", "dict"}, .split = 4, .gc = true, .tracked_at_birth = true,
        .clears = true, .weakly_referenced = true, .accepts_ref = true, .clear_order = {0, 1, 2, 3, END},
        .dealloc_order = {0, 1, 2, 3, END}, .raw_size = 64},
    [KIND_ITERATOR] = {.slots = {"target"}, .split = 1, .gc = true, .tracked_at_birth = true, .accepts_ref = true,
        .clear_order = {END}, .dealloc_order = {0, END}, .raw_size = 32},
    [KIND_OPAQUE] = {.naming = NAMING_KEYED, .gc = true, .tracked_at_birth = true, .clears = true, .weakly_referenced = true,
        .accepts_ref = true, .clear_order = {VAR, END}, .dealloc_order = {VAR, END}, .raw_size = 48},
    [KIND_INSTANCE] = {.naming = NAMING_SHARED, .gc = true, .tracked_at_birth = true, .clears = true, .trashcan = true,
        .weakly_referenced = true, .accepts_ref = true, .clear_order = {VAR, END}, .dealloc_order = {VAR, END}, .raw_size = 24},
    [KIND_NAMES] = {.naming = NAMING_KEYED},
    [KIND_GARBAGE] = {.naming = NAMING_INDEX, .reversed = true},
};
/* clang-format on */

Kind kind_find(const char *name)
{
    for (int kind = 0; kind < KIND_NAMES; kind++) {
        if (strcmp(kind_text((Kind)kind), name) == 0) {
            return (Kind)kind;
        }
    }
    return KIND_COUNT;
}

typedef struct OtherSize {
    Kind kind;
    int first, last; /* versions */
    uint16_t raw_size;
} OtherSize;

/* Where another version asks for more or less than the table says. Frames: with room for 8 values. */
static const OtherSize other_sizes[] = {
    {KIND_FUNCTION, 200, 299, 88}, {KIND_GENERATOR, 200, 299, 48}, {KIND_EXCEPTION, 200, 299, 40}, {KIND_WEAKREF, 200, 299, 56},
    {KIND_PROPERTY, 200, 299, 56}, {KIND_DEQUE, 200, 299, 80}, {KIND_TYPE, 200, 299, 872}, {KIND_FRAME, 200, 299, 448},
    {KIND_TRACEBACK, 200, 299, 40}, {KIND_BUILTIN_FUNCTION, 200, 299, 40}, {KIND_MODULE, 200, 299, 24}, {KIND_PARTIAL, 200, 299, 56},
    {KIND_DICT, 200, 299, 248}, {KIND_BYTEARRAY, 200, 299, 48}, {KIND_UNICODE, 200, 299, 48},
    {KIND_FUNCTION, 300, 309, 120}, {KIND_FUNCTION, 310, 310, 128}, {KIND_GENERATOR, 300, 309, 96}, {KIND_GENERATOR, 310, 310, 88},
    {KIND_COROUTINE, 300, 309, 104}, {KIND_COROUTINE, 310, 310, 96}, {KIND_EXCEPTION, 300, 310, 64}, {KIND_WEAKREF, 300, 310, 56},
    {KIND_PROPERTY, 300, 309, 56}, {KIND_DEQUE, 300, 310, 80}, {KIND_TYPE, 300, 309, 920}, {KIND_TYPE, 310, 310, 928},
    {KIND_FRAME, 300, 309, 432}, {KIND_FRAME, 310, 310, 424},
    {KIND_FUNCTION, 312, 399, 144}, {KIND_TYPE, 312, 312, 960}, {KIND_TYPE, 313, 399, 968}, {KIND_FRAME, 313, 399, 176},
};

typedef struct OtherOrder {
    Kind kind;
    int first, last; /* versions */
    int16_t clear_order[14], dealloc_order[14];
} OtherOrder;

/* Where another version clears or dies in another order. */
static const OtherOrder other_orders[] = {
    {KIND_FUNCTION, 200, 299, {END}, {0, 1, 3, 7, 4, 6, 8, 9, END}},
    {KIND_MODULE, 200, 299, {END}, {0, END}}, {KIND_PROPERTY, 200, 299, {END}, {0, 1, 2, 3, END}},
    {KIND_PARTIAL, 200, 299, {END}, {0, 1, 2, 3, END}},
    {KIND_FUNCTION, 300, 309, {0, 1, 3, 7, 4, 5, 6, 8, 9, 10, 11, END}, {0, 1, 3, 7, 4, 5, 6, 8, 9, 10, 11, END}},
    {KIND_FUNCTION, 310, 310, {0, 1, 2, 7, 11, 3, 4, 5, 6, 8, 9, 10, END}, {0, 1, 2, 7, 11, 3, 4, 5, 6, 8, 9, 10, END}},
    {KIND_PARTIAL, 300, 309, {END}, {0, 1, 2, 3, END}},
};

bool kind_orders(const Profile *profile, Kind kind, const int16_t **clear_order, const int16_t **dealloc_order)
{
    *clear_order = kind_infos[kind].clear_order;
    *dealloc_order = kind_infos[kind].dealloc_order;
    for (size_t i = 0; i < sizeof other_orders / sizeof other_orders[0]; i++) {
        const OtherOrder *other = &other_orders[i];
        if (other->kind == kind && profile->version >= other->first && profile->version <= other->last) {
            *clear_order = other->clear_order;
            *dealloc_order = other->dealloc_order;
            return true;
        }
    }
    return false;
}

uint32_t kind_raw_size(const Profile *profile, Kind kind)
{
    for (size_t i = 0; i < sizeof other_sizes / sizeof other_sizes[0]; i++) {
        const OtherSize *other = &other_sizes[i];
        if (other->kind == kind && profile->version >= other->first && profile->version <= other->last) {
            return other->raw_size;
        }
    }
    return kind_infos[kind].raw_size;
}

bool kind_has_gc(const Profile *profile, Kind kind)
{
    return kind_infos[kind].gc && (profile->without_gc & KIND_BIT(kind)) == 0;
}

uint32_t kind_request(const Profile *profile, Kind kind)
{
    return kind_raw_size(profile, kind) + (kind_has_gc(profile, kind) ? profile->gc_header : 0);
}

uint32_t kind_free_list(const Profile *profile, Kind kind, uint32_t items)
{
    switch (kind) {
    case KIND_LIST: return FREELIST_LIST;
    case KIND_DICT: return FREELIST_DICT;
    case KIND_FLOAT: return FREELIST_FLOAT;
    case KIND_INT: return FREELIST_INT;
    case KIND_SET: case KIND_FROZENSET: return FREELIST_SET;
    case KIND_SLICE: return FREELIST_SLICE;
    case KIND_FRAME: return FREELIST_FRAME;
    case KIND_METHOD: return FREELIST_METHOD;
    case KIND_BUILTIN_FUNCTION: return FREELIST_BUILTIN;
    case KIND_TUPLE: return items >= 1 && items <= profile->tuple_items ? FREELIST_TUPLE + items : FREE_LISTS;
    default: return FREE_LISTS;
    }
}
