/* Measuring, cutting and wrapping.
 *
 * Fitting searches by halves over character boundaries: a label of n bytes costs about log2(n) width calls. */
#include "view/text.h"

#include "base/check.h"

#include <stdbool.h>
#include <string.h>

static const char ellipsis[] = "\xe2\x80\xa6";

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

uint32_t text_code_point(const char **cursor, const char *end)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)*(*cursor)++;
    if (first < 0x80) {
        return first;
    }
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || (size_t)(end - *cursor) < length - 1) {
        return 0xfffd;
    }
    uint32_t value = first & (0x7fu >> length);
    for (size_t i = 0; i + 1 < length; i++) {
        if (!is_continuation((*cursor)[i])) {
            return 0xfffd;
        }
        value = value << 6 | ((unsigned char)(*cursor)[i] & 0x3f);
    }
    if (value < least[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) {
        return 0xfffd;
    }
    *cursor += length - 1;
    return value;
}

int text_is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0x303e) || (c >= 0x3041 && c <= 0xa4cf) ||
           (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) ||
           (c >= 0xff00 && c <= 0xff60) || (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) ||
           (c >= 0x20000 && c <= 0x3fffd);
}

static float plain_width(void *context, const TextStyle *style, const char *text, size_t bytes)
{
    (void)context;
    float ems = 0.0f;
    for (const char *cursor = text, *end = text + bytes; cursor < end;) {
        ems += text_is_wide(text_code_point(&cursor, end)) ? 1.0f : 0.5f;
    }
    return ems * style->size_px;
}

const TextMeasure text_measure_plain = {plain_width, NULL};

float text_width(const TextMeasure *measure, const TextStyle *style, const char *text)
{
    return measure->width(measure->context, style, text, strlen(text));
}

float text_baseline(const TextStyle *style, float center_y)
{
    /* Capitals are 0.73 em tall in both families; a Chinese character's middle is 0.38 em above the baseline. */
    return center_y + 0.36f * style->size_px;
}

/* The character boundary at or before `at`. */
static size_t boundary_before(const char *text, size_t at)
{
    while (at > 0 && is_continuation(text[at])) {
        at--;
    }
    return at;
}

size_t text_fit(const TextMeasure *measure, const TextStyle *style, const char *text, float max_px)
{
    size_t fits = 0;
    size_t too_many = strlen(text) + 1;
    if (measure->width(measure->context, style, text, too_many - 1) <= max_px) {
        return too_many - 1;
    }
    while (fits + 1 < too_many) {
        size_t middle = boundary_before(text, fits + (too_many - fits) / 2);
        if (middle <= fits) {
            middle = fits + 1;
            while (middle < too_many && is_continuation(text[middle])) {
                middle++;
            }
            if (middle >= too_many) {
                break;
            }
        }
        if (measure->width(measure->context, style, text, middle) <= max_px) {
            fits = middle;
        } else {
            too_many = middle;
        }
    }
    return fits;
}

const char *text_ellipsis(const TextMeasure *measure, const TextStyle *style, const char *text, float max_px, TextOut out)
{
    CHECK(out.room >= sizeof ellipsis);
    size_t bytes = strlen(text);
    if (bytes < out.room && text_width(measure, style, text) <= max_px) {
        memcpy(out.text, text, bytes + 1);
        return out.text;
    }
    size_t fits = text_fit(measure, style, text, max_px - text_width(measure, style, ellipsis));
    if (fits > out.room - sizeof ellipsis) {
        fits = boundary_before(text, out.room - sizeof ellipsis);
    }
    while (fits > 0 && text[fits - 1] == ' ') {
        fits--;
    }
    memcpy(out.text, text, fits);
    memcpy(out.text + fits, ellipsis, sizeof ellipsis);
    return out.text;
}

/* Punctuation that must not begin a line. */
static bool closes(uint32_t c)
{
    static const char marks[] = ",.;:!?)]}，。、；：！？）》】」』’”…·";
    for (const char *cursor = marks, *end = marks + sizeof marks - 1; cursor < end;) {
        if (text_code_point(&cursor, end) == c) {
            return true;
        }
    }
    return false;
}

/* Punctuation that must not end a line. */
static bool opens(uint32_t c)
{
    return c == '(' || c == '[' || c == 0xff08 || c == 0x300a || c == 0x3010 || c == 0x300c || c == 0x300e || c == 0x201c ||
           c == 0x2018;
}

static bool may_break(uint32_t before, uint32_t after)
{
    if (before == ' ' || after == ' ') {
        return after == ' ' && before != ' '; /* the next line begins after all the spaces */
    }
    return (text_is_wide(before) || text_is_wide(after)) && !closes(after) && !opens(before);
}

size_t text_line(const TextMeasure *measure, const TextStyle *style, const char *text, float max_px)
{
    size_t bytes = strlen(text);
    size_t fits = text_fit(measure, style, text, max_px);
    if (fits == bytes) {
        return bytes;
    }
    size_t line = 0;
    const char *end = text + bytes;
    const char *cursor = text;
    uint32_t before = text_code_point(&cursor, end);
    const char *first_end = cursor;
    while (cursor < end && cursor <= text + fits) {
        const char *here = cursor;
        uint32_t after = text_code_point(&cursor, end);
        if (may_break(before, after)) {
            line = (size_t)(here - text);
        }
        before = after;
    }
    if (line > 0) {
        return line;
    }
    return fits > 0 ? fits : (size_t)(first_end - text);
}

const char *text_next_line(const char *text)
{
    while (*text == ' ') {
        text++;
    }
    return text;
}
