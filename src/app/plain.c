#include "app/plain.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_control(char byte)
{
    return (unsigned char)byte < 0x20 || byte == 0x7f;
}

/* Bytes before the next control character. */
static size_t plain_bytes(const char *text)
{
    size_t bytes = 0;
    while (text[bytes] != '\0' && !is_control(text[bytes])) {
        bytes++;
    }
    return bytes;
}

void plain_write(FILE *file, const char *text)
{
    for (;; text++) {
        size_t bytes = plain_bytes(text);
        fwrite(text, 1, bytes, file);
        text += bytes;
        if (*text == '\0') {
            return;
        }
        fprintf(file, "\\x%02x", (unsigned char)*text);
    }
}

void plain_print(const char *format, ...)
{
    char *text;
    va_list arguments;
    va_start(arguments, format);
    int bytes = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (bytes < 0) {
        mem_exhausted();
    }
    plain_write(stdout, text);
    free(text);
}

void plain_add(Prose *out, const char *text)
{
    for (;; text++) {
        size_t bytes = plain_bytes(text);
        prose_add_bytes(out, text, bytes);
        text += bytes;
        if (*text == '\0') {
            return;
        }
        char escaped[8];
        snprintf(escaped, sizeof escaped, "\\x%02x", (unsigned char)*text);
        prose_add(out, escaped);
    }
}
