/* The digest speaks of logical state only: which cells a chunk uses, stale numbers of the dead and free chunks do not count. */
#include "model/world.h"

#include "base/check.h"
#include "base/hash.h"

static uint64_t add_slots(uint64_t digest, const World *world, ObjectId object)
{
    for (Position position = 0; position < world->slot_count[object]; position++) {
        ObjectId target = world_target(world, object, position);
        digest = hash_add(digest, target);
        if (target != OBJECT_NONE && position >= world->fixed[object] && world_is_keyed(world, object)) {
            digest = hash_add(digest, world_key(world, object, position));
            digest = hash_add(digest, world_key_object(world, object, position));
        }
    }
    return digest;
}

static uint64_t add_object(uint64_t digest, const World *world, ObjectId object)
{
    const uint32_t values[] = {object, world->flags[object], world->type[object], world->id[object], world->refcount[object],
                               world->gc_refs[object], world->list[object], world->repr[object], world->temps[object],
                               world->block[object], world->storage[object], world->size[object], world->storage_size[object],
                               world->aux[object], world->slot_count[object]};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        digest = hash_add(digest, values[i]);
    }
    return add_slots(digest, world, object);
}

static uint64_t add_lists(uint64_t digest, const World *world)
{
    for (ObjectId list = LIST_GENERATION_0; list < LIST_COUNT; list++) {
        digest = hash_add(digest, list);
        for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
            digest = hash_add(digest, object);
        }
    }
    return digest;
}

static uint64_t add_pool(uint64_t digest, const World *world, uint32_t pool)
{
    digest = hash_add(digest, (uint64_t)world->pool_class[pool] << 48 | (uint64_t)world->pool_count[pool] << 32 |
                                  (uint64_t)world->pool_virgin[pool] << 16 | world->pool_free[pool]);
    if (world->pool_class[pool] == 0) {
        return digest;
    }
    uint32_t block = world->pool_free[pool];
    for (uint32_t guard = 0; block != 0 && guard < 4096; guard++) {
        digest = hash_add(digest, block);
        block = world->link[((size_t)pool << world->geometry.block_shift) + block - 1];
    }
    return digest;
}

static uint64_t add_memory(uint64_t digest, const World *world)
{
    for (uint32_t arena = 0; arena < world->words[W_ARENA_RECORDS]; arena++) {
        const uint32_t *record = &world->words[W_ARENA + arena * ARENA_RECORD_WORDS];
        for (uint32_t field = ARENA_VIRGIN; field <= ARENA_FREE && record[ARENA_POOLS] != 0; field++) {
            digest = hash_add(digest, record[field]);
        }
        uint32_t first = arena * world->geometry.pools_per_arena;
        for (uint32_t pool = first; record[ARENA_POOLS] != 0 && pool < first + record[ARENA_VIRGIN]; pool++) {
            digest = add_pool(digest, world, pool);
        }
    }
    for (uint32_t list = 0; list < FREE_LISTS; list++) {
        for (uint32_t i = 0; i < world->words[W_FREELIST + list]; i++) {
            digest = hash_add(digest, world->freelist[list * FREE_LIST_MAX + i]);
        }
    }
    digest = hash_add(digest, world->totals[TOTAL_LARGE_BYTES]);
    return hash_add(digest, world->totals[TOTAL_LARGE_ADDRESS]);
}

uint64_t world_digest(const World *world)
{
    uint64_t digest = 0;
    for (uint32_t word = 0; word < W_CELL_TOP; word++) {
        digest = hash_add(digest, world->words[word]);
    }
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        if (world_alive(world, object)) {
            digest = add_object(digest, world, object);
        }
    }
    digest = add_slots(digest, world, OBJECT_GARBAGE);
    for (uint32_t limbo = 0; limbo < world->words[W_LIMBO]; limbo++) {
        digest = add_slots(digest, world, OBJECT_LIMBO + limbo);
    }
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        digest = hash_add(digest, world->frames[i]);
    }
    for (uint32_t i = 0; i < world->words[W_PIN_COUNT]; i++) {
        digest = hash_add(digest, (uint64_t)world->pin_object[i] << 32 | world->pin_count[i]);
    }
    for (uint32_t i = 0; i < world->words[W_OUTPUT_COUNT]; i++) {
        digest = hash_add(digest, world->output[i]);
    }
    return add_memory(add_lists(digest, world), world);
}

/* ---- the check from outside ---- */

static void count_holders(const World *world, ObjectId owner, uint32_t *held)
{
    for (Position position = 0; position < world->slot_count[owner]; position++) {
        held[world_target(world, owner, position)]++;
        if (position >= world->fixed[owner] && world_is_keyed(world, owner)) {
            held[world_key_object(world, owner, position)]++;
        }
    }
}

static const char *check_counts(const World *world, uint32_t *held)
{
    uint32_t top = world->words[W_OBJECT_TOP];
    count_holders(world, OBJECT_GARBAGE, held);
    for (uint32_t limbo = 0; limbo < world->words[W_LIMBO]; limbo++) {
        count_holders(world, OBJECT_LIMBO + limbo, held);
    }
    for (ObjectId object = OBJECT_FIRST; object < top; object++) {
        if (world_alive(world, object)) {
            count_holders(world, object, held);
            held[object] += world->temps[object];
        }
    }
    for (uint32_t i = 0; i < world->words[W_PIN_COUNT]; i++) {
        held[world->pin_object[i]] += world->pin_count[i];
    }
    for (ObjectId object = OBJECT_FIRST; object < top; object++) {
        if (!world_alive(world, object) && held[object] != 0) {
            return "a dead object is held";
        }
        if (world_alive(world, object) && held[object] != world->refcount[object]) {
            return "refcount differs from the number of holders";
        }
    }
    return NULL;
}

static const char *check_lists(const World *world)
{
    uint64_t listed = 0;
    uint64_t tracked = 0;
    for (ObjectId list = LIST_GENERATION_0; list < LIST_COUNT; list++) {
        for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
            if (world->list[object] != list || world->prev[world->next[object]] != object || !world_alive(world, object)) {
                return "a generation list is broken";
            }
            listed++;
        }
    }
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        tracked += world_alive(world, object) && world->list[object] != 0;
    }
    return listed == tracked ? NULL : "an object claims a list that does not hold it";
}

static const char *check_pools(const World *world)
{
    for (uint32_t arena = 0; arena < world->words[W_ARENA_RECORDS]; arena++) {
        const uint32_t *record = &world->words[W_ARENA + arena * ARENA_RECORD_WORDS];
        uint32_t first = arena * world->geometry.pools_per_arena;
        for (uint32_t pool = first; record[ARENA_POOLS] != 0 && pool < first + record[ARENA_VIRGIN]; pool++) {
            uint32_t chain = 0;
            for (uint32_t block = world->pool_free[pool]; block != 0 && world->pool_class[pool] != 0; chain++) {
                if (block > world->pool_virgin[pool] || chain > world->pool_virgin[pool]) {
                    return "a pool's chain of free blocks is broken";
                }
                block = world->link[((size_t)pool << world->geometry.block_shift) + block - 1];
            }
            if (world->pool_class[pool] != 0 && chain + world->pool_count[pool] != world->pool_virgin[pool]) {
                return "a pool's count differs from its free blocks";
            }
        }
    }
    return NULL;
}

const char *world_check(const World *world)
{
    uint32_t *held = mem_zeroed(world->words[W_OBJECT_TOP] + 1, sizeof *held);
    const char *broken = check_counts(world, held);
    mem_release(held);
    if (broken == NULL) {
        broken = check_lists(world);
    }
    return broken != NULL ? broken : check_pools(world);
}
