/* Slots, temporaries, pins, weak references from a log: what must hold before each event, and what undoing it needs. */
#include "app/event_log_read.h"

static bool apply_temporary(LogRun *run, const Event *event)
{
    if (event->a < OBJECT_FIRST || !log_need_alive(run, event->a)) {
        return log_need(run, false, "expected a living object");
    }
    return log_need(run, event->kind == EVENT_TEMP_HOLD || run->world->temps[event->a] > 0, "no temporary holds the object") &&
           log_emit_as_read(run, event);
}

static bool needs_temporary(EventKind kind)
{
    return kind == EVENT_TEMP_TO_EDGE;
}

static bool apply_store(LogRun *run, const Event *event)
{
    const World *world = run->world;
    if (!log_need_alive(run, event->a) || !log_need_alive(run, event->c) ||
        !log_need(run, event->c >= OBJECT_FIRST, "only objects can be held") ||
        !log_need(run, event->b < world->slot_count[event->a], "there is no such slot") ||
        !log_need(run, !needs_temporary((EventKind)event->kind) || world->temps[event->c] > 0, "no temporary holds the object")) {
        return false;
    }
    ObjectId old = world_target(world, event->a, event->b);
    if (old != OBJECT_NONE) {
        log_emit_apart(run, EVENT_EDGE_DROP, event->a, event->b, old);
    }
    return log_emit_as_read(run, event);
}

static bool apply_release(LogRun *run, Event *event)
{
    const World *world = run->world;
    if (!log_need(run, event->b < world->slot_count[event->a], "there is no such slot")) {
        return false;
    }
    ObjectId now = world_target(world, event->a, event->b);
    event->c = event->c == OBJECT_NONE ? now : event->c;
    return log_need(run, event->c == now && now != OBJECT_NONE, "the slot does not hold that object") && log_emit_as_read(run, event);
}

static bool apply_key(LogRun *run, Event *event)
{
    const World *world = run->world;
    bool there = world_is_keyed(world, event->a) && event->b >= world->fixed[event->a] &&
                 event->b < world->slot_count[event->a];
    ObjectId now = there ? world_key_object(world, event->a, event->b) : OBJECT_NONE;
    event->c = event->c == OBJECT_NONE ? now : event->c;
    if (!log_need(run, there && event->c >= OBJECT_FIRST, "there is no such entry")) {
        return false;
    }
    ObjectId wanted = event->kind == EVENT_KEY_OBJECT_SET ? OBJECT_NONE : event->c;
    return log_need(run, now == wanted, "the entry has another key object") && log_emit_as_read(run, event);
}

static bool apply_slot(LogRun *run, const Event *event)
{
    const World *world = run->world;
    if (event->kind == EVENT_SLOT_ADD) {
        return log_need_alive(run, event->a) && log_slot_add(run, event->a, event->b);
    }
    bool inserts = event->kind == EVENT_SLOT_INSERT;
    uint32_t end = world->slot_count[event->a] + inserts;
    return log_need(run, world->stride[event->a] == 1 && world_type(world, event->a)->naming != NAMING_NONE && event->b >= world->fixed[event->a] &&
                    event->b < end && world->slot_count[event->a] < MAX_CELLS / 64, "there is no such slot") &&
           log_need(run, inserts || world_target(world, event->a, event->b) == OBJECT_NONE, "the slot is not empty") &&
           log_emit_as_read(run, event);
}

static bool apply_compact_entries(LogRun *run, const Event *event)
{
    const World *world = run->world;
    bool keyed = world_is_keyed(world, event->a);
    VEC(uint32_t) gone = {0};
    bool good = true;
    for (Position at = world->fixed[event->a]; at < world->slot_count[event->a]; at++) {
        if (world_target(world, event->a, at) == OBJECT_NONE) {
            good = good && (!keyed || world_key_object(world, event->a, at) == OBJECT_NONE);
            vec_push(&gone, at);
            vec_push(&gone, keyed ? world_key(world, event->a, at) : NAME_NONE);
        }
    }
    uint32_t side = emit_side_at(run->emit);
    emit_side_push(run->emit, (uint32_t)(gone.count / 2));
    for (size_t i = 0; i < gone.count; i++) {
        emit_side_push(run->emit, gone.items[i]);
    }
    if (good) {
        log_emit(run, EVENT_COMPACT, 0, event->a, (uint32_t)(gone.count / 2), side);
    }
    vec_release(&gone);
    return log_need(run, good, "an empty entry still holds its key");
}

static bool is_permutation(LogRun *run, uint32_t count)
{
    if (run->order.count != count) {
        return false;
    }
    uint8_t *seen = mem_zeroed(count, 1);
    bool good = true;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = run->order.items[i];
        good = good && at < count && seen[at] == 0;
        if (at < count) {
            seen[at] = 1;
        }
    }
    mem_release(seen);
    return good;
}

static bool apply_order(LogRun *run, const Event *event)
{
    uint32_t count = run->world->slot_count[event->a] - run->world->fixed[event->a];
    if (!log_need(run, count != 0 && is_permutation(run, count), "member 'order' must name each slot once")) {
        return false;
    }
    uint32_t side = emit_side_at(run->emit);
    for (uint32_t i = 0; i < count; i++) {
        emit_side_push(run->emit, run->order.items[i] + run->world->fixed[event->a]);
    }
    log_emit(run, EVENT_REORDER, 0, event->a, count, side);
    return true;
}

static bool apply_detach_part(LogRun *run, const Event *event)
{
    const World *world = run->world;
    uint32_t depth = world->words[W_LIMBO];
    ObjectId limbo = OBJECT_LIMBO + depth;
    bool owner = event->a >= OBJECT_FIRST || event->a == OBJECT_GARBAGE;
    if (!log_need(run, owner && depth < LIMBO_DEPTH && world->slot_count[limbo] == 0,
                  "this cannot be detached now") || !log_need_alive(run, event->a)) {
        return false;
    }
    while (run->limbo_owner.count <= depth) {
        vec_push(&run->limbo_owner, OBJECT_NONE);
    }
    run->limbo_owner.items[depth] = event->a;
    log_emit(run, EVENT_DETACH, 0, event->a, limbo, 0);
    return true;
}

static bool apply_detached_end(LogRun *run, const Event *event)
{
    const World *world = run->world;
    uint32_t depth = world->words[W_LIMBO] - 1;
    if (!log_need(run, world->words[W_LIMBO] != 0 && event->a == OBJECT_LIMBO + depth, "expected what was detached last")) {
        return false;
    }
    for (Position at = 0; at < world->slot_count[event->a]; at++) {
        log_let_go(run, event->a, at);
    }
    if (world->storage[event->a] != 0) {
        log_emit(run, EVENT_STORAGE_OWN, 0, event->a, 0, world->storage[event->a]);
    }
    uint32_t side = emit_side_at(run->emit);
    emit_side_push(run->emit, run->limbo_owner.items[depth]);
    log_side_keys(run, event->a, side);
    log_emit(run, EVENT_LIMBO_END, 0, event->a, world->slot_count[event->a], side);
    return true;
}

static bool apply_pin(LogRun *run, const Event *event)
{
    const World *world = run->world;
    if (event->kind == EVENT_PIN_NEW) {
        return log_need(run, event->a == world->words[W_PIN_COUNT] && event->a < MAX_PINS, "pins are numbered in order") &&
               log_need(run, event->b >= OBJECT_FIRST, "only objects can be pinned") && log_need_alive(run, event->b) &&
               log_emit_as_read(run, event);
    }
    return log_need(run, event->a < world->words[W_PIN_COUNT], "there is no such pin") &&
           log_emit_with(run, event, world->pin_count[event->a]);
}

static bool apply_weakref(LogRun *run, Event *event)
{
    const World *world = run->world;
    bool object = event->a >= OBJECT_FIRST && (world->flags[event->a] & OBJECT_IS_FRAME) == 0;
    ObjectId target = object ? world->aux[event->a] : OBJECT_NONE;
    if (!log_need(run, object, "this is no weak reference")) {
        return false;
    }
    if (event->kind == EVENT_WEAKREF_AIM) {
        if (target != OBJECT_NONE) {
            log_emit_apart(run, EVENT_WEAKREF_CLEAR, event->a, target, 0);
        }
        return log_need(run, event->b >= OBJECT_FIRST, "a weak reference needs an object") && log_emit_as_read(run, event);
    }
    event->b = event->b == OBJECT_NONE ? target : event->b;
    return log_need(run, target == event->b && target != OBJECT_NONE, "the weak reference has another target") &&
           log_emit_as_read(run, event);
}

bool log_apply_reference(LogRun *run, Event *event)
{
    switch ((EventKind)event->kind) {
    case EVENT_TEMP_HOLD: case EVENT_TEMP_DROP: return apply_temporary(run, event);
    case EVENT_EDGE_SET: case EVENT_TEMP_TO_EDGE: return apply_store(run, event);
    case EVENT_EDGE_DROP: case EVENT_EDGE_TO_TEMP: return apply_release(run, event);
    case EVENT_SLOT_ADD: case EVENT_SLOT_INSERT: case EVENT_SLOT_REMOVE: return apply_slot(run, event);
    case EVENT_KEY_OBJECT_SET: case EVENT_KEY_OBJECT_DROP: case EVENT_KEY_TO_TEMP: return apply_key(run, event);
    case EVENT_COMPACT: return apply_compact_entries(run, event);
    case EVENT_REORDER: return apply_order(run, event);
    case EVENT_DETACH: return apply_detach_part(run, event);
    case EVENT_LIMBO_END: return apply_detached_end(run, event);
    case EVENT_PIN_NEW: case EVENT_PIN: return apply_pin(run, event);
    default: return apply_weakref(run, event);
    }
}
