/* The cycle that keeps garbage alive. Best is the shortest one through the object itself; an object that only hangs on a cycle
 * is held by one further back: some holder met twice on one way back lies on it.
 * Example: a ⇄ b, b[1] → x. For a: a → b → a. For x: b holds it, a holds b, b holds a: b → a → b. */
#include "explain/why_parts.h"

static bool holds(const HolderIndex *index, ObjectId owner, ObjectId object)
{
    for (uint64_t i = index->first[object]; i < index->first[object + 1]; i++) {
        if (index->holders[i].kind == HOLDER_SLOT && index->holders[i].from == owner) {
            return true;
        }
    }
    return false;
}

/* The shortest cycle through an object. False when it is on none. */
static bool cycle_through(Walk *walk, ObjectId object, Why *out)
{
    walk_begin(walk, object);
    for (size_t i = 0; i < walk->queue.count; i++) {
        ObjectId at = walk->queue.items[i];
        if (!holds(walk->ask->index, object, at)) {
            walk_widen(walk, at);
            continue;
        }
        vec_push(&out->cycle, object);
        for (; at != object; at = walk->held[at]) {
            vec_push(&out->cycle, at);
        }
        vec_push(&out->cycle, object);
        return true;
    }
    return false;
}

typedef struct Back {
    ObjectId object;
    uint64_t next; /* of its holders to look at */
} Back;

enum { BACK_OPEN = 1, BACK_DONE = 2 };

/* Depth-first from held to holder: a holder that is open already closes a cycle. */
static ObjectId first_on_a_cycle(const HolderIndex *index, ObjectId object)
{
    uint8_t *state = mem_zeroed(index->object_top, 1);
    VEC(Back) stack = {0};
    ObjectId found = OBJECT_NONE;
    vec_push(&stack, ((Back){object, index->first[object]}));
    state[object] = BACK_OPEN;
    while (stack.count != 0 && found == OBJECT_NONE) {
        Back *top = &vec_last(&stack);
        if (top->next == index->first[top->object + 1]) {
            state[top->object] = BACK_DONE;
            stack.count--;
            continue;
        }
        const Holder *holder = &index->holders[top->next++];
        if (holder->kind != HOLDER_SLOT || state[holder->from] == BACK_DONE) {
            continue;
        }
        if (state[holder->from] == BACK_OPEN) {
            found = holder->from;
        } else {
            state[holder->from] = BACK_OPEN;
            vec_push(&stack, ((Back){holder->from, index->first[holder->from]}));
        }
    }
    mem_release(state);
    vec_release(&stack);
    return found;
}

void why_cycle(Walk *walk, Why *out)
{
    if (cycle_through(walk, walk->ask->object, out)) {
        return;
    }
    ObjectId other = first_on_a_cycle(walk->ask->index, walk->ask->object);
    if (other != OBJECT_NONE) {
        cycle_through(walk, other, out);
    }
}
