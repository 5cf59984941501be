/* Crowds: which form a recording is shown in, that nothing moves while stepping, that nothing overlaps, that groups and
 * neighbourhoods are what the world says, counted another way. */
#include "base/rng.h"
#include "show_rig.h"
#include "view/crowd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Objects that are each held by one made before and now and then by another; then a name comes and goes, and a collection runs
 * that untracks, promotes and, when `drops`, frees what only one name held. */
static void write_crowd(FILE *file, uint32_t count, bool drops)
{
    Rng rng = {count};
    fprintf(file, "{\"heaploupe\": 1, \"ops\": [{\"op\": \"load\", \"objects\": [{\"id\": \"o0\", \"type\": \"list\", \"pin\": 1, \"items\": [");
    for (uint32_t i = 1; i < count; i += 7) {
        fprintf(file, "%s\"o%u\"", i == 1 ? "" : ", ", (unsigned)i);
    }
    fprintf(file, "]}");
    for (uint32_t i = 1; i < count; i++) {
        fprintf(file, ", {\"id\": \"o%u\", \"type\": \"%s\", \"generation\": %u", (unsigned)i, i % 7 == 0 ? "set" : "list", (unsigned)rng_below(&rng, 3));
        if (i % 7 != 0 && i + 1 < count) {
            fprintf(file, ", \"items\": [\"o%u\"", (unsigned)i + 1);
            for (uint32_t more = rng_below(&rng, 3); more > 0; more--) {
                fprintf(file, ", \"o%u\"", (unsigned)(1 + rng_below(&rng, count - 1)));
            }
            fprintf(file, "]");
        }
        fprintf(file, "}");
    }
    fprintf(file, "]}, {\"op\": \"new\", \"id\": \"x\", \"type\": \"list\", \"bind\": \"x\"}");
    if (drops) {
        fprintf(file, ", {\"op\": \"new\", \"id\": \"a\", \"type\": \"list\", \"from\": \"x\"}, {\"op\": \"ref\", \"from\": \"a\", \"to\": \"x\"}"
                      ", {\"op\": \"unbind\", \"name\": \"x\"}, {\"op\": \"collect\", \"generation\": 0}");
    }
    fprintf(file, "]}\n");
}

static void open_crowd(ShowRig *rig, uint32_t count, bool drops)
{
    char path[] = "/tmp/test_view_crowd_XXXXXX";
    Err err;
    int handle = mkstemp(path);
    assert_true(handle >= 0);
    FILE *file = fdopen(handle, "w");
    write_crowd(file, count, drops);
    fclose(file);
    bool good = session_open(&rig->session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err);
    unlink(path);
    if (!good) {
        fail_msg("%s", err.text);
    }
    show_init(&rig->show, &rig->session);
}

/* ---- forms ---- */

static void the_form_follows_the_most_objects_at_once(void **state)
{
    (void)state;
    static const struct {
        uint32_t count;
        GraphForm form;
    } cases[] = {{1, FORM_BANDS}, {59, FORM_BANDS}, {60, FORM_CLOUD}, {1000, FORM_CLOUD}, {12500, FORM_TYPES}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ShowRig rig;
        open_crowd(&rig, cases[i].count, false); /* and x */
        for (uint64_t step = 0; step <= rig.session.steps; step += rig.session.steps / 3 + 1) {
            show_seek(&rig.show, step);
            assert_int_equal(view_form(&rig.show.state, &rig.show.lives), cases[i].form);
        }
        rig_close(&rig);
    }
}

static void keys_go_through_the_forms(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        GraphForm form;
    } presses[] = {{"v", FORM_CLOUD}, {"v", FORM_BANDS}, {"y", FORM_TYPES}, {"y", FORM_ISLANDS}, {"y", FORM_CLOUD}, {"y", FORM_TYPES}, {"v", FORM_BANDS}};
    ShowRig rig;
    assert_true(rig_open(&rig, "two-lists"));
    assert_int_equal(view_form(&rig.show.state, &rig.show.lives), FORM_BANDS);
    for (size_t i = 0; i < sizeof presses / sizeof presses[0]; i++) {
        show_key(&rig.show, presses[i].key);
        assert_int_equal(view_form(&rig.show.state, &rig.show.lives), presses[i].form);
    }
    rig_close(&rig);
}

/* ---- pictures ---- */

/* Also a form looked at before leaves nothing behind in the picture of another. */
static void forms_do_not_disturb_each_other(void **state)
{
    (void)state;
    static const char *const ways[] = {"v", "y", "y y", "y y y"}; /* from bands to another form */
    ShowRig rig;
    assert_true(rig_open(&rig, "crowd"));
    show_seek(&rig.show, rig.session.steps / 2);
    char *bands = rig_dump(&rig);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        char bad[40];
        for (int turn = 0; turn < 2; turn++) {
            show_keys(&rig.show, turn == 0 ? ways[i] : "v", bad, sizeof bad);
            char *now = rig_dump(&rig);
            if (turn == 0) {
                assert_string_not_equal(now, bands);
            } else {
                assert_string_equal(now, bands);
            }
            free(now);
        }
    }
    free(bands);
    rig_close(&rig);
}

static void press(ShowRig *rig, const char *keys)
{
    char bad[40];
    assert_true(show_keys(&rig->show, keys, bad, sizeof bad));
}

static void check_picture(ShowRig *rig, float width, float height)
{
    const DrawList *list = rig_draw(rig, width, height);
    PictureCheck check = {&rig->show.view, list, text_measure_plain, 9.0f, ""};
    if (!picture_check(&check)) {
        fail_msg("step %u, %.0fx%.0f, form %d: %s", (unsigned)show_step(&rig->show), (double)width, (double)height,
                 (int)view_form(&rig->show.state, &rig->show.lives), check.fault);
    }
}

static void nothing_overlaps_from_one_to_ten_thousand(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1, 10, 100, 1000, 10000};
    static const char *const keys[] = {"v", "Tab Tab", "y", "Down Enter", "Tab", "Esc y", "p"};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        ShowRig rig;
        open_crowd(&rig, counts[i], counts[i] < 5000);
        show_seek(&rig.show, rig.session.steps - rig.session.steps / 4);
        if (counts[i] >= 60) {
            check_picture(&rig, 1600.0f, 900.0f);
            press(&rig, "v");
        }
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
            press(&rig, keys[k]);
            check_picture(&rig, 1366.0f, 768.0f);
            check_picture(&rig, 1920.0f, 1080.0f);
        }
        rig_close(&rig);
    }
}

/* In the cloud boxes may be enlarged until they show everything; still none touches another. */
static void enlarging_brings_boxes_without_overlap(void **state)
{
    (void)state;
    ShowRig rig;
    bool detail[4] = {false};
    open_crowd(&rig, 300, false);
    show_seek(&rig.show, rig.session.steps);
    for (int notch = 0; notch < 40; notch++) {
        rig_draw(&rig, 1600.0f, 900.0f);
        const GraphLook *look = rig.show.view.look;
        detail[look->detail] = true;
        for (size_t i = 0; i < look->nodes.count; i++) {
            for (size_t j = 0; j < i; j++) {
                assert_false(rect_touches(look->nodes.items[i].box, look->nodes.items[j].box));
            }
        }
        show_wheel(&rig.show, rect_center(rig.show.view.graph_box), 1.0f);
    }
    assert_true(detail[DETAIL_DOT] && detail[DETAIL_LABEL] && detail[DETAIL_LINE] && detail[DETAIL_FULL]);
    rig_close(&rig);
}

static void nothing_moves_while_stepping(void **state)
{
    (void)state;
    static Rect first[4096];
    static const char *const keys[] = {"v", ""}; /* bands, cloud */
    ShowRig rig;
    open_crowd(&rig, 200, true);
    for (size_t k = 0; k < 2; k++) {
        memset(first, 0, sizeof first);
        press(&rig, keys[k]);
        for (uint64_t turn = 0; turn <= 2 * rig.session.steps; turn += 3) {
            show_seek(&rig.show, turn <= rig.session.steps ? turn : 2 * rig.session.steps - turn);
            rig_draw(&rig, 1600.0f, 900.0f);
            const GraphLook *look = rig.show.view.look;
            for (size_t i = 0; !look->bands && i < look->nodes.count; i++) {
                Rect *known = &first[look->nodes.items[i].object - OBJECT_FIRST];
                *known = rect_is_empty(*known) ? look->nodes.items[i].box : *known;
                assert_memory_equal(known, &look->nodes.items[i].box, sizeof *known);
            }
        }
        press(&rig, "v");
    }
    rig_close(&rig);
}

/* ---- groups ---- */

static uint32_t count_named(const World *world, uint32_t name)
{
    uint32_t count = 0;
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        count += object_is_drawn(world, object) && world_type(world, object)->name == name ? 1 : 0;
    }
    return count;
}

static void types_are_counted(void **state)
{
    (void)state;
    ShowRig rig;
    Crowd crowd = {0};
    open_crowd(&rig, 500, true);
    uint32_t first_key = 0;
    for (uint64_t step = 0; step <= rig.session.steps; step += 29) {
        uint32_t sum = 0;
        show_seek(&rig.show, step);
        crowd_find(&crowd, CROWD_TYPES, rig.session.world, &rig.show.lives);
        first_key = first_key == 0 ? crowd.groups.items[0].key : first_key;
        assert_int_equal(crowd.groups.items[0].key, first_key); /* in its place at every step */
        for (size_t i = 0; i < crowd.groups.count; i++) {
            assert_int_equal(crowd.groups.items[i].count, count_named(rig.session.world, crowd.groups.items[i].key));
            sum += crowd.groups.items[i].count;
        }
        uint32_t alive = 0;
        for (ObjectId object = OBJECT_FIRST; object < rig.session.world->words[W_OBJECT_TOP]; object++) {
            alive += object_is_drawn(rig.session.world, object) ? 1 : 0;
        }
        assert_int_equal(sum, alive);
    }
    crowd_release(&crowd);
    rig_close(&rig);
}

/* Two lists that hold each other: one island of two from the moment their last name goes until they are freed. */
static void islands_are_found(void **state)
{
    (void)state;
    ShowRig rig;
    Crowd crowd = {0};
    bool seen = false;
    open_crowd(&rig, 5, true);
    for (uint64_t step = 0; step <= rig.session.steps; step++) {
        show_seek(&rig.show, step);
        const World *world = rig.session.world;
        ObjectId x = OBJECT_NONE, a = OBJECT_NONE;
        for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
            const char *id = object_is_drawn(world, object) ? names_text(world->names, world->id[object]) : "";
            x = strcmp(id, "x") == 0 ? object : x;
            a = strcmp(id, "a") == 0 ? object : a;
        }
        crowd_find(&crowd, CROWD_ISLANDS, world, &rig.show.lives);
        assert_int_equal(crowd.groups.items[0].key, CROWD_REACHED);
        if (crowd.groups.count == 2 && crowd.groups.items[1].count == 2) {
            ObjectId members[3];
            assert_int_equal(crowd.groups.items[1].key, x);
            assert_int_equal(crowd_key(&crowd, world, a), x);
            assert_int_equal(crowd_members(&crowd, world, x, members, 3), 2);
            assert_int_equal(members[0], x);
            assert_int_equal(members[1], a);
            seen = true;
        }
    }
    assert_true(seen);
    assert_int_equal(crowd.groups.count, 1);
    assert_int_equal(crowd.groups.items[0].count, 5);
    crowd_release(&crowd);
    rig_close(&rig);
}

static void a_group_opens_and_its_members_follow_each_other(void **state)
{
    (void)state;
    ShowRig rig;
    open_crowd(&rig, 100, false);
    show_seek(&rig.show, rig.session.steps);
    press(&rig, "y Down Enter");
    const World *world = rig.session.world;
    const GroupsState *groups = &rig.show.state.groups;
    assert_true(groups->open != 0 && groups->listed_count > 0);
    for (uint32_t i = 0; i < groups->listed_count; i++) {
        assert_int_equal(world_type(world, groups->listed[i])->name, groups->open);
    }
    for (uint32_t i = 0; i < groups->listed_count; i++) {
        press(&rig, "Tab");
        assert_int_equal(rig.show.state.selection, groups->listed[i]);
    }
    press(&rig, "Esc");
    assert_int_equal(rig.show.state.selection, OBJECT_NONE);
    assert_true(groups->open != 0);
    press(&rig, "Esc");
    assert_int_equal(groups->open, 0);
    rig_close(&rig);
}

static bool holds(const World *world, ObjectId owner, ObjectId object)
{
    for (Position at = 0; at < world->slot_count[owner]; at++) {
        if (world_target(world, owner, at) == object) {
            return true;
        }
    }
    return false;
}

static void the_neighbourhood_is_what_the_world_says(void **state)
{
    (void)state;
    ShowRig rig;
    open_crowd(&rig, 400, false);
    show_seek(&rig.show, rig.session.steps);
    press(&rig, "y");
    const World *world = rig.session.world;
    for (ObjectId chosen = OBJECT_FIRST; chosen < world->words[W_OBJECT_TOP]; chosen += 7) {
        if (!object_is_drawn(world, chosen)) {
            continue;
        }
        rig.show.state.selection = chosen;
        rig_draw(&rig, 1600.0f, 900.0f);
        const GraphNear *near = &rig.show.view.look->near;
        uint32_t referents = 0;
        for (ObjectId other = OBJECT_FIRST; other < world->words[W_OBJECT_TOP]; other++) {
            referents += object_is_drawn(world, other) && other != chosen && holds(world, chosen, other) ? 1 : 0;
        }
        uint32_t shown = 0;
        for (uint32_t i = 0; i < near->count[3]; i++) {
            shown += near->object[3][i] != OBJECT_NONE ? 1 : 0;
            assert_true(near->object[3][i] == OBJECT_NONE || holds(world, chosen, near->object[3][i]));
        }
        for (uint32_t i = 0; i < near->count[1]; i++) {
            assert_true(near->object[1][i] == OBJECT_NONE || holds(world, near->object[1][i], chosen));
        }
        assert_int_equal(near->object[2][0], chosen);
        assert_true(shown == (referents < near->rows ? referents : near->rows));
        assert_true(near->more[3] >= referents - shown);
    }
    rig_close(&rig);
}

/* While all that are ever linked have room, each keeps its place at every step. */
static void a_neighbourhood_does_not_move_while_stepping(void **state)
{
    (void)state;
    ShowRig rig;
    uint32_t checked = 0;
    assert_true(rig_open(&rig, "two-lists"));
    press(&rig, "y");
    for (size_t i = 0; i < rig.show.lives.items.count; i++) {
        Rect first[64] = {{0}};
        rig.show.state.selection = rig.show.lives.items.items[i].object;
        for (uint64_t step = 0; step <= rig.session.steps; step++) {
            show_seek(&rig.show, step);
            rig_draw(&rig, 1920.0f, 1080.0f);
            const GraphLook *look = rig.show.view.look;
            for (size_t n = 0; n < look->nodes.count; n++) {
                Rect *known = &first[look->nodes.items[n].object - OBJECT_FIRST];
                checked += rect_is_empty(*known) ? 0 : 1;
                *known = rect_is_empty(*known) ? look->nodes.items[n].box : *known;
                assert_memory_equal(known, &look->nodes.items[n].box, sizeof *known);
            }
        }
    }
    assert_true(checked > 100);
    rig_close(&rig);
}

/* From a window smaller than any to one larger; names get the room that columns leave. */
static void boxes_of_a_neighbourhood_never_touch(void **state)
{
    (void)state;
    static const float widths[] = {480.0f, 640.0f, 800.0f, 1024.0f, 1366.0f, 1920.0f, 3840.0f};
    ShowRig rig;
    uint32_t pairs = 0;
    float narrow = 0.0f, wide = 0.0f;
    open_crowd(&rig, 300, false);
    show_seek(&rig.show, rig.session.steps);
    press(&rig, "y");
    rig.show.state.selection = OBJECT_FIRST + 100;
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        rig_draw(&rig, widths[w], widths[w] * 0.5625f);
        const GraphLook *look = rig.show.view.look;
        for (size_t i = 0; i < look->nodes.count; i++) {
            for (size_t j = 0; j < i; j++, pairs++) {
                assert_false(rect_touches(look->nodes.items[i].box, look->nodes.items[j].box));
            }
        }
        assert_true(look->nodes.count > 1);
        wide = look->nodes.items[0].box.w / rig.show.view.unit;
        narrow = widths[w] == 1366.0f ? wide : narrow;
    }
    assert_true(pairs > 10);
    assert_true(wide > narrow);
    rig_close(&rig);
}

/* Asked why it is alive, each row is the end of a chain, the holder nearest to the selection beside it, and its references are
 * marked with the chain's number. */
static void chains_stand_in_rows(void **state)
{
    (void)state;
    ShowRig rig;
    open_crowd(&rig, 300, false);
    show_seek(&rig.show, rig.session.steps);
    press(&rig, "y w");
    uint32_t marked = 0, links_seen = 0;
    const World *world = rig.session.world;
    for (ObjectId chosen = OBJECT_FIRST; chosen < world->words[W_OBJECT_TOP]; chosen += 5) {
        rig.show.state.selection = chosen;
        rig_draw(&rig, 1600.0f, 900.0f);
        const GraphNear *near = &rig.show.view.look->near;
        const Why *why = &rig.show.view.why.why;
        if (!object_is_drawn(world, chosen) || why->chains.count == 0) {
            continue;
        }
        const Holder *links = why_chain(why, 0);
        size_t count = why->chains.items[0].count;
        assert_true(near->chains);
        for (size_t back = 1; back < NEAR_COLUMNS && back <= count; back++) {
            ObjectId shown = near->object[NEAR_COLUMNS - 1 - back][0];
            assert_int_equal(shown, links[count - back].kind == HOLDER_SLOT ? links[count - back].from : OBJECT_NONE);
            links_seen += shown != OBJECT_NONE ? 1 : 0;
        }
        for (size_t i = 0; i < rig.show.view.look->edges.count; i++) {
            const GraphEdge *edge = &rig.show.view.look->edges.items[i];
            marked += edge->chain == 1 && edge->from >= 0 ? 1 : 0;
        }
    }
    assert_true(links_seen > 20);
    assert_int_equal(marked, links_seen);
    rig_close(&rig);
}

static uint32_t dots_under(const GraphLook *look, Rect name)
{
    uint32_t dots = 0;
    for (size_t i = 0; i < look->nodes.count; i++) {
        dots += rect_touches(look->nodes.items[i].box, name);
    }
    return dots;
}

/* Only the first two, the selection's and that of what the step speaks of, may lie over dots: they must be read. */
static void names_cover_no_dot(void **state)
{
    (void)state;
    static const ViewSize sizes[] = {{1366.0f, 768.0f}, {1920.0f, 1080.0f}};
    ShowRig rig;
    uint32_t names = 0;
    open_crowd(&rig, 100, true);
    show_seek(&rig.show, rig.session.steps);
    for (uint32_t turn = 0; turn < 120; turn++) {
        press(&rig, "Tab");
        rig_draw(&rig, sizes[turn % 2].width, sizes[turn % 2].height);
        const GraphLook *look = rig.show.view.look;
        assert_int_equal(look->detail, DETAIL_DOT);
        assert_true(look->labels.count >= 1);
        for (size_t i = 2; i < look->labels.count; i++, names++) {
            assert_int_equal(dots_under(look, look->labels.items[i]), 0);
        }
    }
    assert_true(names > 20);
    rig_close(&rig);
}

static void open_recorded(ShowRig *rig)
{
    Err err;
    assert_true(session_open(&rig->session, "traces/recorded/asyncio_tasks.jsonl", (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err));
    show_init(&rig->show, &rig->session);
}

/* Also one that refers to the selection and is referred to by it. */
static void an_object_has_one_name(void **state)
{
    (void)state;
    ShowRig rig;
    open_recorded(&rig);
    show_seek(&rig.show, rig.session.steps);
    press(&rig, "Tab Tab"); /* the globals: the function main is held by them and holds them */
    const DrawList *list = rig_draw(&rig, 1920.0f, 1080.0f);
    const GraphLook *look = rig.show.view.look;
    for (size_t i = 0, mains = 0; i < list->items.count; i++) {
        const DrawItem *item = &list->items.items[i];
        bool among = item->kind == DRAW_TEXT && rect_contains(look->field, (Point){item->bounds.x, item->bounds.y});
        mains += among && strcmp(draw_item_text(list, item), "main") == 0;
        assert_true(mains <= 1);
    }
    assert_true(look->labels.count > 4);
    rig_close(&rig);
}

/* Whether a name of this size has a side of its dot where nothing is. */
static bool has_free_side(const View *view, Rect dot, Rect name)
{
    float gap = view_px(view, 7.0f), x = rect_center(dot).x - name.w / 2.0f, y = rect_center(dot).y - name.h / 2.0f;
    const Point corners[] = {{dot.x + dot.w + gap, y}, {dot.x - gap - name.w, y}, {x, dot.y - gap - name.h}, {x, dot.y + dot.h + gap}};
    for (int i = 0; i < 4; i++) {
        Rect side = rect_snap((Rect){corners[i].x, corners[i].y, name.w, name.h});
        Rect inside = rect_intersection(side, view->look->field);
        if (inside.w >= side.w && inside.h >= side.h && dots_under(view->look, side) == 0) {
            return true;
        }
    }
    return false;
}

static void a_name_that_must_be_read_prefers_a_free_side(void **state)
{
    (void)state;
    ShowRig rig;
    uint32_t free_names = 0;
    open_recorded(&rig);
    for (uint64_t step = 0; step <= rig.session.steps; step += 37) {
        show_seek(&rig.show, step);
        rig_draw(&rig, 1366.0f, 768.0f);
        const GraphLook *look = rig.show.view.look;
        const GraphNode *node = graph_node_of(look, rig.show.view.story.object);
        if (node == NULL) {
            continue;
        }
        assert_int_equal(look->labels.count, 1);
        bool is_free = dots_under(look, look->labels.items[0]) == 0;
        assert_int_equal(is_free, has_free_side(&rig.show.view, node->box, look->labels.items[0]));
        free_names += is_free;
    }
    assert_true(free_names > 5);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_follows_the_most_objects_at_once),
        cmocka_unit_test(keys_go_through_the_forms),
        cmocka_unit_test(forms_do_not_disturb_each_other),
        cmocka_unit_test(nothing_overlaps_from_one_to_ten_thousand),
        cmocka_unit_test(enlarging_brings_boxes_without_overlap),
        cmocka_unit_test(nothing_moves_while_stepping),
        cmocka_unit_test(types_are_counted),
        cmocka_unit_test(islands_are_found),
        cmocka_unit_test(a_group_opens_and_its_members_follow_each_other),
        cmocka_unit_test(a_neighbourhood_does_not_move_while_stepping),
        cmocka_unit_test(boxes_of_a_neighbourhood_never_touch),
        cmocka_unit_test(chains_stand_in_rows),
        cmocka_unit_test(names_cover_no_dot),
        cmocka_unit_test(an_object_has_one_name),
        cmocka_unit_test(a_name_that_must_be_read_prefers_a_free_side),
        cmocka_unit_test(the_neighbourhood_is_what_the_world_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
