/* Names for the numbers inside events. */
#include "app/event_log.h"

#include "types/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- scalars ---- */

typedef struct WordRow {
    uint32_t word, count;
    const char *name;
} WordRow;

static const WordRow word_rows[] = {
    {W_COUNT, 3, "count"}, {W_THRESHOLD, 3, "threshold"}, {W_ENABLED, 1, "enabled"}, {W_COLLECTING, 1, "collecting"},
    {W_DEBUG, 1, "debug"}, {W_PENDING, 1, "long_lived_pending"}, {W_TOTAL, 1, "long_lived_total"}, {W_STATS, 9, "stats"},
    {W_PHASE, 1, "phase"}, {W_GENERATION, 1, "generation"}, {W_COLLECTION, 1, "collection"}, {W_LINE, 1, "line"},
    {W_FILE, 1, "file"}, {W_SCHEDULED, 1, "scheduled"}, {W_GREY_HEAD, 1, "grey_head"}, {W_GREY_TAIL, 1, "grey_tail"},
    {W_ARENA_USABLE, 1, "usable_arenas"}, {W_ARENA_UNUSED, 1, "unused_arenas"}, {W_ARENA_RECORDS, 1, "arena_records"},
    {W_ARENA_LAST, 1032, "last_arena"},
};
enum { WORD_ROWS = sizeof word_rows / sizeof word_rows[0] };

static const char *const arena_fields[ARENA_RECORD_WORDS] = {"base_low", "base_high", "virgin", "pools",
                                                             "free", "free_pools", "next", "prev"};

static void add_indexed(const char *name, uint32_t index, Prose *out)
{
    prose_add(out, name);
    prose_add(out, "[");
    prose_add_number(out, index);
    prose_add(out, "]");
}

void log_word_text(uint32_t word, Prose *out)
{
    if (word >= W_ARENA) {
        add_indexed("arena", (word - W_ARENA) / ARENA_RECORD_WORDS, out);
        prose_add(out, ".");
        prose_add(out, arena_fields[(word - W_ARENA) % ARENA_RECORD_WORDS]);
        return;
    }
    for (size_t i = 0; i < WORD_ROWS; i++) {
        const WordRow *row = &word_rows[i];
        if (word < row->word || word >= row->word + row->count) {
            continue;
        }
        if (row->count > 1) {
            add_indexed(row->name, word - row->word, out);
        } else {
            prose_add(out, row->name);
        }
        return;
    }
    add_indexed("word", word, out);
}

static int find_text(const char *const *texts, int count, const char *text)
{
    for (int i = 0; i < count; i++) {
        if (texts[i] != NULL && strcmp(texts[i], text) == 0) {
            return i;
        }
    }
    return -1;
}

/* "[12]" at `text`: the number, and what follows it; −1: no such thing. */
static int64_t take_index(const char *text, const char **rest)
{
    if (text[0] != '[' || text[1] < '0' || text[1] > '9') {
        return -1;
    }
    char *end;
    unsigned long index = strtoul(text + 1, &end, 10);
    if (*end != ']' || index > WORD_COUNT) {
        return -1;
    }
    *rest = end + 1;
    return (int64_t)index;
}

static int64_t find_arena_word(const char *text)
{
    const char *rest = "";
    int64_t arena = take_index(text, &rest);
    int field = *rest == '.' ? find_text(arena_fields, ARENA_RECORD_WORDS, rest + 1) : -1;
    return arena < 0 || arena >= MAX_ARENAS || field < 0 ? -1 : W_ARENA + arena * ARENA_RECORD_WORDS + field;
}

int64_t log_word_find(const char *text)
{
    size_t bytes = strcspn(text, "[");
    if (strncmp(text, "arena[", 6) == 0) {
        return find_arena_word(text + 5);
    }
    for (size_t i = 0; i < WORD_ROWS; i++) {
        const WordRow *row = &word_rows[i];
        if (strlen(row->name) != bytes || memcmp(row->name, text, bytes) != 0) {
            continue;
        }
        const char *rest = text + bytes;
        int64_t index = row->count > 1 ? take_index(rest, &rest) : 0;
        return index < 0 || index >= row->count || *rest != '\0' ? -1 : row->word + index;
    }
    return -1;
}

/* ---- lists, flags, phases, free lists ---- */

static const char *const lists[LIST_COUNT] = {
    [LIST_GENERATION_0] = "generation 0", [LIST_GENERATION_1] = "generation 1", [LIST_GENERATION_2] = "generation 2",
    [LIST_PERMANENT] = "permanent", [LIST_UNREACHABLE] = "unreachable", [LIST_LEGACY] = "legacy", [LIST_WEAKREFS] = "weakrefs",
    [LIST_SEEN] = "seen", [LIST_DELETE] = "delete"};

const char *log_list_text(uint32_t list)
{
    return list < LIST_COUNT ? lists[list] : NULL;
}

int64_t log_list_find(const char *text)
{
    return find_text(lists, LIST_COUNT, text);
}

static const char *const flags_names[] = {"alive", "immortal", "finalized", "collecting", "takes_part", "frame", "has_finalizer",
                                          "waits", "managed", "grey", "resized", "held", "split", "started", "dict_shows", "bit15"};
enum { FLAG_NAMES = sizeof flags_names / sizeof flags_names[0] };

void log_flags_text(unsigned flags, Prose *out)
{
    const char *separator = "";
    for (int bit = 0; bit < FLAG_NAMES; bit++) {
        if ((flags >> bit & 1) != 0) {
            prose_add(out, separator);
            prose_add(out, flags_names[bit]);
            separator = " ";
        }
    }
}

int64_t log_flags_find(const char *text)
{
    int64_t flags = 0;
    while (*text != '\0') {
        char word[32];
        size_t bytes = strcspn(text, " ");
        snprintf(word, sizeof word, "%.*s", (int)(bytes < sizeof word ? bytes : sizeof word - 1), text);
        int bit = find_text(flags_names, FLAG_NAMES, word);
        if (bit < 0) {
            return -1;
        }
        flags |= INT64_C(1) << bit;
        text += bytes;
        text += *text == ' ';
    }
    return flags;
}

int64_t log_phase_find(const char *text)
{
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        if (strcmp(phase_text((Phase)phase), text) == 0) {
            return phase;
        }
    }
    return -1;
}

int64_t log_free_list_find(const char *text)
{
    char name[32];
    for (uint32_t list = 0; list < FREE_LISTS; list++) {
        if (strcmp(profile_free_list_name(list, name, sizeof name), text) == 0) {
            return list;
        }
    }
    return -1;
}
