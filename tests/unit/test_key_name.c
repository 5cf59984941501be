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
    assert_true(key_name_of(&key, name, sizeof name));
    assert_string_equal(name, expected);
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
    assert_false(key_name_of(&key, name, sizeof name));
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
        cmocka_unit_test(modifiers_alone_have_no_name),
        cmocka_unit_test(typing_keys_are_told_from_commands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
