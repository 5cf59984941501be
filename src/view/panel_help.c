/* The list of all keys over everything else, made from the key table, in as many columns as fit. */
#include "view/keys.h"
#include "view/view.h"

#include <math.h>
#include <string.h>

static const float row_high = 26.0f, keys_wide = 128.0f, column_least = 344.0f, column_most = 406.0f, head_high = 74.0f;

/* Arrows take less room as signs. */
static const char *sign_of(const char *name)
{
    static const char *const signs[][2] = {{"Left", "←"},         {"Right", "→"},         {"Up", "↑"},     {"Down", "↓"},
                                           {"PageUp", "PgUp"}, {"PageDown", "PgDn"}};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (strcmp(name, signs[i][0]) == 0) {
            return signs[i][1];
        }
    }
    return name;
}

static void put_action(View *view, const ActionInfo *info, Rect row)
{
    char name[40];
    const char *list = info->keys;
    Rect keys = rect_cut_left(&row, view_px(view, keys_wide));
    TextStyle cap = view_style(view, FONT_MONO, 13.0f, COLOR_TEXT);
    while (key_next(&list, name, sizeof name)) {
        if (strcmp(name, "=") == 0 || strcmp(name, "Ctrl+=") == 0) {
            continue; /* the same key as "+" without Shift */
        }
        if (view_text_width(view, &cap, sign_of(name)) + view_px(view, 12.0f) > keys.w) {
            break;
        }
        rect_cut_left(&keys, view_keycap(view, (Point){keys.x, keys.y + keys.h / 2.0f}, sign_of(name)));
    }
    TextStyle text = view_style(view, FONT_UI, 14.0f, COLOR_TEXT);
    view_put(view, row, &text, view_chinese(view) ? info->chinese : info->english);
}

static void put_heading(View *view, KeysWhere where, Rect row)
{
    static const char *const english[KEYS_WHERE_COUNT] = {"", "While a question is open", "While searching", "In the menu of lessons"};
    static const char *const chinese[KEYS_WHERE_COUNT] = {"", "回答问题时", "搜索时", "课程菜单中"};
    TextStyle style = view_style(view, FONT_UI_BOLD, 14.0f, COLOR_ACTION);
    view_put(view, row, &style, view_chinese(view) ? chinese[where] : english[where]);
}

/* Rows from top to bottom, then the next column. */
typedef struct HelpGrid {
    Rect inner;
    float column, row;
    int rows, next;
} HelpGrid;

static Rect next_row(View *view, HelpGrid *grid)
{
    int at = grid->next++;
    return (Rect){grid->inner.x + grid->column * (float)(at / grid->rows), grid->inner.y + grid->row * (float)(at % grid->rows),
                  grid->column - view_px(view, 16.0f), grid->row};
}

static Rect put_card(View *view, Rect box, HelpGrid *grid)
{
    int rows_all = ACTION_COUNT - 1 + KEYS_WHERE_COUNT - 1;
    float room = box.w - view_px(view, 48.0f);
    int columns = (int)fmaxf(1.0f, fminf(3.0f, floorf(room / view_px(view, column_least))));
    grid->column = fminf(view_px(view, column_most), room / (float)columns);
    grid->rows = (rows_all + columns - 1) / columns;
    grid->row = fminf(view_px(view, row_high), (box.h - view_px(view, head_high)) / (float)grid->rows);
    float high = grid->row * (float)grid->rows + view_px(view, head_high), wide = grid->column * (float)columns + view_px(view, 32.0f);
    Rect card = rect_snap((Rect){box.x + (box.w - wide) / 2.0f, box.y + fmaxf(0.0f, (box.h - high) / 2.0f), wide, fminf(high, box.h)});
    draw_box(&view->list, card, &(DrawStyle){.fill = view_color(view, COLOR_PANEL), .stroke = view_color(view, COLOR_OUTLINE),
                                             .width = view_px(view, 2.0f), .radius = view_px(view, 12.0f)});
    return card;
}

void panel_help(View *view, Rect box)
{
    HelpGrid grid = {0};
    draw_group_begin(&view->list, "panel help");
    draw_fill(&view->list, box, color_alpha(view_color(view, COLOR_CASING), 0.72f));
    grid.inner = rect_inset(put_card(view, box, &grid), view_px(view, 20.0f));
    TextStyle title = view_style(view, FONT_UI_BOLD, 18.0f, COLOR_TEXT);
    view_put(view, rect_cut_top(&grid.inner, view_px(view, 34.0f)), &title, view_word(view, "Keys", "按键"));
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        KeysWhere where = action_info[action].where;
        if (where != KEYS_ALWAYS && where != action_info[action - 1].where) {
            put_heading(view, where, next_row(view, &grid));
        }
        put_action(view, &action_info[action], next_row(view, &grid));
    }
    draw_group_end(&view->list);
}
