/* layout_check TRACE… : draws every step of each trace (at most STEPS_MAX of it) in several sizes, themes and languages and
 * looks for faults (picture_check.h). The first fault of each trace and setting is told; the last line counts them:
 * "N passed, N failed". A trace of a profile that is not finished is passed over. */
#include "../unit/picture_check.h"
#include "app/show.h"
#include "view/raster/raster.h"

#include <stdlib.h>

enum { STEPS_MAX = 120 };

typedef struct Setting {
    ViewSize size;
    Language language;
    bool projector;
    float text_least;
    bool selects;
} Setting;

static const Setting settings[] = {
    {{1600, 900}, LANGUAGE_EN, false, 13.0f, false},  {{1366, 768}, LANGUAGE_ZH, false, 13.0f, true},
    {{1366, 768}, LANGUAGE_EN, false, 13.0f, true},   {{1920, 1080}, LANGUAGE_ZH, true, 22.0f, false},
    {{1920, 1080}, LANGUAGE_EN, true, 22.0f, true},   {{3840, 2160}, LANGUAGE_EN, false, 26.0f, false},
};

static int check_setting(Show *show, const char *name, const Setting *setting, TextMeasure measure)
{
    view_state_init(&show->state);
    show->state.language = setting->language;
    show->state.projector = setting->projector;
    uint64_t steps = show->session->steps, stride = steps / STEPS_MAX + 1;
    for (uint64_t step = 0; step <= steps; step += stride) {
        show_seek(show, step);
        if (setting->selects) {
            show_act(show, ACTION_NEXT_OBJECT, 0);
        }
        const DrawList *list = show_draw(show, setting->size, measure);
        PictureCheck check = {&show->view, list, measure, setting->text_least, ""};
        if (!picture_check(&check)) {
            printf("%s, step %llu, %.0fx%.0f %s%s: %s\n", name, (unsigned long long)step, (double)setting->size.width,
                   (double)setting->size.height, setting->language == LANGUAGE_ZH ? "zh" : "en",
                   setting->projector ? " projector" : "", check.fault);
            return 1;
        }
    }
    return 0;
}

typedef struct Tally {
    int passed, failed;
} Tally;

static void check_trace(const char *path, TextMeasure measure, Tally *tally)
{
    Session session;
    Show show;
    Err err;
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        printf("%s: not opened: %s\n", path, err.text);
        return;
    }
    show_init(&show, &session);
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        int faults = check_setting(&show, path, &settings[i], measure);
        tally->failed += faults;
        tally->passed += 1 - faults;
    }
    show_release(&show);
    session_close(&session);
}

int main(int count, char **arguments)
{
    Err err;
    Tally tally = {0, 0};
    Raster *raster = raster_new(&err);
    if (raster == NULL) {
        fprintf(stderr, "layout_check: %s\n", err.text);
        return 3;
    }
    for (int i = 1; i < count; i++) {
        check_trace(arguments[i], raster_measure(raster), &tally);
    }
    raster_free(raster);
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed == 0 ? 0 : 1;
}
