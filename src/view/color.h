/* Colours: 0xAARRGGBB, straight alpha, sRGB. 0 (fully transparent) means "do not paint". */
#ifndef HL_VIEW_COLOR_H
#define HL_VIEW_COLOR_H

#include <stdint.h>

typedef uint32_t Color;

/* An opaque colour from 0xRRGGBB. */
#define COLOR_RGB(rgb) ((Color)(UINT32_C(0xff000000) | (rgb)))

/* The colour with its alpha replaced; 0 … 1. */
Color color_alpha(Color color, float alpha);
/* From `from` (share 0) to `to` (share 1), channel by channel, alpha included. */
Color color_mix(Color from, Color to, float share);
/* WCAG 2 contrast of two opaque colours, 1 … 21. Text needs 4.5, outlines and icons 3. */
float color_contrast(Color a, Color b);

#endif
