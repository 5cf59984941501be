/* The simulated machine's whole undoable state, as columns of plain numbers in one reserved region.
 * Not here: caches, layouts, selections, and what only the deciding algorithms need.
 *
 * Only model/apply.h writes it, one event at a time; everybody else holds a `const World *`.
 * Every write marks its 4 KiB page dirty, so that a keyframe copies only what changed since the last one (journal/keyframe.h).
 *
 * Invariants: [world.count] refcount[o] = names + slots + keys + temporaries + pins + garbage entries that hold o, after every
 * event; [world.lists] an object is in the list its `list` column names, and in no other; [world.cells] chunks do not overlap. */
#ifndef HL_MODEL_WORLD_H
#define HL_MODEL_WORLD_H

#include "base/names.h"
#include "base/vec.h"
#include "model/ids.h"
#include "model/type.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORLD_PAGE_BYTES = 4096, WORLD_PAGE_SHIFT = 12 };

/* Limits, each far above what fits in memory today; reported by name when hit. */
#define MAX_OBJECTS (UINT32_C(1) << 26)  /* objects and frames ever made in one journalled run */
#define MAX_CELLS (UINT32_C(1) << 30)    /* slots, three cells for a keyed entry */
#define MAX_POOLS (UINT32_C(1) << 21)    /* 32 GiB of 16 KiB pools */
#define MAX_LINKS (MAX_POOLS * UINT64_C(1024))
#define MAX_PINS (UINT32_C(1) << 26)
#define MAX_FRAMES (UINT32_C(1) << 20)   /* alive at once */
#define MAX_OUTPUT (UINT32_C(1) << 26)   /* lines */
#define MAX_LARGE (UINT32_C(1) << 26)
enum { MAX_TYPES = 65535 }; /* displayed types of one run */
enum { FREE_LISTS = 64, FREE_LIST_MAX = 2048, SIZE_CLASSES = 128, ARENA_RECORD_WORDS = 8, MAX_ARENAS = 1 << 17 };

/* X(type, column, entries, part of the logical state: goes into the digest by itself) */
#define WORLD_COLUMNS(X)                                                                                             \
    X(uint32_t, words, WORD_COUNT)              /* scalars, see Word */                                              \
    X(uint64_t, totals, TOTAL_COUNT)                                                                                 \
    X(uint32_t, refcount, MAX_OBJECTS)                                                                                \
    X(uint32_t, gc_refs, MAX_OBJECTS)           /* the collector's scratch count */                                   \
    X(uint32_t, next, MAX_OBJECTS)              /* in the list named by `list` */                                     \
    X(uint32_t, prev, MAX_OBJECTS)                                                                                    \
    X(uint8_t, list, MAX_OBJECTS)               /* LIST_*, 0 = untracked */                                           \
    X(uint16_t, flags, MAX_OBJECTS)             /* OBJECT_ALIVE … */                                                  \
    X(uint16_t, type, MAX_OBJECTS)              /* TypeId */                                                          \
    X(uint32_t, id, MAX_OBJECTS)                /* Name: the id in the trace; of a frame: the function's name */      \
    X(uint32_t, repr, MAX_OBJECTS)              /* Name: the value as text, or none; of a frame: its thread */        \
    X(uint32_t, cells, MAX_OBJECTS)             /* first cell of its chunk, 0 = none */                               \
    X(uint8_t, cell_log2, MAX_OBJECTS)          /* capacity of the chunk */                                           \
    X(uint8_t, fixed, MAX_OBJECTS)              /* fixed slots, copied from the type for speed */                     \
    X(uint8_t, stride, MAX_OBJECTS)             /* cells per entry of the variable part: 1 or KEYED_STRIDE */         \
    X(uint32_t, slot_count, MAX_OBJECTS)        /* positions, empty ones included */                                  \
    X(uint32_t, temps, MAX_OBJECTS)             /* temporaries that hold it */                                        \
    X(uint32_t, block, MAX_OBJECTS)             /* BlockRef of the object, GC header included */                      \
    X(uint32_t, storage, MAX_OBJECTS)           /* BlockRef of item array, keys, values */                            \
    X(uint32_t, size, MAX_OBJECTS)              /* bytes requested */                                                 \
    X(uint32_t, storage_size, MAX_OBJECTS)                                                                            \
    X(uint32_t, aux, MAX_OBJECTS)               /* weakref: target; frame: namespace dict */                          \
    X(uint32_t, frames, MAX_FRAMES)             /* ObjectId of the living frames in the order pushed */              \
    X(uint32_t, cell, MAX_CELLS)                                                                                     \
    X(uint32_t, pin_object, MAX_PINS)                                                                                \
    X(uint32_t, pin_by, MAX_PINS)                                                                                    \
    X(uint32_t, pin_count, MAX_PINS)                                                                                 \
    X(uint32_t, output, MAX_OUTPUT)             /* Name of each line */                                              \
    X(uint32_t, freelist, FREE_LISTS * FREE_LIST_MAX) /* BlockRef */                                                 \
    X(uint16_t, pool_count, MAX_POOLS)          /* blocks taken */                                                   \
    X(uint16_t, pool_free, MAX_POOLS)           /* head of the LIFO chain: block index + 1 */                        \
    X(uint16_t, pool_virgin, MAX_POOLS)         /* first never used block */                                         \
    X(uint8_t, pool_class, MAX_POOLS)           /* size class + 1, 0 = none yet */                                   \
    X(uint32_t, pool_next, MAX_POOLS)           /* pool + 1 in used[class] or in the arena's free pools */           \
    X(uint32_t, pool_prev, MAX_POOLS)                                                                                \
    X(uint16_t, link, MAX_LINKS)                /* of free block: next in the chain, block index + 1 */              \
    X(uint32_t, large_bytes, MAX_LARGE)         /* 0 = given back */                                                 \
    X(uint64_t, large_address, MAX_LARGE)                                                                            \
    X(uint32_t, large_next, MAX_LARGE)          /* chain of numbers to use again */

enum {
    OBJECT_ALIVE = 1,
    OBJECT_IMMORTAL = 2,
    OBJECT_FINALIZED = 4,
    OBJECT_COLLECTING = 8,    /* CPython's PREV_MASK_COLLECTING */
    OBJECT_TAKES_PART = 16,   /* has gc_refs in the running collection */
    OBJECT_IS_FRAME = 32,     /* a frame's names */
    OBJECT_HAS_FINALIZER = 64,
    OBJECT_WAITS = 128,       /* in the trashcan: refcount 0, not dead yet */
    OBJECT_MANAGED = 256,     /* created by the model for another object: an instance's __dict__ */
    OBJECT_GREY = 512,        /* mark-sweep: in the worklist */
    OBJECT_RESIZED = 1024,    /* sized by `resize` only */
    OBJECT_HELD = 2048,       /* by an op `hold` */
    OBJECT_SPLIT = 4096,      /* dict whose keys are its class's shared key table */
    OBJECT_STARTED = 8192,    /* generator or coroutine that has run */
    OBJECT_DICT_SHOWS = 16384 /* 3.13: instance whose dict is an object but only shows the values that lie in the instance */
};

typedef enum Word {
    W_COUNT, W_THRESHOLD = W_COUNT + 3, W_ENABLED = W_THRESHOLD + 3, W_COLLECTING, W_DEBUG, W_PENDING, W_TOTAL,
    W_STATS, /* 3 × collections, collected, uncollectable */
    W_PHASE = W_STATS + 9, W_GENERATION, W_COLLECTION, W_LINE, W_FILE, W_SCHEDULED, W_FRAME_COUNT, W_OUTPUT_COUNT, W_OBJECT_TOP,
    W_ALIVE, W_PIN_COUNT, W_GREY_HEAD, W_GREY_TAIL, W_LIMBO,
    W_LARGE_BLOCKS, W_LARGE_TOP, W_LARGE_FREE, W_FREELIST,
    W_USED = W_FREELIST + FREE_LISTS,          /* first pool + 1 of used[class] */
    W_ARENAS = W_USED + SIZE_CLASSES,          /* allocated now */
    W_ARENAS_TOTAL, W_ARENAS_RECLAIMED,
    W_ARENA_USABLE,                            /* head: record + 1 */
    W_ARENA_UNUSED,                            /* head of the LIFO of records without memory */
    W_ARENA_RECORDS,                           /* records made so far */
    W_CELL_TOP,                                /* physical, not part of the digest */
    W_CELL_FREE,                               /* 32 heads of free chunks, physical */
    W_ARENA_LAST = W_CELL_FREE + 32,           /* last usable arena with nfree == k: record + 1; k up to 1024 */
    W_ARENA = W_ARENA_LAST + 1032,             /* records */
    WORD_COUNT = W_ARENA + MAX_ARENAS * ARENA_RECORD_WORDS
} Word;

enum { TOTAL_LARGE_BYTES, TOTAL_LARGE_ADDRESS, TOTAL_COUNT };

/* Fields of an arena record. */
enum { ARENA_BASE_LOW, ARENA_BASE_HIGH, ARENA_VIRGIN, ARENA_POOLS, ARENA_FREE, ARENA_FREE_POOLS, ARENA_NEXT, ARENA_PREV };

/* W_PHASE: 0 = no collection runs. Names: phase_text. */
#define PHASES(X)                                                                                                 \
    X(NONE, "") X(MERGE, "merge") X(UPDATE_REFS, "update_refs") X(SUBTRACT_REFS, "subtract_refs")                  \
    X(MOVE_UNREACHABLE, "move_unreachable") X(MARK, "mark") X(SWEEP, "sweep") X(UNTRACK, "untrack")                \
    X(PROMOTE, "promote") X(LEGACY, "legacy") X(WEAKREFS, "weakrefs") X(FINALIZE, "finalize")                      \
    X(RESURRECT, "resurrect") X(DELETE_GARBAGE, "delete_garbage") X(FREE_LISTS, "free_lists")
typedef enum Phase {
#define PHASE_ENUM(constant, spelling) PHASE_##constant,
    PHASES(PHASE_ENUM)
#undef PHASE_ENUM
    PHASE_COUNT
} Phase;
const char *phase_text(Phase phase);

/* Geometry of the simulated allocator; fixed for a run. */
typedef struct PoolGeometry {
    uint32_t small_max;      /* largest request served from pools, bytes */
    uint32_t alignment;      /* bytes; also the step between size classes */
    uint32_t pool_bytes, arena_bytes;
    uint32_t pool_header;    /* 48 */
    uint32_t pools_per_arena; /* record slots per arena in pool numbering */
    uint32_t usable_pools;   /* pools an arena really has: one fewer when its base is not pool-aligned */
    uint32_t gc_header;      /* bytes in front of an object with GC support: 16, or 32 up to 3.7 */
    uint32_t block_shift;    /* BlockRef = (pool << block_shift | block) + 1 */
} PoolGeometry;

#define LARGE_FLAG UINT32_C(0x80000000) /* BlockRef of a large block: LARGE_FLAG | number */

typedef struct World {
#define COLUMN_FIELD(type_, column, entries) type_ *column;
    WORLD_COLUMNS(COLUMN_FIELD)
#undef COLUMN_FIELD
    unsigned char *region; /* all columns, page-aligned each */
    size_t region_bytes;
    uint8_t *dirty;        /* one byte a page of the region */
    uintptr_t dirty_origin; /* where the byte of page 0 of all memory would lie: the shortest way from an address to its byte */
    size_t page_count;

    /* facts about the run, append-only: the same for every step */
    Names *names;                 /* borrowed */
    VEC(TypeRecord *) types;      /* index = TypeId; 0 unused */
    const uint32_t *side;         /* the journal's side payloads (borrowed, may move: set by its owner) */
    PoolGeometry geometry;
    bool keys_first;              /* 2.7: dicts visit an entry's key before its value */
} World;

World *world_new(Names *names);
void world_free(World *world);
/* Order-sensitive digest of the logical state: equal for equal states however they were reached. Cost: the whole world. */
uint64_t world_digest(const World *world);
/* Checks every invariant from outside; NULL, or what is broken (static text). Cost: the whole world. */
const char *world_check(const World *world);

/* Adds a record (zero-filled but for name and kind); the pointer stays valid. */
TypeRecord *world_add_type(World *world, Name name, Kind kind, TypeId *id);
static inline const TypeRecord *world_type(const World *world, ObjectId object)
{
    return world->types.items[world->type[object]];
}

/* The cell that holds the target at a position. */
static inline uint32_t world_cell(const World *world, ObjectId object, Position position)
{
    uint32_t fixed = world->fixed[object];
    uint32_t base = world->cells[object];
    return position < fixed ? base + position : base + fixed + (position - fixed) * world->stride[object];
}
static inline ObjectId world_target(const World *world, ObjectId object, Position position)
{
    return world->cell[world_cell(world, object, position)];
}
/* The own key of an entry of the variable part of a keyed object. */
static inline Name world_key(const World *world, ObjectId object, Position position)
{
    return world->cell[world_cell(world, object, position) + 1];
}
static inline ObjectId world_key_object(const World *world, ObjectId object, Position position)
{
    return world->cell[world_cell(world, object, position) + 2];
}
static inline bool world_is_keyed(const World *world, ObjectId object)
{
    return world->stride[object] == KEYED_STRIDE;
}
static inline bool world_alive(const World *world, ObjectId object)
{
    return (world->flags[object] & OBJECT_ALIVE) != 0;
}
static inline bool world_immortal(const World *world, ObjectId object)
{
    return (world->flags[object] & OBJECT_IMMORTAL) != 0;
}
static inline bool world_tracked(const World *world, ObjectId object)
{
    return world->list[object] != 0;
}
/* How a slot is called: its attribute, key, index or element id. */
Name world_slot_name(const World *world, ObjectId object, Position position);

/* Where a block lies. Small: arena base + pool + offset; large: from its own region. 0 for none. */
uint64_t world_block_address(const World *world, BlockRef block);
uint64_t world_arena_base(const World *world, uint32_t arena);
/* What id() prints: behind the GC header. */
uint64_t world_object_address(const World *world, ObjectId object);
static inline uint32_t world_pool_of(const World *world, BlockRef block)
{
    return (block - 1) >> world->geometry.block_shift;
}
static inline uint32_t world_index_in_pool(const World *world, BlockRef block)
{
    return (block - 1) & ((UINT32_C(1) << world->geometry.block_shift) - 1);
}

#endif
