/* Texts of a trace on a terminal or in a pipe: control characters are escaped, so that a line stays a line. */
#ifndef HL_APP_PLAIN_H
#define HL_APP_PLAIN_H

#include "explain/prose.h"

#include <stdio.h>

void plain_write(FILE *file, const char *text);
/* printf to standard output, escaped as a whole: line ends are the caller's. */
void plain_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void plain_add(Prose *out, const char *text);

#endif
