/* An op is read in one pass over its members; the bits of those seen find duplicates and what is missing. */
#include "trace/op_read.h"

#include "trace/limits.h"

#include <string.h>

bool op_read_unlisted(Reading *r, const cJSON *node, MemberSet allowed)
{
    if (marks_is_foreign(node)) {
        return marks_check_foreign(r, node);
    }
    Suggestion suggestion = suggestion_for(node->string);
    for (int i = 0; i < MEMBER_COUNT_ALL; i++) {
        if (allowed >> i & 1) {
            suggestion_offer(&suggestion, op_member_texts[i]);
        }
    }
    return reading_unknown(r, node, &suggestion);
}

bool op_note_seen(Reading *r, const cJSON *node, OpMember member, MemberSet *seen)
{
    if (*seen >> member & 1) {
        return reading_twice(r, node);
    }
    *seen |= UINT64_C(1) << member;
    return true;
}

bool op_check_required(Reading *r, MemberSet required, MemberSet seen)
{
    MemberSet missing = required & ~seen;
    return missing == 0 || reading_missing(r, op_member_texts[__builtin_ctzll(missing)]);
}

/* Members that make sense only beside another. */
static bool check_companions(Reading *r, const cJSON *node, const Op *op, MemberSet seen)
{
    static const struct { OpKind kind; OpMember given, needed; } rules[] = {
        {OP_NEW, MEMBER_SLOT, MEMBER_FROM},
        {OP_WEAKREF, MEMBER_SLOT, MEMBER_FROM},
        {OP_COLLECT, MEMBER_ID, MEMBER_BIND},
        {OP_COLLECT, MEMBER_BIND, MEMBER_ID},
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (rules[i].kind == op->kind && (seen >> rules[i].given & 1) && !(seen >> rules[i].needed & 1)) {
            return reading_fail(r, node, AT_OWNER, "member '%s' needs member '%s' beside it", op_member_texts[rules[i].given],
                                op_member_texts[rules[i].needed]);
        }
    }
    return true;
}

static bool read_members(Reading *r, const cJSON *node, Op *op)
{
    const OpRow *row = &op_rows[op->kind];
    MemberSet allowed = common_members | row->required | row->optional, seen = 0, foreign = 0;
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        int member = words_find(&r->member_words, child->string);
        if (member < 0 || !(allowed >> member & 1)) {
            if (!op_read_unlisted(r, child, allowed)) {
                return false;
            }
            foreign++;
        } else if (!op_note_seen(r, child, (OpMember)member, &seen) || !op_member_read(r, child, (OpMember)member, op)) {
            return false;
        }
    }
    return (foreign < 2 || marks_check_twins(r, node)) && op_check_required(r, row->required, seen) && check_companions(r, node, op, seen);
}

static void set_defaults(Op *op)
{
    op->frame = -1;
    op->gc = -1;
    op->generation = 2;
    op->count = op->kind == OP_PIN || op->kind == OP_UNPIN;
}

/* What somebody who knows Python, but not our ops, writes first; NULL: no such word. */
static const char *op_meant(const char *text)
{
    static const char *const meant[][2] = {
        {"del", "unbind"}, {"delete", "unbind"},  {"name", "bind"},    {"assign", "bind"}, {"alias", "bind"},  {"create", "new"},
        {"add", "ref"},    {"append", "ref"},     {"insert", "ref"},   {"set", "ref"},     {"store", "ref"},   {"remove", "unref"},
        {"pop", "unref"},  {"gc", "collect"},     {"assert", "expect"}, {"check", "expect"}, {"question", "ask"}, {"loop", "repeat"},
    };
    for (size_t i = 0; i < sizeof meant / sizeof meant[0]; i++) {
        if (strcmp(meant[i][0], text) == 0) {
            return meant[i][1];
        }
    }
    return NULL;
}

static bool unknown_op(Reading *r, const cJSON *node)
{
    const char *meant = op_meant(node->valuestring);
    Suggestion suggestion = suggestion_for(node->valuestring);
    if (meant != NULL) {
        return reading_fail(r, node, AT_VALUE, "names an unknown op '%.40s'; '%s' does that", node->valuestring, meant);
    }
    for (int i = 0; i < r->op_words.count; i++) {
        suggestion_offer(&suggestion, r->op_words.texts[i]);
    }
    bool found = suggestion.best != NULL;
    return reading_fail(r, node, AT_VALUE, "names an unknown op '%.40s'%s%s%s", node->valuestring, found ? "; did you mean '" : "",
                        found ? suggestion.best : "", found ? "'?" : "");
}

/* Finds member "op"; without it, says what the object may be instead. */
static bool read_kind(Reading *r, const cJSON *node, OpKind *kind)
{
    if (!cJSON_IsObject(node)) {
        return reading_fail(r, node, AT_VALUE, "must be an object such as {\"op\": \"collect\"}, got %s",
                            cJSON_IsArray(node) ? "an array" : "another value");
    }
    bool header = false;
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (strcmp(child->string, "op") == 0) {
            if (!cJSON_IsString(child)) {
                return reading_wrong(r, child, "the name of an op (a string)");
            }
            int index = words_find(&r->op_words, child->valuestring);
            *kind = (OpKind)index;
            return index >= 0 || unknown_op(r, child);
        }
        header |= strcmp(child->string, "heaploupe") == 0;
    }
    return header ? reading_fail(r, node, AT_OWNER, "a second header among the ops, expected an op")
                  : reading_missing(r, "op");
}

static bool read_op_inside(Reading *r, const cJSON *node, Op *op)
{
    static const char *const subjects[OP_KIND_COUNT] = {
#define OP_SUBJECT(constant, spelling) [OP_##constant] = "op '" spelling "'",
        OP_KINDS(OP_SUBJECT)
#undef OP_SUBJECT
    };
    r->subject = "op";
    if (!read_kind(r, node, &op->kind)) {
        return false;
    }
    r->subject = subjects[op->kind];
    set_defaults(op);
    bool good = op->kind == OP_EXPECT ? op_expect_read(r, node, op) : read_members(r, node, op);
    return good && (op->kind != OP_ASK || op_ask_finish(r, node, op));
}

bool op_read(Reading *r, const cJSON *node, Op *op)
{
    const char *subject = r->subject;
    const cJSON *owner = r->owner;
    bool braces = r->braces;
    r->owner = node;
    r->braces = false;
    bool good = read_op_inside(r, node, op);
    op->braces = r->braces;
    r->braces |= braces;
    r->owner = owner;
    r->subject = subject;
    return good;
}

bool op_read_body(Reading *r, const cJSON *node, OpBody *body)
{
    if (!value_expect_array(r, node, "an array of ops")) {
        return false;
    }
    if (r->body_depth == LIMIT_BODY_DEPTH) {
        return reading_fail(r, node, AT_VALUE, "is nested deeper than %d bodies", LIMIT_BODY_DEPTH);
    }
    Op *ops = arena_zeroed(r->arena, value_child_count(node), sizeof *ops);
    *body = (OpBody){.ops = ops, .given = true};
    r->body_depth++;
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        Op *op = &ops[body->count++];
        NodePlace place = {child, &op->place_line, &op->place_column};
        vec_push(&r->places, place);
        if (!op_read(r, child, op)) {
            return false;
        }
    }
    r->body_depth--;
    return true;
}
