/* pymalloc's fast path is a pop: the first pool of used[class] gives the block its chain of free blocks begins with. All else
 * happens at edges: a chain that runs empty is given one virgin block at once or its pool leaves the list; a pool without taken
 * blocks goes back to its arena; a class without a usable pool gets one from there.
 *
 * Example, class 16 empty: take(10) emits [arena_new,] pool_unfree+pool_open, pool_used, block_take of block 0; take(10) again
 * pops block 1, empties the chain and carves block 2 (aux 1 of the same event); give(block 0) pushes it: it is the next to go.
 * Cost: one event for a take or a give; up to five steps at edges. */
#include "allocator/allocator.h"

#include "allocator/arenas.h"
#include "base/check.h"

/* An event that belongs to the step begun before it, with aux. */
#define EMIT_ON_AUX(to, kind_, aux_, a_, b_, c_) \
    emit_event(to, (Event){.kind = (kind_), .aux = (uint16_t)(aux_), .a = (a_), .b = (b_), .c = (c_)})

/* ---- large blocks ---- */

static BlockRef large_ref(uint32_t number)
{
    return LARGE_FLAG | number;
}

/* Keeps the address of a block that is about to move, or of a number about to be used again. Begins a step. */
static void keep_address(Allocator *allocator, BlockRef block)
{
    uint64_t address = allocator->emit->world->large_address[block & ~LARGE_FLAG];
    emit_event(allocator->emit, (Event){.kind = EVENT_FIT_PLACE, .flags = EVENT_STEP, .aux = 1, .a = block,
                                        .b = (uint32_t)address, .c = (uint32_t)(address >> 32)});
}

static BlockRef large_take(Allocator *allocator, uint32_t bytes, ObjectId for_object)
{
    const World *world = allocator->emit->world;
    uint32_t number = world->words[W_LARGE_FREE];
    bytes = bytes != 0 ? bytes : 1;
    if (number != 0) {
        keep_address(allocator, large_ref(number));
        EMIT_ON_AUX(allocator->emit, EVENT_LARGE_TAKE, 1, large_ref(number), for_object, bytes);
    } else {
        number = world->words[W_LARGE_TOP];
        if (number >= MAX_LARGE) {
            mem_exhausted();
        }
        emit(allocator->emit, EVENT_LARGE_TAKE, large_ref(number), for_object, bytes);
    }
    if (allocator->first_fit) {
        uint64_t address = holes_take(&allocator->holes, bytes);
        emit(allocator->emit, EVENT_FIT_PLACE, large_ref(number), (uint32_t)address, (uint32_t)(address >> 32));
    }
    return large_ref(number);
}

static void large_give(Allocator *allocator, BlockRef block, unsigned owned, ObjectId owner)
{
    const World *world = allocator->emit->world;
    uint32_t bytes = block_bytes(world, block);
    CHECK(bytes != 0);
    if (allocator->first_fit) {
        holes_give(&allocator->holes, world_block_address(world, block), bytes);
    }
    emit_aux(allocator->emit, EVENT_LARGE_GIVE, owned, block, owner, bytes);
}

/* The C library grows a block in place only within its own rounding; a new place is where a new block would lie. */
static BlockRef large_resize(Allocator *allocator, BlockRef block, uint32_t new_bytes)
{
    uint32_t old_bytes = block_bytes(allocator->emit->world, block);
    bool moves = ((uint64_t)new_bytes + 15) / 16 > ((uint64_t)old_bytes + 15) / 16;
    if (moves) {
        keep_address(allocator, block);
        EMIT_ON_AUX(allocator->emit, EVENT_LARGE_RESIZE, 1, block, new_bytes, old_bytes);
    } else {
        emit(allocator->emit, EVENT_LARGE_RESIZE, block, new_bytes, old_bytes);
    }
    return block;
}

static BlockRef fit_resize(Allocator *allocator, BlockRef block, uint32_t new_bytes, ObjectId for_object)
{
    const World *world = allocator->emit->world;
    uint32_t old_bytes = block_bytes(world, block);
    uint64_t address = world_block_address(world, block);
    if (new_bytes > old_bytes && !holes_take_at(&allocator->holes, address + old_bytes, new_bytes - old_bytes)) {
        BlockRef moved = large_take(allocator, new_bytes, for_object);
        large_give(allocator, block, OWNED_NOT, for_object);
        return moved;
    }
    if (new_bytes < old_bytes) {
        holes_give(&allocator->holes, address + new_bytes, old_bytes - new_bytes);
    }
    emit(allocator->emit, EVENT_LARGE_RESIZE, block, new_bytes, old_bytes);
    return block;
}

/* ---- pools ---- */

/* An empty pool becomes the only one in used[class]: pool + 1, or 0. A pool that last served this class keeps its chain. */
static __attribute__((noinline)) uint32_t class_refill(Allocator *allocator, uint32_t size_class)
{
    const World *world = allocator->emit->world;
    uint32_t found = arenas_take_pool(allocator);
    if (found == 0) {
        return 0;
    }
    uint32_t pool = found - 1;
    uint32_t old_class = world->pool_class[pool];
    if (old_class == size_class + 1) {
        emit_on(allocator->emit, EVENT_POOL_USED, pool, 0, 0);
        return found;
    }
    const uint16_t *link = &world->link[(size_t)pool << world->geometry.block_shift];
    uint32_t links_and_classes = (uint32_t)link[1] << 16 | (size_class + 1) << 8 | old_class;
    uint32_t heads = (uint32_t)world->pool_free[pool] << 16 | world->pool_virgin[pool];
    EMIT_ON_AUX(allocator->emit, EVENT_POOL_OPEN, link[0], pool, links_and_classes, heads);
    emit(allocator->emit, EVENT_POOL_USED, pool, 0, 0);
    return found;
}

/* The block is the last of its pool's chain: a virgin block follows it, or the pool is full. */
static BlockRef take_last(Allocator *allocator, uint32_t pool, BlockRef block, ObjectId for_object)
{
    const World *world = allocator->emit->world;
    uint32_t virgin = world->pool_virgin[pool];
    if (virgin < allocator->capacity[world->pool_class[pool] - 1]) {
        uint32_t link = world->link[((size_t)pool << world->geometry.block_shift) + virgin];
        emit_aux(allocator->emit, EVENT_BLOCK_TAKE, 1, block, for_object, link);
    } else {
        emit(allocator->emit, EVENT_BLOCK_TAKE, block, for_object, 0);
        emit(allocator->emit, EVENT_POOL_FULL, pool, world->pool_prev[pool], 0);
    }
    return block;
}

BlockRef allocator_take(Allocator *allocator, uint32_t bytes, ObjectId for_object)
{
    if (bytes - 1 >= allocator->small_limit) { /* 0 wraps around */
        return large_take(allocator, bytes, for_object);
    }
    const World *world = allocator->emit->world;
    uint32_t size_class = (bytes - 1) >> allocator->class_shift;
    uint32_t found = world->words[W_USED + size_class];
    if (__builtin_expect(found == 0, 0)) {
        found = class_refill(allocator, size_class);
        if (found == 0) {
            return large_take(allocator, bytes, for_object);
        }
    }
    uint32_t pool = found - 1;
    uint32_t index = world->pool_free[pool] - 1u;
    size_t link = ((size_t)pool << world->geometry.block_shift) + index;
    BlockRef block = (BlockRef)link + 1;
    if (world->link[link] == 0) {
        return take_last(allocator, pool, block, for_object);
    }
    emit(allocator->emit, EVENT_BLOCK_TAKE, block, for_object, 0);
    return block;
}

BlockRef allocator_take_raw(Allocator *allocator, uint32_t bytes, ObjectId for_object)
{
    return large_take(allocator, bytes, for_object);
}

void allocator_give(Allocator *allocator, BlockRef block, unsigned owned, ObjectId owner)
{
    if (block_is_large(block)) {
        large_give(allocator, block, owned, owner);
        return;
    }
    const World *world = allocator->emit->world;
    uint32_t pool = world_pool_of(world, block);
    bool was_full = world->pool_free[pool] == 0;
    CHECK(world->pool_count[pool] != 0);
    emit_aux(allocator->emit, EVENT_BLOCK_GIVE, owned, block, owner, world->link[block - 1]);
    if (was_full) {
        emit(allocator->emit, EVENT_POOL_USED, pool, 0, 0);
    } else if (world->pool_count[pool] == 0) {
        emit(allocator->emit, EVENT_POOL_EMPTY, pool, world->pool_prev[pool], 0);
        arenas_pool_freed(allocator, pool);
    }
}

BlockRef allocator_resize(Allocator *allocator, BlockRef old, uint32_t new_bytes, ObjectId for_object)
{
    if (old == 0) {
        return allocator_take(allocator, new_bytes, for_object);
    }
    if (block_is_large(old)) {
        new_bytes = new_bytes != 0 ? new_bytes : 1;
        return allocator->first_fit ? fit_resize(allocator, old, new_bytes, for_object)
                                    : large_resize(allocator, old, new_bytes);
    }
    uint32_t has = block_bytes(allocator->emit->world, old);
    if (new_bytes <= has && (uint64_t)new_bytes * 4 > (uint64_t)has * 3) {
        return old;
    }
    BlockRef moved = allocator_take(allocator, new_bytes, for_object);
    allocator_give(allocator, old, OWNED_NOT, for_object);
    return moved;
}
