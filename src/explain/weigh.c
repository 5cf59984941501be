/* Dominators, as Cooper, Harvey and Kennedy find them ("A Simple, Fast Dominance Algorithm", 2001): objects are numbered in the
 * order in which a depth-first search leaves them; what stands above an object is where the ways up from its holders meet, and
 * climbing always goes to higher numbers. Repeated until nothing changes: twice, as a rule.
 *
 *     a → A → B      leaving order: B 1, C 2, A 3, roots 4
 *         ↓   ↑      above B: where the ways up from A and from C meet, A
 *         C ──┘
 *
 * Roots are one object that holds them all, OBJECT_NONE here. */
#include "explain/weigh.h"

#include "explain/holders.h"
#include "explain/reach.h"

/* ---- the order ---- */

typedef struct Visit {
    ObjectId object;
    Position position; /* of the slot to look at next */
    bool key;          /* … its key first */
} Visit;

typedef struct Search {
    const World *world;
    Weights *weights;
    VEC(Visit) path;
} Search;

enum { ORDER_OPEN = UINT32_MAX };

static void enter(Search *search, ObjectId object)
{
    if (object >= OBJECT_FIRST && object < search->weights->of.count && search->weights->of.items[object].order == 0) {
        search->weights->of.items[object].order = ORDER_OPEN;
        vec_push(&search->path, ((Visit){object, 0, true}));
    }
}

static void leave(Search *search, ObjectId object)
{
    search->weights->of.items[object].order = (uint32_t)search->weights->by_order.count;
    vec_push(&search->weights->by_order, object);
}

/* The next thing to do for the object at the end of the path. */
static void advance(Search *search)
{
    const World *world = search->world;
    Visit *visit = &vec_last(&search->path);
    ObjectId object = visit->object;
    Position position = visit->position;
    if (position >= world->slot_count[object]) {
        search->path.count--;
        leave(search, object);
        return;
    }
    bool keyed = world_is_keyed(world, object) && position >= world->fixed[object];
    if (keyed && visit->key) {
        visit->key = false;
        enter(search, world_key_object(world, object, position));
        return;
    }
    visit->position++;
    visit->key = true;
    enter(search, world_target(world, object, position));
}

static void find_order(Weights *weights, const World *world, const Reach *roots)
{
    Search search = {.world = world, .weights = weights};
    vec_push(&weights->by_order, OBJECT_NONE); /* a place for 0, which is nobody's */
    for (size_t i = 0; i < roots->queue.count; i++) {
        enter(&search, roots->queue.items[i]);
        while (search.path.count > 0) {
            advance(&search);
        }
    }
    leave(&search, OBJECT_NONE);
    vec_release(&search.path);
}

/* ---- what stands above ---- */

static ObjectId meet(const Weights *weights, ObjectId a, ObjectId b)
{
    const Weight *of = weights->of.items;
    while (a != b) {
        if (of[a].order < of[b].order) {
            a = of[a].above;
        } else {
            b = of[b].above;
        }
    }
    return a;
}

typedef struct Above {
    Weights *weights;
    const HolderIndex *index;
    const Reach *roots;
    uint8_t *known; /* by object: something stands above it */
} Above;

/* Whether another one stands above the object now. */
static bool lift(Above *above, ObjectId object)
{
    size_t count;
    Weight *of = above->weights->of.items;
    const Holder *holders = holders_in(above->index, object, &count);
    bool any = reach_has(above->roots, object);
    ObjectId found = OBJECT_NONE;
    for (size_t i = 0; i < count && !(any && found == OBJECT_NONE); i++) {
        ObjectId from = holders[i].from;
        if (holders[i].kind == HOLDER_SLOT && of[from].order != 0 && above->known[from]) {
            found = any ? meet(above->weights, found, from) : from;
            any = true;
        }
    }
    bool changed = !above->known[object] || of[object].above != found;
    above->known[object] = 1;
    of[object].above = found;
    return changed;
}

static void find_above(Weights *weights, const World *world, const Reach *roots)
{
    HolderIndex index;
    holders_index(&index, world);
    Above above = {weights, &index, roots, mem_zeroed(weights->of.count, 1)};
    bool changed = true;
    while (changed) {
        changed = false;
        for (size_t order = weights->by_order.count - 2; order > 0; order--) { /* holders first; not the roots themselves */
            changed = lift(&above, weights->by_order.items[order]) || changed;
        }
    }
    mem_release(above.known);
    holders_index_release(&index);
}

/* ---- the weights ---- */

/* In leaving order whatever stands below an object comes before it. */
static void add_up(Weights *weights, const World *world)
{
    for (size_t order = 1; order + 1 < weights->by_order.count; order++) {
        ObjectId object = weights->by_order.items[order];
        Weight *weight = &weights->of.items[object], *above = &weights->of.items[weight->above];
        weight->objects++;
        weight->bytes += (uint64_t)world->size[object] + world->storage_size[object];
        above->objects += weight->objects;
        above->bytes += weight->bytes;
        bool heavier = above->heaviest == OBJECT_NONE || weight->bytes > weights->of.items[above->heaviest].bytes;
        above->heaviest = heavier ? object : above->heaviest;
    }
}

void weights_find(Weights *weights, const World *world)
{
    Reach roots = {0};
    size_t top = world->words[W_OBJECT_TOP];
    weights->of.count = weights->by_order.count = 0;
    for (size_t i = 0; i < top; i++) {
        vec_push(&weights->of, ((Weight){0}));
    }
    reach_find_roots(&roots, world);
    find_order(weights, world, &roots);
    find_above(weights, world, &roots);
    add_up(weights, world);
    reach_release(&roots);
}

void weights_release(Weights *weights)
{
    vec_release(&weights->of);
    vec_release(&weights->by_order);
}

/* ---- the heaviest ---- */

/* Whether nine tenths of an object's weight are that of one object right below it. */
static bool is_heavy_by_one(const Weights *weights, ObjectId object)
{
    const Weight *weight = &weights->of.items[object];
    return weight->heaviest != OBJECT_NONE && weights->of.items[weight->heaviest].bytes >= weight->bytes - weight->bytes / 10;
}

static ObjectId who_says_it(const Weights *weights, ObjectId first)
{
    ObjectId last = first;
    while (is_heavy_by_one(weights, last)) {
        last = weights->of.items[last].heaviest;
    }
    return weights->of.items[last].bytes >= weights->of.items[first].bytes / 2 ? last : first;
}

static bool begins_chain(const Weights *weights, ObjectId object)
{
    ObjectId above = weights->of.items[object].above;
    return above == OBJECT_NONE || weights->of.items[above].heaviest != object || !is_heavy_by_one(weights, above);
}

size_t weights_heaviest(const Weights *weights, ObjectId *objects, size_t most)
{
    size_t count = 0;
    for (ObjectId first = OBJECT_FIRST; first < weights->of.count && most > 0; first++) {
        if (weights->of.items[first].order == 0 || !begins_chain(weights, first)) {
            continue;
        }
        ObjectId object = who_says_it(weights, first);
        uint64_t bytes = weights->of.items[object].bytes;
        if (count == most && bytes <= weights->of.items[objects[most - 1]].bytes) {
            continue;
        }
        size_t at = count < most ? count++ : most - 1;
        for (; at > 0 && weights->of.items[objects[at - 1]].bytes < bytes; at--) {
            objects[at] = objects[at - 1];
        }
        objects[at] = object;
    }
    return count;
}
