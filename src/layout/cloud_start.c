/* The first guess: PivotMDS (Brandes, Pich 2006). Distances from a few pivots, taken at random, to all nodes; the two
 * directions in which the nodes differ most by them become x and y.
 *
 * Cost: CLOUD_PIVOTS searches through the part, and their square of sums over it; 10,000 nodes about 10 ms. */
#include "layout/cloud.h"

#include "base/hash.h"

#include <math.h>
#include <string.h>

enum { PIVOTS = CLOUD_PIVOTS, TURNS = 60 };

typedef struct Start {
    Cloud *cloud;
    CloudPart part;
    uint32_t count, pivots;
    float *distance;   /* pivot × node; centred later */
    float *mean;       /* by node */
    uint32_t *queue;
    float inner[PIVOTS][PIVOTS];
    float axis[2][PIVOTS];
    float length[2];
} Start;

/* Level by level; the part is connected, so every node gets a distance. */
static void search_from(Start *start, uint32_t pivot, float *distance)
{
    const Cloud *cloud = start->cloud;
    uint32_t first = start->part.first, tail = 0;
    for (uint32_t i = 0; i < start->count; i++) {
        distance[i] = -1.0f;
    }
    distance[pivot] = 0.0f;
    start->queue[tail++] = pivot;
    for (uint32_t head = 0; head < tail; head++) {
        uint32_t from = start->queue[head];
        for (uint32_t i = cloud->row[first + from]; i < cloud->row[first + from + 1]; i++) {
            uint32_t to = cloud->to[i] - first;
            if (distance[to] < 0.0f) {
                distance[to] = distance[from] + 1.0f;
                start->queue[tail++] = to;
            }
        }
    }
}

/* Every node of a small part is a pivot. */
static void find_distances(Start *start)
{
    Cloud *cloud = start->cloud;
    for (uint32_t p = 0; p < start->pivots; p++) {
        float *distance = start->distance + (size_t)p * start->count;
        uint32_t pivot = start->count <= PIVOTS ? p : (uint32_t)(hash_u64(p + 1) % start->count);
        search_from(start, pivot, distance);
        cloud->pivot[p] = start->part.first + pivot;
        for (uint32_t i = 0; i < start->count; i++) {
            cloud->far[(size_t)i * PIVOTS + p] = distance[i];
        }
    }
}

/* Squares, with the mean of each node and of each pivot taken off. */
static void centre(Start *start)
{
    for (uint32_t p = 0; p < start->pivots; p++) {
        float *distance = start->distance + (size_t)p * start->count;
        double sum = 0.0;
        for (uint32_t i = 0; i < start->count; i++) {
            distance[i] *= distance[i];
            sum += (double)distance[i];
        }
        float mean = (float)(sum / start->count);
        for (uint32_t i = 0; i < start->count; i++) {
            distance[i] = -0.5f * (distance[i] - mean);
            start->mean[i] += distance[i] / (float)start->pivots;
        }
    }
    for (uint32_t p = 0; p < start->pivots; p++) {
        float *distance = start->distance + (size_t)p * start->count;
        for (uint32_t i = 0; i < start->count; i++) {
            distance[i] -= start->mean[i];
        }
    }
}

/* Four sums side by side, so that each addition does not wait for the last. */
static float inner_product(const float *a, const float *b, uint32_t count)
{
    float sum[4] = {0.0f, 0.0f, 0.0f, 0.0f};
    uint32_t i = 0;
    for (; i + 4 <= count; i += 4) {
        for (int k = 0; k < 4; k++) {
            sum[k] += a[i + (uint32_t)k] * b[i + (uint32_t)k];
        }
    }
    for (; i < count; i++) {
        sum[0] += a[i] * b[i];
    }
    return sum[0] + sum[1] + sum[2] + sum[3];
}

static void find_inner(Start *start)
{
    for (uint32_t p = 0; p < start->pivots; p++) {
        for (uint32_t q = 0; q <= p; q++) {
            float product = inner_product(start->distance + (size_t)p * start->count, start->distance + (size_t)q * start->count,
                                          start->count);
            start->inner[p][q] = start->inner[q][p] = product;
        }
    }
}

static void take_off(float *axis, const float *other, uint32_t count)
{
    float along = inner_product(axis, other, count);
    for (uint32_t p = 0; p < count; p++) {
        axis[p] -= along * other[p];
    }
}

/* The strongest direction, or the strongest across the first one; power iteration. */
static void find_axis(Start *start, int which)
{
    float *axis = start->axis[which], next[PIVOTS] = {0};
    uint32_t pivots = start->pivots;
    for (uint32_t p = 0; p < pivots; p++) {
        axis[p] = (float)(hash_u64(p + 1 + 97 * (uint64_t)which) % 1000) / 500.0f - 1.0f;
    }
    for (int turn = 0; turn < TURNS; turn++) {
        for (uint32_t p = 0; p < pivots; p++) {
            next[p] = inner_product(start->inner[p], axis, pivots);
        }
        if (which == 1) {
            take_off(next, start->axis[0], pivots);
        }
        float length = sqrtf(inner_product(next, next, pivots));
        start->length[which] = length;
        for (uint32_t p = 0; p < pivots; p++) {
            axis[p] = length > 0.0f ? next[p] / length : 0.0f;
        }
    }
}

/* Coordinates along an axis; the eigenvalue's fourth root makes the spread what the distances say. */
static void project(const Start *start, int which, float *out)
{
    float scale = start->length[which] > 0.0f ? 1.0f / sqrtf(sqrtf(start->length[which])) : 0.0f;
    memset(out, 0, start->count * sizeof *out);
    for (uint32_t p = 0; p < start->pivots; p++) {
        const float *distance = start->distance + (size_t)p * start->count;
        float weight = start->axis[which][p] * scale;
        for (uint32_t i = 0; i < start->count; i++) {
            out[i] += weight * distance[i];
        }
    }
}

/* Neighbours one unit apart on average; nodes that no pivot tells apart a little beside each other. */
static void scale_links(const Start *start)
{
    Cloud *cloud = start->cloud;
    double sum = 0.0;
    uint32_t first = start->part.first, links = cloud->row[start->part.end] - cloud->row[first];
    for (uint32_t from = first; from < start->part.end; from++) {
        for (uint32_t i = cloud->row[from]; i < cloud->row[from + 1]; i++) {
            sum += (double)hypotf(cloud->x[from] - cloud->x[cloud->to[i]], cloud->y[from] - cloud->y[cloud->to[i]]);
        }
    }
    float scale = sum > 0.0 ? (float)((double)links / sum) : 1.0f;
    for (uint32_t place = first; place < start->part.end; place++) {
        uint64_t noise = hash_u64(place - first + 1);
        cloud->x[place] = cloud->x[place] * scale + (float)(noise & 0xffff) / 65536.0f * 0.2f - 0.1f;
        cloud->y[place] = cloud->y[place] * scale + (float)(noise >> 16 & 0xffff) / 65536.0f * 0.2f - 0.1f;
    }
}

void cloud_start(Cloud *cloud, CloudPart part)
{
    Start start = {.cloud = cloud, .part = part, .count = part.end - part.first};
    start.pivots = start.count < PIVOTS ? start.count : PIVOTS;
    start.distance = mem_zeroed((size_t)start.pivots * start.count, sizeof *start.distance);
    start.mean = mem_zeroed(start.count, sizeof *start.mean);
    cloud->pivots = start.pivots;
    cloud->far = mem_resize(cloud->far, (size_t)start.count * PIVOTS, sizeof *cloud->far);
    start.queue = mem_zeroed(start.count, sizeof *start.queue);
    find_distances(&start);
    centre(&start);
    find_inner(&start);
    find_axis(&start, 0);
    find_axis(&start, 1);
    project(&start, 0, cloud->x + part.first);
    project(&start, 1, cloud->y + part.first);
    scale_links(&start);
    mem_release(start.distance);
    mem_release(start.mean);
    mem_release(start.queue);
}
