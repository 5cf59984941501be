/* Boxes: which objects are shown, where, and how one looks.
 *
 *        ┌──────────────( rc 2 )        type and name
 *        │ list a        │              its value
 *        │ [2 items]     │              rc: its count; gc: the collector's copy while it takes part
 *        └─( 1 temp )─( gc 0 )          below left: references that no arrow shows */
#include "view/graph.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

ThemeState graph_state(const World *world, ObjectId object)
{
    if (world->refcount[object] == 0 && !world_immortal(world, object)) {
        return STATE_DEAD;
    }
    switch (label_color(world, object)) {
    case COLOR_STATE_NEUTRAL: return STATE_NEUTRAL;
    case COLOR_STATE_WHITE: return STATE_NOT_VISITED;
    case COLOR_STATE_GREY: return STATE_SCAN;
    case COLOR_STATE_BLACK: return STATE_REACHABLE;
    case COLOR_STATE_CANDIDATE: return STATE_TENTATIVE;
    case COLOR_STATE_DEAD: return STATE_DEAD;
    }
    return STATE_NEUTRAL;
}

void graph_nodes_begin(GraphLook *look)
{
    for (size_t i = 0; i < look->nodes.count; i++) {
        look->node_at.items[look->nodes.items[i].object] = 0;
    }
    look->nodes.count = 0;
}

void graph_node_add(GraphLook *look, const GraphNode *node)
{
    while (look->node_at.count <= node->object) {
        vec_push(&look->node_at, 0);
    }
    vec_push(&look->nodes, *node);
    look->node_at.items[node->object] = (uint32_t)look->nodes.count;
}

static void add_node(View *view, uint32_t index)
{
    GraphLook *look = view->look;
    const Life *life = &view->scene->lives->items.items[index];
    GraphNode node = {.object = life->object};
    if (!grid_place(&view->grid, index, view->scene->explain.step, &node.place)) {
        return;
    }
    const Placed *placed = placed_find(view->state, life->object, FORM_BANDS);
    float x = look->first_x + look->step * (float)node.place.column, right = look->field.x + look->field.w - view_px(view, look->density->node_w);
    if (placed != NULL) {
        x = fmaxf(look->field.x, fminf(right, x + placed->off.x * look->field.w));
        node.placed = true;
    }
    float y = graph_row_top(look, node.place.band, node.place.lane) + (look->lane - look->node_h) * 0.35f;
    node.box = rect_snap((Rect){x, y, view_px(view, look->density->node_w), look->node_h});
    node.state = graph_state(view->world, life->object);
    graph_node_add(look, &node);
}

void graph_nodes(View *view)
{
    graph_nodes_begin(view->look);
    for (size_t i = 0; i < view->grid.shown.count; i++) {
        add_node(view, view->grid.shown.items[i]);
    }
    graph_find_cut_off(view);
}

void graph_find_cut_off(View *view)
{
    GraphLook *look = view->look;
    look->asked.count = 0;
    for (size_t i = 0; i < look->nodes.count; i++) {
        if (look->nodes.items[i].state == STATE_NEUTRAL) {
            vec_push(&look->asked, look->nodes.items[i].object);
        }
    }
    if (view->world->words[W_OBJECT_TOP] > REACHED_OBJECTS_MAX) {
        return;
    }
    reach_find_these(&view->reach, view->world, (ObjectList){look->asked.items, look->asked.count});
    for (size_t i = 0; i < look->nodes.count; i++) {
        GraphNode *node = &look->nodes.items[i];
        node->cut_off = node->state == STATE_NEUTRAL && !reach_has(&view->reach, node->object);
    }
}

const GraphNode *graph_node_of(const GraphLook *look, ObjectId object)
{
    int32_t place = graph_node_index(look, object);
    return place < 0 ? NULL : &look->nodes.items[place];
}

/* ---- one box ---- */

static DrawStyle box_style(const View *view, const GraphNode *node)
{
    DrawStyle style = theme_state_style(view->pen.theme, node->state, view->unit);
    if (node->cut_off) {
        style.stroke = view_color(view, COLOR_TEXT_FAINT);
        style.fill = view_color(view, COLOR_BAND_OTHER);
        style.dash = view_px(view, 2.0f);
        style.gap = view_px(view, 4.0f);
    }
    return style;
}

/* Type and name on one line; the type is cut first, and left out when no more than a letter or two would remain. */
static void put_name(View *view, const GraphNode *node, Rect line, bool type_too)
{
    const ThemeStateLook *look = &view->pen.theme->state[node->state];
    TextStyle name = {FONT_UI_BOLD, ALIGN_LEFT, view_px(view, 14.0f), look->text};
    TextStyle type = {FONT_UI, ALIGN_LEFT, view_px(view, 13.0f), look->text_soft};
    if (node->cut_off) {
        name.color = type.color = view_color(view, COLOR_TEXT_SOFT);
    }
    const char *label = label_text(view->world, view->scene->explain.labels, node->object);
    float wide = fminf(view_text_width(view, &name, label), line.w);
    float gap = view_px(view, 6.0f);
    float room = line.w - wide - gap;
    const char *type_name = label_type(view->world, node->object);
    if (type_too && room > fminf(view_px(view, 36.0f), view_text_width(view, &type, type_name))) {
        Rect left = rect_cut_left(&line, room);
        float used = view_put_user(view, left, &type, type_name);
        line.x = left.x + used + gap;
        line.w = wide + 1.0f;
    }
    view_put_label(view, line, &name, label);
}

/* A number of items that does not fit in words is told as Python's len, or alone. */
static void put_value(View *view, ObjectId object, Rect line, const TextStyle *style)
{
    uint64_t length;
    char brief[40], figure[24];
    const char *value = prose_text(&view->prose);
    if (view_text_width(view, style, value) <= line.w || !label_length(view->world, object, &length)) {
        view_put_user(view, line, style, value);
        return;
    }
    snprintf(brief, sizeof brief, "len %llu", (unsigned long long)length);
    snprintf(figure, sizeof figure, "%llu", (unsigned long long)length);
    view_put_user(view, line, style, view_text_width(view, style, brief) <= line.w ? brief : figure);
}

static void put_texts(View *view, const GraphNode *node)
{
    const ThemeStateLook *look = &view->pen.theme->state[node->state];
    Rect inner = node->box;
    rect_cut_left(&inner, view_px(view, 11.0f));
    rect_cut_right(&inner, view_px(view, 8.0f));
    if (view->look->density->lines == 1) { /* below the badge on the upper edge, beside that on the lower one */
        bool low = view->look->node_h < view_px(view, 34.0f);
        inner.y += low ? view_px(view, 3.0f) : 0.0f;
        rect_cut_right(&inner, low && label_shows_gc_refs(view->world, node->object) ? view_px(view, 30.0f) : 0.0f);
        put_name(view, node, inner, label_is_number(view->world, view->scene->explain.labels, node->object));
        return;
    }
    prose_clear(&view->prose);
    label_value(view->world, node->object, view->state->language, &view->prose);
    Rect first = inner, second = inner; /* below the badge on the upper edge */
    bool low = view->look->density->node_h < 54.0f;
    first.y += inner.h * (low ? 0.19f : 0.10f);
    first.h = inner.h * (low ? 0.42f : 0.44f);
    second.y += inner.h * (low ? 0.57f : 0.52f);
    second.h = inner.h * (low ? 0.36f : 0.40f);
    rect_cut_right(&second, node->state != STATE_NEUTRAL ? view_px(view, 38.0f) : 0.0f);
    const char *value = prose_text(&view->prose);
    if (value[0] == '\0') {
        TextStyle type = {FONT_UI, ALIGN_LEFT, view_px(view, 13.0f), look->text_soft};
        view_put_user(view, first, &type, label_type(view->world, node->object));
        put_name(view, node, second, false);
        return;
    }
    TextStyle style = {FONT_MONO, ALIGN_LEFT, view_px(view, 13.0f), node->cut_off ? view_color(view, COLOR_TEXT_SOFT) : look->text};
    put_name(view, node, first, true);
    put_value(view, node->object, second, &style);
}

/* In a box without badges: its count, or the collector's while it takes part. */
static void put_count(View *view, const GraphNode *node, Rect inner)
{
    const World *world = view->world;
    bool copy = label_shows_gc_refs(world, node->object), none = copy && world->gc_refs[node->object] == 0;
    char text[32];
    TextStyle style = view_aligned(view_style(view, FONT_MONO_BOLD, 13.0f, COLOR_TEXT), ALIGN_RIGHT);
    style.color = copy ? view_color(view, none ? COLOR_DOUBT : COLOR_ACTION) : view->pen.theme->state[node->state].text_soft;
    if (copy) {
        snprintf(text, sizeof text, "gc%u", (unsigned)world->gc_refs[node->object]);
    } else if (world_immortal(world, node->object)) {
        snprintf(text, sizeof text, "∞");
    } else {
        snprintf(text, sizeof text, "%u", (unsigned)world->refcount[node->object]);
    }
    put_name(view, node, rect_cut_left(&inner, inner.w - view_text_width(view, &style, text) - view_px(view, 4.0f)), false);
    view_put(view, inner, &style, text);
}

static void put_badges(View *view, const GraphNode *node)
{
    const World *world = view->world;
    char text[32];
    Rect box = node->box;
    Color color = view_color(view, node->cut_off ? COLOR_TEXT_SOFT : COLOR_TEXT);
    if (world_immortal(world, node->object)) {
        snprintf(text, sizeof text, "rc ∞");
    } else {
        snprintf(text, sizeof text, "rc %u", (unsigned)world->refcount[node->object]);
    }
    mark_badge(&view->pen, (Point){box.x + box.w - view_px(view, 13.0f), box.y}, text, color);
    if (label_shows_gc_refs(world, node->object)) {
        bool none = world->gc_refs[node->object] == 0;
        snprintf(text, sizeof text, "gc %u", (unsigned)world->gc_refs[node->object]);
        mark_badge(&view->pen, (Point){box.x + box.w - view_px(view, 13.0f), box.y + box.h}, text,
                   view_color(view, none ? COLOR_DOUBT : COLOR_ACTION));
    }
}

static uint32_t pins_of(const World *world, ObjectId object)
{
    uint32_t count = 0;
    for (uint32_t pin = 0; pin < world->words[W_PIN_COUNT]; pin++) {
        count += world->pin_object[pin] == object ? world->pin_count[pin] : 0;
    }
    return count;
}

typedef struct RestText {
    char text[96];
} RestText;

/* "2 temp", in Chinese the number last. */
static void add_part(const View *view, RestText *rest, const char *word, uint32_t count)
{
    size_t used = strlen(rest->text);
    const char *between = used > 0 ? " · " : "";
    if (count == 0 || used + 1 >= sizeof rest->text) {
        return;
    }
    if (view_chinese(view)) {
        snprintf(rest->text + used, sizeof rest->text - used, "%s%s %u", between, word, (unsigned)count);
    } else {
        snprintf(rest->text + used, sizeof rest->text - used, "%s%u %s", between, (unsigned)count, word);
    }
}

/* All of them as one number, where the parts have no room: beside the badge of the collector's count, in a raster, and where rows
 * stand so near that a longer mark would lie on the next one. */
static void shorten_rest(const View *view, const GraphNode *node, uint32_t count, RestText *rest)
{
    TextStyle style = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    float room = node->box.w - view_px(view, 46.0f);
    bool near = !view->look->bands || view->look->density->lines == 1 || label_shows_gc_refs(view->world, node->object);
    if (near && view_text_width(view, &style, rest->text) > room) {
        rest->text[0] = '\0';
        add_part(view, rest, view_word(view, "others", "其他"), count);
    }
}

/* References that no arrow shows, so that arrows and marks add up to the count. */
static RestText rest_text(const View *view, const GraphNode *node)
{
    const World *world = view->world;
    RestText rest = {""};
    if (world_immortal(world, node->object)) {
        return rest;
    }
    uint32_t count = world->refcount[node->object];
    uint32_t temps = world->temps[node->object];
    uint32_t pins = pins_of(world, node->object);
    uint32_t known = temps + pins + node->shown;
    add_part(view, &rest, view_word(view, "temp", "临时"), temps);
    add_part(view, &rest, view_word(view, "pinned", "外部"), pins);
    add_part(view, &rest, view_word(view, "hidden", "隐藏"), count > known ? count - known : 0);
    shorten_rest(view, node, count > node->shown ? count - node->shown : 0, &rest);
    return rest;
}

/* Below the box, at its left; to the left of it where the badge of the collector's count needs the place. */
static Rect rest_box(const View *view, const GraphNode *node, const RestText *rest)
{
    TextStyle style = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    float wide = view_text_width(view, &style, rest->text) + view_px(view, 13.0f * 1.7f * 0.85f), high = view_px(view, 13.0f * 1.7f);
    float right = node->box.x + node->box.w - (label_shows_gc_refs(view->world, node->object) ? view_px(view, 42.0f) : 0.0f);
    float x = fminf(node->box.x - view_px(view, 6.0f), right - wide);
    return (Rect){x, node->box.y + node->box.h + view_px(view, 8.0f) - high / 2.0f, wide, high};
}

static void put_rest(View *view, const GraphNode *node)
{
    RestText rest = rest_text(view, node);
    if (rest.text[0] != '\0') {
        MarkPill pill = {rest.text, FONT_UI, 13.0f, view_color(view, COLOR_BADGE), view_color(view, COLOR_EDGE), view_color(view, COLOR_TEXT_SOFT)};
        mark_pill(&view->pen, rect_center(rest_box(view, node, &rest)), &pill);
    }
}

/* The figures that stand in one line at the top of a band. */
static void reserve_figures(View *view)
{
    GraphLook *look = view->look;
    float high = view_px(view, 34.0f), wide = view_px(view, 440.0f);
    for (int band = 0; band < BAND_COUNT; band++) {
        Rect box = look->band[band];
        if (!rect_is_empty(box) && (look->narrow || box.h < view_px(view, 60.0f))) {
            vec_push(&look->labels, ((Rect){box.x + box.w - wide, box.y, wide, fminf(high, box.h)}));
        }
        if (!rect_is_empty(box) && view->grid.hides[band]) { /* the pills of what is hidden */
            Rect row = rect_cut_bottom(&box, high);
            vec_push(&look->labels, row);
        }
    }
}

/* Where badges, marks and figures will be: no label of a reference may go there. */
void graph_reserve_marks(View *view)
{
    GraphLook *look = view->look;
    reserve_figures(view);
    float wide = view_px(view, 64.0f), high = view_px(view, 26.0f);
    for (size_t i = 0; i < look->nodes.count; i++) {
        const GraphNode *node = &look->nodes.items[i];
        if (!look->bands && !rect_touches(node->box, look->box)) {
            continue;
        }
        if (!look->bands) {
            vec_push(&look->labels, rect_inset(node->box, -2.0f));
        }
        float x = node->box.x + node->box.w - view_px(view, 13.0f) - wide / 2.0f;
        RestText rest = rest_text(view, node);
        vec_push(&look->labels, ((Rect){x, node->box.y - high / 2.0f, wide, high}));
        if (label_shows_gc_refs(view->world, node->object)) {
            vec_push(&look->labels, ((Rect){x, node->box.y + node->box.h - high / 2.0f, wide, high}));
        }
        if (rest.text[0] != '\0') {
            vec_push(&look->labels, rect_inset(rest_box(view, node, &rest), -2.0f));
        }
    }
}

void graph_draw_ring(View *view)
{
    const GraphNode *node = view->story.object == OBJECT_NONE ? NULL : graph_node_of(view->look, view->story.object);
    if (node != NULL) {
        draw_group_begin(&view->list, "object %u", (unsigned)node->object);
        mark_ring(&view->pen, node->box, box_style(view, node).radius);
        draw_group_end(&view->list);
    }
}

void graph_draw_node(View *view, const GraphNode *node)
{
    DrawStyle style = box_style(view, node);
    bool selected = view->state->selection == node->object;
    draw_group_begin(&view->list, "object %u", (unsigned)node->object);
    if (view->story.object == node->object && !view->look->bands) {
        mark_ring(&view->pen, node->box, style.radius);
    }
    draw_box(&view->list, node->box, &style);
    mark_state_bars(&view->pen, node->box, node->state);
    if (selected) { /* inside, or round a box that has no room for it */
        float inset = view_px(view, view->look->density->lines == 0 ? -3.0f : 3.0f);
        draw_box(&view->list, rect_inset(node->box, inset),
                 &(DrawStyle){.stroke = view_color(view, COLOR_CHAIN), .width = view_px(view, 2.0f), .radius = style.radius - inset});
    }
    if (view->look->density->lines == 0) {
        put_count(view, node, rect_inset(node->box, view_px(view, 7.0f)));
    } else {
        put_texts(view, node);
        put_badges(view, node);
        put_rest(view, node);
    }
    draw_group_end(&view->list);
}
