/* Four pixels beside each other at once: what is computed of each (a float a lane), and mixing colours into them. Only for the shapes
 * of this folder.
 *
 * Whoever paints the last pixels of a row in fours also writes those behind them, with what they were: see SURFACE_SLACK. */
#ifndef HL_VIEW_RASTER_LANES_H
#define HL_VIEW_RASTER_LANES_H

#include "view/color.h"

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#else
#include <math.h>
#endif

enum { LANES = 4 };

typedef float Lanes __attribute__((vector_size(16)));
typedef int32_t LanesMask __attribute__((vector_size(16))); /* all bits or none, as comparing lanes gives */

static inline Lanes lanes_all(float value)
{
    return (Lanes){value, value, value, value};
}

/* `value`, `value` + 1 … */
static inline Lanes lanes_from(float value)
{
    return (Lanes){value, value + 1.0f, value + 2.0f, value + 3.0f};
}

static inline Lanes lanes_where(LanesMask mask, Lanes yes, Lanes no)
{
    return (Lanes)(((LanesMask)yes & mask) | ((LanesMask)no & ~mask));
}

/* A colour and how much of it each pixel takes, 0 … 1. */
typedef struct LanesInk {
    Color color; /* its alpha is not looked at */
    Lanes share;
} LanesInk;

#ifdef __SSE2__

static inline Lanes lanes_least(Lanes a, Lanes b)
{
    return (Lanes)_mm_min_ps((__m128)a, (__m128)b);
}

static inline Lanes lanes_most(Lanes a, Lanes b)
{
    return (Lanes)_mm_max_ps((__m128)a, (__m128)b);
}

static inline Lanes lanes_root(Lanes a)
{
    return (Lanes)_mm_sqrt_ps((__m128)a);
}

/* Towards zero. */
static inline Lanes lanes_whole(Lanes a)
{
    return (Lanes)_mm_cvtepi32_ps(_mm_cvttps_epi32((__m128)a));
}

/* Two pixels' four channels each, times what of each pixel is taken (0 … 256, of the pixels in 32-bit lanes 0 and 1). */
static inline __m128i lanes_two_parts(__m128i two, __m128i parts)
{
    __m128i twice = _mm_unpacklo_epi16(parts, parts);
    return _mm_mullo_epi16(two, _mm_unpacklo_epi32(twice, twice));
}

/* Every pixel becomes the sum of the inks' shares, which together are 1 at most, and what it was for the rest. */
static inline __attribute__((always_inline)) void lanes_mix(uint32_t *pixels, const LanesInk *inks, int count)
{
    __m128i zero = _mm_setzero_si128(), taken = zero, low = zero, high = zero;
    __m128 sum = _mm_setzero_ps();
    for (int i = 0; i < count; i++) {
        /* The sums are rounded, not the shares: all of them are never more than 256. */
        sum = _mm_add_ps(sum, (__m128)inks[i].share);
        __m128i upto = _mm_cvtps_epi32(_mm_mul_ps(sum, _mm_set1_ps(256.0f)));
        __m128i part = _mm_packs_epi32(_mm_sub_epi32(upto, taken), zero);
        __m128i color = _mm_unpacklo_epi8(_mm_set1_epi32((int)inks[i].color), zero);
        low = _mm_add_epi16(low, lanes_two_parts(color, part));
        high = _mm_add_epi16(high, lanes_two_parts(color, _mm_srli_si128(part, 4)));
        taken = upto;
    }
    __m128i rest = _mm_packs_epi32(_mm_sub_epi32(_mm_set1_epi32(256), taken), zero);
    __m128i under = _mm_loadu_si128((const __m128i *)(const void *)pixels);
    low = _mm_add_epi16(low, lanes_two_parts(_mm_unpacklo_epi8(under, zero), rest));
    high = _mm_add_epi16(high, lanes_two_parts(_mm_unpackhi_epi8(under, zero), _mm_srli_si128(rest, 4)));
    __m128i mixed = _mm_packus_epi16(_mm_srli_epi16(low, 8), _mm_srli_epi16(high, 8));
    _mm_storeu_si128((__m128i *)(void *)pixels, _mm_or_si128(mixed, _mm_set1_epi32((int)0xff000000)));
}

#else

static inline Lanes lanes_least(Lanes a, Lanes b)
{
    return lanes_where(a < b, a, b);
}

static inline Lanes lanes_most(Lanes a, Lanes b)
{
    return lanes_where(a > b, a, b);
}

static inline Lanes lanes_root(Lanes a)
{
    return (Lanes){sqrtf(a[0]), sqrtf(a[1]), sqrtf(a[2]), sqrtf(a[3])};
}

static inline Lanes lanes_whole(Lanes a)
{
    return (Lanes){truncf(a[0]), truncf(a[1]), truncf(a[2]), truncf(a[3])};
}

static inline void lanes_mix(uint32_t *pixels, const LanesInk *inks, int count)
{
    for (int lane = 0; lane < LANES; lane++) {
        uint32_t taken = 0, channels[3] = {0, 0, 0};
        float sum = 0.0f;
        for (int i = 0; i < count; i++) {
            sum += inks[i].share[lane];
            uint32_t upto = (uint32_t)lrintf(sum * 256.0f);
            for (int channel = 0; channel < 3; channel++) {
                channels[channel] += (inks[i].color >> 8 * channel & 255) * (upto - taken);
            }
            taken = upto;
        }
        uint32_t mixed = UINT32_C(0xff000000);
        for (int channel = 0; channel < 3; channel++) {
            mixed |= (channels[channel] + (pixels[lane] >> 8 * channel & 255) * (256 - taken)) >> 8 << 8 * channel;
        }
        pixels[lane] = mixed;
    }
}

#endif

#endif
