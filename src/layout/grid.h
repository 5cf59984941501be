/* The bands layout: every object with a life gets a column and, for each of its stays, a lane of that band. All of it is fixed
 * for the whole recording: nothing moves when something else is born, sinks or dies.
 *
 *            column 0   column 1   column 2        columns stand in order of distance from a root
 *   young    lane 0 ▢   ▢          ▢
 *            lane 1 ▢              ▢
 *   old             ▢                              lanes of a band are its own: an object sinks straight down
 *
 * Objects for which there is no room are hidden; whoever draws says how many (grid.hidden).
 *
 * Invariant [grid.free]: two objects never share band, column and lane at the same step.
 *
 * Life cycle: grid_init; grid_pack whenever the room changes; grid_find; grid_release. */
#ifndef HL_LAYOUT_GRID_H
#define HL_LAYOUT_GRID_H

#include "layout/lives.h"

enum { GRID_COLUMNS_MAX = 24, GRID_LANES_MAX = 24 };

/* What there is room for. */
typedef struct GridRoom {
    uint32_t columns;
    uint32_t rows;     /* lanes of all bands together */
    uint32_t bulk;     /* objects made in bulk that may be shown at all, in order of birth */
    bool steady;       /* the recording will grow: what has a place is to keep it */
} GridRoom;

/* One lane of one stay. */
typedef struct GridUse {
    uint64_t first, end;
} GridUse;

typedef VEC(GridUse) GridUses;

typedef struct Grid {
    const Lives *lives; /* borrowed; finished */
    GridRoom room;
    uint32_t columns;           /* in use */
    uint32_t lanes[BAND_COUNT]; /* in use; 0: no object ever stands there */
    uint32_t hidden;            /* lives without a place */
    uint32_t crowded_out;       /* of these, how many that were allowed to be shown */
    bool hides[BAND_COUNT];     /* hidden objects may stand in this band at some step */
    VEC(int16_t) column;        /* by life: −1 hidden */
    VEC(uint32_t) shown;        /* lives that are not, in order */
    VEC(uint32_t) first;        /* by life: its first stay's place in lane_of_stay */
    VEC(uint8_t) lane_of_stay;
    /* while packing */
    uint32_t lane_limit[BAND_COUNT];
    uint8_t column_distance[GRID_COLUMNS_MAX]; /* in order of opening */
    GridUses *uses; /* band × column × lane */
} Grid;

typedef struct GridPlace {
    Band band;
    uint32_t column;
    uint32_t lane;
} GridPlace;

void grid_init(Grid *grid, const Lives *lives);
void grid_release(Grid *grid);
/* Cost: about a microsecond for each stay. */
void grid_pack(Grid *grid, GridRoom room);
/* Whether anything stands in a band at some step. */
bool grid_has_band(const Grid *grid, Band band);
/* False: not alive at that step, or hidden. */
bool grid_find(const Grid *grid, ObjectId object, uint64_t step, GridPlace *place);
/* The same of a life, by its place in lives->items. */
bool grid_place(const Grid *grid, size_t index, uint64_t step, GridPlace *place);

#endif
