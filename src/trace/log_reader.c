#include "trace/log_reader.h"

#include "base/arena.h"
#include "base/mem.h"
#include "trace/json.h"
#include "trace/scanner.h"

#include <string.h>

enum {
    MEMBERS_MAX = 64, /* of one object: our own have a dozen; more would make looking for twins slow */
};

struct LogReader {
    Scanner scan;
    JsonParser json;
    Arena arena;
    Err err;
    bool ended;
    const LogNode *header;
};

static const char mark[] = "\"heaploupe-events\"";

/* The mark as a key: a colon follows. Only the first line is looked at. */
bool log_reader_recognises(const Source *source)
{
    const char *at = (const char *)source->bytes;
    const char *end = memchr(at, '\n', source->count);
    size_t bytes = end == NULL ? source->count : (size_t)(end - at);
    const char *found;
    while ((found = memmem(at, bytes, mark, sizeof mark - 1)) != NULL) {
        const char *behind = found + sizeof mark - 1;
        bytes -= (size_t)(behind - at);
        at = behind;
        size_t blanks = 0;
        while (blanks < bytes && (at[blanks] == ' ' || at[blanks] == '\t')) {
            blanks++;
        }
        if (blanks < bytes && at[blanks] == ':') {
            return true;
        }
    }
    return false;
}

/* ---- from cJSON's tree to ours ---- */

static bool fail(LogReader *reader, const char *what)
{
    return err_input_at(&reader->err, reader->scan.kept_line, 1, "%s", what);
}

static bool has_twins(const cJSON *object)
{
    for (const cJSON *a = object->child; a != NULL; a = a->next) {
        for (const cJSON *b = a->next; b != NULL; b = b->next) {
            if (strcmp(a->string, b->string) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool check_members(LogReader *reader, const cJSON *object)
{
    int count = 0;
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        count++;
    }
    if (count > MEMBERS_MAX) {
        return fail(reader, "an object has more than 64 members, expected fewer");
    }
    return !has_twins(object) || fail(reader, "a member stands twice in one object");
}

static bool convert(LogReader *reader, const cJSON *from, LogNode *to);

static bool convert_children(LogReader *reader, const cJSON *from, LogNode *to)
{
    LogNode *last = NULL;
    to->kind = cJSON_IsObject(from) ? NODE_MEMBERS : NODE_ARRAY;
    if (to->kind == NODE_MEMBERS && !check_members(reader, from)) {
        return false;
    }
    for (const cJSON *child = from->child; child != NULL; child = child->next) {
        LogNode *made = arena_zeroed(&reader->arena, 1, sizeof *made);
        if (!convert(reader, child, made)) {
            return false;
        }
        made->key = child->string == NULL ? NULL : arena_copy(&reader->arena, child->string, strlen(child->string) + 1);
        if (last == NULL) {
            to->child = made;
        } else {
            last->next = made;
        }
        last = made;
    }
    return true;
}

/* The scanner has limited the depth, and refused numbers that are no integers a double holds. */
static bool convert(LogReader *reader, const cJSON *from, LogNode *to)
{
    if (cJSON_IsString(from)) {
        to->kind = NODE_STRING;
        to->text = arena_copy(&reader->arena, from->valuestring, strlen(from->valuestring) + 1);
    } else if (cJSON_IsNumber(from)) {
        to->kind = NODE_INTEGER;
        to->number = (int64_t)from->valuedouble;
    } else if (cJSON_IsBool(from)) {
        to->kind = NODE_TRUTH;
        to->number = cJSON_IsTrue(from);
    } else if (cJSON_IsNull(from)) {
        to->kind = NODE_NULL;
    } else {
        return convert_children(reader, from, to);
    }
    return true;
}

/* One value at `at`. */
static const LogNode *read_value(LogReader *reader)
{
    Scanner *scan = &reader->scan;
    if (scanner_value(scan, NULL) != SCAN_DONE) {
        return NULL;
    }
    if (scan->odd_numbers || scan->nul_escapes) {
        fail(reader, scan->odd_numbers ? "a number is no integer within 2^53-1" : "a text holds \\u0000");
        return NULL;
    }
    const cJSON *tree = json_parse(&reader->json, (const char *)scan->kept, (size_t)(scan->at - scan->kept), false);
    if (tree == NULL || !cJSON_IsObject(tree)) {
        fail(reader, "expected a JSON object on each line of an event log");
        return NULL;
    }
    arena_reset(&reader->arena);
    LogNode *node = arena_zeroed(&reader->arena, 1, sizeof *node);
    return convert(reader, tree, node) ? node : NULL;
}

static const LogNode *read_line(LogReader *reader)
{
    reader->scan.one_line = true;
    const LogNode *node = read_value(reader);
    reader->scan.one_line = false;
    return node != NULL && scanner_line_end(&reader->scan, "an event") ? node : NULL;
}

LogReader *log_reader_open(Source source, Err *err)
{
    LogReader *reader = mem_zeroed(1, sizeof *reader);
    scanner_init(&reader->scan, source);
    reader->scan.err = &reader->err;
    reader->header = scanner_skip(&reader->scan) < 0 ? NULL : read_line(reader);
    if (reader->header == NULL) {
        *err = reader->err;
        log_reader_close(reader);
        return NULL;
    }
    return reader;
}

void log_reader_close(LogReader *reader)
{
    if (reader != NULL) {
        scanner_release(&reader->scan);
        json_release(&reader->json);
        arena_release(&reader->arena);
        mem_release(reader);
    }
}

const LogNode *log_reader_header(const LogReader *reader)
{
    return reader->header;
}

ReadStatus log_reader_next(LogReader *reader, const LogNode **line, uint32_t *place, Err *err)
{
    if (scanner_skip(&reader->scan) >= 0) {
        *line = read_line(reader);
        *place = reader->scan.kept_line;
        if (*line != NULL) {
            return READ_OP;
        }
    } else if (!reader->scan.failed) {
        return READ_END;
    }
    *err = reader->err;
    return READ_FAILED;
}

const LogNode *log_node_find(const LogNode *members, const char *key)
{
    if (members->kind != NODE_MEMBERS) {
        return NULL;
    }
    for (const LogNode *member = members->child; member != NULL; member = member->next) {
        if (strcmp(member->key, key) == 0) {
            return member;
        }
    }
    return NULL;
}
