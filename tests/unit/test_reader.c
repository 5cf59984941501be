/* What is read from good traces, from files, pipes and texts. What is refused: test_torture.c. */
#define _POSIX_C_SOURCE 200809L
#include "base/mem.h"
#include "trace/limits.h"
#include "trace/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Opened {
    Names *names;
    Reader *reader;
    Err err;
} Opened;

static Opened open_text(const char *text)
{
    Opened o = {.names = names_new()};
    o.reader = reader_open_text(text, strlen(text), "test", o.names, &o.err);
    if (o.reader == NULL) {
        fail_msg("%u:%u: %s", o.err.line, o.err.column, o.err.text);
    }
    return o;
}

static void close_opened(Opened *o)
{
    reader_close(o->reader);
    names_free(o->names);
}

static const Op *next_op(Opened *o)
{
    const Op *op = NULL;
    if (reader_next(o->reader, &op, &o->err) != READ_OP) {
        fail_msg("%u:%u: %s", o->err.line, o->err.column, o->err.text);
    }
    return op;
}

static void assert_end(Opened *o)
{
    const Op *op = NULL;
    assert_int_equal(reader_next(o->reader, &op, &o->err), READ_END);
}

static void assert_name(const Opened *o, Name name, const char *text)
{
    assert_string_equal(names_text(o->names, name), text);
}

static void test_header_defaults(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\": 1}");
    const TraceHeader *h = reader_header(o.reader);
    assert_int_equal(h->version, 1);
    assert_name(&o, h->runtime, "cpython-3.11");
    assert_int_equal(h->collector, COLLECTOR_CPYTHON);
    assert_true(h->config.enabled);
    assert_false(h->config.threshold_given || h->config.count_given || h->config.long_lived_given);
    assert_int_equal(h->title.en, NAME_NONE);
    assert_string_equal(reader_file_name(o.reader), "test");
    assert_end(&o);
    close_opened(&o);
}

static void test_header_members(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\":1,\"title\":{\"zh\":\"b\"},\"x-row\":\"S2\",\"x-summary\":\"s\",\n"
                         " \"runtime\":\"cpython-2.7\",\"collector\":\"marksweep\",\"config\":{\"threshold\":[5],\"enabled\":false,\"count\":[1,2,3],"
                         "\"long_lived\":[4,5],\"allocator\":\"first-fit\",\"pymalloc\":{\"small_max\":256,\"arena_aligned\":true,"
                         "\"arena_bases\":[4096,\"0xABCDEF0123456789\"]}},\"source\":[{\"file\":\"a.py\",\"lines\":[\"x\",\"\"]}]}");
    const TraceHeader *h = reader_header(o.reader);
    const TraceConfig *c = &h->config;
    assert_int_equal(h->title.en, NAME_NONE);
    assert_name(&o, h->title.zh, "b");
    assert_name(&o, h->summary.zh, "s");
    assert_name(&o, h->row, "S2");
    assert_name(&o, h->runtime, "cpython-2.7");
    assert_int_equal(h->runtime_line, 2);
    assert_int_equal(h->runtime_column, 12);
    assert_int_equal(h->collector, COLLECTOR_MARKSWEEP);
    assert_true(c->threshold_given && c->count_given && c->long_lived_given && !c->enabled && c->arena_aligned);
    assert_int_equal(c->threshold[0], 5);
    assert_int_equal(c->threshold[1], 10);
    assert_int_equal(c->count[2], 3);
    assert_int_equal(c->long_lived[1], 5);
    assert_int_equal(c->allocator, ALLOCATOR_FIRST_FIT);
    assert_int_equal(c->small_max, 256);
    assert_int_equal(c->arena_base_count, 2);
    assert_true(c->arena_bases[1] == UINT64_C(0xABCDEF0123456789));
    assert_int_equal(h->source_count, 1);
    assert_int_equal(h->sources[0].line_count, 2);
    assert_int_equal(h->sources[0].lines[1], NAME_EMPTY);
    close_opened(&o);
}

static void test_new(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\":1}\n{\"op\":\"new\",\"id\":7,\"type\":\"C\",\"kind\":\"dict\",\"bind\":\"a\",\"from\":\"7\",\"slot\":3,\"hold\":true,"
                         "\"items\":{\"k\":1,\"\":\"2\"},\"size\":0,\"gc\":false,\"repr\":\"r\",\"class\":\"K\",\"finalizer\":[],\"immortal\":false,\"pin\":2,"
                         "\"line\":4,\"file\":\"f.py\",\"note\":\"n\"}\n{\"op\":\"new\",\"id\":\"B\",\"type\":\"list\",\"items\":[7]}\n");
    const Op *op = next_op(&o);
    assert_int_equal(op->kind, OP_NEW);
    assert_int_equal(op->id, op->from);
    assert_name(&o, op->kind_name, "dict");
    assert_true(op->slot.given && op->slot.is_integer && op->slot.index == 3);
    assert_name(&o, op->slot.text, "3");
    assert_true(op->hold && op->size_given && op->immortal_given == 1 && !op->immortal && op->body.given && !op->braces);
    assert_int_equal(op->gc, 0);
    assert_int_equal(op->count, 2);
    assert_int_equal(op->item_count, 2);
    assert_name(&o, op->items[0].slot.text, "k");
    assert_true(op->items[1].slot.given && op->items[1].slot.text == NAME_EMPTY);
    assert_name(&o, op->items[1].id, "2");
    assert_int_equal(op->line, 4);
    assert_int_equal(op->place_line, 2);
    assert_int_equal(op->place_column, 1);
    op = next_op(&o);
    assert_false(op->items[0].slot.given || op->size_given || op->body.given);
    assert_int_equal(op->gc, -1);
    assert_int_equal(op->count, 0);
    assert_int_equal(op->frame, -1);
    assert_int_equal(op->place_line, 3);
    assert_end(&o);
    close_opened(&o);
}

static void test_defaults_of_others(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\":1,\"ops\":[{\"op\":\"collect\"},{\"op\":\"pin\",\"id\":1},{\"op\":\"set_debug\",\"flags\":[\"STATS\",\"LEAK\"]},"
                         "{\"op\":\"set_threshold\",\"threshold\":[0,7]},{\"op\":\"call\",\"name\":\"f\",\"args\":{\"a\":1},\"locals\":[],\"thread\":5},"
                         "{\"op\":\"reorder\",\"from\":1,\"slots\":[\"x\",-2]}]}");
    assert_int_equal(next_op(&o)->generation, 2);
    assert_int_equal(next_op(&o)->count, 1);
    assert_int_equal(next_op(&o)->debug_flags, DEBUG_STATS | DEBUG_LEAK);
    const Op *op = next_op(&o);
    assert_int_equal(op->threshold_count, 2);
    assert_int_equal(op->threshold[1], 7);
    op = next_op(&o);
    assert_true(op->names_given && op->name_count == 0 && op->thread_given);
    assert_name(&o, op->thread, "5");
    assert_name(&o, op->items[0].slot.text, "a");
    op = next_op(&o);
    assert_int_equal(op->slot_count, 2);
    assert_false(op->slots[1].is_integer);
    assert_name(&o, op->slots[1].text, "-2");
    assert_end(&o);
    close_opened(&o);
}

static void test_places_of_bodies(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\":1,\"ops\":[\n  {\"op\":\"repeat\",\"times\":3,\"var\":\"i\",\"ops\":[\n"
                         "    {\"op\":\"new\",\"id\":\"a{i}\",\"type\":\"T\",\"finalizer\":[{\"op\":\"poll\"},\n {\"op\":\"poll\"}]},\n"
                         "    {\"op\":\"drop\",\"id\":\"b\"}]}]}");
    const Op *op = next_op(&o);
    assert_int_equal(op->place_line, 2);
    assert_int_equal(op->place_column, 3);
    assert_true(op->braces);
    const Op *inner = op->body.ops;
    assert_int_equal(op->body.count, 2);
    assert_int_equal(inner[0].place_line, 3);
    assert_int_equal(inner[0].place_column, 5);
    assert_true(inner[0].braces);
    assert_int_equal(inner[0].body.ops[0].place_column, 53);
    assert_int_equal(inner[0].body.ops[1].place_line, 4);
    assert_int_equal(inner[0].body.ops[1].place_column, 2);
    assert_int_equal(inner[1].place_line, 5);
    assert_false(inner[1].braces || inner[0].body.ops[0].braces);
    close_opened(&o);
}

static void test_braces_in_every_text(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\":1}\n{\"op\":\"print\",\"text\":\"\\u007bi}\"}\n{\"op\":\"expect\",\"refcount\":{\"{i}\":1}}\n"
                         "{\"op\":\"load\",\"objects\":[{\"id\":\"{\",\"type\":\"T\"}]}\n{\"op\":\"poll\",\"x-a\":\"{i}\"}\n"
                         "{\"op\":\"drop\",\"id\":\"twelve bytes and then {i} and more\"}\n");
    assert_true(next_op(&o)->braces);
    assert_true(next_op(&o)->braces);
    assert_true(next_op(&o)->braces);
    assert_false(next_op(&o)->braces);
    assert_true(next_op(&o)->braces);
    close_opened(&o);
}

static void test_expect(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\":1}\n{\"op\":\"expect\",\"refcount\":{\"A\":3,\"N\":null},\"order\":{\"2\":[\"A\",5]},\"block\":{\"b\":{\"offset\":48}},"
                         "\"weakref\":{\"w\":null},\"count\":[1,2],\"output\":[\"\"],\"large\":{\"bytes\":9},\"tracked\":{\"A\":true}}");
    const Op *op = next_op(&o);
    const Check *c = op->checks;
    assert_int_equal(op->check_count, 9);
    assert_true(c[0].kind == CHECK_REFCOUNT && c[0].number[0] == 3 && !c[0].is_null);
    assert_true(c[1].is_null);
    assert_int_equal(c[2].name_count, 2);
    assert_name(&o, c[2].key, "2");
    assert_name(&o, c[2].names[1], "5");
    assert_true(c[3].has[2] && !c[3].has[0] && c[3].number[2] == 48);
    assert_true(c[4].is_null);
    assert_int_equal(c[5].number_count, 2);
    assert_int_equal(c[6].names[0], NAME_EMPTY);
    assert_true(c[7].has[1] && c[7].number[1] == 9);
    assert_true(c[8].boolean);
    close_opened(&o);
}

static void test_load(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\":1}\n{\"note\":\"n\",\"objects\":[{\"id\":1,\"type\":\"list\",\"items\":[2,3]},{\"keys\":{\"a\":9},\"items\":{\"b\":1,\"a\":2},"
                         "\"id\":2,\"type\":\"dict\",\"generation\":2,\"tracked\":false,\"finalized\":true,\"pin\":4}],\"op\":\"load\"}\n{\"op\":\"load\",\"objects\":[]}\n");
    const Op *op = next_op(&o);
    assert_int_equal(op->kind, OP_LOAD);
    assert_name(&o, op->note.en, "n");
    assert_int_equal(op->object_count, 2);
    assert_int_equal(op->item_count, 4);
    const LoadObject *object = op->objects;
    assert_true(object[0].item_count == 2 && object[0].tracked == -1 && object[0].generation == 0);
    assert_true(object[1].item_first == 2 && object[1].tracked == 0 && object[1].generation == 2 && object[1].finalized && object[1].pin == 4);
    assert_name(&o, op->items[3].key, "9");
    assert_int_equal(op->items[2].key, NAME_NONE);
    assert_int_equal(next_op(&o)->object_count, 0);
    assert_end(&o);
    close_opened(&o);
}

static void test_nul_in_texts(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\":1}\n{\"op\":\"print\",\"text\":\"a\\u0000\\\\u0000\"}");
    assert_name(&o, next_op(&o)->text.en, "a\xe2\x90\x80\\u0000");
    close_opened(&o);
}

/* Many ops across many blocks, through a pipe that gives a few bytes at a time. */
static void test_pipe(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        FILE *to = fdopen(ends[1], "w");
        fputs("{\"heaploupe\":1}\n", to);
        for (int i = 0; i < 20000; i++) {
            fprintf(to, "{\"op\":\"drop\",\"id\":%d}\n", i);
            if (i % 97 == 0) {
                fflush(to);
            }
        }
        fclose(to);
        _exit(0);
    }
    close(ends[1]);
    int old = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    Opened o = {.names = names_new()};
    o.reader = reader_open("-", o.names, &o.err);
    assert_non_null(o.reader);
    assert_string_equal(reader_file_name(o.reader), "<stdin>");
    for (int i = 0; i < 20000; i++) {
        char text[16];
        snprintf(text, sizeof text, "%d", i);
        const Op *op = next_op(&o);
        assert_name(&o, op->id, text);
        assert_int_equal(op->place_line, i + 2);
    }
    assert_end(&o);
    close_opened(&o);
    dup2(old, STDIN_FILENO);
    close(old);
    close(ends[0]);
}

static void test_files_that_cannot_be_read(void **state)
{
    (void)state;
    Names *names = names_new();
    Err err = {0};
    assert_null(reader_open("no/such/file", names, &err));
    assert_int_equal(err.status, ERR_INPUT);
    assert_non_null(strstr(err.text, "cannot be opened: "));
    assert_null(reader_open(".", names, &err));
    assert_int_equal(err.status, ERR_INPUT);
    assert_non_null(strstr(err.text, "is a folder"));
    names_free(names);
}

static void test_too_long_an_op(void **state)
{
    (void)state;
    size_t bytes = LIMIT_OP_BYTES + (1 << 20);
    char *text = mem_zeroed(bytes, 1);
    memset(text, 'x', bytes);
    const char start[] = "{\"heaploupe\":1}\n  {\"op\":\"print\",\"text\":\"";
    memcpy(text, start, sizeof start - 1);
    Opened o = {.names = names_new()};
    o.reader = reader_open_text(text, bytes, "long", o.names, &o.err);
    const Op *op = NULL;
    assert_int_equal(reader_next(o.reader, &op, &o.err), READ_FAILED);
    assert_int_equal(o.err.status, ERR_MACHINE);
    assert_int_equal(o.err.line, 2);
    assert_int_equal(o.err.column, 3);
    assert_non_null(strstr(o.err.text, "more than 64 MiB"));
    close_opened(&o);
    mem_release(text);
}

/* A load of 200,000 objects needs no memory for its text. */
static void test_long_load(void **state)
{
    (void)state;
    enum { OBJECTS = 200000 };
    char *text = mem_zeroed(OBJECTS, 64);
    size_t used = (size_t)sprintf(text, "{\"heaploupe\":1}\n{\"op\":\"load\",\"objects\":[");
    for (int i = 0; i < OBJECTS; i++) {
        used += (size_t)sprintf(text + used, "%s{\"id\":%d,\"type\":\"list\",\"items\":[%d]}", i == 0 ? "" : ",", i, (i + 1) % OBJECTS);
    }
    sprintf(text + used, "]}\n");
    Opened o = open_text(text);
    const Op *op = next_op(&o);
    assert_int_equal(op->object_count, OBJECTS);
    assert_name(&o, op->objects[OBJECTS - 1].id, "199999");
    assert_name(&o, op->items[op->objects[5].item_first].id, "6");
    assert_end(&o);
    close_opened(&o);
    mem_release(text);
}

static void assert_source(const Opened *o, uint32_t index, const char *const *lines, uint32_t count)
{
    const SourceFile *source = &reader_header(o->reader)->sources[index];
    assert_int_equal(source->line_count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_name(o, source->lines[i], lines[i]);
    }
}

static void test_lines_with_text(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\":1}\n{\"text\":\"a = 1\",\"op\":\"line\",\"line\":1}\n{\"op\":\"line\",\"line\":1}\n"
                         "{\"op\":\"line\",\"line\":2,\"text\":\"def f():\\n\\n    pass\"}\n{\"op\":\"line\",\"line\":3,\"text\":\"x\"}");
    assert_int_equal(reader_header(o.reader)->source_count, 0);
    for (int i = 0; i < 4; i++) {
        next_op(&o);
    }
    assert_end(&o);
    assert_int_equal(reader_header(o.reader)->source_count, 1);
    assert_source(&o, 0, (const char *const[]){"a = 1", "def f():", "x", "    pass"}, 4);
    close_opened(&o);

    o = open_text("{\"heaploupe\":1,\"source\":[{\"file\":\"a.py\",\"lines\":[\"one\"]},{\"file\":\"b.py\",\"lines\":[\"other\"]}]}\n"
                  "{\"op\":\"line\",\"line\":2,\"text\":\"two\"}");
    next_op(&o);
    assert_source(&o, 0, (const char *const[]){"one", "two"}, 2);
    assert_source(&o, 1, (const char *const[]){"other"}, 1);
    assert_name(&o, reader_header(o.reader)->sources[0].file, "a.py");
    close_opened(&o);
}

static void test_text_that_grows(void **state)
{
    (void)state;
    Opened o = open_text("{\"heaploupe\":1}\n");
    assert_end(&o);
    for (unsigned part = 0; part < 3; part++) {
        char lines[128];
        int bytes = snprintf(lines, sizeof lines, "{\"op\":\"poll\"}\n{\"op\":\"line\",\"line\":%u}\n", part + 1);
        reader_append(o.reader, lines, (size_t)bytes);
        assert_int_equal(next_op(&o)->kind, OP_POLL);
        const Op *op = next_op(&o);
        assert_int_equal(op->line, part + 1);
        assert_int_equal(op->place_line, 2 * part + 3); /* places count through */
        assert_end(&o);
    }
    const Op *op;
    reader_append(o.reader, "{\"op\":\"pol\"}", 13);
    assert_int_equal(reader_next(o.reader, &op, &o.err), READ_FAILED);
    assert_int_equal(o.err.line, 8);
    close_opened(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_header_defaults), cmocka_unit_test(test_header_members),      cmocka_unit_test(test_new),
        cmocka_unit_test(test_defaults_of_others), cmocka_unit_test(test_places_of_bodies), cmocka_unit_test(test_braces_in_every_text),
        cmocka_unit_test(test_expect),          cmocka_unit_test(test_load),                cmocka_unit_test(test_nul_in_texts),
        cmocka_unit_test(test_pipe),            cmocka_unit_test(test_files_that_cannot_be_read), cmocka_unit_test(test_too_long_an_op),
        cmocka_unit_test(test_long_load),       cmocka_unit_test(test_lines_with_text),     cmocka_unit_test(test_text_that_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
