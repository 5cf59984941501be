/* The program's lines as they are laid into the panel, against the source itself. */
#include "show_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT_BYTES = 1000 };

static void open_lesson(ShowRig *rig, const char *path)
{
    Err err;
    assert_true(session_open(&rig->session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err));
    show_init(&rig->show, &rig->session);
}

/* The panel alone, in a box of this size. */
static const DrawList *draw_program(ShowRig *rig, float width, float height)
{
    View *view = &rig->show.view;
    rig_draw(rig, 1600.0f, 900.0f); /* makes the scene */
    Scene scene = view->shown;
    const ViewPaper paper = {{1600.0f, 900.0f}, text_measure_plain};
    view_prepare(view, &scene, &rig->show.state, &paper);
    panel_program(view, (Rect){0.0f, 0.0f, width, height});
    return &view->list;
}

static void add_letters(char *to, const char *text)
{
    size_t count = strlen(to);
    for (; *text != '\0'; text++) {
        if (*text != ' ') {
            to[count++] = *text;
        }
    }
    to[count] = '\0';
}

/* The current line has all its letters, row below row, whatever the width. */
static void a_long_line_is_shown_whole(void **state)
{
    (void)state;
    ShowRig rig;
    uint32_t wrapped = 0;
    open_lesson(&rig, "traces/lessons/x03-a-tuple-leaves-the-list.json");
    for (uint64_t step = 0; step <= rig.session.steps; step++) {
        char shown[TEXT_BYTES] = "", wanted[TEXT_BYTES] = "";
        float y = -1.0f;
        show_seek(&rig.show, step);
        const DrawList *list = draw_program(&rig, 330.0f, 130.0f);
        for (size_t i = 0; i < list->items.count; i++) {
            const DrawItem *item = &list->items.items[i];
            if (item->kind == DRAW_TEXT && item->role == FONT_MONO_BOLD) {
                assert_true(item->bounds.y > y);
                wrapped += y >= 0.0f;
                y = item->bounds.y;
                add_letters(shown, draw_item_text(list, item));
            }
        }
        int64_t record = journal_record_of_step(rig.session.journal, step);
        while (record >= 0 && rig.session.journal->ops.items[record].source_line == 0) {
            record--;
        }
        if (record >= 0) {
            const SourceFile *source = &rig.session.header->sources[0];
            uint32_t line = rig.session.journal->ops.items[record].source_line;
            add_letters(wanted, names_text(rig.session.world->names, source->lines[line - 1]));
        }
        assert_string_equal(shown, wanted);
    }
    assert_true(wrapped > 0);
    rig_close(&rig);
}

/* Numbers ascend by one, the panel is full, and nothing lies below it. */
static void rows_fill_the_panel(void **state)
{
    (void)state;
    ShowRig rig;
    open_lesson(&rig, "traces/lessons/s14-4-finalizers-in-a-cycle-of-two.json");
    for (uint64_t step = 0; step <= rig.session.steps; step++) {
        show_seek(&rig.show, step);
        const DrawList *list = draw_program(&rig, 300.0f, 130.0f);
        float lowest = 0.0f;
        int line = 0;
        for (size_t i = 0; i < list->items.count; i++) {
            const DrawItem *item = &list->items.items[i];
            if (item->kind == DRAW_TEXT && item->bounds.x <= 34.0f) {
                int number = atoi(draw_item_text(list, item));
                assert_true(line == 0 || number == line + 1);
                line = number;
            }
            lowest = item->kind == DRAW_TEXT && item->bounds.y > lowest ? item->bounds.y : lowest;
        }
        assert_true(lowest > 100.0f && lowest < 120.0f);
    }
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_line_is_shown_whole),
        cmocka_unit_test(rows_fill_the_panel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
