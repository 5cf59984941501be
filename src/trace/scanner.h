/* A strict JSON scanner over a Source: finds where each value ends, checks every byte of it, knows line and column. Not what values mean.
 *
 * What it lets through is JSON (RFC 8259) in valid UTF-8 without lone surrogates, at most LIMIT_DEPTH deep, numbers at most LIMIT_NUMBER_BYTES
 * long: all that cJSON would wave through or read differently is refused here. Duplicate members are the readers' to find.
 *
 * One array may be given out element by element, when it stands under `stream_member` in the outermost object of the value: scanner_value then
 * returns SCAN_STREAM behind its '[', scanner_element steps through it, scanner_resume reads the rest of the value. */
#ifndef HL_TRACE_SCANNER_H
#define HL_TRACE_SCANNER_H

#include "trace/limits.h"
#include "trace/source.h"

typedef enum ScanResult { SCAN_DONE, SCAN_STREAM, SCAN_FAILED } ScanResult;

typedef struct Scanner {
    Source source;
    const unsigned char *at;   /* the next byte */
    const unsigned char *end;  /* of the window */
    const unsigned char *kept; /* first byte that must stay in the window, NULL = `at` */
    uint32_t kept_line, kept_column;
    uint32_t line;             /* of `at`, from 1 */
    uint64_t line_start;       /* place of that line's first byte in the input */
    uint32_t depth;            /* open brackets */
    unsigned char open[LIMIT_DEPTH]; /* '{' or '[' of each */
    bool one_line;             /* a line end inside the value is an error (JSON Lines) */
    bool failed;               /* *err is filled; nothing more is read */
    Err *err;

    /* of the value being scanned */
    uint32_t base;             /* depth outside it */
    const char *stream_member; /* or NULL */
    size_t stream_member_bytes;

    /* what the value held since scanner_value */
    bool odd_numbers;          /* a number that is not an integer of −LIMIT_INTEGER … LIMIT_INTEGER */
    bool nul_escapes;          /* \u0000 */
    bool braces;               /* perhaps a '{' in a string */
} Scanner;

/* Takes over `source`. */
void scanner_init(Scanner *scan, Source source);
void scanner_release(Scanner *scan);
/* A text that has been read to its end goes on with these bytes (borrowed until its end). */
void scanner_append(Scanner *scan, const char *bytes, size_t count);

/* Skips white space; the next byte, or −1 at the end (then `failed` tells a read error). */
int scanner_skip(Scanner *scan);
/* Skips blanks of this line and its end. False, with an error, when something else stands there. */
bool scanner_line_end(Scanner *scan, const char *after);
uint32_t scanner_column(const Scanner *scan);
/* An error at `at`; false. The first one stays. */
bool scanner_fail(Scanner *scan, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Scans one value from `at` (white space skipped); the bytes from `kept` to `at` are then its text, until the next call. */
ScanResult scanner_value(Scanner *scan, const char *stream_member);
/* After SCAN_STREAM: to the next element. 1: at it, 0: the array has ended, −1: failed. */
int scanner_element(Scanner *scan, bool first);
/* After the array has ended: `base` and `stream_member` as they were; `kept` is then the array's ']'. */
ScanResult scanner_resume(Scanner *scan, uint32_t base, const char *stream_member);

#endif
