/* Groups: one circle for each type or island, always at the same place, its size by the logarithm of its count:
 *
 *      ( 7,403 )      ( 2,916 )
 *        dict           list         a dotted ring: some are shown as boxes above */
#include "view/graph.h"

#include <math.h>
#include <stdio.h>

static const float caption_high = 34.0f, slot_wide = 112.0f, slot_high = 92.0f, slot_most = 190.0f, name_high = 20.0f, near_share = 0.66f;

/* ---- counting ---- */

static void find_crowd(View *view)
{
    GraphLook *look = view->look;
    CrowdKind kind = look->form == FORM_ISLANDS ? CROWD_ISLANDS : CROWD_TYPES;
    uint64_t step = view->scene->explain.step;
    if (look->crowded == view->scene->lives && look->crowd_step == step && look->crowd.kind == kind) {
        return;
    }
    crowd_find(&look->crowd, kind, view->world, view->scene->lives);
    look->crowded = view->scene->lives;
    look->crowd_step = step;
}

void graph_group_name(View *view, uint32_t key, Prose *out)
{
    if (view->look->form != FORM_ISLANDS) {
        prose_add(out, names_text(view->names, key));
    } else if (key == CROWD_REACHED) {
        prose_add(out, view_word(view, "reached", "可达"));
    } else {
        prose_add(out, view_word(view, "island of ", "孤岛 "));
        label_full(view->world, view->scene->explain.labels, key, out);
    }
}

static uint32_t shown_of(const View *view, uint32_t key)
{
    const GraphLook *look = view->look;
    uint32_t count = 0;
    for (size_t i = 0; i < look->nodes.count; i++) {
        count += crowd_key(&look->crowd, view->world, look->nodes.items[i].object) == key ? 1 : 0;
    }
    return count;
}

/* ---- places ---- */

typedef struct GroupGrid {
    Rect room;
    uint32_t columns, slots; /* circles that have room, the last perhaps for all the others */
    float wide, high;
} GroupGrid;

/* The largest slots at which all fit, or the smallest ones. */
static GroupGrid find_grid(const View *view, Rect room, uint32_t groups)
{
    GroupGrid best = {.room = room, .columns = 1};
    uint32_t most_rows = (uint32_t)fmaxf(1.0f, room.h / view_px(view, slot_high));
    uint32_t most_columns = (uint32_t)fmaxf(1.0f, room.w / view_px(view, slot_wide));
    for (uint32_t rows = 1; rows <= most_rows; rows++) {
        uint32_t columns = groups == 0 ? 1 : (groups + rows - 1) / rows;
        columns = columns > most_columns ? most_columns : columns;
        float wide = fminf(room.w / (float)columns, view_px(view, slot_most)), high = fminf(room.h / (float)rows, view_px(view, slot_most));
        bool all = columns * rows >= groups, better = fminf(wide, high) > fminf(best.wide, best.high);
        bool more = columns * rows > best.slots;
        if ((all && better) || (best.slots < groups && more)) {
            best = (GroupGrid){room, columns, columns * rows, wide, high};
        }
    }
    best.slots = best.slots > groups ? groups : best.slots;
    return best;
}

static Rect slot_box(const GroupGrid *grid, uint32_t slot)
{
    float left = grid->room.x + (grid->room.w - grid->wide * (float)grid->columns) / 2.0f;
    return (Rect){left + (float)(slot % grid->columns) * grid->wide, grid->room.y + (float)(slot / grid->columns) * grid->high, grid->wide, grid->high};
}

/* ---- one circle ---- */

typedef struct Circle {
    const char *name;
    uint32_t key, count, shown;
    const uint32_t *state; /* by ThemeState, or NULL */
    float share;           /* of the largest, by logarithm */
} Circle;

/* How many are in which state, as lengths; only while a collection tells them apart. */
static void put_states(View *view, const Circle *circle, Rect bar)
{
    float x = bar.x;
    for (int state = STATE_NEUTRAL + 1; state < STATE_COUNT && circle->state != NULL && circle->count > 0; state++) {
        float wide = bar.w * (float)circle->state[state] / (float)circle->count;
        if (wide >= 1.0f) {
            DrawStyle style = theme_state_style(view->pen.theme, (ThemeState)state, view->unit * 0.5f);
            style.fill = state == STATE_TENTATIVE || state == STATE_DEAD ? style.fill : style.stroke;
            style.radius = 0.0f;
            draw_box(&view->list, (Rect){x, bar.y, wide, bar.h}, &style);
            x += wide;
        }
    }
}

static void put_circle(View *view, const Circle *circle, Rect slot)
{
    TextStyle count_style = view_aligned(view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT), ALIGN_CENTER);
    TextStyle name_style = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT), ALIGN_CENTER);
    NumberText count = number_text(circle->count);
    Rect name = rect_cut_bottom(&slot, view_px(view, name_high));
    float most = fminf(slot.w, slot.h) / 2.0f - view_px(view, 7.0f);
    float least = view_text_width(view, &count_style, count.text) / 2.0f + view_px(view, 5.0f);
    float radius = fminf(most, fmaxf(least, most * circle->share));
    Point middle = rect_center(slot);
    DrawStyle style = {.fill = view_color(view, COLOR_CARD), .stroke = view_color(view, circle->count > 0 ? COLOR_EDGE : COLOR_OUTLINE),
                       .width = view_px(view, 1.5f)};
    if (circle->count == 0) {
        style.dash = style.gap = view_px(view, 3.0f);
    }
    draw_group_begin(&view->list, "group %u", (unsigned)circle->key);
    draw_circle(&view->list, middle, radius, &style);
    if (circle->shown > 0) {
        DrawStyle ring = {.stroke = view_color(view, COLOR_CURRENT), .width = view_px(view, 1.5f), .dash = view_px(view, 2.0f),
                          .gap = view_px(view, 3.0f)};
        draw_circle(&view->list, middle, radius + view_px(view, 4.0f), &ring);
    }
    if (circle->key != 0 && view->state->groups.chosen == circle->key) {
        mark_ring(&view->pen, (Rect){middle.x - radius, middle.y - radius, 2.0f * radius, 2.0f * radius}, radius);
    }
    draw_text_in(&view->list, (Rect){slot.x, middle.y - view_px(view, 10.0f), slot.w, view_px(view, 20.0f)}, &count_style, count.text);
    put_states(view, circle, (Rect){middle.x - radius * 0.7f, middle.y + view_px(view, 11.0f), radius * 1.4f, view_px(view, 6.0f)});
    if (circle->shown > 0 && radius > view_px(view, 38.0f)) {
        TextStyle shown = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_CURRENT_TEXT), ALIGN_CENTER);
        Rect line = {slot.x, middle.y - view_px(view, 29.0f), slot.w, view_px(view, 18.0f)};
        view_putf(view, line, &shown, view_word(view, "%s shown", "显示 %s"), number_text(circle->shown).text);
    }
    view_put(view, rect_inset(name, view_px(view, 2.0f)), &name_style, circle->name);
    draw_group_end(&view->list);
}

static float log_share(uint32_t count, uint32_t largest)
{
    return 0.3f + 0.7f * log2f(1.0f + (float)count) / log2f(2.0f + (float)largest);
}

static uint32_t largest_size(const Crowd *crowd)
{
    uint32_t largest = 1;
    for (size_t i = 0; i < crowd->groups.count; i++) {
        largest = crowd->groups.items[i].size > largest ? crowd->groups.items[i].size : largest;
    }
    return largest;
}

/* All that have no circle of their own, in the last slot; or the one of them that is chosen. */
static void put_others(View *view, const GroupGrid *grid)
{
    const Crowd *crowd = &view->look->crowd;
    char name[160];
    Circle circle = {.name = name};
    uint32_t first = grid->slots - 1, groups = (uint32_t)crowd->groups.count - first;
    bool types = crowd->kind == CROWD_TYPES;
    snprintf(name, sizeof name, types ? view_word(view, "%u more types", "另 %u 种类型") : view_word(view, "%u more islands", "另 %u 个孤岛"),
             (unsigned)groups);
    for (size_t i = first; i < crowd->groups.count; i++) {
        const CrowdGroup *group = &crowd->groups.items[i];
        circle.count += group->count;
        if (group->key == view->state->groups.chosen) {
            prose_clear(&view->prose);
            graph_group_name(view, group->key, &view->prose);
            snprintf(name, sizeof name, view_word(view, "%.100s · +%u", "%.100s · 另 %u"), prose_text(&view->prose), (unsigned)groups - 1);
            circle = (Circle){.name = name, .key = group->key, .count = group->count, .shown = shown_of(view, group->key), .state = group->state};
            break;
        }
    }
    circle.share = log_share(circle.count, largest_size(crowd));
    put_circle(view, &circle, slot_box(grid, first));
}

static void put_circles(View *view, Rect room)
{
    const Crowd *crowd = &view->look->crowd;
    GroupGrid grid = find_grid(view, room, (uint32_t)crowd->groups.count);
    bool others = crowd->groups.count > grid.slots;
    uint32_t single = grid.slots - (others ? 1 : 0), largest = largest_size(crowd);
    for (uint32_t i = 0; i < single; i++) {
        const CrowdGroup *group = &crowd->groups.items[i];
        prose_clear(&view->prose);
        graph_group_name(view, group->key, &view->prose);
        Circle circle = {prose_text(&view->prose), group->key, group->count, shown_of(view, group->key), group->state,
                         log_share(group->count, largest)};
        put_circle(view, &circle, slot_box(&grid, i));
    }
    if (others) {
        put_others(view, &grid);
    }
}

/* ---- the panel ---- */

static void put_caption(View *view, Rect row)
{
    const GraphLook *look = view->look;
    TextStyle bold = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT), soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    bool types = look->form == FORM_TYPES;
    rect_cut_left(&row, view_px(view, 14.0f));
    const char *title = types ? view_word(view, "GROUPS BY TYPE", "按类型分组") : view_word(view, "GROUPS BY ISLAND", "按孤岛分组");
    rect_cut_left(&row, view_put(view, row, &bold, title) + view_px(view, 12.0f));
    bool auto_here = view->state->form == FORM_AUTO;
    view_putf(view, row, &soft, "%s%s", auto_here ? view_word(view, "too many to show each · ", "太多，无法逐个显示 · ") : "",
              types ? view_word(view, "↑↓ Enter: open · y: by island · v: bands", "↑↓ Enter：打开 · y：按孤岛 · v：分代")
                    : view_word(view, "↑↓ Enter: open · y: single objects · v: bands", "↑↓ Enter：打开 · y：逐个对象 · v：分代"));
}

void graph_groups_nodes(View *view, Rect box)
{
    GraphLook *look = view->look;
    look->box = look->field = box;
    graph_nodes_begin(look);
    find_crowd(view);
    rect_cut_top(&box, view_px(view, caption_high));
    rect_cut_bottom(&box, view_px(view, caption_high));
    look->near_box = (Rect){0};
    if (view->state->selection != OBJECT_NONE || view->state->groups.open != 0) {
        look->near_box = rect_inset(rect_cut_top(&box, box.h * near_share), view_px(view, 6.0f));
        graph_near_nodes(view, look->near_box);
    }
    look->circles = rect_inset(box, view_px(view, 8.0f));
}

void graph_groups_draw(View *view, Rect box)
{
    GraphLook *look = view->look;
    draw_group_begin(&view->list, "band 1");
    draw_fill(&view->list, box, view_color(view, COLOR_BAND));
    draw_group_end(&view->list);
    if (!rect_is_empty(look->near_box)) {
        graph_near_draw(view, look->near_box);
    }
    put_circles(view, look->circles);
    if (look->crowd.too_many) {
        TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
        view_paragraph(view, look->circles, &soft,
                       view_word(view, "More objects than islands can be found among; y shows them one by one, and by type.",
                                 "对象太多，无法查找孤岛；按 y 逐个或按类型显示。"));
    }
    put_caption(view, rect_cut_top(&box, view_px(view, caption_high)));
    graph_draw_figures_row(view, rect_cut_bottom(&box, view_px(view, caption_high)));
}
