/* Writes JSON to a stream, member by member, in the order given. Not a tree: nothing is kept but which commas are due.
 *
 *     json_out_open(&out, '{'); json_out_key(&out, "n"); json_out_number(&out, 3); json_out_close(&out, '}');
 *
 * Numbers are written digit by digit, never through a double. Texts are UTF-8 and go out as they are but for `"`, `\` and
 * control characters. Write errors stay in the stream: ask ferror after json_out_flush. */
#ifndef HL_BASE_JSON_OUT_H
#define HL_BASE_JSON_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { JSON_OUT_BYTES = 1 << 16 };

typedef struct JsonOut {
    FILE *file;           /* borrowed */
    size_t used;          /* bytes of `buffer` not yet handed to the stream */
    uint32_t depth;       /* open brackets, at most 64 */
    uint64_t filled;      /* bit n: the n-th open bracket holds something already */
    bool after_key;       /* the next value belongs to a key */
    bool line_due;        /* the next member or element begins a line */
    char buffer[JSON_OUT_BYTES];
} JsonOut;

void json_out_init(JsonOut *out, FILE *file);
/* Hands everything to the stream and flushes it. */
void json_out_flush(JsonOut *out);

/* '{' or '[', and the bracket that matches. */
void json_out_open(JsonOut *out, char bracket);
void json_out_close(JsonOut *out, char bracket);
void json_out_key(JsonOut *out, const char *key);
/* A key that may need escaping. */
void json_out_key_bytes(JsonOut *out, const char *key, size_t bytes);
void json_out_text(JsonOut *out, const char *text, size_t bytes);
void json_out_word(JsonOut *out, const char *text); /* NUL-terminated */
void json_out_number(JsonOut *out, uint64_t number);
void json_out_integer(JsonOut *out, int64_t number);
void json_out_address(JsonOut *out, uint64_t address); /* "0x…" */
void json_out_bool(JsonOut *out, bool value);
void json_out_null(JsonOut *out);
/* Ends the line behind an outermost value. */
void json_out_end_line(JsonOut *out);
/* The next member, element or closing bracket begins a new line. */
void json_out_line(JsonOut *out);

#endif
