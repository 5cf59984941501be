/* Memory from the machine. Running out ends the program with one line and status 3: no caller can go on without it. */
#ifndef HL_BASE_MEM_H
#define HL_BASE_MEM_H

#include <stddef.h>

/* Zero-filled memory for `count` things of `bytes` each; never NULL (a zero size gives a valid pointer). */
void *mem_zeroed(size_t count, size_t bytes);
/* Grows or shrinks; new bytes are not initialised. */
void *mem_resize(void *old, size_t count, size_t bytes);
void *mem_copy(const void *from, size_t bytes);
char *mem_text(const char *text);
void mem_release(void *memory);

/* Reserves address space that costs nothing until touched and reads as zero. Released with mem_unreserve. */
void *mem_reserve(size_t bytes);
void mem_unreserve(void *memory, size_t bytes);
/* Asks for huge pages for all of a reserved range but its first few MiB: random access in a large heap otherwise waits for the
 * page tables, and a small heap must not pay for what it does not use. A wish; failure changes nothing. */
void mem_prefer_huge(void *memory, size_t bytes);

/* For tests: the n-th request from now fails (0 = never). */
void mem_fail_after(unsigned long requests);
_Noreturn void mem_exhausted(void);

#endif
