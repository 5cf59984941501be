/* Where the panels lie. All lengths in design pixels; a window smaller than designed gets smaller panels, not smaller texts,
 * down to SMALLEST_UNIT.
 *
 *   ┌──────────────────────────────────────────────┐
 *   │ top                                          │
 *   ├───────┬──────────────────────────┬───────────┤
 *   │ roots │ graph                    │ story     │
 *   │       │ ribbon                   │ tab       │
 *   ├───────┴──────────────────────────┴───────────┤
 *   │ memory                           │ layers    │
 *   ├──────────────────────────────────────────────┤
 *   │ timeline                                     │
 *   └──────────────────────────────────────────────┘ */
#include "view/view.h"

#include "view/graph.h"

#include <math.h>
#include <string.h>

static const float smallest_unit = 0.75f;

void view_state_init(ViewState *state)
{
    memset(state, 0, sizeof *state);
    state->scale = 1.0f;
    state->speed = 1;
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

void view_release(View *view)
{
    draw_release(&view->list);
    if (view->packed != NULL) {
        grid_release(&view->grid);
    }
    graph_look_free(view->look);
    narration_release(&view->story);
    prose_release(&view->prose);
    vec_release(&view->chips);
    vec_release(&view->reached);
    vec_release(&view->queue);
    vec_release(&view->holders);
}

/* ---- what names and pins lead to ---- */

enum { REACHED_OBJECTS_MAX = 200000 };

static void reach(View *view, ObjectId object)
{
    if (object >= OBJECT_FIRST && object < view->reached.count && view->reached.items[object] == 0) {
        view->reached.items[object] = 1;
        vec_push(&view->queue, object);
    }
}

static void reach_slots(View *view, ObjectId owner)
{
    const World *world = view->world;
    for (Position position = 0; position < world->object[owner].slot_count; position++) {
        reach(view, world_target(world, owner, position));
        if (world_is_keyed(world, owner) && position >= world->object[owner].fixed) {
            reach(view, world_key_object(world, owner, position));
        }
    }
}

static void reach_roots(View *view)
{
    const World *world = view->world;
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        reach_slots(view, world->frames[i]);
        reach(view, world->more[world->frames[i]].aux);
    }
    for (uint32_t pin = 0; pin < world->words[W_PIN_COUNT]; pin++) {
        if (world->pin_count[pin] != 0) {
            reach(view, world->pin_object[pin]);
        }
    }
    for (uint32_t limbo = 0; limbo < world->words[W_LIMBO]; limbo++) {
        reach_slots(view, OBJECT_LIMBO + limbo);
    }
    reach_slots(view, OBJECT_GARBAGE);
    for (ObjectId object = OBJECT_FIRST; object < view->reached.count; object++) {
        if (object_is_drawn(world, object) && (world->more[object].temps != 0 || world_immortal(world, object))) {
            reach(view, object);
        }
    }
}

bool view_find_reached(View *view)
{
    uint32_t top = view->world->words[W_OBJECT_TOP];
    view->reached.count = view->queue.count = 0;
    if (top > REACHED_OBJECTS_MAX) {
        return false;
    }
    vec_reserve(&view->reached, (size_t)top + 1);
    memset(view->reached.items, 0, top + 1);
    view->reached.count = top + 1;
    reach_roots(view);
    for (size_t i = 0; i < view->queue.count; i++) {
        reach_slots(view, view->queue.items[i]);
    }
    return true;
}

/* ---- the window ---- */

static float unit_for(const ViewState *state, ViewSize size)
{
    float unit;
    if (state->projector) {
        unit = fminf(size.width / 1920.0f, size.height / 1080.0f) * 1.7f; /* 13 design px are then 22 at 1080p */
    } else {
        unit = fmaxf(1.0f, fminf(size.width / 1600.0f, size.height / 900.0f));
        unit = fminf(unit, fmaxf(smallest_unit, fminf(size.width / 1200.0f, size.height / 680.0f)));
    }
    return fmaxf(smallest_unit, roundf(unit * state->scale * 40.0f) / 40.0f);
}

static void begin(View *view, const Scene *scene, const ViewState *state, TextMeasure *measure)
{
    view->scene = scene;
    view->state = state;
    view->world = scene->explain.world;
    view->names = view->world->names;
    view->pen = (MarkPen){&view->list, theme_get(state->theme), measure, view->unit};
    view->chips.count = 0;
    draw_clear(&view->list);
    Explain explain = scene->explain;
    explain.language = state->language;
    narrate_step(&explain, &view->story);
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

static bool shows_memory(const ViewState *state)
{
    return !state->projector || state->memory;
}

static void put_rules(View *view, Rect top, Rect side, Rect right)
{
    Rect window = view->window;
    float across[] = {top.y + top.h, side.y + side.h};
    for (size_t i = 0; i < 2; i++) {
        view_rule(view, (Point){window.x, across[i]}, (Point){window.x + window.w, across[i]});
    }
    view_rule(view, (Point){side.x + side.w, side.y}, (Point){side.x + side.w, side.y + side.h});
    view_rule(view, (Point){right.x, right.y}, (Point){right.x, right.y + right.h});
}

static void put_panels(View *view)
{
    Rect rest = view->window;
    float wide = rest.w / view->unit, high = rest.h / view->unit;
    bool projector = view->state->projector;
    Rect top = rect_snap(rect_cut_top(&rest, view_px(view, projector ? 40.0f : 48.0f)));
    Rect timeline = rect_snap(rect_cut_bottom(&rest, view_px(view, fmaxf(projector ? 106.0f : 112.0f, fminf(143.0f, high * 0.16f)))));
    Rect memory = {0};
    if (shows_memory(view->state)) {
        memory = rect_snap(rect_cut_bottom(&rest, view_px(view, fmaxf(136.0f, fminf(168.0f, high * 0.187f)))));
    }
    Rect side = rect_snap(rect_cut_left(&rest, view_px(view, projector ? 140.0f : wide < 1450.0f ? 150.0f : 170.0f)));
    Rect right = rect_snap(rect_cut_right(&rest, view_px(view, fmaxf(projector ? 366.0f : 380.0f, fminf(489.0f, wide * 0.306f)))));
    Rect ribbon = rect_cut_bottom(&rest, view_px(view, 40.0f));
    Rect layers = rect_cut_right(&memory, memory.w * (wide < 1450.0f ? 0.33f : 0.29f));
    const PanelPlace places[] = {
        {"timeline", panel_timeline, timeline, COLOR_WINDOW},
        {"memory", panel_memory, memory, COLOR_PANEL},
        {"layers", panel_layers, layers, COLOR_PANEL},
        {"roots", panel_roots, side, COLOR_PANEL},
        {"graph", panel_graph, rect_snap(rest), COLOR_BAND},
        {"ribbon", panel_ribbon, ribbon, COLOR_BAND},
        {"story", panel_story, right, COLOR_PANEL},
        {"top", panel_top, top, COLOR_PANEL},
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        put_panel(view, &places[i]);
    }
    put_rules(view, top, side, right);
    view_rule(view, (Point){0, timeline.y}, (Point){view->window.w, timeline.y});
}

const DrawList *view_draw(View *view, const Scene *scene, const ViewState *state, ViewSize size, TextMeasure measure)
{
    view->unit = unit_for(state, size);
    view->window = (Rect){0.0f, 0.0f, size.width, size.height};
    begin(view, scene, state, &measure);
    if (state->black) {
        draw_fill(&view->list, view->window, COLOR_RGB(0x000000));
        return &view->list;
    }
    draw_fill(&view->list, view->window, view_color(view, COLOR_WINDOW));
    put_panels(view);
    if (state->help) {
        panel_help(view, view->window);
    }
    view->pen.measure = NULL;
    return &view->list;
}
