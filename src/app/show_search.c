/* Every living object is looked at; a word is compared once for each object that has it, about 0.1 µs. */
#include "app/show_search.h"

#include "app/show_move.h"
#include "app/typed.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef VEC(ObjectId) Hits;

static bool is_shown(const World *world, ObjectId object)
{
    return world_alive(world, object) && (world->flags[object] & OBJECT_IS_FRAME) == 0;
}

/* "0x…" finds addresses, anything else words. */
static bool address_matches(const World *world, ObjectId object, const char *typed)
{
    char text[32];
    if (strncmp(typed, "0x", 2) != 0 || world->block[object] == 0) {
        return false;
    }
    snprintf(text, sizeof text, "0x%llx", (unsigned long long)world_object_address(world, object));
    return typed_within(text, typed);
}

static bool matches(const Show *show, ObjectId object, const char *typed)
{
    const World *world = show->session->world;
    return typed_within(label_text(world, &show->labels, object), typed) || typed_within(names_text(world->names, world->id[object]), typed) ||
           typed_within(label_type(world, object), typed) || typed_within(names_text(world->names, world->repr[object]), typed) ||
           address_matches(world, object, typed);
}

/* What a matching name refers to. */
static void find_named(const Show *show, const char *typed, Hits *named)
{
    const World *world = show->session->world;
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        ObjectId frame = world->frames[i];
        for (Position position = 0; position < world->slot_count[frame]; position++) {
            ObjectId target = world_target(world, frame, position);
            if (target != OBJECT_NONE && typed_within(names_text(world->names, world_slot_name(world, frame, position)), typed)) {
                vec_push(named, target);
            }
        }
    }
}

static bool is_among(const Hits *hits, ObjectId object)
{
    for (size_t i = 0; i < hits->count; i++) {
        if (hits->items[i] == object) {
            return true;
        }
    }
    return false;
}

/* Whoever types a whole type's name looks for its objects first. */
static bool has_type(const Show *show, ObjectId object)
{
    return strcasecmp(label_type(show->session->world, object), show->state.search.typed) == 0;
}

static void find(const Show *show, Hits *hits)
{
    const World *world = show->session->world;
    const char *typed = show->state.search.typed;
    Hits named = {0};
    if (typed[0] == '\0') {
        return;
    }
    find_named(show, typed, &named);
    for (int others = 0; others < 2; others++) {
        for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
            if (!is_shown(world, object) || has_type(show, object) == (others != 0)) {
                continue;
            }
            if (others == 0 || matches(show, object, typed) || is_among(&named, object)) {
                vec_push(hits, object);
            }
        }
    }
    vec_release(&named);
}

/* `by` 0: the selection if it is a hit, else the first hit; otherwise so many further, in a ring. */
static void go(Show *show, int by)
{
    Hits hits = {0};
    ViewState *state = &show->state;
    find(show, &hits);
    size_t at = 0;
    while (at < hits.count && hits.items[at] != state->selection) {
        at++;
    }
    bool better = by == 0 && at < hits.count && has_type(show, hits.items[0]) && !has_type(show, state->selection);
    if (at == hits.count || better) {
        at = 0; /* the first, whichever way */
    } else if (by != 0) {
        at = (at + hits.count + (size_t)(by + 1) - 1) % hits.count;
    }
    state->search.hits = (uint32_t)hits.count;
    state->search.at = hits.count == 0 ? 0 : (uint32_t)at + 1;
    if (hits.count > 0) {
        state->selection = hits.items[at];
    }
    vec_release(&hits);
}

unsigned show_search_begin(Show *show)
{
    show_remember(show, true);
    show->state.search = (Search){.open = true};
    return SHOW_REDRAW;
}

unsigned show_search_type(Show *show, const char *text)
{
    if (!typed_add(show->state.search.typed, sizeof show->state.search.typed, text)) {
        return SHOW_NOTHING;
    }
    go(show, 0);
    return SHOW_REDRAW;
}

unsigned show_search_key(Show *show, const char *key)
{
    int digit = 0;
    Search *search = &show->state.search;
    const char *letter = typed_by_key(key);
    if (letter != NULL) {
        return show_search_type(show, letter);
    }
    switch (key_action_in(KEYS_SEARCH, key, &digit)) {
    case ACTION_NEXT_HIT: go(show, 1); return SHOW_REDRAW;
    case ACTION_PREVIOUS_HIT: go(show, -1); return SHOW_REDRAW;
    case ACTION_UNTYPE:
        typed_erase(search->typed);
        go(show, 0);
        return SHOW_REDRAW;
    case ACTION_END_SEARCH: search->open = false; return SHOW_REDRAW;
    default: return SHOW_NOTHING;
    }
}

/* The selection stays: it may be an object that is not alive here. */
void show_search_follow(Show *show)
{
    Search *search = &show->state.search;
    if (!search->open || search->step == show_step(show)) {
        return;
    }
    ObjectId selection = show->state.selection;
    search->step = show_step(show);
    go(show, 0);
    show->state.selection = selection;
}
