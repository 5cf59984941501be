/* Places and pages of the collector's lists against a naive walk, and mark-sweep's queue against the events that fill it. */
#include "show_rig.h"
#include "view/lists.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Who stands at a place of a list, found from the other end: the oracle. */
static ObjectId standing_at(const World *world, uint8_t list, uint32_t place)
{
    uint32_t length = 0;
    for (ObjectId at = world->prev[list]; at != list; at = world->prev[at]) {
        length++;
    }
    ObjectId at = world->prev[list];
    for (uint32_t back = length; back > place; back--) {
        at = world->prev[at];
    }
    return place >= 1 && place <= length ? at : OBJECT_NONE;
}

static void check_places(const World *world)
{
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        uint32_t place = lists_place(world, object);
        if (!world_alive(world, object) || world->list[object] == 0) {
            assert_int_equal(place, 0);
        } else {
            assert_int_equal(standing_at(world, world->list[object], place), object);
        }
    }
}

/* Every object of a list is on exactly the page that is shown for it, and pages do not depend on who is looked for. */
static void check_pages(const World *world, uint8_t list, uint32_t room)
{
    ListWindow window;
    for (ObjectId at = world->next[list]; at != list; at = world->next[at]) {
        bool found = false;
        lists_window(world, list, at, room, &window);
        assert_int_equal(window.before % room, 0);
        for (uint32_t i = 0; i < window.count; i++) {
            assert_int_equal(standing_at(world, list, window.before + i + 1), window.items[i]);
            found = found || window.items[i] == at;
        }
        assert_true(found);
        assert_true(window.count == room || standing_at(world, list, window.before + window.count + 1) == OBJECT_NONE);
    }
}

static void places_and_pages(void **state)
{
    (void)state;
    static const char *const names[] = {"two-lists", "crowd"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ShowRig rig;
        assert_true(rig_open(&rig, names[i]));
        for (uint64_t step = 0; step <= rig.session.steps; step += 1 + rig.session.steps / 40) {
            show_seek(&rig.show, step);
            check_places(rig.session.world);
            for (uint8_t list = LIST_GENERATION_0; list < LIST_COUNT; list++) {
                check_pages(rig.session.world, list, 4);
            }
        }
        rig_close(&rig);
    }
}

/* The worklist as the events tell it: in at the tail, out when another one is taken or the marking ends. */
static void queue_follows_the_events(void **state)
{
    (void)state;
    ShowRig rig;
    ObjectId queue[64];
    uint32_t first = 0, end = 0, longest = 0;
    bool taken = false;
    assert_true(rig_open(&rig, "mark-sweep"));
    const Journal *journal = rig.session.journal;
    for (uint64_t step = 1; step <= rig.session.steps; step++) {
        show_seek(&rig.show, step);
        for (uint64_t i = journal_step_first(journal, step); i < journal_step_end(journal, step); i++) {
            const Event *event = journal_event(journal, i);
            if (event->kind == EVENT_MARK_GREY) {
                queue[end++] = event->a;
            } else if (event->kind == EVENT_MARK_BLACK) {
                first++;
                taken = false;
            }
            taken = taken || event->kind == EVENT_MARK_TAKE;
        }
        if (rig.session.world->words[W_PHASE] != PHASE_MARK) {
            continue;
        }
        ListWindow window;
        lists_queue(rig.session.world, 3, &window);
        assert_int_equal(lists_queue_length(rig.session.world), end - first);
        for (uint32_t i = 0; i < window.count; i++) {
            assert_int_equal(window.items[i], queue[first + i]);
        }
        assert_int_equal(window.count, end - first < 3 ? end - first : 3);
        longest = end - first > longest ? end - first : longest;
    }
    assert_true(longest >= 2);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_and_pages),
        cmocka_unit_test(queue_follows_the_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
