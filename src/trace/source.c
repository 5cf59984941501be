#define _POSIX_C_SOURCE 200809L
#include "trace/source.h"

#include "base/mem.h"
#include "trace/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void source_init(Source *source, size_t block)
{
    *source = (Source){.fd = -1, .block = block};
    source->capacity = block;
    source->bytes = mem_zeroed(block + SOURCE_PADDING, 1);
}

bool source_open(Source *source, const char *path, Err *err)
{
    bool standard_input = strcmp(path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return err_input(err, "cannot be opened: %s", strerror(errno));
    }
    source_init(source, SOURCE_BLOCK_BYTES);
    source->fd = fd;
    source->owns_fd = !standard_input;
    return true;
}

void source_open_text(Source *source, const char *text, size_t count, size_t block)
{
    source_init(source, block);
    source->text = (const unsigned char *)text;
    source->text_left = count;
}

void source_release(Source *source)
{
    if (source->owns_fd) {
        close(source->fd);
    }
    mem_release(source->bytes);
    *source = (Source){.fd = -1};
}

/* Moves what is kept to the front and makes room for one block more; gives back the room a huge op took. */
static void make_room(Source *source, size_t keep)
{
    source->count -= keep;
    memmove(source->bytes, source->bytes + keep, source->count);
    source->base += keep;
    size_t wanted = source->count + source->block;
    bool oversized = source->capacity / 8 > wanted;
    if (source->capacity < wanted || oversized) {
        source->capacity = oversized ? wanted : wanted * 2;
        source->bytes = mem_resize(source->bytes, source->capacity + SOURCE_PADDING, 1);
    }
}

static bool read_block(Source *source, size_t *got, Err *err)
{
    unsigned char *to = source->bytes + source->count;
    if (source->fd < 0) {
        *got = source->text_left < source->block ? source->text_left : source->block;
        if (*got != 0) {
            memcpy(to, source->text, *got);
            source->text += *got;
            source->text_left -= *got;
        }
        return true;
    }
    ssize_t count;
    do {
        count = read(source->fd, to, source->block);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        return errno == EISDIR ? err_input(err, "is a folder: expected a trace file")
                               : err_machine(err, "cannot be read: %s", strerror(errno));
    }
    *got = (size_t)count;
    return true;
}

bool source_more(Source *source, size_t keep, Err *err)
{
    make_room(source, keep);
    size_t got = 0;
    bool good = read_block(source, &got, err);
    source->count += got;
    source->ended = got == 0;
    memset(source->bytes + source->count, 0, SOURCE_PADDING);
    return good;
}
