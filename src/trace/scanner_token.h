/* The tokens of the scanner: strings, numbers, literals.. */
#ifndef HL_TRACE_SCANNER_TOKEN_H
#define HL_TRACE_SCANNER_TOKEN_H

#include "trace/scanner.h"

int scanner_peek_slow(Scanner *scan);

/* The next byte; −1 at the end of the input. A NUL byte in the text comes out as 0. */
static inline int scanner_peek(Scanner *scan)
{
    int byte = *scan->at;
    return byte != 0 ? byte : scanner_peek_slow(scan);
}

/* Behind the opening quote, to behind the closing one. */
bool scanner_string(Scanner *scan);
bool scanner_number(Scanner *scan);
bool scanner_literal(Scanner *scan);
/* "expected …, got …" at `at`; false. */
bool scanner_unexpected(Scanner *scan, const char *expected);

#endif
