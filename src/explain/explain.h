/* What every explanation looks at: a world at a step, the journal that led there, and how to talk about it. */
#ifndef HL_EXPLAIN_EXPLAIN_H
#define HL_EXPLAIN_EXPLAIN_H

#include "explain/label.h"
#include "model/event.h"
#include "model/op.h"
#include "types/profile.h"

#include <string.h>

/* What the op of a record says, as far as a title needs it. All NAME_NONE by default. */
typedef struct OpWords {
    Name id, type, repr, name, from, slot, to; /* members of the op; `name`: also its `bind` */
    LocalText text;                      /* its note, or the text of a note or an ask */
    uint32_t generation;                 /* collect */
} OpWords;

typedef struct Explain {
    const World *world;       /* at `step` */
    const Journal *journal;
    uint64_t step;
    const Labels *labels;     /* may be NULL */
    const Profile *profile;   /* may be NULL: then no limits of free lists are told */
    CollectorKind collector;
    AllocatorKind allocator;
    Language language;
    /* Fills *words for the op of a record (index into Journal.ops); false: nothing is known. May be NULL. */
    bool (*op_words)(void *context, size_t record, OpWords *words);
    void *op_context;
} Explain;

/* A scalar as it was when `event` had happened: later events of its step, up to `end`, may have changed it again. */
static inline uint32_t explain_word_then(const World *world, const Event *event, const Event *end, uint32_t word)
{
    for (event++; event < end; event++) {
        bool scalar = event->kind == EVENT_WORD || event->kind == EVENT_COUNTER || event->kind == EVENT_PHASE;
        if (scalar && event->a == word) {
            return event->c;
        }
    }
    return world->words[word];
}

/* Whether a finalizer or a weak reference's callback is running: what is held and released then is the program's affair. */
static inline bool explain_user_code_runs(const World *world)
{
    for (uint32_t i = world->words[W_FRAME_COUNT]; i-- > 1;) {
        const char *name = names_text(world->names, world->id[world->frames[i]]);
        if (strcmp(name, "__del__") == 0 || strcmp(name, "callback") == 0) {
            return true;
        }
    }
    return false;
}

/* The text of the wanted language, else of the other one, else NAME_NONE. */
static inline Name explain_pick(Language language, LocalText text)
{
    Name wanted = language == LANGUAGE_ZH ? text.zh : text.en;
    Name other = language == LANGUAGE_ZH ? text.en : text.zh;
    return wanted != NAME_NONE ? wanted : other;
}

#endif
