/* A picture of a step without a display: trace → session → view → pixels → file. */
#ifndef HL_APP_RENDER_H
#define HL_APP_RENDER_H

#include "app/session.h"
#include "app/show.h"
#include "base/err.h"

/* NULL members: the defaults of the contract, section 5. */
typedef struct RenderOptions {
    const char *output;   /* a .png */
    const char *at;       /* as for --at; default "end" */
    const char *size;     /* "1600x900" */
    const char *theme;    /* "dark" */
    const char *language; /* "en", "zh"; default from the locale */
    const char *keys;     /* pressed before the picture is taken */
} RenderOptions;

/* Checks what can be checked before the trace is read; fills the state and the size. */
typedef struct RenderPlan {
    ViewState state;
    ViewSize size;
} RenderPlan;
bool render_plan(const RenderOptions *options, RenderPlan *plan, Err *err);
/* Goes to the step that `at` and `keys` name. */
bool render_place(Show *show, const RenderOptions *options, const RenderPlan *plan, Err *err);
/* Reads the trace and writes the picture. On failure *shown tells what the error's place is in, NULL = no file. */
bool render_file(const char *trace, const RenderOptions *options, const char **shown, Err *err);

#endif
