#include "app/recorder_file.h"

#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

extern const char recorder_begin[], recorder_end[];

int recorder_file_open(void)
{
    int file = memfd_create("heaploupe_record", 0);
    size_t bytes = (size_t)(recorder_end - recorder_begin);
    for (size_t done = 0; file >= 0 && done < bytes;) {
        ssize_t part = write(file, recorder_begin + done, bytes - done);
        if (part < 0 && errno != EINTR) {
            close(file);
            return -1;
        }
        done += part > 0 ? (size_t)part : 0;
    }
    return file;
}
