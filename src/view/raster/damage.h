/* What a draw list changes on a surface that shows another: boxes of whole pixels to draw again. Not drawing (raster.h).
 *
 * The surface is divided into square cells; each keeps a digest of all that items may paint in it, in their order. A cell whose
 * digest differs from the last list's is drawn again.
 *
 * Invariant [damage.whole]: a pixel outside the boxes has the same items over it, in the same order, as before.
 *
 * Life cycle: all-zero is valid and knows nothing; per frame damage_begin, damage_add for every item, damage_end; damage_release.
 * One per surface. */
#ifndef HL_VIEW_RASTER_DAMAGE_H
#define HL_VIEW_RASTER_DAMAGE_H

#include "base/vec.h"
#include "view/draw.h"
#include "view/raster/surface.h"

typedef struct Damage {
    int width, height;      /* of the surface the digests are of; 0: of none */
    int columns, rows;      /* of cells */
    VEC(uint64_t) cells;    /* digests of the list being added */
    VEC(uint64_t) before;   /* … of the last one; empty: draw everything */
    VEC(PixelBox) touched;  /* by item: the pixels it may paint */
    VEC(PixelBox) boxes;    /* to draw again, disjoint */
} Damage;

void damage_release(Damage *damage);
/* The surface's content is no longer that of the last list: everything is drawn again next time. */
void damage_forget(Damage *damage);

void damage_begin(Damage *damage, int width, int height);
/* The next item of the list; `touched` is all it may paint, perhaps nothing. */
void damage_add(Damage *damage, const DrawList *list, const DrawItem *item, PixelBox touched);
/* Finds the boxes. */
void damage_end(Damage *damage);

#endif
