#include "trace/words.h"

#include "base/check.h"

#include <string.h>

enum { CLOSE_EDITS = 2, WORD_BYTES = 24 };

/* The first three bytes tell our words apart well enough, and need no length. */
static unsigned place_of(const char *text)
{
    unsigned place = 0;
    for (int i = 0; i < 3 && text[i] != '\0'; i++) {
        place = place * 31 + (unsigned char)text[i];
    }
    return place % WORDS_PLACES;
}

void words_init(Words *words, const char *const *texts, int count)
{
    CHECK(count <= WORDS_MAX);
    *words = (Words){.texts = texts, .count = count};
    for (int i = 0; i < count; i++) {
        unsigned place = place_of(texts[i]);
        while (words->places[place] != 0) {
            place = (place + 1) % WORDS_PLACES;
        }
        words->places[place] = (uint8_t)(i + 1);
    }
}

int words_find(const Words *words, const char *text)
{
    for (unsigned place = place_of(text); words->places[place] != 0; place = (place + 1) % WORDS_PLACES) {
        int index = words->places[place] - 1;
        if (strcmp(words->texts[index], text) == 0) {
            return index;
        }
    }
    return -1;
}

static int smallest(int a, int b, int c)
{
    int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Letters to insert, delete or replace, one row of the usual table at a time; words too long to be ours are far. */
static int edit_distance(const char *a, const char *b)
{
    size_t a_bytes = strlen(a), b_bytes = strlen(b);
    if (a_bytes > WORD_BYTES || b_bytes > WORD_BYTES) {
        return WORD_BYTES;
    }
    int row[WORD_BYTES + 1];
    for (int j = 0; j <= (int)b_bytes; j++) {
        row[j] = j;
    }
    for (int i = 1; i <= (int)a_bytes; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= (int)b_bytes; j++) {
            int replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = smallest(row[j] + 1, row[j - 1] + 1, replaced);
        }
    }
    return row[b_bytes];
}

Suggestion suggestion_for(const char *text)
{
    return (Suggestion){.text = text, .best = NULL, .distance = CLOSE_EDITS + 1};
}

void suggestion_offer(Suggestion *suggestion, const char *word)
{
    int distance = edit_distance(suggestion->text, word), close = (int)(strlen(suggestion->text) + 1) / 3; /* "del" is not "new" */
    if (distance < suggestion->distance && distance <= close) {
        suggestion->best = word;
        suggestion->distance = distance;
    }
}
