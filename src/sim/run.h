/* What the files of sim/ share. Every function that can meet bad input returns bool and fills sim->err. */
#ifndef HL_SIM_RUN_H
#define HL_SIM_RUN_H

#include "sim/sim.h"
#include "types/sizes.h"
#include "types/type_build.h"

/* Fills sim->err with the op's place and "op 'KIND': …"; returns false. */
bool sim_bad(Sim *sim, const Op *op, const char *format, ...) __attribute__((format(printf, 3, 4)));
static inline const char *sim_text(const Sim *sim, Name name)
{
    return names_text(sim->names, name);
}

/* Limits, each far beyond what a real program asks for, so that a number in a trace cannot take the machine's memory or time. */
#define MAX_REQUEST_BYTES (UINT64_C(1) << 30)
#define MAX_REFCOUNT (UINT64_C(1) << 31)
#define MAX_SETTING UINT64_C(2147483647)        /* CPython keeps thresholds and counters in an int */
#define MAX_TURNS UINT64_C(100000000)           /* of all repeats of a trace together */
/* Complains when the member's value is beyond the limit. */
bool sim_within(Sim *sim, const Op *op, const char *member, uint64_t value, uint64_t limit);

/* ids.c */
ObjectId id_find(const Sim *sim, Name id);        /* living bearer, or none */
bool id_is_known(const Sim *sim, Name id);
bool id_need(Sim *sim, const Op *op, const char *member, Name id, ObjectId *object);
void id_put(Sim *sim, Name id, ObjectId object);
bool id_free(Sim *sim, const Op *op, Name id);    /* complains when a living object bears it */

/* classes.c */
ClassInfo *class_info(Sim *sim, Name name);       /* made when new */
ClassInfo *class_of_object(const Sim *sim, ObjectId object); /* NULL: not an instance */
bool op_class(Sim *sim, const Op *op);
bool type_for(Sim *sim, const Op *op, Kind kind, bool holds_class, TypeId *type);
bool kind_for(Sim *sim, const Op *op, Kind *kind);
void class_finalizer_set(Sim *sim, TypeId type, const ClassInfo *info);

/* create.c */
bool op_new(Sim *sim, const Op *op);
bool op_weakref(Sim *sim, const Op *op);
ObjectId create_int(Sim *sim, Name id, uint64_t value);
ObjectId create_dict(Sim *sim, Name id);
/* Puts the object, held by one temporary, where the op says (bind, from + slot, hold) and lets the temporary go. */
bool store_new(Sim *sim, const Op *op, ObjectId object);
/* load.c */
bool op_load(Sim *sim, const Op *op);

/* slots.c: finding slots */
bool slot_find(Sim *sim, ObjectId object, Name key, Position *position); /* a key or attribute with an entry, filled or not */
void slot_index_add(Sim *sim, ObjectId object, Name key, Position position);
void slot_index_forget(Sim *sim, ObjectId object);
void slot_index_rebuild(Sim *sim, ObjectId object); /* after entries moved */
bool slot_owner_takes(const World *world, ObjectId object);       /* ops ref, unref, clear */
uint32_t slot_item_count(const World *world, ObjectId object);    /* entries of the variable part */
bool slot_number(const Sim *sim, const Slot *slot, uint64_t *index);
bool slot_is_item(const Sim *sim, const Slot *slot);              /* of a list or deque: none, or a number */
bool slot_fixed_find(const World *world, ObjectId object, Name name, Position *position);
Position slot_append(Sim *sim, ObjectId object, Name key); /* an empty entry at the end */

/* table.c: storage of dicts, sets, lists */
void table_reset(Sim *sim, ObjectId object);
uint32_t table_entries(const World *world, ObjectId dict); /* those with a value */
void value_slots_note(Sim *sim, ObjectId instance, uint32_t slots); /* room for values in an instance */
uint32_t value_slots(Sim *sim, ObjectId instance);
BlockRef dict_take_keys(Sim *sim, uint32_t entries, bool strings);
void dict_own_keys(Sim *sim, ObjectId dict, BlockRef keys, uint32_t entries, bool strings);
void dict_make_room(Sim *sim, ObjectId dict, bool string_key);
void dict_maintain_tracking(Sim *sim, ObjectId dict, ObjectId key, ObjectId value);
uint32_t dict_table_log2(Sim *sim, ObjectId dict);
/* A dict that shared its keys gets a table of its own, entries in its own order. */
void dict_unshare(Sim *sim, ObjectId dict, uint32_t log2);
/* A place for a key that is not there yet; `instance` when stored as its attribute, else none. */
Position dict_add(Sim *sim, ObjectId instance, ObjectId dict, Name key, bool string_key);
void set_make_room(Sim *sim, ObjectId set);
void list_resize(Sim *sim, ObjectId list, uint32_t length);
void dict_table_replace(Sim *sim, ObjectId dict, uint32_t bytes);
void entries_compact(Sim *sim, ObjectId object); /* entries without value leave */
void storage_replace(Sim *sim, ObjectId object, uint32_t bytes);

/* hash_table.c: dicts of 2.7 */
uint64_t hash_of_text(const Sim *sim, Name text);
/* False: another profile, or a key whose hash no trace tells. */
bool hash_of_key(const Sim *sim, const Slot *slot, ObjectId key, uint64_t *hash);
/* A place for a new key where its hash puts it; `known` false: the trace tells the order with `reorder`. */
Position hash_table_add(Sim *sim, ObjectId dict, Name key, uint64_t hash, bool known);
void hash_table_presize(Sim *sim, ObjectId dict, uint32_t entries);
void hash_table_remove(Sim *sim, ObjectId dict, Name key);
void hash_table_told(Sim *sim, ObjectId dict); /* a `reorder` came: the trace tells from now on */
void hash_table_forget(Sim *sim, ObjectId dict);
void hash_tables_release(Sim *sim);

/* shared_keys.c */
ObjectId shared_keys_first_dict(Sim *sim, ObjectId instance, Name id); /* the dict made at the first attribute store */
Position shared_keys_add(Sim *sim, ObjectId instance, ObjectId dict, Name key);
bool shared_keys_used(const Sim *sim, ObjectId dict);
void shared_keys_leave(Sim *sim, ObjectId dict); /* the dict was emptied, is gone, or has a table of its own */
void shared_keys_before_removal(Sim *sim, ObjectId dict);
void shared_keys_after_removal(Sim *sim, ObjectId instance); /* of an attribute */
void shared_keys_release(Sim *sim);

/* frame_objects.c */
bool frames_are_objects(const Sim *sim);
BlockRef call_take_frame(Sim *sim, Name code, Body *body);
void call_begin(Sim *sim, ObjectId frame, Name code, Body *body, BlockRef block);
CallRecord *call_of_frame(Sim *sim, ObjectId frame); /* NULL: frames are no objects */
void call_keep_argument(Sim *sim, ObjectId frame, ObjectId object);
/* 2.7: what a call of __del__ or a callback makes besides its frame. */
typedef struct CallObjects {
    ObjectId method, arguments; /* in the generations; not objects of the trace */
    BlockRef method_block, arguments_block;
} CallObjects;
void frames_lend_names(Machine *machine, bool lend);
CallObjects call_objects_take(Sim *sim, ObjectId self, bool method);
void call_objects_give(Sim *sim, ObjectId self, CallObjects objects);
void frame_end(Sim *sim, ObjectId frame);            /* names released, frame popped */
void frame_end_waiting(Machine *machine, ObjectId frame);
bool frame_waits(Sim *sim, ObjectId frame);
void frame_suspend(Sim *sim, ObjectId frame);        /* its generator lives on */
ObjectId frame_object_of(const Sim *sim, ObjectId generator); /* or none */
ObjectId slot_owner(const Sim *sim, ObjectId from, const Slot *slot); /* a generator's frame object, for one of its names */
BlockRef frame_object_block(Sim *sim, uint32_t bytes);
Name frame_object_id(Sim *sim, const Op *op, Kind kind);

/* instance.c */
/* Where a named slot of `from` lives: the object that has it (an instance's dict perhaps) and whether it is there. */
typedef struct SlotPlace {
    ObjectId owner;
    Position position;
    bool found;      /* the slot exists (a fixed one always does) */
} SlotPlace;
bool instance_attribute(Sim *sim, const Op *op, ObjectId object, Name key, SlotPlace *place, bool create);
ObjectId instance_materialize(Sim *sim, ObjectId object);
uint32_t inline_values_bytes(const Sim *sim, TypeId type); /* of a new instance, in its own block */
void instance_detach_dict(Machine *machine, ObjectId instance, ObjectId dict);
ObjectId inline_dict_owner(const Sim *sim, ObjectId dict); /* the instance whose values the dict shows, or none */
void inline_dict_end(Sim *sim, ObjectId dict); /* it gets a table of its own */
bool op_materialize(Sim *sim, const Op *op);
void values_allocate(Sim *sim, ObjectId object);
void attribute_stored(Sim *sim, ObjectId object, Position position);
void attribute_removed(Sim *sim, ObjectId object, Position position);
void attribute_order_apply(Sim *sim, ObjectId dict); /* entries of a dict that shared keys, in its own order */
void attribute_order_forget(Sim *sim, ObjectId object);

/* store.c: ref, unref, clear, reorder */
/* Stores a temporary of the caller's into the slot; `moves`: the temporary becomes the reference. */
typedef struct Store {
    ObjectId from, to, key;
    Slot slot;
    bool insert, moves;
} Store;
bool store_reference(Sim *sim, const Op *op, Store store);
bool op_ref(Sim *sim, const Op *op);
bool op_unref(Sim *sim, const Op *op);
bool op_clear(Sim *sim, const Op *op);
bool op_reorder(Sim *sim, const Op *op);
void reorder_by(Sim *sim, ObjectId object, const uint32_t *permutation, uint32_t side);
/* Fills an empty slot: the caller's temporary becomes the reference, or one more is counted. */
void fill_slot(Sim *sim, ObjectId owner, Position position, ObjectId target, bool moves);

/* frames.c */
bool frame_pick(Sim *sim, const Op *op, ObjectId *frame);
bool frame_bind(Sim *sim, const Op *op, ObjectId frame, Name name, ObjectId to);
bool op_bind(Sim *sim, const Op *op);
bool op_unbind(Sim *sim, const Op *op);
bool op_call(Sim *sim, const Op *op);
bool op_return(Sim *sim, const Op *op);
ObjectId frame_push(Sim *sim, Name name, Name thread);
void frame_release_names(Sim *sim, ObjectId frame);
void frame_move_names(Sim *sim, ObjectId from, ObjectId to);
void frame_remove(Sim *sim, ObjectId frame);
ObjectId frame_innermost(Sim *sim, Name thread);
void run_user_code(Machine *machine, ObjectId self, Body *body, UserCode what);

/* other.c */
bool op_other(Sim *sim, const Op *op);
bool sim_poll(Sim *sim);
bool line_begins(Sim *sim, uint32_t line); /* in the innermost frame: perhaps a poll */
void ask_settle(Sim *sim); /* answers the ask before the op that just ended */
void hold_add(Sim *sim, ObjectId object);
void pin_add(Sim *sim, ObjectId object, Name by, uint64_t count);
/* expect.c */
bool op_expect(Sim *sim, const Op *op);
void holder_texts(const Sim *sim, ObjectId object, NameList *texts);
/* sim.c */
bool run_op(Sim *sim, const Op *op);
bool run_body(Sim *sim, OpBody body);

#endif
