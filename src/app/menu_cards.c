/* Cards and what each opens stand in two arrays, index for index. */
#include "app/menu.h"

#include "app/typed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static MenuCard lesson_card(const LessonMenu *menu, size_t index)
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

static MenuCard file_card(const char *path, uint64_t step, uint64_t steps)
{
    MenuCard card = {.group = MENU_RECENT, .row = "", .step = step, .steps = steps};
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        card.title[language] = name_of(path);
        card.summary[language] = path;
    }
    return card;
}

static Lesson *lesson_of(const LessonMenu *menu, const char *path)
{
    char real[PATH_MAX];
    for (size_t i = 0; i < menu->lessons.items.count; i++) {
        Lesson *lesson = &menu->lessons.items.items[i];
        if (strcmp(name_of(lesson->path), name_of(path)) == 0 && realpath(lesson->path, real) != NULL && strcmp(real, path) == 0) {
            return lesson;
        }
    }
    return NULL;
}

static void add_card(LessonMenu *menu, MenuCard card, MenuChoice choice)
{
    vec_push(&menu->menu.cards, card);
    vec_push(&menu->choices, choice);
}

/* A lesson has its card already, which tells where it was left. */
static void add_recent(LessonMenu *menu)
{
    for (size_t i = 0; i < menu->recent.files.count; i++) {
        const RecentFile *file = &menu->recent.files.items[i];
        if (recent_is_there(file->path) && lesson_of(menu, file->path) == NULL) {
            add_card(menu, file_card(file->path, file->step, file->steps), (MenuChoice){file->path, NULL, file->step});
        }
    }
}

static void set_last(LessonMenu *menu)
{
    MenuChoice last = lesson_menu_last(menu);
    Menu *shown = &menu->menu;
    shown->last_title[LANGUAGE_EN] = shown->last_title[LANGUAGE_ZH] = NULL;
    shown->last_step = last.step;
    for (int language = 0; language < LANGUAGE_COUNT && last.path != NULL; language++) {
        shown->last_title[language] = last.lesson == NULL ? name_of(last.path)
                                                          : names_text(menu->lessons.names, explain_pick((Language)language, last.lesson->title));
    }
}

void menu_cards_fill(LessonMenu *menu)
{
    menu->menu.cards.count = menu->choices.count = 0;
    add_card(menu, file_card(menu->typed_path, 0, 0), (MenuChoice){menu->typed_path, NULL, 0});
    add_recent(menu);
    for (size_t i = 0; i < menu->lessons.items.count; i++) {
        Lesson *lesson = &menu->lessons.items.items[i];
        add_card(menu, lesson_card(menu, i), (MenuChoice){lesson->path, lesson, 0});
    }
    set_last(menu);
    menu_cards_filter(menu);
}

/* What is typed as a path: "~/" is the home. */
static void read_typed_path(LessonMenu *menu)
{
    const char *typed = menu->menu.typed, *home = getenv("HOME");
    bool of_home = strncmp(typed, "~/", 2) == 0 && home != NULL;
    snprintf(menu->typed_path, sizeof menu->typed_path, "%s%s", of_home ? home : "", of_home ? typed + 1 : typed);
    MenuCard card = file_card(menu->typed_path, 0, 0);
    menu->menu.cards.items[0] = card;
}

static bool says(const MenuCard *card, const char *word)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        if (typed_within(card->title[language], word) || typed_within(card->summary[language], word)) {
            return true;
        }
    }
    return strcasecmp(card->row, word) == 0;
}

/* Each typed word stands in the title or the summary, or is the row. */
static bool matches(const Menu *menu, uint32_t index)
{
    char word[sizeof menu->typed];
    const char *rest = menu->typed;
    while (key_next(&rest, word, sizeof word)) {
        if (!says(&menu->cards.items[index], word)) {
            return false;
        }
    }
    return true;
}

void menu_cards_filter(LessonMenu *menu)
{
    Menu *shown = &menu->menu;
    read_typed_path(menu);
    shown->shown.count = 0;
    for (uint32_t i = 0; i < shown->cards.count; i++) {
        if (i == 0 ? shown->typed[0] != '\0' && recent_is_there(menu->typed_path) : matches(shown, i)) {
            vec_push(&shown->shown, i);
        }
    }
    shown->chosen = shown->chosen < shown->shown.count ? shown->chosen : 0;
}

MenuChoice lesson_menu_choice(const LessonMenu *menu)
{
    const Menu *shown = &menu->menu;
    return shown->chosen < shown->shown.count ? menu->choices.items[shown->shown.items[shown->chosen]] : (MenuChoice){NULL, NULL, 0};
}

MenuChoice lesson_menu_last(const LessonMenu *menu)
{
    for (size_t i = 0; i < menu->recent.files.count; i++) {
        const RecentFile *file = &menu->recent.files.items[i];
        if (recent_is_there(file->path)) {
            return (MenuChoice){file->path, lesson_of(menu, file->path), file->step};
        }
    }
    return (MenuChoice){NULL, NULL, 0};
}

void lesson_menu_note(LessonMenu *menu, Lesson *lesson, const Quiz *quiz)
{
    lesson->asked = (uint32_t)quiz->questions.count;
    lesson->right = quiz_count(quiz, VERDICT_RIGHT);
    menu_cards_fill(menu);
}

void lesson_menu_left(LessonMenu *menu, RecentFile file)
{
    recent_note(&menu->recent, file);
    menu_cards_fill(menu);
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
