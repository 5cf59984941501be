/* Feeding. Two smoothings keep boxes still where nothing is to be learnt from a move:
 *
 *   born untracked and tracked within the same op:    stands in its generation from birth on
 *   untracked on its way out and dead in the same op: stays where it was until it dies
 *
 * Cost: a few ns an event; a join of lists (MERGE, PROMOTE) looks at every living life, at most 4,096. */
#include "layout/lives.h"

#include "base/check.h"

#include <string.h>

void lives_init(Lives *lives, const World *world)
{
    memset(lives, 0, sizeof *lives);
    lives->world = world;
}

void lives_release(Lives *lives)
{
    for (size_t i = 0; i < lives->items.count; i++) {
        vec_release(&lives->items.items[i].stays);
    }
    vec_release(&lives->items);
    map_release(&lives->index);
    vec_release(&lives->alive);
    vec_release(&lives->fresh);
    vec_release(&lives->newcomers);
    vec_release(&lives->stamp);
    vec_release(&lives->queue);
    vec_release(&lives->from);
}

bool object_is_drawn(const World *world, ObjectId object)
{
    return object >= OBJECT_FIRST && (world->flags[object] & (OBJECT_IS_FRAME | OBJECT_ALIVE)) == OBJECT_ALIVE;
}

Band band_of_list(const World *world, ObjectId object)
{
    uint8_t list = world->list[object];
    switch (list) {
    case 0: return BAND_UNTRACKED;
    case LIST_GENERATION_0: return BAND_YOUNG;
    case LIST_GENERATION_1: return BAND_MIDDLE;
    case LIST_GENERATION_2: return BAND_OLD;
    case LIST_PERMANENT: return BAND_FROZEN;
    default: return (Band)(BAND_YOUNG + (world->words[W_GENERATION] > 2 ? 2 : world->words[W_GENERATION]));
    }
}

static Life *life_of(Lives *lives, ObjectId object)
{
    uint64_t place = map_get(&lives->index, object);
    return place == 0 ? NULL : &lives->items.items[place - 1];
}

const Life *lives_find(const Lives *lives, ObjectId object)
{
    uint64_t place = object == 0 ? 0 : map_get(&lives->index, object);
    return place == 0 ? NULL : &lives->items.items[place - 1];
}

const Stay *life_stay(const Life *life, uint64_t step)
{
    if (step < life->born || step >= life->died) {
        return NULL;
    }
    for (size_t i = life->stays.count; i-- > 0;) {
        if (life->stays.items[i].first <= step) {
            return &life->stays.items[i];
        }
    }
    return NULL;
}

void lives_begin_op(Lives *lives, bool bulk)
{
    lives->op++;
    lives->op_is_bulk = bulk;
}

/* ---- births, moves, deaths ---- */

static void stay_begin(Lives *lives, Life *life, Band band, uint64_t step)
{
    if (life->stays.count > 0) {
        Stay *last = &vec_last(&life->stays);
        if (last->band == band) {
            return;
        }
        bool newborn = life->stays.count == 1 && last->band == BAND_UNTRACKED && last->op == lives->op;
        if (newborn || (life->stays.count == 1 && last->first == step)) {
            last->band = (uint8_t)band;
            return;
        }
        last->end = step;
    }
    vec_push(&life->stays, ((Stay){step, STEP_NEVER, lives->op, (uint8_t)band}));
}

/* In which band it will be seen; a list of the running collection leaves it where it stands. */
static void life_look(Lives *lives, Life *life, uint64_t step)
{
    if (life->ended) {
        return;
    }
    if (lives->world->list[life->object] > LIST_PERMANENT && life->stays.count > 0) {
        return;
    }
    stay_begin(lives, life, band_of_list(lives->world, life->object), step);
}

static void object_born(Lives *lives, ObjectId object, uint64_t step)
{
    bool drawn = (lives->world->flags[object] & OBJECT_IS_FRAME) == 0 && object >= OBJECT_FIRST;
    if (!drawn || lives_find(lives, object) != NULL) {
        return;
    }
    uint32_t *count = lives->op_is_bulk ? &lives->bulk : &lives->plain;
    if (*count >= (lives->op_is_bulk ? (uint32_t)LIVES_BULK_MAX : (uint32_t)LIVES_PLAIN_MAX)) {
        lives->uncounted++;
        vec_push(&lives->newcomers, object);
        return;
    }
    (*count)++;
    Life life = {.object = object, .born = step, .died = STEP_NEVER, .distance = 1, .op = lives->op, .bulk = lives->op_is_bulk};
    vec_push(&lives->items, life);
    uint32_t place = (uint32_t)lives->items.count - 1;
    map_put(&lives->index, object, place + 1);
    vec_push(&lives->alive, place);
    vec_push(&lives->fresh, place);
    life_look(lives, &lives->items.items[place], step);
}

static void object_died(Lives *lives, ObjectId object, uint64_t step)
{
    Life *life = life_of(lives, object);
    if (life == NULL || life->ended) {
        return;
    }
    if (life->stays.count > 1 && vec_last(&life->stays).band == BAND_UNTRACKED && vec_last(&life->stays).op == lives->op) {
        life->stays.count--;
    }
    if (life->stays.count > 0) {
        vec_last(&life->stays).end = step;
    }
    life->died = step;
    life->ended = true;
}

static void look_at(Lives *lives, ObjectId object, uint64_t step)
{
    Life *life = life_of(lives, object);
    if (life != NULL) {
        life_look(lives, life, step);
    } else if (lives->uncounted > 0 && lives->world->list[object] == 0) {
        vec_push(&lives->newcomers, object); /* perhaps on its way out: the op's end will tell */
    } else if (lives->uncounted > 0) {
        lives->crowded[band_of_list(lives->world, object)] = true;
    }
}

static void look_at_all(Lives *lives, uint32_t to_list, uint64_t step)
{
    size_t kept = 0;
    for (size_t i = 0; i < lives->alive.count; i++) {
        uint32_t place = lives->alive.items[i];
        Life *life = &lives->items.items[place];
        if (!life->ended) {
            lives->alive.items[kept++] = place;
            life_look(lives, life, step);
        }
    }
    lives->alive.count = kept;
    if (lives->uncounted > 0 && to_list >= LIST_GENERATION_0 && to_list <= LIST_PERMANENT) {
        lives->crowded[to_list] = true;
    }
}

void lives_event(Lives *lives, const Event *event, uint64_t step)
{
    switch ((EventKind)event->kind) {
    case EVENT_NEW: object_born(lives, event->a, step); break;
    case EVENT_DEAD: object_died(lives, event->a, step); break;
    case EVENT_TRACK:
    case EVENT_UNTRACK:
    case EVENT_MOVE: look_at(lives, event->a, step); break;
    case EVENT_MERGE:
    case EVENT_PROMOTE: look_at_all(lives, event->c & 0xff, step); break;
    default: break;
    }
}

/* ---- distances ---- */

static void visit(Lives *lives, ObjectId object, ObjectId from)
{
    while (lives->stamp.count <= object) {
        vec_push(&lives->stamp, 0);
    }
    if (object < OBJECT_FIRST || lives->stamp.items[object] == lives->search) {
        return;
    }
    lives->stamp.items[object] = lives->search;
    vec_push(&lives->queue, object);
    vec_push(&lives->from, from);
}

static void visit_slots(Lives *lives, ObjectId owner, ObjectId from)
{
    const World *world = lives->world;
    lives->searched += world->slot_count[owner];
    for (Position position = 0; position < world->slot_count[owner]; position++) {
        ObjectId target = world_target(world, owner, position);
        if (target != OBJECT_NONE) {
            visit(lives, target, from);
        }
        if (world_is_keyed(world, owner) && position >= world->fixed[owner]) {
            ObjectId key = world_key_object(world, owner, position);
            if (key != OBJECT_NONE) {
                visit(lives, key, from);
            }
        }
    }
}

static void visit_roots(Lives *lives)
{
    const World *world = lives->world;
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        ObjectId frame = world->frames[i];
        visit_slots(lives, frame, OBJECT_NONE);
        if (world->aux[frame] != OBJECT_NONE) {
            visit_slots(lives, world->aux[frame], OBJECT_NONE);
        }
    }
    for (uint32_t pin = 0; pin < world->words[W_PIN_COUNT]; pin++) {
        if (world->pin_count[pin] != 0) {
            visit(lives, world->pin_object[pin], OBJECT_NONE);
        }
    }
    visit_slots(lives, OBJECT_GARBAGE, OBJECT_NONE);
}

/* Where a life's object was found: level by level from the roots. */
static void found_at(Lives *lives, size_t place, uint32_t distance)
{
    Life *life = life_of(lives, lives->queue.items[place]);
    if (life != NULL && life->op == lives->op) {
        life->distance = distance;
        life->holder = lives->from.items[place];
    }
}

static void search_distances(Lives *lives)
{
    lives->search++;
    lives->queue.count = lives->from.count = 0;
    visit_roots(lives);
    size_t level_end = lives->queue.count;
    uint32_t distance = 1;
    for (size_t i = 0; i < lives->queue.count && lives->searched < LIVES_SEARCH_MAX; i++) {
        if (i == level_end) {
            level_end = lives->queue.count;
            distance += distance < LIVES_DISTANCE_MAX;
        }
        found_at(lives, i, distance);
        visit_slots(lives, lives->queue.items[i], lives->queue.items[i]);
    }
}

void lives_end_op(Lives *lives)
{
    if (lives->fresh.count > 0 && lives->searched < LIVES_SEARCH_MAX) {
        search_distances(lives);
    }
    lives->fresh.count = 0;
    for (size_t i = 0; i < lives->newcomers.count; i++) {
        if (object_is_drawn(lives->world, lives->newcomers.items[i])) {
            lives->crowded[band_of_list(lives->world, lives->newcomers.items[i])] = true;
        }
    }
    lives->newcomers.count = 0;
}

void lives_finish(Lives *lives)
{
    for (size_t i = 0; i < lives->items.count; i++) {
        const Life *life = &lives->items.items[i];
        for (size_t j = 0; j < life->stays.count; j++) {
            lives->used[life->stays.items[j].band] = true;
        }
    }
}
