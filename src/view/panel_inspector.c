/* One object in words: its count proved by its holders, what the collector thinks of it, its memory, and why it is alive. */
#include "model/pool_state.h"
#include "view/view.h"

#include <stdio.h>

enum { PATH_OBJECTS_MAX = 200000 }; /* objects among which a path is searched while drawing: 20 ms */
static const float row_high = 23.0f, name_wide = 96.0f;

typedef struct Row {
    const char *name, *value, *aside;
} Row;

static void put_row(View *view, Rect *box, const Row *row)
{
    if (box->h < view_px(view, row_high)) {
        return;
    }
    Rect line = rect_cut_top(box, view_px(view, row_high));
    TextStyle name = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    TextStyle value = view_style(view, FONT_MONO, 14.0f, COLOR_TEXT);
    TextStyle aside = view_aligned(view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    view_rule(view, (Point){line.x, line.y + line.h - 1.0f}, (Point){line.x + line.w, line.y + line.h - 1.0f});
    view_put(view, rect_cut_left(&line, view_px(view, name_wide)), &name, row->name);
    float used = view_put(view, line, &value, row->value);
    rect_cut_left(&line, used + view_px(view, 12.0f));
    if (row->aside != NULL && line.w > view_px(view, 40.0f)) {
        view_put(view, line, &aside, row->aside);
    }
}

/* ---- head ---- */

static ThemeColor state_color(const View *view, ObjectId object)
{
    ColorState state = label_color(view->world, object);
    return state == COLOR_STATE_BLACK ? COLOR_GOOD : state == COLOR_STATE_GREY ? COLOR_ACTION : state == COLOR_STATE_WHITE ? COLOR_TEXT_SOFT : COLOR_DOUBT;
}

static const char *state_text(const View *view, ObjectId object)
{
    switch (label_color(view->world, object)) {
    case COLOR_STATE_NEUTRAL: return NULL;
    case COLOR_STATE_WHITE: return view_word(view, "not visited", "尚未访问");
    case COLOR_STATE_GREY: return view_word(view, "to be scanned", "待扫描");
    case COLOR_STATE_BLACK: return view_word(view, "reachable", "可达");
    case COLOR_STATE_CANDIDATE: return view_word(view, "unreachable?", "可能不可达");
    case COLOR_STATE_DEAD: return view_word(view, "dying", "正在消亡");
    }
    return NULL;
}

/* Name, state, address; the address gives way first. */
static void put_head(View *view, ObjectId object, Rect line)
{
    char address[32];
    TextStyle title = view_style(view, FONT_UI_BOLD, 16.0f, COLOR_TEXT);
    TextStyle mono = view_aligned(view_style(view, FONT_MONO, 13.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    TextStyle pill = view_style(view, FONT_UI, 13.0f, COLOR_DOUBT);
    const char *state = state_text(view, object);
    float gap = view_px(view, 12.0f);
    float wide = state == NULL ? 0.0f : view_text_width(view, &pill, state) + view_px(view, 19.0f) + gap;
    prose_clear(&view->prose);
    label_full(view->world, view->scene->explain.labels, object, &view->prose);
    Rect name = line;
    rect_cut_right(&name, wide);
    float used = view_put(view, name, &title, prose_text(&view->prose));
    if (state != NULL) {
        Point center = {line.x + used + (wide + gap) / 2.0f, line.y + line.h / 2.0f};
        Color color = view_color(view, state_color(view, object));
        mark_pill(&view->pen, center, &(MarkPill){state, FONT_UI, 13.0f, view_color(view, COLOR_BADGE), color, color});
    }
    snprintf(address, sizeof address, "0x%llx", (unsigned long long)world_object_address(view->world, object));
    rect_cut_left(&line, used + wide + gap);
    if (!world_immortal(view->world, object) && view_text_width(view, &mono, address) <= line.w) {
        view_put(view, line, &mono, address);
    }
}

/* ---- rows ---- */

static void put_refcount(View *view, ObjectId object, Rect *box)
{
    TextStyle name = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    TextStyle value = view_style(view, FONT_MONO, 14.0f, COLOR_TEXT);
    view->holders.count = 0;
    holders_of(view->world, object, &view->holders);
    prose_clear(&view->prose);
    LabelProof proof = {view->world, view->scene->explain.labels, view->state->language, 6};
    if (world_immortal(view->world, object)) {
        put_row(view, box, &(Row){view_word(view, "refcount", "引用计数"), view_word(view, "not counted: shared", "共享值，不计数"), NULL});
        return;
    }
    label_proof(&proof, view->holders.items, view->holders.count, &view->prose);
    Rect line = *box;
    rect_cut_left(&line, view_px(view, name_wide));
    float most = box->h > view_px(view, row_high * 5.5f) ? 60.0f : 40.0f;
    line.y += view_px(view, 2.0f);
    line.h = view_px(view, most);
    float used = view_paragraph(view, line, &value, prose_text(&view->prose));
    Rect label = rect_cut_top(box, used + view_px(view, 5.0f));
    view_rule(view, (Point){label.x, label.y + label.h - 1.0f}, (Point){label.x + label.w, label.y + label.h - 1.0f});
    label.h = view_px(view, row_high);
    label.w = view_px(view, name_wide);
    view_put(view, label, &name, view_word(view, "refcount", "引用计数"));
}

/* What the collector's count of the object says just now. */
static const char *gc_refs_meaning(const View *view, ObjectId object)
{
    ColorState state = label_color(view->world, object);
    if (!label_shows_gc_refs(view->world, object)) {
        return NULL;
    }
    if (state == COLOR_STATE_BLACK || state == COLOR_STATE_GREY) {
        return view_word(view, "above 0: it is kept", "大于 0：保留");
    }
    return view->world->gc_refs[object] == 0 ? view_word(view, "no reference from outside is left", "没有剩下来自外部的引用")
                                                    : view_word(view, "references not found inside so far", "尚未在内部找到的引用");
}

static void put_gc(View *view, ObjectId object, Rect *box)
{
    const World *world = view->world;
    char text[64];
    snprintf(text, sizeof text, "%u", (unsigned)world->gc_refs[object]);
    put_row(view, box, &(Row){"gc_refs", label_shows_gc_refs(world, object) ? text : "–", gc_refs_meaning(view, object)});
    Band band = band_of_list(world, object);
    if (band == BAND_UNTRACKED || band == BAND_FROZEN) {
        snprintf(text, sizeof text, "%s", band == BAND_FROZEN ? view_word(view, "frozen", "已冻结") : view_word(view, "not tracked", "不受跟踪"));
    } else {
        snprintf(text, sizeof text, view_word(view, "%d, tracked", "第 %d 代，受跟踪"), (int)band - BAND_YOUNG);
    }
    bool finalized = (world->flags[object] & OBJECT_FINALIZED) != 0;
    put_row(view, box, &(Row){view_word(view, "generation", "分代"), text,
                              finalized ? view_word(view, "finalized", "终结器已运行") : NULL});
}

static void place_text(const View *view, BlockRef block, char *text, size_t room)
{
    const World *world = view->world;
    if (block == 0) {
        text[0] = '\0';
    } else if (block_is_large(block)) {
        snprintf(text, room, "%s", view_word(view, "a large block, by malloc", "大块，由 malloc 分配"));
    } else {
        uint32_t pool = world_pool_of(world, block);
        snprintf(text, room, view_word(view, "%u B block, pool %u", "%u 字节的块，池 %u"),
                 (unsigned)block_bytes(world, block), (unsigned)pool);
    }
}

static void put_size(View *view, ObjectId object, Rect *box)
{
    const World *world = view->world;
    char text[96], aside[96];
    if (world_immortal(world, object)) {
        return;
    }
    if (world->storage_size[object] != 0) {
        snprintf(text, sizeof text, "%u B + %u B", (unsigned)world->size[object], (unsigned)world->storage_size[object]);
    } else {
        snprintf(text, sizeof text, "%u B", (unsigned)world->size[object]);
    }
    place_text(view, world->block[object], aside, sizeof aside);
    put_row(view, box, &(Row){view_word(view, "size", "大小"), text, aside});
}

/* ---- why ---- */

static void add_cycle(View *view, const Why *why)
{
    prose_add(&view->prose, view_word(view, "none: a cycle ", "没有：循环 "));
    for (size_t i = 0; i < why->cycle.count && i < 6; i++) {
        prose_add(&view->prose, i > 0 ? " → " : "");
        prose_add(&view->prose, label_text(view->world, view->scene->explain.labels, why->cycle.items[i]));
    }
    prose_add(&view->prose, why->cycle.count > 6 ? " …" : "");
}

static void add_chain(View *view, const Why *why)
{
    Prose holder = {0};
    const Holder *links = why_chain(why, 0);
    for (size_t i = 0; i < why->chains.items[0].count; i++) {
        prose_clear(&holder);
        label_holder(view->world, view->scene->explain.labels, &links[i], view->state->language, &holder);
        prose_add(&view->prose, i > 0 ? " → " : "");
        prose_add(&view->prose, prose_text(&holder));
    }
    prose_release(&holder);
}

static void put_path(View *view, ObjectId object, Rect *box)
{
    HolderIndex index = {0};
    Why why = {0};
    if (view->world->words[W_OBJECT_TOP] > PATH_OBJECTS_MAX) {
        return;
    }
    holders_index(&index, view->world);
    why_find(&(WhyAsk){view->world, &index, view->scene->explain.journal, view->scene->explain.step, object, 1}, &why);
    prose_clear(&view->prose);
    if (why.reachable && why.chains.count > 0) {
        add_chain(view, &why);
    } else if (why.cycle.count > 0) {
        add_cycle(view, &why);
    } else {
        prose_add(&view->prose, why.reachable ? view_word(view, "shared, always there", "共享，一直存在") : view_word(view, "none", "没有"));
    }
    put_row(view, box, &(Row){view_word(view, "path to a root", "到根的路径"), prose_text(&view->prose), NULL});
    why_release(&why);
    holders_index_release(&index);
}

static void put_absent(View *view, ObjectId object, Rect box)
{
    TextStyle style = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    const Life *life = lives_find(view->scene->lives, object);
    uint64_t step = view->scene->explain.step;
    if (life != NULL && step >= life->died) {
        view_putf(view, rect_cut_top(&box, view_px(view, 24.0f)), &style,
                  view_word(view, "%s died at step %s.", "%s 已在第 %s 步消亡。"),
                  label_text(view->world, view->scene->explain.labels, object), number_text(life->died).text);
    } else if (life != NULL) {
        view_putf(view, rect_cut_top(&box, view_px(view, 24.0f)), &style,
                  view_word(view, "The selected object is made at step %s.", "选中的对象到第 %s 步才创建。"),
                  number_text(life->born).text);
    } else {
        view_put(view, rect_cut_top(&box, view_px(view, 24.0f)), &style,
                 view_word(view, "Not alive at this step.", "这一步它不存在。"));
    }
}

void panel_inspector(View *view, Rect box)
{
    ObjectId object = view->state->selection;
    TextStyle style = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    if (object == OBJECT_NONE) {
        view_put(view, rect_cut_top(&box, view_px(view, 24.0f)), &style,
                 view_word(view, "Select an object: click it, or press Tab.", "请选择一个对象：点击它，或按 Tab 键。"));
        return;
    }
    if (object >= view->world->words[W_OBJECT_TOP] || !world_alive(view->world, object)) {
        put_absent(view, object, box);
        return;
    }
    put_head(view, object, rect_cut_top(&box, view_px(view, 26.0f)));
    put_refcount(view, object, &box);
    put_gc(view, object, &box);
    put_path(view, object, &box);
    put_size(view, object, &box);
}
