/* The draw list as text, for goldens.
 *
 *   group node A
 *     box 227,78 120x48 radius 10 fill REACHABLE stroke REACHABLE 2
 *     text 240,97 ui 13 left TEXT_SOFT "Node"
 *
 * Coordinates to a tenth of a pixel. */
#include "view/draw.h"

#include <math.h>

typedef struct Dump {
    const DrawList *list;
    const DrawNamer *namer;
    FILE *out;
    uint32_t group; /* the one the last line was in */
    uint32_t clip;
} Dump;

static unsigned depth_of(const Dump *dump, uint32_t group)
{
    unsigned depth = 0;
    for (; group != 0; group = dump->list->groups.items[group].parent) {
        depth++;
    }
    return depth;
}

static void indent(const Dump *dump, unsigned depth)
{
    fprintf(dump->out, "%*s", (int)(depth * 2), "");
}

/* To a tenth, without ".0" and without "-0". */
static void put_number(const Dump *dump, float value)
{
    double tenths = round((double)value * 10.0) + 0.0;
    fprintf(dump->out, "%.10g", tenths / 10.0);
}

static void put_pair(const Dump *dump, float a, char between, float b)
{
    put_number(dump, a);
    putc(between, dump->out);
    put_number(dump, b);
}

static void put_color(const Dump *dump, const char *what, Color color)
{
    const char *name = dump->namer == NULL ? NULL : dump->namer->name(dump->namer->context, color);
    if (name != NULL) {
        fprintf(dump->out, " %s%s", what, name);
    } else if (color >> 24 == 0xff) {
        fprintf(dump->out, " %s#%06x", what, (unsigned)(color & 0xffffff));
    } else {
        fprintf(dump->out, " %s#%06x/%02x", what, (unsigned)(color & 0xffffff), (unsigned)(color >> 24));
    }
}

static void put_style(const Dump *dump, const DrawStyle *style)
{
    if (style->fill != 0) {
        put_color(dump, "fill ", style->fill);
    }
    if (style->hatch != 0) {
        put_color(dump, "hatch ", style->hatch);
    }
    if (style->stroke != 0 && style->width > 0.0f) {
        put_color(dump, "stroke ", style->stroke);
        putc(' ', dump->out);
        put_number(dump, style->width);
        if (style->dash > 0.0f) {
            fputs(" dash ", dump->out);
            put_pair(dump, style->dash, '+', style->gap);
        }
    }
}

static void put_box(const Dump *dump, const DrawItem *item)
{
    fputs(item->kind == DRAW_BOX ? "box " : "circle ", dump->out);
    put_pair(dump, item->bounds.x, ',', item->bounds.y);
    putc(' ', dump->out);
    put_pair(dump, item->bounds.w, 'x', item->bounds.h);
    if (item->kind == DRAW_BOX && item->style.radius > 0.0f) {
        fputs(" radius ", dump->out);
        put_number(dump, item->style.radius);
    }
    put_style(dump, &item->style);
}

static void put_points(const Dump *dump, const DrawItem *item)
{
    static const char *const names[] = {[DRAW_LINE] = "line", [DRAW_CURVE] = "curve", [DRAW_POLYGON] = "polygon"};
    fputs(names[item->kind], dump->out);
    const Point *points = draw_item_points(dump->list, item);
    for (uint32_t i = 0; i < item->count; i++) {
        putc(' ', dump->out);
        put_pair(dump, points[i].x, ',', points[i].y);
    }
    put_style(dump, &item->style);
}

static void put_text(const Dump *dump, const DrawItem *item)
{
    static const char *const roles[FONT_ROLE_COUNT] = {"ui", "ui-bold", "mono", "mono-bold"};
    static const char *const aligns[] = {"left", "center", "right"};
    fputs("text ", dump->out);
    put_pair(dump, item->bounds.x, ',', item->bounds.y);
    fprintf(dump->out, " %s ", roles[item->role]);
    put_number(dump, item->bounds.h);
    fprintf(dump->out, " %s", aligns[item->align]);
    put_color(dump, "", item->style.fill);
    fprintf(dump->out, " \"%s\"", draw_item_text(dump->list, item));
}

/* Names the groups between `group` and the nearest one around it that is already open. */
static void enter_groups(const Dump *dump, uint32_t group)
{
    uint32_t around = group;
    for (uint32_t open = dump->group; open != 0; open = dump->list->groups.items[open].parent) {
        if (open == group) {
            return;
        }
    }
    if (around == 0) {
        return;
    }
    enter_groups(dump, dump->list->groups.items[group].parent);
    indent(dump, depth_of(dump, group) - 1);
    fprintf(dump->out, "group %s\n", draw_group_name(dump->list, group));
}

static void put_clip(const Dump *dump, const DrawItem *item, unsigned depth)
{
    Rect clip;
    indent(dump, depth);
    if (!draw_item_clip(dump->list, item, &clip)) {
        fputs("clip none\n", dump->out);
        return;
    }
    fputs("clip ", dump->out);
    put_pair(dump, clip.x, ',', clip.y);
    putc(' ', dump->out);
    put_pair(dump, clip.w, 'x', clip.h);
    putc('\n', dump->out);
}

static void put_item(Dump *dump, const DrawItem *item)
{
    unsigned depth = depth_of(dump, item->group);
    if (item->group != dump->group) {
        enter_groups(dump, item->group);
        dump->group = item->group;
    }
    if (item->clip != dump->clip) {
        put_clip(dump, item, depth);
        dump->clip = item->clip;
    }
    indent(dump, depth);
    if (item->kind == DRAW_TEXT) {
        put_text(dump, item);
    } else if (item->kind == DRAW_BOX || item->kind == DRAW_CIRCLE) {
        put_box(dump, item);
    } else {
        put_points(dump, item);
    }
    putc('\n', dump->out);
}

void draw_dump(const DrawList *list, const DrawNamer *namer, FILE *out)
{
    Dump dump = {list, namer, out, 0, 0};
    for (size_t i = 0; i < list->items.count; i++) {
        put_item(&dump, &list->items.items[i]);
    }
}
