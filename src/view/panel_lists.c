/* The list being walked, object by object, in its order: the queue of a marking, the young and the unreachable list of a running
 * collection, else the generation of the selection. A cell wears its object's state; a small mark stands over the one the
 * collector's cursor is on.
 *
 *            ▾
 *   young 9 │a││b││c││ │ … 5 more        unreachable 2 │d││e│ */
#include "view/graph.h"
#include "view/lists.h"

#include <math.h>
#include <stdio.h>

static const float cell_wide = 54.0f, cell_most = 110.0f, cell_gap = 8.0f, cell_least = 3.0f, cell_bar = 5.0f, cursor_high = 7.0f;
static const float lists_high = 40.0f, lists_high_queue = 66.0f;

/* One list to be shown. */
typedef struct ListRow {
    uint8_t list;       /* LIST_…; 0: the queue */
    const char *title;
    uint32_t total;
    ObjectId center;    /* the page with this one is shown */
} ListRow;

/* ---- which lists ---- */

static const char *list_title(const View *view, uint8_t list)
{
    switch (list) {
    case LIST_GENERATION_0: return view_word(view, "generation 0", "第 0 代");
    case LIST_GENERATION_1: return view_word(view, "generation 1", "第 1 代");
    case LIST_GENERATION_2: return view_word(view, "generation 2", "第 2 代");
    case LIST_PERMANENT: return view_word(view, "frozen", "已冻结");
    case LIST_LEGACY: return view_word(view, "old finalizers", "旧式终结器");
    case LIST_WEAKREFS: return view_word(view, "callbacks", "等待回调");
    case LIST_SEEN: return view_word(view, "finalized", "已过终结器");
    case LIST_DELETE: return view_word(view, "to delete", "待删除");
    default: return view_word(view, "unreachable", "不可达");
    }
}

/* The object under the collector's cursor, or the one the step is about. */
static ObjectId cursor(const View *view)
{
    const Event *event = view->story.event;
    bool visits = event != NULL && (event->kind == EVENT_REFS_SUBTRACT || event->kind == EVENT_REFS_MARK || event->kind == EVENT_MARK_GREY);
    return visits && view->story.from >= OBJECT_FIRST ? view->story.from : view->story.object;
}

static ListRow list_row(const View *view, uint8_t list)
{
    ObjectId center = cursor(view);
    if (center == OBJECT_NONE || view->world->list[center] != list) {
        center = view->state->selection;
    }
    bool known = center != OBJECT_NONE && center < view->world->words[W_OBJECT_TOP] && view->world->list[center] == list;
    return (ListRow){list, list_title(view, list), view->census.in_list[list], known ? center : OBJECT_NONE};
}

/* The lists of each phase: left what is walked, right what is moved to. */
static int rows_of_collection(const View *view, ListRow rows[2])
{
    const World *world = view->world;
    Phase phase = view->story.phase;
    uint8_t left = LIST_UNREACHABLE, right = 0;
    switch (phase) {
    case PHASE_LEGACY: right = LIST_LEGACY; break;
    case PHASE_WEAKREFS: right = LIST_WEAKREFS; break;
    case PHASE_FINALIZE: right = LIST_SEEN; break;
    case PHASE_RESURRECT: right = LIST_DELETE; break;
    case PHASE_DELETE_GARBAGE: case PHASE_FREE_LISTS: left = LIST_DELETE; break;
    default: left = (uint8_t)(LIST_GENERATION_0 + world->words[W_GENERATION]); right = LIST_UNREACHABLE; break;
    }
    if (right == 0 && world->next[LIST_LEGACY] != LIST_LEGACY) {
        right = LIST_LEGACY; /* what cannot be deleted goes to gc.garbage now */
    }
    rows[0] = list_row(view, left);
    if (left <= LIST_GENERATION_2) {
        rows[0].title = "young";
    }
    if (right != 0) {
        rows[1] = list_row(view, right);
    }
    return right != 0 ? 2 : 1;
}

static int find_rows(const View *view, ListRow rows[2])
{
    const World *world = view->world;
    ObjectId selected = view->state->selection;
    if (view->story.phase == PHASE_MARK) {
        rows[0] = (ListRow){0, view_word(view, "queue", "待看队列"), lists_queue_length(world), OBJECT_NONE};
        return 1;
    }
    if (world->words[W_COLLECTING] != 0 && view->story.phase != PHASE_NONE) {
        return rows_of_collection(view, rows);
    }
    bool listed = selected != OBJECT_NONE && selected < world->words[W_OBJECT_TOP] && world->list[selected] != 0;
    ObjectId touched = view->story.object;
    uint8_t list = LIST_GENERATION_0; /* the youngest with anything in it */
    while (list < LIST_PERMANENT && world->next[list] == list) {
        list++;
    }
    list = list == LIST_PERMANENT ? LIST_GENERATION_0 : list;
    list = touched != OBJECT_NONE && world->list[touched] != 0 ? world->list[touched] : list;
    rows[0] = list_row(view, listed ? world->list[selected] : list);
    rows[0].center = listed ? selected : rows[0].center;
    return 1;
}

/* ---- cells ---- */

static void put_cell(View *view, ObjectId object, Rect box)
{
    ThemeState state = graph_state(view->world, object);
    DrawStyle style = theme_state_style(view->pen.theme, state, view->unit);
    TextStyle text = view_aligned(view_style(view, FONT_MONO, 13.0f, COLOR_TEXT), ALIGN_CENTER);
    text.color = view->pen.theme->state[state].text;
    style.radius = view_px(view, 4.0f);
    style.width = view_px(view, 1.5f);
    draw_group_begin(&view->list, "object %u", (unsigned)object);
    if (view->story.object == object) {
        mark_ring(&view->pen, box, style.radius);
    }
    draw_box(&view->list, box, &style);
    if (view->state->selection == object) {
        draw_box(&view->list, rect_inset(box, view_px(view, 2.0f)),
                 &(DrawStyle){.stroke = view_color(view, COLOR_CHAIN), .width = view_px(view, 1.5f), .radius = view_px(view, 2.0f)});
    }
    mark_state_bars(&view->pen, box, state);
    bool bars = state == STATE_SCAN || state == STATE_REACHABLE;
    Rect inner = rect_inset(box, view_px(view, cell_least));
    rect_cut_left(&inner, bars ? view_px(view, cell_bar) : 0.0f);
    rect_cut_right(&inner, state == STATE_REACHABLE ? view_px(view, cell_bar) : 0.0f);
    if ((view->world->flags[object] & OBJECT_IS_FRAME) != 0) {
        prose_clear(&view->prose);
        label_frame(view->world, object, &view->prose);
        view_put_user(view, inner, &text, prose_text(&view->prose));
    } else {
        view_put_label(view, inner, &text, label_text(view->world, view->scene->explain.labels, object));
    }
    draw_group_end(&view->list);
}

static void put_cursor(View *view, Rect cell)
{
    float x = rect_center(cell).x, half = view_px(view, 5.0f), top = cell.y - view_px(view, cursor_high + 2.0f);
    const Point points[3] = {{x - half, top}, {x + half, top}, {x, top + view_px(view, cursor_high - 1.0f)}};
    draw_polygon(&view->list, points, 3, &(DrawStyle){.fill = view_color(view, COLOR_CURRENT), .stroke = view_color(view, COLOR_CASING),
                                                      .width = view_px(view, 1.0f)});
}

/* How many stand before or behind what is shown. */
static void put_more(View *view, Rect *box, uint32_t more)
{
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    if (more > 0) {
        char words[60], figure[40];
        snprintf(words, sizeof words, view_word(view, "… %s more", "… 还有 %s 个"), number_text(more).text);
        snprintf(figure, sizeof figure, "… %s", number_text(more).text);
        bool short_of_room = box->w < view_px(view, 3.5f * cell_wide); /* what follows needs some, too */
        rect_cut_left(box, view_put_either(view, *box, &soft, (const char *const[]){short_of_room ? figure : words, figure}) + view_px(view, 8.0f));
    }
}

static void put_empty(View *view, Rect box, const char *word)
{
    TextStyle text = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_FAINT), ALIGN_CENTER);
    Rect cell = rect_snap(rect_cut_left(&box, view_px(view, cell_wide)));
    draw_box(&view->list, cell, &(DrawStyle){.stroke = view_color(view, COLOR_OUTLINE), .width = view_px(view, 1.0f), .radius = view_px(view, 4.0f),
                                             .dash = view_px(view, 4.0f), .gap = view_px(view, 3.0f)});
    view_put(view, cell, &text, word);
}

/* With room enough for its name. */
static float wide_cell(const View *view, ObjectId object)
{
    TextStyle text = view_style(view, FONT_MONO, 13.0f, COLOR_TEXT);
    bool frame = (view->world->flags[object] & OBJECT_IS_FRAME) != 0;
    float name = frame ? 0.0f : view_text_width(view, &text, label_text(view->world, view->scene->explain.labels, object));
    return fmaxf(view_px(view, cell_wide), fminf(view_px(view, cell_most), name + view_px(view, 2.0f * (cell_least + cell_bar) + 2.0f)));
}

/* Whether the whole list stands there, and each name in it has room. */
static bool names_fit(const View *view, const ListRow *row, const ListWindow *window, float room)
{
    for (uint32_t i = 0; i < window->count; i++) {
        room -= wide_cell(view, window->items[i]) + (i > 0 ? view_px(view, cell_gap) : 0.0f);
    }
    return row->total <= window->count && room >= 0.0f; /* frames are shown and not counted */
}

/* As many cells as fit between what is left out before and after. */
static void put_cells(View *view, const ListRow *row, Rect box)
{
    ListWindow window;
    float pitch = view_px(view, cell_wide + cell_gap);
    bool queue = row->list == 0;
    uint32_t room = (uint32_t)((box.w + view_px(view, cell_gap)) / pitch);
    if (row->total > room) {
        float kept = box.w - view_px(view, 176.0f);
        room = kept > pitch ? (uint32_t)(kept / pitch) : 1;
    }
    if (queue) {
        lists_queue(view->world, room, &window);
    } else {
        lists_window(view->world, row->list, row->center, room, &window);
    }
    if (window.count == 0) {
        put_empty(view, box, view_word(view, "empty", "空"));
        return;
    }
    put_more(view, &box, window.far ? LISTS_WALK_MAX : window.before);
    bool wide = names_fit(view, row, &window, box.w);
    for (uint32_t i = 0; i < window.count; i++) {
        Rect cell = rect_snap(rect_cut_left(&box, wide ? wide_cell(view, window.items[i]) : view_px(view, cell_wide)));
        put_cell(view, window.items[i], cell);
        if (view->world->words[W_COLLECTING] != 0 && window.items[i] == cursor(view)) {
            put_cursor(view, cell);
        }
        rect_cut_left(&box, view_px(view, cell_gap));
    }
    put_more(view, &box, window.far || row->total < window.before + window.count ? 0 : row->total - window.before - window.count);
}

/* The queue's way in and out, at both ends of its cells. */
static void put_ways(View *view, Rect *box)
{
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    TextStyle in = view_aligned(soft, ALIGN_RIGHT);
    rect_cut_left(box, view_put(view, *box, &soft, view_word(view, "out ←", "出 ←")) + view_px(view, 9.0f));
    rect_cut_right(box, view_put(view, *box, &in, view_word(view, "← in", "← 进")) + view_px(view, 9.0f));
}

/* With height enough, the title stands above its cells. */
static void put_row(View *view, const ListRow *row, Rect box)
{
    TextStyle title = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT_SOFT);
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    Rect line = box, cells = box;
    bool above = box.h > view_px(view, lists_high_queue - 1.0f);
    if (above) {
        line = rect_cut_top(&cells, view_px(view, 24.0f));
    }
    float used = view_put(view, line, &title, row->title) + view_px(view, 8.0f);
    rect_cut_left(&line, used);
    used += view_put(view, line, &soft, row->list == 0 ? view_word(view, "first in, first out", "先进先出") : number_text(row->total).text);
    if (above) {
        rect_cut_bottom(&cells, view_px(view, 3.0f));
    } else {
        rect_cut_left(&cells, used + view_px(view, 10.0f));
    }
    cells.y += view_px(view, cursor_high + 1.0f);
    cells.h -= view_px(view, cursor_high + 7.0f);
    if (row->list == 0) {
        put_ways(view, &cells);
    }
    put_cells(view, row, cells);
}

/* None where no object is ever tracked. */
float panel_lists_height(const View *view)
{
    const Lives *lives = view->scene->lives;
    bool tracked = false;
    for (int band = BAND_YOUNG; band <= BAND_OLD; band++) {
        tracked = tracked || lives->used[band] || lives->crowded[band];
    }
    return !tracked ? 0.0f : view->scene->explain.collector == COLLECTOR_MARKSWEEP ? lists_high_queue : lists_high;
}

/* Drawn after the graph, which counts the lists. */
void panel_lists(View *view, Rect box)
{
    ListRow rows[2];
    view_rule(view, (Point){box.x, box.y}, (Point){box.x + box.w, box.y});
    rect_cut_left(&box, view_px(view, 14.0f));
    rect_cut_right(&box, view_px(view, 14.0f));
    int count = find_rows(view, rows);
    Rect left = rect_cut_left(&box, count == 2 ? roundf(box.w * 0.6f) : box.w);
    if (count == 2) {
        rect_cut_right(&left, view_px(view, 14.0f));
    }
    draw_group_begin(&view->list, "list %u", (unsigned)rows[0].list);
    put_row(view, &rows[0], left);
    draw_group_end(&view->list);
    if (count == 2) {
        draw_group_begin(&view->list, "list %u", (unsigned)rows[1].list);
        put_row(view, &rows[1], box);
        draw_group_end(&view->list);
    }
}
