#include "app/menu.h"

#include "app/show_palette.h"
#include "app/typed.h"

#include <stdio.h>
#include <string.h>

void lesson_menu_init(LessonMenu *menu)
{
    *menu = (LessonMenu){0};
    lessons_find(&menu->lessons);
    recent_load(&menu->recent);
    view_init(&menu->view);
    for (size_t i = 0; i < menu->lessons.items.count; i++) {
        vec_push(&menu->pictures, (Thumbnail){0});
    }
    menu->menu.columns = 1;
    menu_cards_fill(menu);
}

void lesson_menu_release(LessonMenu *menu)
{
    menu_pictures_drop(menu);
    vec_release(&menu->pictures);
    vec_release(&menu->choices);
    vec_release(&menu->menu.cards);
    vec_release(&menu->menu.shown);
    view_release(&menu->view);
    recent_release(&menu->recent);
    lessons_release(&menu->lessons);
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

static unsigned stop_typing(LessonMenu *lessons)
{
    Menu *menu = &lessons->menu;
    if (!menu->typing && menu->typed[0] == '\0' && menu->message[0] == '\0') {
        return SHOW_NOTHING;
    }
    menu->typing = false;
    menu->typed[0] = menu->message[0] = '\0';
    menu_cards_filter(lessons);
    return SHOW_REDRAW;
}

static unsigned erase(LessonMenu *lessons)
{
    if (!typed_erase(lessons->menu.typed)) {
        return SHOW_NOTHING;
    }
    menu_cards_filter(lessons);
    return SHOW_REDRAW;
}

bool lesson_menu_is_typing(const LessonMenu *menu, const ViewState *state)
{
    return menu->menu.typing || state->palette.open;
}

static unsigned type(LessonMenu *lessons, const char *text)
{
    Menu *menu = &lessons->menu;
    if (!menu->typing || !typed_add(menu->typed, sizeof menu->typed, text)) {
        return SHOW_NOTHING;
    }
    menu->chosen = 0;
    menu_cards_filter(lessons);
    return SHOW_REDRAW;
}

unsigned lesson_menu_type(LessonMenu *menu, ViewState *state, const char *text)
{
    if (state->palette.open) {
        return show_palette_type(state, text) ? SHOW_REDRAW : SHOW_NOTHING;
    }
    return type(menu, text);
}

static unsigned open(LessonMenu *menu, MenuChoice choice)
{
    menu->chosen = choice;
    return choice.path == NULL ? SHOW_NOTHING : SHOW_OPEN;
}

/* Actions of the table that are the same however they are asked for: by key, by the palette. */
static unsigned act(LessonMenu *lessons, ViewState *state, Action action)
{
    Menu *menu = &lessons->menu;
    switch (action) {
    case ACTION_OPEN_LESSON: return open(lessons, lesson_menu_choice(lessons));
    case ACTION_CONTINUE: return open(lessons, lesson_menu_last(lessons));
    case ACTION_SEARCH: case ACTION_LESSONS: menu->typing = true; return SHOW_REDRAW;
    case ACTION_CLOSE: return stop_typing(lessons);
    case ACTION_QUIT: return SHOW_QUIT;
    case ACTION_FULL_SCREEN: return SHOW_FULL_SCREEN;
    default: return show_set_look(state, &lessons->view, action);
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
        return action == ACTION_CLOSE ? show_set_look(state, &menu->view, ACTION_HELP) : act(menu, state, action);
    }
    if (letter != NULL) {
        return type(menu, letter);
    }
    if (action == ACTION_CHOOSE || action == ACTION_CHOOSE_FAR) {
        return choose(shown, key);
    }
    if (shown->typing && strcmp(key, "Backspace") == 0) {
        return erase(menu);
    }
    return act(menu, state, action != ACTION_NONE ? action : key_action(key, &digit));
}

unsigned lesson_menu_click(LessonMenu *menu, ViewState *state, Point at)
{
    unsigned card;
    int digit = 0;
    const char *what = draw_hit(&menu->view.list, at);
    if (what == NULL) {
        return SHOW_NOTHING;
    }
    if (strncmp(what, "action ", 7) == 0) {
        return SHOW_REDRAW | act(menu, state, show_palette_clicked(state, what));
    }
    if (strncmp(what, "key ", 4) == 0) {
        bool types = menu->menu.typing && !state->palette.open && typed_by_key(what + 4) != NULL; /* a button's letter is not typed */
        return types ? act(menu, state, key_action(what + 4, &digit)) : lesson_menu_key(menu, state, what + 4);
    }
    if (sscanf(what, "card %u", &card) == 1) {
        menu->menu.chosen = card;
        return open(menu, lesson_menu_choice(menu));
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
