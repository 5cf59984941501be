/* What a trace says: the header and its ops, as plain structs. Not how they are read (trace/) nor what they do (sim/).
 *
 * Every text is a Name. An Op and all it points to live in one Arena; whoever keeps a body longer copies it (op_body_copy).
 * The meaning of each op and member is the contract's (docs/trace-format.md). */
#ifndef HL_MODEL_OP_H
#define HL_MODEL_OP_H

#include "base/arena.h"
#include "base/names.h"

#include <stdbool.h>
#include <stdint.h>

/* X(constant, spelling) */
#define OP_KINDS(X)                                                                                                    \
    X(NEW, "new") X(LOAD, "load") X(CLASS, "class") X(BIND, "bind") X(UNBIND, "unbind") X(REF, "ref") X(UNREF, "unref") \
    X(CLEAR, "clear") X(REORDER, "reorder") X(MATERIALIZE, "materialize") X(CALL, "call") X(RETURN, "return")          \
    X(PIN, "pin") X(UNPIN, "unpin") X(HOLD, "hold") X(DROP, "drop") X(WEAKREF, "weakref") X(RESIZE, "resize")          \
    X(COLLECT, "collect") X(POLL, "poll") X(ENABLE, "enable") X(DISABLE, "disable") X(FREEZE, "freeze")                \
    X(UNFREEZE, "unfreeze") X(CLEAR_GARBAGE, "clear_garbage") X(SET_THRESHOLD, "set_threshold")                        \
    X(SET_DEBUG, "set_debug") X(GETREFCOUNT, "getrefcount") X(COUNT, "count") X(PRINT, "print") X(ALLOC, "alloc")      \
    X(REALLOC, "realloc") X(FREE, "free") X(REPEAT, "repeat") X(LINE, "line") X(NOTE, "note") X(ASK, "ask")            \
    X(EXPECT, "expect")

typedef enum OpKind {
#define OP_ENUM(constant, spelling) OP_##constant,
    OP_KINDS(OP_ENUM)
#undef OP_ENUM
    OP_KIND_COUNT
} OpKind;

/* A text shown to people. A plain string fills both. NAME_NONE: that language was not given. */
typedef struct LocalText {
    Name en, zh;
} LocalText;

/* Names one outgoing reference. An integer slot also has its decimal text, so that 1 and "1" are the same key. */
typedef struct Slot {
    bool given;
    bool is_integer; /* written as a JSON integer */
    uint64_t index;  /* when is_integer */
    Name text;       /* always, when given */
} Slot;

typedef struct Item {
    Slot slot; /* not given: the next index */
    Name id;
    Name key; /* id of the object used as dictionary key, or none */
} Item;

/* One object of a `load`. */
typedef struct LoadObject {
    Name id, type, kind, repr, class_id;
    uint32_t item_first, item_count; /* into Op.items */
    uint64_t size;                   /* 0: by the type's table */
    uint32_t pin;
    uint8_t generation; /* 0 … 2; default 0 */
    int8_t tracked;     /* −1: not given */
    int8_t gc;          /* −1: not given */
    bool finalized;
    bool immortal;
} LoadObject;

typedef struct Op Op;

typedef struct OpBody {
    const Op *ops;
    uint32_t count;
    bool given; /* `"finalizer": []` is given and empty */
} OpBody;

/* X(constant, spelling, shape). Shapes: NUMBER_OF (key → number|null), BOOL_OF, NAME_OF (key → id|null), NAMES_OF (key → [texts]),
 * NAMES ([ids or texts]), NUMBER, THREE (1 … 3 numbers), LARGE, BLOCK_OF, CLASS_OF. */
#define CHECK_KINDS(X)                                                                                                       \
    X(REFCOUNT, "refcount", NUMBER_OF) X(HOLDERS, "holders", NAMES_OF) X(ALIVE, "alive", NAMES) X(FREED, "freed", NAMES)      \
    X(GENERATION, "generation", NUMBER_OF) X(TRACKED, "tracked", BOOL_OF) X(FINALIZED, "finalized", BOOL_OF)                 \
    X(WEAKREF, "weakref", NAME_OF) X(OBJECTS, "objects", NUMBER_OF) X(BLOCK, "block", BLOCK_OF)                              \
    X(CLASSES, "classes", CLASS_OF) X(FREE_LISTS, "free_lists", NUMBER_OF) X(COUNT, "count", THREE)                          \
    X(THRESHOLD, "threshold", THREE) X(COLLECTIONS, "collections", THREE) X(RETURNED, "returned", NUMBER)                    \
    X(CANDIDATES, "candidates", NUMBER) X(VISITED, "visited", NUMBER) X(ARENAS, "arenas", NUMBER) X(LARGE, "large", LARGE)   \
    X(UNREACHABLE, "unreachable", NAMES) X(UNCOLLECTABLE, "uncollectable", NAMES) X(RESURRECTED, "resurrected", NAMES)       \
    X(GARBAGE, "garbage", NAMES) X(ORDER, "order", NAMES_OF) X(DIED, "died", NAMES) X(OUTPUT, "output", NAMES)

typedef enum CheckKind {
#define CHECK_ENUM(constant, spelling, shape) CHECK_##constant,
    CHECK_KINDS(CHECK_ENUM)
#undef CHECK_ENUM
    CHECK_KIND_COUNT
} CheckKind;

/* One thing an `expect` compares; a member with n keys gives n Checks. Which fields count is told by the kind's shape. */
typedef struct Check {
    CheckKind kind;
    Name key;        /* *_OF: id, type, block, class size or generation, as text */
    bool is_null;    /* the expected value is null */
    bool boolean;    /* BOOL_OF */
    bool has[3];     /* BLOCK_OF: arena, pool, offset; CLASS_OF: pools, in_use; LARGE: blocks, bytes */
    uint8_t number_count; /* THREE: how many were given */
    uint64_t number[3];   /* NUMBER, NUMBER_OF: [0]; THREE; BLOCK_OF; CLASS_OF; LARGE */
    Name name;            /* NAME_OF */
    const Name *names;    /* NAMES, NAMES_OF */
    uint32_t name_count;
} Check;

typedef enum AnswerKind {
    ANSWER_NUMBER, ANSWER_REFCOUNT, ANSWER_GC_REFS, ANSWER_GENERATION, ANSWER_ALIVE, ANSWER_FREED_BY_NEXT, ANSWER_RETURNED
} AnswerKind;

typedef struct Answer {
    AnswerKind kind;
    double number;     /* ANSWER_NUMBER: the number, or the index into choices */
    Name id;
    const Name *ids;   /* ANSWER_FREED_BY_NEXT */
    uint32_t id_count;
} Answer;

/* Debug flags, CPython's values where it has them ("CPython 3.11, Modules/gcmodule.c"; INSTANCES and OBJECTS: 2.7). */
enum {
    DEBUG_STATS = 1, DEBUG_COLLECTABLE = 2, DEBUG_UNCOLLECTABLE = 4, DEBUG_INSTANCES = 8, DEBUG_OBJECTS = 16,
    DEBUG_SAVEALL = 32,
    DEBUG_LEAK = 64 /* read as the profile's own combination */
};

struct Op {
    OpKind kind;
    uint32_t place_line, place_column; /* of the op's first byte in the trace */
    bool braces;     /* some text in here contains '{': substitution in a repeat must look at it */

    /* common */
    uint32_t line;   /* source line, 0 = not given */
    Name file;
    LocalText note;

    /* ids and names; NAME_NONE = not given */
    Name id, type, kind_name, name, bind, from, to, key, class_id, base, value, keep, namespace_id, resume, by, block, repr, var;
    Name thread;     /* as text; `thread_given` tells */
    Slot slot;
    LocalText text;  /* print, getrefcount, count, note: text; ask: question. print/getrefcount/count: .en */

    int64_t frame;   /* −1 = not given */
    uint64_t size;   /* new: 0 = by the table */
    uint64_t bytes;  /* resize, alloc, realloc */
    uint64_t count;  /* pin, unpin (default 1), new.pin (0 = not given) */
    uint64_t times;
    uint32_t generation; /* collect, default 2 */
    uint32_t debug_flags;
    uint64_t threshold[3];
    uint8_t threshold_count;
    int8_t gc;        /* −1 = not given */
    bool hold, insert, immortal, legacy, pause, automatic, thread_given, size_given, bytes_given;
    int8_t immortal_given; /* 1 when the member stands there */

    Item *items;      /* new; call.args (slot.text = parameter name); load: of all objects */
    uint32_t item_count;
    LoadObject *objects;
    uint32_t object_count;
    const Name *names;  /* class.slots, call.locals */
    uint32_t name_count;
    bool names_given;
    Slot *slots;        /* reorder */
    uint32_t slot_count;
    OpBody body;        /* finalizer, callback, or the ops of a repeat */
    Check *checks;
    uint32_t check_count;
    LocalText *choices;
    uint32_t choice_count;
    Answer answer;
};

/* The header of a trace. */
typedef struct SourceFile {
    Name file;
    const Name *lines;
    uint32_t line_count;
} SourceFile;

typedef enum CollectorKind { COLLECTOR_CPYTHON, COLLECTOR_MARKSWEEP } CollectorKind;
typedef enum AllocatorKind { ALLOCATOR_PYMALLOC, ALLOCATOR_FIRST_FIT } AllocatorKind;

typedef struct TraceConfig {
    bool threshold_given, count_given, long_lived_given;
    uint64_t threshold[3];
    uint64_t count[3];
    uint64_t long_lived[2]; /* pending, total */
    bool enabled;           /* default true */
    AllocatorKind allocator;
    /* 0 = the profile's own */
    uint64_t small_max, alignment, pool_bytes, arena_bytes;
    bool arena_aligned;
    const uint64_t *arena_bases;
    uint32_t arena_base_count;
} TraceConfig;

typedef struct TraceHeader {
    uint64_t version;
    LocalText title, summary; /* summary: x-summary */
    Name row;                 /* x-row, or none */
    bool shows_memory;        /* "x-show": "memory": memory is what it is about */
    Name python;              /* x-python: the interpreter a recording was made by, or none */
    Name runtime;             /* text; default cpython-3.11. Whether it is finished is sim's to say */
    uint32_t runtime_line, runtime_column;
    CollectorKind collector;
    TraceConfig config;
    SourceFile *sources;
    uint32_t source_count;
} TraceHeader;

const char *op_kind_text(OpKind kind);
const char *check_kind_text(CheckKind kind);

/* Puts `value` for every "{var}" in the copy's ids, names, slots and texts; var NAME_NONE: a plain copy. A list, tuple or deque
 * slot that then is digits only is made an integer by the op's user (sim), which knows the container. */
typedef struct Substitution {
    Names *names;
    Name var;
    uint64_t value;
} Substitution;

/* Deep copies into `arena`. Bodies of inner repeats are copied too; an inner repeat with the same var keeps its own. */
Op *op_copy(Arena *arena, const Op *op, const Substitution *substitution);
OpBody op_body_copy(Arena *arena, OpBody body, const Substitution *substitution);

#endif
