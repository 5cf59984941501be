/* Arrays of plain values. */
#include "trace/limits.h"
#include "trace/value.h"

#include <stdio.h>

uint32_t value_child_count(const cJSON *node)
{
    uint32_t count = 0; /* fits: an op's text has fewer bytes */
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        count++;
    }
    return count;
}

bool value_expect_array(Reading *r, const cJSON *node, const char *of_what)
{
    return cJSON_IsArray(node) || reading_wrong(r, node, of_what);
}

bool value_expect_object(Reading *r, const cJSON *node, const char *of_what)
{
    return cJSON_IsObject(node) || reading_wrong(r, node, of_what);
}

typedef bool ReadName(Reading *r, const cJSON *node, Name *out);

static bool read_list(Reading *r, const cJSON *node, ReadName *read, const Name **out)
{
    Name *list = arena_zeroed(r->arena, value_child_count(node), sizeof *list);
    *out = list;
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (!read(r, child, list++)) {
            return false;
        }
    }
    return true;
}

bool value_read_ids(Reading *r, const cJSON *node, const Name **out, uint32_t *count)
{
    *count = value_child_count(node);
    return value_expect_array(r, node, "an array of ids") && read_list(r, node, value_read_id, out);
}

bool value_read_names(Reading *r, const cJSON *node, const Name **out, uint32_t *count)
{
    *count = value_child_count(node);
    return value_expect_array(r, node, "an array of names") && read_list(r, node, value_read_name, out);
}

bool value_read_strings(Reading *r, const cJSON *node, const Name **out, uint32_t *count)
{
    *count = value_child_count(node);
    return value_expect_array(r, node, "an array of strings") && read_list(r, node, value_read_string, out);
}

bool value_read_numbers(Reading *r, const cJSON *node, uint32_t low, uint32_t high, uint64_t *out, uint8_t *count)
{
    uint32_t given = value_child_count(node);
    if (!cJSON_IsArray(node) || given < low || given > high) {
        char expected[80];
        int used = low == high ? snprintf(expected, sizeof expected, "an array of %u", high)
                               : snprintf(expected, sizeof expected, "an array of %u to %u", low, high);
        snprintf(expected + used, sizeof expected - (size_t)used, " integers");
        return cJSON_IsArray(node) && given != 0 ? reading_fail(r, node, AT_VALUE, "must be %s, got %u", expected, given)
                                                 : reading_wrong(r, node, expected);
    }
    *count = (uint8_t)given;
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (!value_read_integer(r, child, 0, LIMIT_INTEGER, out++)) {
            return false;
        }
    }
    return true;
}
