/* The list of all keys over everything else, made from the key table, in as many columns as fit. */
#include "view/keys.h"
#include "view/view.h"

#include <math.h>
#include <string.h>

static const float row_high = 26.0f, keys_wide = 132.0f, text_wide = 250.0f;

static void put_action(View *view, const ActionInfo *info, Rect row)
{
    char name[40];
    const char *list = info->keys;
    Rect keys = rect_cut_left(&row, view_px(view, keys_wide));
    float x = keys.x;
    while (key_next(&list, name, sizeof name)) {
        if (strcmp(name, "=") == 0 || strcmp(name, "Ctrl+=") == 0) {
            continue; /* the same key as "+" without Shift */
        }
        x += view_keycap(view, (Point){x, keys.y + keys.h / 2.0f}, name);
    }
    TextStyle text = view_style(view, FONT_UI, 14.0f, COLOR_TEXT);
    view_put(view, row, &text, view_chinese(view) ? info->chinese : info->english);
}

void panel_help(View *view, Rect box)
{
    int actions = ACTION_COUNT - 1;
    float column = view_px(view, keys_wide + text_wide + 24.0f);
    int columns = (int)fmaxf(1.0f, floorf((box.w - view_px(view, 80.0f)) / column));
    columns = columns > 3 ? 3 : columns;
    int rows = (actions + columns - 1) / columns;
    float high = view_px(view, row_high) * (float)rows + view_px(view, 74.0f);
    float wide = column * (float)columns + view_px(view, 32.0f);
    Rect card = rect_snap((Rect){box.x + (box.w - wide) / 2.0f, box.y + fmaxf(0.0f, (box.h - high) / 2.0f), wide, fminf(high, box.h)});
    draw_group_begin(&view->list, "panel help");
    draw_fill(&view->list, box, color_alpha(view_color(view, COLOR_CASING), 0.72f));
    draw_box(&view->list, card, &(DrawStyle){.fill = view_color(view, COLOR_PANEL), .stroke = view_color(view, COLOR_OUTLINE),
                                             .width = view_px(view, 2.0f), .radius = view_px(view, 12.0f)});
    Rect inner = rect_inset(card, view_px(view, 20.0f));
    TextStyle title = view_style(view, FONT_UI_BOLD, 18.0f, COLOR_TEXT);
    view_put(view, rect_cut_top(&inner, view_px(view, 34.0f)), &title, view_word(view, "Keys", "按键"));
    for (int i = 0; i < actions; i++) {
        Rect row = {inner.x + column * (float)(i / rows), inner.y + view_px(view, row_high) * (float)(i % rows),
                    column - view_px(view, 24.0f), view_px(view, row_high)};
        put_action(view, &action_info[i + 1], row);
    }
    draw_group_end(&view->list);
}
