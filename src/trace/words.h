/* A closed list of words, found by text, with the nearest one for a misspelt one. */
#ifndef HL_TRACE_WORDS_H
#define HL_TRACE_WORDS_H

#include <stdint.h>

enum { WORDS_MAX = 100, WORDS_PLACES = 256 };

typedef struct Words {
    const char *const *texts; /* borrowed */
    int count;
    uint8_t places[WORDS_PLACES]; /* open addressing; index + 1, 0 = empty */
} Words;

void words_init(Words *words, const char *const *texts, int count);
/* The index, or −1. */
int words_find(const Words *words, const char *text);

typedef struct Suggestion {
    const char *text; /* what was written */
    const char *best; /* nearest word within two edits, within one for up to four letters; or NULL */
    int distance;
} Suggestion;

Suggestion suggestion_for(const char *text);
void suggestion_offer(Suggestion *suggestion, const char *word);

#endif
