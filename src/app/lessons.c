#include "app/lessons.h"

#include "base/mem.h"
#include "trace/reader.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Seen from the program's own folder. */
static const char *const places[][2] = {{"../traces/lessons", "../traces/recorded"},
                                        {"../../traces/lessons", "../../traces/recorded"},
                                        {"../share/heaploupe/lessons", "../share/heaploupe/recorded"}};

/* By the rows of the list of topics. */
static MenuGroup group_of(const char *row)
{
    static const struct {
        const char *row;
        MenuGroup group;
    } rows[] = {{"S1", MENU_COUNTING}, {"S2", MENU_COUNTING}, {"S3", MENU_COUNTING}, {"S8", MENU_COUNTING}, {"S9", MENU_MEMORY},
                {"S10", MENU_MEMORY},  {"S11", MENU_MEMORY},  {"S12", MENU_MEMORY},  {"S13", MENU_MEMORY}, {"S14", MENU_FINALIZERS},
                {"S15", MENU_LEAKS},   {"beyond", MENU_BEYOND}, {"recorded", MENU_RECORDED}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].row, row) == 0) {
            return rows[i].group;
        }
    }
    return MENU_COLLECTING;
}

static void add_file(Lessons *lessons, const char *folder, const char *name)
{
    char path[PATH_MAX];
    Err err;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    Reader *reader = reader_open(path, lessons->names, &err);
    if (reader == NULL) {
        return;
    }
    const TraceHeader *header = reader_header(reader);
    Lesson lesson = {.path = mem_text(path), .title = header->title, .summary = header->summary, .row = header->row};
    lesson.group = group_of(names_text(lessons->names, header->row));
    vec_push(&lessons->items, lesson);
    reader_close(reader);
}

static bool is_trace(const char *name)
{
    const char *ending = strrchr(name, '.');
    return ending != NULL && (strcmp(ending, ".json") == 0 || strcmp(ending, ".jsonl") == 0);
}

static bool add_folder(Lessons *lessons, const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (is_trace(entry->d_name)) {
            add_file(lessons, folder, entry->d_name);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return lessons->items.count > 0;
}

static int compare(const void *a, const void *b)
{
    const Lesson *left = a, *right = b;
    return left->group != right->group ? (left->group < right->group ? -1 : 1) : strcmp(left->path, right->path);
}

static bool add_beside_program(Lessons *lessons)
{
    char program[PATH_MAX], folder[2 * PATH_MAX];
    ssize_t bytes = readlink("/proc/self/exe", program, sizeof program - 1);
    if (bytes <= 0) {
        return false;
    }
    program[bytes] = '\0';
    char *slash = strrchr(program, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        snprintf(folder, sizeof folder, "%s/%s", program, places[i][0]);
        if (add_folder(lessons, folder)) {
            snprintf(folder, sizeof folder, "%s/%s", program, places[i][1]);
            add_folder(lessons, folder);
            return true;
        }
    }
    return false;
}

void lessons_find(Lessons *lessons)
{
    *lessons = (Lessons){.names = names_new()};
    if (add_beside_program(lessons) || (add_folder(lessons, "traces/lessons") && add_folder(lessons, "traces/recorded"))) {
        qsort(lessons->items.items, lessons->items.count, sizeof lessons->items.items[0], compare);
    }
}

void lessons_release(Lessons *lessons)
{
    for (size_t i = 0; i < lessons->items.count; i++) {
        mem_release(lessons->items.items[i].path);
    }
    vec_release(&lessons->items);
    names_free(lessons->names);
}
