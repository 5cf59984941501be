/* The line of a live session: how the interpreter does and what it printed last, and below it the field. Lines of a block that goes on
 * stand above, over what is there. */
#include "view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float row_high = 24.0f, field_high = 32.0f, pad_high = 5.0f, block_line_high = 22.0f;
enum { BLOCK_LINES_SHOWN = 6, SENTENCE_BYTES = LIVE_WHY_BYTES + 200 };

float panel_live_height(const View *view)
{
    return view->state->live.status.state == LIVE_OFF ? 0.0f : row_high + field_high + 2.0f * pad_high;
}

static ThemeColor status_color(const LiveStatus *status)
{
    switch (status->state) {
    case LIVE_ENDED: return COLOR_BAD;
    case LIVE_RUNNING: return status->seconds >= LIVE_SLOW_SECONDS ? COLOR_DOUBT : COLOR_ACTION;
    default: return COLOR_GOOD;
    }
}

/* What it printed last is said at once, wherever the step shown is. */
static void put_status(View *view, Rect row)
{
    const LiveField *live = &view->state->live;
    char text[SENTENCE_BYTES];
    TextStyle status = view_style(view, FONT_UI_BOLD, 14.0f, status_color(&live->status));
    TextStyle result = view_style(view, FONT_MONO, 14.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    live_status_text(&live->status, view->state->language, true, text, sizeof text);
    bool own = live->status.state == LIVE_ENDED; /* may quote what the interpreter sent */
    float used = own ? view_put_user(view, row, &status, text) : view_put(view, row, &status, text);
    rect_cut_left(&row, used + view_px(view, 24.0f));
    if (live->results == 0) {
        return;
    }
    rect_cut_left(&row, view_put(view, row, &soft, view_word(view, "prints", "输出")) + view_px(view, 8.0f));
    used = view_put_user(view, row, &result, live->result);
    rect_cut_left(&row, used + view_px(view, 12.0f));
    if (live->results > 1) {
        view_putf(view, row, &soft, view_word(view, "the last of %s lines", "共 %s 行，此为末行"), number_text(live->results).text);
    }
}

/* The part of the line that fits with the caret in it. */
static const char *visible_part(const View *view, const TextStyle *style, float room)
{
    const LiveField *live = &view->state->live;
    char before[LIVE_TYPED_BYTES];
    size_t from = 0;
    snprintf(before, sizeof before, "%.*s", (int)live->caret, live->typed);
    while (from < live->caret && view_text_width(view, style, before + from) > room) {
        do {
            from++;
        } while (((unsigned char)live->typed[from] & 0xc0) == 0x80);
    }
    return live->typed + from;
}

static void put_line(View *view, Rect field, const TextStyle *style)
{
    const LiveField *live = &view->state->live;
    char before[LIVE_TYPED_BYTES];
    const char *part = visible_part(view, style, field.w - view_px(view, 12.0f));
    snprintf(before, sizeof before, "%.*s", (int)(live->caret - (size_t)(part - live->typed)), part);
    view_put_user(view, field, style, part);
    if (live->open) {
        Rect caret = {field.x + view_text_width(view, style, before), field.y + field.h * 0.16f, fmaxf(1.0f, view_px(view, 2.0f)), field.h * 0.68f};
        draw_fill(&view->list, rect_snap(caret), view_color(view, COLOR_CURRENT_TEXT));
    }
}

static uint32_t count_lines(const char *text)
{
    uint32_t lines = 0;
    for (; *text != '\0'; text++) {
        lines += *text == '\n' ? 1 : 0;
    }
    return lines;
}

/* A single line that runs is shown only when it takes its time: most would flash up. */
static bool shows_block(const LiveField *live)
{
    uint32_t lines = count_lines(live->block);
    return lines > 1 || (lines == 1 && (live->status.state == LIVE_MORE || live->status.seconds > 0));
}

/* What Enter does, at the right end of the line. */
static void put_run(View *view, Rect *field)
{
    const LiveField *live = &view->state->live;
    bool more = live->status.state == LIVE_MORE, ready = live->status.state == LIVE_READY && live->typed[0] != '\0';
    MarkPill pill = {.role = FONT_UI, .size_px = 13.0f, .fill = view_color(view, COLOR_CHIP), .stroke = view_color(view, COLOR_LINE),
                     .color = view_color(view, COLOR_TEXT_SOFT), .text = view_word(view, "run", "运行")};
    if (!live->open || (!more && !ready)) {
        return;
    }
    draw_group_begin(&view->list, "key Enter");
    mark_pill(&view->pen, rect_center(rect_cut_right(field, view_px(view, 60.0f))), &pill);
    draw_group_end(&view->list);
}

static void put_field(View *view, Rect field)
{
    const LiveField *live = &view->state->live;
    TextStyle style = view_style(view, FONT_MONO, 16.0f, live->open ? COLOR_TEXT : COLOR_TEXT_SOFT);
    TextStyle prompt = view_style(view, FONT_MONO_BOLD, 16.0f, live->open ? COLOR_CURRENT_TEXT : COLOR_TEXT_SOFT);
    TextStyle hint = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    draw_group_begin(&view->list, "key :");
    draw_box(&view->list, field, &(DrawStyle){.fill = view_color(view, COLOR_CODE), .stroke = view_color(view, live->open ? COLOR_CURRENT_TEXT : COLOR_OUTLINE),
                                              .width = view_px(view, live->open ? 2.0f : 1.0f), .radius = view_px(view, 6.0f)});
    rect_cut_left(&field, view_px(view, 12.0f));
    rect_cut_right(&field, view_px(view, 12.0f));
    rect_cut_left(&field, view_put(view, field, &prompt, shows_block(live) ? "..." : ">>>") + view_px(view, 10.0f));
    put_run(view, &field);
    if (!live->open && live->typed[0] == '\0') {
        view_put(view, field, &hint, view_word(view, ": or Enter to type Python", "按 : 或 Enter 输入 Python"));
    } else {
        put_line(view, field, &style);
    }
    if (live->open && live->typed[0] == '\0' && live->status.state == LIVE_READY) {
        rect_cut_left(&field, view_px(view, 14.0f));
        view_put(view, field, &hint, view_word(view, "type a statement, Enter runs it · while this line is empty, → ← End step · Esc: all keys",
                                               "输入语句，Enter 运行 · 此行为空时 → ← End 走步 · Esc：恢复所有按键"));
    }
    draw_group_end(&view->list);
}

static void put_block(View *view, Rect box)
{
    const char *line = view->state->live.block;
    uint32_t lines = count_lines(line), shown = lines < BLOCK_LINES_SHOWN ? lines : BLOCK_LINES_SHOWN;
    TextStyle style = view_style(view, FONT_MONO, 15.0f, COLOR_TEXT);
    float high = view_px(view, block_line_high * (float)shown + 2.0f * pad_high);
    if (!shows_block(&view->state->live)) {
        return;
    }
    for (uint32_t i = shown; i < lines; i++) {
        line = strchr(line, '\n') + 1;
    }
    Rect card = rect_snap((Rect){box.x, box.y - high, box.w, high});
    draw_box(&view->list, card, &(DrawStyle){.fill = view_color(view, COLOR_CODE), .stroke = view_color(view, COLOR_OUTLINE), .width = view_px(view, 1.0f)});
    card = rect_inset(card, view_px(view, pad_high));
    rect_cut_left(&card, view_px(view, 20.0f));
    for (; *line != '\0'; line = strchr(line, '\n') + 1) {
        char text[LIVE_TYPED_BYTES];
        snprintf(text, sizeof text, "%s %.*s", line == view->state->live.block ? ">>>" : "...", (int)strcspn(line, "\n"), line);
        view_put_user(view, rect_cut_top(&card, view_px(view, block_line_high)), &style, text);
    }
}

void panel_live(View *view, Rect box)
{
    put_block(view, box);
    view_rule(view, (Point){box.x, box.y}, (Point){box.x + box.w, box.y});
    rect_cut_left(&box, view_px(view, 16.0f));
    rect_cut_right(&box, view_px(view, 16.0f));
    rect_cut_top(&box, view_px(view, pad_high));
    put_status(view, rect_cut_top(&box, view_px(view, row_high)));
    rect_cut_bottom(&box, view_px(view, pad_high));
    put_field(view, rect_snap(box));
}
