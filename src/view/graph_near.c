/* The upper part of groups: what the selection is linked with, as boxes in columns by the number of references in between,
 *
 *     −2          −1         0          1           2
 *   holders of  holders  selection  referents  referents of
 *    holders                                    referents
 *
 * or, while it is asked why the selection is alive, the last objects of every chain that holds it, a chain a row; or, with
 * nothing selected, the members of the open group as they were when it was opened. What finds no room is counted.
 *
 * Where all that are ever linked so have room, each has its row for the whole recording: stepping moves nothing. Else rows are
 * filled in order, from the middle outwards. */
#include "view/graph.h"

#include <math.h>
#include <stdio.h>

static const float heading_high = 26.0f, port_shift = 8.0f;
static const float box_widest = 160.0f, slot_room = 72.0f, slot_least = 10.0f; /* a box; what slots' names need between two */
enum { CENTRE = NEAR_COLUMNS / 2, ROWS_FOR_FULL = 3 };

/* ---- who ---- */

static bool is_placed(const GraphNear *near, ObjectId object)
{
    for (int column = 0; column < NEAR_COLUMNS; column++) {
        for (uint32_t i = 0; i < near->count[column]; i++) {
            if (near->object[column][i] == object) {
                return true;
            }
        }
    }
    return false;
}

/* Into a column; or counted, when it is full. Objects of a full column may be counted once for each reference. */
static void add(const View *view, GraphNear *near, int column, ObjectId object)
{
    if (object < OBJECT_FIRST || !object_is_drawn(view->world, object) || is_placed(near, object)) {
        return;
    }
    if (near->count[column] == near->rows) {
        near->more[column]++;
        return;
    }
    near->object[column][near->count[column]++] = object;
}

static void add_referents(const View *view, GraphNear *near, int column, ObjectId owner)
{
    const World *world = view->world;
    for (Position position = 0; position < world->slot_count[owner]; position++) {
        add(view, near, column, world_target(world, owner, position));
        if (world_is_keyed(world, owner) && position >= world->fixed[owner]) {
            add(view, near, column, world_key_object(world, owner, position));
        }
    }
}

static bool holds_any(const World *world, ObjectId owner, const ObjectId *objects, uint32_t count)
{
    for (Position position = 0; position < world->slot_count[owner]; position++) {
        bool keyed = world_is_keyed(world, owner) && position >= world->fixed[owner];
        ObjectId target = world_target(world, owner, position), key = keyed ? world_key_object(world, owner, position) : OBJECT_NONE;
        for (uint32_t i = 0; i < count; i++) {
            if (objects[i] != OBJECT_NONE && (target == objects[i] || key == objects[i])) {
                return true;
            }
        }
    }
    return false;
}

/* Holders of what stands in the next column. One look at every slot. */
static void add_holders(const View *view, GraphNear *near, int column)
{
    const World *world = view->world;
    for (ObjectId owner = OBJECT_FIRST; near->count[column + 1] > 0 && owner < world->words[W_OBJECT_TOP]; owner++) {
        if (world->slot_count[owner] > 0 && object_is_drawn(world, owner) &&
            holds_any(world, owner, near->object[column + 1], near->count[column + 1])) {
            add(view, near, column, owner);
        }
    }
}

/* ---- who ever ---- */

static bool is_ever(const GraphNear *near, uint32_t life)
{
    for (int column = 0; column < NEAR_COLUMNS; column++) {
        for (uint32_t i = 0; i < near->ever_count[column]; i++) {
            if (near->ever[column][i] == life) {
                return true;
            }
        }
    }
    return false;
}

static bool is_among(const uint32_t *lives, uint32_t count, uint32_t life)
{
    while (count > 0 && lives[count - 1] != life) {
        count--;
    }
    return count > 0;
}

/* All that are linked at some step with what the column nearer to the middle ever has, in the order it came about. One look at
 * all links of lives. */
static void find_ever(const View *view, GraphNear *near, int column)
{
    const Lives *lives = view->scene->lives;
    int inner = column > CENTRE ? column - 1 : column + 1;
    near->stable[column] = near->stable[inner] && lives->uncounted == 0 && lives->links.count < LIVES_LINKS_MAX;
    for (size_t i = 0; near->stable[column] && i < lives->links.count; i++) {
        LifeLink link = lives->links.items[i];
        uint32_t from = column > CENTRE ? link.from : link.to, to = column > CENTRE ? link.to : link.from;
        if (is_among(near->ever[inner], near->ever_count[inner], from) && !is_ever(near, to)) {
            near->stable[column] = near->ever_count[column] < near->rows;
            if (near->stable[column]) {
                near->ever[column][near->ever_count[column]++] = to;
            }
        }
    }
}

/* Those of them that are linked so now. */
static void add_ever(const View *view, GraphNear *near, int column)
{
    const World *world = view->world;
    int inner = column > CENTRE ? column - 1 : column + 1;
    for (uint32_t row = 0; row < near->ever_count[column]; row++) {
        ObjectId object = view->scene->lives->items.items[near->ever[column][row]].object;
        bool linked = object < world->words[W_OBJECT_TOP] && object_is_drawn(world, object) && !is_placed(near, object);
        if (linked && column < CENTRE) {
            linked = holds_any(world, object, near->object[inner], near->count[inner]);
        } else if (linked) {
            linked = false;
            for (uint32_t i = 0; i < near->count[inner]; i++) {
                linked = linked || (near->object[inner][i] != OBJECT_NONE && holds_any(world, near->object[inner][i], &object, 1));
            }
        }
        near->object[column][row] = linked ? object : OBJECT_NONE;
        near->count[column] = row + 1;
    }
}

static void fill_column(const View *view, GraphNear *near, int column)
{
    find_ever(view, near, column);
    if (near->stable[column]) {
        add_ever(view, near, column);
    } else if (column < CENTRE) {
        add_holders(view, near, column);
    } else {
        for (uint32_t i = 0; i < near->count[column - 1]; i++) {
            if (near->object[column - 1][i] != OBJECT_NONE) {
                add_referents(view, near, column, near->object[column - 1][i]);
            }
        }
    }
}

/* From the selection at the right to the left, as far as there are columns. */
static void add_chains(GraphNear *near, const Why *why)
{
    for (uint32_t row = 0; row < near->rows && row < why->chains.count; row++) {
        const Holder *links = why_chain(why, row);
        size_t count = why->chains.items[row].count;
        for (int column = NEAR_COLUMNS - 2; column >= 0; column--) {
            size_t back = (size_t)(NEAR_COLUMNS - 1 - column);
            bool object = back <= count && links[count - back].kind == HOLDER_SLOT && !is_placed(near, links[count - back].from);
            near->object[column][row] = object ? links[count - back].from : OBJECT_NONE;
            near->count[column] = row + 1;
        }
    }
    near->more[0] = (uint32_t)(why->hidden + why->chains.count - near->count[0]);
    near->object[NEAR_COLUMNS - 1][0] = why->object;
    near->count[NEAR_COLUMNS - 1] = 1;
}

static void find_near(View *view)
{
    static const int order[] = {CENTRE + 1, CENTRE - 1, CENTRE + 2, CENTRE - 2};
    GraphNear *near = &view->look->near;
    ObjectId chosen = view->state->selection;
    uint64_t step = view->scene->explain.step;
    const Why *why = view->state->drawer == DRAWER_WHY ? view_why(view) : NULL;
    bool chains = why != NULL && why->chains.count > 0;
    if (near->known && near->chosen == chosen && near->step == step && near->rows == near->rows_known && near->chains == chains) {
        return;
    }
    uint32_t rows = near->rows;
    *near = (GraphNear){.known = true, .chosen = chosen, .step = step, .chains = chains, .rows = rows, .rows_known = rows};
    if (chains) {
        add_chains(near, why);
        return;
    }
    add(view, near, CENTRE, chosen);
    if (near->count[CENTRE] == 0) {
        return;
    }
    const Life *life = lives_find(view->scene->lives, chosen);
    if (life != NULL) {
        near->stable[CENTRE] = true;
        near->ever[CENTRE][near->ever_count[CENTRE]++] = (uint32_t)(life - view->scene->lives->items.items);
    }
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        fill_column(view, near, order[i]);
    }
}

/* ---- where ---- */

/* As wide as the columns allow, for names; boxes never touch. */
static float box_width(const View *view, float apart)
{
    float usual = view_px(view, view->look->density->node_w), narrow = fminf(usual, apart - view_px(view, slot_least));
    return fminf(fmaxf(narrow, apart - view_px(view, slot_room)), fmaxf(usual, view_px(view, box_widest)));
}

static void put_box(View *view, ObjectId object, Point middle, float apart)
{
    GraphLook *look = view->look;
    float wide = box_width(view, apart);
    GraphNode node = {.object = object, .state = graph_state(view->world, object)};
    node.box = rect_snap((Rect){middle.x - wide / 2.0f, middle.y - look->node_h / 2.0f, wide, look->node_h});
    graph_node_add(look, &node);
}

/* The i-th row counted from the middle: 0, 1 above, 1 below … */
static float row_offset(uint32_t i)
{
    float far = (float)((i + 1) / 2);
    return i % 2 == 1 ? -far : far;
}

static void put_columns(View *view, Rect room)
{
    const GraphNear *near = &view->look->near;
    float lane = view_px(view, view->look->density->lane_min), apart = room.w / (float)NEAR_COLUMNS;
    float middle = room.y + room.h / 2.0f + (near->rows % 2 == 0 ? lane / 2.0f : 0.0f);
    for (int column = 0; column < NEAR_COLUMNS; column++) {
        for (uint32_t i = 0; i < near->count[column]; i++) {
            if (near->object[column][i] == OBJECT_NONE) {
                continue;
            }
            put_box(view, near->object[column][i],
                    (Point){room.x + ((float)column + 0.5f) * apart, middle + row_offset(i) * lane}, apart);
        }
    }
}

/* In rows from the left; those that have died leave their places empty. */
static void put_members(View *view, Rect room)
{
    const GroupsState *groups = &view->state->groups;
    const GraphDensity *density = view->look->density;
    uint32_t columns = (uint32_t)fmaxf(1.0f, room.w / view_px(view, density->step_min)), rows = view->look->near.rows;
    for (uint32_t i = 0; i < groups->listed_count && i < columns * rows; i++) {
        ObjectId object = groups->listed[i];
        if (object < view->world->words[W_OBJECT_TOP] && object_is_drawn(view->world, object)) {
            put_box(view, object, (Point){room.x + ((float)(i % columns) + 0.5f) * room.w / (float)columns,
                                          room.y + ((float)(i / columns) + 0.5f) * room.h / (float)rows}, room.w / (float)columns);
        }
    }
}

void graph_near_nodes(View *view, Rect box)
{
    GraphLook *look = view->look;
    Rect room = rect_inset(box, view_px(view, 10.0f));
    rect_cut_top(&room, view_px(view, heading_high));
    bool wide = room.w / view->unit >= NEAR_COLUMNS * (graph_full_box.node_w + 32.0f);
    look->density = wide && room.h / view->unit >= ROWS_FOR_FULL * graph_full_box.lane_min ? &graph_full_box : &graph_line_box;
    look->node_h = view_px(view, look->density->node_h);
    uint32_t rows = (uint32_t)fmaxf(1.0f, room.h / view_px(view, look->density->lane_min));
    look->near.rows = rows < NEAR_ROWS_MAX ? rows : NEAR_ROWS_MAX;
    if (view->state->selection != OBJECT_NONE) {
        find_near(view);
        put_columns(view, room);
    } else {
        put_members(view, room);
    }
}

/* ---- references ---- */

/* Between columns a curve from side to side, backwards a little lower; within a column beside the boxes. */
GraphRoute graph_near_route(View *view, const GraphEdge *edge)
{
    const GraphLook *look = view->look;
    GraphRoute route = {.parts = 1};
    Rect to = look->nodes.items[edge->to].box;
    float b_y = to.y + to.h / 2.0f, shift = view_px(view, port_shift);
    if (edge->from < 0) {
        return graph_route_from_name(view, edge->chip, (Point){to.x, b_y - shift * 0.5f});
    }
    Rect from = look->nodes.items[edge->from].box;
    float a_y = from.y + from.h / 2.0f;
    Point *c = route.control[0];
    if (fabsf(from.x - to.x) < 1.0f) {
        float out = view_px(view, 18.0f) * (a_y < b_y ? 1.0f : -1.0f), side = a_y < b_y ? from.w : 0.0f;
        c[0] = (Point){from.x + side, a_y};
        c[3] = (Point){to.x + side, b_y};
        c[1] = (Point){c[0].x + out, a_y};
        c[2] = (Point){c[3].x + out, b_y};
        return route;
    }
    bool forward = from.x < to.x;
    c[0] = (Point){forward ? from.x + from.w : from.x, a_y + (forward ? -shift : shift) * 0.5f};
    c[3] = (Point){forward ? to.x : to.x + to.w, b_y + (forward ? -shift : shift) * 0.5f};
    float bend = (c[3].x - c[0].x) * 0.45f;
    c[1] = (Point){c[0].x + bend, c[0].y};
    c[2] = (Point){c[3].x - bend, c[3].y};
    return route;
}

/* ---- drawing ---- */

static void put_selection_heading(View *view, Rect row)
{
    static const int shown[] = {CENTRE - 1, CENTRE + 1};
    const GraphNear *near = &view->look->near;
    TextStyle style = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    NumberText part[4];
    if (near->chains) {
        view_putf(view, row, &style, view_word(view, "chains that keep it alive: %s shown, %s hidden", "使它存活的链：显示 %s 条，隐藏 %s 条"),
                  number_text(near->count[0]).text, number_text(near->more[0]).text);
        return;
    }
    if (near->count[CENTRE] == 0) {
        view_put(view, row, &style, view_word(view, "the selected object is not alive at this step", "选中的对象在这一步不存在"));
        return;
    }
    for (int i = 0; i < 2; i++) {
        uint32_t count = 0;
        for (uint32_t at = 0; at < near->count[shown[i]]; at++) {
            count += near->object[shown[i]][at] != OBJECT_NONE ? 1 : 0;
        }
        part[2 * i] = number_text(count);
        part[2 * i + 1] = number_text(near->more[shown[i]]);
    }
    view_putf(view, row, &style,
              view_word(view, "holders: %s shown, %s hidden · referents: %s shown, %s hidden",
                        "持有者：显示 %s，隐藏 %s · 引用：显示 %s，隐藏 %s"),
              part[0].text, part[1].text, part[2].text, part[3].text);
}

static void put_group_heading(View *view, Rect row)
{
    const CrowdGroup *group = crowd_group(&view->look->crowd, view->state->groups.open);
    TextStyle style = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    TextStyle bold = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT);
    uint32_t count = group == NULL ? 0 : group->count, shown = (uint32_t)view->look->nodes.count;
    prose_clear(&view->prose);
    graph_group_name(view, view->state->groups.open, &view->prose);
    rect_cut_left(&row, view_put(view, row, &bold, prose_text(&view->prose)) + view_px(view, 10.0f));
    view_putf(view, row, &style,
              view_word(view, "%s shown · %s hidden · Tab: one after the other · Esc: close", "显示 %s · 隐藏 %s · Tab：逐个 · Esc：关闭"),
              number_text(shown).text, number_text(count > shown ? count - shown : 0).text);
}

void graph_near_draw(View *view, Rect box)
{
    Rect row = rect_inset(box, view_px(view, 8.0f));
    row.h = view_px(view, heading_high);
    draw_box(&view->list, rect_snap(box), &(DrawStyle){.fill = view_color(view, COLOR_BAND_OTHER), .stroke = view_color(view, COLOR_LINE),
                                                       .width = view_px(view, 1.5f), .radius = view_px(view, 12.0f)});
    rect_cut_left(&row, view_px(view, 6.0f));
    if (view->state->selection != OBJECT_NONE) {
        put_selection_heading(view, row);
    } else {
        put_group_heading(view, row);
    }
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < view->look->edges.count; i++) {
            if (view->look->edges.items[i].lit == (pass == 1)) {
                graph_draw_edge_line(view, &view->look->edges.items[i]);
            }
        }
    }
    for (size_t i = 0; i < view->look->edges.count; i++) {
        graph_draw_edge_label(view, &view->look->edges.items[i]);
    }
    for (size_t i = 0; i < view->look->nodes.count; i++) {
        graph_draw_node(view, &view->look->nodes.items[i]);
    }
}
