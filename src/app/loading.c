#include "app/loading.h"

#include <math.h>
#include <stdio.h>

typedef struct Page {
    DrawList *list;
    const Theme *theme;
    float unit;
    Rect rest;
} Page;

static void put_line(Page *page, FontRole role, float size, ThemeColor color, const char *text)
{
    TextStyle style = {role, ALIGN_CENTER, size * page->unit, page->theme->color[color]};
    draw_text_in(page->list, rect_cut_top(&page->rest, 2.0f * size * page->unit), &style, text);
}

static void put_bar(Page *page, float share)
{
    float wide = fminf(page->rest.w * 0.6f, 480.0f * page->unit), high = 6.0f * page->unit;
    Rect bar = rect_snap((Rect){page->rest.x + (page->rest.w - wide) / 2.0f, page->rest.y + 10.0f * page->unit, wide, high});
    DrawStyle style = {.fill = page->theme->color[COLOR_LINE], .radius = bar.h / 2.0f};
    draw_box(page->list, bar, &style);
    bar.w = fmaxf(bar.h, bar.w * share);
    style.fill = page->theme->color[COLOR_ACTION];
    draw_box(page->list, bar, &style);
}

void loading_draw(DrawList *list, const ViewState *state, const ViewPaper *paper, const char *name, const SessionProgress *progress)
{
    char text[512];
    bool chinese = state->language == LANGUAGE_ZH, surveys = progress->surveyed > 0;
    float unit = fmaxf(0.75f * state->density, fminf(paper->size.width / 1600.0f, paper->size.height / 900.0f) * state->scale);
    Rect whole = {0, 0, paper->size.width, paper->size.height};
    Page page = {list, theme_get(state->theme), unit, whole};
    draw_clear(list);
    draw_fill(list, whole, page.theme->color[COLOR_WINDOW]);
    rect_cut_top(&page.rest, whole.h * 0.38f);
    snprintf(text, sizeof text, chinese ? "正在读取 %.200s" : "Reading %.200s", name);
    put_line(&page, FONT_UI_BOLD, 24.0f, COLOR_TEXT, text);
    NumberText ops = number_text(progress->ops), steps = number_text(progress->steps);
    if (surveys) {
        snprintf(text, sizeof text, chinese ? "%s 步，正在通览一遍" : "%s steps, being looked through once", steps.text);
    } else {
        snprintf(text, sizeof text, chinese ? "已读 %s 个操作，%s 步" : "%s operations, %s steps so far", ops.text, steps.text);
    }
    put_line(&page, FONT_UI, 17.0f, COLOR_TEXT_SOFT, text);
    if (surveys) {
        put_bar(&page, (float)((double)progress->surveyed / (double)progress->steps));
    }
}
