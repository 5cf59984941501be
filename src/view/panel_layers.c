/* The four layers a request passes, from the objects' own free lists down to the operating system, with live figures. */
#include "model/pool_state.h"
#include "types/kinds.h"
#include "view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIGURE_BYTES = 200 };
static const float layer_low = 36.0f; /* higher ones have their figures below their name */
static const float figure_pad = 5.0f;  /* of a list's figure, on both sides */

/* The box of a layer with its name; returns what is left for the figures. */
static Rect put_layer(View *view, Rect box, const char *name)
{
    TextStyle title = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT);
    draw_box(&view->list, box, &(DrawStyle){.fill = view_color(view, COLOR_CARD), .stroke = view_color(view, COLOR_LINE),
                                            .width = view_px(view, 1.0f), .radius = view_px(view, 5.0f)});
    Rect inner = box;
    if (box.h > view_px(view, layer_low)) { /* one below the other */
        inner = rect_inset(inner, fmaxf(0.0f, (box.h - view_px(view, 42.0f)) / 2.0f));
        inner.x = box.x + view_px(view, 10.0f);
        inner.w = box.w - view_px(view, 20.0f);
        view_put(view, rect_cut_top(&inner, inner.h / 2.0f), &title, name);
    } else {
        rect_cut_left(&inner, view_px(view, 10.0f));
        rect_cut_right(&inner, view_px(view, 10.0f));
        rect_cut_left(&inner, view_put(view, inner, &title, name) + view_px(view, 12.0f));
    }
    return inner;
}

/* The short form where the long one does not fit. */
static void put_figures(View *view, Rect box, const char *name, const char *const figures[2])
{
    bool below = box.h > view_px(view, layer_low);
    TextStyle text = view_aligned(view_style(view, FONT_MONO, 13.0f, COLOR_TEXT_SOFT), below ? ALIGN_LEFT : ALIGN_RIGHT);
    Rect place = put_layer(view, box, name);
    view_put(view, place, &text, view_text_width(view, &text, figures[0]) <= place.w ? figures[0] : figures[1]);
}

uint32_t view_free_list(const View *view, ObjectId object)
{
    const World *world = view->world;
    const TypeRecord *type = world_type(world, object);
    const Profile *profile = view->scene->explain.profile;
    if (profile == NULL || type->user_class || world_immortal(world, object)) {
        return FREE_LISTS;
    }
    uint32_t list = kind_free_list(profile, type->kind, world->slot_count[object]);
    return list < FREE_LISTS && profile_free_list_max(profile, list) > 0 ? list : FREE_LISTS;
}

/* ---- layer 3: one figure a list, the selection's and the touched one lit ---- */

typedef struct ListFigure {
    uint32_t list;
    char text[48];
} ListFigure;

typedef struct ListFigures {
    ListFigure items[FREE_LISTS + 1];
    uint32_t count;
    uint32_t selected, touched; /* lists, or FREE_LISTS */
} ListFigures;

static void find_figures(const View *view, ListFigures *figures)
{
    const World *world = view->world;
    const Event *event = view->story.event;
    ObjectId selected = view->state->selection;
    bool alive = selected != OBJECT_NONE && selected < world->words[W_OBJECT_TOP] && world_alive(world, selected);
    bool moves = event != NULL && (event->kind == EVENT_FREELIST_PUSH || event->kind == EVENT_FREELIST_POP);
    figures->count = 0;
    figures->selected = alive ? view_free_list(view, selected) : FREE_LISTS;
    figures->touched = moves ? event->a : FREE_LISTS;
    for (uint32_t list = 0; list < FREE_LISTS; list++) {
        char name[32];
        uint32_t kept = world->words[W_FREELIST + list];
        ListFigure *figure = &figures->items[figures->count];
        if (kept == 0 && list != figures->selected && list != figures->touched) {
            continue;
        }
        *figure = (ListFigure){.list = list};
        profile_free_list_name(list, name, sizeof name);
        if (list == figures->selected) {
            snprintf(figure->text, sizeof figure->text, "%s %u/%u", name, (unsigned)kept, (unsigned)profile_free_list_max(view->scene->explain.profile, list));
        } else {
            snprintf(figure->text, sizeof figure->text, "%s %u", name, (unsigned)kept);
        }
        figures->count++;
    }
}

/* From the right; returns the room that is left. */
static Rect put_list_figure(View *view, const ListFigures *figures, const ListFigure *figure, Rect box)
{
    TextStyle text = view_aligned(view_style(view, FONT_MONO, 13.0f, COLOR_TEXT_SOFT), ALIGN_CENTER);
    bool selected = figure->list == figures->selected, touched = figure->list == figures->touched;
    text.color = view_color(view, selected || touched ? COLOR_TEXT : COLOR_TEXT_SOFT);
    Rect place = rect_cut_right(&box, view_text_width(view, &text, figure->text) + view_px(view, 2.0f * figure_pad));
    place = rect_snap((Rect){place.x, rect_center(place).y - view_px(view, 11.0f), place.w, view_px(view, 22.0f)});
    draw_group_begin(&view->list, "freelist %u", (unsigned)figure->list);
    draw_box(&view->list, place, &(DrawStyle){.fill = view_color(view, COLOR_CARD), .radius = view_px(view, 4.0f), .width = view_px(view, 1.5f),
                                              .stroke = touched ? view_color(view, COLOR_CURRENT) : selected ? view_color(view, COLOR_CHAIN) : 0});
    view_put(view, place, &text, figure->text);
    draw_group_end(&view->list);
    return box;
}

static float figures_width(const View *view, const ListFigures *figures, const TextStyle *style)
{
    float width = 0.0f;
    for (uint32_t i = 0; i < figures->count; i++) {
        width += view_text_width(view, style, figures->items[i].text) + view_px(view, 2.0f * figure_pad);
    }
    return width + 1.0f;
}

static void put_free_lists(View *view, Rect box, const char *name)
{
    ListFigures figures;
    TextStyle soft = view_style(view, FONT_MONO, 13.0f, COLOR_TEXT_SOFT);
    uint32_t atoms = view->census.atoms, hidden = 0;
    bool below = box.h > view_px(view, layer_low);
    char text[64];
    box = put_layer(view, box, name);
    find_figures(view, &figures);
    snprintf(text, sizeof text, view_word(view, "shared %u", "共享 %u"), (unsigned)atoms);
    float all = figures.count > 0 ? figures_width(view, &figures, &soft) : 0.0f;
    if (figures.count == 0 && atoms == 0) {
        soft.align = below ? ALIGN_LEFT : ALIGN_RIGHT;
        view_put(view, box, &soft, view_word(view, "empty", "空"));
        return;
    }
    if (atoms > 0) {
        TextStyle right = view_aligned(soft, ALIGN_RIGHT);
        ObjectId selected = view->state->selection;
        bool one = selected != OBJECT_NONE && selected < view->world->words[W_OBJECT_TOP] && world_immortal(view->world, selected);
        right.color = view_color(view, one ? COLOR_CHAIN : COLOR_TEXT_SOFT);
        if (below) { /* behind the lists, not at the far end */
            box.w = fminf(box.w, all + view_text_width(view, &right, text) + (figures.count > 0 ? view_px(view, 8.0f) : 1.0f));
        }
        rect_cut_right(&box, view_put(view, box, &right, text) + view_px(view, 8.0f));
    }
    if (below) {
        box.w = fminf(box.w, all);
        box.x -= figures.count > 0 ? view_px(view, figure_pad) : 0.0f; /* letters stand below letters */
    }
    float kept = all <= box.w ? 0.0f : view_px(view, 40.0f); /* for how many are hidden */
    for (uint32_t i = figures.count; i-- > 0;) {
        float wide = view_text_width(view, &soft, figures.items[i].text) + view_px(view, 2.0f * figure_pad);
        bool fits = box.w >= wide + kept;
        if (fits) {
            box = put_list_figure(view, &figures, &figures.items[i], box);
        }
        hidden += fits ? 0 : 1;
    }
    if (hidden > 0) {
        soft.align = ALIGN_RIGHT;
        view_putf(view, box, &soft, "+%u", (unsigned)hidden);
    }
}

typedef struct PoolUse {
    uint64_t blocks, bytes, pools;
} PoolUse;

static PoolUse pool_use(const World *world)
{
    PoolUse use = {0};
    for (uint32_t arena = 0; arena < world->words[W_ARENA_RECORDS]; arena++) {
        uint32_t first = arena * world->geometry.pools_per_arena;
        for (uint32_t pool = first; pool < first + arena_field(world, arena, ARENA_VIRGIN); pool++) {
            use.blocks += world->pool_count[pool];
            use.bytes += (uint64_t)world->pool_count[pool] * world->pool_class[pool] * world->geometry.alignment;
            use.pools += world->pool_count[pool] != 0 ? 1 : 0;
        }
    }
    return use;
}

void panel_layers(View *view, Rect box)
{
    static const char *const english[] = {"3 · free lists", "2 · pools", "1 · malloc", "0 · system"};
    static const char *const chinese[] = {"3 · 空闲链表", "2 · 内存池", "1 · malloc", "0 · 操作系统"};
    const World *world = view->world;
    char figures[4][FIGURE_BYTES] = {""}, brief[FIGURE_BYTES];
    PoolUse use = pool_use(world);
    snprintf(figures[1], FIGURE_BYTES, use.blocks == 1 ? view_word(view, "%s block, %s of %s", "%s 块，%s / %s") : view_word(view, "%s blocks, %s of %s", "%s 块，%s / %s"), number_text(use.blocks).text,
             bytes_text(use.bytes).text, bytes_text(use.pools * world->geometry.pool_bytes).text);
    snprintf(brief, FIGURE_BYTES, "%s / %s", bytes_text(use.bytes).text, bytes_text(use.pools * world->geometry.pool_bytes).text);
    snprintf(figures[2], FIGURE_BYTES, view_word(view, "%s large, %s", "%s 个大块，%s"),
             number_text(world->words[W_LARGE_BLOCKS]).text, bytes_text(world->totals[TOTAL_LARGE_BYTES]).text);
    snprintf(figures[3], FIGURE_BYTES, world->words[W_ARENAS] == 1 ? view_word(view, "%s arena, %s", "%s 个 arena，%s")
                                                                   : view_word(view, "%s arenas, %s", "%s 个 arena，%s"), number_text(world->words[W_ARENAS]).text,
             bytes_text((uint64_t)world->words[W_ARENAS] * world->geometry.arena_bytes).text);
    rect_cut_left(&box, view_px(view, 14.0f));
    rect_cut_right(&box, view_px(view, 16.0f));
    rect_cut_top(&box, view_px(view, 10.0f));
    rect_cut_bottom(&box, view_px(view, 10.0f));
    float gap = view_px(view, 5.0f), high = (box.h - 3.0f * gap) / 4.0f;
    for (int layer = 0; layer < 4; layer++) {
        Rect place = rect_snap(rect_cut_top(&box, high));
        const char *name = view_chinese(view) ? chinese[layer] : english[layer];
        if (layer == 0) {
            put_free_lists(view, place, name);
        } else {
            put_figures(view, place, name, (const char *const[2]){figures[layer], layer == 1 ? brief : figures[layer]});
        }
        rect_cut_top(&box, gap);
    }
}
