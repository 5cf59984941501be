/* Each object's share is remembered. A few events away from the last one, only the objects that those events touch are looked at
 * again: undoing touches the same ones. */
#include "view/census.h"

#include <string.h>

enum { EVENTS_MOST = 1000 }; /* looked at one by one */

typedef struct Taking {
    Census *census;
    const Lives *lives;
    uint64_t step;
} Taking;

void census_release(Census *census)
{
    vec_release(&census->types);
    vec_release(&census->shares);
}

void census_forget(Census *census)
{
    census->journal = NULL;
}

Band census_band(const Lives *lives, ObjectId object, uint64_t step)
{
    uint8_t list = lives->world->list[object];
    const Life *life = list == 0 || list > LIST_PERMANENT ? lives_find(lives, object) : NULL;
    const Stay *stay = life == NULL ? NULL : life_stay(life, step);
    return stay != NULL ? (Band)stay->band : band_of_list(lives->world, object);
}

static CensusShare share_of(const Taking *taking, ObjectId object)
{
    const World *world = taking->lives->world;
    CensusShare share = {0};
    if (object_is_drawn(world, object)) {
        uint8_t list = world->list[object];
        share.list = (uint8_t)(1 + (list < LIST_COUNT ? list : 0));
        share.band = (uint8_t)census_band(taking->lives, object, taking->step);
        share.type = (uint16_t)world->type[object];
        share.atom = world_immortal(world, object);
    }
    return share;
}

/* `change`: 1 or UINT32_MAX. */
static void add(Census *census, const CensusShare *share, uint32_t change)
{
    if (share->list == 0) {
        return;
    }
    while (census->types.count <= share->type) {
        vec_push(&census->types, (CensusType){{0}});
    }
    census->objects += change;
    census->atoms += share->atom ? change : 0;
    census->in_list[share->list - 1] += change;
    census->types.items[share->type].count[share->band] += change;
}

static void take_all(const Taking *taking)
{
    Census *census = taking->census;
    memset(census->in_list, 0, sizeof census->in_list);
    census->objects = census->atoms = 0;
    census->types.count = census->shares.count = 0;
    for (ObjectId object = 0; object < taking->lives->world->words[W_OBJECT_TOP]; object++) {
        CensusShare share = share_of(taking, object);
        vec_push(&census->shares, share);
        add(census, &share, 1);
    }
}

static void take_again(const Taking *taking, ObjectId object)
{
    Census *census = taking->census;
    while (census->shares.count <= object) {
        vec_push(&census->shares, (CensusShare){0});
    }
    CensusShare *share = &census->shares.items[object];
    add(census, share, UINT32_MAX);
    *share = share_of(taking, object);
    add(census, share, 1);
}

/* Whose share an event changes. */
typedef enum Touch { TOUCH_NOTHING, TOUCH_ONE, TOUCH_ALL } Touch;

static Touch touch_of(const Event *event)
{
    switch ((EventKind)event->kind) {
    case EVENT_NEW:
    case EVENT_DEAD:
    case EVENT_TYPE:
    case EVENT_FLAG_ON:
    case EVENT_FLAG_OFF:
    case EVENT_TRACK:
    case EVENT_UNTRACK:
    case EVENT_MOVE: return TOUCH_ONE;
    case EVENT_MERGE:
    case EVENT_PROMOTE: return TOUCH_ALL;
    case EVENT_WORD: return event->a == W_GENERATION ? TOUCH_ALL : TOUCH_NOTHING;
    default: return TOUCH_NOTHING;
    }
}

/* Events up to one, forwards or backwards. False: they are too many, or change too much. */
static bool take_changes(const Taking *taking, const Journal *journal, uint64_t to)
{
    uint64_t from = taking->census->event, first = from < to ? from : to, end = from < to ? to : from;
    if (taking->census->journal != journal || end - first > EVENTS_MOST) {
        return false;
    }
    for (uint64_t i = first; i < end; i++) {
        const Event *event = journal_event(journal, i);
        Touch touch = touch_of(event);
        if (touch == TOUCH_ALL) {
            return false;
        }
        if (touch == TOUCH_ONE) {
            take_again(taking, event->a);
        }
    }
    return true;
}

void census_take(Census *census, const Lives *lives, const Journal *journal, uint64_t step)
{
    Taking taking = {census, lives, step};
    uint64_t event = journal_step_end(journal, step);
    if (!take_changes(&taking, journal, event)) {
        take_all(&taking);
    }
    census->journal = journal;
    census->event = event;
}
