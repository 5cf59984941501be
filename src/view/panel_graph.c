/* The graph: bands, references, boxes. References of names begin in the roots column, so the clip reaches into it. */
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

void panel_graph(View *view, Rect box)
{
    GraphLook *look = view->look;
    graph_frame(view, box);
    graph_nodes(view);
    graph_count(view);
    graph_draw_bands(view);
    graph_edges(view);
    graph_reserve_marks(view);
    Rect clip = box;
    clip.x = view->window.x;
    clip.w = box.x + box.w - view->window.x;
    draw_clip_push(&view->list, clip);
    put_edges(view, false);
    put_edges(view, true);
    graph_draw_figures(view);
    for (size_t i = 0; i < look->nodes.count; i++) {
        graph_draw_node(view, &look->nodes.items[i]);
    }
    draw_clip_pop(&view->list);
}
