/* Which keys a frame or a dict had at an earlier event, rebuilt from the journal. Not the present ones (world_key). */
#ifndef HL_EXPLAIN_KEYS_H
#define HL_EXPLAIN_KEYS_H

#include "journal/journal.h"

/* Keys by place in the variable part; an entry stays in place until the table is compacted. All zero: empty. */
typedef VEC(Name) KeyTable;

/* Follows one event of the table's own object (any kind). */
void keys_follow(KeyTable *table, const Event *event, const uint32_t *side);
/* The table as it is before event number `end`. Cost: the events since the object was made. */
void keys_before(KeyTable *table, const Journal *journal, ObjectId object, uint64_t end);
static inline Name keys_at(const KeyTable *table, uint32_t place)
{
    return place < table->count ? table->items[place] : NAME_NONE;
}

#endif
