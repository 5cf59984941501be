#include "collector/machine.h"

#include "base/check.h"
#include "types/type_build.h"

Body *body_keep(OpBody ops, const Substitution *substitution)
{
    Body *body = mem_zeroed(1, sizeof *body);
    body->references = 1;
    body->ops = op_body_copy(&body->arena, ops, substitution);
    return body;
}

void body_drop(Body *body)
{
    if (body != NULL && --body->references == 0) {
        arena_release(&body->arena);
        mem_release(body);
    }
}

/* CPython keeps these in a C int. */
static bool check_config(const TraceConfig *config, Err *err)
{
    const uint64_t most = 2147483647;
    const uint64_t values[] = {config->threshold[0], config->threshold[1], config->threshold[2], config->count[0], config->count[1],
                               config->count[2], config->long_lived[0], config->long_lived[1]};
    static const char *const members[] = {"threshold", "threshold", "threshold", "count", "count", "count", "long_lived", "long_lived"};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (values[i] > most) {
            return err_input_at(err, 1, 1, "member 'config': '%s' has %llu, which is more than CPython can hold; at most %llu was expected",
                                members[i], (unsigned long long)values[i], (unsigned long long)most);
        }
    }
    return true;
}

static void set_start(Machine *machine, const TraceConfig *config)
{
    Emit *to = &machine->emit;
    for (uint32_t i = 0; i < 3; i++) {
        uint64_t threshold = config->threshold_given ? config->threshold[i] : machine->profile->threshold[i];
        emit_on(to, EVENT_WORD, W_THRESHOLD + i, (uint32_t)threshold, 0);
        if (config->count_given) {
            emit_on(to, EVENT_WORD, W_COUNT + i, (uint32_t)config->count[i], 0);
        }
    }
    emit_on(to, EVENT_WORD, W_ENABLED, config->enabled, 0);
    if (config->long_lived_given) {
        emit_on(to, EVENT_WORD, W_PENDING, (uint32_t)config->long_lived[0], 0);
        emit_on(to, EVENT_WORD, W_TOTAL, (uint32_t)config->long_lived[1], 0);
    }
}

static void push_module_frame(Machine *machine)
{
    World *world = machine->emit.world;
    TypeId type = 1; /* the pseudo-type of frames, world.c */
    CHECK(world->types.items[type]->kind == KIND_NAMES);
    machine->emit.quiet = EVENT_STEP; /* it is there at step 0 */
    ObjectId frame = object_new(machine, type, names_of(world->names, "<module>"), OBJECT_IS_FRAME | OBJECT_WAITS);
    emit_on(&machine->emit, EVENT_FRAME_PUSH, frame, world->id[frame], NAME_NONE);
    machine->emit.quiet = 0;
}

bool machine_init(Machine *machine, Names *names, const TraceHeader *header, Err *err)
{
    const char *runtime = names_text(names, header->runtime);
    machine->profile = profile_find(runtime);
    if (machine->profile == NULL) {
        return err_input_at(err, header->runtime_line, header->runtime_column,
                            "runtime '%.60s' is not among the finished profiles: %s", runtime, profile_list());
    }
    if (!check_config(&header->config, err)) {
        return false;
    }
    machine->collector = header->collector;
    World *world = machine->emit.world != NULL ? machine->emit.world : world_new(names);
    machine->emit.world = world;
    machine->world = world;
    world->geometry = machine->profile->geometry;
    if (!allocator_init(&machine->allocator, &machine->emit, &header->config, &machine->profile->geometry,
                        machine->profile->keeps_last_arena, err)) {
        return false;
    }
    world->keys_first = machine->profile->tables_in_hash_order;
    world->geometry.gc_header = machine->profile->gc_header;
    set_start(machine, &header->config);
    push_module_frame(machine);
    machine->created = 0;
    return true;
}

static void release_bodies(Map *map)
{
    for (size_t i = 0; i < map->size; i++) {
        if (map->entries[i].key != 0) {
            body_drop((Body *)(uintptr_t)map->entries[i].value);
        }
    }
    map_release(map);
}

void machine_release(Machine *machine)
{
    release_bodies(&machine->finalizer);
    release_bodies(&machine->callback);
    map_release(&machine->inline_dict);
    map_release(&machine->weakref_first);
    map_release(&machine->weakref_next);
    for (size_t i = 0; i < machine->class_finalizer.count; i++) {
        body_drop(machine->class_finalizer.items[i]);
    }
    vec_release(&machine->class_finalizer);
    vec_release(&machine->dying);
    vec_release(&machine->trashcan);
    vec_release(&machine->free_objects);
    for (size_t i = 0; i < machine->collections.count; i++) {
        CollectionRecord *record = &machine->collections.items[i];
        vec_release(&record->unreachable);
        vec_release(&record->uncollectable);
        vec_release(&record->resurrected);
    }
    vec_release(&machine->collections);
    allocator_release(&machine->allocator);
    vec_release(&machine->emit.scratch);
}
