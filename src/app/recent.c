#include "app/recent.h"

#include "base/mem.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder the list lies in; false: there is no home. The standard wants absolute paths. */
static bool find_folder(char *folder, size_t room)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int bytes = -1;
    if (state != NULL && state[0] == '/') {
        bytes = snprintf(folder, room, "%s/heaploupe", state);
    } else if (home != NULL && home[0] == '/') {
        bytes = snprintf(folder, room, "%s/.local/state/heaploupe", home);
    }
    return bytes > 0 && (size_t)bytes < room;
}

static void make_folders(const char *folder)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", folder);
    for (char *at = path + 1; *at != '\0'; at++) {
        if (*at == '/') {
            *at = '\0';
            mkdir(path, 0700);
            *at = '/';
        }
    }
    mkdir(path, 0700);
}

static void add_line(Recent *recent, char *line)
{
    unsigned long long step, steps;
    int used = 0;
    line[strcspn(line, "\n")] = '\0';
    if (sscanf(line, "%llu %llu %n", &step, &steps, &used) == 2 && line[used] == '/' && step <= steps) {
        vec_push(&recent->files, ((RecentFile){mem_text(line + used), step, steps}));
    }
}

void recent_load(Recent *recent)
{
    char folder[PATH_MAX - 16], path[PATH_MAX], line[PATH_MAX + 64];
    *recent = (Recent){0};
    if (!find_folder(folder, sizeof folder)) {
        return;
    }
    snprintf(path, sizeof path, "%s/recent", folder);
    FILE *file = fopen(path, "r");
    while (file != NULL && recent->files.count < RECENT_MOST && fgets(line, sizeof line, file) != NULL) {
        add_line(recent, line);
    }
    if (file != NULL) {
        fclose(file);
    }
}

void recent_release(Recent *recent)
{
    for (size_t i = 0; i < recent->files.count; i++) {
        mem_release(recent->files.items[i].path);
    }
    vec_release(&recent->files);
}

/* Beside the list first, then in its place: a reader never sees half of it. */
static void save(const Recent *recent)
{
    char folder[PATH_MAX - 40], path[PATH_MAX], beside[PATH_MAX];
    if (!find_folder(folder, sizeof folder)) {
        return;
    }
    make_folders(folder);
    snprintf(path, sizeof path, "%s/recent", folder);
    snprintf(beside, sizeof beside, "%s/recent.%ld", folder, (long)getpid());
    FILE *file = fopen(beside, "w");
    if (file == NULL) {
        return;
    }
    bool good = true;
    for (size_t i = 0; i < recent->files.count; i++) {
        const RecentFile *one = &recent->files.items[i];
        good = fprintf(file, "%llu %llu %s\n", (unsigned long long)one->step, (unsigned long long)one->steps, one->path) > 0 && good;
    }
    good = fclose(file) == 0 && good;
    if (!good || rename(beside, path) != 0) {
        unlink(beside);
    }
}

/* Takes the file of that path out, if it is there. */
static void take_out(Recent *recent, const char *path)
{
    size_t kept = 0;
    for (size_t i = 0; i < recent->files.count; i++) {
        RecentFile one = recent->files.items[i];
        if (strcmp(one.path, path) == 0 || kept + 1 == RECENT_MOST) {
            mem_release(one.path);
        } else {
            recent->files.items[kept++] = one;
        }
    }
    recent->files.count = kept;
}

void recent_note(Recent *recent, RecentFile file)
{
    char path[PATH_MAX];
    if (strcmp(file.path, "-") == 0 || realpath(file.path, path) == NULL || strchr(path, '\n') != NULL) {
        return;
    }
    take_out(recent, path);
    vec_push(&recent->files, ((RecentFile){mem_text(path), file.step, file.steps}));
    RecentFile first = vec_last(&recent->files);
    memmove(recent->files.items + 1, recent->files.items, (recent->files.count - 1) * sizeof first);
    recent->files.items[0] = first;
    save(recent);
}

bool recent_is_there(const char *path)
{
    struct stat there;
    return stat(path, &there) == 0 && !S_ISDIR(there.st_mode) && access(path, R_OK) == 0;
}
