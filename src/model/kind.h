/* The closed table of built-in kinds. What each does is types/ (types/kinds.c). */
#ifndef HL_MODEL_KIND_H
#define HL_MODEL_KIND_H

/* X(constant, spelling) */
#define KINDS(X)                                                                                                        \
    X(INT, "int") X(FLOAT, "float") X(COMPLEX, "complex") X(STR, "str") X(BYTES, "bytes") X(BYTEARRAY, "bytearray")      \
    X(BOOL, "bool") X(NONETYPE, "NoneType") X(ELLIPSIS, "ellipsis") X(RANGE, "range") X(OBJECT, "object")                \
    X(LONG, "long") X(UNICODE, "unicode") X(XRANGE, "xrange")                                                           \
    X(LIST, "list") X(TUPLE, "tuple") X(DICT, "dict") X(SET, "set") X(FROZENSET, "frozenset") X(DEQUE, "deque")          \
    X(FUNCTION, "function") X(CELL, "cell") X(METHOD, "method") X(BUILTIN_FUNCTION, "builtin_function")                  \
    X(GENERATOR, "generator") X(COROUTINE, "coroutine") X(FRAME, "frame") X(TRACEBACK, "traceback")                      \
    X(EXCEPTION, "exception") X(MODULE, "module") X(TYPE, "type") X(WEAKREF, "weakref") X(SLICE, "slice")                \
    X(PROPERTY, "property") X(PARTIAL, "partial") X(ITERATOR, "iterator") X(OPAQUE, "opaque") X(INSTANCE, "instance")    \
    X(NAMES, "<frame>") X(LIMBO, "<detached>") X(GARBAGE, "<gc.garbage>")

typedef enum Kind {
#define KIND_ENUM(constant, spelling) KIND_##constant,
    KINDS(KIND_ENUM)
#undef KIND_ENUM
    KIND_COUNT
} Kind;

const char *kind_text(Kind kind);

#endif
