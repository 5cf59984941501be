#include "view/theme.h"

#include "base/check.h"

#include <string.h>

#define OPAQUE_DARK(name, dark, light, contrast) COLOR_RGB(dark),
#define OPAQUE_LIGHT(name, dark, light, contrast) COLOR_RGB(light),
#define OPAQUE_CONTRAST(name, dark, light, contrast) COLOR_RGB(contrast),

#define RGB(rgb) COLOR_RGB(rgb)

/*   fill, stroke, hatch, text, text_soft, dashed, letter */
static const Theme themes[THEME_COUNT] = {
    [THEME_DARK] = {"dark",
                    {THEME_COLORS(OPAQUE_DARK)},
                    {
                        [STATE_NEUTRAL] = {RGB(0x1b2430), RGB(0x66768c), 0, RGB(0xf2f5f8), RGB(0xa3adb9), false, ' '},
                        [STATE_NOT_VISITED] = {RGB(0x222c3a), RGB(0x7d8da3), 0, RGB(0xf2f5f8), RGB(0xa9b4c1), false, '?'},
                        [STATE_SCAN] = {RGB(0x173042), RGB(0x56b4e9), 0, RGB(0xf2f5f8), RGB(0xa9bccb), false, '>'},
                        [STATE_REACHABLE] = {RGB(0x0f3a2e), RGB(0x3ddbab), 0, RGB(0xf2f5f8), RGB(0xa0c4b6), false, '+'},
                        [STATE_TENTATIVE] = {RGB(0x2a2317), RGB(0xf5a70a), RGB(0x443316), RGB(0xf2f5f8), RGB(0xc9b58f), true, '~'},
                        [STATE_DEAD] = {RGB(0x161a20), RGB(0xd9682a), 0, RGB(0xa39a95), RGB(0x948a84), true, 'x'},
                    },
                    2.0f},
    [THEME_LIGHT] = {"light",
                     {THEME_COLORS(OPAQUE_LIGHT)},
                     {
                         [STATE_NEUTRAL] = {RGB(0xffffff), RGB(0x55616e), 0, RGB(0x10151b), RGB(0x48535f), false, ' '},
                         [STATE_NOT_VISITED] = {RGB(0xe3e8ee), RGB(0x3d4854), 0, RGB(0x10151b), RGB(0x444e59), false, '?'},
                         [STATE_SCAN] = {RGB(0xcfe6f8), RGB(0x063d66), 0, RGB(0x10151b), RGB(0x2d475c), false, '>'},
                         [STATE_REACHABLE] = {RGB(0xb5e6d3), RGB(0x00573f), 0, RGB(0x10151b), RGB(0x24493d), false, '+'},
                         [STATE_TENTATIVE] = {RGB(0xfff0d2), RGB(0x8a5600), RGB(0xf8dca6), RGB(0x10151b), RGB(0x5c4718), true, '~'},
                         [STATE_DEAD] = {RGB(0xf6f4f3), RGB(0xb84a0a), 0, RGB(0x5e5650), RGB(0x6a625c), true, 'x'},
                     },
                     2.0f},
    [THEME_CONTRAST] = {"contrast",
                        {THEME_COLORS(OPAQUE_CONTRAST)},
                        {
                            [STATE_NEUTRAL] = {RGB(0x000000), RGB(0xc0c0c0), 0, RGB(0xffffff), RGB(0xe0e0e0), false, ' '},
                            [STATE_NOT_VISITED] = {RGB(0x2b2b2b), RGB(0xffffff), 0, RGB(0xffffff), RGB(0xe0e0e0), false, '?'},
                            [STATE_SCAN] = {RGB(0x00304d), RGB(0x7fd0ff), 0, RGB(0xffffff), RGB(0xe0e0e0), false, '>'},
                            [STATE_REACHABLE] = {RGB(0x003324), RGB(0x5dffc8), 0, RGB(0xffffff), RGB(0xe0e0e0), false, '+'},
                            [STATE_TENTATIVE] = {RGB(0x2e2000), RGB(0xffc04d), RGB(0x594000), RGB(0xffffff), RGB(0xe8d9b8), true, '~'},
                            [STATE_DEAD] = {RGB(0x000000), RGB(0xff8a4d), 0, RGB(0xc8c8c8), RGB(0xb4b4b4), true, 'x'},
                        },
                        3.0f},
};

/* clang-format off */
const ThemePair theme_pairs[] = {
    {COLOR_TEXT, COLOR_WINDOW}, {COLOR_TEXT, COLOR_PANEL}, {COLOR_TEXT, COLOR_BAND}, {COLOR_TEXT, COLOR_BAND_OTHER},
    {COLOR_TEXT, COLOR_CARD}, {COLOR_TEXT, COLOR_CHIP}, {COLOR_TEXT, COLOR_CHIP_HOT}, {COLOR_TEXT, COLOR_CODE},
    {COLOR_TEXT, COLOR_CODE_LINE}, {COLOR_TEXT, COLOR_BADGE}, {COLOR_TEXT, COLOR_CURVE_FILL},
    {COLOR_TEXT_SOFT, COLOR_WINDOW}, {COLOR_TEXT_SOFT, COLOR_PANEL}, {COLOR_TEXT_SOFT, COLOR_BAND},
    {COLOR_TEXT_SOFT, COLOR_BAND_OTHER}, {COLOR_TEXT_SOFT, COLOR_CARD}, {COLOR_TEXT_SOFT, COLOR_CHIP},
    {COLOR_TEXT_SOFT, COLOR_CODE}, {COLOR_TEXT_SOFT, COLOR_CURVE_FILL},
    {COLOR_TEXT_FAINT, COLOR_WINDOW}, {COLOR_TEXT_FAINT, COLOR_PANEL}, {COLOR_TEXT_FAINT, COLOR_BAND},
    {COLOR_TEXT_FAINT, COLOR_BAND_OTHER}, {COLOR_TEXT_FAINT, COLOR_CARD}, {COLOR_TEXT_FAINT, COLOR_CODE},
    {COLOR_TEXT_ON_ACCENT, COLOR_CURRENT}, {COLOR_TEXT_ON_ACTION, COLOR_ACTION},
    {COLOR_ACTION, COLOR_PANEL}, {COLOR_ACTION, COLOR_CHIP}, {COLOR_ACTION, COLOR_CARD}, {COLOR_ACTION, COLOR_BADGE},
    {COLOR_CURRENT_TEXT, COLOR_PANEL}, {COLOR_CURRENT_TEXT, COLOR_CARD}, {COLOR_CURRENT_TEXT, COLOR_BAND},
    {COLOR_CURRENT_TEXT, COLOR_CODE_LINE},
    {COLOR_GOOD, COLOR_PANEL}, {COLOR_GOOD, COLOR_CARD}, {COLOR_GOOD, COLOR_GOOD_FILL}, {COLOR_GOOD, COLOR_BADGE},
    {COLOR_BAD, COLOR_PANEL}, {COLOR_BAD, COLOR_CARD}, {COLOR_BAD, COLOR_BAD_FILL}, {COLOR_BAD, COLOR_BADGE},
    {COLOR_DOUBT, COLOR_PANEL}, {COLOR_DOUBT, COLOR_CARD}, {COLOR_DOUBT, COLOR_BADGE},
    {COLOR_CHAIN, COLOR_PANEL}, {COLOR_CHAIN, COLOR_CARD}, {COLOR_CHAIN, COLOR_BAND},
};
/* clang-format on */
const size_t theme_pair_count = sizeof theme_pairs / sizeof theme_pairs[0];

const Theme *theme_get(ThemeKind kind)
{
    CHECK(kind < THEME_COUNT);
    return &themes[kind];
}

const Theme *theme_named(const char *name)
{
    for (size_t i = 0; i < THEME_COUNT; i++) {
        if (strcmp(themes[i].name, name) == 0) {
            return &themes[i];
        }
    }
    return NULL;
}

const Theme *theme_next(const Theme *theme)
{
    return theme + 1 < themes + THEME_COUNT ? theme + 1 : themes;
}

DrawStyle theme_state_style(const Theme *theme, ThemeState state, float scale)
{
    const ThemeStateLook *look = &theme->state[state];
    return (DrawStyle){
        .fill = look->fill,
        .stroke = look->stroke,
        .hatch = look->hatch,
        .width = theme->stroke_px * scale,
        .radius = 10.0f * scale,
        .dash = look->dashed ? 5.0f * scale : 0.0f,
        .gap = look->dashed ? 3.5f * scale : 0.0f,
    };
}

static const char *const color_names[COLOR_COUNT] = {
#define THEME_NAME(name, dark, light, contrast) #name,
    THEME_COLORS(THEME_NAME)
#undef THEME_NAME
};

static const char *const state_names[STATE_COUNT] = {"NEUTRAL", "NOT_VISITED", "SCAN", "REACHABLE", "TENTATIVE", "DEAD"};

const char *theme_color_name(const void *context, Color color)
{
    const Theme *theme = context;
    for (size_t i = 0; i < COLOR_COUNT; i++) {
        if (theme->color[i] == color) {
            return color_names[i];
        }
    }
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (theme->state[i].fill == color || theme->state[i].stroke == color) {
            return state_names[i];
        }
    }
    return NULL;
}
