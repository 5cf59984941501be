/* Choosing and checking the geometry. A trace may ask for tiny pools to show a full arena on one screen, so every number is
 * checked against what the state's columns can hold and what the rules of pymalloc take for granted. */
#include "allocator/allocator.h"

#include "allocator/fit.h"
#include "base/check.h"

#include <inttypes.h>
#include <string.h>

enum { POOL_HEADER_BYTES = 48, PAGE_BYTES = 4096 };
enum {
    MIN_ALIGNMENT = 8, MAX_ALIGNMENT = 64,
    MAX_POOL_BLOCKS = 1024,     /* block_shift 10: MAX_LINKS */
    MAX_ARENA_POOLS = 1024      /* W_ARENA_LAST */
};
#define MAX_BASE (UINT64_C(1) << 47) /* a user address */

static bool is_power_of_two(uint64_t value)
{
    return value != 0 && (value & (value - 1)) == 0;
}

static uint64_t given_or(uint64_t given, uint32_t otherwise)
{
    return given != 0 ? given : otherwise;
}

static uint64_t header_bytes(uint64_t alignment)
{
    return (POOL_HEADER_BYTES + alignment - 1) / alignment * alignment;
}

static bool classes_check(uint64_t alignment, uint64_t small_max, Err *err)
{
    if (!is_power_of_two(alignment) || alignment < MIN_ALIGNMENT || alignment > MAX_ALIGNMENT) {
        return err_input(err, "config.pymalloc.alignment is %" PRIu64 ", but must be a power of two from %d to %d", alignment,
                         MIN_ALIGNMENT, MAX_ALIGNMENT);
    }
    if (small_max % alignment != 0 || small_max / alignment > SIZE_CLASSES) {
        return err_input(err, "config.pymalloc.small_max is %" PRIu64 ", but must be a multiple of the alignment %" PRIu64
                         " up to %" PRIu64, small_max, alignment, alignment * SIZE_CLASSES);
    }
    return true;
}

/* A pool that opens has a first block to give and a second one for its chain. */
static bool pool_check(uint64_t pool_bytes, uint64_t alignment, uint64_t small_max, Err *err)
{
    uint64_t least = header_bytes(alignment) + 2 * small_max;
    uint64_t most = header_bytes(alignment) + (MAX_POOL_BLOCKS + 1) * alignment - 1;
    if (!is_power_of_two(pool_bytes) || pool_bytes < least || pool_bytes > most) {
        return err_input(err, "config.pymalloc.pool_bytes is %" PRIu64 ", but must be a power of two from %" PRIu64
                         " (two of the largest blocks) to %" PRIu64 " (%d of the smallest)", pool_bytes, least, most,
                         MAX_POOL_BLOCKS);
    }
    return true;
}

/* Two usable pools at least: an arena is then always in the usable list before its last pool is freed. */
static bool arena_check(uint64_t arena_bytes, uint64_t pool_bytes, bool may_lose_one, Err *err)
{
    uint64_t least = may_lose_one ? 3 : 2;
    if (arena_bytes % pool_bytes != 0 || arena_bytes / pool_bytes < least || arena_bytes / pool_bytes > MAX_ARENA_POOLS) {
        return err_input(err, "config.pymalloc.arena_bytes is %" PRIu64 ", but must be %" PRIu64 " to %d pools of %" PRIu64
                         " bytes", arena_bytes, least, MAX_ARENA_POOLS, pool_bytes);
    }
    return true;
}

static bool bases_check(const TraceConfig *config, uint64_t arena_bytes, Err *err)
{
    for (uint32_t i = 0; i < config->arena_base_count; i++) {
        uint64_t base = config->arena_bases[i];
        if (base == 0 || base % PAGE_BYTES != 0 || base > MAX_BASE - arena_bytes) {
            return err_input(err, "config.pymalloc.arena_bases[%" PRIu32 "] is 0x%" PRIx64
                             ", but must be a multiple of %d below 0x%" PRIx64, i, base, PAGE_BYTES, MAX_BASE);
        }
    }
    return true;
}

static bool bases_lose_one(const TraceConfig *config, uint64_t pool_bytes)
{
    bool lose = !config->arena_aligned && pool_bytes > PAGE_BYTES;
    for (uint32_t i = 0; i < config->arena_base_count; i++) {
        lose = lose || config->arena_bases[i] % pool_bytes != 0;
    }
    return lose;
}

static bool geometry_choose(PoolGeometry *geometry, const TraceConfig *config, const PoolGeometry *defaults, Err *err)
{
    uint64_t alignment = given_or(config->alignment, defaults->alignment);
    uint64_t small_max = given_or(config->small_max, defaults->small_max);
    uint64_t pool_bytes = given_or(config->pool_bytes, defaults->pool_bytes);
    uint64_t arena_bytes = given_or(config->arena_bytes, defaults->arena_bytes);
    if (!classes_check(alignment, small_max, err) || !pool_check(pool_bytes, alignment, small_max, err) ||
        !arena_check(arena_bytes, pool_bytes, bases_lose_one(config, pool_bytes), err) ||
        !bases_check(config, arena_bytes, err)) {
        return false;
    }
    *geometry = *defaults;
    geometry->alignment = (uint32_t)alignment;
    geometry->small_max = (uint32_t)small_max;
    geometry->pool_bytes = (uint32_t)pool_bytes;
    geometry->arena_bytes = (uint32_t)arena_bytes;
    geometry->pool_header = (uint32_t)header_bytes(alignment);
    geometry->pools_per_arena = (uint32_t)(arena_bytes / pool_bytes);
    geometry->usable_pools = geometry->pools_per_arena - (!config->arena_aligned && pool_bytes > PAGE_BYTES);
    geometry->block_shift = 32 - (uint32_t)__builtin_clz(pool_capacity(geometry, 0) - 1);
    return true;
}

bool allocator_init(Allocator *allocator, Emit *emit, const TraceConfig *config, const PoolGeometry *defaults,
                    bool keeps_last_arena, Err *err)
{
    PoolGeometry *geometry = &emit->world->geometry;
    if (!geometry_choose(geometry, config, defaults, err)) {
        return false;
    }
    *allocator = (Allocator){.emit = emit, .keeps_last_arena = keeps_last_arena, .arena_aligned = config->arena_aligned};
    allocator->first_fit = config->allocator == ALLOCATOR_FIRST_FIT;
    allocator->small_limit = allocator->first_fit ? 0 : geometry->small_max;
    allocator->class_shift = (uint32_t)__builtin_ctz(geometry->alignment);
    for (uint32_t size_class = 0; size_class < pool_class_count(geometry); size_class++) {
        allocator->capacity[size_class] = (uint16_t)pool_capacity(geometry, size_class);
    }
    allocator->arena_bases = mem_copy(config->arena_bases, config->arena_base_count * sizeof *config->arena_bases);
    allocator->arena_base_count = config->arena_base_count;
    holes_init(&allocator->holes);
    return true;
}

void allocator_release(Allocator *allocator)
{
    mem_release(allocator->arena_bases);
    holes_release(&allocator->holes);
    memset(allocator, 0, sizeof *allocator);
}

void allocator_resync(Allocator *allocator)
{
    if (allocator->first_fit) {
        fit_collect_holes(allocator->emit->world, &allocator->holes);
    }
}
