/* Names among the dots of a cloud: beside their dots, where they cover neither each other nor dots. */
#include "view/graph.h"

#include <math.h>

enum { NAMED_MAX = 42 };

static bool covers_name(const GraphLook *look, Rect box)
{
    for (size_t i = 0; i < look->labels.count; i++) {
        if (rect_touches(look->labels.items[i], box)) {
            return true;
        }
    }
    return false;
}

/* px² of dots and of the rings about them; no longer counted when it reaches `enough`. */
static float covered_dots(const View *view, Rect box, float enough)
{
    const GraphLook *look = view->look;
    float area = 0.0f;
    for (size_t i = 0; i < look->nodes.count && area < enough; i++) {
        const GraphNode *node = &look->nodes.items[i];
        bool ringed = node->object == view->state->selection || node->object == view->story.object;
        Rect part = rect_intersection(box, rect_inset(node->box, ringed ? -view_px(view, 6.0f) : 0.0f));
        area += fmaxf(part.w, 0.0f) * fmaxf(part.h, 0.0f);
    }
    return area;
}

static bool is_inside(Rect field, Rect box)
{
    return rect_contains(field, (Point){box.x, box.y}) && rect_contains(field, (Point){box.x + box.w, box.y + box.h});
}

/* Where it covers neither a name nor a dot; if it `must` be somewhere, as little of dots as can be. */
static bool find_name_place(const View *view, const Rect places[4], bool must, Rect *place)
{
    bool found = false;
    float least = must ? INFINITY : 0.01f;
    for (int i = 0; i < 4; i++) {
        Rect box = rect_snap(places[i]);
        float area = is_inside(view->look->field, box) && !covers_name(view->look, box) ? covered_dots(view, box, least) : INFINITY;
        if (area < least) {
            found = true;
            least = area;
            *place = box;
        }
    }
    return found;
}

/* Where dots leave less room between rows, lower, but never lower than its letters. */
static float name_height(const View *view, const GraphNode *node)
{
    float between = 2.0f * (view->look->cell.y * view->zoomed.scale - node->box.h / 2.0f) - 2.0f;
    return fmaxf(view_px(view, 16.0f), fminf(view_px(view, 20.0f), between));
}

/* On a ground of its own. */
static void put_name(View *view, const GraphNode *node, bool must)
{
    GraphLook *look = view->look;
    TextStyle style = {FONT_UI, ALIGN_CENTER, view_px(view, 13.0f), view_color(view, COLOR_TEXT)};
    const char *text = label_text(view->world, view->scene->explain.labels, node->object);
    float wide = view_text_width(view, &style, text) + view_px(view, 12.0f), high = name_height(view, node), gap = view_px(view, 7.0f);
    Point middle = rect_center(node->box);
    const Rect places[4] = {{node->box.x + node->box.w + gap, middle.y - high / 2.0f, wide, high},
                            {node->box.x - gap - wide, middle.y - high / 2.0f, wide, high},
                            {middle.x - wide / 2.0f, node->box.y - gap - high, wide, high},
                            {middle.x - wide / 2.0f, node->box.y + node->box.h + gap, wide, high}};
    Rect box;
    if (!find_name_place(view, places, must, &box)) {
        return;
    }
    DrawStyle ground = {.fill = view_color(view, COLOR_BADGE), .stroke = view_color(view, COLOR_OUTLINE), .width = 1.0f, .radius = view_px(view, 5.0f)};
    draw_box(&view->list, box, &ground);
    draw_text_in(&view->list, box, &style, text);
    vec_push(&look->labels, box);
}

/* An object that is linked twice, or is both chosen and spoken of, gets one name. */
typedef struct Named {
    ObjectId objects[NAMED_MAX];
    uint32_t count;
} Named;

static void put_name_of(View *view, Named *named, ObjectId object, bool must)
{
    const GraphNode *node = graph_node_of(view->look, object);
    for (uint32_t i = 0; i < named->count; i++) {
        if (named->objects[i] == object) {
            return;
        }
    }
    if (node != NULL && named->count < NAMED_MAX) {
        named->objects[named->count++] = object;
        put_name(view, node, must);
    }
}

void graph_cloud_names(View *view)
{
    GraphLook *look = view->look;
    Named named = {.count = 0};
    if (look->detail != DETAIL_DOT) {
        return;
    }
    look->labels.count = 0;
    put_name_of(view, &named, view->state->selection, true);
    put_name_of(view, &named, view->story.object, true);
    for (size_t i = 0; i < look->edges.count; i++) {
        const GraphEdge *edge = &look->edges.items[i];
        if (edge->from >= 0 && graph_touches_selection(view, edge)) {
            bool out = edge->owner == view->state->selection;
            put_name_of(view, &named, look->nodes.items[out ? edge->to : edge->from].object, false);
        }
    }
}
