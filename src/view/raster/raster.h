/* The draw list to pixels, antialiased; also measures texts for the panels. The same list gives the same bytes, whatever
 * was drawn before and whichever part is drawn.
 *
 * Life cycle: raster_new; per frame raster_draw or raster_update onto a surface; raster_free. */
#ifndef HL_VIEW_RASTER_RASTER_H
#define HL_VIEW_RASTER_RASTER_H

#include "base/err.h"
#include "view/draw.h"
#include "view/raster/damage.h"
#include "view/raster/surface.h"

typedef struct Raster Raster;

/* NULL with *err set when fonts cannot be had. */
Raster *raster_new(Err *err);
void raster_free(Raster *raster);

/* For panels; valid as long as the raster. */
TextMeasure raster_measure(Raster *raster);

/* Paints every item over what the surface shows. */
void raster_draw(Raster *raster, const DrawList *list, Surface *surface);
/* Makes the surface, which shows the list given to the last call with this damage (or anything after damage_forget), show this
 * one, on black: the same bytes as drawing all of it, at the cost of what differs. damage->boxes then tells where. */
void raster_update(Raster *raster, const DrawList *list, Surface *surface, Damage *damage);

#endif
