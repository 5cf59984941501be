/* The draw list: what is on the screen, as data. Panels append to it; view/raster, view/svg and draw_dump read it.
 * Not pixels, not fonts, not SDL; knows nothing of the simulated world.
 *
 * Items are painted in order. Coordinates are surface pixels; an outline lies *inside* the box or circle it belongs to,
 * so a box on whole pixels with a whole width is crisp. Lines lie on both sides of their points.
 *
 * Every item carries its clip and its group: groups name what an item shows ("node A", "tab inspector") for hit testing,
 * tests and SVG.
 *
 * Invariants:
 *   draw.nesting  at the end of a frame no clip and no group is open
 *   draw.flat     items, points and texts are flat arrays that keep their room from frame to frame
 *
 * Life cycle: draw_init, then per frame draw_clear, panels, readers; draw_release. */
#ifndef HL_VIEW_DRAW_H
#define HL_VIEW_DRAW_H

#include "base/vec.h"
#include "view/color.h"
#include "view/geometry.h"
#include "view/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef enum DrawKind {
    DRAW_BOX,     /* rectangle, rounded by style.radius */
    DRAW_CIRCLE,  /* inscribed in bounds */
    DRAW_LINE,    /* open polyline: style.stroke, width, dash */
    DRAW_CURVE,   /* one cubic, four points */
    DRAW_POLYGON, /* closed; filled, and outlined on both sides of its edge */
    DRAW_TEXT     /* one run, one style */
} DrawKind;

/* All-zero paints nothing; set what is wanted. */
typedef struct DrawStyle {
    Color fill;
    Color stroke;
    Color hatch;  /* diagonal stripes over the fill */
    float width;  /* of the stroke, px */
    float radius; /* of a box's corners, px; cut to half the shorter side */
    float dash;   /* px drawn, px left out; 0 = solid. Round a box they are stretched to come out even. */
    float gap;
} DrawStyle;

typedef struct DrawItem {
    uint8_t kind;  /* DrawKind */
    uint8_t role;  /* FontRole of a text */
    uint8_t align; /* TextAlign of a text */
    uint32_t group; /* index into groups, 0 = none */
    uint32_t clip;  /* index into clips, 0 = the whole surface */
    Rect bounds;    /* of the geometry, without half a line's width; of a text: its place (x, baseline), 0, its size */
    uint32_t first; /* into points, or bytes of texts */
    uint32_t count; /* points, or bytes without NUL */
    DrawStyle style; /* a text's colour is style.fill */
} DrawItem;

/* Whether first and count name points. */
static inline bool draw_has_points(const DrawItem *item)
{
    return item->kind == DRAW_LINE || item->kind == DRAW_CURVE || item->kind == DRAW_POLYGON;
}

typedef struct DrawGroup {
    uint32_t name;   /* offset in texts, NUL-terminated */
    uint32_t parent; /* 0 = none */
    Rect bounds;     /* of its items and its inner groups' items, cut by their clips; texts count as points */
} DrawGroup;

typedef struct DrawList {
    VEC(DrawItem) items;
    VEC(Point) points;
    VEC(char) texts;
    VEC(DrawGroup) groups; /* [0] is the nameless whole */
    VEC(Rect) clips;       /* [0] is unused; a clip is already cut by the clips around it */
    VEC(uint32_t) open_clips;
    uint32_t group;        /* the open one */
} DrawList;

void draw_init(DrawList *list);
void draw_release(DrawList *list);
/* Empties the list and keeps its memory. */
void draw_clear(DrawList *list);

void draw_box(DrawList *list, Rect box, const DrawStyle *style);
/* A box with nothing but a fill. */
void draw_fill(DrawList *list, Rect box, Color fill);
void draw_circle(DrawList *list, Point center, float radius, const DrawStyle *style);
void draw_line(DrawList *list, Point a, Point b, const DrawStyle *style);
void draw_polyline(DrawList *list, const Point *points, size_t count, const DrawStyle *style);
void draw_polygon(DrawList *list, const Point *points, size_t count, const DrawStyle *style);
void draw_curve(DrawList *list, const Point control[4], const DrawStyle *style);

/* A head of `length` px with its tip at `tip`, pointing away from `from`. */
typedef struct DrawHead {
    Point from;
    Point tip;
    float length;
} DrawHead;
void draw_arrow_head(DrawList *list, const DrawHead *head, const DrawStyle *style);
/* A line or curve that ends in a head at its last point; the line stops inside the head. */
void draw_arrow(DrawList *list, Point a, Point b, const DrawStyle *style, float head_px);
void draw_arrow_curve(DrawList *list, const Point control[4], const DrawStyle *style, float head_px);

/* `at` is on the baseline, at the text's left end, middle or right end as style->align says. */
void draw_text(DrawList *list, Point at, const TextStyle *style, const char *text);
void draw_text_bytes(DrawList *list, Point at, const TextStyle *style, const char *text, size_t bytes);
void draw_textf(DrawList *list, Point at, const TextStyle *style, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Within a box: vertically centred, aligned at its left edge, middle or right edge. */
void draw_text_in(DrawList *list, Rect box, const TextStyle *style, const char *text);

/* What follows shows only inside `box` (and the clips already open). */
void draw_clip_push(DrawList *list, Rect box);
void draw_clip_pop(DrawList *list);

/* What follows belongs to the group of this name, within the open one. */
void draw_group_begin(DrawList *list, const char *format, ...) __attribute__((format(printf, 2, 3)));
void draw_group_end(DrawList *list);

/* The innermost named group whose topmost visible shape is under the point, or NULL. Lines catch 4 px around them. */
const char *draw_hit(const DrawList *list, Point point);
/* The bounds of the first group of that name. */
bool draw_group_bounds(const DrawList *list, const char *name, Rect *bounds);
/* Whether any text run is exactly this text. */
bool draw_has_text(const DrawList *list, const char *text);

/* Borrowed, for readers. */
const char *draw_item_text(const DrawList *list, const DrawItem *item); /* item->count bytes, NUL-terminated */
const Point *draw_item_points(const DrawList *list, const DrawItem *item);
const char *draw_group_name(const DrawList *list, uint32_t group);
bool draw_item_clip(const DrawList *list, const DrawItem *item, Rect *clip); /* false: not clipped */

/* A name for a colour, or NULL; lets dumps survive a change of shade. */
typedef struct DrawNamer {
    const char *(*name)(const void *context, Color color);
    const void *context;
} DrawNamer;
/* One line per item, groups and clips as indented lines. `namer` may be NULL. */
void draw_dump(const DrawList *list, const DrawNamer *namer, FILE *out);

#endif
