/* A recording opened for tests of views: a trace of tests/golden by name, shown without a display and measured plainly. */
#ifndef HL_TESTS_SHOW_RIG_H
#define HL_TESTS_SHOW_RIG_H

#include "app/show.h"
#include "picture_check.h"

#include <stdio.h>

typedef struct ShowRig {
    Session session;
    Show show;
} ShowRig;

/* The tests run at the root of the repository. */
static inline bool rig_open(ShowRig *rig, const char *name)
{
    char path[200];
    Err err;
    snprintf(path, sizeof path, "tests/golden/%s.json", name);
    if (!session_open(&rig->session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.text);
        return false;
    }
    show_init(&rig->show, &rig->session);
    return true;
}

static inline void rig_close(ShowRig *rig)
{
    show_release(&rig->show);
    session_close(&rig->session);
}

static inline const DrawList *rig_draw(ShowRig *rig, float width, float height)
{
    return show_draw(&rig->show, (ViewSize){width, height}, text_measure_plain);
}

/* The whole picture as text, in memory that the caller frees. */
static inline char *rig_dump(ShowRig *rig)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    DrawNamer namer = {theme_color_name, theme_get(rig->show.state.theme)};
    draw_dump(rig_draw(rig, 1600.0f, 900.0f), &namer, out);
    fclose(out);
    return text;
}

#endif
