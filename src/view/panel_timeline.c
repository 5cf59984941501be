/* The timeline: transport, where we are, and the whole recording as a curve of living objects with its collections and stops. */
#include "view/view.h"

#include <math.h>
#include <stdio.h>

static const float axis_foot = 24.0f, marks_head = 40.0f, ring_radius = 10.0f;

static float x_of(const View *view, Rect area, uint64_t step)
{
    return area.x + (view->scene->steps == 0 ? 0.0f : area.w * (float)((double)step / (double)view->scene->steps));
}

/* ---- transport ---- */

typedef enum TransportShape { SHAPE_FIRST, SHAPE_BACK, SHAPE_PLAY, SHAPE_FORWARD, SHAPE_LAST, SHAPE_COUNT } TransportShape;
static const char *const transport_keys[SHAPE_COUNT] = {"Home", "Left", "Space", "Right", "End"};

static void put_triangle(View *view, Point at, float size, Color color)
{
    Point corners[3] = {{at.x - size * 0.5f, at.y - fabsf(size) * 0.6f}, {at.x + size * 0.55f, at.y}, {at.x - size * 0.5f, at.y + fabsf(size) * 0.6f}};
    draw_polygon(&view->list, corners, 3, &(DrawStyle){.fill = color});
}

static void put_bars(View *view, Point at, float size, Color color)
{
    for (int side = -1; side <= 1; side += 2) {
        Rect bar = {at.x + (float)side * size * 0.3f - size * 0.14f, at.y - size * 0.55f, size * 0.28f, size * 1.1f};
        draw_fill(&view->list, rect_snap(bar), color);
    }
}

static void put_shape(View *view, TransportShape shape, Point at, Color color)
{
    float size = view_px(view, 14.0f), half = view_px(view, 4.0f);
    switch (shape) {
    case SHAPE_FIRST:
        put_triangle(view, (Point){at.x - half, at.y}, -size * 0.8f, color);
        put_triangle(view, (Point){at.x + half * 1.4f, at.y}, -size * 0.8f, color);
        break;
    case SHAPE_BACK: put_triangle(view, at, -size, color); break;
    case SHAPE_PLAY:
        if (view->state->playing) {
            put_bars(view, at, size, color);
        } else {
            put_triangle(view, at, size * 1.1f, color);
        }
        break;
    case SHAPE_FORWARD: put_triangle(view, at, size, color); break;
    case SHAPE_LAST:
        put_triangle(view, (Point){at.x - half * 1.4f, at.y}, size * 0.8f, color);
        put_triangle(view, (Point){at.x + half, at.y}, size * 0.8f, color);
        break;
    case SHAPE_COUNT: break;
    }
}

static void put_transport(View *view, Rect row)
{
    for (int shape = 0; shape < SHAPE_COUNT; shape++) {
        bool play = shape == SHAPE_PLAY;
        float radius = view_px(view, play ? 19.0f : 17.0f);
        Rect cell = rect_cut_left(&row, view_px(view, 46.0f));
        Point center = rect_center(cell);
        draw_group_begin(&view->list, "key %s", transport_keys[shape]);
        draw_circle(&view->list, center, radius, &(DrawStyle){.fill = view_color(view, play ? COLOR_ACTION : COLOR_CHIP), .width = view_px(view, 1.0f),
                                                              .stroke = view_color(view, play ? COLOR_ACTION : COLOR_OUTLINE)});
        put_shape(view, (TransportShape)shape, center, view_color(view, play ? COLOR_TEXT_ON_ACTION : COLOR_TEXT));
        draw_group_end(&view->list);
    }
}

static void put_where(View *view, Rect box)
{
    const Explain *explain = &view->scene->explain;
    TextStyle step = view_style(view, FONT_MONO_BOLD, 15.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    NumberText now = number_text(explain->step), all = number_text(view->scene->steps);
    char whole[120], figures[80];
    snprintf(whole, sizeof whole, view_word(view, "step %s / %s", "第 %s 步 / 共 %s 步"), now.text, all.text);
    snprintf(figures, sizeof figures, "%s / %s", now.text, all.text);
    view_put_either(view, rect_cut_top(&box, view_px(view, 22.0f)), &step, (const char *const[]){whole, figures});
    int64_t record = journal_record_of_step(explain->journal, explain->step);
    Rect line = rect_cut_top(&box, view_px(view, 20.0f));
    const char *how = view->state->playing ? view_word(view, "playing", "播放中") : view_word(view, "paused", "已暂停");
    if (record < 0) {
        view_put(view, line, &soft, how);
        return;
    }
    const OpRecord *op = &explain->journal->ops.items[record];
    NumberText index = number_text(op->op_index), ordinal = number_text(journal_step_ordinal(explain->journal, explain->step));
    snprintf(whole, sizeof whole, view_word(view, "%s · op %s, its step %s", "%s · 操作 %s 的第 %s 步"), how, index.text, ordinal.text);
    snprintf(figures, sizeof figures, view_word(view, "op %s, its step %s", "操作 %s 的第 %s 步"), index.text, ordinal.text);
    view_put_either(view, line, &soft, (const char *const[]){whole, figures});
}

/* ---- curve ---- */

static void put_curve(View *view, Rect area)
{
    const Landmarks *marks = view->scene->landmarks;
    size_t count = marks->curve.count;
    if (count == 0 || marks->highest == 0) {
        return;
    }
    VEC(Point) line = {0};
    float scale = area.h / ((float)marks->highest * 1.08f);
    bool stairs = count < 400;
    vec_push(&line, ((Point){area.x, area.y + area.h}));
    for (size_t i = 0; i < count; i++) {
        float x = area.x + area.w * (float)i / (float)(count > 1 ? count - 1 : 1);
        float y = area.y + area.h - (float)marks->curve.items[i].last * scale;
        Point before = vec_last(&line);
        if (stairs && i > 0) {
            vec_push(&line, ((Point){x, before.y}));
        }
        vec_push(&line, ((Point){x, y}));
    }
    vec_push(&line, ((Point){area.x + area.w, area.y + area.h}));
    draw_polygon(&view->list, line.items, line.count, &(DrawStyle){.fill = view_color(view, COLOR_CURVE_FILL)});
    draw_polyline(&view->list, line.items + 1, line.count - 2,
                  &(DrawStyle){.stroke = view_color(view, COLOR_ACTION), .width = view_px(view, 1.5f)});
    vec_release(&line);
}

/* ---- marks ---- */

static void put_ring(View *view, Point at, const CollectionMark *mark)
{
    char text[8];
    float radius = view_px(view, ring_radius);
    TextStyle style = view_aligned(view_style(view, FONT_MONO_BOLD, 13.0f, COLOR_TEXT), ALIGN_CENTER);
    snprintf(text, sizeof text, "%u", (unsigned)mark->generation);
    draw_circle(&view->list, at, radius, &(DrawStyle){.fill = view_color(view, COLOR_WINDOW), .stroke = view_color(view, COLOR_TEXT_SOFT), .width = view_px(view, 1.5f)});
    draw_text_in(&view->list, (Rect){at.x - radius, at.y - radius, 2.0f * radius, 2.0f * radius}, &style, text);
}

/* Rings where there is room since the last one, ticks elsewhere but under a ring; older generations are placed first. */
static void put_collections(View *view, Rect area, float y)
{
    const Landmarks *marks = view->scene->landmarks;
    float room = view_px(view, 2.0f * ring_radius + 3.0f), under = view_px(view, ring_radius + 1.0f), least = view_px(view, 3.0f);
    VEC(float) taken = {0};
    float last_tick = -1000.0f;
    for (int generation = 2; generation >= 0; generation--) {
        for (size_t i = 0; i < marks->collections.count; i++) {
            const CollectionMark *mark = &marks->collections.items[i];
            float x = x_of(view, area, mark->first);
            float nearest = room;
            for (size_t j = 0; mark->generation == generation && j < taken.count; j++) {
                nearest = fminf(nearest, fabsf(taken.items[j] - x));
            }
            bool free = nearest >= room && taken.count < 400;
            if (mark->generation != generation || (!free && (nearest < under || fabsf(x - last_tick) < least))) {
                continue;
            }
            draw_group_begin(&view->list, "collection %zu", i);
            DrawStyle line = {.stroke = view_color(view, COLOR_TEXT_FAINT), .width = view_px(view, 1.0f), .dash = view_px(view, 2.0f), .gap = view_px(view, 3.0f)};
            if (free) {
                draw_line(&view->list, (Point){x, y}, (Point){x, area.y + area.h}, &line);
                put_ring(view, (Point){x, y}, mark);
                vec_push(&taken, x);
            } else {
                draw_fill(&view->list, (Rect){roundf(x), y - view_px(view, 4.0f), fmaxf(1.0f, view_px(view, 1.0f)), view_px(view, 8.0f)}, line.stroke);
                last_tick = x;
            }
            draw_group_end(&view->list);
        }
    }
    vec_release(&taken);
}

/* `full`: a question's own mark, else a small one. */
static void put_stop(View *view, Point at, const StopMark *stop, bool full)
{
    bool here = stop->step == view->scene->explain.step;
    float size = view_px(view, full ? 10.0f : 5.0f);
    Point corners[4] = {{at.x, at.y - size}, {at.x + size, at.y}, {at.x, at.y + size}, {at.x - size, at.y}};
    DrawStyle style = {.fill = view_color(view, here ? COLOR_CURRENT : COLOR_WINDOW), .stroke = view_color(view, COLOR_TEXT_SOFT),
                       .width = view_px(view, 1.5f)};
    draw_polygon(&view->list, corners, 4, &style);
    if (full) {
        const Quiz *quiz = view->scene->quiz;
        int index = quiz == NULL ? -1 : quiz_at(quiz, stop->step);
        Verdict verdict = index < 0 ? VERDICT_NONE : quiz->questions.items[index].verdict;
        TextStyle text = view_aligned(view_style(view, FONT_UI_BOLD, 13.0f, here ? COLOR_TEXT_ON_ACCENT : COLOR_TEXT), ALIGN_CENTER);
        draw_text_in(&view->list, (Rect){at.x - size, at.y - size, 2.0f * size, 2.0f * size}, &text,
                     verdict == VERDICT_RIGHT ? "✓" : verdict == VERDICT_WRONG ? "✗" : "?");
    }
}

/* Questions that stand too close to the one before, and mere pauses, get a small mark; what is closer still, none. */
static void put_stops(View *view, Rect area, float y)
{
    const Landmarks *marks = view->scene->landmarks;
    float last = -1000.0f, last_full = -1000.0f;
    for (size_t i = 0; i < marks->stops.count; i++) {
        const StopMark *stop = &marks->stops.items[i];
        float x = x_of(view, area, stop->step);
        bool here = stop->step == view->scene->explain.step;
        bool full = stop->asks && x - last_full >= view_px(view, 21.0f) && x - last >= view_px(view, 16.0f);
        if (!full && !here && (x - last < view_px(view, 5.0f) || x - last_full < view_px(view, 15.0f))) {
            continue;
        }
        draw_group_begin(&view->list, "stop %zu", i);
        put_stop(view, (Point){x, y}, stop, full);
        draw_group_end(&view->list);
        last = x;
        last_full = full ? x : last_full;
    }
    for (uint32_t i = 0; i < view->state->bookmark_count; i++) {
        float x = roundf(x_of(view, area, view->state->bookmarks[i])), half = view_px(view, 6.0f);
        Point flag[4] = {{x - half, area.y + area.h}, {x, area.y + area.h - half}, {x + half, area.y + area.h}, {x, area.y + area.h + half}};
        draw_group_begin(&view->list, "bookmark %u", (unsigned)i);
        draw_polygon(&view->list, flag, 4, &(DrawStyle){.fill = view_color(view, COLOR_CHAIN)});
        draw_group_end(&view->list);
    }
}

static void put_cursor(View *view, Rect area, float top)
{
    float x = roundf(x_of(view, area, view->scene->explain.step)), half = view_px(view, 7.0f), bottom = area.y + area.h;
    float wide = fmaxf(2.0f, roundf(view_px(view, 2.0f)));
    draw_fill(&view->list, (Rect){x - wide, top, 2.0f * wide, bottom - top}, view_color(view, COLOR_CASING));
    draw_fill(&view->list, (Rect){x - wide / 2.0f, top, wide, bottom - top}, view_color(view, COLOR_CURRENT));
    Point corners[3] = {{x - half, top - half * 0.4f}, {x + half, top - half * 0.4f}, {x, top + half}};
    draw_polygon(&view->list, corners, 3, &(DrawStyle){.fill = view_color(view, COLOR_CURRENT), .stroke = view_color(view, COLOR_CASING), .width = view_px(view, 1.0f)});
}

/* ---- the foot ---- */

static void put_foot(View *view, Rect row)
{
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    Rect left = rect_cut_left(&row, row.w * 0.4f);
    view_putf(view, left, &soft, view_word(view, "living objects: %s now, %s at most", "存活的对象：现在 %s，最多 %s"),
              number_text(view->world->words[W_ALIVE]).text, number_text(view->scene->landmarks->highest).text);
    TextStyle right = view_aligned(soft, ALIGN_RIGHT);
    view_put(view, row, &right, view_word(view, "→ step   ⇧→ phase   ^→ collection   space play   ? all keys",
                                          "→ 单步   ⇧→ 阶段   ^→ 回收   空格 播放   ? 全部按键"));
}

void panel_timeline(View *view, Rect box)
{
    Rect rest = box;
    Rect left = rect_cut_left(&rest, view_px(view, 270.0f));
    rect_cut_left(&left, view_px(view, 14.0f));
    rect_cut_right(&rest, view_px(view, 24.0f));
    float spare = fmaxf(0.0f, left.h - view_px(view, 100.0f)) / 2.0f;
    rect_cut_top(&left, spare + view_px(view, 2.0f));
    put_transport(view, rect_cut_top(&left, view_px(view, 46.0f)));
    rect_cut_top(&left, view_px(view, 4.0f));
    rect_cut_left(&left, view_px(view, 6.0f));
    put_where(view, left);
    Rect foot = rect_cut_bottom(&rest, view_px(view, axis_foot + 4.0f));
    rect_cut_bottom(&foot, view_px(view, 4.0f));
    Rect area = rest;
    rect_cut_top(&area, view_px(view, marks_head));
    draw_group_begin(&view->list, "scrubber");
    draw_fill(&view->list, area, view_color(view, COLOR_WINDOW));
    put_curve(view, area);
    draw_group_end(&view->list);
    view_rule(view, (Point){area.x, area.y + area.h}, (Point){area.x + area.w, area.y + area.h});
    put_cursor(view, area, rest.y + view_px(view, 4.0f));
    put_collections(view, area, rest.y + view_px(view, 25.0f));
    put_stops(view, area, area.y + view_px(view, 9.0f));
    put_foot(view, foot);
}
