/* The graph, as bands or as a cloud. In bands, references of names begin in the roots column, so the clip reaches into it; not while the
 * graph is enlarged, when they begin at its border. Enlarging comes last: it changes no layout. */
#include "view/graph.h"

#include <math.h>
#include <math.h>
#include <string.h>

static void put_edges(View *view, bool lit, void (*put)(View *view, const GraphEdge *edge))
{
    GraphLook *look = view->look;
    for (size_t i = 0; i < look->edges.count; i++) {
        if (look->edges.items[i].lit == lit) {
            put(view, &look->edges.items[i]);
        }
    }
}

DrawZoom graph_zoom(const View *view, Rect box, Point from, float least)
{
    const Zoom *zoom = &view->state->zoom;
    Point middle = rect_center(box);
    float scale = zoom->focus && zoom->scale < least ? least : zoom->scale;
    if (!zoom->focus) {
        from = middle;
    }
    return (DrawZoom){scale, {middle.x + view_px(view, zoom->pan.x) - from.x * scale, middle.y + view_px(view, zoom->pan.y) - from.y * scale},
                      box.x};
}

static bool is_enlarged(const DrawZoom *zoom)
{
    return zoom->scale != 1.0f || zoom->shift.x != 0.0f || zoom->shift.y != 0.0f;
}

static void put_spotlight(View *view, Rect box)
{
    const GraphNode *node = graph_node_of(view->look, view->state->selection);
    if (!view->state->spotlight || node == NULL) {
        return;
    }
    Rect lit = node->box;
    if (view->look->bands) {
        Point corner = draw_zoom_point(&view->zoomed, (Point){lit.x, lit.y});
        lit = (Rect){corner.x, corner.y, lit.w * view->zoomed.scale, lit.h * view->zoomed.scale};
    }
    lit = rect_intersection(rect_inset(lit, -view_px(view, 34.0f)), box);
    Color veil = color_alpha(COLOR_RGB(0x000000), 0.62f);
    float right = lit.x + lit.w, bottom = lit.y + lit.h;
    const Rect dark[4] = {{box.x, box.y, box.w, lit.y - box.y}, {box.x, bottom, box.w, box.y + box.h - bottom},
                          {box.x, lit.y, lit.x - box.x, lit.h}, {right, lit.y, box.x + box.w - right, lit.h}};
    for (size_t i = 0; i < 4 && !rect_is_empty(lit); i++) {
        if (!rect_is_empty(dark[i])) {
            draw_fill(&view->list, dark[i], veil);
        }
    }
}

static Point selection_middle(const View *view, Rect box)
{
    const GraphNode *node = graph_node_of(view->look, view->state->selection);
    return rect_center(node != NULL ? node->box : box);
}

/* The part of the window where references are seen: that of the names reaches as far down as these do. What leaves the graph below
 * lies under the panels there, which are painted later. */
static Rect clip_with_names(const View *view, Rect box)
{
    float bottom = box.y + box.h;
    for (size_t i = 0; i < view->chips.count; i++) {
        bottom = fmaxf(bottom, view->chips.items[i].box.y + view->chips.items[i].box.h);
    }
    return (Rect){view->window.x, box.y, box.x + box.w - view->window.x, bottom - box.y};
}

static void put_bands(View *view, Rect box)
{
    GraphLook *look = view->look;
    graph_frame(view, box);
    graph_nodes(view);
    graph_count_hidden(view);
    view->zoomed = graph_zoom(view, box, selection_middle(view, box), 1.0f);
    bool enlarged = is_enlarged(&view->zoomed);
    Rect clip = box;
    if (!enlarged) {
        clip = clip_with_names(view, box);
        graph_draw_bands(view);
    }
    graph_edges(view);
    graph_reserve_marks(view);
    draw_clip_push(&view->list, clip);
    DrawMark since = draw_mark(&view->list);
    if (enlarged) {
        graph_draw_bands(view);
    }
    graph_draw_ring(view);
    put_edges(view, false, graph_draw_edge_line);
    put_edges(view, true, graph_draw_edge_line);
    put_edges(view, true, graph_draw_edge_label); /* above all lines; what the step follows finds a place first */
    put_edges(view, false, graph_draw_edge_label);
    graph_draw_figures(view);
    for (size_t i = 0; i < look->nodes.count; i++) {
        graph_draw_node(view, &look->nodes.items[i]);
    }
    if (enlarged) {
        draw_zoom(&view->list, since, &view->zoomed);
    }
    put_spotlight(view, box);
    draw_clip_pop(&view->list);
}

static void put_cloud(View *view, Rect box)
{
    graph_cloud_nodes(view, box);
    graph_count_hidden(view);
    graph_edges(view);
    if (view->look->detail >= DETAIL_LINE) {
        graph_reserve_marks(view);
    }
    Rect clip = box;
    if (!is_enlarged(&view->zoomed)) {
        clip = clip_with_names(view, box);
    }
    draw_clip_push(&view->list, clip);
    graph_cloud_draw(view, box);
    put_spotlight(view, box);
    draw_clip_pop(&view->list);
}

static void put_groups(View *view, Rect box)
{
    Rect clip = box;
    memset(view->look->band, 0, sizeof view->look->band);
    view->zoomed = (DrawZoom){.scale = 1.0f, .wall = box.x};
    graph_groups_nodes(view, box);
    graph_count_hidden(view);
    view->look->hidden = view->census.objects - (uint32_t)view->look->nodes.count;
    graph_edges(view);
    graph_reserve_marks(view);
    clip = clip_with_names(view, box); /* names refer to the boxes */
    draw_clip_push(&view->list, clip);
    graph_groups_draw(view, box);
    put_spotlight(view, box);
    draw_clip_pop(&view->list);
}

enum { BANDS_MOST = 60 }; /* objects at once: as many as bands can show in a window of 1366 × 768 */

GraphForm view_form(const ViewState *state, const Lives *lives)
{
    if (state->form != FORM_AUTO) {
        return state->form;
    }
    return lives->most_living <= BANDS_MOST ? FORM_BANDS : lives->uncounted == 0 ? FORM_CLOUD : FORM_TYPES;
}

Point view_placed_unit(const View *view)
{
    const GraphLook *look = view->look;
    float scale = view->zoomed.scale;
    if (look->bands) {
        return (Point){look->field.w * scale, 0.0f};
    }
    return look->form == FORM_CLOUD ? (Point){look->cell.x * scale, look->cell.y * scale} : (Point){0.0f, 0.0f};
}

static const float placed_gap = 24.0f;

/* Whether a box at `x` lies in the field and beside all others of its row. */
static bool is_free(const View *view, const GraphNode *node, float x)
{
    const GraphLook *look = view->look;
    float apart = node->box.w + view_px(view, placed_gap) - 1.0f;
    bool free = x >= look->field.x && x + node->box.w <= look->field.x + look->field.w;
    for (size_t i = 0; free && i < look->nodes.count; i++) {
        const GraphNode *other = &look->nodes.items[i];
        free = other->object == node->object || other->box.y != node->box.y || fabsf(other->box.x - x) >= apart;
    }
    return free;
}

/* The last picture may be older than the last drag: where the object is now follows from how far it was moved. Free places are beside
 * others. */
Point view_placed_free(const View *view, ObjectId object)
{
    const GraphLook *look = view->look;
    const Placed *placed = placed_find(view->state, object, FORM_BANDS);
    const GraphNode *node = look->bands ? graph_node_of(look, object) : NULL;
    if (node == NULL || placed == NULL) {
        return (Point){0.0f, 0.0f};
    }
    float born = look->first_x + look->step * (float)node->place.column, apart = node->box.w + view_px(view, placed_gap);
    float x = fmaxf(look->field.x, fminf(look->field.x + look->field.w - node->box.w, born + placed->off.x * look->field.w));
    float best = x, nearest = is_free(view, node, x) ? 0.0f : look->field.w;
    for (size_t i = 0; nearest > 0.0f && i < 2 * look->nodes.count; i++) {
        float beside = look->nodes.items[i / 2].box.x + (i % 2 == 0 ? apart : -apart), far = fabsf(beside - x);
        if (far < nearest && is_free(view, node, beside)) {
            nearest = far;
            best = beside;
        }
    }
    return (Point){best == x ? 0.0f : (best - born) / look->field.w - placed->off.x, 0.0f};
}

void panel_graph(View *view, Rect box)
{
    view->graph_box = box;
    view->look->form = view_form(view->state, view->scene->lives);
    view->look->bands = view->look->form == FORM_BANDS;
    if (view->look->bands) {
        put_bands(view, box);
    } else if (view->look->form == FORM_CLOUD) {
        put_cloud(view, box);
    } else {
        put_groups(view, box);
    }
}
