/* What references are called: the slot, or how many. A label stands on its line, over all lines, where it covers neither a label nor a
 * box and as few other lines as can be; of such places it takes one that keeps clear of the ring round a box. */
#include "view/graph.h"

#include <math.h>
#include <stdio.h>

static const float ring_wide = 9.0f;
enum {
    WAY_PIECES = 6,  /* straight ones that stand for a part of a route */
    LABEL_PLACES = 8 /* that are tried on either side of the line */
};

void graph_note_way(View *view, const GraphEdge *edge, const GraphRoute *route)
{
    uint32_t number = (uint32_t)(edge - view->look->edges.items);
    for (int part = 0; part < route->parts; part++) {
        Point a = route->control[part][0];
        for (int piece = 1; piece <= WAY_PIECES; piece++) {
            Point b = curve_point(route->control[part], (float)piece / WAY_PIECES);
            Rect bounds = {fminf(a.x, b.x) - 1.0f, fminf(a.y, b.y) - 1.0f, fabsf(b.x - a.x) + 2.0f, fabsf(b.y - a.y) + 2.0f};
            vec_push(&view->look->ways, ((GraphWay){bounds, a, b, number}));
            a = b;
        }
    }
}

/* The slot; of several, only how many. */
static void edge_text(View *view, const GraphEdge *edge, Prose *out)
{
    const World *world = view->world;
    prose_clear(out);
    if (edge->from < 0 || (edge->gone && edge->position >= world->slot_count[edge->owner])) {
        return;
    }
    if (edge->count > 1) {
        prose_add_number(out, edge->count);
        prose_add(out, " ×");
        return;
    }
    Holder holder = {.kind = HOLDER_SLOT, .key = edge->key, .from = edge->owner, .position = edge->position};
    bool index = world_type(world, edge->owner)->naming == NAMING_INDEX && edge->position >= world->fixed[edge->owner];
    prose_add(out, edge->key ? view_word(view, "key ", "键 ") : index ? "[" : "");
    holder_slot(world, &holder, out);
    prose_add(out, index ? "]" : "");
}

static bool label_is_free(const GraphLook *look, Rect box)
{
    Rect inside = rect_intersection(box, look->field);
    if (box.x + box.w > look->field.x + look->field.w || (!look->bands && (inside.w < box.w || inside.h < box.h))) {
        return false;
    }
    for (size_t i = 0; i < look->labels.count; i++) {
        if (rect_touches(look->labels.items[i], box)) {
            return false;
        }
    }
    for (size_t i = 0; look->bands && i < look->nodes.count; i++) { /* a cloud's boxes are among the labels */
        if (rect_touches(rect_inset(look->nodes.items[i].box, -2.0f), box)) {
            return false;
        }
    }
    return true;
}

/* How many other references run through the box. */
static uint32_t lines_covered(const GraphLook *look, const GraphEdge *edge, Rect box)
{
    uint32_t own = (uint32_t)(edge - look->edges.items), last = own, count = 0;
    for (size_t i = 0; i < look->ways.count; i++) {
        const GraphWay *way = &look->ways.items[i];
        if (way->edge != own && way->edge != last && rect_touches(way->bounds, box) && rect_crosses(box, way->a, way->b)) {
            last = way->edge;
            count++;
        }
    }
    return count;
}

static bool is_close(const View *view, Rect box)
{
    Rect around = rect_inset(box, -view_px(view, ring_wide));
    for (size_t i = 0; view->look->bands && i < view->look->nodes.count; i++) {
        if (rect_touches(view->look->nodes.items[i].box, around)) {
            return true;
        }
    }
    return false;
}

static int longest_part(const GraphRoute *route)
{
    int best = 0;
    for (int i = 1; i < route->parts; i++) {
        float now = fabsf(route->control[i][3].x - route->control[i][0].x);
        float most = fabsf(route->control[best][3].x - route->control[best][0].x);
        best = now > most ? i : best;
    }
    return best;
}

/* Where a label may stand: along a part of the route, on the line, or on the other side of an upright one. */
typedef struct LabelPlace {
    int part;
    float along;
    bool other_side;
} LabelPlace;

/* The best first: along the longest part, opposite arrows each near their own start; then where the reference ends and begins, for there it
 * parts from those that share most of its way. */
static LabelPlace place_of(const GraphEdge *edge, const GraphRoute *route, int number)
{
    enum { ALONG = 6 };
    static const float shares[2][ALONG] = {{0.5f, 0.38f, 0.62f, 0.28f, 0.72f, 0.18f}, {0.3f, 0.38f, 0.24f, 0.7f, 0.5f, 0.18f}};
    int place = number % LABEL_PLACES;
    bool other_side = number >= LABEL_PLACES;
    if (place < ALONG) {
        return (LabelPlace){longest_part(route), shares[edge->reversed ? 1 : 0][place], other_side};
    }
    return place == ALONG ? (LabelPlace){route->parts - 1, 0.45f, other_side} : (LabelPlace){0, 0.55f, other_side};
}

/* What is written, and how wide that is. */
typedef struct EdgeLabel {
    TextStyle style;
    char room[96];
    const char *text;
    float wide, high;
} EdgeLabel;

/* Cut to the room that its part of the route has. */
static void fit_label(View *view, const Point control[4], bool upright, EdgeLabel *label)
{
    float gap = upright ? view_px(view, view->look->density->node_w)
                        : fmaxf(fabsf(control[3].x - control[0].x) - view_px(view, 12.0f), view_px(view, 34.0f));
    label->text = text_ellipsis(view->pen.measure, &label->style, prose_text(&view->prose), gap, (TextOut){label->room, sizeof label->room});
    label->wide = view_text_width(view, &label->style, label->text) + view_px(view, 6.0f);
    label->high = view_px(view, 18.0f);
}

/* Its box at a place; empty: it cannot stand there. */
static Rect label_box(View *view, const GraphEdge *edge, const GraphRoute *route, int number, EdgeLabel *label)
{
    LabelPlace place = place_of(edge, route, number);
    const Point *control = route->control[place.part];
    bool upright = fabsf(control[3].x - control[0].x) < fabsf(control[3].y - control[0].y) * 0.5f;
    Point at = curve_point(control, place.along);
    fit_label(view, control, upright, label);
    if (upright) {
        bool right = (edge->reversed && control[3].y < control[0].y) != place.other_side;
        at.x += (right ? 1.0f : -1.0f) * (label->wide / 2.0f + view_px(view, 5.0f));
    }
    Rect box = rect_snap((Rect){at.x - label->wide / 2.0f, at.y - label->high / 2.0f, label->wide, label->high});
    bool there = (upright || !place.other_side) && label_is_free(view->look, box);
    return there ? box : (Rect){0};
}

static void put_label(View *view, const GraphEdge *edge, const EdgeLabel *label, Rect box)
{
    graph_begin_edge(view, edge);
    draw_fill(&view->list, box, graph_ground(view, rect_center(box)));
    draw_text_in(&view->list, box, &label->style, label->text);
    draw_group_end(&view->list);
    vec_push(&view->look->labels, box);
}

void graph_draw_edge_label(View *view, const GraphEdge *edge)
{
    GraphRoute route = graph_route(view, edge);
    int best = -1;
    uint32_t least = UINT32_MAX;
    edge_text(view, edge, &view->prose);
    if (prose_text(&view->prose)[0] == '\0') {
        return;
    }
    EdgeLabel label = {.style = view_style(view, FONT_MONO, 13.0f, edge->lit ? COLOR_CURRENT_TEXT : COLOR_TEXT_SOFT)};
    label.style.align = ALIGN_CENTER;
    for (int number = 0; number < 2 * LABEL_PLACES && least > 0; number++) {
        Rect box = label_box(view, edge, &route, number, &label);
        uint32_t cost = rect_is_empty(box) ? UINT32_MAX : 2 * lines_covered(view->look, edge, box) + (is_close(view, box) ? 1 : 0);
        if (cost < least) {
            least = cost;
            best = number;
        }
    }
    if (best >= 0) {
        Rect box = label_box(view, edge, &route, best, &label);
        put_label(view, edge, &label, box);
    }
}
