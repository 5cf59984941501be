/* Saved states of the world that share every 4 KiB page that did not change between them. Not a place for events: a keyframe
 * knows only the number of the event it stands before.
 *
 *   keyframe ──► top table: one entry per group of 512 pages ──► group table: 512 page versions ──► page bytes
 *                (28 KB)                                          (shared while untouched)          (shared while equal)
 *
 * Page version 0 is the page of zeros, group table 0 is all version 0. Versions and group tables never change once made.
 * Invariant (keyframe.live): a page of the world that is not marked dirty equals the version the `live` table names for it. */
#ifndef HL_JOURNAL_KEYFRAME_H
#define HL_JOURNAL_KEYFRAME_H

#include "model/world.h"

#include <stddef.h>
#include <stdint.h>

enum { KEYFRAME_GROUP_PAGES = 512, KEYFRAME_GROUP_SHIFT = 9 };

typedef struct Keyframe {
    uint64_t event;  /* the state is all events before this one */
    uint32_t *top;   /* owned: group table of each group */
} Keyframe;

typedef struct Keyframes {
    World *world;            /* borrowed */
    size_t group_count;      /* of the world's region */
    unsigned char *pages;    /* reserved; version v at v × WORLD_PAGE_BYTES */
    uint32_t page_versions;  /* made so far, the zero page included */
    uint32_t (*groups)[KEYFRAME_GROUP_PAGES]; /* reserved */
    uint32_t group_tables;   /* made so far, the zero table included */
    uint32_t *live;          /* group table of each group as the world was last taken or restored */
    VEC(Keyframe) frames;    /* ascending by event */
} Keyframes;

/* The world must not have been written except through apply since world_new. */
void keyframes_init(Keyframes *keyframes, World *world);
void keyframes_release(Keyframes *keyframes);

/* Saves the world as it stands before `event`, which must be higher than the last keyframe's. */
void keyframes_take(Keyframes *keyframes, uint64_t event);
/* Makes the world equal keyframe number `index`, copying only the pages that differ. */
void keyframes_restore(Keyframes *keyframes, size_t index);
/* Pages that restoring it now would copy. */
size_t keyframes_distance(const Keyframes *keyframes, size_t index);
/* Pages written since the last take or restore: at most what taking one now would store. */
size_t keyframes_pending(const Keyframes *keyframes);
/* The last keyframe at or before an event. There must be one. */
size_t keyframes_before(const Keyframes *keyframes, uint64_t event);
/* Memory that all keyframes together hold. */
size_t keyframes_bytes(const Keyframes *keyframes);

/* Reads out of a keyframe without restoring it: where the byte at `offset` of the world's region lies. Valid to the end of
 * its page. Numbers never straddle pages. */
static inline const void *keyframe_read(const Keyframes *keyframes, size_t index, size_t offset)
{
    size_t page = offset >> WORLD_PAGE_SHIFT;
    uint32_t group = keyframes->frames.items[index].top[page >> KEYFRAME_GROUP_SHIFT];
    size_t version = keyframes->groups[group][page & (KEYFRAME_GROUP_PAGES - 1)];
    return keyframes->pages + (version << WORLD_PAGE_SHIFT) + (offset & (WORLD_PAGE_BYTES - 1));
}

/* A column's value of one object in a keyframe. */
#define KEYFRAME_VALUE(keyframes, index, column, object)                                     \
    (*(const __typeof__(*(keyframes)->world->column) *)keyframe_read(                        \
        keyframes, index,                                                                    \
        (size_t)((const unsigned char *)&(keyframes)->world->column[object] - (keyframes)->world->region)))

#endif
