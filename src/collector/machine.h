/* The simulated interpreter's memory management: what its algorithms share besides the world. Not the trace's ops (sim/).
 *
 * Algorithms read `const World *`, decide, and emit. What only they need, and no step shows, lives here. */
#ifndef HL_COLLECTOR_MACHINE_H
#define HL_COLLECTOR_MACHINE_H

#include "allocator/allocator.h"
#include "base/map.h"
#include "model/emit.h"
#include "model/op.h"
#include "types/profile.h"
#include "types/visit.h"

/* User code kept beyond its op: a finalizer or a weakref callback. */
typedef struct Body {
    Arena arena;
    OpBody ops;
    uint32_t references;
    BlockRef idle_frame; /* up to 3.10: the frame its function keeps for the next call */
} Body;

typedef enum UserCode { USER_FINALIZER, USER_CALLBACK } UserCode;

/* One object whose deallocation has begun; the explicit stack of the cascade. */
typedef struct Dying {
    ObjectId object;
    uint8_t stage;       /* DyingStage, refcount.c */
    bool counts_nesting; /* entered the trashcan's counter */
    bool base_entered;   /* 2.7: the level of its built-in base too */
    bool drains;         /* empties the trashcan when it was the outermost */
    bool key_done;       /* of the entry at `position` */
    uint16_t order_at;   /* index into the type's dealloc_order */
    Position position;   /* next of the variable part, counted in release order */
    ObjectId held_class;
} Dying;

typedef VEC(Name) NameList;

/* A finished collection, as results tell it. Names, because numbers are used again. */
typedef struct CollectionRecord {
    uint64_t step;
    uint32_t op;
    uint32_t generation;
    bool automatic;
    uint64_t candidates;
    uint64_t returned;
    NameList unreachable, uncollectable, resurrected;
} CollectionRecord;

typedef struct Machine Machine;
struct Machine {
    const World *world;
    Emit emit;
    Allocator allocator;
    const Profile *profile;
    CollectorKind collector;

    /* user code: set by sim */
    void (*run_user)(Machine *machine, ObjectId self, Body *body, UserCode what);
    void (*lend_names)(Machine *machine, bool lend); /* 2.7, around a collection; or NULL */
    void (*on_death)(Machine *machine, ObjectId object);
    void (*end_frame)(Machine *machine, ObjectId frame);
    void (*detach_dict)(Machine *machine, ObjectId instance, ObjectId dict); /* the dict takes over the values */
    void *sim;
    bool failed; /* user code was bad input: finish without running more of it */
    uint32_t user_depth;

    Map finalizer;      /* object → Body *, besides the class's own */
    Map callback;       /* weakref → Body * */
    Map inline_dict;    /* 3.13: dict → the instance whose values it shows and does not hold */
    Map weakref_first;  /* target → first weakref of its list */
    Map weakref_next;   /* weakref → next of the same target */
    VEC(Body *) class_finalizer; /* by TypeId, NULL = none */

    VEC(Dying) dying;
    VEC(ObjectId) trashcan;  /* LIFO */
    uint32_t trash_nesting;
    VEC(ObjectId) free_objects; /* numbers to use again; only without a journal */
    bool reuse_numbers;
    bool exception_pending;

    VEC(CollectionRecord) collections;
    uint64_t visited;            /* sum of candidates */
    uint32_t op_index;           /* of the running op, for records */
    uint32_t collecting_depth;
    uint64_t created, freed_by_refcount, freed_by_collector;
};

bool machine_init(Machine *machine, Names *names, const TraceHeader *header, Err *err);
void machine_release(Machine *machine);

Body *body_keep(OpBody ops, const Substitution *substitution);
void body_drop(Body *body);

static inline Name machine_id(const Machine *machine, ObjectId object)
{
    return machine->world->id[object];
}

/* ---- allocate.c ---- */

/* The number the next object will get; it stays that until object_new. */
ObjectId object_peek(const Machine *machine);
/* A block for an object with a GC header: from the allocator, young counter + 1, perhaps a collection. */
BlockRef gc_allocate(Machine *machine, uint32_t bytes);
/* A block from a free list of exact types, or 0. */
BlockRef free_list_pop(Machine *machine, uint32_t list, ObjectId object);
/* Makes the object, held by one temporary (flags may hold OBJECT_WAITS: by none). */
ObjectId object_new(Machine *machine, TypeId type, Name id, unsigned flags);
/* Gives the object's main block to its free list or the allocator ("PyObject_GC_Del"), and ends it. */
void object_free(Machine *machine, ObjectId object);
/* Gives back the item array, key table or value array. */
void storage_free(Machine *machine, ObjectId object);
void storage_free_detached(Machine *machine, ObjectId limbo, ObjectId owner); /* what clearing took out of `owner` */
/* Gives back a dict's key table that no object owns. */
void keys_block_free(Machine *machine, BlockRef block, uint32_t bytes);
/* Memory of a collected type that no object owns goes to its free list (FREE_LISTS: it has none) or back. */
void gc_block_free(Machine *machine, uint32_t list, BlockRef block);
/* A frame that no object owns ends. */
void frame_block_free(Machine *machine, BlockRef block);
void track(Machine *machine, ObjectId object);
void untrack(Machine *machine, ObjectId object);
/* Empties the free lists, as a full collection does ("clear_freelists"). */
void free_lists_clear(Machine *machine);

/* ---- refcount.c ---- */

/* A temporary comes or goes; nothing for immortals. The last reference starts the cascade, which is over on return. */
void hold(Machine *machine, ObjectId object);
void drop(Machine *machine, ObjectId object);
/* The slot's reference goes (slot empty first), cascade included. */
void drop_slot(Machine *machine, ObjectId owner, Position position);
/* Like drop_slot, but the reference becomes a temporary, to be dropped later. Returns the target. */
ObjectId slot_to_temporary(Machine *machine, ObjectId owner, Position position);
/* Empties a container the way its tp_clear does. */
void clear_object(Machine *machine, ObjectId object);
/* 3.13: a dict that shows an instance's values empties these; false: it is no such dict. */
bool clear_inline_dict(Machine *machine, ObjectId dict);
/* The variable part of a list, dict, set or deque, detached first, then released in the type's order. */
void clear_variable_part(Machine *machine, ObjectId object);
void deallocate_if_unheld(Machine *machine, ObjectId object);
/* The finalizer's ops of an object, or NULL. */
Body *finalizer_of(const Machine *machine, ObjectId object);
bool has_legacy_finalizer(const Machine *machine, ObjectId object);
bool is_suspended_generator(const World *world, ObjectId object);
void generator_close(Machine *machine, ObjectId object);

/* A frame's end counts as a level of the cascade. False: too deep, the frame waits; end_frame is called for it later. */
bool trashcan_enter(Machine *machine, ObjectId frame);
void trashcan_begin(Machine *machine); /* as trashcan_enter, for what never waits */
void trashcan_leave(Machine *machine);

/* ---- weakref.c ---- */

void weakref_attach(Machine *machine, ObjectId weakref, ObjectId target, Body *callback);
/* Unhooks it from its target; its callback stays known. */
void weakref_clear(Machine *machine, ObjectId weakref);
/* What dying does: clears all, then calls back, newest first. */
void weakrefs_of_dying(Machine *machine, ObjectId target);
/* Unhooks all without a call. */
void weakrefs_clear_all(Machine *machine, ObjectId target);
void weakref_call(Machine *machine, ObjectId weakref);
/* Forgets a dead weakref's callback. */
void weakref_forget(Machine *machine, ObjectId weakref);
/* The living weakref without callback to this target, or none. */
ObjectId weakref_plain(const Machine *machine, ObjectId target);

/* ---- collect.c, search.c, marksweep.c ---- */

/* gc.collect(generation), or an automatic run; 0 at once when one is running already. Returns what gc.collect() returns. */
uint64_t collect(Machine *machine, uint32_t generation, bool automatic);
/* The trigger inside an allocation: a run, or, where runs are scheduled, the wish for one. */
void maybe_collect(Machine *machine);
/* A moment at which a scheduled run happens. False when CPython would start it inside a running collection. */
bool run_scheduled(Machine *machine);
/* The search: moves what only the objects of `base` themselves hold to `unreachable`. */
void trial_deletion(Machine *machine, ObjectId base, ObjectId unreachable);
/* True when something outside holds an object of the list. */
bool held_from_outside(Machine *machine, ObjectId list);
void mark_sweep(Machine *machine, ObjectId base, ObjectId unreachable);
/* An exact tuple, or dict, without any element that may be tracked leaves its list. */
bool untrack_if_useless(Machine *machine, ObjectId object, Kind kind);
uint64_t list_length(const World *world, ObjectId list);
void phase_begin(Machine *machine, Phase phase);
/* Joins `from` to the tail of `to`; with EVENT_PROMOTE the objects leave the collection. */
void list_join(Machine *machine, EventKind kind, ObjectId from, ObjectId to);
void list_move(Machine *machine, ObjectId object, ObjectId to);

/* ---- debug.c ---- */

void debug_begin(Machine *machine, uint32_t generation);
void debug_object(Machine *machine, ObjectId object, bool collectable);
void debug_end(Machine *machine, uint64_t unreachable, uint64_t uncollectable);
void machine_print(Machine *machine, const char *line);

#endif
