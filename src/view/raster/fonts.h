/* Text runs to coverage bitmaps, cached. A run is one text in one role and size; parts the role's font lacks come from
 * the Chinese font, and what both lack shows as a box.
 *
 * Whole runs are cached rather than glyphs: the font library then places letters to a fraction of a pixel (kerning
 * included), and a frame repeats nearly all of the last frame's texts.
 *
 * Invariant (fonts.same): measuring and drawing use the same entry, so a text is exactly as wide as measured. */
#ifndef HL_VIEW_RASTER_FONTS_H
#define HL_VIEW_RASTER_FONTS_H

#include "base/err.h"
#include "view/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Fonts Fonts;

/* Coverage of a run; all borrowed until the next fonts_trim. */
typedef struct FontRun {
    const uint8_t *coverage; /* width × height bytes; NULL for a run without ink */
    int width;
    int height;
    int left;      /* of the bitmap's first column from the start of the text, px */
    int top;       /* of its first row from the baseline, px; negative is above */
    float advance; /* px */
} FontRun;

/* NULL with *err set when the font library fails. */
Fonts *fonts_new(Err *err);
void fonts_free(Fonts *fonts);

FontRun fonts_run(Fonts *fonts, const TextStyle *style, const char *text, size_t bytes);
float fonts_width(Fonts *fonts, const TextStyle *style, const char *text, size_t bytes);

/* Between frames: when the cache has grown past its limit, forgets the runs not used since the last call. */
void fonts_trim(Fonts *fonts);
size_t fonts_cached_runs(const Fonts *fonts);

#endif
