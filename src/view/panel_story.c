/* The right column: what this step does in words and as a line of pseudo-code, and one tab below. The parts keep their places
 * whatever they say. */
#include "view/view.h"

#include <math.h>

static const float pad = 18.0f, code_line = 20.0f;

/* ---- narration ---- */

static void put_numbers(View *view, Rect box)
{
    TextStyle style = view_style(view, FONT_MONO, 14.0f, COLOR_CURRENT_TEXT);
    for (size_t i = 0; i < view->story.number_count; i++) {
        float used = view_put(view, box, &style, prose_text(&view->story.numbers[i]));
        rect_cut_left(&box, used + view_px(view, 22.0f));
    }
}

static void put_narration(View *view, Rect box)
{
    const Narration *story = &view->story;
    TextStyle title = view_style(view, FONT_UI_BOLD, 19.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    TextStyle text = view_style(view, FONT_UI, 15.0f, COLOR_TEXT);
    Rect head = rect_cut_top(&box, view_px(view, 30.0f));
    const char *subtitle = prose_text(&story->subtitle);
    rect_cut_left(&head, view_put(view, head, &title, prose_text(&story->title)) + view_px(view, 12.0f));
    if (view_text_width(view, &soft, subtitle) > head.w) {
        head = rect_cut_top(&box, view_px(view, 20.0f));
    }
    view_put(view, head, &soft, subtitle);
    put_numbers(view, rect_cut_bottom(&box, view_px(view, 24.0f)));
    const char *note = prose_text(&story->note);
    float below = fminf(view_paragraph_height(view, box.w, &text, prose_text(&story->text)), box.h * 0.5f);
    if (note[0] != '\0') {
        Rect top = box;
        top.h = box.h - below;
        rect_cut_top(&box, view_paragraph(view, top, &text, note) + view_px(view, 3.0f));
        text.color = view_color(view, COLOR_TEXT_SOFT);
    }
    view_paragraph(view, box, &text, prose_text(&story->text));
}

/* ---- pseudo-code ---- */

static void put_code_line(View *view, const PseudoLine *line, Rect row, bool current)
{
    TextStyle style = view_style(view, current ? FONT_MONO_BOLD : FONT_MONO, 14.0f, current ? COLOR_CURRENT_TEXT : COLOR_TEXT_SOFT);
    if (current) {
        draw_fill(&view->list, row, view_color(view, COLOR_CODE_LINE));
        Rect mark = row;
        draw_fill(&view->list, rect_cut_left(&mark, view_px(view, 3.0f)), view_color(view, COLOR_CURRENT));
    }
    rect_cut_left(&row, view_px(view, 14.0f + 16.0f * (float)line->indent));
    rect_cut_right(&row, view_px(view, 8.0f));
    view_put(view, row, &style, line->text[view->state->language]);
}

/* The first line shown, so that the current one and what is around it are in view. */
static uint32_t first_line(uint32_t lines, uint32_t room, int current)
{
    if (lines <= room || current < 0) {
        return 0;
    }
    uint32_t half = room / 2;
    uint32_t first = (uint32_t)current > half ? (uint32_t)current - half : 0;
    return first + room > lines ? lines - room : first;
}

static void put_code(View *view, Rect box)
{
    Explain explain = view->scene->explain;
    explain.language = view->state->language;
    PseudoPlace place = pseudo_at(&explain);
    DrawStyle style = {.fill = view_color(view, COLOR_CODE), .stroke = view_color(view, COLOR_LINE), .width = view_px(view, 1.0f),
                       .radius = view_px(view, 8.0f)};
    draw_box(&view->list, box, &style);
    if (place.listing == LISTING_NONE) {
        return;
    }
    const Listing *listing = pseudo_listing(place.listing);
    Rect inner = rect_inset(box, view_px(view, 1.0f));
    rect_cut_top(&inner, view_px(view, 6.0f));
    Rect head = rect_cut_top(&inner, view_px(view, code_line));
    rect_cut_left(&head, view_px(view, 14.0f));
    TextStyle title = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_FAINT);
    view_put(view, head, &title, listing->title[view->state->language]);
    uint32_t room = (uint32_t)(inner.h / view_px(view, code_line));
    uint32_t first = first_line(listing->line_count, room, place.line);
    for (uint32_t i = first; i < listing->line_count && i < first + room; i++) {
        put_code_line(view, &listing->lines[i], rect_cut_top(&inner, view_px(view, code_line)), (int)i == place.line);
    }
}

/* ---- the tab ---- */

static void put_tab_heads(View *view, Rect row)
{
    static const char *const english[TAB_COUNT] = {"Inspector", "Program", "Output"};
    static const char *const chinese[TAB_COUNT] = {"检查器", "程序", "输出"};
    RightTab open = view->state->drawer == DRAWER_NONE ? view_state_tab(view->state) : TAB_COUNT;
    for (int tab = 0; tab < TAB_COUNT; tab++) {
        bool here = tab == (int)open;
        TextStyle style = view_style(view, here ? FONT_UI_BOLD : FONT_UI, 14.0f, here ? COLOR_TEXT : COLOR_TEXT_SOFT);
        style.align = ALIGN_CENTER;
        const char *text = view_chinese(view) ? chinese[tab] : english[tab];
        Rect box = rect_cut_left(&row, view_text_width(view, &style, text) + view_px(view, 22.0f));
        draw_group_begin(&view->list, "tab %d", tab);
        draw_fill(&view->list, box, view_color(view, COLOR_PANEL));
        view_put(view, box, &style, text);
        if (here) {
            draw_fill(&view->list, rect_cut_bottom(&box, view_px(view, 3.0f)), view_color(view, COLOR_ACTION));
        }
        draw_group_end(&view->list);
        rect_cut_left(&row, view_px(view, 4.0f));
    }
}

void panel_tab(View *view, Rect box)
{
    Rect heads = rect_snap(rect_cut_top(&box, view_px(view, 28.0f)));
    view_rule(view, (Point){box.x, heads.y + heads.h}, (Point){box.x + box.w, heads.y + heads.h});
    put_tab_heads(view, heads);
    rect_cut_top(&box, view_px(view, 6.0f));
    if (view->state->drawer != DRAWER_NONE) {
        panel_drawer(view, box);
        return;
    }
    switch (view_state_tab(view->state)) {
    case TAB_INSPECTOR: panel_inspector(view, box); break;
    case TAB_PROGRAM: panel_program(view, box); break;
    case TAB_OUTPUT: panel_output(view, box); break;
    case TAB_COUNT: break;
    }
}

void panel_story(View *view, Rect box)
{
    Rect inner = box;
    rect_cut_left(&inner, view_px(view, pad));
    rect_cut_right(&inner, view_px(view, pad));
    rect_cut_top(&inner, view_px(view, 12.0f));
    rect_cut_bottom(&inner, view_px(view, 8.0f));
    if (panel_badge_needed(view)) {
        panel_badge(view, rect_cut_bottom(&inner, view_px(view, 30.0f)));
        rect_cut_bottom(&inner, view_px(view, 6.0f));
    }
    float high = inner.h / view->unit;
    float story = fmaxf(126.0f, fminf(182.0f, high * 0.32f));
    float code = fmaxf(112.0f, fminf(206.0f, high * 0.335f));
    if (view_question(view) >= 0) {
        float asked = fmaxf(view_px(view, story + 6.0f + code), panel_ask_height(view, inner.w));
        panel_ask(view, rect_snap(rect_cut_top(&inner, asked)));
    } else {
        put_narration(view, rect_cut_top(&inner, view_px(view, story)));
        rect_cut_top(&inner, view_px(view, 6.0f));
        put_code(view, rect_snap(rect_cut_top(&inner, view_px(view, code))));
    }
    rect_cut_top(&inner, view_px(view, 8.0f));
    if (inner.h > view_px(view, 60.0f)) {
        panel_tab(view, inner);
    }
}
