#include "trace/op_schema.h"

#define M(constant) MEMBER_BIT(constant)
#define HOLDERS (M(BIND) | M(FROM) | M(SLOT) | M(HOLD) | M(PIN))

_Static_assert(MEMBER_COUNT_ALL <= 64, "a MemberSet has 64 bits");

const MemberSet common_members = M(OP) | M(LINE) | M(FILE) | M(NOTE);

const OpRow op_rows[OP_KIND_COUNT] = {
    [OP_NEW] = {M(ID) | M(TYPE), HOLDERS | M(KIND) | M(ITEMS) | M(SIZE) | M(GC) | M(REPR) | M(CLASS) | M(FINALIZER) | M(IMMORTAL)},
    [OP_LOAD] = {M(OBJECTS), 0},
    [OP_CLASS] = {M(NAME), M(ID) | M(BASE) | M(SLOTS) | M(FINALIZER) | M(LEGACY)},
    [OP_BIND] = {M(NAME) | M(TO), M(FRAME)},
    [OP_UNBIND] = {M(NAME), M(FRAME)},
    [OP_REF] = {M(FROM) | M(TO), M(SLOT) | M(KEY) | M(INSERT)},
    [OP_UNREF] = {M(FROM) | M(SLOT), 0},
    [OP_CLEAR] = {M(FROM), 0},
    [OP_REORDER] = {M(FROM) | M(SLOTS), 0},
    [OP_MATERIALIZE] = {M(ID), 0},
    [OP_CALL] = {M(NAME), M(ARGS) | M(LOCALS) | M(NAMESPACE) | M(THREAD) | M(RESUME)},
    [OP_RETURN] = {0, M(VALUE) | M(BIND) | M(KEEP) | M(THREAD)},
    [OP_PIN] = {M(ID), M(COUNT) | M(BY)},
    [OP_UNPIN] = {M(ID), M(COUNT) | M(BY)},
    [OP_HOLD] = {M(ID), 0},
    [OP_DROP] = {M(ID), 0},
    [OP_WEAKREF] = {M(ID) | M(TO), HOLDERS | M(CALLBACK)},
    [OP_RESIZE] = {M(ID) | M(BYTES), 0},
    [OP_COLLECT] = {0, M(GENERATION) | M(TRIGGER) | M(ID) | M(BIND)},
    [OP_POLL] = {0, 0},
    [OP_ENABLE] = {0, 0},
    [OP_DISABLE] = {0, 0},
    [OP_FREEZE] = {0, 0},
    [OP_UNFREEZE] = {0, 0},
    [OP_CLEAR_GARBAGE] = {0, 0},
    [OP_SET_THRESHOLD] = {M(THRESHOLD), 0},
    [OP_SET_DEBUG] = {M(FLAGS), 0},
    [OP_GETREFCOUNT] = {M(ID), M(TEXT)},
    [OP_COUNT] = {M(TYPE), M(TEXT)},
    [OP_PRINT] = {M(TEXT), 0},
    [OP_ALLOC] = {M(BLOCK) | M(BYTES), 0},
    [OP_REALLOC] = {M(BLOCK) | M(BYTES), 0},
    [OP_FREE] = {M(BLOCK), 0},
    [OP_REPEAT] = {M(TIMES) | M(OPS), M(VAR)},
    [OP_LINE] = {M(LINE), M(TEXT)},
    [OP_NOTE] = {M(TEXT), M(PAUSE)},
    [OP_ASK] = {M(QUESTION) | M(ANSWER), M(CHOICES)},
    [OP_EXPECT] = {0, 0},
};

const OpRow load_object_row = {M(ID) | M(TYPE), M(KIND) | M(ITEMS) | M(SIZE) | M(GC) | M(REPR) | M(CLASS) | M(IMMORTAL) | M(PIN) |
                                                    M(GENERATION) | M(TRACKED) | M(FINALIZED) | M(KEYS)};

const char *const op_member_texts[MEMBER_COUNT_ALL] = {
#define MEMBER_TEXT(constant, spelling) [MEMBER_##constant] = spelling,
    OP_MEMBERS(MEMBER_TEXT)
#undef MEMBER_TEXT
};
