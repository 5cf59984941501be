/* cJSON for the rest of trace/: parses a text the scanner has accepted into a tree in a bump arena. Not a check of the text (scanner.h).
 *
 * Texts of the tree are UTF-8; a \u0000, which would cut a C string, stands there as JSON_HIDDEN_NUL, two bytes no valid text contains. */
#ifndef HL_TRACE_JSON_H
#define HL_TRACE_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#define JSON_HIDDEN_NUL "\xc0\x80"

typedef struct JsonChunk JsonChunk;

/* An all-zero one is valid. */
typedef struct JsonParser {
    JsonChunk *chunks;  /* newest first */
    size_t used;        /* of the newest */
    char *rewritten;    /* a text whose \u0000 were replaced */
    size_t rewritten_capacity;
} JsonParser;

/* The tree lives until the next json_parse or json_release. NULL when cJSON refuses the text. */
const cJSON *json_parse(JsonParser *parser, const char *text, size_t bytes, bool nul_escapes);
void json_release(JsonParser *parser);

#endif
