#include "base/arena.h"

#include "base/mem.h"

#include <stdint.h>
#include <string.h>

enum { BLOCK_BYTES = 1 << 16, ALIGNMENT = 16 };

struct ArenaBlock {
    ArenaBlock *older;
    size_t bytes; /* of `data` */
    size_t padding[2];
    unsigned char data[];
};

static void add_block(Arena *arena, size_t bytes)
{
    size_t room = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
    ArenaBlock *block = mem_resize(NULL, sizeof *block + room, 1);
    block->older = arena->blocks;
    block->bytes = room;
    arena->blocks = block;
    arena->used = 0;
}

void *arena_zeroed(Arena *arena, size_t count, size_t bytes)
{
    if (bytes != 0 && count > (SIZE_MAX - ALIGNMENT) / bytes) {
        mem_exhausted();
    }
    size_t wanted = (count * bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (arena->blocks == NULL || arena->blocks->bytes - arena->used < wanted) {
        add_block(arena, wanted);
    }
    void *memory = arena->blocks->data + arena->used;
    arena->used += wanted;
    memset(memory, 0, wanted);
    return memory;
}

void *arena_copy(Arena *arena, const void *from, size_t bytes)
{
    void *copy = arena_zeroed(arena, bytes, 1);
    if (bytes != 0) {
        memcpy(copy, from, bytes);
    }
    return copy;
}

static void release_older(ArenaBlock *block)
{
    while (block != NULL) {
        ArenaBlock *older = block->older;
        mem_release(block);
        block = older;
    }
}

void arena_reset(Arena *arena)
{
    if (arena->blocks == NULL) {
        return;
    }
    if (arena->blocks->bytes > BLOCK_BYTES) {
        arena_release(arena);
        return;
    }
    release_older(arena->blocks->older);
    arena->blocks->older = NULL;
    arena->used = 0;
}

void arena_release(Arena *arena)
{
    release_older(arena->blocks);
    arena->blocks = NULL;
    arena->used = 0;
}
