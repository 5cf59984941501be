/* Thin straight lines, one column (or row, for steep ones) at a time: the line covers of each column a short stretch
 * whose two ends are partial pixels. In 16.16 fixed point; about 6 ns a column. */
#include "view/raster/shape.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <math.h>

enum {
    FIXED_ONE = 1 << 16,
    AHEAD = 12 /* columns; a steep line meets a new cache line with every pixel, and fetching those early saves half the time */
};

/* The surface seen along the line: `major` runs with the line, `minor` across. */
typedef struct LineFrame {
    uint32_t *pixels;
    ptrdiff_t major_step;
    ptrdiff_t minor_step;
    int major_low;
    int major_high;
    int minor_low;
    int minor_high;
} LineFrame;

static LineFrame frame_of(const ShapeTarget *target, bool steep)
{
    const PixelBox *clip = &target->clip;
    ptrdiff_t width = target->surface->width;
    if (steep) {
        return (LineFrame){target->surface->pixels, width, 1, clip->y0, clip->y1, clip->x0, clip->x1};
    }
    return (LineFrame){target->surface->pixels, 1, width, clip->x0, clip->x1, clip->y0, clip->y1};
}

/* What a line paints with: its colour, opaque, and how much of it a fully covered pixel takes (0 … 256). */
typedef struct LineInk {
    Color color;
    uint32_t strength;
} LineInk;

/* `from` and `to` are fixed point; coverage counts in 256ths. */
static inline void put(uint32_t *pixel, int32_t from, int32_t to, const LineInk *ink)
{
    pixel_mix(pixel, ink->color, (uint32_t)((to >> 8) - (from >> 8)) * ink->strength >> 8);
}

/* One column's stretch (fixed point, across the line), cut to the frame. */
static void paint_column_cut(const LineFrame *frame, uint32_t *column, const int32_t stretch[2], const LineInk *ink)
{
    int last = (stretch[1] - 1) >> 16;
    last = last >= frame->minor_high ? frame->minor_high - 1 : last;
    for (int minor = stretch[0] >> 16; minor <= last; minor++) {
        int32_t low = minor * FIXED_ONE;
        int32_t from = stretch[0] > low ? stretch[0] : low;
        int32_t to = stretch[1] < low + FIXED_ONE ? stretch[1] : low + FIXED_ONE;
        if (minor >= frame->minor_low) {
            put(column + minor * frame->minor_step, from, to, ink);
        }
    }
}

/* Three pixels, `step` apart; from and to count from the first of them. */
#ifdef __SSE2__
static inline __m128i mixed_lanes(__m128i under, __m128i over, __m128i share)
{
    __m128i rest = _mm_sub_epi16(_mm_set1_epi16(256), share);
    return _mm_srli_epi16(_mm_add_epi16(_mm_mullo_epi16(under, rest), _mm_mullo_epi16(over, share)), 8);
}

/* What put makes of each pixel: its share of the colour, 0 … 256, in lane 0, 1, 2. */
static inline __m128i shares_of_three(int32_t from, int32_t to, uint32_t strength)
{
    __m128i ends = _mm_subs_epu16(_mm_set1_epi16((short)(to >> 8)), _mm_setr_epi16(0, 256, 512, 768, 0, 0, 0, 0));
    __m128i covered = _mm_sub_epi16(_mm_min_epi16(ends, _mm_set1_epi16(256)), _mm_cvtsi32_si128(from >> 8));
    return _mm_mulhi_epu16(_mm_slli_epi16(covered, 4), _mm_set1_epi16((short)(strength << 4)));
}

/* Those beside each other are loaded and stored together. */
static inline __m128i load_two(const uint32_t *pixel, ptrdiff_t step)
{
    if (step == 1) {
        return _mm_loadl_epi64((const __m128i *)(const void *)pixel);
    }
    return _mm_unpacklo_epi32(_mm_cvtsi32_si128((int)pixel[0]), _mm_cvtsi32_si128((int)pixel[step]));
}

static inline void store_two(uint32_t *pixel, ptrdiff_t step, __m128i two)
{
    if (step == 1) {
        _mm_storel_epi64((__m128i *)(void *)pixel, two);
        return;
    }
    pixel[0] = (uint32_t)_mm_cvtsi128_si32(two);
    pixel[step] = (uint32_t)_mm_cvtsi128_si32(_mm_srli_epi64(two, 32));
}

static inline void put_three(uint32_t *pixel, ptrdiff_t step, const int32_t stretch[2], const LineInk *ink)
{
    __m128i zero = _mm_setzero_si128(), over = _mm_unpacklo_epi8(_mm_set1_epi32((int)ink->color), zero);
    __m128i share = shares_of_three(stretch[0], stretch[1], ink->strength);
    share = _mm_unpacklo_epi16(share, share);
    __m128i two = _mm_unpacklo_epi8(load_two(pixel, step), zero);
    __m128i third = _mm_unpacklo_epi8(_mm_cvtsi32_si128((int)pixel[2 * step]), zero);
    two = mixed_lanes(two, over, _mm_unpacklo_epi32(share, share));
    third = mixed_lanes(third, over, _mm_unpackhi_epi32(share, share));
    __m128i bytes = _mm_packus_epi16(two, third);
    store_two(pixel, step, bytes);
    pixel[2 * step] = (uint32_t)_mm_cvtsi128_si32(_mm_srli_si128(bytes, 8));
}
#else
static inline void put_three(uint32_t *pixel, ptrdiff_t step, const int32_t stretch[2], const LineInk *ink)
{
    for (int32_t i = 0; i < 3 && stretch[1] > i * FIXED_ONE; i++) {
        int32_t low = i * FIXED_ONE, high = low + FIXED_ONE;
        put(pixel + i * step, stretch[0] > low ? stretch[0] : low, stretch[1] < high ? stretch[1] : high, ink);
    }
}
#endif

/* The same for a stretch of at most two pixels within the frame, which meets at most three: of all three, those not met with
 * coverage 0. Whether there is one more to paint is beyond prediction, and a wrong guess costs more than a pixel. */
static inline void paint_column(ptrdiff_t minor_step, uint32_t *column, const int32_t stretch[2], const LineInk *ink)
{
    int first = stretch[0] >> 16;
    int32_t within[2] = {stretch[0] - first * FIXED_ONE, stretch[1] - first * FIXED_ONE};
    put_three(column + first * minor_step, minor_step, within, ink);
}

/* A line in its frame's terms, a.x < b.x. Where it is in a column follows from its own beginning, not from where the frame cuts it,
 * so that a part of a picture is the same bytes as in the whole. */
typedef struct LinePiece {
    Color color;
    Point a;
    Point b;
    double slope;
    int32_t half;      /* of the stretch it covers of a column, fixed point */
    int begin;         /* its first column */
    int64_t fine;      /* the middle of that column's stretch, with 32 bits after the point */
    int64_t fine_step; /* from column to column */
} LinePiece;

/* floor would be a call. */
static inline double floor_of(double value)
{
    double whole = (double)(int64_t)value;
    return whole - (whole > value ? 1.0 : 0.0);
}

/* The columns whose stretch may meet the frame, first … last−1. */
static void columns_in_frame(const LineFrame *frame, const LinePiece *piece, int *first, int *last)
{
    double low = frame->major_low, high = frame->major_high;
    double reach = (double)piece->half / FIXED_ONE + 2.0;
    if (fabs(piece->slope) > 1e-6) {
        double enter = piece->a.x + (frame->minor_low - reach - piece->a.y) / piece->slope;
        double leave = piece->a.x + (frame->minor_high + reach - piece->a.y) / piece->slope;
        double near = (enter < leave ? enter : leave) - 1.0, far = (enter < leave ? leave : enter) + 1.0;
        low = low > near ? low : near;
        high = high < far ? high : far;
    } else if (piece->a.y < frame->minor_low - reach || piece->a.y > frame->minor_high + reach) {
        high = low;
    }
    double end = -floor_of(-piece->b.x);
    low = low > piece->begin ? low : piece->begin;
    high = high < end ? high : end;
    *first = low < high ? (int)low : 0;
    *last = low < high ? -(int)floor_of(-high) : 0;
}

/* Columns from … to−1, of each of which the line covers this share along itself. `steep`: the frame is turned; told apart so that each
 * way is compiled for itself. */
static inline __attribute__((always_inline)) void paint_run(const LineFrame *frame, const LinePiece *piece, const int range[2],
                                                            LineInk ink, bool steep)
{
    ptrdiff_t width = steep ? frame->major_step : frame->minor_step;
    ptrdiff_t major_step = steep ? width : 1, minor_step = steep ? 1 : width;
    bool thin = piece->half <= FIXED_ONE;
    int32_t low = frame->minor_low * FIXED_ONE, high = thin ? (frame->minor_high - 2) * FIXED_ONE : low;
    uint32_t *column = frame->pixels + range[0] * major_step;
    int64_t fine = piece->fine + (range[0] - piece->begin) * piece->fine_step;
    for (int i = range[0]; i < range[1]; i++, fine += piece->fine_step, column += major_step) {
        int32_t center = (int32_t)(fine >> 16);
        int32_t stretch[2] = {center - piece->half, center + piece->half};
        if (steep) {
            int64_t ahead = AHEAD * width + ((fine + AHEAD * piece->fine_step) >> 32);
            __builtin_prefetch((const void *)((uintptr_t)column + (uintptr_t)ahead * sizeof *column), 1);
        }
        if (stretch[0] >= low && stretch[0] < high) {
            paint_column(minor_step, column, stretch, &ink);
        } else {
            paint_column_cut(frame, column, stretch, &ink);
        }
    }
}

static void paint_columns(const LineFrame *frame, const LinePiece *piece, int from, int to, float share)
{
    uint32_t alpha = piece->color >> 24;
    LineInk ink = {piece->color | UINT32_C(0xff000000), (uint32_t)(share * (float)(alpha + (alpha >> 7)) + 0.5f)};
    int range[2] = {from, to};
    if (frame->minor_step == 1) {
        paint_run(frame, piece, range, ink, true);
    } else {
        paint_run(frame, piece, range, ink, false);
    }
}

/* The two end columns are covered in part. */
static void paint_line(const LineFrame *frame, const LinePiece *piece)
{
    int first, last, end = -(int)floor_of(-piece->b.x) - 1;
    columns_in_frame(frame, piece, &first, &last);
    if (first < last && first == piece->begin) {
        float right = piece->b.x < (float)(first + 1) ? piece->b.x : (float)(first + 1);
        paint_columns(frame, piece, first, first + 1, right - piece->a.x);
        first++;
    }
    int whole = last > end ? end : last;
    if (first < whole) {
        paint_columns(frame, piece, first, whole, 1.0f);
    }
    if (first < last && last > end) {
        paint_columns(frame, piece, end, end + 1, piece->b.x - (float)end);
    }
}

/* Keeps fixed point from overflowing; so far out that no surface shows it, and the same for every frame. */
static bool cut_far(Point *a, Point *b, double slope)
{
    const float far = 2.0f * SURFACE_SIDE_MAX;
    if (a->x > far || b->x < -far) {
        return false;
    }
    if (a->x < -far) {
        *a = (Point){-far, (float)(a->y + (-far - a->x) * slope)};
    }
    if (b->x > far) {
        *b = (Point){far, (float)(b->y + (far - b->x) * slope)};
    }
    return fabsf(a->y) < 4.0f * far;
}

void shape_line(const ShapeTarget *target, const Point ends[2], float width, Color color)
{
    float dx = ends[1].x - ends[0].x;
    float dy = ends[1].y - ends[0].y;
    bool steep = fabsf(dy) > fabsf(dx);
    float major = fmaxf(fabsf(dx), fabsf(dy));
    if (!(major > 0.0f) || width > (float)SHAPE_LINE_WIDTH_MAX) {
        return;
    }
    Point a = steep ? (Point){ends[0].y, ends[0].x} : ends[0];
    Point b = steep ? (Point){ends[1].y, ends[1].x} : ends[1];
    if (a.x > b.x) {
        Point swapped = a;
        a = b;
        b = swapped;
    }
    double slope = ((double)b.y - a.y) / ((double)b.x - a.x);
    if (!cut_far(&a, &b, slope)) {
        return;
    }
    float half = width * 0.5f * sqrtf(dx * dx + dy * dy) / major;
    LineFrame frame = frame_of(target, steep);
    double begin = floor_of(a.x);
    LinePiece piece = {.color = color, .a = a, .b = b, .slope = slope, .half = (int32_t)(half * (float)FIXED_ONE), .begin = (int)begin};
    piece.fine = (int64_t)((a.y + (begin + 0.5 - a.x) * slope) * 0x1p32);
    piece.fine_step = (int64_t)(slope * 0x1p32);
    paint_line(&frame, &piece);
}
