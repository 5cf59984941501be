#include "app/report.h"
#include "model/pool_state.h"
#include "types/profile.h"

static void put_member(JsonOut *out, const char *key, uint64_t number)
{
    json_out_key(out, key);
    json_out_number(out, number);
}

typedef struct ClassFigures {
    uint64_t pools, in_use, available;
} ClassFigures;

static void add_pools(const World *world, uint32_t arena, ClassFigures *figures)
{
    uint32_t first = arena * world->geometry.pools_per_arena;
    for (uint32_t pool = first; pool < first + arena_field(world, arena, ARENA_VIRGIN); pool++) {
        if (world->pool_count[pool] != 0) {
            uint32_t size_class = world->pool_class[pool] - 1u;
            figures[size_class].pools++;
            figures[size_class].in_use += world->pool_count[pool];
            figures[size_class].available += pool_capacity(&world->geometry, size_class) - world->pool_count[pool];
        }
    }
}

static void put_classes(JsonOut *out, const World *world, const ClassFigures *figures)
{
    json_out_key(out, "classes");
    json_out_open(out, '[');
    for (uint32_t size_class = 0; size_class < SIZE_CLASSES; size_class++) {
        if (figures[size_class].pools != 0) {
            json_out_open(out, '{');
            put_member(out, "size", pool_block_bytes(&world->geometry, size_class));
            put_member(out, "pools", figures[size_class].pools);
            put_member(out, "in_use", figures[size_class].in_use);
            put_member(out, "available", figures[size_class].available);
            json_out_close(out, '}');
        }
    }
    json_out_close(out, ']');
}

static void put_pymalloc(JsonOut *out, const World *world)
{
    ClassFigures figures[SIZE_CLASSES] = {{0}};
    uint64_t unused = 0;
    for (uint32_t arena = 0; arena < world->words[W_ARENA_RECORDS]; arena++) {
        if (arena_field(world, arena, ARENA_POOLS) != 0) {
            unused += arena_field(world, arena, ARENA_FREE);
            add_pools(world, arena, figures);
        }
    }
    json_out_line(out);
    json_out_key(out, "pymalloc");
    json_out_open(out, '{');
    put_member(out, "arenas", world->words[W_ARENAS]);
    put_member(out, "arenas_total", world->words[W_ARENAS_TOTAL]);
    put_member(out, "arenas_reclaimed", world->words[W_ARENAS_RECLAIMED]);
    put_member(out, "unused_pools", unused);
    put_classes(out, world, figures);
    json_out_close(out, '}');
}

/* The lists every profile has come always, the others when they hold something. */
static bool is_always_shown(uint32_t list)
{
    return list <= FREELIST_FLOAT;
}

static void put_free_lists(JsonOut *out, const World *world)
{
    char name[32];
    uint64_t tuples = 0;
    json_out_line(out);
    json_out_key(out, "free_lists");
    json_out_open(out, '{');
    for (uint32_t list = 0; list < FREELIST_TUPLE; list++) {
        if (is_always_shown(list) || world->words[W_FREELIST + list] != 0) {
            put_member(out, profile_free_list_name(list, name, sizeof name), world->words[W_FREELIST + list]);
        }
    }
    for (uint32_t list = FREELIST_TUPLE; list < FREE_LISTS; list++) {
        tuples += world->words[W_FREELIST + list];
    }
    put_member(out, "tuple", tuples);
    for (uint32_t list = FREELIST_TUPLE; list < FREE_LISTS; list++) {
        if (world->words[W_FREELIST + list] != 0) {
            put_member(out, profile_free_list_name(list, name, sizeof name), world->words[W_FREELIST + list]);
        }
    }
    json_out_close(out, '}');
}

void report_memory(JsonOut *out, const World *world, bool first_fit)
{
    if (!first_fit) {
        put_pymalloc(out, world);
    }
    put_free_lists(out, world);
    json_out_key(out, "large");
    json_out_open(out, '{');
    put_member(out, "blocks", world->words[W_LARGE_BLOCKS]);
    put_member(out, "bytes", world->totals[TOTAL_LARGE_BYTES]);
    json_out_close(out, '}');
}
