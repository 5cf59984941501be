/* The op `ask`: a question, its choices, its answer. */
#include "trace/op_read.h"

#include <string.h>

bool op_ask_read_choices(Reading *r, const cJSON *node, Op *op)
{
    if (!cJSON_IsArray(node) || node->child == NULL) {
        return reading_wrong(r, node, "an array of at least one text");
    }
    op->choices = arena_zeroed(r->arena, value_child_count(node), sizeof *op->choices);
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (!value_read_text(r, child, &op->choices[op->choice_count++])) {
            return false;
        }
    }
    return true;
}

static bool read_answer_id(Reading *r, const cJSON *node, Answer *answer)
{
    return value_read_id(r, node, &answer->id);
}

static bool read_answer_ids(Reading *r, const cJSON *node, Answer *answer)
{
    return value_read_ids(r, node, &answer->ids, &answer->id_count);
}

static bool read_answer_true(Reading *r, const cJSON *node, Answer *answer)
{
    (void)answer;
    return cJSON_IsTrue(node) || reading_wrong(r, node, "true");
}

static const struct AnswerRow {
    const char *text;
    AnswerKind kind;
    bool (*read)(Reading *r, const cJSON *node, Answer *answer);
} answer_rows[] = {
    {"refcount", ANSWER_REFCOUNT, read_answer_id},     {"gc_refs", ANSWER_GC_REFS, read_answer_id},
    {"generation", ANSWER_GENERATION, read_answer_id}, {"alive", ANSWER_ALIVE, read_answer_id},
    {"freed_by_next", ANSWER_FREED_BY_NEXT, read_answer_ids}, {"returned", ANSWER_RETURNED, read_answer_true},
};
enum { ANSWER_ROWS = sizeof answer_rows / sizeof answer_rows[0] };

static bool read_answer_part(Reading *r, const cJSON *node, Answer *answer)
{
    Suggestion suggestion = suggestion_for(node->string);
    for (size_t i = 0; i < ANSWER_ROWS; i++) {
        if (strcmp(answer_rows[i].text, node->string) == 0) {
            answer->kind = answer_rows[i].kind;
            return answer_rows[i].read(r, node, answer);
        }
        suggestion_offer(&suggestion, answer_rows[i].text);
    }
    return reading_unknown(r, node, &suggestion);
}

bool op_ask_read_answer(Reading *r, const cJSON *node, Op *op)
{
    if (value_is_integer(r, node)) {
        op->answer = (Answer){.kind = ANSWER_NUMBER, .number = node->valuedouble};
        return true;
    }
    if (!cJSON_IsObject(node) || node->child == NULL) {
        return reading_wrong(r, node, "an integer or an object with one of refcount, gc_refs, generation, alive, freed_by_next, returned");
    }
    if (!read_answer_part(r, node->child, &op->answer)) {
        return false;
    }
    const cJSON *second = node->child->next;
    if (second == NULL) {
        return true;
    }
    return strcmp(second->string, node->child->string) == 0
               ? reading_twice(r, second)
               : reading_fail(r, second, AT_KEY, "is one too many: an answer has exactly one member");
}

/* With choices, a number is an index into them. */
bool op_ask_finish(Reading *r, const cJSON *node, const Op *op)
{
    if (op->choice_count == 0 || op->answer.kind != ANSWER_NUMBER || (op->answer.number >= 0 && op->answer.number < op->choice_count)) {
        return true;
    }
    return reading_fail(r, cJSON_GetObjectItemCaseSensitive(node, "answer"), AT_VALUE,
                        "must be an index into choices, 0..%u, got %.0f", op->choice_count - 1, op->answer.number);
}
