/* A recording that grows while it is shown: what is known of it is as if it had been read at once, and boxes stay where they are;
 * the line being typed, compared with a naive one. */
#include "app/show_live.h"
#include "base/rng.h"
#include "show_rig.h"
#include "view/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- growing ---- */

static const char header[] = "{\"heaploupe\":1}";

/* Random but good: lists that names hold, links between them, names that go, collections. */
typedef struct Program {
    Rng rng;
    bool bound[40];
    uint32_t object[40];
    uint32_t made;
} Program;

static void next_op(Program *program, char *text, size_t room)
{
    uint32_t a = rng_below(&program->rng, 40), b = rng_below(&program->rng, 40), kind = rng_below(&program->rng, 10);
    if (kind < 5 && !program->bound[a]) {
        program->bound[a] = true;
        program->object[a] = program->made;
        snprintf(text, room, "{\"op\":\"new\",\"id\":\"o%u\",\"type\":\"list\",\"bind\":\"n%u\"}\n{\"op\":\"bind\",\"name\":\"x%u\",\"to\":\"o%u\"}\n{\"op\":\"unbind\",\"name\":\"x%u\"}\n",
                 program->made, a, a, program->made, a);
        program->made++;
    } else if (kind < 7 && program->bound[a]) {
        program->bound[a] = false;
        snprintf(text, room, "{\"op\":\"unbind\",\"name\":\"n%u\"}\n", a);
    } else if (kind < 9 && program->bound[a] && program->bound[b]) {
        snprintf(text, room, "{\"op\":\"ref\",\"from\":\"o%u\",\"to\":\"o%u\"}\n", program->object[a], program->object[b]);
    } else if (kind == 9) {
        snprintf(text, room, "{\"op\":\"collect\",\"generation\":%u}\n", b % 3);
    } else {
        snprintf(text, room, "{\"op\":\"poll\"}\n");
    }
}

typedef struct Growing {
    Session session;
    Show show;
} Growing;

static void begin(Growing *growing)
{
    Err err;
    assert_true(session_open_text(&growing->session, header, sizeof header - 1, &err));
    show_init(&growing->show, &growing->session);
    growing->show.lives.growing = true;
    show_grow(&growing->show, 0);
}

static void append(Growing *growing, const char *text)
{
    Err err;
    if (!session_append(&growing->session, text, strlen(text), &err)) {
        fail_msg("%s: %s", text, err.text);
    }
}

static void end(Growing *growing)
{
    show_release(&growing->show);
    session_close(&growing->session);
}

static void assert_same_lives(const Lives *a, const Lives *b)
{
    assert_int_equal(a->items.count, b->items.count);
    for (size_t i = 0; i < a->items.count; i++) {
        const Life *x = &a->items.items[i], *y = &b->items.items[i];
        assert_true(x->object == y->object && x->born == y->born && x->died == y->died && x->distance == y->distance && x->holder == y->holder);
        assert_int_equal(x->stays.count, y->stays.count);
        for (size_t j = 0; j < x->stays.count; j++) {
            assert_true(x->stays.items[j].first == y->stays.items[j].first && x->stays.items[j].end == y->stays.items[j].end &&
                        x->stays.items[j].band == y->stays.items[j].band);
        }
    }
}

static void assert_same_show(const Show *a, const Show *b)
{
    assert_same_lives(&a->lives, &b->lives);
    assert_int_equal(a->landmarks.collections.count, b->landmarks.collections.count);
    for (size_t i = 0; i < a->landmarks.collections.count; i++) {
        assert_true(a->landmarks.collections.items[i].first == b->landmarks.collections.items[i].first &&
                    a->landmarks.collections.items[i].last == b->landmarks.collections.items[i].last);
    }
    assert_int_equal(a->landmarks.highest, b->landmarks.highest);
    for (ObjectId object = OBJECT_FIRST; object < a->session->world->words[W_OBJECT_TOP]; object++) {
        assert_string_equal(label_text(a->session->world, &a->labels, object), label_text(b->session->world, &b->labels, object));
    }
}

/* Appended op by op, looked at from steps in between, it is the same run as read at once. */
static void growing_is_like_reading_at_once(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        Growing parts, whole;
        Program program = {.rng = {seed}};
        char text[400];
        begin(&parts);
        begin(&whole);
        VEC(char) all = {0};
        for (int i = 0; i < 120; i++) {
            next_op(&program, text, sizeof text);
            vec_reserve(&all, strlen(text) + 1);
            memcpy(all.items + all.count, text, strlen(text) + 1);
            all.count += strlen(text);
            uint64_t before = parts.session.steps;
            append(&parts, text);
            show_grow(&parts.show, before < parts.session.steps ? before + 1 : before);
            show_seek(&parts.show, rng_below(&program.rng, (uint32_t)parts.session.steps + 1));
        }
        append(&whole, all.items);
        show_grow(&whole.show, 0);
        assert_int_equal(parts.session.steps, whole.session.steps);
        assert_int_equal(parts.session.ops, whole.session.ops);
        show_seek(&parts.show, parts.session.steps);
        show_seek(&whole.show, whole.session.steps);
        assert_same_show(&parts.show, &whole.show);
        for (uint64_t step = 0; step <= parts.session.steps; step += 7) {
            show_seek(&parts.show, step);
            show_seek(&whole.show, step);
            assert_true(world_digest(parts.session.world) == world_digest(whole.session.world));
        }
        vec_release(&all);
        end(&parts);
        end(&whole);
    }
}

/* Where there is room for all, nothing that has a place gets another one by what comes later. */
static void boxes_stay_where_they_are(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        Growing growing;
        Program program = {.rng = {seed}};
        GridPlace places[2000];
        bool known[2000] = {false};
        begin(&growing);
        const Lives *lives = &growing.show.lives;
        for (int i = 0; i < 100; i++) {
            char text[400];
            Grid grid;
            next_op(&program, text, sizeof text);
            append(&growing, text);
            show_grow(&growing.show, growing.session.steps);
            grid_init(&grid, lives);
            grid_pack(&grid, (GridRoom){GRID_COLUMNS_MAX, 4 * GRID_LANES_MAX, UINT32_MAX, true});
            assert_int_equal(grid.hidden, 0);
            assert_int_equal(grid.columns, GRID_COLUMNS_MAX);
            for (size_t life = 0; life < lives->items.count; life++) {
                GridPlace place;
                if (!grid_find(&grid, lives->items.items[life].object, growing.session.steps, &place)) {
                    continue;
                }
                if (known[life]) {
                    assert_int_equal(place.column, places[life].column);
                    assert_true(place.band != places[life].band || place.lane == places[life].lane);
                }
                known[life] = true;
                places[life] = place;
            }
            grid_release(&grid);
        }
        assert_true(lives->items.count > 20);
        end(&growing);
    }
}

/* ---- typing ---- */

/* However many there are, what was typed last has its place in the picture: it is what one wants to see. */
static void the_newest_object_is_shown(void **state)
{
    (void)state;
    Growing growing;
    char text[120];
    begin(&growing);
    for (uint32_t made = 0; made < 150; made++) {
        snprintf(text, sizeof text, "{\"op\":\"new\",\"id\":\"o%u\",\"type\":\"list\",\"bind\":\"n%u\"}\n", made, made);
        append(&growing, text);
        show_grow(&growing.show, growing.session.steps);
        show_draw(&growing.show, (ViewSize){1366.0f, 768.0f}, text_measure_plain);
        ObjectId newest = growing.session.world->words[W_OBJECT_TOP] - 1;
        const GraphNode *node = graph_node_of(growing.show.view.look, newest);
        if (node == NULL || !rect_touches(node->box, growing.show.view.graph_box)) {
            fail_msg("object %u is not shown", made);
        }
    }
    end(&growing);
}

static void press(Show *show, const char *keys)
{
    char name[40];
    while (key_next(&keys, name, sizeof name)) {
        show_key(show, name);
    }
}

static Growing typing;

static int open_typing(void **state)
{
    (void)state;
    begin(&typing);
    append(&typing, "{\"op\":\"new\",\"id\":\"A\",\"type\":\"list\",\"bind\":\"a\"}\n");
    show_grow(&typing.show, 0);
    show_live_follow(&typing.show, &(LiveStatus){.state = LIVE_READY});
    typing.show.state.live.open = true;
    return 0;
}

static int close_typing(void **state)
{
    (void)state;
    end(&typing);
    return 0;
}

static void keys_edit_the_line(void **state)
{
    (void)state;
    LiveField *field = &typing.show.state.live;
    show_type(&typing.show, "x = é");
    assert_string_equal(field->typed, "x = é");
    press(&typing.show, "Left Left Left Backspace Backspace y Space");
    assert_string_equal(field->typed, "y = é");
    press(&typing.show, "End Backspace 2 Home Delete q");
    assert_string_equal(field->typed, "q = 2");
    show_type(&typing.show, "中");
    assert_string_equal(field->typed, "q中 = 2");
    press(&typing.show, "Left Delete");
    assert_string_equal(field->typed, "q = 2");
    assert_true(show_is_typing(&typing.show));
    assert_int_equal(show_key(&typing.show, "Enter") & SHOW_SEND, SHOW_SEND);
    assert_string_equal(field->typed, "q = 2"); /* until it is sent */
    show_live_sent(&typing.show);
    assert_string_equal(field->typed, "");
    press(&typing.show, "Up");
    assert_string_equal(field->typed, "q = 2");
    press(&typing.show, "Down");
    assert_string_equal(field->typed, "");
}

static void an_empty_line_lets_keys_step(void **state)
{
    (void)state;
    show_seek(&typing.show, 0);
    press(&typing.show, "Right Right");
    assert_int_equal(show_step(&typing.show), 2);
    press(&typing.show, "End");
    assert_int_equal(show_step(&typing.show), typing.session.steps);
    press(&typing.show, "Home");
    assert_int_equal(show_step(&typing.show), 0);
    show_type(&typing.show, "ab");
    press(&typing.show, "Left End Home Right");
    assert_int_equal(show_step(&typing.show), 0);
    assert_int_equal(typing.show.state.live.caret, 1);
    press(&typing.show, "End Backspace Backspace Backspace"); /* one too many undoes no jump */
    assert_int_equal(show_step(&typing.show), 0);
    press(&typing.show, "q ; t");
    assert_string_equal(typing.show.state.live.typed, "q;t");
    press(&typing.show, "Esc");
    assert_false(show_is_typing(&typing.show));
    assert_int_equal(show_key(&typing.show, "q"), SHOW_QUIT);
    press(&typing.show, ";");
    assert_int_equal(show_step(&typing.show), 1);
    press(&typing.show, ":");
    assert_true(show_is_typing(&typing.show));
    assert_string_equal(typing.show.state.live.typed, "q;t");
    press(&typing.show, "Esc Enter");
    assert_true(show_is_typing(&typing.show));
}

static void blocks_are_indented(void **state)
{
    (void)state;
    LiveField *field = &typing.show.state.live;
    show_type(&typing.show, "def f(x):");
    show_live_sent(&typing.show);
    show_live_follow(&typing.show, &(LiveStatus){.state = LIVE_RUNNING});
    show_live_follow(&typing.show, &(LiveStatus){.state = LIVE_MORE});
    assert_string_equal(field->typed, "    ");
    show_type(&typing.show, "if x:");
    show_live_sent(&typing.show);
    show_live_follow(&typing.show, &(LiveStatus){.state = LIVE_RUNNING});
    show_live_follow(&typing.show, &(LiveStatus){.state = LIVE_MORE});
    assert_string_equal(field->typed, "        ");
    assert_string_equal(field->block, "def f(x):\n    if x:\n");
    press(&typing.show, "Backspace");
    assert_string_equal(field->typed, "    ");
    press(&typing.show, "Tab");
    assert_string_equal(field->typed, "        ");
    assert_int_equal(show_key(&typing.show, "Enter") & SHOW_SEND, SHOW_SEND); /* blanks alone end it */
    assert_string_equal(field->typed, "");
    show_live_sent(&typing.show);
    show_live_follow(&typing.show, &(LiveStatus){.state = LIVE_READY});
    assert_string_equal(field->block, "");
    assert_int_equal(show_key(&typing.show, "Enter") & SHOW_SEND, 0); /* nothing is nothing */
}

static void a_running_statement_is_interrupted(void **state)
{
    (void)state;
    show_type(&typing.show, "next");
    assert_int_equal(show_key(&typing.show, "Ctrl+C") & SHOW_INTERRUPT, SHOW_INTERRUPT);
    assert_string_equal(typing.show.state.live.typed, ""); /* nothing ran: the line is forgotten */
    show_live_follow(&typing.show, &(LiveStatus){.state = LIVE_RUNNING});
    show_type(&typing.show, "next");
    assert_int_equal(show_key(&typing.show, "Enter") & SHOW_SEND, 0);
    assert_int_equal(show_key(&typing.show, "Esc") & SHOW_INTERRUPT, SHOW_INTERRUPT);
    assert_true(show_is_typing(&typing.show));
    assert_string_equal(typing.show.state.live.typed, "next");
    assert_int_equal(show_key(&typing.show, "Ctrl+C") & SHOW_INTERRUPT, SHOW_INTERRUPT);
    typing.show.state.live.open = false;
    assert_int_equal(show_key(&typing.show, "Esc") & SHOW_INTERRUPT, SHOW_INTERRUPT);
    show_live_follow(&typing.show, &(LiveStatus){.state = LIVE_ENDED});
    assert_int_equal(show_key(&typing.show, "Ctrl+R") & SHOW_RESTART, SHOW_RESTART);
    show_live_follow(&typing.show, &(LiveStatus){.state = LIVE_OFF});
    assert_int_equal(show_key(&typing.show, "Ctrl+R"), SHOW_NOTHING);
    assert_int_equal(show_key(&typing.show, ":"), SHOW_NOTHING);
}

/* Much is typed: nothing beyond the room, and always whole characters. */
static void long_lines_and_blocks(void **state)
{
    (void)state;
    LiveField *field = &typing.show.state.live;
    for (int i = 0; i < 2000; i++) {
        show_type(&typing.show, "é");
    }
    assert_int_equal(strlen(field->typed), LIVE_TYPED_BYTES - 2);
    for (int i = 0; i < 100; i++) {
        show_live_sent(&typing.show);
        memset(field->typed, 'a' + i % 26, 900);
        field->typed[900] = '\0';
    }
    assert_true(strlen(field->block) < LIVE_BLOCK_BYTES && strlen(field->block) > LIVE_BLOCK_BYTES - 1000);
    assert_int_equal(field->block[0], field->block[899]); /* whole lines */
    assert_int_equal(field->block[900], '\n');
    field->open = true;
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    draw_dump(show_draw(&typing.show, (ViewSize){1366.0f, 768.0f}, text_measure_plain), NULL, out);
    fclose(out);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(growing_is_like_reading_at_once),
        cmocka_unit_test(boxes_stay_where_they_are),
        cmocka_unit_test(the_newest_object_is_shown),
        cmocka_unit_test_setup_teardown(keys_edit_the_line, open_typing, close_typing),
        cmocka_unit_test_setup_teardown(an_empty_line_lets_keys_step, open_typing, close_typing),
        cmocka_unit_test_setup_teardown(blocks_are_indented, open_typing, close_typing),
        cmocka_unit_test_setup_teardown(a_running_statement_is_interrupted, open_typing, close_typing),
        cmocka_unit_test_setup_teardown(long_lines_and_blocks, open_typing, close_typing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
