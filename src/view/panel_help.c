/* The list of all keys over everything else, made from the key table: as many columns as fit, and pages when they do not hold
 * all. A click on a row does what it says, a click beside the card closes it. */
#include "view/keys.h"
#include "view/view.h"

#include <math.h>
#include <string.h>

static const float row_high = 26.0f, keys_wide = 122.0f, column_gap = 22.0f, head_high = 38.0f, pad = 20.0f;

/* A row is a heading (action NONE) or an action. */
typedef struct HelpRow {
    Action action;
    KeysWhere where;
} HelpRow;

enum { HELP_ROWS = ACTION_COUNT - 1 + 2 * (KEYS_WHERE_COUNT - 1) }; /* before each heading may be an empty row */

/* From top to bottom, then the next column, then the next page. */
typedef struct HelpPlan {
    HelpRow rows[HELP_ROWS];
    int count;
    Rect card;
    float column;     /* px */
    int columns, high; /* rows of a column */
    int page, pages;
} HelpPlan;

static void list_rows(HelpPlan *plan)
{
    plan->count = 0;
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        KeysWhere where = action_info[i].where;
        if (where != KEYS_ALWAYS && where != action_info[i - 1].where) {
            plan->rows[plan->count++] = (HelpRow){ACTION_NONE, where};
        }
        plan->rows[plan->count++] = (HelpRow){(Action)i, where};
    }
}

/* A heading at the foot of a column would be far from what it heads: an empty row takes its place. */
static void keep_headings(HelpPlan *plan)
{
    for (int i = plan->high - 1; plan->high > 1 && i < plan->count; i += plan->high) {
        if (plan->rows[i].action == ACTION_NONE) {
            memmove(&plan->rows[i + 1], &plan->rows[i], (size_t)(plan->count - i) * sizeof plan->rows[0]);
            plan->rows[i] = (HelpRow){ACTION_NONE, KEYS_ALWAYS};
            plan->count++;
        }
    }
}

/* Columns of equal height, on as few pages as hold all when a column has `most` rows. */
static void plan_rows(HelpPlan *plan, int most)
{
    list_rows(plan);
    plan->pages = (plan->count + most * plan->columns - 1) / (most * plan->columns);
    plan->high = (plan->count + plan->pages * plan->columns - 1) / (plan->pages * plan->columns);
    keep_headings(plan);
    while (plan->count > plan->pages * plan->columns * plan->high) {
        *(plan->high < most ? &plan->high : &plan->pages) += 1;
        list_rows(plan);
        keep_headings(plan);
    }
}

/* The same key as "+" without Shift needs no cap of its own. */
static bool next_cap(const char **list, KeySign *sign)
{
    char name[40];
    do {
        if (!key_next(list, name, sizeof name)) {
            return false;
        }
    } while (strcmp(name, "=") == 0 || strcmp(name, "Ctrl+=") == 0);
    *sign = key_sign(name);
    return true;
}

static float caps_width(const View *view, const char *list)
{
    KeySign sign;
    float wide = 0.0f;
    TextStyle cap = view_style(view, FONT_MONO, 13.0f, COLOR_TEXT);
    while (next_cap(&list, &sign)) {
        wide += view_text_width(view, &cap, sign.text) + view_px(view, 18.0f);
    }
    return fmaxf(wide, view_px(view, keys_wide));
}

static float row_width(const View *view, Action action)
{
    TextStyle text = view_style(view, FONT_UI, 14.0f, COLOR_TEXT);
    const ActionInfo *info = &action_info[action];
    return caps_width(view, info->keys) + view_text_width(view, &text, view_chinese(view) ? info->chinese : info->english);
}

static void plan_help(const View *view, Rect box, HelpPlan *plan)
{
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        plan->column = fmaxf(plan->column, row_width(view, (Action)i) + view_px(view, column_gap));
    }
    plan->column = ceilf(plan->column + 1.0f);
    float room = box.w - view_px(view, 2.0f * pad + 8.0f), tall = box.h - view_px(view, 2.0f * pad + head_high + 8.0f);
    plan->columns = (int)fmaxf(1.0f, floorf((room + view_px(view, column_gap)) / plan->column));
    plan_rows(plan, (int)fmaxf(1.0f, floorf(tall / view_px(view, row_high))));
    plan->page = (view->state->help_page % plan->pages + plan->pages) % plan->pages;
    float wide = plan->column * (float)plan->columns - view_px(view, column_gap) + view_px(view, 2.0f * pad);
    float high = view_px(view, row_high) * (float)plan->high + view_px(view, head_high + 2.0f * pad);
    plan->card = rect_snap((Rect){box.x + (box.w - wide) / 2.0f, box.y + (box.h - high) / 2.0f, wide, high});
}

static void put_action(View *view, Action action, Rect row)
{
    KeySign sign;
    const ActionInfo *info = &action_info[action];
    const char *list = info->keys;
    TextStyle text = view_style(view, FONT_UI, 14.0f, COLOR_TEXT);
    draw_group_begin(&view->list, "action %d", (int)action);
    draw_fill(&view->list, row, view_color(view, COLOR_PANEL)); /* what a click hits */
    Rect keys = rect_cut_left(&row, caps_width(view, info->keys));
    while (next_cap(&list, &sign)) {
        rect_cut_left(&keys, view_keycap(view, (Point){keys.x, rect_center(keys).y}, sign.text));
    }
    view_put(view, row, &text, view_chinese(view) ? info->chinese : info->english);
    draw_group_end(&view->list);
}

static void put_heading(View *view, KeysWhere where, Rect row)
{
    static const char *const english[KEYS_WHERE_COUNT] = {"", "While a question is open", "While searching", "In the list of actions",
                                                          "In this list", "In a live session", "While typing Python", "In the menu of lessons"};
    static const char *const chinese[KEYS_WHERE_COUNT] = {"", "回答问题时", "搜索时", "操作列表中", "本列表中", "实时会话中", "输入 Python 时", "课程菜单中"};
    TextStyle style = view_style(view, FONT_UI_BOLD, 14.0f, COLOR_ACTION);
    view_put(view, row, &style, view_chinese(view) ? chinese[where] : english[where]);
}

static void put_head(View *view, Rect row, const HelpPlan *plan)
{
    TextStyle title = view_style(view, FONT_UI_BOLD, 18.0f, COLOR_TEXT);
    TextStyle soft = view_aligned(view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    rect_cut_left(&row, view_put(view, row, &title, view_word(view, "Keys", "按键")));
    if (plan->pages == 1) {
        return;
    }
    Rect cap = rect_cut_right(&row, view_px(view, 62.0f));
    draw_group_begin(&view->list, "key %s", plan->page + 1 < plan->pages ? "PageDown" : "PageUp");
    view_keycap(view, (Point){cap.x + view_px(view, 8.0f), rect_center(cap).y}, plan->page + 1 < plan->pages ? "PgDn" : "PgUp");
    draw_group_end(&view->list);
    view_putf(view, row, &soft, view_word(view, "page %d of %d", "第 %d 页，共 %d 页"), plan->page + 1, plan->pages);
}

void panel_help(View *view, Rect box)
{
    HelpPlan plan = {.count = 0};
    plan_help(view, box, &plan);
    draw_group_begin(&view->list, "panel help");
    draw_group_begin(&view->list, "key Esc");
    draw_fill(&view->list, box, color_alpha(view_color(view, COLOR_CASING), 0.72f));
    draw_group_end(&view->list);
    draw_group_begin(&view->list, "help");
    draw_box(&view->list, plan.card, &(DrawStyle){.fill = view_color(view, COLOR_PANEL), .stroke = view_color(view, COLOR_OUTLINE),
                                                  .width = view_px(view, 2.0f), .radius = view_px(view, 12.0f)});
    Rect inner = rect_inset(plan.card, view_px(view, pad));
    put_head(view, rect_cut_top(&inner, view_px(view, head_high)), &plan);
    int first = plan.page * plan.high * plan.columns;
    for (int i = first; i < plan.count && i < first + plan.high * plan.columns; i++) {
        Rect row = {inner.x + plan.column * (float)((i - first) / plan.high), inner.y + view_px(view, row_high) * (float)((i - first) % plan.high),
                    plan.column - view_px(view, column_gap), view_px(view, row_high)};
        if (plan.rows[i].action == ACTION_NONE) {
            put_heading(view, plan.rows[i].where, row);
        } else {
            put_action(view, plan.rows[i].action, row);
        }
    }
    draw_group_end(&view->list);
    draw_group_end(&view->list);
}
