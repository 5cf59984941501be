/* The questions of a recording in the player: found once, answered by keys and clicks. Not how they look (view/panel_ask). */
#ifndef HL_APP_SHOW_ASK_H
#define HL_APP_SHOW_ASK_H

#include "app/show.h"

void show_find_questions(Show *show);
/* How the expects came out. */
void show_find_checks(Show *show);
/* The open question at the step shown, or NULL. */
Question *show_question(Show *show);
/* A key while a question is open. False: it means nothing to the question. */
bool show_ask_key(Show *show, const char *key);
/* A click on a choice, counted from 0. */
unsigned show_ask_choose(Show *show, int choice);
/* After the step may have changed: what was begun at another step is forgotten. */
void show_ask_follow(Show *show);

#endif
