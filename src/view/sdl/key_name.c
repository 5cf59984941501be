/* While nobody types, text input is off so that an input method does not swallow letters. SDL then tells the unshifted
 * character only; Shift is applied as on a US keyboard. On others, keys that product tables name by a shifted character
 * have another key besides (F1 for "?"). */
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

/* The character a US keyboard gives with Shift, or 0 when `plain` is none of its symbols. */
static char shifted(char plain)
{
    static const char low[] = "`1234567890-=[]\\;',./";
    static const char high[] = "~!@#$%^&*()_+{}|:\"<>?";
    const char *found = strchr(low, plain);
    return found != NULL && plain != '\0' ? high[found - low] : '\0';
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

bool key_name_of(const SDL_Keysym *key, char *name, size_t room)
{
    bool ctrl = (key->mod & KMOD_CTRL) != 0;
    bool alt = (key->mod & KMOD_ALT) != 0;
    bool shift = (key->mod & KMOD_SHIFT) != 0;
    char character[2] = {0};
    const char *base = name_of(key->sym);
    if (base == NULL && is_printable(key->sym)) {
        character[0] = (char)key->sym;
        char symbol = shift ? shifted(character[0]) : '\0';
        if (symbol != '\0') {
            character[0] = symbol;
            shift = false;
        } else if (ctrl || alt) {
            character[0] = (char)toupper((unsigned char)character[0]);
        }
        base = character;
    }
    if (base == NULL) {
        return false;
    }
    snprintf(name, room, "%s%s%s%s", ctrl ? "Ctrl+" : "", alt ? "Alt+" : "", shift ? "Shift+" : "", base);
    return true;
}
