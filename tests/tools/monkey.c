/* monkey RUNS [SEED]: random ops of every kind on a small set of ids, most of them sensible, some not; finalizers and callbacks do
 * the same. After every op the world's invariants hold; at the end of every run all events are undone and done again, with equal
 * digests. Prints the seed of a run that fails, and "N passed, N failed". */
#include "base/check.h"
#include "base/rng.h"
#include "journal/timeline.h"
#include "sim/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IDS = 24, NAMES = 8, SLOTS = 6, OPS = 250, BODY_OPS = 4 };

typedef struct Monkey {
    Rng rng;
    Names *names;
    Sim *sim;
    Arena arena;
    Name id[IDS], name[NAMES], slot[SLOTS];
    bool inside; /* making a body: no telling what will be alive */
} Monkey;

static uint32_t below(Monkey *monkey, uint32_t bound)
{
    return rng_below(&monkey->rng, bound);
}

static ObjectId object_of(const Monkey *monkey, Name id)
{
    const World *world = sim_world(monkey->sim);
    ObjectId object = id < monkey->sim->object_of.count ? monkey->sim->object_of.items[id] : 0;
    return world_alive(world, object) && world->id[object] == id ? object : OBJECT_NONE;
}

/* Mostly a living id. */
static Name some_id(Monkey *monkey, bool alive)
{
    for (int tries = 0; tries < 40; tries++) {
        Name id = monkey->id[below(monkey, IDS)];
        if ((object_of(monkey, id) != OBJECT_NONE) == alive) {
            return id;
        }
    }
    return monkey->id[below(monkey, IDS)];
}

static Slot some_slot(Monkey *monkey)
{
    uint32_t kind = below(monkey, 4);
    if (kind == 0) {
        return (Slot){0};
    }
    if (kind == 1) {
        uint64_t index = below(monkey, 4);
        return (Slot){.given = true, .is_integer = true, .index = index, .text = names_of_number(monkey->names, index)};
    }
    return (Slot){.given = true, .text = monkey->slot[below(monkey, SLOTS)]};
}

static Op some_op(Monkey *monkey, int depth);

static OpBody some_body(Monkey *monkey, int depth)
{
    if (depth > 2 || below(monkey, 6) != 0) {
        return (OpBody){0};
    }
    uint32_t count = below(monkey, BODY_OPS + 1);
    Op *ops = arena_zeroed(&monkey->arena, count, sizeof *ops);
    bool inside = monkey->inside;
    monkey->inside = true;
    for (uint32_t i = 0; i < count; i++) {
        ops[i] = some_op(monkey, depth + 1);
    }
    monkey->inside = inside;
    return (OpBody){ops, count, true};
}

static void add_items(Monkey *monkey, Op *op, bool named)
{
    op->item_count = below(monkey, 4);
    op->items = arena_zeroed(&monkey->arena, op->item_count, sizeof *op->items);
    for (uint32_t i = 0; i < op->item_count; i++) {
        op->items[i].id = some_id(monkey, true);
        if (named) {
            op->items[i].slot = (Slot){.given = true, .text = monkey->slot[(i + op->item_count) % SLOTS]};
        }
    }
}

static Op some_new(Monkey *monkey, int depth)
{
    static const char *const types[] = {"list", "list", "dict", "tuple", "set", "deque", "frozenset", "P", "Q", "L", "D", "S", "cell",
                                        "float", "object", "generator", "opaque", "function", "exception", "int", "slice"};
    const char *type = types[below(monkey, sizeof types / sizeof types[0])];
    Op op = {.kind = OP_NEW, .id = some_id(monkey, false), .type = names_of(monkey->names, type)};
    bool indexed = strcmp(type, "list") == 0 || strcmp(type, "tuple") == 0 || strcmp(type, "set") == 0 || strcmp(type, "deque") == 0 ||
                   strcmp(type, "frozenset") == 0 || strcmp(type, "L") == 0;
    bool named = strcmp(type, "dict") == 0 || strcmp(type, "P") == 0 || strcmp(type, "D") == 0 || strcmp(type, "opaque") == 0;
    if ((indexed || named) && below(monkey, 2) == 0) {
        add_items(monkey, &op, named);
    }
    if (strcmp(type, "int") == 0 && below(monkey, 2) == 0) {
        op.repr = names_of_number(monkey->names, below(monkey, 400));
    }
    uint32_t place = below(monkey, 4);
    if (place != 0) {
        op.bind = monkey->name[below(monkey, NAMES)];
    }
    if (strlen(type) == 1) {
        op.body = some_body(monkey, depth);
    }
    op.hold = below(monkey, 40) == 0;
    op.count = below(monkey, 30) == 0;
    return op;
}

static Op some_call(Monkey *monkey)
{
    Op op = {.kind = OP_CALL, .name = names_of(monkey->names, "f")};
    if (below(monkey, 2) == 0) {
        add_items(monkey, &op, true);
    }
    return op;
}

static Op some_op(Monkey *monkey, int depth)
{
    Op op = {0};
    switch (below(monkey, 30)) {
    case 0: case 1: case 2: case 3: case 4: case 5: op = some_new(monkey, depth); break;
    case 6: case 7: case 8: case 9: case 10: case 11: case 12:
        op = (Op){.kind = OP_REF, .from = some_id(monkey, true), .to = some_id(monkey, true), .slot = some_slot(monkey)};
        op.insert = below(monkey, 8) == 0;
        break;
    case 13: case 14: op = (Op){.kind = OP_UNREF, .from = some_id(monkey, true), .slot = some_slot(monkey)}; break;
    case 15: op = (Op){.kind = OP_CLEAR, .from = some_id(monkey, true)}; break;
    case 16: case 17: case 18: op = (Op){.kind = OP_UNBIND, .name = monkey->name[below(monkey, NAMES)]}; break;
    case 19: case 20: op = (Op){.kind = OP_BIND, .name = monkey->name[below(monkey, NAMES)], .to = some_id(monkey, true)}; break;
    case 21: op = (Op){.kind = OP_COLLECT, .generation = below(monkey, 3)}; break;
    case 22: op = some_call(monkey); break;
    case 23: op = (Op){.kind = OP_RETURN}; break;
    case 24:
        op = (Op){.kind = OP_WEAKREF, .id = some_id(monkey, false), .to = some_id(monkey, true), .bind = monkey->name[below(monkey, NAMES)]};
        op.body = some_body(monkey, depth);
        break;
    case 25: op = (Op){.kind = OP_MATERIALIZE, .id = some_id(monkey, true)}; break;
    case 26: op = (Op){.kind = OP_SET_THRESHOLD, .threshold = {below(monkey, 12), 2, 2}, .threshold_count = 3}; break;
    case 27: op = (Op){.kind = OP_SET_DEBUG, .debug_flags = below(monkey, 3) == 0 ? DEBUG_SAVEALL : 0}; break;
    case 28: op = (Op){.kind = below(monkey, 2) == 0 ? OP_FREEZE : OP_UNFREEZE}; break;
    default: op = (Op){.kind = below(monkey, 2) == 0 ? OP_CLEAR_GARBAGE : OP_GETREFCOUNT, .id = some_id(monkey, true)}; break;
    }
    op.frame = -1;
    op.gc = -1;
    return op;
}

static void declare_classes(Monkey *monkey)
{
    static const struct { const char *name, *base; } classes[] = {{"L", "list"}, {"D", "dict"}, {"S", "set"}};
    Err err = {0};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        Op op = {.kind = OP_CLASS, .name = names_of(monkey->names, classes[i].name), .base = names_of(monkey->names, classes[i].base)};
        CHECK(sim_run(monkey->sim, &op, &err));
    }
}

/* The digests of all steps on the way back must come again on the way forward. */
static bool check_journal(Monkey *monkey, Timeline *timeline)
{
    World *world = monkey->sim->machine.emit.world;
    uint64_t steps = timeline_steps(timeline);
    uint64_t *digest = mem_zeroed(steps + 1, sizeof *digest);
    bool good = true;
    for (uint64_t step = steps + 1; step-- > 0;) {
        timeline_seek(timeline, step);
        digest[step] = world_digest(world);
    }
    while (good && timeline_forward(timeline)) {
        good = world_digest(world) == digest[timeline->step];
    }
    mem_release(digest);
    return good;
}

static bool is_bound(const Monkey *monkey, Name name)
{
    const World *world = sim_world(monkey->sim);
    ObjectId frame = world->frames[world->words[W_FRAME_COUNT] - 1];
    for (Position at = 0; at < world->slot_count[frame]; at++) {
        if (world_key(world, frame, at) == name && world_target(world, frame, at) != OBJECT_NONE) {
            return true;
        }
    }
    return false;
}

static bool holds(const Monkey *monkey, ObjectId owner, const Slot *slot)
{
    const World *world = sim_world(monkey->sim);
    for (Position at = 0; at < world->slot_count[owner]; at++) {
        if (world_target(world, owner, at) != OBJECT_NONE && world_slot_name(world, owner, at) == slot->text) {
            return true;
        }
    }
    return false;
}

static bool slot_fits(const Monkey *monkey, const Op *op, ObjectId owner)
{
    const World *world = sim_world(monkey->sim);
    const TypeRecord *type = world_type(world, owner);
    bool index = type->naming == NAMING_INDEX;
    if (!type->user_class && !kind_info(type->kind)->accepts_ref) {
        return false;
    }
    if (op->kind == OP_CLEAR) {
        return true;
    }
    if (op->kind == OP_UNREF) {
        return op->slot.given && holds(monkey, owner, &op->slot) && (type->dict_slot < 0 || type->naming == NAMING_SHARED || index);
    }
    if (index) {
        uint32_t count = world->slot_count[owner] - world->fixed[owner];
        return (!op->slot.given || (op->slot.is_integer && op->slot.index <= count) || (type->user_class && !op->slot.is_integer)) &&
               (!op->insert || !op->slot.given || op->slot.is_integer);
    }
    if (type->naming == NAMING_ELEMENT) {
        return !op->slot.given && !op->insert;
    }
    bool keyed = type->base == KIND_DICT || type->user_class || type->kind == KIND_OPAQUE || type->kind == KIND_GENERATOR;
    return keyed && op->slot.given && !op->insert;
}

/* Whether the op can be carried out now; one that cannot would end the trace. One in fifty may pass all the same. */
static bool is_sensible(Monkey *monkey, const Op *op)
{
    const World *world = sim_world(monkey->sim);
    ObjectId from = op->from == NAME_NONE ? OBJECT_NONE : object_of(monkey, op->from);
    ObjectId to = op->to == NAME_NONE ? OBJECT_NONE : object_of(monkey, op->to);
    ObjectId id = op->id == NAME_NONE ? OBJECT_NONE : object_of(monkey, op->id);
    switch (op->kind) {
    case OP_NEW: return id == OBJECT_NONE && (op->repr == NAME_NONE || below(monkey, 3) == 0);
    case OP_REF: return from != OBJECT_NONE && to != OBJECT_NONE && slot_fits(monkey, op, from);
    case OP_UNREF: case OP_CLEAR: return from != OBJECT_NONE && slot_fits(monkey, op, from);
    case OP_UNBIND: return is_bound(monkey, op->name);
    case OP_BIND: return to != OBJECT_NONE;
    case OP_WEAKREF: return id == OBJECT_NONE && to != OBJECT_NONE && (op->body.given || weakref_plain(&monkey->sim->machine, to) == 0);
    case OP_MATERIALIZE: return id != OBJECT_NONE && world_type(world, id)->naming == NAMING_SHARED;
    case OP_RETURN: return world->words[W_FRAME_COUNT] > 1;
    case OP_FREEZE: case OP_UNFREEZE: return monkey->sim->machine.profile->version > 300;
    case OP_GETREFCOUNT: return id != OBJECT_NONE;
    default: return true;
    }
}

static bool items_live(const Monkey *monkey, const Op *op)
{
    for (uint32_t i = 0; i < op->item_count; i++) {
        if (object_of(monkey, op->items[i].id) == OBJECT_NONE) {
            return false;
        }
    }
    return true;
}

static uint64_t ops_done;

static const char *run_ops(Monkey *monkey)
{
    Err err = {0};
    for (int i = 0; i < OPS; i++) {
        Op op = some_op(monkey, 0);
        if ((!is_sensible(monkey, &op) || !items_live(monkey, &op)) && below(monkey, 2000) != 0) {
            continue;
        }
        ops_done++;
        bool good = sim_run(monkey->sim, &op, &err);
        const char *broken = world_check(sim_world(monkey->sim));
        if (broken != NULL && good) {
            return broken;
        }
        if (!good) {
            return monkey->sim->machine.failed || broken != NULL ? "" : NULL; /* bad input ends a trace */
        }
    }
    return NULL;
}

static bool run_once(uint64_t seed)
{
    Monkey monkey = {.rng = {seed}, .names = names_new()};
    static const char *const runtimes[] = {"cpython-3.11", "cpython-3.11", "cpython-2.7", "cpython-3.8", "cpython-3.9", "cpython-3.10",
                                           "cpython-3.12", "cpython-3.13"};
    const char *runtime = runtimes[seed % 8];
    runtime = profile_find(runtime) != NULL ? runtime : runtimes[0];
    TraceHeader header = {.runtime = names_of(monkey.names, runtime), .config.enabled = true,
                          .collector = seed % 5 == 0 ? COLLECTOR_MARKSWEEP : COLLECTOR_CPYTHON};
    Journal *journal = journal_new();
    Emit emit = {.world = world_new(monkey.names)};
    Timeline timeline;
    timeline_init(&timeline, emit.world, journal);
    journal_attach(journal, &emit);
    Err err = {0};
    monkey.sim = sim_new(monkey.names, &header, &emit, &err);
    CHECK(monkey.sim != NULL);
    journal->emit = &monkey.sim->machine.emit;
    for (uint32_t i = 0; i < IDS; i++) {
        monkey.id[i] = names_of_number(monkey.names, i);
    }
    for (uint32_t i = 0; i < NAMES; i++) {
        char text[4] = {'n', (char)('0' + i), 0};
        monkey.name[i] = names_of(monkey.names, text);
        monkey.slot[i % SLOTS] = names_of(monkey.names, text);
    }
    declare_classes(&monkey);
    const char *broken = run_ops(&monkey);
    timeline_sync(&timeline);
    bool good = broken == NULL || *broken == '\0';
    if (!good) {
        fprintf(stderr, "seed %llu: %s\n", (unsigned long long)seed, broken);
    } else if (!check_journal(&monkey, &timeline)) {
        fprintf(stderr, "seed %llu: forward and back differ\n", (unsigned long long)seed);
        good = false;
    }
    timeline_release(&timeline);
    sim_free(monkey.sim);
    journal_free(journal);
    names_free(monkey.names);
    arena_release(&monkey.arena);
    return good;
}

int main(int argc, char **argv)
{
    uint64_t runs = argc > 1 ? strtoull(argv[1], NULL, 10) : 500;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    uint64_t failed = 0;
    for (uint64_t i = 0; i < runs; i++) {
        failed += !run_once(seed + i);
    }
    printf("%llu ops\n", (unsigned long long)ops_done);
    printf("%llu passed, %llu failed\n", (unsigned long long)(runs - failed), (unsigned long long)failed);
    return failed != 0;
}
