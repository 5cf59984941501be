/* Sentences with placeholders, one table per language (text_en.c, text_zh.c). Not what goes into them.
 *
 * "{object}" is replaced by an argument; "{n|item|items}" by a form chosen by the number n: 1, or anything else.
 * [phrase.same] both languages have every key, with the same set of placeholders (plural forms need no number shown). */
#ifndef HL_EXPLAIN_PHRASE_H
#define HL_EXPLAIN_PHRASE_H

#include "explain/phrase_keys.h"
#include "explain/prose.h"

typedef enum PhraseKey {
#define PHRASE_ENUM(constant) PHRASE_##constant,
    PHRASE_KEYS(PHRASE_ENUM)
#undef PHRASE_ENUM
    PHRASE_COUNT
} PhraseKey;

/* The arguments. Texts not given read as "", numbers as 0. */
typedef struct PhraseArgs {
    const char *object, *from, *slot, *name, *type, *list, *to, *text;
    uint64_t n, m, k;
} PhraseArgs;

const char *phrase_template(Language language, PhraseKey key);
/* Appends the filled sentence. */
void phrase_fill(Language language, PhraseKey key, const PhraseArgs *args, Prose *out);

extern const char *const phrase_en[PHRASE_COUNT];
extern const char *const phrase_zh[PHRASE_COUNT];

#endif
