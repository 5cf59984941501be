/* Births, deaths, and references that come and go. */
#include "explain/narrate_parts.h"

/* ---- lives ---- */

static void tell_live(Telling *telling, int64_t change)
{
    uint64_t now = telling->world->words[W_ALIVE];
    tell_number(telling, PHRASE_NUMBER_LIVE, (PhraseArgs){.m = (uint64_t)((int64_t)now - change), .n = now});
}

static void narrate_frame_new(Telling *telling, ObjectId frame)
{
    Prose *name = telling_text(telling);
    label_frame(telling->world, frame, name);
    bool module = telling->world->words[W_FRAME_COUNT] <= 1;
    bool called = telling_later(telling, EVENT_FRAME_PUSH) != NULL;
    tell(telling, module ? PHRASE_NEW_MODULE : called ? PHRASE_FRAME_PUSH : PHRASE_NEW_FRAME, (PhraseArgs){.name = prose_text(name)});
    telling->out->object = frame;
}

static void narrate_new(Telling *telling)
{
    const Event *event = telling->event;
    if ((event->aux & OBJECT_IS_FRAME) != 0) {
        narrate_frame_new(telling, event->a);
        return;
    }
    bool immortal = (event->aux & OBJECT_IMMORTAL) != 0;
    bool loaded = (event->aux & OBJECT_WAITS) != 0;
    PhraseKey key = immortal ? PHRASE_NEW_IMMORTAL : loaded ? PHRASE_NEW_LOADED : PHRASE_NEW;
    tell(telling, key, (PhraseArgs){.object = tell_object(telling, event->a)});
    if (!immortal) {
        tell_live(telling, 1);
    }
}

static void narrate_dead(Telling *telling)
{
    ObjectId object = telling->event->a;
    if (telling_is_frame(telling, object)) {
        tell(telling, PHRASE_DEAD_FRAME, (PhraseArgs){.name = tell_object(telling, object)});
        return;
    }
    tell(telling, PHRASE_DEAD, (PhraseArgs){.object = tell_object(telling, object)});
    tell_live(telling, -1);
}

void narrate_life(Telling *telling)
{
    if (telling->event->kind == EVENT_NEW) {
        narrate_new(telling);
    } else {
        narrate_dead(telling);
    }
}

/* ---- counts ---- */

/* What a loss means: death, or who is left. */
static void tell_loss(Telling *telling, ObjectId object)
{
    uint64_t left = tell_refcount(telling, object, -1);
    if (world_immortal(telling->world, object)) {
        return;
    }
    tell(telling, left == 0 ? PHRASE_COUNT_ZERO : PHRASE_COUNT_LEFT, (PhraseArgs){.n = left});
}

static void narrate_hold(Telling *telling)
{
    PhraseKey key = PHRASE_HOLD;
    Phase phase = telling_phase(telling);
    switch (phase) {
    case PHASE_WEAKREFS: key = PHRASE_HOLD_WEAKREF; break;
    case PHASE_FINALIZE: key = PHRASE_HOLD_FINALIZE; break;
    case PHASE_DELETE_GARBAGE: key = PHRASE_HOLD_DELETE; break;
    default: break;
    }
    bool collectors = phase == PHASE_WEAKREFS || telling->world->list[telling->event->a] >= LIST_UNREACHABLE;
    tell(telling, collectors && !explain_user_code_runs(telling->world) ? key : PHRASE_HOLD, (PhraseArgs){.object = tell_object(telling, telling->event->a)});
    tell_refcount(telling, telling->event->a, 1);
}

static void narrate_drop(Telling *telling)
{
    PhraseKey key = PHRASE_DROP;
    switch (telling_phase(telling)) {
    case PHASE_FINALIZE: key = PHRASE_DROP_FINALIZE; break;
    case PHASE_DELETE_GARBAGE: key = PHRASE_DROP_DELETE; break;
    default: break;
    }
    bool collectors = telling->world->list[telling->event->a] >= LIST_UNREACHABLE;
    tell(telling, collectors && !explain_user_code_runs(telling->world) ? key : PHRASE_DROP, (PhraseArgs){.object = tell_object(telling, telling->event->a)});
    tell_loss(telling, telling->event->a);
}

/* ---- slots ---- */

static TellingEdge event_edge(const Telling *telling)
{
    return (TellingEdge){telling->event->a, telling->event->b, telling->event->c};
}

static void narrate_edge_set(Telling *telling)
{
    TellingEdge edge = event_edge(telling);
    bool moved = telling->event->kind == EVENT_TEMP_TO_EDGE;
    tell_light(telling, edge);
    const char *object = telling_full(telling, edge.target);
    if (edge.owner == OBJECT_GARBAGE) {
        tell(telling, PHRASE_REF_GARBAGE, (PhraseArgs){.object = object});
    } else if (telling_is_frame(telling, edge.owner)) {
        PhraseArgs args = {.object = object, .name = telling_name(telling, edge)};
        tell(telling, moved ? PHRASE_TEMP_TO_NAME : PHRASE_REF_NAME, args);
    } else {
        PhraseArgs args = {.object = object, .slot = telling_slot(telling, edge)};
        tell(telling, moved ? PHRASE_TEMP_TO_SLOT : PHRASE_REF_SLOT, args);
    }
    if (!moved) {
        tell_refcount(telling, edge.target, 1);
    }
}

/* An owner whose own count is 0 lets go because it dies. */
static bool is_dying(const Telling *telling, ObjectId owner)
{
    return owner >= OBJECT_FIRST && telling->world->refcount[owner] == 0 && !world_immortal(telling->world, owner);
}

static void narrate_edge_drop(Telling *telling)
{
    TellingEdge edge = event_edge(telling);
    tell_light(telling, edge);
    telling->out->edge_gone = true;
    const char *object = telling_full(telling, edge.target);
    if (edge.owner == OBJECT_GARBAGE) {
        tell(telling, PHRASE_UNREF_GARBAGE, (PhraseArgs){.object = object});
    } else if (telling_is_limbo(edge.owner)) {
        telling->out->from = OBJECT_NONE;
        tell(telling, PHRASE_UNREF_DETACHED, (PhraseArgs){.object = object, .from = telling_full(telling, edge.owner)});
    } else if (telling_is_frame(telling, edge.owner)) {
        tell(telling, PHRASE_UNREF_NAME, (PhraseArgs){.object = object, .name = telling_name(telling, edge)});
    } else if (is_dying(telling, edge.owner)) {
        tell(telling, PHRASE_UNREF_DYING, (PhraseArgs){.object = object, .from = telling_full(telling, edge.owner)});
    } else {
        tell(telling, PHRASE_UNREF_SLOT, (PhraseArgs){.object = object, .slot = telling_slot(telling, edge)});
    }
    tell_loss(telling, edge.target);
}

static void narrate_edge_to_temp(Telling *telling)
{
    TellingEdge edge = event_edge(telling);
    tell_light(telling, edge);
    telling->out->edge_gone = true;
    const char *slot = telling_is_frame(telling, edge.owner) ? telling_name(telling, edge) : telling_slot(telling, edge);
    tell(telling, PHRASE_SLOT_TO_TEMP, (PhraseArgs){.slot = slot, .object = telling_full(telling, edge.target)});
}

static void narrate_key(Telling *telling)
{
    TellingEdge edge = event_edge(telling);
    EventKind kind = (EventKind)telling->event->kind;
    tell_light(telling, edge);
    telling->out->key = true;
    telling->out->edge_gone = kind != EVENT_KEY_OBJECT_SET;
    PhraseArgs args = {.object = telling_full(telling, edge.target), .slot = telling_slot(telling, edge)};
    if (kind == EVENT_KEY_TO_TEMP) {
        tell(telling, PHRASE_KEY_TO_TEMP, args);
    } else if (kind == EVENT_KEY_OBJECT_SET) {
        tell(telling, PHRASE_KEY_SET, args);
        tell_refcount(telling, edge.target, 1);
    } else {
        tell(telling, PHRASE_KEY_DROP, args);
        tell_loss(telling, edge.target);
    }
}

/* ---- pins, weak references ---- */

static void narrate_pin(Telling *telling)
{
    const World *world = telling->world;
    const Event *event = telling->event;
    ObjectId object = world->pin_object[event->a];
    bool more = event->b > event->c;
    const char *by = label_pin_by(world, event->a, telling->explain->language);
    if (by[0] == '\0') {
        by = phrase_template(telling->explain->language, PHRASE_OUTSIDE);
    }
    PhraseArgs args = {.object = tell_object(telling, object), .name = by, .n = more ? event->b - event->c : event->c - event->b};
    tell(telling, more ? PHRASE_PIN_MORE : PHRASE_PIN_LESS, args);
    tell_refcount(telling, object, (int64_t)event->b - (int64_t)event->c);
    tell_number(telling, PHRASE_NUMBER_PINS, (PhraseArgs){.m = event->c, .n = event->b});
}

static void narrate_weakref(Telling *telling, PhraseKey key)
{
    const Event *event = telling->event;
    tell(telling, key, (PhraseArgs){.object = tell_object(telling, event->a), .to = telling_full(telling, event->b)});
}

void narrate_reference(Telling *telling)
{
    const Event *event = telling->event;
    switch ((EventKind)event->kind) {
    case EVENT_TEMP_HOLD: narrate_hold(telling); return;
    case EVENT_TEMP_DROP: narrate_drop(telling); return;
    case EVENT_EDGE_SET:
    case EVENT_TEMP_TO_EDGE: narrate_edge_set(telling); return;
    case EVENT_EDGE_DROP: narrate_edge_drop(telling); return;
    case EVENT_EDGE_TO_TEMP: narrate_edge_to_temp(telling); return;
    case EVENT_SLOT_ADD: tell(telling, PHRASE_SLOT_ADD, (PhraseArgs){.object = tell_object(telling, event->a)}); return;
    case EVENT_REORDER:
        tell(telling, PHRASE_REORDER, (PhraseArgs){.object = tell_object(telling, event->a), .n = event->b});
        return;
    case EVENT_DETACH: tell(telling, PHRASE_DETACH, (PhraseArgs){.object = tell_object(telling, event->a)}); return;
    case EVENT_PIN: narrate_pin(telling); return;
    case EVENT_WEAKREF_CLEAR: narrate_weakref(telling, PHRASE_WEAKREF_CLEAR); return;
    case EVENT_WEAKREF_AIM: narrate_weakref(telling, PHRASE_WEAKREF_AIM); return;
    default: narrate_key(telling); return;
    }
}
