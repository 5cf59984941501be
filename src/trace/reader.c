/* The header is scanned first. If the scanner stops at its "ops", the file is a document and each element of that array is an op; if the
 * header ends without, the file is JSON Lines and each line is one.
 *
 * A load's objects are scanned, read and dropped one by one. The text around them is kept, with an empty array in their place, and read
 * as any op is:
 *
 *     {"op":"load","objects":[ {…} , {…} ],"line":3}      read from the file
 *     {"op":"load","objects":[],"line":3}                 `kept`, the tree of the op
 */
#include "trace/reader.h"

#include "base/check.h"
#include "trace/header.h"
#include "trace/op_read.h"
#include "trace/program.h"
#include "trace/scanner_token.h"

#include <string.h>

struct Reader {
    char *name;
    Scanner scan;
    JsonParser json;
    Reading reading;
    Arena header_arena, op_arena;
    TraceHeader header;
    Program program;
    bool document;      /* ops stand in the header's array */
    bool first;         /* no op has been read */
    ReadStatus status;
    Err err;            /* when READ_FAILED */
    bool long_header;   /* the header stands on several lines */
    Op op;
    VEC(char) kept;     /* a header or op without its streamed array */
    LoadObjectVec objects;
    ItemVec items;
};

static const char *const op_texts[] = {
#define OP_TEXT(constant, spelling) spelling,
    OP_KINDS(OP_TEXT)
#undef OP_TEXT
};
static const char *const check_texts[] = {
#define CHECK_TEXT(constant, spelling, shape) spelling,
    CHECK_KINDS(CHECK_TEXT)
#undef CHECK_TEXT
};

/* Hands a text to cJSON. `text` begins where the scanner last kept. */
static bool parse_text(Reader *reader, const char *text, size_t bytes)
{
    Reading *r = &reader->reading;
    const Scanner *scan = &reader->scan;
    r->text = text;
    r->bytes = bytes;
    r->line = scan->kept_line;
    r->column = scan->kept_column;
    r->cut = SIZE_MAX;
    r->odd_numbers = scan->odd_numbers;
    r->nul_escapes = scan->nul_escapes;
    r->braces_possible = scan->braces;
    r->places.count = 0;
    r->root = json_parse(&reader->json, text, bytes, scan->nul_escapes);
    return r->root != NULL || err_input_at(r->err, r->line, r->column, "the JSON that begins here could not be read");
}

static bool parse_scanned(Reader *reader)
{
    const Scanner *scan = &reader->scan;
    return parse_text(reader, (const char *)scan->kept, (size_t)(scan->at - scan->kept));
}

static void keep_bytes(Reader *reader, const void *bytes, size_t count)
{
    vec_reserve(&reader->kept, count);
    memcpy(reader->kept.items + reader->kept.count, bytes, count);
    reader->kept.count += count;
}

static void keep_scanned(Reader *reader)
{
    keep_bytes(reader, reader->scan.kept, (size_t)(reader->scan.at - reader->scan.kept));
}

static bool open_document(Reader *reader)
{
    reader->kept.count = 0;
    keep_scanned(reader);
    keep_bytes(reader, "]}", 2);
    reader->document = true;
    return parse_text(reader, reader->kept.items, reader->kept.count);
}

static bool check_start(Scanner *scan)
{
    int byte = scanner_skip(scan);
    if (byte == '{') {
        return true;
    }
    if (byte < 0) {
        return scanner_fail(scan, "the file is empty, expected a trace that begins with {\"heaploupe\": 1");
    }
    if (byte == 0xef || byte >= 0xfe) {
        return scanner_fail(scan, "the file begins with a byte order mark, expected plain UTF-8 without one");
    }
    return scanner_fail(scan, "not a trace: expected the header {\"heaploupe\": 1, …} at the start");
}

static bool open_header(Reader *reader)
{
    Reading *r = &reader->reading;
    r->arena = &reader->header_arena;
    if (!check_start(&reader->scan)) {
        return false;
    }
    ScanResult result = scanner_value(&reader->scan, "ops");
    if (result == SCAN_FAILED || !(result == SCAN_STREAM ? open_document(reader) : parse_scanned(reader))) {
        return false;
    }
    reader->long_header = reader->scan.line != r->line;
    if (!header_read(r, &reader->header)) {
        return false;
    }
    reading_fill_places(r);
    r->arena = &reader->op_arena;
    return result == SCAN_STREAM || scanner_line_end(&reader->scan, "the header");
}

/* Takes over `source`. */
static Reader *reader_start(Source source, const char *name, Names *names, Err *err)
{
    Reader *reader = mem_zeroed(1, sizeof *reader);
    Reading *r = &reader->reading;
    scanner_init(&reader->scan, source);
    reader->name = mem_text(name);
    reader->first = true;
    r->names = names;
    r->err = reader->scan.err = &reader->err;
    words_init(&r->op_words, op_texts, OP_KIND_COUNT);
    words_init(&r->check_words, check_texts, CHECK_KIND_COUNT);
    words_init(&r->member_words, op_member_texts, MEMBER_COUNT_ALL);
    if (!open_header(reader)) {
        *err = reader->err;
        reader_close(reader);
        return NULL;
    }
    return reader;
}

Reader *reader_open(const char *path, Names *names, Err *err)
{
    Source source;
    if (!source_open(&source, path, err)) {
        return NULL;
    }
    return reader_start(source, strcmp(path, "-") == 0 ? "<stdin>" : path, names, err);
}

Reader *reader_open_source(Source source, const char *shown_name, Names *names, Err *err)
{
    return reader_start(source, shown_name, names, err);
}

Reader *reader_open_text(const char *bytes, size_t count, const char *shown_name, Names *names, Err *err)
{
    Source source;
    source_open_text(&source, bytes, count, SOURCE_BLOCK_BYTES);
    return reader_start(source, shown_name, names, err);
}

Reader *reader_open_blocks(const char *bytes, size_t count, size_t block, Names *names, Err *err)
{
    Source source;
    source_open_text(&source, bytes, count, block);
    return reader_start(source, "<text>", names, err);
}

void reader_close(Reader *reader)
{
    if (reader == NULL) {
        return;
    }
    scanner_release(&reader->scan);
    json_release(&reader->json);
    arena_release(&reader->header_arena);
    arena_release(&reader->op_arena);
    vec_release(&reader->reading.marks);
    vec_release(&reader->reading.mark_data);
    vec_release(&reader->reading.places);
    vec_release(&reader->kept);
    vec_release(&reader->program.lines);
    vec_release(&reader->objects);
    vec_release(&reader->items);
    mem_release(reader->name);
    mem_release(reader);
}

const TraceHeader *reader_header(const Reader *reader)
{
    return &reader->header;
}

const char *reader_file_name(const Reader *reader)
{
    return reader->name;
}

static bool read_one_object(Reader *reader)
{
    Reading *r = &reader->reading;
    if (scanner_value(&reader->scan, NULL) != SCAN_DONE || !parse_scanned(reader)) {
        return false;
    }
    if (reader->objects.count == LIMIT_LOAD_ITEMS) {
        return err_machine(r->err, "op 'load': more than %zu objects", LIMIT_LOAD_ITEMS);
    }
    LoadObject object;
    r->subject = "op 'load'";
    r->owner = r->root;
    r->in_load = true;
    r->element = (uint32_t)reader->objects.count;
    bool good = op_items_read_object(r, r->root, &object, &reader->items);
    r->in_load = false;
    vec_push(&reader->objects, object);
    return good;
}

/* Behind the '[' of a load's objects, to its ']'. */
static bool read_streamed_objects(Reader *reader)
{
    bool first = true;
    int more;
    while ((more = scanner_element(&reader->scan, first)) == 1) {
        if (!read_one_object(reader)) {
            return false;
        }
        first = false;
    }
    return more == 0;
}

/* An op that has an array "objects": reads around it. */
static bool read_streaming_op(Reader *reader, uint32_t base)
{
    Scanner *scan = &reader->scan;
    Reading *r = &reader->reading;
    const Scanner start = *scan;
    reader->kept.count = 0;
    keep_scanned(reader);
    r->braces = false;
    if (!read_streamed_objects(reader)) {
        return false;
    }
    bool braces = r->braces;
    uint32_t cut_line = scan->kept_line, cut_column = scan->kept_column;
    size_t cut = reader->kept.count;
    scan->odd_numbers = start.odd_numbers;
    scan->nul_escapes = start.nul_escapes;
    scan->braces = start.braces;
    ScanResult result = scanner_resume(scan, base, "objects");
    if (result != SCAN_DONE) {
        return result == SCAN_STREAM ? scanner_fail(scan, "member 'objects' stands twice in one op, expected once") : false;
    }
    keep_scanned(reader);
    scan->kept_line = start.kept_line;
    scan->kept_column = start.kept_column;
    if (!parse_text(reader, reader->kept.items, reader->kept.count)) {
        return false;
    }
    r->cut = cut;
    r->cut_line = cut_line;
    r->cut_column = cut_column;
    r->braces = braces;
    return true;
}

/* What a `line` op says of the program's source. */
static bool read_program_text(Reader *reader)
{
    Reading *r = &reader->reading;
    const Op *op = &reader->op;
    if (op->kind != OP_LINE || op->text.en == NAME_NONE || program_add(&reader->program, &reader->header, r->names, op)) {
        return true;
    }
    return err_input_at(r->err, op->place_line, op->place_column, "op 'line': member 'text' begins at line %u, expected at most one "
                        "behind the last line of the source, %zu", op->line, reader->program.lines.count);
}

/* At an op's first byte. */
static bool read_one_op(Reader *reader)
{
    Reading *r = &reader->reading;
    Scanner *scan = &reader->scan;
    uint32_t base = scan->depth;
    arena_reset(&reader->op_arena);
    reader->objects.count = 0;
    reader->items.count = 0;
    r->braces = false;
    ScanResult result = scanner_value(scan, "objects");
    if (result == SCAN_FAILED || !(result == SCAN_STREAM ? read_streaming_op(reader, base) : parse_scanned(reader))) {
        return false;
    }
    bool braces = r->braces;
    reader->op = (Op){.place_line = r->line, .place_column = r->column};
    r->subject = NULL;
    if (!op_read(r, r->root, &reader->op)) {
        return false;
    }
    reading_fill_places(r);
    reader->op.braces |= braces;
    if (!read_program_text(reader)) {
        return false;
    }
    if (result == SCAN_STREAM) {
        reader->op.objects = reader->objects.items;
        reader->op.object_count = (uint32_t)reader->objects.count;
        reader->op.items = reader->items.items;
        reader->op.item_count = (uint32_t)reader->items.count;
    }
    return true;
}

/* Behind the ']' of the document's ops. */
static ReadStatus end_document(Reader *reader)
{
    Scanner *scan = &reader->scan;
    scan->at++;
    scan->depth--;
    int byte = scanner_skip(scan);
    if (byte == ',') {
        scanner_fail(scan, "'ops' must be the last member of the header, expected '}'");
        return READ_FAILED;
    }
    if (byte != '}') {
        scanner_unexpected(scan, "'}' after the ops");
        return READ_FAILED;
    }
    scan->at++;
    scan->depth--;
    if (scanner_skip(scan) >= 0) {
        scanner_fail(scan, "something stands after the end of the document");
    }
    return scan->failed ? READ_FAILED : READ_END;
}

static ReadStatus next_in_document(Reader *reader)
{
    int more = scanner_element(&reader->scan, reader->first);
    if (more <= 0) {
        return more < 0 ? READ_FAILED : end_document(reader);
    }
    return read_one_op(reader) ? READ_OP : READ_FAILED;
}

static ReadStatus next_in_lines(Reader *reader)
{
    Scanner *scan = &reader->scan;
    int byte = scanner_skip(scan);
    if (byte < 0) {
        return scan->failed ? READ_FAILED : READ_END;
    }
    if (reader->long_header) {
        scanner_fail(scan, "an op after a header of several lines, expected the header on one line (JSON Lines) or the ops in its member 'ops'");
        return READ_FAILED;
    }
    if (byte == '[') {
        scanner_fail(scan, "expected an op (an object) on each line, got an array");
        return READ_FAILED;
    }
    scan->one_line = true;
    bool good = read_one_op(reader);
    scan->one_line = false;
    return good && scanner_line_end(scan, "an op") ? READ_OP : READ_FAILED;
}

ReadStatus reader_next(Reader *reader, const Op **op, Err *err)
{
    if (reader->status == READ_OP) {
        reader->status = reader->document ? next_in_document(reader) : next_in_lines(reader);
        reader->first = false;
    }
    if (reader->status == READ_FAILED) {
        *err = reader->err;
    }
    *op = &reader->op;
    return reader->status;
}

void reader_append(Reader *reader, const char *bytes, size_t count)
{
    CHECK(!reader->document && reader->status == READ_END);
    scanner_append(&reader->scan, bytes, count);
    reader->status = READ_OP;
}
