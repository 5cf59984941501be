/* Blocks, pools, arenas, private free lists. */
#include "explain/narrate_parts.h"
#include "model/pool_state.h"

#include <stdio.h>

static bool is_alive(const Telling *telling, ObjectId object)
{
    return object >= OBJECT_FIRST && object < telling->world->words[W_OBJECT_TOP] && world_alive(telling->world, object);
}

static uint64_t pool_bytes_of(const World *world, uint32_t pool)
{
    return (uint64_t)world->pool_class[pool] * world->geometry.alignment;
}

/* ---- small blocks ---- */

static void tell_pool(Telling *telling, uint32_t pool, int change)
{
    const World *world = telling->world;
    if (world->pool_class[pool] == 0) {
        return;
    }
    PhraseArgs args = {.n = world->pool_count[pool], .k = pool_capacity(&world->geometry, world->pool_class[pool] - 1u)};
    args.m = (uint64_t)((int64_t)args.n - change);
    tell_number(telling, PHRASE_NUMBER_POOL, args);
}

static void narrate_block_take(Telling *telling)
{
    const World *world = telling->world;
    const Event *event = telling->event;
    uint32_t pool = world_pool_of(world, event->a);
    PhraseArgs args = {.n = pool_bytes_of(world, pool), .m = pool};
    if (is_alive(telling, event->b)) {
        args.object = tell_object(telling, event->b);
        tell(telling, PHRASE_BLOCK_TAKE, args);
    } else {
        tell(telling, PHRASE_BLOCK_TAKE_NEW, args);
    }
    if (event->aux != 0) {
        tell(telling, PHRASE_BLOCK_CARVED, (PhraseArgs){0});
    }
    tell_pool(telling, pool, 1);
    telling->out->pool = pool + 1;
    telling->out->block = event->a;
}

static void narrate_block_give(Telling *telling)
{
    const Event *event = telling->event;
    uint32_t pool = world_pool_of(telling->world, event->a);
    PhraseArgs args = {.m = pool};
    bool limbo = telling_is_limbo(event->b);
    PhraseKey key = event->aux == OWNED_BLOCK ? PHRASE_BLOCK_GIVE : PHRASE_BLOCK_GIVE_STORAGE;
    if (event->aux == OWNED_NOT || (event->b < OBJECT_FIRST && !limbo)) {
        key = PHRASE_BLOCK_GIVE_RAW;
    } else {
        args.object = limbo ? telling_full(telling, event->b) : tell_object(telling, event->b);
    }
    tell(telling, key, args);
    tell_pool(telling, pool, -1);
    telling->out->pool = pool + 1;
    telling->out->block = event->a;
}

/* ---- large blocks ---- */

static void narrate_large(Telling *telling)
{
    const Event *event = telling->event;
    bool fit = telling->explain->allocator == ALLOCATOR_FIRST_FIT;
    PhraseArgs args = {.n = event->c};
    telling->out->block = event->a;
    if (event->kind == EVENT_LARGE_TAKE) {
        tell(telling, fit ? PHRASE_LARGE_TAKE_FIT : PHRASE_LARGE_TAKE, args);
    } else if (event->kind == EVENT_LARGE_GIVE) {
        tell(telling, fit ? PHRASE_LARGE_GIVE_FIT : PHRASE_LARGE_GIVE, args);
    } else {
        args = (PhraseArgs){.m = event->c, .n = event->b};
        tell(telling, event->aux != 0 ? PHRASE_LARGE_MOVED : PHRASE_LARGE_RESIZE, args);
        tell_number(telling, PHRASE_NUMBER_BYTES, args);
    }
    if (is_alive(telling, event->b) && event->kind != EVENT_LARGE_RESIZE) {
        telling->out->object = event->b;
    }
}

/* ---- pools, arenas ---- */

static void narrate_pool(Telling *telling)
{
    const World *world = telling->world;
    const Event *event = telling->event;
    PhraseArgs args = {.m = event->a, .n = pool_bytes_of(world, event->a)};
    telling->out->pool = event->a + 1;
    switch ((EventKind)event->kind) {
    case EVENT_POOL_OPEN: {
        uint32_t old_class = event->b & 0xff;
        args.k = (uint64_t)old_class * world->geometry.alignment;
        tell(telling, old_class == 0 ? PHRASE_POOL_OPEN : PHRASE_POOL_OPEN_AGAIN, args);
        return;
    }
    case EVENT_POOL_USED:
        tell(telling, world->pool_count[event->a] == 0 ? PHRASE_POOL_USED_EMPTY : PHRASE_POOL_USED_FULL, args);
        return;
    case EVENT_POOL_FULL: tell(telling, PHRASE_POOL_FULL, args); return;
    default: tell(telling, PHRASE_POOL_EMPTY, args); return;
    }
}

static void narrate_arena(Telling *telling)
{
    const World *world = telling->world;
    const Event *event = telling->event;
    uint64_t arenas = world->words[W_ARENAS];
    bool made = event->kind == EVENT_ARENA_NEW;
    PhraseArgs args = {.m = event->a, .n = world->geometry.arena_bytes / 1024};
    if (made) {
        char address[32];
        snprintf(address, sizeof address, "0x%llx", (unsigned long long)world_arena_base(world, event->a));
        Prose *text = telling_text(telling);
        prose_add(text, address);
        args.text = prose_text(text);
    }
    tell(telling, made ? PHRASE_ARENA_NEW : PHRASE_ARENA_GONE, args);
    tell_number(telling, PHRASE_NUMBER_ARENAS, (PhraseArgs){.m = made ? arenas - 1 : arenas + 1, .n = arenas});
}

/* ---- private free lists ---- */

static void narrate_free_list(Telling *telling)
{
    const Event *event = telling->event;
    char name[32];
    PhraseArgs args = {.list = profile_free_list_name(event->a, name, sizeof name)};
    bool push = event->kind == EVENT_FREELIST_PUSH;
    uint64_t length = telling->world->words[W_FREELIST + event->a];
    if (!push) {
        tell(telling, event->c == OBJECT_NONE ? PHRASE_FREELIST_EMPTIED : PHRASE_FREELIST_POP, args);
    } else if (event->c < OBJECT_FIRST) {
        tell(telling, PHRASE_FREELIST_PUSH_RAW, args);
    } else {
        args.object = tell_object(telling, event->c);
        tell(telling, PHRASE_FREELIST_PUSH, args);
    }
    tell_number(telling, PHRASE_NUMBER_FREELIST, (PhraseArgs){.list = args.list, .m = push ? length - 1 : length + 1, .n = length});
    telling->out->block = event->b;
    telling->out->pool = event->b == 0 || block_is_large(event->b) ? 0 : world_pool_of(telling->world, event->b) + 1;
}

void narrate_memory(Telling *telling)
{
    switch ((EventKind)telling->event->kind) {
    case EVENT_BLOCK_TAKE: narrate_block_take(telling); return;
    case EVENT_BLOCK_GIVE: narrate_block_give(telling); return;
    case EVENT_LARGE_TAKE:
    case EVENT_LARGE_GIVE:
    case EVENT_LARGE_RESIZE: narrate_large(telling); return;
    case EVENT_ARENA_NEW:
    case EVENT_ARENA_GONE: narrate_arena(telling); return;
    case EVENT_FREELIST_PUSH:
    case EVENT_FREELIST_POP: narrate_free_list(telling); return;
    default: narrate_pool(telling); return;
    }
}
