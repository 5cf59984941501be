/* Header members are read through one table of name and function; duplicates are found by the table's bits. */
#include "trace/header.h"

#include "trace/limits.h"
#include "trace/value.h"

#include <stdlib.h>
#include <string.h>

typedef bool ReadHeader(Reading *r, const cJSON *node, TraceHeader *header);
typedef struct HeaderRow {
    const char *text;
    ReadHeader *read;
} HeaderRow;

/* Reads the members of an object through `rows`; each at most once. `*seen` gets the bits of those that were there. */
static bool read_rows(Reading *r, const cJSON *node, const HeaderRow *rows, TraceHeader *header)
{
    uint64_t seen = 0;
    if (!value_expect_object(r, node, "an object")) {
        return false;
    }
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        Suggestion suggestion = suggestion_for(child->string);
        size_t row = 0;
        while (rows[row].text != NULL && strcmp(rows[row].text, child->string) != 0) {
            suggestion_offer(&suggestion, rows[row++].text);
        }
        if (rows[row].text == NULL) {
            if (!marks_is_foreign(child)) {
                return reading_unknown(r, child, &suggestion);
            }
            if (!marks_check_foreign(r, child)) {
                return false;
            }
            continue;
        }
        if (seen >> row & 1) {
            return reading_twice(r, child);
        }
        seen |= UINT64_C(1) << row;
        if (!rows[row].read(r, child, header)) {
            return false;
        }
    }
    return marks_check_twins(r, node);
}

static bool read_version(Reading *r, const cJSON *node, TraceHeader *header)
{
    header->version = 1;
    return (value_is_integer(r, node) && node->valuedouble == 1) || reading_wrong(r, node, "1, the only version of this format");
}

static bool read_title(Reading *r, const cJSON *node, TraceHeader *header)
{
    return value_read_text(r, node, &header->title);
}

/* The lessons' own members begin with x-, so whatever else stands there is not ours to refuse. */
static bool read_summary(Reading *r, const cJSON *node, TraceHeader *header)
{
    const cJSON *english = cJSON_IsObject(node) ? cJSON_GetObjectItemCaseSensitive(node, "en") : node;
    const cJSON *chinese = cJSON_IsObject(node) ? cJSON_GetObjectItemCaseSensitive(node, "zh") : node;
    return marks_check_foreign(r, node) && (!cJSON_IsString(english) || value_read_string(r, english, &header->summary.en)) &&
           (!cJSON_IsString(chinese) || value_read_string(r, chinese, &header->summary.zh));
}

static bool read_row_name(Reading *r, const cJSON *node, TraceHeader *header)
{
    return cJSON_IsString(node) ? value_read_string(r, node, &header->row) : marks_check_foreign(r, node);
}

static bool read_python(Reading *r, const cJSON *node, TraceHeader *header)
{
    return cJSON_IsString(node) ? value_read_string(r, node, &header->python) : marks_check_foreign(r, node);
}

static bool read_show(Reading *r, const cJSON *node, TraceHeader *header)
{
    header->shows_memory = cJSON_IsString(node) && strcmp(node->valuestring, "memory") == 0;
    return marks_check_foreign(r, node);
}

static bool read_runtime(Reading *r, const cJSON *node, TraceHeader *header)
{
    NodePlace place = {node, &header->runtime_line, &header->runtime_column};
    vec_push(&r->places, place);
    return value_read_name(r, node, &header->runtime);
}

/* The index of the string among `words` (NULL at the end), or an error. */
static bool read_choice(Reading *r, const cJSON *node, const char *const *words, const char *expected, int *index)
{
    for (*index = 0; cJSON_IsString(node) && words[*index] != NULL; ++*index) {
        if (strcmp(words[*index], node->valuestring) == 0) {
            return true;
        }
    }
    return reading_wrong(r, node, expected);
}

static bool read_collector(Reading *r, const cJSON *node, TraceHeader *header)
{
    int index = 0;
    bool good = read_choice(r, node, (const char *const[]){"cpython", "marksweep", NULL}, "\"cpython\" or \"marksweep\"", &index);
    header->collector = index == 1 ? COLLECTOR_MARKSWEEP : COLLECTOR_CPYTHON;
    return good;
}

/* Thresholds left out are 10 in every profile. */
static bool read_threshold(Reading *r, const cJSON *node, TraceHeader *header)
{
    TraceConfig *config = &header->config;
    uint8_t count = 0;
    config->threshold_given = true;
    config->threshold[1] = config->threshold[2] = 10;
    return value_read_numbers(r, node, 1, 3, config->threshold, &count);
}

static bool read_enabled(Reading *r, const cJSON *node, TraceHeader *header)
{
    return value_read_bool(r, node, &header->config.enabled);
}

static bool read_count(Reading *r, const cJSON *node, TraceHeader *header)
{
    uint8_t count = 0;
    header->config.count_given = true;
    return value_read_numbers(r, node, 3, 3, header->config.count, &count);
}

static bool read_long_lived(Reading *r, const cJSON *node, TraceHeader *header)
{
    uint8_t count = 0;
    header->config.long_lived_given = true;
    return value_read_numbers(r, node, 2, 2, header->config.long_lived, &count);
}

static bool read_allocator(Reading *r, const cJSON *node, TraceHeader *header)
{
    int index = 0;
    bool good = read_choice(r, node, (const char *const[]){"pymalloc", "first-fit", NULL}, "\"pymalloc\" or \"first-fit\"", &index);
    header->config.allocator = index == 1 ? ALLOCATOR_FIRST_FIT : ALLOCATOR_PYMALLOC;
    return good;
}

static bool read_small_max(Reading *r, const cJSON *node, TraceHeader *header)
{
    return value_read_integer(r, node, 1, LIMIT_INTEGER, &header->config.small_max);
}

static bool read_alignment(Reading *r, const cJSON *node, TraceHeader *header)
{
    return value_read_integer(r, node, 1, LIMIT_INTEGER, &header->config.alignment);
}

static bool read_pool_bytes(Reading *r, const cJSON *node, TraceHeader *header)
{
    return value_read_integer(r, node, 1, LIMIT_INTEGER, &header->config.pool_bytes);
}

static bool read_arena_bytes(Reading *r, const cJSON *node, TraceHeader *header)
{
    return value_read_integer(r, node, 1, LIMIT_INTEGER, &header->config.arena_bytes);
}

static bool read_arena_aligned(Reading *r, const cJSON *node, TraceHeader *header)
{
    return value_read_bool(r, node, &header->config.arena_aligned);
}

/* An integer, or "0x…" as addresses are printed. */
static bool read_address(Reading *r, const cJSON *node, uint64_t *address)
{
    if (!cJSON_IsString(node)) {
        return value_is_integer(r, node) ? value_read_integer(r, node, 0, LIMIT_INTEGER, address)
                                   : reading_wrong(r, node, "an address (an integer or a string \"0x…\")");
    }
    const char *text = node->valuestring;
    size_t bytes = strlen(text);
    bool good = bytes > 2 && bytes <= 18 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') &&
                strspn(text + 2, "0123456789abcdefABCDEF") == bytes - 2;
    *address = good ? strtoull(text + 2, NULL, 16) : 0;
    return good || reading_wrong(r, node, "an address (an integer or a string \"0x…\")");
}

static bool read_arena_bases(Reading *r, const cJSON *node, TraceHeader *header)
{
    if (!value_expect_array(r, node, "an array of addresses")) {
        return false;
    }
    uint64_t *bases = arena_zeroed(r->arena, value_child_count(node), sizeof *bases);
    header->config.arena_bases = bases;
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (!read_address(r, child, &bases[header->config.arena_base_count++])) {
            return false;
        }
    }
    return true;
}

static bool read_pymalloc(Reading *r, const cJSON *node, TraceHeader *header)
{
    static const HeaderRow rows[] = {
        {"small_max", read_small_max},     {"alignment", read_alignment},         {"pool_bytes", read_pool_bytes},
        {"arena_bytes", read_arena_bytes}, {"arena_aligned", read_arena_aligned}, {"arena_bases", read_arena_bases},
        {NULL, NULL},
    };
    return read_rows(r, node, rows, header);
}

static bool read_config(Reading *r, const cJSON *node, TraceHeader *header)
{
    static const HeaderRow rows[] = {
        {"threshold", read_threshold}, {"enabled", read_enabled},     {"count", read_count}, {"long_lived", read_long_lived},
        {"allocator", read_allocator}, {"pymalloc", read_pymalloc},   {NULL, NULL},
    };
    return read_rows(r, node, rows, header);
}

static bool read_source_member(Reading *r, const cJSON *node, SourceFile *source)
{
    Suggestion suggestion = suggestion_for(node->string);
    if (strcmp(node->string, "file") == 0) {
        return value_read_name(r, node, &source->file);
    }
    if (strcmp(node->string, "lines") == 0) {
        return value_read_strings(r, node, &source->lines, &source->line_count);
    }
    if (marks_is_foreign(node)) {
        return marks_check_foreign(r, node);
    }
    suggestion_offer(&suggestion, "file");
    suggestion_offer(&suggestion, "lines");
    return reading_unknown(r, node, &suggestion);
}

static bool read_source_file(Reading *r, const cJSON *node, SourceFile *source)
{
    if (!value_expect_object(r, node, "an object with the members file, lines")) {
        return false;
    }
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (!read_source_member(r, child, source)) {
            return false;
        }
    }
    return marks_check_twins(r, node);
}

static bool read_source(Reading *r, const cJSON *node, TraceHeader *header)
{
    bool many = cJSON_IsArray(node);
    SourceFile *sources = arena_zeroed(r->arena, many ? value_child_count(node) : 1, sizeof *sources);
    header->sources = sources;
    if (!many) {
        header->source_count = 1;
        return read_source_file(r, node, sources);
    }
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (!read_source_file(r, child, &sources[header->source_count++])) {
            return false;
        }
    }
    return true;
}

/* Reached with elements only when the array was not streamed: then it is no array. */
static bool read_ops(Reading *r, const cJSON *node, TraceHeader *header)
{
    (void)header;
    return value_expect_array(r, node, "an array of ops");
}

bool header_read(Reading *r, TraceHeader *header)
{
    static const HeaderRow rows[] = {
        {"heaploupe", read_version}, {"title", read_title},   {"runtime", read_runtime},   {"collector", read_collector},
        {"config", read_config},     {"source", read_source}, {"x-summary", read_summary}, {"x-row", read_row_name},
        {"x-python", read_python},   {"x-show", read_show},   {"ops", read_ops},         {NULL, NULL},
    };
    *header = (TraceHeader){.config.enabled = true};
    r->subject = "header";
    r->owner = r->root;
    bool first_is_op = false, is_log = false;
    for (const cJSON *child = r->root->child; child != NULL; child = child->next) {
        first_is_op |= strcmp(child->string, "op") == 0;
        is_log |= strcmp(child->string, "heaploupe-events") == 0;
    }
    if (is_log) {
        return reading_fail(r, r->root, AT_OWNER, "this is an event log (heaploupe-events), expected a trace");
    }
    if (first_is_op) {
        return reading_fail(r, r->root, AT_OWNER, "an op stands where the header must be, expected {\"heaploupe\": 1, …}");
    }
    if (!read_rows(r, r->root, rows, header)) {
        return false;
    }
    if (header->version == 0) {
        return reading_missing(r, "heaploupe");
    }
    header->runtime = header->runtime != NAME_NONE ? header->runtime : names_of(r->names, "cpython-3.11");
    return true;
}
