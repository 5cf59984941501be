#include "base/json_out.h"

#include "base/check.h"

#include <string.h>

void json_out_init(JsonOut *out, FILE *file)
{
    out->file = file;
    out->used = 0;
    out->depth = 0;
    out->filled = 0;
    out->after_key = false;
    out->line_due = false;
}

static void pour(JsonOut *out)
{
    fwrite(out->buffer, 1, out->used, out->file);
    out->used = 0;
}

void json_out_flush(JsonOut *out)
{
    pour(out);
    fflush(out->file);
}

static void put_byte(JsonOut *out, char byte)
{
    if (out->used == JSON_OUT_BYTES) {
        pour(out);
    }
    out->buffer[out->used++] = byte;
}

static void put_bytes(JsonOut *out, const char *bytes, size_t count)
{
    if (count > JSON_OUT_BYTES - out->used) {
        pour(out);
        if (count > JSON_OUT_BYTES) {
            fwrite(bytes, 1, count, out->file);
            return;
        }
    }
    memcpy(out->buffer + out->used, bytes, count);
    out->used += count;
}

static bool needs_escape(unsigned char byte)
{
    return byte < 0x20 || byte == 0x7f || byte == '"' || byte == '\\';
}

static void put_escaped(JsonOut *out, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    char text[6] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
    switch (byte) {
    case '"': put_bytes(out, "\\\"", 2); break;
    case '\\': put_bytes(out, "\\\\", 2); break;
    case '\n': put_bytes(out, "\\n", 2); break;
    case '\t': put_bytes(out, "\\t", 2); break;
    default: put_bytes(out, text, sizeof text);
    }
}

static void put_quoted(JsonOut *out, const char *text, size_t bytes)
{
    put_byte(out, '"');
    size_t plain = 0;
    for (size_t i = 0; i < bytes; i++) {
        if (needs_escape((unsigned char)text[i])) {
            put_bytes(out, text + plain, i - plain);
            put_escaped(out, (unsigned char)text[i]);
            plain = i + 1;
        }
    }
    put_bytes(out, text + plain, bytes - plain);
    put_byte(out, '"');
}

static void put_line(JsonOut *out)
{
    put_byte(out, '\n');
    for (uint32_t i = 0; i < out->depth; i++) {
        put_byte(out, ' ');
    }
    out->line_due = false;
}

/* The comma before a member or element, and the line it begins. */
static void begin_item(JsonOut *out)
{
    if (out->after_key) {
        out->after_key = false;
        return;
    }
    if (out->depth == 0) {
        return;
    }
    uint64_t bit = UINT64_C(1) << (out->depth - 1);
    if ((out->filled & bit) != 0) {
        put_bytes(out, ", ", out->line_due ? 1 : 2);
    }
    out->filled |= bit;
    if (out->line_due) {
        put_line(out);
    }
}

void json_out_open(JsonOut *out, char bracket)
{
    begin_item(out);
    CHECK(out->depth < 64);
    out->filled &= ~(UINT64_C(1) << out->depth);
    out->depth++;
    put_byte(out, bracket);
}

void json_out_close(JsonOut *out, char bracket)
{
    CHECK(out->depth > 0);
    out->depth--;
    if (out->line_due) {
        put_line(out);
    }
    put_byte(out, bracket);
}

void json_out_key_bytes(JsonOut *out, const char *key, size_t bytes)
{
    begin_item(out);
    put_quoted(out, key, bytes);
    put_bytes(out, ": ", 2);
    out->after_key = true;
}

void json_out_key(JsonOut *out, const char *key)
{
    json_out_key_bytes(out, key, strlen(key));
}

void json_out_text(JsonOut *out, const char *text, size_t bytes)
{
    begin_item(out);
    put_quoted(out, text, bytes);
}

void json_out_word(JsonOut *out, const char *text)
{
    json_out_text(out, text, strlen(text));
}

static void put_number(JsonOut *out, uint64_t number, uint32_t base)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number != 0);
    put_bytes(out, digits + at, sizeof digits - at);
}

void json_out_number(JsonOut *out, uint64_t number)
{
    begin_item(out);
    put_number(out, number, 10);
}

void json_out_integer(JsonOut *out, int64_t number)
{
    begin_item(out);
    if (number < 0) {
        put_byte(out, '-');
    }
    put_number(out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, 10);
}

void json_out_address(JsonOut *out, uint64_t address)
{
    begin_item(out);
    put_bytes(out, "\"0x", 3);
    put_number(out, address, 16);
    put_byte(out, '"');
}

void json_out_bool(JsonOut *out, bool value)
{
    begin_item(out);
    put_bytes(out, value ? "true" : "false", value ? 4 : 5);
}

void json_out_null(JsonOut *out)
{
    begin_item(out);
    put_bytes(out, "null", 4);
}

void json_out_end_line(JsonOut *out)
{
    CHECK(out->depth == 0);
    put_byte(out, '\n');
}

void json_out_line(JsonOut *out)
{
    out->line_due = true;
}
