/* The one place that prints errors: a line each, on standard error, `heaploupe: FILE:LINE:COLUMN: text`. */
#ifndef HL_APP_COMPLAIN_H
#define HL_APP_COMPLAIN_H

#include "base/err.h"

/* Prints the error and returns its exit status. `file`: what its place is in, NULL = no file. */
int complain(const char *file, const Err *err);
/* A failed expect; `line` of the op in the file. */
void complain_expect(const char *file, uint32_t line, const char *message);
/* Wrong usage: prints the text and which help to read, returns 2. `command`: NULL = the program itself. */
int complain_usage(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Flushes standard output. The status given, or 3 when it could not be written (silently when its reader has gone). */
int complain_output(int status);

#endif
