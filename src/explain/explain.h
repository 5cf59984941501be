/* What every explanation looks at: a world at a step, the journal that led there, and how to talk about it. */
#ifndef HL_EXPLAIN_EXPLAIN_H
#define HL_EXPLAIN_EXPLAIN_H

#include "explain/label.h"
#include "model/op.h"
#include "types/profile.h"

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

/* The text of the wanted language, else of the other one, else NAME_NONE. */
static inline Name explain_pick(Language language, LocalText text)
{
    Name wanted = language == LANGUAGE_ZH ? text.zh : text.en;
    Name other = language == LANGUAGE_ZH ? text.en : text.zh;
    return wanted != NAME_NONE ? wanted : other;
}

#endif
