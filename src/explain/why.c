/* Walking backward from the object: from what is held to what holds it, breadth first, until something that needs no holder.
 *
 * One round finds the shortest chains left: it stops at the end of the first level on which a root was met. Chains of one
 * round that would meet in an object are left to the next round, which walks around the objects of all chains so far.
 * Example: name a → L, L[0] → X, name x → X: the chains are [name x] and [name a, L[0]].
 * Cost: a round looks at each reference once at most; most stop far earlier. */
#include "explain/why.h"

#include "base/check.h"
#include "explain/why_parts.h"
#include "types/visit.h"

/* ---- the walk ---- */

/* In one pass, since looking at one object's holders at a time would miss the cache again and again. */
static void find_rooted(Walk *walk)
{
    const HolderIndex *index = walk->ask->index;
    for (ObjectId object = OBJECT_FIRST; object < index->object_top; object++) {
        const World *world = walk->ask->world;
        bool rooted = world_alive(world, object) && world_immortal(world, object);
        for (uint64_t i = index->first[object]; i < index->first[object + 1] && !rooted; i++) {
            rooted = holder_is_root(&index->holders[i]);
        }
        walk->rooted[object] = rooted;
    }
}

void walk_init(Walk *walk, const WhyAsk *ask)
{
    uint32_t top = ask->index->object_top;
    *walk = (Walk){.ask = ask, .round = 0};
    walk->seen = mem_zeroed(top, sizeof *walk->seen);
    walk->via = mem_zeroed(top, sizeof *walk->via);
    walk->used = mem_zeroed(top, sizeof *walk->used);
    walk->held = mem_zeroed(top, sizeof *walk->held);
    walk->rooted = mem_zeroed(top, sizeof *walk->rooted);
    find_rooted(walk);
}

void walk_release(Walk *walk)
{
    mem_release(walk->seen);
    mem_release(walk->via);
    mem_release(walk->used);
    mem_release(walk->held);
    mem_release(walk->rooted);
    vec_release(&walk->queue);
}

void walk_begin(Walk *walk, ObjectId object)
{
    walk->round++;
    walk->queue.count = 0;
    walk->seen[object] = walk->round;
    vec_push(&walk->queue, object);
}

void walk_widen(Walk *walk, ObjectId object)
{
    const HolderIndex *index = walk->ask->index;
    for (uint64_t i = index->first[object]; i < index->first[object + 1]; i++) {
        const Holder *holder = &index->holders[i];
        if (holder->kind != HOLDER_SLOT || walk->seen[holder->from] == walk->round || walk->used[holder->from]) {
            continue;
        }
        walk->seen[holder->from] = walk->round;
        walk->via[holder->from] = i;
        walk->held[holder->from] = object;
        vec_push(&walk->queue, holder->from);
    }
}

/* ---- chains ---- */

static const Holder *root_holder(const HolderIndex *index, ObjectId object)
{
    size_t count;
    const Holder *holders = holders_in(index, object, &count);
    for (size_t i = 0; i < count; i++) {
        if (holder_is_root(&holders[i])) {
            return &holders[i];
        }
    }
    return NULL;
}

static bool path_is_free(const Walk *walk, ObjectId from)
{
    for (ObjectId at = from; at != walk->ask->object; at = walk->held[at]) {
        if (walk->used[at]) {
            return false;
        }
    }
    return true;
}

/* `root` NULL: the chain begins with a slot of an immortal object. */
static void add_chain(Walk *walk, const Holder *root, ObjectId from, Why *out)
{
    uint32_t most = walk->ask->most_chains == 0 ? WHY_MOST_CHAINS : walk->ask->most_chains;
    bool shown = out->chains.count < most;
    WhyChain chain = {.first = out->links.count};
    if (root != NULL && shown) {
        vec_push(&out->links, *root);
    }
    for (ObjectId at = from; at != walk->ask->object; at = walk->held[at]) {
        walk->used[at] = 1;
        if (shown) {
            vec_push(&out->links, walk->ask->index->holders[walk->via[at]]);
        }
    }
    chain.count = out->links.count - chain.first;
    walk->chains++;
    if (shown) {
        vec_push(&out->chains, chain);
    } else {
        out->hidden++;
    }
}

static void add_direct_chains(Walk *walk, Why *out)
{
    size_t count;
    const Holder *holders = holders_in(walk->ask->index, walk->ask->object, &count);
    for (size_t i = 0; i < count; i++) {
        if (holder_is_root(&holders[i])) {
            add_chain(walk, &holders[i], walk->ask->object, out);
        }
    }
}

/* Adds the shortest chains that are left. False when there is none. */
static bool add_next_chains(Walk *walk, Why *out)
{
    bool found = false;
    walk_begin(walk, walk->ask->object);
    walk_widen(walk, walk->ask->object);
    for (size_t level = 1; level < walk->queue.count && !found;) {
        size_t end = walk->queue.count;
        for (; level < end; level++) {
            ObjectId object = walk->queue.items[level];
            if (walk->rooted[object] && path_is_free(walk, object)) {
                add_chain(walk, root_holder(walk->ask->index, object), object, out);
                found = true;
            }
            if (!found) {
                walk_widen(walk, object);
            }
        }
    }
    return found;
}

/* ---- what ends no chain ---- */

typedef struct Reaching {
    uint8_t *reached;
    VEC(ObjectId) waiting;
} Reaching;

static void reach(Reaching *reaching, ObjectId object)
{
    if (!reaching->reached[object]) {
        reaching->reached[object] = 1;
        vec_push(&reaching->waiting, object);
    }
}

static void reach_one(void *context, Visit visit)
{
    reach(context, visit.target);
}

/* Marks everything a root reaches without passing the object. */
static void reach_around(const Walk *walk, Reaching *reaching)
{
    const WhyAsk *ask = walk->ask;
    reaching->reached = mem_zeroed(ask->index->object_top, 1);
    reaching->reached[ask->object] = 1;
    for (ObjectId object = OBJECT_FIRST; object < ask->index->object_top; object++) {
        if (walk->rooted[object]) {
            reach(reaching, object);
        }
    }
    while (reaching->waiting.count != 0) {
        visit_referents(ask->world, vec_pop(&reaching->waiting), reach_one, reaching);
    }
}

static void count_shared(const Walk *walk, Why *out)
{
    size_t count;
    const WhyAsk *ask = walk->ask;
    const Holder *holders = holders_in(ask->index, ask->object, &count);
    if (count == walk->chains) {
        return;
    }
    Reaching reaching = {0};
    reach_around(walk, &reaching);
    uint64_t ends = 0;
    for (size_t i = 0; i < count; i++) {
        bool root = holder_is_root(&holders[i]);
        ends += root || (holders[i].from != ask->object && reaching.reached[holders[i].from]);
    }
    out->shared = ends - walk->chains;
    mem_release(reaching.reached);
    vec_release(&reaching.waiting);
}

/* ---- the answer ---- */

static void find_chains(Walk *walk, Why *out)
{
    add_direct_chains(walk, out);
    for (int rounds = 0; rounds < WHY_MOST_ROUNDS && add_next_chains(walk, out); rounds++) {
    }
    count_shared(walk, out);
}

static void why_clear(Why *why)
{
    why->links.count = 0;
    why->chains.count = 0;
    why->cycle.count = 0;
    why->hidden = 0;
    why->shared = 0;
    why->died_known = false;
    why->died_step = 0;
    why->by_collector = false;
    why->last = (WhyLast){0};
}

void why_find(const WhyAsk *ask, Why *out)
{
    const World *world = ask->world;
    CHECK(ask->object >= OBJECT_FIRST && ask->object < ask->index->object_top);
    why_clear(out);
    out->object = ask->object;
    out->alive = world_alive(world, ask->object);
    out->reachable = false;
    if (!out->alive) {
        why_died(ask, out);
        return;
    }
    Walk walk;
    walk_init(&walk, ask);
    find_chains(&walk, out);
    out->reachable = walk.chains != 0 || world_immortal(world, ask->object);
    if (!out->reachable) {
        why_cycle(&walk, out);
    }
    walk_release(&walk);
}

void why_release(Why *why)
{
    vec_release(&why->links);
    vec_release(&why->chains);
    vec_release(&why->cycle);
}

size_t why_chain_told(const World *world, const Why *why, size_t chain)
{
    const Holder *links = why_chain(why, chain);
    return why->chains.items[chain].count > 1 && holder_frame(world, &links[1]) != OBJECT_NONE ? 1 : 0;
}

/* ---- whom the question means ---- */

ObjectId why_object_of_id(const World *world, Name id)
{
    for (ObjectId object = world->words[W_OBJECT_TOP]; object-- > OBJECT_FIRST;) {
        if (world->id[object] == id && (world->flags[object] & OBJECT_IS_FRAME) == 0) {
            return object;
        }
    }
    return OBJECT_NONE;
}

static bool is_of_type(const World *world, ObjectId object, Name type)
{
    return (world->flags[object] & OBJECT_IS_FRAME) == 0 && world_type(world, object)->name == type;
}

ObjectId why_object_of_type(const World *world, const Journal *journal, uint64_t step, Name type)
{
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        if (world_alive(world, object) && is_of_type(world, object, type)) {
            return object;
        }
    }
    if (journal == NULL) {
        return OBJECT_NONE;
    }
    for (uint64_t at = journal_step_end(journal, step); at-- > 0;) {
        const Event *event = journal_event(journal, at);
        if (event->kind == EVENT_DEAD && is_of_type(world, event->a, type)) {
            return event->a;
        }
    }
    return OBJECT_NONE;
}
