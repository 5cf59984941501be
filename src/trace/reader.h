/* Reads a trace, op by op, from a file, a pipe or a text: both shapes of the format, told by their content. Not what ops mean (sim/).
 *
 *     Reader *reader = reader_open(path, names, &err);
 *     while ((status = reader_next(reader, &op, &err)) == READ_OP) …
 *     reader_close(reader);
 *
 * Memory grows with the longest op, not with the text; a `load` is read object by object. All that is wrong with the text alone is found here,
 * as the first error in reading order. */
#ifndef HL_TRACE_READER_H
#define HL_TRACE_READER_H

#include "base/err.h"
#include "base/names.h"
#include "model/op.h"
#include "trace/source.h"

typedef struct Reader Reader;

typedef enum ReadStatus { READ_OP, READ_END, READ_FAILED } ReadStatus;

/* "-" is standard input. Reads and checks the header; NULL on failure, with *err filled. `names` is borrowed until reader_close. */
Reader *reader_open(const char *path, Names *names, Err *err);
/* The same from an opened source, which it takes over; a first block of it may have been read already. */
Reader *reader_open_source(Source source, const char *shown_name, Names *names, Err *err);
/* The same from memory (borrowed until reader_close); `shown_name` is what reader_file_name returns. */
Reader *reader_open_text(const char *bytes, size_t count, const char *shown_name, Names *names, Err *err);
/* In blocks of so many bytes, for tests of what stands across two of them. */
Reader *reader_open_blocks(const char *bytes, size_t count, size_t block, Names *names, Err *err);
/* After READ_END of a text in JSON Lines: more lines (borrowed until the next READ_END). */
void reader_append(Reader *reader, const char *bytes, size_t count);
void reader_close(Reader *reader);

/* Valid until reader_close. */
const TraceHeader *reader_header(const Reader *reader);
/* "<stdin>" for "-". */
const char *reader_file_name(const Reader *reader);

/* *op and all it points to are valid until the next call. After READ_END or READ_FAILED it returns the same again. */
ReadStatus reader_next(Reader *reader, const Op **op, Err *err);

#endif
