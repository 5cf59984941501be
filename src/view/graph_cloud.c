/* The cloud: every object in its cell (layout/cells.h), the same at every step, so that nothing moves but the whole. Enlarging
 * moves the cells apart; boxes keep their size, and as soon as they fit into the cells they are shown:
 *
 *   ·  ◆  ▪        ( list a )        [ list a      ]( rc 2 )        as in the bands
 *   dots            labels            one line                       two lines
 *
 * References are straight, behind the objects. */
#include "view/graph.h"

#include "layout/cloud.h"

#include <math.h>
#include <string.h>

static const float label_least = 52.0f, label_high = 20.0f, cell_most = 190.0f, caption_high = 34.0f, dot_most = 8.0f;
static const float stretch_most = 1.6f; /* of the cloud in one direction, to use the room */
enum { HUB_SHARE = 20, HUB_LEAST = 16 /* holders */ };

/* ---- places ---- */

/* What a large share refers to, its class or None, says nothing about where an object belongs. */
static void find_hubs(const Lives *lives, uint8_t *hub)
{
    uint32_t *holders = mem_zeroed(lives->items.count, sizeof *holders);
    uint32_t most = (uint32_t)(lives->items.count / HUB_SHARE);
    most = most < HUB_LEAST ? HUB_LEAST : most;
    for (size_t i = 0; i < lives->links.count; i++) {
        uint32_t to = lives->links.items[i].to;
        hub[to] = ++holders[to] > most;
    }
    mem_release(holders);
}

/* While a recording grows, places must not depend on what comes later: only links as old as the younger of both count. */
static bool link_is_inborn(const Lives *lives, LifeLink link)
{
    return lives->items.items[link.from > link.to ? link.from : link.to].op == link.op;
}

typedef VEC(CloudLink) Links;

static void find_links(const Lives *lives, Links *links)
{
    uint8_t *hub = mem_zeroed(lives->items.count, sizeof *hub);
    find_hubs(lives, hub);
    for (size_t i = 0; i < lives->links.count; i++) {
        LifeLink link = lives->links.items[i];
        if (lives->growing ? link_is_inborn(lives, link) : !hub[link.to]) {
            vec_push(links, ((CloudLink){link.from, link.to}));
        }
    }
    mem_release(hub);
}

static void find_cells(View *view)
{
    GraphLook *look = view->look;
    const Lives *lives = view->scene->lives;
    uint32_t count = (uint32_t)lives->items.count;
    Links links = {0};
    Cloud cloud;
    if (look->celled == lives) {
        return;
    }
    find_links(lives, &links);
    if (lives->growing) {
        cells_grow(&look->cells, links.items, links.count, count);
    } else {
        cloud_init(&cloud, count, links.items, links.count);
        cloud_work(&cloud, UINT32_MAX);
        cells_place(&look->cells, cloud.x, cloud.y, count);
        cloud_release(&cloud);
    }
    vec_release(&links);
    look->celled = lives;
}

/* Where cells lie before the user enlarges: all of them in the room between the captions. */
typedef struct CloudFrame {
    Point corner;   /* of the first cell */
    float wide, high; /* of a cell, px */
} CloudFrame;

static Rect cloud_room(const View *view, Rect box)
{
    float bottom = caption_high * (view->scene->lives->uncounted > 0 ? 2.0f : 1.0f);
    rect_cut_top(&box, view_px(view, caption_high));
    rect_cut_bottom(&box, view_px(view, bottom));
    return rect_inset(box, view_px(view, 6.0f));
}

static CloudFrame cloud_frame(const View *view, Rect box)
{
    const Cells *cells = &view->look->cells;
    Rect room = cloud_room(view, box);
    float columns = fmaxf((float)cells->columns, 1.0f), rows = fmaxf((float)cells->rows, 1.0f);
    float wide = fminf(room.w / columns, view_px(view, cell_most)), high = fminf(room.h / rows, view_px(view, cell_most / 2.0f));
    wide = fminf(wide, high * 2.0f * stretch_most);
    high = fminf(high, wide / 2.0f * stretch_most);
    Point middle = rect_center(room);
    return (CloudFrame){{middle.x - wide * columns / 2.0f, middle.y - high * rows / 2.0f}, wide, high};
}

/* Every other row is shifted by half a cell: rows of dots would look like stripes. */
static Point cell_middle(const CloudFrame *frame, const Cells *cells, uint32_t life)
{
    uint32_t row = cell_row(cells, life);
    float shift = row % 2 == 0 ? 0.25f : 0.75f;
    return (Point){frame->corner.x + ((float)cell_column(cells, life) + shift) * frame->wide,
                   frame->corner.y + ((float)row + 0.5f) * frame->high};
}

/* Or where the user has put it. */
static Point life_middle(const View *view, const CloudFrame *frame, uint32_t life)
{
    Point at = cell_middle(frame, &view->look->cells, life);
    const Placed *placed = placed_find(view->state, view->scene->lives->items.items[life].object, FORM_CLOUD);
    if (placed != NULL) {
        at.x += placed->off.x * frame->wide;
        at.y += placed->off.y * frame->high;
    }
    return at;
}

static Point selection_middle(const View *view, const CloudFrame *frame, Rect box)
{
    const Life *life = lives_find(view->scene->lives, view->state->selection);
    bool known = life != NULL && life_stay(life, view->scene->explain.step) != NULL;
    return known ? life_middle(view, frame, (uint32_t)(life - view->scene->lives->items.items)) : rect_center(box);
}

/* ---- how much of an object is shown ---- */

static void choose_detail(View *view, float cell_px)
{
    GraphLook *look = view->look;
    float cell = cell_px / view->unit;
    look->detail = cell >= graph_full_box.step_min   ? DETAIL_FULL
                   : cell >= graph_line_box.step_min ? DETAIL_LINE
                   : cell >= label_least             ? DETAIL_LABEL
                                                     : DETAIL_DOT;
    look->density = look->detail == DETAIL_FULL ? &graph_full_box : &graph_line_box;
    look->node_h = view_px(view, look->density->node_h);
}

static Rect node_box(const View *view, Point at, float cell_px)
{
    float wide = view_px(view, view->look->density->node_w), high = view->look->node_h;
    if (view->look->detail == DETAIL_LABEL) {
        wide = fminf(cell_px * 0.94f, wide);
        high = view_px(view, label_high);
    } else if (view->look->detail == DETAIL_DOT) {
        wide = high = 2.0f * fminf(cell_px * 0.22f, view_px(view, dot_most));
        return (Rect){at.x - wide / 2.0f, at.y - high / 2.0f, wide, high};
    }
    return rect_snap((Rect){at.x - wide / 2.0f, at.y - high / 2.0f, wide, high});
}

static void add_node(View *view, uint32_t index, Point at)
{
    GraphLook *look = view->look;
    const Life *life = &view->scene->lives->items.items[index];
    GraphNode node = {.object = life->object, .state = graph_state(view->world, life->object)};
    node.box = node_box(view, at, look->step);
    graph_node_add(look, &node);
}

void graph_cloud_nodes(View *view, Rect box)
{
    GraphLook *look = view->look;
    const Lives *lives = view->scene->lives;
    find_cells(view);
    memset(look->band, 0, sizeof look->band);
    CloudFrame frame = cloud_frame(view, box);
    float cell = fminf(frame.wide, 2.0f * frame.high);
    view->zoomed = graph_zoom(view, box, selection_middle(view, &frame, box), view_px(view, graph_full_box.step_min) / cell);
    look->box = box;
    look->unit = 0.0f; /* the bands must be laid again */
    look->field = cloud_room(view, box);
    look->cell = (Point){frame.wide, frame.high};
    look->step = cell * view->zoomed.scale;
    graph_nodes_begin(look);
    choose_detail(view, look->step);
    for (uint32_t i = 0; i < lives->items.count; i++) {
        if (life_stay(&lives->items.items[i], view->scene->explain.step) != NULL) {
            add_node(view, i, draw_zoom_point(&view->zoomed, life_middle(view, &frame, i)));
        }
    }
    graph_find_cut_off(view);
}

/* ---- references ---- */

/* Where a line from the middle of a box towards a point leaves it. */
static Point leave(Rect box, Point towards)
{
    Point from = rect_center(box);
    float dx = towards.x - from.x, dy = towards.y - from.y;
    float across = fabsf(dx) > 0.01f ? box.w / 2.0f / fabsf(dx) : INFINITY;
    float up = fabsf(dy) > 0.01f ? box.h / 2.0f / fabsf(dy) : INFINITY;
    float share = fminf(fminf(across, up), 1.0f);
    return (Point){from.x + dx * share, from.y + dy * share};
}

/* Straight; opposite ones bow, each to its right. */
GraphRoute graph_cloud_route(View *view, const GraphEdge *edge)
{
    const GraphLook *look = view->look;
    GraphRoute route = {.parts = 1};
    Rect to = look->nodes.items[edge->to].box;
    if (edge->from < 0) {
        return graph_route_from_name(view, edge->chip, (Point){to.x, rect_center(to).y});
    }
    Rect from = look->nodes.items[edge->from].box;
    Point a = rect_center(from), b = rect_center(to), *c = route.control[0];
    float dx = b.x - a.x, dy = b.y - a.y, length = fmaxf(hypotf(dx, dy), 1.0f);
    float bow = edge->reversed ? fminf(length * 0.14f, view_px(view, 26.0f)) / length : 0.0f;
    c[1] = (Point){a.x + dx / 3.0f - dy * bow, a.y + dy / 3.0f + dx * bow};
    c[2] = (Point){b.x - dx / 3.0f - dy * bow, b.y - dy / 3.0f + dx * bow};
    c[0] = leave(from, c[1]);
    c[3] = leave(to, c[2]);
    return route;
}

/* Among dots every reference that passes by; among boxes, where there would be too many, those with an end in the picture. */
static bool is_in_view(const View *view, const GraphEdge *edge)
{
    const GraphLook *look = view->look;
    Rect to = look->nodes.items[edge->to].box, from = edge->from >= 0 ? look->nodes.items[edge->from].box : edge->chip;
    if (look->detail == DETAIL_DOT) {
        return rect_touches(look->box, rect_inset(rect_union(to, from), -view_px(view, 30.0f)));
    }
    return rect_touches(look->box, to) || (edge->from >= 0 && rect_touches(look->box, from));
}

static bool has_both_ends(const View *view, const GraphEdge *edge)
{
    const GraphLook *look = view->look;
    return rect_touches(look->box, look->nodes.items[edge->to].box) &&
           (edge->from < 0 || rect_touches(look->box, look->nodes.items[edge->from].box));
}

bool graph_touches_selection(const View *view, const GraphEdge *edge)
{
    const GraphLook *look = view->look;
    ObjectId chosen = view->state->selection;
    return chosen != OBJECT_NONE && (look->nodes.items[edge->to].object == chosen || edge->owner == chosen);
}

/* Among dots a thin line; a self-reference is a small loop. */
static void put_thin(View *view, const GraphEdge *edge)
{
    const GraphLook *look = view->look;
    bool near = look->detail != DETAIL_DOT || look->step > view_px(view, 30.0f);
    const GraphNode *target = &look->nodes.items[edge->to];
    float share = target->shown > HUB_LEAST && target->shown > look->nodes.count / HUB_SHARE ? 0.35f : 1.0f; /* paler to hubs */
    float strength = near ? 0.6f : fmaxf(0.1f, fminf(0.32f, look->step / view_px(view, 50.0f)));
    DrawStyle line = {.stroke = color_alpha(view_color(view, COLOR_EDGE), share * strength), .width = fmaxf(1.0f, view_px(view, 0.9f))};
    Rect to = target->box;
    if (edge->from == edge->to) {
        draw_circle(&view->list, (Point){to.x, to.y}, to.h * 0.6f, &line);
        return;
    }
    GraphRoute route = graph_cloud_route(view, edge);
    if (edge->from < 0) {
        for (int i = 0; i + 1 < route.parts; i++) {
            draw_curve(&view->list, route.control[i], &line);
        }
        draw_arrow_curve(&view->list, route.control[route.parts - 1], &line, view_px(view, 7.0f));
    } else if (edge->reversed) {
        draw_curve(&view->list, route.control[0], &line);
    } else if (near) {
        draw_arrow(&view->list, route.control[0][0], route.control[0][3], &line, view_px(view, 6.0f));
    } else {
        draw_line(&view->list, route.control[0][0], route.control[0][3], &line);
    }
}

static void put_edges(View *view)
{
    GraphLook *look = view->look;
    bool boxes = look->detail >= DETAIL_LINE;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < look->edges.count; i++) {
            GraphEdge *edge = &look->edges.items[i];
            bool marked = edge->lit || edge->chain > 0 || graph_touches_selection(view, edge);
            edge->pale = boxes && !marked && !has_both_ends(view, edge);
            if (marked != (pass == 1) || !is_in_view(view, edge)) {
                continue;
            }
            if (boxes || marked) {
                graph_draw_edge_line(view, edge);
            } else {
                put_thin(view, edge);
            }
        }
    }
}

/* Above all lines. */
static void put_edge_labels(View *view)
{
    GraphLook *look = view->look;
    for (size_t i = 0; look->detail >= DETAIL_LINE && i < look->edges.count; i++) {
        if (is_in_view(view, &look->edges.items[i]) && !look->edges.items[i].pale) {
            graph_draw_edge_label(view, &look->edges.items[i]);
        }
    }
}

/* ---- objects ---- */

void graph_draw_dot(View *view, ThemeState state, bool cut_off, Rect box)
{
    const ThemeStateLook *look = &view->pen.theme->state[state];
    Point middle = rect_center(box);
    float radius = box.w / 2.0f, width = fmaxf(1.0f, radius * 0.35f);
    Point diamond[4] = {{middle.x, box.y - 1.0f}, {box.x + box.w + 1.0f, middle.y}, {middle.x, box.y + box.h + 1.0f}, {box.x - 1.0f, middle.y}};
    switch (state) {
    case STATE_NOT_VISITED: draw_circle(&view->list, middle, radius, &(DrawStyle){.stroke = look->stroke, .width = width}); break;
    case STATE_SCAN: draw_polygon(&view->list, diamond, 4, &(DrawStyle){.fill = look->stroke}); break;
    case STATE_TENTATIVE: draw_fill(&view->list, box, look->stroke); break;
    case STATE_DEAD: draw_box(&view->list, box, &(DrawStyle){.stroke = look->stroke, .width = width}); break;
    default:
        if (cut_off) {
            draw_circle(&view->list, middle, radius, &(DrawStyle){.stroke = view_color(view, COLOR_TEXT_FAINT), .width = width});
        } else {
            draw_circle(&view->list, middle, radius, &(DrawStyle){.fill = state == STATE_NEUTRAL ? view_color(view, COLOR_BLOCK) : look->stroke});
        }
    }
}

static void put_label_box(View *view, const GraphNode *node)
{
    const ThemeStateLook *look = &view->pen.theme->state[node->state];
    DrawStyle style = theme_state_style(view->pen.theme, node->state, view->unit);
    TextStyle text = {FONT_UI, ALIGN_CENTER, view_px(view, 13.0f), node->cut_off ? view_color(view, COLOR_TEXT_SOFT) : look->text};
    style.radius = node->box.h / 2.0f;
    if (node->cut_off) {
        style = (DrawStyle){.fill = view_color(view, COLOR_BAND_OTHER), .stroke = view_color(view, COLOR_TEXT_FAINT), .width = style.width,
                            .radius = style.radius, .dash = view_px(view, 2.0f), .gap = view_px(view, 4.0f)};
    }
    draw_box(&view->list, node->box, &style);
    view_put(view, rect_inset(node->box, view_px(view, 3.0f)), &text, label_text(view->world, view->scene->explain.labels, node->object));
}

static void put_node(View *view, const GraphNode *node)
{
    GraphLook *look = view->look;
    if (look->detail >= DETAIL_LINE) {
        graph_draw_node(view, node);
        return;
    }
    float radius = look->detail == DETAIL_DOT ? node->box.w / 2.0f : node->box.h / 2.0f;
    draw_group_begin(&view->list, "object %u", (unsigned)node->object);
    if (view->story.object == node->object) {
        mark_ring(&view->pen, node->box, radius);
    }
    if (view->state->selection == node->object) {
        draw_box(&view->list, rect_inset(node->box, -view_px(view, 4.0f)),
                 &(DrawStyle){.stroke = view_color(view, COLOR_CHAIN), .width = view_px(view, 2.0f), .radius = radius + view_px(view, 4.0f)});
    }
    if (look->detail == DETAIL_DOT) {
        graph_draw_dot(view, node->state, node->cut_off, node->box);
    } else {
        put_label_box(view, node);
    }
    draw_group_end(&view->list);
}

/* ---- captions ---- */

static void put_caption(View *view, Rect row)
{
    TextStyle style = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    bool chosen = view->state->form != FORM_AUTO;
    rect_cut_left(&row, view_px(view, 14.0f));
    TextStyle bold = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT);
    rect_cut_left(&row, view_put(view, row, &bold, view_word(view, "CLOUD", "云图")) + view_px(view, 12.0f));
    view_put(view, row, &style,
             chosen ? view_word(view, "v: bands · y: by type", "v：分代 · y：按类型")
                    : view_word(view, "more than 60 objects live at once · v: bands · y: by type", "同时存活的对象超过 60 个 · v：分代 · y：按类型"));
}

static void put_captions(View *view, Rect box)
{
    Color ground = view_color(view, COLOR_BAND);
    Rect top = rect_cut_top(&box, view_px(view, caption_high)), bottom = rect_cut_bottom(&box, view_px(view, caption_high));
    draw_fill(&view->list, top, ground);
    put_caption(view, top);
    draw_fill(&view->list, bottom, ground);
    graph_draw_figures_row(view, bottom);
    if (view->scene->lives->uncounted > 0) {
        Rect row = rect_cut_bottom(&box, view_px(view, caption_high));
        draw_fill(&view->list, row, ground);
        graph_draw_hidden_row(view, row);
    }
}

void graph_cloud_draw(View *view, Rect box)
{
    GraphLook *look = view->look;
    draw_group_begin(&view->list, "band 1");
    draw_fill(&view->list, box, view_color(view, COLOR_BAND));
    draw_group_end(&view->list);
    put_edges(view);
    put_edge_labels(view);
    for (size_t i = 0; i < look->nodes.count; i++) {
        if (rect_touches(look->nodes.items[i].box, box)) {
            put_node(view, &look->nodes.items[i]);
        }
    }
    graph_cloud_names(view);
    put_captions(view, box);
}
