/* What differs between the runtimes, one row each. Rules that need code ask `version`. */
#ifndef HL_TYPES_PROFILE_H
#define HL_TYPES_PROFILE_H

#include "model/world.h"

/* Private free lists, by number: W_FREELIST + number. Tuples of n items: FREELIST_TUPLE + n. */
enum { FREELIST_LIST = 0, FREELIST_DICT, FREELIST_KEYS, FREELIST_FLOAT, FREELIST_SLICE, FREELIST_METHOD, FREELIST_FRAME,
       FREELIST_BUILTIN, FREELIST_SET, FREELIST_INT, FREELIST_TUPLE = 16 };
enum { TUPLE_LIST_MAX_ITEMS = 20 };

/* Who owns the key table of an instance's dict. */
typedef enum KeySharing {
    KEYS_OWN,              /* 2.7: every dict its own */
    KEYS_SHARED_IN_ORDER,  /* 3.8–3.10: the class's, as long as names come in its order (sim/shared_keys.c) */
    KEYS_SHARED_IN_CLASS   /* 3.11+: the class's, in any order (sim/instance.c) */
} KeySharing;

#define KIND_BIT(kind) (UINT64_C(1) << (kind))

typedef struct Profile {
    const char *runtime;      /* "cpython-3.11" */
    const char *title;        /* "CPython 3.11" */
    int version;              /* 207, 308 … 313 */
    uint32_t threshold[3];
    uint32_t gc_header;       /* bytes */
    PoolGeometry geometry;
    bool keeps_last_arena;    /* 3.9+ */
    bool inline_values;       /* 3.11+: attributes without a dict object */
    KeySharing key_sharing;
    bool key_tables_by_kind;  /* 3.11+: tables of string keys have smaller entries */
    bool managed_weakrefs;    /* 3.12+: the weak reference list stands in front of an instance, as its dict does */
    bool short_texts;         /* 3.12+: str without the fields of old C interfaces */
    bool names_phases;        /* 3.12+: "start" and "stop" of each collection become texts, for gc.callbacks, even when that is empty */
    bool floats_go_first;     /* 3.13: a full collection empties the free list of floats before those of tuples */
    bool scheduled_runs;      /* 3.12+: the allocation only asks for a run */
    bool unguarded_runs;      /* 3.12: a scheduled run does not look whether another is running */
    bool values_inside;       /* 3.13: the values lie in the instance itself, and stay there when its dict becomes an object */
    bool callbacks_in_tuple;  /* 3.13: a dying object's callbacks wait in a tuple even when there is only one */
    uint32_t trash_levels;    /* deallocations inside each other before the next waits; 0: 50 */
    uint32_t trash_resume;    /* what waits goes on when fewer than so many are left; 0: 1 */
    bool trash_counts_calls;  /* 3.13: the levels are the C stack's, calls of user code and of gc.collect() take some too */
    bool keeps_unstarted;     /* 3.12+: finalizing a generator that never ran does not empty it */
    bool legacy_finalizers;   /* 2.7: every finalizer is a tp_del */
    bool untracks_own_pass;   /* 3.8+: tuples after the search; before: during the walk */
    uint16_t list_max, dict_max, keys_max, float_max, slice_max, tuple_max, tuple_items; /* free lists */
    uint16_t frame_max, method_max, builtin_max; /* frame_max: frames are objects (up to 3.10), also 0 where they are not */
    bool revives_whole_batch;  /* 3.8: one object that a finalizer revived keeps all that was found with it */
    bool exceptions_in_trashcan; /* 3.11+ */
    bool dict_classes_have_table; /* up to 3.9: instances of dict subclasses get a key table at birth */
    bool functions_keep_frame; /* up to 3.10: one idle frame per function */
    /* 2.7 only */
    bool tables_in_hash_order; /* entries of dicts lie, are visited and die where their keys' hashes put them; keys first */
    bool tables_from_c_library; /* item arrays and tables are no business of pymalloc */
    bool frames_tracked;       /* running frames are in the generations, the collector sees their names */
    bool methods_for_user_code; /* __del__ is called as a bound method, callbacks too with a tuple of arguments */
    bool trashcan_by_layers;   /* an instance counts for its class and its base, and leaves what waits to the next other object */
    bool keeps_container_lists; /* a full collection leaves the free lists of list and dict alone */
    uint16_t set_max, int_max;
    uint64_t without_trashcan, without_gc; /* KIND_BIT: kinds that lack it, unlike the table in kinds.c */
    const char *immortal_refcount; /* what sys.getrefcount prints for a shared atom */
} Profile;

/* NULL when unknown or not finished: such a runtime is refused, never approximated. */
const Profile *profile_find(const char *runtime);
/* The finished runtimes, for messages: "cpython-3.11, …". */
const char *profile_list(void);
uint32_t profile_free_list_max(const Profile *profile, uint32_t list);
/* "list", "tuple[3]" …; into `text`. */
const char *profile_free_list_name(uint32_t list, char *text, size_t room);

#endif
