/* Holders are not stored anywhere: they are the references of the world, turned around. One walk over all slots meets every
 * one; for a single object it keeps the hits, for all objects it runs twice, to count and to place (as in a counting sort).
 * Example: a = [b]; b's only holder is slot 0 of the list. Cost: linear in slots. */
#include "explain/holders.h"

#include "base/check.h"

typedef void HolderSink(void *context, ObjectId target, Holder holder);

#define HOLDERS_INLINE static inline __attribute__((always_inline))

/* Every filled slot of an owner; `seed` says all but position and key. */
HOLDERS_INLINE void each_slot(const World *world, ObjectId owner, Holder seed, HolderSink *sink, void *context)
{
    const uint32_t *cell = &world->cell[world->cells[owner]];
    uint32_t fixed = world->fixed[owner];
    uint32_t stride = world->stride[owner];
    uint32_t count = world->slot_count[owner];
    for (Position position = 0; position < count; position++, cell++) {
        seed.position = position;
        if (cell[0] != OBJECT_NONE) {
            sink(context, cell[0], seed);
        }
        if (position >= fixed && stride == KEYED_STRIDE) {
            if (cell[2] != OBJECT_NONE) {
                seed.key = true;
                sink(context, cell[2], seed);
                seed.key = false;
            }
            cell += KEYED_STRIDE - 1;
        }
    }
}

HOLDERS_INLINE void each_name(const World *world, HolderSink *sink, void *context)
{
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        Holder seed = {.kind = HOLDER_NAME, .from = world->frames[i], .frame = i};
        each_slot(world, world->frames[i], seed, sink, context);
    }
}

HOLDERS_INLINE void each_object_slot(const World *world, HolderSink *sink, void *context)
{
    for (ObjectId owner = OBJECT_FIRST; owner < world->words[W_OBJECT_TOP]; owner++) {
        if ((world->flags[owner] & (OBJECT_ALIVE | OBJECT_IS_FRAME)) == OBJECT_ALIVE && world->slot_count[owner] != 0) {
            Holder seed = {.kind = HOLDER_SLOT, .from = owner, .count = 1};
            each_slot(world, owner, seed, sink, context);
        }
    }
}

HOLDERS_INLINE void each_pin(const World *world, HolderSink *sink, void *context)
{
    for (uint32_t record = 0; record < world->words[W_PIN_COUNT]; record++) {
        if (world->pin_count[record] != 0) {
            Holder holder = {.kind = HOLDER_PIN, .position = record, .count = world->pin_count[record]};
            sink(context, world->pin_object[record], holder);
        }
    }
}

HOLDERS_INLINE void each_garbage(const World *world, HolderSink *sink, void *context)
{
    Holder seed = {.kind = HOLDER_GARBAGE, .count = 1};
    each_slot(world, OBJECT_GARBAGE, seed, sink, context);
}

/* What a clear has detached. */
HOLDERS_INLINE void each_detached(const World *world, HolderSink *sink, void *context)
{
    for (uint32_t i = 0; i < world->words[W_LIMBO]; i++) {
        Holder seed = {.kind = HOLDER_TEMPORARY, .count = 1};
        each_slot(world, OBJECT_LIMBO + i, seed, sink, context);
    }
}

ObjectId holder_frame(const World *world, const Holder *holder)
{
    if (holder->kind == HOLDER_NAME) {
        return holder->from;
    }
    if (holder->kind != HOLDER_SLOT || holder->key || holder->position < world->fixed[holder->from]) {
        return OBJECT_NONE;
    }
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        if (world->aux[world->frames[i]] == holder->from) {
            return world->frames[i];
        }
    }
    return OBJECT_NONE;
}

/* ---- one object ---- */

typedef struct Wanted {
    ObjectId object;
    HolderList *list;
} Wanted;

static inline void keep_wanted(void *context, ObjectId target, Holder holder)
{
    Wanted *wanted = context;
    if (target == wanted->object) {
        vec_push(wanted->list, holder);
    }
}

typedef struct Detached {
    ObjectId object;
    uint32_t count;
} Detached;

static inline void count_detached(void *context, ObjectId target, Holder holder)
{
    (void)holder;
    Detached *detached = context;
    detached->count += target == detached->object;
}

void holders_of(const World *world, ObjectId object, HolderList *list)
{
    Wanted wanted = {object, list};
    each_name(world, keep_wanted, &wanted);
    each_object_slot(world, keep_wanted, &wanted);
    Detached temporaries = {object, world->temps[object]};
    each_detached(world, count_detached, &temporaries);
    if (temporaries.count != 0 && world_alive(world, object)) {
        vec_push(list, ((Holder){.kind = HOLDER_TEMPORARY, .count = temporaries.count}));
    }
    each_pin(world, keep_wanted, &wanted);
    each_garbage(world, keep_wanted, &wanted);
}

/* ---- all objects ---- */

typedef struct Building {
    HolderIndex *index;
    uint32_t *temporaries; /* by object */
} Building;

static inline void add_temporary(void *context, ObjectId target, Holder holder)
{
    (void)holder;
    Building *building = context;
    building->temporaries[target]++;
}

static inline void count_one(void *context, ObjectId target, Holder holder)
{
    (void)holder;
    Building *building = context;
    building->index->first[target + 1]++;
}

/* first[o] is where the next holder of o goes; afterwards it is where those of o + 1 begin. */
static inline void place_one(void *context, ObjectId target, Holder holder)
{
    Building *building = context;
    building->index->holders[building->index->first[target]++] = holder;
}

HOLDERS_INLINE void each_temporary(const World *world, HolderSink *sink, Building *building)
{
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        if (building->temporaries[object] != 0) {
            Holder holder = {.kind = HOLDER_TEMPORARY, .count = building->temporaries[object]};
            sink(building, object, holder);
        }
    }
}

HOLDERS_INLINE void each_holder(const World *world, HolderSink *sink, Building *building)
{
    each_name(world, sink, building);
    each_object_slot(world, sink, building);
    each_temporary(world, sink, building);
    each_pin(world, sink, building);
    each_garbage(world, sink, building);
}

static void find_temporaries(const World *world, Building *building)
{
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        building->temporaries[object] = world_alive(world, object) ? world->temps[object] : 0;
    }
    each_detached(world, add_temporary, building);
}

void holders_index(HolderIndex *index, const World *world)
{
    uint32_t top = world->words[W_OBJECT_TOP];
    *index = (HolderIndex){.object_top = top, .first = mem_zeroed((size_t)top + 1, sizeof *index->first)};
    Building building = {index, mem_zeroed(top, sizeof *building.temporaries)};
    find_temporaries(world, &building);
    each_holder(world, count_one, &building);
    for (ObjectId object = 0; object < top; object++) {
        index->first[object + 1] += index->first[object];
    }
    uint64_t total = index->first[top];
    index->holders = mem_zeroed(total, sizeof *index->holders);
    each_holder(world, place_one, &building);
    for (ObjectId object = top; object > 0; object--) {
        index->first[object] = index->first[object - 1];
    }
    index->first[0] = 0;
    CHECK(index->first[top] == total);
    mem_release(building.temporaries);
}

void holders_index_release(HolderIndex *index)
{
    mem_release(index->first);
    mem_release(index->holders);
    *index = (HolderIndex){0};
}

/* ---- texts ---- */

void holder_slot(const World *world, const Holder *holder, Prose *out)
{
    switch ((HolderKind)holder->kind) {
    case HOLDER_TEMPORARY: return;
    case HOLDER_PIN: prose_add_name(out, world->names, world->pin_by[holder->position]); return;
    case HOLDER_GARBAGE: prose_add_number(out, holder->position); return;
    case HOLDER_NAME:
    case HOLDER_SLOT: break;
    }
    bool variable = holder->position >= world->fixed[holder->from];
    if (variable && world_type(world, holder->from)->naming == NAMING_INDEX) {
        prose_add_number(out, holder->position - world->fixed[holder->from]);
    } else {
        prose_add_name(out, world->names, world_slot_name(world, holder->from, holder->position));
    }
}

static void slot_text(const World *world, const Holder *holder, Prose *out)
{
    prose_add(out, holder->key ? "key of " : "");
    prose_add_name(out, world->names, world->id[holder->from]);
    prose_add(out, "[");
    holder_slot(world, holder, out);
    prose_add(out, "]");
}

void holder_text(const World *world, const Holder *holder, Prose *out)
{
    switch ((HolderKind)holder->kind) {
    case HOLDER_NAME:
        if (holder->frame != 0) {
            prose_add_number(out, holder->frame);
            prose_add(out, ".");
        }
        holder_slot(world, holder, out);
        return;
    case HOLDER_SLOT: slot_text(world, holder, out); return;
    case HOLDER_TEMPORARY: prose_add(out, "temporary"); return;
    case HOLDER_PIN:
        prose_add(out, world->pin_by[holder->position] == NAME_NONE ? "pin" : "pin ");
        holder_slot(world, holder, out);
        return;
    case HOLDER_GARBAGE:
        prose_add(out, "gc.garbage[");
        holder_slot(world, holder, out);
        prose_add(out, "]");
        return;
    }
}
