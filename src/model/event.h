/* The events: every change the world can undergo, 16 bytes each, in one table. Nothing that is not an event changes the world.
 *
 * An event carries what undoing it needs. A *step* (what a person sees) begins at an event with EVENT_STEP and runs to just
 * before the next such event; its first `voiced` event is what the narration speaks of.
 * Operand letters: o object, p position, t target object, n number, w word, b block, - unused. They tell tools which operands
 * name objects (history index) and how a dump prints them. */
#ifndef HL_MODEL_EVENT_H
#define HL_MODEL_EVENT_H

#include <stdint.h>

/* X(constant, spelling in event logs, operands of a b c, voiced) */
#define EVENTS(X)                                                                                                         \
    /* lives */                                                                                                           \
    X(NEW, "new", "onn", 1)                 /* object, type, id */                                                        \
    X(REPR, "repr", "on-", 0)               /* object, text of its value */                                               \
    X(DEAD, "died", "onn", 1)               /* object, slots it had, side payload of keys */                              \
    X(FLAG_ON, "flag_on", "on-", 0)         /* object, flag bit */                                                        \
    X(FLAG_OFF, "flag_off", "on-", 0)                                                                                     \
    X(SIZE, "size", "onn", 0)               /* object, new and old request in bytes */                                    \
    X(STORAGE_SIZE, "storage_size", "onn", 0)                                                                             \
    X(TYPE, "type", "onn", 0)               /* object, new and old type */                                                \
    /* references */                                                                                                      \
    X(TEMP_HOLD, "hold", "o--", 1)          /* one temporary more, refcount +1 */                                         \
    X(TEMP_DROP, "drop", "o--", 1)          /* one temporary less, refcount −1 */                                         \
    X(EDGE_SET, "ref", "opt", 1)            /* owner, position (empty before), target: refcount +1 */                     \
    X(EDGE_DROP, "unref", "opt", 1)         /* the slot is empty afterwards: refcount −1 */                               \
    X(EDGE_TO_TEMP, "ref_to_temp", "opt", 0)                                                                              \
    X(TEMP_TO_EDGE, "temp_to_ref", "opt", 1)                                                                              \
    X(SLOT_ADD, "slot_add", "on-", 0)       /* one empty slot more at the end; its key */                                 \
    X(SLOT_INSERT, "slot_insert", "op-", 0) /* an empty slot before position p */                                         \
    X(SLOT_REMOVE, "slot_remove", "op-", 0) /* the empty slot p; later ones move down */                                  \
    X(KEY_OBJECT_SET, "key_ref", "opt", 1)  /* the object used as key of entry p: refcount +1 */                          \
    X(KEY_OBJECT_DROP, "key_unref", "opt", 1)                                                                             \
    X(KEY_TO_TEMP, "key_to_temp", "opt", 0)                                                                               \
    X(COMPACT, "compact", "onn", 0)         /* owner; empty entries leave; side payload: count, their positions and keys */ \
    X(REORDER, "reorder", "onn", 1)         /* owner, number of slots, side payload: permutation (new → old position) */  \
    X(DETACH, "detach", "oo-", 1)           /* owner, limbo: the variable part moves to the limbo */                      \
    X(LIMBO_END, "limbo_end", "onn", 0)     /* limbo, slots it had, side payload: owner, keys */                              \
    X(PIN_NEW, "pin_new", "non", 0)         /* record, object, by whom */                                                 \
    X(PIN, "pin", "nnn", 1)                 /* record, new and old count */                                               \
    X(WEAKREF_AIM, "weakref_aim", "ot-", 0) /* weakref, target */                                                         \
    X(WEAKREF_CLEAR, "weakref_clear", "ot-", 1)                                                                           \
    /* the collector's lists */                                                                                           \
    X(TRACK, "track", "on-", 1)             /* object, list: at its tail */                                               \
    X(UNTRACK, "untrack", "oon", 1)         /* object, predecessor it had, list; aux: collecting flags it had */                              \
    X(MOVE, "move", "oon", 1)               /* object, predecessor it had, from << 8 | to: at the tail of `to` */         \
    X(MERGE, "merge", "oon", 1)             /* first, last object of the joined list, from << 8 | to */                   \
    X(PROMOTE, "promote", "oon", 1)         /* the same; the objects stop taking part in the collection */                \
    /* the collector's scratch counts */                                                                                  \
    X(REFS_COPY, "gc_refs_copy", "onn", 1)  /* object, new and old gc_refs: it takes part */                              \
    X(REFS_SUBTRACT, "gc_refs_subtract", "oop", 1) /* object, from, slot */                                               \
    X(REFS_MARK, "gc_refs_mark", "oop", 1)  /* object, from, slot: 0 → 1 */                                               \
    X(REFS_RESET, "gc_refs_reset", "onn", 0) /* object, new, old */                                                       \
    X(SCAN, "scan", "o--", 1)               /* the object under the cursor is reachable: its referents are looked at */   \
    X(SCANNED, "scanned", "o--", 0)         /* it stops collecting: black */                                              \
    X(UNTOUCHED, "not_collecting", "o--", 0) /* leaves the collection: no longer collecting nor taking part */            \
    X(MARK_GREY, "mark_grey", "oop", 1)     /* mark-sweep: object put in the worklist, from, slot */                      \
    X(MARK_TAKE, "mark_take", "o--", 1)     /* mark-sweep: first of the worklist is looked at */                          \
    X(MARK_BLACK, "mark_black", "o--", 0)                                                                                 \
    X(MARK_CLEAR, "mark_clear", "onn", 1)   /* mark-sweep: takes part, white; new, old gc_refs */                         \
    /* memory */                                                                                                          \
    X(BLOCK_TAKE, "block_take", "bon", 1)   /* block, for which object, carved */                                         \
    X(BLOCK_GIVE, "block_give", "bon", 1)   /* block, whose, link the block had */                                        \
    X(BLOCK_OWN, "block_own", "obb", 0)     /* object, new and old block */                                               \
    X(STORAGE_OWN, "storage_own", "obb", 0)                                                                               \
    X(LARGE_TAKE, "large_take", "bon", 1)   /* large block, for whom, bytes */                                            \
    X(LARGE_GIVE, "large_give", "bon", 1)                                                                                 \
    X(LARGE_RESIZE, "large_resize", "bnn", 1) /* large block, new and old bytes */                                        \
    X(FIT_PLACE, "fit_place", "bnn", 0)     /* large block, address: low, high */                                         \
    X(POOL_OPEN, "pool_open", "nnn", 1)     /* pool, classes and links, old free head << 16 | old virgin */        \
    X(POOL_USED, "pool_used", "n--", 1)     /* pool to the front of used[class] */                                        \
    X(POOL_FULL, "pool_full", "nn-", 1)     /* leaves used[class]; predecessor it had */                                  \
    X(POOL_EMPTY, "pool_empty", "nn-", 1)   /* leaves used[class] and goes to the arena's free pools */                   \
    X(POOL_UNFREE, "pool_unfree", "nnn", 0) /* popped from the arena's free pools, or carved: class, chain link it had */ \
    X(ARENA_NEW, "arena_new", "nnn", 1)     /* record, base in pages: low, high */                                        \
    X(ARENA_GONE, "arena_gone", "nnn", 1)   /* record, free pool head it had, virgin pools it had */                      \
    X(ARENA_WORD, "arena_word", "wnn", 0)   /* word, new, old */                                                          \
    X(FREELIST_PUSH, "free_list_push", "nbo", 1) /* list, block, object that died */                                      \
    X(FREELIST_POP, "free_list_pop", "nbo", 1)   /* list, block, object that is born; none: emptied */                    \
    /* the interpreter */                                                                                                 \
    X(FRAME_PUSH, "call", "onn", 1)         /* frame, name, thread */                                                     \
    X(FRAME_POP, "return", "on-", 1)        /* frame, its index */                                                        \
    X(FRAME_SPACE, "frame_namespace", "ot-", 0) /* frame, dict its names are */                                           \
    X(COUNTER, "counter", "wnn", 1)         /* word, new, old: the young counters */                                      \
    X(WORD, "word", "wnn", 0)               /* word, new, old */                                                          \
    X(SETTING, "setting", "wnn", 1)         /* word, new, old: threshold, enabled, debug */                               \
    X(PHASE, "phase", "wnn", 1)             /* W_PHASE, new, old */                                                       \
    X(COLLECT_BEGIN, "collect_begin", "nnn", 1) /* generation, automatic, number */                                       \
    X(COLLECT_END, "collect_end", "nnn", 1) /* generation, returned, number */                                            \
    X(FINALIZER_BEGIN, "finalizer", "o--", 1)                                                                             \
    X(FINALIZER_END, "finalizer_end", "o--", 0)                                                                           \
    X(CALLBACK_BEGIN, "callback", "o--", 1)                                                                               \
    X(CALLBACK_END, "callback_end", "o--", 0)                                                                             \
    X(CLEAR, "clear", "o--", 1)             /* the collector calls tp_clear */                                            \
    X(RESURRECTED, "resurrected", "o--", 1) /* its own finalizer brought it back */                                       \
    X(TRASH_DEFER, "trashcan", "o--", 1)    /* nested too deep: waits */                                                  \
    X(TRASH_TAKE, "trashcan_take", "o--", 0)                                                                              \
    X(OUTPUT, "output", "n--", 1)           /* a line of program output */                                                \
    X(LINE, "line", "wnn", 1)               /* W_LINE, new, old */                                                        \
    X(NOTE, "note", "n--", 1)               /* op record */                                                               \
    X(ASK, "ask", "n--", 1)                 /* op record */                                                               \
    X(MATERIALIZE, "materialize", "oo-", 1) /* instance, its dict */

typedef enum EventKind {
#define EVENT_ENUM(constant, spelling, operands, voiced) EVENT_##constant,
    EVENTS(EVENT_ENUM)
#undef EVENT_ENUM
    EVENT_KIND_COUNT
} EventKind;

enum { EVENT_STEP = 1 }; /* Event.flags: a step begins here */

typedef struct Event {
    uint8_t kind;  /* EventKind */
    uint8_t flags;
    uint16_t aux;  /* free list, storage or main block, old link: said at the kind's apply */
    uint32_t a, b, c;
} Event;

_Static_assert(sizeof(Event) == 16, "events are 16 bytes");

typedef struct EventInfo {
    const char *text;
    const char *operands;
    int voiced;
} EventInfo;

extern const EventInfo event_info[EVENT_KIND_COUNT];

#endif
