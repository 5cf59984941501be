/* Which members each op has: the table of the contract's section 3. How a member is read: op_member.h. */
#ifndef HL_TRACE_OP_SCHEMA_H
#define HL_TRACE_OP_SCHEMA_H

#include "model/op.h"
#include "trace/words.h"

#include <stdint.h>

/* X(constant, spelling): every member an op or an object of a load can have, the checks of `expect` apart. */
#define OP_MEMBERS(X)                                                                                                    \
    X(OP, "op") X(LINE, "line") X(FILE, "file") X(NOTE, "note") X(ID, "id") X(TYPE, "type") X(KIND, "kind")              \
    X(BIND, "bind") X(FROM, "from") X(SLOT, "slot") X(HOLD, "hold") X(ITEMS, "items") X(SIZE, "size") X(GC, "gc")        \
    X(REPR, "repr") X(CLASS, "class") X(FINALIZER, "finalizer") X(IMMORTAL, "immortal") X(PIN, "pin")                    \
    X(OBJECTS, "objects") X(NAME, "name") X(BASE, "base") X(SLOTS, "slots") X(LEGACY, "legacy") X(TO, "to")              \
    X(FRAME, "frame") X(KEY, "key") X(INSERT, "insert") X(ARGS, "args") X(LOCALS, "locals")                              \
    X(NAMESPACE, "namespace") X(THREAD, "thread") X(RESUME, "resume") X(VALUE, "value") X(KEEP, "keep")                  \
    X(COUNT, "count") X(BY, "by") X(CALLBACK, "callback") X(BYTES, "bytes") X(GENERATION, "generation")                  \
    X(TRIGGER, "trigger") X(THRESHOLD, "threshold") X(FLAGS, "flags") X(TEXT, "text") X(BLOCK, "block")                  \
    X(TIMES, "times") X(VAR, "var") X(OPS, "ops") X(PAUSE, "pause") X(QUESTION, "question") X(CHOICES, "choices")        \
    X(ANSWER, "answer") X(TRACKED, "tracked") X(FINALIZED, "finalized") X(KEYS, "keys")

typedef enum OpMember {
#define MEMBER_ENUM(constant, spelling) MEMBER_##constant,
    OP_MEMBERS(MEMBER_ENUM)
#undef MEMBER_ENUM
    MEMBER_COUNT_ALL
} OpMember;

typedef uint64_t MemberSet; /* bit n: OpMember n */
#define MEMBER_BIT(constant) (UINT64_C(1) << MEMBER_##constant)

typedef struct OpRow {
    MemberSet required, optional; /* `optional` without the common ones */
} OpRow;

/* The members any op may have besides x-…: op, line, file, note. */
extern const MemberSet common_members;
extern const OpRow op_rows[OP_KIND_COUNT];
extern const OpRow load_object_row;
extern const char *const op_member_texts[MEMBER_COUNT_ALL];

#endif
