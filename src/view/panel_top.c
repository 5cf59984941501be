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

/* "cpython-3.11" → "CPython 3.11". */
static void profile_text(const View *view, char *text, size_t room)
{
    const char *runtime = names_text(view->names, view->scene->header->runtime);
    bool sweeps = view->scene->header->collector == COLLECTOR_MARKSWEEP;
    const char *how = sweeps ? view_word(view, "mark and sweep", "标记-清除") : view_word(view, "trial deletion", "试探删除");
    if (strncmp(runtime, "cpython-", 8) == 0) {
        snprintf(text, room, "CPython %s · %s", runtime + 8, how);
    } else {
        snprintf(text, room, "%s · %s", runtime[0] == '\0' ? "CPython 3.11" : runtime, how);
    }
}

static void put_pills(View *view, Rect *rest)
{
    char profile[128];
    profile_text(view, profile, sizeof profile);
    MarkPill plain = {.role = FONT_UI, .size_px = 13.0f, .fill = view_color(view, COLOR_CHIP),
                      .stroke = view_color(view, COLOR_LINE), .color = view_color(view, COLOR_TEXT_SOFT)};
    plain.text = view_word(view, "? help", "? 帮助");
    put_pill(view, rest, "key ?", &plain);
    plain.text = view_word(view, "EN / 中文", "中文 / EN");
    put_pill(view, rest, "key l", &plain);
    plain.text = profile;
    plain.color = view_color(view, COLOR_ACTION);
    plain.role = FONT_UI_BOLD;
    put_pill(view, rest, "profile", &plain);
}

void panel_top(View *view, Rect box)
{
    Rect rest = box;
    rect_cut_left(&rest, view_px(view, 20.0f));
    rect_cut_right(&rest, view_px(view, 16.0f));
    put_pills(view, &rest);
    rect_cut_right(&rest, view_px(view, 10.0f));
    TextStyle name = view_style(view, FONT_UI_BOLD, 18.0f, COLOR_TEXT);
    TextStyle title = view_style(view, FONT_UI, 16.0f, COLOR_TEXT_SOFT);
    float used = view_put(view, rest, &name, "heaploupe");
    rect_cut_left(&rest, used + view_px(view, 20.0f));
    view_put(view, rest, &title, view_local(view, view->scene->header->title));
}
