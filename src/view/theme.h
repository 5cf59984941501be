/* Themes: every colour of the window by name, in three tables (dark, light, high contrast), and the look of an
 * object in each collector state. Not where or when they are used: that is the panels' affair.
 *
 * Okabe–Ito family: no meaning hangs on red against green, and every state differs in shape as well (theme.shapes:
 * no two states share both outline pattern and hatch and letter). theme.contrast: every text colour reaches 4.5
 * against each background it is used on, every state outline 3 against the bands; tests/unit/test_theme.c checks. */
#ifndef HL_VIEW_THEME_H
#define HL_VIEW_THEME_H

#include "view/color.h"
#include "view/draw.h"

#include <stdbool.h>
#include <stddef.h>

/* X(name, dark, light, contrast): what it is for. */
#define THEME_COLORS(X)                                                              \
    X(WINDOW, 0x0f1419, 0xffffff, 0x000000)         /* timeline, behind everything */ \
    X(PANEL, 0x161c24, 0xffffff, 0x000000)          /* bars and side columns */       \
    X(BAND, 0x121922, 0xf3f5f8, 0x000000)           /* the graph */                   \
    X(BAND_OTHER, 0x101620, 0xeceff4, 0x0c0c0c)     /* every other band */            \
    X(CARD, 0x1c2430, 0xe8ecf1, 0x101010)           /* cards on a panel */            \
    X(CHIP, 0x243040, 0xffffff, 0x1c1c1c)           /* names, buttons, pills */       \
    X(CHIP_HOT, 0x2e3d52, 0xdbe7f3, 0x333333)       /* the same under the pointer */  \
    X(CODE, 0x0f1419, 0xf3f5f8, 0x000000)           /* pseudo-code, program, fields */ \
    X(CODE_LINE, 0x3a3a12, 0xfff6a8, 0x4d4700)      /* the current line */            \
    X(BADGE, 0x0d1117, 0xffffff, 0x000000)          /* rc and gc badges */            \
    X(LINE, 0x28333f, 0xb9c2cc, 0x8c8c8c)           /* between panels and bands */    \
    X(OUTLINE, 0x3a4655, 0x6d7986, 0xffffff)        /* of cards */                    \
    X(TEXT, 0xf2f5f8, 0x10151b, 0xffffff)                                             \
    X(TEXT_SOFT, 0xa3adb9, 0x48535f, 0xe0e0e0)      /* second line, captions */       \
    X(TEXT_FAINT, 0x8593a3, 0x56616d, 0xc8c8c8)     /* off, empty, not yet */         \
    X(TEXT_ON_ACCENT, 0x10151b, 0x10151b, 0x000000) /* on CURRENT */                  \
    X(TEXT_ON_ACTION, 0x10151b, 0xffffff, 0x000000) /* on ACTION */                   \
    X(EDGE, 0x8f9baa, 0x2f3b47, 0xd8d8d8)           /* references */                  \
    X(ACTION, 0x56b4e9, 0x005a8f, 0x7fd0ff)         /* play button, links, curve */   \
    X(CURVE_FILL, 0x1a2e3a, 0xb7d3ea, 0x0a2a40)     /* under the live-object curve */ \
    X(CURRENT, 0xf0e442, 0xffe600, 0xffff00)        /* what this step touches */      \
    X(CASING, 0x0d1117, 0x10151b, 0x000000)         /* beside a line in CURRENT */    \
    X(CURRENT_TEXT, 0xf0e442, 0x6b5900, 0xffff00)   /* the same, written */           \
    X(GOOD, 0x3ddbab, 0x00573f, 0x5dffc8)           /* agrees, answered right */      \
    X(GOOD_FILL, 0x12332a, 0xb5e6d3, 0x003324)                                        \
    X(BAD, 0xff8a4d, 0xa83e00, 0xffa366)            /* differs, answered wrong */     \
    X(BAD_FILL, 0x3a1d0f, 0xffe0cc, 0x3d1700)                                         \
    X(DOUBT, 0xf5a70a, 0x7d4f00, 0xffc04d)          /* tentatively unreachable */     \
    X(CHAIN, 0xe39ac3, 0x8f3a6b, 0xff9ed8)          /* why it is alive */             \
    X(BLOCK, 0x9fb4cc, 0x4a6078, 0xffffff)          /* memory: a block in use */      \
    X(BLOCK_SOFT, 0x5c6f86, 0x8fa1b5, 0xa0a0a0)     /* held on a free list */         \
    X(BLOCK_FREE, 0x232c38, 0xd9dfe6, 0x2a2a2a)

typedef enum ThemeColor {
#define THEME_ENUM(name, dark, light, contrast) COLOR_##name,
    THEME_COLORS(THEME_ENUM)
#undef THEME_ENUM
    COLOR_COUNT
} ThemeColor;

/* What the collector knows of an object; STATE_NEUTRAL outside a collection. */
typedef enum ThemeState {
    STATE_NEUTRAL,
    STATE_NOT_VISITED, /* slate */
    STATE_SCAN,        /* blue: reachable, its own references still to be followed */
    STATE_REACHABLE,   /* green */
    STATE_TENTATIVE,   /* orange, hatched, dashed: tentatively unreachable */
    STATE_DEAD,        /* vermillion outline, dimmed */
    STATE_COUNT
} ThemeState;

typedef struct ThemeStateLook {
    Color fill;
    Color stroke;
    Color hatch;    /* 0: none */
    Color text;     /* value */
    Color text_soft; /* type */
    bool dashed;
    char letter;    /* a sign beside the colour, for legends and narrow nodes */
} ThemeStateLook;

typedef struct Theme {
    const char *name; /* "dark", "light", "contrast": as in --theme */
    Color color[COLOR_COUNT];
    ThemeStateLook state[STATE_COUNT];
    float stroke_px; /* of outlines at scale 1 */
} Theme;

typedef enum ThemeKind { THEME_DARK, THEME_LIGHT, THEME_CONTRAST, THEME_COUNT } ThemeKind;

const Theme *theme_get(ThemeKind kind);
/* The theme of that name, or NULL. */
const Theme *theme_named(const char *name);
/* The theme after this one, in a ring. */
const Theme *theme_next(const Theme *theme);

/* How to draw an object's box: sizes in px are already multiplied by `scale`. */
DrawStyle theme_state_style(const Theme *theme, ThemeState state, float scale);

/* "text.soft"-like name of the first colour of the theme that is equal, or NULL. For draw_dump. */
const char *theme_color_name(const void *theme, Color color);

/* Pairs that occur: text on background. */
typedef struct ThemePair {
    ThemeColor text;
    ThemeColor background;
} ThemePair;
extern const ThemePair theme_pairs[];
extern const size_t theme_pair_count;

#endif
