/* What travelling in time costs: 10 million events over 1 million objects, twice: writes that stay among the newest objects,
 * as in a young heap, and writes all over the heap. Times are processor time, which other load disturbs less. Named peer: memcpy of the whole used state, the floor of full copies.
 *
 * Usage: bench_timeline [millions of events] [thousands of objects] */
#include "base/check.h"
#include "base/rng.h"
#include "journal/curve.h"
#include "journal/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SEEKS = 400, BACKS = 200000, VIEWED = 1000, VIEW_ROUNDS = 50, SLOTS = 3, YOUNG = 8192, CURVE_POINTS = 2000 };

typedef struct Bench {
    Names *names;
    World *world;
    Journal *journal;
    Timeline timeline;
    Emit emit;
    Rng rng;
    TypeId type;
    uint64_t events;
    uint32_t objects;
} Bench;

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void bench_init(Bench *bench, uint64_t events, uint32_t objects)
{
    memset(bench, 0, sizeof *bench);
    bench->names = names_new();
    bench->world = world_new(bench->names);
    bench->journal = journal_new();
    bench->emit.world = bench->world;
    bench->rng.state = 1;
    bench->events = events;
    bench->objects = objects;
    world_add_type(bench->world, names_of(bench->names, "Node"), KIND_INSTANCE, &bench->type)->fixed = SLOTS;
    journal_attach(bench->journal, &bench->emit);
    timeline_init(&bench->timeline, bench->world, bench->journal);
}

static void bench_release(Bench *bench)
{
    timeline_release(&bench->timeline);
    journal_free(bench->journal);
    world_free(bench->world);
    names_free(bench->names);
}

static uint64_t emitted(const Bench *bench)
{
    return (uint64_t)(bench->emit.next - bench->journal->events);
}

/* ---- the two producers ---- */

static ObjectId make_object(Bench *bench)
{
    ObjectId object = bench->world->words[W_OBJECT_TOP];
    emit(&bench->emit, EVENT_NEW, object, bench->type, 0);
    emit_on(&bench->emit, EVENT_SIZE, object, 64, 0);
    emit(&bench->emit, EVENT_TRACK, object, LIST_GENERATION_0, 0);
    return object;
}

static void toggle_edge(Bench *bench, ObjectId owner, ObjectId target)
{
    Position position = rng_below(&bench->rng, SLOTS);
    ObjectId old = world_target(bench->world, owner, position);
    if (old == OBJECT_NONE) {
        emit(&bench->emit, EVENT_EDGE_SET, owner, position, target);
    } else {
        emit(&bench->emit, EVENT_EDGE_DROP, owner, position, old);
    }
}

/* A collection of what is in generation 0, then all of it is promoted. */
static void collect_young(Bench *bench)
{
    World *world = bench->world;
    uint32_t list = LIST_GENERATION_0;
    for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
        emit(&bench->emit, EVENT_REFS_COPY, object, world->refcount[object], world->gc_refs[object]);
    }
    for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
        emit_on(&bench->emit, EVENT_SCANNED, object, 0, 0);
    }
    emit_aux(&bench->emit, EVENT_PROMOTE, OBJECT_TAKES_PART, world->next[list], world->prev[list], list << 8 | LIST_GENERATION_1);
}

static void produce_local(Bench *bench)
{
    uint64_t each = bench->events / bench->objects;
    for (uint32_t made = 1; made <= bench->objects; made++) {
        ObjectId object = make_object(bench);
        uint32_t near = made < YOUNG ? made : YOUNG;
        while (emitted(bench) + 2 * (made % 700) < made * each) {
            toggle_edge(bench, object - rng_below(&bench->rng, near), object - rng_below(&bench->rng, near));
        }
        if (made % 700 == 0) {
            collect_young(bench);
        }
    }
}

static void produce_spread(Bench *bench)
{
    World *world = bench->world;
    for (uint32_t made = 0; made < bench->objects; made++) {
        make_object(bench);
    }
    while (emitted(bench) < bench->events) {
        ObjectId object = OBJECT_FIRST + rng_below(&bench->rng, bench->objects);
        uint32_t list = world->list[object];
        uint32_t choice = rng_below(&bench->rng, 10);
        if (choice < 7) {
            toggle_edge(bench, object, OBJECT_FIRST + rng_below(&bench->rng, bench->objects));
        } else if (choice == 7) {
            uint32_t to = LIST_GENERATION_0 + (list - LIST_GENERATION_0 + 1) % 3;
            emit(&bench->emit, EVENT_MOVE, object, world->prev[object], list << 8 | to);
        } else if (choice == 8) {
            emit(&bench->emit, EVENT_TEMP_HOLD, object, 0, 0);
        } else if ((world->flags[object] & OBJECT_COLLECTING) == 0) {
            emit(&bench->emit, EVENT_REFS_COPY, object, world->refcount[object], world->gc_refs[object]);
        } else {
            emit_on(&bench->emit, EVENT_UNTOUCHED, object, 0, 0);
        }
    }
}

/* ---- measuring ---- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure_seeks(Bench *bench)
{
    static double times[SEEKS];
    uint32_t steps = (uint32_t)timeline_steps(&bench->timeline);
    for (int i = 0; i < SEEKS; i++) {
        uint32_t step = rng_below(&bench->rng, steps);
        double begin = now_ns();
        timeline_seek(&bench->timeline, step);
        times[i] = (now_ns() - begin) / 1e6;
    }
    qsort(times, SEEKS, sizeof times[0], by_size);
    printf("  seek to a random step    p50 %6.2f ms   p90 %6.2f ms   p99 %6.2f ms   max %6.2f ms\n", times[SEEKS / 2],
           times[SEEKS * 9 / 10], times[SEEKS * 99 / 100], times[SEEKS - 1]);
}

static void measure_steps(Bench *bench)
{
    timeline_seek(&bench->timeline, timeline_steps(&bench->timeline) / 2);
    double begin = now_ns();
    for (int i = 0; i < BACKS && timeline_back(&bench->timeline); i++) {
    }
    double middle = now_ns();
    for (int i = 0; i < BACKS && timeline_forward(&bench->timeline); i++) {
    }
    printf("  one step                 back %5.0f ns   on %5.0f ns\n", (middle - begin) / BACKS, (now_ns() - middle) / BACKS);
}

static size_t used_pages(const Keyframes *keyframes)
{
    size_t pages = 0;
    for (size_t group = 0; group < keyframes->group_count; group++) {
        for (size_t page = 0; page < KEYFRAME_GROUP_PAGES; page++) {
            pages += keyframes->groups[keyframes->live[group]][page] != 0;
        }
    }
    return pages;
}

/* As many bytes as the run uses, from one flat block to another: kinder than the real pages would be. */
static void measure_copy(const Bench *bench)
{
    size_t bytes = used_pages(&bench->timeline.keyframes) * WORLD_PAGE_BYTES;
    unsigned char *from = mem_zeroed(bytes, 1);
    unsigned char *to = mem_zeroed(bytes, 1);
    memset(from, 1, bytes);
    memcpy(to, from, bytes);
    double best = 1e18;
    for (int i = 0; i < 9; i++) {
        double begin = now_ns();
        memcpy(to, from, bytes);
        double took = now_ns() - begin;
        best = took < best ? took : best;
        from[to[(size_t)i * 4096]]++;
    }
    printf("  peer: memcpy of %5.1f MB  best %5.2f ms\n", (double)bytes / 1e6, best / 1e6);
    mem_release(from);
    mem_release(to);
}

static void measure_views(Bench *bench, const History *history)
{
    static ObjectId objects[VIEWED];
    static ObjectView views[VIEWED];
    static double times[VIEW_ROUNDS];
    uint64_t sum = 0;
    for (int round = 0; round < VIEW_ROUNDS; round++) {
        for (int i = 0; i < VIEWED; i++) {
            objects[i] = OBJECT_FIRST + rng_below(&bench->rng, bench->objects);
        }
        uint32_t step = rng_below(&bench->rng, (uint32_t)timeline_steps(&bench->timeline));
        double begin = now_ns();
        history_views(history, objects, VIEWED, step, views);
        times[round] = (now_ns() - begin) / 1e6;
        sum += views[round].refcount;
    }
    qsort(times, VIEW_ROUNDS, sizeof times[0], by_size);
    printf("  1,000 objects at a step  p50 %6.2f ms   max %6.2f ms   (%llu)\n", times[VIEW_ROUNDS / 2], times[VIEW_ROUNDS - 1],
           (unsigned long long)sum);
}

static void measure_history(Bench *bench)
{
    History history;
    history_init(&history, &bench->timeline);
    double begin = now_ns();
    history_build(&history);
    double took = now_ns() - begin;
    double journal_bytes = (double)(journal_events(bench->journal) * sizeof(Event));
    printf("  history index            %4.2f of the journal's bytes, built in %4.0f ms\n",
           (double)history_bytes(&history) / journal_bytes, took / 1e6);
    measure_views(bench, &history);
    history_release(&history);
}

static void measure_curve(const Bench *bench)
{
    static CurvePoint points[CURVE_POINTS];
    double begin = now_ns();
    curve_build(bench->journal, points, CURVE_POINTS);
    printf("  living-object curve      %4.0f ms, %u alive at the end\n", (now_ns() - begin) / 1e6, points[CURVE_POINTS - 1].last);
}

static void run(const char *name, void (*produce)(Bench *), uint64_t events, uint32_t objects)
{
    Bench bench;
    bench_init(&bench, events, objects);
    size_t empty = keyframes_bytes(&bench.timeline.keyframes);
    double begin = now_ns();
    produce(&bench);
    timeline_sync(&bench.timeline);
    double took = now_ns() - begin;
    uint64_t recorded = journal_events(bench.journal);
    CHECK(world_check(bench.world) == NULL);
    uint64_t live = world_digest(bench.world);
    const Keyframes *keyframes = &bench.timeline.keyframes;
    printf("%s: %.1f M events, %.1f M steps, recorded at %.1f ns an event, keyframes included\n", name, (double)recorded / 1e6,
           (double)journal_steps(bench.journal) / 1e6, took / (double)recorded);
    printf("  %zu keyframes             %4.2f of the journal's bytes\n", keyframes->frames.count,
           (double)(keyframes_bytes(keyframes) - empty) / (double)(recorded * sizeof(Event)));
    measure_seeks(&bench);
    measure_steps(&bench);
    measure_history(&bench);
    measure_curve(&bench);
    timeline_seek(&bench.timeline, timeline_steps(&bench.timeline));
    CHECK(world_digest(bench.world) == live);
    measure_copy(&bench);
    bench_release(&bench);
}

int main(int count, char **arguments)
{
    uint64_t events = (count > 1 ? strtoull(arguments[1], NULL, 10) : 10) * 1000000;
    uint32_t objects = (uint32_t)(count > 2 ? strtoull(arguments[2], NULL, 10) : 1000) * 1000;
    run("local writes", produce_local, events, objects);
    run("spread writes", produce_spread, events, objects);
    return 0;
}
