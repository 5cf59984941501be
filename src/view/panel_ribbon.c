/* The phases of a collection in a row: done, current, to come. Those far from the current one become dots when the row is too
 * narrow for all names. */
#include "view/graph.h"

#include <math.h>
#include <stdio.h>

typedef struct RibbonPhase {
    Phase phase;
    const char *english, *chinese;
    bool cpython, marksweep; /* which collector has it */
} RibbonPhase;

static const RibbonPhase phases[] = {
    {PHASE_MERGE, "merge", "合并", true, true},
    {PHASE_UPDATE_REFS, "update_refs", "抄计数", true, false},
    {PHASE_SUBTRACT_REFS, "subtract_refs", "减内部引用", true, false},
    {PHASE_MOVE_UNREACHABLE, "move_unreachable", "移出不可达", true, false},
    {PHASE_MARK, "mark", "标记", false, true},
    {PHASE_SWEEP, "sweep", "清除", false, true},
    {PHASE_UNTRACK, "untrack", "停止跟踪", true, true},
    {PHASE_PROMOTE, "promote", "升代", true, true},
    {PHASE_LEGACY, "legacy", "旧终结器", true, true},
    {PHASE_WEAKREFS, "weakrefs", "弱引用", true, true},
    {PHASE_FINALIZE, "finalize", "终结", true, true},
    {PHASE_RESURRECT, "resurrect", "复活", true, true},
    {PHASE_DELETE_GARBAGE, "delete", "删除", true, true},
    {PHASE_FREE_LISTS, "free lists", "空闲链表", true, true},
};
enum { PHASES_SHOWN = sizeof phases / sizeof phases[0] };

typedef struct Ribbon {
    const RibbonPhase *items[PHASES_SHOWN];
    float wide[PHASES_SHOWN]; /* with its name */
    bool named[PHASES_SHOWN];
    int count;
    int current; /* −1: no collection runs */
} Ribbon;

static const float dot_wide = 14.0f, gap_wide = 7.0f;

static const char *phase_name(const View *view, const RibbonPhase *phase)
{
    return view_word(view, phase->english, phase->chinese);
}

static void find_phases(const View *view, Ribbon *ribbon)
{
    bool sweeps = view->scene->explain.collector == COLLECTOR_MARKSWEEP;
    bool old = view->scene->explain.profile != NULL && view->scene->explain.profile->legacy_finalizers;
    Phase now = view->story.phase;
    TextStyle style = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT);
    char text[64];
    *ribbon = (Ribbon){.current = -1};
    for (size_t i = 0; i < PHASES_SHOWN; i++) {
        bool later = phases[i].phase == PHASE_FINALIZE || phases[i].phase == PHASE_RESURRECT; /* since 3.4 */
        if (!(sweeps ? phases[i].marksweep : phases[i].cpython) || (old && later)) {
            continue;
        }
        ribbon->current = phases[i].phase == now ? ribbon->count : ribbon->current;
        snprintf(text, sizeof text, "✓ %s", phase_name(view, &phases[i]));
        ribbon->wide[ribbon->count] = view_text_width(view, &style, text) + view_px(view, 19.0f);
        ribbon->items[ribbon->count++] = &phases[i];
    }
}

/* Gives names to the current phase, then to those nearest to it, while there is room. */
static void choose_names(const View *view, Ribbon *ribbon, float room)
{
    float used = (float)ribbon->count * view_px(view, dot_wide + gap_wide);
    int middle = ribbon->current < 0 ? 0 : ribbon->current;
    for (int distance = 0; distance < ribbon->count; distance++) {
        for (int side = 0; side <= 1; side++) {
            int i = side == 0 ? middle + distance : middle - distance;
            bool valid = i >= 0 && i < ribbon->count && !(side == 1 && distance == 0);
            if (valid && used + ribbon->wide[i] - view_px(view, dot_wide) <= room) {
                used += ribbon->wide[i] - view_px(view, dot_wide);
                ribbon->named[i] = true;
            } else if (valid) {
                return;
            }
        }
    }
}

static void put_phase(View *view, const Ribbon *ribbon, int i, Rect box)
{
    char text[64];
    bool done = ribbon->current >= 0 && i < ribbon->current;
    bool current = i == ribbon->current;
    ThemeColor fill = current ? COLOR_CURRENT : done ? COLOR_GOOD_FILL : COLOR_CARD;
    ThemeColor color = current ? COLOR_TEXT_ON_ACCENT : done ? COLOR_GOOD : COLOR_TEXT_FAINT;
    if (!ribbon->named[i]) {
        draw_circle(&view->list, rect_center(box), view_px(view, 4.0f), &(DrawStyle){.fill = view_color(view, done ? COLOR_GOOD : COLOR_TEXT_FAINT)});
        return;
    }
    snprintf(text, sizeof text, "%s%s", done ? "✓ " : "", phase_name(view, ribbon->items[i]));
    DrawStyle style = {.fill = view_color(view, fill), .radius = box.h / 2.0f, .width = view_px(view, 1.0f),
                       .stroke = view_color(view, current ? COLOR_CASING : done ? COLOR_GOOD_FILL : COLOR_LINE)};
    TextStyle name = view_aligned(view_style(view, current ? FONT_UI_BOLD : FONT_UI, 13.0f, color), ALIGN_CENTER);
    draw_box(&view->list, box, &style);
    view_put(view, box, &name, text);
}

/* How much of the heap the graph leaves out; cuts its room off the row. */
static void put_summary(View *view, Rect *row)
{
    const GraphLook *look = view->look;
    if (look->hidden == 0) {
        return;
    }
    TextStyle style = view_aligned(view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT), ALIGN_RIGHT);
    Rect place = rect_cut_right(row, fminf(view_px(view, 190.0f), row->w * 0.4f));
    view_putf(view, place, &style, view_word(view, "%s shown · %s hidden", "显示 %s · 隐藏 %s"), number_text(look->nodes.count).text,
              number_text(look->hidden).text);
    rect_cut_right(row, view_px(view, 10.0f));
}

/* Drawn after the graph, which counts what it hides. */
void panel_ribbon(View *view, Rect box)
{
    Ribbon ribbon;
    Rect row = rect_inset(box, view_px(view, 8.0f));
    row.x = box.x + view_px(view, 12.0f);
    row.w = box.w - view_px(view, 24.0f);
    view_rule(view, (Point){box.x, box.y}, (Point){box.x + box.w, box.y});
    put_summary(view, &row);
    if (!view_tells(view, EVENT_PHASE)) {
        return;
    }
    find_phases(view, &ribbon);
    choose_names(view, &ribbon, row.w);
    for (int i = 0; i < ribbon.count; i++) {
        float wide = ribbon.named[i] ? ribbon.wide[i] : view_px(view, dot_wide);
        draw_group_begin(&view->list, "phase %s", ribbon.items[i]->english);
        put_phase(view, &ribbon, i, rect_snap(rect_cut_left(&row, wide)));
        draw_group_end(&view->list);
        rect_cut_left(&row, view_px(view, gap_wide));
    }
}
