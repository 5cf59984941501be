#include "explain/keys.h"

/* Side payload: how many leave, then position and key of each, ascending. The object has no fixed slots, so positions are
 * places (frames, dicts and opaque objects; a generator is never a frame of names). */
static void keys_compact(KeyTable *table, const uint32_t *payload)
{
    uint32_t gone = payload[0];
    uint32_t next = 0;
    size_t to = 0;
    for (size_t from = 0; from < table->count; from++) {
        if (next < gone && payload[1 + 2 * next] == from) {
            next++;
        } else {
            table->items[to++] = table->items[from];
        }
    }
    table->count = to;
}

static void keys_reorder(KeyTable *table, const uint32_t *permutation)
{
    if (table->count == 0) {
        return;
    }
    Name *old = mem_copy(table->items, table->count * sizeof *old);
    for (size_t i = 0; i < table->count; i++) {
        table->items[i] = permutation[i] < table->count ? old[permutation[i]] : NAME_NONE;
    }
    mem_release(old);
}

void keys_follow(KeyTable *table, const Event *event, const uint32_t *side)
{
    switch ((EventKind)event->kind) {
    case EVENT_SLOT_ADD: vec_push(table, event->b); break;
    case EVENT_COMPACT: keys_compact(table, side + event->c); break;
    case EVENT_REORDER: keys_reorder(table, side + event->c); break;
    case EVENT_NEW:
    case EVENT_DETACH: table->count = 0; break;
    default: break;
    }
}

void keys_before(KeyTable *table, const Journal *journal, ObjectId object, uint64_t end)
{
    uint64_t at = end;
    while (at > 0 && !(journal_event(journal, at - 1)->kind == EVENT_NEW && journal_event(journal, at - 1)->a == object)) {
        at--;
    }
    table->count = 0;
    for (; at < end; at++) {
        const Event *event = journal_event(journal, at);
        if (event->a == object && event_info[event->kind].operands[0] == 'o') {
            keys_follow(table, event, journal->side.items);
        }
    }
}
