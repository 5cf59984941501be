/* Finding actions by a few letters of their English or Chinese name, of their keys, or of other words people have for them. Not how the list looks (panel_palette) nor
 * what its keys do (app/show_palette). */
#ifndef HL_VIEW_PALETTE_H
#define HL_VIEW_PALETTE_H

#include "view/keys.h"

#include <stdint.h>

/* How well `typed` fits `text`, letters in either case: 0 not at all; else the letters of each of its words stand there in this
 * order, the more together and the nearer to the start of words, the higher. Everything fits "" by 1. */
int palette_score(const char *text, const char *typed);

typedef struct PaletteList {
    Action actions[ACTION_COUNT];
    uint32_t count;
} PaletteList;

/* The actions that fit, the best first, equals as in the table. `place` is KEYS_ALWAYS for a recording, KEYS_MENU for the menu,
 * whose own actions then come first. Left out are those that need a digit to be told and those that only close this list. */
void palette_find(KeysWhere place, const char *typed, PaletteList *list);

/* Whether the menu of lessons can do an action of KEYS_ALWAYS: it needs no recording. */
bool palette_in_menu(Action action);

#endif
