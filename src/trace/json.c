/* cJSON asks for one node of 64 bytes a value and one block a string; from a bump arena that costs a few instructions, and freeing costs
 * nothing. Its hooks take no context, so the arena in use stands in one thread-local variable while a parse runs. */
#include "trace/json.h"

#include "base/mem.h"

#include <stdint.h>
#include <string.h>

enum { CHUNK_BYTES = 1 << 16, ALIGNMENT = 16 };

struct JsonChunk {
    JsonChunk *older;
    size_t bytes; /* of `data` */
    unsigned char data[];
};

static _Thread_local JsonParser *active;

static void add_chunk(JsonParser *parser, size_t wanted)
{
    size_t bytes = parser->chunks != NULL ? parser->chunks->bytes * 2 : CHUNK_BYTES;
    if (bytes < wanted) {
        bytes = wanted;
    }
    JsonChunk *chunk = mem_resize(NULL, sizeof *chunk + bytes, 1);
    chunk->older = parser->chunks;
    chunk->bytes = bytes;
    parser->chunks = chunk;
    parser->used = 0;
}

static void *bump_allocate(size_t bytes)
{
    JsonParser *parser = active;
    size_t wanted = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (parser->chunks == NULL || parser->chunks->bytes - parser->used < wanted) {
        add_chunk(parser, wanted);
    }
    void *memory = parser->chunks->data + parser->used;
    parser->used += wanted;
    return memory;
}

static void bump_free(void *memory)
{
    (void)memory;
}

/* Releases all chunks but the smallest (the oldest): a huge op does not hold its memory for ever. */
static void bump_reset(JsonParser *parser)
{
    while (parser->chunks != NULL && parser->chunks->older != NULL) {
        JsonChunk *older = parser->chunks->older;
        mem_release(parser->chunks);
        parser->chunks = older;
    }
    parser->used = 0;
}

/* Copies the text with each \u0000 replaced; returns its new length. A backslash escapes exactly one byte after it, so pairs are skipped. */
static size_t hide_nuls(JsonParser *parser, const char *text, size_t bytes)
{
    if (parser->rewritten_capacity < bytes) {
        parser->rewritten = mem_resize(parser->rewritten, bytes, 1);
        parser->rewritten_capacity = bytes;
    }
    size_t used = 0;
    for (size_t i = 0; i < bytes; i++) {
        if (text[i] == '\\' && bytes - i >= 6 && memcmp(text + i, "\\u0000", 6) == 0) {
            memcpy(parser->rewritten + used, JSON_HIDDEN_NUL, 2);
            used += 2;
            i += 5;
            continue;
        }
        if (text[i] == '\\') {
            parser->rewritten[used++] = text[i++];
        }
        parser->rewritten[used++] = text[i];
    }
    return used;
}

const cJSON *json_parse(JsonParser *parser, const char *text, size_t bytes, bool nul_escapes)
{
    bump_reset(parser);
    if (nul_escapes) {
        bytes = hide_nuls(parser, text, bytes);
        text = parser->rewritten;
    }
    cJSON_Hooks hooks = {bump_allocate, bump_free};
    const char *parsed_to = NULL;
    active = parser;
    cJSON_InitHooks(&hooks);
    const cJSON *tree = cJSON_ParseWithLengthOpts(text, bytes, &parsed_to, 0);
    cJSON_InitHooks(NULL);
    active = NULL;
    return parsed_to == text + bytes ? tree : NULL;
}

void json_release(JsonParser *parser)
{
    bump_reset(parser);
    mem_release(parser->chunks);
    mem_release(parser->rewritten);
    *parser = (JsonParser){0};
}
