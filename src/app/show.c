/* Actions change the step (app/show_move) or the ViewState; a picture follows from both. */
#include "app/show.h"

#include "app/show_ask.h"
#include "app/show_feed.h"
#include "app/show_groups.h"
#include "app/show_live.h"
#include "app/show_move.h"
#include "app/show_palette.h"
#include "app/show_pool.h"
#include "app/show_search.h"
#include "app/show_walk.h"
#include "app/show_zoom.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- life ---- */

void show_init(Show *show, Session *session)
{
    memset(show, 0, sizeof *show);
    show->session = session;
    lives_init(&show->lives, session->world);
    show_feed(show);
    session_seek(session, 0);
    landmarks_find(&show->landmarks, session->journal);
    labels_update(&show->labels, session->world, session->journal);
    view_init(&show->view);
    view_state_init(&show->state);
    show_find_questions(show);
    show_find_checks(show);
}

void show_grow(Show *show, uint64_t step)
{
    landmarks_release(&show->landmarks);
    vec_release(&show->quiz.questions);
    vec_release(&show->checks.lines);
    show->landmarks = (Landmarks){0};
    show->checks = (Checks){0};
    show_feed(show);
    landmarks_find(&show->landmarks, show->session->journal);
    labels_update(&show->labels, show->session->world, show->session->journal);
    view_forget_lives(&show->view);
    session_seek(show->session, step);
    show_find_questions(show);
    show_find_checks(show);
    show_seek(show, step);
}

void show_release(Show *show)
{
    view_release(&show->view);
    vec_release(&show->quiz.questions);
    vec_release(&show->checks.lines);
    labels_release(&show->labels);
    landmarks_release(&show->landmarks);
    lives_release(&show->lives);
    show_live_release(show);
}

/* ---- moving ---- */

uint64_t show_step(const Show *show)
{
    return show->session->timeline.step;
}

void show_seek(Show *show, uint64_t step)
{
    session_seek(show->session, step > show->session->steps ? show->session->steps : step);
    show_ask_follow(show);
    show_search_follow(show);
}

/* ---- settings ---- */

static unsigned bookmark(ViewState *state, uint64_t step)
{
    uint32_t place = 0;
    while (place < state->bookmark_count && state->bookmarks[place] < step) {
        place++;
    }
    bool there = place < state->bookmark_count && state->bookmarks[place] == step;
    size_t behind = (size_t)(state->bookmark_count - place) * sizeof state->bookmarks[0];
    if (there) {
        memmove(&state->bookmarks[place], &state->bookmarks[place + 1], behind - sizeof state->bookmarks[0]);
        state->bookmark_count--;
    } else if (state->bookmark_count < BOOKMARKS_MAX) {
        memmove(&state->bookmarks[place + 1], &state->bookmarks[place], behind);
        state->bookmarks[place] = step;
        state->bookmark_count++;
    } else {
        return SHOW_NOTHING;
    }
    return SHOW_REDRAW;
}

/* Not beyond what has an effect in the window as it is, or the way back would take as many keys. */
static unsigned rescale(ViewState *state, const View *view, float factor)
{
    float most = rect_is_empty(view->window) ? 3.0f : view_scale_most(state, (ViewSize){view->window.w, view->window.h});
    float before = fminf(state->scale, most), scale = factor == 0.0f ? 1.0f : before * factor;
    state->scale = fmaxf(0.5f, fminf(scale, most));
    if (factor > 1.0f && state->scale == before) {
        bool chinese = state->language == LANGUAGE_ZH;
        snprintf(state->notice, sizeof state->notice, "%s", chinese ? "窗口里放不下更大的了" : "the window has no room for more");
    }
    return SHOW_REDRAW;
}

/* Esc: what lies on top goes first. */
static unsigned close_one(ViewState *state)
{
    if (state->help) {
        state->help = false;
    } else if (state->search.open) {
        state->search.open = false;
    } else if (state->black) {
        state->black = false;
    } else if (state->drawer != DRAWER_NONE) {
        state->drawer = DRAWER_NONE;
    } else if (state->pool.on) {
        state->pool.on = false;
    } else if (state->selection != OBJECT_NONE) {
        state->selection = OBJECT_NONE;
    } else if (state->groups.open != 0) {
        state->groups.open = 0;
    } else {
        return SHOW_LEAVE;
    }
    return SHOW_REDRAW;
}

static unsigned toggle_drawer(ViewState *state, Drawer drawer)
{
    state->drawer = state->drawer == drawer ? DRAWER_NONE : drawer;
    return SHOW_REDRAW;
}

static unsigned next_tab(ViewState *state)
{
    if (state->drawer != DRAWER_NONE) {
        return toggle_drawer(state, state->drawer);
    }
    state->tab = (RightTab)((view_state_tab(state) + 1) % TAB_COUNT);
    state->tab_chosen = true;
    return SHOW_REDRAW;
}

static unsigned toggle(bool *flag)
{
    *flag = !*flag;
    return SHOW_REDRAW;
}

unsigned show_set_look(ViewState *state, const View *view, Action action)
{
    switch (action) {
    case ACTION_THEME: state->theme = (ThemeKind)((state->theme + 1) % THEME_COUNT); return SHOW_REDRAW;
    case ACTION_LANGUAGE: state->language = state->language == LANGUAGE_EN ? LANGUAGE_ZH : LANGUAGE_EN; return SHOW_REDRAW;
    case ACTION_PROJECTOR: return toggle(&state->projector);
    case ACTION_BIGGER: return rescale(state, view, 1.1f);
    case ACTION_SMALLER: return rescale(state, view, 1.0f / 1.1f);
    case ACTION_NORMAL: return rescale(state, view, 0.0f);
    case ACTION_HELP: state->help_page = 0; return toggle(&state->help);
    case ACTION_NEXT_PAGE: state->help_page++; return SHOW_REDRAW;
    case ACTION_PREVIOUS_PAGE: state->help_page--; return SHOW_REDRAW;
    case ACTION_PALETTE: show_palette_begin(state); return SHOW_REDRAW;
    default: return SHOW_NOTHING;
    }
}

static unsigned set_speed(ViewState *state, int speed)
{
    bool chinese = state->language == LANGUAGE_ZH;
    state->speed = speed < -3 ? -3 : speed > 8 ? 8 : speed;
    if (state->speed >= 0) {
        snprintf(state->notice, sizeof state->notice, chinese ? "播放：每秒 %d 步" : "plays %d steps a second", 1 << state->speed);
    } else {
        snprintf(state->notice, sizeof state->notice, chinese ? "播放：每 %d 秒一步" : "plays a step in %d seconds", 1 << -state->speed);
    }
    return SHOW_REDRAW;
}

static unsigned set_still(ViewState *state)
{
    static const char *const words[LANGUAGE_COUNT][2] = {{"animation on", "animation off"}, {"动画已打开", "动画已关闭"}};
    state->still = !state->still;
    snprintf(state->notice, sizeof state->notice, "%s", words[state->language][state->still]);
    return SHOW_REDRAW;
}

static unsigned set(Show *show, Action action)
{
    ViewState *state = &show->state;
    switch (action) {
    case ACTION_PLAY: return toggle(&state->playing);
    case ACTION_SLOWER: return set_speed(state, state->speed - 1);
    case ACTION_FASTER: return set_speed(state, state->speed + 1);
    case ACTION_BOOKMARK: return bookmark(state, show_step(show));
    case ACTION_NEXT_OBJECT: return show_next_block(show, true) ? SHOW_REDRAW : show_next_object(show, true);
    case ACTION_PREVIOUS_OBJECT: return show_next_block(show, false) ? SHOW_REDRAW : show_next_object(show, false);
    case ACTION_NEXT_TAB: return next_tab(state);
    case ACTION_MEMORY: return show_zoom_pool(show);
    case ACTION_ANIMATION: return set_still(state);
    case ACTION_BLACK: return toggle(&state->black);
    case ACTION_CLOSE: return close_one(state);
    case ACTION_SEARCH: return show_search_begin(show);
    case ACTION_WHY: return toggle_drawer(state, DRAWER_WHY);
    case ACTION_CHECKS: return toggle_drawer(state, DRAWER_CHECKS);
    case ACTION_FOCUS: return show_focus(show);
    case ACTION_FORM: return show_form(show);
    case ACTION_RELAYOUT: return show_relayout(show);
    case ACTION_NUDGE_LEFT: return show_nudge(show, -1, 0);
    case ACTION_NUDGE_RIGHT: return show_nudge(show, 1, 0);
    case ACTION_NUDGE_UP: return show_nudge(show, 0, -1);
    case ACTION_NUDGE_DOWN: return show_nudge(show, 0, 1);
    case ACTION_GROUP_BY: return show_group_by(show);
    case ACTION_NEXT_GROUP: return show_next_group(show, true);
    case ACTION_PREVIOUS_GROUP: return show_next_group(show, false);
    case ACTION_OPEN_GROUP: return show_open_group(show, 0);
    case ACTION_SPOTLIGHT: return toggle(&state->spotlight);
    case ACTION_SAVE: return SHOW_SAVE;
    case ACTION_LESSONS: return SHOW_MENU;
    case ACTION_FULL_SCREEN: return SHOW_FULL_SCREEN;
    case ACTION_QUIT: return SHOW_QUIT;
    default: return show_set_look(state, &show->view, action);
    }
}

bool show_is_typing(const Show *show)
{
    return show->state.search.open || show->state.palette.open || show->state.live.open;
}

unsigned show_act(Show *show, Action action, int digit)
{
    unsigned effects = show_move(show, action, digit) | show_walk(show, action) | set(show, action) | show_live_act(show, action);
    show_ask_follow(show);
    show_search_follow(show);
    return effects;
}

static unsigned palette_key(Show *show, const char *key)
{
    PaletteAnswer answer = show_palette_key(&show->state, view_state_place(&show->state), key);
    return (answer.changed ? SHOW_REDRAW : SHOW_NOTHING) | show_act(show, answer.run, 0);
}

Action show_help_action(const char *key)
{
    int digit = 0;
    Action action = key_action_in(KEYS_HELP, key, &digit);
    action = action != ACTION_NONE ? action : key_action(key, &digit);
    switch (action) {
    case ACTION_NEXT_PAGE: case ACTION_PREVIOUS_PAGE: case ACTION_HELP: case ACTION_CLOSE: case ACTION_PALETTE: case ACTION_THEME:
    case ACTION_LANGUAGE: case ACTION_PROJECTOR: case ACTION_BIGGER: case ACTION_SMALLER: case ACTION_NORMAL:
    case ACTION_FULL_SCREEN: case ACTION_QUIT: return action;
    default: return ACTION_NONE;
    }
}

unsigned show_key(Show *show, const char *key)
{
    int digit = 0;
    show->state.notice[0] = '\0';
    if (show->state.palette.open) {
        return palette_key(show, key);
    }
    if (show->state.help) {
        return show_act(show, show_help_action(key), 0);
    }
    if (show->state.search.open) {
        return show_search_key(show, key);
    }
    unsigned effects = SHOW_NOTHING;
    if (show_live_key(show, key, &effects)) {
        return effects;
    }
    if (!show->state.black && show_ask_key(show, key)) {
        return SHOW_REDRAW;
    }
    Action action = key_action(key, &digit); /* before digit is looked at */
    return show_act(show, action, digit);
}

unsigned show_type(Show *show, const char *text)
{
    if (show->state.palette.open) {
        return show_palette_type(&show->state, text) ? SHOW_REDRAW : SHOW_NOTHING;
    }
    if (show->state.search.open) {
        return show_search_type(show, text);
    }
    return show->state.live.open ? show_live_type(show, text) : SHOW_NOTHING;
}

/* Some keys act only while something is open; whether it is does not make them unknown. */
static bool is_known(const char *key)
{
    int digit = 0;
    return key_action(key, &digit) != ACTION_NONE || key_action_in(KEYS_QUESTION, key, &digit) != ACTION_NONE ||
           key_action_in(KEYS_HELP, key, &digit) != ACTION_NONE;
}

bool show_keys(Show *show, const char *list, char *bad, size_t room)
{
    while (key_next(&list, bad, room)) {
        if (!is_known(bad) && !show_is_typing(show)) {
            return false;
        }
        show_key(show, bad);
    }
    return true;
}

/* ---- pictures ---- */

int show_pace_ms(const Show *show)
{
    int speed = show->state.speed;
    return speed >= 0 ? 1000 >> speed : 1000 << -speed;
}

const DrawList *show_draw(Show *show, ViewSize size, TextMeasure measure)
{
    Session *session = show->session;
    Scene scene = {
        .explain = session_explain(session),
        .header = session->header,
        .lives = &show->lives,
        .landmarks = &show->landmarks,
        .quiz = &show->quiz,
        .checks = &show->checks,
        .steps = session->steps,
        .foreign = session->profile == NULL,
    };
    scene.explain.labels = &show->labels;
    scene.explain.language = show->state.language;
    return view_draw(&show->view, &scene, &show->state, size, measure);
}
