/* The loop: wait for something, let it act, draw again only if it changed the picture. The wait has an end while something plays or
 * moves; else the program sleeps. The window shows either a recording or the menu of lessons. */
#include "app/window.h"

#include "app/live_show.h"
#include "app/loading.h"
#include "app/menu.h"
#include "app/moving.h"
#include "view/raster/picture.h"
#include "view/raster/raster.h"
#include "view/sdl/player.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Window {
    ViewSize size;   /* wanted at first */
    Player *player;  /* NULL: not open yet */
    Raster *raster;
    bool unseen;     /* it could not be opened */
    LessonMenu menu;
    bool has_menu;   /* it was looked for */
    Session session; /* of a file */
    LiveShow live;   /* or the live session; live.live is NULL then and in the menu */
    uint64_t live_due_ms; /* when to ask it for news */
    Show show;
    bool showing;    /* a recording; else the menu */
    Lesson *lesson;  /* the recording's, or NULL */
    char path[PATH_MAX]; /* the recording's */
    bool seen;       /* the recording was on the screen */
    bool from_menu;  /* Esc goes back there */
    ViewState state; /* of the menu */
    bool stale;      /* the surface does not show the present state */
    Damage damage;   /* of the surface */
    Moving moving;
    uint64_t step_due_ms; /* while playing; 0: not set */
    bool work_left;  /* the menu wants small pictures */
    DrawList page;   /* of a recording that is being read */
    const char *reading; /* its name */
} Window;

static void show_list(Window *window, const DrawList *list)
{
    raster_update(window->raster, list, player_surface(window->player), &window->damage);
    player_present(window->player, window->damage.boxes.items, window->damage.boxes.count);
}

/* The whole window, with so many pixels as the screen has at present. */
static ViewPaper paper_for(Window *window)
{
    const Surface *surface = player_surface(window->player);
    window->state.density = window->show.state.density = player_pixel_ratio(window->player);
    return (ViewPaper){{(float)surface->width, (float)surface->height}, raster_measure(window->raster)};
}

static void redraw(Window *window)
{
    ViewPaper paper = paper_for(window);
    show_list(window, window->showing ? moving_draw(&window->moving, &window->show, &paper, player_now_ms())
                                      : lesson_menu_draw(&window->menu, &window->state, &paper));
    window->seen = window->showing;
    window->stale = false;
    window->work_left = !window->showing;
}

static void set_title(Window *window)
{
    char title[256];
    const Session *session = window->show.session;
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

/* ---- opening ---- */

static bool open_player(Window *window, Err *err)
{
    if (window->player != NULL) {
        return true;
    }
    window->raster = window->raster != NULL ? window->raster : raster_new(err);
    if (window->raster != NULL) {
        window->player = player_open(&(PlayerWindow){"heaploupe", (int)window->size.width, (int)window->size.height}, err);
    }
    return window->player != NULL;
}

/* Nothing is lost by leaving while a file is read. */
static void mind_events(Window *window)
{
    PlayerEvent event;
    while (player_wait(window->player, 0, &event)) {
        bool leaves = event.kind == PLAYER_KEY && strcmp(event.key, "q") == 0;
        if (event.kind == PLAYER_QUIT || leaves) {
            player_close(window->player);
            exit(0);
        }
        if (event.kind == PLAYER_RESIZE || event.kind == PLAYER_EXPOSE) {
            damage_forget(&window->damage);
        }
    }
}

/* A recording takes long to be read: the window appears at the latest now. Without a display the error waits until the file has
 * been read, which may have one of its own. */
static void look_at_reading(void *context, const SessionProgress *progress)
{
    Err err;
    Window *window = context;
    window->unseen = window->unseen || !open_player(window, &err);
    if (window->unseen) {
        return;
    }
    mind_events(window);
    ViewPaper paper = paper_for(window);
    loading_draw(&window->page, &window->state, &paper, window->reading, progress);
    show_list(window, &window->page);
}

static bool open_session(Window *window, const char *path, Err *err)
{
    const char *slash = strrchr(path, '/');
    window->reading = slash != NULL ? slash + 1 : session_shown_name(path);
    SessionOptions options = {.mode = SESSION_JOURNAL, .watch = {look_at_reading, window}};
    if (!session_open(&window->session, path, options, err)) {
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
    window->seen = window->seen && window->live.live == NULL;
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
    moving_stop(&window->moving);
    show_release(&window->show);
    if (window->live.live != NULL) {
        live_show_close(&window->live);
    } else {
        session_close(&window->session);
    }
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

/* What a key asks of the interpreter. */
static unsigned apply_to_live(Window *window, unsigned effects)
{
    if (window->live.live == NULL) {
        return effects;
    }
    if ((effects & SHOW_RESTART) != 0) {
        moving_stop(&window->moving);
    }
    window->live_due_ms = 0;
    return live_show_act(&window->live, &window->show, effects);
}

/* False: the user quits. */
static bool apply(Window *window, unsigned effects)
{
    effects = apply_to_live(window, effects);
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

static unsigned act(Window *window, const PlayerEvent *event)
{
    if (!window->showing) {
        return act_on_menu(window, event);
    }
    uint64_t step = show_step(&window->show);
    unsigned effects = act_on_show(&window->show, event);
    moving_follow(&window->moving, &window->show, step, event->repeat);
    return effects;
}

static bool handle(Window *window, const PlayerEvent *event)
{
    switch (event->kind) {
    case PLAYER_RESIZE: damage_forget(&window->damage); window->stale = true; return true;
    case PLAYER_EXPOSE: player_present_all(window->player); return true;
    case PLAYER_QUIT: return false;
    case PLAYER_DROP: to_file(window, (MenuChoice){event->path, NULL, 0}); return true;
    default: return apply(window, act(window, event));
    }
}

/* One step of playing; it pauses at the end and where the trace says so. */
static void play_on(Window *window)
{
    Show *show = &window->show;
    uint64_t step = show_step(show);
    unsigned moved = show_act(show, ACTION_FORWARD, 0);
    moving_follow(&window->moving, show, step, false);
    show->state.playing = moved != SHOW_NOTHING;
    for (size_t i = 0; i < show->landmarks.stops.count; i++) {
        if (show->landmarks.stops.items[i].step == show_step(show)) {
            show->state.playing = false;
        }
    }
    window->stale = true;
}

/* ---- time ---- */

static bool is_playing(const Window *window)
{
    return window->showing && window->show.state.playing;
}

/* When the next step is due: from the last one, and at once when the user made it faster. */
static void follow_pace(Window *window, uint64_t now_ms)
{
    uint64_t latest = now_ms + (uint64_t)show_pace_ms(&window->show);
    bool set = window->step_due_ms != 0 && window->step_due_ms < latest;
    window->step_due_ms = !is_playing(window) ? 0 : set ? window->step_due_ms : latest;
}

/* A statement's steps, or another state of the interpreter. */
static void poll_live(Window *window, uint64_t now_ms)
{
    if (window->live.live == NULL || now_ms < window->live_due_ms) {
        return;
    }
    uint64_t steps = window->show.session->steps;
    window->stale = live_show_poll(&window->live, &window->show) != SHOW_NOTHING || window->stale;
    if (window->show.session->steps != steps) {
        moving_stop(&window->moving);
    }
    int patience = live_show_patience_ms(&window->live);
    window->live_due_ms = patience < 0 ? UINT64_MAX : now_ms + (uint64_t)patience;
}

/* How long to wait: until the next step or frame, not at all while small pictures are missing, else for ever. */
static int patience_ms(const Window *window, uint64_t now_ms)
{
    uint64_t due = UINT64_MAX;
    if (window->showing && window->moving.running) {
        due = moving_due_ms(&window->moving);
    }
    if (is_playing(window) && window->step_due_ms < due) {
        due = window->step_due_ms;
    }
    if (window->live.live != NULL && window->live_due_ms < due) {
        due = window->live_due_ms;
    }
    if (due == UINT64_MAX) {
        return window->showing || !window->work_left ? -1 : 0;
    }
    return due > now_ms ? (int)(due - now_ms) : 0;
}

/* What is due is done, whatever else has happened: a moving mouse holds up neither steps nor frames. */
static void on_time(Window *window)
{
    uint64_t now_ms = player_now_ms();
    poll_live(window, now_ms);
    if (is_playing(window) && now_ms >= window->step_due_ms && window->step_due_ms != 0) {
        window->step_due_ms += (uint64_t)show_pace_ms(&window->show);
        window->step_due_ms = window->step_due_ms < now_ms ? now_ms : window->step_due_ms;
        play_on(window);
    } else if (window->moving.running && now_ms >= moving_due_ms(&window->moving) && !window->stale) {
        show_list(window, moving_frame(&window->moving, now_ms));
    }
}

static void loop(Window *window)
{
    PlayerEvent event;
    bool open = true;
    while (open) {
        uint64_t now_ms = player_now_ms();
        if (window->stale) {
            redraw(window);
        }
        if (window->showing) {
            follow_pace(window, now_ms);
        }
        if (player_wait(window->player, patience_ms(window, player_now_ms()), &event)) {
            open = handle(window, &event);
        } else if (!window->showing) {
            window->work_left = lesson_menu_work(&window->menu, &window->state, raster_measure(window->raster));
            window->stale = window->work_left;
        }
        if (open && window->showing) {
            on_time(window);
        }
    }
}

static bool run_window(Window *window, Err *err)
{
    if (!open_player(window, err)) {
        return false;
    }
    set_title(window);
    apply(window, SHOW_NOTHING);
    loop(window);
    return true;
}

static void release(Window *window)
{
    close_show(window);
    if (window->has_menu) {
        lesson_menu_release(&window->menu);
    }
    player_close(window->player);
    raster_free(window->raster);
    damage_release(&window->damage);
    moving_release(&window->moving);
    draw_release(&window->page);
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
    window.size = plan.size;
    bool opened = trace == NULL || open_session(&window, trace, err);
    if (trace == NULL) {
        need_menu(&window);
    } else if (!opened) {
        *shown = session_shown_name(trace);
    }
    bool good = opened && (trace == NULL || render_place(&window.show, &given, &plan, err)) && run_window(&window, err);
    release(&window);
    return good;
}

bool window_run_live(const LiveOptions *live, const RenderOptions *options, Err *err)
{
    RenderPlan plan;
    Window window = {.stale = true, .live.options = *live};
    if (!render_plan(options, &plan, err) || !live_show_open(&window.live, &window.show, err)) {
        return false;
    }
    window.size = plan.size;
    window.showing = true;
    view_state_keep_look(&window.show.state, &plan.state);
    bool good = run_window(&window, err);
    release(&window);
    return good;
}
