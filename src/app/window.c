/* The loop: wait for something, let it act, draw again only if it changed the picture. While playing the wait has an end. */
#include "app/window.h"

#include "view/raster/raster.h"
#include "view/sdl/player.h"

#include <stdio.h>
#include <string.h>

typedef struct Window {
    Show *show;
    Player *player;
    Raster *raster;
    bool stale; /* the surface does not show the present state */
} Window;

static void redraw(Window *window)
{
    Surface *surface = player_surface(window->player);
    ViewSize size = {(float)surface->width, (float)surface->height};
    raster_draw(window->raster, show_draw(window->show, size, raster_measure(window->raster)), surface);
    player_present(window->player);
    window->stale = false;
}

/* False: the user quits. */
static bool apply(Window *window, unsigned effects)
{
    window->stale = window->stale || (effects & SHOW_REDRAW) != 0;
    if ((effects & SHOW_FULL_SCREEN) != 0) {
        player_toggle_fullscreen(window->player);
    }
    return (effects & SHOW_QUIT) == 0;
}

static bool handle(Window *window, const PlayerEvent *event)
{
    switch (event->kind) {
    case PLAYER_KEY: return apply(window, show_key(window->show, event->key));
    case PLAYER_MOUSE_DOWN: return event->button != 1 || apply(window, show_click(window->show, event->at));
    case PLAYER_RESIZE: window->stale = true; return true;
    case PLAYER_EXPOSE: player_present(window->player); return true;
    case PLAYER_QUIT: return false;
    default: return true;
    }
}

/* One step of playing; it pauses at the end and where the trace says so. */
static void play_on(Window *window)
{
    Show *show = window->show;
    unsigned moved = show_act(show, ACTION_FORWARD, 0);
    show->state.playing = moved != SHOW_NOTHING;
    for (size_t i = 0; i < show->landmarks.stops.count; i++) {
        if (show->landmarks.stops.items[i].step == show_step(show)) {
            show->state.playing = false;
        }
    }
    window->stale = true;
}

static void loop(Window *window)
{
    PlayerEvent event;
    bool open = true;
    while (open) {
        if (window->stale) {
            redraw(window);
        }
        bool playing = window->show->state.playing;
        if (player_wait(window->player, playing ? show_pace_ms(window->show) : -1, &event)) {
            open = handle(window, &event);
        } else if (playing) {
            play_on(window);
        }
    }
}

static bool open_window(Show *show, const RenderPlan *plan, Err *err)
{
    char title[256];
    Window window = {.show = show, .stale = true};
    const TraceHeader *header = show->session->header;
    snprintf(title, sizeof title, "%s – heaploupe", names_text(show->session->names, explain_pick(plan->state.language, header->title)));
    window.raster = raster_new(err);
    if (window.raster == NULL) {
        return false;
    }
    window.player = player_open(&(PlayerWindow){title, (int)plan->size.width, (int)plan->size.height}, err);
    if (window.player != NULL) {
        loop(&window);
        player_close(window.player);
    }
    raster_free(window.raster);
    return window.player != NULL;
}

bool window_run(const char *trace, const RenderOptions *options, const char **shown, Err *err)
{
    RenderPlan plan;
    Session session;
    Show show;
    RenderOptions given = *options;
    given.at = options->at == NULL ? "0" : options->at;
    *shown = NULL;
    if (!render_plan(&given, &plan, err)) {
        return false;
    }
    if (!session_open(&session, trace, (SessionOptions){.mode = SESSION_JOURNAL}, err)) {
        *shown = session_shown_name(trace);
        return false;
    }
    show_init(&show, &session);
    bool good = render_place(&show, &given, &plan, err) && open_window(&show, &plan, err);
    show_release(&show);
    session_close(&session);
    return good;
}
