#include "model/world.h"

#include "base/check.h"
#include "base/mem.h"
#include "model/event.h"

#include <stdio.h>

const EventInfo event_info[EVENT_KIND_COUNT] = {
#define EVENT_ROW(constant, spelling, operands, voiced) {spelling, operands, voiced},
    EVENTS(EVENT_ROW)
#undef EVENT_ROW
};

const char *kind_text(Kind kind)
{
    static const char *const texts[] = {
#define KIND_ROW(constant, spelling) spelling,
        KINDS(KIND_ROW)
#undef KIND_ROW
    };
    return texts[kind];
}

const char *phase_text(Phase phase)
{
    static const char *const texts[] = {
#define PHASE_ROW(constant, spelling) spelling,
        PHASES(PHASE_ROW)
#undef PHASE_ROW
    };
    return texts[phase];
}

static size_t page_round(size_t bytes)
{
    return (bytes + WORLD_PAGE_BYTES - 1) & ~(size_t)(WORLD_PAGE_BYTES - 1);
}

static void place_columns(World *world)
{
    size_t total = 0;
#define COLUMN_SIZE(type, column, entries) total += page_round((size_t)(entries) * sizeof(type));
    WORLD_COLUMNS(COLUMN_SIZE)
#undef COLUMN_SIZE
    world->region = mem_reserve(total);
    world->region_bytes = total;
    world->page_count = total >> WORLD_PAGE_SHIFT;
    world->dirty = mem_reserve(world->page_count);
    world->dirty_origin = (uintptr_t)world->dirty - ((uintptr_t)world->region >> WORLD_PAGE_SHIFT);
    unsigned char *at = world->region;
#define COLUMN_PLACE(type, column, entries)                              \
    world->column = (type *)(void *)at;                                  \
    mem_prefer_huge(world->column, (size_t)(entries) * sizeof(type));    \
    at += page_round((size_t)(entries) * sizeof(type));
    WORLD_COLUMNS(COLUMN_PLACE)
#undef COLUMN_PLACE
}

static void add_pseudo_types(World *world)
{
    static const Kind kinds[] = {KIND_NAMES, KIND_GARBAGE};
    vec_push(&world->types, NULL);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        TypeId id;
        TypeRecord *type = world_add_type(world, names_of(world->names, kind_text(kinds[i])), kinds[i], &id);
        type->naming = kinds[i] == KIND_NAMES ? NAMING_KEYED : NAMING_INDEX;
        if (kinds[i] == KIND_GARBAGE) {
            world->type[OBJECT_GARBAGE] = (uint16_t)id;
            world->stride[OBJECT_GARBAGE] = 1;
        }
    }
}

World *world_new(Names *names)
{
    World *world = mem_zeroed(1, sizeof *world);
    world->names = names;
    place_columns(world);
    for (ObjectId list = LIST_GENERATION_0; list < LIST_COUNT; list++) {
        world->next[list] = list;
        world->prev[list] = list;
    }
    world->words[W_OBJECT_TOP] = OBJECT_FIRST;
    world->words[W_CELL_TOP] = 1;
    world->words[W_LARGE_TOP] = 1;
    world->totals[TOTAL_LARGE_ADDRESS] = UINT64_C(0x555500000010);
    add_pseudo_types(world);
    return world;
}

void world_free(World *world)
{
    if (world == NULL) {
        return;
    }
    for (size_t i = 1; i < world->types.count; i++) {
        vec_release(&world->types.items[i]->keys);
        mem_release(world->types.items[i]->clear_order);
        mem_release(world->types.items[i]->dealloc_order);
        mem_release(world->types.items[i]);
    }
    vec_release(&world->types);
    mem_unreserve(world->region, world->region_bytes);
    mem_unreserve(world->dirty, world->page_count);
    mem_release(world);
}

TypeRecord *world_add_type(World *world, Name name, Kind kind, TypeId *id)
{
    TypeRecord *type = mem_zeroed(1, sizeof *type);
    type->name = name;
    type->kind = kind;
    type->base = kind;
    type->dict_slot = -1;
    type->class_slot = -1;
    CHECK(world->types.count <= MAX_TYPES);
    *id = (TypeId)world->types.count;
    vec_push(&world->types, type);
    return type;
}

Name world_slot_name(const World *world, ObjectId object, Position position)
{
    const TypeRecord *type = world_type(world, object);
    if (position < world->fixed[object]) {
        return type->fixed_names[position];
    }
    Position at = position - world->fixed[object];
    switch (type->naming) {
    case NAMING_KEYED: return world_key(world, object, position);
    case NAMING_SHARED: return at < type->keys.count ? type->keys.items[at] : NAME_NONE;
    case NAMING_ELEMENT: {
        ObjectId element = world_target(world, object, position);
        return element == OBJECT_NONE ? NAME_NONE : world->id[element];
    }
    case NAMING_INDEX:
    case NAMING_NONE: break;
    }
    return names_of_number(world->names, at);
}

uint64_t world_arena_base(const World *world, uint32_t arena)
{
    const uint32_t *record = &world->words[W_ARENA + arena * ARENA_RECORD_WORDS];
    return ((uint64_t)record[ARENA_BASE_HIGH] << 32 | record[ARENA_BASE_LOW]) << WORLD_PAGE_SHIFT;
}

uint64_t world_block_address(const World *world, BlockRef block)
{
    if (block == 0) {
        return 0;
    }
    if ((block & LARGE_FLAG) != 0) {
        return world->large_address[block & ~LARGE_FLAG];
    }
    const PoolGeometry *geometry = &world->geometry;
    uint32_t pool = world_pool_of(world, block);
    uint64_t base = world_arena_base(world, pool / geometry->pools_per_arena);
    uint64_t first = (base + geometry->pool_bytes - 1) / geometry->pool_bytes * geometry->pool_bytes;
    uint32_t size = (uint32_t)world->pool_class[pool] * geometry->alignment;
    return first + (uint64_t)(pool % geometry->pools_per_arena) * geometry->pool_bytes + geometry->pool_header +
           (uint64_t)world_index_in_pool(world, block) * size;
}

uint64_t world_object_address(const World *world, ObjectId object)
{
    uint64_t address = world_block_address(world, world->block[object]);
    return address != 0 && world_type(world, object)->has_gc ? address + world->geometry.gc_header : address;
}
