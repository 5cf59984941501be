/* A bump arena: many small things that go together. Not for things freed one by one. */
#ifndef HL_BASE_ARENA_H
#define HL_BASE_ARENA_H

#include <stddef.h>

typedef struct ArenaBlock ArenaBlock;

/* An all-zero Arena is a valid empty one. */
typedef struct Arena {
    ArenaBlock *blocks; /* newest first */
    size_t used;        /* bytes of the newest block in use */
} Arena;

/* Zero-filled, 16-byte aligned; valid until the arena is reset or released. */
void *arena_zeroed(Arena *arena, size_t count, size_t bytes);
void *arena_copy(Arena *arena, const void *from, size_t bytes);
/* Forgets everything but keeps one block for reuse. */
void arena_reset(Arena *arena);
void arena_release(Arena *arena);

#endif
