/* One pass over the list. Elements of one clip that follow each other share a <g> that cuts them; it stands inside the
 * group's <g>, because a clip may go on over several groups and a group over several clips:
 *
 *   <g id="panel_graph">
 *     <g clip-path="url(#clip--1)"> … </g>
 *     <g id="object_3"><g clip-path="url(#clip--1)"> … </g></g>
 *   </g>
 *
 * 60,000 items take about 40 ms and 8 MB. */
#include "view/svg/svg.h"

#include "base/check.h"
#include "base/names.h"
#include "view/svg/svg_put.h"
#include "view/svg/svg_shape.h"

#include <math.h>
#include <string.h>

typedef struct Svg {
    const DrawList *list;
    const SvgPage *page;
    SvgText *out;
    Names *names;       /* of the groups seen */
    VEC(uint32_t) uses; /* by Name: groups of that name so far */
    uint32_t group;     /* the innermost <g> of a group that is open */
    uint32_t clip;      /* whose <g> is open within it, 0 = none */
    uint32_t hatches;
} Svg;

static const char *const role_class[FONT_ROLE_COUNT] = {"ui", "ui-bold", "mono", "mono-bold"};

/* Our fonts are subsets of Inter, JetBrains Mono and Noto Sans SC; then what systems bring along. */
static const char style_sheet[] =
    "<style>\n"
    "text{white-space:pre}\n"
    ".ui,.ui-bold{font-family:'Heaploupe Sans',Inter,'Helvetica Neue',Arial,'Heaploupe Hans','Noto Sans SC','Noto Sans CJK SC',"
    "'PingFang SC','Microsoft YaHei',sans-serif}\n"
    ".mono,.mono-bold{font-family:'Heaploupe Mono','JetBrains Mono',Menlo,Consolas,'DejaVu Sans Mono','Heaploupe Hans',"
    "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',monospace}\n"
    ".ui-bold{font-weight:600}\n"
    ".mono-bold{font-weight:700}\n"
    "</style>\n";

static bool is_inside(const Svg *svg, uint32_t group, uint32_t outer)
{
    while (group != outer && group != 0) {
        group = svg->list->groups.items[group].parent;
    }
    return group == outer;
}

static void open_group(Svg *svg, uint32_t group)
{
    uint32_t parent = svg->list->groups.items[group].parent;
    if (parent != svg->group) {
        open_group(svg, parent);
    }
    const char *name = draw_group_name(svg->list, group);
    Name known = names_of(svg->names, name);
    while (svg->uses.count <= known) {
        vec_push(&svg->uses, 0);
    }
    svg_put(svg->out, "<g id=\"");
    svg_put_id(svg->out, name);
    if (++svg->uses.items[known] > 1) {
        svg_put(svg->out, "-");
        svg_put_count(svg->out, svg->uses.items[known]);
    }
    svg_put(svg->out, "\">\n");
    svg->group = group;
}

static void move_to(Svg *svg, uint32_t group, uint32_t clip)
{
    if (svg->group == group && svg->clip == clip) {
        return;
    }
    if (svg->clip != 0) {
        svg_put(svg->out, "</g>\n");
        svg->clip = 0;
    }
    while (!is_inside(svg, group, svg->group)) {
        svg_put(svg->out, "</g>\n");
        svg->group = svg->list->groups.items[svg->group].parent;
    }
    if (svg->group != group) {
        open_group(svg, group);
    }
    if (clip != 0) {
        svg_put(svg->out, "<g clip-path=\"url(#clip--");
        svg_put_count(svg->out, clip);
        svg_put(svg->out, ")\">\n");
        svg->clip = clip;
    }
}

static void put_text(const Svg *svg, const DrawItem *item)
{
    static const char *const anchors[] = {[ALIGN_CENTER] = " text-anchor=\"middle\"", [ALIGN_RIGHT] = " text-anchor=\"end\""};
    SvgText *out = svg->out;
    TextStyle style = {(FontRole)item->role, (TextAlign)item->align, item->bounds.h, item->style.fill};
    const char *text = draw_item_text(svg->list, item);
    float width = svg->page->measure.width(svg->page->measure.context, &style, text, item->count);
    SvgText escaped = {0};
    bool plain = svg_put_escaped(&escaped, text, item->count);
    svg_put(out, "<text class=\"");
    svg_put(out, role_class[item->role]);
    svg_put(out, "\"");
    svg_attribute(out, "x", style.align == ALIGN_LEFT ? floorf(item->bounds.x + 0.5f) : item->bounds.x);
    svg_attribute(out, "y", floorf(item->bounds.y + 0.5f)); /* the raster puts texts on whole pixels */
    svg_attribute(out, "font-size", style.size_px);
    svg_attribute_color(out, "fill", style.color);
    svg_put(out, style.align == ALIGN_LEFT ? "" : anchors[style.align]);
    if (plain && width > style.size_px) { /* a single letter is not worth stretching */
        svg_attribute(out, "textLength", width);
        svg_put(out, " lengthAdjust=\"spacingAndGlyphs\"");
    }
    svg_put(out, ">");
    vec_push(&escaped.bytes, '\0');
    svg_put(out, escaped.bytes.items);
    vec_release(&escaped.bytes);
    svg_put(out, "</text>\n");
}

/* The box within which the item shows, on whole pixels; false when nothing of it does. */
static bool shows(const Svg *svg, const DrawItem *item)
{
    Rect clip;
    return !draw_item_clip(svg->list, item, &clip) || !rect_is_empty(rect_snap(clip));
}

static void put_item(Svg *svg, const DrawItem *item)
{
    if (!shows(svg, item) || (item->kind == DRAW_TEXT && (item->count == 0 || item->style.fill == 0))) {
        return;
    }
    move_to(svg, item->group, item->clip);
    if (item->kind == DRAW_TEXT) {
        put_text(svg, item);
    } else {
        svg_shape(svg->out, svg->list, item, &svg->hatches);
    }
}

/* Only the clips that something shows in. */
static void put_clips(const Svg *svg)
{
    const DrawList *list = svg->list;
    bool *used = mem_zeroed(list->clips.count, sizeof *used);
    for (size_t i = 0; i < list->items.count; i++) {
        used[list->items.items[i].clip] = shows(svg, &list->items.items[i]);
    }
    svg_put(svg->out, "<defs>\n");
    for (uint32_t i = 1; i < list->clips.count; i++) {
        if (used[i]) {
            Rect clip = rect_snap(list->clips.items[i]);
            svg_put(svg->out, "<clipPath id=\"clip--");
            svg_put_count(svg->out, i);
            svg_put(svg->out, "\"><rect");
            svg_attribute(svg->out, "x", clip.x);
            svg_attribute(svg->out, "y", clip.y);
            svg_attribute(svg->out, "width", clip.w);
            svg_attribute(svg->out, "height", clip.h);
            svg_put(svg->out, "/></clipPath>\n");
        }
    }
    svg_put(svg->out, "</defs>\n");
    mem_release(used);
}

static void put_head(const Svg *svg)
{
    SvgText *out = svg->out;
    svg_put(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
    svg_attribute(out, "width", svg->page->width);
    svg_attribute(out, "height", svg->page->height);
    svg_put(out, " viewBox=\"0 0 ");
    svg_put_number(out, svg->page->width);
    svg_put(out, " ");
    svg_put_number(out, svg->page->height);
    svg_put(out, "\" stroke-miterlimit=\"2\" xml:space=\"preserve\" xml:lang=\"");
    svg_put_escaped(out, svg->page->language, strlen(svg->page->language));
    svg_put(out, "\">\n<title>");
    svg_put_escaped(out, svg->page->title, strlen(svg->page->title));
    svg_put(out, "</title>\n");
    svg_put(out, style_sheet);
    put_clips(svg);
    svg_put(out, "<rect width=\"100%\" height=\"100%\"/>\n"); /* black, as the surface is before it is painted */
}

void svg_write(const DrawList *list, const SvgPage *page, SvgText *out)
{
    Svg svg = {.list = list, .page = page, .out = out, .names = names_new()};
    CHECK(list->group == 0);
    put_head(&svg);
    for (size_t i = 0; i < list->items.count; i++) {
        put_item(&svg, &list->items.items[i]);
    }
    move_to(&svg, 0, 0);
    svg_put(out, "</svg>\n");
    names_free(svg.names);
    vec_release(&svg.uses);
}
