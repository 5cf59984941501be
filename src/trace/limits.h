/* The limits of reading, each with its reason. Reaching one is reported with its number, never passed over. */
#ifndef HL_TRACE_LIMITS_H
#define HL_TRACE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* Contract "Bad input": brackets within brackets, counted from the outermost of the file. */
enum { LIMIT_DEPTH = 128 };
/* Contract: finalizers, callbacks and repeats within one another. */
enum { LIMIT_BODY_DEPTH = 32 };
/* Contract section 2: an id is at most so long. */
enum { LIMIT_ID_BYTES = 255 };
/* cJSON reads a number through a buffer of 64 bytes and would stop in the middle of a longer one. */
enum { LIMIT_NUMBER_BYTES = 63 };
/* Contract: 2^53 − 1, the last integer all JSON programs agree on. */
#define LIMIT_INTEGER UINT64_C(9007199254740991)
/* One op (or the header, or one object of a load) is held in memory as text, and as a tree of up to 32 times its size. Seven million
 * ids of an ordinary length fit; the objects of a load are read one by one and have no such limit together. */
#define LIMIT_OP_BYTES ((size_t)64 << 20)
/* Items of all objects of one load, and objects: the fields that count them have 32 bits. */
#define LIMIT_LOAD_ITEMS ((size_t)UINT32_MAX)
/* Bytes asked from a file or pipe at a time: large enough that the call costs nothing, small enough for the cache. */
#define SOURCE_BLOCK_BYTES ((size_t)128 << 10)

#endif
