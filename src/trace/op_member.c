/* Where each member of an op goes. Most are one value into one field: a table row; the rest have a function each. */
#include "trace/limits.h"
#include "trace/op_read.h"

#include <string.h>

typedef bool ReadMember(Reading *r, const cJSON *node, Op *op);
typedef enum Shape { SHAPE_OWN, SHAPE_ID, SHAPE_NAME, SHAPE_STRING, SHAPE_TEXT, SHAPE_BOOL, SHAPE_COUNT, SHAPE_BODY } Shape;

static bool read_op_name(Reading *r, const cJSON *node, Op *op)
{
    (void)r, (void)node, (void)op; /* read_kind has */
    return true;
}

static bool read_line(Reading *r, const cJSON *node, Op *op)
{
    uint64_t line = 0;
    bool good = value_read_integer(r, node, 0, UINT32_MAX, &line);
    op->line = (uint32_t)line;
    return good;
}

static bool read_gc(Reading *r, const cJSON *node, Op *op)
{
    bool gc = false;
    bool good = value_read_bool(r, node, &gc);
    op->gc = gc;
    return good;
}

static bool read_immortal(Reading *r, const cJSON *node, Op *op)
{
    op->immortal_given = 1;
    return value_read_bool(r, node, &op->immortal);
}

static bool read_size(Reading *r, const cJSON *node, Op *op)
{
    op->size_given = true;
    return value_read_integer(r, node, 0, LIMIT_INTEGER, &op->size);
}

static bool read_bytes(Reading *r, const cJSON *node, Op *op)
{
    op->bytes_given = true;
    return value_read_integer(r, node, 0, LIMIT_INTEGER, &op->bytes);
}

static bool read_frame(Reading *r, const cJSON *node, Op *op)
{
    uint64_t frame = 0;
    bool good = value_read_integer(r, node, 0, LIMIT_INTEGER, &frame);
    op->frame = (int64_t)frame;
    return good;
}

static bool read_generation(Reading *r, const cJSON *node, Op *op)
{
    uint64_t generation = 0;
    bool good = value_read_integer(r, node, 0, 2, &generation);
    op->generation = (uint32_t)generation;
    return good;
}

static bool read_trigger(Reading *r, const cJSON *node, Op *op)
{
    op->automatic = cJSON_IsString(node) && strcmp(node->valuestring, "automatic") == 0;
    return op->automatic || (cJSON_IsString(node) && strcmp(node->valuestring, "manual") == 0) ||
           reading_wrong(r, node, "\"manual\" or \"automatic\"");
}

static bool read_thread(Reading *r, const cJSON *node, Op *op)
{
    op->thread_given = true;
    if (cJSON_IsString(node)) {
        return value_read_name(r, node, &op->thread);
    }
    return value_is_integer(r, node) && node->valuedouble >= 0 ? value_read_id(r, node, &op->thread)
                                                         : reading_wrong(r, node, "a thread (a string or an integer)");
}

static bool read_slot_member(Reading *r, const cJSON *node, Op *op)
{
    return value_read_slot(r, node, &op->slot);
}

static bool read_items_member(Reading *r, const cJSON *node, Op *op)
{
    if (!cJSON_IsArray(node) && !cJSON_IsObject(node)) {
        return reading_wrong(r, node, "an array of ids or an object slot: id");
    }
    op->item_count = value_child_count(node);
    op->items = arena_zeroed(r->arena, op->item_count, sizeof *op->items);
    return op_items_read(r, node, op->items);
}

static bool read_locals(Reading *r, const cJSON *node, Op *op)
{
    op->names_given = true;
    return value_read_names(r, node, &op->names, &op->name_count);
}

/* `class`: names of attributes; `reorder`: slots. */
static bool read_slots(Reading *r, const cJSON *node, Op *op)
{
    if (op->kind == OP_CLASS) {
        return read_locals(r, node, op);
    }
    if (!value_expect_array(r, node, "an array of slots")) {
        return false;
    }
    op->slots = arena_zeroed(r->arena, value_child_count(node), sizeof *op->slots);
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (!value_read_slot(r, child, &op->slots[op->slot_count++])) {
            return false;
        }
    }
    return true;
}

static bool read_threshold(Reading *r, const cJSON *node, Op *op)
{
    return value_read_numbers(r, node, 1, 3, op->threshold, &op->threshold_count);
}

static bool read_flags(Reading *r, const cJSON *node, Op *op)
{
    static const struct { const char *text; uint32_t flag; } flags[] = {
        {"STATS", DEBUG_STATS},     {"COLLECTABLE", DEBUG_COLLECTABLE}, {"UNCOLLECTABLE", DEBUG_UNCOLLECTABLE}, {"INSTANCES", DEBUG_INSTANCES},
        {"OBJECTS", DEBUG_OBJECTS}, {"SAVEALL", DEBUG_SAVEALL},         {"LEAK", DEBUG_LEAK},
    };
    static const char expected[] = "one of STATS COLLECTABLE UNCOLLECTABLE INSTANCES OBJECTS SAVEALL LEAK";
    if (!value_expect_array(r, node, "an array of flags (STATS COLLECTABLE UNCOLLECTABLE INSTANCES OBJECTS SAVEALL LEAK)")) {
        return false;
    }
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        uint32_t found = 0;
        for (size_t i = 0; cJSON_IsString(child) && i < sizeof flags / sizeof flags[0]; i++) {
            found |= strcmp(child->valuestring, flags[i].text) == 0 ? flags[i].flag : 0;
        }
        if (found == 0) {
            return reading_wrong(r, child, expected);
        }
        op->debug_flags |= found;
    }
    return true;
}

/* A note is shown in the reader's language; what a program prints is one string. */
static bool read_text_member(Reading *r, const cJSON *node, Op *op)
{
    if (op->kind == OP_NOTE) {
        return value_read_text(r, node, &op->text);
    }
    if (op->kind == OP_LINE && r->body_depth > 0) {
        return reading_fail(r, node, AT_KEY, "stands in a line inside another op, expected it outside");
    }
    return cJSON_IsString(node) ? value_read_text(r, node, &op->text) : reading_wrong(r, node, "a string");
}

static const struct MemberRow {
    Shape shape;
    size_t field;
    ReadMember *own;
} member_rows[MEMBER_COUNT_ALL] = {
#define FIELD(shape, field) {SHAPE_##shape, offsetof(Op, field), NULL}
#define OWN(function) {SHAPE_OWN, 0, function}
    [MEMBER_OP] = OWN(read_op_name),
    [MEMBER_LINE] = OWN(read_line),
    [MEMBER_FILE] = FIELD(NAME, file),
    [MEMBER_NOTE] = FIELD(TEXT, note),
    [MEMBER_ID] = FIELD(ID, id),
    [MEMBER_TYPE] = FIELD(NAME, type),
    [MEMBER_KIND] = FIELD(NAME, kind_name),
    [MEMBER_BIND] = FIELD(NAME, bind),
    [MEMBER_FROM] = FIELD(ID, from),
    [MEMBER_SLOT] = OWN(read_slot_member),
    [MEMBER_HOLD] = FIELD(BOOL, hold),
    [MEMBER_ITEMS] = OWN(read_items_member),
    [MEMBER_SIZE] = OWN(read_size),
    [MEMBER_GC] = OWN(read_gc),
    [MEMBER_REPR] = FIELD(STRING, repr),
    [MEMBER_CLASS] = FIELD(ID, class_id),
    [MEMBER_FINALIZER] = FIELD(BODY, body),
    [MEMBER_IMMORTAL] = OWN(read_immortal),
    [MEMBER_PIN] = FIELD(COUNT, count),
    [MEMBER_OBJECTS] = OWN(op_items_read_objects),
    [MEMBER_NAME] = FIELD(NAME, name),
    [MEMBER_BASE] = FIELD(NAME, base),
    [MEMBER_SLOTS] = OWN(read_slots),
    [MEMBER_LEGACY] = FIELD(BOOL, legacy),
    [MEMBER_TO] = FIELD(ID, to),
    [MEMBER_FRAME] = OWN(read_frame),
    [MEMBER_KEY] = FIELD(ID, key),
    [MEMBER_INSERT] = FIELD(BOOL, insert),
    [MEMBER_ARGS] = OWN(op_items_read_args),
    [MEMBER_LOCALS] = OWN(read_locals),
    [MEMBER_NAMESPACE] = FIELD(ID, namespace_id),
    [MEMBER_THREAD] = OWN(read_thread),
    [MEMBER_RESUME] = FIELD(ID, resume),
    [MEMBER_VALUE] = FIELD(ID, value),
    [MEMBER_KEEP] = FIELD(ID, keep),
    [MEMBER_COUNT] = FIELD(COUNT, count),
    [MEMBER_BY] = FIELD(NAME, by),
    [MEMBER_CALLBACK] = FIELD(BODY, body),
    [MEMBER_BYTES] = OWN(read_bytes),
    [MEMBER_GENERATION] = OWN(read_generation),
    [MEMBER_TRIGGER] = OWN(read_trigger),
    [MEMBER_THRESHOLD] = OWN(read_threshold),
    [MEMBER_FLAGS] = OWN(read_flags),
    [MEMBER_TEXT] = OWN(read_text_member),
    [MEMBER_BLOCK] = FIELD(ID, block),
    [MEMBER_TIMES] = FIELD(COUNT, times),
    [MEMBER_VAR] = FIELD(NAME, var),
    [MEMBER_OPS] = FIELD(BODY, body),
    [MEMBER_PAUSE] = FIELD(BOOL, pause),
    [MEMBER_QUESTION] = FIELD(TEXT, text),
    [MEMBER_CHOICES] = OWN(op_ask_read_choices),
    [MEMBER_ANSWER] = OWN(op_ask_read_answer),
};

bool op_member_read(Reading *r, const cJSON *node, OpMember member, Op *op)
{
    const struct MemberRow *row = &member_rows[member];
    void *field = (char *)op + row->field;
    switch (row->shape) {
    case SHAPE_OWN:
        return row->own(r, node, op);
    case SHAPE_ID:
        return value_read_id(r, node, field);
    case SHAPE_NAME:
        return value_read_name(r, node, field);
    case SHAPE_STRING:
        return value_read_string(r, node, field);
    case SHAPE_TEXT:
        return value_read_text(r, node, field);
    case SHAPE_BOOL:
        return value_read_bool(r, node, field);
    case SHAPE_COUNT:
        return value_read_integer(r, node, 1, LIMIT_INTEGER, field);
    case SHAPE_BODY:
        return op_read_body(r, node, field);
    }
    return false;
}
