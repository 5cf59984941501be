/* The lessons that can be found: their files and what the headers say. Only headers are read. */
#ifndef HL_APP_LESSONS_H
#define HL_APP_LESSONS_H

#include "base/names.h"
#include "base/vec.h"
#include "model/op.h"
#include "view/menu.h"

typedef struct Lesson {
    char *path;      /* owned */
    LocalText title, summary;
    Name row;        /* "S4", "beyond", or none */
    MenuGroup group;
    uint32_t asked, right; /* questions, and those answered right so far; 0 before it was opened */
} Lesson;

typedef struct Lessons {
    Names *names;
    VEC(Lesson) items; /* group by group, in each by file name */
} Lessons;

/* Looks beside the program (a checkout's build, or installed), then in ./traces/lessons. What is no trace is left out. */
void lessons_find(Lessons *lessons);
void lessons_release(Lessons *lessons);

#endif
