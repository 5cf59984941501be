/* For each kind of event: what must hold before it (else a log could break the world's invariants), what undoing it needs, and what
 * another runtime may leave unsaid: an object that dies is untracked and lets its referents go first. */
#include "app/event_log_read.h"

#include "explain/holders.h"

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

bool log_emit_as_read(LogRun *run, const Event *event)
{
    log_emit(run, (EventKind)event->kind, event->aux, event->a, event->b, event->c);
    return true;
}

bool log_emit_with(LogRun *run, const Event *event, uint32_t c)
{
    log_emit(run, (EventKind)event->kind, event->aux, event->a, event->b, c);
    return true;
}

bool log_need_alive(LogRun *run, ObjectId object)
{
    return object == OBJECT_GARBAGE || (object >= OBJECT_LIMBO && object < OBJECT_FIRST) || world_alive(run->world, object) ||
           log_bad(run, "object '%.80s' is dead", names_text(run->session->names, run->world->id[object]));
}

/* Sets or clears flags that undoing the next event takes for granted. */
static void have_flags(LogRun *run, ObjectId object, unsigned set, unsigned cleared)
{
    unsigned flags = run->world->flags[object];
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
    return log_emit_as_read(run, event);
}

void log_let_go(LogRun *run, ObjectId object, Position position)
{
    const World *world = run->world;
    if (world_is_keyed(world, object) && position >= world->fixed[object]) {
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
    log_emit(run, EVENT_UNTRACK, run->world->flags[object] & PART, object, run->world->prev[object], run->world->list[object]);
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

uint32_t log_side_keys(LogRun *run, ObjectId object, uint32_t side)
{
    const World *world = run->world;
    for (Position at = world->fixed[object]; world_is_keyed(world, object) && at < world->slot_count[object]; at++) {
        emit_side_push(run->emit, world_key(world, object, at));
    }
    return side;
}

/* A collector that sweeps may free an object before the dead ones that hold it: their slots let go of it now. Whoever else holds it
 * keeps it alive. Cost: one look at every slot, for objects still held only. */
static bool release_holders(LogRun *run, ObjectId object)
{
    HolderList holders = {0};
    bool good = true;
    holders_of(run->world, object, &holders);
    for (size_t i = 0; i < holders.count && good; i++) {
        const Holder *holder = &holders.items[i];
        good = log_need(run, holder->kind == HOLDER_SLOT, "a name, temporary, pin or gc.garbage still holds the object");
        if (good) {
            log_emit_apart(run, holder->key ? EVENT_KEY_OBJECT_DROP : EVENT_EDGE_DROP, holder->from, holder->position, object);
        }
    }
    vec_release(&holders);
    return good;
}

static bool apply_died(LogRun *run, const Event *event)
{
    const World *world = run->world;
    uint32_t index;
    bool is_frame = (world->flags[event->a] & OBJECT_IS_FRAME) != 0;
    if (!log_need(run, event->a >= OBJECT_FIRST, "this is no object that can die") || !log_need_alive(run, event->a) ||
        !log_need(run, !is_frame || !is_pushed(world, event->a, &index), "a frame must return before it dies")) {
        return false;
    }
    if (world_tracked(world, event->a)) {
        bool due = run->step_due;
        untrack_now(run, event->a);
        run->step_due = due;
    }
    for (Position at = 0; at < world->slot_count[event->a]; at++) {
        log_let_go(run, event->a, at);
    }
    if (world->refcount[event->a] != 0 && !release_holders(run, event->a)) {
        return false;
    }
    have_flags(run, event->a, 0, OBJECT_WAITS);
    uint32_t side = log_side_keys(run, event->a, emit_side_at(run->emit));
    log_emit(run, EVENT_DEAD, 0, event->a, world->slot_count[event->a], side);
    return true;
}

static bool apply_flag(LogRun *run, const Event *event)
{
    const unsigned fixed = OBJECT_ALIVE | OBJECT_IS_FRAME | OBJECT_IMMORTAL;
    unsigned flags = run->world->flags[event->a];
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
           log_emit_with(run, event, world->type[event->a]);
}

/* ---- the collector's lists ---- */

static bool apply_track(LogRun *run, const Event *event)
{
    if (!log_need(run, event->a >= OBJECT_FIRST, "this is never tracked") || !log_need_alive(run, event->a)) {
        return false;
    }
    if (event->kind == EVENT_TRACK) {
        return log_need(run, run->world->list[event->a] == 0, "the object is tracked already") && log_emit_as_read(run, event);
    }
    if (!log_need(run, run->world->list[event->a] != 0, "the object is not tracked")) {
        return false;
    }
    if (event->kind == EVENT_UNTRACK) {
        untrack_now(run, event->a);
    } else {
        log_emit(run, EVENT_MOVE, 0, event->a, run->world->prev[event->a], (uint32_t)run->world->list[event->a] << 8 | event->c);
    }
    return true;
}

/* Undoing a promotion gives all objects the same flags back; where they differ, they go before. */
static unsigned common_flags(LogRun *run, ObjectId list)
{
    const World *world = run->world;
    unsigned first = world->flags[world->next[list]] & PART;
    bool same = true;
    for (ObjectId at = world->next[list]; at != list; at = world->next[at]) {
        same = same && (world->flags[at] & PART) == first;
    }
    for (ObjectId at = world->next[list]; !same && at != list; at = world->next[at]) {
        have_flags(run, at, 0, PART);
    }
    return same ? first : 0;
}

static bool apply_lists(LogRun *run, const Event *event)
{
    uint32_t from = event->c >> 8;
    if (!log_need(run, run->world->next[from] != from, "the list is empty") ||
        !log_need(run, from != (event->c & 0xff) || event->kind == EVENT_PROMOTE, "a list cannot be merged into itself")) {
        return false;
    }
    unsigned flags = event->kind == EVENT_PROMOTE ? common_flags(run, from) : run->world->flags[run->world->next[from]] & PART;
    log_emit(run, (EventKind)event->kind, flags, run->world->next[from], run->world->prev[from], event->c);
    return true;
}

/* ---- the collector's scratch counts ---- */

static bool apply_scratch(LogRun *run, Event *event)
{
    if (!log_need(run, event->a >= OBJECT_FIRST, "this is no object") || !log_need_alive(run, event->a)) {
        return false;
    }
    switch ((EventKind)event->kind) {
    case EVENT_REFS_COPY: case EVENT_MARK_CLEAR:
        event->aux = run->world->flags[event->a] & PART;
        return log_emit_with(run, event, run->world->gc_refs[event->a]);
    case EVENT_REFS_RESET: return log_emit_with(run, event, run->world->gc_refs[event->a]);
    case EVENT_REFS_SUBTRACT: return log_need(run, run->world->gc_refs[event->a] > 0, "gc_refs is 0 already") && log_emit_as_read(run, event);
    case EVENT_REFS_MARK: case EVENT_MARK_GREY:
        if (run->world->gc_refs[event->a] != 0) {
            log_emit(run, EVENT_REFS_RESET, 0, event->a, 0, run->world->gc_refs[event->a]);
        }
        have_flags(run, event->a, 0, event->kind == EVENT_MARK_GREY ? OBJECT_GREY : 0);
        return log_emit_as_read(run, event);
    case EVENT_SCANNED: have_flags(run, event->a, OBJECT_COLLECTING, 0); return log_emit_as_read(run, event);
    case EVENT_UNTOUCHED: have_flags(run, event->a, PART, 0); return log_emit_as_read(run, event);
    case EVENT_MARK_BLACK: have_flags(run, event->a, OBJECT_COLLECTING | OBJECT_GREY, 0); return log_emit_as_read(run, event);
    default: return log_emit_as_read(run, event);
    }
}

/* ---- by kind ---- */

static bool apply_sizes(LogRun *run, const Event *event)
{
    return log_emit_with(run, event, event->kind == EVENT_SIZE ? run->world->size[event->a] : run->world->storage_size[event->a]);
}

static bool apply_life(LogRun *run, Event *event)
{
    switch ((EventKind)event->kind) {
    case EVENT_NEW: return apply_new_object(run, event);
    case EVENT_DEAD: return apply_died(run, event);
    case EVENT_FLAG_ON: case EVENT_FLAG_OFF: return apply_flag(run, event);
    case EVENT_SIZE: case EVENT_STORAGE_SIZE: return apply_sizes(run, event);
    case EVENT_TYPE: return apply_type(run, event);
    default: return log_emit_as_read(run, event); /* REPR */
    }
}

bool log_apply(LogRun *run, Event *event)
{
    if (event->kind <= EVENT_TYPE) {
        return apply_life(run, event);
    }
    if (event->kind <= EVENT_WEAKREF_CLEAR) {
        return log_apply_reference(run, event);
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
