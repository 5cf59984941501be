/* The small pieces of an SVG document: numbers, attributes, colours, escaped texts and ids. Used by svg.c and svg_shape.c. */
#ifndef HL_VIEW_SVG_SVG_PUT_H
#define HL_VIEW_SVG_SVG_PUT_H

#include "view/svg/svg.h"

/* As it stands. */
void svg_put(SvgText *out, const char *text);
/* Decimal, to a thousandth, without needless zeros; the same in every locale. */
void svg_put_number(SvgText *out, float value);
void svg_put_count(SvgText *out, uint32_t number);
/* x,y */
void svg_put_point(SvgText *out, Point point);
/* ` name="value"` */
void svg_attribute(SvgText *out, const char *name, float value);
/* ` name="#rrggbb"`, and its opacity if it is not full; "none" for a colour that does not paint. */
void svg_attribute_color(SvgText *out, const char *name, Color color);
/* A text between tags or in an attribute. False when a character had to be shown as \xNN, \uNNNN or U+FFFD. */
bool svg_put_escaped(SvgText *out, const char *text, size_t bytes);
/* A group's name as an id (svg.groups). Never contains "--", which is left for ids of our own. */
void svg_put_id(SvgText *out, const char *name);

#endif
