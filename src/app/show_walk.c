/* Each object once, in the order of slots or of holders; a ring. Cost: one look at every slot of the world. */
#include "app/show_walk.h"

#include <stdio.h>

typedef VEC(ObjectId) Objects;

static size_t place_in(const Objects *objects, ObjectId object)
{
    size_t at = 0;
    while (at < objects->count && objects->items[at] != object) {
        at++;
    }
    return at;
}

static void add(const World *world, Objects *objects, ObjectId object)
{
    bool real = object >= OBJECT_FIRST && world_alive(world, object) && (world->flags[object] & OBJECT_IS_FRAME) == 0;
    if (real && place_in(objects, object) == objects->count) {
        vec_push(objects, object);
    }
}

static void find_referents(const World *world, ObjectId from, Objects *objects)
{
    for (Position position = 0; position < world->slot_count[from]; position++) {
        add(world, objects, world_target(world, from, position));
        if (world_is_keyed(world, from) && position >= world->fixed[from]) {
            add(world, objects, world_key_object(world, from, position));
        }
    }
}

static void find_holders(const World *world, ObjectId object, Objects *objects)
{
    HolderList holders = {0};
    holders_of(world, object, &holders);
    for (size_t i = 0; i < holders.count; i++) {
        if (holders.items[i].kind == HOLDER_SLOT) {
            add(world, objects, holders.items[i].from);
        }
    }
    vec_release(&holders);
}

static void find(const World *world, const Walk *walk, Objects *objects)
{
    objects->count = 0;
    if (walk->to_holders) {
        find_holders(world, walk->from, objects);
    } else {
        find_referents(world, walk->from, objects);
    }
}

/* "list a[0] → b · 2 of 5": the reference that was walked, named by its holder. */
static void tell(Show *show, size_t at, size_t count)
{
    ViewState *state = &show->state;
    const World *world = show->session->world;
    ObjectId holder = state->walk.to_holders ? state->selection : state->walk.from;
    ObjectId held = state->walk.to_holders ? state->walk.from : state->selection;
    HolderList holders = {0};
    Prose text = {0};
    holders_of(world, held, &holders);
    for (size_t i = 0; i < holders.count && text.bytes.count == 0; i++) {
        if (holders.items[i].from == holder) {
            label_holder(world, &show->labels, &holders.items[i], state->language, &text);
        }
    }
    prose_add(&text, " → ");
    label_full(world, &show->labels, held, &text);
    bool chinese = state->language == LANGUAGE_ZH;
    const char *what = state->walk.to_holders ? (chinese ? "持有者" : "holder") : (chinese ? "引用" : "reference");
    snprintf(state->notice, sizeof state->notice, chinese ? "%.150s · %s %zu / %zu" : "%.150s · %s %zu of %zu", prose_text(&text), what, at + 1, count);
    prose_release(&text);
    vec_release(&holders);
}

static void tell_none(ViewState *state)
{
    bool chinese = state->language == LANGUAGE_ZH;
    const char *text = state->walk.to_holders ? (chinese ? "没有对象持有它（可能有名字）" : "no object holds it (a name may)")
                                              : (chinese ? "它不引用任何对象" : "it refers to no object");
    snprintf(state->notice, sizeof state->notice, "%s", text);
}

/* Goes `by` further than the selection among what the walk leads to; to the first if the selection is not among it. */
static unsigned go(Show *show, int by)
{
    ViewState *state = &show->state;
    Objects objects = {0};
    find(show->session->world, &state->walk, &objects);
    size_t at = place_in(&objects, state->selection);
    if (objects.count == 0) {
        tell_none(state);
    } else {
        at = at == objects.count || by == 0 ? 0 : (at + objects.count + (size_t)(by + 1) - 1) % objects.count;
        state->selection = state->walk.at = objects.items[at];
        tell(show, at, objects.count);
    }
    vec_release(&objects);
    return SHOW_REDRAW;
}

static unsigned start(Show *show, bool to_holders)
{
    show->state.walk = (Walk){.from = show->state.selection, .to_holders = to_holders};
    return go(show, 0);
}

/* Of a selection that was not walked to: what its first holder refers to, an object or a frame. */
static unsigned go_beside(Show *show, int by)
{
    Walk *walk = &show->state.walk;
    HolderList holders = {0};
    bool walked = walk->at == show->state.selection && world_alive(show->session->world, walk->from);
    if (!walked) {
        *walk = (Walk){.from = OBJECT_NONE};
        holders_of(show->session->world, show->state.selection, &holders);
        for (size_t i = 0; i < holders.count && walk->from == OBJECT_NONE; i++) {
            bool leads = holders.items[i].kind == HOLDER_SLOT || holders.items[i].kind == HOLDER_NAME;
            walk->from = leads ? holders.items[i].from : OBJECT_NONE;
        }
        vec_release(&holders);
    }
    return walk->from == OBJECT_NONE ? SHOW_NOTHING : go(show, by);
}

unsigned show_walk(Show *show, Action action)
{
    ObjectId selection = show->state.selection;
    if (selection == OBJECT_NONE || !world_alive(show->session->world, selection)) {
        return SHOW_NOTHING;
    }
    switch (action) {
    case ACTION_TO_REFERENT: return start(show, false);
    case ACTION_TO_HOLDER: return start(show, true);
    case ACTION_NEXT_SIBLING: return go_beside(show, 1);
    case ACTION_PREVIOUS_SIBLING: return go_beside(show, -1);
    default: return SHOW_NOTHING;
    }
}
