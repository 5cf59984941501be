/* What lies over the tab on the right while asked for: every independent chain of holders of the selection, or the checks of the
 * recording that fail; and the badge that tells how many hold. */
#include "view/flow.h"

#include <math.h>
#include <stdio.h>

enum { CHAINS_MOST = 40 };

static float put_text(View *view, Rect *box, const TextStyle *style, const char *text)
{
    float used = view_paragraph(view, *box, style, text);
    rect_cut_top(box, used + view_px(view, 5.0f));
    return used;
}

/* ---- why ---- */

/* In the scratch text of the view. */
static const char *short_label(View *view, ObjectId object)
{
    prose_clear(&view->prose);
    label_short(view->world, view->scene->explain.labels, object, &view->prose);
    return prose_text(&view->prose);
}

/* From the root to the object, each step leading to whom it names. */
static float put_chain(View *view, const Why *why, size_t chain, Rect box)
{
    TextStyle text = view_style(view, FONT_MONO, 14.0f, COLOR_TEXT);
    const Holder *links = why_chain(why, chain);
    Flow flow = flow_begin(view, box, &text, (uint32_t)fmaxf(1.0f, box.h / (text.size_px * 1.36f)));
    for (size_t i = why_chain_told(view->world, why, chain); i < why->chains.items[chain].count; i++) {
        flow_holder(&flow, &links[i]);
        flow_text(&flow, " → ");
    }
    flow_text(&flow, short_label(view, why->object));
    return flow_height(&flow);
}

/* Numbered; what does not fit is counted. */
static void put_chains(View *view, const Why *why, Rect box)
{
    TextStyle number = view_style(view, FONT_MONO_BOLD, 14.0f, COLOR_CHAIN);
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    Rect foot = rect_cut_bottom(&box, view_px(view, 20.0f));
    size_t shown = 0;
    for (; shown < why->chains.count && box.h >= number.size_px * 1.4f; shown++) {
        Rect row = box;
        view_putf(view, (Rect){row.x, row.y, view_px(view, 26.0f), number.size_px * 1.36f}, &number, "%u", (unsigned)shown + 1);
        rect_cut_left(&row, view_px(view, 28.0f));
        rect_cut_top(&box, put_chain(view, why, shown, row) + view_px(view, 6.0f));
    }
    uint64_t left = why->hidden + why->chains.count - shown;
    if (left > 0) {
        view_putf(view, foot, &soft, view_word(view, "%s more chains are not shown", "另有 %s 条链未显示"), number_text(left).text);
    } else if (why->shared > 0) {
        view_putf(view, foot, &soft, view_word(view, "%s more references share objects with these", "另有 %s 个引用与这些链共用对象"), number_text(why->shared).text);
    }
}

static void put_cycle(View *view, const Why *why, Rect box)
{
    TextStyle text = view_style(view, FONT_MONO, 14.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    put_text(view, &box, &soft, view_word(view, "No root leads to it. It lives only because a cycle holds it:", "没有根通向它。它存活只因为被循环持有："));
    Flow flow = flow_begin(view, box, &text, (uint32_t)fmaxf(1.0f, box.h / (text.size_px * 1.36f)));
    for (size_t i = 0; i < why->cycle.count; i++) {
        flow_text(&flow, i > 0 ? " → " : "");
        flow_object(&flow, short_label(view, why->cycle.items[i]), why->cycle.items[i]);
    }
}

/* When, by what, and who let go of it last. */
static void put_death(View *view, const Why *why, Rect box)
{
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    TextStyle text = view_style(view, FONT_MONO, 14.0f, COLOR_TEXT);
    if (!why->died_known) {
        put_text(view, &box, &soft, view_word(view, "It is dead.", "它已经消亡。"));
        return;
    }
    view_putf(view, rect_cut_top(&box, view_px(view, 24.0f)), &soft,
              why->by_collector ? view_word(view, "It died at step %s, by the collector.", "它在第 %s 步被收集器回收。")
                                : view_word(view, "It died at step %s: its count fell to zero.", "它在第 %s 步消亡：计数归零。"),
              number_text(why->died_step).text);
    if (!why->last.known || why->last.kind == HOLDER_TEMPORARY) {
        return;
    }
    prose_clear(&view->prose);
    prose_add(&view->prose, view_word(view, "let go last by ", "最后放开它的是 "));
    bool name = why->last.kind == HOLDER_NAME || holder_frame(view->world, &why->last.holder) != OBJECT_NONE;
    if (why->last.kind == HOLDER_SLOT && !name) {
        prose_add_name(&view->prose, view->names, why->last.from);
        prose_add(&view->prose, "[");
        prose_add_name(&view->prose, view->names, why->last.name);
        prose_add(&view->prose, "]");
    } else if (name) {
        prose_add(&view->prose, view_word(view, "name ", "名字 "));
        prose_add_name(&view->prose, view->names, why->last.name);
    } else {
        prose_add(&view->prose, why->last.kind == HOLDER_PIN ? view_word(view, "a pin from outside", "外部引用") : "gc.garbage");
    }
    put_text(view, &box, &text, prose_text(&view->prose));
}

static void put_reason(View *view, const Why *why, Rect box)
{
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    if (!why->alive) {
        put_death(view, why, box);
    } else if (why->chains.count > 0) {
        put_chains(view, why, box);
    } else if (why->cycle.count > 0) {
        put_cycle(view, why, box);
    } else {
        put_text(view, &box, &soft, why->reachable ? view_word(view, "It is shared and always there.", "它是共享对象，一直存在。")
                                                   : view_word(view, "No root leads to it: only garbage holds it.", "没有根通向它：只有垃圾持有它。"));
    }
}

const Why *view_why(View *view)
{
    Asked *asked = &view->why;
    const Explain *explain = &view->scene->explain;
    ObjectId object = view->state->selection;
    HolderIndex index = {0};
    if (object == OBJECT_NONE || object >= view->world->words[W_OBJECT_TOP]) {
        return NULL;
    }
    if (asked->object == object && asked->journal == explain->journal && asked->step == explain->step && asked->events == explain->journal->indexed) {
        return &asked->why;
    }
    holders_index(&index, view->world);
    why_find(&(WhyAsk){view->world, &index, explain->journal, explain->step, object, CHAINS_MOST}, &asked->why);
    holders_index_release(&index);
    asked->object = object;
    asked->journal = explain->journal;
    asked->step = explain->step;
    asked->events = explain->journal->indexed;
    return &asked->why;
}

static void put_why(View *view, Rect box)
{
    ObjectId object = view->state->selection;
    TextStyle title = view_style(view, FONT_UI_BOLD, 16.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    Rect head = rect_cut_top(&box, view_px(view, 26.0f));
    const Why *why = view_why(view);
    if (why == NULL) {
        view_put(view, head, &soft, view_word(view, "Select an object: click it, or press Tab.", "请选择一个对象：点击它，或按 Tab 键。"));
        return;
    }
    bool alive = world_alive(view->world, object);
    view_putf(view, head, &title, alive ? view_word(view, "Why is %s alive?", "%s 为何存活？") : view_word(view, "Why is %s dead?", "%s 为何消亡？"), short_label(view, object));
    put_reason(view, why, box);
}

/* ---- checks ---- */

static void put_checks(View *view, Rect box)
{
    const Checks *checks = view->scene->checks;
    TextStyle title = view_style(view, FONT_UI_BOLD, 16.0f, COLOR_TEXT);
    TextStyle place = view_style(view, FONT_MONO, 13.0f, COLOR_TEXT_SOFT);
    TextStyle text = view_style(view, FONT_UI, 14.0f, COLOR_TEXT);
    view_put(view, rect_cut_top(&box, view_px(view, 26.0f)), &title, view_word(view, "Failing checks", "未通过的核对"));
    size_t count = checks == NULL ? 0 : checks->lines.count, shown = 0;
    if (count == 0) {
        uint64_t passed = checks == NULL ? 0 : checks->passed;
        view_putf(view, rect_cut_top(&box, view_px(view, 24.0f)), &text,
                  passed == 0 ? view_word(view, "This recording has no checks.", "此记录没有核对项。") : view_word(view, "None: all %s hold.", "没有：%s 项全部通过。"),
                  number_text(passed).text);
        return;
    }
    Rect foot = rect_cut_bottom(&box, view_px(view, 20.0f));
    for (; shown < count && box.h > view_px(view, 40.0f); shown++) {
        const CheckLine *line = &checks->lines.items[shown];
        view_putf(view, rect_cut_top(&box, view_px(view, 18.0f)), &place, view_word(view, "op %s, line %u", "操作 %s，第 %u 行"),
                  number_text(line->op).text, (unsigned)line->line);
        put_text(view, &box, &text, names_text(view->names, line->message));
    }
    if (shown < count) {
        view_putf(view, foot, &place, view_word(view, "%s more", "另有 %s 项"), number_text(count - shown).text);
    }
}

/* ---- both ---- */

void panel_drawer(View *view, Rect box)
{
    draw_group_begin(&view->list, view->state->drawer == DRAWER_WHY ? "why" : "checks");
    if (view->state->drawer == DRAWER_WHY) {
        put_why(view, box);
    } else {
        put_checks(view, box);
    }
    draw_group_end(&view->list);
}

/* Recordings that a real interpreter made tell how many of its figures came out the same; others only what differs. */
bool panel_badge_needed(const View *view)
{
    const Checks *checks = view->scene->checks;
    return checks != NULL && (checks->failed > 0 || (checks->python != NAME_NONE && checks->passed > 0));
}

/* With the word that says how they compare, where there is room; the sign before it says so too. */
static void put_verdict(View *view, Rect box, const TextStyle *style, bool good)
{
    const Checks *checks = view->scene->checks;
    NumberText passed = number_text(checks->passed), all = number_text(checks->passed + checks->failed);
    const char *python = names_text(view->names, checks->python);
    char texts[2][200];
    snprintf(texts[0], sizeof texts[0],
             good ? view_word(view, "✓ agrees with CPython %s: %s of %s checks", "✓ 与 CPython %s 一致：%s / %s 项")
                  : view_word(view, "✗ differs from CPython %s: %s of %s checks hold", "✗ 与 CPython %s 不同：%s / %s 项通过"), python, passed.text, all.text);
    snprintf(texts[1], sizeof texts[1], view_word(view, "%s CPython %s: %s of %s checks", "%s CPython %s：%s / %s 项"), good ? "✓" : "✗", python, passed.text, all.text);
    view_put_either(view, box, style, (const char *const[]){texts[0], texts[1]});
}

void panel_badge(View *view, Rect box)
{
    const Checks *checks = view->scene->checks;
    bool good = checks->failed == 0;
    TextStyle style = view_style(view, FONT_UI_BOLD, 14.0f, good ? COLOR_GOOD : COLOR_BAD);
    NumberText passed = number_text(checks->passed), all = number_text(checks->passed + checks->failed);
    box = rect_snap(box);
    draw_group_begin(&view->list, "key e");
    draw_box(&view->list, box, &(DrawStyle){.fill = view_color(view, good ? COLOR_GOOD_FILL : COLOR_BAD_FILL), .stroke = style.color,
                                            .width = view_px(view, 1.0f), .radius = view_px(view, 6.0f)});
    rect_cut_left(&box, view_px(view, 12.0f));
    rect_cut_right(&box, view_px(view, 8.0f));
    if (names_text(view->names, checks->python)[0] == '\0') {
        view_putf(view, box, &style, view_word(view, "✗ %s of %s checks hold", "✗ %s / %s 项核对通过"), passed.text, all.text);
    } else {
        put_verdict(view, box, &style, good);
    }
    draw_group_end(&view->list);
}
