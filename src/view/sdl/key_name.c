/* While nobody types, text input is off so that an input method does not swallow letters. SDL then tells the unshifted
 * character only, and of the row of digits always the digit; what is typed is looked up by the layout, as far as the key table
 * needs it. On layouts that have no Latin letters (Cyrillic, Greek), a key that types a letter goes by its place, as on a US keyboard. */
#include "view/sdl/key_name.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

typedef struct NamedKey {
    SDL_Keycode code;
    const char *name;
} NamedKey;

static const NamedKey named_keys[] = {
    {SDLK_SPACE, "Space"},      {SDLK_RETURN, "Enter"},     {SDLK_KP_ENTER, "Enter"},      {SDLK_ESCAPE, "Esc"},
    {SDLK_BACKSPACE, "Backspace"}, {SDLK_DELETE, "Delete"}, {SDLK_INSERT, "Insert"},       {SDLK_TAB, "Tab"},
    {SDLK_LEFT, "Left"},        {SDLK_RIGHT, "Right"},      {SDLK_UP, "Up"},               {SDLK_DOWN, "Down"},
    {SDLK_HOME, "Home"},        {SDLK_END, "End"},          {SDLK_PAGEUP, "PageUp"},       {SDLK_PAGEDOWN, "PageDown"},
    {SDLK_KP_PLUS, "+"},        {SDLK_KP_MINUS, "-"},       {SDLK_KP_DIVIDE, "/"},         {SDLK_KP_MULTIPLY, "*"},
    {SDLK_KP_PERIOD, "."},      {SDLK_KP_0, "0"},           {SDLK_KP_1, "1"},              {SDLK_KP_2, "2"},
    {SDLK_KP_3, "3"},           {SDLK_KP_4, "4"},           {SDLK_KP_5, "5"},              {SDLK_KP_6, "6"},
    {SDLK_KP_7, "7"},           {SDLK_KP_8, "8"},           {SDLK_KP_9, "9"},              {SDLK_AC_BACK, "Backspace"},
};

static const char *const function_keys[] = {"F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"};

static const char *name_of(SDL_Keycode code)
{
    for (size_t i = 0; i < sizeof named_keys / sizeof named_keys[0]; i++) {
        if (named_keys[i].code == code) {
            return named_keys[i].name;
        }
    }
    if (code >= SDLK_F1 && code <= SDLK_F12) {
        return function_keys[code - SDLK_F1];
    }
    return NULL;
}

/* The character a key gives with Shift (or AltGr), or 0 when none that matters; scancode 0: any key with that character. */
typedef struct TypedKey {
    SDL_Scancode scancode;
    char plain, typed;
} TypedKey;

static const TypedKey continental_shift[] = {
    {SDL_SCANCODE_7, 0, '/'}, {SDL_SCANCODE_0, 0, '='}, {SDL_SCANCODE_MINUS, 0, '?'}, {0, ',', ';'}, {0, '.', ':'}, {0, '-', '_'}, {0, '+', '*'},
};
static const TypedKey continental_altgr[] = {{SDL_SCANCODE_8, 0, '['}, {SDL_SCANCODE_9, 0, ']'}};
static const TypedKey french_shift[] = {
    {SDL_SCANCODE_1, 0, '1'}, {SDL_SCANCODE_2, 0, '2'}, {SDL_SCANCODE_3, 0, '3'}, {SDL_SCANCODE_4, 0, '4'}, {SDL_SCANCODE_5, 0, '5'},
    {SDL_SCANCODE_6, 0, '6'}, {SDL_SCANCODE_7, 0, '7'}, {SDL_SCANCODE_8, 0, '8'}, {SDL_SCANCODE_9, 0, '9'}, {SDL_SCANCODE_0, 0, '0'},
    {0, ',', '?'}, {0, ';', '.'}, {0, ':', '/'}, {0, '=', '+'},
};
static const TypedKey french_plain[] = {{SDL_SCANCODE_6, 0, '-'}}; /* the other digits are easier to reach without Shift */
static const TypedKey french_altgr[] = {{SDL_SCANCODE_5, 0, '['}, {SDL_SCANCODE_MINUS, 0, ']'}};

static const TypedKey russian_shift[] = {
    {SDL_SCANCODE_4, 0, ';'}, {SDL_SCANCODE_6, 0, ':'}, {SDL_SCANCODE_7, 0, '?'}, {SDL_SCANCODE_BACKSLASH, 0, '/'}, {0, '.', ','},
    {0, '=', '+'},
};
static const TypedKey us_places[] = {
    {SDL_SCANCODE_LEFTBRACKET, 0, '['}, {SDL_SCANCODE_RIGHTBRACKET, 0, ']'}, {SDL_SCANCODE_SEMICOLON, 0, ';'}, {SDL_SCANCODE_COMMA, 0, ','},
    {SDL_SCANCODE_PERIOD, 0, '.'},
};
enum { GREEK_FIRST = 0x370 }; /* what lies before are Latin letters with accents */

static char look_up(const TypedKey *keys, size_t count, const SDL_Keysym *key)
{
    for (size_t i = 0; i < count; i++) {
        bool place = keys[i].scancode != 0 && keys[i].scancode == key->scancode;
        if (place || (keys[i].plain != '\0' && keys[i].plain == key->sym)) {
            return keys[i].typed;
        }
    }
    return '\0';
}

static char us_shifted(SDL_Keycode plain)
{
    static const char low[] = "`1234567890-=[]\\;',./";
    static const char high[] = "~!@#$%^&*()_+{}|:\"<>?";
    const char *found = plain > 0x20 && plain < 0x7f ? strchr(low, plain) : NULL;
    return found != NULL ? high[found - low] : '\0';
}

#define LOOK_UP(keys, key) look_up(keys, sizeof keys / sizeof keys[0], key)

static char shifted(const SDL_Keysym *key, KeyLayout layout)
{
    switch (layout) {
    case KEY_LAYOUT_CONTINENTAL: return LOOK_UP(continental_shift, key);
    case KEY_LAYOUT_FRENCH: return LOOK_UP(french_shift, key);
    case KEY_LAYOUT_RUSSIAN: return LOOK_UP(russian_shift, key);
    default: return us_shifted(key->sym);
    }
}

static char with_altgr(const SDL_Keysym *key, KeyLayout layout)
{
    bool altgr = (key->mod & (KMOD_MODE | KMOD_RALT)) != 0;
    switch (altgr ? layout : KEY_LAYOUT_US) {
    case KEY_LAYOUT_CONTINENTAL: return LOOK_UP(continental_altgr, key);
    case KEY_LAYOUT_FRENCH: return LOOK_UP(french_altgr, key);
    default: return '\0';
    }
}

KeyLayout key_layout(void)
{
    SDL_Keycode slash = SDL_GetKeyFromScancode(SDL_SCANCODE_SLASH);
    switch (slash) {
    case SDLK_MINUS: return KEY_LAYOUT_CONTINENTAL;
    case SDLK_EXCLAIM: return KEY_LAYOUT_FRENCH;
    case SDLK_PERIOD: return KEY_LAYOUT_RUSSIAN;
    default: return KEY_LAYOUT_US;
    }
}

static bool is_printable(SDL_Keycode code)
{
    return code > 0x20 && code < 0x7f;
}

bool key_name_types(const SDL_Keysym *key)
{
    bool alt = (key->mod & KMOD_ALT) != 0 && (key->mod & KMOD_MODE) == 0;
    if (alt || (key->mod & (KMOD_CTRL | KMOD_GUI)) != 0) {
        return false;
    }
    const char *name = name_of(key->sym);
    if (name != NULL) {
        return key->sym == SDLK_SPACE || name[1] == '\0'; /* names of one character: the keypad */
    }
    return key->sym > 0x20 && (key->sym & SDLK_SCANCODE_MASK) == 0;
}

/* The character by which a key is named, *shift and *alt cleared when they made it; 0: it has none. */
static char character_of(const SDL_Keysym *key, KeyLayout layout, bool *shift, bool *alt)
{
    char third = with_altgr(key, layout), symbol = *shift ? shifted(key, layout) : '\0';
    if (third != '\0') {
        *alt = false;
        return third;
    }
    if (symbol != '\0') {
        *shift = false;
        return symbol;
    }
    if (!*shift && layout == KEY_LAYOUT_FRENCH && LOOK_UP(french_plain, key) != '\0') {
        return LOOK_UP(french_plain, key);
    }
    if (is_printable(key->sym)) {
        return (char)key->sym;
    }
    bool digit = (key->mod & KMOD_CTRL) != 0 && layout == KEY_LAYOUT_FRENCH;
    if (digit && LOOK_UP(french_shift, key) != '\0') {
        return LOOK_UP(french_shift, key); /* Ctrl+0 needs no Shift */
    }
    if ((key->sym & SDLK_SCANCODE_MASK) != 0) {
        return '\0';
    }
    bool letter = key->scancode >= SDL_SCANCODE_A && key->scancode <= SDL_SCANCODE_Z;
    char sign = key->sym >= GREEK_FIRST ? LOOK_UP(us_places, key) : '\0';
    return letter ? (char)('a' + (key->scancode - SDL_SCANCODE_A)) : sign;
}

bool key_name_of(const SDL_Keysym *key, KeyLayout layout, char *name, size_t room)
{
    bool ctrl = (key->mod & KMOD_CTRL) != 0;
    bool alt = (key->mod & KMOD_ALT) != 0;
    bool shift = (key->mod & KMOD_SHIFT) != 0;
    char character[2] = {0};
    const char *base = name_of(key->sym);
    if (base == NULL) {
        character[0] = character_of(key, layout, &shift, &alt);
        if (isalpha((unsigned char)character[0]) && (ctrl || alt)) {
            character[0] = (char)toupper((unsigned char)character[0]);
        }
        base = character;
    }
    if (base[0] == '\0') {
        return false;
    }
    snprintf(name, room, "%s%s%s%s", ctrl ? "Ctrl+" : "", alt ? "Alt+" : "", shift ? "Shift+" : "", base);
    return true;
}
