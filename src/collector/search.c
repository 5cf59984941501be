/* Finding the unreachable by trial deletion. "CPython 3.11, Modules/gcmodule.c: update_refs, subtract_refs, move_unreachable."
 *
 * Copy every count, take off one for each reference from inside: what is left above 0 is held from outside. From those on,
 * everything they reach is reachable; the rest is not. Example: a ⇄ b without names: counts 1 1 → copies 1 1 → 0 0 → both out.
 * Cost: linear in objects and references. Everything is a step, so the loops are kept flat. */
#include "collector/ahead.h"
#include "collector/machine.h"

uint64_t list_length(const World *world, ObjectId list)
{
    uint64_t length = 0;
    for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
        length++;
    }
    return length;
}

void list_move(Machine *machine, ObjectId object, ObjectId to)
{
    const World *world = machine->world;
    emit(&machine->emit, EVENT_MOVE, object, world->prev[object], (uint32_t)world->list[object] << 8 | to);
}

void list_join(Machine *machine, EventKind kind, ObjectId from, ObjectId to)
{
    const World *world = machine->world;
    ObjectId first = world->next[from];
    if (first == from) {
        return;
    }
    Event event = {(uint8_t)kind, EVENT_STEP, world->flags[first] & (OBJECT_COLLECTING | OBJECT_TAKES_PART),
                   first, world->prev[from], from << 8 | to};
    emit_event(&machine->emit, event);
}

/* 2.7: a running frame visits its namespace too, the arguments of a call of user code visit that object; both are held by a
 * temporary, and `aux` names them. */
VISIT_INLINE void visit_for_search(const World *world, ObjectId object, VisitFunction *function, void *context)
{
    bool frame = (world->flags[object] & OBJECT_IS_FRAME) != 0;
    if (frame && world->aux[object] != OBJECT_NONE) {
        function(context, (Visit){object, world->aux[object], 0, false});
    }
    visit_referents(world, object, function, context);
}

static void update_refs(Machine *machine, ObjectId base)
{
    const World *world = machine->world;
    for (ObjectId object = world->next[base]; object != base; object = world->next[object]) {
        unsigned part = world->flags[object] & (OBJECT_COLLECTING | OBJECT_TAKES_PART);
        /* a running frame (2.7) is held by the interpreter */
        uint32_t count = (world->flags[object] & OBJECT_IS_FRAME) != 0 ? 1 : world->refcount[object];
        emit_aux(&machine->emit, EVENT_REFS_COPY, part, object, count, world->gc_refs[object]);
    }
}

static inline void subtract_one(void *context, Visit visit)
{
    Machine *machine = context;
    if ((machine->world->flags[visit.target] & OBJECT_COLLECTING) != 0) {
        emit(&machine->emit, EVENT_REFS_SUBTRACT, visit.target, visit.from, visit.position);
    }
}

static void subtract_refs(Machine *machine, ObjectId base)
{
    const World *world = machine->world;
    uint64_t visited = 0;
    for (ObjectId object = world->next[base]; object != base; object = world->next[object]) {
        ahead_of_walk(world, base, object, visited++);
        visit_for_search(world, object, subtract_one, machine);
    }
}

/* "CPython 3.8, check_garbage." */
bool held_from_outside(Machine *machine, ObjectId list)
{
    const World *world = machine->world;
    update_refs(machine, list);
    subtract_refs(machine, list);
    ObjectId object = world->next[list];
    while (object != list && world->gc_refs[object] == 0) {
        object = world->next[object];
    }
    return object != list;
}

typedef struct Moving {
    Machine *machine;
    ObjectId base, unreachable;
} Moving;

static inline void reach_one(void *context, Visit visit)
{
    const Moving *moving = context;
    Machine *machine = moving->machine;
    const World *world = machine->world;
    ObjectId target = visit.target;
    if ((world->flags[target] & OBJECT_COLLECTING) == 0) {
        return;
    }
    if (world->list[target] == moving->unreachable) {
        emit_first(&machine->emit, EVENT_REFS_MARK, target, visit.from, visit.position);
        emit_on(&machine->emit, EVENT_MOVE, target, world->prev[target], moving->unreachable << 8 | moving->base);
    } else if (world->gc_refs[target] == 0) {
        emit(&machine->emit, EVENT_REFS_MARK, target, visit.from, visit.position);
    }
}

static void move_unreachable(Machine *machine, ObjectId base, ObjectId unreachable)
{
    const World *world = machine->world;
    Moving moving = {machine, base, unreachable};
    ObjectId kept = base; /* the element after it is under the cursor */
    uint64_t visited = 0;
    while (world->next[kept] != base) {
        ObjectId object = world->next[kept];
        ahead_of_walk(world, base, object, visited++);
        if (world->gc_refs[object] == 0) {
            emit(&machine->emit, EVENT_MOVE, object, kept, base << 8 | unreachable);
            continue;
        }
        emit(&machine->emit, EVENT_SCAN, object, 0, 0);
        visit_for_search(world, object, reach_one, &moving);
        emit(&machine->emit, EVENT_SCANNED, object, 0, 0);
        if (!machine->profile->untracks_own_pass && untrack_if_useless(machine, object, KIND_TUPLE)) {
            continue;
        }
        kept = object;
    }
}

void trial_deletion(Machine *machine, ObjectId base, ObjectId unreachable)
{
    bool first = unreachable == LIST_UNREACHABLE;
    if (first) {
        phase_begin(machine, PHASE_UPDATE_REFS);
    }
    update_refs(machine, base);
    if (first) {
        phase_begin(machine, PHASE_SUBTRACT_REFS);
    }
    subtract_refs(machine, base);
    if (first) {
        phase_begin(machine, PHASE_MOVE_UNREACHABLE);
    }
    move_unreachable(machine, base, unreachable);
}
