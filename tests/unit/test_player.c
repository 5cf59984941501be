/* The window's events, made by SDL itself with the driver that draws nowhere: a dropped file, typed text, keys and what waits behind
 * them; and what is told when there is no display. */
#include "view/sdl/player.h"

#include <SDL2/SDL.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Player *player;

static int open_player(void **unused)
{
    (void)unused;
    Err err;
    unsetenv("WAYLAND_DISPLAY");
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("HEAPLOUPE_ALLOW_OFFSCREEN", "1", 1);
    player = player_open(&(PlayerWindow){"test", 400, 400}, &err);
    return player == NULL ? -1 : 0;
}

static int close_player(void **unused)
{
    (void)unused;
    player_close(player);
    return 0;
}

/* The next event of a kind. */
static bool wait_for(PlayerEventKind kind, PlayerEvent *event)
{
    for (int i = 0; i < 20; i++) {
        if (player_wait(player, 20, event) && event->kind == kind) {
            return true;
        }
    }
    return false;
}

static void push_key(SDL_Keycode code)
{
    SDL_Event key = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = code}}};
    assert_int_equal(SDL_PushEvent(&key), 1);
}

static void a_dropped_file_comes_as_its_path(void **unused)
{
    (void)unused;
    PlayerEvent event;
    SDL_Event drop = {.drop = {.type = SDL_DROPFILE, .file = SDL_strdup("/a folder/记录.json")}};
    assert_int_equal(SDL_PushEvent(&drop), 1);
    assert_true(wait_for(PLAYER_DROP, &event));
    assert_string_equal(event.path, "/a folder/记录.json");
    drop = (SDL_Event){.drop = {.type = SDL_DROPFILE, .file = SDL_strdup("second")}};
    SDL_PushEvent(&drop);
    assert_true(wait_for(PLAYER_DROP, &event));
    assert_string_equal(event.path, "second");
}

static void letters_are_keys_until_something_is_typed(void **unused)
{
    (void)unused;
    PlayerEvent event;
    push_key(SDLK_q);
    assert_true(wait_for(PLAYER_KEY, &event));
    assert_string_equal(event.key, "q");
    player_set_typing(player, true);
    SDL_Event text = {.text = {.type = SDL_TEXTINPUT, .text = "数"}};
    SDL_PushEvent(&text);
    assert_true(wait_for(PLAYER_TEXT, &event));
    assert_string_equal(event.text, "数");
    push_key(SDLK_RETURN);
    assert_true(wait_for(PLAYER_KEY, &event));
    assert_string_equal(event.key, "Enter");
}

/* "/" and the first letter come in one go: the letter waits in the queue when typing begins, and has no text of its own. */
static void a_letter_right_behind_is_not_lost(void **unused)
{
    (void)unused;
    PlayerEvent event;
    push_key(SDLK_SLASH);
    push_key(SDLK_p);
    assert_true(wait_for(PLAYER_KEY, &event));
    assert_string_equal(event.key, "/");
    player_set_typing(player, true);
    assert_true(wait_for(PLAYER_TEXT, &event));
    assert_string_equal(event.text, "p");
    SDL_Delay(5);
    push_key(SDLK_x);
    SDL_Event text = {.text = {.type = SDL_TEXTINPUT, .text = "x"}};
    SDL_PushEvent(&text);
    assert_true(wait_for(PLAYER_TEXT, &event)); /* once */
    assert_string_equal(event.text, "x");
    assert_false(player_wait(player, 10, &event) && event.kind == PLAYER_TEXT);
}

static void refused(const char *driver, const char *display, const char *expected)
{
    Err err;
    unsetenv("HEAPLOUPE_ALLOW_OFFSCREEN");
    unsetenv("WAYLAND_DISPLAY");
    unsetenv("SDL_VIDEODRIVER");
    unsetenv("DISPLAY");
    if (driver != NULL) {
        setenv("SDL_VIDEODRIVER", driver, 1);
    }
    if (display != NULL) {
        setenv("DISPLAY", display, 1);
    }
    assert_null(player_open(&(PlayerWindow){"test", 400, 400}, &err));
    if (strstr(err.text, expected) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", err.text, expected);
    }
    assert_null(strchr(err.text, '\n'));
}

static void without_a_display_it_says_what_to_do(void **unused)
{
    (void)unused;
    refused(NULL, NULL, "set DISPLAY or WAYLAND_DISPLAY");
    refused("dummy", NULL, "SDL_VIDEODRIVER=dummy: it draws nowhere; unset it");
    refused("nonsense", NULL, "SDL_VIDEODRIVER=nonsense");
    refused(NULL, ":4711", "DISPLAY=:4711 does not answer");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_dropped_file_comes_as_its_path, open_player, close_player),
        cmocka_unit_test_setup_teardown(letters_are_keys_until_something_is_typed, open_player, close_player),
        cmocka_unit_test_setup_teardown(a_letter_right_behind_is_not_lost, open_player, close_player),
        cmocka_unit_test(without_a_display_it_says_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
