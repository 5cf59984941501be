/* A node's new place is the mean of where others would like it, moved on by the repulsion: each neighbour at distance 1 on the
 * node's side of it, and some pivots, others each time, at their distance in the graph. Neighbours and pivots give the picture
 * its distances, the repulsion spreads what they leave open (Gansner, Hu, North 2013: maxent-stress; Ortmann, Klimenta,
 * Brandes 2016: sparse stress).
 *
 * Places are moved one after the other, so that two neighbours never swap for ever. */
#include "layout/cloud.h"

#include "base/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PIVOTS_AT_ONCE = 8 };
static const float opening = 1.8f, repulsion = 0.06f, closest = 1e-6f;
static const float pivot_share = 0.01f; /* of the nodes a pivot speaks for: fewer than there are, or neighbours had no say */

/* ---- links ---- */

/* Of every node those it is linked with, in order, perhaps repeated. */
static void fill_rows(uint32_t nodes, const CloudLink *links, size_t count, uint32_t *row, uint32_t *to)
{
    memset(row, 0, (nodes + 1) * sizeof *row);
    for (size_t i = 0; i < count; i++) {
        CHECK(links[i].a < nodes && links[i].b < nodes);
        if (links[i].a != links[i].b) {
            row[links[i].a]++;
            row[links[i].b]++;
        }
    }
    for (uint32_t i = 0, at = 0; i <= nodes; i++) {
        uint32_t degree = row[i];
        row[i] = at;
        at += degree;
    }
    for (size_t i = 0; i < count; i++) {
        if (links[i].a != links[i].b) {
            to[row[links[i].a]++] = links[i].b;
            to[row[links[i].b]++] = links[i].a;
        }
    }
    memmove(row + 1, row, nodes * sizeof *row);
    row[0] = 0;
}

/* Takes repeats out. `mark`: by node, all UINT32_MAX. */
static void unite_rows(uint32_t nodes, uint32_t *row, uint32_t *to, uint32_t *mark)
{
    uint32_t kept = 0;
    for (uint32_t node = 0; node < nodes; node++) {
        uint32_t first = row[node];
        row[node] = kept;
        for (uint32_t i = first; i < row[node + 1]; i++) {
            if (mark[to[i]] != node) {
                mark[to[i]] = node;
                to[kept++] = to[i];
            }
        }
    }
    row[nodes] = kept;
}

/* ---- parts ---- */

static int by_size(const void *a, const void *b)
{
    const CloudPart *x = a, *y = b;
    uint32_t m = x->end - x->first, n = y->end - y->first;
    return m != n ? (m < n ? 1 : -1) : (x->first > y->first) - (x->first < y->first);
}

/* Numbers the nodes anew, part by part and outwards within each: neighbours lie near each other in memory. */
static void find_parts(Cloud *cloud, const uint32_t *row, const uint32_t *to, uint32_t *place)
{
    uint32_t known = 0;
    for (uint32_t node = 0; node < cloud->count; node++) {
        if (place[node] != UINT32_MAX) {
            continue;
        }
        CloudPart part = {known, 0};
        place[node] = known;
        cloud->order[known++] = node;
        for (uint32_t at = part.first; at < known; at++) {
            uint32_t from = cloud->order[at];
            for (uint32_t i = row[from]; i < row[from + 1]; i++) {
                if (place[to[i]] == UINT32_MAX) {
                    place[to[i]] = known;
                    cloud->order[known++] = to[i];
                }
            }
        }
        part.end = known;
        vec_push(&cloud->parts, part);
    }
    if (cloud->parts.count > 0) {
        qsort(cloud->parts.items, cloud->parts.count, sizeof *cloud->parts.items, by_size);
    }
}

static void renumber_rows(Cloud *cloud, const uint32_t *row, const uint32_t *to, const uint32_t *place)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < cloud->count; i++) {
        uint32_t node = cloud->order[i];
        cloud->row[i] = at;
        for (uint32_t link = row[node]; link < row[node + 1]; link++) {
            cloud->to[at++] = place[to[link]];
        }
    }
    cloud->row[cloud->count] = at;
}

void cloud_init(Cloud *cloud, uint32_t nodes, const CloudLink *links, size_t link_count)
{
    memset(cloud, 0, sizeof *cloud);
    cloud->count = nodes;
    cloud->x = mem_zeroed(nodes, sizeof *cloud->x);
    cloud->y = mem_zeroed(nodes, sizeof *cloud->y);
    cloud->row = mem_zeroed(nodes + 1, sizeof *cloud->row);
    cloud->to = mem_zeroed(link_count * 2, sizeof *cloud->to);
    cloud->order = mem_zeroed(nodes, sizeof *cloud->order);
    uint32_t *row = mem_zeroed(nodes + 1, sizeof *row), *to = mem_zeroed(link_count * 2, sizeof *to);
    uint32_t *place = mem_zeroed(nodes, sizeof *place);
    memset(place, 0xff, nodes * sizeof *place);
    fill_rows(nodes, links, link_count, row, to);
    unite_rows(nodes, row, to, place);
    memset(place, 0xff, nodes * sizeof *place);
    find_parts(cloud, row, to, place);
    renumber_rows(cloud, row, to, place);
    mem_release(row);
    mem_release(to);
    mem_release(place);
    CloudForce *force = &cloud->force;
    force->rank = mem_zeroed(nodes, sizeof *force->rank);
    force->keys = mem_zeroed(nodes, sizeof *force->keys);
    force->other = mem_zeroed(nodes, sizeof *force->other);
    force->x = mem_zeroed(nodes, sizeof *force->x);
    force->y = mem_zeroed(nodes, sizeof *force->y);
    force->push_x = mem_zeroed(nodes, sizeof *force->push_x);
    force->push_y = mem_zeroed(nodes, sizeof *force->push_y);
}

void cloud_release(Cloud *cloud)
{
    CloudForce *force = &cloud->force;
    mem_release(cloud->x);
    mem_release(cloud->y);
    mem_release(cloud->row);
    mem_release(cloud->to);
    mem_release(cloud->order);
    mem_release(cloud->far);
    vec_release(&cloud->parts);
    mem_release(force->rank);
    mem_release(force->keys);
    mem_release(force->other);
    mem_release(force->x);
    mem_release(force->y);
    mem_release(force->push_x);
    mem_release(force->push_y);
    vec_release(&force->blocks);
    vec_release(&force->levels);
    vec_release(&force->near);
    vec_release(&force->stack);
    memset(cloud, 0, sizeof *cloud);
}

/* ---- work ---- */

/* Where others would like it: sums of places, and of their weights. */
typedef struct Wish {
    float x, y, weight;
    float push_x, push_y;
} Wish;

/* What neighbours were counted for in the repulsion is taken back. */
static void ask_neighbours(const Cloud *cloud, uint32_t place, Wish *wish)
{
    for (uint32_t i = cloud->row[place]; i < cloud->row[place + 1]; i++) {
        uint32_t other = cloud->to[i];
        float dx = cloud->x[place] - cloud->x[other], dy = cloud->y[place] - cloud->y[other];
        float square = dx * dx + dy * dy + closest, shrink = 1.0f / sqrtf(square), back = 1.0f / square;
        wish->x += cloud->x[other] + dx * shrink;
        wish->y += cloud->y[other] + dy * shrink;
        wish->weight += 1.0f;
        wish->push_x -= dx * back;
        wish->push_y -= dy * back;
    }
}

static void ask_pivots(const Cloud *cloud, CloudPart part, uint32_t place, Wish *wish)
{
    const float *far = cloud->far + (size_t)(place - part.first) * CLOUD_PIVOTS;
    float speaks_for = fmaxf(1.0f, pivot_share * (float)(part.end - part.first));
    for (uint32_t k = 0; k < PIVOTS_AT_ONCE && k < cloud->pivots; k++) {
        uint32_t p = (cloud->iteration * PIVOTS_AT_ONCE + k) % cloud->pivots, other = cloud->pivot[p];
        if (far[p] < 1.5f) {
            continue; /* itself, or a neighbour that has been asked */
        }
        float dx = cloud->x[place] - cloud->x[other], dy = cloud->y[place] - cloud->y[other];
        float weight = speaks_for / (far[p] * far[p]), stretch = far[p] / sqrtf(dx * dx + dy * dy + closest);
        wish->x += weight * (cloud->x[other] + dx * stretch);
        wish->y += weight * (cloud->y[other] + dy * stretch);
        wish->weight += weight;
    }
}

static void iterate(Cloud *cloud, CloudPart part)
{
    const CloudForce *force = &cloud->force;
    cloud_repel(cloud, part, opening);
    for (uint32_t place = part.first; place < part.end; place++) {
        Wish wish = {.push_x = force->push_x[place], .push_y = force->push_y[place]};
        ask_neighbours(cloud, place, &wish);
        ask_pivots(cloud, part, place, &wish);
        cloud->x[place] = (wish.x + repulsion * wish.push_x) / wish.weight;
        cloud->y[place] = (wish.y + repulsion * wish.push_y) / wish.weight;
    }
}

/* From places to nodes. */
static void finish(Cloud *cloud)
{
    CloudForce *force = &cloud->force;
    cloud_pack(cloud);
    memcpy(force->x, cloud->x, cloud->count * sizeof *cloud->x);
    memcpy(force->y, cloud->y, cloud->count * sizeof *cloud->y);
    for (uint32_t place = 0; place < cloud->count; place++) {
        cloud->x[cloud->order[place]] = force->x[place];
        cloud->y[cloud->order[place]] = force->y[place];
    }
}

bool cloud_work(Cloud *cloud, uint32_t iterations)
{
    while (cloud->part < cloud->parts.count) {
        CloudPart part = cloud->parts.items[cloud->part];
        bool single = part.end - part.first == 1;
        if (cloud->iteration == 0 && !single) {
            cloud_start(cloud, part);
        }
        for (; !single && cloud->iteration < CLOUD_ITERATIONS; cloud->iteration++) {
            if (iterations-- == 0) {
                return true;
            }
            iterate(cloud, part);
        }
        cloud->iteration = 0;
        if (++cloud->part == cloud->parts.count) {
            finish(cloud);
        }
    }
    return false;
}
