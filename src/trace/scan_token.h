/* The tokens of the scanner: strings, numbers, literals.. */
#ifndef HL_TRACE_SCAN_TOKEN_H
#define HL_TRACE_SCAN_TOKEN_H

#include "trace/scan.h"

int scan_peek_slow(Scan *scan);

/* The next byte; −1 at the end of the input. A NUL byte in the text comes out as 0. */
static inline int scan_peek(Scan *scan)
{
    int byte = *scan->at;
    return byte != 0 ? byte : scan_peek_slow(scan);
}

/* Behind the opening quote, to behind the closing one. */
bool scan_string(Scan *scan);
bool scan_number(Scan *scan);
bool scan_literal(Scan *scan);
/* "expected …, got …" at `at`; false. */
bool scan_unexpected(Scan *scan, const char *expected);

#endif
