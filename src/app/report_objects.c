/* The living objects with their holders, ordered by their ids. */
#include "app/report.h"
#include "explain/label.h"

#include <stdlib.h>
#include <string.h>

/* ---- holders ---- */

static void put_slot(JsonOut *out, const World *world, const Holder *holder)
{
    bool variable = holder->position >= world->fixed[holder->from];
    if (variable && world_type(world, holder->from)->naming == NAMING_INDEX) {
        json_out_number(out, holder->position - world->fixed[holder->from]);
    } else {
        report_name(out, world, world_slot_name(world, holder->from, holder->position));
    }
}

static void open_kind(JsonOut *out, const char *kind)
{
    json_out_open(out, '{');
    json_out_key(out, "kind");
    json_out_word(out, kind);
}

static void put_name_members(JsonOut *out, const World *world, const Holder *holder)
{
    json_out_key(out, "frame");
    json_out_number(out, holder->frame);
    json_out_key(out, "name");
    report_name(out, world, world_slot_name(world, holder->from, holder->position));
}

static void put_slot_members(JsonOut *out, const World *world, const Holder *holder)
{
    json_out_key(out, "from");
    report_name(out, world, world->id[holder->from]);
    json_out_key(out, "slot");
    put_slot(out, world, holder);
    if (holder->key) {
        json_out_key(out, "key");
        json_out_bool(out, true);
    }
}

static void put_pin_members(JsonOut *out, const World *world, const Holder *holder)
{
    Name by = world->pin_by[holder->position];
    json_out_key(out, "by");
    if (by == NAME_NONE) {
        json_out_null(out);
    } else {
        report_name(out, world, by);
    }
    json_out_key(out, "count");
    json_out_number(out, holder->count);
}

static void put_temporaries(JsonOut *out, uint32_t count)
{
    for (; count > 0; count--) {
        open_kind(out, "temporary");
        json_out_close(out, '}');
    }
}

void report_holder(JsonOut *out, const World *world, const Holder *holder)
{
    static const char *const kinds[] = {
        [HOLDER_NAME] = "name", [HOLDER_SLOT] = "slot", [HOLDER_PIN] = "pin", [HOLDER_GARBAGE] = "garbage"};
    if (holder->kind == HOLDER_TEMPORARY) {
        put_temporaries(out, holder->count);
        return;
    }
    open_kind(out, kinds[holder->kind]);
    switch ((HolderKind)holder->kind) {
    case HOLDER_NAME: put_name_members(out, world, holder); break;
    case HOLDER_SLOT: put_slot_members(out, world, holder); break;
    case HOLDER_PIN: put_pin_members(out, world, holder); break;
    case HOLDER_GARBAGE:
        json_out_key(out, "index");
        json_out_number(out, holder->position);
        break;
    case HOLDER_TEMPORARY: break;
    }
    json_out_close(out, '}');
}

static void put_holders(JsonOut *out, const World *world, const HolderIndex *index, ObjectId object)
{
    size_t count;
    const Holder *holders = holders_in(index, object, &count);
    json_out_key(out, "holders");
    json_out_open(out, '[');
    for (size_t i = 0; i < count; i++) {
        report_holder(out, world, &holders[i]);
    }
    json_out_close(out, ']');
}

/* ---- collector state ---- */

static void put_collecting(JsonOut *out, const World *world, ObjectId object)
{
    const char *color = label_color_text(label_color(world, object));
    if (world->words[W_COLLECTING] == 0 || color == NULL) {
        return;
    }
    json_out_key(out, "gc_refs");
    if (label_shows_gc_refs(world, object)) {
        json_out_number(out, world->gc_refs[object]);
    } else {
        json_out_null(out);
    }
    json_out_key(out, "colour");
    json_out_word(out, color);
}

static void put_generation(JsonOut *out, const World *world, ObjectId object)
{
    uint32_t list = world->list[object];
    json_out_key(out, "generation");
    if (list == 0) {
        json_out_null(out);
    } else if (list <= LIST_PERMANENT) {
        json_out_number(out, list - LIST_GENERATION_0);
    } else {
        json_out_number(out, world->words[W_GENERATION]);
    }
}

/* ---- objects ---- */

static void put_memory(JsonOut *out, const World *world, ObjectId object)
{
    bool immortal = world_immortal(world, object);
    uint64_t address = immortal ? 0 : world_object_address(world, object);
    json_out_key(out, "size");
    json_out_number(out, immortal ? 0 : world->size[object]);
    json_out_key(out, "address");
    if (address == 0) {
        json_out_null(out);
    } else {
        json_out_address(out, address);
    }
}

static void put_object(JsonOut *out, const World *world, const HolderIndex *index, ObjectId object)
{
    json_out_line(out);
    json_out_open(out, '{');
    json_out_key(out, "id");
    report_name(out, world, world->id[object]);
    json_out_key(out, "type");
    report_name(out, world, world_type(world, object)->name);
    json_out_key(out, "kind");
    json_out_word(out, kind_text(world_type(world, object)->kind));
    json_out_key(out, "refcount");
    if (world_immortal(world, object)) {
        json_out_null(out);
    } else {
        json_out_number(out, world->refcount[object]);
    }
    json_out_key(out, "tracked");
    json_out_bool(out, world_tracked(world, object));
    json_out_key(out, "finalized");
    json_out_bool(out, (world->flags[object] & OBJECT_FINALIZED) != 0);
    put_generation(out, world, object);
    put_memory(out, world, object);
    put_collecting(out, world, object);
    put_holders(out, world, index, object);
    json_out_close(out, '}');
}

static bool is_shown(const World *world, ObjectId object)
{
    return world_alive(world, object) && (world->flags[object] & OBJECT_IS_FRAME) == 0;
}

/* Object numbers may have been used again, and differ between a run with and without a journal, so they are no order. Ids are: the
 * shorter first, then byte by byte, so that numbers come in their order. */
typedef struct Sorted {
    uint64_t key; /* length and first bytes of the id: decides nearly always */
    ObjectId object;
} Sorted;

static uint64_t sort_key(const World *world, ObjectId object)
{
    Name id = world->id[object];
    size_t bytes = names_bytes(world->names, id);
    const unsigned char *text = (const unsigned char *)names_text(world->names, id);
    uint64_t key = bytes < UINT16_MAX ? bytes : UINT16_MAX;
    for (size_t i = 0; i < 6; i++) {
        key = key << 8 | (i < bytes ? text[i] : 0);
    }
    return key;
}

static int compare_ids(const void *left, const void *right, void *context)
{
    const World *world = context;
    const Sorted *a = left;
    const Sorted *b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return strcmp(names_text(world->names, world->id[a->object]), names_text(world->names, world->id[b->object]));
}

void report_alive(JsonOut *out, const World *world)
{
    VEC(Sorted) objects = {0};
    bool sorted = true;
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        if (is_shown(world, object)) {
            uint64_t key = sort_key(world, object);
            sorted = sorted && (objects.count == 0 || vec_last(&objects).key < key);
            vec_push(&objects, ((Sorted){key, object}));
        }
    }
    if (!sorted) {
        qsort_r(objects.items, objects.count, sizeof *objects.items, compare_ids, (void *)(uintptr_t)world);
    }
    HolderIndex index;
    holders_index(&index, world);
    json_out_line(out);
    json_out_key(out, "alive");
    json_out_open(out, '[');
    for (size_t i = 0; i < objects.count; i++) {
        put_object(out, world, &index, objects.items[i].object);
    }
    json_out_close(out, ']');
    holders_index_release(&index);
    vec_release(&objects);
}
