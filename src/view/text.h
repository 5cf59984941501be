/* Text as the panels see it: roles instead of fonts, and widths through a function, so that panels need no font library.
 * Not drawing (view/draw.h), not fonts (view/raster/fonts.h).
 *
 * Texts are UTF-8 without line ends; bytes that are not UTF-8 count as U+FFFD each. */
#ifndef HL_VIEW_TEXT_H
#define HL_VIEW_TEXT_H

#include "view/color.h"

#include <stddef.h>
#include <stdint.h>

typedef enum FontRole {
    FONT_UI,        /* sentences, labels */
    FONT_UI_BOLD,   /* titles, buttons */
    FONT_MONO,      /* ids, values, code */
    FONT_MONO_BOLD, /* badges, the current line */
    FONT_ROLE_COUNT
} FontRole;

typedef enum TextAlign { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT } TextAlign;

typedef struct TextStyle {
    FontRole role;
    TextAlign align; /* which point of the text lies at the place given */
    float size_px;   /* the em */
    Color color;
} TextStyle;

/* How wide texts are. `width` returns px; it must be the width that the text is later drawn with. */
typedef struct TextMeasure {
    float (*width)(void *context, const TextStyle *style, const char *text, size_t bytes);
    void *context;
} TextMeasure;

/* Half an em per character, one em per Chinese character: for tests and dumps, the same on every machine. */
extern const TextMeasure text_measure_plain;

float text_width(const TextMeasure *measure, const TextStyle *style, const char *text);

/* The baseline that centres capitals, digits and Chinese characters on `center_y`. */
float text_baseline(const TextStyle *style, float center_y);

/* How many bytes of `text` fit into `max_px`, at a character boundary. */
size_t text_fit(const TextMeasure *measure, const TextStyle *style, const char *text, float max_px);

typedef struct TextOut {
    char *text;  /* receives a NUL-terminated text */
    size_t room; /* bytes, NUL included; at least 4 */
} TextOut;

/* Copies `text`, cut with "…" when wider than `max_px` (or longer than the room). Returns out.text. */
const char *text_ellipsis(const TextMeasure *measure, const TextStyle *style, const char *text, float max_px, TextOut out);

/* The bytes of the first line when `text` is wrapped to `max_px`: breaks at spaces and between Chinese characters
 * (not before closing punctuation), within a word only when it alone is too wide. 0 only for an empty text. */
size_t text_line(const TextMeasure *measure, const TextStyle *style, const char *text, float max_px);
/* Skips the spaces a wrapped line ended with. */
const char *text_next_line(const char *text);

/* Reads one character and moves *cursor past it; `end` is one past the last byte, *cursor < end. */
uint32_t text_code_point(const char **cursor, const char *end);
/* Whether the character is written in a full em (Chinese, Japanese, Korean and full-width forms). */
int text_is_wide(uint32_t code_point);

#endif
