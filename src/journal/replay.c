/* In a large heap an event waits for memory some five times, longer than all its work. So what an event will touch is asked for
 * FAR events ahead, and NEAR ahead what can only be found through that (the slot's cell, the neighbours in a list): the waits
 * then overlap. What to ask for is a table by kind, without a branch, because kinds come in no order a processor could learn.
 * A wrong guess (an object that will have moved its cells) costs nothing but the chance.
 *
 * Example: EDGE_SET a b c asks for cells[a], fixed[a], stride[a], refcount[c]; 14 events later for the cell of slot b.
 * Measured in docs/time-travel.md. */
#include "journal/replay.h"

enum { FAR = 24, NEAR = 10 };

static void hint(const World *world, ReplayHints *hints, const void *column, size_t bytes, unsigned operand)
{
    for (unsigned i = 0; i < REPLAY_HINTS; i++) {
        if (hints->base[i] == (const unsigned char *)world->words) {
            hints->base[i] = column;
            hints->bytes[i] = (uint8_t)bytes;
            hints->operand[i] = (uint8_t)operand;
            return;
        }
    }
}

#define HINT(kind, column, operand) \
    hint(world, &replay->hints[EVENT_##kind], world->column, sizeof *world->column, operand)

static void hint_slots(Replay *replay, const World *world)
{
    for (unsigned kind = EVENT_EDGE_SET; kind <= EVENT_TEMP_TO_EDGE; kind++) {
        ReplayHints *hints = &replay->hints[kind];
        hint(world, hints, world->cells, sizeof *world->cells, 0);
        hint(world, hints, world->fixed, sizeof *world->fixed, 0);
        hint(world, hints, world->stride, sizeof *world->stride, 0);
        hints->slot_mask = UINT32_MAX;
    }
    HINT(EDGE_SET, refcount, 2);
    HINT(EDGE_DROP, refcount, 2);
    HINT(EDGE_TO_TEMP, temps, 2);
    HINT(TEMP_TO_EDGE, temps, 2);
}

static void hint_lists(Replay *replay, const World *world)
{
    for (unsigned kind = EVENT_TRACK; kind <= EVENT_MOVE; kind++) {
        ReplayHints *hints = &replay->hints[kind];
        hint(world, hints, world->next, sizeof *world->next, 0);
        hint(world, hints, world->prev, sizeof *world->prev, 0);
        hint(world, hints, world->list, sizeof *world->list, 0);
        hints->list_mask = UINT32_MAX;
    }
    HINT(UNTRACK, flags, 0);
}

static void hint_counts(Replay *replay, const World *world)
{
    for (unsigned kind = EVENT_REFS_COPY; kind <= EVENT_MARK_CLEAR; kind++) {
        hint(world, &replay->hints[kind], world->gc_refs, sizeof *world->gc_refs, 0);
        hint(world, &replay->hints[kind], world->flags, sizeof *world->flags, 0);
    }
    HINT(TEMP_HOLD, refcount, 0);
    HINT(TEMP_HOLD, temps, 0);
    HINT(TEMP_DROP, refcount, 0);
    HINT(TEMP_DROP, temps, 0);
    HINT(DEAD, flags, 0);
    HINT(DEAD, cells, 0);
    HINT(DEAD, cell_log2, 0);
    HINT(DEAD, slot_count, 0);
}

void replay_init(Replay *replay, World *world)
{
    *replay = (Replay){.world = world};
    for (unsigned kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        for (unsigned i = 0; i < REPLAY_HINTS; i++) {
            replay->hints[kind].base[i] = (const unsigned char *)world->words;
        }
    }
    hint_slots(replay, world);
    hint_lists(replay, world);
    hint_counts(replay, world);
}

static inline __attribute__((always_inline)) void ask_far(const Replay *replay, const Event *event)
{
    const ReplayHints *hints = &replay->hints[event->kind];
    const uint32_t operands[] = {event->a, event->b, event->c};
    for (unsigned i = 0; i < REPLAY_HINTS; i++) {
        __builtin_prefetch(hints->base[i] + (size_t)operands[hints->operand[i]] * hints->bytes[i], 1);
    }
}

/* Events that change neither look at object 0, which is always near. */
static inline __attribute__((always_inline)) void ask_near(const Replay *replay, const Event *event)
{
    const World *world = replay->world;
    const ReplayHints *hints = &replay->hints[event->kind];
    ObjectId owner = event->a & hints->slot_mask;
    ObjectId member = event->a & hints->list_mask;
    Position position = event->b & hints->slot_mask;
    uint32_t fixed = world->fixed[owner];
    uint32_t in_variable_part = position < fixed ? 0 : position - fixed; /* compiles to a conditional move */
    uint32_t cell = world->cells[owner] + position + in_variable_part * (world->stride[owner] - UINT32_C(1));
    __builtin_prefetch(&world->cell[cell], 1);
    __builtin_prefetch(&world->next[world->prev[member]], 1);
    __builtin_prefetch(&world->prev[world->next[member]], 1);
}

void replay_forward(const Replay *replay, const Event *begin, const Event *end)
{
    const Event *event = begin;
    for (; end - event > FAR; event++) {
        ask_far(replay, event + FAR);
        ask_near(replay, event + NEAR);
        apply_forward(replay->world, event);
    }
    for (; event < end; event++) {
        apply_event(replay->world, event);
    }
}

void replay_backward(const Replay *replay, const Event *begin, const Event *end)
{
    const Event *event = end;
    for (; event - begin > FAR; event--) {
        ask_far(replay, event - FAR);
        ask_near(replay, event - NEAR);
        apply_backward(replay->world, event - 1);
    }
    for (; event > begin; event--) {
        apply_event_undo(replay->world, event - 1);
    }
}
