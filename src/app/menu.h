/* The start screen as a part of the window: what is on its cards, what keys and clicks do, and the small pictures, made one at a
 * time while nothing else is to do. Not how it looks (view/panel_menu).
 *
 * Cards, in this order: the file whose path is typed, files looked at lately, lessons. */
#ifndef HL_APP_MENU_H
#define HL_APP_MENU_H

#include "app/lessons.h"
#include "app/recent.h"
#include "app/show.h"

#include <limits.h>

/* What is to be opened. */
typedef struct MenuChoice {
    const char *path; /* borrowed until the menu changes; NULL: nothing */
    Lesson *lesson;   /* NULL: it is none */
    uint64_t step;    /* where it was left */
} MenuChoice;

typedef struct LessonMenu {
    Lessons lessons;
    Recent recent;
    Menu menu;
    View view;
    VEC(Thumbnail) pictures; /* by lesson; made is true also where there was nothing to see */
    ThemeKind theme;         /* the pictures' */
    VEC(MenuChoice) choices; /* by card */
    char typed_path[PATH_MAX];
    MenuChoice chosen;       /* after SHOW_OPEN */
} LessonMenu;

void lesson_menu_init(LessonMenu *menu);
void lesson_menu_release(LessonMenu *menu);

/* ShowEffects; SHOW_OPEN: open menu->chosen. */
unsigned lesson_menu_key(LessonMenu *menu, ViewState *state, const char *key);
unsigned lesson_menu_type(LessonMenu *menu, ViewState *state, const char *text);
/* Whether letters are typed and no keys. */
bool lesson_menu_is_typing(const LessonMenu *menu, const ViewState *state);
unsigned lesson_menu_click(LessonMenu *menu, ViewState *state, Point at);
unsigned lesson_menu_wheel(LessonMenu *menu, ViewState *state, float notches);
/* What the chosen card opens; nothing when the search leaves none. */
MenuChoice lesson_menu_choice(const LessonMenu *menu);
/* The newest recent file that is still there. */
MenuChoice lesson_menu_last(const LessonMenu *menu);
/* What is known of a lesson's questions. */
void lesson_menu_note(LessonMenu *menu, Lesson *lesson, const Quiz *quiz);
/* A file was left at a step: it becomes the newest recent one. */
void lesson_menu_left(LessonMenu *menu, RecentFile file);
void lesson_menu_say(LessonMenu *menu, const char *file, const Err *err);

/* menu_cards.c: fills the cards anew, and which of them the search leaves. */
void menu_cards_fill(LessonMenu *menu);
void menu_cards_filter(LessonMenu *menu);

/* menu_pictures.c: makes one picture that is missing. False: none is. */
bool lesson_menu_work(LessonMenu *menu, const ViewState *state, TextMeasure measure);
void menu_pictures_drop(LessonMenu *menu);
const DrawList *lesson_menu_draw(LessonMenu *menu, const ViewState *state, const ViewPaper *paper);

#endif
