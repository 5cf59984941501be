/* Every address a real CPython gave out, predicted: request streams of real runs (tests/conformance/pymalloc/README.md) are
 * played to our allocator, which is told sizes, frees and arena bases only. Usage: test_pymalloc_stream [DIRECTORY]. */
#include "allocator/allocator.h"
#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *directory = "tests/conformance/pymalloc";
static const char magic[] = "pymalloc-stream 1\n";

typedef struct Stream {
    unsigned char *bytes;
    size_t at, count;
} Stream;

typedef struct Play {
    Stream stream;
    World *world;
    Emit emit;
    Allocator allocator;
    VEC(BlockRef) blocks;   /* of each request */
    VEC(uint64_t) bases;    /* of each arena ever */
    uint32_t gone;          /* arenas given back so far, says the stream */
    uint64_t small, misses; /* placements in arenas, and wrong ones */
    uint32_t tables;
} Play;

typedef struct Place {
    bool in_arena;
    uint64_t address;
} Place;

static Stream stream_open(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    VEC(unsigned char) bytes = {0};
    size_t got;
    do {
        vec_reserve(&bytes, 1 << 16);
        got = fread(bytes.items + bytes.count, 1, 1 << 16, file);
        bytes.count += got;
    } while (got != 0);
    fclose(file);
    assert_true(bytes.count > sizeof magic - 1);
    assert_memory_equal(bytes.items, magic, sizeof magic - 1);
    return (Stream){bytes.items, sizeof magic - 1, bytes.count};
}

static unsigned char stream_byte(Stream *stream)
{
    CHECK(stream->at < stream->count);
    return stream->bytes[stream->at++];
}

static uint64_t stream_number(Stream *stream)
{
    uint64_t number = 0;
    unsigned char byte;
    unsigned shift = 0;
    do {
        byte = stream_byte(stream);
        number |= (uint64_t)(byte & 0x7f) << shift;
        shift += 7;
    } while ((byte & 0x80) != 0);
    return number;
}

static uint64_t stream_base(Stream *stream)
{
    uint64_t base = 0;
    for (unsigned i = 0; i < 8; i++) {
        base |= (uint64_t)stream_byte(stream) << (8 * i);
    }
    return base;
}

static Place stream_place(Play *play)
{
    uint64_t arena = stream_number(&play->stream);
    if (arena == 0) {
        return (Place){0};
    }
    CHECK(arena - 1 < play->bases.count);
    return (Place){true, play->bases.items[arena - 1] + 16 * stream_number(&play->stream)};
}

/* The bases must be known from the start: a first run over the records. */
static void collect_bases(Play *play)
{
    Stream *stream = &play->stream;
    size_t start = stream->at;
    for (unsigned char letter = stream_byte(stream); letter != 'E'; letter = stream_byte(stream)) {
        unsigned numbers = letter == 'F' || letter == 'U' ? 1 : letter == 'M' ? 1 : letter == 'R' ? 2 : 0;
        if (letter == 'A') {
            uint64_t base = stream_base(stream);
            vec_push(&play->bases, base);
        } else if (letter == 'K') {
            uint64_t rest = 4 * stream_number(stream) + 3;
            numbers = (unsigned)rest;
        }
        while (numbers-- > 0) {
            stream_number(stream);
        }
        if ((letter == 'M' || letter == 'R') && stream_number(stream) != 0) {
            stream_number(stream);
        }
    }
    stream->at = start;
}

static void check_place(Play *play, BlockRef block, Place place)
{
    bool in_arena = !block_is_large(block);
    play->small += place.in_arena;
    if (in_arena != place.in_arena || (in_arena && world_block_address(play->world, block) != place.address)) {
        if (play->misses++ == 0) {
            print_message("first miss: request %zu, expected 0x%llx, predicted 0x%llx\n", play->blocks.count,
                          (unsigned long long)place.address, (unsigned long long)world_block_address(play->world, block));
        }
    }
}

static BlockRef *named_block(Play *play)
{
    uint64_t back = stream_number(&play->stream);
    CHECK(back >= 1 && back <= play->blocks.count);
    return &play->blocks.items[play->blocks.count - back];
}

static void check_arenas(const Play *play)
{
    assert_int_equal(play->world->words[W_ARENAS_RECLAIMED], play->gone);
}

/* The arena with this number must be one we gave back. */
static void check_gone(Play *play, uint64_t arena)
{
    const World *world = play->world;
    for (uint32_t record = 0; record < world->words[W_ARENA_RECORDS]; record++) {
        bool mapped = arena_field(world, record, ARENA_POOLS) != 0;
        assert_false(mapped && world_arena_base(world, record) == play->bases.items[arena]);
    }
}

typedef struct Table {
    uint64_t pools[SIZE_CLASSES], in_use[SIZE_CLASSES];
    uint64_t unused;
} Table;

static void table_of(const World *world, Table *table)
{
    *table = (Table){0};
    for (uint32_t arena = 0; arena < world->words[W_ARENA_RECORDS]; arena++) {
        uint32_t first = arena * world->geometry.pools_per_arena;
        uint32_t carved = arena_field(world, arena, ARENA_POOLS) != 0 ? arena_field(world, arena, ARENA_VIRGIN) : 0;
        table->unused += arena_field(world, arena, ARENA_FREE);
        for (uint32_t pool = first; pool < first + carved; pool++) {
            if (world->pool_count[pool] != 0) {
                table->pools[world->pool_class[pool] - 1]++;
                table->in_use[world->pool_class[pool] - 1] += world->pool_count[pool];
            }
        }
    }
}

static void check_table(Play *play)
{
    const World *world = play->world;
    Table table;
    table_of(world, &table);
    uint64_t lines = stream_number(&play->stream);
    for (uint64_t line = 0; line < lines; line++) {
        uint64_t size_class = stream_number(&play->stream) - 1;
        assert_int_equal(table.pools[size_class], stream_number(&play->stream));
        assert_int_equal(table.in_use[size_class], stream_number(&play->stream));
        uint64_t available = table.pools[size_class] * pool_capacity(&world->geometry, (uint32_t)size_class) - table.in_use[size_class];
        assert_int_equal(available, stream_number(&play->stream));
        table.pools[size_class] = 0;
    }
    for (uint32_t size_class = 0; size_class < SIZE_CLASSES; size_class++) {
        assert_int_equal(table.pools[size_class], 0);
    }
    assert_int_equal(world->words[W_ARENAS_TOTAL], stream_number(&play->stream));
    assert_int_equal(world->words[W_ARENAS_RECLAIMED], stream_number(&play->stream));
    assert_int_equal(table.unused, stream_number(&play->stream));
    play->tables++;
}

static void play_malloc(Play *play)
{
    uint32_t bytes = (uint32_t)stream_number(&play->stream);
    BlockRef block = allocator_take(&play->allocator, bytes, OBJECT_NONE);
    vec_push(&play->blocks, block);
    check_place(play, block, stream_place(play));
}

static void play_realloc(Play *play)
{
    BlockRef *block = named_block(play);
    uint32_t bytes = (uint32_t)stream_number(&play->stream);
    *block = allocator_resize(&play->allocator, *block, bytes, OBJECT_NONE);
    check_place(play, *block, stream_place(play));
}

/* `gives` is true while arenas given back by the record before are still to be told. */
static void play_record(Play *play, unsigned char letter, bool *gives)
{
    if (*gives && letter != 'U') {
        check_arenas(play);
        *gives = false;
    }
    switch (letter) {
    case 'M': play_malloc(play); break;
    case 'R': play_realloc(play); check_arenas(play); break;
    case 'F': allocator_give(&play->allocator, *named_block(play), OWNED_NOT, OBJECT_NONE); *gives = true; break;
    case 'A': stream_base(&play->stream); break;
    case 'U': {
        uint64_t arena = stream_number(&play->stream);
        play->gone++;
        if (*gives) {
            check_gone(play, arena);
        }
        break;
    }
    case 'K': check_table(play); break;
    default: BUG("unknown record");
    }
}

static void play_stream(const char *name)
{
    static Event chunk[4096];
    static const PoolGeometry geometry = {.small_max = 512, .alignment = 16, .pool_bytes = 16384, .arena_bytes = 1 << 20, .gc_header = 16};
    Play play = {.stream = stream_open(name)};
    Names *names = names_new();
    play.world = world_new(names);
    emit_init_plain(&play.emit, play.world, chunk, 4096);
    collect_bases(&play);
    TraceConfig config = {.arena_bases = play.bases.items, .arena_base_count = (uint32_t)play.bases.count};
    Err err = {0};
    assert_true(allocator_init(&play.allocator, &play.emit, &config, &geometry, true, &err));
    bool gives = false;
    for (unsigned char letter = stream_byte(&play.stream); letter != 'E'; letter = stream_byte(&play.stream)) {
        play_record(&play, letter, &gives);
    }
    print_message("%s: %zu requests, %llu placements in %zu arenas, %u given back, %u tables, %llu misses\n", name, play.blocks.count,
                  (unsigned long long)play.small, play.bases.count, play.gone, play.tables, (unsigned long long)play.misses);
    assert_int_equal(play.misses, 0);
    assert_int_equal(play.world->words[W_ARENAS_TOTAL], play.bases.count);
    assert_int_equal(play.world->words[W_ARENAS_RECLAIMED], play.gone);
    assert_true(play.tables > 0);
    allocator_release(&play.allocator);
    world_free(play.world);
    names_free(names);
    vec_release(&play.blocks);
    vec_release(&play.bases);
    mem_release(play.stream.bytes);
}

static void start_up_has_no_miss(void **state)
{
    (void)state;
    play_stream("startup.stream");
}

static void churn_has_no_miss(void **state)
{
    (void)state;
    play_stream("churn.stream");
}

int main(int count, char **arguments)
{
    if (count > 1) {
        directory = arguments[1];
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(start_up_has_no_miss),
        cmocka_unit_test(churn_has_no_miss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
