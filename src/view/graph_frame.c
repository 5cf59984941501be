/* The bands' heights and the packing, both fixed for a recording and a window size.
 *
 * Each band that is ever used gets its lanes; a generation that never is gets a strip with its figures. What height is left
 * over goes into the lanes first, then around them. */
#include "view/graph.h"

#include <math.h>

static const GraphDensity densities[] = {
    {132.0f, 54.0f, 180.0f, 236.0f, 82.0f, 92.0f, 2},
    {118.0f, 48.0f, 160.0f, 210.0f, 72.0f, 84.0f, 2},
    {104.0f, 44.0f, 142.0f, 190.0f, 62.0f, 76.0f, 2},
    {104.0f, 28.0f, 136.0f, 180.0f, 46.0f, 60.0f, 1},
    {80.0f, 21.0f, 88.0f, 160.0f, 29.0f, 40.0f, 0},
};
const GraphDensity graph_line_box = {104.0f, 36.0f, 140.0f, 140.0f, 66.0f, 66.0f, 1};
const GraphDensity graph_full_box = {132.0f, 54.0f, 172.0f, 172.0f, 86.0f, 86.0f, 2};
enum { DENSITIES = sizeof densities / sizeof densities[0], BULK_SHOWN = 3, SMALLEST_STEADY = 2 };

static const float strip_high = 34.0f, band_pad_top = 16.0f, band_pad_bottom = 12.0f, hidden_high = 32.0f;
static const float gauge_wide = 200.0f, left_pad = 52.0f, narrow_wide = 700.0f,
                   narrow_right = 26.0f, narrow_top = 22.0f, roomy_gap = 2.0f, lineless_gap = 60.0f;

GraphLook *graph_look_new(void)
{
    return mem_zeroed(1, sizeof(GraphLook));
}

void graph_look_forget(GraphLook *look)
{
    look->celled = look->crowded = NULL;
    look->near.known = false;
}

void graph_look_free(GraphLook *look)
{
    vec_release(&look->nodes);
    vec_release(&look->node_at);
    vec_release(&look->asked);
    map_release(&look->edge_of);
    cells_release(&look->cells);
    crowd_release(&look->crowd);
    vec_release(&look->edges);
    vec_release(&look->labels);
    vec_release(&look->ways);
    vec_release(&look->groups);
    mem_release(look);
}

/* A band that has its figures even where it is never used. */
static bool band_has_strip(const View *view, int band)
{
    return band >= BAND_YOUNG && band <= BAND_OLD && view_tells(view, EVENT_TRACK);
}

/* Design pixels above the first lane, and beside the last column. */
static float pad_top(const View *view)
{
    return band_pad_top + (view->look->narrow ? narrow_top : 0.0f);
}

static float right_wide(const View *view)
{
    return view->look->narrow ? narrow_right : gauge_wide;
}

/* Design pixels that lanes cannot have. */
static float fixed_height(const View *view, bool hides)
{
    float height = 0.0f;
    for (int band = 0; band < BAND_COUNT; band++) {
        if (grid_has_band(&view->grid, (Band)band)) {
            height += pad_top(view) + band_pad_bottom;
            height += hides && view->grid.hides[band] ? hidden_high : 0.0f;
        } else if (band_has_strip(view, band)) {
            height += strip_high;
        }
    }
    return height;
}

static uint32_t clamp_count(float count, uint32_t most)
{
    return count < 1.0f ? 1 : count > (float)most ? most : (uint32_t)count;
}

/* What a packing may show. */
typedef struct PackRule {
    uint32_t bulk;
    bool steady;
} PackRule;

static void pack(View *view, const GraphDensity *density, Rect box, PackRule rule)
{
    bool hides = rule.bulk != UINT32_MAX;
    view->look->narrow = box.w / view->unit < narrow_wide || density->lines == 0;
    float wide = box.w / view->unit - right_wide(view) - left_pad;
    float high = box.h / view->unit - fixed_height(view, hides);
    GridRoom room = {clamp_count((wide - density->node_w) / density->step_min + 1.0f, GRID_COLUMNS_MAX),
                     clamp_count(high / density->lane_min, GRID_LANES_MAX * BAND_COUNT), rule.bulk, rule.steady};
    view->look->packed = view->look->density = density;
    grid_pack(&view->grid, room);
}

static bool grid_hides(const Grid *grid)
{
    return grid->hidden > 0 || grid->lives->uncounted > 0;
}

static uint32_t total_lanes(const Grid *grid)
{
    uint32_t lanes = 0;
    for (int band = 0; band < BAND_COUNT; band++) {
        lanes += grid->lanes[band];
    }
    return lanes;
}

/* Each band has a lane at least: in a low box they may be too many for the boxes of a density. */
static bool lanes_fit(const View *view, Rect box)
{
    float free_high = box.h / view->unit - fixed_height(view, grid_hides(&view->grid));
    return (float)total_lanes(&view->grid) * view->look->density->lane_min <= free_high + 0.5f;
}

/* In the largest boxes at which all objects fit. */
static bool pack_all(View *view, Rect box, size_t smallest, bool steady)
{
    for (size_t i = 0; i <= smallest; i++) {
        pack(view, &densities[i], box, (PackRule){UINT32_MAX, steady});
        if (!grid_hides(&view->grid) && lanes_fit(view, box)) {
            return true;
        }
    }
    return false;
}

/* All of them, steadily if the recording grows, unless that takes boxes too small. If they never fit: a few of those made in bulk,
 * and the others. */
static void pack_best(View *view, Rect box)
{
    bool growing = view->scene->lives->growing;
    if ((growing && pack_all(view, box, SMALLEST_STEADY, true)) || pack_all(view, box, DENSITIES - 1, false)) {
        return;
    }
    for (size_t i = 0; i < DENSITIES; i++) {
        pack(view, &densities[i], box, (PackRule){BULK_SHOWN, false});
        if (view->grid.crowded_out == 0 && lanes_fit(view, box)) {
            return;
        }
    }
}

static float band_height(const View *view, int band, float slack)
{
    const Grid *grid = &view->grid;
    if (!grid_has_band(&view->grid, (Band)band)) {
        return band_has_strip(view, band) ? view_px(view, strip_high) : 0.0f;
    }
    float pads = view_px(view, pad_top(view) + band_pad_bottom + (grid->hides[band] ? hidden_high : 0.0f));
    return pads + (float)grid->lanes[band] * view->look->lane + slack;
}

static void place_bands(View *view, Rect box)
{
    GraphLook *look = view->look;
    uint32_t lanes = total_lanes(&view->grid);
    float free_px = box.h - view_px(view, fixed_height(view, grid_hides(&view->grid)));
    float lane = lanes == 0 ? 0.0f : free_px / (float)lanes;
    look->lane = fminf(lane, view_px(view, look->density->lane_max));
    look->node_h = fminf(view_px(view, look->density->node_h), fmaxf(look->lane - view_px(view, 8.0f), view_px(view, 20.0f)));
    uint32_t used = 0;
    for (int band = 0; band < BAND_COUNT; band++) {
        used += grid_has_band(&view->grid, (Band)band) ? 1 : 0;
    }
    float slack = used == 0 ? 0.0f : fmaxf(0.0f, free_px - look->lane * (float)lanes) / (float)used;
    Rect rest = box;
    for (int band = 0; band < BAND_COUNT; band++) {
        look->band[band] = rect_snap(rect_cut_top(&rest, band_height(view, band, slack)));
    }
}

/* Boxes that are small for want of height use the width there is. */
static float fitted_width(const View *view, float wide)
{
    const GraphDensity *density = view->look->packed;
    float gap = density->lines == 0 ? lineless_gap : (density->step_min - density->node_w) * roomy_gap;
    float columns = (float)view->grid.columns, most = density->lines == 0 ? graph_line_box.node_w : densities[0].node_w;
    float fits = (wide - gap * (columns - 1.0f)) / fmaxf(1.0f, columns);
    return fmaxf(density->node_w, fminf(fits, most));
}

static void place_columns(View *view, Rect box)
{
    GraphLook *look = view->look;
    float wide = box.w / view->unit - right_wide(view) - left_pad;
    uint32_t columns = view->grid.columns;
    look->fitted = *look->packed;
    look->fitted.node_w = fitted_width(view, wide);
    look->density = &look->fitted;
    float room = view_px(view, wide - look->fitted.node_w);
    look->first_x = box.x + view_px(view, left_pad);
    look->step = columns < 2 ? 0.0f : fminf(room / (float)(columns - 1), view_px(view, look->fitted.step_max));
    look->field = (Rect){box.x, box.y, box.w - view_px(view, right_wide(view)), box.h};
}

void graph_frame(View *view, Rect box)
{
    GraphLook *look = view->look;
    const Lives *lives = view->scene->lives;
    bool same = view->packed == lives && look->unit == view->unit && look->packed_box.w == box.w && look->packed_box.h == box.h;
    if (view->packed != lives) {
        if (view->packed != NULL) {
            grid_release(&view->grid);
        }
        grid_init(&view->grid, lives);
        view->packed = lives;
    }
    look->box = box;
    look->unit = view->unit;
    if (!same) {
        pack_best(view, box);
    }
    look->packed_box = box;
    look->density = look->packed;
    place_bands(view, box);
    place_columns(view, box);
}

float graph_row_top(const GraphLook *look, Band band, uint32_t lane)
{
    float top = band_pad_top + (look->narrow ? narrow_top : 0.0f);
    return look->band[band].y + top * look->unit + look->lane * (float)lane;
}
