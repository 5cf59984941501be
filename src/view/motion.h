/* The way from one picture to the next: a draw list between two draw lists. What both show goes its way from place to place and from
 * colour to colour, what is new appears, what is gone fades where it was, and a dot runs along the reference that the step follows.
 * Only the graph moves; texts and all other panels are at once what they will be. Not when or how long (app/), not layout.
 *
 * Invariants: [motion.end] at 1 the picture is the later list itself; [motion.still] what stands at one place in both lists stands
 * there all the way.
 *
 * Life cycle: all-zero is valid; per step motion_take before the list is drawn anew, motion_plan after; per frame motion_draw;
 * motion_release. */
#ifndef HL_VIEW_MOTION_H
#define HL_VIEW_MOTION_H

#include "base/map.h"
#include "view/draw.h"
#include "view/marks.h"

/* An object's or a reference's items, adjacent in their list. */
typedef struct MotionPart {
    uint64_t name;         /* digest of its group's */
    size_t first, count;
    bool is_object;        /* else a reference */
} MotionPart;

typedef VEC(MotionPart) MotionParts;

/* Indices of parts that differ; −1: not in that list. */
typedef struct MotionPair {
    int64_t before, after;
    bool alike;            /* item for item of the same kind */
} MotionPair;

typedef struct Motion {
    DrawList before;             /* what the movement starts from */
    const DrawList *after;       /* borrowed */
    DrawList between;
    MotionParts parts_before, parts_after;
    VEC(MotionPair) pairs;
    Map place;                   /* digest of a name → part + 1, of one list */
    const Theme *theme;          /* for the dot */
    float scale;
    int64_t travelled;           /* the part the dot runs along, −1: none */
    bool back;                   /* it is in `before`, and the dot runs back */
} Motion;

void motion_release(Motion *motion);

/* Keeps what `list` shows as the beginning and leaves another, usable list in its place: nothing is copied. */
void motion_take(Motion *motion, DrawList *list);
/* The movement from what was taken to `after`, which must stay as it is until the last motion_draw; `back`: a step back. False:
 * nothing moves. */
bool motion_plan(Motion *motion, const DrawList *after, const MarkPen *pen, bool back);
/* The picture at a share of the way, 0 … 1; borrowed until the next call. */
const DrawList *motion_draw(Motion *motion, float share);

/* ---- for motion_draw.c ---- */

/* A stretch of the reference lit as current; one that is taken away is dashed, and nothing travels it. */
bool motion_is_track(const Motion *motion, const DrawItem *item);
/* Where the dot's reference is. */
const DrawList *motion_track_list(const Motion *motion);
const MotionParts *motion_track_parts(const Motion *motion);

#endif
