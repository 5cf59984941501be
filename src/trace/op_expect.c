/* The op `expect`: each member is a check of one shape (CHECK_KINDS); a member that maps keys to values gives one Check a key. */
#include "trace/limits.h"
#include "trace/op_read.h"

#include <string.h>

typedef bool ReadCheck(Reading *r, const cJSON *node, Check *check);

static bool read_number(Reading *r, const cJSON *node, Check *check)
{
    check->number_count = 1;
    return value_read_integer(r, node, 0, LIMIT_INTEGER, &check->number[0]);
}

/* The refcount of an immortal and the generation of an untracked object are null. */
static bool read_number_of(Reading *r, const cJSON *node, Check *check)
{
    bool nullable = check->kind == CHECK_REFCOUNT || check->kind == CHECK_GENERATION;
    check->is_null = nullable && cJSON_IsNull(node);
    return check->is_null || read_number(r, node, check);
}

static bool read_bool_of(Reading *r, const cJSON *node, Check *check)
{
    return value_read_bool(r, node, &check->boolean);
}

static bool read_name_of(Reading *r, const cJSON *node, Check *check)
{
    check->is_null = cJSON_IsNull(node);
    return check->is_null || value_read_id(r, node, &check->name);
}

static bool read_check_names(Reading *r, const cJSON *node, Check *check)
{
    bool texts = check->kind == CHECK_HOLDERS || check->kind == CHECK_OUTPUT;
    return texts ? value_read_strings(r, node, &check->names, &check->name_count)
                 : value_read_ids(r, node, &check->names, &check->name_count);
}

static bool read_three(Reading *r, const cJSON *node, Check *check)
{
    return value_read_numbers(r, node, 1, 3, check->number, &check->number_count);
}

/* An object with some of up to three known members, at least one. */
static bool read_parts(Reading *r, const cJSON *node, Check *check, const char *const parts[3])
{
    if (!cJSON_IsObject(node) || node->child == NULL) {
        return reading_wrong(r, node, "an object with some of the members of this check");
    }
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        int part = 0;
        while (part < 3 && (parts[part] == NULL || strcmp(parts[part], child->string) != 0)) {
            part++;
        }
        if (part == 3) {
            Suggestion suggestion = suggestion_for(child->string);
            for (int i = 0; i < 3 && parts[i] != NULL; i++) {
                suggestion_offer(&suggestion, parts[i]);
            }
            return reading_unknown(r, child, &suggestion);
        }
        if (check->has[part]) {
            return reading_twice(r, child);
        }
        check->has[part] = true;
        if (!value_read_integer(r, child, 0, LIMIT_INTEGER, &check->number[part])) {
            return false;
        }
    }
    return true;
}

static bool read_block_of(Reading *r, const cJSON *node, Check *check)
{
    return read_parts(r, node, check, (const char *const[3]){"arena", "pool", "offset"});
}

static bool read_class_of(Reading *r, const cJSON *node, Check *check)
{
    return read_parts(r, node, check, (const char *const[3]){"pools", "in_use", NULL});
}

static bool read_large(Reading *r, const cJSON *node, Check *check)
{
    return read_parts(r, node, check, (const char *const[3]){"blocks", "bytes", NULL});
}

static const struct CheckRow {
    bool keyed;
    ReadCheck *read;
} check_rows[CHECK_KIND_COUNT] = {
#define ROW_NUMBER_OF {true, read_number_of}
#define ROW_BOOL_OF {true, read_bool_of}
#define ROW_NAME_OF {true, read_name_of}
#define ROW_NAMES_OF {true, read_check_names}
#define ROW_BLOCK_OF {true, read_block_of}
#define ROW_CLASS_OF {true, read_class_of}
#define ROW_NAMES {false, read_check_names}
#define ROW_NUMBER {false, read_number}
#define ROW_THREE {false, read_three}
#define ROW_LARGE {false, read_large}
#define CHECK_ROW(constant, spelling, shape) [CHECK_##constant] = ROW_##shape,
    CHECK_KINDS(CHECK_ROW)
#undef CHECK_ROW
};

static bool read_digits_key(Reading *r, const cJSON *node, const char *expected)
{
    size_t digits = strspn(node->string, "0123456789");
    bool good = digits != 0 && node->string[digits] == '\0' && (digits == 1 || node->string[0] != '0');
    return good || reading_wrong_key(r, node, expected);
}

static bool read_check_key(Reading *r, const cJSON *node, Check *check)
{
    switch (check->kind) {
    case CHECK_OBJECTS: case CHECK_FREE_LISTS:
        return value_read_key_name(r, node, &check->key);
    case CHECK_CLASSES:
        return read_digits_key(r, node, "a size in bytes (digits)") && value_read_key_name(r, node, &check->key);
    case CHECK_ORDER:
        if (strcmp(node->string, "0") != 0 && strcmp(node->string, "1") != 0 && strcmp(node->string, "2") != 0) {
            return reading_wrong_key(r, node, "a generation (0, 1 or 2)");
        }
        return value_read_key_name(r, node, &check->key);
    default:
        return value_read_key_id(r, node, &check->key);
    }
}

static bool read_keyed(Reading *r, const cJSON *node, CheckKind kind, Op *op)
{
    if (!value_expect_object(r, node, "an object that maps each key to the expected value")) {
        return false;
    }
    marks_clear(r);
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        Check *check = &op->checks[op->check_count++];
        check->kind = kind;
        if (!read_check_key(r, child, check)) {
            return false;
        }
        if (!marks_put(r, check->key, 0)) {
            return reading_twice(r, child);
        }
        if (!check_rows[kind].read(r, child, check)) {
            return false;
        }
    }
    return true;
}

static bool read_check(Reading *r, const cJSON *node, CheckKind kind, Op *op)
{
    if (check_rows[kind].keyed) {
        return read_keyed(r, node, kind, op);
    }
    Check *check = &op->checks[op->check_count++];
    check->kind = kind;
    return check_rows[kind].read(r, node, check);
}

static bool unknown_check(Reading *r, const cJSON *node)
{
    if (marks_is_foreign(node)) {
        return marks_check_foreign(r, node);
    }
    Suggestion suggestion = suggestion_for(node->string);
    for (int i = 0; i < CHECK_KIND_COUNT; i++) {
        suggestion_offer(&suggestion, check_kind_text((CheckKind)i));
    }
    for (int i = 0; i < MEMBER_COUNT_ALL; i++) {
        if (common_members >> i & 1) {
            suggestion_offer(&suggestion, op_member_texts[i]);
        }
    }
    return reading_unknown(r, node, &suggestion);
}

/* A check's name comes before that of a common member; none is both. */
static bool read_expect_member(Reading *r, const cJSON *node, Op *op, uint64_t seen[2])
{
    int kind = words_find(&r->check_words, node->string);
    if (kind >= 0) {
        if (seen[0] >> kind & 1) {
            return reading_twice(r, node);
        }
        seen[0] |= UINT64_C(1) << kind;
        return read_check(r, node, (CheckKind)kind, op);
    }
    int member = words_find(&r->member_words, node->string);
    if (member >= 0 && (common_members >> member & 1)) {
        return op_note_seen(r, node, (OpMember)member, &seen[1]) && op_member_read(r, node, (OpMember)member, op);
    }
    return unknown_check(r, node);
}

static uint32_t count_checks(const cJSON *node)
{
    uint32_t count = 0;
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        count += cJSON_IsObject(child) ? value_child_count(child) + 1 : 1;
    }
    return count;
}

bool op_expect_read(Reading *r, const cJSON *node, Op *op)
{
    uint64_t seen[2] = {0, 0}; /* checks, common members */
    uint32_t foreign = 0;
    op->checks = arena_zeroed(r->arena, count_checks(node), sizeof *op->checks);
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (!read_expect_member(r, child, op, seen)) {
            return false;
        }
        foreign += marks_is_foreign(child);
    }
    return foreign < 2 || marks_check_twins(r, node);
}
