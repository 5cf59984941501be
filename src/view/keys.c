#include "view/keys.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

const ActionInfo action_info[ACTION_COUNT] = {
#define ACTION_ROW(where, constant, keys, english, chinese) [ACTION_##constant] = {KEYS_##where, keys, english, chinese},
    ACTIONS(ACTION_ROW)
#undef ACTION_ROW
};

enum { KEY_BYTES = 40 };

bool key_next(const char **list, char *name, size_t room)
{
    const char *from = *list;
    while (*from == ' ') {
        from++;
    }
    size_t bytes = strcspn(from, " ");
    *list = from + bytes;
    if (bytes == 0) {
        return false;
    }
    size_t kept = bytes < room - 1 ? bytes : room - 1;
    memcpy(name, from, kept);
    name[kept] = '\0';
    return true;
}

KeySign key_sign(const char *name)
{
    static const char *const signs[][2] = {{"Left", "←"}, {"Right", "→"}, {"Up", "↑"}, {"Down", "↓"}, {"PageUp", "PgUp"}, {"PageDown", "PgDn"}};
    KeySign sign;
    const char *plus = strrchr(name, '+');
    const char *base = plus == NULL || plus[1] == '\0' ? name : plus + 1;
    snprintf(sign.text, sizeof sign.text, "%.30s", name);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (strcmp(base, signs[i][0]) == 0) {
            snprintf(sign.text, sizeof sign.text, "%.*s%s", (int)(base - name), name, signs[i][1]);
        }
    }
    return sign;
}

/* Same key; a single letter in either case. */
static bool same_key(const char *a, const char *b)
{
    if (a[0] != '\0' && a[1] == '\0' && b[0] != '\0' && b[1] == '\0') {
        return tolower((unsigned char)a[0]) == tolower((unsigned char)b[0]);
    }
    return strcmp(a, b) == 0;
}

/* "Shift+T" is the letter T. */
static const char *without_shift(const char *key)
{
    bool letter = strncmp(key, "Shift+", 6) == 0 && isalpha((unsigned char)key[6]) && key[7] == '\0';
    return letter ? key + 6 : key;
}

static bool is_digit_of(const char *name, const char *key)
{
    bool digit = isdigit((unsigned char)key[0]) && key[1] == '\0';
    return digit && ((strcmp(name, "0…9") == 0) || (strcmp(name, "1…9") == 0 && key[0] != '0'));
}

Action key_action_in(KeysWhere where, const char *key, int *digit)
{
    char name[KEY_BYTES];
    key = without_shift(key);
    if (isdigit((unsigned char)key[0]) && key[1] == '\0') {
        *digit = key[0] - '0';
    }
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        const char *list = action_info[action].keys;
        while (action_info[action].where == where && key_next(&list, name, sizeof name)) {
            if (same_key(key, name) || is_digit_of(name, key)) {
                return (Action)action;
            }
        }
    }
    return ACTION_NONE;
}

Action key_action(const char *key, int *digit)
{
    return key_action_in(KEYS_ALWAYS, key, digit);
}
