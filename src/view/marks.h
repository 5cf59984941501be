/* Marks that recur in every panel, so that they look the same everywhere: the ring round what is current, badges, pills,
 * references. Each is a few draw items; none keeps state. */
#ifndef HL_VIEW_MARKS_H
#define HL_VIEW_MARKS_H

#include "view/draw.h"
#include "view/theme.h"

#include <stdbool.h>

/* Where and how marks are drawn. */
typedef struct MarkPen {
    DrawList *list;
    const Theme *theme;
    const TextMeasure *measure;
    float scale; /* 1 = designed size */
} MarkPen;

/* A ring in CURRENT just outside `box`, cased so that it shows on a light ground too. */
void mark_ring(const MarkPen *pen, Rect box, float radius);

/* What tells states apart that have the same kind of outline: a bar inside the left side while waiting to be scanned, one on both
 * sides when reachable. */
void mark_state_bars(const MarkPen *pen, Rect box, ThemeState state);

typedef struct MarkPill {
    const char *text;
    FontRole role;
    float size_px; /* at scale 1 */
    Color fill;
    Color stroke; /* 0 = none */
    Color color;  /* of the text */
} MarkPill;

/* A rounded label around its text, centred on a point. Returns the box it took. */
Rect mark_pill(const MarkPen *pen, Point center, const MarkPill *pill);
/* A badge such as "rc 2": a pill in mono on the badge ground, outline and text in one colour. */
Rect mark_badge(const MarkPen *pen, Point center, const char *text, Color color);

typedef struct MarkEdge {
    Point control[4];
    Color color; /* ignored when current */
    bool current; /* lit: wider, in CURRENT, cased */
    bool dashed;
} MarkEdge;

/* A reference as a curved arrow. */
void mark_edge(const MarkPen *pen, const MarkEdge *edge);
/* The dot that runs along a lit reference, at t = 0 … 1. */
void mark_dot(const MarkPen *pen, const MarkEdge *edge, float t);

/* The control points of a smooth reference from one box's side to another's, chosen by where they lie. */
void mark_edge_between(Rect from, Rect to, MarkEdge *edge);

#endif
