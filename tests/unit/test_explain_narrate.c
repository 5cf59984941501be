/* What the narration says: sentences written by hand for a real collection; and that no event of any run leaves it speechless. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "explain/narrate.h"
#include "explain/pseudo.h"
#include "explain/why.h"
#include "explain_rig.h"

#include "synthetic_run.h"

static uint64_t seed;

/* ---- one step against its golden ---- */

typedef struct Golden {
    const char *event;  /* the nth step whose spoken event is this … */
    int nth;            /* from 1 */
    const char *title;  /* … has these texts; NULL: not compared */
    const char *text;
    const char *number; /* the first that changed */
    const char *code;   /* the current line */
} Golden;

/* World and narration at the nth step of an event kind. */
static void tell_nth(Rig *rig, const Golden *golden, Language language, Narration *out)
{
    int left = golden->nth;
    for (uint64_t step = 1; step <= timeline_steps(&rig->timeline); step++) {
        const Event *event = journal_primary(rig->journal, step);
        if (strcmp(event_info[event->kind].text, golden->event) == 0 && --left == 0) {
            timeline_seek(&rig->timeline, step);
            Explain explain = rig_explain(rig, language);
            narrate_step(&explain, out);
            return;
        }
    }
    fail_msg("no step %d of kind %s", golden->nth, golden->event);
}

static const char *current_line(Rig *rig, Language language)
{
    Explain explain = rig_explain(rig, language);
    PseudoPlace place = pseudo_at(&explain);
    assert_true(place.listing < LISTING_COUNT);
    return place.line < 0 ? "" : pseudo_listing(place.listing)->lines[place.line].text[language];
}

static void check_golden(Rig *rig, const Golden *golden, Language language)
{
    Narration said = {0};
    tell_nth(rig, golden, language, &said);
    if (golden->title != NULL) {
        assert_string_equal(prose_text(&said.title), golden->title);
    }
    if (golden->text != NULL) {
        assert_string_equal(prose_text(&said.text), golden->text);
    }
    if (golden->number != NULL) {
        assert_true(said.number_count > 0);
        assert_string_equal(prose_text(&said.numbers[0]), golden->number);
    }
    if (golden->code != NULL) {
        assert_string_equal(current_line(rig, language), golden->code);
    }
    narration_release(&said);
}

#define CHECK_GOLDENS(rig, rows, language)                          \
    for (size_t row = 0; row < sizeof(rows) / sizeof(rows)[0]; row++) { \
        check_golden(rig, &(rows)[row], language);                  \
    }

/* ---- two objects that hold each other, one list that lives ---- */

static bool words_of_op(void *context, size_t record, OpWords *words)
{
    Rig *rig = context;
    (void)record;
    words->name = rig_name(rig, "a");
    words->text.en = rig_name(rig, "Now the name goes.");
    return true;
}

static void cycle_init(Rig *rig, CollectorKind collector)
{
    rig_init(rig, collector);
    rig_op(rig, OP_NEW);
    ObjectId a = rig_named(rig, rig->list, "A", "a");
    ObjectId b = rig_named(rig, rig->node, "B", "b");
    ObjectId c = rig_named(rig, rig->list, "C", "c");
    rig_op(rig, OP_REF);
    rig_ref(rig, a, NULL, b);
    rig_ref(rig, b, NULL, a);
    ObjectId d = rig_new(rig, rig->dict, "D");
    rig_ref(rig, c, NULL, d);
    drop(&rig->machine, d);
    rig_op(rig, OP_UNBIND);
    drop_slot(&rig->machine, rig_frame(rig), 0);
    drop_slot(&rig->machine, rig_frame(rig), 1);
    rig_op(rig, OP_COLLECT);
    collect(&rig->machine, 0, false);
    collect(&rig->machine, 2, true);
    rig_sync(rig);
}

static void test_trial_deletion(void **state)
{
    (void)state;
    static const Golden rows[] = {
        {"ref", 1, "op new", "The name a now refers to list a.", "refcount of a 1 → 2", "slot = object"},
        {"ref", 4, "op ref", "list a[0] now refers to Node b.", "refcount of b 1 → 2", "slot = object"},
        {"ref", 5, NULL, "Node b.next now refers to list a.", "refcount of a 1 → 2", NULL},
        {"unref", 1, "op unbind", "The name a no longer refers to list a. 1 reference still holds it.", "refcount of a 2 → 1",
         "refcount(object) -= 1"},
        {"collect_begin", 1, "Collecting generation 0",
         "gc.collect(0) was called: the collector looks for unreachable objects in generation 0 and younger.", NULL, "collect(g):"},
        {"counter", 1, "Collecting generation 0", NULL, "count[1] 0 → 1", "count[g + 1] += 1"},
        {"gc_refs_copy", 1, "Collecting generation 0", "gc_refs of list a starts as a copy of its refcount: 1.", NULL,
         "gc_refs(object) = refcount(object)"},
        {"gc_refs_subtract", 1, "Collecting generation 0",
         "list a holds Node b. That reference comes from inside, so gc_refs falls by one. No reference from outside is left.",
         "gc_refs 1 → 0", "gc_refs(referent) -= 1"},
        {"move", 1, NULL, "gc_refs of list a is 0, so it moves out as tentatively unreachable. It may still come back.", NULL,
         "else: move object to unreachable"},
        {"gc_refs_mark", 1, NULL,
         "The reachable list c holds dict D, so it is reachable too: its gc_refs becomes 1 before it is visited.", "gc_refs 0 → 1",
         "else if it is 0: gc_refs = 1"},
        {"scan", 1, NULL, "gc_refs of list c is 1, not 0: it is reachable, and so is everything it holds.", NULL,
         "if gc_refs(object) > 0:"},
        {"promote", 1, NULL,
         "The survivors move from generation 0 to generation 1. Only the list changes: in memory they stay where they are.", NULL,
         NULL},
        {"hold", 1, NULL, "The collector holds list a itself while it clears it.", "refcount of a 1 → 2", "hold its first object"},
        {"unref", 3, NULL,
         "Node b was in list a, which has been emptied: that reference goes. Nothing holds it any more, so it dies at once.",
         "refcount of b 1 → 0", "clear it: release all it holds"},
        {"unref", 4, NULL, "Node b is dying and lets go of list a. 1 reference still holds it.", "refcount of a 2 → 1",
         "release the referent"},
        {"died", 2, "Collecting generation 0", "list a is dead: its memory can be used again.", "live objects 3 → 2",
         "give its memory back"},
        {"collect_end", 1, NULL, "The collection is over. It found 2 objects that nothing could reach.", NULL, NULL},
        {"collect_begin", 2, "Collecting generation 2", NULL, NULL, "collect(g); stop"},
        {"untrack", 3, NULL, "dict D holds nothing that could be part of a cycle, so the collector stops watching it.", NULL,
         "stop tracking it"},
        {"collect_end", 2, "Collecting generation 2", "The collection is over. It found nothing to free.", NULL, NULL},
    };
    static const Golden chinese[] = {
        {"unref", 1, NULL, "名字 a 不再指向 list a。还有 1 个引用指向它。", "a 的引用计数 2 → 1", NULL},
        {"gc_refs_mark", 1, "回收第 0 代", "可达的 list c 引用 dict D，所以它也可达：还没轮到它，先把 gc_refs 记为 1。", "gc_refs 0 → 1",
         "否则若 gc_refs(r) 是 0：改为 1"},
    };
    Rig rig;
    cycle_init(&rig, COLLECTOR_CPYTHON);
    CHECK_GOLDENS(&rig, rows, LANGUAGE_EN);
    CHECK_GOLDENS(&rig, chinese, LANGUAGE_ZH);
    rig_release(&rig);
}

static void test_mark_sweep(void **state)
{
    (void)state;
    static const Golden rows[] = {
        {"mark_grey", 1, NULL, "The name c is a root and refers to list c: it is marked and joins the queue.", "queue 0 → 1",
         "queue = referents of the roots, marked"},
        {"mark_take", 1, NULL, "list c is at the head of the queue. Now to see what it refers to.", "queue 1 → 0",
         "object = first of the queue"},
        {"mark_grey", 2, NULL, "list c refers to dict D, not marked so far: it is marked and joins the queue.", "queue 0 → 1",
         "if not marked: mark it, append it"},
        {"move", 1, "Collecting generation 0", "list a is still white: no root reaches it. It is swept out.", NULL,
         "move it to unreachable"},
    };
    Rig rig;
    cycle_init(&rig, COLLECTOR_MARKSWEEP);
    CHECK_GOLDENS(&rig, rows, LANGUAGE_EN);
    rig_release(&rig);
}

/* Where the edge is lit, what the op and the trace say. */
static void test_touched(void **state)
{
    (void)state;
    Rig rig;
    cycle_init(&rig, COLLECTOR_CPYTHON);
    Narration said = {0};
    tell_nth(&rig, &(Golden){.event = "unref", .nth = 1}, LANGUAGE_EN, &said);
    assert_int_equal(said.object, why_object_of_id(rig.world, rig_name(&rig, "A")));
    assert_int_equal(said.from, rig.world->frames[0]);
    assert_int_equal(said.position, 0);
    assert_true(said.edge_gone);
    Explain explain = rig_explain(&rig, LANGUAGE_EN);
    explain.op_words = words_of_op;
    explain.op_context = &rig;
    narrate_step(&explain, &said);
    assert_string_equal(prose_text(&said.title), "del a");
    assert_string_equal(prose_text(&said.note), "Now the name goes.");
    timeline_seek(&rig.timeline, 0);
    explain.step = 0;
    narrate_step(&explain, &said);
    assert_string_equal(prose_text(&said.title), "Before the first step");
    assert_int_equal(said.object, OBJECT_NONE);
    narration_release(&said);
    rig_release(&rig);
}

/* Colours and scratch counts through a collection. */
static void test_colors(void **state)
{
    (void)state;
    static const struct { const char *event; int nth; ColorState a, c, d; } rows[] = {
        {"collect_begin", 1, COLOR_STATE_NEUTRAL, COLOR_STATE_NEUTRAL, COLOR_STATE_NEUTRAL},
        {"gc_refs_subtract", 3, COLOR_STATE_WHITE, COLOR_STATE_WHITE, COLOR_STATE_WHITE},
        {"move", 2, COLOR_STATE_CANDIDATE, COLOR_STATE_GREY, COLOR_STATE_WHITE},
        {"gc_refs_mark", 1, COLOR_STATE_CANDIDATE, COLOR_STATE_BLACK, COLOR_STATE_GREY},
        {"promote", 1, COLOR_STATE_CANDIDATE, COLOR_STATE_NEUTRAL, COLOR_STATE_NEUTRAL},
        {"collect_end", 1, COLOR_STATE_DEAD, COLOR_STATE_NEUTRAL, COLOR_STATE_NEUTRAL},
    };
    Rig rig;
    cycle_init(&rig, COLLECTOR_CPYTHON);
    ObjectId a = why_object_of_id(rig.world, rig_name(&rig, "A"));
    ObjectId c = why_object_of_id(rig.world, rig_name(&rig, "C"));
    ObjectId d = why_object_of_id(rig.world, rig_name(&rig, "D"));
    Narration said = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tell_nth(&rig, &(Golden){.event = rows[i].event, .nth = rows[i].nth}, LANGUAGE_EN, &said);
        assert_int_equal(label_color(rig.world, a), rows[i].a);
        assert_int_equal(label_color(rig.world, c), rows[i].c);
        assert_int_equal(label_color(rig.world, d), rows[i].d);
        assert_int_equal(label_shows_gc_refs(rig.world, c), rows[i].c != COLOR_STATE_NEUTRAL);
    }
    assert_string_equal(label_color_text(COLOR_STATE_CANDIDATE), "candidate");
    narration_release(&said);
    rig_release(&rig);
}

/* ---- memory ---- */

static void test_memory(void **state)
{
    (void)state;
    static const Golden rows[] = {
        {"arena_new", 1, NULL, "No pool is left, so the operating system is asked for a new arena: 1024 KiB at 0x7f4c10001000.",
         "arenas 0 → 1", "if no pool is free: new arena"},
        {"pool_open", 1, NULL, "Pool 0 has no size yet: from now on it serves blocks of 48 bytes.", NULL,
         "it serves this size from now on"},
        {"pool_used", 1, NULL, "Pool 0 joins the used pools for 48 bytes, in front.", NULL, "put it into used[size class]"},
        {"block_take", 1, NULL, "A block of 48 bytes is taken from pool 0.", "blocks in use 0 → 1 of 340",
         "block = first of the pool's free chain"},
        {"block_take", 2, NULL,
         "A block of 48 bytes is taken from pool 0. It was the last free one, so the next untouched block is cut off for the next "
         "request.",
         "blocks in use 1 → 2 of 340", NULL},
        {"large_take", 1, NULL, "600 bytes are too many for a pool: the C library's malloc serves this request.", NULL,
         "if too large for pools: malloc()"},
        {"block_give", 1, NULL, "A block goes back to pool 0. The next request of this size gets it first.",
         "blocks in use 2 → 1 of 340", "block goes first in its pool's chain"},
        {"pool_empty", 1, NULL, "No block of pool 0 is in use any more: it is empty, and any size may take it over.", NULL,
         "the pool goes back to its arena"},
        {"free_list_push", 1, NULL, "Memory is kept in the private free list of tuple[2], ready for the next one.",
         "free list of tuple[2] 0 → 1", NULL},
        {"free_list_pop", 1, NULL, "Memory for tuple[2] is wanted, and its private free list has some ready: no request is needed.",
         "free list of tuple[2] 1 → 0", NULL},
    };
    Rig rig;
    rig_init(&rig, COLLECTOR_CPYTHON);
    Allocator *allocator = &rig.machine.allocator;
    BlockRef first = allocator_take(allocator, 40, OBJECT_NONE);
    BlockRef second = allocator_take(allocator, 48, OBJECT_NONE);
    BlockRef large = allocator_take(allocator, 600, OBJECT_NONE);
    allocator_give(allocator, first, OWNED_NOT, OBJECT_NONE);
    allocator_give(allocator, second, OWNED_NOT, OBJECT_NONE);
    allocator_give(allocator, large, OWNED_NOT, OBJECT_NONE);
    BlockRef kept = allocator_take(allocator, 56, OBJECT_NONE);
    emit(&rig.machine.emit, EVENT_FREELIST_PUSH, FREELIST_TUPLE + 2, kept, OBJECT_NONE);
    emit(&rig.machine.emit, EVENT_FREELIST_POP, FREELIST_TUPLE + 2, kept, rig.world->words[W_OBJECT_TOP]);
    rig_sync(&rig);
    CHECK_GOLDENS(&rig, rows, LANGUAGE_EN);
    rig_release(&rig);
}

/* ---- everything else ---- */

static void test_program(void **state)
{
    (void)state;
    static const Golden rows[] = {
        {"call", 1, NULL, NULL, NULL, NULL},
        {"output", 1, NULL, "The program prints: hello", NULL, NULL},
        {"line", 1, NULL, "The program goes on with line 7.", NULL, NULL},
        {"setting", 1, NULL, "Automatic collection is switched off. Counting references goes on as before.", NULL, NULL},
        {"setting", 2, NULL, "The threshold of generation 1 is now 20.", "threshold[1] 10 → 20", NULL},
        {"pin", 1, NULL, "list X is now held by C code as well: 2 references that no arrow inside shows.", "refcount of X 1 → 3", NULL},
        {"key_ref", 1, NULL, "list X is the key of dict D['k']: the dictionary holds its keys too.", "refcount of X 3 → 4", NULL},
        {"ref", 1, NULL, "The name x in f() now refers to list X.", "refcount of X 4 → 5", NULL},
    };
    Rig rig;
    rig_init(&rig, COLLECTOR_CPYTHON);
    Emit *to = &rig.machine.emit;
    emit(to, EVENT_OUTPUT, rig_name(&rig, "hello"), 0, 0);
    emit_word(to, EVENT_LINE, W_LINE, 7);
    emit_word(to, EVENT_SETTING, W_ENABLED, 0);
    emit_word(to, EVENT_SETTING, W_THRESHOLD + 1, 20);
    ObjectId x = rig_new(&rig, rig.list, "X");
    rig_pin(&rig, x, "C code", 2);
    ObjectId dict = rig_new(&rig, rig.dict, "D");
    Position entry = rig_slot(&rig, dict, "k");
    emit_on(to, EVENT_KEY_OBJECT_SET, dict, entry, x);
    ObjectId frame = object_new(&rig.machine, 1, rig_name(&rig, "f"), OBJECT_IS_FRAME | OBJECT_WAITS);
    emit(to, EVENT_FRAME_PUSH, frame, rig_name(&rig, "f"), NAME_NONE);
    rig_bind(&rig, "x", x);
    journal_sync(rig.journal); /* no labels: objects go by their ids */
    timeline_sync(&rig.timeline);
    CHECK_GOLDENS(&rig, rows, LANGUAGE_EN);
    rig_release(&rig);
}

/* Nothing is left unsaid, and no placeholder left open, whatever happens. */
static void check_speech(const Explain *explain, Narration *said)
{
    narrate_step(explain, said);
    bool words_needed = said->event != NULL && (said->event->kind == EVENT_NOTE || said->event->kind == EVENT_ASK);
    assert_true(words_needed || said->text.bytes.count != 0);
    assert_null(strpbrk(prose_text(&said->text), "|#"));
    PseudoPlace place = pseudo_at(explain);
    assert_true(place.listing < LISTING_COUNT);
    assert_true(place.line < (int)pseudo_listing(place.listing)->line_count);
}

static void test_any_run(void **state)
{
    (void)state;
    Narration said = {0};
    for (uint64_t i = 0; i < 3; i++) {
        Synthetic run;
        synthetic_init(&run, seed + i, JOURNAL_CHUNK_EVENTS);
        synthetic_run(&run, 2000);
        Labels labels = {0};
        labels_update(&labels, run.world, run.journal);
        for (uint64_t step = 0; step <= timeline_steps(&run.timeline); step++) {
            timeline_seek(&run.timeline, step);
            Explain explain = {.world = run.world, .journal = run.journal, .step = step, .labels = &labels,
                               .language = step % 2 == 0 ? LANGUAGE_EN : LANGUAGE_ZH};
            check_speech(&explain, &said);
        }
        labels_release(&labels);
        synthetic_release(&run);
    }
    narration_release(&said);
}

/* Every voiced kind of event, in every phase, has a line; only a lesson's own words have none. */
static void test_every_event_has_a_line(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, COLLECTOR_CPYTHON);
    rig_call(&rig, "<module>");
    ObjectId object = rig_named(&rig, rig.list, "A", "a");
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        bool own_words = kind == EVENT_NOTE || kind == EVENT_ASK;
        for (int turn = 0; turn < PHASE_COUNT * 8; turn++) {
            const Event event = {(uint8_t)kind, EVENT_STEP, 0, object, object, object};
            PseudoMoment moment = {rig.world, &event, &event + 1, (Phase)(turn / 8), (turn & 1) != 0, (turn & 2) != 0, (turn & 4) != 0};
            PseudoPlace place = pseudo_place(&moment);
            if (event_info[kind].voiced && !own_words && (place.listing == LISTING_NONE || place.line < 0)) {
                fail_msg("%s in phase \"%s\" has no line", event_info[kind].text, phase_text((Phase)(turn / 8)));
            }
            assert_true(place.listing == LISTING_NONE || place.line < (int)pseudo_listing(place.listing)->line_count);
        }
    }
    rig_release(&rig);
}

static void test_listings(void **state)
{
    (void)state;
    for (int id = LISTING_REFCOUNT; id < LISTING_COUNT; id++) {
        const Listing *listing = pseudo_listing((ListingId)id);
        assert_in_range(listing->line_count, 1, PSEUDO_MOST_LINES);
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            assert_non_null(listing->title[language]);
            for (uint32_t line = 0; line < listing->line_count; line++) {
                assert_true(listing->lines[line].text[language][0] != '\0');
            }
        }
    }
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        assert_true(narrate_phase((Phase)phase, LANGUAGE_ZH)[0] != '\0');
    }
    assert_string_equal(narrate_phase(PHASE_SWEEP, LANGUAGE_EN), "sweep the unmarked");
}

int main(void)
{
    const char *given = getenv("SEED");
    seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    printf("SEED=%llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trial_deletion), cmocka_unit_test(test_mark_sweep), cmocka_unit_test(test_touched),
        cmocka_unit_test(test_colors), cmocka_unit_test(test_memory), cmocka_unit_test(test_program),
        cmocka_unit_test(test_any_run), cmocka_unit_test(test_listings),
        cmocka_unit_test(test_every_event_has_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
