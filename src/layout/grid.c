/* Packing. Objects are placed in order of birth, those made one by one before those made in bulk. Each tries the columns of its
 * distance, there the lane of the object that holds it, then the lanes from the top; a stay needs its lane for its own time
 * only. When all columns of its distance are full, a new one is opened.
 *
 * The first try allows two lanes a band, which keeps boxes large and arrows short; while something stays hidden the busiest
 * bands get more lanes, up to the room. Columns are numbered by distance at the end.
 *
 * Steady: columns and lanes are fixed by the room and the bands in use, so that what has a place keeps it when more comes, unless it
 * sinks into a lane that is taken.
 *
 * Example: names hold A and B, A holds C: A (0,0), B (0,1), C (1,0); after B died D may take (0,1). */
#include "layout/grid.h"

#include "base/check.h"

#include <string.h>

enum {
    GRID_CELLS = BAND_COUNT * GRID_COLUMNS_MAX * GRID_LANES_MAX,
    FIRST_LANES = 2,
    GRID_PLAIN_MAX = 3072, /* more single boxes than any screen shows: */
    GRID_BULK_MAX = 1024   /* … later ones are not tried */
};

void grid_init(Grid *grid, const Lives *lives)
{
    memset(grid, 0, sizeof *grid);
    grid->lives = lives;
    grid->uses = mem_zeroed(GRID_CELLS, sizeof *grid->uses);
}

void grid_release(Grid *grid)
{
    for (size_t i = 0; i < GRID_CELLS; i++) {
        vec_release(&grid->uses[i]);
    }
    mem_release(grid->uses);
    vec_release(&grid->column);
    vec_release(&grid->shown);
    vec_release(&grid->first);
    vec_release(&grid->lane_of_stay);
}

static GridUses *uses_of(Grid *grid, uint32_t band, uint32_t column, uint32_t lane)
{
    return &grid->uses[(band * GRID_COLUMNS_MAX + column) * GRID_LANES_MAX + lane];
}

static bool lane_is_free(Grid *grid, const Stay *stay, uint32_t column, uint32_t lane)
{
    const GridUses *uses = uses_of(grid, stay->band, column, lane);
    for (size_t i = 0; i < uses->count; i++) {
        if (stay->first < uses->items[i].end && uses->items[i].first < stay->end) {
            return false;
        }
    }
    return true;
}

/* The wanted lane if free, else the first free one, else GRID_LANES_MAX. */
static uint32_t free_lane(Grid *grid, const Stay *stay, uint32_t column, uint32_t wanted)
{
    uint32_t limit = grid->lane_limit[stay->band];
    if (wanted < limit && lane_is_free(grid, stay, column, wanted)) {
        return wanted;
    }
    for (uint32_t lane = 0; lane < limit; lane++) {
        if (lane_is_free(grid, stay, column, lane)) {
            return lane;
        }
    }
    return GRID_LANES_MAX;
}

static bool fits_column(Grid *grid, const Life *life, uint32_t column)
{
    for (size_t i = 0; i < life->stays.count; i++) {
        if (free_lane(grid, &life->stays.items[i], column, 0) == GRID_LANES_MAX) {
            return false;
        }
    }
    return true;
}

/* The lane of the holder in the band where the object is first seen. */
static uint32_t wanted_lane(const Grid *grid, const Life *life)
{
    GridPlace place;
    bool known = life->holder != OBJECT_NONE && grid_find(grid, life->holder, life->born, &place);
    return known && life->stays.count > 0 && place.band == life->stays.items[0].band ? place.lane : 0;
}

static void take(Grid *grid, uint32_t index, uint32_t column)
{
    const Life *life = &grid->lives->items.items[index];
    uint32_t wanted = wanted_lane(grid, life);
    grid->column.items[index] = (int16_t)column;
    for (size_t i = 0; i < life->stays.count; i++) {
        const Stay *stay = &life->stays.items[i];
        uint32_t lane = free_lane(grid, stay, column, wanted);
        vec_push(uses_of(grid, stay->band, column, lane), ((GridUse){stay->first, stay->end}));
        grid->lane_of_stay.items[grid->first.items[index] + i] = (uint8_t)lane;
        if (grid->lanes[stay->band] <= lane) {
            grid->lanes[stay->band] = lane + 1;
        }
    }
}

/* Steady: all columns are open from the beginning, half of them for what names hold, half of the rest for what
 * that holds. */
enum { FAR_DISTANCE = 3 };

static void open_all_columns(Grid *grid)
{
    uint32_t near = (grid->room.columns + 1) / 2, next = near + (grid->room.columns - near + 1) / 2;
    for (grid->columns = 0; grid->columns < grid->room.columns; grid->columns++) {
        grid->column_distance[grid->columns] = (uint8_t)(grid->columns < near ? 1 : grid->columns < next ? 2 : FAR_DISTANCE);
    }
    memcpy(grid->lanes, grid->lane_limit, sizeof grid->lanes);
}

static bool place_life(Grid *grid, uint32_t index)
{
    const Life *life = &grid->lives->items.items[index];
    uint32_t distance = grid->room.steady && life->distance > FAR_DISTANCE ? FAR_DISTANCE : life->distance;
    for (uint32_t column = 0; column < grid->columns; column++) {
        if (grid->column_distance[column] == distance && fits_column(grid, life, column)) {
            take(grid, index, column);
            return true;
        }
    }
    if (grid->columns < grid->room.columns && fits_column(grid, life, grid->columns)) {
        grid->column_distance[grid->columns] = (uint8_t)life->distance;
        take(grid, index, grid->columns++);
        return true;
    }
    for (uint32_t column = 0; column < grid->columns; column++) {
        if (fits_column(grid, life, column)) {
            take(grid, index, column);
            return true;
        }
    }
    return false;
}

static void forget(Grid *grid)
{
    for (size_t i = 0; i < GRID_CELLS; i++) {
        grid->uses[i].count = 0;
    }
    memset(grid->lanes, 0, sizeof grid->lanes);
    memset(grid->hides, 0, sizeof grid->hides);
    grid->columns = 0;
    grid->hidden = grid->crowded_out = 0;
    grid->column.count = grid->first.count = grid->lane_of_stay.count = 0;
    for (size_t i = 0; i < grid->lives->items.count; i++) {
        const Life *life = &grid->lives->items.items[i];
        vec_push(&grid->column, -1);
        vec_push(&grid->first, (uint32_t)grid->lane_of_stay.count);
        for (size_t j = 0; j < life->stays.count; j++) {
            vec_push(&grid->lane_of_stay, 0);
        }
    }
}

static void hide(Grid *grid, const Life *life)
{
    grid->hidden++;
    for (size_t i = 0; i < life->stays.count; i++) {
        grid->hides[life->stays.items[i].band] = true;
    }
}

/* One try with the lanes allowed now. */
static void place_all(Grid *grid)
{
    const Lives *lives = grid->lives;
    uint32_t left[2] = {GRID_PLAIN_MAX, GRID_BULK_MAX}, bulk_left = grid->room.bulk;
    forget(grid);
    if (grid->room.steady) {
        open_all_columns(grid);
    }
    for (int bulk = 0; bulk <= 1; bulk++) {
        for (uint32_t i = 0; i < lives->items.count; i++) {
            const Life *life = &lives->items.items[i];
            if (life->bulk != (bulk != 0)) {
                continue;
            }
            bool allowed = !life->bulk || bulk_left > 0;
            bulk_left -= life->bulk && allowed ? 1 : 0;
            if (!allowed || left[bulk] == 0 || !place_life(grid, i)) {
                hide(grid, life);
                grid->crowded_out += allowed ? 1 : 0;
            }
            left[bulk] -= left[bulk] > 0 ? 1 : 0;
        }
    }
    for (int band = 0; band < BAND_COUNT; band++) {
        grid->hides[band] = grid->hides[band] || lives->crowded[band];
    }
}

/* The band that hides something and has the fewest lanes gets one more. False: the room is used up. */
static bool allow_one_more(Grid *grid)
{
    uint32_t total = 0;
    int best = -1;
    for (int band = 0; band < BAND_COUNT; band++) {
        total += grid->lane_limit[band];
        bool wants = grid->hides[band] && grid->lives->used[band] && grid->lane_limit[band] < GRID_LANES_MAX;
        if (wants && (best < 0 || grid->lane_limit[band] < grid->lane_limit[best])) {
            best = band;
        }
    }
    if (best < 0 || total >= grid->room.rows) {
        return false;
    }
    grid->lane_limit[best]++;
    return true;
}

/* Columns in order of distance; of the same distance in order of opening. */
static void number_columns(Grid *grid)
{
    int16_t rank[GRID_COLUMNS_MAX] = {0};
    for (uint32_t i = 0; i < grid->columns; i++) {
        for (uint32_t j = 0; j < grid->columns; j++) {
            unsigned a = grid->column_distance[j], b = grid->column_distance[i];
            rank[i] = (int16_t)(rank[i] + (a < b || (a == b && j < i) ? 1 : 0));
        }
    }
    for (size_t i = 0; i < grid->column.count; i++) {
        if (grid->column.items[i] >= 0) {
            grid->column.items[i] = rank[grid->column.items[i]];
        }
    }
}

bool grid_has_band(const Grid *grid, Band band)
{
    return grid->lives->used[band] || grid->lives->crowded[band];
}

/* Bands that are used get all lanes there is room for, whether they are needed yet or not, the young before the untracked. */
static void share_lanes(Grid *grid)
{
    static const Band order[] = {BAND_YOUNG, BAND_OLD, BAND_MIDDLE, BAND_UNTRACKED};
    uint32_t total = 0;
    for (int band = 0; band < BAND_COUNT; band++) {
        grid->lane_limit[band] = grid_has_band(grid, (Band)band) ? 1 : 0;
        total += grid->lane_limit[band];
    }
    for (size_t i = 0; total < grid->room.rows && i < 4 * GRID_LANES_MAX; i++) {
        uint32_t *limit = &grid->lane_limit[order[i % 4]];
        bool more = *limit > 0 && *limit < GRID_LANES_MAX;
        *limit += more ? 1 : 0;
        total += more ? 1 : 0;
    }
}

static void find_shown(Grid *grid)
{
    grid->shown.count = 0;
    for (uint32_t i = 0; i < grid->column.count; i++) {
        if (grid->column.items[i] >= 0) {
            vec_push(&grid->shown, i);
        }
    }
}

void grid_pack(Grid *grid, GridRoom room)
{
    uint32_t total = 0;
    CHECK(room.columns > 0 && room.columns <= GRID_COLUMNS_MAX);
    grid->room = room;
    if (room.steady) {
        share_lanes(grid);
        place_all(grid);
        find_shown(grid);
        return;
    }
    for (int band = 0; band < BAND_COUNT; band++) {
        grid->lane_limit[band] = grid->lives->used[band] ? 1 : 0;
        total += grid->lane_limit[band];
    }
    for (int band = BAND_YOUNG; band <= BAND_OLD; band++) {
        if (grid->lane_limit[band] == 1 && total < room.rows) {
            grid->lane_limit[band] = FIRST_LANES;
            total++;
        }
    }
    do {
        place_all(grid);
    } while (grid->crowded_out > 0 && allow_one_more(grid));
    number_columns(grid);
    find_shown(grid);
}

bool grid_find(const Grid *grid, ObjectId object, uint64_t step, GridPlace *place)
{
    const Life *life = lives_find(grid->lives, object);
    if (life == NULL) {
        return false;
    }
    return grid_place(grid, (size_t)(life - grid->lives->items.items), step, place);
}

bool grid_place(const Grid *grid, size_t index, uint64_t step, GridPlace *place)
{
    const Life *life = &grid->lives->items.items[index];
    const Stay *stay = life_stay(life, step);
    if (stay == NULL || grid->column.items[index] < 0) {
        return false;
    }
    size_t number = (size_t)(stay - life->stays.items);
    uint8_t lane = grid->lane_of_stay.items[grid->first.items[index] + number];
    *place = (GridPlace){(Band)stay->band, (uint32_t)grid->column.items[index], lane};
    return true;
}
