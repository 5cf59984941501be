#include "view/svg/svg_put.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float number_max = 1e6f; /* far outside of every surface, and exact in thousandths */

static void put_bytes(SvgText *out, const char *bytes, size_t count)
{
    vec_reserve(&out->bytes, count);
    memcpy(out->bytes.items + out->bytes.count, bytes, count);
    out->bytes.count += count;
}

void svg_put(SvgText *out, const char *text)
{
    put_bytes(out, text, strlen(text));
}

void svg_put_number(SvgText *out, float value)
{
    char text[32];
    float within = isnan(value) ? 0.0f : fminf(number_max, fmaxf(-number_max, value));
    long thousandths = lround((double)within * 1000.0);
    long whole = labs(thousandths) / 1000;
    int bytes = snprintf(text, sizeof text, "%s%ld.%03ld", thousandths < 0 ? "-" : "", whole, labs(thousandths) % 1000);
    while (text[bytes - 1] == '0') {
        bytes--;
    }
    put_bytes(out, text, (size_t)(text[bytes - 1] == '.' ? bytes - 1 : bytes));
}

void svg_put_count(SvgText *out, uint32_t number)
{
    char text[16];
    put_bytes(out, text, (size_t)snprintf(text, sizeof text, "%u", (unsigned)number));
}

void svg_put_point(SvgText *out, Point point)
{
    svg_put_number(out, point.x);
    svg_put(out, ",");
    svg_put_number(out, point.y);
}

void svg_attribute(SvgText *out, const char *name, float value)
{
    svg_put(out, " ");
    svg_put(out, name);
    svg_put(out, "=\"");
    svg_put_number(out, value);
    svg_put(out, "\"");
}

void svg_attribute_color(SvgText *out, const char *name, Color color)
{
    char value[16] = "none";
    if (color != 0) {
        snprintf(value, sizeof value, "#%06x", (unsigned)(color & 0xffffff));
    }
    svg_put(out, " ");
    svg_put(out, name);
    svg_put(out, "=\"");
    svg_put(out, value);
    svg_put(out, "\"");
    if (color != 0 && color >> 24 != 0xff) {
        svg_put(out, " ");
        svg_put(out, name);
        svg_put(out, "-opacity=\"");
        svg_put_number(out, (float)(color >> 24) / 255.0f);
        svg_put(out, "\"");
    }
}

/* Characters that XML forbids, that show nothing, or that change the order in which their neighbours are shown. */
static bool is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

static const char *entity_of(uint32_t c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return NULL;
    }
}

bool svg_put_escaped(SvgText *out, const char *text, size_t bytes)
{
    bool plain = true;
    const char *end = text + bytes;
    while (text < end) {
        const char *begin = text;
        uint32_t c = text_code_point(&text, end);
        if (is_hidden(c)) {
            char shown[16];
            put_bytes(out, shown, (size_t)snprintf(shown, sizeof shown, c < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)c));
            plain = false;
        } else if (c == 0xfffd) {
            svg_put(out, "\xef\xbf\xbd");
            plain = false;
        } else if (entity_of(c) != NULL) {
            svg_put(out, entity_of(c));
        } else {
            put_bytes(out, begin, (size_t)(text - begin));
        }
    }
    return plain;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void svg_put_id(SvgText *out, const char *name)
{
    if (!is_letter(name[0])) {
        svg_put(out, "_"); /* an id begins with a letter or _ */
    }
    for (const char *at = name; *at != '\0'; at++) {
        if (is_letter(*at) || (*at >= '0' && *at <= '9')) {
            put_bytes(out, at, 1);
        } else if (*at == ' ' && at != name) {
            svg_put(out, "_");
        } else {
            char escaped[8];
            put_bytes(out, escaped, (size_t)snprintf(escaped, sizeof escaped, ".%02x", (unsigned)(unsigned char)*at));
        }
    }
}
