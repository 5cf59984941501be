/* The window: shows a surface, turns what the user does into small events. Not drawing (view/raster), not commands (app).
 * The only place under view/ that opens SDL video.
 *
 * Life cycle: player_open; per turn player_wait, draw into player_surface, player_present; player_close.
 * One at a time: SDL is a global. */
#ifndef HL_VIEW_SDL_PLAYER_H
#define HL_VIEW_SDL_PLAYER_H

#include "base/err.h"
#include "view/geometry.h"
#include "view/raster/surface.h"

#include <stdbool.h>

typedef struct Player Player;

typedef enum PlayerEventKind {
    PLAYER_NONE,
    PLAYER_KEY,        /* a key went down (or repeats) */
    PLAYER_TEXT,       /* text was typed; only while player_set_typing is on */
    PLAYER_MOUSE_DOWN,
    PLAYER_MOUSE_UP,
    PLAYER_MOUSE_MOVE, /* several moves at once come as the last one */
    PLAYER_WHEEL,
    PLAYER_RESIZE,     /* the surface has its new size, content undefined */
    PLAYER_EXPOSE,     /* show all of the surface again */
    PLAYER_DROP,       /* a file was dropped */
    PLAYER_QUIT
} PlayerEventKind;

enum { PLAYER_KEY_BYTES = 32, PLAYER_TEXT_BYTES = 64 };

typedef struct PlayerEvent {
    PlayerEventKind kind;
    char key[PLAYER_KEY_BYTES];   /* "Right", "Shift+Left", "Ctrl+Right", "Space", "F7", "m", "?", "Ctrl+O", "Ctrl++" */
    bool repeat;                  /* of a key held down */
    char text[PLAYER_TEXT_BYTES]; /* UTF-8 */
    Point at;                     /* pointer, in surface pixels */
    int button;                   /* 1 left, 2 middle, 3 right; of a move: the one held, 0 none */
    int clicks;                   /* 2 = double click */
    Point wheel;                  /* notches; y above 0 is away from the user */
    bool shift, ctrl, alt;        /* held during a mouse event */
    const char *path;             /* of a drop; borrowed until the next player_wait */
} PlayerEvent;

typedef struct PlayerWindow {
    const char *title;
    int width; /* wanted, in the desktop's units */
    int height;
} PlayerWindow;

/* NULL with *err set (ERR_MACHINE) when there is no display. An answerless display ends the program with status 3
 * after PLAYER_OPEN_SECONDS_MAX. HEAPLOUPE_ALLOW_OFFSCREEN=1 admits SDL's windowless drivers, for tests. */
enum { PLAYER_OPEN_SECONDS_MAX = 10 };
Player *player_open(const PlayerWindow *window, Err *err);
void player_close(Player *player);

/* As large as the window in true pixels; drawn into by the caller. Borrowed. */
Surface *player_surface(Player *player);
/* True pixels per unit of the desktop: 1, or 2 on most HiDPI screens. */
float player_pixel_ratio(const Player *player);

/* A clock that only goes forwards. */
uint64_t player_now_ms(void);
/* Waits for the next event, at most `timeout_ms` (−1: for ever, using no processor time). False: nothing happened. */
bool player_wait(Player *player, int timeout_ms, PlayerEvent *event);
/* Shows these parts of the surface; the rest of the window stays as it is. */
void player_present(Player *player, const PixelBox *boxes, size_t count);
void player_present_all(Player *player);

void player_set_title(Player *player, const char *title);
void player_toggle_fullscreen(Player *player);
/* While typing, letters come as PLAYER_TEXT (through the input method) and not as keys; Enter, Esc, arrows and keys
 * with Ctrl stay keys. */
void player_set_typing(Player *player, bool typing);

#endif
