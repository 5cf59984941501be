/* Frames to an .mp4 by way of the program ffmpeg, which gets the raw pixels through a pipe. The file appears whole or not at
 * all: ffmpeg writes beside its place, and it is renamed when ffmpeg ended well.
 *
 * SIGPIPE must be ignored (main.c does): an ffmpeg that ends early is a write error.
 *
 * Life cycle: film_open, film_add …, film_finish. */
#ifndef HL_APP_FILM_H
#define HL_APP_FILM_H

#include "base/err.h"
#include "view/raster/surface.h"

typedef struct Film Film;

typedef struct FilmShape {
    int width;
    int height;
    int frame_ms; /* each frame added stays that long */
} FilmShape;

/* NULL with *err set when ffmpeg is not there or cannot be started. */
Film *film_open(const char *path, const FilmShape *shape, Err *err);
/* False when ffmpeg takes no more; film_finish then fails and tells why. */
bool film_add(Film *film, const Surface *frame);
/* Waits for ffmpeg; frees the film in any case. */
bool film_finish(Film *film, Err *err);

#endif
