#include "app/menu.h"

#include "app/show_palette.h"
#include "app/typed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- what is shown ---- */

static MenuCard card_of(const LessonMenu *menu, size_t index)
{
    const Lesson *lesson = &menu->lessons.items.items[index];
    const Names *names = menu->lessons.names;
    MenuCard card = {.group = lesson->group, .row = names_text(names, lesson->row), .picture = &menu->pictures.items[index],
                     .asked = lesson->asked, .right = lesson->right};
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        card.title[language] = names_text(names, explain_pick((Language)language, lesson->title));
        card.summary[language] = names_text(names, explain_pick((Language)language, lesson->summary));
    }
    return card;
}

static void filter(Menu *menu)
{
    menu->shown.count = 0;
    for (uint32_t i = 0; i < menu->cards.count; i++) {
        const MenuCard *card = &menu->cards.items[i];
        if (typed_within(card->title[LANGUAGE_EN], menu->typed) || typed_within(card->title[LANGUAGE_ZH], menu->typed) || strcasecmp(card->row, menu->typed) == 0) {
            vec_push(&menu->shown, i);
        }
    }
    menu->chosen = menu->chosen < menu->shown.count ? menu->chosen : 0;
}

void lesson_menu_init(LessonMenu *menu)
{
    *menu = (LessonMenu){0};
    lessons_find(&menu->lessons);
    view_init(&menu->view);
    for (size_t i = 0; i < menu->lessons.items.count; i++) {
        vec_push(&menu->pictures, (Thumbnail){0});
    }
    for (size_t i = 0; i < menu->lessons.items.count; i++) {
        vec_push(&menu->menu.cards, card_of(menu, i));
    }
    menu->menu.columns = 1;
    filter(&menu->menu);
}

static void drop_pictures(LessonMenu *menu)
{
    for (size_t i = 0; i < menu->pictures.count; i++) {
        thumbnail_release(&menu->pictures.items[i]);
    }
}

void lesson_menu_release(LessonMenu *menu)
{
    drop_pictures(menu);
    vec_release(&menu->pictures);
    vec_release(&menu->menu.cards);
    vec_release(&menu->menu.shown);
    view_release(&menu->view);
    lessons_release(&menu->lessons);
}

Lesson *lesson_menu_chosen(LessonMenu *menu)
{
    const Menu *shown = &menu->menu;
    return shown->chosen < shown->shown.count ? &menu->lessons.items.items[shown->shown.items[shown->chosen]] : NULL;
}

void lesson_menu_note(LessonMenu *menu, Lesson *lesson, const Quiz *quiz)
{
    size_t index = (size_t)(lesson - menu->lessons.items.items);
    lesson->asked = (uint32_t)quiz->questions.count;
    lesson->right = quiz_count(quiz, VERDICT_RIGHT);
    menu->menu.cards.items[index] = card_of(menu, index);
}

void lesson_menu_say(LessonMenu *menu, const char *file, const Err *err)
{
    char *to = menu->menu.message;
    size_t room = sizeof menu->menu.message;
    if (err == NULL) {
        to[0] = '\0';
    } else if (err->line != 0) {
        snprintf(to, room, "%.80s:%u:%u: %s", file, (unsigned)err->line, (unsigned)err->column, err->text);
    } else {
        snprintf(to, room, "%.80s: %s", file, err->text);
    }
}

/* ---- choosing ---- */

/* The row and column of a card among those shown. */
static void place_of(const Menu *menu, uint32_t index, uint32_t *row, uint32_t *column)
{
    *row = *column = 0;
    for (uint32_t i = 1; i <= index && i < menu->shown.count; i++) {
        bool head = menu->cards.items[menu->shown.items[i]].group != menu->cards.items[menu->shown.items[i - 1]].group;
        bool breaks = head || *column + 1 == menu->columns;
        *row += breaks;
        *column = breaks ? 0 : *column + 1;
    }
}

static void choose_row(Menu *menu, int by)
{
    uint32_t row, column, best = menu->chosen;
    place_of(menu, menu->chosen, &row, &column);
    for (uint32_t i = 0; i < menu->shown.count; i++) {
        uint32_t its_row, its_column;
        place_of(menu, i, &its_row, &its_column);
        if ((int)its_row == (int)row + by && its_column <= column) {
            best = i;
        }
    }
    menu->chosen = best;
}

static unsigned choose(Menu *menu, const char *key)
{
    uint32_t count = (uint32_t)menu->shown.count, before = menu->chosen;
    if (count == 0) {
        return SHOW_NOTHING;
    }
    if (strcmp(key, "Left") == 0) {
        menu->chosen -= menu->chosen > 0;
    } else if (strcmp(key, "Right") == 0) {
        menu->chosen += menu->chosen + 1 < count;
    } else if (strcmp(key, "Up") == 0 || strcmp(key, "PageUp") == 0) {
        choose_row(menu, -1);
    } else if (strcmp(key, "Down") == 0 || strcmp(key, "PageDown") == 0) {
        choose_row(menu, 1);
    } else {
        menu->chosen = strcmp(key, "Home") == 0 ? 0 : count - 1;
    }
    return before == menu->chosen ? SHOW_NOTHING : SHOW_REDRAW;
}

static unsigned stop_typing(Menu *menu)
{
    if (!menu->typing && menu->typed[0] == '\0' && menu->message[0] == '\0') {
        return SHOW_NOTHING;
    }
    menu->typing = false;
    menu->typed[0] = menu->message[0] = '\0';
    filter(menu);
    return SHOW_REDRAW;
}

static unsigned erase(Menu *menu)
{
    if (!typed_erase(menu->typed)) {
        return SHOW_NOTHING;
    }
    filter(menu);
    return SHOW_REDRAW;
}

bool lesson_menu_is_typing(const LessonMenu *menu, const ViewState *state)
{
    return menu->menu.typing || state->palette.open;
}

static unsigned type(Menu *menu, const char *text)
{
    if (!menu->typing || !typed_add(menu->typed, sizeof menu->typed, text)) {
        return SHOW_NOTHING;
    }
    menu->chosen = 0;
    filter(menu);
    return SHOW_REDRAW;
}

unsigned lesson_menu_type(LessonMenu *menu, ViewState *state, const char *text)
{
    if (state->palette.open) {
        return show_palette_type(state, text) ? SHOW_REDRAW : SHOW_NOTHING;
    }
    return type(&menu->menu, text);
}

/* Actions of the table that are the same however they are asked for: by key, by the palette. */
static unsigned act(LessonMenu *lessons, ViewState *state, Action action)
{
    Menu *menu = &lessons->menu;
    switch (action) {
    case ACTION_OPEN_LESSON: return lesson_menu_chosen(lessons) == NULL ? SHOW_NOTHING : SHOW_OPEN;
    case ACTION_SEARCH: case ACTION_LESSONS: menu->typing = true; return SHOW_REDRAW;
    case ACTION_CLOSE: return stop_typing(menu);
    case ACTION_QUIT: return SHOW_QUIT;
    case ACTION_FULL_SCREEN: return SHOW_FULL_SCREEN;
    default: return show_set_look(state, action);
    }
}

static unsigned palette_key(LessonMenu *menu, ViewState *state, const char *key)
{
    PaletteAnswer answer = show_palette_key(state, KEYS_MENU, key);
    return (answer.changed ? SHOW_REDRAW : SHOW_NOTHING) | act(menu, state, answer.run);
}

unsigned lesson_menu_key(LessonMenu *menu, ViewState *state, const char *key)
{
    int digit = 0;
    Menu *shown = &menu->menu;
    Action action = key_action_in(KEYS_MENU, key, &digit);
    const char *letter = shown->typing ? typed_by_key(key) : NULL;
    if (state->palette.open) {
        return palette_key(menu, state, key);
    }
    if (state->help) {
        action = show_help_action(key);
        return action == ACTION_CLOSE ? show_set_look(state, ACTION_HELP) : act(menu, state, action);
    }
    if (letter != NULL) {
        return type(shown, letter);
    }
    if (action == ACTION_CHOOSE || action == ACTION_CHOOSE_FAR) {
        return choose(shown, key);
    }
    if (shown->typing && strcmp(key, "Backspace") == 0) {
        return erase(shown);
    }
    return act(menu, state, action != ACTION_NONE ? action : key_action(key, &digit));
}

unsigned lesson_menu_click(LessonMenu *menu, ViewState *state, Point at)
{
    unsigned card;
    const char *what = draw_hit(&menu->view.list, at);
    if (what == NULL) {
        return SHOW_NOTHING;
    }
    if (strncmp(what, "action ", 7) == 0) {
        return SHOW_REDRAW | act(menu, state, show_palette_clicked(state, what));
    }
    if (strncmp(what, "key ", 4) == 0) {
        return lesson_menu_key(menu, state, what + 4);
    }
    if (sscanf(what, "card %u", &card) == 1) {
        menu->menu.chosen = card;
        return SHOW_OPEN;
    }
    return SHOW_NOTHING;
}

unsigned lesson_menu_wheel(LessonMenu *menu, ViewState *state, float notches)
{
    if (state->palette.open) {
        return show_palette_choose(state, KEYS_MENU, notches > 0.0f ? -1 : 1) ? SHOW_REDRAW : SHOW_NOTHING;
    }
    return choose(&menu->menu, notches > 0.0f ? "Up" : "Down");
}

/* ---- pictures ---- */

/* Where a lesson shows its point: at its first question, else in the middle. */
static uint64_t key_step(const Show *show)
{
    return show->quiz.questions.count > 0 ? show->quiz.questions.items[0].step : show->session->steps / 2;
}

static void make_picture(Thumbnail *picture, const char *path, ThemeKind theme, TextMeasure measure)
{
    Session session;
    Show show;
    Err err;
    picture->made = true;
    draw_init(&picture->list);
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        return;
    }
    show_init(&show, &session);
    show.state.theme = theme;
    show_seek(&show, key_step(&show));
    show_draw(&show, (ViewSize){1600.0f, 900.0f}, measure);
    thumbnail_take(picture, &show.view);
    show_release(&show);
    session_close(&session);
}

/* Those on the screen first. */
bool lesson_menu_work(LessonMenu *menu, const ViewState *state, TextMeasure measure)
{
    const Menu *shown = &menu->menu;
    for (uint32_t i = 0; i < shown->shown.count; i++) {
        uint32_t lesson = shown->shown.items[(shown->chosen + i) % shown->shown.count];
        Thumbnail *picture = &menu->pictures.items[lesson];
        if (!picture->made) {
            make_picture(picture, menu->lessons.items.items[lesson].path, state->theme, measure);
            return true;
        }
    }
    return false;
}

const DrawList *lesson_menu_draw(LessonMenu *menu, const ViewState *state, const ViewPaper *paper)
{
    if (menu->theme != state->theme) {
        drop_pictures(menu);
        menu->theme = state->theme;
    }
    return view_draw_menu(&menu->view, &menu->menu, state, paper);
}
