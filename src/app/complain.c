#include "app/complain.h"

#include "app/plain.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void print_place(const char *file, uint32_t line, uint32_t column)
{
    fputs("heaploupe: ", stderr);
    if (file != NULL) {
        plain_write(stderr, file);
        if (line != 0) {
            fprintf(stderr, ":%u", line);
        }
        if (line != 0 && column != 0) {
            fprintf(stderr, ":%u", column);
        }
        fputs(": ", stderr);
    }
}

int complain(const char *file, const Err *err)
{
    print_place(file, err->line, err->column);
    plain_write(stderr, err->text);
    fputc('\n', stderr);
    return (int)err->status;
}

void complain_expect(const char *file, uint32_t line, const char *message)
{
    print_place(file, line, 0);
    fputs("op 'expect': ", stderr);
    plain_write(stderr, message);
    fputc('\n', stderr);
}

int complain_usage(const char *command, const char *format, ...)
{
    char text[ERR_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fputs("heaploupe: ", stderr);
    plain_write(stderr, text);
    fprintf(stderr, "; see 'heaploupe %s%s--help'\n", command == NULL ? "" : command, command == NULL ? "" : " ");
    return ERR_INPUT;
}

/* The other end of the pipe is closed: whoever read has seen enough. */
static bool reader_has_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

int complain_output(int status)
{
    errno = 0;
    if (fflush(stdout) == 0 && ferror(stdout) == 0) {
        return status;
    }
    int cause = errno;
    if (cause != EPIPE && !reader_has_gone()) {
        fprintf(stderr, "heaploupe: standard output could not be written%s%s\n", cause != 0 ? ": " : "",
                cause != 0 ? strerror(cause) : "");
    }
    return ERR_MACHINE;
}
