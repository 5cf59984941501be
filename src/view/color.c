#include "view/color.h"

#include <math.h>

static float unit_clamped(float value)
{
    return fminf(1.0f, fmaxf(0.0f, value));
}

Color color_alpha(Color color, float alpha)
{
    return (color & UINT32_C(0x00ffffff)) | (Color)(unit_clamped(alpha) * 255.0f + 0.5f) << 24;
}

Color color_mix(Color from, Color to, float share)
{
    float part = unit_clamped(share);
    Color mixed = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        float a = (float)(from >> shift & 0xff);
        float b = (float)(to >> shift & 0xff);
        mixed |= (Color)(a + (b - a) * part + 0.5f) << shift;
    }
    return mixed;
}

static float linear_channel(Color color, unsigned shift)
{
    float value = (float)(color >> shift & 0xff) / 255.0f;
    return value <= 0.04045f ? value / 12.92f : powf((value + 0.055f) / 1.055f, 2.4f);
}

static float luminance(Color color)
{
    return 0.2126f * linear_channel(color, 16) + 0.7152f * linear_channel(color, 8) + 0.0722f * linear_channel(color, 0);
}

float color_contrast(Color a, Color b)
{
    float first = luminance(a);
    float second = luminance(b);
    return (fmaxf(first, second) + 0.05f) / (fminf(first, second) + 0.05f);
}
