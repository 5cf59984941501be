/* Bytes of a file, a pipe or a text in memory, block by block. Not what they mean (scanner.h).
 *
 * A window of the input stands in `bytes`; source_more drops what is no longer needed from its front and adds a block at its end.
 *
 *     bytes                                          bytes + count
 *     | dropped next time | still needed | not yet read |0 0 0 … 0| SOURCE_PADDING zeros, so that a reader may look ahead
 *
 * Invariant (source.padding): the zeros always stand there. */
#ifndef HL_TRACE_SOURCE_H
#define HL_TRACE_SOURCE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SOURCE_PADDING = 16 };

typedef struct Source {
    int fd;                    /* −1: a text in memory */
    bool owns_fd;
    const unsigned char *text; /* what is left of it; borrowed */
    size_t text_left;
    size_t block;              /* bytes asked for at a time */
    unsigned char *bytes;      /* owned */
    size_t count, capacity;    /* capacity without the padding */
    uint64_t base;             /* place of bytes[0] in the whole input */
    bool ended;                /* nothing comes after bytes[count − 1] */
} Source;

/* "-" is standard input. */
bool source_open(Source *source, const char *path, Err *err);
void source_open_text(Source *source, const char *text, size_t count, size_t block);
void source_release(Source *source);

/* Drops bytes[0 … keep) and reads on; `bytes` may move. On true, either there are more bytes or `ended` is set. */
bool source_more(Source *source, size_t keep, Err *err);

#endif
