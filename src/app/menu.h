/* The lesson menu as a part of the window: what keys and clicks do, and the small pictures, made one at a time while nothing
 * else is to do. Not how it looks (view/panel_menu). */
#ifndef HL_APP_MENU_H
#define HL_APP_MENU_H

#include "app/lessons.h"
#include "app/show.h"

typedef struct LessonMenu {
    Lessons lessons;
    Menu menu;
    View view;
    VEC(Thumbnail) pictures; /* by lesson; made is true also where there was nothing to see */
    ThemeKind theme;         /* the pictures' */
} LessonMenu;

void lesson_menu_init(LessonMenu *menu);
void lesson_menu_release(LessonMenu *menu);

/* ShowEffects; SHOW_OPEN: open lesson_menu_chosen. */
unsigned lesson_menu_key(LessonMenu *menu, ViewState *state, const char *key);
unsigned lesson_menu_type(LessonMenu *menu, ViewState *state, const char *text);
/* Whether letters are typed and no keys. */
bool lesson_menu_is_typing(const LessonMenu *menu, const ViewState *state);
unsigned lesson_menu_click(LessonMenu *menu, ViewState *state, Point at);
unsigned lesson_menu_wheel(LessonMenu *menu, ViewState *state, float notches);
/* The chosen lesson, or NULL when the search leaves none. */
Lesson *lesson_menu_chosen(LessonMenu *menu);
/* What is known of a lesson's questions. */
void lesson_menu_note(LessonMenu *menu, Lesson *lesson, const Quiz *quiz);
void lesson_menu_say(LessonMenu *menu, const char *file, const Err *err);

/* Makes one picture that is missing. False: none is. */
bool lesson_menu_work(LessonMenu *menu, const ViewState *state, TextMeasure measure);
const DrawList *lesson_menu_draw(LessonMenu *menu, const ViewState *state, const ViewPaper *paper);

#endif
