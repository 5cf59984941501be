#include "app/render.h"

#include "app/animate.h"
#include "app/place.h"
#include "view/raster/picture.h"
#include "view/svg/svg.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

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
           (options->at == NULL || place_parse(options->at, &place, err)) &&
           (options->from == NULL || place_parse(options->from, &place, err)) &&
           (options->to == NULL || place_parse(options->to, &place, err));
}

static bool is_animation(RenderType type)
{
    return type == RENDER_GIF || type == RENDER_MP4;
}

static const char *first_place(const RenderOptions *options, const RenderPlan *plan)
{
    if (options->at != NULL) {
        return options->at;
    }
    return !is_animation(plan->type) ? "end" : options->from != NULL ? options->from : "0";
}

bool render_place(Show *show, const RenderOptions *options, const RenderPlan *plan, Err *err)
{
    Place place;
    uint64_t step;
    char bad[64];
    show->state = plan->state;
    if (!place_parse(first_place(options, plan), &place, err) || !place_find(show->session, &place, &step, err)) {
        return false;
    }
    show_seek(show, step);
    if (options->keys != NULL && !show_keys(show, options->keys, bad, sizeof bad)) {
        return err_input(err, "--keys: '%s' is not a key that does anything; 'heaploupe' and '?' list them", bad);
    }
    show->state.playing = false;
    return true;
}

void render_surface(Show *show, const RenderPlan *plan, Raster *raster, Surface *surface)
{
    surface_resize(surface, (int)plan->size.width, (int)plan->size.height);
    surface_fill(surface, COLOR_RGB(0x000000));
    raster_draw(raster, show_draw(show, plan->size, raster_measure(raster)), surface);
}

static bool write_png(Show *show, const RenderPlan *plan, Raster *raster, PictureBytes *out, Err *err)
{
    Surface surface = {0};
    render_surface(show, plan, raster, &surface);
    bool good = picture_encode_png(&surface, out, err);
    surface_release(&surface);
    return good;
}
static void write_svg(Show *show, const RenderPlan *plan, Raster *raster, PictureBytes *out)
{
    Language language = show->state.language;
    const Session *session = show->session;
    SvgPage page = {.width = plan->size.width, .height = plan->size.height, .language = language == LANGUAGE_ZH ? "zh" : "en",
                    .title = names_text(session->names, explain_pick(language, session->header->title)),
                    .measure = raster_measure(raster)};
    SvgText text = {0};
    svg_write(show_draw(show, plan->size, page.measure), &page, &text);
    vec_reserve(&out->bytes, text.bytes.count);
    memcpy(out->bytes.items + out->bytes.count, text.bytes.items, text.bytes.count);
    out->bytes.count += text.bytes.count;
    vec_release(&text.bytes);
}

static bool write_picture(Show *show, const RenderOptions *options, const RenderPlan *plan, Err *err)
{
    if (is_animation(plan->type)) {
        return animate_file(show, options, plan, err);
    }
    Raster *raster = raster_new(err);
    if (raster == NULL) {
        return false;
    }
    PictureBytes content = {0};
    bool good = true;
    if (plan->type == RENDER_SVG) {
        write_svg(show, plan, raster, &content);
    } else {
        good = write_png(show, plan, raster, &content, err);
    }
    raster_free(raster);
    good = good && picture_write_file(options->output, &content, err);
    vec_release(&content.bytes);
    return good;
}

static bool ends_in(const char *path, const char *suffix)
{
    size_t bytes = strlen(path), wanted = strlen(suffix);
    return bytes > wanted && strcasecmp(path + bytes - wanted, suffix) == 0;
}

static bool type_find(const RenderOptions *options, RenderType *type, Err *err)
{
    static const char *const suffixes[RENDER_TYPE_COUNT] = {
        [RENDER_PNG] = ".png", [RENDER_SVG] = ".svg", [RENDER_GIF] = ".gif", [RENDER_MP4] = ".mp4"};
    *type = RENDER_PNG;
    while (!ends_in(options->output, suffixes[*type])) {
        if (++*type == RENDER_TYPE_COUNT) {
            return err_input(err, "-o: '%s', expected a file ending in .png, .svg, .gif or .mp4", options->output);
        }
    }
    if (!is_animation(*type) && (options->from != NULL || options->to != NULL)) {
        return err_input(err, "--from and --to make an animation, .gif or .mp4; %s shows one step, --at", suffixes[*type]);
    }
    if (is_animation(*type) && options->at != NULL) {
        return err_input(err, "--at is for one picture, .png or .svg; %s shows the steps --from to --to", suffixes[*type]);
    }
    return true;
}

/* Known before a long run is simulated: whether the file can be created where it is wanted. */
static bool output_check(const RenderOptions *options, RenderType type, Err *err)
{
    const char *path = options->output, *slash = strrchr(path, '/');
    struct stat there;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
        bool good = !S_ISDIR(there.st_mode) && type != RENDER_MP4; /* ffmpeg goes back in its file */
        return good || err_input(err, "-o: '%s' is %s", path, S_ISDIR(there.st_mode) ? "a folder" : "no file: an .mp4 needs one");
    }
    size_t bytes = slash == NULL ? 1 : slash == path ? 1 : (size_t)(slash - path);
    char *folder = mem_zeroed(bytes + 1, 1);
    memcpy(folder, slash == NULL ? "." : path, bytes);
    bool good = access(folder, W_OK | X_OK) == 0;
    good = good || err_input(err, "-o: '%s' cannot be created: %s", path, strerror(errno));
    mem_release(folder);
    return good;
}

bool render_file(const char *trace, const RenderOptions *options, const char **shown, Err *err)
{
    RenderPlan plan;
    Session session;
    Show show;
    *shown = NULL;
    if (!type_find(options, &plan.type, err) || !render_plan(options, &plan, err) || !output_check(options, plan.type, err)) {
        return false;
    }
    if (!session_open(&session, trace, (SessionOptions){.mode = SESSION_JOURNAL}, err)) {
        *shown = session_shown_name(trace);
        return false;
    }
    show_init(&show, &session);
    bool good = render_place(&show, options, &plan, err) && write_picture(&show, options, &plan, err);
    show_release(&show);
    session_close(&session);
    return good;
}
