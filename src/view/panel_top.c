/* The bar on top: what is shown, by which runtime, in which language, and where help is. */
#include "view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A pill that ends at the right edge of *rest, which shrinks. `group`: what a click on it means. */
static void put_pill(View *view, Rect *rest, const char *group, const MarkPill *pill)
{
    TextStyle style = {pill->role, ALIGN_CENTER, view_px(view, pill->size_px), pill->color};
    float width = view_text_width(view, &style, pill->text) + pill->size_px * view->unit * 1.7f * 0.85f;
    if (width > rest->w) {
        return;
    }
    Rect box = rect_cut_right(rest, width);
    draw_group_begin(&view->list, "%s", group);
    mark_pill(&view->pen, rect_center(box), pill);
    draw_group_end(&view->list);
    rect_cut_right(rest, view_px(view, 10.0f));
}

/* "cpython-3.11" → "CPython 3.11"; `whole`: with its collector. */
static void profile_text(const View *view, bool whole, char *text, size_t room)
{
    const char *runtime = names_text(view->names, view->scene->header->runtime);
    bool sweeps = view->scene->header->collector == COLLECTOR_MARKSWEEP;
    const char *how = sweeps ? view_word(view, "mark and sweep", "标记-清除") : view_word(view, "trial deletion", "试探删除");
    if (strncmp(runtime, "cpython-", 8) == 0) {
        snprintf(text, room, "CPython %s%s%s", runtime + 8, whole ? " · " : "", whole ? how : "");
    } else {
        bool tells = whole && (runtime[0] == '\0' || sweeps); /* what another runtime does it says itself */
        snprintf(text, room, "%s%s%s", runtime[0] == '\0' ? "CPython 3.11" : runtime, tells ? " · " : "", tells ? how : "");
    }
}

/* The title comes first: the profile says less when both do not fit. */
static void put_pills(View *view, Rect *rest, float title_wide)
{
    char profile[128];
    MarkPill plain = {.role = FONT_UI, .size_px = 13.0f, .fill = view_color(view, COLOR_CHIP),
                      .stroke = view_color(view, COLOR_LINE), .color = view_color(view, COLOR_TEXT_SOFT)};
    plain.text = view_word(view, "? help", "? 帮助");
    put_pill(view, rest, "key ?", &plain);
    plain.text = view_word(view, "actions", "操作");
    put_pill(view, rest, "key Ctrl+Shift+P", &plain);
    plain.text = view_word(view, "EN / 中文", "中文 / EN");
    put_pill(view, rest, "key l", &plain);
    TextStyle bold = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_ACTION);
    profile_text(view, true, profile, sizeof profile);
    if (view_text_width(view, &bold, profile) + title_wide + view_px(view, 50.0f) > rest->w) {
        profile_text(view, false, profile, sizeof profile);
    }
    plain.text = profile;
    plain.color = view_color(view, COLOR_ACTION);
    plain.role = FONT_UI_BOLD;
    put_pill(view, rest, "profile", &plain);
}

/* For whoever has no key at hand; the field comes first. */
static void put_search_pills(View *view, Rect *rest)
{
    if (rest->w < view_px(view, 440.0f)) {
        return;
    }
    MarkPill pill = {.role = FONT_UI, .size_px = 13.0f, .fill = view_color(view, COLOR_CHIP),
                     .stroke = view_color(view, COLOR_LINE), .color = view_color(view, COLOR_TEXT_SOFT)};
    pill.text = view_word(view, "end", "结束");
    put_pill(view, rest, "key Esc", &pill);
    if (view->state->search.hits < 2) {
        return;
    }
    pill.text = "→";
    put_pill(view, rest, "key Enter", &pill);
    pill.text = "←";
    put_pill(view, rest, "key Shift+Enter", &pill);
}

/* The search field, and how many it found. */
static void put_search(View *view, Rect box)
{
    put_search_pills(view, &box);
    const Search *search = &view->state->search;
    TextStyle text = view_style(view, FONT_UI, 15.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    Rect field = box;
    field.w = fminf(box.w * 0.6f, view_px(view, 420.0f));
    field = rect_snap(rect_inset(field, view_px(view, 6.0f)));
    draw_group_begin(&view->list, "search");
    draw_box(&view->list, field, &(DrawStyle){.fill = view_color(view, COLOR_CODE), .stroke = view_color(view, COLOR_CURRENT_TEXT),
                                              .width = view_px(view, 2.0f), .radius = view_px(view, 6.0f)});
    rect_cut_left(&box, field.w + view_px(view, 22.0f));
    rect_cut_left(&field, view_px(view, 10.0f));
    float used = view_put_user(view, field, &text, search->typed);
    rect_cut_left(&field, used + view_px(view, 2.0f));
    Rect caret = {field.x, field.y + field.h * 0.2f, fmaxf(1.0f, view_px(view, 2.0f)), field.h * 0.6f};
    draw_fill(&view->list, rect_snap(caret), view_color(view, COLOR_CURRENT_TEXT));
    rect_cut_left(&field, view_px(view, 8.0f));
    if (search->typed[0] == '\0') {
        view_put(view, field, &soft, view_word(view, "id, type, name, value, 0x…", "编号、类型、名字、值、0x……"));
        view_put(view, box, &soft, view_word(view, "Enter: next   Esc: end", "Enter 下一个   Esc 结束"));
    } else if (search->hits == 0) {
        view_put(view, box, &soft, view_word(view, "nothing alive here has that", "此刻没有这样的存活对象"));
    } else {
        view_putf(view, box, &soft, view_word(view, "%s of %s", "第 %s 个，共 %s 个"), number_text(search->at).text, number_text(search->hits).text);
    }
    draw_group_end(&view->list);
}

void panel_top(View *view, Rect box)
{
    Rect rest = box;
    rect_cut_left(&rest, view_px(view, 20.0f));
    rect_cut_right(&rest, view_px(view, 16.0f));
    TextStyle name = view_style(view, FONT_UI_BOLD, 18.0f, COLOR_TEXT);
    TextStyle title = view_style(view, FONT_UI, 16.0f, COLOR_TEXT_SOFT);
    const char *words = view_local(view, view->scene->header->title);
    put_pills(view, &rest, view_text_width(view, &name, "heaploupe") + view_px(view, 20.0f) + view_text_width(view, &title, words));
    rect_cut_right(&rest, view_px(view, 10.0f));
    float used = view_put(view, rest, &name, "heaploupe");
    rect_cut_left(&rest, used + view_px(view, 20.0f));
    if (view->state->search.open) {
        put_search(view, rest);
        return;
    }
    const char *notice = view->state->notice;
    title.color = view_color(view, notice[0] != '\0' ? COLOR_GOOD : COLOR_TEXT_SOFT);
    if (notice[0] != '\0') {
        view_put_user(view, rest, &title, notice);
        return;
    }
    if (view_text_width(view, &title, words) > rest.w) {
        title.size_px = view_px(view, 14.0f);
    }
    view_put(view, rest, &title, words);
}
