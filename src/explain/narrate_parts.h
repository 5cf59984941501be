/* What the files of the narration share: one step being told. */
#ifndef HL_EXPLAIN_NARRATE_PARTS_H
#define HL_EXPLAIN_NARRATE_PARTS_H

#include "explain/narrate.h"
#include "explain/phrase.h"

enum { TELLING_TEXTS = 6 };

typedef struct Telling {
    const Explain *explain;
    const World *world;
    const Event *event;          /* the one spoken of */
    const Event *end;            /* one past the last event of its step */
    Narration *out;
    Prose texts[TELLING_TEXTS];  /* scratch, taken in turn: what goes into a sentence */
    size_t text_count;
} Telling;

/* Appends a sentence. */
void tell(Telling *telling, PhraseKey key, PhraseArgs args);
/* Appends to the numbers that changed. */
void tell_number(Telling *telling, PhraseKey key, PhraseArgs args);
/* "refcount of a 2 → 1": what the spoken event did to it. Nothing for immortals. Returns the count after the event. */
uint64_t tell_refcount(Telling *telling, ObjectId object, int64_t change);
/* An empty text that lives as long as the telling. */
Prose *telling_text(Telling *telling);
/* "list a"; also makes it the object to light when there is none yet. */
const char *tell_object(Telling *telling, ObjectId object);
/* "list a" without lighting anything. */
const char *telling_full(Telling *telling, ObjectId object);
/* "a": the label alone. */
const char *telling_label(const Telling *telling, ObjectId object);
/* "generation 0", "the unreachable list" … */
const char *telling_list(Telling *telling, uint32_t list);

/* The edge of the spoken event. */
typedef struct TellingEdge {
    ObjectId owner;
    Position position;
    ObjectId target;
} TellingEdge;
/* What the slot was called at the spoken event. */
const char *telling_slot_name(Telling *telling, TellingEdge edge);
/* "list b[0]". */
const char *telling_slot(Telling *telling, TellingEdge edge);
/* The owner is a frame: "a", "x in f()". */
const char *telling_name(Telling *telling, TellingEdge edge);
static inline bool telling_is_frame(const Telling *telling, ObjectId object)
{
    return (telling->world->flags[object] & OBJECT_IS_FRAME) != 0;
}
static inline bool telling_is_limbo(ObjectId object)
{
    return object >= OBJECT_LIMBO && object < OBJECT_LIMBO + LIMBO_DEPTH;
}
void tell_light(Telling *telling, TellingEdge edge);
/* The phase, and whether a collection ran, at the spoken event. */
static inline Phase telling_phase(const Telling *telling)
{
    return (Phase)explain_word_then(telling->world, telling->event, telling->end, W_PHASE);
}
static inline bool telling_collecting(const Telling *telling)
{
    return explain_word_then(telling->world, telling->event, telling->end, W_COLLECTING) != 0;
}
/* The next event of the step of this kind, or NULL. */
const Event *telling_later(const Telling *telling, EventKind kind);

/* The groups; each is called for its own event kinds only. */
void narrate_life(Telling *telling);      /* narrate_refs.c: births and deaths */
void narrate_reference(Telling *telling);
void narrate_list(Telling *telling);      /* narrate_collect.c */
void narrate_search(Telling *telling);
void narrate_run(Telling *telling);
void narrate_memory(Telling *telling);
void narrate_program(Telling *telling);
void narrate_title(Telling *telling);     /* narrate_title.c */

#endif
