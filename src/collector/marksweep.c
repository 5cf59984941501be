/* The textbook collector: tri-colour marking from the roots, then a sweep. It replaces only the search for the unreachable, so
 * that what is freed is the same set as under trial deletion.
 *
 * Roots: names in frame order, then whatever else is held from outside the collected objects, in list order.
 * White = takes part, collecting; grey = in the worklist (first in, first out); black = no longer collecting. */
#include "collector/machine.h"

typedef struct Marking {
    Machine *machine;
    VEC(ObjectId) worklist;
    size_t head;
} Marking;

static void make_grey(Marking *marking, ObjectId target, ObjectId from, Position position)
{
    const World *world = marking->machine->world;
    unsigned flags = world->flags[target];
    if ((flags & OBJECT_COLLECTING) != 0 && (flags & OBJECT_GREY) == 0) {
        emit(&marking->machine->emit, EVENT_MARK_GREY, target, from, position);
        vec_push(&marking->worklist, target);
    }
}

static inline void grey_one(void *context, Visit visit)
{
    make_grey(context, visit.target, visit.from, visit.position);
}

static void grey_names(Marking *marking)
{
    const World *world = marking->machine->world;
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        ObjectId frame = world->frames[i];
        for (Position position = 0; position < world->slot_count[frame]; position++) {
            ObjectId target = world_target(world, frame, position);
            if (target != OBJECT_NONE) {
                make_grey(marking, target, frame, position);
            }
        }
    }
}

typedef struct InsideCount {
    const World *world;
    uint32_t *inside; /* by object: references from objects that take part */
} InsideCount;

static inline void count_inside(void *context, Visit visit)
{
    const InsideCount *count = context;
    count->inside[visit.target]++;
}

/* Temporaries, pins, entries of gc.garbage, older generations: whoever has more holders than the collected objects give. */
static void grey_held_outside(Marking *marking, ObjectId base)
{
    const World *world = marking->machine->world;
    InsideCount count = {world, mem_zeroed(world->words[W_OBJECT_TOP], sizeof(uint32_t))};
    for (ObjectId object = world->next[base]; object != base; object = world->next[object]) {
        visit_referents(world, object, count_inside, &count);
    }
    for (ObjectId object = world->next[base]; object != base; object = world->next[object]) {
        bool frame = (world->flags[object] & OBJECT_IS_FRAME) != 0; /* 2.7: held by the interpreter */
        if (frame || world->refcount[object] > count.inside[object]) {
            make_grey(marking, object, OBJECT_NONE, 0);
        }
    }
    mem_release(count.inside);
}

static void mark(Machine *machine, ObjectId base)
{
    const World *world = machine->world;
    Marking marking = {.machine = machine};
    emit_word(&machine->emit, EVENT_WORD, W_GREY_HEAD, 0);
    emit_word(&machine->emit, EVENT_WORD, W_GREY_TAIL, 0);
    for (ObjectId object = world->next[base]; object != base; object = world->next[object]) {
        emit(&machine->emit, EVENT_MARK_CLEAR, object, 0, world->gc_refs[object]);
    }
    grey_names(&marking);
    grey_held_outside(&marking, base);
    while (marking.head < marking.worklist.count) {
        ObjectId object = marking.worklist.items[marking.head++];
        emit(&machine->emit, EVENT_MARK_TAKE, object, 0, 0);
        visit_referents(world, object, grey_one, &marking);
        emit(&machine->emit, EVENT_MARK_BLACK, object, 0, 0);
    }
    vec_release(&marking.worklist);
}

static void sweep(Machine *machine, ObjectId base, ObjectId unreachable)
{
    const World *world = machine->world;
    ObjectId next;
    for (ObjectId object = world->next[base]; object != base; object = next) {
        next = world->next[object];
        if ((world->flags[object] & OBJECT_COLLECTING) != 0) {
            emit(&machine->emit, EVENT_MOVE, object, world->prev[object], base << 8 | unreachable);
        }
    }
}

void mark_sweep(Machine *machine, ObjectId base, ObjectId unreachable)
{
    phase_begin(machine, PHASE_MARK);
    mark(machine, base);
    phase_begin(machine, PHASE_SWEEP);
    sweep(machine, base, unreachable);
}
