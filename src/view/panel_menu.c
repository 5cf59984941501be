/* The start screen:
 *
 *   ┌────────────────────────────────────────────┐
 *   │ heaploupe            search          EN  ? │
 *   ├────────────────────────────────────────────┤
 *   │ Group   n lessons                          │
 *   │ ┌──────┐ ┌──────┐ ┌──────┐ ┌──────┐        │  scrolls, so that the chosen card is in view
 *   │ └──────┘ └──────┘ └──────┘ └──────┘        │
 *   ├────────────────────────────────────────────┤
 *   │ keys                             n lessons │
 *   └────────────────────────────────────────────┘ */
#include "view/menu.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float card_least = 286.0f, card_high = 198.0f, file_high = 86.0f, picture_high = 78.0f, card_gap = 14.0f, group_high = 40.0f, side = 24.0f;
static const float head_high = 56.0f, foot_high = 44.0f;

typedef struct MenuPlace {
    Rect box;  /* design px, from the top of the list */
    bool head; /* the first of its group */
} MenuPlace;

typedef struct MenuLayout {
    VEC(MenuPlace) places;
    float high, wide;
} MenuLayout;

static void plan_cards(MenuLayout *layout, Menu *menu, float wide)
{
    uint32_t columns = (uint32_t)fmaxf(1.0f, floorf((wide - 2.0f * side + card_gap) / (card_least + card_gap)));
    float card = (wide - 2.0f * side + card_gap) / (float)columns - card_gap, y = 4.0f;
    uint32_t column = 0;
    float row = 0.0f; /* height of the present row */
    menu->columns = columns;
    layout->wide = card;
    for (size_t i = 0; i < menu->shown.count; i++) {
        bool head = i == 0 || menu->cards.items[menu->shown.items[i]].group != menu->cards.items[menu->shown.items[i - 1]].group;
        if (i > 0 && (head || column == columns)) {
            y += row + card_gap;
            column = 0;
        }
        y += head ? group_high : 0.0f;
        row = menu->cards.items[menu->shown.items[i]].picture == NULL ? file_high : card_high;
        vec_push(&layout->places, ((MenuPlace){{side + (float)column * (card + card_gap), y, card, row}, head}));
        column++;
    }
    layout->high = y + row + card_gap;
}

static void follow_chosen(const MenuLayout *layout, Menu *menu, float high)
{
    if (menu->chosen >= layout->places.count) {
        menu->scroll = 0.0f;
        return;
    }
    Rect box = layout->places.items[menu->chosen].box;
    menu->scroll = fminf(menu->scroll, box.y - group_high - 4.0f);
    menu->scroll = fmaxf(menu->scroll, box.y + box.h + card_gap - high);
    menu->scroll = fmaxf(0.0f, fminf(menu->scroll, layout->high - high));
}

/* ---- a card ---- */

static void put_progress(View *view, Rect row, const MenuCard *card)
{
    TextStyle style = view_style(view, FONT_UI, 13.0f, card->right > 0 && card->right == card->asked ? COLOR_GOOD : COLOR_TEXT_SOFT);
    view_putf(view, row, &style, view_word(view, "%s%u of %u right", "%s答对 %u / %u"), card->right == card->asked ? "✓ " : "",
              (unsigned)card->right, (unsigned)card->asked);
}

/* The end of a path that fits, behind "…": what tells files apart stands there. */
static const char *path_end(View *view, const TextStyle *style, const char *path, float width)
{
    const char *from = path;
    while (*from != '\0' && view_text_width(view, style, from) > width - style->size_px) {
        from += 1 + strcspn(from + 1, "/");
    }
    prose_clear(&view->prose);
    prose_add(&view->prose, from == path || *from == '\0' ? "" : "…");
    prose_add(&view->prose, *from == '\0' ? path : from);
    return prose_text(&view->prose);
}

/* A file: its name, where it lies, where it was left. */
static void put_file(View *view, Rect inner, const MenuCard *card)
{
    TextStyle title = view_style(view, FONT_MONO_BOLD, 14.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    view_put_user(view, rect_cut_top(&inner, view_px(view, 24.0f)), &title, card->title[0]);
    Rect line = rect_cut_top(&inner, view_px(view, 20.0f));
    view_put_user(view, line, &soft, path_end(view, &soft, card->summary[0], line.w));
    if (card->steps > 0) {
        view_putf(view, rect_cut_top(&inner, view_px(view, 20.0f)), &soft, view_word(view, "left at step %s of %s", "上次停在第 %s 步，共 %s 步"),
                  number_text(card->step).text, number_text(card->steps).text);
    }
}

static void put_lesson(View *view, Rect inner, const MenuCard *card)
{
    Language language = view->state->language;
    TextStyle title = view_style(view, FONT_UI_BOLD, 15.0f, COLOR_TEXT);
    TextStyle row = view_aligned(view_style(view, FONT_MONO, 13.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    TextStyle text = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    Rect picture = rect_snap(rect_cut_top(&inner, view_px(view, picture_high)));
    draw_box(&view->list, picture, &(DrawStyle){.fill = view_color(view, COLOR_BAND), .radius = view_px(view, 5.0f)});
    thumbnail_put(view, card->picture, rect_inset(picture, view_px(view, 4.0f)));
    rect_cut_top(&inner, view_px(view, 4.0f));
    Rect line = rect_cut_top(&inner, view_px(view, 24.0f));
    if (card->row[0] == 'S') {
        float used = view_text_width(view, &row, card->row);
        view_put(view, rect_cut_right(&line, used + view_px(view, 2.0f)), &row, card->row);
        rect_cut_right(&line, view_px(view, 8.0f));
    }
    if (view_text_width(view, &title, card->title[language]) > line.w) {
        line.h += rect_cut_top(&inner, view_px(view, 18.0f)).h;
        view_paragraph(view, line, &title, card->title[language]);
    } else {
        view_put(view, line, &title, card->title[language]);
    }
    if (card->asked > 0) {
        put_progress(view, rect_cut_bottom(&inner, view_px(view, 19.0f)), card);
    }
    view_paragraph(view, inner, &text, card->summary[language]);
}

static void put_card(View *view, Rect box, const MenuCard *card, bool chosen)
{
    box = rect_snap(box);
    if (chosen) {
        draw_box(&view->list, rect_inset(box, -view_px(view, 4.0f)),
                 &(DrawStyle){.stroke = view_color(view, COLOR_CURRENT_TEXT), .width = view_px(view, 3.0f), .radius = view_px(view, 12.0f)});
    }
    draw_box(&view->list, box, &(DrawStyle){.fill = view_color(view, chosen ? COLOR_CARD : COLOR_PANEL), .stroke = view_color(view, COLOR_LINE),
                                            .width = view_px(view, 1.0f), .radius = view_px(view, 8.0f)});
    Rect inner = rect_inset(box, view_px(view, 8.0f));
    if (card->picture == NULL) {
        rect_cut_left(&inner, view_px(view, 4.0f));
        put_file(view, inner, card);
    } else {
        put_lesson(view, inner, card);
    }
}

static void put_group_head(View *view, Rect line, const Menu *menu, MenuGroup group)
{
    static const char *const names[MENU_GROUP_COUNT][LANGUAGE_COUNT] = {
#define MENU_NAMES(constant, english, chinese) [MENU_##constant] = {english, chinese},
        MENU_GROUPS(MENU_NAMES)
#undef MENU_NAMES
    };
    unsigned count = 0;
    for (size_t i = 0; i < menu->shown.count; i++) {
        count += menu->cards.items[menu->shown.items[i]].group == group;
    }
    TextStyle title = view_style(view, FONT_UI_BOLD, 17.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    rect_cut_left(&line, view_put(view, line, &title, names[group][view->state->language]) + view_px(view, 12.0f));
    if (group != MENU_RECENT) {
        view_putf(view, line, &soft, view_word(view, count == 1 ? "%u lesson" : "%u lessons", "%u 课"), count);
    }
}

static void put_cards(View *view, Rect box, Menu *menu)
{
    MenuLayout layout = {0};
    plan_cards(&layout, menu, box.w / view->unit);
    follow_chosen(&layout, menu, box.h / view->unit);
    draw_clip_push(&view->list, box);
    for (uint32_t i = 0; i < layout.places.count; i++) {
        Rect place = layout.places.items[i].box;
        const MenuCard *card = &menu->cards.items[menu->shown.items[i]];
        float y = box.y + view_px(view, place.y - menu->scroll);
        Rect on = {box.x + view_px(view, place.x), y, view_px(view, place.w), view_px(view, place.h)};
        if (layout.places.items[i].head && y > box.y && y - view_px(view, group_high) < box.y + box.h) {
            put_group_head(view, (Rect){on.x, y - view_px(view, group_high), box.w - view_px(view, 2.0f * side), view_px(view, group_high)},
                           menu, card->group);
        }
        if (y + on.h > box.y && y < box.y + box.h) {
            draw_group_begin(&view->list, "card %u", (unsigned)i);
            put_card(view, on, card, i == menu->chosen);
            draw_group_end(&view->list);
        }
    }
    draw_clip_pop(&view->list);
    vec_release(&layout.places);
}

/* ---- head and foot ---- */

static void put_search(View *view, Rect box, const Menu *menu)
{
    TextStyle text = view_style(view, FONT_UI, 15.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 15.0f, COLOR_TEXT_FAINT);
    box = rect_snap(box);
    draw_group_begin(&view->list, "key /");
    draw_box(&view->list, box, &(DrawStyle){.fill = view_color(view, COLOR_CODE), .radius = view_px(view, 8.0f), .width = view_px(view, menu->typing ? 2.0f : 1.0f),
                                            .stroke = view_color(view, menu->typing ? COLOR_CURRENT_TEXT : COLOR_OUTLINE)});
    Rect inner = rect_inset(box, view_px(view, 8.0f));
    Rect cap = rect_cut_right(&inner, view_px(view, 24.0f));
    view_keycap(view, (Point){cap.x, rect_center(cap).y}, "/");
    float used = view_put_user(view, inner, &text, menu->typed);
    rect_cut_left(&inner, used);
    if (menu->typing) {
        draw_fill(&view->list, rect_snap((Rect){inner.x + view_px(view, 1.0f), inner.y, fmaxf(1.0f, view_px(view, 2.0f)), inner.h}), view_color(view, COLOR_CURRENT_TEXT));
        rect_cut_left(&inner, view_px(view, 8.0f));
    }
    view_put(view, inner, &soft, used > 0.0f ? "" : view_word(view, "Search, or type a path …", "搜索，或输入文件路径……"));
    draw_group_end(&view->list);
}

static void put_head_pill(View *view, Rect *rest, const char *key, const char *text)
{
    MarkPill pill = {.text = text, .role = FONT_UI, .size_px = 13.0f, .fill = view_color(view, COLOR_CHIP),
                     .stroke = view_color(view, COLOR_LINE), .color = view_color(view, COLOR_TEXT_SOFT)};
    TextStyle style = view_style(view, FONT_UI, 13.0f, COLOR_TEXT);
    Rect box = rect_cut_right(rest, view_text_width(view, &style, text) + view_px(view, 20.0f));
    draw_group_begin(&view->list, "key %s", key);
    mark_pill(&view->pen, rect_center(box), &pill);
    draw_group_end(&view->list);
    rect_cut_right(rest, view_px(view, 8.0f));
}

static void put_head(View *view, Rect box, const Menu *menu)
{
    TextStyle name = view_style(view, FONT_UI_BOLD, 20.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 15.0f, COLOR_TEXT_SOFT);
    float field = fminf(view_px(view, 480.0f), box.w * 0.34f);
    Rect search = {box.x + (box.w - field) / 2.0f, box.y + view_px(view, 9.0f), field, box.h - view_px(view, 18.0f)};
    rect_cut_left(&box, view_px(view, side));
    rect_cut_right(&box, view_px(view, 16.0f));
    put_search(view, search, menu);
    put_head_pill(view, &box, "?", view_word(view, "? help", "? 帮助"));
    put_head_pill(view, &box, "Ctrl+Shift+P", view_word(view, "actions", "操作"));
    put_head_pill(view, &box, "l", view_word(view, "EN / 中文", "中文 / EN"));
    box.w = search.x - box.x - view_px(view, 16.0f);
    rect_cut_left(&box, view_put(view, box, &name, "heaploupe") + view_px(view, 14.0f));
    const char *about = view_word(view, "how CPython keeps and frees memory", "CPython 如何持有和释放内存");
    if (view_text_width(view, &soft, about) <= box.w) {
        view_put(view, box, &soft, about);
    }
}

typedef struct Hint {
    const char *key, *cap, *english, *chinese;
} Hint;

/* The key and its words as one thing to click; false: there is no room for both. */
static bool put_hint(View *view, Rect *row, const Hint *hint)
{
    TextStyle soft = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT), cap = view_style(view, FONT_MONO, 13.0f, COLOR_TEXT);
    const char *words = view_chinese(view) ? hint->chinese : hint->english;
    float wide = view_text_width(view, &cap, hint->cap) + view_text_width(view, &soft, words) + view_px(view, 36.0f);
    if (wide > row->w) {
        return false;
    }
    draw_group_begin(&view->list, hint->key[0] != '\0' ? "key %s" : "hint", hint->key);
    rect_cut_left(row, view_keycap(view, (Point){row->x, rect_center(*row).y}, hint->cap) + view_px(view, 3.0f));
    rect_cut_left(row, view_put(view, *row, &soft, words) + view_px(view, 16.0f));
    draw_group_end(&view->list);
    return true;
}

/* "51 lessons · 3 of 4 right" */
static void put_tally(View *view, Rect *row, const Menu *menu)
{
    uint32_t asked = 0, right = 0, lessons = 0;
    char text[120];
    for (size_t i = 0; i < menu->cards.count; i++) {
        asked += menu->cards.items[i].asked;
        right += menu->cards.items[i].right;
        lessons += menu->cards.items[i].picture != NULL;
    }
    snprintf(text, sizeof text, asked > 0 ? view_word(view, "%u lessons · %u of %u right", "共 %u 课 · 答对 %u / %u")
                                          : view_word(view, "%u lessons", "共 %u 课"), (unsigned)lessons, (unsigned)right, (unsigned)asked);
    TextStyle style = view_aligned(view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    view_put(view, rect_cut_right(row, view_text_width(view, &style, text) + view_px(view, 16.0f)), &style, text);
}

static void put_foot(View *view, Rect box, const Menu *menu)
{
    static const Hint hints[] = {{"", "←↑↓→", "choose", "选择"}, {"Enter", "Enter", "open", "打开"}, {"/", "/", "search", "搜索"},
                                 {"l", "l", "language", "语言"}, {"t", "t", "theme", "主题"}, {"p", "p", "projector mode", "投影模式"},
                                 {"?", "?", "all keys", "全部按键"}, {"q", "q", "quit", "退出"}};
    TextStyle bad = view_style(view, FONT_UI_BOLD, 14.0f, COLOR_BAD);
    rect_cut_left(&box, view_px(view, side));
    rect_cut_right(&box, view_px(view, side));
    if (menu->message[0] != '\0') {
        view_put_user(view, box, &bad, menu->message);
        return;
    }
    put_tally(view, &box, menu);
    if (menu->last_title[view->state->language] != NULL) {
        char english[200], chinese[200], number[40];
        snprintf(number, sizeof number, "%s", number_text(menu->last_step).text);
        snprintf(english, sizeof english, "continue: %.120s, step %s", menu->last_title[LANGUAGE_EN], number);
        snprintf(chinese, sizeof chinese, "继续：%.120s，第 %s 步", menu->last_title[LANGUAGE_ZH], number);
        if (!put_hint(view, &box, &(Hint){"c", "c", english, chinese})) {
            put_hint(view, &box, &(Hint){"c", "c", "continue", "继续"});
        }
    }
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        put_hint(view, &box, &hints[i]);
    }
}

const DrawList *view_draw_menu(View *view, Menu *menu, const ViewState *state, const ViewPaper *paper)
{
    TextMeasure measure = paper->measure;
    view_begin(view, state, paper->size, &measure);
    Rect rest = view->window;
    draw_fill(&view->list, rest, view_color(view, COLOR_WINDOW));
    Rect head = rect_snap(rect_cut_top(&rest, view_px(view, head_high)));
    Rect foot = rect_snap(rect_cut_bottom(&rest, view_px(view, foot_high)));
    draw_group_begin(&view->list, "panel head");
    draw_fill(&view->list, head, view_color(view, COLOR_PANEL));
    put_head(view, head, menu);
    draw_group_end(&view->list);
    draw_group_begin(&view->list, "panel foot");
    draw_fill(&view->list, foot, view_color(view, COLOR_PANEL));
    put_foot(view, foot, menu);
    draw_group_end(&view->list);
    view_rule(view, (Point){0.0f, head.y + head.h}, (Point){head.w, head.y + head.h});
    view_rule(view, (Point){0.0f, foot.y}, (Point){foot.w, foot.y});
    if (menu->shown.count == 0) {
        TextStyle soft = view_aligned(view_style(view, FONT_UI, 17.0f, COLOR_TEXT_SOFT), ALIGN_CENTER);
        bool none = menu->cards.count == 0;
        view_put(view, rest, &soft, none ? view_word(view, "No lessons were found. Drop a trace here, or name one: heaploupe TRACE.", "没有找到课程。可把记录文件拖到这里，或在命令行给出：heaploupe TRACE。")
                                         : view_word(view, "No lesson, no recent file and no path is called so.", "没有这样的课程、最近的文件或路径。"));
    }
    put_cards(view, rest, menu);
    if (state->help) {
        panel_help(view, view->window);
    }
    if (state->palette.open) {
        panel_palette(view, view->window, KEYS_MENU);
    }
    view->pen.measure = NULL;
    return &view->list;
}
