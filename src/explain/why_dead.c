/* When and why an object died, from the journal. What let it go is looked for backward from its death, within the op that
 * killed it: the last holder that was not a temporary, since every op holds what it names by temporaries of its own.
 * Example: `unpin A`: temporary +, pin −, temporary − and dead: the last holder is the pin. Cost: a scan of the events. */
#include "explain/keys.h"
#include "explain/why_parts.h"

/* Number of the event that ended the object, or the end given when there is none. */
static uint64_t death_before(const Journal *journal, ObjectId object, uint64_t end)
{
    for (uint64_t at = end; at-- > 0;) {
        const Event *event = journal_event(journal, at);
        if (event->kind == EVENT_DEAD && event->a == object) {
            return at;
        }
    }
    return end;
}

static bool in_collection(const Journal *journal, uint64_t at)
{
    while (at-- > 0) {
        unsigned kind = journal_event(journal, at)->kind;
        if (kind == EVENT_COLLECT_BEGIN || kind == EVENT_COLLECT_END) {
            return kind == EVENT_COLLECT_BEGIN;
        }
    }
    return false;
}

static uint64_t op_first_event(const Journal *journal, uint64_t step)
{
    int64_t record = journal_record_of_step(journal, step);
    return record == JOURNAL_NO_OP ? 0 : journal->ops.items[record].first_event;
}

/* Whether the event takes a holder other than a temporary from the object. */
static bool lets_go(const World *world, const Event *event, ObjectId object)
{
    switch ((EventKind)event->kind) {
    case EVENT_EDGE_DROP:
    case EVENT_EDGE_TO_TEMP:
    case EVENT_KEY_OBJECT_DROP:
    case EVENT_KEY_TO_TEMP: return event->c == object;
    case EVENT_PIN: return world->pin_object[event->a] == object && event->b < event->c;
    default: return false;
    }
}

/* Place of a frame among all, as it was before an event. */
static uint32_t frame_index_before(const Journal *journal, ObjectId frame, uint64_t end)
{
    VEC(ObjectId) frames = {0};
    for (uint64_t at = 0; at < end; at++) {
        const Event *event = journal_event(journal, at);
        if (event->kind == EVENT_FRAME_PUSH) {
            vec_push(&frames, event->a);
        } else if (event->kind == EVENT_FRAME_POP) {
            for (size_t i = event->b; i + 1 < frames.count; i++) {
                frames.items[i] = frames.items[i + 1];
            }
            frames.count--;
        }
    }
    uint32_t index = 0;
    while (index < frames.count && frames.items[index] != frame) {
        index++;
    }
    vec_release(&frames);
    return index;
}

/* The container whose contents a limbo held when the event happened. */
static ObjectId limbo_owner(const Journal *journal, ObjectId limbo, uint64_t at)
{
    while (at-- > 0) {
        const Event *event = journal_event(journal, at);
        if (event->kind == EVENT_DETACH && event->b == limbo) {
            return event->a;
        }
    }
    return OBJECT_NONE;
}

static Name slot_name_then(const WhyAsk *ask, const Holder *holder, uint64_t at)
{
    const World *world = ask->world;
    const TypeRecord *type = world_type(world, holder->from);
    uint32_t fixed = world->fixed[holder->from];
    if (holder->position < fixed) {
        return type->fixed_names[holder->position];
    }
    uint32_t place = holder->position - fixed;
    switch (type->naming) {
    case NAMING_ELEMENT: return world->id[ask->object];
    case NAMING_SHARED: return place < type->keys.count ? type->keys.items[place] : NAME_NONE;
    case NAMING_KEYED: {
        KeyTable table = {0};
        keys_before(&table, ask->journal, holder->from, at);
        Name name = keys_at(&table, place);
        vec_release(&table);
        return name;
    }
    case NAMING_INDEX:
    case NAMING_NONE: break;
    }
    return names_of_number(world->names, place);
}

static void last_from_slot(const WhyAsk *ask, const Event *event, uint64_t at, WhyLast *last)
{
    const World *world = ask->world;
    Holder *holder = &last->holder;
    *holder = (Holder){.kind = HOLDER_SLOT, .from = event->a, .position = event->b, .count = 1};
    holder->key = event->kind == EVENT_KEY_OBJECT_DROP || event->kind == EVENT_KEY_TO_TEMP;
    uint64_t named_at = at;
    if (event->a >= OBJECT_LIMBO && event->a < OBJECT_LIMBO + LIMBO_DEPTH) {
        holder->from = limbo_owner(ask->journal, event->a, at);
        holder->position += world->fixed[holder->from];
        while (journal_event(ask->journal, named_at)->kind != EVENT_DETACH || journal_event(ask->journal, named_at)->b != event->a) {
            named_at--;
        }
    } else if (event->a == OBJECT_GARBAGE) {
        *holder = (Holder){.kind = HOLDER_GARBAGE, .position = event->b, .count = 1};
    } else if ((world->flags[event->a] & OBJECT_IS_FRAME) != 0) {
        *holder = (Holder){.kind = HOLDER_NAME, .from = event->a, .position = event->b};
        holder->frame = frame_index_before(ask->journal, event->a, at);
        last->frame = holder->frame;
    }
    last->kind = (HolderKind)holder->kind;
    last->key = holder->key;
    last->index = holder->position;
    if (holder->from != OBJECT_NONE) {
        last->from = world->id[holder->from];
        last->name = slot_name_then(ask, holder, named_at);
    }
}

static void last_from_event(const WhyAsk *ask, uint64_t at, WhyLast *last)
{
    const Event *event = journal_event(ask->journal, at);
    last->known = true;
    if (event->kind == EVENT_PIN) {
        last->kind = HOLDER_PIN;
        last->name = ask->world->pin_by[event->a];
        last->count = event->c - event->b;
        last->holder = (Holder){.kind = HOLDER_PIN, .position = event->a, .count = last->count};
    } else {
        last_from_slot(ask, event, at, last);
    }
}

static void find_last_holder(const WhyAsk *ask, uint64_t death, uint64_t step, WhyLast *last)
{
    uint64_t first = op_first_event(ask->journal, step);
    for (uint64_t at = death; at-- > first;) {
        const Event *event = journal_event(ask->journal, at);
        if (lets_go(ask->world, event, ask->object)) {
            last_from_event(ask, at, last);
            return;
        }
        if (event->kind == EVENT_NEW && event->a == ask->object) {
            break;
        }
    }
    *last = (WhyLast){.known = true, .kind = HOLDER_TEMPORARY, .holder = {.kind = HOLDER_TEMPORARY, .count = 1}};
}

void why_died(const WhyAsk *ask, Why *out)
{
    if (ask->journal == NULL) {
        return;
    }
    uint64_t end = journal_step_end(ask->journal, ask->step);
    uint64_t death = death_before(ask->journal, ask->object, end);
    if (death == end) {
        return;
    }
    out->died_known = true;
    out->died_step = journal_step_of(ask->journal, death);
    out->by_collector = in_collection(ask->journal, death);
    find_last_holder(ask, death, out->died_step, &out->last);
}
