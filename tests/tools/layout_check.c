/* layout_check [--all] TRACE… : draws each trace at three window sizes, in both languages, at normal and projector density, and
 * looks for faults (picture_check.h): texts cut or over each other, our own words that did not fit, boxes outside their band.
 *
 * Every step is drawn in every setting, and at half of the steps once more with an object selected, with the question why it is
 * alive, with the search or the checks open … Of a trace of more than STEPS_MANY steps, whose loops repeat the same few
 * steps, those are drawn that differ from the ones before in kind (likeness_of), and of those alike the first, then ever fewer; with
 * --all every one. The menu, the help and the palette are drawn once in each setting.
 *
 * Processes share the traces. The first faults of each trace and setting are told; the last line counts: "N passed, N failed". */
#include "../unit/picture_check.h"
#include "app/menu.h"
#include "base/check.h"
#include "base/hash.h"
#include "view/raster/raster.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEPS_MANY = 20000, ALIKE_FIRST = 12, ALIKE_STRIDE = 1009, FAULTS_TOLD = 3, PROCESSES_MAX = 8,
       PICTURES_PER_RASTER = 20000 /* it remembers the width of every text */ };

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
enum { SETTINGS = sizeof settings / sizeof settings[0] };

/* What is opened at a step, in turn. */
static const char *const openings[] = {"", "Tab", "", "Tab w", "", "i", "", "Tab Tab", "", "/ a", "", "i i", "", "e", "", "Tab o"};
enum { OPENINGS = sizeof openings / sizeof openings[0] };

/* What the processes share. */
typedef struct Tally {
    atomic_int next; /* argument */
    atomic_int passed, failed;
} Tally;

typedef struct Run {
    const char *name;
    bool all;
    Raster *raster;
    TextMeasure measure;
    Tally *tally;
    int told, pictures;
} Run;

static void run_new_raster(Run *run)
{
    Err err;
    if (run->raster != NULL) {
        raster_free(run->raster);
    }
    run->raster = raster_new(&err);
    CHECK(run->raster != NULL);
    run->measure = raster_measure(run->raster);
    run->pictures = 0;
}

static void count_result(Run *run, bool good)
{
    atomic_fetch_add(good ? &run->tally->passed : &run->tally->failed, 1);
}

static bool look(Run *run, const View *view, const DrawList *list, const Setting *setting, const char *where)
{
    PictureCheck check = {view, list, run->measure, setting->text_least, ""};
    bool good = picture_check(&check);
    if (++run->pictures == PICTURES_PER_RASTER) {
        run_new_raster(run);
    }
    if (good) {
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

static bool check_opened(Run *run, Show *show, const Setting *setting, const char *keys)
{
    char where[80], bad[40];
    set_state(&show->state, setting);
    show->undo_count = 0;
    CHECK(show_keys(show, keys, bad, sizeof bad));
    snprintf(where, sizeof where, "step %llu %s", (unsigned long long)show_step(show), keys);
    return look(run, &show->view, show_draw(show, setting->size, run->measure), setting, where);
}

static bool check_step(Run *run, Show *show, const Setting *setting, uint64_t step)
{
    const char *keys = openings[step % OPENINGS];
    set_state(&show->state, setting);
    show_seek(show, step);
    bool good = check_opened(run, show, setting, "");
    return keys[0] == '\0' || check_opened(run, show, setting, keys) ? good : false;
}

typedef VEC(uint64_t) Steps;

static uint64_t digits_of(uint64_t number)
{
    uint64_t digits = 1;
    for (; number >= 10; number /= 10) {
        digits++;
    }
    return digits;
}

/* Steps with the same one speak of the same place in the program, of the same events, in figures of the same length. */
static uint64_t likeness_of(const Show *show, uint64_t step)
{
    const Journal *journal = show->session->journal;
    const uint32_t *words = show->session->world->words;
    int64_t record = journal_record_of_step(journal, step);
    const OpRecord none = {0}, *op = record == JOURNAL_NO_OP ? &none : &journal->ops.items[record];
    const uint64_t parts[] = {digits_of(step), op->op_index, op->trace_line, op->source_line, digits_of(op->turn), words[W_PHASE],
                              words[W_GENERATION], words[W_ARENAS], words[W_FRAME_COUNT], digits_of(words[W_ALIVE])};
    uint64_t likeness = hash_bytes(parts, sizeof parts);
    for (uint64_t event = journal_step_first(journal, step); event < journal_step_end(journal, step); event++) {
        likeness = hash_add(likeness, journal_event(journal, event)->kind);
    }
    return likeness == 0 ? 1 : likeness;
}

/* Of those alike: whether the n-th, from 1, is looked at. */
static bool is_wanted(uint64_t n)
{
    return n <= ALIKE_FIRST || (n & (n - 1)) == 0 || n % ALIKE_STRIDE == 0;
}

static void choose_steps(const Run *run, Show *show, Steps *chosen)
{
    Map seen = {0};
    bool all = run->all || show->session->steps <= STEPS_MANY;
    for (uint64_t step = 0; step <= show->session->steps; step++) {
        if (all) {
            vec_push(chosen, step);
            continue;
        }
        session_seek(show->session, step);
        uint64_t likeness = likeness_of(show, step), n = map_get(&seen, likeness) + 1;
        map_put(&seen, likeness, n);
        if (is_wanted(n)) {
            vec_push(chosen, step);
        }
    }
    map_release(&seen);
}

static void check_trace(Run *run, const char *path)
{
    Session session;
    Show show;
    Err err;
    Steps steps = {0};
    run->name = path;
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        printf("%s: not opened: %s\n", path, err.text);
        count_result(run, false);
        return;
    }
    show_init(&show, &session);
    choose_steps(run, &show, &steps);
    for (size_t i = 0; i < SETTINGS; i++) {
        bool good = true;
        run->told = 0;
        for (size_t j = 0; j < steps.count; j++) {
            good = check_step(run, &show, &settings[i], steps.items[j]) && good;
        }
        count_result(run, good);
    }
    vec_release(&steps);
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
    count_result(run, good);
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
        count_result(run, good);
    }
    show_release(&show);
    session_close(&session);
}

static void check_others(Run *run, const char *path)
{
    run->name = "menu";
    for (size_t i = 0; i < SETTINGS; i++) {
        run->told = 0;
        check_menu(run, &settings[i]);
    }
    run->name = "covers";
    check_covers(run, path);
}

/* One process's share of the arguments. */
static void work(Run *run, int count, char **arguments)
{
    run_new_raster(run);
    for (int i = atomic_fetch_add(&run->tally->next, 1); i < count; i = atomic_fetch_add(&run->tally->next, 1)) {
        check_trace(run, arguments[i]);
        fflush(stdout);
    }
    raster_free(run->raster);
    run->raster = NULL;
}

static int processors(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > PROCESSES_MAX ? PROCESSES_MAX : (int)online;
}

int main(int count, char **arguments)
{
    Tally *tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(tally != MAP_FAILED);
    setenv("XDG_STATE_HOME", "/nonexistent", 1); /* the files somebody looked at here are no part of it */
    Run run = {.all = count > 1 && strcmp(arguments[1], "--all") == 0, .tally = tally};
    int first = run.all ? 2 : 1, status = 0;
    CHECK(count > first);
    tally->next = first;
    for (int i = 1; i < processors(); i++) {
        pid_t child = fork();
        CHECK(child >= 0);
        if (child == 0) {
            work(&run, count, arguments);
            exit(0);
        }
    }
    work(&run, count, arguments);
    run_new_raster(&run);
    check_others(&run, arguments[count - 1]);
    raster_free(run.raster);
    while (wait(&status) > 0) {
        tally->failed += status != 0;
    }
    printf("%d passed, %d failed\n", tally->passed, tally->failed);
    return tally->failed == 0 ? 0 : 1;
}
