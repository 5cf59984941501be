/* Where a request of the simulated program gets its memory: CPython's pymalloc, or first-fit for comparison.
 * Not who owns a block (the caller emits BLOCK_OWN, STORAGE_OWN) and not the free lists of types (types/).
 *
 * The allocator reads the world and emits events. All of pymalloc's state is in the world, so an Allocator can go on from any
 * state the world is put into; first-fit keeps its holes beside it (allocator_resync).
 *
 * Invariants: [alloc.used] used[c] holds exactly the pools of class c with a block taken and one to give; [alloc.usable] the
 * usable list holds exactly the arenas with a free pool, fewest first, and last[k] is the rightmost with k.
 * Life cycle: allocator_init, then takes and gives, allocator_release. */
#ifndef HL_ALLOCATOR_ALLOCATOR_H
#define HL_ALLOCATOR_ALLOCATOR_H

#include "allocator/holes.h"
#include "base/err.h"
#include "model/emit.h"
#include "model/op.h"
#include "model/pool_state.h"

typedef struct Allocator {
    Emit *emit;             /* borrowed */
    uint32_t small_limit;   /* requests of 1 … small_limit bytes come from pools; 0 under first-fit */
    uint32_t class_shift;   /* log2 of the alignment */
    uint16_t capacity[SIZE_CLASSES]; /* blocks a pool of each class holds */
    bool first_fit;
    bool keeps_last_arena;  /* 3.9 and later: an empty arena without a successor stays */
    bool arena_aligned;
    uint64_t *arena_bases;  /* owned; of the first arenas mapped, in that order */
    uint32_t arena_base_count;
    Holes holes;            /* first-fit only */
} Allocator;

/* Sets the world's geometry: `defaults` (small_max, alignment, pool_bytes, arena_bytes, gc_header), overruled by `config`.
 * An Err names the member that makes no sense. Nothing has to be released after a failure. */
bool allocator_init(Allocator *allocator, Emit *emit, const TraceConfig *config, const PoolGeometry *defaults,
                    bool keeps_last_arena, Err *err);
void allocator_release(Allocator *allocator);

/* PyObject_Malloc, PyMem_Malloc: a block of at least `bytes` for an object (or OBJECT_NONE); 0 bytes count as 1 from the C
 * library. Never fails: where CPython's pools could grow no more it too falls back to the C library. */
BlockRef allocator_take(Allocator *allocator, uint32_t bytes, ObjectId for_object);
/* malloc: from the C library, however small. */
BlockRef allocator_take_raw(Allocator *allocator, uint32_t bytes, ObjectId for_object);
/* PyObject_Free. `owned` says which of the owner's columns named the block: OWNED_NOT, OWNED_BLOCK or OWNED_STORAGE. */
void allocator_give(Allocator *allocator, BlockRef block, unsigned owned, ObjectId owner);
/* PyObject_Realloc: the block itself when it stays, else a new one, taken before the old one is given back. Old 0 = take.
 * A large block stays large for ever. Under first-fit a block shrinks in place, grows in place when the hole behind it is
 * large enough, and moves otherwise. */
BlockRef allocator_resize(Allocator *allocator, BlockRef old, uint32_t new_bytes, ObjectId for_object);

/* Makes the private holes agree with the world after it was moved to another step. Cost: all blocks; pymalloc: nothing. */
void allocator_resync(Allocator *allocator);

#endif
