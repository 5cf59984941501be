/* Names of keys, with and without modifiers. */
#include "view/sdl/key_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants the three above first */
#include <cmocka.h>

static void named(SDL_Keycode code, int modifiers, const char *expected)
{
    char name[32];
    SDL_Keysym key = {.sym = code, .mod = (Uint16)modifiers};
    assert_true(key_name_of(&key, KEY_LAYOUT_US, name, sizeof name));
    assert_string_equal(name, expected);
}

/* A key by its place, what it types alone there, what is held, and what the keyboard's owner means by it. */
typedef struct LayoutKey {
    SDL_Scancode place;
    SDL_Keycode alone;
    int modifiers;
    const char *expected;
} LayoutKey;

static void named_in(KeyLayout layout, const LayoutKey *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char name[32];
        SDL_Keysym key = {.scancode = keys[i].place, .sym = keys[i].alone, .mod = (Uint16)keys[i].modifiers};
        assert_int_equal(key_name_of(&key, layout, name, sizeof name), keys[i].expected != NULL);
        if (keys[i].expected != NULL) {
            assert_string_equal(name, keys[i].expected);
        }
    }
}

/* As printed on German keyboards; Nordic, Spanish, Italian ones agree in these. */
static void german_keys(void **state)
{
    (void)state;
    static const LayoutKey keys[] = {
        {SDL_SCANCODE_MINUS, 0xdf, KMOD_LSHIFT, "?"},          {SDL_SCANCODE_7, SDLK_7, KMOD_RSHIFT, "/"},
        {SDL_SCANCODE_COMMA, SDLK_COMMA, KMOD_LSHIFT, ";"},    {SDL_SCANCODE_COMMA, SDLK_COMMA, 0, ","},
        {SDL_SCANCODE_8, SDLK_8, KMOD_MODE, "["},              {SDL_SCANCODE_9, SDLK_9, KMOD_RALT, "]"},
        {SDL_SCANCODE_0, SDLK_0, KMOD_LSHIFT, "="},            {SDL_SCANCODE_RIGHTBRACKET, SDLK_PLUS, 0, "+"},
        {SDL_SCANCODE_SLASH, SDLK_MINUS, 0, "-"},              {SDL_SCANCODE_Z, SDLK_y, 0, "y"},
        {SDL_SCANCODE_RIGHTBRACKET, SDLK_PLUS, KMOD_LCTRL, "Ctrl++"}, {SDL_SCANCODE_SLASH, SDLK_MINUS, KMOD_LCTRL, "Ctrl+-"},
        {SDL_SCANCODE_1, SDLK_1, KMOD_LSHIFT, "Shift+1"},      {SDL_SCANCODE_MINUS, 0xdf, 0, NULL},
        {SDL_SCANCODE_RIGHT, SDLK_RIGHT, KMOD_LALT, "Alt+Right"}, {SDL_SCANCODE_8, SDLK_8, KMOD_LALT, "Alt+8"},
    };
    named_in(KEY_LAYOUT_CONTINENTAL, keys, sizeof keys / sizeof keys[0]);
}

static void french_keys(void **state)
{
    (void)state;
    static const LayoutKey keys[] = {
        {SDL_SCANCODE_M, SDLK_COMMA, KMOD_LSHIFT, "?"},        {SDL_SCANCODE_PERIOD, SDLK_COLON, KMOD_LSHIFT, "/"},
        {SDL_SCANCODE_COMMA, SDLK_SEMICOLON, 0, ";"},          {SDL_SCANCODE_M, SDLK_COMMA, 0, ","},
        {SDL_SCANCODE_COMMA, SDLK_SEMICOLON, KMOD_LSHIFT, "."}, {SDL_SCANCODE_2, 0xe9, KMOD_LSHIFT, "2"},
        {SDL_SCANCODE_1, SDLK_AMPERSAND, KMOD_LSHIFT, "1"},    {SDL_SCANCODE_0, 0xe0, KMOD_LCTRL, "Ctrl+0"},
        {SDL_SCANCODE_5, SDLK_LEFTPAREN, KMOD_MODE, "["},      {SDL_SCANCODE_MINUS, SDLK_RIGHTPAREN, KMOD_MODE, "]"},
        {SDL_SCANCODE_6, SDLK_MINUS, 0, "-"},                  {SDL_SCANCODE_EQUALS, SDLK_EQUALS, KMOD_LSHIFT, "+"},
        {SDL_SCANCODE_Q, SDLK_a, 0, "a"},                      {SDL_SCANCODE_2, 0xe9, 0, NULL},
        {SDL_SCANCODE_6, SDLK_6, 0, "-"},                      {SDL_SCANCODE_6, SDLK_6, KMOD_LSHIFT, "6"},
        {SDL_SCANCODE_6, SDLK_6, KMOD_LCTRL, "Ctrl+-"},        {SDL_SCANCODE_1, SDLK_1, 0, "1"},
    };
    named_in(KEY_LAYOUT_FRENCH, keys, sizeof keys / sizeof keys[0]);
}

static void russian_keys(void **state)
{
    (void)state;
    static const LayoutKey keys[] = {
        {SDL_SCANCODE_SLASH, SDLK_PERIOD, 0, "."},             {SDL_SCANCODE_SLASH, SDLK_PERIOD, KMOD_LSHIFT, ","},
        {SDL_SCANCODE_7, SDLK_7, KMOD_LSHIFT, "?"},            {SDL_SCANCODE_6, SDLK_6, KMOD_LSHIFT, ":"},
        {SDL_SCANCODE_BACKSLASH, SDLK_BACKSLASH, KMOD_LSHIFT, "/"}, {SDL_SCANCODE_LEFTBRACKET, 0x445, 0, "["},
        {SDL_SCANCODE_EQUALS, SDLK_EQUALS, KMOD_LCTRL | KMOD_LSHIFT, "Ctrl++"}, {SDL_SCANCODE_Q, 0x439, 0, "q"},
    };
    named_in(KEY_LAYOUT_RUSSIAN, keys, sizeof keys / sizeof keys[0]);
}

static void letters_of_other_scripts_go_by_their_place(void **state)
{
    (void)state;
    static const LayoutKey keys[] = {
        {SDL_SCANCODE_W, 0x446, 0, "w"}, {SDL_SCANCODE_O, 0x449, KMOD_LCTRL, "Ctrl+O"}, {SDL_SCANCODE_P, 0x3c0, KMOD_LCTRL | KMOD_LSHIFT, "Ctrl+Shift+P"},
        {SDL_SCANCODE_LSHIFT, SDLK_LSHIFT, KMOD_LSHIFT, NULL},
    };
    named_in(KEY_LAYOUT_US, keys, sizeof keys / sizeof keys[0]);
}

static void keys_are_named_as_in_the_key_table(void **state)
{
    (void)state;
    named(SDLK_RIGHT, KMOD_NONE, "Right");
    named(SDLK_LEFT, KMOD_LSHIFT, "Shift+Left");
    named(SDLK_RIGHT, KMOD_RCTRL, "Ctrl+Right");
    named(SDLK_SPACE, KMOD_NONE, "Space");
    named(SDLK_F7, KMOD_NONE, "F7");
    named(SDLK_m, KMOD_NONE, "m");
    named(SDLK_SLASH, KMOD_LSHIFT, "?");
    named(SDLK_o, KMOD_LCTRL, "Ctrl+O");
    named(SDLK_p, KMOD_LCTRL | KMOD_LSHIFT, "Ctrl+Shift+P");
    named(SDLK_EQUALS, KMOD_LCTRL | KMOD_LSHIFT, "Ctrl++");
    named(SDLK_KP_MINUS, KMOD_LCTRL, "Ctrl+-");
    named(SDLK_UP, KMOD_LALT, "Alt+Up");
    named(SDLK_KP_5, KMOD_NUM, "5");
    named(SDLK_RETURN, KMOD_CAPS, "Enter");
}

static void modifiers_alone_have_no_name(void **state)
{
    (void)state;
    char name[32];
    SDL_Keysym key = {.sym = SDLK_LSHIFT, .mod = KMOD_LSHIFT};
    assert_false(key_name_of(&key, KEY_LAYOUT_US, name, sizeof name));
}

static void typing_keys_are_told_from_commands(void **state)
{
    (void)state;
    assert_true(key_name_types(&(SDL_Keysym){.sym = SDLK_a}));
    assert_true(key_name_types(&(SDL_Keysym){.sym = SDLK_SPACE, .mod = KMOD_LSHIFT}));
    assert_true(key_name_types(&(SDL_Keysym){.sym = SDLK_KP_5}));
    assert_false(key_name_types(&(SDL_Keysym){.sym = SDLK_a, .mod = KMOD_LCTRL}));
    assert_false(key_name_types(&(SDL_Keysym){.sym = SDLK_RETURN}));
    assert_false(key_name_types(&(SDL_Keysym){.sym = SDLK_LEFT}));
    assert_false(key_name_types(&(SDL_Keysym){.sym = SDLK_BACKSPACE}));
    assert_false(key_name_types(&(SDL_Keysym){.sym = SDLK_F1}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_named_as_in_the_key_table),
        cmocka_unit_test(german_keys),
        cmocka_unit_test(french_keys),
        cmocka_unit_test(russian_keys),
        cmocka_unit_test(letters_of_other_scripts_go_by_their_place),
        cmocka_unit_test(modifiers_alone_have_no_name),
        cmocka_unit_test(typing_keys_are_told_from_commands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
