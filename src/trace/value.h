/* Reads one JSON value into one thing of the model: an id, a name, a slot, a number, a text … Not which member it belongs to.
 * Each returns false with *r->err filled; `*out` is then unspecified. */
#ifndef HL_TRACE_VALUE_H
#define HL_TRACE_VALUE_H

#include "model/op.h"
#include "trace/reading.h"

/* A string of 1 … LIMIT_ID_BYTES bytes or an integer; without U+0000. */
bool read_id(Reading *r, const cJSON *node, Name *out);
/* A string of at least one byte, without U+0000. */
bool read_name(Reading *r, const cJSON *node, Name *out);
/* Any string; a U+0000 in it is read as its symbol, U+2400. */
bool read_string(Reading *r, const cJSON *node, Name *out);
/* A string, or {"en": …, "zh": …}. */
bool read_text(Reading *r, const cJSON *node, LocalText *out);
bool read_slot(Reading *r, const cJSON *node, Slot *out);
bool read_bool(Reading *r, const cJSON *node, bool *out);
bool read_integer(Reading *r, const cJSON *node, uint64_t low, uint64_t high, uint64_t *out);
/* An integer of −LIMIT_INTEGER … LIMIT_INTEGER. */
bool read_signed(Reading *r, const cJSON *node, int64_t *out);
/* True when it is written as an integer within ±LIMIT_INTEGER; fails nothing. */
bool is_integer(Reading *r, const cJSON *node);

/* The name of a member used as an id, a name or a slot. */
bool read_key_id(Reading *r, const cJSON *node, Name *out);
bool read_key_name(Reading *r, const cJSON *node, Name *out);
bool read_key_slot(Reading *r, const cJSON *node, Slot *out);

/* Arrays; `expected` describes them in errors. */
bool read_ids(Reading *r, const cJSON *node, const Name **out, uint32_t *count);
bool read_names(Reading *r, const cJSON *node, const Name **out, uint32_t *count);
bool read_strings(Reading *r, const cJSON *node, const Name **out, uint32_t *count);
/* low … high integers into out[]. */
bool read_numbers(Reading *r, const cJSON *node, uint32_t low, uint32_t high, uint64_t *out, uint8_t *count);

uint32_t child_count(const cJSON *node);
bool expect_array(Reading *r, const cJSON *node, const char *of_what);
bool expect_object(Reading *r, const cJSON *node, const char *of_what);

#endif
