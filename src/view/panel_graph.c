/* The graph: bands, references, boxes. References of names begin in the roots column, so the clip reaches into it; not while the
 * graph is enlarged, when they begin at its border. Enlarging comes last: it changes no layout. */
#include "view/graph.h"

static void put_edges(View *view, bool lit)
{
    GraphLook *look = view->look;
    for (size_t i = 0; i < look->edges.count; i++) {
        if (look->edges.items[i].lit == lit) {
            graph_draw_edge(view, &look->edges.items[i]);
        }
    }
}

/* About the middle of the panel, or with the selection in the middle. */
static DrawZoom find_zoom(const View *view, Rect box)
{
    const Zoom *zoom = &view->state->zoom;
    Point middle = rect_center(box), from = middle;
    const GraphNode *node = zoom->focus ? graph_node_of(view->look, view->state->selection) : NULL;
    if (node != NULL) {
        from = rect_center(node->box);
    }
    return (DrawZoom){zoom->scale, {middle.x + view_px(view, zoom->pan.x) - from.x * zoom->scale,
                                    middle.y + view_px(view, zoom->pan.y) - from.y * zoom->scale}, box.x};
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
    Point corner = draw_zoom_point(&view->zoomed, (Point){node->box.x, node->box.y});
    Rect lit = {corner.x, corner.y, node->box.w * view->zoomed.scale, node->box.h * view->zoomed.scale};
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

void panel_graph(View *view, Rect box)
{
    GraphLook *look = view->look;
    view->graph_box = box;
    graph_frame(view, box);
    graph_nodes(view);
    graph_count(view);
    view->zoomed = find_zoom(view, box);
    bool enlarged = is_enlarged(&view->zoomed);
    Rect clip = box;
    if (!enlarged) {
        clip.x = view->window.x;
        clip.w = box.x + box.w - view->window.x;
        graph_draw_bands(view);
    }
    graph_edges(view);
    graph_reserve_marks(view);
    draw_clip_push(&view->list, clip);
    DrawMark since = draw_mark(&view->list);
    if (enlarged) {
        graph_draw_bands(view);
    }
    put_edges(view, false);
    put_edges(view, true);
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
