/* The lines that gc's debug flags print. "CPython 3.11, Modules/gcmodule.c: show_stats_each_generations, debug_cycle, gc_collect_main."
 * Elapsed times are always 0.0000s: the simulation has no clock. */
#include "collector/machine.h"

#include <stdio.h>
#include <string.h>

void machine_print(Machine *machine, const char *line)
{
    Name name = names_of(machine->world->names, line);
    emit(&machine->emit, EVENT_OUTPUT, name, 0, 0);
}

static bool has_flag(const Machine *machine, uint32_t flag)
{
    return (machine->world->words[W_DEBUG] & flag) != 0;
}

/* The C-level type name that CPython prints. */
static const char *type_text(const Machine *machine, ObjectId object)
{
    const TypeRecord *type = world_type(machine->world, object);
    if (!type->user_class) {
        switch (type->kind) {
        case KIND_DEQUE: return "collections.deque";
        case KIND_WEAKREF: return machine->profile->version >= 310 ? "weakref.ReferenceType" : "weakref";
        case KIND_PARTIAL: return "functools.partial";
        case KIND_BUILTIN_FUNCTION: return "builtin_function_or_method";
        default: break;
        }
    }
    return names_text(machine->world->names, type->name);
}

void debug_object(Machine *machine, ObjectId object, bool collectable)
{
    if (!has_flag(machine, collectable ? DEBUG_COLLECTABLE : DEBUG_UNCOLLECTABLE)) {
        return;
    }
    bool needs_objects = machine->profile->version < 300;
    if (needs_objects && !has_flag(machine, DEBUG_OBJECTS)) {
        return;
    }
    char line[400];
    snprintf(line, sizeof line, "gc: %s <%.300s 0x%llx>", collectable ? "collectable" : "uncollectable", type_text(machine, object),
             (unsigned long long)world_object_address(machine->world, object));
    machine_print(machine, line);
}

void debug_begin(Machine *machine, uint32_t generation)
{
    if (!has_flag(machine, DEBUG_STATS)) {
        return;
    }
    const World *world = machine->world;
    char line[200];
    snprintf(line, sizeof line, "gc: collecting generation %u...", generation);
    machine_print(machine, line);
    snprintf(line, sizeof line, "gc: objects in each generation: %llu %llu %llu",
             (unsigned long long)list_length(world, LIST_GENERATION_0), (unsigned long long)list_length(world, LIST_GENERATION_1),
             (unsigned long long)list_length(world, LIST_GENERATION_2));
    machine_print(machine, line);
    if (machine->profile->version >= 300) {
        snprintf(line, sizeof line, "gc: objects in permanent generation: %llu",
                 (unsigned long long)list_length(world, LIST_PERMANENT));
        machine_print(machine, line);
    }
}

void debug_end(Machine *machine, uint64_t unreachable, uint64_t uncollectable)
{
    if (!has_flag(machine, DEBUG_STATS)) {
        return;
    }
    char line[200];
    const char *ending = machine->profile->version < 300 ? "elapsed." : "elapsed";
    if (machine->profile->version < 300 && unreachable == 0) {
        snprintf(line, sizeof line, "gc: done, 0.0000s elapsed.");
    } else {
        snprintf(line, sizeof line, "gc: done, %llu unreachable, %llu uncollectable, 0.0000s %s", (unsigned long long)unreachable,
                 (unsigned long long)uncollectable, ending);
    }
    machine_print(machine, line);
}
