/* The right column: what this step does in words and as a line of pseudo-code, and one tab below. The parts keep their places
 * whatever they say. */
#include "view/view.h"

#include <math.h>

static const float pad = 18.0f, code_line = 20.0f, title_size = 19.0f, title_size_small = 15.0f, title_high = 30.0f, numbers_high = 24.0f, note_gap = 3.0f, tab_wanted = 224.0f;
static const float scarce_high = 420.0f, words_scarce = 114.0f; /* with less height, and an inspector that needs it: smaller words, less code */

/* ---- narration ---- */

static void put_numbers(View *view, Rect box)
{
    TextStyle style = view_style(view, FONT_MONO, 14.0f, COLOR_CURRENT_TEXT);
    for (size_t i = 0; i < view->story.number_count; i++) {
        float used = view_put_user(view, box, &style, prose_text(&view->story.numbers[i]));
        rect_cut_left(&box, used + view_px(view, 22.0f));
    }
}

/* How high the words stand, and how large they are written. */
typedef struct WordsPlan {
    float size; /* design px */
    float high; /* px, of title, note, text and numbers together */
} WordsPlan;

static TextStyle words_style(const View *view, float size, ThemeColor color)
{
    return view_style(view, FONT_UI, size, color);
}

static float head_height(const View *view, float width)
{
    TextStyle title = view_style(view, FONT_UI_BOLD, title_size, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    const Narration *story = &view->story;
    if (prose_text(&story->title)[0] == '\0' && prose_text(&story->subtitle)[0] == '\0') {
        return 0.0f; /* a log that names no ops */
    }
    float first = view_text_width(view, &title, prose_text(&story->title)) + view_px(view, 12.0f);
    bool beside = first + view_text_width(view, &soft, prose_text(&story->subtitle)) <= width;
    return view_px(view, beside ? title_high : title_high + 20.0f);
}

/* Beside a note, three lines are kept for the text, so that what stands below does not move from step to step of its op. */
static WordsPlan words_at(const View *view, float width, float size)
{
    TextStyle style = words_style(view, size, COLOR_TEXT);
    const char *note = prose_text(&view->story.note);
    float text = view_paragraph_height(view, width, &style, prose_text(&view->story.text));
    if (note[0] != '\0') {
        float line = view_paragraph_height(view, width, &style, "x");
        text = fmaxf(text, 3.0f * line) + view_paragraph_height(view, width, &style, note) + view_px(view, note_gap);
    }
    return (WordsPlan){size, head_height(view, width) + text + view_px(view, numbers_high + 2.0f)};
}

/* The largest size, `most` or below, at which the words fit into the room; all of them are shown even when none does. */
static WordsPlan plan_words(const View *view, float width, float room, float most)
{
    static const float sizes[] = {19.0f, 17.0f, 15.0f, 14.0f, 13.0f};
    WordsPlan plan = {0};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        if (sizes[i] > most) {
            continue;
        }
        plan = words_at(view, width, sizes[i]);
        if (plan.high <= room) {
            break;
        }
    }
    return plan;
}

static void put_narration(View *view, Rect box, float size)
{
    const Narration *story = &view->story;
    TextStyle title = view_style(view, FONT_UI_BOLD, title_size, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    TextStyle text = words_style(view, size, COLOR_TEXT);
    float high = head_height(view, box.w);
    bool beside = high <= view_px(view, title_high);
    Rect head = rect_cut_top(&box, fminf(high, view_px(view, title_high)));
    if (view_text_width(view, &title, prose_text(&story->title)) > head.w) {
        title.size_px = view_px(view, title_size_small);
    }
    rect_cut_left(&head, view_put(view, head, &title, prose_text(&story->title)) + view_px(view, 12.0f));
    view_put(view, beside ? head : rect_cut_top(&box, view_px(view, 20.0f)), &soft, prose_text(&story->subtitle));
    put_numbers(view, rect_cut_bottom(&box, view_px(view, numbers_high)));
    const char *note = prose_text(&story->note);
    if (note[0] != '\0') {
        rect_cut_top(&box, view_paragraph(view, box, &text, note) + view_px(view, note_gap));
        text.color = view_color(view, COLOR_TEXT_SOFT);
    }
    view_paragraph(view, box, &text, prose_text(&story->text));
}

/* ---- pseudo-code ---- */

static const float code_left = 12.0f, code_right = 6.0f, code_indent = 16.0f;

static TextStyle code_style(const View *view, float size, bool current)
{
    return view_style(view, current ? FONT_MONO_BOLD : FONT_MONO, size, current ? COLOR_CURRENT_TEXT : COLOR_TEXT_SOFT);
}

/* The size at which every line of a listing fits. */
static float code_size(const View *view, const Listing *listing, float width)
{
    TextStyle style = code_style(view, 14.0f, true);
    for (uint32_t i = 0; i < listing->line_count; i++) {
        const PseudoLine *line = &listing->lines[i];
        float left = view_px(view, code_left + code_right + code_indent * (float)line->indent);
        if (left + view_text_width(view, &style, line->text[view->state->language]) > width) {
            return 13.0f;
        }
    }
    return 14.0f;
}

static void put_code_line(View *view, const PseudoLine *line, Rect row, TextStyle style)
{
    if (style.role == FONT_MONO_BOLD) {
        draw_fill(&view->list, row, view_color(view, COLOR_CODE_LINE));
        Rect mark = row;
        draw_fill(&view->list, rect_cut_left(&mark, view_px(view, 3.0f)), view_color(view, COLOR_CURRENT));
    }
    rect_cut_left(&row, view_px(view, code_left + code_indent * (float)line->indent));
    rect_cut_right(&row, view_px(view, code_right));
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

/* In place of a line before the first step. */
static const char *start_text(const View *view)
{
    return view->scene->steps == 0 ? view_word(view, "this recording has no steps", "这份记录里没有任何步骤")
                                   : view_word(view, "→ takes the first step", "按 → 走第一步");
}

static void put_code(View *view, PseudoPlace place, Rect box)
{
    DrawStyle style = {.fill = view_color(view, COLOR_CODE), .stroke = view_color(view, COLOR_LINE), .width = view_px(view, 1.0f),
                       .radius = view_px(view, 8.0f)};
    draw_box(&view->list, box, &style);
    if (place.listing == LISTING_NONE) {
        TextStyle faint = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_FAINT), ALIGN_CENTER);
        view_put(view, rect_inset(box, view_px(view, 6.0f)), &faint, start_text(view));
        return;
    }
    const Listing *listing = pseudo_listing(place.listing);
    Rect inner = rect_inset(box, view_px(view, 1.0f));
    rect_cut_top(&inner, view_px(view, 6.0f));
    Rect head = rect_cut_top(&inner, view_px(view, code_line));
    rect_cut_left(&head, view_px(view, code_left));
    TextStyle title = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_FAINT);
    view_put(view, head, &title, listing->title[view->state->language]);
    float size = code_size(view, listing, inner.w);
    uint32_t room = (uint32_t)(inner.h / view_px(view, code_line));
    uint32_t first = first_line(listing->line_count, room, place.line);
    for (uint32_t i = first; i < listing->line_count && i < first + room; i++) {
        put_code_line(view, &listing->lines[i], rect_cut_top(&inner, view_px(view, code_line)), code_style(view, size, (int)i == place.line));
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

/* Words alone, larger: a lesson's own step carries out no line. */
static void put_lesson_words(View *view, Rect box)
{
    WordsPlan plan = plan_words(view, box.w, box.h, 19.0f);
    put_narration(view, box, plan.size);
}

/* What the words take beyond their usual share, the code gives, then the tab; the code keeps its current line. */
static void put_words_and_code(View *view, Rect *rest)
{
    Explain explain = view->scene->explain;
    PseudoPlace place = pseudo_at(&explain);
    float high = rest->h / view->unit, gap = view_px(view, 6.0f);
    float words = view_px(view, fmaxf(126.0f, fminf(182.0f, high * 0.32f)));
    float code = view_px(view, fmaxf(112.0f, fminf(206.0f, high * 0.335f)));
    bool inspects = view->state->drawer != DRAWER_NONE || (view_state_tab(view->state) == TAB_INSPECTOR && view->state->selection != OBJECT_NONE);
    bool scarce = inspects && high < scarce_high;
    words = scarce ? view_px(view, words_scarce) : words;
    float least = fminf(code, view_px(view, 10.0f + (scarce ? 3.0f : 4.0f) * code_line)), both = words + gap + code;
    if (inspects) { /* what is asked for gets the room it needs */
        both -= fmaxf(0.0f, fminf(code - least, both + view_px(view, 8.0f + tab_wanted) - rest->h));
    }
    float room = scarce ? words : fmaxf(words, fminf(both - gap - least + view_px(view, 40.0f), rest->h - gap - least - view_px(view, 110.0f)));
    if (place.listing == LISTING_NONE && explain.step > 0) {
        put_lesson_words(view, rect_cut_top(rest, both));
        return;
    }
    WordsPlan plan = plan_words(view, rest->w, room, 15.0f);
    words = fmaxf(words, plan.high);
    code = fmaxf(least, both - gap - words);
    put_narration(view, rect_cut_top(rest, words), plan.size);
    rect_cut_top(rest, gap);
    put_code(view, place, rect_snap(rect_cut_top(rest, code)));
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
    if (view_question(view) >= 0) {
        float usual = inner.h * 0.655f + view_px(view, 6.0f);
        panel_ask(view, rect_snap(rect_cut_top(&inner, fmaxf(usual, panel_ask_height(view, inner.w)))));
    } else {
        put_words_and_code(view, &inner);
    }
    rect_cut_top(&inner, view_px(view, 8.0f));
    if (inner.h > view_px(view, 60.0f)) {
        panel_tab(view, inner);
    }
}
