/* The cloud layout of 10,000 objects against its peers, on three graphs: time of one iteration, time of the whole, and stress.
 *
 * Stress: how far distances in the picture differ from distances in the graph, Σ (s·|a−b| / d − 1)² / pairs over all pairs of
 * SOURCES nodes with all others they are connected with, at the scale s that makes it least. Found by plain searches, not by
 * what the layout uses.
 *
 * Peers: Graphviz sfdp (stress, time) and d3-force (time of an iteration), each passed over when it is not installed. */
#define _POSIX_C_SOURCE 200809L
#include "base/rng.h"
#include "layout/cloud.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { NODES = 10000, SOURCES = 200, GRID_SIDE = 100, D3_TICKS = 20, D3_ALL_TICKS = 300 /* what it does unless told otherwise */ };

typedef VEC(CloudLink) Links;

typedef struct Positions {
    float x[NODES], y[NODES];
} Positions;

/* Processor time: of this program, or of the programs it ran and waited for. */
static double used_s(int who)
{
    struct rusage usage;
    getrusage(who, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* ---- graphs ---- */

/* As programs make them: most objects are held by one made shortly before; some by several; a few are held by hundreds. */
static void make_heap(Links *links)
{
    Rng rng = {1};
    for (uint32_t node = 1; node < NODES; node++) {
        uint32_t back = 1 + rng_below(&rng, node < 60 ? node : 60);
        vec_push(links, ((CloudLink){node - back, node}));
        if (rng_below(&rng, 10) < 7) {
            vec_push(links, ((CloudLink){rng_below(&rng, 40) == 0 ? rng_below(&rng, node) : node - 1, node}));
        }
        if (rng_below(&rng, 100) == 0) {
            vec_push(links, ((CloudLink){rng_below(&rng, 8) * 500 % node, node}));
        }
    }
}

/* A tree of four branches each, children know their parents and next of kin. */
static void make_tree(Links *links)
{
    Rng rng = {2};
    for (uint32_t node = 1; node < NODES; node++) {
        vec_push(links, ((CloudLink){(node - 1) / 4, node}));
        if (node % 4 != 1) {
            vec_push(links, ((CloudLink){node - 1, node}));
        }
        if (rng_below(&rng, 50) == 0 && node > 100) {
            vec_push(links, ((CloudLink){node, node - 1 - rng_below(&rng, 60)}));
        }
    }
}

static void make_grid(Links *links)
{
    for (uint32_t node = 0; node < NODES; node++) {
        if (node % GRID_SIDE != GRID_SIDE - 1) {
            vec_push(links, ((CloudLink){node, node + 1}));
        }
        if (node + GRID_SIDE < NODES) {
            vec_push(links, ((CloudLink){node, node + GRID_SIDE}));
        }
    }
}

/* ---- stress ---- */

static void search(const Links *links, uint32_t from, int *distance)
{
    bool changed = true;
    for (int i = 0; i < NODES; i++) {
        distance[i] = -1;
    }
    distance[from] = 0;
    for (int level = 0; changed; level++) {
        changed = false;
        for (size_t i = 0; i < links->count; i++) {
            uint32_t a = links->items[i].a, b = links->items[i].b;
            uint32_t next = distance[a] == level && distance[b] < 0 ? b : distance[b] == level && distance[a] < 0 ? a : UINT32_MAX;
            if (next != UINT32_MAX) {
                distance[next] = level + 1;
                changed = true;
            }
        }
    }
}

static double stress(const Links *links, const Positions *at)
{
    static int distance[NODES];
    double ratio = 0.0, square = 0.0, pairs = 0.0;
    for (uint32_t source = 0; source < SOURCES; source++) {
        uint32_t from = source * (NODES / SOURCES);
        search(links, from, distance);
        for (uint32_t i = 0; i < NODES; i++) {
            if (distance[i] > 0) {
                double share = hypot((double)at->x[from] - (double)at->x[i], (double)at->y[from] - (double)at->y[i]) / distance[i];
                ratio += share;
                square += share * share;
                pairs += 1.0;
            }
        }
    }
    double scale = ratio / square; /* where the derivative is 0 */
    return (scale * scale * square - 2.0 * scale * ratio + pairs) / pairs;
}

/* ---- peers ---- */

static bool installed(const char *program)
{
    char command[100];
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program);
    return system(command) == 0;
}

static bool sfdp(const char *folder, const Links *links, Positions *at, double *seconds)
{
    char path[200], command[500], line[400];
    snprintf(path, sizeof path, "%s/graph.dot", folder);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    fprintf(file, "graph {\n");
    for (size_t i = 0; i < links->count; i++) {
        fprintf(file, "%u -- %u\n", (unsigned)links->items[i].a, (unsigned)links->items[i].b);
    }
    fprintf(file, "}\n");
    fclose(file);
    snprintf(command, sizeof command, "sfdp -Nshape=point -Tplain -o %s/graph.plain %s 2>/dev/null", folder, path);
    double begin = used_s(RUSAGE_CHILDREN);
    bool good = system(command) == 0;
    *seconds = used_s(RUSAGE_CHILDREN) - begin;
    snprintf(path, sizeof path, "%s/graph.plain", folder);
    file = good ? fopen(path, "r") : NULL;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        unsigned node;
        float x, y;
        if (sscanf(line, "node %u %f %f", &node, &x, &y) == 3 && node < NODES) {
            at->x[node] = x;
            at->y[node] = y;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return file != NULL;
}

/* Milliseconds of a tick, or 0. */
static double d3_ms(const char *folder, const Links *links)
{
    static const char script[] =
        "const d3 = await import('d3-force'); const fs = await import('fs');\n"
        "const links = JSON.parse(fs.readFileSync('links.json'));\n"
        "const nodes = Array.from({length: %d}, (_, i) => ({index: i}));\n"
        "const run = d3.forceSimulation(nodes).force('charge', d3.forceManyBody()).force('link', d3.forceLink(links))\n"
        "  .force('x', d3.forceX()).force('y', d3.forceY()).stop();\n"
        "for (let i = 0; i < 5; i++) run.tick();\n"
        "const begin = process.cpuUsage(); for (let i = 0; i < %d; i++) run.tick();\n"
        "console.log(process.cpuUsage(begin).user / 1000 / %d);\n";
    char path[200], command[500];
    double ms = 0.0;
    snprintf(path, sizeof path, "%s/links.json", folder);
    FILE *file = fopen(path, "w");
    for (size_t i = 0; file != NULL && i < links->count; i++) {
        fprintf(file, "%s{\"source\":%u,\"target\":%u}%s", i == 0 ? "[" : ",", (unsigned)links->items[i].a,
                (unsigned)links->items[i].b, i + 1 == links->count ? "]" : "");
    }
    if (file != NULL) {
        fclose(file);
    }
    snprintf(path, sizeof path, "%s/run.mjs", folder);
    file = fopen(path, "w");
    if (file != NULL) {
        fprintf(file, script, NODES, D3_TICKS, D3_TICKS);
        fclose(file);
    }
    snprintf(command, sizeof command, "cd %s && { [ -d node_modules ] || npm install d3-force >/dev/null 2>&1; } && node run.mjs", folder);
    FILE *out = popen(command, "r");
    if (out != NULL) {
        ms = fscanf(out, "%lf", &ms) == 1 ? ms : 0.0;
        pclose(out);
    }
    return ms;
}

/* ---- ours ---- */

static double ours(const Links *links, Positions *at, double *iteration_ms)
{
    Cloud cloud;
    double begin = used_s(RUSAGE_SELF);
    cloud_init(&cloud, NODES, links->items, links->count);
    cloud_work(&cloud, 0);
    double started = used_s(RUSAGE_SELF);
    while (cloud_work(&cloud, 10)) {
    }
    double end = used_s(RUSAGE_SELF);
    memcpy(at->x, cloud.x, sizeof at->x);
    memcpy(at->y, cloud.y, sizeof at->y);
    cloud_release(&cloud);
    *iteration_ms = (end - started) * 1e3 / CLOUD_ITERATIONS;
    return end - begin;
}

static void compare(const char *name, void (*make)(Links *), const char *folder)
{
    static Positions at;
    Links links = {0};
    double iteration_ms, seconds;
    make(&links);
    double whole = ours(&links, &at, &iteration_ms), our_stress = stress(&links, &at);
    printf("%-5s %5zu links: an iteration %.2f ms, all %.0f ms, stress %.3f\n", name, links.count, iteration_ms, whole * 1e3, our_stress);
    if (!installed("sfdp")) {
        printf("      sfdp (package graphviz) is not installed: not compared\n");
    } else if (sfdp(folder, &links, &at, &seconds)) {
        double theirs = stress(&links, &at);
        printf("      sfdp: %.0f ms (%.1f x ours), stress %.3f (%.2f x ours)\n", seconds * 1e3, seconds / whole, theirs, theirs / our_stress);
    }
    double tick = installed("npm") && installed("node") ? d3_ms(folder, &links) : 0.0;
    if (tick > 0.0) {
        printf("      d3-force: an iteration %.1f ms (%.0f x ours), all %d of them %.0f x ours\n", tick, tick / iteration_ms, D3_ALL_TICKS,
               tick * D3_ALL_TICKS / 1e3 / whole);
    } else {
        printf("      d3-force (npm) is not to be had: not compared\n");
    }
    vec_release(&links);
}

int main(void)
{
    char folder[] = "/tmp/bench_cloud_XXXXXX", command[100];
    if (mkdtemp(folder) == NULL) {
        perror("bench_cloud");
        return 3;
    }
    compare("heap", make_heap, folder);
    compare("tree", make_tree, folder);
    compare("grid", make_grid, folder);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? 0 : 3;
}
