/* The whole picture of one moment: panels over a scene, into a draw list. Not pixels, not the window, not what keys do
 * (view/keys.h names them, app/ carries them out).
 *
 * Scene is what there is to see, ViewState what the user has set, View what drawing needs. A picture is a function of scene and
 * state alone (view.pure): caches in View only save time.
 *
 * Sizes in panels are design pixels, for a window of 1600 × 900; view_px makes surface pixels of them.
 *
 * Life cycle: view_init; per picture view_draw; view_release. */
#ifndef HL_VIEW_VIEW_H
#define HL_VIEW_VIEW_H

#include "explain/narrate.h"
#include "explain/pseudo.h"
#include "explain/reach.h"
#include "explain/why.h"
#include "journal/journal.h"
#include "layout/grid.h"
#include "view/census.h"
#include "view/draw_zoom.h"
#include "view/keys.h"
#include "view/landmarks.h"
#include "view/live_state.h"
#include "view/marks.h"
#include "view/pool_cells.h"
#include "view/quiz.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum RightTab { TAB_INSPECTOR, TAB_PROGRAM, TAB_OUTPUT, TAB_COUNT } RightTab;

enum { BOOKMARKS_MAX = 64, NOTICE_BYTES = 256 };

/* What lies over the tab on the right. */
typedef enum Drawer { DRAWER_NONE, DRAWER_WHY, DRAWER_CHECKS } Drawer;

enum { SEARCH_TYPED_BYTES = 64 };

/* The search field and what it found at the step shown. */
typedef struct Search {
    bool open;
    char typed[SEARCH_TYPED_BYTES];
    uint32_t hits, at; /* at: from 1; 0 = none */
    uint64_t step;     /* for which they were counted */
} Search;

/* How the graph is enlarged. `focus`: the selection stands in the middle, and `pan` counts from there. */
typedef struct Zoom {
    float scale;         /* 1 = all of the graph */
    Point pan;           /* design px that the middle has moved */
    bool focus;
} Zoom;

/* Where the selection came from when it was walked to along a reference. */
typedef struct Walk {
    ObjectId from, at; /* `at` is the selection while nothing else chose another */
    bool to_holders;   /* from an object to what holds it; else to what it refers to */
} Walk;

/* Actions found by name. */
enum { PALETTE_TYPED_BYTES = 64 };
typedef struct Palette {
    bool open;
    char typed[PALETTE_TYPED_BYTES];
    uint32_t chosen; /* among those found, the best first */
} Palette;

/* One pool enlarged over the memory strip: the selection's, unless another was chosen. */
typedef struct PoolZoom {
    bool on;
    uint32_t pool;        /* chosen pool + 1; 0 = none */
    ObjectId chosen_with; /* the selection then: the choice holds while it, or an owner of a block in the pool, is selected */
} PoolZoom;

/* How objects are arranged. */
typedef enum GraphForm {
    FORM_AUTO,   /* bands, or, when more live at once than those can show, a cloud */
    FORM_BANDS,
    FORM_CLOUD,
    FORM_TYPES,  /* one circle for each type */
    FORM_ISLANDS /* one for each island: what hangs together and no root leads to */
} GraphForm;

/* An object moved by hand, for the whole recording: how far from where the layout has it. In bands x in widths of the field, y
 * always 0; in the cloud in cells. Beyond PLACED_MAX the one moved longest ago goes back. */
enum { PLACED_MAX = 256 };
typedef struct Placed {
    ObjectId object;
    GraphForm form;
    Point off;
} Placed;

/* Of groups: keys as in view/crowd.h. */
enum { LISTED_MAX = 60 };
typedef struct GroupsState {
    uint32_t chosen, open;       /* 0: none */
    ObjectId listed[LISTED_MAX]; /* members of the open one when it was opened */
    uint32_t listed_count;
} GroupsState;

/* Set by the user, kept while stepping. */
typedef struct ViewState {
    ThemeKind theme;
    Language language;
    float scale;         /* the user's, 1 = designed */
    float density;       /* the screen's: pixels per unit of the desktop; texts have their sizes in these units */
    bool projector;
    bool help;           /* the list of keys lies over the rest, */
    int help_page;       /* … of which this page shows, counted round in a ring */
    Palette palette;
    bool black;          /* the screen is blanked */
    bool memory;         /* projector mode: shows the memory strip */
    PoolZoom pool;
    bool still;          /* no animation */
    bool playing;
    int speed;           /* steps a second while playing: 2 to this power */
    ObjectId selection;  /* OBJECT_NONE: nothing */
    bool tab_chosen;     /* else the tab follows the selection */
    RightTab tab;        /* when chosen */
    uint64_t bookmarks[BOOKMARKS_MAX]; /* steps, ascending */
    uint32_t bookmark_count;
    GraphForm form;
    GroupsState groups;
    Placed placed[PLACED_MAX]; /* the one moved last at the end */
    uint32_t placed_count;
    Zoom zoom;
    Search search;
    Walk walk;
    Drawer drawer;
    char notice[NOTICE_BYTES]; /* told once, in place of the title; or "" */
    LiveField live;
    bool spotlight;      /* all but the selection lies in the dark */
    Prompt prompt;       /* what the user does about a question here */
} ViewState;

void view_state_init(ViewState *state);
/* NULL: it stands where the layout has it. */
const Placed *placed_find(const ViewState *state, ObjectId object, GraphForm form);
void placed_move(ViewState *state, ObjectId object, GraphForm form, Point by);
void placed_forget(ViewState *state, GraphForm form);
/* What is kept from one recording to the next: theme, language, sizes. */
void view_state_keep_look(ViewState *to, const ViewState *from);
RightTab view_state_tab(const ViewState *state);
/* Whose actions there are: KEYS_LIVE in a live session, else KEYS_ALWAYS. */
KeysWhere view_state_place(const ViewState *state);

/* The expects of a recording, and what the interpreter was that they come from. */
typedef struct CheckLine {
    uint64_t op;
    uint32_t line;   /* in the trace */
    Name message;
} CheckLine;
typedef struct Checks {
    Name python;     /* "3.11.7", of recordings of a real run; else none */
    uint64_t passed, failed; /* ops `expect` */
    VEC(CheckLine) lines;    /* one for each wrong member */
} Checks;

/* What there is to see. All borrowed. */
typedef struct Scene {
    Explain explain;        /* at the step shown; its language is the state's */
    const TraceHeader *header;
    const Lives *lives;     /* finished */
    const Landmarks *landmarks;
    const Quiz *quiz;       /* NULL: no questions */
    const Checks *checks;   /* NULL: none */
    uint64_t steps;         /* of the whole recording */
    bool foreign;           /* an event log of a runtime that is no CPython: it may have no generations, pools, phases */
} Scene;

/* Where the reference of a name begins: its chip in the roots column. */
typedef struct RootChip {
    ObjectId holder;    /* the frame, its namespace dict, or gc.garbage */
    Position position;
    Rect box;
    bool gone;          /* deleted by this step */
} RootChip;

typedef struct GraphLook GraphLook; /* view/graph.h */

/* What was found out about the selection: it takes some looks at every object, and a picture may be drawn often. */
typedef struct Inspected {
    const Journal *journal;
    uint64_t step, events; /* for which it was found, and how many events there were in all */
    ObjectId object;       /* OBJECT_NONE: nothing is known */
    bool searched;         /* why is known: not too many objects */
    bool weighed;          /* retained is known, too */
    HolderList holders;
    Why why;               /* with one chain at most */
    Retained retained;
} Inspected;

/* Why the selection is alive, for the drawer and the graph; kept while nothing of it changes. */
typedef struct Asked {
    const Journal *journal;
    uint64_t step, events;
    ObjectId object;
    Why why;
} Asked;

typedef struct View {
    MarkPen pen;             /* list, theme, measure, scale: for marks */
    Scene shown;             /* the scene of the last picture, and */
    const Scene *scene;      /* … a pointer to it */
    const ViewState *state;
    const World *world;      /* scene->explain.world */
    Names *names;            /* of the world */
    Rect window;
    float unit;              /* surface pixels of a design pixel */
    DrawList list;
    Census census;           /* at the step shown */
    Grid grid;
    const Lives *packed;     /* what the grid was packed for; NULL = not yet */
    GraphLook *look;         /* owned */
    VEC(RootChip) chips;     /* drawn by panel_roots */
    VEC(PoolGrid) pool_grids; /* drawn by panel_memory */
    Narration story;
    Prose prose;             /* scratch, for one text at a time */
    Prose lost;              /* what view_put and view_paragraph could not show whole in this picture, a line each */
    Reach reach;             /* scratch: of the nodes shown */
    Inspected inspected;
    Asked why;               /* by view_why */
    Rect graph_box;          /* where the graph was drawn last, and */
    DrawZoom zoomed;         /* … how it was enlarged */
} View;

void view_init(View *view);
/* The scene's lives have grown: what was made of them is made anew. */
void view_forget_lives(View *view);
void view_release(View *view);

typedef struct ViewSize {
    float width, height; /* of the surface, in pixels */
} ViewSize;

/* How much larger than designed everything can be drawn in a window of this size; at least 1. A larger scale has no more effect. */
float view_scale_most(const ViewState *state, ViewSize size);
typedef struct ViewPaper {
    ViewSize size;
    TextMeasure measure;
} ViewPaper;
/* Prepares a screen that has no scene; `measure` must live as long as the drawing. */
void view_begin(View *view, const ViewState *state, ViewSize size, const TextMeasure *measure);
/* Prepares a scene for panels drawn one by one; `paper` must live as long as the drawing. */
void view_prepare(View *view, const Scene *scene, const ViewState *state, const ViewPaper *paper);
/* The picture; borrowed until the next call. `measure` must outlive the call. */
const DrawList *view_draw(View *view, const Scene *scene, const ViewState *state, ViewSize size, TextMeasure measure);

/* ---- for panels ---- */

static inline float view_px(const View *view, float design)
{
    return design * view->unit;
}
static inline Color view_color(const View *view, ThemeColor color)
{
    return view->pen.theme->color[color];
}
static inline bool view_chinese(const View *view)
{
    return view->state->language == LANGUAGE_ZH;
}
/* Also for formats: both are checked. */
__attribute__((format_arg(2), format_arg(3))) static inline const char *view_word(const View *view, const char *english,
                                                                                   const char *chinese)
{
    return view_chinese(view) ? chinese : english;
}
/* Left-aligned; size in design pixels. */
TextStyle view_style(const View *view, FontRole role, float size, ThemeColor color);
/* The same, aligned otherwise. */
TextStyle view_aligned(TextStyle style, TextAlign align);
float view_text_width(const View *view, const TextStyle *style, const char *text);
/* Within a box: vertically centred, cut with "…" when too wide. Returns the width it took. Our own words must fit, in every
 * language and size: a cut is noted in view->lost, which tests want empty. */
float view_put(View *view, Rect box, const TextStyle *style, const char *text);
float view_putf(View *view, Rect box, const TextStyle *style, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same for texts that may be of any length, because users write them: names, values, lines of programs. */
float view_put_user(View *view, Rect box, const TextStyle *style, const char *text);
/* The same for what tells an object from others: cut before the number at its end, "Sess…1207". */
float view_put_label(View *view, Rect box, const TextStyle *style, const char *label);
/* The long words if they fit, else the short ones. */
float view_put_either(View *view, Rect box, const TextStyle *style, const char *const words[2]);
/* Wrapped from the top of a box, as many whole lines as fit, the last one cut with "…"; returns the height used. */
float view_paragraph(View *view, Rect box, const TextStyle *style, const char *text);
float view_paragraph_user(View *view, Rect box, const TextStyle *style, const char *text);
/* How high it would be at this width. */
float view_paragraph_height(const View *view, float width, const TextStyle *style, const char *text);
/* 12345678 → "12,345,678". */
typedef struct NumberText {
    char text[32];
} NumberText;
NumberText number_text(uint64_t number);
/* 65536 → "64 KiB". */
NumberText bytes_text(uint64_t bytes);
/* The text of the state's language, or "". */
const char *view_local(const View *view, LocalText text);
/* The cap of a key with its left edge here, centred in height; returns the width it takes. */
float view_keycap(View *view, Point left, const char *name);
/* A line across, one design pixel or so wide. */
void view_rule(View *view, Point a, Point b);

/* ---- panels: each draws within its box ---- */

/* With more objects in the recording it is not told which of them no root leads to. */
enum { REACHED_OBJECTS_MAX = 200000 };

/* Why the selection is alive or dead at the step shown; NULL when nothing was ever selected or made. Found once a step. */
const Why *view_why(View *view);
/* Whether there is anything to be said where such events are shown: always, but in a log of another runtime only if it tells of them. */
bool view_tells(const View *view, EventKind kind);

void panel_top(View *view, Rect box);
void panel_roots(View *view, Rect box);
void panel_graph(View *view, Rect box);
float panel_lists_height(const View *view); /* design px */
void panel_lists(View *view, Rect box);
void panel_ribbon(View *view, Rect box);
/* The line of a live session; its height in design px is 0 when there is none. */
float panel_live_height(const View *view);
void panel_live(View *view, Rect box);
void panel_story(View *view, Rect box);   /* the right column */
/* How far (1, 1) of Placed.off is in the last picture, px; before the first picture of any use 0. */
Point view_placed_unit(const View *view);
/* By how much, in Placed.off, an object moved by hand in a band must still move so that its box lies on no other of this step. */
Point view_placed_free(const View *view, ObjectId object);
/* The form that is shown: never FORM_AUTO. The same at every step of a recording;
 * while one grows, bands unless the user wants another. */
GraphForm view_form(const ViewState *state, const Lives *lives);
/* The open question at the step shown, an index into the quiz, or −1. */
int view_question(const View *view);
float panel_ask_height(const View *view, float width);
void panel_ask(View *view, Rect box);     /* only while a question is open */
void panel_drawer(View *view, Rect box);  /* what lies over the tab */
bool panel_badge_needed(const View *view);
void panel_badge(View *view, Rect box);
void panel_tab(View *view, Rect box);
void panel_inspector(View *view, Rect box);
void panel_program(View *view, Rect box);
void panel_output(View *view, Rect box);
void panel_memory(View *view, Rect box);
void panel_pool(View *view, uint32_t pool, Rect box);
/* The pool that is enlarged, or would be, + 1; 0: none. */
uint32_t view_zoomed_pool(const View *view);
bool view_selection_has_block(const View *view, uint32_t pool);
void panel_layers(View *view, Rect box);
/* The private free list that an object of this type may enter, or FREE_LISTS. */
uint32_t view_free_list(const View *view, ObjectId object);
/* The line of a live session; its height in design px is 0 when there is none. */
float panel_live_height(const View *view);
void panel_live(View *view, Rect box);
void panel_timeline(View *view, Rect box);
void panel_help(View *view, Rect box);
void panel_palette(View *view, Rect box, KeysWhere place);

#endif
