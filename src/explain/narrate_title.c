/* Titles: the running collection, else what the op does, in the trace's own names where an object has no label. */
#include "explain/narrate_parts.h"

enum { NEWEST_OBJECTS = 50000 }; /* searched for an id, so that a title costs the same in every run */

static ObjectId bearer_of(const Telling *telling, Name id)
{
    const World *world = telling->world;
    ObjectId top = world->words[W_OBJECT_TOP];
    ObjectId last = top > OBJECT_FIRST + NEWEST_OBJECTS ? top - NEWEST_OBJECTS : OBJECT_FIRST;
    for (ObjectId object = top; object-- > last;) {
        if (world->id[object] == id && !telling_is_frame(telling, object)) {
            return object;
        }
    }
    return OBJECT_NONE;
}

/* The label of the newest bearer of an id; the id itself when none is near. */
static const char *id_label(const Telling *telling, Name id)
{
    ObjectId object = id == NAME_NONE ? OBJECT_NONE : bearer_of(telling, id);
    return object == OBJECT_NONE ? names_text(telling->world->names, id) : telling_label(telling, object);
}

/* "a[0]", "d['x']", "n.next": the slot an op names, behind its owner's label. */
static void slot_of_op(const Telling *telling, const OpWords *words, Prose *out)
{
    const World *world = telling->world;
    const char *slot = names_text(world->names, words->slot);
    ObjectId owner = words->from == NAME_NONE ? OBJECT_NONE : bearer_of(telling, words->from);
    prose_add(out, id_label(telling, words->from));
    if (owner == OBJECT_NONE) {
        prose_add(out, "[");
        prose_add(out, slot);
        prose_add(out, "]");
        return;
    }
    Position position = 0;
    while (position < world->fixed[owner] && world_slot_name(world, owner, position) != words->slot) {
        position++;
    }
    label_slot_alone(world, (LabelSlot){owner, position, slot}, out);
}

static PhraseKey new_key(const OpWords *words)
{
    if (words->name != NAME_NONE) {
        return words->repr != NAME_NONE ? PHRASE_TITLE_NEW_VALUE : PHRASE_TITLE_NEW_NAMED;
    }
    return words->from != NAME_NONE && words->slot != NAME_NONE ? PHRASE_TITLE_NEW_STORED : PHRASE_TITLE_NEW;
}

static PhraseKey title_key(OpKind kind, const OpWords *words)
{
    static const PhraseKey keys[OP_KIND_COUNT] = {
        [OP_LOAD] = PHRASE_TITLE_LOAD, [OP_CLASS] = PHRASE_TITLE_CLASS, [OP_BIND] = PHRASE_TITLE_BIND,
        [OP_UNBIND] = PHRASE_TITLE_UNBIND, [OP_UNREF] = PHRASE_TITLE_UNREF, [OP_CLEAR] = PHRASE_TITLE_CLEAR,
        [OP_REORDER] = PHRASE_TITLE_REORDER, [OP_MATERIALIZE] = PHRASE_TITLE_MATERIALIZE, [OP_CALL] = PHRASE_TITLE_CALL,
        [OP_RETURN] = PHRASE_TITLE_RETURN, [OP_PIN] = PHRASE_TITLE_PIN, [OP_UNPIN] = PHRASE_TITLE_UNPIN,
        [OP_HOLD] = PHRASE_TITLE_HOLD, [OP_DROP] = PHRASE_TITLE_DROP, [OP_WEAKREF] = PHRASE_TITLE_WEAKREF,
        [OP_RESIZE] = PHRASE_TITLE_RESIZE, [OP_COLLECT] = PHRASE_TITLE_COLLECT, [OP_POLL] = PHRASE_TITLE_POLL,
        [OP_ENABLE] = PHRASE_TITLE_ENABLE, [OP_DISABLE] = PHRASE_TITLE_DISABLE, [OP_FREEZE] = PHRASE_TITLE_FREEZE,
        [OP_UNFREEZE] = PHRASE_TITLE_UNFREEZE, [OP_CLEAR_GARBAGE] = PHRASE_TITLE_CLEAR_GARBAGE,
        [OP_SET_THRESHOLD] = PHRASE_TITLE_SET_THRESHOLD, [OP_SET_DEBUG] = PHRASE_TITLE_SET_DEBUG,
        [OP_GETREFCOUNT] = PHRASE_TITLE_GETREFCOUNT, [OP_COUNT] = PHRASE_TITLE_COUNT, [OP_PRINT] = PHRASE_TITLE_PRINT,
        [OP_ALLOC] = PHRASE_TITLE_ALLOC, [OP_REALLOC] = PHRASE_TITLE_REALLOC, [OP_FREE] = PHRASE_TITLE_FREE,
        [OP_REPEAT] = PHRASE_TITLE_REPEAT, [OP_LINE] = PHRASE_TITLE_LINE, [OP_NOTE] = PHRASE_TITLE_NOTE,
        [OP_ASK] = PHRASE_TITLE_ASK, [OP_EXPECT] = PHRASE_TITLE_EXPECT,
    };
    switch (kind) {
    case OP_NEW: return new_key(words);
    case OP_REF: return words->slot != NAME_NONE ? PHRASE_TITLE_REF : PHRASE_TITLE_REF_APPEND;
    default: return keys[kind];
    }
}

/* Titles that read well although nothing is known of the op but its kind. */
static bool speaks_alone(OpKind kind)
{
    switch (kind) {
    case OP_LOAD: case OP_RETURN: case OP_POLL: case OP_ENABLE: case OP_DISABLE: case OP_FREEZE: case OP_UNFREEZE:
    case OP_CLEAR_GARBAGE: case OP_SET_THRESHOLD: case OP_SET_DEBUG: case OP_PRINT: case OP_ALLOC: case OP_REALLOC: case OP_FREE:
    case OP_REPEAT: case OP_LINE: case OP_NOTE: case OP_ASK: case OP_EXPECT:
        return true;
    default: return false;
    }
}

static void title_of_op(Telling *telling, OpKind kind, size_t record)
{
    const Explain *explain = telling->explain;
    Prose *title = &telling->out->title;
    OpWords words = {0};
    bool known = explain->op_words != NULL && explain->op_words(explain->op_context, record, &words);
    if (!known && !speaks_alone(kind)) {
        phrase_fill(explain->language, PHRASE_TITLE_OP, &(PhraseArgs){.text = op_kind_text(kind)}, title);
        return;
    }
    const Names *names = telling->world->names;
    Prose slot = {0};
    if (words.slot != NAME_NONE) {
        slot_of_op(telling, &words, &slot);
    }
    PhraseArgs args = {
        .name = names_text(names, words.name), .type = names_text(names, words.type), .slot = prose_text(&slot),
        .text = names_text(names, words.repr), .from = id_label(telling, words.from),
        .to = id_label(telling, words.to != NAME_NONE ? words.to : words.id), .n = words.generation,
    };
    phrase_fill(explain->language, title_key(kind, &words), &args, title);
    prose_release(&slot);
    if (kind != OP_NOTE && kind != OP_ASK) {
        prose_add_name(&telling->out->note, names, explain_pick(explain->language, words.text));
    }
}

static bool in_collection(const Telling *telling)
{
    unsigned kind = telling->event->kind;
    return telling_collecting(telling) || kind == EVENT_COLLECT_BEGIN || kind == EVENT_COLLECT_END;
}

void narrate_title(Telling *telling)
{
    const Explain *explain = telling->explain;
    const uint32_t *words = telling->world->words;
    Narration *out = telling->out;
    if (in_collection(telling)) {
        phrase_fill(explain->language, PHRASE_TITLE_COLLECTION, &(PhraseArgs){.n = words[W_GENERATION]}, &out->title);
        if (telling_phase(telling) != PHASE_NONE) {
            prose_add(&out->subtitle, narrate_phase(telling_phase(telling), explain->language));
        }
        return;
    }
    int64_t record = journal_record_of_step(explain->journal, explain->step);
    if (record != JOURNAL_NO_OP) {
        title_of_op(telling, (OpKind)explain->journal->ops.items[record].op_kind, (size_t)record);
    }
}
