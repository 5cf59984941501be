/* Every case of tests/torture/cases.txt (its README says the format), in both shapes and in blocks of several sizes. Run from the top folder. */
#include "base/mem.h"
#include "base/vec.h"
#include "trace/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef VEC(char) Text;

typedef struct Case {
    char title[200];
    char how[8];      /* op, lines or file */
    char place[24];   /* LINE:COLUMN, or "ok" */
    char wanted[300]; /* part of the message, or the number of ops */
    Text text;
} Case;

typedef struct Outcome {
    ReadStatus status;
    unsigned long ops;
    Err err;
} Outcome;

static void add_bytes(Text *text, const char *bytes, size_t count)
{
    vec_reserve(text, count + 1); /* never NULL, even when empty */
    memcpy(text->items + text->count, bytes, count);
    text->count += count;
}

/* The inside of <<…>>: "12*text" or hex bytes. */
static void add_special(Text *text, const char *inside, size_t bytes)
{
    char copy[100];
    char *rest = copy;
    assert_true(bytes < sizeof copy);
    memcpy(copy, inside, bytes);
    copy[bytes] = '\0';
    char *star = strchr(copy, '*');
    if (star != NULL) {
        for (unsigned long n = strtoul(copy, NULL, 10); n > 0; n--) {
            add_bytes(text, star + 1, strlen(star + 1));
        }
        return;
    }
    while (*rest != '\0') {
        char byte = (char)strtoul(rest, &rest, 16);
        add_bytes(text, &byte, 1);
        rest += strspn(rest, " ");
    }
}

static void add_line(Text *text, const char *line, size_t bytes)
{
    const char *end = line + bytes;
    while (line < end) {
        const char *open = strstr(line, "<<");
        const char *close = open != NULL && open < end ? strstr(open, ">>") : NULL;
        if (close == NULL || close >= end) {
            add_bytes(text, line, (size_t)(end - line));
            return;
        }
        add_bytes(text, line, (size_t)(open - line));
        add_special(text, open + 2, (size_t)(close - open - 2));
        line = close + 2;
    }
}

static char *load_cases(void)
{
    FILE *file = fopen("tests/torture/cases.txt", "rb");
    assert_non_null(file);
    Text all = {0};
    char block[4096];
    for (size_t got; (got = fread(block, 1, sizeof block, file)) != 0;) {
        add_bytes(&all, block, got);
    }
    fclose(file);
    vec_push(&all, '\0');
    return all.items;
}

/* Reads the case at `*at` and moves on; false at the end. */
static bool next_case(const char **at, Case *c)
{
    c->text.count = 0;
    if (**at == '\0') {
        return false;
    }
    assert_int_equal(sscanf(*at, "# %199[^\n]\n%7s %23s %299[^\n]\n", c->title, c->how, c->place, c->wanted), 4);
    *at = strchr(strchr(*at, '\n') + 1, '\n') + 1;
    const char *start = *at, *end = strstr(start, "\n# ");
    size_t bytes = end != NULL ? (size_t)(end - start) : strlen(start);
    *at = end != NULL ? end + 1 : start + bytes;
    if (bytes > 0 && start[bytes - 1] == '\n') {
        bytes--;
    }
    add_bytes(&c->text, "", 0);
    add_line(&c->text, start, bytes);
    return true;
}

/* Copies what was read, as a body would be. */
static void copy_op(Names *names, const Op *op)
{
    Arena arena = {0};
    Substitution substitution = {names, names_of(names, "i"), 12};
    assert_int_equal(op_copy(&arena, op, &substitution)->kind, op->kind);
    arena_release(&arena);
}

static Outcome read_all(const Text *text, size_t block)
{
    Outcome out = {.status = READ_FAILED};
    Names *names = names_new();
    const Op *op = NULL;
    char *exact = mem_copy(text->items, text->count); /* for the address sanitizer */
    Reader *reader = reader_open_blocks(exact, text->count, block, names, &out.err);
    while (reader != NULL && (out.status = reader_next(reader, &op, &out.err)) == READ_OP) {
        out.ops++;
        copy_op(names, op);
    }
    if (reader != NULL) {
        Err again;
        assert_int_equal(reader_next(reader, &op, &again), out.status);
    }
    reader_close(reader);
    names_free(names);
    mem_release(exact);
    return out;
}

/* 1 if the outcome is not what the case says. */
static int compare(const Case *c, const Outcome *out, const char *shape)
{
    char place[40];
    snprintf(place, sizeof place, "%u:%u", out->err.line, out->err.column);
    if (strcmp(c->place, "ok") == 0) {
        if (out->status == READ_END && out->ops == strtoul(c->wanted, NULL, 10)) {
            return 0;
        }
        fprintf(stderr, "# %s\n  %s: expected %s ops, got %lu, %s %s\n", c->title, shape, c->wanted, out->ops, place, out->status == READ_FAILED ? out->err.text : "");
        return 1;
    }
    if (out->status == READ_FAILED && out->err.status == ERR_INPUT && strcmp(c->place, place) == 0 && strstr(out->err.text, c->wanted) != NULL) {
        return 0;
    }
    fprintf(stderr, "# %s\n  %s: expected %s %s\n  got      %s %s\n", c->title, shape, c->place, c->wanted, place,
            out->status == READ_FAILED ? out->err.text : "no error");
    return 1;
}

static int check_shape(const Case *c, const char *before, const char *after, const char *shape)
{
    static const size_t blocks[] = {1, 2, 3, 7, 16, 65536};
    int wrong = 0;
    Text whole = {0};
    add_bytes(&whole, before, strlen(before));
    add_bytes(&whole, c->text.items, c->text.count);
    add_bytes(&whole, after, strlen(after));
    for (size_t i = 0; wrong == 0 && i < sizeof blocks / sizeof blocks[0]; i++) {
        Outcome out = read_all(&whole, blocks[i]);
        wrong = compare(c, &out, shape);
    }
    vec_release(&whole);
    return wrong;
}

static void test_cases(void **state)
{
    (void)state;
    char *all = load_cases();
    const char *at = all;
    int wrong = 0, count = 0;
    Case c = {0};
    for (; next_case(&at, &c); count++) {
        if (strcmp(c.how, "file") == 0) {
            wrong += check_shape(&c, "", "", "file");
            continue;
        }
        wrong += check_shape(&c, "{\"heaploupe\":1}\n", "", "lines");
        if (strcmp(c.how, "op") == 0) {
            wrong += check_shape(&c, "{\"heaploupe\":1,\"x-long\":\"header\",\"ops\":[\n", "\n]}\n", "document");
        }
    }
    vec_release(&c.text);
    mem_release(all);
    assert_true(count > 150);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
