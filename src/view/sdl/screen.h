/* The pixels of a window: ours, and how they get onto the screen. Not events nor the display's choice (player.h).
 *
 * Life cycle: screen_open on a window; screen_fit whenever it may have other pixels; draw, screen_present; screen_close, before the
 * window is destroyed. */
#ifndef HL_VIEW_SDL_SCREEN_H
#define HL_VIEW_SDL_SCREEN_H

#include "base/err.h"
#include "view/raster/surface.h"

#include <SDL2/SDL.h>
#include <stdbool.h>

typedef struct Screen {
    SDL_Window *window;     /* borrowed */
    Surface surface;        /* as large as the window in true pixels; drawn into by the caller */
    SDL_Surface *pixels;    /* the same as SDL sees it, of a window that has a surface of its own */
    SDL_Renderer *renderer; /* of one that has none; else NULL */
    SDL_Texture *texture;   /* the renderer's, as large as the surface */
} Screen;

/* An all-zero Screen is valid to close. */
bool screen_open(Screen *screen, SDL_Window *window, Err *err);
void screen_close(Screen *screen);
/* Makes the surface as large as the window; true when that changed anything: its content is then undefined. */
bool screen_fit(Screen *screen);
/* True pixels per unit of the desktop: 1, or 2 on most HiDPI screens. */
float screen_density(const Screen *screen);
/* Shows these parts of the surface; the rest of the window stays as it is. */
void screen_present(Screen *screen, const PixelBox *boxes, size_t count);

#endif
