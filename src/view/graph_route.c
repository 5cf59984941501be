/* The way of a reference: never through a box. Between neighbouring columns it runs in the gap between them; further, it takes
 * the channel under or over a row, because all rows of a band stand at the same heights in every column:
 *
 *    ┌───┐      ┌───┐      ┌───┐
 *    │ A │─╮    │   │    ╭▶│ B │        A and B in the same row: by the channel below it
 *    └───┘ │    └───┘    │ └───┘
 *          ╰─────────────╯
 *
 * Backward references leave and arrive a little lower than forward ones, so that opposite arrows never lie on each other. */
#include "view/graph.h"

#include <math.h>

static const float port_shift = 9.0f, channel_spread = 5.0f, rise_end = 6.0f, figures_high = 36.0f;

static float middle_y(Rect box)
{
    return box.y + box.h / 2.0f;
}

static void part(GraphRoute *route, Point a, Point b, float bend)
{
    Point *c = route->control[route->parts++];
    c[0] = a;
    c[1] = (Point){a.x + bend, a.y};
    c[2] = (Point){b.x - bend, b.y};
    c[3] = b;
}

static void straight(GraphRoute *route, Point a, Point b)
{
    part(route, a, b, (b.x - a.x) / 3.0f);
}

/* The height of a way through the channel next to the target's row, on the source's side. References to different columns run apart,
 * those to the same object may join. It depends on the two ends alone: a reference that comes or goes moves no other. */
static float channel_y(View *view, Rect from, const GraphNode *to)
{
    const GraphLook *look = view->look;
    bool above = middle_y(from) < middle_y(to->box) - 1.0f;
    float gap = look->lane - look->node_h;
    uint32_t turn = to->place.column;
    float spread = view_px(view, channel_spread) * (float)((turn + 1) / 2) * (turn % 2 == 0 ? 1.0f : -1.0f);
    float limit = fmaxf(0.0f, gap * 0.5f - view_px(view, 12.0f));
    spread = fmaxf(-limit, fminf(limit, spread));
    float edge = above ? to->box.y - gap * 0.5f : to->box.y + to->box.h + gap * 0.5f;
    return edge + spread;
}

static GraphRoute through_channel(View *view, Point a, Point b, float y)
{
    GraphRoute route = {.parts = 0};
    float node = view_px(view, view->look->density->node_w);
    float gap = fmaxf(view->look->step - node, view_px(view, 30.0f));
    float way = (b.x > a.x ? 1.0f : -1.0f) * gap * 0.85f;
    Point p = {a.x + way, y}, q = {b.x - way, y};
    part(&route, a, p, way * 0.55f);
    straight(&route, p, q);
    part(&route, q, b, way * 0.55f);
    return route;
}

static GraphRoute self_loop(View *view, Rect box)
{
    GraphRoute route = {.parts = 1};
    float out = view_px(view, 26.0f), up = view_px(view, 24.0f);
    Point a = {box.x + box.w * 0.45f, box.y}, b = {box.x, box.y + box.h * 0.35f};
    Point control[4] = {a, {a.x - view_px(view, 4.0f), a.y - up}, {b.x - out, b.y - view_px(view, 6.0f) - up * 0.4f}, b};
    for (int i = 0; i < 4; i++) {
        route.control[0][i] = control[i];
    }
    return route;
}

/* Rows above each other in one column: straight down when they are neighbours, else round by the gap on the right; in the last
 * column by that on the left, because figures stand on its right. */
static GraphRoute same_column(View *view, const GraphNode *from, const GraphNode *to, const GraphEdge *edge)
{
    GraphRoute route = {.parts = 0};
    bool down = to->box.y > from->box.y;
    float shift = edge->reversed ? view_px(view, down ? -18.0f : 18.0f) : 0.0f;
    float between = down ? to->box.y - from->box.y - from->box.h : from->box.y - to->box.y - to->box.h;
    if (between < view->look->lane) {
        float x = from->box.x + from->box.w * 0.5f + shift;
        Point a = {x, down ? from->box.y + from->box.h : from->box.y};
        Point b = {x, down ? to->box.y : to->box.y + to->box.h};
        float bow = edge->reversed ? shift * 0.6f : 0.0f;
        Point *c = route.control[route.parts++];
        c[0] = a;
        c[1] = (Point){a.x + bow, a.y + (b.y - a.y) * 0.33f};
        c[2] = (Point){b.x + bow, a.y + (b.y - a.y) * 0.66f};
        c[3] = b;
        return route;
    }
    bool leftwards = from->place.column > 0 && from->place.column + 1 == view->grid.columns;
    float low = view_px(view, down ? port_shift : -port_shift);
    float out = (view_px(view, 44.0f) + (down ? 0.0f : view_px(view, 10.0f))) * (leftwards ? -1.0f : 1.0f);
    float side = leftwards ? 0.0f : from->box.w;
    Point a = {from->box.x + side, middle_y(from->box) + low};
    Point b = {to->box.x + side, middle_y(to->box) + low};
    Point *c = route.control[route.parts++];
    c[0] = a;
    c[1] = (Point){a.x + out, a.y};
    c[2] = (Point){b.x + out, b.y};
    c[3] = b;
    return route;
}

/* A name below the graph: its reference first rises beside the names. Those of several names rise side by side. */
static Point rise(View *view, GraphRoute *route, Rect chip)
{
    const GraphLook *look = view->look;
    float foot = look->bands ? rise_end : figures_high, left = chip.x + chip.w; /* beside a cloud, above its row of figures */
    float bottom = look->box.y + look->box.h - view_px(view, foot);
    Point a = {left, middle_y(chip)};
    if (a.y <= bottom) {
        return a;
    }
    float lane = fmodf(floorf(a.y / chip.h), 3.0f) * 0.2f + 0.3f;
    Point b = {left + (look->box.x - left) * lane, bottom}, *c = route->control[route->parts++];
    c[0] = a;
    c[1] = (Point){b.x, a.y};
    c[2] = (Point){b.x, a.y - (a.y - b.y) * 0.3f};
    c[3] = b;
    return b;
}

/* The part after a rise leaves in the same direction. */
static void go_on_upwards(GraphRoute *route)
{
    if (route->parts == 2) {
        Point *c = route->control[1];
        c[1] = (Point){c[0].x, c[0].y + (c[3].y - c[0].y) * 0.4f};
    }
}

GraphRoute graph_route_from_name(View *view, Rect chip, Point to)
{
    GraphRoute route = {.parts = 0};
    Point from = rise(view, &route, chip);
    part(&route, from, to, (to.x - from.x) * 0.5f);
    go_on_upwards(&route);
    return route;
}

static GraphRoute from_chip(View *view, Rect chip, const GraphNode *to)
{
    GraphRoute route = {.parts = 0};
    Point b = {to->box.x, middle_y(to->box)};
    if (to->place.column == 0) {
        return graph_route_from_name(view, chip, b);
    }
    Point a = rise(view, &route, chip);
    float y = channel_y(view, chip, to);
    float node = view_px(view, view->look->density->node_w);
    float gap = fmaxf(view->look->step - node, view_px(view, 30.0f)) * 0.85f;
    Point p = {view->look->first_x - view_px(view, 8.0f), y}, q = {b.x - gap, y};
    part(&route, a, p, (p.x - a.x) * 0.5f);
    go_on_upwards(&route);
    straight(&route, p, q);
    part(&route, q, b, gap * 0.55f);
    return route;
}

GraphRoute graph_route(View *view, const GraphEdge *edge)
{
    const GraphNode *to = &view->look->nodes.items[edge->to];
    if (edge->from == edge->to) {
        return self_loop(view, to->box);
    }
    if (!view->look->bands) {
        return view->look->form == FORM_CLOUD ? graph_cloud_route(view, edge) : graph_near_route(view, edge);
    }
    if (edge->from < 0) {
        return to->placed ? graph_cloud_route(view, edge) : from_chip(view, edge->chip, to);
    }
    const GraphNode *from = &view->look->nodes.items[edge->from];
    if (from->placed || to->placed) {
        return graph_cloud_route(view, edge); /* columns and channels mean nothing for it */
    }
    if (from->place.column == to->place.column) {
        return same_column(view, from, to, edge);
    }
    bool forward = from->place.column < to->place.column;
    float shift = forward ? (edge->reversed ? -view_px(view, port_shift) : 0.0f) : view_px(view, port_shift);
    Point a = {forward ? from->box.x + from->box.w : from->box.x, middle_y(from->box) + shift};
    Point b = {forward ? to->box.x : to->box.x + to->box.w, middle_y(to->box) + shift};
    uint32_t far = forward ? to->place.column - from->place.column : from->place.column - to->place.column;
    if (far > 1) {
        return through_channel(view, a, b, channel_y(view, from->box, to));
    }
    GraphRoute route = {.parts = 0};
    part(&route, a, b, (b.x - a.x) * 0.5f);
    return route;
}

/* ---- drawing ---- */

static Color edge_color(const View *view, const GraphEdge *edge)
{
    const GraphLook *look = view->look;
    ThemeState to = look->nodes.items[edge->to].state;
    if (look->nodes.items[edge->to].object == view->state->selection) {
        return view_color(view, COLOR_CHAIN); /* its holders */
    }
    if (edge->from >= 0 && to == STATE_TENTATIVE && look->nodes.items[edge->from].state == STATE_TENTATIVE) {
        return view_color(view, COLOR_DOUBT);
    }
    if (edge->chain > 0) {
        return view_color(view, COLOR_CHAIN);
    }
    if (edge->pale) {
        return color_alpha(view_color(view, COLOR_EDGE), 0.35f);
    }
    bool pale = edge->from >= 0 && look->nodes.items[edge->from].cut_off;
    return view_color(view, pale ? COLOR_TEXT_FAINT : COLOR_EDGE);
}

static void put_part(View *view, const GraphEdge *edge, const Point control[4], bool last)
{
    MarkEdge mark = {.color = edge_color(view, edge), .current = edge->lit, .dashed = edge->gone || edge->chain > 1};
    for (int i = 0; i < 4; i++) {
        mark.control[i] = control[i];
    }
    if (last) {
        mark_edge(&view->pen, &mark);
        return;
    }
    DrawStyle line = {.stroke = mark.color, .width = view_px(view, 1.5f)};
    if (edge->lit) {
        draw_curve(&view->list, control, &(DrawStyle){.stroke = view_color(view, COLOR_CASING), .width = view_px(view, 5.0f)});
        line = (DrawStyle){.stroke = view_color(view, COLOR_CURRENT), .width = view_px(view, 2.5f)};
    }
    if (edge->gone || edge->chain > 1) {
        line.dash = view_px(view, 6.0f);
        line.gap = view_px(view, 4.0f);
    }
    draw_curve(&view->list, control, &line);
}

void graph_begin_edge(View *view, const GraphEdge *edge)
{
    ObjectId target = view->look->nodes.items[edge->to].object;
    draw_group_begin(&view->list, "reference %u %u %u", (unsigned)edge->owner, (unsigned)edge->position, (unsigned)target);
}

static void put_parts(View *view, const GraphEdge *edge, const GraphRoute *route)
{
    for (int i = 0; i < route->parts; i++) {
        put_part(view, edge, route->control[i], i + 1 == route->parts);
    }
}

void graph_draw_edge_line(View *view, const GraphEdge *edge)
{
    GraphRoute route = graph_route(view, edge);
    graph_begin_edge(view, edge);
    put_parts(view, edge, &route);
    graph_note_way(view, edge, &route);
    draw_group_end(&view->list);
}
