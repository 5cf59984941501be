#include "view/marks.h"

#include <math.h>

void mark_ring(const MarkPen *pen, Rect box, float radius)
{
    float unit = pen->scale;
    DrawStyle casing = {.stroke = pen->theme->color[COLOR_CASING], .width = 5.0f * unit, .radius = radius + 7.25f * unit};
    DrawStyle ring = {.stroke = pen->theme->color[COLOR_CURRENT], .width = 2.5f * unit, .radius = radius + 6.0f * unit};
    draw_box(pen->list, rect_inset(rect_snap(rect_inset(box, -6.0f * unit)), -1.25f * unit), &casing);
    draw_box(pen->list, rect_snap(rect_inset(box, -6.0f * unit)), &ring);
}

Rect mark_pill(const MarkPen *pen, Point center, const MarkPill *pill)
{
    TextStyle style = {pill->role, ALIGN_CENTER, pill->size_px * pen->scale, pill->color};
    float height = style.size_px * 1.7f;
    float width = fmaxf(height, text_width(pen->measure, &style, pill->text) + height * 0.85f);
    Rect box = rect_snap((Rect){center.x - width / 2.0f, center.y - height / 2.0f, width, height});
    draw_box(pen->list, box,
             &(DrawStyle){.fill = pill->fill, .stroke = pill->stroke, .width = 1.5f * pen->scale, .radius = box.h / 2.0f});
    draw_text_in(pen->list, box, &style, pill->text);
    return box;
}

void mark_state_bars(const MarkPen *pen, Rect box, ThemeState state)
{
    int bars = state == STATE_SCAN ? 1 : state == STATE_REACHABLE ? 2 : 0;
    float wide = fmaxf(2.0f, roundf(3.0f * pen->scale)), gap = roundf(4.0f * pen->scale), high = roundf(box.h * 0.44f);
    for (int i = 0; i < bars; i++) {
        float x = i == 0 ? box.x + gap : box.x + box.w - gap - wide;
        draw_fill(pen->list, (Rect){roundf(x), roundf(box.y + (box.h - high) / 2.0f), wide, high}, pen->theme->state[state].stroke);
    }
}

Rect mark_badge(const MarkPen *pen, Point center, const char *text, Color color)
{
    return mark_pill(pen, center,
                     &(MarkPill){.text = text,
                                 .role = FONT_MONO_BOLD,
                                 .size_px = 13.0f,
                                 .fill = pen->theme->color[COLOR_BADGE],
                                 .stroke = color,
                                 .color = color});
}

void mark_edge(const MarkPen *pen, const MarkEdge *edge)
{
    float unit = pen->scale;
    DrawStyle line = {.stroke = edge->color, .width = 1.5f * unit};
    float head = 10.0f * unit;
    if (edge->dashed) {
        line.dash = 6.0f * unit;
        line.gap = 4.0f * unit;
    }
    if (edge->current) {
        head = 13.0f * unit;
        line.stroke = pen->theme->color[COLOR_CASING];
        line.width = 5.0f * unit;
        draw_arrow_curve(pen->list, edge->control, &line, head);
        line.width = 2.5f * unit;
        draw_arrow_head(pen->list, &(DrawHead){edge->control[2], edge->control[3], head},
                        &(DrawStyle){.stroke = line.stroke, .width = line.width});
        line.stroke = pen->theme->color[COLOR_CURRENT];
    }
    draw_arrow_curve(pen->list, edge->control, &line, head);
}

void mark_dot(const MarkPen *pen, const MarkEdge *edge, float t)
{
    Color yellow = pen->theme->color[COLOR_CURRENT];
    Point at = curve_point(edge->control, t);
    DrawStyle halo = {.fill = color_alpha(yellow, 0.15f), .stroke = color_alpha(yellow, 0.6f), .width = 1.5f * pen->scale};
    DrawStyle dot = {.fill = yellow, .stroke = pen->theme->color[COLOR_CASING], .width = 1.0f * pen->scale};
    draw_circle(pen->list, at, 11.0f * pen->scale, &halo);
    draw_circle(pen->list, at, 6.5f * pen->scale, &dot);
}

void mark_edge_between(Rect from, Rect to, MarkEdge *edge)
{
    Point a = rect_center(from);
    Point b = rect_center(to);
    Point *c = edge->control;
    if (from.x + from.w < to.x || to.x + to.w < from.x) {
        bool rightwards = a.x < b.x;
        c[0] = (Point){rightwards ? from.x + from.w : from.x, a.y};
        c[3] = (Point){rightwards ? to.x : to.x + to.w, b.y};
        float bend = (c[3].x - c[0].x) * 0.5f;
        c[1] = (Point){c[0].x + bend, c[0].y};
        c[2] = (Point){c[3].x - bend, c[3].y};
        return;
    }
    bool downwards = a.y < b.y;
    c[0] = (Point){a.x, downwards ? from.y + from.h : from.y};
    c[3] = (Point){b.x, downwards ? to.y : to.y + to.h};
    float bend = (c[3].y - c[0].y) * 0.5f;
    c[1] = (Point){c[0].x, c[0].y + bend};
    c[2] = (Point){c[3].x, c[3].y - bend};
}
