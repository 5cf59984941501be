/* The draw list as an SVG document, in memory: the same picture as the raster's, with text as text. Not files (app/render.c).
 *
 * What a reader may rely on:
 *   svg.valid    XML 1.0 in UTF-8 whatever bytes the texts hold: control characters and marks that turn the direction of
 *                writing are shown as \xNN or \uNNNN, bytes that are not UTF-8 as U+FFFD
 *   svg.same     the same list and page give the same bytes
 *   svg.groups   each group of the list is one <g> whose id tells its name: letters and digits stand for themselves, a
 *                space is _, any other byte is .NN; the n-th group of one name ends in -n ("object_3", "object_3-2")
 *   svg.width    every text is as wide as the panels measured it, also where the viewer lacks our fonts (textLength)
 *
 * Life cycle: an all-zero SvgText, svg_write, then vec_release(&text.bytes). */
#ifndef HL_VIEW_SVG_SVG_H
#define HL_VIEW_SVG_SVG_H

#include "view/draw.h"

typedef struct SvgText {
    VEC(char) bytes;
} SvgText;

typedef struct SvgPage {
    float width; /* px */
    float height;
    const char *title;    /* for readers of the document; may be "" */
    const char *language; /* "en", "zh" */
    TextMeasure measure;  /* the one the list was made with */
} SvgPage;

/* Appends the document to *out. */
void svg_write(const DrawList *list, const SvgPage *page, SvgText *out);

#endif
