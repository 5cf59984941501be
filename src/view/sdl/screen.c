/* On X11 the window has a surface, to which only the parts that changed are copied: without a graphics card a renderer would copy
 * the whole window, three times over. On Wayland windows have none, and the one that SDL makes up has not the screen's pixels
 * but the desktop's units: there a renderer shows a texture. */
#include "view/sdl/screen.h"

enum { PRESENT_BOXES = 64 };

bool screen_open(Screen *screen, SDL_Window *window, Err *err)
{
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"); /* none is made up */
    screen->window = window;
    if (SDL_GetWindowSurface(window) == NULL) {
        screen->renderer = SDL_CreateRenderer(window, -1, 0);
    }
    return screen_fit(screen) || err_machine(err, "cannot draw into the window: %s", SDL_GetError());
}

static void drop_pixels(Screen *screen)
{
    SDL_FreeSurface(screen->pixels);
    screen->pixels = NULL;
    if (screen->texture != NULL) {
        SDL_DestroyTexture(screen->texture);
    }
    screen->texture = NULL;
}

void screen_close(Screen *screen)
{
    drop_pixels(screen);
    if (screen->renderer != NULL) {
        SDL_DestroyRenderer(screen->renderer);
    }
    surface_release(&screen->surface);
    *screen = (Screen){0};
}

/* ---- sizes ---- */

static bool find_size(const Screen *screen, int *width, int *height)
{
    *width = *height = 0;
    if (screen->renderer != NULL) {
        return SDL_GetRendererOutputSize(screen->renderer, width, height) == 0 && *width > 0 && *height > 0;
    }
    const SDL_Surface *shown = SDL_GetWindowSurface(screen->window);
    if (shown != NULL) {
        *width = shown->w;
        *height = shown->h;
    }
    return *width > 0 && *height > 0;
}

static bool is_fit(const Screen *screen, int width, int height)
{
    return (screen->pixels != NULL || screen->texture != NULL) && width == screen->surface.width && height == screen->surface.height;
}

bool screen_fit(Screen *screen)
{
    int width, height;
    Surface *surface = &screen->surface;
    if (!find_size(screen, &width, &height) || is_fit(screen, width, height)) {
        return false;
    }
    drop_pixels(screen);
    surface_resize(surface, width, height);
    if (screen->renderer != NULL) {
        screen->texture = SDL_CreateTexture(screen->renderer, SDL_PIXELFORMAT_XRGB8888, SDL_TEXTUREACCESS_STREAMING, surface->width, surface->height);
        return screen->texture != NULL;
    }
    screen->pixels = SDL_CreateRGBSurfaceWithFormatFrom(surface->pixels, surface->width, surface->height, 32,
                                                        surface->width * (int)sizeof(uint32_t), SDL_PIXELFORMAT_XRGB8888);
    if (screen->pixels != NULL) {
        SDL_SetSurfaceBlendMode(screen->pixels, SDL_BLENDMODE_NONE);
    }
    return screen->pixels != NULL;
}

float screen_density(const Screen *screen)
{
    int width = 0, height = 0;
    SDL_GetWindowSize(screen->window, &width, &height);
    return width > 0 ? (float)screen->surface.width / (float)width : 1.0f;
}

/* ---- showing ---- */

static SDL_Rect rect_of(const PixelBox *box)
{
    return (SDL_Rect){box->x0, box->y0, box->x1 - box->x0, box->y1 - box->y0};
}

static void copy_boxes(Screen *screen, const PixelBox *boxes, size_t count)
{
    SDL_Rect rects[PRESENT_BOXES];
    SDL_Surface *shown = SDL_GetWindowSurface(screen->window);
    while (count > 0) {
        int now = count < PRESENT_BOXES ? (int)count : PRESENT_BOXES;
        for (int i = 0; i < now; i++) {
            rects[i] = rect_of(&boxes[i]);
            SDL_Rect to = rects[i];
            SDL_BlitSurface(screen->pixels, &rects[i], shown, &to);
        }
        SDL_UpdateWindowSurfaceRects(screen->window, rects, now);
        boxes += now;
        count -= (size_t)now;
    }
}

static void render_boxes(Screen *screen, const PixelBox *boxes, size_t count)
{
    const Surface *surface = &screen->surface;
    for (size_t i = 0; i < count; i++) {
        SDL_Rect rect = rect_of(&boxes[i]);
        const uint32_t *from = surface->pixels + (size_t)rect.y * (size_t)surface->width + rect.x;
        SDL_UpdateTexture(screen->texture, &rect, from, surface->width * (int)sizeof(uint32_t));
    }
    SDL_RenderCopy(screen->renderer, screen->texture, NULL, NULL);
    SDL_RenderPresent(screen->renderer);
}

void screen_present(Screen *screen, const PixelBox *boxes, size_t count)
{
    int width, height;
    if (!find_size(screen, &width, &height) || !is_fit(screen, width, height)) {
        return; /* being resized: the event that says so is on its way */
    }
    if (screen->renderer != NULL) {
        render_boxes(screen, boxes, count);
    } else {
        copy_boxes(screen, boxes, count);
    }
}
