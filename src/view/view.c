/* Where the panels lie. All lengths in design pixels; a window smaller than designed gets smaller panels, not smaller texts,
 * down to SMALLEST_UNIT.
 *
 *   ┌──────────────────────────────────────────────┐
 *   │ top                                          │
 *   ├───────┬──────────────────────────┬───────────┤
 *   │ roots │ graph                    │ story     │
 *   │       │ lists                    │ tab       │
 *   │       │ ribbon                   │           │
 *   ├───────┴──────────────────────────┴───────────┤
 *   │ memory                           │ layers    │
 *   ├──────────────────────────────────────────────┤
 *   │ timeline                                     │
 *   └──────────────────────────────────────────────┘ */
#include "view/view.h"

#include "view/graph.h"

#include <math.h>
#include <string.h>

static const float smallest_unit = 0.75f, live_high_for_memory = 820.0f;
/* Enlarged by the user, a window still has so many design pixels: less holds no question, no graph. */
static const float least_wide = 850.0f, least_high = 480.0f;
/* What the graph needs: below the first the memory strip gives way to it, below the second what stands under it in its column. */
static const float graph_high = 220.0f, graph_high_least = 150.0f;
static const float ribbon_high = 40.0f, memory_least = 136.0f;
/* What the columns beside the graph take of the window at most. */
static const float roots_most = 0.2f, story_most = 0.42f;

void view_state_init(ViewState *state)
{
    memset(state, 0, sizeof *state);
    state->scale = state->density = 1.0f;
    state->speed = 1;
    state->zoom.scale = 1.0f;
    prompt_init(&state->prompt, 0);
}

void view_state_keep_look(ViewState *to, const ViewState *from)
{
    to->theme = from->theme;
    to->language = from->language;
    to->scale = from->scale;
    to->density = from->density;
    to->projector = from->projector;
    to->memory = from->memory;
    to->pool.on = from->pool.on;
    to->still = from->still;
    to->speed = from->speed;
}

int view_question(const View *view)
{
    const Scene *scene = view->scene;
    return scene->quiz == NULL || view->state->prompt.closed ? -1 : quiz_at(scene->quiz, scene->explain.step);
}

KeysWhere view_state_place(const ViewState *state)
{
    return state->live.status.state != LIVE_OFF ? KEYS_LIVE : KEYS_ALWAYS;
}

RightTab view_state_tab(const ViewState *state)
{
    if (state->tab_chosen) {
        return state->tab;
    }
    return state->selection != OBJECT_NONE ? TAB_INSPECTOR : TAB_PROGRAM;
}

void view_init(View *view)
{
    memset(view, 0, sizeof *view);
    draw_init(&view->list);
    view->look = graph_look_new();
}

void view_forget_lives(View *view)
{
    if (view->packed != NULL) {
        grid_release(&view->grid);
    }
    view->packed = NULL;
    census_forget(&view->census);
    graph_look_forget(view->look);
}

void view_release(View *view)
{
    draw_release(&view->list);
    if (view->packed != NULL) {
        grid_release(&view->grid);
    }
    graph_look_free(view->look);
    narration_release(&view->story);
    prose_release(&view->prose);
    prose_release(&view->lost);
    vec_release(&view->chips);
    vec_release(&view->pool_grids);
    reach_release(&view->reach);
    census_release(&view->census);
    vec_release(&view->inspected.holders);
    why_release(&view->inspected.why);
    why_release(&view->why.why);
}

bool view_tells(const View *view, EventKind kind)
{
    const Scene *scene = view->scene;
    return !scene->foreign || scene->landmarks == NULL || event_set_has(&scene->landmarks->kinds, kind);
}

/* ---- the window ---- */

/* Of a size in units of the desktop. */
static float designed_unit(const ViewState *state, ViewSize size)
{
    float unit;
    if (state->projector) {
        unit = fminf(size.width / 1920.0f, size.height / 1080.0f) * 1.7f; /* 13 design px are then 22 at 1080p */
    } else {
        unit = fmaxf(1.0f, fminf(size.width / 1600.0f, size.height / 900.0f));
        unit = fminf(unit, fmaxf(smallest_unit, fminf(size.width / 1200.0f, size.height / 680.0f)));
    }
    return fmaxf(smallest_unit, unit);
}

static ViewSize in_desktop_units(const ViewState *state, ViewSize size)
{
    return (ViewSize){size.width / state->density, size.height / state->density};
}

float view_scale_most(const ViewState *state, ViewSize pixels)
{
    ViewSize size = in_desktop_units(state, pixels);
    return fmaxf(1.0f, fminf(size.width / least_wide, size.height / least_high) / designed_unit(state, size));
}

static float unit_for(const ViewState *state, ViewSize pixels)
{
    float scale = fminf(state->scale, view_scale_most(state, pixels));
    return state->density * fmaxf(smallest_unit, roundf(designed_unit(state, in_desktop_units(state, pixels)) * scale * 40.0f) / 40.0f);
}

void view_prepare(View *view, const Scene *scene, const ViewState *state, const ViewPaper *paper)
{
    view->unit = unit_for(state, paper->size);
    view->window = (Rect){0.0f, 0.0f, paper->size.width, paper->size.height};
    view->shown = *scene;
    view->scene = &view->shown;
    view->state = state;
    view->world = scene->explain.world;
    view->names = view->world->names;
    view->pen = (MarkPen){&view->list, theme_get(state->theme), &paper->measure, view->unit};
    view->chips.count = view->pool_grids.count = 0;
    draw_clear(&view->list);
    prose_clear(&view->lost);
    census_take(&view->census, scene->lives, scene->explain.journal, scene->explain.step);
    Explain explain = scene->explain;
    explain.language = state->language;
    narrate_step(&explain, &view->story);
}

void view_begin(View *view, const ViewState *state, ViewSize size, const TextMeasure *measure)
{
    view->unit = unit_for(state, size);
    view->window = (Rect){0.0f, 0.0f, size.width, size.height};
    view->state = state;
    view->pen = (MarkPen){&view->list, theme_get(state->theme), measure, view->unit};
    draw_clear(&view->list);
    prose_clear(&view->lost);
}

/* Panels, each in its own clip and group. */
typedef struct PanelPlace {
    const char *name;
    void (*draw)(View *view, Rect box);
    Rect box;
    ThemeColor ground;
} PanelPlace;

static void put_panel(View *view, const PanelPlace *place)
{
    if (rect_is_empty(place->box)) {
        return;
    }
    draw_group_begin(&view->list, "panel %s", place->name);
    draw_fill(&view->list, place->box, view_color(view, place->ground));
    place->draw(view, place->box);
    draw_group_end(&view->list);
}

/* A recording without objects is about memory alone. */
static bool memory_alone(const View *view)
{
    const Lives *lives = view->scene->lives;
    return lives->items.count == 0 && lives->uncounted == 0;
}

typedef struct WindowPlan {
    Rect top, timeline, live, memory, layers, roots, ribbon, lists, graph, story;
} WindowPlan;

/* Phases, and how much is hidden. */
static float ribbon_height(const View *view)
{
    const Lives *lives = view->scene->lives;
    return view_tells(view, EVENT_PHASE) || lives->uncounted > 0 || lives->items.count > 60 ? ribbon_high : 0.0f;
}

/* The strip runs across the window; a memory strip that is alone takes most of the graph's room instead, beside the story. */
static void plan_middle(const View *view, WindowPlan *plan, Rect rest)
{
    float wide = view->window.w / view->unit, high = view->window.h / view->unit;
    bool projector = view->state->projector, alone = memory_alone(view);
    float story = view_px(view, fminf(wide * story_most, fmaxf(projector ? 366.0f : 380.0f, fminf(489.0f, wide * 0.306f))));
    float lists = panel_lists_height(view), column = rest.h / view->unit - ribbon_height(view) - lists; /* the graph's, without memory */
    bool scarce = projector || (panel_live_height(view) > 0.0f && high < live_high_for_memory) || column < graph_high + memory_least;
    bool shows = view->scene->header->shows_memory, there = (!scarce && view_tells(view, EVENT_BLOCK_TAKE)) || view->state->memory || shows;
    bool beside = alone || view->state->pool.on || (there && (projector || shows)); /* the story keeps its whole height */
    float large = view->state->pool.on ? fmaxf(150.0f, high * 0.27f) : !shows ? 136.0f : projector && lists > 0.0f ? 150.0f : high * 0.3f;
    if (beside) {
        plan->story = rect_snap(rect_cut_right(&rest, story));
        plan->memory = rect_snap(rect_cut_bottom(&rest, alone ? rest.h * 0.56f : view_px(view, large)));
    } else if (there) {
        plan->memory = rect_snap(rect_cut_bottom(&rest, view_px(view, fmaxf(memory_least, fminf(168.0f, high * 0.187f)))));
    }
    plan->roots = rect_snap(rect_cut_left(&rest, view_px(view, fminf(wide * roots_most, projector ? 140.0f : wide < 1450.0f ? 150.0f : 170.0f))));
    if (!beside) {
        plan->story = rect_snap(rect_cut_right(&rest, story));
    }
    bool flat = rest.h / view->unit < graph_high_least;
    plan->ribbon = rect_snap(rect_cut_bottom(&rest, flat ? 0.0f : view_px(view, ribbon_height(view))));
    bool low = flat || (projector && (view->state->pool.on || shows)); /* little is left for the graph */
    plan->lists = rect_snap(rect_cut_bottom(&rest, low ? 0.0f : view_px(view, lists)));
    plan->graph = rect_snap(rest);
    if (view->state->pool.on && !alone) {
        return; /* the pool takes the layers' place too */
    }
    plan->layers = rect_cut_right(&plan->memory, fmaxf(plan->memory.w * (wide < 1450.0f ? 0.33f : 0.29f), view_px(view, 300.0f)));
}

static WindowPlan plan_window(const View *view)
{
    WindowPlan plan = {0};
    Rect rest = view->window;
    float high = rest.h / view->unit;
    bool projector = view->state->projector;
    plan.top = rect_snap(rect_cut_top(&rest, view_px(view, projector ? 40.0f : 48.0f)));
    plan.timeline = rect_snap(rect_cut_bottom(&rest, view_px(view, fmaxf(projector ? 106.0f : 112.0f, fminf(143.0f, high * 0.16f)))));
    plan.live = rect_snap(rect_cut_bottom(&rest, view_px(view, panel_live_height(view))));
    plan_middle(view, &plan, rest);
    return plan;
}

static void put_rules(View *view, const WindowPlan *plan)
{
    float width = view->window.w, memory_top = plan->memory.y, right = plan->memory.x + plan->memory.w + plan->layers.w;
    view_rule(view, (Point){0, plan->top.y + plan->top.h}, (Point){width, plan->top.y + plan->top.h});
    view_rule(view, (Point){0, plan->timeline.y}, (Point){width, plan->timeline.y});
    if (!rect_is_empty(plan->memory)) {
        view_rule(view, (Point){plan->memory.x, memory_top}, (Point){right, memory_top});
    }
    view_rule(view, (Point){plan->graph.x, plan->roots.y}, (Point){plan->graph.x, plan->roots.y + plan->roots.h});
    view_rule(view, (Point){plan->story.x, plan->story.y}, (Point){plan->story.x, plan->story.y + plan->story.h});
}

static void put_panels(View *view)
{
    WindowPlan plan = plan_window(view);
    const PanelPlace places[] = {
        {"timeline", panel_timeline, plan.timeline, COLOR_WINDOW},
        {"memory", panel_memory, plan.memory, COLOR_PANEL},
        {"layers", panel_layers, plan.layers, COLOR_PANEL},
        {"roots", panel_roots, plan.roots, COLOR_PANEL},
        {"graph", panel_graph, plan.graph, COLOR_BAND},
        {"lists", panel_lists, plan.lists, COLOR_BAND},    /* after the graph, which counts them */
        {"ribbon", panel_ribbon, plan.ribbon, COLOR_BAND}, /* after the graph, which counts what it hides */
        {"story", panel_story, plan.story, COLOR_PANEL},
        {"live", panel_live, plan.live, COLOR_PANEL}, /* a block stands over its neighbours */
        {"top", panel_top, plan.top, COLOR_PANEL},
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        put_panel(view, &places[i]);
    }
    put_rules(view, &plan);
}

const DrawList *view_draw(View *view, const Scene *scene, const ViewState *state, ViewSize size, TextMeasure measure)
{
    const ViewPaper paper = {size, measure};
    view_prepare(view, scene, state, &paper);
    if (state->black) {
        draw_group_begin(&view->list, "key b");
        draw_fill(&view->list, view->window, COLOR_RGB(0x000000));
        draw_group_end(&view->list);
        return &view->list;
    }
    draw_fill(&view->list, view->window, view_color(view, COLOR_WINDOW));
    put_panels(view);
    if (state->help) {
        panel_help(view, view->window);
    }
    if (state->palette.open) {
        panel_palette(view, view->window, view_state_place(state));
    }
    view->pen.measure = NULL;
    return &view->list;
}
