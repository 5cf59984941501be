/* For each kind of event: what must hold before it (else a log could break the world's invariants), what undoing it needs, and what
 * another runtime may leave unsaid: an object that dies is untracked and lets its referents go first. */
#include "app/event_log_read.h"

enum { PART = OBJECT_COLLECTING | OBJECT_TAKES_PART };

void log_emit(LogRun *run, EventKind kind, unsigned aux, uint32_t a, uint32_t b, uint32_t c)
{
    Event event = {(uint8_t)kind, run->step_due ? EVENT_STEP : 0, (uint16_t)aux, a, b, c};
    run->step_due = false;
    emit_event(run->emit, event);
}

void log_emit_apart(LogRun *run, EventKind kind, uint32_t a, uint32_t b, uint32_t c)
{
    bool due = run->step_due;
    log_emit(run, kind, 0, a, b, c);
    run->step_due = due;
}

static bool emit_as_read(LogRun *run, const Event *event)
{
    log_emit(run, (EventKind)event->kind, event->aux, event->a, event->b, event->c);
    return true;
}

/* With its third operand. */
static bool emit_with(LogRun *run, const Event *event, uint32_t c)
{
    log_emit(run, (EventKind)event->kind, event->aux, event->a, event->b, c);
    return true;
}

static bool need_alive(LogRun *run, ObjectId object)
{
    return object == OBJECT_GARBAGE || (object >= OBJECT_LIMBO && object < OBJECT_FIRST) || world_alive(run->world, object) ||
           log_bad(run, "object '%.80s' is dead", names_text(run->session->names, run->world->object[object].id));
}

/* Sets or clears flags that undoing the next event takes for granted. */
static void have_flags(LogRun *run, ObjectId object, unsigned set, unsigned cleared)
{
    unsigned flags = run->world->object[object].flags;
    if ((~flags & set) != 0) {
        log_emit(run, EVENT_FLAG_ON, 0, object, ~flags & set, 0);
    }
    if ((flags & cleared) != 0) {
        log_emit(run, EVENT_FLAG_OFF, 0, object, flags & cleared, 0);
    }
}

/* ---- lives ---- */

static bool apply_new_object(LogRun *run, const Event *event)
{
    bool frame = event->b == 1;
    if (!log_need(run, event->a < MAX_OBJECTS, "too many objects") ||
        !log_need(run, frame == ((event->aux & OBJECT_IS_FRAME) != 0), "a frame must have the flag 'frame', no other object may")) {
        return false;
    }
    if (!frame) {
        while (run->object_of.count <= event->c) {
            vec_push(&run->object_of, OBJECT_NONE);
        }
        ObjectId bearer = run->object_of.items[event->c];
        if (bearer != OBJECT_NONE && world_alive(run->world, bearer)) {
            return log_bad(run, "the id '%.80s' belongs to a living object", names_text(run->session->names, event->c));
        }
        run->object_of.items[event->c] = event->a;
    }
    return emit_as_read(run, event);
}

static void let_go(LogRun *run, ObjectId object, Position position)
{
    const World *world = run->world;
    if (world_is_keyed(world, object) && position >= world->object[object].fixed) {
        ObjectId key = world_key_object(world, object, position);
        if (key != OBJECT_NONE) {
            log_emit_apart(run, EVENT_KEY_OBJECT_DROP, object, position, key);
        }
    }
    ObjectId target = world_target(world, object, position);
    if (target != OBJECT_NONE) {
        log_emit_apart(run, EVENT_EDGE_DROP, object, position, target);
    }
}

static void untrack_now(LogRun *run, ObjectId object)
{
    const ObjectRecord *record = &run->world->object[object];
    log_emit(run, EVENT_UNTRACK, record->flags & PART, object, record->prev, record->list);
}

static bool is_pushed(const World *world, ObjectId object, uint32_t *index)
{
    for (*index = 0; *index < world->words[W_FRAME_COUNT]; ++*index) {
        if (world->frames[*index] == object) {
            return true;
        }
    }
    return false;
}

static uint32_t side_keys(LogRun *run, ObjectId object, uint32_t side)
{
    const World *world = run->world;
    for (Position at = world->object[object].fixed; world_is_keyed(world, object) && at < world->object[object].slot_count; at++) {
        emit_side_push(run->emit, world_key(world, object, at));
    }
    return side;
}

static bool apply_died(LogRun *run, const Event *event)
{
    const World *world = run->world;
    uint32_t index;
    bool is_frame = (world->object[event->a].flags & OBJECT_IS_FRAME) != 0;
    if (!log_need(run, event->a >= OBJECT_FIRST, "this is no object that can die") || !need_alive(run, event->a) ||
        !log_need(run, !is_frame || !is_pushed(world, event->a, &index), "a frame must return before it dies")) {
        return false;
    }
    if (world_tracked(world, event->a)) {
        bool due = run->step_due;
        untrack_now(run, event->a);
        run->step_due = due;
    }
    for (Position at = 0; at < world->object[event->a].slot_count; at++) {
        let_go(run, event->a, at);
    }
    uint32_t side = side_keys(run, event->a, emit_side_at(run->emit));
    log_emit(run, EVENT_DEAD, 0, event->a, world->object[event->a].slot_count, side);
    return true;
}

static bool apply_flag(LogRun *run, const Event *event)
{
    const unsigned fixed = OBJECT_ALIVE | OBJECT_IS_FRAME | OBJECT_IMMORTAL;
    unsigned flags = run->world->object[event->a].flags;
    uint32_t bits = event->b & (event->kind == EVENT_FLAG_ON ? ~flags : flags) & UINT16_MAX;
    if (!log_need(run, (event->b & fixed) == 0, "these flags never change")) {
        return false;
    }
    log_emit(run, (EventKind)event->kind, 0, event->a, bits, 0);
    return true;
}

static bool apply_type(LogRun *run, const Event *event)
{
    const World *world = run->world;
    const TypeRecord *old = world_type(world, event->a);
    const TypeRecord *new = world->types.items[event->b];
    return log_need(run, event->a >= OBJECT_FIRST && new->fixed == old->fixed && new->naming == old->naming &&
                    (new->kind == KIND_NAMES) == (old->kind == KIND_NAMES), "the types have different layouts") &&
           emit_with(run, event, world->object[event->a].type);
}

/* ---- references ---- */

static bool apply_temporary(LogRun *run, const Event *event)
{
    if (event->a < OBJECT_FIRST || !need_alive(run, event->a)) {
        return log_need(run, false, "expected a living object");
    }
    return log_need(run, event->kind == EVENT_TEMP_HOLD || run->world->object[event->a].temps > 0, "no temporary holds the object") &&
           emit_as_read(run, event);
}

static bool needs_temporary(EventKind kind)
{
    return kind == EVENT_TEMP_TO_EDGE;
}

static bool apply_store(LogRun *run, const Event *event)
{
    const World *world = run->world;
    if (!need_alive(run, event->a) || !need_alive(run, event->c) ||
        !log_need(run, event->c >= OBJECT_FIRST, "only objects can be held") ||
        !log_need(run, event->b < world->object[event->a].slot_count, "there is no such slot") ||
        !log_need(run, !needs_temporary((EventKind)event->kind) || world->object[event->c].temps > 0, "no temporary holds the object")) {
        return false;
    }
    ObjectId old = world_target(world, event->a, event->b);
    if (old != OBJECT_NONE) {
        log_emit_apart(run, EVENT_EDGE_DROP, event->a, event->b, old);
    }
    return emit_as_read(run, event);
}

static bool apply_release(LogRun *run, Event *event)
{
    const World *world = run->world;
    if (!log_need(run, event->b < world->object[event->a].slot_count, "there is no such slot")) {
        return false;
    }
    ObjectId now = world_target(world, event->a, event->b);
    event->c = event->c == OBJECT_NONE ? now : event->c;
    return log_need(run, event->c == now && now != OBJECT_NONE, "the slot does not hold that object") && emit_as_read(run, event);
}

static bool apply_key(LogRun *run, Event *event)
{
    const World *world = run->world;
    bool there = world_is_keyed(world, event->a) && event->b >= world->object[event->a].fixed &&
                 event->b < world->object[event->a].slot_count;
    ObjectId now = there ? world_key_object(world, event->a, event->b) : OBJECT_NONE;
    event->c = event->c == OBJECT_NONE ? now : event->c;
    if (!log_need(run, there && event->c >= OBJECT_FIRST, "there is no such entry")) {
        return false;
    }
    ObjectId wanted = event->kind == EVENT_KEY_OBJECT_SET ? OBJECT_NONE : event->c;
    return log_need(run, now == wanted, "the entry has another key object") && emit_as_read(run, event);
}

static bool apply_slot(LogRun *run, const Event *event)
{
    const World *world = run->world;
    const ObjectRecord *owner = &world->object[event->a];
    if (event->kind == EVENT_SLOT_ADD) {
        return need_alive(run, event->a) && log_slot_add(run, event->a, event->b);
    }
    bool inserts = event->kind == EVENT_SLOT_INSERT;
    uint32_t end = owner->slot_count + inserts;
    return log_need(run, owner->stride == 1 && world_type(world, event->a)->naming != NAMING_NONE && event->b >= owner->fixed &&
                    event->b < end && owner->slot_count < MAX_CELLS / 64, "there is no such slot") &&
           log_need(run, inserts || world_target(world, event->a, event->b) == OBJECT_NONE, "the slot is not empty") &&
           emit_as_read(run, event);
}

static bool apply_compact_entries(LogRun *run, const Event *event)
{
    const World *world = run->world;
    const ObjectRecord *owner = &world->object[event->a];
    bool keyed = world_is_keyed(world, event->a);
    VEC(uint32_t) gone = {0};
    bool good = true;
    for (Position at = owner->fixed; at < owner->slot_count; at++) {
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
    const ObjectRecord *owner = &run->world->object[event->a];
    uint32_t count = owner->slot_count - owner->fixed;
    if (!log_need(run, count != 0 && is_permutation(run, count), "member 'order' must name each slot once")) {
        return false;
    }
    uint32_t side = emit_side_at(run->emit);
    for (uint32_t i = 0; i < count; i++) {
        emit_side_push(run->emit, run->order.items[i] + owner->fixed);
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
    if (!log_need(run, owner && depth < LIMBO_DEPTH && world->object[limbo].slot_count == 0,
                  "this cannot be detached now") || !need_alive(run, event->a)) {
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
    for (Position at = 0; at < world->object[event->a].slot_count; at++) {
        let_go(run, event->a, at);
    }
    if (world->object[event->a].storage != 0) {
        log_emit(run, EVENT_STORAGE_OWN, 0, event->a, 0, world->object[event->a].storage);
    }
    uint32_t side = emit_side_at(run->emit);
    emit_side_push(run->emit, run->limbo_owner.items[depth]);
    side_keys(run, event->a, side);
    log_emit(run, EVENT_LIMBO_END, 0, event->a, world->object[event->a].slot_count, side);
    return true;
}

static bool apply_pin(LogRun *run, const Event *event)
{
    const World *world = run->world;
    if (event->kind == EVENT_PIN_NEW) {
        return log_need(run, event->a == world->words[W_PIN_COUNT] && event->a < MAX_PINS, "pins are numbered in order") &&
               log_need(run, event->b >= OBJECT_FIRST, "only objects can be pinned") && need_alive(run, event->b) &&
               emit_as_read(run, event);
    }
    return log_need(run, event->a < world->words[W_PIN_COUNT], "there is no such pin") &&
           emit_with(run, event, world->pin_count[event->a]);
}

static bool apply_weakref(LogRun *run, Event *event)
{
    const World *world = run->world;
    bool object = event->a >= OBJECT_FIRST && (world->object[event->a].flags & OBJECT_IS_FRAME) == 0;
    ObjectId target = object ? world->object[event->a].aux : OBJECT_NONE;
    if (!log_need(run, object, "this is no weak reference")) {
        return false;
    }
    if (event->kind == EVENT_WEAKREF_AIM) {
        if (target != OBJECT_NONE) {
            log_emit_apart(run, EVENT_WEAKREF_CLEAR, event->a, target, 0);
        }
        return log_need(run, event->b >= OBJECT_FIRST, "a weak reference needs an object") && emit_as_read(run, event);
    }
    event->b = event->b == OBJECT_NONE ? target : event->b;
    return log_need(run, target == event->b && target != OBJECT_NONE, "the weak reference has another target") &&
           emit_as_read(run, event);
}

/* ---- the collector's lists ---- */

static bool apply_track(LogRun *run, const Event *event)
{
    const ObjectRecord *record = &run->world->object[event->a];
    bool object = event->a >= OBJECT_FIRST && (record->flags & OBJECT_IS_FRAME) == 0;
    if (!log_need(run, object, "this is never tracked") || !need_alive(run, event->a)) {
        return false;
    }
    if (event->kind == EVENT_TRACK) {
        return log_need(run, record->list == 0, "the object is tracked already") && emit_as_read(run, event);
    }
    if (!log_need(run, record->list != 0, "the object is not tracked")) {
        return false;
    }
    if (event->kind == EVENT_UNTRACK) {
        untrack_now(run, event->a);
    } else {
        log_emit(run, EVENT_MOVE, 0, event->a, record->prev, (uint32_t)record->list << 8 | event->c);
    }
    return true;
}

/* Undoing a promotion gives all objects the same flags back; where they differ, they go before. */
static unsigned common_flags(LogRun *run, ObjectId list)
{
    const World *world = run->world;
    unsigned first = world->object[world->object[list].next].flags & PART;
    bool same = true;
    for (ObjectId at = world->object[list].next; at != list; at = world->object[at].next) {
        same = same && (world->object[at].flags & PART) == first;
    }
    for (ObjectId at = world->object[list].next; !same && at != list; at = world->object[at].next) {
        have_flags(run, at, 0, PART);
    }
    return same ? first : 0;
}

static bool apply_lists(LogRun *run, const Event *event)
{
    uint32_t from = event->c >> 8;
    const ObjectRecord *list = &run->world->object[from];
    if (!log_need(run, list->next != from, "the list is empty") ||
        !log_need(run, from != (event->c & 0xff) || event->kind == EVENT_PROMOTE, "a list cannot be merged into itself")) {
        return false;
    }
    unsigned flags = event->kind == EVENT_PROMOTE ? common_flags(run, from) : run->world->object[list->next].flags & PART;
    log_emit(run, (EventKind)event->kind, flags, list->next, list->prev, event->c);
    return true;
}

/* ---- the collector's scratch counts ---- */

static bool apply_scratch(LogRun *run, Event *event)
{
    const ObjectRecord *record = &run->world->object[event->a];
    if (!log_need(run, event->a >= OBJECT_FIRST, "this is no object") || !need_alive(run, event->a)) {
        return false;
    }
    switch ((EventKind)event->kind) {
    case EVENT_REFS_COPY: case EVENT_MARK_CLEAR:
        event->aux = record->flags & PART;
        return emit_with(run, event, record->gc_refs);
    case EVENT_REFS_RESET: return emit_with(run, event, record->gc_refs);
    case EVENT_REFS_SUBTRACT: return log_need(run, record->gc_refs > 0, "gc_refs is 0 already") && emit_as_read(run, event);
    case EVENT_REFS_MARK: case EVENT_MARK_GREY:
        if (record->gc_refs != 0) {
            log_emit(run, EVENT_REFS_RESET, 0, event->a, 0, record->gc_refs);
        }
        have_flags(run, event->a, 0, event->kind == EVENT_MARK_GREY ? OBJECT_GREY : 0);
        return emit_as_read(run, event);
    case EVENT_SCANNED: have_flags(run, event->a, OBJECT_COLLECTING, 0); return emit_as_read(run, event);
    case EVENT_UNTOUCHED: have_flags(run, event->a, PART, 0); return emit_as_read(run, event);
    case EVENT_MARK_BLACK: have_flags(run, event->a, OBJECT_COLLECTING | OBJECT_GREY, 0); return emit_as_read(run, event);
    default: return emit_as_read(run, event);
    }
}

/* ---- by kind ---- */

static bool apply_sizes(LogRun *run, const Event *event)
{
    const ObjectRecord *more = &run->world->object[event->a];
    return emit_with(run, event, event->kind == EVENT_SIZE ? more->size : more->storage_size);
}

static bool apply_life(LogRun *run, Event *event)
{
    switch ((EventKind)event->kind) {
    case EVENT_NEW: return apply_new_object(run, event);
    case EVENT_DEAD: return apply_died(run, event);
    case EVENT_FLAG_ON: case EVENT_FLAG_OFF: return apply_flag(run, event);
    case EVENT_SIZE: case EVENT_STORAGE_SIZE: return apply_sizes(run, event);
    case EVENT_TYPE: return apply_type(run, event);
    default: return emit_as_read(run, event); /* REPR */
    }
}

static bool apply_reference(LogRun *run, Event *event)
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

bool log_apply(LogRun *run, Event *event)
{
    if (event->kind <= EVENT_TYPE) {
        return apply_life(run, event);
    }
    if (event->kind <= EVENT_WEAKREF_CLEAR) {
        return apply_reference(run, event);
    }
    if (event->kind <= EVENT_UNTRACK || event->kind == EVENT_MOVE) {
        return apply_track(run, event);
    }
    if (event->kind <= EVENT_PROMOTE) {
        return apply_lists(run, event);
    }
    if (event->kind <= EVENT_MARK_CLEAR) {
        return apply_scratch(run, event);
    }
    return event->kind <= EVENT_FREELIST_POP ? log_apply_memory(run, event) : log_apply_program(run, event);
}
