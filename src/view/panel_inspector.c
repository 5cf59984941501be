/* One object in words: its count proved by its holders, what the collector thinks of it, its place in its list, its memory, and
 * why it is alive. Whatever is named leads there when clicked.
 *
 * Rows are laid twice: dry, to learn how many lines they take, then at the height that lets all of them in, if any does. */
#include "model/pool_state.h"
#include "types/kinds.h"
#include "view/flow.h"
#include "view/lists.h"

#include <math.h>
#include <stdio.h>

enum { BYTES_EXACT = 100000 }; /* more are told in KiB and MiB: every digit has no room in a projector */
/* objects among which a path, and what is retained, is searched while stepping: 20 ms each */
enum { PATH_OBJECTS_MAX = REACHED_OBJECTS_MAX, RETAINED_OBJECTS_MAX = 60000 };
enum { ASIDE_BYTES = 120, PROOF_HOLDERS = 6, CYCLE_SHOWN = 6 };
static const float row_most = 23.0f, row_least = 17.5f, name_wide = 96.0f;

typedef Inspected Facts;

/* One row: a name, a value that may wrap, something beside a short value. */
typedef struct Row {
    const char *english, *chinese;
    uint32_t most; /* lines */
    void (*value)(Flow *flow, const Facts *facts);
    void (*aside)(const View *view, const Facts *facts, char *text);
} Row;

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
    float used = view_put_user(view, name, &title, prose_text(&view->prose));
    if (state != NULL) {
        Point center = {line.x + used + (wide + gap) / 2.0f, line.y + line.h / 2.0f};
        Color color = view_color(view, state_color(view, object));
        mark_pill(&view->pen, center, &(MarkPill){state, FONT_UI, 13.0f, view_color(view, COLOR_BADGE), color, color});
    }
    snprintf(address, sizeof address, "0x%llx", (unsigned long long)world_object_address(view->world, object));
    rect_cut_left(&line, used + wide + gap);
    if (view->world->block[object] != 0 && view_text_width(view, &mono, address) <= line.w) {
        view_put(view, line, &mono, address);
    }
}

/* ---- refcount ---- */

static void refcount_value(Flow *flow, const Facts *facts)
{
    View *view = flow->view;
    const HolderList *holders = &facts->holders;
    uint64_t total = 0, hidden = 0;
    char text[64];
    if (world_immortal(view->world, facts->object)) {
        flow_text(flow, view_word(view, "not counted: shared", "共享值，不计数"));
        return;
    }
    for (size_t i = 0; i < holders->count; i++) {
        total += holder_count(&holders->items[i]);
        hidden += i >= PROOF_HOLDERS ? holder_count(&holders->items[i]) : 0;
    }
    snprintf(text, sizeof text, "%llu", (unsigned long long)total);
    flow_text(flow, text);
    for (size_t i = 0; i < holders->count && i < PROOF_HOLDERS; i++) {
        flow_text(flow, i == 0 ? " = " : " + ");
        flow_holder(flow, &holders->items[i]);
    }
    if (hidden > 0) {
        snprintf(text, sizeof text, view_word(view, " + %llu more", " + 另外 %llu 个"), (unsigned long long)hidden);
        flow_text(flow, text);
    }
}

/* ---- the collector ---- */

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

static void gc_refs_value(Flow *flow, const Facts *facts)
{
    char text[16];
    snprintf(text, sizeof text, "%u", (unsigned)flow->view->world->gc_refs[facts->object]);
    flow_text(flow, label_shows_gc_refs(flow->view->world, facts->object) ? text : "–");
}

static void gc_refs_aside(const View *view, const Facts *facts, char *text)
{
    const char *meaning = gc_refs_meaning(view, facts->object);
    snprintf(text, ASIDE_BYTES, "%s", meaning == NULL ? "" : meaning);
}

static void generation_value(Flow *flow, const Facts *facts)
{
    const View *view = flow->view;
    char text[64];
    Band band = band_of_list(view->world, facts->object);
    if (band == BAND_UNTRACKED || band == BAND_FROZEN) {
        flow_text(flow, band == BAND_FROZEN ? view_word(view, "frozen", "已冻结") : view_word(view, "not tracked", "不受跟踪"));
    } else {
        snprintf(text, sizeof text, view_word(view, "%d, tracked", "第 %d 代，受跟踪"), (int)band - BAND_YOUNG);
        flow_text(flow, text);
    }
    if ((view->world->flags[facts->object] & OBJECT_FINALIZED) != 0) {
        flow_text(flow, view_word(view, ", finalized", "，终结过"));
    }
}

/* "3rd in its list" without ordinals. */
static void generation_aside(const View *view, const Facts *facts, char *text)
{
    uint8_t list = view->world->list[facts->object];
    uint32_t place = lists_place(view->world, facts->object);
    if (list == 0) {
        snprintf(text, ASIDE_BYTES, "%s", view_word(view, "in no list", "不在任何链表"));
    } else if (place == 0) {
        snprintf(text, ASIDE_BYTES, view_word(view, "beyond no. %s in its list", "在链表第 %s 个之后"), number_text(LISTS_WALK_MAX).text);
    } else {
        snprintf(text, ASIDE_BYTES, view_word(view, "no. %s of %s in its list", "链表中第 %s 个，共 %s 个"), number_text(place).text,
                 number_text(view->census.in_list[list]).text);
    }
}

/* ---- why ---- */

static void path_value(Flow *flow, const Facts *facts)
{
    View *view = flow->view;
    const Why *why = &facts->why;
    if (why->reachable && why->chains.count > 0) {
        const Holder *links = why_chain(why, 0);
        size_t first = why_chain_told(view->world, why, 0);
        for (size_t i = first; i < why->chains.items[0].count; i++) {
            flow_text(flow, i > first ? " → " : "");
            flow_holder(flow, &links[i]);
        }
    } else if (why->cycle.count > 0) {
        flow_text(flow, view_word(view, "none: a cycle ", "没有：循环 "));
        for (size_t i = 0; i < why->cycle.count && i < CYCLE_SHOWN; i++) {
            flow_text(flow, i > 0 ? " → " : "");
            flow_object(flow, label_text(view->world, view->scene->explain.labels, why->cycle.items[i]), why->cycle.items[i]);
        }
        flow_text(flow, why->cycle.count > CYCLE_SHOWN ? " …" : "");
    } else {
        flow_text(flow, why->reachable ? view_word(view, "shared, always there", "共享，一直存在") : view_word(view, "none", "没有"));
    }
}

static void retained_value(Flow *flow, const Facts *facts)
{
    char text[80];
    const Retained *retained = &facts->retained;
    if (retained->objects == 0) {
        flow_text(flow, "–");
        return;
    }
    NumberText bytes = number_text(retained->bytes), objects = number_text(retained->objects);
    if (retained->objects > 1 && retained->bytes >= BYTES_EXACT) {
        snprintf(text, sizeof text, view_word(flow->view, "%s objects, %s", "%s 个对象，%s"), objects.text, bytes_text(retained->bytes).text);
    } else if (retained->objects == 1) {
        snprintf(text, sizeof text, view_word(flow->view, "itself, %s B", "自己，%s 字节"), bytes.text);
    } else {
        snprintf(text, sizeof text, view_word(flow->view, "%s objects, %s B", "%s 个对象，%s 字节"), objects.text, bytes.text);
    }
    flow_text(flow, text);
}

static void retained_aside(const View *view, const Facts *facts, char *text)
{
    snprintf(text, ASIDE_BYTES, "%s", facts->retained.objects == 0 ? "" : view_word(view, "go if it goes", "随它一起释放"));
}

/* ---- memory ---- */

static void size_value(Flow *flow, const Facts *facts)
{
    const World *world = flow->view->world;
    char text[64];
    unsigned own = world->size[facts->object], storage = world->storage_size[facts->object];
    snprintf(text, sizeof text, storage != 0 ? "%u B + %u B" : "%u B", own, storage);
    flow_text(flow, text);
}

static void size_aside(const View *view, const Facts *facts, char *text)
{
    const World *world = view->world;
    BlockRef block = world->block[facts->object];
    if (block == 0) {
        text[0] = '\0';
    } else if (block_is_large(block)) {
        snprintf(text, ASIDE_BYTES, "%s", view_word(view, "a large block, by malloc", "大块，由 malloc 分配"));
    } else {
        snprintf(text, ASIDE_BYTES, view_word(view, "%u B block, pool %u", "%u 字节的块，池 %u"), (unsigned)block_bytes(world, block),
                 (unsigned)world_pool_of(world, block));
    }
}

static void free_list_value(Flow *flow, const Facts *facts)
{
    const View *view = flow->view;
    uint32_t list = view_free_list(view, facts->object);
    char name[32], text[80];
    snprintf(text, sizeof text, view_word(view, "%s: %u of %u kept", "%s：存 %u，最多 %u"), profile_free_list_name(list, name, sizeof name),
             (unsigned)view->world->words[W_FREELIST + list], (unsigned)profile_free_list_max(view->scene->explain.profile, list));
    flow_text(flow, text);
}

/* ---- all rows ---- */

static const Row rows[] = {
    {"refcount", "引用计数", 3, refcount_value, NULL},
    {"gc_refs", "gc_refs", 1, gc_refs_value, gc_refs_aside},
    {"generation", "分代", 1, generation_value, generation_aside},
    {"path to a root", "到根的路径", 3, path_value, NULL},
    {"size", "大小", 1, size_value, size_aside},
    {"retains", "连带", 1, retained_value, retained_aside},
    {"free list", "空闲链表", 1, free_list_value, NULL},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static bool row_applies(const View *view, const Facts *facts, const Row *row)
{
    bool shared = world_immortal(view->world, facts->object);
    if (row->value == path_value || row->value == retained_value) {
        return row->value == path_value ? facts->searched : facts->searched && facts->weighed && !shared;
    }
    if (row->value == free_list_value) {
        return view_free_list(view, facts->object) < FREE_LISTS;
    }
    bool measured = view->world->block[facts->object] != 0 || view->world->size[facts->object] != 0;
    return row->value != size_value || (measured && !shared); /* logs may leave memory out */
}

static Flow row_flow(View *view, const Row *row, Rect box, uint32_t most)
{
    TextStyle style = view_style(view, FONT_MONO, 14.0f, COLOR_TEXT);
    rect_cut_left(&box, view_px(view, name_wide));
    return flow_begin(view, box, &style, most < row->most ? most : row->most);
}

static uint32_t row_lines(View *view, const Facts *facts, const Row *row, Rect box, uint32_t most)
{
    Flow flow = row_flow(view, row, box, most);
    flow.dry = true;
    row->value(&flow, facts);
    return flow.lines;
}

/* `lines`: how many it may take, and has height for. */
static void put_row(View *view, const Facts *facts, const Row *row, Rect box, uint32_t lines)
{
    char text[ASIDE_BYTES] = "";
    TextStyle name = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    TextStyle aside = view_aligned(name, ALIGN_RIGHT);
    Rect first = box;
    Flow flow = row_flow(view, row, box, lines);
    flow.box.y += fmaxf(0.0f, (box.h - flow.line_high * (float)lines) / 2.0f);
    view_rule(view, (Point){box.x, box.y + box.h - 1.0f}, (Point){box.x + box.w, box.y + box.h - 1.0f});
    row->value(&flow, facts);
    first.h = box.h / (float)lines;
    view_put(view, rect_cut_left(&first, view_px(view, name_wide)), &name, view_word(view, row->english, row->chinese));
    rect_cut_left(&first, flow.x + view_px(view, 12.0f));
    if (row->aside != NULL) {
        row->aside(view, facts, text);
    }
    if (text[0] != '\0' && view_text_width(view, &aside, text) <= first.w) {
        view_put(view, first, &aside, text);
    }
}

static bool says_nothing(const View *view, const Facts *facts, const Row *row)
{
    return (row->value == gc_refs_value && !label_shows_gc_refs(view->world, facts->object)) ||
           (row->value == retained_value && facts->retained.objects == 0);
}

/* Returns how many lines all rows take when the path takes `most` at most, with none also rows that say nothing are left out. */
static uint32_t plan_rows(View *view, const Facts *facts, Rect box, uint32_t most, uint32_t lines[ROWS])
{
    uint32_t all = 0;
    bool brief = most == 0;
    most = brief ? 1 : most;
    for (size_t i = 0; i < ROWS; i++) {
        bool applies = row_applies(view, facts, &rows[i]) && !(brief && says_nothing(view, facts, &rows[i]));
        lines[i] = applies ? row_lines(view, facts, &rows[i], box, rows[i].value == path_value ? most : rows[i].most) : 0;
        all += lines[i];
    }
    return all;
}

/* A long path gives way first, then rows that say nothing, before others are left out; the proof of the count never does. */
static void put_rows(View *view, const Facts *facts, Rect box)
{
    uint32_t lines[ROWS], all = 0, left = 0;
    float least = view_px(view, row_least);
    for (uint32_t most = 4; most-- > 0 && (all == 0 || least * (float)all > box.h + 0.5f);) {
        all = plan_rows(view, facts, box, most, lines);
    }
    float high = fminf(view_px(view, row_most), fmaxf(least, box.h / (float)all));
    Rect foot = high * (float)all > box.h + 0.5f ? rect_cut_bottom(&box, least) : (Rect){0, 0, 0, 0};
    for (size_t i = 0; i < ROWS; i++) {
        float needed = high * (float)lines[i];
        if (lines[i] > 0 && left == 0 && needed <= box.h + 0.5f) {
            put_row(view, facts, &rows[i], rect_cut_top(&box, needed), lines[i]);
        } else {
            left += lines[i] > 0 ? 1 : 0;
        }
    }
    if (left > 0) {
        TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
        view_putf(view, foot, &soft, view_word(view, "… %u more rows in a larger window", "… 窗口大些时还有 %u 行"), (unsigned)left);
    }
}

static bool is_known(const Facts *facts, const Explain *explain, ObjectId object)
{
    return facts->object == object && facts->journal == explain->journal && facts->step == explain->step &&
           facts->events == explain->journal->indexed;
}

static const Facts *find_facts(View *view, ObjectId object)
{
    Facts *facts = &view->inspected;
    const Explain *explain = &view->scene->explain;
    if (is_known(facts, explain, object)) {
        return facts;
    }
    facts->object = object;
    facts->journal = explain->journal;
    facts->step = explain->step;
    facts->events = explain->journal->indexed;
    facts->holders.count = 0;
    holders_of(view->world, object, &facts->holders);
    facts->searched = view->world->words[W_OBJECT_TOP] <= PATH_OBJECTS_MAX;
    if (facts->searched) {
        HolderIndex index = {0};
        holders_index(&index, view->world);
        why_find(&(WhyAsk){view->world, &index, explain->journal, explain->step, object, 1}, &facts->why);
        facts->weighed = view->world->words[W_OBJECT_TOP] <= RETAINED_OBJECTS_MAX;
        facts->retained = facts->weighed ? reach_retained(view->world, object) : (Retained){0, 0};
        holders_index_release(&index);
    }
    return facts;
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
    put_rows(view, find_facts(view, object), box);
}
