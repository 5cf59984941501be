/* Pixels: XRGB8888 in one block of memory, rows without gaps, top row first. Drawing is in view/raster/raster.h. */
#ifndef HL_VIEW_RASTER_SURFACE_H
#define HL_VIEW_RASTER_SURFACE_H

#include "view/color.h"

#include <stddef.h>
#include <stdint.h>

enum { SURFACE_SIDE_MAX = 16384 }; /* keeps every pixel index and fixed-point coordinate within 32 bits */

typedef struct Surface {
    uint32_t *pixels; /* owned; 0xffRRGGBB, width × height of them */
    int width;
    int height;
    size_t capacity; /* pixels there is room for */
} Surface;

/* Whole pixels x0 … x1−1, y0 … y1−1. */
typedef struct PixelBox {
    int x0;
    int y0;
    int x1;
    int y1;
} PixelBox;

/* An all-zero Surface is a valid empty one. Sides are cut to 1 … SURFACE_SIDE_MAX; the content is undefined. */
void surface_resize(Surface *surface, int width, int height);
void surface_release(Surface *surface);
void surface_fill(Surface *surface, Color color);

static inline PixelBox pixel_box_intersection(PixelBox a, PixelBox b)
{
    PixelBox both = {a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1, a.y1 < b.y1 ? a.y1 : b.y1};
    return both;
}

/* Puts `color` over *pixel with `coverage` 0 … 255; the colour's own alpha is not looked at. */
static inline void pixel_blend(uint32_t *pixel, Color color, uint32_t coverage)
{
    uint32_t share = coverage + (coverage >> 7); /* 0 … 256 */
    uint32_t under = *pixel;
    uint32_t red_blue = ((under & 0xff00ff) * (256 - share) + (color & 0xff00ff) * share) >> 8 & 0xff00ff;
    uint32_t green = ((under & 0x00ff00) * (256 - share) + (color & 0x00ff00) * share) >> 8 & 0x00ff00;
    *pixel = UINT32_C(0xff000000) | red_blue | green;
}

#endif
