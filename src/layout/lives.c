/* Feeding. Two smoothings keep boxes still where nothing is to be learnt from a move:
 *
 *   born untracked and tracked within the same op:    stands in its generation from birth on
 *   untracked on its way out and dead in the same op: stays where it was until it dies
 *
 * Cost: a few ns an event; a join of lists (MERGE, PROMOTE) looks at the lives that stand where the joined list was. */
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
    for (int band = 0; band < BAND_COUNT; band++) {
        vec_release(&lives->standing[band]);
    }
    vec_release(&lives->links);
    map_release(&lives->linked);
    vec_release(&lives->born_of_type);
    vec_release(&lives->counts);
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
    uint64_t place = object == 0 || object >= lives->object_end ? 0 : map_get(&lives->index, object);
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

void lives_begin_op(Lives *lives, OpSource source)
{
    lives->op++;
    lives->source = source;
}

/* ---- births, moves, deaths ---- */

/* Without this move there is nothing to see between the last band and this one. */
static bool stay_is_passing(const Lives *lives, const Life *life, uint64_t step)
{
    const Stay *last = &vec_last(&life->stays);
    bool newborn = life->stays.count == 1 && last->band == BAND_UNTRACKED && last->op == lives->op;
    return newborn || (life->stays.count == 1 && last->first == step);
}

static void stay_begin(Lives *lives, Life *life, Band band, uint64_t step)
{
    bool first = life->stays.count == 0;
    if (!first && vec_last(&life->stays).band == band) {
        return;
    }
    vec_push(&lives->standing[band], (uint32_t)(life - lives->items.items));
    if (!first && stay_is_passing(lives, life, step)) {
        vec_last(&life->stays).band = (uint8_t)band;
        return;
    }
    if (!first) {
        vec_last(&life->stays).end = step;
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

/* Also without a life. */
static void count_birth(Lives *lives, const Event *event)
{
    while (lives->born_of_type.count <= event->b) {
        vec_push(&lives->born_of_type, 0);
    }
    lives->born_of_type.items[event->b]++;
    if (lives->source == OP_REPEATED) {
        return;
    }
    while (lives->counts.count <= event->a) {
        vec_push(&lives->counts, 0);
    }
    lives->counts.items[event->a] = 1;
    lives->living++;
    lives->most_living = lives->living > lives->most_living ? lives->living : lives->most_living;
}

static void count_death(Lives *lives, ObjectId object)
{
    if (object < lives->counts.count && lives->counts.items[object] != 0) {
        lives->counts.items[object] = 0;
        lives->living--;
    }
}

static void object_born(Lives *lives, const Event *event, uint64_t step)
{
    ObjectId object = event->a;
    bool drawn = (lives->world->flags[object] & OBJECT_IS_FRAME) == 0 && object >= OBJECT_FIRST;
    if (!drawn || lives_find(lives, object) != NULL) {
        return;
    }
    bool bulk = lives->source == OP_REPEATED;
    uint32_t *count = bulk ? &lives->bulk : &lives->plain;
    count_birth(lives, event);
    if (*count >= (bulk ? (uint32_t)LIVES_BULK_MAX : (uint32_t)LIVES_PLAIN_MAX)) {
        lives->uncounted++;
        vec_push(&lives->newcomers, object);
        return;
    }
    (*count)++;
    Life life = {.object = object, .born = step, .died = STEP_NEVER, .distance = 1, .op = lives->op, .bulk = bulk};
    vec_push(&lives->items, life);
    uint32_t place = (uint32_t)lives->items.count - 1;
    map_put(&lives->index, object, place + 1);
    lives->object_end = lives->object_end > object ? lives->object_end : object + 1;
    vec_push(&lives->fresh, place);
    life_look(lives, &lives->items.items[place], step);
}

static void object_died(Lives *lives, ObjectId object, uint64_t step)
{
    Life *life = life_of(lives, object);
    count_death(lives, object);
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

/* Those that stand in a band, and have not left it meanwhile. Looking may add to other bands' lists, never to this one's. */
static void look_at_band(Lives *lives, Band band, uint64_t step)
{
    size_t kept = 0;
    for (size_t i = 0; i < lives->standing[band].count; i++) {
        uint32_t place = lives->standing[band].items[i];
        Life *life = &lives->items.items[place];
        if (!life->ended && vec_last(&life->stays).band == band) {
            life_look(lives, life, step);
        }
        if (!life->ended && vec_last(&life->stays).band == band) {
            lives->standing[band].items[kept++] = place;
        }
    }
    lives->standing[band].count = kept;
}

/* A list of a running collection consists of what was in that generation or a younger one. */
static void look_at_joined(Lives *lives, uint32_t from_list, uint32_t to_list, uint64_t step)
{
    bool known = from_list >= LIST_GENERATION_0 && from_list <= LIST_PERMANENT;
    for (Band band = BAND_YOUNG; band < BAND_COUNT; band++) {
        bool other = to_list < LIST_GENERATION_0 || to_list > LIST_PERMANENT || band != (Band)to_list;
        if (other && (!known || band == (Band)from_list)) {
            look_at_band(lives, band, step);
        }
    }
    if (lives->uncounted > 0 && to_list >= LIST_GENERATION_0 && to_list <= LIST_PERMANENT) {
        lives->crowded[to_list] = true;
    }
}

/* Both have a life: remembered once. */
static void link_lives(Lives *lives, ObjectId from, ObjectId to)
{
    uint64_t a = from == to ? 0 : map_get(&lives->index, from), b = a == 0 ? 0 : map_get(&lives->index, to);
    if (b == 0 || lives->links.count >= LIVES_LINKS_MAX || map_find(&lives->linked, a << 32 | b) != NULL) {
        return;
    }
    map_put(&lives->linked, a << 32 | b, 1);
    vec_push(&lives->links, ((LifeLink){(uint32_t)a - 1, (uint32_t)b - 1, lives->op}));
}

bool lives_linked(const Lives *lives, ObjectId from, ObjectId to)
{
    uint64_t a = map_get(&lives->index, from), b = map_get(&lives->index, to);
    return a != 0 && b != 0 && map_find(&lives->linked, a << 32 | b) != NULL;
}

void lives_event(Lives *lives, const Event *event, uint64_t step)
{
    switch ((EventKind)event->kind) {
    case EVENT_NEW: object_born(lives, event, step); break;
    case EVENT_DEAD: object_died(lives, event->a, step); break;
    case EVENT_TRACK:
    case EVENT_UNTRACK:
    case EVENT_MOVE: look_at(lives, event->a, step); break;
    case EVENT_MERGE:
    case EVENT_PROMOTE: look_at_joined(lives, event->c >> 8 & 0xff, event->c & 0xff, step); break;
    case EVENT_EDGE_SET:
    case EVENT_TEMP_TO_EDGE:
    case EVENT_KEY_OBJECT_SET: link_lives(lives, event->a, event->c); break;
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
