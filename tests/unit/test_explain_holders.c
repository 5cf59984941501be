/* Who holds what: texts as the contract writes them, and the index of all against a look from every object. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "explain/phrase.h"
#include "explain_rig.h"

#include "synthetic_run.h"

static uint64_t seed;

typedef struct Family {
    Rig rig;
    ObjectId box, dictionary, group, x;
} Family;

/* x is held in every way there is. */
static void family_init(Family *family)
{
    Rig *rig = &family->rig;
    rig_init(rig, COLLECTOR_CPYTHON);
    family->box = rig_named(rig, rig->list, "L1", "box");
    family->dictionary = rig_named(rig, rig->dict, "D", "table");
    family->group = rig_named(rig, rig->set, "S", "group");
    ObjectId x = rig_new(rig, rig->node, "X");
    family->x = x;
    rig_bind(rig, "a", x);
    rig_ref(rig, family->box, NULL, x);
    rig_ref(rig, family->dictionary, "k", x);
    rig_ref(rig, family->dictionary, "7", x);
    Position entry = rig_slot(rig, family->dictionary, "X");
    emit_on(&rig->machine.emit, EVENT_KEY_OBJECT_SET, family->dictionary, entry, x);
    emit_on(&rig->machine.emit, EVENT_EDGE_SET, family->dictionary, entry, family->box);
    rig_ref(rig, family->group, NULL, x);
    rig_ref(rig, x, NULL, x);
    rig_pin(rig, x, "C code", 2);
    rig_pin(rig, x, NULL, 1);
    rig_ref(rig, OBJECT_GARBAGE, NULL, x);
    rig_call(rig, "f");
    rig_bind(rig, "p", x);
    hold(&rig->machine, x);
    rig_sync(rig);
}

static void test_texts(void **state)
{
    (void)state;
    static const char *const expected[] = {"a", "1.p", "L1[0]", "D[k]", "D[7]", "key of D[X]", "S[X]", "X[next]", "temporary",
                                           "pin C code", "pin", "gc.garbage[0]"};
    static const char *const human[] = {"name a", "name p in f()", "list box[0]", "dict table['k']", "dict table[7]",
                                        "key of dict table['X']", "set group{X}", "Node a.next", "2 temporaries", "2 pins by C code",
                                        "pin from outside", "gc.garbage[0]"};
    static const char *const chinese[] = {"名字 a", "f() 里的名字 p", "list box[0]", "dict table['k']", "dict table[7]",
                                          "dict table['X'] 的键", "set group{X}", "Node a.next", "2 个临时引用",
                                          "C code 的 2 个外部引用", "来自外部的引用", "gc.garbage[0]"};
    Family family;
    family_init(&family);
    const World *world = family.rig.world;
    HolderList list = {0};
    holders_of(world, family.x, &list);
    assert_int_equal(list.count, sizeof expected / sizeof expected[0]);
    Prose text = {0};
    uint64_t total = 0;
    for (size_t i = 0; i < list.count; i++) {
        prose_clear(&text);
        holder_text(world, &list.items[i], &text);
        assert_string_equal(prose_text(&text), expected[i]);
        prose_clear(&text);
        label_holder(world, &family.rig.labels, &list.items[i], LANGUAGE_EN, &text);
        assert_string_equal(prose_text(&text), human[i]);
        prose_clear(&text);
        label_holder(world, &family.rig.labels, &list.items[i], LANGUAGE_ZH, &text);
        assert_string_equal(prose_text(&text), chinese[i]);
        total += holder_count(&list.items[i]);
    }
    assert_int_equal(total, world->refcount[family.x]);
    prose_clear(&text);
    label_proof(&(LabelProof){world, &family.rig.labels, LANGUAGE_EN, 3}, list.items, list.count, &text);
    assert_string_equal(prose_text(&text), "14 = name a + name p in f() + list box[0] + 11 more");
    prose_release(&text);
    vec_release(&list);
    rig_release(&family.rig);
}

static void test_labels(void **state)
{
    (void)state;
    Family family;
    family_init(&family);
    Rig *rig = &family.rig;
    ObjectId second = rig_new(rig, rig->list, "L2");
    rig_bind(rig, "a", second);
    rig_sync(rig);
    assert_string_equal(label_text(rig->world, &rig->labels, family.x), "a");
    assert_string_equal(label_text(rig->world, &rig->labels, second), "L2");
    assert_string_equal(label_text(rig->world, NULL, family.x), "X");
    rig_pin(rig, second, "the interpreter", 1); /* as the recorder writes; what others write is theirs */
    assert_string_equal(label_pin_by(rig->world, 0, LANGUAGE_ZH), "C code");
    assert_string_equal(label_pin_by(rig->world, 2, LANGUAGE_ZH), "解释器");
    assert_string_equal(label_pin_by(rig->world, 2, LANGUAGE_EN), "the interpreter");
    Prose text = {0};
    label_full(rig->world, &rig->labels, family.box, &text);
    assert_string_equal(prose_text(&text), "list box");
    prose_clear(&text);
    label_value(rig->world, family.box, LANGUAGE_EN, &text);
    label_value(rig->world, family.dictionary, LANGUAGE_EN, &text);
    label_value(rig->world, family.dictionary, LANGUAGE_ZH, &text);
    label_value(rig->world, family.x, LANGUAGE_EN, &text);
    assert_string_equal(prose_text(&text), "[1 item]{3 keys}{3 个键}");
    prose_release(&text);
    rig_release(rig);
}

static void check_labels(const Rig *rig, const HolderList *list, const char *const *expected, Language language)
{
    Prose text = {0};
    for (size_t i = 0; i < list->count; i++) {
        prose_clear(&text);
        label_holder(rig->world, &rig->labels, &list->items[i], language, &text);
        assert_string_equal(prose_text(&text), expected[i]);
    }
    prose_release(&text);
}

/* A dict that is a frame's namespace gives names from then on. */
static void test_namespace_labels(void **state)
{
    (void)state;
    Rig rig;
    rig_init(&rig, COLLECTOR_CPYTHON);
    ObjectId space = rig_new(&rig, rig.dict, "G");
    ObjectId early = rig_new(&rig, rig.list, "E");
    rig_ref(&rig, space, "early", early);
    ObjectId frame = rig_call(&rig, "module");
    emit_first(&rig.machine.emit, EVENT_FRAME_SPACE, frame, space, 0);
    ObjectId late = rig_new(&rig, rig.list, "L");
    rig_ref(&rig, space, "late", late);
    rig_sync(&rig);
    assert_string_equal(label_text(rig.world, &rig.labels, early), "E");
    assert_string_equal(label_text(rig.world, &rig.labels, late), "late");
    rig_release(&rig);
}

/* Its values are told as names of the frame, its keys and attributes are not; a trace's own text stays. */
static void test_namespace_holders(void **state)
{
    (void)state;
    static const char *const expected[] = {"G[x]", "key of G[Y]"};
    static const char *const before[] = {"dict G['x']", "key of dict G['Y']"};
    static const char *const human[] = {"name x in <module>", "key of dict G['Y']"};
    static const char *const chinese[] = {"<module> 里的名字 x", "dict G['Y'] 的键"};
    Rig rig;
    rig_init(&rig, COLLECTOR_CPYTHON);
    ObjectId space = rig_new(&rig, rig.dict, "G");
    ObjectId held = rig_new(&rig, rig.list, "Y");
    rig_ref(&rig, space, "x", held);
    emit_on(&rig.machine.emit, EVENT_KEY_OBJECT_SET, space, rig_slot(&rig, space, "Y"), held);
    drop(&rig.machine, held);
    ObjectId frame = rig_call(&rig, "<module>");
    rig_sync(&rig);
    HolderList list = {0};
    holders_of(rig.world, held, &list);
    assert_int_equal(list.count, 2);
    check_labels(&rig, &list, before, LANGUAGE_EN);
    emit_first(&rig.machine.emit, EVENT_FRAME_SPACE, frame, space, 0);
    rig_sync(&rig);
    check_labels(&rig, &list, human, LANGUAGE_EN);
    check_labels(&rig, &list, chinese, LANGUAGE_ZH);
    assert_int_equal(holder_frame(rig.world, &list.items[0]), frame);
    assert_int_equal(holder_frame(rig.world, &list.items[1]), OBJECT_NONE);
    Prose text = {0};
    for (size_t i = 0; i < list.count; i++) {
        prose_clear(&text);
        holder_text(rig.world, &list.items[i], &text);
        assert_string_equal(prose_text(&text), expected[i]);
    }
    prose_release(&text);
    vec_release(&list);
    rig_release(&rig);
}

static int compare_holders(const void *left, const void *right)
{
    const Holder *a = left;
    const Holder *b = right;
    uint64_t first = (uint64_t)a->kind << 60 | (uint64_t)a->from << 28 | (uint64_t)a->position << 1 | a->key;
    uint64_t second = (uint64_t)b->kind << 60 | (uint64_t)b->from << 28 | (uint64_t)b->position << 1 | b->key;
    return (first > second) - (first < second);
}

static void check_index(const World *world)
{
    HolderIndex index;
    holders_index(&index, world);
    HolderList list = {0};
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        size_t count;
        const Holder *holders = holders_in(&index, object, &count);
        list.count = 0;
        holders_of(world, object, &list);
        assert_int_equal(count, list.count);
        if (count != 0) {
            Holder *sorted = mem_copy(holders, count * sizeof *holders);
            qsort(sorted, count, sizeof *sorted, compare_holders);
            qsort(list.items, count, sizeof *sorted, compare_holders);
            for (size_t i = 0; i < count; i++) {
                assert_int_equal(compare_holders(&sorted[i], &list.items[i]), 0);
                assert_int_equal(sorted[i].count, list.items[i].count);
            }
            mem_release(sorted);
        }
    }
    vec_release(&list);
    holders_index_release(&index);
}

static void test_index(void **state)
{
    (void)state;
    Family family;
    family_init(&family);
    check_index(family.rig.world);
    rig_release(&family.rig);
    for (uint64_t i = 0; i < 4; i++) {
        Synthetic run;
        synthetic_init(&run, seed + i, JOURNAL_CHUNK_EVENTS);
        synthetic_run(&run, 2000);
        for (int places = 0; places < 20; places++) {
            timeline_seek(&run.timeline, synthetic_below(&run, 2001));
            check_index(run.world);
        }
        synthetic_release(&run);
    }
}

static uint64_t placeholders_of(const char *text)
{
    static const char *const names[] = {"object", "from", "slot", "name", "type", "list", "to", "text", "n", "m", "k"};
    uint64_t found = 0;
    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + 1, '{')) {
        size_t bytes = strcspn(at + 1, "|}");
        bool known = false;
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            if (strlen(names[i]) == bytes && memcmp(names[i], at + 1, bytes) == 0) {
                found |= UINT64_C(1) << i;
                known = true;
            }
        }
        assert_true(known);
        assert_non_null(strchr(at, '}'));
    }
    return found;
}

/* Both languages say everything, about the same things. */
static void test_phrases(void **state)
{
    (void)state;
    for (int key = 0; key < PHRASE_COUNT; key++) {
        if (phrase_en[key] == NULL || phrase_zh[key] == NULL) {
            fail_msg("phrase %d is missing after \"%s\"", key, key > 0 ? phrase_en[key - 1] : "");
        }
        if (placeholders_of(phrase_en[key]) != placeholders_of(phrase_zh[key])) {
            fail_msg("different placeholders: \"%s\", \"%s\"", phrase_en[key], phrase_zh[key]);
        }
        Prose text = {0};
        phrase_fill(LANGUAGE_EN, (PhraseKey)key, &(PhraseArgs){.n = 1}, &text);
        phrase_fill(LANGUAGE_ZH, (PhraseKey)key, &(PhraseArgs){.n = 2, .object = "list a"}, &text);
        assert_null(strpbrk(prose_text(&text), "{}#|"));
        prose_release(&text);
    }
}

int main(void)
{
    const char *given = getenv("SEED");
    seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    printf("SEED=%llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts), cmocka_unit_test(test_labels), cmocka_unit_test(test_namespace_labels),
        cmocka_unit_test(test_namespace_holders),
        cmocka_unit_test(test_index), cmocka_unit_test(test_phrases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
