/* Which references are drawn: all between shown boxes, and those of shown names. References from one place to one object make
 * one arrow, with their number. An object's slots are looked at as long as some box has references that were not found yet. */
#include "view/graph.h"

static bool story_speaks_of(const View *view, ObjectId owner, Position position, bool key)
{
    const Narration *story = &view->story;
    return story->object != OBJECT_NONE && story->from == owner && story->position == position && story->key == key;
}

static uint64_t edge_key(int32_t from, int32_t to)
{
    return (uint64_t)(from + 1) << 32 | (uint64_t)(to + 1);
}

/* The arrow between two nodes, or NULL. */
static GraphEdge *edge_between(GraphLook *look, int32_t from, int32_t to)
{
    uint64_t place = map_get(&look->edge_of, edge_key(from, to));
    return place == 0 ? NULL : &look->edges.items[place - 1];
}

static void add_between(View *view, const GraphEdge *edge)
{
    GraphLook *look = view->look;
    GraphEdge *old = edge_between(look, edge->from, edge->to);
    look->nodes.items[edge->to].shown++;
    look->unseen--;
    if (old == NULL) {
        vec_push(&look->edges, *edge);
        map_put(&look->edge_of, edge_key(edge->from, edge->to), look->edges.count);
        return;
    }
    old->count++;
    if (edge->lit) {
        old->lit = true;
        old->position = edge->position;
    }
}

/* The names of a namespace dict leave from their chips, not from the dict's own box. */
static bool has_chip(const View *view, ObjectId owner, Position position)
{
    for (size_t i = 0; i < view->chips.count; i++) {
        const RootChip *chip = &view->chips.items[i];
        if (chip->holder == owner && chip->position == position) {
            return true;
        }
    }
    return false;
}

static void add_slots(View *view, int32_t from)
{
    const World *world = view->world;
    ObjectId owner = view->look->nodes.items[from].object;
    for (Position position = 0; position < world->slot_count[owner] && view->look->unseen > 0; position++) {
        for (int key = 0; key <= 1; key++) {
            if (key != 0 && !(world_is_keyed(world, owner) && position >= world->fixed[owner])) {
                continue;
            }
            ObjectId target = key != 0 ? world_key_object(world, owner, position) : world_target(world, owner, position);
            int32_t to = graph_node_index(view->look, target);
            if (to >= 0 && !(key == 0 && has_chip(view, owner, position))) {
                bool lit = story_speaks_of(view, owner, position, key != 0) && !view->story.edge_gone;
                add_between(view, &(GraphEdge){.from = from, .to = to, .owner = owner, .position = position, .count = 1,
                                               .lit = lit, .key = key != 0});
            }
        }
    }
}

static void add_names(View *view)
{
    GraphLook *look = view->look;
    for (size_t i = 0; i < view->chips.count; i++) {
        const RootChip *chip = &view->chips.items[i];
        ObjectId target = chip->gone ? OBJECT_NONE : world_target(view->world, chip->holder, chip->position);
        int32_t to = graph_node_index(look, target);
        if (to < 0) {
            continue;
        }
        bool lit = story_speaks_of(view, chip->holder, chip->position, false) && !view->story.edge_gone;
        GraphEdge edge = {.from = -1, .to = to, .chip = chip->box, .owner = chip->holder, .position = chip->position, .count = 1,
                          .lit = lit};
        look->nodes.items[to].shown++;
        look->unseen--;
        vec_push(&look->edges, edge);
    }
}

/* The reference this step took away, as a broken arrow. */
static void add_gone(View *view)
{
    const Narration *story = &view->story;
    int32_t to = graph_node_index(view->look, story->object);
    if (to < 0 || !story->edge_gone || story->from == OBJECT_NONE) {
        return;
    }
    GraphEdge edge = {.from = graph_node_index(view->look, story->from), .to = to, .owner = story->from, .position = story->position,
                      .count = 1, .lit = true, .gone = true, .key = story->key};
    for (size_t i = 0; i < view->chips.count; i++) {
        const RootChip *chip = &view->chips.items[i];
        if (chip->holder == story->from && chip->position == story->position) {
            edge.chip = chip->box;
        }
    }
    if (edge.from >= 0 || !rect_is_empty(edge.chip)) {
        vec_push(&view->look->edges, edge);
    }
}

/* Also before the opposite reference comes and after it has gone, so that this one stays where it is. */
static void find_opposites(View *view)
{
    GraphLook *look = view->look;
    for (size_t i = 0; i < look->edges.count; i++) {
        GraphEdge *edge = &look->edges.items[i];
        if (edge->from >= 0 && edge->from != edge->to) {
            ObjectId from = look->nodes.items[edge->from].object, to = look->nodes.items[edge->to].object;
            edge->reversed = edge_between(look, edge->to, edge->from) != NULL || lives_linked(view->scene->lives, to, from);
        }
    }
}

/* The arrow of a link of a chain: between boxes, or from a name's chip. NULL: not drawn. */
static GraphEdge *edge_of_link(GraphLook *look, const Holder *link, ObjectId held)
{
    int32_t from = graph_node_index(look, link->from), to = graph_node_index(look, held);
    GraphEdge *edge = from >= 0 && to >= 0 ? edge_between(look, from, to) : NULL;
    for (size_t i = 0; edge == NULL && to >= 0 && i < look->edges.count && look->edges.items[i].from < 0; i++) {
        const GraphEdge *chip = &look->edges.items[i];
        if (chip->to == to && chip->owner == link->from && chip->position == link->position) {
            edge = &look->edges.items[i];
        }
    }
    return edge;
}

static void mark_chains(View *view)
{
    const Why *why = view->state->drawer == DRAWER_WHY ? view_why(view) : NULL;
    for (size_t chain = 0; why != NULL && chain < why->chains.count; chain++) {
        const Holder *links = why_chain(why, chain);
        size_t count = why->chains.items[chain].count;
        for (size_t i = 0; i < count; i++) {
            GraphEdge *edge = edge_of_link(view->look, &links[i], i + 1 < count ? links[i + 1].from : why->object);
            if (edge != NULL && edge->chain == 0) {
                edge->chain = (uint32_t)chain + 1;
            }
        }
    }
}

/* References that may be found: those of shared atoms are not counted. */
static uint64_t count_references(const View *view)
{
    uint64_t count = 0;
    for (size_t i = 0; i < view->look->nodes.count; i++) {
        ObjectId object = view->look->nodes.items[i].object;
        count += world_immortal(view->world, object) ? UINT32_MAX : view->world->refcount[object] - view->world->temps[object];
    }
    return count;
}

void graph_edges(View *view)
{
    GraphLook *look = view->look;
    look->unseen = count_references(view);
    look->edges.count = look->labels.count = look->ways.count = 0;
    map_clear(&look->edge_of);
    add_names(view);
    for (size_t i = 0; i < look->nodes.count; i++) {
        add_slots(view, (int32_t)i);
    }
    add_gone(view);
    find_opposites(view);
    mark_chains(view);
}
