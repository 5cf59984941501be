/* One window; its pixels are the Screen's, in true pixels, while SDL tells of the mouse in the desktop's units. */
#include "view/sdl/player.h"

#include "base/mem.h"
#include "view/sdl/display.h"
#include "view/sdl/key_name.h"
#include "view/sdl/screen.h"

#include <SDL2/SDL.h>
#include <locale.h>
#include <string.h>

enum { WINDOW_SIDE_MIN = 320 };

struct Player {
    SDL_Window *window;
    Screen screen;
    char *dropped; /* SDL's; the path last handed out */
    bool typing;
    uint32_t typing_since; /* ms */
};

static bool open_window(Player *player, const PlayerWindow *window, Err *err)
{
    player->window = SDL_CreateWindow(window->title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, window->width,
                                      window->height, SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (player->window == NULL) {
        return err_machine(err, "cannot open a window: %s", SDL_GetError());
    }
    SDL_SetWindowMinimumSize(player->window, WINDOW_SIDE_MIN, WINDOW_SIDE_MIN);
    if (!screen_open(&player->screen, player->window, err)) {
        return false;
    }
    SDL_StopTextInput();
    SDL_EventState(SDL_DROPFILE, SDL_ENABLE);
    return true;
}

Player *player_open(const PlayerWindow *window, Err *err)
{
    if (!display_open(err)) {
        return NULL;
    }
    Player *player = mem_zeroed(1, sizeof *player);
    if (!open_window(player, window, err)) {
        player_close(player);
        return NULL;
    }
    return player;
}

void player_close(Player *player)
{
    if (player == NULL) {
        return;
    }
    screen_close(&player->screen);
    if (player->window != NULL) {
        SDL_DestroyWindow(player->window);
    }
    SDL_free(player->dropped);
    mem_release(player);
    SDL_Quit();
}

Surface *player_surface(Player *player)
{
    return &player->screen.surface;
}

float player_pixel_ratio(const Player *player)
{
    return screen_density(&player->screen);
}

void player_present(Player *player, const PixelBox *boxes, size_t count)
{
    screen_present(&player->screen, boxes, count);
}

void player_present_all(Player *player)
{
    const Surface *surface = &player->screen.surface;
    player_present(player, &(PixelBox){0, 0, surface->width, surface->height}, 1);
}

/* Xlib writes _NET_WM_NAME, which desktops show, only in a locale that has all its characters; in such a one it writes WM_NAME, by
 * which scripts find windows, so that they cannot read it. Hence twice: each locale leaves alone what it cannot write. */
void player_set_title(Player *player, const char *title)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    SDL_SetWindowTitle(player->window, title);
    setlocale(LC_CTYPE, "C");
    SDL_SetWindowTitle(player->window, title);
}

void player_toggle_fullscreen(Player *player)
{
    bool full = (SDL_GetWindowFlags(player->window) & SDL_WINDOW_FULLSCREEN) != 0; /* the desktop may have ended it */
    SDL_SetWindowFullscreen(player->window, full ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
}

void player_set_typing(Player *player, bool typing)
{
    if (typing == player->typing) {
        return;
    }
    player->typing = typing;
    if (typing) {
        SDL_StartTextInput();
        player->typing_since = SDL_GetTicks();
    } else {
        SDL_StopTextInput();
    }
}

static void set_modifiers(PlayerEvent *event)
{
    SDL_Keymod held = SDL_GetModState();
    event->shift = (held & KMOD_SHIFT) != 0;
    event->ctrl = (held & KMOD_CTRL) != 0;
    event->alt = (held & KMOD_ALT) != 0;
}

/* Whether the text of a key that was pressed is on its way. */
static bool text_follows(void)
{
    SDL_Event next;
    return SDL_PeepEvents(&next, 1, SDL_PEEKEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1 && next.type == SDL_TEXTINPUT;
}

/* A key that was pressed before typing began, and waited behind the one that began it: its text was not asked for then. */
static bool from_early_key(const SDL_KeyboardEvent *key, PlayerEvent *event)
{
    char name[PLAYER_KEY_BYTES];
    if (!key_name_of(&key->keysym, key_layout(), name, sizeof name)) {
        return false;
    }
    const char *letter = strncmp(name, "Shift+", 6) == 0 ? name + 6 : name;
    event->kind = PLAYER_TEXT;
    SDL_strlcpy(event->text, strcmp(letter, "Space") == 0 ? " " : letter, sizeof event->text);
    if (letter != name && letter[1] == '\0') {
        event->text[0] = (char)SDL_toupper(event->text[0]);
    }
    return true;
}

static bool from_key(const Player *player, const SDL_KeyboardEvent *key, PlayerEvent *event)
{
    if (player->typing && key_name_types(&key->keysym)) {
        bool early = key->timestamp <= player->typing_since && !text_follows();
        return early && from_early_key(key, event);
    }
    event->kind = PLAYER_KEY;
    event->repeat = key->repeat != 0;
    return key_name_of(&key->keysym, key_layout(), event->key, sizeof event->key);
}

static bool from_text(const SDL_TextInputEvent *text, PlayerEvent *event)
{
    event->kind = PLAYER_TEXT;
    SDL_strlcpy(event->text, text->text, sizeof event->text);
    return event->text[0] != '\0';
}

static bool from_button(const Player *player, const SDL_MouseButtonEvent *button, PlayerEvent *event)
{
    float ratio = player_pixel_ratio(player);
    event->kind = button->type == SDL_MOUSEBUTTONDOWN ? PLAYER_MOUSE_DOWN : PLAYER_MOUSE_UP;
    event->at = (Point){(float)button->x * ratio, (float)button->y * ratio};
    event->button = button->button;
    event->clicks = button->clicks;
    set_modifiers(event);
    return true;
}

static bool from_motion(const Player *player, SDL_MouseMotionEvent motion, PlayerEvent *event)
{
    SDL_Event next;
    while (SDL_PeepEvents(&next, 1, SDL_PEEKEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1 && next.type == SDL_MOUSEMOTION) {
        SDL_PeepEvents(&next, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT);
        motion = next.motion;
    }
    float ratio = player_pixel_ratio(player);
    event->kind = PLAYER_MOUSE_MOVE;
    event->at = (Point){(float)motion.x * ratio, (float)motion.y * ratio};
    event->button = (motion.state & SDL_BUTTON_LMASK) != 0   ? 1
                    : (motion.state & SDL_BUTTON_MMASK) != 0 ? 2
                    : (motion.state & SDL_BUTTON_RMASK) != 0 ? 3
                                                             : 0;
    set_modifiers(event);
    return true;
}

static bool from_wheel(const Player *player, const SDL_MouseWheelEvent *wheel, PlayerEvent *event)
{
    float ratio = player_pixel_ratio(player);
    float sign = wheel->direction == SDL_MOUSEWHEEL_FLIPPED ? -1.0f : 1.0f;
    int x = 0;
    int y = 0;
    SDL_GetMouseState(&x, &y);
    event->kind = PLAYER_WHEEL;
    event->at = (Point){(float)x * ratio, (float)y * ratio};
    event->wheel = (Point){sign * wheel->preciseX, sign * wheel->preciseY};
    set_modifiers(event);
    return true;
}

static bool from_window(Player *player, const SDL_WindowEvent *window, PlayerEvent *event)
{
    switch (window->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_DISPLAY_CHANGED: /* to a screen with other pixels */
        event->kind = PLAYER_RESIZE;
        return screen_fit(&player->screen);
    case SDL_WINDOWEVENT_EXPOSED:
        event->kind = PLAYER_EXPOSE;
        return true;
    case SDL_WINDOWEVENT_CLOSE:
        event->kind = PLAYER_QUIT;
        return true;
    default:
        return false;
    }
}

static bool from_drop(Player *player, const SDL_DropEvent *drop, PlayerEvent *event)
{
    SDL_free(player->dropped);
    player->dropped = drop->file;
    event->kind = PLAYER_DROP;
    event->path = player->dropped;
    return drop->file != NULL;
}

/* False for events that mean nothing to us. */
static bool translate(Player *player, const SDL_Event *from, PlayerEvent *event)
{
    *event = (PlayerEvent){.kind = PLAYER_NONE};
    switch (from->type) {
    case SDL_QUIT:
        display_mind_quit();
        event->kind = PLAYER_QUIT;
        return true;
    case SDL_KEYDOWN:
        return from_key(player, &from->key, event);
    case SDL_TEXTINPUT:
        return player->typing && from_text(&from->text, event);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return from_button(player, &from->button, event);
    case SDL_MOUSEMOTION:
        return from_motion(player, from->motion, event);
    case SDL_MOUSEWHEEL:
        return from_wheel(player, &from->wheel, event);
    case SDL_WINDOWEVENT:
        return from_window(player, &from->window, event);
    case SDL_DROPFILE:
        return from_drop(player, &from->drop, event);
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        event->kind = PLAYER_EXPOSE;
        return true;
    default:
        return false;
    }
}

uint64_t player_now_ms(void)
{
    return SDL_GetTicks64();
}

bool player_wait(Player *player, int timeout_ms, PlayerEvent *event)
{
    uint64_t deadline = player_now_ms() + (uint64_t)(timeout_ms > 0 ? timeout_ms : 0);
    for (;;) {
        SDL_Event from;
        int left = -1;
        if (timeout_ms >= 0) {
            uint64_t now = player_now_ms();
            left = now < deadline ? (int)(deadline - now) : 0;
        }
        if (SDL_WaitEventTimeout(&from, left) == 0) {
            return false;
        }
        if (translate(player, &from, event)) {
            return true;
        }
    }
}
