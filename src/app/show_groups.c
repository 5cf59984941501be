#include "app/show_groups.h"

#include "view/crowd.h"

#include <string.h>

static bool shows_groups(const Show *show)
{
    return view_form(&show->state, &show->lives) >= FORM_TYPES;
}

static void set_form(ViewState *state, GraphForm form)
{
    state->form = form;
    state->zoom = (Zoom){.scale = 1.0f};
    memset(&state->groups, 0, sizeof state->groups);
}

unsigned show_form(Show *show)
{
    bool bands = view_form(&show->state, &show->lives) == FORM_BANDS;
    bool countless = show->lives.uncounted > 0; /* one by one would hide most of them */
    set_form(&show->state, !bands ? FORM_BANDS : countless ? FORM_TYPES : FORM_CLOUD);
    return SHOW_REDRAW;
}

unsigned show_group_by(Show *show)
{
    GraphForm form = view_form(&show->state, &show->lives);
    set_form(&show->state, form == FORM_TYPES ? FORM_ISLANDS : form == FORM_ISLANDS ? FORM_CLOUD : FORM_TYPES);
    return SHOW_REDRAW;
}

static void find_crowd(const Show *show, Crowd *crowd)
{
    bool islands = view_form(&show->state, &show->lives) == FORM_ISLANDS;
    crowd_find(crowd, islands ? CROWD_ISLANDS : CROWD_TYPES, show->session->world, &show->lives);
}

unsigned show_next_group(Show *show, bool forward)
{
    Crowd crowd = {0};
    uint32_t *chosen = &show->state.groups.chosen;
    if (!shows_groups(show)) {
        return SHOW_NOTHING;
    }
    find_crowd(show, &crowd);
    size_t count = crowd.groups.count, at = 0;
    while (at < count && crowd.groups.items[at].key != *chosen) {
        at++;
    }
    if (count > 0) {
        size_t next = at == count ? (forward ? 0 : count - 1) : (at + (forward ? 1 : count - 1)) % count;
        *chosen = crowd.groups.items[next].key;
    }
    crowd_release(&crowd);
    return SHOW_REDRAW;
}

unsigned show_open_group(Show *show, uint32_t key)
{
    Crowd crowd = {0};
    GroupsState *groups = &show->state.groups;
    key = key == 0 ? groups->chosen : key;
    if (!shows_groups(show) || key == 0) {
        return SHOW_NOTHING;
    }
    find_crowd(show, &crowd);
    groups->chosen = groups->open = key;
    groups->listed_count = crowd_members(&crowd, show->session->world, key, groups->listed, LISTED_MAX);
    show->state.selection = OBJECT_NONE;
    crowd_release(&crowd);
    return SHOW_REDRAW;
}

/* Which objects Tab goes through. */
typedef struct Choice {
    const Show *show;
    Crowd crowd;
    uint32_t group;  /* 0: any */
    bool single;     /* only those with a life of their own */
} Choice;

static bool may_choose(const Choice *choice, ObjectId object)
{
    const World *world = choice->show->session->world;
    if (!object_is_drawn(world, object)) {
        return false;
    }
    if (choice->group != 0) {
        return crowd_key(&choice->crowd, world, object) == choice->group;
    }
    return !choice->single || lives_find(&choice->show->lives, object) != NULL;
}

static ObjectId next_choice(const Choice *choice, ObjectId from, bool forward)
{
    ObjectId top = choice->show->session->world->words[W_OBJECT_TOP];
    uint32_t count = top > OBJECT_FIRST ? top - OBJECT_FIRST : 0;
    uint32_t at = from >= OBJECT_FIRST && from < top ? from - OBJECT_FIRST : forward ? count - 1 : 0;
    for (uint32_t i = 0; i < count; i++) {
        at = (at + (forward ? 1 : count - 1)) % count;
        if (may_choose(choice, OBJECT_FIRST + at)) {
            return OBJECT_FIRST + at;
        }
    }
    return OBJECT_NONE;
}

unsigned show_next_object(Show *show, bool forward)
{
    bool groups = shows_groups(show);
    Choice choice = {.show = show, .group = groups ? show->state.groups.open : 0, .single = !groups};
    if (choice.group != 0) {
        find_crowd(show, &choice.crowd);
    }
    show->state.selection = next_choice(&choice, show->state.selection, forward);
    crowd_release(&choice.crowd);
    return SHOW_REDRAW;
}
