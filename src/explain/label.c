/* Labels are found by following, event by event, which names frames have and what they are bound to.
 * Example: new L1, bind a → L1: L1 is "a" at every step, before the binding too. A second list bound to a while L1 lives keeps
 * its id. */
#include "explain/label.h"

#include "explain/phrase.h"
#include "types/kinds.h"

#include <string.h>

/* ---- first names ---- */

static void reach_object(Labels *labels, ObjectId object)
{
    while (labels->first_name.count <= object) {
        vec_push(&labels->first_name, NAME_NONE);
        vec_push(&labels->tables, NULL);
    }
}

static KeyTable *table_of(const Labels *labels, ObjectId object)
{
    return object < labels->tables.count ? labels->tables.items[object] : NULL;
}

static KeyTable *table_make(Labels *labels, ObjectId object)
{
    reach_object(labels, object);
    if (labels->tables.items[object] == NULL) {
        labels->tables.items[object] = mem_zeroed(1, sizeof(KeyTable));
    }
    return labels->tables.items[object];
}

static void table_drop(Labels *labels, ObjectId object)
{
    if (table_of(labels, object) != NULL) {
        vec_release(labels->tables.items[object]);
        mem_release(labels->tables.items[object]);
        labels->tables.items[object] = NULL;
    }
}

static void name_first(Labels *labels, const World *world, ObjectId object, Name name)
{
    reach_object(labels, object);
    bool known = labels->first_name.items[object] != NAME_NONE;
    if (known || name == NAME_NONE || map_get(&labels->bearer, name) != 0 || strcmp(names_text(world->names, name), "self") == 0) {
        return;
    }
    labels->first_name.items[object] = name;
    map_put(&labels->bearer, name, object);
}

static void forget_dead(Labels *labels, ObjectId object)
{
    table_drop(labels, object);
    Name name = object < labels->first_name.count ? labels->first_name.items[object] : NAME_NONE;
    if (name != NAME_NONE && map_get(&labels->bearer, name) == object) {
        map_remove(&labels->bearer, name, NULL);
    }
}

/* One event; `number` is its own. */
static void follow(Labels *labels, const World *world, const Journal *journal, uint64_t number)
{
    const Event *event = journal_event(journal, number);
    KeyTable *table;
    switch ((EventKind)event->kind) {
    case EVENT_NEW:
        reach_object(labels, event->a);
        if ((event->aux & OBJECT_IS_FRAME) != 0) {
            table_make(labels, event->a);
        }
        return;
    case EVENT_FRAME_SPACE:
        if (table_of(labels, event->b) == NULL && event->b != OBJECT_NONE) {
            keys_before(table_make(labels, event->b), journal, event->b, number);
        }
        return;
    case EVENT_SLOT_ADD:
    case EVENT_COMPACT:
    case EVENT_REORDER:
    case EVENT_DETACH:
        table = table_of(labels, event->a);
        if (table != NULL) {
            keys_follow(table, event, journal->side.items);
        }
        return;
    case EVENT_EDGE_SET:
    case EVENT_TEMP_TO_EDGE:
        table = table_of(labels, event->a);
        if (table != NULL) {
            name_first(labels, world, event->c, keys_at(table, event->b));
        }
        return;
    case EVENT_DEAD: forget_dead(labels, event->a); return;
    default: return;
    }
}

void labels_update(Labels *labels, const World *world, const Journal *journal)
{
    uint64_t end = journal_events(journal);
    for (; labels->covered < end; labels->covered++) {
        follow(labels, world, journal, labels->covered);
    }
}

void labels_release(Labels *labels)
{
    for (size_t object = 0; object < labels->tables.count; object++) {
        table_drop(labels, (ObjectId)object);
    }
    vec_release(&labels->tables);
    vec_release(&labels->first_name);
    map_release(&labels->bearer);
    labels->covered = 0;
}

/* ---- names of objects ---- */

static bool all_digits(const char *text)
{
    return text[strspn(text, "0123456789")] == '\0';
}

const char *label_text(const World *world, const Labels *labels, ObjectId object)
{
    if (world_immortal(world, object) && world->repr[object] != NAME_NONE) {
        return names_text(world->names, world->repr[object]);
    }
    Name name = labels != NULL && object < labels->first_name.count ? labels->first_name.items[object] : NAME_NONE;
    if (name != NAME_NONE) {
        return names_text(world->names, name);
    }
    const char *id = names_text(world->names, world->id[object]);
    Name repr = world->repr[object];
    bool telling = repr != NAME_NONE && names_bytes(world->names, repr) <= LABEL_REPR_BYTES && all_digits(id);
    return telling ? names_text(world->names, repr) : id;
}

bool label_is_number(const World *world, const Labels *labels, ObjectId object)
{
    return all_digits(label_text(world, labels, object));
}

void label_short(const World *world, const Labels *labels, ObjectId object, Prose *out)
{
    const char *label = label_text(world, labels, object);
    if (all_digits(label)) {
        prose_add(out, label_type(world, object));
        prose_add(out, " ");
    }
    prose_add(out, label);
}

const char *label_type(const World *world, ObjectId object)
{
    return names_text(world->names, world_type(world, object)->name);
}

void label_full(const World *world, const Labels *labels, ObjectId object, Prose *out)
{
    if (object == OBJECT_GARBAGE) {
        prose_add(out, "gc.garbage");
        return;
    }
    if ((world->flags[object] & OBJECT_IS_FRAME) != 0) {
        label_frame(world, object, out);
        return;
    }
    if (world->type[object] == 0) { /* a head of a list */
        return;
    }
    bool limbo = object >= OBJECT_LIMBO && object < OBJECT_LIMBO + LIMBO_DEPTH;
    if (!(world_immortal(world, object) && world->repr[object] != NAME_NONE)) {
        prose_add(out, label_type(world, object));
        prose_add(out, " ");
    }
    bool named = labels != NULL && object < labels->first_name.count && labels->first_name.items[object] != NAME_NONE;
    Name repr = limbo || named ? NAME_NONE : world->repr[object];
    if (repr != NAME_NONE && names_bytes(world->names, repr) <= LABEL_REPR_BYTES) {
        prose_add_name(out, world->names, repr);
    } else {
        prose_add(out, limbo ? names_text(world->names, world->id[object]) : label_text(world, labels, object));
    }
}

void label_frame(const World *world, ObjectId frame, Prose *out)
{
    const char *name = names_text(world->names, world->id[frame]);
    prose_add(out, name);
    prose_add(out, name[0] == '<' ? "" : "()");
}

static uint64_t filled_entries(const World *world, ObjectId object)
{
    uint64_t filled = 0;
    const uint32_t *cell = &world->cell[world->cells[object] + world->fixed[object]], stride = world->stride[object];
    for (Position position = world->fixed[object]; position < world->slot_count[object]; position++, cell += stride) {
        filled += *cell != OBJECT_NONE;
    }
    return filled;
}

typedef struct ValueRow {
    Kind kind;
    PhraseKey key;
    const char *open, *close;
} ValueRow;

static const ValueRow *value_row(const World *world, ObjectId object)
{
    static const ValueRow rows[] = {
        {KIND_LIST, PHRASE_VALUE_ITEMS, "[", "]"},        {KIND_DEQUE, PHRASE_VALUE_ITEMS, "[", "]"},
        {KIND_TUPLE, PHRASE_VALUE_ITEMS, "(", ")"},       {KIND_DICT, PHRASE_VALUE_KEYS, "{", "}"},
        {KIND_SET, PHRASE_VALUE_ELEMENTS, "{", "}"},      {KIND_FROZENSET, PHRASE_VALUE_ELEMENTS, "{", "}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (world_type(world, object)->base == rows[i].kind) {
            return &rows[i];
        }
    }
    return NULL;
}

static bool has_repr(const World *world, ObjectId object)
{
    return world->repr[object] != NAME_NONE && (world->flags[object] & OBJECT_IS_FRAME) == 0;
}

bool label_length(const World *world, ObjectId object, uint64_t *length)
{
    bool counts = !has_repr(world, object) && value_row(world, object) != NULL;
    *length = counts ? filled_entries(world, object) : 0;
    return counts;
}

void label_value(const World *world, ObjectId object, Language language, Prose *out)
{
    const ValueRow *row = value_row(world, object);
    if (has_repr(world, object)) {
        prose_add_name(out, world->names, world->repr[object]);
    } else if (row != NULL) {
        prose_add(out, row->open);
        phrase_fill(language, row->key, &(PhraseArgs){.n = filled_entries(world, object)}, out);
        prose_add(out, row->close);
    }
}

/* ---- collector states ---- */

static bool is_set_aside(uint32_t list)
{
    return list == LIST_UNREACHABLE || list == LIST_LEGACY || list == LIST_SEEN || list == LIST_DELETE;
}

ColorState label_color(const World *world, ObjectId object)
{
    unsigned flags = world->flags[object];
    uint32_t phase = world->words[W_PHASE];
    if ((flags & OBJECT_ALIVE) == 0 || (flags & OBJECT_WAITS) != 0) {
        return COLOR_STATE_DEAD;
    }
    if ((flags & OBJECT_TAKES_PART) == 0) {
        return COLOR_STATE_NEUTRAL;
    }
    if ((flags & OBJECT_COLLECTING) == 0) {
        return COLOR_STATE_BLACK;
    }
    if (is_set_aside(world->list[object])) {
        return COLOR_STATE_CANDIDATE;
    }
    bool found = phase == PHASE_MOVE_UNREACHABLE && world->gc_refs[object] > 0;
    return found || (flags & OBJECT_GREY) != 0 ? COLOR_STATE_GREY : COLOR_STATE_WHITE;
}

const char *label_color_text(ColorState state)
{
    static const char *const texts[] = {NULL, "white", "grey", "black", "candidate", "dead"};
    return texts[state];
}

/* Mark-sweep leaves the length of its worklist behind; in its runs only the second search, in `resurrect`, copies counts. */
bool label_shows_gc_refs(const World *world, ObjectId object)
{
    uint32_t phase = world->words[W_PHASE];
    if ((world->flags[object] & OBJECT_TAKES_PART) == 0 || phase == PHASE_MARK || phase == PHASE_SWEEP) {
        return false;
    }
    return world->words[W_GREY_TAIL] == 0 || phase == PHASE_RESURRECT || phase == PHASE_DELETE_GARBAGE;
}
