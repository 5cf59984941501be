/* Grounds of the bands, their figures at the right, and what is hidden, by type. */
#include "view/graph.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- counting ---- */

/* In a cloud no band is shown. */
static Band shown_band(const GraphLook *look, Band band)
{
    return rect_is_empty(look->band[band]) ? BAND_YOUNG : band;
}

/* All that are alive, less the nodes. */
static void find_hidden(View *view)
{
    GraphLook *look = view->look;
    const Census *census = &view->census;
    look->groups.count = 0;
    for (size_t type = 0; type < census->types.count; type++) {
        GraphGroup group = {{0}};
        for (int band = 0; band < BAND_COUNT; band++) {
            group.count[shown_band(look, (Band)band)] += census->types.items[type].count[band];
        }
        vec_push(&look->groups, group);
    }
    for (size_t i = 0; i < look->nodes.count; i++) {
        ObjectId object = look->nodes.items[i].object;
        Band band = census_band(view->scene->lives, object, view->scene->explain.step);
        look->groups.items[view->world->type[object]].count[shown_band(look, band)]--;
    }
    look->hidden = census->objects - (uint32_t)look->nodes.count;
}

void graph_count_hidden(View *view)
{
    GraphLook *look = view->look;
    bool groups = look->form == FORM_TYPES || look->form == FORM_ISLANDS; /* which count for themselves */
    bool hides = !groups && ((look->bands && view->grid.hidden > 0) || view->scene->lives->uncounted > 0);
    look->groups.count = 0;
    look->hidden = 0;
    if (hides) {
        find_hidden(view);
    }
}

/* ---- hidden objects ---- */

/* The selection, when it is among the hidden of a band. */
static ObjectId hidden_selection(const View *view, int band)
{
    ObjectId object = view->state->selection;
    const GraphLook *look = view->look;
    bool there = object != OBJECT_NONE && object < view->world->words[W_OBJECT_TOP] && object_is_drawn(view->world, object);
    if (!there || graph_node_of(look, object) != NULL) {
        return OBJECT_NONE;
    }
    return (int)shown_band(look, census_band(view->scene->lives, object, view->scene->explain.step)) == band ? object : OBJECT_NONE;
}

/* Says where it is, so that selecting it is not without effect. */
static void put_hidden_selection(View *view, ObjectId object, Rect *row)
{
    Color chain = view_color(view, COLOR_CHAIN);
    char text[80];
    snprintf(text, sizeof text, view_word(view, "%.30s, hidden here", "%.30s，隐藏于此"), label_text(view->world, view->scene->explain.labels, object));
    TextStyle style = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT);
    float wide = view_text_width(view, &style, text) + style.size_px * 1.7f * 0.85f;
    draw_group_begin(&view->list, "object %u", (unsigned)object);
    mark_pill(&view->pen, rect_center(rect_cut_left(row, wide)),
              &(MarkPill){text, FONT_UI_BOLD, 13.0f, view_color(view, COLOR_CARD), chain, style.color});
    draw_group_end(&view->list);
    rect_cut_left(row, view_px(view, 8.0f));
}

/* Types in order of their first appearance; those without room are summed up in the last pill. */
static void put_hidden(View *view, int band, Rect row)
{
    ObjectId selected = hidden_selection(view, band);
    if (selected != OBJECT_NONE) {
        put_hidden_selection(view, selected, &row);
    }
    GraphLook *look = view->look;
    MarkPill pill = {.role = FONT_UI, .size_px = 13.0f, .fill = view_color(view, COLOR_CARD),
                     .stroke = view_color(view, COLOR_OUTLINE), .color = view_color(view, COLOR_TEXT_SOFT)};
    TextStyle style = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    float pad = pill.size_px * view->unit * 1.7f * 0.85f, kept = view_px(view, 190.0f);
    uint32_t rest = 0;
    char text[160];
    for (size_t i = 0; i < look->groups.count; i++) {
        uint32_t count = look->groups.items[i].count[band];
        if (count == 0) {
            continue;
        }
        snprintf(text, sizeof text, view_word(view, "%s: %s hidden", "%s：隐藏 %s 个"),
                 names_text(view->names, view->world->types.items[i]->name), number_text(count).text);
        float wide = view_text_width(view, &style, text) + pad;
        if (wide > row.w - kept) {
            rest += count;
            continue;
        }
        pill.text = text;
        mark_pill(&view->pen, rect_center(rect_cut_left(&row, wide)), &pill);
        rect_cut_left(&row, view_px(view, 8.0f));
    }
    if (rest > 0) {
        snprintf(text, sizeof text, view_word(view, "others: %s hidden", "其他：隐藏 %s 个"), number_text(rest).text);
        pill.text = text;
        mark_pill(&view->pen, rect_center(rect_cut_left(&row, view_text_width(view, &style, text) + pad)), &pill);
    }
}

/* ---- figures ---- */

typedef struct GaugeText {
    char title[64], length[96], counter[96];
} GaugeText;

/* `brief`: for narrow places. */
static void counter_text(const View *view, int generation, bool brief, char *text, size_t room)
{
    const uint32_t *words = view->world->words;
    if (!view_tells(view, EVENT_COUNTER)) {
        text[0] = '\0';
        return;
    }
    NumberText most = number_text(words[W_THRESHOLD + generation]), now = number_text(words[W_COUNT + generation]);
    if (brief) {
        snprintf(text, room, view_word(view, "count %s of %s", "计数 %s / %s"), now.text, most.text);
    } else if (generation == 0) {
        snprintf(text, room, view_word(view, "net new objects %s of %s", "净新增对象 %s / %s"), now.text, most.text);
    } else if (generation == 1) {
        snprintf(text, room, view_word(view, "young runs since: %s of %s", "其间年轻代回收 %s / %s"), now.text, most.text);
    } else {
        snprintf(text, room, view_word(view, "middle runs since: %s of %s", "其间中间代回收 %s / %s"), now.text, most.text);
    }
}

static void length_text(const View *view, int band, char *text, size_t room)
{
    const Census *census = &view->census;
    const uint32_t *words = view->world->words;
    uint32_t length = census->in_list[band];
    uint32_t aside = 0;
    if (words[W_COLLECTING] != 0 && band == BAND_YOUNG + (int)words[W_GENERATION]) {
        for (int list = LIST_UNREACHABLE; list < LIST_COUNT; list++) {
            aside += census->in_list[list];
        }
    }
    if (aside > 0) {
        snprintf(text, room, view_word(view, "%s listed · %s set aside", "链表 %s 个 · 移出 %s 个"), number_text(length).text,
                 number_text(aside).text);
    } else if (length == 1) {
        snprintf(text, room, "%s", view_word(view, "1 object", "1 个对象"));
    } else {
        snprintf(text, room, view_word(view, "%s objects", "%s 个对象"), number_text(length).text);
    }
}

static void title_text(const View *view, int band, char *text, size_t room)
{
    if (band == BAND_UNTRACKED && !view_tells(view, EVENT_TRACK)) {
        snprintf(text, room, "%s", view_word(view, "OBJECTS", "对象"));
    } else if (band == BAND_UNTRACKED) {
        snprintf(text, room, "%s", view_word(view, "NOT TRACKED", "不受跟踪"));
    } else if (band == BAND_FROZEN) {
        snprintf(text, room, "%s", view_word(view, "FROZEN", "已冻结"));
    } else {
        snprintf(text, room, view_word(view, "GENERATION %d", "第 %d 代"), band - BAND_YOUNG);
    }
}

static void put_bar(View *view, int generation, Rect row)
{
    const uint32_t *words = view->world->words;
    uint32_t count = words[W_COUNT + generation], threshold = words[W_THRESHOLD + generation];
    float share = threshold == 0 ? 0.0f : (float)count / (float)threshold;
    Rect bar = rect_cut_right(&row, view_px(view, 80.0f));
    bar.y += (bar.h - view_px(view, 5.0f)) / 2.0f;
    bar.h = view_px(view, 5.0f);
    DrawStyle style = {.fill = view_color(view, COLOR_LINE), .radius = bar.h / 2.0f};
    draw_box(&view->list, bar, &style);
    bar.w *= share > 1.0f ? 1.0f : share;
    style.fill = view_color(view, share > 1.0f ? COLOR_CURRENT : COLOR_TEXT_SOFT);
    if (bar.w > 0.5f) {
        draw_box(&view->list, bar, &style);
    }
}

/* Right-aligned on its own ground, so that a reference passing below does not cross it. */
static void put_figure(View *view, Rect line, const TextStyle *style, const char *text, Color ground)
{
    float wide = fminf(view_text_width(view, style, text), line.w);
    Rect behind = {line.x + line.w - wide - view_px(view, 3.0f), line.y + view_px(view, 1.0f), wide + view_px(view, 6.0f), line.h - view_px(view, 2.0f)};
    draw_fill(&view->list, behind, ground);
    view_put(view, line, style, text);
}

/* All in one line. */
static void put_strip(View *view, const GaugeText *gauge, Rect box, Color ground)
{
    char all[256];
    TextStyle head = view_aligned(view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT), ALIGN_RIGHT);
    TextStyle soft = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    bool counts = gauge->counter[0] != '\0';
    snprintf(all, sizeof all, "%s%s%s", gauge->length, counts ? " · " : "", gauge->counter);
    Rect title = rect_cut_right(&box, view_text_width(view, &head, gauge->title) + 1.0f);
    rect_cut_right(&box, view_px(view, 18.0f));
    put_figure(view, title, &head, gauge->title, ground);
    put_figure(view, box, &soft, all, ground);
}

/* Title, length, bar, counter below each other; in a strip all in one line. */
static void put_gauge(View *view, int band, Rect box, Color ground)
{
    GaugeText gauge = {"", "", ""};
    TextStyle head = view_aligned(view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT), ALIGN_RIGHT);
    TextStyle soft = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    bool generation = band >= BAND_YOUNG && band <= BAND_OLD;
    float line = view_px(view, 20.0f);
    title_text(view, band, gauge.title, sizeof gauge.title);
    length_text(view, band, gauge.length, sizeof gauge.length);
    if (generation) {
        counter_text(view, band - BAND_YOUNG, false, gauge.counter, sizeof gauge.counter);
    }
    rect_cut_right(&box, view_px(view, 14.0f));
    if (view->look->narrow || box.h < view_px(view, 60.0f)) {
        box.h = view->look->narrow ? fminf(box.h, view_px(view, 30.0f)) : box.h;
        put_strip(view, &gauge, box, ground);
        return;
    }
    Rect column = rect_cut_right(&box, view_px(view, 182.0f));
    if (view_text_width(view, &soft, gauge.counter) > column.w) {
        counter_text(view, band - BAND_YOUNG, true, gauge.counter, sizeof gauge.counter);
    }
    rect_cut_top(&column, view_px(view, 10.0f));
    put_figure(view, rect_cut_top(&column, line), &head, gauge.title, ground);
    put_figure(view, rect_cut_top(&column, line), &soft, gauge.length, ground);
    if (gauge.counter[0] != '\0' && column.h >= line * 1.6f) {
        put_bar(view, band - BAND_YOUNG, rect_cut_top(&column, view_px(view, 12.0f)));
        put_figure(view, rect_cut_top(&column, line), &soft, gauge.counter, ground);
    }
}

static bool next_band(const GraphLook *look, int *band, int *shown)
{
    do {
        (*band)++;
    } while (*band < BAND_COUNT && rect_is_empty(look->band[*band]));
    (*shown)++;
    return *band < BAND_COUNT;
}

Color graph_ground(const View *view, Point at)
{
    int band = -1, shown = -1;
    while (next_band(view->look, &band, &shown)) {
        if (rect_contains(view->look->band[band], at)) {
            return view_color(view, shown % 2 == 0 ? COLOR_BAND : COLOR_BAND_OTHER);
        }
    }
    return view_color(view, COLOR_BAND);
}

void graph_draw_bands(View *view)
{
    GraphLook *look = view->look;
    int band = -1, shown = -1;
    while (next_band(look, &band, &shown)) {
        Rect box = look->band[band];
        draw_group_begin(&view->list, "band %d", band);
        draw_fill(&view->list, box, view_color(view, shown % 2 == 0 ? COLOR_BAND : COLOR_BAND_OTHER));
        if (shown > 0) {
            view_rule(view, (Point){box.x, box.y}, (Point){box.x + box.w, box.y});
        }
        draw_group_end(&view->list);
    }
}

void graph_draw_figures(View *view)
{
    GraphLook *look = view->look;
    int band = -1, shown = -1;
    while (next_band(look, &band, &shown)) {
        Rect box = look->band[band];
        draw_group_begin(&view->list, "figures %d", band);
        put_gauge(view, band, box, graph_ground(view, rect_center(box)));
        if (view->grid.hides[band]) {
            Rect row = rect_cut_bottom(&box, view_px(view, 32.0f));
            rect_cut_left(&row, view_px(view, 12.0f));
            put_hidden(view, band, row);
        }
        draw_group_end(&view->list);
    }
}

/* As much of it as fits: with its counter, in words, in figures. */
static void put_figures(View *view, int band, Rect box)
{
    GaugeText gauge;
    char both[200];
    int generation = band - BAND_YOUNG;
    NumberText length = number_text(view->census.in_list[band]);
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT), bold = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT);
    rect_cut_left(&box, view_putf(view, box, &bold, view_word(view, "gen %d", "%d 代"), generation) + view_px(view, 8.0f));
    length_text(view, band, gauge.length, sizeof gauge.length);
    counter_text(view, generation, true, gauge.counter, sizeof gauge.counter);
    snprintf(both, sizeof both, "%s · %s", gauge.length, gauge.counter);
    const char *texts[] = {both, gauge.length, length.text};
    size_t choice = gauge.counter[0] == '\0' ? 1 : 0;
    while (choice < 2 && view_text_width(view, &soft, texts[choice]) > box.w) {
        choice++;
    }
    view_put(view, box, &soft, texts[choice]);
}

void graph_draw_figures_row(View *view, Rect row)
{
    rect_cut_left(&row, view_px(view, 14.0f));
    float third = row.w / 3.0f;
    for (int band = BAND_YOUNG; band <= BAND_OLD && view_tells(view, EVENT_TRACK); band++) {
        Rect box = rect_cut_left(&row, third);
        rect_cut_right(&box, view_px(view, 12.0f));
        put_figures(view, band, box);
    }
}

void graph_draw_hidden_row(View *view, Rect row)
{
    rect_cut_left(&row, view_px(view, 12.0f));
    put_hidden(view, BAND_YOUNG, row);
}
