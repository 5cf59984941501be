/* Arenas: where pools come from and go to. Used by the allocator only. */
#ifndef HL_ALLOCATOR_ARENAS_H
#define HL_ALLOCATOR_ARENAS_H

#include "allocator/allocator.h"

/* Takes an empty pool out of the fullest arena, making an arena if none has one: pool + 1, or 0 where even a new arena is
 * beyond our limits. Its last event begins or continues a step that the caller's next event belongs to. */
uint32_t arenas_take_pool(Allocator *allocator);
/* After POOL_EMPTY has put the pool into its arena: keeps the usable list in order or gives the arena back. */
void arenas_pool_freed(Allocator *allocator, uint32_t pool);

#endif
