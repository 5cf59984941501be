/* What keys do that go somewhere: along references, to bookmarks, back again, to an action by its name. Expected by the trace
 * (tests/golden/family.json: outer and other hold row; row holds one, two, one again, three) or by the design. */
#include "show_rig.h"
#include "view/palette.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static ShowRig rig;

static int open_rig(void **unused)
{
    (void)unused;
    if (!rig_open(&rig, "family")) {
        return -1;
    }
    show_seek(&rig.show, rig.session.steps);
    return 0;
}

static int close_rig(void **unused)
{
    (void)unused;
    rig_close(&rig);
    return 0;
}

static void press(const char *keys)
{
    char bad[40];
    if (!show_keys(&rig.show, keys, bad, sizeof bad)) {
        fail_msg("%s does nothing", bad);
    }
}

/* The id of what is selected. */
static const char *selected(void)
{
    ObjectId object = rig.show.state.selection;
    return object == OBJECT_NONE ? "" : names_text(rig.session.names, rig.session.world->id[object]);
}

static void select_by_search(const char *keys)
{
    press("/");
    press(keys);
    press("Esc");
}

static void references_lead_from_object_to_object(void **unused)
{
    (void)unused;
    select_by_search("o u t e r");
    assert_string_equal(selected(), "outer");
    press("Alt+Right");
    assert_string_equal(selected(), "row");
    assert_non_null(strstr(rig.show.state.notice, "tuple outer[0] → list row"));
    press("Alt+Right");
    assert_string_equal(selected(), "one");
    assert_non_null(strstr(rig.show.state.notice, "1 of 3")); /* `one` stands twice in it and is one object */
    press("Alt+Down");
    assert_string_equal(selected(), "two");
    press("Alt+Down");
    assert_string_equal(selected(), "three");
    press("Alt+Down");
    assert_string_equal(selected(), "one");
    press("Alt+Up");
    assert_string_equal(selected(), "three");
    press("Alt+Right"); /* an int refers to nothing */
    assert_string_equal(selected(), "three");
    assert_non_null(strstr(rig.show.state.notice, "refers to no object"));
    press("Alt+Left");
    assert_string_equal(selected(), "row");
    press("Alt+Left");
    assert_string_equal(selected(), "outer");
    press("Alt+Down");
    assert_string_equal(selected(), "other");
    assert_non_null(strstr(rig.show.state.notice, "holder 2 of 2"));
    press("Alt+Left");
    assert_string_equal(selected(), "other");
    assert_non_null(strstr(rig.show.state.notice, "no object holds it"));
}

static void siblings_of_what_only_a_name_holds_are_its_frames(void **unused)
{
    (void)unused;
    select_by_search("o u t e r");
    press("Alt+Down");
    assert_string_equal(selected(), "other");
    press("Alt+Down");
    assert_string_equal(selected(), "one"); /* the first name, in a ring */
}

static void nothing_selected_leads_nowhere(void **unused)
{
    (void)unused;
    assert_int_equal(show_key(&rig.show, "Alt+Right"), SHOW_NOTHING);
    assert_int_equal(show_key(&rig.show, "Alt+Down"), SHOW_NOTHING);
    assert_string_equal(selected(), "");
}

static void bookmarks_are_gone_to(void **unused)
{
    (void)unused;
    press("Home Right Right m Right Right Right m End");
    press("Ctrl+PageUp");
    assert_int_equal(show_step(&rig.show), 5);
    press("Ctrl+PageUp");
    assert_int_equal(show_step(&rig.show), 2);
    assert_int_equal(show_key(&rig.show, "Ctrl+PageUp"), SHOW_NOTHING);
    press("Ctrl+PageDown");
    assert_int_equal(show_step(&rig.show), 5);
    press("m Home Ctrl+PageDown Ctrl+PageDown"); /* that one is taken off again */
    assert_int_equal(show_step(&rig.show), 2);
    Rect box;
    press("End");
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_true(draw_group_bounds(&rig.show.view.list, "bookmark 0", &box));
    show_click(&rig.show, rect_center(box));
    assert_int_equal(show_step(&rig.show), 2);
}

/* Whatever went far away, Backspace comes back from. */
static void every_jump_is_undone(void **unused)
{
    (void)unused;
    static const char *const jumps[] = {"Home", "End", "7", "Ctrl+PageUp", "F6", "PageUp", "PageDown"};
    press("Home Right m");
    press("4");
    assert_int_equal(show_step(&rig.show), rig.session.steps * 4 / 10);
    for (size_t i = 0; i < sizeof jumps / sizeof jumps[0]; i++) {
        press("4 Right");
        uint64_t before = show_step(&rig.show);
        press(jumps[i]);
        assert_int_not_equal(show_step(&rig.show), before);
        press("Backspace");
        assert_int_equal(show_step(&rig.show), before);
    }
}

static void dragging_the_scrubber_is_one_jump(void **unused)
{
    (void)unused;
    Rect box;
    press("Home Right Right");
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_true(draw_group_bounds(&rig.show.view.list, "scrubber", &box));
    show_grab(&rig.show, (Point){box.x + box.w * 0.5f, box.y + 2.0f});
    show_drag(&rig.show, (Point){box.x + box.w * 0.7f, box.y + 2.0f});
    show_drag(&rig.show, (Point){box.x + box.w, box.y + 2.0f});
    show_let_go(&rig.show);
    assert_int_equal(show_step(&rig.show), rig.session.steps);
    press("Backspace");
    assert_int_equal(show_step(&rig.show), 2);
}

static void a_search_is_undone_by_its_selection(void **unused)
{
    (void)unused;
    select_by_search("o u t e r");
    select_by_search("t w o");
    assert_string_equal(selected(), "two");
    press("Backspace");
    assert_string_equal(selected(), "outer");
    press("Right Left"); /* stepping is no jump */
    assert_string_equal(selected(), "outer");
}

static void each_kind_of_search(void **unused)
{
    (void)unused;
    char address[24], keys[80] = "";
    select_by_search("t h r e e"); /* an id */
    assert_string_equal(selected(), "three");
    snprintf(address, sizeof address, "0x%llx", (unsigned long long)world_object_address(rig.session.world, rig.show.state.selection));
    select_by_search("t u p l e"); /* a type */
    assert_string_equal(selected(), "outer");
    select_by_search("4 7 1 1"); /* a value */
    assert_string_equal(selected(), "three");
    select_by_search("o t h e r"); /* a name */
    assert_string_equal(selected(), "other");
    for (const char *at = address; *at != '\0'; at++) {
        snprintf(keys + strlen(keys), sizeof keys - strlen(keys), "%c ", *at);
    }
    select_by_search(keys);
    assert_string_equal(selected(), "three");
    press("Ctrl+F l i s t"); /* one, row, other, from what is selected */
    assert_int_equal(rig.show.state.search.hits, 3);
    assert_string_equal(selected(), "one");
    press("Enter");
    assert_string_equal(selected(), "row");
    press("Shift+Enter Shift+Enter");
    assert_string_equal(selected(), "other");
}

/* A picture follows from the settings alone: not from the pictures drawn on the way to them. */
static void pictures_drawn_between_keys_leave_nothing(void **unused)
{
    (void)unused;
    static const char *const keys[] = {"v v", "v y y y v", "v y Down Enter y y v", "p v Ctrl++ v p Ctrl+0", "Tab z z v v", "Tab f v f v", "? Esc v ? Esc v"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char key[40];
        const char *list = keys[i];
        close_rig(NULL);
        open_rig(NULL);
        while (key_next(&list, key, sizeof key)) {
            press(key);
            rig_draw(&rig, 1600.0f, 900.0f);
        }
        char *stepwise = rig_dump(&rig);
        close_rig(NULL);
        open_rig(NULL);
        press(keys[i]);
        char *at_once = rig_dump(&rig);
        assert_string_equal(stepwise, at_once);
        free(stepwise);
        free(at_once);
    }
}

/* ---- the palette ---- */

static void the_best_fit_comes_first(void **unused)
{
    (void)unused;
    PaletteList list;
    assert_true(palette_score("next phase", "phase") > palette_score("projector mode has a line", "phase"));
    assert_int_equal(palette_score("next phase", "phasex"), 0);
    assert_int_equal(palette_score("next phase", "esahp"), 0);
    assert_int_equal(palette_score("下一阶段", "下阶"), palette_score("下一阶段", "下阶"));
    assert_true(palette_score("下一阶段", "下阶") > 0);
    assert_int_equal(palette_score("下一阶段", "阶下"), 0);
    palette_find(KEYS_ALWAYS, "full", &list);
    assert_int_equal(list.actions[0], ACTION_FULL_SCREEN);
    palette_find(KEYS_ALWAYS, "np", &list); /* initials */
    assert_int_equal(list.actions[0], ACTION_NEXT_PHASE);
    palette_find(KEYS_ALWAYS, "全屏", &list);
    assert_int_equal(list.actions[0], ACTION_FULL_SCREEN);
    palette_find(KEYS_ALWAYS, "F11", &list);
    assert_int_equal(list.actions[0], ACTION_FULL_SCREEN);
}

/* What somebody types who does not know our names: the first three are what a reader looks at. */
static void inexact_words_find_their_action(void **unused)
{
    (void)unused;
    static const struct { const char *typed; Action meant; } cases[] = {
        {"the", ACTION_THEME}, {"dark", ACTION_THEME}, {"dark mode", ACTION_THEME}, {"zoom", ACTION_BIGGER}, {"font", ACTION_BIGGER},
        {"exit", ACTION_QUIT}, {"screenshot", ACTION_SAVE}, {"phase next", ACTION_NEXT_PHASE}, {"screen black", ACTION_BLACK},
        {"open file", ACTION_LESSONS}, {"find", ACTION_SEARCH}, {"motion", ACTION_ANIMATION}, {"shortcuts", ACTION_HELP},
        {"leak", ACTION_WHY}, {"presentation", ACTION_PROJECTOR}, {"截图", ACTION_SAVE}, {"字号", ACTION_BIGGER}, {"lang", ACTION_LANGUAGE},
        {"chinese", ACTION_LANGUAGE}, {"full screen", ACTION_FULL_SCREEN}, {"undo", ACTION_UNDO}, {"holder", ACTION_TO_HOLDER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        PaletteList list;
        bool found = false;
        palette_find(KEYS_ALWAYS, cases[i].typed, &list);
        for (uint32_t at = 0; at < list.count && at < 3; at++) {
            found = found || list.actions[at] == cases[i].meant;
        }
        if (!found) {
            fail_msg("'%s' does not find '%s'", cases[i].typed, action_info[cases[i].meant].english);
        }
    }
    assert_int_equal(palette_score("spotlight on the selection", "goto"), 0); /* four letters all over it */
}

static void all_actions_are_listed_once(void **unused)
{
    (void)unused;
    PaletteList list;
    bool there[ACTION_COUNT] = {false};
    palette_find(KEYS_ALWAYS, "", &list);
    for (uint32_t i = 0; i < list.count; i++) {
        assert_false(there[list.actions[i]]);
        there[list.actions[i]] = true;
    }
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        bool wanted = action_info[action].where == KEYS_ALWAYS && action != ACTION_PALETTE && action != ACTION_JUMP;
        assert_int_equal(there[action], wanted);
    }
}

static void the_palette_does_what_is_chosen(void **unused)
{
    (void)unused;
    press("Home Ctrl+Shift+P");
    assert_true(show_is_typing(&rig.show));
    press("q Space Backspace Backspace"); /* letters, not keys */
    assert_true(rig.show.state.palette.open);
    press("t o Space t h e Space e n d Enter");
    assert_false(rig.show.state.palette.open);
    assert_int_equal(show_step(&rig.show), rig.session.steps);
    press("Ctrl+Shift+P");
    show_type(&rig.show, "主题");
    press("Enter");
    assert_int_equal(rig.show.state.theme, THEME_LIGHT);
    press("Ctrl+Shift+P Up Up Down Enter"); /* a ring: the last row is "quit", the one above "close" */
    assert_false(rig.show.state.palette.open);
    press("Ctrl+Shift+P x x x x Enter Esc"); /* nothing has these letters, Enter keeps it open */
    assert_false(rig.show.state.palette.open);
}

static void the_palette_works_by_mouse(void **unused)
{
    (void)unused;
    Rect box;
    char name[40];
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_true(draw_group_bounds(&rig.show.view.list, "key Ctrl+Shift+P", &box));
    show_click(&rig.show, rect_center(box));
    assert_true(rig.show.state.palette.open);
    rig_draw(&rig, 1600.0f, 900.0f);
    show_wheel(&rig.show, (Point){800.0f, 300.0f}, -1.0f);
    assert_int_equal(rig.show.state.palette.chosen, 1);
    show_type(&rig.show, "beginning");
    snprintf(name, sizeof name, "action %d", ACTION_FIRST);
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_true(draw_group_bounds(&rig.show.view.list, name, &box));
    show_grab(&rig.show, rect_center(box));
    show_let_go(&rig.show);
    assert_int_equal(show_step(&rig.show), 0);
    assert_false(rig.show.state.palette.open);
    press("Ctrl+Shift+P");
    rig_draw(&rig, 1600.0f, 900.0f);
    show_grab(&rig.show, (Point){20.0f, 600.0f}); /* beside the card */
    assert_false(rig.show.state.palette.open);
}

/* ---- the help ---- */

static void all_rows_are_on_the_pages(void **unused)
{
    (void)unused;
    static const ViewSize sizes[] = {{1366.0f, 768.0f}, {1920.0f, 1080.0f}, {3840.0f, 2160.0f}};
    for (int variant = 0; variant < 12; variant++) {
        bool there[ACTION_COUNT] = {false};
        rig.show.state.language = variant % 2 == 0 ? LANGUAGE_EN : LANGUAGE_ZH;
        rig.show.state.projector = variant / 2 % 2 == 1;
        press("?");
        for (int page = 0; page < 4; page++) {
            const DrawList *list = rig_draw(&rig, sizes[variant / 4].width, sizes[variant / 4].height);
            for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
                there[action] = there[action] || draw_has_text(list, rig.show.state.language == LANGUAGE_ZH ? action_info[action].chinese : action_info[action].english);
            }
            press("PageDown");
        }
        press("?");
        for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
            assert_true(there[action]);
        }
    }
}

static void keys_rest_under_the_help(void **unused)
{
    (void)unused;
    uint64_t step = show_step(&rig.show);
    press("? Left Home Tab Esc");
    assert_int_equal(show_step(&rig.show), step);
    assert_int_equal(rig.show.state.selection, OBJECT_NONE);
    assert_false(rig.show.state.help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(references_lead_from_object_to_object, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(siblings_of_what_only_a_name_holds_are_its_frames, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(nothing_selected_leads_nowhere, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(bookmarks_are_gone_to, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(every_jump_is_undone, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(dragging_the_scrubber_is_one_jump, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(a_search_is_undone_by_its_selection, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(each_kind_of_search, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(pictures_drawn_between_keys_leave_nothing, open_rig, close_rig),
        cmocka_unit_test(the_best_fit_comes_first),
        cmocka_unit_test(all_actions_are_listed_once),
        cmocka_unit_test(inexact_words_find_their_action),
        cmocka_unit_test_setup_teardown(the_palette_does_what_is_chosen, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(the_palette_works_by_mouse, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(all_rows_are_on_the_pages, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(keys_rest_under_the_help, open_rig, close_rig),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
