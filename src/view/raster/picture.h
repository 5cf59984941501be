/* Pictures as files. A file appears whole or not at all: it is written beside its place and renamed. */
#ifndef HL_VIEW_RASTER_PICTURE_H
#define HL_VIEW_RASTER_PICTURE_H

#include "base/err.h"
#include "base/vec.h"
#include "view/raster/surface.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct PictureBytes {
    VEC(uint8_t) bytes;
} PictureBytes;

/* The surface as a PNG in memory, appended to *out; the same pixels give the same bytes. */
bool picture_encode_png(const Surface *surface, PictureBytes *out, Err *err);
/* Writes the surface as a PNG file. */
bool picture_write_png(const Surface *surface, const char *path, Err *err);
/* Writes bytes to a file, whole or not at all; a path that names a device or pipe is written to directly. */
bool picture_write_file(const char *path, const PictureBytes *content, Err *err);

#endif
