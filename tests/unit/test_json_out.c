/* JSON goes out as it was put in: commas, escapes, numbers to the last digit. */
#include "base/json_out.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Fixture {
    JsonOut out;
    char *text;
    size_t bytes;
} Fixture;

static int open_fixture(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    json_out_init(&f->out, open_memstream(&f->text, &f->bytes));
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    Fixture *f = *state;
    fclose(f->out.file);
    free(f->text);
    free(f);
    return 0;
}

static const char *written(Fixture *f)
{
    json_out_flush(&f->out);
    return f->text;
}

static void test_commas(void **state)
{
    Fixture *f = *state;
    json_out_open(&f->out, '{');
    json_out_key(&f->out, "a");
    json_out_open(&f->out, '[');
    json_out_close(&f->out, ']');
    json_out_key(&f->out, "b");
    json_out_open(&f->out, '[');
    json_out_number(&f->out, 1);
    json_out_null(&f->out);
    json_out_bool(&f->out, true);
    json_out_open(&f->out, '{');
    json_out_close(&f->out, '}');
    json_out_close(&f->out, ']');
    json_out_close(&f->out, '}');
    json_out_end_line(&f->out);
    json_out_open(&f->out, '[');
    json_out_close(&f->out, ']');
    assert_string_equal(written(f), "{\"a\": [], \"b\": [1, null, true, {}]}\n[]");
}

static void test_lines(void **state)
{
    Fixture *f = *state;
    json_out_open(&f->out, '[');
    json_out_number(&f->out, 1);
    json_out_line(&f->out);
    json_out_number(&f->out, 2);
    json_out_line(&f->out);
    json_out_close(&f->out, ']');
    assert_string_equal(written(f), "[1,\n 2\n]");
}

static void test_numbers(void **state)
{
    Fixture *f = *state;
    json_out_open(&f->out, '[');
    json_out_number(&f->out, 0);
    json_out_number(&f->out, UINT64_C(9007199254740993)); /* no double holds it */
    json_out_number(&f->out, UINT64_MAX);
    json_out_integer(&f->out, INT64_MIN);
    json_out_integer(&f->out, -1);
    json_out_address(&f->out, UINT64_C(0x7f4c10004040));
    json_out_close(&f->out, ']');
    assert_string_equal(written(f), "[0, 9007199254740993, 18446744073709551615, -9223372036854775808, -1, \"0x7f4c10004040\"]");
}

static void test_escapes(void **state)
{
    Fixture *f = *state;
    json_out_open(&f->out, '{');
    json_out_key_bytes(&f->out, "k\"", 2);
    json_out_word(&f->out, "a\\b\n\t\x01\x7f/é\xf0\x9f\x90\x8d");
    json_out_close(&f->out, '}');
    assert_string_equal(written(f), "{\"k\\\"\": \"a\\\\b\\n\\t\\u0001\\u007f/é\xf0\x9f\x90\x8d\"}");
}

/* Longer than the buffer, and exactly up to its end. */
static void test_long_texts(void **state)
{
    Fixture *f = *state;
    for (size_t bytes = JSON_OUT_BYTES - 3; bytes < JSON_OUT_BYTES + 3; bytes++) {
        char *text = malloc(bytes + 1);
        memset(text, 'x', bytes);
        text[bytes] = '\0';
        size_t before = strlen(written(f));
        json_out_word(&f->out, text);
        const char *got = written(f) + before;
        assert_int_equal(strlen(got), bytes + 2);
        assert_memory_equal(got + 1, text, bytes);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_commas, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_lines, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_numbers, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_escapes, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_long_texts, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
