/* Repulsion after Barnes and Hut: a far crowd acts as one body in its middle. Instead of a tree of pointers, nodes are sorted
 * along a curve that fills the plane, and each BODIES in a row are a block, each FAN blocks a block of the next level:
 *
 *   level 1    [                       64 bodies                       ]
 *   level 0    [ 16 bodies ] [ 16 bodies ] [ 16 bodies ] [ 16 bodies ]     blocks of a level lie side by side in memory
 *   bodies      . .. .  .
 *
 * What acts on one block of bodies is found once for all of them: a block that looks small from there is taken whole, else
 * what it consists of is looked at.
 *
 * Cost: n log n; 10,000 nodes about 2 ms. */
#include "layout/cloud.h"

#include "base/check.h"

#include <math.h>
#include <string.h>

enum { BODIES = 16, FAN = 4, KEY_BITS = 16, RADIX_BITS = 8 };
static const float nothing = 1e-9f; /* keeps a body's action on itself at 0 */

/* Four numbers that one instruction adds or divides. */
typedef float Four __attribute__((vector_size(16)));

/* Unlike fminf and fmaxf no calls. */
static inline float lesser(float a, float b)
{
    return a < b ? a : b;
}
static inline float larger(float a, float b)
{
    return a > b ? a : b;
}

/* ---- the curve ---- */

/* Bits a b c d become 0a0b0c0d. */
static uint64_t spread_bits(uint64_t bits)
{
    bits = (bits | bits << 8) & UINT64_C(0x00ff00ff);
    bits = (bits | bits << 4) & UINT64_C(0x0f0f0f0f);
    bits = (bits | bits << 2) & UINT64_C(0x33333333);
    return (bits | bits << 1) & UINT64_C(0x55555555);
}

static void sort_keys(CloudForce *force, uint32_t count)
{
    for (unsigned shift = 32; shift < 32 + 2 * KEY_BITS; shift += RADIX_BITS) {
        uint32_t starts[1 << RADIX_BITS] = {0}, at = 0;
        for (uint32_t i = 0; i < count; i++) {
            starts[force->keys[i] >> shift & ((1 << RADIX_BITS) - 1)]++;
        }
        for (uint32_t digit = 0; digit < 1 << RADIX_BITS; digit++) {
            uint32_t size = starts[digit];
            starts[digit] = at;
            at += size;
        }
        for (uint32_t i = 0; i < count; i++) {
            force->other[starts[force->keys[i] >> shift & ((1 << RADIX_BITS) - 1)]++] = force->keys[i];
        }
        uint64_t *sorted = force->other;
        force->other = force->keys;
        force->keys = sorted;
    }
}

static void sort_bodies(Cloud *cloud, CloudPart part)
{
    CloudForce *force = &cloud->force;
    uint32_t count = part.end - part.first;
    const float *x = cloud->x + part.first, *y = cloud->y + part.first;
    float left = x[0], right = x[0], top = y[0], bottom = y[0];
    for (uint32_t i = 1; i < count; i++) {
        left = lesser(left, x[i]);
        right = larger(right, x[i]);
        top = lesser(top, y[i]);
        bottom = larger(bottom, y[i]);
    }
    float side = larger(larger(right - left, bottom - top), 1e-6f), scale = (float)((1 << KEY_BITS) - 1) / side;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t key = spread_bits((uint64_t)((x[i] - left) * scale)) | spread_bits((uint64_t)((y[i] - top) * scale)) << 1;
        force->keys[i] = key << 32 | i;
    }
    sort_keys(force, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = (uint32_t)force->keys[i];
        force->rank[i] = part.first + place;
        force->x[i] = x[place];
        force->y[i] = y[place];
    }
}

/* ---- blocks ---- */

static CloudBlock body_block(const CloudForce *force, uint32_t body)
{
    float x = force->x[body], y = force->y[body];
    return (CloudBlock){x, y, 0.0f, 1.0f, x, y, x, y};
}

static void block_add(CloudBlock *sum, const CloudBlock *block)
{
    float mass = sum->mass + block->mass;
    sum->x += (block->x - sum->x) * block->mass / mass;
    sum->y += (block->y - sum->y) * block->mass / mass;
    sum->mass = mass;
    sum->left = lesser(sum->left, block->left);
    sum->top = lesser(sum->top, block->top);
    sum->right = larger(sum->right, block->right);
    sum->bottom = larger(sum->bottom, block->bottom);
    sum->size = larger(sum->right - sum->left, sum->bottom - sum->top);
}

static void sum_bodies(CloudForce *force, uint32_t count)
{
    for (uint32_t first = 0; first < count; first += BODIES) {
        CloudBlock sum = body_block(force, first);
        for (uint32_t body = first + 1; body < first + BODIES && body < count; body++) {
            CloudBlock one = body_block(force, body);
            block_add(&sum, &one);
        }
        vec_push(&force->blocks, sum);
    }
}

static void sum_level(CloudForce *force, uint32_t first, uint32_t end)
{
    for (uint32_t block = first; block < end; block += FAN) {
        CloudBlock sum = force->blocks.items[block];
        for (uint32_t i = block + 1; i < block + FAN && i < end; i++) {
            block_add(&sum, &force->blocks.items[i]);
        }
        vec_push(&force->blocks, sum);
    }
}

/* Up to the one block that is all. */
static void sum_all(CloudForce *force, uint32_t count)
{
    uint32_t first = 0;
    force->blocks.count = force->levels.count = 0;
    vec_push(&force->levels, 0);
    sum_bodies(force, count);
    while (force->blocks.count - first > 1) {
        uint32_t end = (uint32_t)force->blocks.count;
        vec_push(&force->levels, end);
        sum_level(force, first, end);
        first = end;
    }
    vec_push(&force->levels, (uint32_t)force->blocks.count);
}

/* ---- what acts on one block of bodies ---- */

/* From anywhere in the block `on`, seen under a smaller angle than theta. */
static bool looks_small(const CloudBlock *block, const CloudBlock *on, float theta)
{
    float dx = larger(larger(on->left - block->x, block->x - on->right), 0.0f);
    float dy = larger(larger(on->top - block->y, block->y - on->bottom), 0.0f);
    return block->size * block->size < theta * theta * (dx * dx + dy * dy);
}

static void open_bodies(CloudForce *force, uint32_t block, uint32_t count)
{
    for (uint32_t body = block * BODIES; body < (block + 1) * BODIES && body < count; body++) {
        vec_push(&force->near, ((CloudMass){force->x[body], force->y[body], 1.0f}));
    }
}

static void open_block(CloudForce *force, uint32_t level, uint32_t index)
{
    uint32_t below = force->levels.items[level - 1], end = force->levels.items[level];
    for (uint32_t child = below + index * FAN; child < below + (index + 1) * FAN && child < end; child++) {
        vec_push(&force->stack, child << 5 | (level - 1));
    }
}

static void find_near(CloudForce *force, const CloudBlock *on, uint32_t count, float theta)
{
    uint32_t top = (uint32_t)force->levels.count - 2;
    force->near.count = force->stack.count = 0;
    vec_push(&force->stack, force->levels.items[top] << 5 | top);
    while (force->stack.count > 0) {
        uint32_t entry = vec_pop(&force->stack), level = entry & 31, block = entry >> 5;
        const CloudBlock *seen = &force->blocks.items[block];
        if (looks_small(seen, on, theta)) {
            vec_push(&force->near, ((CloudMass){seen->x, seen->y, seen->mass}));
        } else if (level == 0) {
            open_bodies(force, block, count);
        } else {
            open_block(force, level, block - force->levels.items[level]);
        }
    }
}

/* Four bodies from `first` on. */
static void push_four(CloudForce *force, uint32_t first, uint32_t bodies)
{
    Four x = {0}, y = {0}, push_x = {0}, push_y = {0};
    memcpy(&x, force->x + first, bodies * sizeof(float));
    memcpy(&y, force->y + first, bodies * sizeof(float));
    for (size_t i = 0; i < force->near.count; i++) {
        CloudMass from = force->near.items[i];
        Four dx = x - from.x, dy = y - from.y, share = from.mass / (dx * dx + dy * dy + nothing);
        push_x += dx * share;
        push_y += dy * share;
    }
    for (uint32_t body = 0; body < bodies; body++) {
        force->push_x[force->rank[first + body]] = push_x[body];
        force->push_y[force->rank[first + body]] = push_y[body];
    }
}

static void push_bodies(CloudForce *force, uint32_t first, uint32_t count)
{
    for (uint32_t four = first; four < first + BODIES && four < count; four += 4) {
        push_four(force, four, count - four < 4 ? count - four : 4);
    }
}

void cloud_repel(Cloud *cloud, CloudPart part, float theta)
{
    CloudForce *force = &cloud->force;
    uint32_t count = part.end - part.first;
    CHECK(count > 0);
    sort_bodies(cloud, part);
    sum_all(force, count);
    for (uint32_t first = 0; first < count; first += BODIES) {
        find_near(force, &force->blocks.items[first / BODIES], count, theta);
        push_bodies(force, first, count);
    }
}
