/* Surfaces as one animated GIF, in memory. Every frame is shown twice: gif_learn sees all frames to choose the colours they
 * share, gif_add takes the same frames in the same order. So nothing but the last frame is kept, however many there are.
 *
 *   gif.exact  pixels are exact while all frames together have at most 255 colours (view/raster/palette.h)
 *   gif.small  a frame holds the box of what has changed since the one before; what has not changed in it is transparent
 *   gif.same   the same frames give the same bytes
 *
 * Life cycle: gif_new, gif_learn …, gif_begin, gif_add …, gif_finish; gif_free at any time. */
#ifndef HL_VIEW_RASTER_GIF_H
#define HL_VIEW_RASTER_GIF_H

#include "base/err.h"
#include "view/raster/picture.h"
#include "view/raster/surface.h"

typedef struct Gif Gif;

/* Frames of this size; endless repetition. */
Gif *gif_new(int width, int height);
void gif_free(Gif *gif);

void gif_learn(Gif *gif, const Surface *frame);
/* The picture's bytes are appended to *out from now on. */
bool gif_begin(Gif *gif, PictureBytes *out, Err *err);
/* `duration_ms`: how long it stays, counted in hundredths of a second by the format. */
bool gif_add(Gif *gif, const Surface *frame, int duration_ms, Err *err);
bool gif_finish(Gif *gif, Err *err);

#endif
