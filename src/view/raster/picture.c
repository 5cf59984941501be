#define _POSIX_C_SOURCE 200809L
#include "view/raster/picture.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <png.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void collect(png_structp png, png_bytep data, png_size_t count)
{
    PictureBytes *out = png_get_io_ptr(png);
    vec_reserve(&out->bytes, count);
    memcpy(out->bytes.items + out->bytes.count, data, count);
    out->bytes.count += count;
}

static void nothing_to_flush(png_structp png)
{
    (void)png;
}

static void write_rows(png_structp png, const Surface *surface, uint8_t *row)
{
    for (int y = 0; y < surface->height; y++) {
        const uint32_t *pixels = surface->pixels + (size_t)y * (size_t)surface->width;
        uint8_t *to = row;
        for (int x = 0; x < surface->width; x++) {
            *to++ = (uint8_t)(pixels[x] >> 16);
            *to++ = (uint8_t)(pixels[x] >> 8);
            *to++ = (uint8_t)pixels[x];
        }
        png_write_row(png, row);
    }
}

/* Everything between setjmp and its return; holds no locals that change, so nothing is lost by the jump. */
static bool encode(png_structp png, png_infop info, const Surface *surface, uint8_t *row)
{
    if (setjmp(png_jmpbuf(png))) {
        return false;
    }
    png_set_IHDR(png, info, (png_uint_32)surface->width, (png_uint_32)surface->height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 6);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE); /* flat areas: smaller and faster than predicted ones */
    png_write_info(png, info);
    write_rows(png, surface, row);
    png_write_end(png, NULL);
    return true;
}

bool picture_encode_png(const Surface *surface, PictureBytes *out, Err *err)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_write_struct(&png, NULL);
        return err_machine(err, "cannot encode the picture: out of memory");
    }
    png_set_write_fn(png, out, collect, nothing_to_flush);
    uint8_t *row = mem_zeroed((size_t)surface->width, 3);
    bool encoded = encode(png, info, surface, row);
    mem_release(row);
    png_destroy_write_struct(&png, &info);
    return encoded ? true : err_machine(err, "cannot encode the picture");
}

static bool write_all(int descriptor, const PictureBytes *content)
{
    size_t written = 0;
    while (written < content->bytes.count) {
        ssize_t count = write(descriptor, content->bytes.items + written, content->bytes.count - written);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return false;
        }
        written += (size_t)count;
    }
    return true;
}

/* Writes and closes; false with errno set. */
static bool write_to(int descriptor, const PictureBytes *content)
{
    bool written = write_all(descriptor, content);
    int why = errno;
    bool closed = close(descriptor) == 0;
    if (!written) {
        errno = why;
    }
    return written && closed;
}

static bool write_beside(const char *path, const PictureBytes *content)
{
    size_t room = strlen(path) + 32;
    char *beside = mem_zeroed(room, 1);
    snprintf(beside, room, "%s.%ld.part", path, (long)getpid());
    int descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool done = descriptor >= 0;
    if (done) {
        done = write_to(descriptor, content) && rename(beside, path) == 0;
        if (!done) {
            int why = errno;
            unlink(beside);
            errno = why;
        }
    }
    mem_release(beside);
    return done;
}

bool picture_write_file(const char *path, const PictureBytes *content, Err *err)
{
    struct stat there;
    bool done;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode)) {
        int descriptor = open(path, O_WRONLY | O_CLOEXEC);
        done = descriptor >= 0 && write_to(descriptor, content);
    } else {
        done = write_beside(path, content);
    }
    return done ? true : err_machine(err, "cannot write %s: %s", path, strerror(errno));
}

bool picture_write_png(const Surface *surface, const char *path, Err *err)
{
    PictureBytes content = {0};
    bool done = picture_encode_png(surface, &content, err) && picture_write_file(path, &content, err);
    vec_release(&content.bytes);
    return done;
}
