/* Each typed word is looked for by itself, so their order is free; its letters from the left, once from each place where the first
 * one stands; the best run counts. */
#include "view/palette.h"

#include "view/text.h"

#include <string.h>

enum { WORD_BYTES = 40 };

static uint32_t lower(uint32_t letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
}

/* Who types "the" means "theme". */
static bool is_little(const char *at)
{
    static const char *const words[] = {"the ", "to ", "a ", "of ", "or ", "is "};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strncmp(at, words[i], strlen(words[i])) == 0) {
            return true;
        }
    }
    return false;
}

static bool begins_word(const char *text, const char *at)
{
    bool first = at == text || strchr(" (:,+", at[-1]) != NULL;
    return (first && !is_little(at)) || ((unsigned char)at[0] & 0x80) != 0;
}

/* All of `typed` from this place of the text on: 5 for a letter right behind the last one, 6 at the start of a word, 7 at that of
 * the text, else 1. */
static int score_from(const char *text, const char *from, const char *typed)
{
    const char *at = from, *end = text + strlen(text), *typed_end = typed + strlen(typed), *behind = NULL;
    int score = 0, letters = 0;
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
        score += begins_word(text, here) ? (here == text ? 7 : 6) : here == behind ? 5 : 1;
        letters++;
        behind = at;
    }
    return score < 3 * letters ? 0 : score; /* scattered all over a text letters mean nothing */
}

static int score_of_word(const char *text, const char *typed)
{
    const char *end = text + strlen(text);
    int best = 0;
    for (const char *at = text; at < end;) {
        int score = score_from(text, at, typed);
        best = score > best ? score : best;
        text_code_point(&at, end);
    }
    return best;
}

int palette_score(const char *text, const char *typed)
{
    char word[WORD_BYTES];
    const char *rest = typed;
    int sum = 0, whole = score_of_word(text, typed); /* in the order of the name is best */
    while (key_next(&rest, word, sizeof word)) {
        int score = score_of_word(text, word);
        if (score == 0) {
            return 0;
        }
        sum += score;
    }
    return whole > sum ? whole : sum == 0 ? 1 : sum;
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

/* What people also call an action; they fit a little less than its name. */
static const char *const other_words[ACTION_COUNT] = {
    [ACTION_PLAY] = "start stop run 开始 停止",
    [ACTION_FORWARD] = "advance next step",
    [ACTION_BACK] = "rewind previous step",
    [ACTION_NEXT_STOP] = "slide question note",
    [ACTION_FIRST] = "start restart rewind 重来",
    [ACTION_UNDO] = "go back return 返回",
    [ACTION_SLOWER] = "speed 速度",
    [ACTION_FASTER] = "speed 速度",
    [ACTION_TO_REFERENT] = "referent target",
    [ACTION_TO_HOLDER] = "holder owner",
    [ACTION_MEMORY] = "zoom pools arena blocks 缩放",
    [ACTION_THEME] = "dark mode colours colors style 颜色 暗色",
    [ACTION_LANGUAGE] = "language translate 语言",
    [ACTION_PROJECTOR] = "presentation beamer large 演示",
    [ACTION_ANIMATION] = "motion movement 动效",
    [ACTION_BLACK] = "blank hide",
    [ACTION_BIGGER] = "zoom in font size magnify 缩放 字号",
    [ACTION_SMALLER] = "zoom out font size 缩放 字号",
    [ACTION_NORMAL] = "reset zoom 缩放",
    [ACTION_SEARCH] = "find 查找",
    [ACTION_LESSONS] = "menu open file load home 打开 菜单",
    [ACTION_WHY] = "leak root path holders 泄漏 持有",
    [ACTION_SPOTLIGHT] = "highlight 高亮",
    [ACTION_FOCUS] = "zoom centre center 缩放",
    [ACTION_FORM] = "graph view mode 视图",
    [ACTION_GROUP_BY] = "groups components 分组",
    [ACTION_RELAYOUT] = "reset positions arrange",
    [ACTION_CHECKS] = "errors failures agreement 错误",
    [ACTION_SAVE] = "screenshot export png image 截图 导出",
    [ACTION_FULL_SCREEN] = "maximise maximize 最大化",
    [ACTION_HELP] = "keys shortcuts help 帮助 快捷键",
    [ACTION_QUIT] = "exit leave 关闭",
};

static int score_of(Action action, const char *typed)
{
    const ActionInfo *info = &action_info[action];
    const char *const texts[] = {info->english, info->chinese, info->keys};
    int best = other_words[action] == NULL ? 0 : palette_score(other_words[action], typed) * 3 / 4;
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
