/* A collection: lists, the search for the unreachable, and what happens to them. */
#include "explain/narrate_parts.h"

static bool is_generation(uint32_t list)
{
    return list >= LIST_GENERATION_0 && list <= LIST_GENERATION_2;
}

/* ---- lists ---- */

static PhraseKey untrack_key(const Telling *telling)
{
    if (telling_phase(telling) == PHASE_UNTRACK) {
        return PHRASE_UNTRACK_HARMLESS;
    }
    return telling->world->refcount[telling->event->a] == 0 ? PHRASE_UNTRACK_DYING : PHRASE_UNTRACK;
}

static PhraseKey move_key(const Telling *telling)
{
    const World *world = telling->world;
    uint32_t from = telling->event->c >> 8;
    uint32_t to = telling->event->c & 0xff;
    bool legacy = (world->flags[telling->event->a] & OBJECT_HAS_FINALIZER) != 0;
    switch (to) {
    case LIST_UNREACHABLE: return telling_phase(telling) == PHASE_SWEEP ? PHRASE_MOVE_SWEEP : PHRASE_MOVE_OUT;
    case LIST_LEGACY: return legacy ? PHRASE_MOVE_LEGACY : PHRASE_MOVE_LEGACY_HELD;
    case LIST_WEAKREFS: return PHRASE_MOVE_WEAKREF;
    case LIST_SEEN: return PHRASE_MOVE_SEEN;
    case LIST_DELETE: return PHRASE_MOVE_STILL;
    default: break;
    }
    if (from == LIST_WEAKREFS) {
        return PHRASE_MOVE_WEAKREF_BACK;
    }
    return from == LIST_DELETE ? PHRASE_MOVE_SURVIVES : PHRASE_MOVE;
}

static void narrate_move(Telling *telling)
{
    uint32_t from = telling->event->c >> 8;
    uint32_t to = telling->event->c & 0xff;
    PhraseKey key = move_key(telling);
    PhraseArgs args = {.object = tell_object(telling, telling->event->a)};
    args.list = telling_list(telling, key == PHRASE_MOVE ? from : to);
    args.to = telling_list(telling, to);
    tell(telling, key, args);
}

static PhraseKey join_key(const Telling *telling)
{
    uint32_t from = telling->event->c >> 8;
    uint32_t to = telling->event->c & 0xff;
    if (telling->event->kind == EVENT_PROMOTE) {
        switch (from) {
        case LIST_LEGACY: return PHRASE_PROMOTE_LEGACY;
        case LIST_UNREACHABLE: return PHRASE_PROMOTE_RESURRECTED;
        default: return from == to ? PHRASE_PROMOTE_STAY : PHRASE_PROMOTE_UP;
        }
    }
    if (from == LIST_SEEN) {
        return PHRASE_MERGE_SEEN;
    }
    if (to == LIST_PERMANENT || from == LIST_PERMANENT) {
        return to == LIST_PERMANENT ? PHRASE_MERGE_FREEZE : PHRASE_MERGE_UNFREEZE;
    }
    return is_generation(from) && is_generation(to) ? PHRASE_MERGE_YOUNG : PHRASE_MERGE;
}

void narrate_list(Telling *telling)
{
    const Event *event = telling->event;
    PhraseArgs args = {0};
    switch ((EventKind)event->kind) {
    case EVENT_TRACK:
        args.object = tell_object(telling, event->a);
        args.list = telling_list(telling, event->b);
        tell(telling, PHRASE_TRACK, args);
        return;
    case EVENT_UNTRACK:
        args.object = tell_object(telling, event->a);
        args.list = telling_list(telling, event->c);
        tell(telling, untrack_key(telling), args);
        return;
    case EVENT_MOVE: narrate_move(telling); return;
    default:
        args.list = telling_list(telling, event->c >> 8);
        args.to = telling_list(telling, event->c & 0xff);
        tell(telling, join_key(telling), args);
        return;
    }
}

static void narrate_phase_begin(Telling *telling)
{
    bool oldest = telling->event->b == PHASE_PROMOTE && telling->world->words[W_GENERATION] == 2;
    PhraseKey key = oldest ? PHRASE_BEGIN_PROMOTE_OLDEST : (PhraseKey)((uint32_t)PHRASE_BEGIN_NONE + telling->event->b);
    tell(telling, key, (PhraseArgs){0});
}

/* ---- trial deletion ---- */

static void tell_gc_refs(Telling *telling, uint64_t before, uint64_t after)
{
    tell_number(telling, PHRASE_NUMBER_GC_REFS, (PhraseArgs){.m = before, .n = after});
}

static void narrate_subtract(Telling *telling)
{
    const Event *event = telling->event;
    uint64_t left = telling->world->gc_refs[event->a];
    tell_light(telling, (TellingEdge){event->b, event->c, event->a});
    PhraseArgs args = {.object = telling_full(telling, event->a), .from = telling_full(telling, event->b)};
    tell(telling, event->a == event->b ? PHRASE_REFS_SUBTRACT_SELF : PHRASE_REFS_SUBTRACT, args);
    tell(telling, left == 0 ? PHRASE_REFS_ZERO : PHRASE_REFS_LEFT, (PhraseArgs){.n = left});
    tell_gc_refs(telling, left + 1, left);
}

static void narrate_mark(Telling *telling)
{
    const Event *event = telling->event;
    bool back = telling_later(telling, EVENT_MOVE) != NULL;
    tell_light(telling, (TellingEdge){event->b, event->c, event->a});
    PhraseArgs args = {.object = telling_full(telling, event->a), .from = telling_full(telling, event->b)};
    tell(telling, back ? PHRASE_REFS_MARK_BACK : PHRASE_REFS_MARK, args);
    tell_gc_refs(telling, 0, 1);
}

/* ---- mark-sweep ---- */

static void narrate_grey(Telling *telling)
{
    const World *world = telling->world;
    const Event *event = telling->event;
    TellingEdge edge = {event->b, event->c, event->a};
    tell_light(telling, edge);
    PhraseArgs args = {.object = telling_full(telling, event->a)};
    if (event->b < OBJECT_FIRST) {
        tell(telling, PHRASE_MARK_GREY_OUTSIDE, args);
    } else if (telling_is_frame(telling, event->b)) {
        args.name = telling_name(telling, edge);
        tell(telling, PHRASE_MARK_GREY_NAME, args);
    } else {
        args.from = telling_full(telling, event->b);
        tell(telling, PHRASE_MARK_GREY, args);
    }
    uint64_t queue = world->words[W_GREY_TAIL] - world->words[W_GREY_HEAD];
    tell_number(telling, PHRASE_NUMBER_QUEUE, (PhraseArgs){.m = queue - 1, .n = queue});
}

void narrate_search(Telling *telling)
{
    const World *world = telling->world;
    const Event *event = telling->event;
    PhraseArgs args = {0};
    switch ((EventKind)event->kind) {
    case EVENT_REFS_COPY:
        args = (PhraseArgs){.object = tell_object(telling, event->a), .n = event->b};
        tell(telling, PHRASE_REFS_COPY, args);
        tell_number(telling, PHRASE_NUMBER_GC_REFS_NEW, (PhraseArgs){.n = event->b});
        return;
    case EVENT_REFS_SUBTRACT: narrate_subtract(telling); return;
    case EVENT_REFS_MARK: narrate_mark(telling); return;
    case EVENT_SCAN:
        args = (PhraseArgs){.object = tell_object(telling, event->a), .n = world->gc_refs[event->a]};
        tell(telling, PHRASE_SCAN, args);
        return;
    case EVENT_MARK_GREY: narrate_grey(telling); return;
    case EVENT_MARK_TAKE: {
        uint64_t queue = world->words[W_GREY_TAIL] - world->words[W_GREY_HEAD];
        tell(telling, PHRASE_MARK_TAKE, (PhraseArgs){.object = tell_object(telling, event->a)});
        tell_number(telling, PHRASE_NUMBER_QUEUE, (PhraseArgs){.m = queue + 1, .n = queue});
        return;
    }
    default: tell(telling, PHRASE_MARK_CLEAR, (PhraseArgs){.object = tell_object(telling, event->a)}); return;
    }
}

/* ---- the run ---- */

void narrate_run(Telling *telling)
{
    const Event *event = telling->event;
    PhraseArgs args = {.n = event->a};
    switch ((EventKind)event->kind) {
    case EVENT_PHASE: narrate_phase_begin(telling); return;
    case EVENT_COLLECT_BEGIN:
        tell(telling, event->b != 0 ? PHRASE_COLLECT_BEGIN_AUTOMATIC : PHRASE_COLLECT_BEGIN_MANUAL, args);
        return;
    case EVENT_COLLECT_END:
        args.n = event->b;
        tell(telling, event->b != 0 ? PHRASE_COLLECT_END : PHRASE_COLLECT_END_NONE, args);
        return;
    default: break;
    }
    args.object = tell_object(telling, event->a);
    switch ((EventKind)event->kind) {
    case EVENT_FINALIZER_BEGIN: tell(telling, PHRASE_FINALIZER, args); return;
    case EVENT_CALLBACK_BEGIN: tell(telling, PHRASE_CALLBACK, args); return;
    case EVENT_CLEAR: tell(telling, PHRASE_CLEAR, args); return;
    case EVENT_RESURRECTED: tell(telling, PHRASE_RESURRECTED, args); return;
    default: tell(telling, PHRASE_TRASHCAN, args); return;
    }
}
