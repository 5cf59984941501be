/* Errors are rare, so nothing is recorded for them on the way: the tree and the text list the same values in the same order, and walking both at
 * once finds the place of any node, and its path.
 *
 *     text  {"op":"new","items":["A",null]}        tree  op  items ─ "A"
 *                                 ^ place of the node                └ null   path items[1]
 */
#include "trace/reading.h"

#include "trace/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 160, SHOWN_BYTES = 40 };

typedef struct Walk {
    const Reading *r;
    const cJSON *wanted;
    size_t at;       /* place in the text */
    size_t key_at;   /* of the wanted node's name */
    size_t owner_at;
    char path[PATH_BYTES];
    /* the place of text[known], counted up as needed */
    size_t known;
    uint32_t line, column;
    size_t next_place; /* of r->places */
} Walk;

static void skip_space(Walk *walk)
{
    while (walk->at < walk->r->bytes && strchr(" \t\r\n", walk->r->text[walk->at]) != NULL) {
        walk->at++;
    }
}

static void skip_string(Walk *walk)
{
    for (walk->at++; walk->r->text[walk->at] != '"'; walk->at++) {
        walk->at += walk->r->text[walk->at] == '\\';
    }
    walk->at++;
}

static void skip_scalar(Walk *walk)
{
    if (walk->r->text[walk->at] == '"') {
        skip_string(walk);
        return;
    }
    while (walk->at < walk->r->bytes && strchr(",]} \t\r\n", walk->r->text[walk->at]) == NULL) {
        walk->at++;
    }
}

/* Appends ".name" or "[index]". */
static size_t extend_path(Walk *walk, size_t used, const cJSON *child, unsigned index)
{
    size_t room = PATH_BYTES - used;
    int added = child->string != NULL ? snprintf(walk->path + used, room, "%s%.*s", used != 0 ? "." : "", SHOWN_BYTES, child->string)
                                      : snprintf(walk->path + used, room, "[%u]", index);
    return used + (size_t)added < PATH_BYTES ? used + (size_t)added : PATH_BYTES - 1;
}

/* Counts on to `offset`, which is not before the last one. */
static void count_to(Walk *walk, size_t offset)
{
    const Reading *r = walk->r;
    if (walk->known < r->cut && offset >= r->cut) {
        walk->known = r->cut;
        walk->line = r->cut_line;
        walk->column = r->cut_column;
    }
    for (; walk->known < offset; walk->known++) {
        bool newline = r->text[walk->known] == '\n';
        walk->column = newline ? 1 : walk->column + 1;
        walk->line += newline;
    }
}

static void fill_place(Walk *walk)
{
    const NodePlace *place = &walk->r->places.items[walk->next_place++];
    count_to(walk, walk->at);
    *place->line = walk->line;
    *place->column = walk->column;
}

/* With walk->at at the node's first byte: true if the wanted node was found in it, else walk->at is behind it. */
static bool walk_to(Walk *walk, const cJSON *node, size_t path_used)
{
    if (node == walk->r->owner) {
        walk->owner_at = walk->at;
        path_used = 0;
        walk->path[0] = '\0';
    }
    if (node == walk->wanted) {
        return true;
    }
    if (walk->next_place < walk->r->places.count && walk->r->places.items[walk->next_place].node == node) {
        fill_place(walk);
    }
    if (!cJSON_IsArray(node) && !cJSON_IsObject(node)) {
        skip_scalar(walk);
        return false;
    }
    unsigned index = 0;
    for (const cJSON *child = node->child; child != NULL; child = child->next, index++) {
        walk->at++; /* the bracket or comma */
        skip_space(walk);
        walk->key_at = walk->at;
        if (cJSON_IsObject(node)) {
            skip_string(walk);
            skip_space(walk);
            walk->at++;
            skip_space(walk);
        }
        if (walk_to(walk, child, extend_path(walk, path_used, child, index))) {
            return true;
        }
        skip_space(walk);
    }
    walk->path[path_used] = '\0';
    if (node->child == NULL) {
        walk->at++;
        skip_space(walk);
    }
    walk->at++;
    return false;
}

static Walk walk_start(const Reading *r, const cJSON *wanted)
{
    Walk walk = {.r = r, .wanted = wanted, .line = r->line, .column = r->column};
    walk.next_place = wanted != NULL ? r->places.count : 0;
    walk_to(&walk, r->root, 0);
    return walk;
}

void reading_fill_places(Reading *r)
{
    if (r->places.count != 0) {
        walk_start(r, NULL);
        r->places.count = 0;
    }
}

bool reading_fail(Reading *r, const cJSON *node, ProblemPlace at, const char *format, ...)
{
    char text[ERR_TEXT_BYTES], prefix[32] = "";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    Walk walk = walk_start(r, node);
    if (r->in_load) {
        snprintf(prefix, sizeof prefix, "objects[%u]%s", r->element, walk.path[0] != '\0' ? "." : "");
    }
    bool has_path = at != AT_OWNER && (walk.path[0] != '\0' || r->in_load);
    if (has_path) {
        err_input(r->err, "%s: member '%s%s' %s", r->subject, prefix, walk.path, text);
    } else {
        err_input(r->err, "%s%s%s%s: %s", r->subject, r->in_load ? ": member '" : "", prefix, r->in_load ? "'" : "", text);
    }
    count_to(&walk, at == AT_VALUE ? walk.at : at == AT_KEY ? walk.key_at : walk.owner_at);
    r->err->line = walk.line;
    r->err->column = walk.column;
    return false;
}

const char *reading_raw(Reading *r, const cJSON *node, size_t *bytes)
{
    Walk walk = walk_start(r, node);
    size_t start = walk.at;
    skip_scalar(&walk);
    *bytes = walk.at - start;
    return r->text + start;
}

/* Cuts to SHOWN_BYTES, at a character's start. */
static int shown_bytes(const char *text, size_t bytes)
{
    if (bytes > SHOWN_BYTES) {
        bytes = SHOWN_BYTES;
        while (bytes > 0 && ((unsigned char)text[bytes] & 0xc0) == 0x80) {
            bytes--;
        }
    }
    return (int)bytes;
}

bool reading_wrong(Reading *r, const cJSON *node, const char *expected)
{
    size_t bytes = 0;
    const char *raw = "";
    if (cJSON_IsObject(node) || cJSON_IsArray(node)) {
        const char *empty = node->child == NULL ? "empty " : "";
        return reading_fail(r, node, AT_VALUE, "must be %s, got an %s%s", expected, empty, cJSON_IsObject(node) ? "object" : "array");
    }
    raw = reading_raw(r, node, &bytes);
    int shown = shown_bytes(raw, bytes);
    return reading_fail(r, node, AT_VALUE, "must be %s, got %.*s%s", expected, shown, raw, (size_t)shown < bytes ? "…" : "");
}

bool reading_wrong_key(Reading *r, const cJSON *node, const char *expected)
{
    return reading_fail(r, node, AT_KEY, "must have %s as its name", expected);
}

bool reading_missing(Reading *r, const char *member)
{
    return reading_fail(r, r->owner, AT_OWNER, "member '%s' is missing", member);
}

bool reading_twice(Reading *r, const cJSON *node)
{
    return reading_fail(r, node, AT_KEY, "stands twice in one object, expected once");
}

bool reading_unknown(Reading *r, const cJSON *node, const Suggestion *suggestion)
{
    if (suggestion->best != NULL) {
        return reading_fail(r, node, AT_KEY, "is unknown; did you mean '%s'?", suggestion->best);
    }
    return reading_fail(r, node, AT_KEY, "is unknown here (members for other programs begin with x-)");
}
