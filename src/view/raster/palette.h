/* At most 255 colours that stand for all colours of some pictures. Exact when there are no more than that; otherwise the
 * colours of large areas stay exact, and antialiased edges get the nearest colour there is.
 *
 * Life cycle: an all-zero Palette; palette_count for what is seen; palette_choose once; palette_index; palette_release. */
#ifndef HL_VIEW_RASTER_PALETTE_H
#define HL_VIEW_RASTER_PALETTE_H

#include "base/map.h"
#include "base/vec.h"
#include "view/color.h"

enum { PALETTE_MAX = 255 }; /* of a byte's 256 values one is left to its user */

/* A colour seen. */
typedef struct PaletteColor {
    uint64_t pixels;
    Color color;
    uint32_t distance; /* to the chosen colour that stands for it, squared and weighed; 0 = exact */
    uint32_t index;    /* of that colour in Palette.chosen */
} PaletteColor;

typedef struct Palette {
    VEC(PaletteColor) seen; /* in the order in which they were seen first */
    Map places;             /* colour → place in seen */
    Color chosen[PALETTE_MAX];
    int count; /* of chosen */
} Palette;

/* `pixels` more pixels of this opaque colour. */
void palette_count(Palette *palette, Color color, uint64_t pixels);
void palette_choose(Palette *palette);
/* The chosen colour that stands for one that was counted. */
int palette_index(const Palette *palette, Color color);
void palette_release(Palette *palette);

#endif
