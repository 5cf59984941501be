/* The four layers a request passes, from the objects' own free lists down to the operating system, with live figures. */
#include "model/pool_state.h"
#include "types/profile.h"
#include "view/view.h"

#include <stdio.h>
#include <string.h>

enum { FIGURE_BYTES = 200 };

static void put_layer(View *view, Rect box, const char *name, const char *figures)
{
    TextStyle title = view_style(view, FONT_UI_BOLD, 13.0f, COLOR_TEXT);
    TextStyle text = view_aligned(view_style(view, FONT_MONO, 13.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    draw_box(&view->list, box, &(DrawStyle){.fill = view_color(view, COLOR_CARD), .stroke = view_color(view, COLOR_LINE),
                                            .width = view_px(view, 1.0f), .radius = view_px(view, 5.0f)});
    Rect inner = box;
    rect_cut_left(&inner, view_px(view, 10.0f));
    rect_cut_right(&inner, view_px(view, 10.0f));
    if (box.h > view_px(view, 46.0f)) { /* one below the other */
        inner = rect_inset(inner, (box.h - view_px(view, 44.0f)) / 2.0f);
        inner.x = box.x + view_px(view, 10.0f);
        inner.w = box.w - view_px(view, 20.0f);
        view_put(view, rect_cut_top(&inner, inner.h / 2.0f), &title, name);
        text.align = ALIGN_LEFT;
    } else {
        rect_cut_left(&inner, view_put(view, inner, &title, name) + view_px(view, 12.0f));
    }
    view_put(view, inner, &text, figures);
}

static void free_list_text(const View *view, char *text)
{
    const World *world = view->world;
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t list = 0; list < FREE_LISTS && used + 40 < FIGURE_BYTES; list++) {
        char name[32];
        uint32_t count = world->words[W_FREELIST + list];
        const char *shown = count == 0 ? NULL : profile_free_list_name(list, name, sizeof name);
        if (shown != NULL) {
            used += (size_t)snprintf(text + used, FIGURE_BYTES - used, "%s%s %u", used > 0 ? "  " : "", shown, (unsigned)count);
        }
    }
    if (used == 0) {
        snprintf(text, FIGURE_BYTES, "%s", view_word(view, "empty", "空"));
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
    char figures[4][FIGURE_BYTES];
    PoolUse use = pool_use(world);
    free_list_text(view, figures[0]);
    snprintf(figures[1], FIGURE_BYTES, view_word(view, "%s blocks, %s of %s", "%s 块，%s / %s"), number_text(use.blocks).text,
             bytes_text(use.bytes).text, bytes_text(use.pools * world->geometry.pool_bytes).text);
    snprintf(figures[2], FIGURE_BYTES, view_word(view, "large blocks: %s, %s", "%s 个大块，%s"),
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
        put_layer(view, rect_snap(rect_cut_top(&box, high)), view_chinese(view) ? chinese[layer] : english[layer], figures[layer]);
        rect_cut_top(&box, gap);
    }
}
