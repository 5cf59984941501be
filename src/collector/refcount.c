/* The refcount cascade. "CPython 3.11, Objects/object.c (trashcan), typeobject.c (subtype_dealloc), each type's tp_dealloc."
 *
 * Dying objects wait on an explicit stack, so a chain of a million cells needs none of ours. Each entry is a small state machine:
 *   enter → finalizer → weakrefs → slots → memory → class → leave
 * Example: A holds only B. A's count reaches 0: A enters, its slot is emptied, B's count reaches 0 and B is pushed; B runs to its
 * end (dead first), then A goes on. Cost: constant per slot. */
#include "collector/ahead.h"
#include "collector/machine.h"

#include "base/check.h"

enum { TRASHCAN_LEVEL = 50 }; /* PyTrash_UNWIND_LEVEL, up to 3.12 */

typedef enum DyingStage {
    STAGE_ENTER, STAGE_FINALIZER, STAGE_WEAKREFS, STAGE_SLOTS, STAGE_MEMORY, STAGE_CLASS, STAGE_LEAVE, STAGE_DRAIN
} DyingStage;

Body *finalizer_of(const Machine *machine, ObjectId object)
{
    if ((machine->world->flags[object] & OBJECT_HAS_FINALIZER) == 0) {
        return NULL;
    }
    Body *own = (Body *)(uintptr_t)map_get(&machine->finalizer, object);
    if (own != NULL) {
        return own;
    }
    TypeId type = machine->world->type[object];
    return type < machine->class_finalizer.count ? machine->class_finalizer.items[type] : NULL;
}

bool has_legacy_finalizer(const Machine *machine, ObjectId object)
{
    return (machine->world->flags[object] & OBJECT_HAS_FINALIZER) != 0 &&
           (machine->profile->legacy_finalizers || world_type(machine->world, object)->legacy);
}

static void push_dying(Machine *machine, ObjectId object)
{
    ahead_ask_columns(machine->world, object);
    Dying dying = {.object = object, .stage = STAGE_ENTER};
    vec_push(&machine->dying, dying);
}

/* ---- stages ---- */

static bool uses_trashcan(const Machine *machine, Kind kind)
{
    const Profile *profile = machine->profile;
    return kind_info(kind)->trashcan && (profile->without_trashcan & KIND_BIT(kind)) == 0 &&
           (kind != KIND_EXCEPTION || profile->exceptions_in_trashcan);
}

/* 2.7: an instance must leave room for the level of its base ("CPython 2.7, subtype_dealloc: bizarre manipulation"). */
static uint32_t levels_needed(const Machine *machine, const TypeRecord *type)
{
    return type->user_class && machine->profile->trashcan_by_layers ? 2 : 1;
}

/* "CPython 3.13, Py_TRASHCAN_BEGIN, Py_TRASHCAN_END": 50 levels are kept free, and 100 must be before what waits goes on. */
static bool trashcan_is_full(const Machine *machine, uint32_t needed)
{
    uint32_t levels = machine->profile->trash_levels;
    return machine->trash_nesting + needed > (levels == 0 ? TRASHCAN_LEVEL : levels);
}

static bool trashcan_goes_on(const Machine *machine)
{
    uint32_t resume = machine->profile->trash_resume;
    return machine->trash_nesting < (resume == 0 ? 1 : resume) && machine->trashcan.count != 0;
}

/* Whether anything may run or be told between an object's last reference and its slots. */
static bool has_last_words(const Machine *machine, ObjectId object, Kind kind)
{
    return (machine->world->flags[object] & OBJECT_HAS_FINALIZER) != 0 || machine->weakref_first.count != 0 ||
           kind == KIND_GENERATOR || kind == KIND_COROUTINE;
}

static void enter(Machine *machine, Dying *dying)
{
    const World *world = machine->world;
    ObjectId object = dying->object;
    ahead_of_death(world, object);
    if (world_tracked(world, object)) {
        untrack(machine, object);
    }
    const TypeRecord *type = world_type(world, object);
    if (type->user_class || uses_trashcan(machine, type->kind)) {
        if (trashcan_is_full(machine, levels_needed(machine, type))) {
            emit(&machine->emit, EVENT_TRASH_DEFER, object, 0, 0);
            vec_push(&machine->trashcan, object);
            machine->dying.count--;
            return;
        }
        machine->trash_nesting++;
        dying->counts_nesting = true;
    }
    dying->stage = !has_last_words(machine, object, type->kind)   ? STAGE_SLOTS
                   : machine->profile->legacy_finalizers ? STAGE_WEAKREFS
                                                         : STAGE_FINALIZER;
}

/* Runs tp_finalize or tp_del of a dying object, held by one temporary meanwhile. True when something holds it afterwards. */
static bool finalize_dying(Machine *machine, ObjectId object)
{
    Body *body = finalizer_of(machine, object);
    track(machine, object);
    emit(&machine->emit, EVENT_TEMP_HOLD, object, 0, 0);
    if (body != NULL) {
        machine->run_user(machine, object, body, USER_FINALIZER);
    } else {
        generator_close(machine, object);
    }
    if (!has_legacy_finalizer(machine, object)) {
        emit_on(&machine->emit, EVENT_FLAG_ON, object, OBJECT_FINALIZED, 0);
    }
    emit(&machine->emit, EVENT_TEMP_DROP, object, 0, 0);
    if (machine->world->refcount[object] > 0) {
        emit(&machine->emit, EVENT_RESURRECTED, object, 0, 0);
        return true;
    }
    untrack(machine, object);
    return false;
}

/* User code may grow the stack of the dying: entries are found by index again after it. */
static Dying *finalizer_stage(Machine *machine, size_t index)
{
    Dying *dying = &machine->dying.items[index];
    ObjectId object = dying->object;
    const World *world = machine->world;
    dying->stage = machine->profile->legacy_finalizers ? STAGE_SLOTS : STAGE_WEAKREFS;
    bool finalized = (world->flags[object] & OBJECT_FINALIZED) != 0;
    bool wanted = !finalized && (finalizer_of(machine, object) != NULL || is_suspended_generator(world, object));
    if (wanted && finalize_dying(machine, object)) {
        machine->dying.items[index].stage = STAGE_LEAVE;
    } else if (wanted && machine->profile->legacy_finalizers) {
        weakrefs_clear_all(machine, object);
    }
    return &machine->dying.items[index];
}

/* Lets one reference of a dying object go; its target may follow. */
static void release_slot(Machine *machine, ObjectId owner, Position position)
{
    ObjectId target = world_target(machine->world, owner, position);
    emit(&machine->emit, EVENT_EDGE_DROP, owner, position, target);
    if (machine->world->refcount[target] == 0 && !world_immortal(machine->world, target)) {
        push_dying(machine, target);
    }
}

static void release_key(Machine *machine, ObjectId owner, Position position)
{
    ObjectId key = world_key_object(machine->world, owner, position);
    emit(&machine->emit, EVENT_KEY_OBJECT_DROP, owner, position, key);
    if (machine->world->refcount[key] == 0 && !world_immortal(machine->world, key)) {
        push_dying(machine, key);
    }
}

/* Goes on with the variable part: one reference a call. False when there is none left. */
static bool release_next_variable(Machine *machine, Dying *dying)
{
    const World *world = machine->world;
    ObjectId object = dying->object;
    uint32_t fixed = world->fixed[object];
    uint32_t count = world->slot_count[object] - fixed;
    bool reversed = kind_info(world_type(world, object)->base)->reversed;
    while (dying->position < count) {
        Position position = fixed + (reversed ? count - 1 - dying->position : dying->position);
        if (world_is_keyed(world, object) && !dying->key_done) {
            dying->key_done = true;
            if (world_key_object(world, object, position) != OBJECT_NONE) {
                release_key(machine, object, position);
                return true;
            }
        }
        dying->position++;
        dying->key_done = false;
        if (world_target(world, object, position) != OBJECT_NONE) {
            release_slot(machine, object, position);
            return true;
        }
    }
    return false;
}

/* 3.13: an instance that goes, or is cleared, leaves its values to a dict that shows them. */
static void leave_values_to_dict(Machine *machine, ObjectId object)
{
    int16_t slot = world_type(machine->world, object)->dict_slot;
    ObjectId dict = slot < 0 ? OBJECT_NONE : world_target(machine->world, object, (Position)slot);
    if (dict != OBJECT_NONE && map_get(&machine->inline_dict, dict) == object) {
        machine->detach_dict(machine, object, dict);
    }
}

/* 2.7: the part of a built-in base counts as one more level. */
static void enter_base(Machine *machine, Dying *dying)
{
    const TypeRecord *type = world_type(machine->world, dying->object);
    if (machine->profile->trashcan_by_layers && type->user_class && !dying->base_entered && uses_trashcan(machine, type->base)) {
        machine->trash_nesting++;
        dying->base_entered = true;
    }
}

/* One reference a call, in the type's order. The storage goes when the variable part is empty. */
static void slots_stage(Machine *machine, Dying *dying)
{
    const World *world = machine->world;
    ObjectId object = dying->object;
    const int16_t *order = world_type(world, object)->dealloc_order;
    for (;;) {
        int16_t next = order[dying->order_at];
        if (next == ORDER_END) {
            dying->stage = STAGE_MEMORY;
            return;
        }
        if (next == ORDER_VARIABLE) {
            enter_base(machine, dying);
            size_t index = (size_t)(dying - machine->dying.items);
            if (machine->inline_dict.count != 0) {
                leave_values_to_dict(machine, object);
            }
            if (release_next_variable(machine, dying)) {
                return;
            }
            dying = &machine->dying.items[index];
            storage_free(machine, object);
            dying->order_at++;
            continue;
        }
        dying->order_at++;
        if (world_target(world, object, (Position)next) != OBJECT_NONE) {
            release_slot(machine, object, (Position)next);
            return;
        }
    }
}

static void memory_stage(Machine *machine, Dying *dying)
{
    const World *world = machine->world;
    ObjectId object = dying->object;
    int16_t class_slot = world_type(world, object)->class_slot;
    if (class_slot >= 0 && world_target(world, object, (Position)class_slot) != OBJECT_NONE) {
        dying->held_class = slot_to_temporary(machine, object, (Position)class_slot);
    }
    if (world_type(world, object)->kind == KIND_WEAKREF) {
        weakref_clear(machine, object);
        weakref_forget(machine, object);
    }
    uint64_t body;
    if (machine->finalizer.count != 0 && map_remove(&machine->finalizer, object, &body)) {
        body_drop((Body *)(uintptr_t)body);
    }
    dying->drains = !machine->profile->trashcan_by_layers || !world_type(world, object)->user_class;
    machine->trash_nesting -= dying->base_entered;
    object_free(machine, object);
    dying->stage = dying->held_class == OBJECT_NONE ? STAGE_LEAVE : STAGE_CLASS;
}

static void class_stage(Machine *machine, Dying *dying)
{
    ObjectId held = dying->held_class;
    dying->stage = STAGE_LEAVE;
    emit(&machine->emit, EVENT_TEMP_DROP, held, 0, 0);
    if (machine->world->refcount[held] == 0 && !world_immortal(machine->world, held)) {
        push_dying(machine, held);
    }
}

static void leave(Machine *machine, Dying *dying)
{
    if (dying->counts_nesting) {
        machine->trash_nesting--;
        if (dying->drains && trashcan_goes_on(machine)) {
            machine->trash_nesting++;
            dying->stage = STAGE_DRAIN;
            return;
        }
    }
    machine->dying.count--;
}

/* The newest of the trashcan is deallocated, until none waits. */
static void drain(Machine *machine)
{
    if (machine->trashcan.count == 0) {
        machine->trash_nesting--;
        machine->dying.count--;
        return;
    }
    ObjectId object = vec_pop(&machine->trashcan);
    if ((machine->world->flags[object] & OBJECT_IS_FRAME) != 0) {
        machine->end_frame(machine, object);
        return;
    }
    emit_on(&machine->emit, EVENT_TRASH_TAKE, object, 0, 0);
    push_dying(machine, object);
}

static void weakrefs_stage(Machine *machine, size_t index)
{
    Dying *dying = &machine->dying.items[index];
    dying->stage = machine->profile->legacy_finalizers ? STAGE_FINALIZER : STAGE_SLOTS;
    if (machine->weakref_first.count != 0) {
        weakrefs_of_dying(machine, dying->object);
    }
}

static void run_dying(Machine *machine, size_t base)
{
    while (machine->dying.count > base) {
        size_t top = machine->dying.count - 1;
        Dying *dying = &machine->dying.items[top];
        switch ((DyingStage)dying->stage) {
        case STAGE_ENTER: enter(machine, dying); break;
        case STAGE_FINALIZER: finalizer_stage(machine, top); break;
        case STAGE_WEAKREFS: weakrefs_stage(machine, top); break;
        case STAGE_SLOTS: slots_stage(machine, dying); break;
        case STAGE_MEMORY: memory_stage(machine, dying); break;
        case STAGE_CLASS: class_stage(machine, dying); break;
        case STAGE_LEAVE: leave(machine, dying); break;
        case STAGE_DRAIN: drain(machine); break;
        }
    }
}

void deallocate_if_unheld(Machine *machine, ObjectId object)
{
    if (machine->world->refcount[object] != 0 || world_immortal(machine->world, object)) {
        return;
    }
    size_t base = machine->dying.count;
    push_dying(machine, object);
    run_dying(machine, base);
}

/* ---- what others call ---- */

bool trashcan_enter(Machine *machine, ObjectId frame)
{
    if (machine->trash_nesting >= TRASHCAN_LEVEL) {
        vec_push(&machine->trashcan, frame);
        return false;
    }
    machine->trash_nesting++;
    return true;
}

void trashcan_begin(Machine *machine)
{
    machine->trash_nesting++;
}

void trashcan_leave(Machine *machine)
{
    machine->trash_nesting--;
    if (trashcan_goes_on(machine)) {
        machine->trash_nesting++;
        size_t base = machine->dying.count;
        Dying draining = {.stage = STAGE_DRAIN};
        vec_push(&machine->dying, draining);
        run_dying(machine, base);
    }
}

void hold(Machine *machine, ObjectId object)
{
    if (!world_immortal(machine->world, object)) {
        emit(&machine->emit, EVENT_TEMP_HOLD, object, 0, 0);
    }
}

void drop(Machine *machine, ObjectId object)
{
    if (!world_immortal(machine->world, object)) {
        emit(&machine->emit, EVENT_TEMP_DROP, object, 0, 0);
        deallocate_if_unheld(machine, object);
    }
}

void drop_slot(Machine *machine, ObjectId owner, Position position)
{
    ObjectId target = world_target(machine->world, owner, position);
    if (target != OBJECT_NONE) {
        emit(&machine->emit, EVENT_EDGE_DROP, owner, position, target);
        deallocate_if_unheld(machine, target);
    }
}

static void drop_key(Machine *machine, ObjectId owner, Position position)
{
    ObjectId key = world_key_object(machine->world, owner, position);
    if (key != OBJECT_NONE) {
        emit(&machine->emit, EVENT_KEY_OBJECT_DROP, owner, position, key);
        deallocate_if_unheld(machine, key);
    }
}

ObjectId slot_to_temporary(Machine *machine, ObjectId owner, Position position)
{
    ObjectId target = world_target(machine->world, owner, position);
    emit_first(&machine->emit, EVENT_EDGE_TO_TEMP, owner, position, target);
    return target;
}

/* A coroutine that never ran is only complained about, and from 3.12 on a generator that never ran only counts as finished. */
void clear_variable_part(Machine *machine, ObjectId object)
{
    const World *world = machine->world;
    uint32_t fixed = world->fixed[object];
    uint32_t count = world->slot_count[object] - fixed;
    if (count == 0 && world->storage[object] == 0) {
        return;
    }
    CHECK(world->words[W_LIMBO] < LIMBO_DEPTH);
    bool reversed = kind_info(world_type(world, object)->base)->reversed;
    ObjectId limbo = OBJECT_LIMBO + world->words[W_LIMBO];
    emit(&machine->emit, EVENT_DETACH, object, limbo, 0);
    for (uint32_t nth = 0; nth < count; nth++) {
        Position position = reversed ? count - 1 - nth : nth;
        if (world_is_keyed(world, limbo)) {
            drop_key(machine, limbo, position);
        }
        drop_slot(machine, limbo, position);
    }
    storage_free_detached(machine, limbo, object);
    if ((world->flags[object] & OBJECT_SPLIT) != 0) {
        emit_on(&machine->emit, EVENT_FLAG_OFF, object, OBJECT_SPLIT, 0);
    }
    uint32_t side = emit_side_at(&machine->emit);
    emit_side_push(&machine->emit, object);
    for (Position position = 0; position < count && world_is_keyed(world, limbo); position++) {
        emit_side_push(&machine->emit, world_key(world, limbo, position));
    }
    emit_on(&machine->emit, EVENT_LIMBO_END, limbo, count, side);
}

/* type_clear empties the dict of the class in place, then lets module and mro go ("CPython 3.11, type_clear"). */
static void clear_type_dict(Machine *machine, ObjectId object)
{
    ObjectId dict = world_target(machine->world, object, 0);
    if (dict != OBJECT_NONE && world_type(machine->world, dict)->base == KIND_DICT) {
        clear_variable_part(machine, dict);
    }
}

static void clear_values_in_place(Machine *machine, ObjectId object)
{
    const World *world = machine->world;
    for (Position position = world->fixed[object]; position < world->slot_count[object]; position++) {
        drop_slot(machine, object, position);
    }
}

bool clear_inline_dict(Machine *machine, ObjectId dict)
{
    ObjectId instance = (ObjectId)map_get(&machine->inline_dict, dict);
    if (instance == OBJECT_NONE) {
        return false;
    }
    clear_values_in_place(machine, instance);
    return true;
}

void clear_object(Machine *machine, ObjectId object)
{
    const World *world = machine->world;
    if (machine->inline_dict.count != 0) {
        if (clear_inline_dict(machine, object)) {
            return;
        }
        leave_values_to_dict(machine, object);
    }
    const TypeRecord *type = world_type(world, object);
    if (type->kind == KIND_TYPE) {
        clear_type_dict(machine, object);
    }
    if (type->base == KIND_WEAKREF) {
        weakref_clear(machine, object);
    }
    for (const int16_t *order = type->clear_order; *order != ORDER_END; order++) {
        if (*order != ORDER_VARIABLE) {
            drop_slot(machine, object, (Position)*order);
        } else if (kind_info(type->base)->detaches) {
            clear_variable_part(machine, object);
        } else {
            clear_values_in_place(machine, object);
        }
    }
}
