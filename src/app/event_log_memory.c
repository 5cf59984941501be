/* Blocks, pools, arenas and free lists from a log. The allocator's state must stay sound enough to be drawn: chains without cycles,
 * blocks inside their pools. */
#include "app/event_log_read.h"

#include "model/pool_state.h"

static bool emit_memory(LogRun *run, const Event *event)
{
    log_emit(run, (EventKind)event->kind, event->aux, event->a, event->b, event->c);
    return true;
}

/* A block that exists: large, or one that its pool has given out at least once. */
static bool is_block(const World *world, BlockRef block)
{
    if (block == 0) {
        return false;
    }
    if (block_is_large(block)) {
        return (block & ~LARGE_FLAG) < world->words[W_LARGE_TOP] && world->large_bytes[block & ~LARGE_FLAG] != 0;
    }
    uint32_t pool = world_pool_of(world, block);
    return pool < MAX_POOLS && world->pool_class[pool] != 0 && arena_field(world, pool_arena(world, pool), ARENA_POOLS) != 0 &&
           world_index_in_pool(world, block) < world->pool_virgin[pool];
}

/* The chain of free blocks is short: at most the blocks of a pool. */
static bool is_free(const World *world, BlockRef block)
{
    uint32_t pool = world_pool_of(world, block);
    uint32_t wanted = world_index_in_pool(world, block) + 1;
    uint32_t steps = UINT32_C(1) << world->geometry.block_shift;
    for (uint32_t at = world->pool_free[pool]; at != 0 && steps > 0; at = world->link[link_index(world, pool, at - 1)], steps--) {
        if (at == wanted) {
            return true;
        }
    }
    return false;
}

static bool owner_agrees(const World *world, unsigned owned, ObjectId owner, BlockRef block)
{
    return owned == OWNED_NOT || (owner != OBJECT_NONE &&
           (owned == OWNED_BLOCK ? world->block[owner] : world->storage[owner]) == block);
}

static bool apply_take(LogRun *run, Event *event)
{
    const World *world = run->world;
    uint32_t pool = event->a != 0 && !block_is_large(event->a) ? world_pool_of(world, event->a) : 0;
    uint32_t index = event->a != 0 ? world_index_in_pool(world, event->a) : 0;
    bool first = event->a != 0 && !block_is_large(event->a) && world->pool_class[pool] != 0 && world->pool_free[pool] == index + 1;
    if (!log_need(run, first, "the block is not the next one its pool gives")) {
        return false;
    }
    uint32_t virgin = world->pool_virgin[pool];
    bool carves = world->link[link_index(world, pool, index)] == 0 &&
                  virgin < pool_capacity(&world->geometry, world->pool_class[pool] - 1u);
    event->aux = carves;
    event->c = carves ? world->link[link_index(world, pool, virgin)] : 0;
    return emit_memory(run, event);
}

static bool apply_give(LogRun *run, Event *event)
{
    const World *world = run->world;
    if (!log_need(run, is_block(world, event->a) && !block_is_large(event->a) && !is_free(world, event->a), "the block is not taken") ||
        !log_need(run, owner_agrees(world, event->aux, event->b, event->a), "the block is not the owner's")) {
        return false;
    }
    event->c = world->link[event->a - 1];
    return emit_memory(run, event);
}

static bool apply_own(LogRun *run, Event *event)
{
    event->c = event->kind == EVENT_BLOCK_OWN ? run->world->block[event->a] : run->world->storage[event->a];
    return log_need(run, event->b == 0 || is_block(run->world, event->b), "there is no such block") && emit_memory(run, event);
}

static void keep_address(LogRun *run, BlockRef block)
{
    const Event *last = run->emit->next - 1;
    if (last->kind == EVENT_FIT_PLACE && last->a == block && last->aux != 0 && !run->step_due) {
        return;
    }
    uint64_t address = run->world->large_address[block & ~LARGE_FLAG];
    log_emit(run, EVENT_FIT_PLACE, 1, block, (uint32_t)address, (uint32_t)(address >> 32));
}

static bool apply_large(LogRun *run, Event *event)
{
    const World *world = run->world;
    uint32_t number = event->a & ~LARGE_FLAG;
    bool taken = block_is_large(event->a) && is_block(world, event->a);
    if (event->kind == EVENT_LARGE_TAKE) {
        bool again = number != 0 && number == world->words[W_LARGE_FREE];
        if (!log_need(run, block_is_large(event->a) && !taken && event->c != 0 && (again || number == world->words[W_LARGE_TOP]),
                      "large blocks are numbered in order, freed numbers last first")) {
            return false;
        }
        if (again) {
            keep_address(run, event->a);
        }
        event->aux = again;
        return emit_memory(run, event);
    }
    if (!log_need(run, taken, "the block is not taken")) {
        return false;
    }
    if (event->kind == EVENT_LARGE_GIVE) {
        event->c = world->large_bytes[number];
        return log_need(run, owner_agrees(world, event->aux, event->b, event->a), "the block is not the owner's") &&
               emit_memory(run, event);
    }
    if (event->aux != 0) {
        keep_address(run, event->a);
    }
    event->c = world->large_bytes[number];
    return log_need(run, event->b != 0, "member 'bytes' must be above 0") && emit_memory(run, event);
}

static bool apply_place(LogRun *run, Event *event)
{
    uint32_t number = event->a & ~LARGE_FLAG;
    if (!log_need(run, block_is_large(event->a) && number < run->world->words[W_LARGE_TOP], "there is no such block")) {
        return false;
    }
    if (event->aux != 0) {
        uint64_t address = run->world->large_address[number];
        event->b = (uint32_t)address;
        event->c = (uint32_t)(address >> 32);
    }
    return emit_memory(run, event);
}

/* ---- pools ---- */

static uint8_t *pool_place(LogRun *run, uint32_t pool)
{
    while (run->pool_place.count <= pool) {
        vec_push(&run->pool_place, POOL_NOWHERE);
    }
    return &run->pool_place.items[pool];
}

static bool open_pool(LogRun *run, Event *event, const uint8_t *place)
{
    const World *world = run->world;
    uint32_t bytes = event->b;
    uint32_t size_class = bytes / world->geometry.alignment;
    if (!log_need(run, *place == POOL_NOWHERE && world->pool_count[event->a] == 0, "the pool is in use") ||
        !log_need(run, bytes != 0 && bytes % world->geometry.alignment == 0 && bytes <= world->geometry.small_max,
                  "member 'size' is no size class")) {
        return false;
    }
    const uint16_t *link = &world->link[link_index(world, event->a, 0)];
    event->aux = link[0];
    event->b = (uint32_t)link[1] << 16 | size_class << 8 | world->pool_class[event->a];
    event->c = (uint32_t)world->pool_free[event->a] << 16 | world->pool_virgin[event->a];
    return emit_memory(run, event);
}

static bool unfree_pool(LogRun *run, Event *event, uint8_t *place)
{
    const World *world = run->world;
    uint32_t arena = pool_arena(world, event->a);
    uint32_t virgin = arena_field(world, arena, ARENA_VIRGIN);
    bool fresh = event->aux != 0;
    bool good = fresh ? *place == POOL_NOWHERE && event->a == arena * world->geometry.pools_per_arena + virgin &&
                        virgin < arena_field(world, arena, ARENA_POOLS)
                      : *place == POOL_IN_FREE && arena_field(world, arena, ARENA_FREE_POOLS) == event->a + 1;
    event->b = fresh ? world->pool_class[event->a] : 0;
    event->c = fresh ? world->pool_next[event->a] : 0;
    *place = good ? POOL_NOWHERE : *place;
    return log_need(run, good, "the pool is not the next free one of its arena") && emit_memory(run, event);
}

/* Into or out of the list of its class. */
static bool move_pool(LogRun *run, Event *event, uint8_t *place)
{
    const World *world = run->world;
    bool joins = event->kind == EVENT_POOL_USED;
    bool good = world->pool_class[event->a] != 0 && *place == (joins ? POOL_NOWHERE : POOL_IN_USED) &&
                (event->kind != EVENT_POOL_EMPTY || world->pool_count[event->a] == 0);
    if (!log_need(run, good, "the pool is not where it could come from")) {
        return false;
    }
    event->b = joins ? 0 : world->pool_prev[event->a];
    *place = joins ? POOL_IN_USED : event->kind == EVENT_POOL_EMPTY ? POOL_IN_FREE : POOL_NOWHERE;
    return emit_memory(run, event);
}

static bool apply_pool(LogRun *run, Event *event)
{
    const World *world = run->world;
    bool there = event->a < MAX_POOLS && pool_arena(world, event->a) < MAX_ARENAS &&
                 arena_field(world, pool_arena(world, event->a), ARENA_POOLS) != 0;
    if (!log_need(run, there, "the pool's arena does not exist")) {
        return false;
    }
    uint8_t *place = pool_place(run, event->a);
    switch ((EventKind)event->kind) {
    case EVENT_POOL_OPEN: return open_pool(run, event, place);
    case EVENT_POOL_UNFREE: return unfree_pool(run, event, place);
    default: return move_pool(run, event, place);
    }
}

/* ---- arenas ---- */

static bool apply_arena(LogRun *run, Event *event)
{
    const World *world = run->world;
    uint32_t per_arena = world->geometry.pools_per_arena;
    if (!log_need(run, event->a < MAX_ARENAS && event->a < MAX_POOLS / per_arena, "there cannot be so many arenas")) {
        return false;
    }
    uint32_t pools = arena_field(world, event->a, ARENA_POOLS);
    if (event->kind == EVENT_ARENA_NEW) {
        return log_need(run, pools == 0 && event->aux != 0 && event->aux <= per_arena, "the arena exists already") &&
               emit_memory(run, event);
    }
    if (!log_need(run, pools != 0 && arena_field(world, event->a, ARENA_FREE) == pools, "the arena is in use")) {
        return false;
    }
    for (uint32_t pool = 0; pool < pools; pool++) {
        *pool_place(run, event->a * per_arena + pool) = POOL_NOWHERE;
    }
    event->aux = (uint16_t)pools;
    event->b = arena_field(world, event->a, ARENA_FREE_POOLS);
    event->c = arena_field(world, event->a, ARENA_VIRGIN);
    return emit_memory(run, event);
}

static bool is_link_of_arena(uint32_t word)
{
    uint32_t field = (word - W_ARENA) % ARENA_RECORD_WORDS;
    return field == ARENA_NEXT || field == ARENA_PREV || field == ARENA_BASE_LOW || field == ARENA_BASE_HIGH;
}

static bool apply_arena_word(LogRun *run, Event *event)
{
    uint32_t most = MAX_POOLS / run->world->geometry.pools_per_arena;
    bool word = event->a >= W_ARENA_USABLE && event->a < W_ARENA && (event->a < W_CELL_TOP || event->a >= W_ARENA_LAST);
    bool base = event->a >= W_ARENA && (event->a - W_ARENA) % ARENA_RECORD_WORDS <= ARENA_BASE_HIGH;
    most = most < MAX_ARENAS ? most : MAX_ARENAS;
    event->c = run->world->words[event->a];
    return log_need(run, word || (event->a >= W_ARENA && is_link_of_arena(event->a)), "this cannot be set") &&
           log_need(run, base || event->b <= most, "the value is out of range") && emit_memory(run, event);
}

/* ---- free lists ---- */

static bool apply_free_list(LogRun *run, Event *event)
{
    const World *world = run->world;
    uint32_t count = world->words[W_FREELIST + event->a];
    if (event->kind == EVENT_FREELIST_PUSH) {
        return log_need(run, count < FREE_LIST_MAX && is_block(world, event->b), "the free list is full, or there is no such block") &&
               log_need(run, owner_agrees(world, event->aux, event->c, event->b), "the block is not the owner's") &&
               emit_memory(run, event);
    }
    return log_need(run, count != 0 && world->freelist[event->a * FREE_LIST_MAX + count - 1] == event->b,
                    "the block is not the last one of the free list") && emit_memory(run, event);
}

bool log_apply_memory(LogRun *run, Event *event)
{
    switch ((EventKind)event->kind) {
    case EVENT_BLOCK_TAKE: return apply_take(run, event);
    case EVENT_BLOCK_GIVE: return apply_give(run, event);
    case EVENT_BLOCK_OWN: case EVENT_STORAGE_OWN: return apply_own(run, event);
    case EVENT_LARGE_TAKE: case EVENT_LARGE_GIVE: case EVENT_LARGE_RESIZE: return apply_large(run, event);
    case EVENT_FIT_PLACE: return apply_place(run, event);
    case EVENT_ARENA_NEW: case EVENT_ARENA_GONE: return apply_arena(run, event);
    case EVENT_ARENA_WORD: return apply_arena_word(run, event);
    case EVENT_FREELIST_PUSH: case EVENT_FREELIST_POP: return apply_free_list(run, event);
    default: return apply_pool(run, event);
    }
}
