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
#include <stdio.h>

static const float port_shift = 9.0f, channel_spread = 5.0f, rise_end = 6.0f;

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
    float bottom = look->box.y + look->box.h - view_px(view, rise_end), left = chip.x + chip.w;
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

static GraphRoute from_chip(View *view, Rect chip, const GraphNode *to)
{
    GraphRoute route = {.parts = 0};
    Point a = rise(view, &route, chip);
    Point b = {to->box.x, middle_y(to->box)};
    if (to->place.column == 0) {
        part(&route, a, b, (b.x - a.x) * 0.5f);
        go_on_upwards(&route);
        return route;
    }
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

/* Where along a route its label may stand: a part, and how far along it. The first free place is taken. */
typedef struct LabelPlace {
    int part;
    float along;
} LabelPlace;
enum { LABEL_PLACES = 8 };

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

static bool takes_channel(const GraphLook *look, const GraphEdge *edge)
{
    if (!look->bands || edge->from < 0) {
        return false;
    }
    const GraphNode *from = &look->nodes.items[edge->from], *to = &look->nodes.items[edge->to];
    uint32_t a = from->place.column, b = to->place.column;
    return !from->placed && !to->placed && (a > b ? a - b : b - a) > 1;
}

/* References between far columns share most of their way with those of the same owner, which part where they end, and with those
 * to the same object, which part where they begin: their labels stand there. */
static void find_places(const GraphLook *look, const GraphEdge *edge, const GraphRoute *route, LabelPlace places[LABEL_PLACES])
{
    enum { ALONG = LABEL_PLACES - 2 };
    static const float middle_first[ALONG] = {0.5f, 0.38f, 0.62f, 0.28f, 0.72f, 0.18f};
    static const float start_first[ALONG] = {0.3f, 0.38f, 0.24f, 0.7f, 0.5f, 0.18f}; /* opposite arrows: each label near its own start */
    const LabelPlace ends[2] = {{route->parts - 1, 0.45f}, {0, 0.55f}};
    int longest = longest_part(route);
    bool same_from = false, same_to = false;
    for (size_t i = 0; takes_channel(look, edge) && i < look->edges.count; i++) {
        const GraphEdge *other = &look->edges.items[i];
        bool meets = other != edge && takes_channel(look, other);
        same_from = same_from || (meets && other->from == edge->from);
        same_to = same_to || (meets && other->to == edge->to);
    }
    int apart = same_from == same_to ? 0 : 1; /* the end where it parts comes first, else both come last */
    for (int i = 0; i < ALONG; i++) {
        float middle = edge->reversed ? start_first[i] : middle_first[i], part = 0.15f * (float)(i + 1);
        places[apart + i] = (LabelPlace){longest, apart == 0 ? middle : same_from ? 1.0f - part : part};
    }
    places[apart == 0 ? ALONG : 0] = ends[same_from ? 0 : 1];
    places[ALONG + 1] = ends[same_from ? 1 : 0];
}

static void put_label(View *view, const GraphEdge *edge, const GraphRoute *route)
{
    GraphLook *look = view->look;
    LabelPlace places[LABEL_PLACES];
    char room[96];
    edge_text(view, edge, &view->prose);
    if (prose_text(&view->prose)[0] == '\0') {
        return;
    }
    TextStyle style = view_style(view, FONT_MONO, 13.0f, edge->lit ? COLOR_CURRENT_TEXT : COLOR_TEXT_SOFT);
    style.align = ALIGN_CENTER;
    find_places(look, edge, route, places);
    for (size_t i = 0; i < LABEL_PLACES; i++) {
        const Point *control = route->control[places[i].part];
        bool upright = fabsf(control[3].x - control[0].x) < fabsf(control[3].y - control[0].y) * 0.5f;
        float gap = upright ? view_px(view, look->density->node_w)
                            : fmaxf(fabsf(control[3].x - control[0].x) - view_px(view, 12.0f), view_px(view, 34.0f));
        const char *text = text_ellipsis(view->pen.measure, &style, prose_text(&view->prose), gap, (TextOut){room, sizeof room});
        float wide = view_text_width(view, &style, text) + view_px(view, 6.0f), high = view_px(view, 18.0f);
        Point at = curve_point(control, places[i].along);
        at.x += upright ? (edge->reversed && control[3].y < control[0].y ? 1.0f : -1.0f) * (wide / 2.0f + view_px(view, 3.0f)) : 0.0f;
        Rect box = rect_snap((Rect){at.x - wide / 2.0f, at.y - high / 2.0f, wide, high});
        if (label_is_free(look, box)) {
            draw_fill(&view->list, box, graph_ground(view, at));
            draw_text_in(&view->list, box, &style, text);
            vec_push(&look->labels, box);
            return;
        }
    }
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

static void begin_edge(View *view, const GraphEdge *edge)
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
    begin_edge(view, edge);
    put_parts(view, edge, &route);
    draw_group_end(&view->list);
}

void graph_draw_edge_label(View *view, const GraphEdge *edge)
{
    GraphRoute route = graph_route(view, edge);
    begin_edge(view, edge);
    put_label(view, edge, &route);
    draw_group_end(&view->list);
}
