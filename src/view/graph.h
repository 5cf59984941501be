/* The graph's own parts, shared by its files: where bands and boxes lie, which references are drawn. Only for graph_*.c and
 * view.c.
 *
 * A picture is made in this order: graph_frame (bands, packing), graph_nodes (boxes), graph_edges (references and their
 * routes), then drawing: bands, references, boxes, marks, labels. A cloud and groups have
 * functions of their own instead of the first two. */
#ifndef HL_VIEW_GRAPH_H
#define HL_VIEW_GRAPH_H

#include "base/map.h"
#include "layout/cells.h"
#include "view/crowd.h"
#include "view/view.h"

/* How large boxes are; the first of these at which all fit is taken. Design pixels. */
typedef struct GraphDensity {
    float node_w, node_h;
    float step_min, step_max; /* from column to column */
    float lane_min, lane_max; /* from lane to lane */
    int lines;                /* of text in a box; 0: one, with its count in it instead of badges at its edge */
} GraphDensity;

/* How much of an object a cloud shows; what fits into its cell. */
typedef enum GraphDetail { DETAIL_DOT, DETAIL_LABEL, DETAIL_LINE, DETAIL_FULL } GraphDetail;

/* Of boxes in a raster: with one line and with two. Rows must have room for badges and marks. */
extern const GraphDensity graph_line_box, graph_full_box;

typedef struct GraphNode {
    ObjectId object;
    GridPlace place;
    Rect box;
    ThemeState state;
    bool placed;      /* by hand */
    bool cut_off;     /* no root leads to it, and no collection has said so yet */
    uint32_t shown;   /* references to it that are drawn, each counted */
} GraphNode;

/* One arrow: all references from one place to one object. */
typedef struct GraphEdge {
    int32_t from;      /* node, −1: a chip in the roots column */
    int32_t to;        /* node */
    Rect chip;         /* when from is −1 */
    ObjectId owner;
    Position position; /* of its first reference */
    uint32_t count;
    bool lit;          /* the step touches it */
    bool gone;         /* the step took it away */
    bool key;          /* to the key of an entry */
    uint32_t chain;    /* while it is asked why the selection is alive: the number of the chain it belongs to, else 0 */
    bool pale;         /* of a cloud: one end lies outside the picture */
    bool reversed;     /* another arrow runs the opposite way, now or ever */
} GraphEdge;

/* A route: up to four cubics, end to end. */
enum { ROUTE_PARTS_MAX = 4 };
typedef struct GraphRoute {
    Point control[ROUTE_PARTS_MAX][4];
    int parts;
} GraphRoute;

/* One type's hidden objects in each band. */
typedef struct GraphGroup {
    uint32_t count[BAND_COUNT];
} GraphGroup;

/* What the selection is linked with, by columns: holders of holders, holders, itself, referents, referents of referents. */
enum { NEAR_COLUMNS = 5, NEAR_ROWS_MAX = 8 };
typedef struct GraphNear {
    bool known;              /* for: */
    ObjectId chosen;
    uint64_t step;
    uint32_t rows_known;
    bool chains;             /* shows chains: one a row, the selection at the right */
    uint32_t rows;           /* that there is room for */
    ObjectId object[NEAR_COLUMNS][NEAR_ROWS_MAX];
    uint32_t count[NEAR_COLUMNS]; /* rows, some perhaps without an object */
    uint32_t ever[NEAR_COLUMNS][NEAR_ROWS_MAX]; /* lives that are in this column at some step, each with its own row; */
    uint32_t ever_count[NEAR_COLUMNS];
    bool stable[NEAR_COLUMNS];   /* … if there is room for all of them */
    uint32_t more[NEAR_COLUMNS]; /* that found no room */
} GraphNear;

/* A straight piece of the way of a reference. */
typedef struct GraphWay {
    Rect bounds;
    Point a, b;
    uint32_t edge; /* in GraphLook.edges */
} GraphWay;

struct GraphLook {
    Rect box;            /* of the panel */
    GraphForm form;
    bool bands;          /* the form is bands */
    Rect packed_box;     /* what the packing of bands was made for, */
    float unit;
    const GraphDensity *packed; /* … and its boxes */
    GraphDensity fitted; /* the same, wider where the columns leave room */
    const GraphDensity *density; /* of the boxes drawn now */
    Rect band[BAND_COUNT]; /* empty: not shown */
    Rect field;          /* where boxes may stand, all bands */
    float first_x, step, lane; /* px */
    bool narrow;         /* figures stand above the boxes of a band, not beside them */
    float node_h;        /* px */
    VEC(GraphNode) nodes;
    VEC(ObjectId) asked; /* scratch: nodes of which it is asked whether a root leads to them */
    VEC(uint32_t) node_at; /* by object: its node + 1; 0 beyond the end */
    VEC(GraphEdge) edges;
    uint64_t unseen;     /* references to nodes that are not found yet, at most */
    Map edge_of;         /* from node + 1 << 32 | to node + 1 → edge + 1; not those that are gone */
    Cells cells;         /* of the lives, in order */
    const Lives *celled; /* what they were found for */
    GraphDetail detail;  /* of a cloud */
    Point cell;          /* of a cloud: its size before the user enlarges, px */
    Crowd crowd;         /* of groups; */
    const Lives *crowded; /* … what it was counted for, */
    uint64_t crowd_step; /* … and when */
    GraphNear near;
    Rect near_box, circles; /* near_box is empty when nothing is selected or open */
    VEC(Rect) labels;    /* taken by labels of references */
    VEC(GraphWay) ways;  /* of the references drawn */
    VEC(GraphGroup) groups; /* hidden objects by TypeId */
    uint32_t hidden;
};

GraphLook *graph_look_new(void);
void graph_look_free(GraphLook *look);
/* What was found for lives that have grown since. */
void graph_look_forget(GraphLook *look);

/* graph_frame.c: bands and lanes for this box, packing when it changed. */
void graph_frame(View *view, Rect box);
float graph_row_top(const GraphLook *look, Band band, uint32_t lane);
/* graph_nodes.c */
/* How an object looks: what the running collection thinks of it. */
ThemeState graph_state(const World *world, ObjectId object);
void graph_nodes(View *view);
void graph_draw_node(View *view, const GraphNode *node);
/* In bands: round the box that the step is about, below the references, whose heads would else lie under it. */
void graph_draw_ring(View *view);
void graph_reserve_marks(View *view);
/* Nodes are added by these two alone: graph_node_of finds them again. */
void graph_nodes_begin(GraphLook *look);
void graph_node_add(GraphLook *look, const GraphNode *node);
static inline int32_t graph_node_index(const GraphLook *look, ObjectId object) /* −1: none */
{
    return object < look->node_at.count ? (int32_t)look->node_at.items[object] - 1 : -1;
}
const GraphNode *graph_node_of(const GraphLook *look, ObjectId object);
/* Sets cut_off of all nodes, unless there are too many objects to tell. */
void graph_find_cut_off(View *view);
/* graph_cloud.c: all but graph_edges */
void graph_cloud_nodes(View *view, Rect box);
void graph_cloud_draw(View *view, Rect box);
/* An object as a dot, a square box's size: full, hollow, diamond, square, hollow square; a shape of its own for every state. */
void graph_draw_dot(View *view, ThemeState state, bool cut_off, Rect box);
GraphRoute graph_cloud_route(View *view, const GraphEdge *edge);
bool graph_touches_selection(const View *view, const GraphEdge *edge);

/* graph_names.c: of the selection, of what the step speaks of and of what the selection is linked with; above all dots. Leaves
 * their boxes in look->labels, in this order. */
void graph_cloud_names(View *view);
/* graph_groups.c, graph_near.c: the same of groups */
void graph_groups_nodes(View *view, Rect box);
void graph_groups_draw(View *view, Rect box);
void graph_group_name(View *view, uint32_t key, Prose *out);
void graph_near_nodes(View *view, Rect box);
void graph_near_draw(View *view, Rect box);
GraphRoute graph_near_route(View *view, const GraphEdge *edge);
/* graph_edges.c: finds the references; graph_route.c: their ways and lines. */
void graph_edges(View *view);
GraphRoute graph_route(View *view, const GraphEdge *edge);
/* From a name's chip to a point. */
GraphRoute graph_route_from_name(View *view, Rect chip, Point to);
void graph_begin_edge(View *view, const GraphEdge *edge); /* the group of what shows it */
void graph_draw_edge_line(View *view, const GraphEdge *edge);
/* graph_labels.c: of references, after all lines, of which it takes note. */
void graph_note_way(View *view, const GraphEdge *edge, const GraphRoute *route);
void graph_draw_edge_label(View *view, const GraphEdge *edge);
/* graph_bands.c: grounds, gauges, hidden objects. */
void graph_count_hidden(View *view); /* after the nodes */
void graph_draw_bands(View *view);
void graph_draw_figures(View *view);
/* The same of all generations in one row, and what is hidden in another. */
void graph_draw_figures_row(View *view, Rect row);
void graph_draw_hidden_row(View *view, Rect row);
/* panel_graph.c: enlarged about the middle of the panel, or while focused with this point in the middle and at least so much. */
DrawZoom graph_zoom(const View *view, Rect box, Point from, float least);
/* What a band is painted with at a point. */
Color graph_ground(const View *view, Point at);

#endif
