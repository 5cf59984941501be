/* layout_check [--all] TRACE… : draws each trace at three window sizes, in both languages, at normal and projector density, and
 * looks for faults (picture_check.h): texts cut or over each other, our own words that did not fit, boxes outside their band.
 *
 * Every step is drawn at 1366×768, where room is least, every EASY_STRIDE-th one in the larger windows; of a trace of more than
 * STEPS_MANY steps so many, evenly. With --all every step is drawn everywhere, of such a trace STEPS_ALL. At some of the steps an
 * object is selected, why it is alive is asked, the search and the checks are open. The menu, the help and the palette are drawn
 * once in each setting. The first faults of each trace and setting are told; the last line counts: "N passed, N failed". */
#include "../unit/picture_check.h"
#include "app/menu.h"
#include "view/raster/raster.h"

#include <stdlib.h>

enum { STEPS_MANY = 1000, STEPS_SAMPLED = 60, STEPS_ALL = 20000, EASY_STRIDE = 7, FAULTS_TOLD = 3 };

typedef struct Setting {
    ViewSize size;
    Language language;
    bool projector;
    float text_least; /* 13 px, 22 px for a projector, at 1080 lines */
} Setting;

static const Setting settings[] = {
    {{1366, 768}, LANGUAGE_EN, false, 13.0f},  {{1366, 768}, LANGUAGE_ZH, false, 13.0f},
    {{1366, 768}, LANGUAGE_EN, true, 15.5f},   {{1366, 768}, LANGUAGE_ZH, true, 15.5f},
    {{1920, 1080}, LANGUAGE_EN, false, 13.0f}, {{1920, 1080}, LANGUAGE_ZH, false, 13.0f},
    {{1920, 1080}, LANGUAGE_EN, true, 22.0f},  {{1920, 1080}, LANGUAGE_ZH, true, 22.0f},
    {{3840, 2160}, LANGUAGE_EN, false, 26.0f}, {{3840, 2160}, LANGUAGE_ZH, false, 26.0f},
    {{3840, 2160}, LANGUAGE_EN, true, 44.0f},  {{3840, 2160}, LANGUAGE_ZH, true, 44.0f},
};
enum { SETTINGS = sizeof settings / sizeof settings[0], HARD_SETTINGS = 4 };

/* What is opened at a step, in turn. */
static const char *const openings[] = {"", "Tab", "", "Tab w", "", "i", "", "Tab Tab", "", "/ a", "", "i i", "", "e", "", "Tab o"};
enum { OPENINGS = sizeof openings / sizeof openings[0] };

typedef struct Run {
    const char *name;
    bool all;
    TextMeasure measure;
    int passed, failed, told;
} Run;

static bool look(Run *run, const View *view, const DrawList *list, const Setting *setting, const char *where)
{
    PictureCheck check = {view, list, run->measure, setting->text_least, ""};
    if (picture_check(&check)) {
        return true;
    }
    if (run->told++ < FAULTS_TOLD) {
        printf("%s, %s, %.0fx%.0f %s%s: %s\n", run->name, where, (double)setting->size.width, (double)setting->size.height,
               setting->language == LANGUAGE_ZH ? "zh" : "en", setting->projector ? " projector" : "", check.fault);
    }
    return false;
}

static void set_state(ViewState *state, const Setting *setting)
{
    view_state_init(state);
    state->language = setting->language;
    state->projector = setting->projector;
}

static bool check_step(Run *run, Show *show, const Setting *setting, uint64_t step)
{
    char where[80], bad[40];
    const char *keys = openings[step % OPENINGS];
    set_state(&show->state, setting);
    show_seek(show, step);
    show->undo_count = 0;
    show_keys(show, keys, bad, sizeof bad);
    snprintf(where, sizeof where, "step %llu %s", (unsigned long long)step, keys);
    return look(run, &show->view, show_draw(show, setting->size, run->measure), setting, where);
}

static uint64_t stride_of(const Run *run, uint64_t steps, bool hard)
{
    uint64_t most = run->all ? STEPS_ALL : STEPS_SAMPLED;
    if (steps > STEPS_MANY && steps > most) {
        return steps / most;
    }
    return run->all || hard ? 1 : EASY_STRIDE;
}

static void check_setting(Run *run, Show *show, const Setting *setting)
{
    bool good = true, hard = setting < settings + HARD_SETTINGS;
    uint64_t steps = show->session->steps, stride = stride_of(run, steps, hard);
    run->told = 0;
    for (uint64_t step = 0; step <= steps; step += stride) {
        good = check_step(run, show, setting, step) && good;
    }
    for (size_t i = 0; i < show->landmarks.stops.count; i++) {
        good = check_step(run, show, setting, show->landmarks.stops.items[i].step / OPENINGS * OPENINGS) && good;
    }
    run->passed += good;
    run->failed += !good;
}

static void check_trace(Run *run, const char *path)
{
    Session session;
    Show show;
    Err err;
    run->name = path;
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        printf("%s: not opened: %s\n", path, err.text);
        run->failed++;
        return;
    }
    show_init(&show, &session);
    for (size_t i = 0; i < SETTINGS; i++) {
        check_setting(run, &show, &settings[i]);
    }
    show_release(&show);
    session_close(&session);
}

/* ---- what is not of a recording ---- */

static const char *const menu_keys[] = {"", "End", "PageDown PageDown PageDown", "/ g c", "/ q x q", "?", "? PageDown", "Ctrl+Shift+P",
                                        "Ctrl+Shift+P l"};

static void check_menu(Run *run, const Setting *setting)
{
    LessonMenu menu;
    char key[40];
    bool good = true;
    for (size_t i = 0; i < sizeof menu_keys / sizeof menu_keys[0]; i++) {
        ViewState state;
        const char *list = menu_keys[i];
        set_state(&state, setting);
        lesson_menu_init(&menu);
        lesson_menu_draw(&menu, &state, &(ViewPaper){setting->size, run->measure});
        while (key_next(&list, key, sizeof key)) {
            lesson_menu_key(&menu, &state, key);
        }
        const DrawList *picture = lesson_menu_draw(&menu, &state, &(ViewPaper){setting->size, run->measure});
        good = look(run, &menu.view, picture, setting, menu_keys[i]) && good;
        lesson_menu_release(&menu);
    }
    run->passed += good;
    run->failed += !good;
}

static const char *const cover_keys[] = {"?", "? PageDown", "? PageDown PageDown", "Ctrl+Shift+P", "Ctrl+Shift+P e", "Ctrl+Shift+P Up",
                                         "Ctrl+Shift+P q x q", "b"};

static void check_covers(Run *run, const char *path)
{
    Session session;
    Show show;
    Err err;
    char bad[40];
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        return; /* told with the others */
    }
    show_init(&show, &session);
    for (size_t i = 0; i < SETTINGS; i++) {
        bool good = true;
        run->told = 0;
        for (size_t j = 0; j < sizeof cover_keys / sizeof cover_keys[0]; j++) {
            set_state(&show.state, &settings[i]);
            show_keys(&show, cover_keys[j], bad, sizeof bad);
            good = look(run, &show.view, show_draw(&show, settings[i].size, run->measure), &settings[i], cover_keys[j]) && good;
        }
        run->passed += good;
        run->failed += !good;
    }
    show_release(&show);
    session_close(&session);
}

int main(int count, char **arguments)
{
    Err err;
    Raster *raster = raster_new(&err);
    if (raster == NULL) {
        fprintf(stderr, "layout_check: %s\n", err.text);
        return 3;
    }
    setenv("XDG_STATE_HOME", "/nonexistent", 1); /* the files somebody looked at here are no part of it */
    Run run = {.all = count > 1 && strcmp(arguments[1], "--all") == 0, .measure = raster_measure(raster)};
    for (int i = run.all ? 2 : 1; i < count; i++) {
        check_trace(&run, arguments[i]);
    }
    run.name = "menu";
    for (size_t i = 0; i < SETTINGS; i++) {
        run.told = 0;
        check_menu(&run, &settings[i]);
    }
    run.name = "covers";
    if (count > 1) {
        check_covers(&run, arguments[count - 1]);
    }
    raster_free(raster);
    printf("%d passed, %d failed\n", run.passed, run.failed);
    return run.failed == 0 ? 0 : 1;
}
