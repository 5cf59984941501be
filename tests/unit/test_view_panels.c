/* Pictures as text: where the panels lie, faults of layout at every step, and that a picture depends on nothing but trace,
 * step and settings. UPDATE_GOLDENS=1 writes the goldens anew. */
#include "show_rig.h"

#include "view/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Where the panels lie: each one's name and ground. What is in them has goldens of its own (test_panel_goldens). */
static void put_places(const char *name, const char *text, FILE *out)
{
    bool ground = false;
    fprintf(out, "%s\n", name);
    while (*text != '\0') {
        size_t bytes = strcspn(text, "\n") + 1;
        bool panel = strncmp(text, "group panel ", 12) == 0;
        bool first = ground && strncmp(text, "  box", 5) == 0;
        if (panel || first) {
            fwrite(text, 1, bytes, out);
        }
        ground = panel || (ground && !first);
        text += bytes;
    }
}

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

static void compare_golden(const char *path, const char *now)
{
    if (getenv("UPDATE_GOLDENS") != NULL) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(now, file);
        fclose(file);
    }
    char *golden = read_all(path);
    assert_string_equal(golden, now);
    free(golden);
}

typedef struct PlaceCase {
    const char *name, *trace, *keys;
    float width, height;
} PlaceCase;

static const PlaceCase place_cases[] = {
    {"designed", "two-lists", "End", 1600.0f, 900.0f},
    {"small", "two-lists", "End", 1366.0f, 768.0f},
    {"projector", "two-lists", "End p", 1920.0f, 1080.0f},
    {"projector with memory", "two-lists", "End p z", 1920.0f, 1080.0f},
    {"a pool enlarged", "two-lists", "Home PageDown Tab z", 1600.0f, 900.0f},
    {"mark-sweep has a queue", "mark-sweep", "End", 1600.0f, 900.0f},
    {"memory alone", "first-fit", "End", 1600.0f, 900.0f},
};

static void places_of_panels(void **state)
{
    (void)state;
    char *now = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&now, &bytes);
    for (size_t i = 0; i < sizeof place_cases / sizeof place_cases[0]; i++) {
        const PlaceCase *test = &place_cases[i];
        ShowRig rig;
        char bad[40], *text = NULL;
        assert_true(rig_open(&rig, test->trace));
        assert_true(show_keys(&rig.show, test->keys, bad, sizeof bad));
        FILE *dump = open_memstream(&text, &bytes);
        draw_dump(rig_draw(&rig, test->width, test->height), NULL, dump);
        fclose(dump);
        put_places(test->name, text, out);
        free(text);
        rig_close(&rig);
    }
    fclose(out);
    compare_golden("tests/golden/places.txt", now);
    free(now);
}

static void check_steps(ShowRig *rig, ViewSize size, float text_least)
{
    for (uint64_t step = 0; step <= rig->session.steps; step += 1 + rig->session.steps / 150) {
        show_seek(&rig->show, step);
        PictureCheck check = {&rig->show.view, rig_draw(rig, size.width, size.height), text_measure_plain, text_least, ""};
        if (!picture_check(&check)) {
            fail_msg("step %llu at %.0fx%.0f: %s", (unsigned long long)step, (double)size.width, (double)size.height, check.fault);
        }
    }
}

static void no_faults_at_any_step(void **state)
{
    (void)state;
    static const char *const names[] = {"two-lists", "crowd"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ShowRig rig;
        assert_true(rig_open(&rig, names[i]));
        check_steps(&rig, (ViewSize){1600, 900}, 13.0f);
        show_key(&rig.show, "l");
        show_key(&rig.show, "Tab");
        check_steps(&rig, (ViewSize){1366, 768}, 13.0f);
        show_key(&rig.show, "p");
        check_steps(&rig, (ViewSize){1920, 1080}, 22.0f);
        rig_close(&rig);
    }
}

static void no_faults_with_a_pool_enlarged(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, "two-lists"));
    show_seek(&rig.show, 30);
    show_key(&rig.show, "Tab");
    show_key(&rig.show, "z");
    check_steps(&rig, (ViewSize){1366, 768}, 13.0f);
    check_steps(&rig, (ViewSize){1600, 900}, 13.0f);
    show_key(&rig.show, "l");
    show_key(&rig.show, "p");
    check_steps(&rig, (ViewSize){1920, 1080}, 22.0f);
    rig_close(&rig);
}

/* On a screen with two pixels per unit of the desktop: the same picture, twice as fine, and no text below 13 units. */
static void a_finer_screen_shows_the_same_larger(void **state)
{
    (void)state;
    ShowRig rig;
    Rect once, twice;
    assert_true(rig_open(&rig, "two-lists"));
    show_seek(&rig.show, 30);
    size_t items = rig_draw(&rig, 1000.0f, 640.0f)->items.count;
    assert_true(draw_group_bounds(&rig.show.view.list, "scrubber", &once));
    rig.show.state.density = 2.0f;
    assert_int_equal(rig_draw(&rig, 2000.0f, 1280.0f)->items.count, items);
    assert_true(draw_group_bounds(&rig.show.view.list, "scrubber", &twice));
    assert_float_equal(twice.x, 2.0f * once.x, 2.0f);
    assert_float_equal(twice.y, 2.0f * once.y, 2.0f);
    assert_float_equal(twice.w, 2.0f * once.w, 2.0f);
    check_steps(&rig, (ViewSize){2732, 1536}, 26.0f);
    rig_close(&rig);
}

/* The same picture however the step was reached, and after other settings and sizes. */
static void a_picture_has_no_history(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, "two-lists"));
    for (uint64_t step = 0; step <= rig.session.steps; step += 3) {
        show_seek(&rig.show, step);
        char *first = rig_dump(&rig);
        show_key(&rig.show, "End");
        show_key(&rig.show, "p");
        rig_draw(&rig, 1366.0f, 768.0f);
        show_key(&rig.show, "p");
        show_key(&rig.show, "l");
        rig_draw(&rig, 640.0f, 480.0f);
        show_key(&rig.show, "l");
        while (show_step(&rig.show) > step) {
            show_key(&rig.show, "Left");
        }
        char *second = rig_dump(&rig);
        assert_true(strcmp(first, second) == 0);
        free(first);
        free(second);
    }
    rig_close(&rig);
}

static void jumps_can_be_undone(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, "two-lists"));
    show_seek(&rig.show, 5);
    show_key(&rig.show, "End");
    show_key(&rig.show, "3");
    show_key(&rig.show, "Right");
    show_key(&rig.show, "Backspace");
    assert_int_equal(show_step(&rig.show), rig.session.steps);
    show_key(&rig.show, "Backspace");
    assert_int_equal(show_step(&rig.show), 5);
    assert_int_equal(show_key(&rig.show, "Backspace"), SHOW_NOTHING);
    rig_close(&rig);
}

/* What a click hits: the middle of a group of the last picture. */
static unsigned click_group(ShowRig *rig, const char *name)
{
    Rect box;
    rig_draw(rig, 1600.0f, 900.0f);
    assert_true(draw_group_bounds(&rig->show.view.list, name, &box));
    return show_click(&rig->show, rect_center(box));
}

static void clicks_do_what_they_hit(void **state)
{
    (void)state;
    ShowRig rig;
    char name[40];
    assert_true(rig_open(&rig, "two-lists"));
    show_key(&rig.show, "PageDown");
    ObjectId object = rig.show.lives.items.items[0].object;
    snprintf(name, sizeof name, "object %u", (unsigned)object);
    assert_int_equal(click_group(&rig, name), SHOW_REDRAW);
    assert_int_equal(rig.show.state.selection, object);
    assert_int_equal(click_group(&rig, "tab 2"), SHOW_REDRAW);
    assert_int_equal(view_state_tab(&rig.show.state), TAB_OUTPUT);
    click_group(&rig, "key End");
    assert_int_equal(show_step(&rig.show), rig.session.steps);
    click_group(&rig, "collection 0");
    assert_int_equal(show_step(&rig.show), rig.show.landmarks.collections.items[0].first);
    rig_close(&rig);
}

/* Whether a group of that name lies within the one of the panel. */
static const DrawGroup *group_in_panel(const DrawList *list, const char *panel, const char *name)
{
    for (uint32_t i = 1; i < list->groups.count; i++) {
        uint32_t outermost = i;
        while (list->groups.items[outermost].parent != 0) {
            outermost = list->groups.items[outermost].parent;
        }
        if (strcmp(draw_group_name(list, i), name) == 0 && strcmp(draw_group_name(list, outermost), panel) == 0) {
            return &list->groups.items[i];
        }
    }
    return NULL;
}

static void click_in_panel(ShowRig *rig, const char *panel, const char *name)
{
    const DrawGroup *group = group_in_panel(rig_draw(rig, 1600.0f, 900.0f), panel, name);
    assert_non_null(group);
    show_click(&rig->show, rect_center(group->bounds));
}

/* A and B hold each other, a names A: each panel that names an object leads to it. */
static void what_is_named_can_be_clicked(void **state)
{
    (void)state;
    ShowRig rig;
    char a[32], b[32];
    assert_true(rig_open(&rig, "two-lists"));
    uint64_t from, to;
    assert_true(journal_op_steps(rig.session.journal, 4, &from, &to));
    show_seek(&rig.show, to);
    ObjectId first = rig.show.lives.items.items[0].object, second = rig.show.lives.items.items[1].object;
    snprintf(a, sizeof a, "object %u", (unsigned)first);
    snprintf(b, sizeof b, "object %u", (unsigned)second);
    click_in_panel(&rig, "panel lists", a);
    assert_int_equal(rig.show.state.selection, first);
    click_in_panel(&rig, "panel story", b); /* the inspector: 2 = name a + list b[0] */
    assert_int_equal(rig.show.state.selection, second);
    show_key(&rig.show, "w");
    click_in_panel(&rig, "panel story", a); /* the drawer: name a → list a[0] → b, or name b */
    assert_int_equal(rig.show.state.selection, first);
    char list[32];
    snprintf(list, sizeof list, "freelist %u", (unsigned)FREELIST_LIST);
    click_in_panel(&rig, "panel layers", list); /* a, b and a again: the lists */
    assert_int_equal(rig.show.state.selection, second);
    click_in_panel(&rig, "panel layers", list);
    assert_int_equal(rig.show.state.selection, first);
    rig_close(&rig);
}

/* z enlarges the selection's pool; Tab walks its blocks by address; a block leads to its owner, a pool of the strip to itself. */
static void a_pool_is_enlarged(void **state)
{
    (void)state;
    ShowRig rig;
    uint64_t from, to;
    assert_true(rig_open(&rig, "two-lists"));
    assert_true(journal_op_steps(rig.session.journal, 4, &from, &to));
    show_seek(&rig.show, to);
    const World *world = rig.session.world;
    ObjectId first = rig.show.lives.items.items[0].object, second = rig.show.lives.items.items[1].object;
    rig.show.state.selection = first;
    show_key(&rig.show, "z");
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_int_equal(view_zoomed_pool(&rig.show.view), world_pool_of(world, world->block[first]) + 1);
    assert_int_equal(rig.show.view.pool_grids.count, 1);
    /* a's block and b's lie side by side */
    assert_int_equal(world->block[second], world->block[first] + 1);
    show_key(&rig.show, "Tab");
    assert_int_equal(rig.show.state.selection, second);
    show_key(&rig.show, "Shift+Tab");
    assert_int_equal(rig.show.state.selection, first);
    rig_draw(&rig, 1600.0f, 900.0f);
    const PoolGrid *grid = &rig.show.view.pool_grids.items[0];
    show_click(&rig.show, rect_center(pool_cell(grid, world_index_in_pool(world, world->block[second]))));
    assert_int_equal(rig.show.state.selection, second);
    show_key(&rig.show, "z");
    assert_false(rig.show.state.pool.on);
    /* b's items lie in another pool: a click on them in the strip selects b, one beside them enlarges that pool */
    rig_draw(&rig, 1600.0f, 900.0f);
    uint32_t pool = world_pool_of(world, world->storage[second]);
    assert_int_not_equal(pool, world_pool_of(world, world->block[second]));
    for (size_t i = 0; i < rig.show.view.pool_grids.count; i++) {
        grid = &rig.show.view.pool_grids.items[i];
        if (grid->pool == pool) {
            Rect used = pool_cell(grid, world_index_in_pool(world, world->storage[second])), unused = pool_cell(grid, grid->capacity - 1);
            rig.show.state.selection = OBJECT_NONE;
            show_click(&rig.show, rect_center(used));
            assert_int_equal(rig.show.state.selection, second);
            show_click(&rig.show, rect_center(unused));
            break;
        }
    }
    assert_true(rig.show.state.pool.on);
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_int_equal(view_zoomed_pool(&rig.show.view), pool + 1);
    show_key(&rig.show, "Esc");
    assert_false(rig.show.state.pool.on);
    rig_close(&rig);
}

/* However many arenas there are, the one with the selection's block is among those shown. */
static void the_arena_of_the_selection_is_shown(void **state)
{
    (void)state;
    ShowRig rig;
    assert_true(rig_open(&rig, "arenas"));
    show_key(&rig.show, "End");
    const World *world = rig.session.world;
    unsigned arenas_seen = 0;
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object += 97) {
        if (!object_is_drawn(world, object) || world->block[object] == 0) {
            continue;
        }
        char name[32];
        Rect box;
        uint32_t arena = pool_arena(world, world_pool_of(world, world->block[object]));
        rig.show.state.selection = object;
        snprintf(name, sizeof name, "arena %u", (unsigned)arena);
        assert_true(draw_group_bounds(rig_draw(&rig, 1366.0f, 768.0f), name, &box));
        arenas_seen = arena > arenas_seen ? arena : arenas_seen;
    }
    assert_true(arenas_seen >= 12);
    assert_false(draw_has_text(&rig.show.view.list, "arena 9"));
    rig_close(&rig);
}

static void keys_change_what_is_shown(void **state)
{
    (void)state;
    ShowRig rig;
    char bad[40];
    assert_true(rig_open(&rig, "two-lists"));
    assert_true(show_keys(&rig.show, "End t l p a i m Tab Ctrl++ ?", bad, sizeof bad));
    assert_int_equal(rig.show.state.theme, THEME_LIGHT);
    assert_int_equal(rig.show.state.language, LANGUAGE_ZH);
    assert_true(rig.show.state.projector && rig.show.state.still && rig.show.state.help);
    assert_int_equal(rig.show.state.bookmark_count, 1);
    assert_true(draw_has_text(rig_draw(&rig, 1920.0f, 1080.0f), "播放或暂停"));
    show_key(&rig.show, "Esc");
    assert_false(rig.show.state.help);
    show_key(&rig.show, "b");
    assert_int_equal(rig_draw(&rig, 1920.0f, 1080.0f)->items.count, 1);
    assert_false(show_keys(&rig.show, "Home Nonsense End", bad, sizeof bad));
    assert_string_equal(bad, "Nonsense");
    assert_int_equal(show_key(&rig.show, "q"), SHOW_QUIT);
    rig_close(&rig);
}

/* Its opposite comes and goes, the boxes stand still: so does the reference. */
static void a_reference_stays_where_it_is(void **state)
{
    (void)state;
    static const char *const lessons[] = {"../../traces/lessons/s08-2-they-hold-each-other", "../../traces/lessons/s04-1-mark-and-sweep",
                                          "../../traces/lessons/s03-what-counting-cannot-free"};
    for (size_t lesson = 0; lesson < 3; lesson++) {
        ShowRig rig;
        uint32_t known = 0, compared = 0;
        struct { Rect from, to; GraphRoute route; } first[40]; /* by boxes: a promoted object sinks */
        assert_true(rig_open(&rig, lessons[lesson]));
        for (uint64_t step = 0; step <= rig.session.steps; step++) {
            show_seek(&rig.show, step);
            rig_draw(&rig, 1600.0f, 900.0f);
            GraphLook *look = rig.show.view.look;
            for (size_t i = 0; i < look->edges.count; i++) {
                const GraphEdge *edge = &look->edges.items[i];
                if (edge->from < 0 || edge->gone) {
                    continue;
                }
                Rect from = look->nodes.items[edge->from].box, to = look->nodes.items[edge->to].box;
                GraphRoute route = graph_route(&rig.show.view, edge);
                uint32_t at = 0;
                while (at < known && (memcmp(&first[at].from, &from, sizeof from) != 0 || memcmp(&first[at].to, &to, sizeof to) != 0)) {
                    at++;
                }
                compared += at < known;
                if (at == known) {
                    assert_true(known < 40);
                    first[known].from = from;
                    first[known].to = to;
                    first[known++].route = route;
                }
                assert_memory_equal(first[at].route.control, route.control, (size_t)route.parts * sizeof route.control[0]);
            }
        }
        assert_true(compared > 50);
        rig_close(&rig);
    }
}

/* A runtime without generations, counters, phases and pools is not shown with those of CPython; ours shows them though it has not
 * used any yet. */
static void another_runtime_shows_what_it_tells(void **state)
{
    (void)state;
    static const char *const ours[] = {"GENERATION 0", "GENERATION 2", "MEMORY", "merge", "NOT TRACKED"};
    static const char *const traces[] = {"foreign-log", "module"};
    for (int own = 0; own < 2; own++) {
        ShowRig rig;
        assert_true(rig_open(&rig, traces[own]));
        for (uint64_t step = 0; step <= rig.session.steps; step += 4) {
            show_seek(&rig.show, step);
            const DrawList *list = rig_draw(&rig, 1600.0f, 900.0f);
            for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
                assert_int_equal(draw_has_text(list, ours[i]), own);
            }
            assert_int_equal(draw_has_text(list, "OBJECTS"), !own);
        }
        show_key(&rig.show, "v");
        assert_int_equal(draw_has_text(rig_draw(&rig, 1600.0f, 900.0f), "gen 0"), own);
        rig_close(&rig);
    }
}

/* Cells of one list are told apart by the numbers of their labels. */
static void a_cut_label_keeps_its_number(void **state)
{
    (void)state;
    static const struct { const char *label; float room; const char *shown; } cases[] = {
        {"Session1207", 500.0f, "Session1207"}, {"Session1207", 9.0f, "Sess…1207"}, {"Session1207", 4.0f, "Ses…"},
        {"registry", 6.0f, "regis…"},           {"1234567", 4.0f, "123…"},
    };
    ShowRig rig;
    assert_true(rig_open(&rig, "two-lists"));
    rig_draw(&rig, 1600.0f, 900.0f);
    View *view = &rig.show.view;
    const TextMeasure measure = text_measure_plain;
    view->pen.measure = &measure;
    TextStyle style = view_style(view, FONT_MONO, 10.0f, COLOR_TEXT);
    float letter = view_text_width(view, &style, "m");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        draw_clear(&view->list);
        view_put_label(view, (Rect){0.0f, 0.0f, (cases[i].room + 0.5f) * letter, 20.0f}, &style, cases[i].label);
        if (!draw_has_text(&view->list, cases[i].shown)) {
            fail_msg("%s is not shown as %s", cases[i].label, cases[i].shown);
        }
    }
    view->pen.measure = NULL;
    rig_close(&rig);
}

static bool lies_within(Rect inner, Rect outer)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w && inner.y + inner.h <= outer.y + outer.h;
}

/* All 5 objects of the question's step have their boxes in the graph, and its choices in its card. */
static void question_is_whole(ShowRig *rig, float width, float height)
{
    Rect graph, card, box;
    const DrawList *list = rig_draw(rig, width, height);
    graph = rig->show.view.graph_box;
    assert_true(graph.w > 0.0f && graph.h > 0.0f);
    assert_true(draw_group_bounds(list, "question", &card));
    assert_true(draw_group_bounds(list, "choice 1", &box));
    assert_true(lies_within(box, card) && card.y + card.h <= height);
    for (size_t i = 0; i < rig->show.view.look->nodes.count; i++) {
        assert_true(lies_within(rig->show.view.look->nodes.items[i].box, graph));
    }
    assert_true(rig->show.view.look->nodes.count >= 3);
}

/* However far it is enlarged, and in a small window: graph and question stay; one key is enough on the way back. */
static void enlarging_keeps_graph_and_question(void **state)
{
    (void)state;
    static const ViewSize sizes[] = {{1366.0f, 768.0f}, {1920.0f, 1080.0f}, {1024.0f, 768.0f}, {640.0f, 480.0f}};
    for (size_t i = 0; i < 2 * sizeof sizes / sizeof sizes[0]; i++) {
        ShowRig rig;
        assert_true(rig_open(&rig, "../../traces/lessons/s04-1-mark-and-sweep"));
        rig.show.state.projector = i % 2 == 1;
        show_seek(&rig.show, rig.show.quiz.questions.items[0].step);
        float width = sizes[i / 2].width, height = sizes[i / 2].height, before = 0.0f;
        rig_draw(&rig, width, height);
        for (int times = 0; times < 15; times++) {
            question_is_whole(&rig, width, height);
            before = rig.show.view.unit;
            show_key(&rig.show, "Ctrl++");
        }
        question_is_whole(&rig, width, height);
        assert_true(rig.show.view.unit == before);
        assert_true(rig.show.state.notice[0] != '\0'); /* that there is no room for more */
        show_key(&rig.show, "Ctrl+-");
        rig_draw(&rig, width, height);
        assert_true(rig.show.view.unit < before || width < 1000.0f); /* which has the smallest text as it is */
        rig_close(&rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_of_panels),
        cmocka_unit_test(no_faults_at_any_step),
        cmocka_unit_test(no_faults_with_a_pool_enlarged),
        cmocka_unit_test(a_finer_screen_shows_the_same_larger),
        cmocka_unit_test(a_picture_has_no_history),
        cmocka_unit_test(jumps_can_be_undone),
        cmocka_unit_test(clicks_do_what_they_hit),
        cmocka_unit_test(what_is_named_can_be_clicked),
        cmocka_unit_test(a_pool_is_enlarged),
        cmocka_unit_test(the_arena_of_the_selection_is_shown),
        cmocka_unit_test(keys_change_what_is_shown),
        cmocka_unit_test(a_reference_stays_where_it_is),
        cmocka_unit_test(another_runtime_shows_what_it_tells),
        cmocka_unit_test(a_cut_label_keeps_its_number),
        cmocka_unit_test(enlarging_keeps_graph_and_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
