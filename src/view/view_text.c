/* Texts of panels: all of them pass here, so that none can leave its box. */
#include "view/view.h"

#include "base/check.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LABEL_BYTES = 600 };
static const float line_spacing = 1.36f;

TextStyle view_style(const View *view, FontRole role, float size, ThemeColor color)
{
    return (TextStyle){role, ALIGN_LEFT, view_px(view, size), view_color(view, color)};
}

TextStyle view_aligned(TextStyle style, TextAlign align)
{
    style.align = align;
    return style;
}

float view_text_width(const View *view, const TextStyle *style, const char *text)
{
    return text_width(view->pen.measure, style, text);
}

typedef struct PutText {
    float width;
    bool whole;
} PutText;

static PutText put_line(View *view, Rect box, const TextStyle *style, const char *text)
{
    char room[LABEL_BYTES];
    if (text[0] == '\0') {
        return (PutText){0.0f, true};
    }
    if (box.w < style->size_px && view_text_width(view, style, text) > box.w) {
        return (PutText){0.0f, false};
    }
    const char *cut = text_ellipsis(view->pen.measure, style, text, box.w, (TextOut){room, sizeof room});
    draw_text_in(&view->list, box, style, cut);
    return (PutText){view_text_width(view, style, cut), strcmp(cut, text) == 0};
}

static void note_lost(View *view, const char *text)
{
    prose_add(&view->lost, text);
    prose_add(&view->lost, "\n");
}

float view_put(View *view, Rect box, const TextStyle *style, const char *text)
{
    PutText put = put_line(view, box, style, text);
    if (!put.whole) {
        note_lost(view, text);
    }
    return put.width;
}

float view_put_user(View *view, Rect box, const TextStyle *style, const char *text)
{
    return put_line(view, box, style, text).width;
}

float view_put_label(View *view, Rect box, const TextStyle *style, const char *label)
{
    char cut[LABEL_BYTES], whole[LABEL_BYTES];
    size_t bytes = strlen(label), head = bytes;
    while (head > 0 && isdigit((unsigned char)label[head - 1])) {
        head--;
    }
    float room = box.w - view_text_width(view, style, label + head);
    if (head == 0 || head == bytes || bytes >= LABEL_BYTES || room < 1.5f * style->size_px || view_text_width(view, style, label) <= box.w) {
        return view_put_user(view, box, style, label);
    }
    snprintf(whole, sizeof whole, "%.*s", (int)head, label);
    const char *shown = text_ellipsis(view->pen.measure, style, whole, room, (TextOut){cut, sizeof cut});
    snprintf(whole, sizeof whole, "%s%s", shown, label + head);
    return view_put_user(view, box, style, whole);
}

float view_put_either(View *view, Rect box, const TextStyle *style, const char *const words[2])
{
    return view_put(view, box, style, words[view_text_width(view, style, words[0]) <= box.w ? 0 : 1]);
}

float view_putf(View *view, Rect box, const TextStyle *style, const char *format, ...)
{
    char text[LABEL_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return view_put(view, box, style, text);
}

/* Writes what fits and leaves *rest at the rest: what was not written, or was cut. */
static float put_lines(View *view, Rect box, const TextStyle *style, const char **rest)
{
    const char *text = *rest;
    float height = style->size_px * line_spacing;
    float y = 0.0f;
    char room[LABEL_BYTES];
    while (*text != '\0' && y + height <= box.h + 0.5f) {
        Rect line = {box.x, box.y + y, box.w, height};
        size_t bytes = text_line(view->pen.measure, style, text, box.w);
        bool last = y + 2.0f * height > box.h + 0.5f;
        if (last && text[bytes] != '\0') {
            put_line(view, line, style, text);
            *rest = text;
            return y + height;
        }
        CHECK(bytes > 0);
        size_t kept = bytes < sizeof room - 1 ? bytes : sizeof room - 1;
        memcpy(room, text, kept);
        room[kept] = '\0';
        draw_text_in(&view->list, line, style, room);
        text = text_next_line(text + bytes);
        y += height;
    }
    *rest = text;
    return y;
}

float view_paragraph(View *view, Rect box, const TextStyle *style, const char *text)
{
    float used = put_lines(view, box, style, &text);
    if (*text != '\0') {
        note_lost(view, text);
    }
    return used;
}

float view_paragraph_user(View *view, Rect box, const TextStyle *style, const char *text)
{
    return put_lines(view, box, style, &text);
}

float view_paragraph_height(const View *view, float width, const TextStyle *style, const char *text)
{
    float y = 0.0f;
    while (*text != '\0') {
        text = text_next_line(text + text_line(view->pen.measure, style, text, width));
        y += style->size_px * line_spacing;
    }
    return y;
}

NumberText number_text(uint64_t number)
{
    char digits[24];
    NumberText out;
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    size_t at = 0;
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0) {
            out.text[at++] = ',';
        }
        out.text[at++] = digits[i];
    }
    out.text[at] = '\0';
    return out;
}

NumberText bytes_text(uint64_t bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    NumberText out;
    double value = (double)bytes;
    size_t unit = 0;
    while (value >= 1024.0 && unit + 1 < sizeof units / sizeof units[0]) {
        value /= 1024.0;
        unit++;
    }
    bool whole = fabs(value - round(value)) < 0.05 || value >= 100.0;
    snprintf(out.text, sizeof out.text, whole ? "%.0f %s" : "%.1f %s", value, units[unit]);
    return out;
}

const char *view_local(const View *view, LocalText text)
{
    return names_text(view->names, explain_pick(view->state->language, text));
}

float view_keycap(View *view, Point left, const char *name)
{
    TextStyle style = view_aligned(view_style(view, FONT_MONO, 13.0f, COLOR_TEXT), ALIGN_CENTER);
    float wide = view_text_width(view, &style, name) + view_px(view, 12.0f), high = view_px(view, 20.0f);
    Rect box = rect_snap((Rect){left.x, left.y - high / 2.0f, wide, high});
    draw_box(&view->list, box, &(DrawStyle){.fill = view_color(view, COLOR_CHIP), .stroke = view_color(view, COLOR_OUTLINE),
                                            .width = view_px(view, 1.0f), .radius = view_px(view, 4.0f)});
    draw_text_in(&view->list, box, &style, name);
    return box.w + view_px(view, 5.0f);
}

void view_rule(View *view, Point a, Point b)
{
    float width = fmaxf(1.0f, roundf(view_px(view, 1.0f)));
    if (fabsf(a.x - b.x) < 0.5f) {
        draw_fill(&view->list, (Rect){roundf(a.x), a.y, width, b.y - a.y}, view_color(view, COLOR_LINE));
    } else {
        draw_fill(&view->list, (Rect){a.x, roundf(a.y), b.x - a.x, width}, view_color(view, COLOR_LINE));
    }
}
