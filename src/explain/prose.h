/* A growing UTF-8 text, and the languages it may be in. Not sentences (phrase.h).
 *
 * [prose.end] text is NUL-terminated once something was appended; prose_text never returns NULL. */
#ifndef HL_EXPLAIN_PROSE_H
#define HL_EXPLAIN_PROSE_H

#include "base/names.h"
#include "base/vec.h"

#include <stdint.h>

typedef enum Language { LANGUAGE_EN, LANGUAGE_ZH, LANGUAGE_COUNT } Language;

/* An all-zero Prose is a valid empty one. */
typedef struct Prose {
    VEC(char) bytes; /* without the final NUL, which is kept behind them */
} Prose;

void prose_clear(Prose *prose);
void prose_release(Prose *prose);
void prose_add(Prose *prose, const char *text);
void prose_add_bytes(Prose *prose, const char *text, size_t bytes);
void prose_add_number(Prose *prose, uint64_t number);
void prose_add_name(Prose *prose, const Names *names, Name name);
/* Borrowed until the next change. */
static inline const char *prose_text(const Prose *prose)
{
    return prose->bytes.items == NULL ? "" : prose->bytes.items;
}

#endif
