/* Frames, scalars, and what the interpreter does, from a log. */
#include "app/event_log_read.h"

static bool apply_frame(LogRun *run, const Event *event)
{
    const World *world = run->world;
    bool frame = (world->flags[event->a] & OBJECT_IS_FRAME) != 0 && world_alive(world, event->a);
    uint32_t index = 0;
    while (index < world->words[W_FRAME_COUNT] && world->frames[index] != event->a) {
        index++;
    }
    bool pushed = index < world->words[W_FRAME_COUNT];
    if (!log_need(run, frame, "this is no living frame")) {
        return false;
    }
    switch ((EventKind)event->kind) {
    case EVENT_FRAME_PUSH:
        if (!log_need(run, !pushed && world->words[W_FRAME_COUNT] < MAX_FRAMES, "the frame was called already")) {
            return false;
        }
        log_emit(run, EVENT_FRAME_PUSH, 0, event->a, event->b, event->c);
        return true;
    case EVENT_FRAME_POP:
        if (!log_need(run, pushed && index > 0, "the frame cannot return")) {
            return false;
        }
        log_emit(run, EVENT_FRAME_POP, 0, event->a, index, 0);
        return true;
    default:
        if (!log_need(run, world->aux[event->a] == OBJECT_NONE && event->b >= OBJECT_FIRST && world_alive(world, event->b),
                      "the frame has a namespace already, or this is none")) {
            return false;
        }
        log_emit(run, EVENT_FRAME_SPACE, 0, event->a, event->b, 0);
        return true;
    }
}

/* Largest value of a scalar that other parts use as an index. */
static uint32_t word_most(uint32_t word)
{
    switch (word) {
    case W_PHASE: return PHASE_COUNT - 1;
    case W_GENERATION: return 2;
    case W_COLLECTING: case W_ENABLED: return 1;
    default: return UINT32_MAX;
    }
}

static bool apply_scalar(LogRun *run, const Event *event)
{
    bool scalar = event->a < W_FRAME_COUNT || event->a == W_GREY_HEAD || event->a == W_GREY_TAIL;
    if (!log_need(run, scalar && event->b <= word_most(event->a), "the value is out of range")) {
        return false;
    }
    log_emit(run, (EventKind)event->kind, 0, event->a, event->b, run->world->words[event->a]);
    return true;
}

static void set_word(LogRun *run, uint32_t word, uint32_t value)
{
    log_emit(run, EVENT_WORD, 0, word, value, run->world->words[word]);
}

/* Our own logs tell these scalars one by one. */
static bool apply_collection(LogRun *run, Event *event)
{
    bool begins = event->kind == EVENT_COLLECT_BEGIN;
    if (!log_need(run, event->a <= 2, "member 'generation' must be 0 to 2")) {
        return false;
    }
    if (run->foreign) {
        event->c = run->world->words[W_COLLECTION] + begins;
    }
    log_emit(run, (EventKind)event->kind, 0, event->a, event->b, event->c);
    if (run->foreign) {
        set_word(run, W_COLLECTING, begins);
        set_word(run, W_GENERATION, event->a);
        set_word(run, W_COLLECTION, event->c);
        set_word(run, W_PHASE, PHASE_NONE);
    }
    return true;
}

bool log_apply_program(LogRun *run, Event *event)
{
    switch ((EventKind)event->kind) {
    case EVENT_FRAME_PUSH: case EVENT_FRAME_POP: case EVENT_FRAME_SPACE: return apply_frame(run, event);
    case EVENT_COUNTER: case EVENT_WORD: case EVENT_SETTING: case EVENT_PHASE: case EVENT_LINE: return apply_scalar(run, event);
    case EVENT_COLLECT_BEGIN: case EVENT_COLLECT_END: return apply_collection(run, event);
    case EVENT_OUTPUT:
        if (!log_need(run, run->world->words[W_OUTPUT_COUNT] < MAX_OUTPUT, "too many lines of output")) {
            return false;
        }
        event->a = event->a == NAME_NONE ? NAME_EMPTY : event->a;
        break;
    case EVENT_TRASH_DEFER: case EVENT_TRASH_TAKE: {
        bool waits = (run->world->flags[event->a] & OBJECT_WAITS) != 0;
        if (!log_need(run, waits == (event->kind == EVENT_TRASH_TAKE), "the object waits in the trashcan already, or does not")) {
            return false;
        }
        break;
    }
    default: break;
    }
    log_emit(run, (EventKind)event->kind, 0, event->a, event->b, event->c);
    return true;
}
