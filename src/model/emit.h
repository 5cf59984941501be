/* Emitting events: appended to the journal's current chunk and applied at once. Deciding code holds an Emit and a const World.
 *
 * Without a journal the same chunk is used again and again, and side payloads are dropped: a run then needs memory for the
 * simulated world only. */
#ifndef HL_MODEL_EMIT_H
#define HL_MODEL_EMIT_H

#include "model/apply.h"

typedef VEC(uint32_t) SideWords;

typedef struct Emit Emit;
struct Emit {
    World *world;
    Event *next, *end;          /* the current chunk */
    uint64_t steps;             /* begun so far */
    uint8_t quiet;              /* EVENT_STEP: what is emitted now begins no step */
    SideWords *side;            /* the journal's; NULL: only the newest payload is kept, in `scratch` */
    SideWords scratch;          /* owned by whoever holds the Emit */
    void (*next_chunk)(Emit *emit, void *context); /* sets next and end */
    void *context;
};

/* Whether an event of this kind begins a step unless said otherwise. Folded away for constant kinds. */
static inline __attribute__((always_inline)) unsigned event_voiced(EventKind kind)
{
    switch (kind) {
#define VOICED_CASE(constant, spelling, operands, voiced) case EVENT_##constant: return voiced;
        EVENTS(VOICED_CASE)
#undef VOICED_CASE
    case EVENT_KIND_COUNT: break;
    }
    return 0;
}

static inline __attribute__((always_inline)) void emit_event(Emit *emit, Event event)
{
    if (__builtin_expect(emit->next == emit->end, 0)) {
        emit->next_chunk(emit, emit->context);
    }
    unsigned flags = event.flags & ~(unsigned)emit->quiet;
    *emit->next++ = (Event){event.kind, (uint8_t)flags, event.aux, event.a, event.b, event.c};
    emit->steps += flags & EVENT_STEP;
    /* a copy that never left this function: its kind is known, and the writer's switch folds away */
    Event applied = {event.kind, event.flags, event.aux, event.a, event.b, event.c};
    apply_forward(emit->world, &applied);
}

/* The usual form: voiced kinds begin a step. */
static inline __attribute__((always_inline)) void emit_aux(Emit *emit, EventKind kind, unsigned aux, uint32_t a, uint32_t b, uint32_t c)
{
    Event event = {(uint8_t)kind, (uint8_t)event_voiced(kind), (uint16_t)aux, a, b, c};
    emit_event(emit, event);
}

static inline __attribute__((always_inline)) void emit(Emit *to, EventKind kind, uint32_t a, uint32_t b, uint32_t c)
{
    emit_aux(to, kind, 0, a, b, c);
}

/* A quiet kind that begins a step, so that the voiced event after it (emit_on) belongs to the same step. */
static inline __attribute__((always_inline)) void emit_first(Emit *to, EventKind kind, uint32_t a, uint32_t b, uint32_t c)
{
    Event event = {(uint8_t)kind, EVENT_STEP, 0, a, b, c};
    emit_event(to, event);
}

static inline __attribute__((always_inline)) void emit_on(Emit *to, EventKind kind, uint32_t a, uint32_t b, uint32_t c)
{
    Event event = {(uint8_t)kind, 0, 0, a, b, c};
    emit_event(to, event);
}

/* A change of one scalar. */
static inline void emit_word(Emit *to, EventKind kind, uint32_t word, uint32_t value)
{
    Event event = {(uint8_t)kind, (uint8_t)event_voiced(kind), 0, word, value, to->world->words[word]};
    emit_event(to, event);
}

/* Begins a side payload: where it will stand. */
static inline uint32_t emit_side_at(Emit *emit)
{
    if (emit->side == NULL) {
        emit->scratch.count = 0;
        return 0;
    }
    return (uint32_t)emit->side->count;
}

static inline void emit_side_push(Emit *emit, uint32_t value)
{
    SideWords *side = emit->side != NULL ? emit->side : &emit->scratch;
    vec_push(side, value);
    emit->world->side = side->items;
}

/* A stand-alone Emit without a journal; the chunk is `events[count]`, used again when full. */
void emit_init_plain(Emit *emit, World *world, Event *events, size_t count);

#endif
