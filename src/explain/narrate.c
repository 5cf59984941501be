/* The spoken event of a step picks a group, the group picks a sentence and what goes into it. The world is the one after the
 * step: values before and during it come from the operands of the step's events.
 * Example: unref (L, 0, A), world: refcount of A is 1 → "list box[0] no longer refers to list a.", "refcount of a 2 → 1". */
#include "explain/narrate.h"

#include "base/check.h"
#include "explain/narrate_parts.h"

enum { FAR_BACK_EVENTS = 4000 }; /* so that telling a step costs the same in every run */

/* ---- telling ---- */

Prose *telling_text(Telling *telling)
{
    CHECK(telling->text_count < TELLING_TEXTS);
    return &telling->texts[telling->text_count++];
}

void tell(Telling *telling, PhraseKey key, PhraseArgs args)
{
    Prose *text = &telling->out->text;
    if (text->bytes.count != 0 && telling->explain->language == LANGUAGE_EN) {
        prose_add(text, " ");
    }
    phrase_fill(telling->explain->language, key, &args, text);
}

void tell_number(Telling *telling, PhraseKey key, PhraseArgs args)
{
    Narration *out = telling->out;
    if (out->number_count < NARRATION_NUMBERS) {
        phrase_fill(telling->explain->language, key, &args, &out->numbers[out->number_count++]);
    }
}

const char *telling_label(const Telling *telling, ObjectId object)
{
    return label_text(telling->world, telling->explain->labels, object);
}

/* The container whose contents a limbo holds; the limbo itself, which bears its id, when that was long ago. */
static ObjectId detached_owner(const Telling *telling, ObjectId limbo)
{
    const Event *first = journal_event(telling->explain->journal, 0);
    for (const Event *event = telling->event; event > first && telling->event - event < FAR_BACK_EVENTS; event--) {
        if (event->kind == EVENT_DETACH && event->b == limbo) {
            return event->a;
        }
    }
    return world_type(telling->world, limbo)->kind == KIND_GARBAGE ? OBJECT_GARBAGE : limbo;
}

const char *telling_full(Telling *telling, ObjectId object)
{
    Prose *text = telling_text(telling);
    ObjectId shown = telling_is_limbo(object) ? detached_owner(telling, object) : object;
    label_full(telling->world, telling->explain->labels, shown, text);
    return prose_text(text);
}

const char *tell_object(Telling *telling, ObjectId object)
{
    if (telling->out->object == OBJECT_NONE) {
        telling->out->object = object;
    }
    return telling_full(telling, object);
}

const char *telling_list(Telling *telling, uint32_t list)
{
    static const PhraseKey keys[LIST_COUNT] = {
        [0] = PHRASE_LIST_NONE, [LIST_GENERATION_0] = PHRASE_LIST_GENERATION, [LIST_GENERATION_1] = PHRASE_LIST_GENERATION,
        [LIST_GENERATION_2] = PHRASE_LIST_GENERATION, [LIST_PERMANENT] = PHRASE_LIST_PERMANENT,
        [LIST_UNREACHABLE] = PHRASE_LIST_UNREACHABLE, [LIST_LEGACY] = PHRASE_LIST_LEGACY,
        [LIST_WEAKREFS] = PHRASE_LIST_WEAKREFS, [LIST_SEEN] = PHRASE_LIST_SEEN, [LIST_DELETE] = PHRASE_LIST_DELETE,
    };
    Prose *text = telling_text(telling);
    PhraseArgs args = {.n = list - LIST_GENERATION_0};
    phrase_fill(telling->explain->language, list < LIST_COUNT ? keys[list] : PHRASE_LIST_NONE, &args, text);
    return prose_text(text);
}

const Event *telling_later(const Telling *telling, EventKind kind)
{
    for (const Event *event = telling->event + 1; event < telling->end; event++) {
        if (event->kind == kind) {
            return event;
        }
    }
    return NULL;
}

/* ---- counts ---- */

static int64_t refcount_change(const World *world, const Event *event, ObjectId object)
{
    switch ((EventKind)event->kind) {
    case EVENT_TEMP_HOLD: return event->a == object;
    case EVENT_TEMP_DROP: return -(int64_t)(event->a == object);
    case EVENT_EDGE_SET:
    case EVENT_KEY_OBJECT_SET: return event->c == object;
    case EVENT_EDGE_DROP:
    case EVENT_KEY_OBJECT_DROP: return -(int64_t)(event->c == object);
    case EVENT_PIN: return world->pin_object[event->a] == object ? (int64_t)event->b - (int64_t)event->c : 0;
    default: return 0;
    }
}

uint64_t tell_refcount(Telling *telling, ObjectId object, int64_t change)
{
    const World *world = telling->world;
    int64_t after = world->refcount[object];
    for (const Event *event = telling->event + 1; event < telling->end; event++) {
        after -= refcount_change(world, event, object);
    }
    if (!world_immortal(world, object)) {
        PhraseArgs args = {.object = telling_label(telling, object), .m = (uint64_t)(after - change), .n = (uint64_t)after};
        tell_number(telling, PHRASE_NUMBER_REFCOUNT, args);
    }
    return (uint64_t)after;
}

/* ---- slots ---- */

/* The key that a later compaction in the same step took out, or NAME_NONE. */
static Name compacted_key(const Telling *telling, TellingEdge edge)
{
    const Event *compact = telling_later(telling, EVENT_COMPACT);
    if (compact == NULL || compact->a != edge.owner || telling->world->side == NULL) {
        return NAME_NONE;
    }
    const uint32_t *payload = &telling->world->side[compact->c];
    for (uint32_t i = 0; i < payload[0]; i++) {
        if (payload[1 + 2 * i] == edge.position) {
            return payload[2 + 2 * i];
        }
    }
    return NAME_NONE;
}

static Name key_then(const Telling *telling, TellingEdge edge)
{
    Name key = compacted_key(telling, edge);
    if (key != NAME_NONE) {
        return key;
    }
    bool moved = telling_later(telling, EVENT_COMPACT) != NULL || telling_later(telling, EVENT_REORDER) != NULL;
    if (!moved && edge.position < telling->world->slot_count[edge.owner]) {
        return world_key(telling->world, edge.owner, edge.position);
    }
    KeyTable table = {0};
    uint64_t number = (uint64_t)(telling->event - telling->explain->journal->events);
    keys_before(&table, telling->explain->journal, edge.owner, number);
    key = keys_at(&table, edge.position - telling->world->fixed[edge.owner]);
    vec_release(&table);
    return key;
}

const char *telling_slot_name(Telling *telling, TellingEdge edge)
{
    const World *world = telling->world;
    const TypeRecord *type = world_type(world, edge.owner);
    uint32_t fixed = world->fixed[edge.owner];
    if (edge.position < fixed) {
        return names_text(world->names, type->fixed_names[edge.position]);
    }
    uint32_t place = edge.position - fixed;
    switch (type->naming) {
    case NAMING_KEYED: return names_text(world->names, key_then(telling, edge));
    case NAMING_SHARED: return names_text(world->names, place < type->keys.count ? type->keys.items[place] : NAME_NONE);
    case NAMING_ELEMENT: return names_text(world->names, world->id[edge.target]);
    case NAMING_INDEX:
    case NAMING_NONE: break;
    }
    Prose *text = telling_text(telling);
    prose_add_number(text, place);
    return prose_text(text);
}

const char *telling_slot(Telling *telling, TellingEdge edge)
{
    LabelSlot slot = {edge.owner, edge.position, telling_slot_name(telling, edge)};
    Prose *text = telling_text(telling);
    label_slot(telling->world, telling->explain->labels, slot, text);
    return prose_text(text);
}

const char *telling_name(Telling *telling, TellingEdge edge)
{
    const char *name = telling_slot_name(telling, edge);
    if (edge.owner == telling->world->frames[0]) {
        return name;
    }
    Prose *frame = telling_text(telling);
    Prose *text = telling_text(telling);
    label_frame(telling->world, edge.owner, frame);
    phrase_fill(telling->explain->language, PHRASE_NAME_IN, &(PhraseArgs){.name = name, .from = prose_text(frame)}, text);
    return prose_text(text);
}

void tell_light(Telling *telling, TellingEdge edge)
{
    telling->out->object = edge.target;
    telling->out->from = edge.owner;
    telling->out->position = edge.position;
}

/* ---- which group ---- */

static void narrate_other(Telling *telling)
{
    const EventInfo *info = &event_info[telling->event->kind];
    ObjectId object = telling->event->a;
    bool named = info->operands[0] == 'o' && object >= OBJECT_FIRST && object < telling->world->words[W_OBJECT_TOP];
    if (named) {
        tell(telling, PHRASE_OTHER_OBJECT, (PhraseArgs){.text = info->text, .object = tell_object(telling, object)});
    } else {
        tell(telling, PHRASE_OTHER, (PhraseArgs){.text = info->text});
    }
}

static void narrate_event(Telling *telling)
{
    switch ((EventKind)telling->event->kind) {
    case EVENT_NEW: case EVENT_DEAD: narrate_life(telling); return;
    case EVENT_TEMP_HOLD: case EVENT_TEMP_DROP: case EVENT_EDGE_SET: case EVENT_EDGE_DROP: case EVENT_EDGE_TO_TEMP:
    case EVENT_TEMP_TO_EDGE: case EVENT_KEY_OBJECT_SET: case EVENT_KEY_OBJECT_DROP: case EVENT_KEY_TO_TEMP:
    case EVENT_SLOT_ADD: case EVENT_REORDER: case EVENT_DETACH: case EVENT_PIN: case EVENT_WEAKREF_CLEAR: case EVENT_WEAKREF_AIM:
        narrate_reference(telling);
        return;
    case EVENT_TRACK: case EVENT_UNTRACK: case EVENT_MOVE: case EVENT_MERGE: case EVENT_PROMOTE: narrate_list(telling); return;
    case EVENT_REFS_COPY: case EVENT_REFS_SUBTRACT: case EVENT_REFS_MARK: case EVENT_SCAN: case EVENT_MARK_GREY:
    case EVENT_MARK_TAKE: case EVENT_MARK_CLEAR:
        narrate_search(telling);
        return;
    case EVENT_PHASE: case EVENT_COLLECT_BEGIN: case EVENT_COLLECT_END: case EVENT_FINALIZER_BEGIN: case EVENT_CALLBACK_BEGIN:
    case EVENT_CLEAR: case EVENT_RESURRECTED: case EVENT_TRASH_DEFER:
        narrate_run(telling);
        return;
    case EVENT_BLOCK_TAKE: case EVENT_BLOCK_GIVE: case EVENT_LARGE_TAKE: case EVENT_LARGE_GIVE: case EVENT_LARGE_RESIZE:
    case EVENT_POOL_OPEN: case EVENT_POOL_USED: case EVENT_POOL_FULL: case EVENT_POOL_EMPTY: case EVENT_ARENA_NEW:
    case EVENT_ARENA_GONE: case EVENT_FREELIST_PUSH: case EVENT_FREELIST_POP:
        narrate_memory(telling);
        return;
    case EVENT_FRAME_PUSH: case EVENT_FRAME_POP: case EVENT_COUNTER: case EVENT_SETTING: case EVENT_OUTPUT: case EVENT_LINE:
    case EVENT_NOTE: case EVENT_ASK: case EVENT_MATERIALIZE:
        narrate_program(telling);
        return;
    default: narrate_other(telling); return;
    }
}

static void narration_clear(Narration *narration)
{
    prose_clear(&narration->title);
    prose_clear(&narration->subtitle);
    prose_clear(&narration->text);
    prose_clear(&narration->note);
    for (size_t i = 0; i < NARRATION_NUMBERS; i++) {
        prose_clear(&narration->numbers[i]);
    }
    narration->number_count = 0;
    narration->event = NULL;
    narration->object = OBJECT_NONE;
    narration->from = OBJECT_NONE;
    narration->position = 0;
    narration->key = false;
    narration->edge_gone = false;
    narration->pool = 0;
    narration->block = 0;
}

/* The sentences about a step, and what they need to begin with. False at step 0. */
static bool telling_begin(Telling *telling, const Explain *explain, Narration *out)
{
    narration_clear(out);
    const Event *event = explain->step == 0 ? NULL : journal_primary(explain->journal, explain->step);
    *telling = (Telling){.explain = explain, .world = explain->world, .event = event, .out = out};
    out->event = event;
    out->phase = PHASE_NONE;
    if (event == NULL) {
        phrase_fill(explain->language, PHRASE_START, &(PhraseArgs){0}, &out->text);
        return false;
    }
    telling->end = journal_event(explain->journal, 0) + journal_step_end(explain->journal, explain->step);
    out->phase = telling_phase(telling);
    narrate_event(telling);
    return true;
}

static void telling_end(Telling *telling)
{
    for (size_t i = 0; i < TELLING_TEXTS; i++) {
        prose_release(&telling->texts[i]);
    }
}

void narrate_step(const Explain *explain, Narration *out)
{
    Telling telling;
    if (telling_begin(&telling, explain, out)) {
        narrate_title(&telling);
    } else {
        phrase_fill(explain->language, PHRASE_TITLE_START, &(PhraseArgs){0}, &out->title);
    }
    telling_end(&telling);
}

void narrate_line(const Explain *explain, Prose *out)
{
    Narration narration = {0};
    Telling telling;
    telling_begin(&telling, explain, &narration);
    telling_end(&telling);
    prose_add(out, prose_text(&narration.text));
    narration_release(&narration);
}

const char *narrate_phase(Phase phase, Language language)
{
    return phrase_template(language, (PhraseKey)((int)PHRASE_PHASE_NONE + (int)phase));
}

void narration_release(Narration *narration)
{
    prose_release(&narration->title);
    prose_release(&narration->subtitle);
    prose_release(&narration->text);
    prose_release(&narration->note);
    for (size_t i = 0; i < NARRATION_NUMBERS; i++) {
        prose_release(&narration->numbers[i]);
    }
}
