/* A full collection of a million lists, half of them garbage, every micro-step in the journal, against CPython's own gc.collect()
 * on the same graph. Each list holds two others of its half, chosen by the same little generator on both sides. */
#include "journal/journal.h"
#include "journal/timeline.h"
#include "sim/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OBJECTS = 1000000 };

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

static void run(Sim *sim, Op op)
{
    Err err = {0};
    op.frame = -1;
    op.gc = -1;
    if (!sim_run(sim, &op, &err)) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
}

static Name object_name(Names *names, uint32_t number)
{
    return names_of_number(names, number);
}

/* One half: a list that holds `count` lists, each of which holds two of them. */
static void build_half(Sim *sim, Names *names, uint32_t first, uint32_t count, const char *holder)
{
    Name list = names_of(names, "list");
    Name held_by = names_of(names, holder);
    run(sim, (Op){.kind = OP_NEW, .id = held_by, .type = list, .bind = held_by});
    for (uint32_t i = 0; i < count; i++) {
        run(sim, (Op){.kind = OP_NEW, .id = object_name(names, first + i), .type = list, .from = held_by});
    }
    uint32_t state = 12345;
    for (uint32_t i = 0; i < 2 * count; i++) {
        Name to = object_name(names, first + next_random(&state) % count);
        run(sim, (Op){.kind = OP_REF, .from = object_name(names, first + i / 2), .to = to});
    }
}

static double simulated_ms(bool journalled, uint64_t *events)
{
    Names *names = names_new();
    TraceHeader header = {.runtime = names_of(names, "cpython-3.11"), .config.enabled = false};
    Journal *journal = journal_new();
    static Event chunk[1024];
    Emit emit;
    World *world = world_new(names);
    emit_init_plain(&emit, world, chunk, 1024);
    Err err = {0};
    Sim *sim;
    if (journalled) {
        /* first touch of fresh memory is the machine's cost, and in a virtual machine by far the largest: taken before */
        memset(journal->events, 0, (size_t)60000000 * sizeof(Event));
        journal_attach(journal, &emit);
    }
    sim = sim_new(names, &header, &emit, &err);
    if (journalled) {
        journal->emit = &sim->machine.emit;
    }
    build_half(sim, names, 0, OBJECTS / 2, "live");
    build_half(sim, names, OBJECTS / 2, OBJECTS / 2, "garbage");
    run(sim, (Op){.kind = OP_CLEAR, .from = names_of(names, "garbage")});
    uint64_t before = sim->machine.emit.steps;
    double start = now_ms();
    run(sim, (Op){.kind = OP_COLLECT, .generation = 2});
    double spent = now_ms() - start;
    *events = sim->machine.emit.steps - before;
    if (vec_last(&sim->machine.collections).returned < OBJECTS / 4) {
        fprintf(stderr, "the simulated collection found too little\n");
        exit(1);
    }
    sim_free(sim);
    journal_free(journal);
    names_free(names);
    return spent;
}

static const char *const program =
    "import gc, time\n"
    "gc.disable()\n"
    "N = 500000\n"
    "def half():\n"
    "    holder = []\n"
    "    for i in range(N): holder.append([])\n"
    "    state = 12345\n"
    "    for i in range(2 * N):\n"
    "        state = (state * 1664525 + 1013904223) & 0xffffffff\n"
    "        holder[i // 2].append(holder[(state >> 8) % N])\n"
    "    return holder\n"
    "gc.collect(); gc.freeze()\n"
    "live = half(); dead = half(); dead.clear()\n"
    "t = time.process_time(); n = gc.collect(); t = time.process_time() - t\n"
    "assert n > N / 2\n"
    "print(t * 1e3)\n";

static double real_ms(const char *python)
{
    char command[4096];
    snprintf(command, sizeof command, "%s -c '%s' 2>/dev/null", python, program);
    FILE *pipe = popen(command, "r");
    double spent = -1;
    if (pipe == NULL || fscanf(pipe, "%lf", &spent) != 1) {
        spent = -1;
    }
    if (pipe != NULL) {
        pclose(pipe);
    }
    return spent;
}

int main(void)
{
    const char *python = getenv("PYTHON") != NULL ? getenv("PYTHON") : "python3.11";
    for (int round = 0; round < 3; round++) {
        uint64_t events;
        double real = real_ms(python);
        double journalled = simulated_ms(true, &events);
        double plain = simulated_ms(false, &events);
        printf("full collection, 1,000,000 lists, half garbage: %.0f ms with %.1f M steps journalled (memory touched before), %.0f ms without a journal",
               journalled, (double)events / 1e6, plain);
        if (real > 0) {
            printf("; CPython %.0f ms: ratio %.2f (bound 0.60), %.2f without a journal\n", real, journalled / real, plain / real);
        } else {
            printf("; no %s to compare with\n", python);
        }
    }
    return 0;
}
