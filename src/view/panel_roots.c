/* The roots column: a card per frame, innermost first, a chip per name; gc.garbage when it is not empty.
 *
 * A name keeps its row while the frame keeps its slot: deleting one moves no other. When the rows do not suffice, empty slots
 * are left out and the rest of the names is folded into one row that tells how many there are. */
#include "view/graph.h"

#include <math.h>
#include <stdio.h>

static const float chip_high = 26.0f, chip_gap = 4.0f, card_head = 30.0f, card_gap = 10.0f, card_foot = 8.0f;
enum { NAMES_LOOKED_AT_MAX = 100000 };

typedef struct Card {
    ObjectId frame;   /* 0: gc.garbage */
    ObjectId holder;  /* whose slots the names are */
    uint32_t names;   /* bound now, or gone in this step */
    uint32_t rows;    /* of slots, empty ones between included */
} Card;

typedef VEC(Card) Cards;

/* Whether this step took the reference out of that slot. */
static bool gone_now(const View *view, ObjectId holder, Position position)
{
    const Explain *explain = &view->scene->explain;
    uint64_t end = journal_step_end(explain->journal, explain->step);
    for (uint64_t i = explain->step == 0 ? end : journal_step_first(explain->journal, explain->step); i < end; i++) {
        const Event *event = journal_event(explain->journal, i);
        bool takes = event->kind == EVENT_EDGE_DROP || event->kind == EVENT_EDGE_TO_TEMP;
        if (takes && event->a == holder && event->b == position) {
            return true;
        }
    }
    return false;
}

static bool is_named(const View *view, ObjectId holder, Position position, bool *gone)
{
    *gone = false;
    if (world_target(view->world, holder, position) != OBJECT_NONE) {
        return true;
    }
    *gone = gone_now(view, holder, position);
    return *gone;
}

static Card card_of(const View *view, ObjectId frame, ObjectId holder)
{
    Card card = {frame, holder, 0, 0};
    uint32_t slots = view->world->slot_count[holder];
    for (Position position = 0; position < slots && position < NAMES_LOOKED_AT_MAX; position++) {
        bool gone;
        if (is_named(view, holder, position, &gone)) {
            card.names++;
            card.rows = position + 1;
        }
    }
    return card;
}

/* A recorded program's names are those of a namespace dict, its module's frame lies above the first one. */
static bool names_lie_in_a_dict(const World *world)
{
    for (uint32_t i = 1; i < world->words[W_FRAME_COUNT]; i++) {
        if (world->aux[world->frames[i]] != OBJECT_NONE) {
            return true;
        }
    }
    return false;
}

/* The first frame gets no card when it would only stand empty beneath a module's. */
static void find_cards(const View *view, Cards *cards)
{
    const World *world = view->world;
    for (uint32_t i = world->words[W_FRAME_COUNT]; i-- > 0;) {
        ObjectId frame = world->frames[i];
        ObjectId space = world->aux[frame];
        Card card = card_of(view, frame, space != OBJECT_NONE ? space : frame);
        if (i > 0 || card.names > 0 || !names_lie_in_a_dict(world)) {
            vec_push(cards, card);
        }
    }
    if (world->slot_count[OBJECT_GARBAGE] > 0) {
        vec_push(cards, card_of(view, OBJECT_NONE, OBJECT_GARBAGE));
    }
}

static void chip_text(const View *view, const Card *card, Position position, char *text, size_t room)
{
    if (card->frame == OBJECT_NONE) {
        snprintf(text, room, "[%u]", (unsigned)position);
    } else {
        snprintf(text, room, "%s", names_text(view->names, world_slot_name(view->world, card->holder, position)));
    }
}

static void put_chip(View *view, const Card *card, Position position, Rect box)
{
    char text[256];
    bool gone;
    is_named(view, card->holder, position, &gone);
    chip_text(view, card, position, text, sizeof text);
    const Narration *story = &view->story;
    bool lit = story->from == (card->frame == OBJECT_NONE ? OBJECT_GARBAGE : card->holder) && story->position == position;
    DrawStyle plain = {.fill = view_color(view, COLOR_CHIP), .radius = view_px(view, 5.0f)};
    if (gone) {
        plain = (DrawStyle){.stroke = view_color(view, COLOR_OUTLINE), .width = view_px(view, 1.5f), .radius = view_px(view, 5.0f),
                            .dash = view_px(view, 4.0f), .gap = view_px(view, 3.0f)};
    } else if (lit) {
        plain.stroke = view_color(view, COLOR_CURRENT);
        plain.width = view_px(view, 2.0f);
    }
    draw_group_begin(&view->list, "name %u %u", (unsigned)card->holder, (unsigned)position);
    draw_box(&view->list, box, &plain);
    TextStyle style = view_style(view, FONT_MONO, 14.0f, gone ? COLOR_TEXT_FAINT : COLOR_TEXT);
    Rect inner = rect_inset(box, 0.0f);
    rect_cut_left(&inner, view_px(view, 10.0f));
    rect_cut_right(&inner, view_px(view, 6.0f));
    float width = view_put_user(view, inner, &style, text);
    if (gone) {
        float y = roundf(box.y + box.h / 2.0f);
        draw_line(&view->list, (Point){inner.x - view_px(view, 2.0f), y}, (Point){inner.x + width + view_px(view, 2.0f), y},
                  &(DrawStyle){.stroke = view_color(view, COLOR_TEXT_FAINT), .width = view_px(view, 1.5f)});
    }
    draw_group_end(&view->list);
    vec_push(&view->chips, ((RootChip){card->holder, position, box, gone}));
}

/* Whether frames of more than one thread are there; the first frame is everybody's. */
static bool threads_differ(const World *world)
{
    for (uint32_t i = 2; i < world->words[W_FRAME_COUNT]; i++) {
        if (world->repr[world->frames[i]] != world->repr[world->frames[1]]) {
            return true;
        }
    }
    return false;
}

static void card_title(View *view, const Card *card, Rect box)
{
    TextStyle style = view_style(view, FONT_MONO, 13.0f, COLOR_TEXT_SOFT);
    prose_clear(&view->prose);
    if (card->frame == OBJECT_NONE) {
        prose_add(&view->prose, "gc.garbage");
    } else {
        label_frame(view->world, card->frame, &view->prose);
        if (threads_differ(view->world) && view->world->repr[card->frame] != NAME_NONE) {
            prose_add(&view->prose, " · ");
            prose_add_name(&view->prose, view->names, view->world->repr[card->frame]);
        }
    }
    view_put_user(view, box, &style, prose_text(&view->prose));
}

/* How many rows of chips the card gets, and whether empty slots keep theirs. */
typedef struct CardPlan {
    uint32_t chips;  /* names shown */
    bool loose;      /* every slot has its row */
    bool folds;      /* one more row for the rest */
} CardPlan;

static CardPlan plan_card(const Card *card, uint32_t rows)
{
    if (card->rows <= rows) {
        return (CardPlan){card->names, true, false};
    }
    if (card->names <= rows) {
        return (CardPlan){card->names, false, false};
    }
    return (CardPlan){rows > 0 ? rows - 1 : 0, false, true};
}

static float card_height(const View *view, const Card *card, CardPlan plan)
{
    uint32_t rows = plan.loose ? card->rows : plan.chips + (plan.folds ? 1 : 0);
    return view_px(view, card_head + (float)rows * (chip_high + chip_gap) + (rows > 0 ? card_foot - chip_gap : 0.0f));
}

/* The hidden ones by the first and the last of them, where there is room for their names. */
static void put_fold(View *view, const Card *card, const Position hidden[2], uint32_t count, Rect box)
{
    TextStyle style = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    char first[64], last[64], text[200];
    NumberText number = number_text(count);
    rect_cut_left(&box, view_px(view, 6.0f));
    chip_text(view, card, hidden[0], first, sizeof first);
    chip_text(view, card, hidden[1], last, sizeof last);
    snprintf(text, sizeof text, view_word(view, "%s … %s, %s names", "%s … %s，%s 个名字"), first, last, number.text);
    if (view_text_width(view, &style, text) > box.w) {
        snprintf(text, sizeof text, view_word(view, "… %s names", "… %s 个名字"), number.text);
    }
    view_put(view, box, &style, text);
}

/* What does not fit is folded in the middle: the first names and the newest ones stay. */
static void put_chips(View *view, const Card *card, CardPlan plan, Rect inner)
{
    uint32_t seen = 0, hidden = card->names - plan.chips, before = plan.folds ? (plan.chips + 1) / 2 : card->names;
    Position ends[2] = {0, 0};
    for (Position position = 0; position < card->rows; position++) {
        bool gone;
        if (!is_named(view, card->holder, position, &gone)) {
            rect_cut_top(&inner, plan.loose ? view_px(view, chip_high + chip_gap) : 0.0f);
            continue;
        }
        seen++;
        if (seen > before && seen <= before + hidden) {
            ends[0] = seen == before + 1 ? position : ends[0];
            ends[1] = position;
            if (seen == before + hidden) {
                put_fold(view, card, ends, hidden, rect_cut_top(&inner, view_px(view, chip_high)));
                rect_cut_top(&inner, view_px(view, chip_gap));
            }
            continue;
        }
        put_chip(view, card, position, rect_snap(rect_cut_top(&inner, view_px(view, chip_high))));
        rect_cut_top(&inner, view_px(view, chip_gap));
    }
}

static void put_card(View *view, const Card *card, CardPlan plan, Rect box)
{
    DrawStyle style = {.fill = view_color(view, COLOR_CARD), .stroke = view_color(view, COLOR_OUTLINE),
                       .width = view_px(view, 1.0f), .radius = view_px(view, 8.0f)};
    draw_box(&view->list, box, &style);
    Rect inner = box;
    rect_cut_left(&inner, view_px(view, 8.0f));
    rect_cut_right(&inner, view_px(view, 8.0f));
    Rect head = rect_cut_top(&inner, view_px(view, card_head));
    rect_cut_left(&head, view_px(view, 4.0f));
    card_title(view, card, head);
    put_chips(view, card, plan, inner);
}

/* Rows left for the names of each card, the innermost frame first. */
static uint32_t rows_left(const View *view, const Cards *cards, size_t from, float height)
{
    float heads = (float)(cards->count - from) * (card_head + card_gap + card_foot) + (float)(cards->count - from - 1) * 2.0f * (chip_high + chip_gap);
    float rest = height / view->unit - heads;
    return rest > 0.0f ? (uint32_t)(rest / (chip_high + chip_gap)) : 0;
}

/* Returns what is left of the column. */
static Rect put_cards(View *view, const Cards *cards, Rect rest)
{
    for (size_t i = 0; i < cards->count; i++) {
        const Card *card = &cards->items[i];
        CardPlan plan = plan_card(card, rows_left(view, cards, i, rest.h));
        float height = card_height(view, card, plan);
        bool last = i + 1 == cards->count;
        if (height + (last ? 0.0f : view_px(view, 26.0f)) > rest.h) {
            TextStyle style = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
            view_putf(view, rect_cut_top(&rest, view_px(view, 24.0f)), &style,
                      view_word(view, "… %u more frames", "… 还有 %u 个栈帧"), (unsigned)(cards->count - i));
            return rest;
        }
        put_card(view, card, plan, rect_snap(rect_cut_top(&rest, height)));
        rect_cut_top(&rest, view_px(view, card_gap));
    }
    return rest;
}

/* ---- the legend ---- */

typedef struct LegendRow {
    ThemeState state;
    const char *english, *chinese;
} LegendRow;

static const LegendRow trial_rows[] = {
    {STATE_NOT_VISITED, "not visited", "尚未访问"},  {STATE_SCAN, "to be scanned", "待扫描"}, {STATE_REACHABLE, "reachable", "可达"},
    {STATE_TENTATIVE, "unreachable?", "可能不可达"}, {STATE_DEAD, "dying", "正在消亡"},
};
static const LegendRow sweep_rows[] = {
    {STATE_NOT_VISITED, "white", "白：未标记"},      {STATE_SCAN, "grey: waiting", "灰：待看"},  {STATE_REACHABLE, "black: done", "黑：看过了"},
    {STATE_TENTATIVE, "unreachable?", "可能不可达"}, {STATE_DEAD, "dying", "正在消亡"},
};
enum { LEGEND_ROWS = sizeof trial_rows / sizeof trial_rows[0] };
static const float legend_row = 25.0f;

/* At the foot of the column, while a collection runs and there is room. */
static void put_legend(View *view, Rect rest)
{
    float high = view_px(view, legend_row * (LEGEND_ROWS + 1));
    if (view->world->words[W_COLLECTING] == 0 || rest.h < high + view_px(view, 10.0f)) {
        return;
    }
    rect_cut_bottom(&rest, view_px(view, 6.0f));
    Rect box = rect_cut_bottom(&rest, high);
    const LegendRow *rows = view->scene->explain.collector == COLLECTOR_MARKSWEEP ? sweep_rows : trial_rows;
    bool dots = view_form(view->state, view->scene->lives) == FORM_CLOUD;
    TextStyle head = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT_SOFT);
    TextStyle text = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    view_put(view, rect_cut_top(&box, view_px(view, legend_row)), &head, view_word(view, "STATES", "状态"));
    for (int i = 0; i < LEGEND_ROWS; i++) {
        Rect row = rect_cut_top(&box, view_px(view, legend_row));
        Rect swatch = rect_snap(rect_inset(rect_cut_left(&row, view_px(view, 26.0f)), view_px(view, 3.0f)));
        DrawStyle style = theme_state_style(view->pen.theme, rows[i].state, view->unit);
        style.radius = view_px(view, 4.0f);
        draw_box(&view->list, swatch, &style);
        mark_state_bars(&view->pen, swatch, rows[i].state);
        if (dots) { /* and how it looks from afar */
            graph_draw_dot(view, rows[i].state, false, rect_inset(swatch, swatch.w * 0.3f));
        }
        rect_cut_left(&row, view_px(view, 6.0f));
        const char *words = view_chinese(view) ? rows[i].chinese : rows[i].english;
        view_put_either(view, row, &text, (const char *const[]){words, rows[i].state == STATE_SCAN ? view_word(view, "to scan", "待扫描") : words});
    }
}

void panel_roots(View *view, Rect box)
{
    Cards cards = {0};
    Rect rest = box;
    rect_cut_left(&rest, view_px(view, 10.0f));
    rect_cut_right(&rest, view_px(view, 10.0f));
    rect_cut_top(&rest, view_px(view, 8.0f));
    Rect head = rect_cut_top(&rest, view_px(view, 28.0f));
    rect_cut_left(&head, view_px(view, 6.0f));
    TextStyle style = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT_SOFT);
    view_put(view, head, &style, view_word(view, "ROOTS", "根"));
    find_cards(view, &cards);
    put_legend(view, put_cards(view, &cards, rest));
    vec_release(&cards);
}
