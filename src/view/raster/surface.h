/* Pixels: XRGB8888 in one block of memory, rows without gaps, top row first. Drawing is in view/raster/raster.h. */
#ifndef HL_VIEW_RASTER_SURFACE_H
#define HL_VIEW_RASTER_SURFACE_H

#include "view/color.h"

#include <stddef.h>
#include <stdint.h>

enum {
    SURFACE_SIDE_MAX = 16384, /* keeps every pixel index and fixed-point coordinate within 32 bits */
    SURFACE_SLACK = 3         /* pixels behind the last one that may be written: rows are painted four at a time */
};

typedef struct Surface {
    uint32_t *pixels; /* owned; 0xffRRGGBB, width × height of them */
    int width;
    int height;
    size_t capacity; /* pixels there is room for, without the slack */
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

/* The whole pixel at or below a coordinate, cut to a million. Comparisons and a conversion: floorf, fminf and the like are calls. */
static inline int pixel_below(float value)
{
    float cut = value > -1e6f ? (value < 1e6f ? value : 1e6f) : -1e6f; /* NaN too */
    int whole = (int)cut;
    return whole - (cut < (float)whole ? 1 : 0);
}

/* At or above. */
static inline int pixel_above(float value)
{
    return -pixel_below(-value);
}

static inline PixelBox pixel_box_intersection(PixelBox a, PixelBox b)
{
    PixelBox both = {a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1, a.y1 < b.y1 ? a.y1 : b.y1};
    return both;
}

/* Mixes `color` into *pixel with `share` 0 … 256; the colour's own alpha is not looked at. All three channels at once:
 * blue from bit 0, red from 16, green from 32, each with 8 bits to spare. */
static inline void pixel_mix(uint32_t *pixel, Color color, uint32_t share)
{
    uint64_t under = (uint64_t)(*pixel & 0x00ff00) << 24 | (*pixel & 0xff00ff);
    uint64_t over = (uint64_t)(color & 0x00ff00) << 24 | (color & 0xff00ff);
    uint64_t mixed = ((under << 8) + (over - under) * share) >> 8; /* modulo 2^64 this is under·(256−share) + over·share */
    *pixel = UINT32_C(0xff000000) | (uint32_t)(mixed & 0xff00ff) | (uint32_t)(mixed >> 24 & 0x00ff00);
}

/* The same with coverage 0 … 255. */
static inline void pixel_blend(uint32_t *pixel, Color color, uint32_t coverage)
{
    pixel_mix(pixel, color, coverage + (coverage >> 7));
}

#endif
