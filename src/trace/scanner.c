/* The scanner is a loop over three steps: at a value, at a key, after a value. It keeps its open brackets in an array, not on the C stack, so
 * that it can stop in the middle (SCAN_STREAM) and go on later, and so that deep nesting costs nothing.
 *
 *     {"op": "load", "objects": [ {…}, {…} ], "line": 3}
 *      key   value   key        STREAM …     ] resume: after the value
 */
#include "trace/scanner.h"

#include "base/check.h"
#include "trace/scanner_token.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef enum Step { STEP_VALUE, STEP_KEY, STEP_AFTER, STEP_DONE, STEP_STREAM, STEP_FAILED } Step;

void scanner_init(Scanner *scan, Source source)
{
    *scan = (Scanner){.source = source, .line = 1};
    scan->at = scan->end = source.bytes;
}

void scanner_append(Scanner *scan, const char *bytes, size_t count)
{
    CHECK(scan->source.fd < 0 && scan->source.ended && !scan->failed);
    scan->source.text = (const unsigned char *)bytes;
    scan->source.text_left = count;
    scan->source.ended = false;
}

void scanner_release(Scanner *scan)
{
    source_release(&scan->source);
    scan->at = scan->end = scan->kept = NULL;
}

static uint32_t clamp_u32(uint64_t value)
{
    return value < UINT32_MAX ? (uint32_t)value : UINT32_MAX;
}

uint32_t scanner_column(const Scanner *scan)
{
    uint64_t place = scan->source.base + (uint64_t)(scan->at - scan->source.bytes);
    return clamp_u32(place - scan->line_start + 1);
}

bool scanner_fail(Scanner *scan, const char *format, ...)
{
    if (scan->failed) {
        return false;
    }
    char text[ERR_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    scan->failed = true;
    return err_input_at(scan->err, scan->line, scanner_column(scan), "%s", text);
}

/* The window has been used up: reads on. False at the end of the input and on errors. */
static bool scanner_more(Scanner *scan)
{
    const unsigned char *first = scan->kept != NULL ? scan->kept : scan->at;
    size_t keep = (size_t)(first - scan->source.bytes);
    size_t done = (size_t)(scan->at - first);
    if (done > LIMIT_OP_BYTES) {
        scan->failed = true;
        err_machine(scan->err, "the op, header or object that begins here has more than %zu MiB of text: split it (a load may be of any length)",
                    LIMIT_OP_BYTES >> 20);
        scan->err->line = scan->kept_line;
        scan->err->column = scan->kept_column;
        return false;
    }
    if (!source_more(&scan->source, keep, scan->err)) {
        scan->failed = true;
    }
    scan->kept = scan->kept != NULL ? scan->source.bytes : NULL;
    scan->at = scan->source.bytes + done;
    scan->end = scan->source.bytes + scan->source.count;
    return !scan->failed && scan->at < scan->end;
}

int scanner_peek_slow(Scanner *scan)
{
    if (scan->at >= scan->end && (scan->failed || scan->source.ended || !scanner_more(scan))) {
        return -1;
    }
    return *scan->at;
}

static void scanner_newline(Scanner *scan)
{
    scan->at++;
    scan->line += scan->line < UINT32_MAX;
    scan->line_start = scan->source.base + (uint64_t)(scan->at - scan->source.bytes);
}

int scanner_skip(Scanner *scan)
{
    for (;;) {
        int byte = scanner_peek(scan);
        if (byte > ' ') {
            return byte;
        }
        if (byte == '\n') {
            if (scan->one_line) {
                scanner_fail(scan, "the line ends inside an op, expected the whole op on one line (JSON Lines)");
                return -1;
            }
            scanner_newline(scan);
        } else if (byte == ' ' || byte == '\t' || byte == '\r') {
            scan->at++;
        } else {
            return byte;
        }
    }
}

bool scanner_line_end(Scanner *scan, const char *after)
{
    for (;;) {
        int byte = scanner_peek(scan);
        if (byte == '\n') {
            scanner_newline(scan);
            return true;
        }
        if (byte < 0) {
            return !scan->failed;
        }
        if (byte != ' ' && byte != '\t' && byte != '\r') {
            return scanner_fail(scan, "something stands after %s on its line, expected the end of the line", after);
        }
        scan->at++;
    }
}

static bool scanner_push(Scanner *scan, unsigned char bracket)
{
    if (scan->depth == LIMIT_DEPTH) {
        return scanner_fail(scan, "nested deeper than %d levels", LIMIT_DEPTH);
    }
    scan->open[scan->depth++] = bracket;
    scan->at++;
    return true;
}

static Step at_value(Scanner *scan)
{
    int byte = scanner_skip(scan);
    switch (byte) {
    case '"':
        scan->at++;
        return scanner_string(scan) ? STEP_AFTER : STEP_FAILED;
    case '{': case '[':
        if (!scanner_push(scan, (unsigned char)byte)) {
            return STEP_FAILED;
        }
        if (scanner_skip(scan) == (byte == '{' ? '}' : ']')) {
            scan->depth--;
            scan->at++;
            return STEP_AFTER;
        }
        return byte == '{' ? STEP_KEY : STEP_VALUE;
    case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        return scanner_number(scan) ? STEP_AFTER : STEP_FAILED;
    case 't': case 'f': case 'n':
        return scanner_literal(scan) ? STEP_AFTER : STEP_FAILED;
    default:
        scanner_unexpected(scan, "a value");
        return STEP_FAILED;
    }
}

/* True when `raw` is "\u00xx" for this ASCII letter. */
static bool is_escape_of(const unsigned char *raw, char letter)
{
    char wanted[8], lower[8] = "";
    snprintf(wanted, sizeof wanted, "\\u00%02x", (unsigned)(unsigned char)letter);
    for (int i = 0; i < 6; i++) {
        lower[i] = (char)(i > 1 && raw[i] >= 'A' && raw[i] <= 'F' ? raw[i] | 0x20 : raw[i]);
    }
    return strcmp(wanted, lower) == 0;
}

/* Compares the raw text of a key with an ASCII word, seeing through escapes. */
static bool key_equals(const unsigned char *raw, size_t bytes, const char *word)
{
    size_t at = 0;
    for (; *word != '\0'; word++) {
        if (at < bytes && raw[at] == (unsigned char)*word) {
            at++;
        } else if (bytes - at >= 6 && is_escape_of(raw + at, *word)) {
            at += 6;
        } else {
            return false;
        }
    }
    return at == bytes;
}

/* True at the '[' of the array that is to be given out by element. */
static bool is_streamed(Scanner *scan, size_t key_start, size_t key_bytes)
{
    if (scan->stream_member == NULL || scan->depth != scan->base + 1) {
        return false;
    }
    const unsigned char *raw = scan->kept + key_start;
    bool plain = key_bytes == scan->stream_member_bytes && memcmp(raw, scan->stream_member, key_bytes) == 0;
    if (!plain && (memchr(raw, '\\', key_bytes) == NULL || !key_equals(raw, key_bytes, scan->stream_member))) {
        return false;
    }
    return scanner_skip(scan) == '[';
}

static Step at_key(Scanner *scan)
{
    if (scanner_skip(scan) != '"') {
        scanner_unexpected(scan, "a member (a quoted name)");
        return STEP_FAILED;
    }
    scan->at++;
    size_t key_start = (size_t)(scan->at - scan->kept);
    if (!scanner_string(scan)) {
        return STEP_FAILED;
    }
    size_t key_bytes = (size_t)(scan->at - scan->kept) - key_start - 1;
    if (scanner_skip(scan) != ':') {
        scanner_unexpected(scan, "':' after the name of a member");
        return STEP_FAILED;
    }
    scan->at++;
    if (is_streamed(scan, key_start, key_bytes)) {
        return scanner_push(scan, '[') ? STEP_STREAM : STEP_FAILED;
    }
    return STEP_VALUE;
}

static Step after_value(Scanner *scan)
{
    if (scan->depth == scan->base) {
        return STEP_DONE;
    }
    bool in_object = scan->open[scan->depth - 1] == '{';
    int byte = scanner_skip(scan);
    if (byte == ',') {
        scan->at++;
        return in_object ? STEP_KEY : STEP_VALUE;
    }
    if (byte == (in_object ? '}' : ']')) {
        scan->at++;
        scan->depth--;
        return STEP_AFTER;
    }
    scanner_unexpected(scan, in_object ? "',' or '}' after a member" : "',' or ']' after an element");
    return STEP_FAILED;
}

static ScanResult scanner_run(Scanner *scan, Step step)
{
    for (;;) {
        switch (step) {
        case STEP_VALUE:
            step = at_value(scan);
            break;
        case STEP_KEY:
            step = at_key(scan);
            break;
        case STEP_AFTER:
            step = after_value(scan);
            break;
        case STEP_DONE:
            return SCAN_DONE;
        case STEP_STREAM:
            return SCAN_STREAM;
        case STEP_FAILED:
            return SCAN_FAILED;
        }
    }
}

static void keep_from_here(Scanner *scan)
{
    scan->kept = scan->at;
    scan->kept_line = scan->line;
    scan->kept_column = scanner_column(scan);
}

static void set_stream(Scanner *scan, uint32_t base, const char *stream_member)
{
    scan->base = base;
    scan->stream_member = stream_member;
    scan->stream_member_bytes = stream_member != NULL ? strlen(stream_member) : 0;
}

ScanResult scanner_value(Scanner *scan, const char *stream_member)
{
    scan->kept = NULL;
    scanner_skip(scan);
    keep_from_here(scan);
    set_stream(scan, scan->depth, stream_member);
    scan->odd_numbers = false;
    scan->nul_escapes = false;
    scan->braces = false;
    return scanner_run(scan, STEP_VALUE);
}

int scanner_element(Scanner *scan, bool first)
{
    CHECK(scan->depth > 0 && scan->open[scan->depth - 1] == '[');
    scan->kept = NULL;
    int byte = scanner_skip(scan);
    if (byte == ']') {
        keep_from_here(scan);
        return 0;
    }
    if (first && byte >= 0) {
        return 1;
    }
    if (byte != ',') {
        scanner_unexpected(scan, first ? "a value or ']'" : "',' or ']' after an element");
        return -1;
    }
    scan->at++;
    return 1;
}

ScanResult scanner_resume(Scanner *scan, uint32_t base, const char *stream_member)
{
    set_stream(scan, base, stream_member);
    scan->at++;
    scan->depth--;
    return scanner_run(scan, STEP_AFTER);
}
