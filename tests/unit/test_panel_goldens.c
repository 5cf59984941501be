/* Each panel by itself, in each of its states, as text. A change in one panel changes only its own goldens.
 * UPDATE_GOLDENS=1 writes them anew; read them before you commit them. */
#include "show_rig.h"

#include "view/menu.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef void Panel(View *view, Rect box);

/* A state: step of an op of a trace of tests/golden, then keys, then one panel in a box of this size. */
typedef struct PanelCase {
    const char *name, *trace;
    int op;          /* −1: step 0 */
    int step;        /* of the op, from 0; −1: its last */
    const char *keys;
    Panel *panel;
    float width, height;
} PanelCase;

/* The graph's references of names begin in the roots column. */
static void roots_and_graph(View *view, Rect box)
{
    panel_roots(view, rect_cut_left(&box, 150.0f));
    panel_graph(view, box);
}

static void actions(View *view, Rect box)
{
    panel_palette(view, box, KEYS_ALWAYS);
}

static const PanelCase cases[] = {
    {"roots-empty", "two-lists", -1, 0, "", panel_roots, 150, 200},
    {"roots-names", "two-lists", 4, -1, "", panel_roots, 150, 200},
    {"roots-deleted", "two-lists", 6, -1, "", panel_roots, 150, 200},
    {"roots-frames", "states", 4, -1, "", panel_roots, 150, 400},
    {"roots-fold", "states", 24, -1, "", panel_roots, 150, 320},
    {"roots-module", "module", 4, -1, "", panel_roots, 150, 320},
    {"roots-legend", "states", 23, 10, "l", panel_roots, 150, 480},
    {"graph-born", "two-lists", 0, 6, "", roots_and_graph, 900, 420},
    {"graph-linked", "two-lists", 3, -1, "", roots_and_graph, 900, 420},
    {"graph-marked", "mark-sweep", 13, 13, "Tab", roots_and_graph, 900, 420},
    {"graph-unreachable", "two-lists", 10, 16, "", roots_and_graph, 900, 420},
    {"graph-dead", "two-lists", 10, 40, "", roots_and_graph, 900, 420},
    {"graph-frozen", "states", 18, -1, "", roots_and_graph, 1000, 520},
    {"lists-idle", "two-lists", 4, -1, "Tab", panel_lists, 800, 40},
    {"lists-cursor", "two-lists", 10, 12, "", panel_lists, 800, 40},
    {"lists-delete", "two-lists", 10, 34, "l", panel_lists, 800, 40},
    {"lists-queue", "mark-sweep", 13, 13, "", panel_lists, 800, 66},
    {"lists-page", "crowd", 1, -1, "/ k 2 0 Enter Esc", panel_lists, 800, 40},
    {"ribbon-idle", "two-lists", 4, -1, "", panel_ribbon, 700, 40},
    {"ribbon-trial", "two-lists", 10, 12, "l", panel_ribbon, 700, 40},
    {"ribbon-marksweep", "mark-sweep", 13, 13, "", panel_ribbon, 700, 40},
    {"ribbon-27", "old-finalizer", 5, 15, "", panel_ribbon, 700, 40},
    {"story-start", "two-lists", -1, 0, "", panel_story, 380, 480},
    {"story-numbers", "two-lists", 10, 9, "", panel_story, 380, 480},
    {"story-numbers-zh", "two-lists", 10, 9, "l", panel_story, 380, 480},
    {"story-note", "states", 21, -1, "", panel_story, 380, 480},
    {"story-cascade", "family", 4, -1, "", panel_story, 380, 480},
    {"inspector-nothing", "states", 4, -1, "i i", panel_tab, 350, 260},
    {"inspector-atom", "states", 8, -1, "Tab", panel_inspector, 350, 240},
    {"inspector-container", "states", 13, -1, "Tab Tab", panel_inspector, 350, 240},
    {"inspector-untracked", "states", 23, -1, "Shift+Tab Shift+Tab", panel_inspector, 350, 240},
    {"inspector-garbage", "two-lists", 8, -1, "Tab", panel_inspector, 350, 240},
    {"inspector-collecting", "two-lists", 10, 14, "Tab l", panel_inspector, 350, 240},
    {"inspector-module", "module", 4, -1, "Tab Tab Tab", panel_inspector, 350, 240},
    {"inspector-dead", "two-lists", 4, -1, "Tab End", panel_inspector, 350, 240},
    {"inspector-unborn", "two-lists", 4, -1, "Tab Home", panel_inspector, 350, 240},
    {"inspector-low", "two-lists", 4, -1, "Tab", panel_inspector, 350, 90},
    {"program-line", "states", 8, -1, "", panel_program, 350, 120},
    {"program-none", "family", 2, -1, "", panel_program, 350, 120},
    {"output-empty", "states", 8, -1, "", panel_output, 350, 120},
    {"output-lines", "states", 27, -1, "", panel_output, 350, 120},
    {"ask-open", "states", 22, -1, "", panel_ask, 350, 260},
    {"ask-chosen", "states", 22, -1, "1", panel_ask, 350, 260},
    {"ask-wrong", "states", 22, -1, "1 Enter", panel_ask, 350, 260},
    {"ask-right-zh", "states", 22, -1, "2 Enter l", panel_ask, 350, 260},
    {"ask-number", "states", 26, -1, "2 6", panel_ask, 350, 260},
    {"ask-number-wrong", "states", 26, -1, "2 Enter", panel_ask, 350, 260},
    {"memory-empty", "two-lists", -1, 0, "", panel_memory, 700, 140},
    {"memory-pool", "states", 15, -1, "Tab Tab Tab Tab z", panel_memory, 700, 200},
    {"memory-hint", "two-lists", -1, 0, "z", panel_memory, 700, 140},
    {"memory-first-fit", "first-fit", 4, -1, "", panel_memory, 700, 140},
    {"layers-empty", "two-lists", 0, -1, "", panel_layers, 400, 140},
    {"layers-selected", "states", 16, -1, "Tab Tab", panel_layers, 400, 140},
    {"layers-touched", "states", 16, 1, "", panel_layers, 400, 140},
    {"timeline", "states", 21, -1, "m", panel_timeline, 1000, 120},
    {"timeline-start-zh", "two-lists", -1, 0, "l", panel_timeline, 1000, 120},
    {"why-chains", "two-lists", 4, -1, "Tab w", panel_drawer, 350, 200},
    {"why-cycle", "two-lists", 8, -1, "Tab w l", panel_drawer, 350, 200},
    {"why-dead", "states", 15, -1, "Shift+Tab w End", panel_drawer, 350, 200},
    {"why-module", "module", 4, -1, "Tab Tab Tab w", panel_drawer, 350, 200},
    {"why-module-dead", "module", 4, -1, "Tab Tab w End", panel_drawer, 350, 200},
    {"why-nothing", "two-lists", 4, -1, "w", panel_drawer, 350, 200},
    {"checks-failing", "states", 27, -1, "e", panel_drawer, 350, 200},
    {"checks-none", "two-lists", 4, -1, "e", panel_drawer, 350, 200},
    {"badge-bad", "states", 27, -1, "", panel_badge, 350, 30},
    {"badge-good", "recorded", 1, -1, "", panel_badge, 350, 30},
    {"badge-narrow", "recorded", 1, -1, "", panel_badge, 270, 30},
    {"top", "states", 4, -1, "", panel_top, 1200, 48},
    {"top-search", "two-lists", 4, -1, "/", panel_top, 1200, 48},
    {"help-first", "two-lists", 4, -1, "?", panel_help, 1200, 700},
    {"help-second", "two-lists", 4, -1, "? PageDown", panel_help, 1200, 700},
    {"help-first-zh", "two-lists", 4, -1, "l ?", panel_help, 1200, 700},
    {"palette-open", "two-lists", 4, -1, "Ctrl+Shift+P", actions, 700, 500},
    {"palette-typed", "two-lists", 4, -1, "Ctrl+Shift+P b o o k Down", actions, 700, 500},
    {"palette-typed-zh", "two-lists", 4, -1, "l Ctrl+Shift+P b o o k", actions, 700, 500},
};
enum { CASES = sizeof cases / sizeof cases[0] };

static char *read_all(const char *path)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *in = fopen(path, "r");
    FILE *out = open_memstream(&text, &bytes);
    for (int c; in != NULL && (c = getc(in)) != EOF;) {
        putc(c, out);
    }
    fclose(out);
    if (in != NULL) {
        fclose(in);
    }
    return text;
}

static void go_there(ShowRig *rig, const PanelCase *test)
{
    char bad[40];
    uint64_t first = 0, last = 0;
    if (test->op >= 0) {
        assert_true(journal_op_steps(rig->session.journal, (uint32_t)test->op, &first, &last));
    }
    uint64_t step = test->op < 0 ? 0 : test->step < 0 ? last : first + (uint64_t)test->step;
    assert_true(step <= rig->session.steps);
    show_seek(&rig->show, step);
    rig_draw(rig, 1600.0f, 900.0f);
    assert_true(show_keys(&rig->show, test->keys, bad, sizeof bad));
    rig_draw(rig, 1600.0f, 900.0f); /* makes the scene */
}

static char *list_dump(const View *view, ThemeKind theme)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    DrawNamer namer = {theme_color_name, theme_get(theme)};
    draw_dump(&view->list, &namer, out);
    fclose(out);
    return text;
}

static char *panel_dump(ShowRig *rig, const PanelCase *test)
{
    View *view = &rig->show.view;
    Scene scene = view->shown;
    const ViewPaper paper = {{1600.0f, 900.0f}, text_measure_plain};
    view_prepare(view, &scene, &rig->show.state, &paper);
    test->panel(view, (Rect){0.0f, 0.0f, test->width, test->height});
    return list_dump(view, rig->show.state.theme);
}

/* Prints the first line that differs. */
static bool same_text(const char *path, const char *golden, const char *now)
{
    size_t same = 0;
    if (strcmp(golden, now) == 0) {
        return true;
    }
    while (golden[same] == now[same]) {
        same++;
    }
    while (same > 0 && now[same - 1] != '\n') {
        same--;
    }
    print_error("%s differs: golden \"%.*s\", now \"%.*s\"\n", path, (int)strcspn(golden + same, "\n"), golden + same,
                (int)strcspn(now + same, "\n"), now + same);
    return false;
}

static bool compare(const char *name, const char *now)
{
    char path[200];
    snprintf(path, sizeof path, "tests/golden/panels/%s.txt", name);
    if (getenv("UPDATE_GOLDENS") != NULL) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(now, file);
        fclose(file);
    }
    char *golden = read_all(path);
    bool same = same_text(path, golden, now);
    free(golden);
    return same;
}

static void goldens(void **state)
{
    (void)state;
    int differ = 0;
    for (size_t i = 0; i < CASES; i++) {
        ShowRig rig;
        assert_true(rig_open(&rig, cases[i].trace));
        go_there(&rig, &cases[i]);
        char *now = panel_dump(&rig, &cases[i]);
        differ += compare(cases[i].name, now) ? 0 : 1;
        free(now);
        rig_close(&rig);
    }
    assert_int_equal(differ, 0);
}

static void assert_texts_inside(const char *name, const View *view, Rect box)
{
    const DrawList *list = &view->list;
    PictureCheck check = {view, list, text_measure_plain, 13.0f, ""};
    for (size_t i = 0; i < list->items.count; i++) {
        const DrawItem *item = &list->items.items[i];
        if (item->kind == DRAW_TEXT && !picture_inside(picture_text_box(&check, item), box, 1.0f)) {
            fail_msg("%s: \"%s\" leaves the box", name, draw_item_text(list, item));
        }
    }
}

/* No text of a panel leaves its box: drawn alone there is no clip that would hide it. */
static void texts_stay_in_their_box(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        ShowRig rig;
        assert_true(rig_open(&rig, cases[i].trace));
        go_there(&rig, &cases[i]);
        free(panel_dump(&rig, &cases[i]));
        assert_texts_inside(cases[i].name, &rig.show.view, (Rect){0, 0, cases[i].width, cases[i].height});
        rig_close(&rig);
    }
}

static bool has_row_below(const DrawList *list, Rect heading)
{
    for (size_t i = 0; i < list->items.count; i++) {
        Rect text = list->items.items[i].bounds;
        if (list->items.items[i].kind == DRAW_TEXT && fabsf(text.y - heading.y - 26.0f) < 1.0f && text.x > heading.x && text.x < heading.x + 200.0f) {
            return true;
        }
    }
    return false;
}

static uint32_t assert_headings_have_rows(const DrawList *list)
{
    uint32_t headings = 0;
    for (size_t i = 0; i < list->items.count; i++) {
        const DrawItem *item = &list->items.items[i];
        if (item->kind == DRAW_TEXT && item->style.fill == theme_get(THEME_DARK)->color[COLOR_ACTION]) {
            assert_true(has_row_below(list, item->bounds));
            headings++;
        }
    }
    return headings;
}

/* A heading of the help has an action below it in its column, whatever the height of the window. */
static void help_headings_head_something(void **state)
{
    (void)state;
    PanelCase test = {"help", "two-lists", 4, -1, "?", panel_help, 1200, 0};
    ShowRig rig;
    assert_true(rig_open(&rig, test.trace));
    go_there(&rig, &test);
    for (test.height = 300.0f; test.height < 1400.0f; test.height += 13.0f) {
        uint32_t headings = 0;
        for (rig.show.state.help_page = 0; rig.show.state.help_page < 12; rig.show.state.help_page++) {
            free(panel_dump(&rig, &test));
            headings += assert_headings_have_rows(&rig.show.view.list);
        }
        assert_true(headings >= KEYS_WHERE_COUNT - 1); /* each was there */
    }
    rig_close(&rig);
}

/* ---- the start menu: cards of our own, so that a new lesson changes no golden ---- */

typedef struct MenuCase {
    const char *name, *typed, *message;
    uint32_t shown[3]; /* the cards that the search leaves */
    uint32_t count;
    Language language;
} MenuCase;

static const MenuCase menus[] = {
    {"menu", NULL, "", {0, 1, 2}, 3, LANGUAGE_EN},
    {"menu-zh", NULL, "", {0, 1, 2}, 3, LANGUAGE_ZH},
    {"menu-search", "cyc", "", {2}, 1, LANGUAGE_EN},
    {"menu-nothing", "xyz", "", {0}, 0, LANGUAGE_EN},
    {"menu-error", NULL, "bad.json:3:7: is no object", {0, 1, 2}, 3, LANGUAGE_EN},
};
static const ViewSize menu_size = {1600.0f, 900.0f};

static void fill_menu(Menu *menu, const MenuCase *test, Thumbnail *empty)
{
    const MenuCard cards[] = {
        {.group = MENU_RECENT, .title = {"leak.jsonl", "leak.jsonl"}, .summary = {"~/runs/leak.jsonl", "~/runs/leak.jsonl"}, .row = "", .step = 120, .steps = 480},
        {.group = MENU_COUNTING, .title = {"Two names", "两个名字"}, .summary = {"A count goes up and down.", "计数增加又减少。"},
         .row = "S01", .picture = empty, .asked = 2, .right = 1},
        {.group = MENU_COLLECTING, .title = {"A cycle", "一个循环"}, .summary = {"Counting alone keeps it.", "仅靠计数无法释放。"},
         .row = "", .picture = empty},
    };
    for (size_t i = 0; i < sizeof cards / sizeof cards[0]; i++) {
        vec_push(&menu->cards, cards[i]);
    }
    for (uint32_t i = 0; i < test->count; i++) {
        vec_push(&menu->shown, test->shown[i]);
    }
    menu->typing = test->typed != NULL;
    snprintf(menu->typed, sizeof menu->typed, "%s", menu->typing ? test->typed : "");
    snprintf(menu->message, sizeof menu->message, "%s", test->message);
    menu->last_title[LANGUAGE_EN] = menu->last_title[LANGUAGE_ZH] = "leak.jsonl";
    menu->last_step = 120;
}

static void menu_goldens(void **unused)
{
    (void)unused;
    int differ = 0;
    for (size_t i = 0; i < sizeof menus / sizeof menus[0]; i++) {
        Thumbnail empty = {0};
        Menu menu = {0};
        View view;
        ViewState state;
        view_init(&view);
        view_state_init(&state);
        state.language = menus[i].language;
        fill_menu(&menu, &menus[i], &empty);
        view_draw_menu(&view, &menu, &state, &(ViewPaper){menu_size, text_measure_plain});
        assert_texts_inside(menus[i].name, &view, (Rect){0, 0, menu_size.width, menu_size.height});
        char *now = list_dump(&view, state.theme);
        differ += compare(menus[i].name, now) ? 0 : 1;
        free(now);
        vec_release(&menu.cards);
        vec_release(&menu.shown);
        view_release(&view);
    }
    assert_int_equal(differ, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens),
        cmocka_unit_test(texts_stay_in_their_box),
        cmocka_unit_test(help_headings_head_something),
        cmocka_unit_test(menu_goldens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
