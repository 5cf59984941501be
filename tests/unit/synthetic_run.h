/* A source of random but valid event streams for the tests of journal/: nothing decides why, every event only fits the state.
 * It keeps the digest of the live world after each step. */
#ifndef HL_TESTS_SYNTHETIC_RUN_H
#define HL_TESTS_SYNTHETIC_RUN_H

#include "base/check.h"
#include "base/rng.h"
#include "journal/timeline.h"

#include <string.h>

enum { SYNTHETIC_PLAIN, SYNTHETIC_KEYED, SYNTHETIC_LIST, SYNTHETIC_FRAME, SYNTHETIC_TYPES };

typedef struct Synthetic {
    Names *names;
    World *world;
    Journal *journal;
    Timeline timeline;
    Emit emit;
    Rng rng;
    TypeId types[SYNTHETIC_TYPES];
    VEC(ObjectId) objects; /* alive, frames too */
    VEC(uint64_t) digests; /* of the state at each step */
    VEC(uint32_t) alive;   /* objects at each step */
    uint32_t most;         /* objects at a time */
    uint32_t ops;
} Synthetic;

static inline uint32_t synthetic_below(Synthetic *run, uint32_t bound)
{
    return rng_below(&run->rng, bound);
}

static inline void synthetic_note_step(Synthetic *run)
{
    vec_push(&run->digests, world_digest(run->world));
    vec_push(&run->alive, run->world->words[W_ALIVE]);
}

/* Every event passes here: before one that begins a step, the state is that of the step before. */
static inline void synthetic_say(Synthetic *run, EventKind kind, unsigned aux, const uint32_t operands[3])
{
    unsigned step = event_voiced(kind) ? synthetic_below(run, 8) != 0 : synthetic_below(run, 16) == 0;
    if (step) {
        synthetic_note_step(run);
    }
    emit_event(&run->emit, (Event){(uint8_t)kind, (uint8_t)step, (uint16_t)aux, operands[0], operands[1], operands[2]});
}
#define SAY(kind, a, b, c) synthetic_say(run, EVENT_##kind, 0, (const uint32_t[3]){(a), (b), (c)})
#define SAY_AUX(kind, aux, a, b, c) synthetic_say(run, EVENT_##kind, (aux), (const uint32_t[3]){(a), (b), (c)})

static inline void synthetic_add_types(Synthetic *run)
{
    static const struct { const char *name; Kind kind; SlotNaming naming; uint8_t fixed; } rows[SYNTHETIC_TYPES] = {
        {"Plain", KIND_INSTANCE, NAMING_NONE, 3},
        {"Keyed", KIND_DICT, NAMING_KEYED, 1},
        {"List", KIND_LIST, NAMING_INDEX, 0},
        {"Frame", KIND_NAMES, NAMING_KEYED, 0},
    };
    for (size_t i = 0; i < SYNTHETIC_TYPES; i++) {
        Name name = names_of(run->names, rows[i].name);
        TypeRecord *type = world_add_type(run->world, name, rows[i].kind, &run->types[i]);
        type->naming = rows[i].naming;
        type->fixed = rows[i].fixed;
        for (unsigned slot = 0; slot < type->fixed; slot++) {
            type->fixed_names[slot] = name;
        }
    }
}

static inline void synthetic_init(Synthetic *run, uint64_t seed, uint32_t chunk_events)
{
    memset(run, 0, sizeof *run);
    run->rng.state = seed;
    run->most = 60;
    run->names = names_new();
    run->world = world_new(run->names);
    run->journal = journal_new();
    run->journal->chunk_events = chunk_events;
    run->emit.world = run->world;
    synthetic_add_types(run);
    journal_attach(run->journal, &run->emit);
    timeline_init(&run->timeline, run->world, run->journal);
    if (chunk_events < JOURNAL_CHUNK_EVENTS) {
        run->timeline.spacing = 1;
        run->timeline.interval_percent = 1000000;
        run->timeline.total_percent = 1000000;
    }
}

static inline void synthetic_release(Synthetic *run)
{
    timeline_release(&run->timeline);
    journal_free(run->journal);
    world_free(run->world);
    names_free(run->names);
    vec_release(&run->objects);
    vec_release(&run->digests);
    vec_release(&run->alive);
}

/* ---- lives ---- */

static inline ObjectId synthetic_pick(Synthetic *run)
{
    return run->objects.count == 0 ? OBJECT_NONE : run->objects.items[synthetic_below(run, (uint32_t)run->objects.count)];
}

static inline void synthetic_new(Synthetic *run)
{
    World *world = run->world;
    uint32_t which = synthetic_below(run, SYNTHETIC_TYPES);
    ObjectId object = world->words[W_OBJECT_TOP];
    Name id = names_of_number(run->names, object);
    bool frame = which == SYNTHETIC_FRAME;
    SAY_AUX(NEW, frame ? OBJECT_WAITS | OBJECT_IS_FRAME : 0, object, run->types[which], id);
    vec_push(&run->objects, object);
    SAY(SIZE, object, 16 + which, 0);
    if (frame) {
        SAY(FRAME_PUSH, object, id, id);
        return;
    }
    if (synthetic_below(run, 2) == 0) {
        SAY(REPR, object, id, 0);
    }
    uint32_t number = world->words[W_LARGE_FREE];
    bool used = number != 0;
    number = used ? number : world->words[W_LARGE_TOP];
    uint32_t block = LARGE_FLAG | number;
    if (used) {
        uint64_t address = world->large_address[number];
        SAY_AUX(FIT_PLACE, 1, block, (uint32_t)address, (uint32_t)(address >> 32));
    }
    SAY_AUX(LARGE_TAKE, used, block, object, 600 + which);
    SAY(BLOCK_OWN, object, block, 0);
}

static inline void synthetic_drop_slots(Synthetic *run, ObjectId owner)
{
    World *world = run->world;
    for (Position at = 0; at < world->slot_count[owner]; at++) {
        if (world_target(world, owner, at) != OBJECT_NONE) {
            SAY(EDGE_DROP, owner, at, world_target(world, owner, at));
        }
        if (at >= world->fixed[owner] && world_is_keyed(world, owner) && world_key_object(world, owner, at) != OBJECT_NONE) {
            SAY(KEY_OBJECT_DROP, owner, at, world_key_object(world, owner, at));
        }
    }
}

/* Where the keys of the variable part begin in the side words. */
static inline uint32_t synthetic_push_keys(Synthetic *run, ObjectId owner)
{
    uint32_t side = emit_side_at(&run->emit);
    for (Position at = run->world->fixed[owner]; at < run->world->slot_count[owner]; at++) {
        emit_side_push(&run->emit, world_is_keyed(run->world, owner) ? world_key(run->world, owner, at) : 0);
    }
    return side;
}

static inline bool synthetic_pinned(const World *world, ObjectId object)
{
    for (uint32_t pin = 0; pin < world->words[W_PIN_COUNT]; pin++) {
        if (world->pin_object[pin] == object && world->pin_count[pin] != 0) {
            return true;
        }
    }
    return false;
}

static inline void synthetic_die(Synthetic *run)
{
    World *world = run->world;
    uint32_t place = synthetic_below(run, (uint32_t)run->objects.count);
    ObjectId object = run->objects.items[place];
    synthetic_drop_slots(run, object);
    if (world->refcount[object] != world->temps[object] || synthetic_pinned(world, object)) {
        return;
    }
    while (world->temps[object] > 0) {
        SAY(TEMP_DROP, object, 0, 0);
    }
    if (world->list[object] != 0) {
        SAY(UNTRACK, object, world->prev[object], world->list[object]);
    }
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        if (world->frames[i] == object) {
            SAY(FRAME_POP, object, i, 0);
        }
    }
    uint32_t block = world->block[object];
    uint32_t slots = world->slot_count[object];
    uint32_t side = synthetic_push_keys(run, object);
    if (synthetic_below(run, 4) == 0) {
        SAY(TRASH_DEFER, object, 0, 0);
        SAY(TRASH_TAKE, object, 0, 0);
    }
    SAY(DEAD, object, slots, side);
    if (block != 0) {
        SAY_AUX(LARGE_GIVE, OWNED_BLOCK, block, object, world->large_bytes[block & ~LARGE_FLAG]);
    }
    run->objects.items[place] = vec_pop(&run->objects);
}

/* ---- references ---- */

static inline void synthetic_set_edge(Synthetic *run)
{
    World *world = run->world;
    ObjectId owner = synthetic_pick(run);
    ObjectId target = synthetic_pick(run);
    uint32_t slots = world->slot_count[owner];
    Position at = slots == 0 ? 0 : synthetic_below(run, slots);
    if (slots == 0 || world->type[target] == run->types[SYNTHETIC_FRAME]) {
        return;
    }
    ObjectId old = world_target(world, owner, at);
    if (old == OBJECT_NONE && world->temps[target] > 0 && synthetic_below(run, 2) == 0) {
        SAY(TEMP_TO_EDGE, owner, at, target);
    } else if (old == OBJECT_NONE) {
        SAY(EDGE_SET, owner, at, target);
    } else if (synthetic_below(run, 2) == 0) {
        SAY(EDGE_TO_TEMP, owner, at, old);
    } else {
        SAY(EDGE_DROP, owner, at, old);
    }
}

static inline void synthetic_key_object(Synthetic *run)
{
    World *world = run->world;
    ObjectId owner = synthetic_pick(run);
    ObjectId target = synthetic_pick(run);
    uint32_t fixed = world->fixed[owner];
    if (!world_is_keyed(world, owner) || world->slot_count[owner] <= fixed || world->type[target] == run->types[SYNTHETIC_FRAME]) {
        return;
    }
    Position at = fixed + synthetic_below(run, world->slot_count[owner] - fixed);
    ObjectId old = world_key_object(world, owner, at);
    if (old != OBJECT_NONE && synthetic_below(run, 2) == 0) {
        SAY(KEY_TO_TEMP, owner, at, old);
    } else if (old != OBJECT_NONE) {
        SAY(KEY_OBJECT_DROP, owner, at, old);
    } else if (world_target(world, owner, at) != OBJECT_NONE) {
        SAY(KEY_OBJECT_SET, owner, at, target);
    }
}

static inline bool synthetic_growable(const Synthetic *run, ObjectId owner)
{
    return run->world->type[owner] != run->types[SYNTHETIC_PLAIN] && run->world->slot_count[owner] < 40;
}

static inline void synthetic_slots(Synthetic *run)
{
    World *world = run->world;
    ObjectId owner = synthetic_pick(run);
    uint32_t slots = world->slot_count[owner];
    if (world->type[owner] != run->types[SYNTHETIC_LIST]) {
        if (synthetic_growable(run, owner)) {
            SAY(SLOT_ADD, owner, names_of_number(run->names, slots), 0);
        }
        return;
    }
    Position at = synthetic_below(run, slots + 1);
    if (synthetic_below(run, 3) == 0 && at < slots && world_target(world, owner, at) == OBJECT_NONE) {
        SAY(SLOT_REMOVE, owner, at, 0);
    } else if (synthetic_growable(run, owner) && synthetic_below(run, 2) == 0) {
        SAY(SLOT_INSERT, owner, at, 0);
    } else if (synthetic_growable(run, owner)) {
        SAY(SLOT_ADD, owner, 0, 0);
    }
}

static inline void synthetic_compact(Synthetic *run)
{
    World *world = run->world;
    ObjectId owner = synthetic_pick(run);
    uint32_t side = emit_side_at(&run->emit);
    uint32_t gone = 0;
    for (Position at = world->fixed[owner]; at < world->slot_count[owner]; at++) {
        bool keyed = world_is_keyed(world, owner);
        if (world_target(world, owner, at) == OBJECT_NONE) {
            gone++;
            if (keyed && world_key_object(world, owner, at) != OBJECT_NONE) {
                SAY(KEY_OBJECT_DROP, owner, at, world_key_object(world, owner, at));
            }
        }
    }
    emit_side_push(&run->emit, gone);
    for (Position at = world->fixed[owner]; at < world->slot_count[owner]; at++) {
        if (world_target(world, owner, at) == OBJECT_NONE) {
            emit_side_push(&run->emit, at);
            emit_side_push(&run->emit, world_is_keyed(world, owner) ? world_key(world, owner, at) : 0);
        }
    }
    SAY(COMPACT, owner, 0, side);
}

static inline void synthetic_reorder(Synthetic *run)
{
    World *world = run->world;
    ObjectId owner = synthetic_pick(run);
    uint32_t fixed = world->fixed[owner];
    uint32_t count = world->slot_count[owner] - fixed;
    uint32_t order[64];
    if (count == 0) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = synthetic_below(run, i + 1);
        order[i] = order[j];
        order[j] = fixed + i;
    }
    uint32_t side = emit_side_at(&run->emit);
    for (uint32_t i = 0; i < count; i++) {
        emit_side_push(&run->emit, order[i]);
    }
    SAY(REORDER, owner, count, side);
}

static inline void synthetic_detach(Synthetic *run)
{
    World *world = run->world;
    ObjectId owner = synthetic_pick(run);
    ObjectId limbo = OBJECT_LIMBO + world->words[W_LIMBO];
    if (world->slot_count[owner] == world->fixed[owner]) {
        return;
    }
    SAY(STORAGE_SIZE, owner, 88, world->storage_size[owner]);
    SAY(DETACH, owner, limbo, 0);
    if (synthetic_growable(run, owner)) {
        SAY(SLOT_ADD, owner, 0, 0);
    }
    synthetic_drop_slots(run, limbo);
    if (world->storage[limbo] != 0) {
        SAY(STORAGE_OWN, limbo, 0, world->storage[limbo]);
    }
    SAY(STORAGE_SIZE, limbo, 0, world->storage_size[limbo]);
    uint32_t slots = world->slot_count[limbo];
    uint32_t side = emit_side_at(&run->emit);
    emit_side_push(&run->emit, owner);
    synthetic_push_keys(run, limbo);
    SAY(LIMBO_END, limbo, slots, side);
}

/* ---- small things ---- */

static inline void synthetic_hold(Synthetic *run)
{
    ObjectId object = synthetic_pick(run);
    if (run->world->temps[object] > 0 && synthetic_below(run, 2) == 0) {
        SAY(TEMP_DROP, object, 0, 0);
    } else {
        SAY(TEMP_HOLD, object, 0, 0);
    }
}

static inline void synthetic_pin(Synthetic *run)
{
    World *world = run->world;
    uint32_t pins = world->words[W_PIN_COUNT];
    ObjectId object = synthetic_pick(run);
    if (pins < 10 || synthetic_below(run, 8) == 0) {
        SAY(PIN_NEW, pins, object, 1);
        SAY(PIN, pins, 2, 0);
        return;
    }
    uint32_t pin = synthetic_below(run, pins);
    if (world_alive(world, world->pin_object[pin])) {
        SAY(PIN, pin, synthetic_below(run, 2), world->pin_count[pin]);
    }
}

static inline void synthetic_field(Synthetic *run)
{
    World *world = run->world;
    ObjectId object = synthetic_pick(run);
    unsigned flag = OBJECT_FINALIZED << synthetic_below(run, 1);
    switch (synthetic_below(run, 7)) {
    case 0:
        if (world->flags[object] & flag) {
            SAY(FLAG_OFF, object, flag, 0);
        } else {
            SAY(FLAG_ON, object, flag, 0);
        }
        break;
    case 1: SAY(SIZE, object, synthetic_below(run, 100), world->size[object]); break;
    case 2: SAY(TYPE, object, world->type[object], world->type[object]); break;
    case 3: SAY(LINE, W_LINE, synthetic_below(run, 1000), world->words[W_LINE]); break;
    case 4: SAY(OUTPUT, names_of_number(run->names, object), 0, 0); break;
    case 5:
        if (world->aux[object] == 0) {
            SAY(WEAKREF_AIM, object, synthetic_pick(run), 0);
        } else {
            SAY(WEAKREF_CLEAR, object, world->aux[object], 0);
        }
        break;
    default: SAY(STORAGE_OWN, object, LARGE_FLAG | 7, world->storage[object]); break;
    }
}

/* ---- the collector's events ---- */

static inline void synthetic_track(Synthetic *run)
{
    World *world = run->world;
    ObjectId object = synthetic_pick(run);
    uint32_t list = world->list[object];
    uint32_t to = LIST_GENERATION_0 + synthetic_below(run, 4);
    if (list == 0) {
        SAY(TRACK, object, LIST_GENERATION_0, 0);
    } else if (synthetic_below(run, 3) == 0) {
        SAY(UNTRACK, object, world->prev[object], list);
    } else if (to != list) {
        SAY(MOVE, object, world->prev[object], list << 8 | to);
    }
}

static inline void synthetic_join(Synthetic *run, EventKind kind, uint32_t from, uint32_t to)
{
    World *world = run->world;
    if (world->next[from] != from) {
        unsigned part = run->world->flags[world->next[from]] & (OBJECT_COLLECTING | OBJECT_TAKES_PART);
        synthetic_say(run, kind, kind == EVENT_PROMOTE ? part : 0,
                      (const uint32_t[3]){world->next[from], world->prev[from], from << 8 | to});
    }
}

/* Trial deletion with a coin instead of a graph. */
static inline void synthetic_collect(Synthetic *run)
{
    World *world = run->world;
    uint32_t list = LIST_GENERATION_0 + synthetic_below(run, 3);
    uint32_t to = list == LIST_GENERATION_2 ? list : list + 1;
    SAY(PHASE, W_PHASE, PHASE_MERGE, world->words[W_PHASE]);
    if (list != LIST_GENERATION_0) {
        synthetic_join(run, EVENT_MERGE, LIST_GENERATION_0, list);
    }
    for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
        SAY(REFS_COPY, object, world->refcount[object], world->gc_refs[object]);
    }
    for (ObjectId object = world->next[list], next; object != list; object = next) {
        next = world->next[object];
        if (world->gc_refs[object] > 0) {
            SAY(REFS_SUBTRACT, object, object, 0);
        }
        if (synthetic_below(run, 3) == 0) {
            SAY(MOVE, object, world->prev[object], list << 8 | LIST_UNREACHABLE);
        } else {
            SAY(SCAN, object, 0, 0);
            SAY(REFS_RESET, object, 1, world->gc_refs[object]);
            SAY(SCANNED, object, 0, 0);
        }
    }
    synthetic_join(run, EVENT_PROMOTE, list, to);
    for (ObjectId object = world->next[LIST_UNREACHABLE], next; object != LIST_UNREACHABLE; object = next) {
        next = world->next[object];
        if (synthetic_below(run, 4) == 0) {
            SAY_AUX(UNTRACK, OBJECT_COLLECTING | OBJECT_TAKES_PART, object, world->prev[object], LIST_UNREACHABLE);
        } else {
            SAY(UNTOUCHED, object, 0, 0);
        }
    }
    synthetic_join(run, EVENT_MERGE, LIST_UNREACHABLE, LIST_GENERATION_0 + synthetic_below(run, 3));
    SAY(PHASE, W_PHASE, PHASE_NONE, world->words[W_PHASE]);
}

/* Mark-sweep with a worklist. */
static inline void synthetic_mark(Synthetic *run)
{
    World *world = run->world;
    uint32_t list = LIST_GENERATION_2;
    for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
        SAY(MARK_CLEAR, object, 0, world->gc_refs[object]);
    }
    SAY(WORD, W_GREY_HEAD, 0, world->words[W_GREY_HEAD]);
    SAY(WORD, W_GREY_TAIL, 0, world->words[W_GREY_TAIL]);
    for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
        SAY(MARK_GREY, object, list, 0);
        if (synthetic_below(run, 2) == 0) {
            SAY(MARK_TAKE, object, 0, 0);
        }
    }
    for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
        SAY(MARK_BLACK, object, 0, 0);
    }
    synthetic_join(run, EVENT_PROMOTE, list, list);
}

/* ---- a run ---- */

static inline void synthetic_op(Synthetic *run)
{
    uint32_t op = run->ops++;
    journal_begin_op(run->journal, (OpRecord){.op_index = op / 3, .turn = op % 3, .trace_line = op + 1});
    if (run->objects.count < 5 || (run->objects.count < run->most && synthetic_below(run, 6) == 0)) {
        synthetic_new(run);
        return;
    }
    static void (*const actions[])(Synthetic *) = {
        synthetic_die, synthetic_set_edge, synthetic_set_edge, synthetic_set_edge, synthetic_slots, synthetic_slots,
        synthetic_key_object, synthetic_compact, synthetic_reorder, synthetic_detach, synthetic_hold, synthetic_pin,
        synthetic_field, synthetic_track, synthetic_track};
    uint32_t which = synthetic_below(run, 240);
    if (which == 0) {
        synthetic_collect(run);
    } else if (which == 1) {
        synthetic_mark(run);
    } else {
        actions[which % (sizeof actions / sizeof actions[0])](run);
    }
}

/* Goes on until `steps` steps have begun. The digests then cover steps 0 … run->emit.steps. */
static inline void synthetic_run(Synthetic *run, uint64_t steps)
{
    if (run->digests.count > run->emit.steps) {
        run->digests.count--;
        run->alive.count--;
    }
    while (run->emit.steps < steps) {
        synthetic_op(run);
    }
    synthetic_note_step(run);
    timeline_sync(&run->timeline);
}

#endif
