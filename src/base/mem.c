#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static unsigned long requests_until_failure;

void mem_fail_after(unsigned long requests)
{
    requests_until_failure = requests;
}

void mem_exhausted(void)
{
    fputs("heaploupe: out of memory: close other programs or use a smaller trace\n", stderr);
    exit(3);
}

/* True when a test asked for this request to fail. */
static int injected_failure(void)
{
    return requests_until_failure != 0 && --requests_until_failure == 0;
}

void *mem_zeroed(size_t count, size_t bytes)
{
    void *memory = injected_failure() ? NULL : calloc(count ? count : 1, bytes ? bytes : 1);
    if (memory == NULL) {
        mem_exhausted();
    }
    return memory;
}

void *mem_resize(void *old, size_t count, size_t bytes)
{
    if (bytes != 0 && count > SIZE_MAX / bytes) {
        mem_exhausted();
    }
    size_t total = count * bytes;
    void *memory = injected_failure() ? NULL : realloc(old, total ? total : 1);
    if (memory == NULL) {
        mem_exhausted();
    }
    return memory;
}

void *mem_copy(const void *from, size_t bytes)
{
    void *memory = mem_zeroed(bytes, 1);
    if (bytes != 0) {
        memcpy(memory, from, bytes);
    }
    return memory;
}

char *mem_text(const char *text)
{
    return mem_copy(text, strlen(text) + 1);
}

void mem_release(void *memory)
{
    free(memory);
}

void *mem_reserve(size_t bytes)
{
    void *memory = injected_failure() ? MAP_FAILED
                                      : mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        mem_exhausted();
    }
    return memory;
}

void mem_unreserve(void *memory, size_t bytes)
{
    if (memory != NULL) {
        munmap(memory, bytes);
    }
}

void mem_prefer_huge(void *memory, size_t bytes)
{
    const uintptr_t huge = UINT64_C(2) << 20;
    uintptr_t from = ((uintptr_t)memory + 2 * huge - 1) & ~(huge - 1);
    uintptr_t to = ((uintptr_t)memory + bytes) & ~(huge - 1);
    if (from < to) {
        madvise((void *)from, to - from, MADV_HUGEPAGE);
    }
}
