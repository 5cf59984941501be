#include "app/render.h"

#include "app/place.h"
#include "view/raster/picture.h"
#include "view/raster/raster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH_DEFAULT = 1600, HEIGHT_DEFAULT = 900, SIDE_LEAST = 64 };

static bool size_parse(const char *text, ViewSize *size, Err *err)
{
    int width = 0, height = 0, used = 0;
    bool good = sscanf(text, "%5dx%5d%n", &width, &height, &used) == 2 && text[used] == '\0';
    if (!good || width < SIDE_LEAST || height < SIDE_LEAST || width > SURFACE_SIDE_MAX || height > SURFACE_SIDE_MAX) {
        return err_input(err, "--size: '%s', expected WIDTHxHEIGHT, each %d to %d", text, SIDE_LEAST, SURFACE_SIDE_MAX);
    }
    *size = (ViewSize){(float)width, (float)height};
    return true;
}

static Language language_of_locale(void)
{
    const char *names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0') {
            return strncmp(value, "zh", 2) == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
        }
    }
    return LANGUAGE_EN;
}

static bool language_parse(const char *text, Language *language, Err *err)
{
    if (text == NULL) {
        *language = language_of_locale();
    } else if (strcmp(text, "en") == 0) {
        *language = LANGUAGE_EN;
    } else if (strcmp(text, "zh") == 0) {
        *language = LANGUAGE_ZH;
    } else {
        return err_input(err, "--lang: '%s', expected en or zh", text);
    }
    return true;
}

static bool theme_parse(const char *text, ThemeKind *kind, Err *err)
{
    *kind = THEME_DARK;
    while (text != NULL && strcmp(theme_get(*kind)->name, text) != 0) {
        if (++*kind == THEME_COUNT) {
            return err_input(err, "--theme: '%s', expected dark, light or contrast", text);
        }
    }
    return true;
}

bool render_plan(const RenderOptions *options, RenderPlan *plan, Err *err)
{
    Place place;
    view_state_init(&plan->state);
    plan->size = (ViewSize){WIDTH_DEFAULT, HEIGHT_DEFAULT};
    return (options->size == NULL || size_parse(options->size, &plan->size, err)) &&
           theme_parse(options->theme, &plan->state.theme, err) &&
           language_parse(options->language, &plan->state.language, err) &&
           (options->at == NULL || place_parse(options->at, &place, err));
}

bool render_place(Show *show, const RenderOptions *options, const RenderPlan *plan, Err *err)
{
    Place place;
    uint64_t step;
    char bad[64];
    show->state = plan->state;
    if (!place_parse(options->at == NULL ? "end" : options->at, &place, err) || !place_find(show->session, &place, &step, err)) {
        return false;
    }
    show_seek(show, step);
    if (options->keys != NULL && !show_keys(show, options->keys, bad, sizeof bad)) {
        return err_input(err, "--keys: '%s' is not a key that does anything; 'heaploupe' and '?' list them", bad);
    }
    show->state.playing = false;
    return true;
}

static bool write_picture(Show *show, const RenderPlan *plan, const char *path, Err *err)
{
    Raster *raster = raster_new(err);
    if (raster == NULL) {
        return false;
    }
    Surface surface = {0};
    surface_resize(&surface, (int)plan->size.width, (int)plan->size.height);
    surface_fill(&surface, COLOR_RGB(0x000000));
    raster_draw(raster, show_draw(show, plan->size, raster_measure(raster)), &surface);
    bool good = picture_write_png(&surface, path, err);
    surface_release(&surface);
    raster_free(raster);
    return good;
}

static bool ends_in(const char *path, const char *suffix)
{
    size_t bytes = strlen(path), wanted = strlen(suffix);
    return bytes >= wanted && strcmp(path + bytes - wanted, suffix) == 0;
}

bool render_file(const char *trace, const RenderOptions *options, const char **shown, Err *err)
{
    RenderPlan plan;
    Session session;
    Show show;
    *shown = NULL;
    if (!ends_in(options->output, ".png")) {
        return err_input(err, "-o: '%s', expected a file ending in .png", options->output);
    }
    if (!render_plan(options, &plan, err)) {
        return false;
    }
    if (!session_open(&session, trace, (SessionOptions){.mode = SESSION_JOURNAL}, err)) {
        *shown = session_shown_name(trace);
        return false;
    }
    show_init(&show, &session);
    bool good = render_place(&show, options, &plan, err) && write_picture(&show, &plan, options->output, err);
    show_release(&show);
    session_close(&session);
    return good;
}
