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

static inline void put_three(uint32_t *pixel, ptrdiff_t step, const int32_t stretch[2], const LineInk *ink)
{
    __m128i zero = _mm_setzero_si128(), over = _mm_unpacklo_epi8(_mm_set1_epi32((int)ink->color), zero);
    __m128i share = shares_of_three(stretch[0], stretch[1], ink->strength);
    share = _mm_unpacklo_epi16(share, share);
    __m128i first = _mm_cvtsi32_si128((int)pixel[0]), second = _mm_cvtsi32_si128((int)pixel[step]);
    __m128i two = _mm_unpacklo_epi8(_mm_unpacklo_epi32(first, second), zero);
    __m128i third = _mm_unpacklo_epi8(_mm_cvtsi32_si128((int)pixel[2 * step]), zero);
    two = mixed_lanes(two, over, _mm_unpacklo_epi32(share, share));
    third = mixed_lanes(third, over, _mm_unpackhi_epi32(share, share));
    __m128i bytes = _mm_packus_epi16(two, third);
    pixel[0] = (uint32_t)_mm_cvtsi128_si32(bytes);
    pixel[step] = (uint32_t)_mm_cvtsi128_si32(_mm_srli_epi64(bytes, 32));
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
static inline void paint_column(const LineFrame *frame, uint32_t *column, const int32_t stretch[2], const LineInk *ink)
{
    int first = stretch[0] >> 16;
    int32_t within[2] = {stretch[0] - first * FIXED_ONE, stretch[1] - first * FIXED_ONE};
    put_three(column + first * frame->minor_step, frame->minor_step, within, ink);
}

/* A line in its frame's terms, a.x < b.x. */
typedef struct LinePiece {
    Color color;
    Point a;
    Point b;
    double slope;
    int32_t half; /* of the stretch it covers of a column, fixed point */
} LinePiece;

/* The columns whose stretch may meet the frame, first … last−1. */
static void columns_in_frame(const LineFrame *frame, const LinePiece *piece, int *first, int *last)
{
    double low = frame->major_low, high = frame->major_high;
    double reach = (double)piece->half / FIXED_ONE + 2.0;
    if (fabs(piece->slope) > 1e-6) {
        double enter = piece->a.x + (frame->minor_low - reach - piece->a.y) / piece->slope;
        double leave = piece->a.x + (frame->minor_high + reach - piece->a.y) / piece->slope;
        low = fmax(low, fmin(enter, leave) - 1.0);
        high = fmin(high, fmax(enter, leave) + 1.0);
    } else if (piece->a.y < frame->minor_low - reach || piece->a.y > frame->minor_high + reach) {
        high = low;
    }
    low = fmax(low, floor(piece->a.x));
    high = fmin(high, ceil(piece->b.x));
    *first = low < high ? (int)low : 0;
    *last = low < high ? (int)ceil(high) : 0;
}

/* Columns one after the other. */
typedef struct LineRun {
    const LineFrame *frame;
    const LineInk *ink;
    uint32_t *column;  /* of the first */
    int64_t fine;      /* the middle of its stretch, with 32 bits after the point */
    int64_t fine_step; /* from column to column */
    int32_t half;
    int count;
} LineRun;

static void paint_run(const LineRun *run)
{
    const LineFrame *frame = run->frame;
    bool thin = run->half <= FIXED_ONE;
    int32_t low = frame->minor_low * FIXED_ONE, high = thin ? (frame->minor_high - 2) * FIXED_ONE : low;
    ptrdiff_t ahead_step = AHEAD * (run->fine_step >> 16), ahead_column = AHEAD * frame->major_step;
    uint32_t *column = run->column;
    int64_t fine = run->fine;
    for (int i = 0; i < run->count; i++, fine += run->fine_step, column += frame->major_step) {
        int32_t center = (int32_t)(fine >> 16);
        int32_t stretch[2] = {center - run->half, center + run->half};
        ptrdiff_t ahead = ahead_column + ((center + ahead_step) >> 16) * frame->minor_step;
        __builtin_prefetch((const void *)((uintptr_t)column + (uintptr_t)ahead * sizeof *column), 1);
        if (stretch[0] >= low && stretch[0] < high) {
            paint_column(frame, column, stretch, run->ink);
        } else {
            paint_column_cut(frame, column, stretch, run->ink);
        }
    }
}

/* Columns from … to−1, all covered along the line as much as the first of them. Where the line is in a column follows from its own
 * beginning, not from where the frame cuts it, so that a part of a picture is the same bytes as in the whole. */
static void paint_columns(const LineFrame *frame, const LinePiece *piece, int from, int to)
{
    float share = fminf((float)(from + 1), piece->b.x) - fmaxf((float)from, piece->a.x);
    LineInk ink = {piece->color | UINT32_C(0xff000000), 0};
    uint32_t alpha = piece->color >> 24;
    ink.strength = (uint32_t)(share * (float)(alpha + (alpha >> 7)) + 0.5f);
    int64_t origin = (int64_t)floor(piece->a.x), fine_step = (int64_t)(piece->slope * 0x1p32);
    int64_t fine = (int64_t)((piece->a.y + ((double)origin + 0.5 - piece->a.x) * piece->slope) * 0x1p32) + (from - origin) * fine_step;
    LineRun run = {frame, &ink, frame->pixels + from * frame->major_step, fine, fine_step, piece->half, to - from};
    paint_run(&run);
}

/* The two end columns are covered in part. */
static void paint_line(const LineFrame *frame, const LinePiece *piece)
{
    int first, last, begin = (int)floorf(piece->a.x), end = (int)ceilf(piece->b.x) - 1;
    columns_in_frame(frame, piece, &first, &last);
    if (first < last && first == begin) {
        paint_columns(frame, piece, first, first + 1);
        first++;
    }
    int whole = last > end ? end : last;
    if (first < whole) {
        paint_columns(frame, piece, first, whole);
    }
    if (first < last && last > end) {
        paint_columns(frame, piece, end, end + 1);
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
    float half = width * 0.5f * hypotf(dx, dy) / major;
    LineFrame frame = frame_of(target, steep);
    paint_line(&frame, &(LinePiece){color, a, b, slope, (int32_t)(half * (float)FIXED_ONE)});
}
