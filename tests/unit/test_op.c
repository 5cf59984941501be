/* Texts of op kinds, and copying with substitution. */
#include "model/op.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct Fixture {
    Names *names;
    Arena arena;
} Fixture;

static int set_up(void **state)
{
    static Fixture fixture;
    fixture = (Fixture){.names = names_new()};
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    arena_release(&f->arena);
    names_free(f->names);
    return 0;
}

static Name name(Fixture *f, const char *text)
{
    return names_of(f->names, text);
}

static void assert_name(Fixture *f, Name got, const char *text)
{
    assert_string_equal(names_text(f->names, got), text);
}

static void test_texts(void **state)
{
    (void)state;
    assert_string_equal(op_kind_text(OP_NEW), "new");
    assert_string_equal(op_kind_text(OP_CLEAR_GARBAGE), "clear_garbage");
    assert_string_equal(op_kind_text(OP_EXPECT), "expect");
    assert_string_equal(check_kind_text(CHECK_REFCOUNT), "refcount");
    assert_string_equal(check_kind_text(CHECK_OUTPUT), "output");
}

static void test_plain_copy_is_deep(void **state)
{
    Fixture *f = *state;
    Item item = {.id = name(f, "{i}")};
    Op inner = {.kind = OP_POLL, .braces = true, .id = name(f, "x{i}")};
    Op op = {.kind = OP_NEW, .braces = true, .items = &item, .item_count = 1, .body = {&inner, 1, true}};
    Op *copy = op_copy(&f->arena, &op, NULL);
    item.id = inner.id = NAME_NONE;
    assert_name(f, copy->items[0].id, "{i}");
    assert_name(f, copy->body.ops[0].id, "x{i}");
    assert_true(copy->body.given);
}

static void test_fields_are_replaced(void **state)
{
    Fixture *f = *state;
    Op op = {.kind = OP_REF, .braces = true, .from = name(f, "a{i}b{i}"), .to = name(f, "{j}{i"), .slot = {.given = true, .text = name(f, "{i}")},
             .note = {name(f, "turn {i}"), NAME_NONE}};
    Substitution s = {f->names, name(f, "i"), 18446744073709551615u};
    Op *copy = op_copy(&f->arena, &op, &s);
    assert_name(f, copy->from, "a18446744073709551615b18446744073709551615");
    assert_name(f, copy->to, "{j}{i");
    assert_name(f, copy->slot.text, "18446744073709551615");
    assert_name(f, copy->note.en, "turn 18446744073709551615");
    assert_int_equal(copy->note.zh, NAME_NONE);
}

static void test_nothing_is_replaced_without_braces_flag_or_var(void **state)
{
    Fixture *f = *state;
    Op op = {.kind = OP_DROP, .braces = false, .id = name(f, "{i}")};
    Substitution s = {f->names, name(f, "i"), 1};
    assert_name(f, op_copy(&f->arena, &op, &s)->id, "{i}");
    op.braces = true;
    s.var = NAME_NONE;
    assert_name(f, op_copy(&f->arena, &op, &s)->id, "{i}");
}

static void test_lists_are_replaced(void **state)
{
    Fixture *f = *state;
    Name names[] = {name(f, "n{i}")};
    Slot slots[] = {{.given = true, .text = name(f, "s{i}")}};
    Check checks[] = {{.kind = CHECK_HOLDERS, .key = name(f, "k{i}"), .names = names, .name_count = 1, .name = name(f, "v{i}")}};
    LocalText choices[] = {{name(f, "c{i}"), name(f, "z{i}")}};
    LoadObject objects[] = {{.id = name(f, "o{i}"), .type = name(f, "t{i}")}};
    Op op = {.kind = OP_ASK, .braces = true, .names = names, .name_count = 1, .slots = slots, .slot_count = 1, .checks = checks, .check_count = 1,
             .choices = choices, .choice_count = 1, .objects = objects, .object_count = 1, .answer = {.id = name(f, "a{i}"), .ids = names, .id_count = 1}};
    Substitution s = {f->names, name(f, "i"), 0};
    Op *copy = op_copy(&f->arena, &op, &s);
    assert_name(f, copy->names[0], "n0");
    assert_name(f, copy->slots[0].text, "s0");
    assert_name(f, copy->checks[0].key, "k0");
    assert_name(f, copy->checks[0].name, "v0");
    assert_name(f, copy->checks[0].names[0], "n0");
    assert_name(f, copy->choices[0].zh, "z0");
    assert_name(f, copy->objects[0].type, "t0");
    assert_name(f, copy->answer.id, "a0");
    assert_name(f, copy->answer.ids[0], "n0");
    assert_name(f, names[0], "n{i}");
}

/* repeat i: [new "{i}{j}"; repeat j: [drop "{i}{j}"]; repeat i: [drop "{i}{j}"]] */
static void test_inner_repeats(void **state)
{
    Fixture *f = *state;
    Op leaf = {.kind = OP_DROP, .braces = true, .id = name(f, "{i}{j}")};
    Op other = {.kind = OP_REPEAT, .braces = true, .var = name(f, "j"), .body = {&leaf, 1, true}};
    Op same = {.kind = OP_REPEAT, .braces = true, .var = name(f, "i"), .body = {&leaf, 1, true}};
    Op ops[] = {leaf, other, same};
    Substitution s = {f->names, name(f, "i"), 4};
    OpBody copy = op_body_copy(&f->arena, (OpBody){ops, 3, true}, &s);
    assert_int_equal(copy.count, 3);
    assert_name(f, copy.ops[0].id, "4{j}");
    assert_name(f, copy.ops[1].var, "j");
    assert_name(f, copy.ops[1].body.ops[0].id, "4{j}");
    assert_name(f, copy.ops[2].body.ops[0].id, "{i}{j}");
}

static void test_empty_body(void **state)
{
    Fixture *f = *state;
    OpBody copy = op_body_copy(&f->arena, (OpBody){.given = true}, NULL);
    assert_true(copy.given);
    assert_int_equal(copy.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test_setup_teardown(test_plain_copy_is_deep, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_fields_are_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_is_replaced_without_braces_flag_or_var, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lists_are_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_inner_repeats, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_empty_body, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
