#include "app/show_palette.h"

#include "app/typed.h"

#include <stdio.h>

void show_palette_begin(ViewState *state)
{
    state->palette = (Palette){.open = true};
    state->help = false;
}

bool show_palette_type(ViewState *state, const char *text)
{
    state->palette.chosen = 0;
    return typed_add(state->palette.typed, sizeof state->palette.typed, text);
}

bool show_palette_choose(ViewState *state, KeysWhere place, int by)
{
    PaletteList list;
    palette_find(place, state->palette.typed, &list);
    if (list.count == 0) {
        return false;
    }
    state->palette.chosen = (uint32_t)(((int)state->palette.chosen + by + (int)list.count) % (int)list.count);
    return true;
}

static Action run(ViewState *state, KeysWhere place)
{
    PaletteList list;
    palette_find(place, state->palette.typed, &list);
    if (state->palette.chosen >= list.count) {
        return ACTION_NONE;
    }
    state->palette.open = false;
    return list.actions[state->palette.chosen];
}

PaletteAnswer show_palette_key(ViewState *state, KeysWhere place, const char *key)
{
    int digit = 0;
    const char *letter = typed_by_key(key);
    if (letter != NULL) {
        return (PaletteAnswer){show_palette_type(state, letter), ACTION_NONE};
    }
    switch (key_action_in(KEYS_PALETTE, key, &digit)) {
    case ACTION_NEXT_ACTION: return (PaletteAnswer){show_palette_choose(state, place, 1), ACTION_NONE};
    case ACTION_PREVIOUS_ACTION: return (PaletteAnswer){show_palette_choose(state, place, -1), ACTION_NONE};
    case ACTION_RUN_ACTION: return (PaletteAnswer){true, run(state, place)};
    case ACTION_UNTYPE_ACTION: state->palette.chosen = 0; return (PaletteAnswer){typed_erase(state->palette.typed), ACTION_NONE};
    case ACTION_END_PALETTE: state->palette.open = false; return (PaletteAnswer){true, ACTION_NONE};
    default: break;
    }
    bool closes = key_action(key, &digit) == ACTION_PALETTE;
    state->palette.open = !closes;
    return (PaletteAnswer){closes, ACTION_NONE};
}

Action show_palette_clicked(ViewState *state, const char *group)
{
    int action = ACTION_NONE;
    if (sscanf(group, "action %d", &action) != 1 || action <= ACTION_NONE || action >= ACTION_COUNT) {
        return ACTION_NONE;
    }
    state->palette.open = state->help = false;
    return (Action)action;
}
