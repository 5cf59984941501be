/* A free layout of a graph: nodes that are few references apart lie near each other. Directions, parallel references and
 * self-references mean nothing here. Not what is drawn, nor how large: one unit of length is one reference.
 *
 * Each connected part is laid out by itself: a first guess from distances to a few pivots, then springs between neighbours and
 * to pivots against a repulsion of all from all. At the end the parts are set beside each other.
 *
 * The same graph always gives the same layout.
 *
 * Invariants: [cloud.rows] links are symmetric, sorted, without repeats and self-references; [cloud.parts] nodes of one part
 * are adjacent in `order`.
 *
 * Life cycle: cloud_init; cloud_work until it returns false; x, y; cloud_release. */
#ifndef HL_LAYOUT_CLOUD_H
#define HL_LAYOUT_CLOUD_H

#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

enum { CLOUD_ITERATIONS = 60 /* of each part */, CLOUD_PIVOTS = 40 };

typedef struct CloudLink {
    uint32_t a, b;
} CloudLink;

/* One connected part: places first … end−1. */
typedef struct CloudPart {
    uint32_t first, end;
} CloudPart;

/* Sums over runs of neighbouring nodes, see cloud_force.c. */
typedef struct CloudBlock {
    float x, y;             /* of its middle of mass */
    float size;             /* the longer side of the box round its nodes */
    float mass;             /* nodes */
    float left, top, right, bottom;
} CloudBlock;

/* What acts on a body. */
typedef struct CloudMass {
    float x, y, mass;
} CloudMass;

typedef struct CloudForce {
    uint32_t *rank;         /* places in the order of a curve that fills the plane */
    uint64_t *keys, *other; /* to sort by */
    float *x, *y;           /* in that order */
    float *push_x, *push_y; /* by place: the repulsion */
    VEC(CloudBlock) blocks; /* all levels, the finest first */
    VEC(uint32_t) levels;   /* where each begins; one more for the end */
    VEC(CloudMass) near;    /* scratch: what acts on one run */
    VEC(uint32_t) stack;
} CloudForce;

typedef struct Cloud {
    uint32_t count;
    float *x, *y;           /* by place, while working; by node, when done */
    uint32_t *row;          /* by place: its links begin here; one more for the end */
    uint32_t *to;           /* places */
    uint32_t *order;        /* by place: the node */
    VEC(CloudPart) parts;   /* the largest first */
    size_t part;            /* at work */
    uint32_t iteration;
    uint32_t pivot[CLOUD_PIVOTS], pivots; /* places, of the part at work */
    float *far;             /* of it: place × pivot: how many references apart */
    CloudForce force;
} Cloud;

void cloud_init(Cloud *cloud, uint32_t nodes, const CloudLink *links, size_t link_count);
void cloud_release(Cloud *cloud);
/* At most so many iterations; false when the layout is done. Cost: about 3 ms each at 10,000 nodes. */
bool cloud_work(Cloud *cloud, uint32_t iterations);

/* ---- the parts of it ---- */

/* cloud_start.c: the first guess for one part. */
void cloud_start(Cloud *cloud, CloudPart part);
/* cloud_force.c: what all other nodes of the part do to each, into force.push_x, push_y. `theta` 0: exactly. */
void cloud_repel(Cloud *cloud, CloudPart part, float theta);
/* cloud_pack.c: sets the parts beside each other. */
void cloud_pack(Cloud *cloud);

#endif
