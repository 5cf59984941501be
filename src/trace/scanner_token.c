/* Strings are the bulk of a trace, so they are looked at eight bytes at a time: a word without quote, backslash, control character or byte
 * above 0x7f is skipped whole. The zeros behind the window stop the loop at its end. */
#include "trace/scanner_token.h"

#include <string.h>

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

/* Sets the top bit of each byte of `word` that equals `byte`; exact up to the lowest one set. */
static inline uint64_t bytes_equal(uint64_t word, unsigned char byte)
{
    uint64_t other = word ^ EACH_BYTE((uint64_t)byte);
    return (other - EACH_BYTE(1)) & ~other & EACH_BYTE(0x80);
}

/* The same for bytes that end a run of ordinary ones. */
static inline uint64_t bytes_special(uint64_t word)
{
    uint64_t control = (word - EACH_BYTE(0x20)) & ~word & EACH_BYTE(0x80);
    return control | (word & EACH_BYTE(0x80)) | bytes_equal(word, '"') | bytes_equal(word, '\\');
}

static inline uint64_t load_little_endian(const unsigned char *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 |
           (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

bool scanner_unexpected(Scanner *scan, const char *expected)
{
    int byte = scanner_peek(scan);
    if (byte < 0) {
        return scanner_fail(scan, "the text ends here, expected %s", expected);
    }
    if (byte > 0x20 && byte < 0x7f) {
        return scanner_fail(scan, "expected %s, got '%c'", expected, byte);
    }
    const char *got = byte == '\n' ? "the end of the line" : byte >= 0x80 ? "a character beyond ASCII" : "a control character";
    return scanner_fail(scan, "expected %s, got %s", expected, got);
}

/* Reads four hex digits at `at`. */
static bool scanner_hex4(Scanner *scan, unsigned *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++) {
        int byte = scanner_peek(scan);
        int lower = byte | 0x20;
        if (byte >= '0' && byte <= '9') {
            *code = *code * 16 + (unsigned)(byte - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            *code = *code * 16 + (unsigned)(lower - 'a' + 10);
        } else {
            return scanner_unexpected(scan, "four hexadecimal digits after \\u");
        }
        scan->at++;
    }
    return true;
}

/* Behind "\u": a character, or the two halves of one. */
static bool scanner_unicode_escape(Scanner *scan)
{
    unsigned code;
    if (!scanner_hex4(scan, &code)) {
        return false;
    }
    scan->nul_escapes |= code == 0;
    scan->braces |= code == '{';
    if (code >= 0xdc00 && code <= 0xdfff) {
        return scanner_fail(scan, "a lone low surrogate \\u%04x in a string, expected a high one before it", code);
    }
    if (code < 0xd800 || code > 0xdbff) {
        return true;
    }
    unsigned low = 0;
    bool pair = scanner_peek(scan) == '\\';
    if (pair) {
        scan->at++;
        pair = scanner_peek(scan) == 'u';
    }
    if (pair) {
        scan->at++;
        if (!scanner_hex4(scan, &low)) {
            return false;
        }
    }
    if (low < 0xdc00 || low > 0xdfff) {
        return scanner_fail(scan, "a lone high surrogate \\u%04x in a string, expected \\udc00-\\udfff after it", code);
    }
    return true;
}

/* At a backslash. */
static bool scanner_escape(Scanner *scan)
{
    scan->at++;
    int byte = scanner_peek(scan);
    if (byte <= 0 || strchr("\"\\/bfnrtu", byte) == NULL) {
        return scanner_unexpected(scan, "one of \" \\ / b f n r t u after a backslash in a string");
    }
    scan->at++;
    return byte != 'u' || scanner_unicode_escape(scan);
}

/* At a byte above 0x7f: one character of valid UTF-8. The second byte's range depends on the first (no overlong forms, no surrogates, nothing
 * beyond U+10FFFF). */
static bool scanner_utf8(Scanner *scan)
{
    int lead = *scan->at;
    int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (lead < 0xc2 || lead > 0xf4) {
        return scanner_fail(scan, "byte 0x%02x in a string is not UTF-8", (unsigned)lead);
    }
    scan->at++;
    for (; more > 0; more--) {
        int byte = scanner_peek(scan);
        if (byte < low || byte > high) {
            bool surrogate = lead == 0xed && byte > high && byte <= 0xbf;
            return scanner_fail(scan, surrogate ? "a lone surrogate in a string is not UTF-8"
                                                : "an incomplete or invalid UTF-8 character in a string");
        }
        scan->at++;
        low = 0x80;
        high = 0xbf;
    }
    return true;
}

/* At the byte that ended a run of ordinary ones, other than the closing quote. */
static bool scanner_special(Scanner *scan)
{
    int byte = scanner_peek(scan);
    if (byte == '\\') {
        return scanner_escape(scan);
    }
    if (byte >= 0x80) {
        return scanner_utf8(scan);
    }
    if (byte < 0) {
        return scanner_fail(scan, "the text ends inside a string, expected a closing quote");
    }
    if (byte < 0x20) {
        return scanner_fail(scan, "a raw control character 0x%02x in a string, expected an escape such as \\n or a closing quote",
                            (unsigned)byte);
    }
    return true; /* the window went on with an ordinary byte */
}

bool scanner_string(Scanner *scan)
{
    for (;;) {
        uint64_t word = load_little_endian(scan->at);
        uint64_t special = bytes_special(word);
        uint64_t brace = bytes_equal(word, '{');
        if (special == 0) {
            scan->braces |= brace != 0;
            scan->at += 8;
            continue;
        }
        scan->braces |= (brace & ((special & (~special + 1)) - 1)) != 0;
        scan->at += (unsigned)__builtin_ctzll(special) >> 3;
        if (*scan->at == '"') {
            scan->at++;
            return true;
        }
        if (!scanner_special(scan)) {
            return false;
        }
    }
}

/* Digits at `at`, at least one; `*value` saturates, `*count` counts them. */
static bool scanner_digits(Scanner *scan, uint64_t *value, unsigned *count)
{
    unsigned before = *count;
    for (int byte = scanner_peek(scan); byte >= '0' && byte <= '9'; byte = scanner_peek(scan)) {
        *value = *value > LIMIT_INTEGER ? *value : *value * 10 + (uint64_t)(byte - '0');
        scan->at++;
        if (++*count > LIMIT_NUMBER_BYTES) {
            return scanner_fail(scan, "a number of more than %d bytes", LIMIT_NUMBER_BYTES);
        }
    }
    return *count != before || scanner_unexpected(scan, "a digit");
}

/* At 'e' or 'E'. */
static bool scanner_exponent(Scanner *scan, unsigned *count)
{
    uint64_t ignored = 0;
    scan->at++;
    ++*count;
    int sign = scanner_peek(scan);
    if (sign == '+' || sign == '-') {
        scan->at++;
        ++*count;
    }
    return scanner_digits(scan, &ignored, count);
}

bool scanner_number(Scanner *scan)
{
    uint64_t value = 0;
    unsigned count = 0;
    if (*scan->at == '-') {
        scan->at++;
        count++;
    }
    bool zero = scanner_peek(scan) == '0';
    unsigned before = count;
    if (!scanner_digits(scan, &value, &count)) {
        return false;
    }
    if (zero && count - before > 1) {
        return scanner_fail(scan, "a number that starts with 0, expected no digit after it");
    }
    if (scanner_peek(scan) == '.') {
        uint64_t ignored = 0;
        scan->odd_numbers = true;
        scan->at++;
        count++;
        if (!scanner_digits(scan, &ignored, &count)) {
            return false;
        }
    }
    int byte = scanner_peek(scan);
    if (byte == 'e' || byte == 'E') {
        scan->odd_numbers = true;
        if (!scanner_exponent(scan, &count)) {
            return false;
        }
    }
    scan->odd_numbers |= value > LIMIT_INTEGER;
    return true;
}

bool scanner_literal(Scanner *scan)
{
    int first = scanner_peek(scan);
    const char *word = first == 't' ? "true" : first == 'f' ? "false" : "null";
    for (; *word != '\0'; word++) {
        if (scanner_peek(scan) != *word) {
            return scanner_unexpected(scan, "a value (true, false and null are the only words)");
        }
        scan->at++;
    }
    return true;
}
