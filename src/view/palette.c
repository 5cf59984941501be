/* The letters are looked for from the left, once from each place where the first one stands; the best run counts. */
#include "view/palette.h"

#include "view/text.h"

#include <string.h>

static uint32_t lower(uint32_t letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
}

static bool begins_word(const char *text, const char *at)
{
    return at == text || strchr(" (:,+", at[-1]) != NULL || ((unsigned char)at[0] & 0x80) != 0;
}

/* All of `typed` from this place of the text on: 4 for a letter right behind the last one, 6 at the start of a word, else 1. */
static int score_from(const char *text, const char *from, const char *typed)
{
    const char *at = from, *end = text + strlen(text), *typed_end = typed + strlen(typed), *behind = from;
    int score = 0;
    while (typed < typed_end) {
        uint32_t wanted = lower(text_code_point(&typed, typed_end)), letter = 0;
        const char *here = at;
        while (at < end && letter != wanted) {
            here = at;
            letter = lower(text_code_point(&at, end));
        }
        if (letter != wanted) {
            return 0;
        }
        score += begins_word(text, here) ? 6 : here == behind ? 4 : 1;
        behind = at;
    }
    return score;
}

int palette_score(const char *text, const char *typed)
{
    const char *end = text + strlen(text);
    int best = typed[0] == '\0' ? 1 : 0;
    for (const char *at = text; at < end && typed[0] != '\0';) {
        int score = score_from(text, at, typed);
        best = score > best ? score : best;
        text_code_point(&at, end);
    }
    return best;
}

bool palette_in_menu(Action action)
{
    switch (action) {
    case ACTION_THEME: case ACTION_LANGUAGE: case ACTION_PROJECTOR: case ACTION_BIGGER: case ACTION_SMALLER: case ACTION_NORMAL:
    case ACTION_SEARCH: case ACTION_FULL_SCREEN: case ACTION_HELP: case ACTION_CLOSE: case ACTION_QUIT: return true;
    default: return false;
    }
}

static bool is_listed(KeysWhere place, Action action)
{
    const ActionInfo *info = &action_info[action];
    if (action == ACTION_PALETTE || strstr(info->keys, "…") != NULL) {
        return false;
    }
    if (place == KEYS_MENU) {
        return action == ACTION_OPEN_LESSON || action == ACTION_CONTINUE || palette_in_menu(action);
    }
    return info->where == KEYS_ALWAYS || (place == KEYS_LIVE && info->where == KEYS_LIVE);
}

static int score_of(Action action, const char *typed)
{
    const ActionInfo *info = &action_info[action];
    const char *const texts[] = {info->english, info->chinese, info->keys};
    int best = 0;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int score = palette_score(texts[i], typed);
        best = score > best ? score : best;
    }
    return best;
}

void palette_find(KeysWhere place, const char *typed, PaletteList *list)
{
    int scores[ACTION_COUNT];
    list->count = 0;
    for (int i = 0; i < ACTION_COUNT - 1; i++) {
        /* the menu's own rows are the table's last, and come first here */
        Action action = (Action)(place == KEYS_MENU ? ACTION_COUNT - 1 - i : i + 1);
        int score = is_listed(place, action) ? score_of(action, typed) : 0;
        uint32_t at = list->count;
        if (score == 0) {
            continue;
        }
        for (; at > 0 && scores[at - 1] < score; at--) {
            scores[at] = scores[at - 1];
            list->actions[at] = list->actions[at - 1];
        }
        scores[at] = score;
        list->actions[at] = action;
        list->count++;
    }
}
