/* contrast_check TRACE… : looks at what is drawn, in every theme, and computes the contrast (WCAG 2.2) of each text and each line
 * that carries meaning with what was painted below it. Texts need 4.5, large ones (24 px, bold 18.66 px) 3; outlines of objects,
 * references, the curve and its marks 3. Not asked of: what a veil dims afterwards (spotlight, help), and references drawn
 * translucent, which are the texture of a crowd; those of the selection are opaque. The last line is "N passed, N failed". */
#include "../unit/picture_check.h"
#include "app/menu.h"
#include "view/raster/raster.h"

#include <stdlib.h>

enum { STEPS_LOOKED_AT = 14, FAULTS_TOLD = 2 };
static const float text_least = 4.5f, large_least = 3.0f, line_least = 3.0f;

typedef struct Look {
    const View *view;
    const DrawList *list;
    TextMeasure measure;
    const char *name, *theme;
    unsigned long long step;
    int faults;
} Look;

static bool covers(const DrawList *list, const DrawItem *item, Point at)
{
    Rect clip;
    bool shape = item->kind == DRAW_BOX || item->kind == DRAW_CIRCLE || item->kind == DRAW_POLYGON;
    return shape && item->style.fill >> 24 != 0 && rect_contains(item->bounds, at) &&
           (!draw_item_clip(list, item, &clip) || rect_contains(clip, at));
}

static Color blend(Color below, Color above)
{
    uint32_t alpha = above >> 24, out = 0xff;
    for (int shift = 16; shift >= 0; shift -= 8) {
        uint32_t a = above >> shift & 0xff, b = below >> shift & 0xff;
        out = out << 8 | (a * alpha + b * (255 - alpha)) / 255;
    }
    return out;
}

/* What lies below item `count` at a point; *hatch: the stripes of the topmost shape, or 0. */
static Color ground_at(const Look *look, size_t count, Point at, Color *hatch)
{
    Color ground = COLOR_RGB(0x000000);
    *hatch = 0;
    for (size_t i = 0; i < count; i++) {
        const DrawItem *item = &look->list->items.items[i];
        if (covers(look->list, item, at)) {
            ground = blend(ground, item->style.fill);
            *hatch = item->style.hatch;
        }
    }
    return ground;
}

static void want(Look *look, const DrawItem *item, float contrast, float least)
{
    const char *what = item->kind == DRAW_TEXT ? draw_item_text(look->list, item) : "a line";
    if (contrast < least - 0.005f && look->faults++ < FAULTS_TOLD) {
        printf("%s, %s, step %llu, colour %06x: %s in \"%s\" has contrast %.2f, wanted %.1f\n", look->name, look->theme, look->step, (unsigned)((item->kind == DRAW_TEXT ? item->style.fill : item->style.stroke) & 0xffffff), what,
               draw_group_name(look->list, item->group), (double)contrast, (double)least);
    }
}

static void check_text(Look *look, size_t index)
{
    const DrawItem *item = &look->list->items.items[index];
    PictureCheck boxes = {look->view, look->list, look->measure, 0.0f, ""};
    Rect box = picture_text_box(&boxes, item);
    float px = item->bounds.h / look->view->unit;
    bool bold = item->role == FONT_UI_BOLD || item->role == FONT_MONO_BOLD;
    float least = px >= 24.0f || (bold && px >= 18.66f) ? large_least : text_least;
    for (int i = 0; i < 3; i++) {
        Color hatch;
        Point at = {box.x + box.w * (0.1f + 0.4f * (float)i), box.y + box.h * 0.5f};
        Rect clip;
        if (draw_item_clip(look->list, item, &clip) && !rect_contains(clip, at)) {
            continue;
        }
        Color ground = ground_at(look, index, at, &hatch);
        want(look, item, color_contrast(item->style.fill, ground), least);
        if (hatch != 0) {
            want(look, item, color_contrast(item->style.fill, hatch), least);
        }
    }
}

static bool is_of(const DrawList *list, const DrawItem *item, const char *prefix)
{
    for (uint32_t group = item->group; group != 0; group = list->groups.items[group].parent) {
        if (strncmp(draw_group_name(list, group), prefix, strlen(prefix)) == 0) {
            return true;
        }
    }
    return false;
}

enum { CASING_BEFORE = 8 }; /* items between a casing and its line: parts of a route, its head */

static Color casing(const Look *look)
{
    return look->view->pen.theme->color[COLOR_CASING];
}

/* The greatest contrast with what a line touches: below or outside, its own fill, and the casing painted just before it. */
static float line_contrast(const Look *look, size_t index, Point at)
{
    Color hatch;
    const DrawItem *item = &look->list->items.items[index];
    float best = color_contrast(item->style.stroke, ground_at(look, index, at, &hatch));
    if (item->style.fill >> 24 == 0xff) {
        best = fmaxf(best, color_contrast(item->style.stroke, item->style.fill));
    }
    for (size_t i = index > CASING_BEFORE ? index - CASING_BEFORE : 0; i < index; i++) {
        const DrawItem *before = &look->list->items.items[i];
        if (before->kind == item->kind && before->group == item->group && before->style.stroke == casing(look)) {
            best = fmaxf(best, color_contrast(item->style.stroke, casing(look)));
        }
    }
    return best;
}

/* Lines whose colour says something. */
static void check_line(Look *look, size_t index)
{
    const DrawItem *item = &look->list->items.items[index];
    Color stroke = item->style.stroke;
    bool line = item->kind == DRAW_LINE || item->kind == DRAW_CURVE;
    bool node = item->kind == DRAW_BOX && is_of(look->list, item, "panel graph") && is_of(look->list, item, "object ");
    bool reference = line && is_of(look->list, item, "reference ");
    bool mark = item->kind != DRAW_BOX && (is_of(look->list, item, "stop ") || is_of(look->list, item, "bookmark ")) ;
    bool curve = item->kind == DRAW_LINE && is_of(look->list, item, "scrubber");
    if (stroke >> 24 != 0xff || stroke == casing(look) || !(node || reference || mark || curve)) {
        return;
    }
    float best = 0.0f; /* it may pass over others: one of three places must do */
    for (int i = 0; i < 3; i++) {
        Point at = {item->bounds.x - 3.0f, item->bounds.y + item->bounds.h * (0.3f + 0.2f * (float)i)};
        if (line) {
            const Point *points = draw_item_points(look->list, item);
            at = item->kind == DRAW_CURVE ? curve_point(points, 0.2f + 0.3f * (float)i) : points[item->count / 2];
        }
        best = fmaxf(best, line_contrast(look, index, at));
    }
    want(look, item, best, line_least);
}

static void check_list(Look *look)
{
    for (size_t i = 0; i < look->list->items.count; i++) {
        if (look->list->items.items[i].kind == DRAW_TEXT) {
            check_text(look, i);
        } else {
            check_line(look, i);
        }
    }
}

static const char *const openings[] = {"", "Tab", "Tab w", "m", "e", "Tab Tab", "/ a", "?", "Ctrl+Shift+P s", "i i"};
enum { OPENINGS = sizeof openings / sizeof openings[0] };

static int check_theme(Show *show, const char *name, ThemeKind theme, TextMeasure measure)
{
    char bad[40];
    uint64_t steps = show->session->steps;
    Look look = {.measure = measure, .name = name, .theme = theme_get(theme)->name};
    for (uint64_t i = 0; i <= STEPS_LOOKED_AT; i++) {
        view_state_init(&show->state);
        show->state.theme = theme;
        show->state.projector = i % 4 == 3;
        look.step = steps * i / STEPS_LOOKED_AT;
        show_seek(show, look.step);
        show_keys(show, openings[i % OPENINGS], bad, sizeof bad);
        look.list = show_draw(show, (ViewSize){1600.0f, 900.0f}, measure);
        look.view = &show->view;
        check_list(&look);
    }
    return look.faults > 0;
}

static int check_menu(ThemeKind theme, TextMeasure measure)
{
    LessonMenu menu;
    ViewState state;
    Look look = {.measure = measure, .name = "menu", .theme = theme_get(theme)->name};
    view_state_init(&state);
    state.theme = theme;
    lesson_menu_init(&menu);
    lesson_menu_work(&menu, &state, measure);
    look.list = lesson_menu_draw(&menu, &state, &(ViewPaper){{1600.0f, 900.0f}, measure});
    look.view = &menu.view;
    check_list(&look);
    lesson_menu_release(&menu);
    return look.faults > 0;
}

int main(int count, char **arguments)
{
    Err err;
    int passed = 0, failed = 0;
    setenv("XDG_STATE_HOME", "/nonexistent", 1);
    Raster *raster = raster_new(&err);
    if (raster == NULL) {
        fprintf(stderr, "contrast_check: %s\n", err.text);
        return 3;
    }
    for (int i = 1; i < count; i++) {
        Session session;
        Show show;
        if (!session_open(&session, arguments[i], (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
            printf("%s: not opened: %s\n", arguments[i], err.text);
            failed++;
            continue;
        }
        show_init(&show, &session);
        for (int theme = 0; theme < THEME_COUNT; theme++) {
            int faults = check_theme(&show, arguments[i], (ThemeKind)theme, raster_measure(raster));
            failed += faults;
            passed += 1 - faults;
        }
        show_release(&show);
        session_close(&session);
    }
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        int faults = check_menu((ThemeKind)theme, raster_measure(raster));
        failed += faults;
        passed += 1 - faults;
    }
    raster_free(raster);
    printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
