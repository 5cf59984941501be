/* A piece stays whole when a line has room for it; one wider than a line is cut. On the last line that is the end. */
#include "view/flow.h"

#include <math.h>

static const float spacing = 1.36f;

Flow flow_begin(View *view, Rect box, const TextStyle *style, uint32_t most)
{
    return (Flow){.view = view, .box = box, .style = *style, .line_high = style->size_px * spacing, .most = most, .lines = 1};
}

float flow_height(const Flow *flow)
{
    return flow->line_high * (float)flow->lines;
}

static Rect flow_place(const Flow *flow, float width)
{
    float y = flow->box.y + flow->line_high * (float)(flow->lines - 1);
    return (Rect){flow->box.x + flow->x, y, fminf(width, flow->box.w - flow->x), flow->line_high};
}

static float dots_width(const Flow *flow)
{
    return view_text_width(flow->view, &flow->style, " …");
}

/* What an object's name takes after room was made for it. One that leaves none on the last line for what may follow is cut, and its
 * own "…" says that there is more. */
static float name_width(Flow *flow, float width)
{
    float left = flow->box.w - flow->x, dots = dots_width(flow);
    if (flow->lines < flow->most || width <= left - dots) {
        return width;
    }
    flow->full = true;
    return width > left ? left : left - dots;
}

/* False: there is no room left; that is said once. */
static bool make_room(Flow *flow, float width)
{
    float dots = dots_width(flow);
    bool last = flow->lines == flow->most;
    if (flow->full) {
        return false;
    }
    if (flow->x == 0.0f || flow->x + width <= flow->box.w - (last ? dots : 0.0f)) {
        return true;
    }
    if (last) {
        flow->full = true;
        if (!flow->dry) {
            view_put(flow->view, flow_place(flow, dots + 1.0f), &flow->style, " …");
        }
        return false;
    }
    flow->lines++;
    flow->x = 0.0f;
    return true;
}

void flow_text(Flow *flow, const char *text)
{
    float width = view_text_width(flow->view, &flow->style, text);
    if (!make_room(flow, width)) {
        return;
    }
    if (flow->x == 0.0f && text[0] == ' ') {
        text++;
        width = view_text_width(flow->view, &flow->style, text);
    }
    if (!flow->dry) {
        view_put(flow->view, flow_place(flow, width + 1.0f), &flow->style, text);
    }
    flow->x += width;
}

static void put_link(View *view, Rect place, const TextStyle *style, const char *text)
{
    Rect hit = {place.x, place.y + (place.h - style->size_px) / 2.0f, place.w, style->size_px};
    draw_fill(&view->list, hit, view_color(view, COLOR_PANEL)); /* what a click hits: no more than the letters */
    view_put_user(view, place, style, text);
}

void flow_object(Flow *flow, const char *text, ObjectId object)
{
    View *view = flow->view;
    bool leads = object >= OBJECT_FIRST && object != view->state->selection && object_is_drawn(view->world, object);
    TextStyle style = flow->style;
    float width = view_text_width(view, &style, text);
    if (!make_room(flow, width)) {
        return;
    }
    width = name_width(flow, width);
    Rect place = flow_place(flow, width + 1.0f);
    if (!flow->dry && leads) {
        style.color = view_color(view, COLOR_ACTION);
        draw_group_begin(&view->list, "object %u", (unsigned)object);
        put_link(view, place, &style, text);
        draw_group_end(&view->list);
    } else if (!flow->dry) {
        view_put_user(view, place, &style, text);
    }
    flow->x += width;
}

void flow_holder(Flow *flow, const Holder *holder)
{
    View *view = flow->view;
    Prose text = {0};
    label_holder(view->world, view->scene->explain.labels, holder, view->state->language, &text);
    flow_object(flow, prose_text(&text), holder->kind == HOLDER_SLOT ? holder->from : OBJECT_NONE);
    prose_release(&text);
}
