/* SDL falls back to drivers that nobody sees, waits for ever for a display that keeps silent, and leaves one that goes away to
 * libraries: all three are told in one line instead. */
#define _POSIX_C_SOURCE 200809L
#include "view/sdl/display.h"

#include "view/sdl/player.h"

#include <SDL2/SDL.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void display_does_not_answer(int signal_number)
{
    (void)signal_number;
    static const char message[] = "heaploupe: no display: the display does not answer\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    _exit(ERR_MACHINE);
}

/* SDL_Init, ended by an alarm when a display accepts the connection and then keeps silent. */
static int init_video(void)
{
    struct sigaction alarmed = {.sa_handler = display_does_not_answer};
    struct sigaction before;
    sigaction(SIGALRM, &alarmed, &before);
    alarm(PLAYER_OPEN_SECONDS_MAX);
    int status = SDL_Init(SDL_INIT_VIDEO);
    alarm(0);
    sigaction(SIGALRM, &before, NULL);
    return status;
}

/* Whether SDL fell back to a driver that shows nothing to anybody. */
static bool is_unseen(const char *driver)
{
    static const char *const unseen[] = {"offscreen", "dummy", "evdev"};
    for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++) {
        if (driver == NULL || strcmp(driver, unseen[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && value[0] != '\0';
}

/* A name is that of a socket in a folder, which must be known, too. */
static bool names_wayland(void)
{
    const char *name = getenv("WAYLAND_DISPLAY");
    return is_set("WAYLAND_DISPLAY") && (name[0] == '/' || is_set("XDG_RUNTIME_DIR"));
}

static bool no_display(Err *err)
{
    if (is_set("WAYLAND_DISPLAY")) {
        return err_machine(err, "no display: WAYLAND_DISPLAY=%.60s needs XDG_RUNTIME_DIR, which is not set", getenv("WAYLAND_DISPLAY"));
    }
    return err_machine(err, "no display: set DISPLAY or WAYLAND_DISPLAY, or use a command that needs no window");
}

/* There should be one, and it does not work: whoever named it must look. */
static bool bad_display(const char *said, Err *err)
{
    if (is_set("SDL_VIDEODRIVER")) {
        return err_machine(err, "no display: SDL_VIDEODRIVER=%.60s: %s; unset it, or use a command that needs no window",
                           getenv("SDL_VIDEODRIVER"), said);
    }
    const char *name = names_wayland() ? "WAYLAND_DISPLAY" : "DISPLAY";
    return err_machine(err, "no display: %s=%.60s does not answer (%s); set it right, or use a command that needs no window", name,
                       getenv(name), said);
}

/* ---- a display that goes away ---- */

static void leave(void)
{
    static const char message[] = "heaploupe: the display is gone\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    exit(ERR_MACHINE);
}

static int on_x11_lost(void *display)
{
    (void)display;
    leave();
    return 0;
}

/* Xlib, which SDL loads by itself, would end the program with a status that means something else. */
static void mind_x11(void)
{
    typedef int (*OnLost)(void *display);
    OnLost (*set)(OnLost) = NULL;
    bool x11 = strcmp(SDL_GetCurrentVideoDriver(), "x11") == 0;
    void *library = x11 ? SDL_LoadObject("libX11.so.6") : NULL;
    void *found = library != NULL ? SDL_LoadFunction(library, "XSetIOErrorHandler") : NULL;
    if (found != NULL) {
        memcpy(&set, &found, sizeof set); /* C knows no cast between the two kinds of pointers */
        set(on_x11_lost);
    }
}

void display_mind_quit(void)
{
    if (strcmp(SDL_GetCurrentVideoDriver(), "wayland") == 0) {
        leave();
    }
}

/* ---- opening ---- */

bool display_open(Err *err)
{
    const char *allowed = getenv("HEAPLOUPE_ALLOW_OFFSCREEN");
    bool may_be_unseen = allowed != NULL && strcmp(allowed, "1") == 0;
    bool wayland = names_wayland(), x11 = is_set("DISPLAY");
    if (!is_set("SDL_VIDEODRIVER")) {
        if (!wayland && !x11 && !may_be_unseen) {
            return no_display(err);
        }
        /* Those that can work: trying others too would let their libraries print complaints. Wayland first, because through it alone
         * a picture has all pixels of a screen whose desktop is scaled. */
        SDL_SetHint(SDL_HINT_VIDEODRIVER, wayland ? (x11 ? "wayland,x11" : "wayland") : x11 ? "x11" : "offscreen");
    }
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    if (init_video() != 0) {
        return bad_display(SDL_GetError(), err);
    }
    if (!may_be_unseen && is_unseen(SDL_GetCurrentVideoDriver())) {
        SDL_Quit();
        return is_set("SDL_VIDEODRIVER") ? bad_display("it draws nowhere", err) : no_display(err);
    }
    mind_x11();
    return true;
}
