/* Errors a user can cause, carried as values. Not for our own mistakes (base/check.h).
 *
 * A function that can fail returns bool and takes `Err *err` last; it leaves *err untouched on success.
 * Nothing below app/ prints an error. */
#ifndef HL_BASE_ERR_H
#define HL_BASE_ERR_H

#include <stdbool.h>
#include <stdint.h>

enum { ERR_TEXT_BYTES = 600 };

/* The exit status an error leads to (contract section 5). */
typedef enum ErrStatus {
    ERR_NONE = 0,
    ERR_INPUT = 2,   /* bad usage or bad input */
    ERR_MACHINE = 3  /* no memory, no display, disk full, a named limit of ours */
} ErrStatus;

typedef struct Err {
    ErrStatus status;
    uint32_t line;   /* 1-based place in the input, 0 when there is none */
    uint32_t column; /* bytes from 1 */
    char text[ERR_TEXT_BYTES]; /* UTF-8, control characters escaped, without file or place */
} Err;

/* Fill *err and return false, so that a caller can write `return err_input(err, …)`. Control characters that come
 * in through arguments are escaped; an over-long text is cut at a character boundary. */
bool err_input(Err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool err_machine(Err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same with a place in the input. */
bool err_input_at(Err *err, uint32_t line, uint32_t column, const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
