#include "app/film.h"

#include "base/check.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { COMPLAINT_BYTES = 300 };

struct Film {
    char *path;
    char *beside;    /* where ffmpeg writes */
    FILE *complaint; /* what ffmpeg says; a file without a name */
    FilmShape shape;
    pid_t process;   /* 0: not started */
    int pipe;        /* to its standard input */
    bool broken;     /* it did not take a frame */
};

static void release(Film *film)
{
    if (film->complaint != NULL) {
        fclose(film->complaint);
    }
    mem_release(film->path);
    mem_release(film->beside);
    mem_release(film);
}

/* Starts it with the pipe's end `from` as its standard input. The error number, 0 = started. */
static int start(Film *film, char *const *arguments, int from)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_adddup2(&files, from, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, fileno(film->complaint), STDERR_FILENO);
    int why = posix_spawnp(&film->process, arguments[0], &files, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return why;
}

/* Raw pixels in; no encoder is named, so that every build of ffmpeg has one. H.264 in its common form has a
 * quarter as many colours as pixels and wants even sides; players take the colours of large pictures for those of BT.709,
 * which is therefore what they are; ten frames a second, because players stumble over two and a half; nothing of the
 * day or the machine in the file. */
static int start_ffmpeg(Film *film, int from)
{
    char size[32], rate[32], file[4096 + 64];
    snprintf(size, sizeof size, "%dx%d", film->shape.width, film->shape.height);
    snprintf(rate, sizeof rate, "1000/%d", film->shape.frame_ms);
    if ((size_t)snprintf(file, sizeof file, "file:%s", film->beside) >= sizeof file) {
        return ENAMETOOLONG;
    }
    const char *const arguments[] = {
        "ffmpeg", "-nostdin", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pixel_format", __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? "bgr0" : "0rgb",
        "-video_size", size, "-framerate", rate, "-i", "pipe:0",
        "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p", "-r", "10",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart",
        "-f", "mp4", file, NULL,
    };
    return start(film, (char *const *)(const void *)arguments, from);
}

static bool start_with_pipe(Film *film, Err *err)
{
    int ends[2];
    if (film->complaint == NULL || pipe2(ends, O_CLOEXEC) != 0) {
        return err_machine(err, "cannot start ffmpeg: %s", strerror(errno));
    }
    int why = start_ffmpeg(film, ends[0]);
    close(ends[0]);
    film->pipe = ends[1];
    if (why == 0) {
        return true;
    }
    close(film->pipe);
    film->process = 0;
    if (why == ENOENT) {
        return err_machine(err, "an .mp4 needs the program ffmpeg, which is not installed here; a .gif needs nothing");
    }
    return err_machine(err, "cannot start ffmpeg: %s", strerror(why));
}

Film *film_open(const char *path, const FilmShape *shape, Err *err)
{
    Film *film = mem_zeroed(1, sizeof *film);
    size_t room = strlen(path) + 32;
    film->path = mem_text(path);
    film->beside = mem_zeroed(room, 1);
    snprintf(film->beside, room, "%s.%ld.part", path, (long)getpid());
    film->complaint = tmpfile();
    film->shape = *shape;
    if (!start_with_pipe(film, err)) {
        release(film);
        return NULL;
    }
    return film;
}

/* Closes the pipe and waits; the exit status as waitpid gives it. */
static int wait_for(Film *film)
{
    int status = -1;
    close(film->pipe);
    while (waitpid(film->process, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/* The first line that ffmpeg wrote. */
static bool failed(Film *film, int status, Err *err)
{
    char line[COMPLAINT_BYTES] = "";
    rewind(film->complaint);
    if (fgets(line, sizeof line, film->complaint) == NULL || line[0] == '\n') {
        snprintf(line, sizeof line, "it ended early, with status %d", WIFEXITED(status) ? WEXITSTATUS(status) : status);
    }
    line[strcspn(line, "\n")] = '\0';
    return err_machine(err, "ffmpeg could not write %s: %s", film->path, line);
}

bool film_add(Film *film, const Surface *frame)
{
    CHECK(frame->width == film->shape.width && frame->height == film->shape.height);
    const char *bytes = (const char *)frame->pixels;
    size_t left = (size_t)frame->width * (size_t)frame->height * sizeof *frame->pixels;
    while (left > 0) {
        ssize_t written = write(film->pipe, bytes, left);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            film->broken = true;
            return false;
        }
        bytes += written;
        left -= (size_t)written;
    }
    return true;
}

bool film_finish(Film *film, Err *err)
{
    int status = wait_for(film);
    struct stat there;
    bool whole = !film->broken && status == 0 && stat(film->beside, &there) == 0 && there.st_size > 0;
    bool good = whole ? true : failed(film, status, err);
    if (whole && rename(film->beside, film->path) != 0) {
        good = err_machine(err, "cannot write %s: %s", film->path, strerror(errno));
    }
    if (!good) {
        unlink(film->beside);
    }
    release(film);
    return good;
}
