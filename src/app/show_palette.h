/* The list of actions found by name: its keys, for recordings and for the menu. */
#ifndef HL_APP_SHOW_PALETTE_H
#define HL_APP_SHOW_PALETTE_H

#include "view/palette.h"
#include "view/view.h"

/* What a key did: which action is to be done now (the list is closed then), or none. */
typedef struct PaletteAnswer {
    bool changed;
    Action run;
} PaletteAnswer;

void show_palette_begin(ViewState *state);
/* Only while it is open. `place` as for palette_find. */
PaletteAnswer show_palette_key(ViewState *state, KeysWhere place, const char *key);
bool show_palette_type(ViewState *state, const char *text);
/* `by` rows further, in a ring. */
bool show_palette_choose(ViewState *state, KeysWhere place, int by);
/* The action clicked on, "action N" in a group's name; the list is closed then. ACTION_NONE: the click was elsewhere. */
Action show_palette_clicked(ViewState *state, const char *group);

#endif
