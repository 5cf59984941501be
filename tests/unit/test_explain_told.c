/* What is told of whole programs: sentence, title and line of pseudo-code at steps where telling has gone wrong, or could. The
 * sentences are what CPython does there (facts: finalizers, weakrefs, freeze, scheduled runs), read by a person. */
#include "show_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The step is the n-th (from 1) of the op whose event is of this kind. */
typedef struct ToldCase {
    const char *trace;
    uint32_t op;
    EventKind kind;
    int nth;
    const char *title, *text, *line; /* a part of each; NULL: not looked at */
} ToldCase;

static const ToldCase cases[] = {
    /* attributes and items as the program writes them */
    {"last-words", 2, EVENT_EDGE_SET, 1, "bird.me = bird", "Bird bird.me now refers to Bird bird.", "slot = object"},
    {"two-lists", 4, EVENT_TEMP_DROP, 1, "del a[1]", NULL, "refcount(object) -= 1"},
    /* the collector's own temporaries, and those of the code it calls */
    {"last-words", 7, EVENT_TEMP_HOLD, 1, NULL, "keeps weakref w alive until its callback has run", NULL},
    {"last-words", 7, EVENT_TEMP_HOLD, 2, NULL, "keeps Bird bird alive while its finalizer runs", "hold object"},
    {"last-words", 7, EVENT_TEMP_HOLD, 3, NULL, "A temporary holds Bird bird while the interpreter works with it.", "refcount(object) += 1"},
    {"last-words", 7, EVENT_TEMP_DROP, 2, NULL, "The temporary lets Bird bird go.", "refcount(object) -= 1"},
    {"last-words", 7, EVENT_TEMP_DROP, 3, NULL, "The finalizer of Bird bird is done", "release object"},
    {"last-words", 7, EVENT_NEW, 1, NULL, "callback() is called", "call: a frame for its names"},
    /* freezing sets the counter back without freeing anything */
    {"last-words", 4, EVENT_COUNTER, 1, "gc.freeze()", "starts again from 0", NULL},
    /* nothing is older than the oldest */
    {"last-words", 7, EVENT_PHASE, 6, "Collecting generation 2", "there is no next one", "else: young stays where it is"},
    {"scheduled", 4, EVENT_PHASE, 6, "Collecting generation 0", "move to the next generation", "if g < 2: young goes behind g + 1"},
    /* 3.12: the allocation asks, a moment between two instructions runs */
    {"scheduled", 3, EVENT_COUNTER, 1, NULL, "4 net new ones", "count[0] += 1"},
    {"scheduled", 4, EVENT_COLLECT_BEGIN, 1, NULL, "runs by itself", "collect(g); stop"},
    {"scheduled", 4, EVENT_COLLECT_END, 1, NULL, "It found nothing to free.", "return how many were found"},
    /* the last phase is told although nothing follows it */
    {"last-words", 7, EVENT_PHASE, 12, "Collecting generation 2", "memory that types kept for themselves", "for each private free list:"},
};

static uint64_t find_step(const Journal *journal, const ToldCase *told)
{
    uint64_t first, last;
    int seen = 0;
    assert_true(journal_op_steps(journal, told->op, &first, &last));
    for (uint64_t step = first; step <= last; step++) {
        seen += journal_primary(journal, step)->kind == told->kind ? 1 : 0;
        if (seen == told->nth) {
            return step;
        }
    }
    fail_msg("%s, op %u: no %s number %d", told->trace, (unsigned)told->op, event_info[told->kind].text, told->nth);
    return 0;
}

static void check_part(const ToldCase *told, const char *text, const char *part)
{
    if (part != NULL && strstr(text, part) == NULL) {
        fail_msg("%s, op %u, %s number %d: \"%s\" lacks \"%s\"", told->trace, (unsigned)told->op, event_info[told->kind].text, told->nth, text, part);
    }
}

static void what_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ShowRig rig;
        assert_true(rig_open(&rig, cases[i].trace));
        show_seek(&rig.show, find_step(rig.session.journal, &cases[i]));
        rig_draw(&rig, 1600.0f, 900.0f);
        const Narration *story = &rig.show.view.story;
        PseudoPlace place = pseudo_at(&rig.show.view.scene->explain);
        check_part(&cases[i], prose_text(&story->title), cases[i].title);
        check_part(&cases[i], prose_text(&story->text), cases[i].text);
        if (cases[i].line != NULL) {
            assert_true(place.listing != LISTING_NONE && place.line >= 0);
            check_part(&cases[i], pseudo_listing(place.listing)->lines[place.line].text[LANGUAGE_EN], cases[i].line);
        }
        rig_close(&rig);
    }
}

/* 3.12's listing has the request and the run apart; up to 3.11 they are one. */
static void scheduled_runs_have_their_own_listing(void **state)
{
    (void)state;
    ShowRig rig;
    const ToldCase begins = {"scheduled", 4, EVENT_COLLECT_BEGIN, 1, NULL, NULL, NULL};
    assert_true(rig_open(&rig, "scheduled"));
    show_seek(&rig.show, find_step(rig.session.journal, &begins));
    rig_draw(&rig, 1600.0f, 900.0f);
    assert_int_equal(pseudo_at(&rig.show.view.scene->explain).listing, LISTING_SCHEDULE);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told),
        cmocka_unit_test(scheduled_runs_have_their_own_listing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
