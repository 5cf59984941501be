/* Reads one JSON value into one thing of the model: an id, a name, a slot, a number, a text … Not which member it belongs to.
 * Each returns false with *r->err filled; `*out` is then unspecified. */
#ifndef HL_TRACE_VALUE_H
#define HL_TRACE_VALUE_H

#include "model/op.h"
#include "trace/reading.h"

/* A string of 1 … LIMIT_ID_BYTES bytes or an integer; without U+0000. */
bool value_read_id(Reading *r, const cJSON *node, Name *out);
/* A string of at least one byte, without U+0000. */
bool value_read_name(Reading *r, const cJSON *node, Name *out);
/* Any string; a U+0000 in it is read as its symbol, U+2400. */
bool value_read_string(Reading *r, const cJSON *node, Name *out);
/* A string, or {"en": …, "zh": …}. */
bool value_read_text(Reading *r, const cJSON *node, LocalText *out);
bool value_read_slot(Reading *r, const cJSON *node, Slot *out);
bool value_read_bool(Reading *r, const cJSON *node, bool *out);
bool value_read_integer(Reading *r, const cJSON *node, uint64_t low, uint64_t high, uint64_t *out);
/* True when it is written as an integer within ±LIMIT_INTEGER; fails nothing. */
bool value_is_integer(Reading *r, const cJSON *node);

/* The name of a member used as an id, a name or a slot. */
bool value_read_key_id(Reading *r, const cJSON *node, Name *out);
bool value_read_key_name(Reading *r, const cJSON *node, Name *out);
bool value_read_key_slot(Reading *r, const cJSON *node, Slot *out);

/* Arrays; `expected` describes them in errors. */
bool value_read_ids(Reading *r, const cJSON *node, const Name **out, uint32_t *count);
bool value_read_names(Reading *r, const cJSON *node, const Name **out, uint32_t *count);
bool value_read_strings(Reading *r, const cJSON *node, const Name **out, uint32_t *count);
/* low … high integers into out[]. */
bool value_read_numbers(Reading *r, const cJSON *node, uint32_t low, uint32_t high, uint64_t *out, uint8_t *count);

uint32_t value_child_count(const cJSON *node);
bool value_expect_array(Reading *r, const cJSON *node, const char *of_what);
bool value_expect_object(Reading *r, const cJSON *node, const char *of_what);

#endif
