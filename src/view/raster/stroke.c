/* A stroke is a strip of quads, one per segment, that share their ends:
 *
 *      l0 ---- l1 -.
 *      |       |    l2      l1, r1: the joint at p1, mitred
 *      p0 ---- p1    |
 *      |       | \   p2
 *      r0 ---- r1 '- r2
 *
 * Shared ends cancel in the accumulation, so joints have no seams. Where a joint is too sharp for a mitre, both quads end
 * square and a disc is laid over. All pieces turn the same way. */
#include "view/raster/stroke.h"

#include <math.h>

static const float near_px = 0.01f;  /* points closer than this are one */
static const float mitre_max = 2.0f; /* mitre length over half the width; beyond, a round joint */
static const float corner = 0.5522848f; /* control points of a quarter circle */

enum { CURVE_SEGMENTS_MAX = 64, DASHES_MAX = 4096 };

void stroke_path_clear(StrokePath *path)
{
    path->points.count = 0;
    path->closed = false;
}

void stroke_path_release(StrokePath *path)
{
    vec_release(&path->points);
}

void stroke_path_to(StrokePath *path, Point point)
{
    if (path->points.count > 0) {
        Point last = vec_last(&path->points);
        if (fabsf(last.x - point.x) < near_px && fabsf(last.y - point.y) < near_px) {
            return;
        }
    }
    vec_push(&path->points, point);
}

/* Segments needed so that chords stay within a tenth of a pixel (bound by the second differences). */
static int curve_segments(const Point p[4])
{
    float bend = fmaxf(hypotf(p[0].x - 2.0f * p[1].x + p[2].x, p[0].y - 2.0f * p[1].y + p[2].y),
                       hypotf(p[1].x - 2.0f * p[2].x + p[3].x, p[1].y - 2.0f * p[2].y + p[3].y));
    float wanted = ceilf(sqrtf(bend * 0.75f / 0.1f));
    return wanted < 1.0f ? 1 : wanted > (float)CURVE_SEGMENTS_MAX ? CURVE_SEGMENTS_MAX : (int)wanted;
}

void stroke_path_curve(StrokePath *path, const Point control[4])
{
    int segments = curve_segments(control);
    for (int i = 0; i <= segments; i++) {
        stroke_path_to(path, curve_point(control, (float)i / (float)segments));
    }
}

void stroke_path_box(StrokePath *path, Rect box, float radius)
{
    float r = fmaxf(0.0f, fminf(radius, fminf(box.w, box.h) / 2.0f));
    float k = r * (1.0f - corner);
    float x0 = box.x;
    float y0 = box.y;
    float x1 = box.x + box.w;
    float y1 = box.y + box.h;
    stroke_path_curve(path, (Point[]){{x1 - r, y0}, {x1 - k, y0}, {x1, y0 + k}, {x1, y0 + r}});
    stroke_path_curve(path, (Point[]){{x1, y1 - r}, {x1, y1 - k}, {x1 - k, y1}, {x1 - r, y1}});
    stroke_path_curve(path, (Point[]){{x0 + r, y1}, {x0 + k, y1}, {x0, y1 - k}, {x0, y1 - r}});
    stroke_path_curve(path, (Point[]){{x0, y0 + r}, {x0, y0 + k}, {x0 + k, y0}, {x0 + r, y0}});
    path->closed = true;
}

/* The left-hand unit normal of a segment. */
static Point normal(Point a, Point b)
{
    float dx = b.x - a.x;
    float dy = b.y - a.y;
    float length = sqrtf(dx * dx + dy * dy);
    return length > 0.0f ? (Point){-dy / length, dx / length} : (Point){0.0f, 1.0f};
}

static void add_disc(Scan *scan, Point center, float radius)
{
    /* Turns like the quads: unit vectors at steps of 30 degrees. */
    static const Point unit[12] = {{1.0f, 0.0f},        {0.8660254f, 0.5f},  {0.5f, 0.8660254f},  {0.0f, 1.0f},
                                   {-0.5f, 0.8660254f}, {-0.8660254f, 0.5f}, {-1.0f, 0.0f},       {-0.8660254f, -0.5f},
                                   {-0.5f, -0.8660254f}, {0.0f, -1.0f},      {0.5f, -0.8660254f}, {0.8660254f, -0.5f}};
    Point points[12];
    for (int i = 0; i < 12; i++) {
        points[i] = (Point){center.x + radius * unit[11 - i].x, center.y + radius * unit[11 - i].y};
    }
    scan_polygon(scan, points, 12);
}

/* The offset of a joint between segments with these normals; false when too sharp for a mitre. */
static bool mitre(Point before, Point after, float half, Point *offset)
{
    Point sum = {before.x + after.x, before.y + after.y};
    float length_squared = sum.x * sum.x + sum.y * sum.y;
    if (length_squared * mitre_max * mitre_max < 4.0f) {
        return false;
    }
    float stretch = 2.0f * half / length_squared;
    *offset = (Point){sum.x * stretch, sum.y * stretch};
    return true;
}

static void add_quad(Scan *scan, const Point ends[2], const Point offsets[2])
{
    Point corners[4] = {
        {ends[0].x + offsets[0].x, ends[0].y + offsets[0].y},
        {ends[1].x + offsets[1].x, ends[1].y + offsets[1].y},
        {ends[1].x - offsets[1].x, ends[1].y - offsets[1].y},
        {ends[0].x - offsets[0].x, ends[0].y - offsets[0].y},
    };
    scan_polygon(scan, corners, 4);
}

/* The offset at joint `i`, seen from the segment with normal `own` whose neighbour there has normal `other`. */
static Point joint_offset(Point own, Point other, float half)
{
    Point offset = {own.x * half, own.y * half};
    mitre(own, other, half, &offset);
    return offset;
}

/* A solid stroke along `points`. */
static void scan_strip(Scan *scan, const Point *points, size_t count, bool closed, float half)
{
    size_t segments = closed ? count : count - 1;
    for (size_t i = 0; i < segments; i++) {
        Point ends[2] = {points[i], points[(i + 1) % count]};
        Point own = normal(ends[0], ends[1]);
        Point offsets[2] = {{own.x * half, own.y * half}, {own.x * half, own.y * half}};
        if (closed || i > 0) {
            offsets[0] = joint_offset(own, normal(points[(i + count - 1) % count], ends[0]), half);
        }
        if (closed || i + 1 < segments) {
            Point next = normal(ends[1], points[(i + 2) % count]);
            Point unused;
            offsets[1] = joint_offset(own, next, half);
            if (!mitre(own, next, half, &unused)) {
                add_disc(scan, ends[1], half);
            }
        }
        add_quad(scan, ends, offsets);
    }
}

static float path_length(const StrokePath *path)
{
    float length = 0.0f;
    size_t count = path->points.count;
    for (size_t i = 0; i + (path->closed ? 0 : 1) < count; i++) {
        Point a = path->points.items[i];
        Point b = path->points.items[(i + 1) % count];
        length += hypotf(b.x - a.x, b.y - a.y);
    }
    return length;
}

/* Where a dashed walk along a path is. */
typedef struct DashWalk {
    Scan *scan;
    VEC(Point) piece; /* of the dash being drawn */
    float half;
    float dash;
    float gap;
    float left; /* until the dash or gap ends */
    bool drawing;
} DashWalk;

static void finish_dash(DashWalk *walk)
{
    if (walk->piece.count >= 2) {
        scan_strip(walk->scan, walk->piece.items, walk->piece.count, false, walk->half);
    }
    walk->piece.count = 0;
}

static void walk_segment(DashWalk *walk, Point a, Point b)
{
    float length = hypotf(b.x - a.x, b.y - a.y);
    float done = 0.0f;
    while (length - done > walk->left) {
        done += walk->left;
        Point here = {a.x + (b.x - a.x) * done / length, a.y + (b.y - a.y) * done / length};
        if (walk->drawing) {
            vec_push(&walk->piece, here);
            finish_dash(walk);
        } else {
            vec_push(&walk->piece, here);
        }
        walk->drawing = !walk->drawing;
        walk->left = walk->drawing ? walk->dash : walk->gap;
    }
    walk->left -= length - done;
    if (walk->drawing && length - done > near_px) {
        vec_push(&walk->piece, b);
    }
}

static void scan_dashes(const StrokePath *path, const StrokePen *pen, Scan *scan)
{
    float length = path_length(path);
    float period = pen->dash + pen->gap;
    float periods = floorf(length / period + 0.5f);
    float stretch = 1.0f;
    if (path->closed && periods >= 1.0f) {
        stretch = length / (periods * period);
    }
    if (periods > (float)DASHES_MAX) {
        stretch = length / ((float)DASHES_MAX * period);
    }
    DashWalk walk = {.scan = scan, .half = pen->width / 2.0f, .dash = pen->dash * stretch, .gap = pen->gap * stretch};
    walk.left = walk.dash;
    walk.drawing = true;
    size_t count = path->points.count;
    vec_push(&walk.piece, path->points.items[0]);
    for (size_t i = 0; i + (path->closed ? 0 : 1) < count; i++) {
        walk_segment(&walk, path->points.items[i], path->points.items[(i + 1) % count]);
    }
    finish_dash(&walk);
    vec_release(&walk.piece);
}

void stroke_scan(const StrokePath *path, const StrokePen *pen, Scan *scan)
{
    if (path->points.count < 2) {
        return;
    }
    if (pen->dash > 0.0f && pen->gap > 0.0f) {
        scan_dashes(path, pen, scan);
    } else {
        scan_strip(scan, path->points.items, path->points.count, path->closed && path->points.count > 2, pen->width / 2.0f);
    }
}
