/* The actions that fit what is typed, over everything else: the field, then a row for each with its keys. A click on a row does
 * it, a click beside the card closes it. */
#include "view/palette.h"
#include "view/view.h"

#include <math.h>

static const float card_wide = 620.0f, field_high = 40.0f, row_high = 30.0f, pad = 12.0f;
enum { ROWS_MOST = 12 };

static void put_field(View *view, Rect box)
{
    TextStyle text = view_style(view, FONT_UI, 16.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 15.0f, COLOR_TEXT_SOFT);
    box = rect_snap(box);
    draw_box(&view->list, box, &(DrawStyle){.fill = view_color(view, COLOR_CODE), .stroke = view_color(view, COLOR_CURRENT_TEXT),
                                            .width = view_px(view, 2.0f), .radius = view_px(view, 8.0f)});
    rect_cut_left(&box, view_px(view, 12.0f));
    rect_cut_right(&box, view_px(view, 8.0f));
    rect_cut_left(&box, view_put_user(view, box, &text, view->state->palette.typed) + view_px(view, 1.0f));
    draw_fill(&view->list, rect_snap((Rect){box.x, box.y + box.h * 0.2f, fmaxf(1.0f, view_px(view, 2.0f)), box.h * 0.6f}),
              view_color(view, COLOR_CURRENT_TEXT));
    rect_cut_left(&box, view_px(view, 8.0f));
    if (view->state->palette.typed[0] == '\0') {
        view_put(view, box, &soft, view_word(view, "What do you want to do?", "想做什么？"));
    }
}

static float keys_width(View *view, const char *list)
{
    char name[40];
    float used = 0.0f;
    TextStyle cap = view_style(view, FONT_MONO, 13.0f, COLOR_TEXT);
    while (key_next(&list, name, sizeof name)) {
        used += view_text_width(view, &cap, key_sign(name).text) + view_px(view, 17.0f);
    }
    return used;
}

/* As caps at the right end, as many as leave room for the action's name. */
static void put_keys(View *view, Rect *row, const char *list, float name_wide)
{
    char name[40];
    float wide = fminf(keys_width(view, list), fmaxf(0.0f, row->w - name_wide - view_px(view, 12.0f)));
    Rect keys = rect_cut_right(row, wide);
    TextStyle cap = view_style(view, FONT_MONO, 13.0f, COLOR_TEXT);
    while (key_next(&list, name, sizeof name)) {
        const KeySign sign = key_sign(name);
        if (view_text_width(view, &cap, sign.text) + view_px(view, 12.0f) > keys.w) {
            return;
        }
        rect_cut_left(&keys, view_keycap(view, (Point){keys.x, rect_center(keys).y}, sign.text));
    }
}

static void put_row(View *view, Rect row, Action action, bool chosen)
{
    const ActionInfo *info = &action_info[action];
    const char *own = view_chinese(view) ? info->chinese : info->english, *other = view_chinese(view) ? info->english : info->chinese;
    TextStyle name = view_style(view, chosen ? FONT_UI_BOLD : FONT_UI, 15.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    row = rect_snap(row);
    draw_group_begin(&view->list, "action %d", (int)action);
    draw_box(&view->list, row, &(DrawStyle){.fill = view_color(view, chosen ? COLOR_CARD : COLOR_PANEL), .radius = view_px(view, 6.0f),
                                            .stroke = chosen ? view_color(view, COLOR_CURRENT_TEXT) : 0, .width = view_px(view, 2.0f)});
    rect_cut_left(&row, view_px(view, 12.0f));
    rect_cut_right(&row, view_px(view, 6.0f));
    put_keys(view, &row, info->keys, view_text_width(view, &name, own));
    rect_cut_left(&row, view_put(view, row, &name, own) + view_px(view, 14.0f));
    if (view_text_width(view, &soft, other) <= row.w) {
        view_put(view, row, &soft, other); /* so that both languages can be learnt, where there is room */
    }
    draw_group_end(&view->list);
}

static uint32_t first_row(uint32_t count, uint32_t rows, uint32_t chosen)
{
    uint32_t first = chosen >= rows ? chosen - rows + 1 : 0;
    return first + rows > count ? (count > rows ? count - rows : 0) : first;
}

static void put_foot(View *view, Rect row, uint32_t hidden)
{
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    TextStyle right = view_aligned(soft, ALIGN_RIGHT);
    if (hidden > 0) {
        Rect more = rect_cut_right(&row, view_px(view, 110.0f));
        view_putf(view, more, &right, view_word(view, "%u more", "另有 %u 项"), (unsigned)hidden);
    }
    view_put(view, row, &soft, view_word(view, "↑ ↓ choose   Enter do it   Esc close", "↑ ↓ 选择   Enter 执行   Esc 关闭"));
}

void panel_palette(View *view, Rect box, KeysWhere place)
{
    PaletteList list;
    palette_find(place, view->state->palette.typed, &list);
    float high = box.h - view_px(view, 60.0f), least = view_px(view, field_high + 24.0f + 3.0f * pad);
    uint32_t room = (uint32_t)fmaxf(1.0f, floorf((high - least) / view_px(view, row_high)));
    uint32_t rows = room < ROWS_MOST ? room : ROWS_MOST;
    uint32_t chosen = view->state->palette.chosen < list.count ? view->state->palette.chosen : 0;
    uint32_t first = first_row(list.count, rows, chosen), last = first + rows < list.count ? first + rows : list.count;
    float wide = fminf(view_px(view, card_wide), box.w - view_px(view, 24.0f));
    Rect card = rect_snap((Rect){box.x + (box.w - wide) / 2.0f, box.y + view_px(view, 30.0f), wide, least + view_px(view, row_high) * (float)rows});
    draw_group_begin(&view->list, "panel palette");
    draw_group_begin(&view->list, "key Esc");
    draw_fill(&view->list, box, color_alpha(view_color(view, COLOR_CASING), 0.72f));
    draw_group_end(&view->list);
    draw_group_begin(&view->list, "palette");
    draw_box(&view->list, card, &(DrawStyle){.fill = view_color(view, COLOR_PANEL), .stroke = view_color(view, COLOR_OUTLINE),
                                             .width = view_px(view, 2.0f), .radius = view_px(view, 12.0f)});
    Rect inner = rect_inset(card, view_px(view, pad));
    put_field(view, rect_cut_top(&inner, view_px(view, field_high)));
    rect_cut_top(&inner, view_px(view, 6.0f));
    put_foot(view, rect_cut_bottom(&inner, view_px(view, 24.0f)), list.count - (last - first));
    for (uint32_t i = first; i < last; i++) {
        put_row(view, rect_cut_top(&inner, view_px(view, row_high)), list.actions[i], i == chosen);
    }
    if (list.count == 0) {
        TextStyle soft = view_style(view, FONT_UI, 15.0f, COLOR_TEXT_SOFT);
        rect_cut_left(&inner, view_px(view, 12.0f));
        view_put(view, rect_cut_top(&inner, view_px(view, row_high)), &soft, view_word(view, "No action has these letters.", "没有含这些字的操作。"));
    }
    draw_group_end(&view->list);
    draw_group_end(&view->list);
}
