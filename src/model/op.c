#include "model/op.h"

#include "base/check.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

const char *op_kind_text(OpKind kind)
{
    static const char *const texts[] = {
#define OP_TEXT(constant, spelling) spelling,
        OP_KINDS(OP_TEXT)
#undef OP_TEXT
    };
    CHECK((unsigned)kind < OP_KIND_COUNT);
    return texts[kind];
}

const char *check_kind_text(CheckKind kind)
{
    static const char *const texts[] = {
#define CHECK_TEXT(constant, spelling, shape) spelling,
        CHECK_KINDS(CHECK_TEXT)
#undef CHECK_TEXT
    };
    CHECK((unsigned)kind < CHECK_KIND_COUNT);
    return texts[kind];
}

/* What one op is copied with: `substitution` is NULL where nothing is to be replaced. */
typedef struct Copy {
    Arena *arena;
    const Substitution *substitution;
} Copy;

/* Writes `text` to `to` (room for all) with `value` for each "{var}"; returns the bytes. */
static size_t write_replaced(char *to, const char *text, const char *wanted, const char *value)
{
    size_t used = 0, wanted_bytes = strlen(wanted), value_bytes = strlen(value);
    for (;;) {
        const char *hit = strstr(text, wanted);
        size_t before = hit != NULL ? (size_t)(hit - text) : strlen(text);
        memcpy(to + used, text, before);
        used += before;
        if (hit == NULL) {
            return used;
        }
        memcpy(to + used, value, value_bytes);
        used += value_bytes;
        text = hit + wanted_bytes;
    }
}

static Name replaced(const Copy *copy, Name name)
{
    const Substitution *s = copy->substitution;
    if (s == NULL || name == NAME_NONE || strchr(names_text(s->names, name), '{') == NULL) {
        return name;
    }
    enum { NUMBER_BYTES = 24 };
    size_t var_bytes = names_bytes(s->names, s->var), bytes = names_bytes(s->names, name);
    char *wanted = mem_zeroed(var_bytes + 3, 1);
    char *result = mem_zeroed(bytes + 1, NUMBER_BYTES); /* each byte could become a number */
    char value[NUMBER_BYTES];
    snprintf(wanted, var_bytes + 3, "{%s}", names_text(s->names, s->var));
    snprintf(value, sizeof value, "%llu", (unsigned long long)s->value);
    size_t used = write_replaced(result, names_text(s->names, name), wanted, value);
    Name new_name = names_intern(s->names, result, used);
    mem_release(wanted);
    mem_release(result);
    return new_name;
}

static void replace(const Copy *copy, Name *name)
{
    *name = replaced(copy, *name);
}

static void replace_text(const Copy *copy, LocalText *text)
{
    replace(copy, &text->en);
    replace(copy, &text->zh);
}

/* A slot whose text changes is known by its text alone. */
static void replace_slot(const Copy *copy, Slot *slot)
{
    replace(copy, &slot->text);
}

static Name *copy_names(const Copy *copy, const Name *names, uint32_t count)
{
    if (names == NULL) {
        return NULL;
    }
    Name *to = arena_copy(copy->arena, names, count * sizeof *names);
    for (uint32_t i = 0; i < count; i++) {
        replace(copy, &to[i]);
    }
    return to;
}

static void copy_items(const Copy *copy, Op *op)
{
    op->items = arena_copy(copy->arena, op->items, op->item_count * sizeof *op->items);
    for (uint32_t i = 0; i < op->item_count; i++) {
        replace_slot(copy, &op->items[i].slot);
        replace(copy, &op->items[i].id);
        replace(copy, &op->items[i].key);
    }
}

static void copy_objects(const Copy *copy, Op *op)
{
    op->objects = arena_copy(copy->arena, op->objects, op->object_count * sizeof *op->objects);
    for (uint32_t i = 0; i < op->object_count; i++) {
        LoadObject *object = &op->objects[i];
        Name *fields[] = {&object->id, &object->type, &object->kind, &object->repr, &object->class_id};
        for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++) {
            replace(copy, fields[f]);
        }
    }
}

static void copy_slots(const Copy *copy, Op *op)
{
    op->slots = arena_copy(copy->arena, op->slots, op->slot_count * sizeof *op->slots);
    for (uint32_t i = 0; i < op->slot_count; i++) {
        replace_slot(copy, &op->slots[i]);
    }
}

static void copy_checks(const Copy *copy, Op *op)
{
    op->checks = arena_copy(copy->arena, op->checks, op->check_count * sizeof *op->checks);
    for (uint32_t i = 0; i < op->check_count; i++) {
        Check *check = &op->checks[i];
        replace(copy, &check->key);
        replace(copy, &check->name);
        check->names = copy_names(copy, check->names, check->name_count);
    }
}

static void copy_choices(const Copy *copy, Op *op)
{
    op->choices = arena_copy(copy->arena, op->choices, op->choice_count * sizeof *op->choices);
    for (uint32_t i = 0; i < op->choice_count; i++) {
        replace_text(copy, &op->choices[i]);
    }
}

/* The fields that stand in the op itself. `var` names, it is not replaced. */
static void replace_fields(const Copy *copy, Op *op)
{
    Name *fields[] = {
        &op->file, &op->id, &op->type, &op->kind_name, &op->name, &op->bind, &op->from, &op->to, &op->key, &op->class_id, &op->base,
        &op->value, &op->keep, &op->namespace_id, &op->resume, &op->by, &op->block, &op->repr, &op->thread, &op->answer.id,
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        replace(copy, fields[i]);
    }
    replace_slot(copy, &op->slot);
    replace_text(copy, &op->note);
    replace_text(copy, &op->text);
}

static void copy_into(Arena *arena, Op *op, const Substitution *substitution)
{
    bool wanted = substitution != NULL && substitution->var != NAME_NONE && op->braces;
    Copy copy = {arena, wanted ? substitution : NULL};
    if (wanted) {
        replace_fields(&copy, op);
    }
    if (op->items != NULL) {
        copy_items(&copy, op);
    }
    if (op->objects != NULL) {
        copy_objects(&copy, op);
    }
    if (op->slots != NULL) {
        copy_slots(&copy, op);
    }
    if (op->checks != NULL) {
        copy_checks(&copy, op);
    }
    if (op->choices != NULL) {
        copy_choices(&copy, op);
    }
    op->names = copy_names(&copy, op->names, op->name_count);
    op->answer.ids = copy_names(&copy, op->answer.ids, op->answer.id_count);
    bool hides = wanted && op->kind == OP_REPEAT && op->var == substitution->var;
    op->body = op_body_copy(arena, op->body, hides ? NULL : copy.substitution);
}

Op *op_copy(Arena *arena, const Op *op, const Substitution *substitution)
{
    Op *copy = arena_copy(arena, op, sizeof *op);
    copy_into(arena, copy, substitution);
    return copy;
}

OpBody op_body_copy(Arena *arena, OpBody body, const Substitution *substitution)
{
    Op *ops = arena_copy(arena, body.ops, body.count * sizeof *ops);
    for (uint32_t i = 0; i < body.count; i++) {
        copy_into(arena, &ops[i], substitution);
    }
    body.ops = ops;
    return body;
}
