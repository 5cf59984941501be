/* Boxes, circles, lines, curves and polygons of the draw list as SVG elements. Texts, groups and clips are in svg.c. */
#ifndef HL_VIEW_SVG_SVG_SHAPE_H
#define HL_VIEW_SVG_SVG_SHAPE_H

#include "view/svg/svg.h"

/* Appends the item, unless it paints nothing. `hatches` counts the hatch patterns of the document. */
void svg_shape(SvgText *out, const DrawList *list, const DrawItem *item, uint32_t *hatches);

#endif
