#include "view/raster/surface.h"

#include "base/mem.h"

static int side(int wanted)
{
    return wanted < 1 ? 1 : wanted > SURFACE_SIDE_MAX ? SURFACE_SIDE_MAX : wanted;
}

void surface_resize(Surface *surface, int width, int height)
{
    surface->width = side(width);
    surface->height = side(height);
    size_t pixels = (size_t)surface->width * (size_t)surface->height;
    if (pixels > surface->capacity) {
        surface->pixels = mem_resize(surface->pixels, pixels + SURFACE_SLACK, sizeof *surface->pixels);
        surface->capacity = pixels;
    }
}

void surface_release(Surface *surface)
{
    mem_release(surface->pixels);
    *surface = (Surface){0};
}

void surface_fill(Surface *surface, Color color)
{
    size_t count = (size_t)surface->width * (size_t)surface->height;
    for (size_t i = 0; i < count; i++) {
        surface->pixels[i] = color | UINT32_C(0xff000000);
    }
}
