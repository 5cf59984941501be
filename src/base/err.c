#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Copies `from` to `to`, writing control characters as \xNN so that one error stays one line. */
static void escape_controls(char *to, size_t room, const char *from)
{
    size_t used = 0;
    for (; *from != '\0' && used + 5 < room; from++) {
        unsigned char byte = (unsigned char)*from;
        if (byte < 0x20 || byte == 0x7f) {
            used += (size_t)snprintf(to + used, room - used, "\\x%02x", byte);
        } else {
            to[used++] = (char)byte;
        }
    }
    if (*from != '\0') {
        while (used > 0 && ((unsigned char)to[used - 1] & 0xc0) == 0x80) {
            used--;
        }
        if (used > 0 && ((unsigned char)to[used - 1] & 0x80) != 0) {
            used--;
        }
    }
    to[used] = '\0';
}

static void fill(Err *err, ErrStatus status, const char *format, va_list arguments)
{
    char raw[ERR_TEXT_BYTES];
    vsnprintf(raw, sizeof raw, format, arguments);
    err->status = status;
    err->line = 0;
    err->column = 0;
    escape_controls(err->text, sizeof err->text, raw);
}

bool err_input(Err *err, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(err, ERR_INPUT, format, arguments);
    va_end(arguments);
    return false;
}

bool err_machine(Err *err, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(err, ERR_MACHINE, format, arguments);
    va_end(arguments);
    return false;
}

bool err_input_at(Err *err, uint32_t line, uint32_t column, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(err, ERR_INPUT, format, arguments);
    va_end(arguments);
    err->line = line;
    err->column = column;
    return false;
}
