/* Reads the tree of one op into an Op. For the files of trace/ only. */
#ifndef HL_TRACE_OP_READ_H
#define HL_TRACE_OP_READ_H

#include "base/vec.h"
#include "model/op.h"
#include "trace/op_schema.h"
#include "trace/value.h"

typedef VEC(Item) ItemVec;
typedef VEC(LoadObject) LoadObjectVec;

/* op_read.c: an op with all its members and bodies. */
bool op_read(Reading *r, const cJSON *node, Op *op);
bool op_read_body(Reading *r, const cJSON *node, OpBody *body);
/* A member that is not in `allowed`: skips x-…, refuses others. */
bool op_read_unlisted(Reading *r, const cJSON *node, MemberSet allowed);
/* Adds the member to `*seen`; an error when it is there already. */
bool op_note_seen(Reading *r, const cJSON *node, OpMember member, MemberSet *seen);
bool op_check_required(Reading *r, MemberSet required, MemberSet seen);

/* op_member.c: one member of an op (not of expect). */
bool op_member_read(Reading *r, const cJSON *node, OpMember member, Op *op);

/* op_items.c */
bool op_items_read(Reading *r, const cJSON *node, Item *items);
bool op_items_read_args(Reading *r, const cJSON *node, Op *op);
/* One object of a load; its items are appended to `items`. */
bool op_items_read_object(Reading *r, const cJSON *node, LoadObject *object, ItemVec *items);
/* A load inside a body: its objects stand in the tree. */
bool op_items_read_objects(Reading *r, const cJSON *node, Op *op);

/* op_ask.c */
bool op_ask_read_choices(Reading *r, const cJSON *node, Op *op);
bool op_ask_read_answer(Reading *r, const cJSON *node, Op *op);
bool op_ask_finish(Reading *r, const cJSON *node, const Op *op);

/* op_expect.c */
bool op_expect_read(Reading *r, const cJSON *node, Op *op);

#endif
