/* The loop: wait for something, let it act, draw again only if it changed the picture. While playing the wait has an end. The
 * window shows either a recording or the menu of lessons. */
#include "app/window.h"

#include "app/menu.h"
#include "view/raster/picture.h"
#include "view/raster/raster.h"
#include "view/sdl/player.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

typedef struct Window {
    Player *player;
    Raster *raster;
    LessonMenu menu;
    bool has_menu;   /* it was looked for */
    Session session;
    Show show;
    bool showing;    /* a recording; else the menu */
    Lesson *lesson;  /* the recording's, or NULL */
    char path[PATH_MAX]; /* the recording's */
    bool seen;       /* the recording was on the screen */
    bool from_menu;  /* Esc goes back there */
    ViewState state; /* of the menu */
    bool stale;      /* the surface does not show the present state */
    Damage damage;   /* of the surface */
} Window;

static void redraw(Window *window)
{
    Surface *surface = player_surface(window->player);
    ViewPaper paper = {{(float)surface->width, (float)surface->height}, raster_measure(window->raster)};
    const DrawList *list = window->showing ? show_draw(&window->show, paper.size, paper.measure)
                                           : lesson_menu_draw(&window->menu, &window->state, &paper);
    raster_update(window->raster, list, surface, &window->damage);
    player_present(window->player, window->damage.boxes.items, window->damage.boxes.count);
    window->seen = window->showing;
    window->stale = false;
}

static void set_title(Window *window)
{
    char title[256];
    const Session *session = &window->session;
    if (window->showing) {
        snprintf(title, sizeof title, "%s – heaploupe", names_text(session->names, explain_pick(window->show.state.language, session->header->title)));
    } else {
        snprintf(title, sizeof title, "heaploupe");
    }
    player_set_title(window->player, title);
}

/* ---- between menu and recording ---- */

static void need_menu(Window *window)
{
    if (!window->has_menu) {
        lesson_menu_init(&window->menu);
        window->has_menu = true;
    }
}

static bool open_session(Window *window, const char *path, Err *err)
{
    if (!session_open(&window->session, path, (SessionOptions){.mode = SESSION_JOURNAL}, err)) {
        return false;
    }
    show_init(&window->show, &window->session);
    snprintf(window->path, sizeof window->path, "%s", path);
    window->showing = true;
    return true;
}

/* For the list of recent files. */
static void keep_place(Window *window)
{
    RecentFile file = {window->path, show_step(&window->show), window->session.steps};
    if (window->seen && window->has_menu) {
        lesson_menu_left(&window->menu, file);
    } else if (window->seen) {
        Recent recent;
        recent_load(&recent);
        recent_note(&recent, file);
        recent_release(&recent);
    }
    window->seen = false;
}

static void close_show(Window *window)
{
    if (!window->showing) {
        return;
    }
    keep_place(window);
    if (window->lesson != NULL) {
        lesson_menu_note(&window->menu, window->lesson, &window->show.quiz);
    }
    view_state_keep_look(&window->state, &window->show.state);
    show_release(&window->show);
    session_close(&window->session);
    window->showing = window->from_menu = false;
    window->lesson = NULL;
}

static void to_menu(Window *window)
{
    close_show(window);
    need_menu(window);
    window->stale = true;
    set_title(window);
}

/* Errors are told in the menu. */
static void to_file(Window *window, MenuChoice choice)
{
    Err err;
    char path[PATH_MAX]; /* closing changes the menu */
    snprintf(path, sizeof path, "%s", choice.path);
    const char *name = strrchr(path, '/');
    close_show(window);
    need_menu(window);
    lesson_menu_say(&window->menu, path, NULL);
    if (open_session(window, path, &err)) {
        view_state_keep_look(&window->show.state, &window->state);
        show_seek(&window->show, choice.step);
        window->lesson = choice.lesson;
        window->from_menu = true;
    } else {
        lesson_menu_say(&window->menu, name != NULL ? name + 1 : path, &err);
    }
    window->stale = true;
    set_title(window);
}

/* ---- events ---- */

/* Beside where the program was started: the trace's name and the step. */
static void save_picture(Window *window)
{
    char path[512];
    Err err;
    ViewState *state = &window->show.state;
    snprintf(path, sizeof path, "heaploupe-step-%llu.png", (unsigned long long)show_step(&window->show));
    redraw(window);
    if (picture_write_png(player_surface(window->player), path, &err)) {
        snprintf(state->notice, sizeof state->notice, state->language == LANGUAGE_ZH ? "已存为 %.100s" : "saved as %.100s", path);
    } else {
        snprintf(state->notice, sizeof state->notice, "%.100s: %.120s", path, err.text);
    }
    window->stale = true;
}

/* False: the user quits. */
static bool apply(Window *window, unsigned effects)
{
    window->stale = window->stale || (effects & SHOW_REDRAW) != 0;
    if ((effects & SHOW_FULL_SCREEN) != 0) {
        player_toggle_fullscreen(window->player);
    }
    if ((effects & SHOW_SAVE) != 0) {
        save_picture(window);
    }
    if ((effects & SHOW_OPEN) != 0) {
        to_file(window, window->menu.chosen);
    }
    if ((effects & SHOW_MENU) != 0 || ((effects & SHOW_LEAVE) != 0 && window->from_menu)) {
        to_menu(window);
    }
    player_set_typing(window->player, window->showing ? show_is_typing(&window->show) : lesson_menu_is_typing(&window->menu, &window->state));
    return (effects & SHOW_QUIT) == 0;
}

static unsigned act_on_show(Show *show, const PlayerEvent *event)
{
    switch (event->kind) {
    case PLAYER_KEY: return show_key(show, event->key);
    case PLAYER_TEXT: return show_type(show, event->text);
    case PLAYER_MOUSE_DOWN: return event->button == 1 ? show_grab(show, event->at) : SHOW_NOTHING;
    case PLAYER_MOUSE_UP: return show_let_go(show);
    case PLAYER_MOUSE_MOVE: return event->button != 0 ? show_drag(show, event->at) : SHOW_NOTHING;
    case PLAYER_WHEEL: return show_wheel(show, event->at, event->wheel.y);
    default: return SHOW_NOTHING;
    }
}

static unsigned act_on_menu(Window *window, const PlayerEvent *event)
{
    switch (event->kind) {
    case PLAYER_KEY: return lesson_menu_key(&window->menu, &window->state, event->key);
    case PLAYER_TEXT: return lesson_menu_type(&window->menu, &window->state, event->text);
    case PLAYER_MOUSE_DOWN: return event->button == 1 ? lesson_menu_click(&window->menu, &window->state, event->at) : SHOW_NOTHING;
    case PLAYER_WHEEL: return lesson_menu_wheel(&window->menu, &window->state, event->wheel.y);
    default: return SHOW_NOTHING;
    }
}

static bool handle(Window *window, const PlayerEvent *event)
{
    switch (event->kind) {
    case PLAYER_RESIZE: damage_forget(&window->damage); window->stale = true; return true;
    case PLAYER_EXPOSE: player_present_all(window->player); return true;
    case PLAYER_QUIT: return false;
    case PLAYER_DROP: to_file(window, (MenuChoice){event->path, NULL, 0}); return true;
    default: return apply(window, window->showing ? act_on_show(&window->show, event) : act_on_menu(window, event));
    }
}

/* One step of playing; it pauses at the end and where the trace says so. */
static void play_on(Window *window)
{
    Show *show = &window->show;
    unsigned moved = show_act(show, ACTION_FORWARD, 0);
    show->state.playing = moved != SHOW_NOTHING;
    for (size_t i = 0; i < show->landmarks.stops.count; i++) {
        if (show->landmarks.stops.items[i].step == show_step(show)) {
            show->state.playing = false;
        }
    }
    window->stale = true;
}

/* How long to wait: until the next step, not at all while small pictures are missing, else for ever. */
static int patience_ms(const Window *window, bool work_left)
{
    if (window->showing) {
        return window->show.state.playing ? show_pace_ms(&window->show) : -1;
    }
    return work_left ? 0 : -1;
}

static void loop(Window *window)
{
    PlayerEvent event;
    bool open = true, work_left = true;
    while (open) {
        if (window->stale) {
            redraw(window);
            work_left = true;
        }
        if (player_wait(window->player, patience_ms(window, work_left), &event)) {
            open = handle(window, &event);
        } else if (window->showing) {
            play_on(window);
        } else {
            work_left = lesson_menu_work(&window->menu, &window->state, raster_measure(window->raster));
            window->stale = work_left;
        }
    }
}

static bool open_window(Window *window, const RenderPlan *plan, Err *err)
{
    window->raster = raster_new(err);
    if (window->raster == NULL) {
        return false;
    }
    window->player = player_open(&(PlayerWindow){"heaploupe", (int)plan->size.width, (int)plan->size.height}, err);
    if (window->player == NULL) {
        raster_free(window->raster);
        return false;
    }
    set_title(window);
    loop(window);
    player_close(window->player);
    raster_free(window->raster);
    damage_release(&window->damage);
    return true;
}

bool window_run(const char *trace, const RenderOptions *options, const char **shown, Err *err)
{
    RenderPlan plan;
    Window window = {.stale = true};
    RenderOptions given = *options;
    given.at = options->at == NULL ? "0" : options->at;
    *shown = NULL;
    if (!render_plan(&given, &plan, err)) {
        return false;
    }
    window.state = plan.state;
    if (trace == NULL) {
        need_menu(&window);
    } else if (!open_session(&window, trace, err)) {
        *shown = session_shown_name(trace);
        return false;
    }
    bool good = (trace == NULL || render_place(&window.show, &given, &plan, err)) && open_window(&window, &plan, err);
    close_show(&window);
    if (window.has_menu) {
        lesson_menu_release(&window.menu);
    }
    return good;
}
