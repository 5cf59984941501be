/* A picture of a step without a display: trace → session → view → pixels or SVG → file. Animations are in app/animate.h. */
#ifndef HL_APP_RENDER_H
#define HL_APP_RENDER_H

#include "app/session.h"
#include "app/show.h"
#include "base/err.h"
#include "view/raster/raster.h"

/* NULL members: the defaults of the contract, section 5. */
typedef struct RenderOptions {
    const char *output;   /* its ending tells the RenderType */
    const char *at;       /* as for --at; default "end" */
    const char *from;     /* of an animation; default step 0 */
    const char *to;       /* default "end" */
    const char *size;     /* "1600x900" */
    const char *theme;    /* "dark" */
    const char *language; /* "en", "zh"; default from the locale */
    const char *keys;     /* pressed before the picture is taken */
    bool smooth;          /* an animation shows the movement between steps */
} RenderOptions;

/* One picture, or an animation. */
typedef enum RenderType { RENDER_PNG, RENDER_SVG, RENDER_GIF, RENDER_MP4, RENDER_TYPE_COUNT } RenderType;

/* Checks what can be checked before the trace is read; fills the state and the size. The file is looked at by
 * render_file only. */
typedef struct RenderPlan {
    RenderType type;
    ViewState state;
    ViewSize size;
} RenderPlan;
bool render_plan(const RenderOptions *options, RenderPlan *plan, Err *err);
/* Goes to the step that `at` and `keys` name. */
bool render_place(Show *show, const RenderOptions *options, const RenderPlan *plan, Err *err);
/* The present step's picture as pixels; the surface gets the plan's size. */
void render_surface(Show *show, const RenderPlan *plan, Raster *raster, Surface *surface);
/* Reads the trace and writes the picture or animation. On failure *shown tells what the error's place is in, NULL = no file. */
bool render_file(const char *trace, const RenderOptions *options, const char **shown, Err *err);

#endif
