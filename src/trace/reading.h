/* What all readers of one value share: where it stands, what it is part of, how an error in it is told. */
#ifndef HL_TRACE_READING_H
#define HL_TRACE_READING_H

#include "base/arena.h"
#include "base/err.h"
#include "base/names.h"
#include "base/vec.h"
#include "trace/json.h"
#include "trace/words.h"

#include <stdbool.h>
#include <stdint.h>

/* Where to write the place of a node. */
typedef struct NodePlace {
    const cJSON *node;
    uint32_t *line, *column;
} NodePlace;

/* Texts seen lately, by hash: most ids of an op were named a moment ago, and the table of all names is too large for the cache. */
enum { RECENT_NAMES = 4096 };
typedef struct RecentName {
    uint32_t hash;
    Name name; /* 0 = none */
} RecentName;

/* One text given to cJSON: the header, an op, or an object of a load. */
typedef struct Reading {
    Names *names;
    Arena *arena; /* what is read lives here */
    Err *err;

    const char *text; /* the JSON text, for places */
    size_t bytes;
    const cJSON *root;
    uint32_t line, column; /* of text[0] */
    /* A streamed array leaves a gap: text[cut] stands at this place. cut > bytes: no gap. */
    size_t cut;
    uint32_t cut_line, cut_column;

    bool odd_numbers, nul_escapes; /* as Scanner tells */
    bool braces;                   /* a text read since it was last cleared may hold '{' */
    bool braces_possible;

    const char *subject; /* "op 'new'", "header", … : errors begin with it */
    const cJSON *owner;  /* the object `subject` means; paths of members start there */
    uint32_t element;    /* of a load's objects, when `in_load` */
    bool in_load;
    uint32_t body_depth;
    VEC(NodePlace) places; /* asked for so far, in the order of the text */

    RecentName recent[RECENT_NAMES];
    Words op_words, member_words, check_words;
    /* A set of Names, emptied by counting `epoch` up: finds a name twice in constant time. */
    VEC(uint32_t) marks;     /* by Name: the epoch it was put in */
    VEC(uint32_t) mark_data; /* by Name: what was put with it */
    uint32_t epoch;
} Reading;

typedef enum ProblemPlace { AT_VALUE, AT_KEY, AT_OWNER } ProblemPlace;

/* Fills *err with "SUBJECT: member 'PATH' TEXT" at the value or its name; false. */
bool reading_fail(Reading *r, const cJSON *node, ProblemPlace at, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* "… must be EXPECTED, got …"; false. */
bool reading_wrong(Reading *r, const cJSON *node, const char *expected);
/* The same about a member's name used as id, slot, …; false. */
bool reading_wrong_key(Reading *r, const cJSON *node, const char *expected);
bool reading_missing(Reading *r, const char *member);
bool reading_twice(Reading *r, const cJSON *node);
bool reading_unknown(Reading *r, const cJSON *node, const Suggestion *suggestion);
/* The text of a value as it stands in the file. */
const char *reading_raw(Reading *r, const cJSON *node, size_t *bytes);

/* Fills and forgets all of `places`, in one walk over the text. */
void reading_fill_places(Reading *r);

void marks_clear(Reading *r);
/* True if the name was not in the set; puts it there with `data`. */
bool marks_put(Reading *r, Name name, uint32_t data);
/* The data, or UINT32_MAX. */
uint32_t marks_get(const Reading *r, Name name);

/* True if it is a member for others ("x-…"); checks that its value has no duplicate members. */
bool marks_is_foreign(const cJSON *node);
bool marks_check_foreign(Reading *r, const cJSON *node);
/* An error when two members of this object have the same name. */
bool marks_check_twins(Reading *r, const cJSON *object);

#endif
