/* The start screen: the lessons as cards in groups. Not where lessons are found nor what opening one does (app/menu).
 *
 * A picture of the menu is a function of Menu and ViewState. */
#ifndef HL_VIEW_MENU_H
#define HL_VIEW_MENU_H

#include "view/view.h"

/* X(constant, English, Chinese), in the order shown */
#define MENU_GROUPS(X)                                       \
    X(RECENT, "Recent files", "最近的文件")                  \
    X(COUNTING, "Reference counting", "引用计数")            \
    X(COLLECTING, "Cycles and collection", "循环与回收")     \
    X(FINALIZERS, "Finalizers in cycles", "循环中的终结器")  \
    X(MEMORY, "Memory pools", "内存池")                      \
    X(LEAKS, "Finding a leak", "寻找泄漏")                   \
    X(BEYOND, "Beyond the articles", "更进一步")             \
    X(RECORDED, "Recorded programs", "实录的程序")

typedef enum MenuGroup {
#define MENU_ENUM(constant, english, chinese) MENU_##constant,
    MENU_GROUPS(MENU_ENUM)
#undef MENU_ENUM
    MENU_GROUP_COUNT
} MenuGroup;

/* An object's label and its box; the text is a text of Thumbnail.list. */
typedef struct ThumbnailLabel {
    Rect box;
    uint32_t text;
} ThumbnailLabel;

/* A small picture of a lesson: shapes of its graph, and the part of the surface they were on. */
typedef struct Thumbnail {
    DrawList list;
    VEC(ThumbnailLabel) labels;
    Rect box;
    bool made;
} Thumbnail;

typedef struct MenuCard {
    MenuGroup group;
    const char *title[LANGUAGE_COUNT], *summary[LANGUAGE_COUNT], *row; /* borrowed */
    uint32_t asked, right;
    Thumbnail *picture;  /* borrowed; empty while not made; NULL: a file, whose summary is its path */
    uint64_t step, steps; /* of a file: where it was left; steps 0: not known */
} MenuCard;

enum { MENU_TYPED_BYTES = 64, MENU_MESSAGE_BYTES = 700 };

typedef struct Menu {
    VEC(MenuCard) cards;
    VEC(uint32_t) shown;  /* indices of the cards that the search leaves */
    uint32_t chosen;      /* index into shown */
    float scroll;         /* design px above the window; follows the chosen card */
    bool typing;
    char typed[MENU_TYPED_BYTES];
    char message[MENU_MESSAGE_BYTES]; /* what went wrong last, or "" */
    uint32_t columns;     /* of the last picture */
    const char *last_title[LANGUAGE_COUNT]; /* what can be continued, borrowed; NULL: nothing */
    uint64_t last_step;
} Menu;

/* Draws the menu; group "card N" names the card with that place among those shown. Keeps `scroll` so that the chosen card shows. */
const DrawList *view_draw_menu(View *view, Menu *menu, const ViewState *state, const ViewPaper *paper);

/* Takes the shapes of a picture's graph; false: it has no objects, those of its memory strip. */
bool thumbnail_take(Thumbnail *thumbnail, const View *view);
/* Fits them into a box, with the labels where they can be read. */
void thumbnail_put(View *view, const Thumbnail *thumbnail, Rect box);
void thumbnail_release(Thumbnail *thumbnail);

#endif
