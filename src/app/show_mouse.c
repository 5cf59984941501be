/* Clicks: the group under the pointer says what is meant. */
#include "app/show_ask.h"
#include "app/show_groups.h"
#include "app/show_move.h"
#include "app/show_pool.h"
#include "app/show_palette.h"

#include <stdio.h>
#include <string.h>

/* The step at a point of the scrubber; false: there is none. */
static bool scrubber_step(const Show *show, Point at, uint64_t *step)
{
    Rect area;
    if (!draw_group_bounds(&show->view.list, "scrubber", &area) || area.w <= 0.0f) {
        return false;
    }
    double share = (double)((at.x - area.x) / area.w);
    share = share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
    *step = (uint64_t)(share * (double)show->session->steps + 0.5);
    return true;
}

unsigned show_scrub(Show *show, Point at)
{
    uint64_t step;
    if (!scrubber_step(show, at, &step) || step == show_step(show)) {
        return SHOW_NOTHING;
    }
    show_seek(show, step);
    return SHOW_REDRAW;
}

static unsigned choose(Show *show, ObjectId object)
{
    show->state.selection = object;
    return SHOW_REDRAW;
}

/* The next living object, after the selection and in a ring, that may enter this private free list. */
static unsigned choose_of_free_list(Show *show, uint32_t list)
{
    const World *world = show->session->world;
    ObjectId top = world->words[W_OBJECT_TOP], first = OBJECT_NONE;
    for (ObjectId object = OBJECT_FIRST; object < top; object++) {
        bool fits = object_is_drawn(world, object) && view_free_list(&show->view, object) == list;
        first = fits && first == OBJECT_NONE ? object : first;
        if (fits && object > show->state.selection) {
            return choose(show, object);
        }
    }
    return first != OBJECT_NONE ? choose(show, first) : SHOW_NOTHING;
}

/* What a button's key does, though letters are being typed: only what ends or enters them is meant for the field. */
static unsigned click_key(Show *show, const char *key)
{
    int digit = 0;
    bool fields = strcmp(key, "Esc") == 0 || strcmp(key, "Enter") == 0 || strcmp(key, "Shift+Enter") == 0;
    if (fields || show->state.help || !show_is_typing(show)) {
        return show_key(show, key);
    }
    show->state.notice[0] = '\0';
    return show_act(show, key_action(key, &digit), digit);
}

unsigned show_click(Show *show, Point at)
{
    unsigned a, b;
    const char *what = draw_hit(&show->view.list, at);
    if (what == NULL) {
        return SHOW_NOTHING;
    }
    if (strncmp(what, "action ", 7) == 0) {
        return SHOW_REDRAW | show_act(show, show_palette_clicked(&show->state, what), 0);
    }
    if (strncmp(what, "key ", 4) == 0) {
        return click_key(show, what + 4);
    }
    if (sscanf(what, "object %u", &a) == 1) {
        if (!rect_contains(show->view.graph_box, at)) {
            show_remember(show, true);
        }
        return choose(show, a);
    }
    if (sscanf(what, "name %u %u", &a, &b) == 2 && b < show->session->world->slot_count[a]) {
        return choose(show, world_target(show->session->world, a, b));
    }
    if (sscanf(what, "pool %u", &a) == 1) {
        return show_click_pool(show, a, at);
    }
    if (sscanf(what, "freelist %u", &a) == 1) {
        return choose_of_free_list(show, a);
    }
    if (sscanf(what, "group %u", &a) == 1) {
        return show_open_group(show, a);
    }
    if (sscanf(what, "tab %u", &a) == 1) {
        show->state.tab = (RightTab)a;
        show->state.tab_chosen = true;
        show->state.drawer = DRAWER_NONE;
        return SHOW_REDRAW;
    }
    if (sscanf(what, "collection %u", &a) == 1) {
        return show_jump(show, show->landmarks.collections.items[a].first);
    }
    if (sscanf(what, "stop %u", &a) == 1) {
        return show_jump(show, show->landmarks.stops.items[a].step);
    }
    if (sscanf(what, "bookmark %u", &a) == 1 && a < show->state.bookmark_count) {
        return show_jump(show, show->state.bookmarks[a]);
    }
    if (sscanf(what, "choice %u", &a) == 1) {
        return show_ask_choose(show, (int)a);
    }
    if (strcmp(what, "scrubber") == 0) {
        return show_scrub(show, at); /* whoever took hold of it remembers the step */
    }
    return strncmp(what, "band", 4) == 0 ? choose(show, OBJECT_NONE) : SHOW_NOTHING;
}
