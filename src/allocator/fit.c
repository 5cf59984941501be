/* Everything follows from the living blocks in order of address: a hole is what lies between two of them. */
#include "allocator/fit.h"

#include <stdlib.h>

typedef struct Extent {
    uint64_t address, bytes;
} Extent;

typedef VEC(Extent) Extents;

static int extent_compare(const void *left, const void *right)
{
    const Extent *a = left;
    const Extent *b = right;
    return (a->address > b->address) - (a->address < b->address);
}

static void extents_collect(const World *world, Extents *extents)
{
    for (uint32_t number = 1; number < world->words[W_LARGE_TOP]; number++) {
        if (world->large_bytes[number] != 0) {
            vec_push(extents, ((Extent){world->large_address[number], world->large_bytes[number]}));
        }
    }
    if (extents->count != 0) {
        qsort(extents->items, extents->count, sizeof *extents->items, extent_compare);
    }
}

/* Blocks are appended with the gaps between them, then the gaps are given back. */
void fit_collect_holes(const World *world, Holes *holes)
{
    Extents extents = {0};
    extents_collect(world, &extents);
    holes_release(holes);
    holes_init(holes);
    for (size_t i = 0; i < extents.count; i++) {
        const Extent *extent = &extents.items[i];
        uint64_t gap_start = holes->top;
        uint64_t gap = extent->address - gap_start;
        holes_take_at(holes, gap_start, gap + extent->bytes);
        if (gap != 0) {
            holes_give(holes, gap_start, gap);
        }
    }
    vec_release(&extents);
}

FitFigures fit_figures(const World *world)
{
    Holes holes;
    holes_init(&holes);
    fit_collect_holes(world, &holes);
    FitFigures figures = {.top = holes.top, .used_bytes = world->totals[TOTAL_LARGE_BYTES], .holes = holes.count,
                          .hole_bytes = holes.bytes, .largest_hole = holes_largest(&holes)};
    holes_release(&holes);
    return figures;
}
