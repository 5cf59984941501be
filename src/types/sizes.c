#include "types/sizes.h"

#include <stdlib.h>
#include <string.h>

/* ---- values ---- */

/* Digits of 30 bits that |value| needs; `repr` is a decimal integer. Schoolbook: halves the decimal number 30 bits at a time. */
static uint32_t int_digits(const char *repr)
{
    if (*repr == '-' || *repr == '+') {
        repr++;
    }
    size_t length = strspn(repr, "0123456789");
    if (length == 0 || (repr[length] != '\0' && repr[length] != 'L')) {
        return 0;
    }
    if (length <= 18) {
        unsigned long long value = strtoull(repr, NULL, 10);
        uint32_t digits = 1;
        while ((value >>= 30) != 0) {
            digits++;
        }
        return digits;
    }
    /* log2(10) = 3.321928…; long numbers only decide a size, so the rounding at a power of 2^30 does not matter here */
    return (uint32_t)((double)length * 3.3219280948873623 / 30.0) + 1;
}

typedef struct TextShape {
    uint32_t characters;
    uint32_t largest; /* code point */
    bool quoted;
} TextShape;

static uint32_t read_escape(const char **at)
{
    const char *text = *at; /* behind the backslash */
    int digits = *text == 'x' ? 2 : *text == 'u' ? 4 : *text == 'U' ? 8 : 0;
    uint32_t code = 0;
    if (*text != '\0') {
        text++;
    }
    for (; digits > 0 && *text != '\0'; digits--, text++) {
        char buffer[2] = {*text, '\0'};
        code = code * 16 + (uint32_t)strtoul(buffer, NULL, 16);
    }
    *at = text;
    return code;
}

static uint32_t read_utf8(const char **at)
{
    const unsigned char *text = (const unsigned char *)*at;
    uint32_t lead = *text++;
    int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
    uint32_t code = more == 3 ? lead & 7 : more == 2 ? lead & 15 : more == 1 ? lead & 31 : lead;
    for (; more > 0 && (*text & 0xc0) == 0x80; more--) {
        code = code << 6 | (*text++ & 0x3f);
    }
    *at = (const char *)text;
    return code;
}

/* Looks through a Python string or bytes literal; unquoted text counts as the value itself. */
static TextShape text_shape(const char *repr)
{
    TextShape shape = {0, 0, false};
    while (*repr == 'b' || *repr == 'u' || *repr == 'r') {
        if (repr[1] != '\'' && repr[1] != '"') {
            break;
        }
        repr++;
    }
    size_t length = strlen(repr);
    const char *end = repr + length;
    if (length >= 2 && (*repr == '\'' || *repr == '"') && end[-1] == *repr) {
        shape.quoted = true;
        repr++;
        end--;
    }
    while (repr < end) {
        uint32_t code;
        if (*repr == '\\') {
            repr++;
            code = read_escape(&repr);
        } else {
            code = read_utf8(&repr);
        }
        shape.characters++;
        shape.largest = code > shape.largest ? code : shape.largest;
    }
    return shape;
}

static uint32_t str_bytes(const Profile *profile, const TextShape *shape)
{
    if (shape->largest < 0x80) {
        return (profile->short_texts ? 41 : 49) + shape->characters;
    }
    uint32_t header = profile->short_texts ? 56 : 72;
    if (shape->largest < 0x100) {
        return header + 1 + shape->characters;
    }
    return shape->largest < 0x10000 ? header + 2 + 2 * shape->characters : header + 4 + 4 * shape->characters;
}

uint32_t size_of_value(const Profile *profile, Kind kind, const char *repr)
{
    bool two = profile->version < 300;
    if (kind == KIND_INT && two) {
        return 24;
    }
    if (kind == KIND_INT || kind == KIND_LONG) {
        uint32_t digits = int_digits(repr);
        return digits == 0 ? 0 : digits == 1 && !two ? 32 : 24 + 4 * digits;
    }
    TextShape shape = text_shape(repr);
    switch (kind) {
    case KIND_STR: return two ? 37 + shape.characters : str_bytes(profile, &shape);
    case KIND_BYTES: return (two ? 37 : 33) + shape.characters;
    default: return 0;
    }
}

bool value_is_shared(const Profile *profile, Kind kind, const char *repr)
{
    if (kind == KIND_UNICODE && profile->version >= 300) {
        return false;
    }
    switch (kind) {
    case KIND_NONETYPE: case KIND_ELLIPSIS: case KIND_BOOL: return true;
    case KIND_INT: {
        char *end;
        long value = strtol(repr, &end, 10);
        return *repr != '\0' && *end == '\0' && strlen(repr) <= 4 && value >= -5 && value <= 256;
    }
    case KIND_STR: case KIND_BYTES: case KIND_UNICODE: {
        TextShape shape = text_shape(repr);
        return shape.quoted && (shape.characters == 0 || (shape.characters == 1 && shape.largest <= 0xff));
    }
    default: return false;
    }
}

/* ---- containers ---- */

/* "CPython 3.11, Objects/listobject.c, list_resize": grows by an eighth, in multiples of four. */
uint32_t list_capacity(const Profile *profile, uint32_t capacity, uint32_t length)
{
    if (capacity >= length && length >= capacity >> 1) {
        return capacity;
    }
    if (length == 0) {
        return 0;
    }
    if (profile->version < 309) {
        return length + (length >> 3) + (length < 9 ? 3 : 6);
    }
    uint32_t wanted = (length + (length >> 3) + 6) & ~UINT32_C(3);
    return wanted;
}

uint32_t dict_usable(uint32_t log2)
{
    return (UINT32_C(1) << (log2 + 1)) / 3;
}

uint32_t dict_table_bytes(const Profile *profile, uint32_t log2, bool string_keys)
{
    uint32_t places = UINT32_C(1) << log2;
    uint32_t index = log2 <= 7 ? places : log2 <= 15 ? 2 * places : 4 * places;
    uint32_t entry = string_keys && profile->key_tables_by_kind ? 16 : 24;
    uint32_t header = profile->version >= 311 ? 32 : 40;
    return header + index + dict_usable(log2) * entry;
}

static uint32_t log2_at_least(uint32_t places)
{
    uint32_t log2 = DICT_MIN_LOG2;
    while (UINT32_C(1) << log2 < places) {
        log2++;
    }
    return log2;
}

/* "CPython 3.11, Objects/dictobject.c, GROWTH_RATE, calculate_log2_keysize": used * 3; from 3.10 on one or two entries get 16. */
uint32_t dict_log2_growing(const Profile *profile, uint32_t used)
{
    bool skips_eight = profile->version >= 310 && used > 0 && used < 3;
    return skips_eight ? DICT_MIN_LOG2 + 1 : log2_at_least(used * 3);
}

/* "CPython 3.11, Objects/dictobject.c, estimate_log2_keysize". */
uint32_t dict_log2_presized(uint32_t entries)
{
    return log2_at_least((entries * 3 + 1) / 2);
}

/* "CPython 3.11, Objects/setobject.c, set_add_entry": grows when three fifths are filled. */
uint32_t set_places_after_add(const Profile *profile, uint32_t places, uint32_t fill, uint32_t used)
{
    bool room = profile->version < 300 ? (uint64_t)fill * 3 < (uint64_t)places * 2 : (uint64_t)fill * 5 < (uint64_t)(places - 1) * 3;
    if (room) {
        return places;
    }
    uint32_t wanted = used > 50000 ? used * 2 : used * 4;
    uint32_t larger = 8;
    while (larger <= wanted) {
        larger <<= 1;
    }
    return larger;
}

uint32_t set_table_bytes(uint32_t places)
{
    return places <= 8 ? 0 : places * 16;
}

/* "CPython 3.11, Objects/dictobject.c, init_inline_values": a prefix for the insertion order, rounded, and the values. 3.13: the
 * two sizes have a word of their own. */
uint32_t values_bytes(const Profile *profile, uint32_t slots)
{
    if (profile->values_inside) {
        return ((slots + 7) & ~UINT32_C(7)) + 8 * (slots + 1);
    }
    return ((slots + 2 + 7) & ~UINT32_C(7)) + 8 * slots;
}
