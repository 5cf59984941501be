/* One collection, phase by phase. "CPython 3.11, Modules/gcmodule.c, gc_collect_main"; facts: one collection, exactly. */
#include "collector/ahead.h"
#include "collector/machine.h"

enum { TEXT_HEADER = 41 }; /* of an ASCII str from 3.12 on, its final NUL included */

void phase_begin(Machine *machine, Phase phase)
{
    emit_word(&machine->emit, EVENT_PHASE, W_PHASE, phase);
}

static void set_word(Machine *machine, uint32_t word, uint32_t value)
{
    if (machine->world->words[word] != value) {
        emit_word(&machine->emit, EVENT_WORD, word, value);
    }
}

static void set_counter(Machine *machine, uint32_t generation, uint32_t value)
{
    if (machine->world->words[W_COUNT + generation] != value) {
        emit_word(&machine->emit, EVENT_COUNTER, W_COUNT + generation, value);
    }
}

static void names_of_list(const World *world, ObjectId list, NameList *names)
{
    for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
        if ((world->flags[object] & OBJECT_IS_FRAME) == 0) {
            vec_push(names, world->id[object]);
        }
    }
}

static void merge_younger(Machine *machine, uint32_t generation)
{
    if (generation < 2) {
        set_counter(machine, generation + 1, machine->world->words[W_COUNT + generation + 1] + 1);
    }
    for (uint32_t i = 0; i <= generation; i++) {
        set_counter(machine, i, 0);
    }
    phase_begin(machine, PHASE_MERGE);
    for (uint32_t i = 0; i < generation; i++) {
        list_join(machine, EVENT_MERGE, LIST_GENERATION_0 + i, LIST_GENERATION_0 + generation);
    }
}

/* ---- untracking ---- */

typedef struct MayTrack {
    const World *world;
    bool any;
} MayTrack;

static inline void note_may_track(void *context, Visit visit)
{
    MayTrack *may = context;
    may->any = may->any || may_be_tracked(may->world, visit.target);
}

static bool has_trackable_referent(const World *world, ObjectId object)
{
    MayTrack may = {world, false};
    visit_referents(world, object, note_may_track, &may);
    return may.any;
}

/* 3.13: the values that a dict shows lie in its instance. */
static bool shows_trackable(const Machine *machine, ObjectId dict)
{
    const World *world = machine->world;
    ObjectId instance = machine->inline_dict.count == 0 ? OBJECT_NONE : (ObjectId)map_get(&machine->inline_dict, dict);
    if (instance == OBJECT_NONE) {
        return false;
    }
    MayTrack may = {world, false};
    visit_plain(world, instance, false, note_may_track, &may);
    return may.any;
}

bool untrack_if_useless(Machine *machine, ObjectId object, Kind kind)
{
    bool useless = world_type(machine->world, object)->kind == kind && !has_trackable_referent(machine->world, object) &&
                   !shows_trackable(machine, object);
    if (useless) {
        untrack(machine, object);
    }
    return useless;
}

/* Exact tuples, or exact dicts, without any element that may be tracked. Order matters: an outer tuple looked at before its
 * inner one stays. */
static void untrack_all(Machine *machine, ObjectId list, Kind kind)
{
    const World *world = machine->world;
    ObjectId next;
    for (ObjectId object = world->next[list]; object != list; object = next) {
        next = world->next[object];
        untrack_if_useless(machine, object, kind);
    }
}

static void promote_survivors(Machine *machine, uint32_t generation, ObjectId young, ObjectId old)
{
    const World *world = machine->world;
    phase_begin(machine, PHASE_UNTRACK);
    if (machine->profile->untracks_own_pass || machine->collector == COLLECTOR_MARKSWEEP) {
        untrack_all(machine, young, KIND_TUPLE);
    }
    if (generation == 2) {
        untrack_all(machine, young, KIND_DICT);
    }
    phase_begin(machine, PHASE_PROMOTE);
    if (generation == 1) {
        set_word(machine, W_PENDING, world->words[W_PENDING] + (uint32_t)list_length(world, young));
    }
    if (generation == 2) {
        set_word(machine, W_PENDING, 0);
        set_word(machine, W_TOTAL, (uint32_t)list_length(world, young));
    }
    list_join(machine, EVENT_PROMOTE, young, old);
}

/* ---- legacy finalizers ---- */

static inline void move_reachable_from_legacy(void *context, Visit visit)
{
    Machine *machine = context;
    if (machine->world->list[visit.target] == LIST_UNREACHABLE) {
        list_move(machine, visit.target, LIST_LEGACY);
    }
}

/* Everything with a tp_del, then whatever is reachable from it: uncollectable. */
static void take_legacy_out(Machine *machine)
{
    const World *world = machine->world;
    phase_begin(machine, PHASE_LEGACY);
    ObjectId next;
    for (ObjectId object = world->next[LIST_UNREACHABLE]; object != LIST_UNREACHABLE; object = next) {
        next = world->next[object];
        if (has_legacy_finalizer(machine, object)) {
            list_move(machine, object, LIST_LEGACY);
        }
    }
    for (ObjectId object = world->next[LIST_LEGACY]; object != LIST_LEGACY; object = world->next[object]) {
        visit_referents(world, object, move_reachable_from_legacy, machine);
    }
    for (ObjectId object = world->next[LIST_UNREACHABLE]; object != LIST_UNREACHABLE; object = world->next[object]) {
        debug_object(machine, object, true);
    }
}

/* ---- weakrefs ---- */

static void clear_weakrefs_to(Machine *machine, ObjectId target)
{
    const World *world = machine->world;
    ObjectId weakref;
    while ((weakref = (ObjectId)map_get(&machine->weakref_first, target)) != OBJECT_NONE) {
        weakref_clear(machine, weakref);
        bool collected_too = world->list[weakref] == LIST_UNREACHABLE;
        if (map_get(&machine->callback, weakref) != 0 && !collected_too) {
            hold(machine, weakref);
            list_move(machine, weakref, LIST_WEAKREFS);
        }
    }
}

/* Returns how many weakrefs died through their callbacks: they count in what gc.collect() returns. */
static uint64_t handle_weakrefs(Machine *machine, ObjectId old)
{
    const World *world = machine->world;
    uint64_t freed = 0;
    phase_begin(machine, PHASE_WEAKREFS);
    for (ObjectId object = world->next[LIST_UNREACHABLE]; object != LIST_UNREACHABLE; object = world->next[object]) {
        if (world_type(world, object)->base == KIND_WEAKREF) {
            weakref_clear(machine, object);
        }
        if (machine->weakref_first.count != 0) {
            clear_weakrefs_to(machine, object);
        }
    }
    while (world->next[LIST_WEAKREFS] != LIST_WEAKREFS) {
        ObjectId weakref = world->next[LIST_WEAKREFS];
        weakref_call(machine, weakref);
        drop(machine, weakref);
        if (world->next[LIST_WEAKREFS] == weakref) {
            list_move(machine, weakref, old);
        } else {
            freed++;
        }
    }
    return freed;
}

/* ---- finalizers ---- */

static bool wants_finalizing(const Machine *machine, ObjectId object)
{
    if ((machine->world->flags[object] & OBJECT_FINALIZED) != 0) {
        return false;
    }
    return finalizer_of(machine, object) != NULL || is_suspended_generator(machine->world, object);
}

static bool any_wants_finalizing(const Machine *machine)
{
    const World *world = machine->world;
    for (ObjectId object = world->next[LIST_UNREACHABLE]; object != LIST_UNREACHABLE; object = world->next[object]) {
        if (wants_finalizing(machine, object)) {
            return true;
        }
    }
    return false;
}

static void finalize_one(Machine *machine, ObjectId object)
{
    emit_on(&machine->emit, EVENT_FLAG_ON, object, OBJECT_FINALIZED, 0);
    hold(machine, object);
    Body *body = finalizer_of(machine, object);
    if (body != NULL) {
        machine->run_user(machine, object, body, USER_FINALIZER);
    } else {
        generator_close(machine, object);
    }
    drop(machine, object);
}

/* Each object moves to a list of its own before its finalizer runs, since that may free or revive any of the others. */
static void finalize_garbage(Machine *machine)
{
    const World *world = machine->world;
    phase_begin(machine, PHASE_FINALIZE);
    if (!any_wants_finalizing(machine)) {
        return; /* moving all there and back would change nothing */
    }
    while (world->next[LIST_UNREACHABLE] != LIST_UNREACHABLE) {
        ObjectId object = world->next[LIST_UNREACHABLE];
        list_move(machine, object, LIST_SEEN);
        if (wants_finalizing(machine, object)) {
            finalize_one(machine, object);
        }
    }
    list_join(machine, EVENT_MERGE, LIST_SEEN, LIST_UNREACHABLE);
}

/* The second search: what a finalizer made reachable again, and all it reaches (3.8: the whole batch), goes to the old list. Results name it in the
 * order in which it was found unreachable. */
static void handle_resurrected(Machine *machine, ObjectId old, NameList *resurrected)
{
    const World *world = machine->world;
    VEC(ObjectId) before = {0};
    phase_begin(machine, PHASE_RESURRECT);
    for (ObjectId object = world->next[LIST_UNREACHABLE]; object != LIST_UNREACHABLE; object = world->next[object]) {
        vec_push(&before, object);
    }
    if (!machine->profile->revives_whole_batch) {
        trial_deletion(machine, LIST_UNREACHABLE, LIST_DELETE);
    } else if (!held_from_outside(machine, LIST_UNREACHABLE)) {
        list_join(machine, EVENT_MERGE, LIST_UNREACHABLE, LIST_DELETE);
    }
    for (size_t i = 0; i < before.count; i++) {
        if (world->list[before.items[i]] == LIST_UNREACHABLE) {
            vec_push(resurrected, world->id[before.items[i]]);
        }
    }
    vec_release(&before);
    list_join(machine, EVENT_PROMOTE, LIST_UNREACHABLE, old);
}

/* Returns how many objects are to be deleted, and weakrefs that died on the way. */
static uint64_t finalize(Machine *machine, ObjectId old, NameList *resurrected)
{
    uint64_t freed = handle_weakrefs(machine, old);
    finalize_garbage(machine);
    handle_resurrected(machine, old, resurrected);
    return freed + list_length(machine->world, LIST_DELETE);
}

/* 2.7 calls no finalizers here, so nothing is revived: all that was found counts and is deleted. */
static uint64_t condemn(Machine *machine, ObjectId old)
{
    uint64_t found = list_length(machine->world, LIST_UNREACHABLE);
    uint64_t freed = handle_weakrefs(machine, old);
    list_join(machine, EVENT_MERGE, LIST_UNREACHABLE, LIST_DELETE);
    return found + freed;
}

/* ---- deleting ---- */

static void garbage_append(Machine *machine, ObjectId object)
{
    Position position = machine->world->slot_count[OBJECT_GARBAGE];
    emit_first(&machine->emit, EVENT_SLOT_ADD, OBJECT_GARBAGE, NAME_NONE, 0);
    emit_on(&machine->emit, EVENT_EDGE_SET, OBJECT_GARBAGE, position, object);
}

static void delete_garbage(Machine *machine, ObjectId old)
{
    const World *world = machine->world;
    phase_begin(machine, PHASE_DELETE_GARBAGE);
    uint64_t deleted = 0;
    while (world->next[LIST_DELETE] != LIST_DELETE) {
        ObjectId object = world->next[LIST_DELETE];
        ahead_of_deletion(world, LIST_DELETE, deleted++);
        if ((world->words[W_DEBUG] & DEBUG_SAVEALL) != 0) {
            garbage_append(machine, object);
        } else if (kind_info(world_type(world, object)->kind)->clears) {
            hold(machine, object);
            emit(&machine->emit, EVENT_CLEAR, object, 0, 0);
            clear_object(machine, object);
            drop(machine, object);
        }
        if (world->next[LIST_DELETE] == object) {
            emit_on(&machine->emit, EVENT_UNTOUCHED, object, 0, 0);
            list_move(machine, object, old);
        }
    }
}

/* Returns the number of uncollectable objects: those of the legacy list that are still there. */
static uint64_t list_uncollectable(Machine *machine, NameList *uncollectable)
{
    const World *world = machine->world;
    names_of_list(world, LIST_LEGACY, uncollectable);
    for (ObjectId object = world->next[LIST_LEGACY]; object != LIST_LEGACY; object = world->next[object]) {
        debug_object(machine, object, false);
    }
    return uncollectable->count;
}

static void keep_legacy(Machine *machine, ObjectId old)
{
    const World *world = machine->world;
    bool all = (world->words[W_DEBUG] & DEBUG_SAVEALL) != 0;
    for (ObjectId object = world->next[LIST_LEGACY]; object != LIST_LEGACY; object = world->next[object]) {
        if (all || has_legacy_finalizer(machine, object)) {
            garbage_append(machine, object);
        }
    }
    list_join(machine, EVENT_PROMOTE, LIST_LEGACY, old);
}

/* ---- the whole ---- */

static void add_stats(Machine *machine, uint32_t generation, uint64_t collected, uint64_t uncollectable)
{
    const uint32_t *stats = &machine->world->words[W_STATS + 3 * generation];
    set_word(machine, W_STATS + 3 * generation, stats[0] + 1);
    set_word(machine, W_STATS + 3 * generation + 1, stats[1] + (uint32_t)collected);
    set_word(machine, W_STATS + 3 * generation + 2, stats[2] + (uint32_t)uncollectable);
}

static void search(Machine *machine, ObjectId young)
{
    if (machine->collector == COLLECTOR_MARKSWEEP) {
        mark_sweep(machine, young, LIST_UNREACHABLE);
    } else {
        trial_deletion(machine, young, LIST_UNREACHABLE);
    }
}

static uint64_t collect_phases(Machine *machine, uint32_t generation, CollectionRecord *record)
{
    const World *world = machine->world;
    ObjectId young = LIST_GENERATION_0 + generation;
    ObjectId old = generation < 2 ? young + 1 : young;
    debug_begin(machine, generation);
    merge_younger(machine, generation);
    record->candidates = list_length(world, young);
    search(machine, young);
    names_of_list(world, LIST_UNREACHABLE, &record->unreachable);
    promote_survivors(machine, generation, young, old);
    take_legacy_out(machine);
    uint64_t collected = machine->profile->legacy_finalizers ? condemn(machine, old) : finalize(machine, old, &record->resurrected);
    delete_garbage(machine, old);
    uint64_t uncollectable = list_uncollectable(machine, &record->uncollectable);
    debug_end(machine, collected + uncollectable, uncollectable);
    keep_legacy(machine, old);
    if (generation == 2) {
        phase_begin(machine, PHASE_FREE_LISTS);
        free_lists_clear(machine);
    }
    add_stats(machine, generation, collected, uncollectable);
    return collected + uncollectable;
}

/* The text made for gc.callbacks and dropped again: it leaves its mark on the pools only, and is no step of its own. */
static void name_phase(Machine *machine, uint32_t characters)
{
    if (machine->profile->names_phases) {
        uint8_t quiet = machine->emit.quiet;
        machine->emit.quiet = EVENT_STEP;
        BlockRef block = allocator_take(&machine->allocator, TEXT_HEADER + characters, OBJECT_NONE);
        allocator_give(&machine->allocator, block, OWNED_NOT, OBJECT_NONE);
        machine->emit.quiet = quiet;
    }
}

uint64_t collect(Machine *machine, uint32_t generation, bool automatic)
{
    if (machine->world->words[W_COLLECTING] != 0) {
        return 0;
    }
    CollectionRecord record = {.step = machine->emit.steps + 1, .op = machine->op_index, .generation = generation,
                               .automatic = automatic};
    uint32_t number = machine->world->words[W_COLLECTION] + 1;
    machine->collecting_depth++;
    emit(&machine->emit, EVENT_COLLECT_BEGIN, generation, automatic, number);
    name_phase(machine, 5);
    emit_word(&machine->emit, EVENT_WORD, W_COLLECTING, 1);
    emit_word(&machine->emit, EVENT_WORD, W_GENERATION, generation);
    emit_word(&machine->emit, EVENT_WORD, W_COLLECTION, number);
    uint32_t levels = machine->profile->trash_counts_calls && !automatic ? 1 : 0;
    machine->trash_nesting += levels;
    bool lend = machine->profile->frames_tracked && machine->lend_names != NULL;
    if (lend) {
        machine->lend_names(machine, true);
    }
    record.returned = collect_phases(machine, generation, &record);
    if (lend) {
        machine->lend_names(machine, false);
    }
    machine->trash_nesting -= levels;
    emit_on(&machine->emit, EVENT_WORD, W_PHASE, PHASE_NONE, machine->world->words[W_PHASE]);
    set_word(machine, W_COLLECTING, 0);
    emit(&machine->emit, EVENT_COLLECT_END, generation, (uint32_t)record.returned, number);
    machine->collecting_depth--;
    name_phase(machine, 4);
    machine->visited += record.candidates;
    vec_push(&machine->collections, record);
    return record.returned;
}

/* "CPython 3.11, gc_collect_generations": the oldest generation whose counter is over its threshold; the oldest of all only
 * when a quarter of the long-lived objects is new. */
static bool over_threshold(const World *world, uint32_t generation)
{
    if (world->words[W_COUNT + generation] <= world->words[W_THRESHOLD + generation]) {
        return false;
    }
    return generation < 2 || world->words[W_PENDING] >= world->words[W_TOTAL] / 4;
}

static void collect_by_threshold(Machine *machine)
{
    for (uint32_t generation = 3; generation-- > 0;) {
        if (over_threshold(machine->world, generation)) {
            collect(machine, generation, true);
            return;
        }
    }
}

void maybe_collect(Machine *machine)
{
    const uint32_t *words = machine->world->words;
    if (words[W_COUNT] > words[W_THRESHOLD] && words[W_ENABLED] != 0 && words[W_THRESHOLD] != 0 && words[W_COLLECTING] == 0 &&
        !machine->exception_pending) {
        if (machine->profile->scheduled_runs) {
            set_word(machine, W_SCHEDULED, 1);
        } else {
            collect_by_threshold(machine);
        }
    }
}

static bool any_over_threshold(const World *world)
{
    return over_threshold(world, 0) || over_threshold(world, 1) || over_threshold(world, 2);
}

/* "CPython 3.12, _Py_HandlePending, _Py_RunGC": whether collecting is on, and which generation, is looked at only now. Inside
 * gc.collect() 3.12 does not look whether a collection runs, and takes its guard away; 3.13 does nothing then. */
bool run_scheduled(Machine *machine)
{
    const World *world = machine->world;
    if (world->words[W_SCHEDULED] == 0) {
        return true;
    }
    set_word(machine, W_SCHEDULED, 0);
    if (world->words[W_ENABLED] == 0) {
        return true;
    }
    if (machine->collecting_depth == 0) {
        collect_by_threshold(machine);
        return true;
    }
    if (!machine->profile->unguarded_runs) {
        return true;
    }
    set_word(machine, W_COLLECTING, 0);
    return !any_over_threshold(world);
}
