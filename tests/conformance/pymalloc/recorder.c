/* recorder: preloaded into a CPython 3.11, writes down every request its
 * object heap receives and the address it answers.
 *
 * It stands between the interpreter and pymalloc from before the first
 * request on, only looks, and changes no placement.  The raw log has fixed
 * records of four words (kind, size, address in, address out); record.py
 * packs it.
 *
 * A request of MARK_BYTES asks for the heap's own statistics: the table goes
 * to stderr, the log gets a mark at that place. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { MEM = 1, OBJ = 2, DOMAINS = 3, MARK_BYTES = 1234567 };

struct domain {
    void *ctx;
    void *(*malloc)(void *, size_t);
    void *(*calloc)(void *, size_t, size_t);
    void *(*realloc)(void *, void *, size_t);
    void (*free)(void *, void *);
};

struct arena_source {
    void *ctx;
    void *(*alloc)(void *, size_t);
    void (*free)(void *, void *, size_t);
};

typedef void (*domain_call)(int, struct domain *);
typedef void (*arena_call)(struct arena_source *);
typedef int (*table_call)(FILE *);

static struct domain below[DOMAINS], ours[DOMAINS];
static struct arena_source arenas_below;
static domain_call get_domain, set_domain;
static table_call print_table;
static FILE *raw;

static void note(char kind, size_t size, const void *in, const void *out)
{
    uint64_t words[4] = {(uint64_t)kind, size, (uintptr_t)in, (uintptr_t)out};
    if (raw && fwrite(words, sizeof words, 1, raw) != 1)
        abort();
}

static void mark(void)
{
    note('K', 0, NULL, NULL);
    /* With strangers installed the interpreter prints no table. */
    for (int d = MEM; d <= OBJ; d++)
        set_domain(d, &below[d]);
    print_table(stderr);
    for (int d = MEM; d <= OBJ; d++)
        set_domain(d, &ours[d]);
}

static void *see_malloc(void *ctx, size_t n)
{
    struct domain *b = ctx;
    void *p = b->malloc(b->ctx, n);
    note('M', n, NULL, p);
    if (n == MARK_BYTES)
        mark();
    return p;
}

static void *see_calloc(void *ctx, size_t k, size_t n)
{
    struct domain *b = ctx;
    void *p = b->calloc(b->ctx, k, n);
    note('M', k * n, NULL, p);
    if (k * n == MARK_BYTES)
        mark();
    return p;
}

static void *see_realloc(void *ctx, void *old, size_t n)
{
    struct domain *b = ctx;
    void *p = b->realloc(b->ctx, old, n);
    note(old ? 'R' : 'M', n, old, p);
    return p;
}

static void see_free(void *ctx, void *old)
{
    struct domain *b = ctx;
    if (old)
        note('F', 0, old, NULL);
    b->free(b->ctx, old);
}

static void *see_arena(void *ctx, size_t n)
{
    (void)ctx;
    void *p = arenas_below.alloc(arenas_below.ctx, n);
    note('A', n, NULL, p);
    return p;
}

static void see_arena_free(void *ctx, void *old, size_t n)
{
    (void)ctx;
    note('U', n, old, NULL);
    arenas_below.free(arenas_below.ctx, old, n);
}

__attribute__((constructor)) static void install(void)
{
    const char *path = getenv("PYMALLOC_RAW");
    arena_call get_arenas = (arena_call)dlsym(RTLD_DEFAULT, "PyObject_GetArenaAllocator");
    arena_call set_arenas = (arena_call)dlsym(RTLD_DEFAULT, "PyObject_SetArenaAllocator");
    get_domain = (domain_call)dlsym(RTLD_DEFAULT, "PyMem_GetAllocator");
    set_domain = (domain_call)dlsym(RTLD_DEFAULT, "PyMem_SetAllocator");
    print_table = (table_call)dlsym(RTLD_DEFAULT, "_PyObject_DebugMallocStats");
    if (!path || !get_arenas || !set_arenas || !get_domain || !set_domain || !print_table)
        return;
    raw = fopen(path, "wb");
    if (!raw)
        return;
    unsetenv("LD_PRELOAD");
    unsetenv("PYMALLOC_RAW");
    for (int d = MEM; d <= OBJ; d++) {
        get_domain(d, &below[d]);
        ours[d] = (struct domain){&below[d], see_malloc, see_calloc, see_realloc, see_free};
        set_domain(d, &ours[d]);
    }
    get_arenas(&arenas_below);
    set_arenas(&(struct arena_source){NULL, see_arena, see_arena_free});
}

__attribute__((destructor)) static void finish(void)
{
    if (raw) {
        fclose(raw);
        raw = NULL;
    }
}
