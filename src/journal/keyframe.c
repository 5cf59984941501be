/* The world marks each 4 KiB page it writes. Taking a keyframe looks at the marks only (a byte a page; a group of 512 pages
 * without a mark costs 8 cache lines, and untouched marks all read the same zero page), copies the pages that really differ
 * from their last version, and makes a new group table for each group in which one did.
 *
 * Example: events wrote pages 3 and 700. Group 0 and group 1 get new tables, each a copy of the old one with one entry
 * replaced; the other 7,000 groups and 1,022 pages are the old ones. Restoring an earlier keyframe compares the top tables,
 * skips equal groups, and copies back page 3 and page 700.
 *
 * Cost: 0.1–0.2 ms for the marks, 0.3–0.6 µs a page copied. */
#include "journal/keyframe.h"

#include "base/check.h"
#include "base/mem.h"

#include <string.h>
#include <sys/mman.h>

/* Reserved, not used: 64 GiB of page versions and 8 GiB of group tables. Past that no more are made. */
enum { MAX_PAGE_VERSIONS = 1 << 24, MAX_GROUP_TABLES = 1 << 22, SMALL_PAGES_BYTES = 1 << 21 };

#define PAGE_REGION_BYTES ((size_t)MAX_PAGE_VERSIONS * WORLD_PAGE_BYTES)
#define GROUP_REGION_BYTES ((size_t)MAX_GROUP_TABLES * sizeof(uint32_t[KEYFRAME_GROUP_PAGES]))

/* ---- the marks ---- */

static bool group_dirty(const uint8_t *marks)
{
    uint64_t any = 0;
    for (size_t i = 0; i < KEYFRAME_GROUP_PAGES; i += sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, marks + i, sizeof eight);
        any |= eight;
    }
    return any != 0;
}

/* world->dirty is mapped in whole pages, so the last group may be read to its end. */
static uint8_t *group_marks(const Keyframes *keyframes, size_t group)
{
    return keyframes->world->dirty + group * KEYFRAME_GROUP_PAGES;
}

static unsigned char *world_page(const Keyframes *keyframes, size_t group, size_t page)
{
    return keyframes->world->region + ((group << KEYFRAME_GROUP_SHIFT) + page) * WORLD_PAGE_BYTES;
}

static unsigned char *version_page(const Keyframes *keyframes, uint32_t version)
{
    return keyframes->pages + (size_t)version * WORLD_PAGE_BYTES;
}

/* ---- life ---- */

/* world_new fills the first entries of some columns without marking them. */
static void mark_first_entries(World *world)
{
#define COLUMN_MARK(type, column, entries) \
    world->dirty[(size_t)((const unsigned char *)world->column - world->region) >> WORLD_PAGE_SHIFT] = 1;
    WORLD_COLUMNS(COLUMN_MARK)
#undef COLUMN_MARK
}

void keyframes_init(Keyframes *keyframes, World *world)
{
    *keyframes = (Keyframes){.world = world, .page_versions = 1, .group_tables = 1};
    keyframes->group_count = (world->page_count + KEYFRAME_GROUP_PAGES - 1) / KEYFRAME_GROUP_PAGES;
    keyframes->pages = mem_reserve(PAGE_REGION_BYTES);
    keyframes->groups = mem_reserve(GROUP_REGION_BYTES);
    keyframes->live = mem_zeroed(keyframes->group_count, sizeof *keyframes->live);
    madvise(keyframes->pages + SMALL_PAGES_BYTES, PAGE_REGION_BYTES - SMALL_PAGES_BYTES, MADV_HUGEPAGE);
    mark_first_entries(world);
    keyframes_take(keyframes, 0);
}

void keyframes_release(Keyframes *keyframes)
{
    for (size_t i = 0; i < keyframes->frames.count; i++) {
        mem_release(keyframes->frames.items[i].top);
    }
    vec_release(&keyframes->frames);
    mem_release(keyframes->live);
    mem_unreserve(keyframes->groups, GROUP_REGION_BYTES);
    mem_unreserve(keyframes->pages, PAGE_REGION_BYTES);
    *keyframes = (Keyframes){0};
}

/* ---- taking ---- */

/* The version that equals a page of the world: the one it had, the zero page, or a new one. */
static uint32_t version_of(Keyframes *keyframes, const unsigned char *page, uint32_t old)
{
    if (memcmp(page, version_page(keyframes, old), WORLD_PAGE_BYTES) == 0) {
        return old;
    }
    if (memcmp(page, version_page(keyframes, 0), WORLD_PAGE_BYTES) == 0) {
        return 0;
    }
    if (keyframes->page_versions == MAX_PAGE_VERSIONS) {
        mem_exhausted();
    }
    uint32_t version = keyframes->page_versions++;
    memcpy(version_page(keyframes, version), page, WORLD_PAGE_BYTES);
    return version;
}

static void take_group(Keyframes *keyframes, size_t group)
{
    if (keyframes->group_tables == MAX_GROUP_TABLES) {
        mem_exhausted();
    }
    uint8_t *marks = group_marks(keyframes, group);
    const uint32_t *old = keyframes->groups[keyframes->live[group]];
    uint32_t *now = keyframes->groups[keyframes->group_tables];
    memcpy(now, old, sizeof keyframes->groups[0]);
    for (size_t page = 0; page < KEYFRAME_GROUP_PAGES; page++) {
        if (marks[page]) {
            now[page] = version_of(keyframes, world_page(keyframes, group, page), old[page]);
        }
    }
    if (memcmp(now, old, sizeof keyframes->groups[0]) != 0) {
        keyframes->live[group] = keyframes->group_tables++;
    }
    memset(marks, 0, KEYFRAME_GROUP_PAGES);
}

void keyframes_take(Keyframes *keyframes, uint64_t event)
{
    CHECK(keyframes->frames.count == 0 || vec_last(&keyframes->frames).event < event);
    for (size_t group = 0; group < keyframes->group_count; group++) {
        if (group_dirty(group_marks(keyframes, group))) {
            take_group(keyframes, group);
        }
    }
    Keyframe frame = {event, mem_copy(keyframes->live, keyframes->group_count * sizeof *keyframes->live)};
    vec_push(&keyframes->frames, frame);
}

size_t keyframes_pending(const Keyframes *keyframes)
{
    size_t pages = 0;
    for (size_t group = 0; group < keyframes->group_count; group++) {
        const uint8_t *marks = group_marks(keyframes, group);
        if (group_dirty(marks)) {
            for (size_t page = 0; page < KEYFRAME_GROUP_PAGES; page++) {
                pages += marks[page];
            }
        }
    }
    return pages;
}

/* ---- restoring ---- */

static void restore_group(Keyframes *keyframes, size_t group, uint32_t wanted)
{
    uint8_t *marks = group_marks(keyframes, group);
    const uint32_t *from = keyframes->groups[keyframes->live[group]];
    const uint32_t *to = keyframes->groups[wanted];
    for (size_t page = 0; page < KEYFRAME_GROUP_PAGES; page++) {
        if (marks[page] || from[page] != to[page]) {
            memcpy(world_page(keyframes, group, page), version_page(keyframes, to[page]), WORLD_PAGE_BYTES);
        }
    }
    memset(marks, 0, KEYFRAME_GROUP_PAGES);
    keyframes->live[group] = wanted;
}

void keyframes_restore(Keyframes *keyframes, size_t index)
{
    const uint32_t *top = keyframes->frames.items[index].top;
    for (size_t group = 0; group < keyframes->group_count; group++) {
        if (top[group] != keyframes->live[group] || group_dirty(group_marks(keyframes, group))) {
            restore_group(keyframes, group, top[group]);
        }
    }
}

size_t keyframes_distance(const Keyframes *keyframes, size_t index)
{
    const uint32_t *top = keyframes->frames.items[index].top;
    size_t pages = 0;
    for (size_t group = 0; group < keyframes->group_count; group++) {
        const uint8_t *marks = group_marks(keyframes, group);
        if (top[group] == keyframes->live[group] && !group_dirty(marks)) {
            continue;
        }
        const uint32_t *from = keyframes->groups[keyframes->live[group]];
        const uint32_t *to = keyframes->groups[top[group]];
        for (size_t page = 0; page < KEYFRAME_GROUP_PAGES; page++) {
            pages += marks[page] || from[page] != to[page];
        }
    }
    return pages;
}

/* ---- queries ---- */

size_t keyframes_before(const Keyframes *keyframes, uint64_t event)
{
    size_t count;
    vec_count_below(&keyframes->frames, event, event + 1, &count);
    CHECK(count > 0);
    return count - 1;
}

size_t keyframes_bytes(const Keyframes *keyframes)
{
    return (size_t)keyframes->page_versions * WORLD_PAGE_BYTES + keyframes->group_tables * sizeof keyframes->groups[0] +
           keyframes->frames.count * (keyframes->group_count * sizeof(uint32_t) + sizeof(Keyframe));
}
