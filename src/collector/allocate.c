/* Birth and death of objects' memory: free lists first, then the allocator; the young counter.
 * "CPython 3.11, Modules/gcmodule.c, gc_alloc, PyObject_GC_Del". */
#include "collector/machine.h"

#include "types/sizes.h"

ObjectId object_peek(const Machine *machine)
{
    return machine->free_objects.count != 0 ? vec_last(&machine->free_objects) : machine->world->words[W_OBJECT_TOP];
}

BlockRef gc_allocate(Machine *machine, uint32_t bytes)
{
    BlockRef block = allocator_take(&machine->allocator, bytes, object_peek(machine));
    emit_word(&machine->emit, EVENT_COUNTER, W_COUNT, machine->world->words[W_COUNT] + 1);
    maybe_collect(machine);
    return block;
}

BlockRef free_list_pop(Machine *machine, uint32_t list, ObjectId object)
{
    uint32_t count = machine->world->words[W_FREELIST + list];
    if (count == 0) {
        return 0;
    }
    BlockRef block = machine->world->freelist[list * FREE_LIST_MAX + count - 1];
    emit(&machine->emit, EVENT_FREELIST_POP, list, block, object);
    return block;
}

ObjectId object_new(Machine *machine, TypeId type, Name id, unsigned flags)
{
    ObjectId object = object_peek(machine);
    if (machine->free_objects.count != 0) {
        machine->free_objects.count--;
    }
    emit_aux(&machine->emit, EVENT_NEW, flags, object, type, id);
    machine->created++;
    return object;
}

void track(Machine *machine, ObjectId object)
{
    emit(&machine->emit, EVENT_TRACK, object, LIST_GENERATION_0, 0);
}

void untrack(Machine *machine, ObjectId object)
{
    const World *world = machine->world;
    unsigned flags = world->flags[object] & (OBJECT_COLLECTING | OBJECT_TAKES_PART);
    emit_aux(&machine->emit, EVENT_UNTRACK, flags, object, world->prev[object], world->list[object]);
}

/* The free list that an exact object of this type may enter, or FREE_LISTS. */
static uint32_t free_list_of(const Machine *machine, ObjectId object)
{
    const TypeRecord *type = world_type(machine->world, object);
    return type->user_class ? FREE_LISTS : kind_free_list(machine->profile, type->kind, machine->world->slot_count[object]);
}

static bool free_list_push(Machine *machine, uint32_t list, ObjectId object, unsigned owned)
{
    const World *world = machine->world;
    if (list >= FREE_LISTS || world->words[W_FREELIST + list] >= profile_free_list_max(machine->profile, list)) {
        return false;
    }
    BlockRef block = owned == OWNED_BLOCK ? world->block[object] : world->storage[object];
    emit_aux(&machine->emit, EVENT_FREELIST_PUSH, owned, list, block, object);
    return true;
}

/* The young counter falls when GC memory goes back to the allocator, never below 0. */
static void count_down(Machine *machine)
{
    if (machine->world->words[W_COUNT] > 0) {
        emit_word(&machine->emit, EVENT_COUNTER, W_COUNT, machine->world->words[W_COUNT] - 1);
    }
}

void gc_block_free(Machine *machine, uint32_t list, BlockRef block)
{
    if (list < FREE_LISTS && machine->world->words[W_FREELIST + list] < profile_free_list_max(machine->profile, list)) {
        emit(&machine->emit, EVENT_FREELIST_PUSH, list, block, OBJECT_NONE);
        return;
    }
    count_down(machine);
    allocator_give(&machine->allocator, block, OWNED_NOT, OBJECT_NONE);
}

void frame_block_free(Machine *machine, BlockRef block)
{
    gc_block_free(machine, FREELIST_FRAME, block);
}

static void push_keys(Machine *machine, ObjectId object)
{
    const World *world = machine->world;
    if (!world_is_keyed(world, object)) {
        return;
    }
    for (Position position = world->fixed[object]; position < world->slot_count[object]; position++) {
        emit_side_push(&machine->emit, world_key(world, object, position));
    }
}

void object_free(Machine *machine, ObjectId object)
{
    const World *world = machine->world;
    BlockRef block = world->block[object];
    bool has_gc = world_type(world, object)->has_gc;
    if (machine->profile->functions_keep_frame && world_type(world, object)->kind == KIND_FRAME) {
        block = 0; /* stays with its function */
    }
    if (block != 0 && !free_list_push(machine, free_list_of(machine, object), object, OWNED_BLOCK)) {
        if (has_gc) {
            count_down(machine);
        }
        allocator_give(&machine->allocator, block, OWNED_BLOCK, object);
    }
    if (machine->collecting_depth > 0) {
        machine->freed_by_collector++;
    } else {
        machine->freed_by_refcount++;
    }
    if (machine->on_death != NULL) {
        machine->on_death(machine, object);
    }
    uint32_t side = emit_side_at(&machine->emit);
    push_keys(machine, object);
    emit(&machine->emit, EVENT_DEAD, object, world->slot_count[object], side);
    if (machine->reuse_numbers) {
        vec_push(&machine->free_objects, object);
    }
}

static bool is_small_key_table(const Machine *machine, ObjectId object, ObjectId owner)
{
    const World *world = machine->world;
    return world_is_keyed(world, object) && machine->profile->keys_max != 0 &&
           (world->flags[owner] & OBJECT_SPLIT) == 0 &&
           world->storage_size[object] == dict_table_bytes(machine->profile, DICT_MIN_LOG2, true);
}

void storage_free_detached(Machine *machine, ObjectId object, ObjectId owner)
{
    const World *world = machine->world;
    BlockRef block = world->storage[object];
    if (block == 0) {
        return;
    }
    if (!is_small_key_table(machine, object, owner) || !free_list_push(machine, FREELIST_KEYS, object, OWNED_STORAGE)) {
        allocator_give(&machine->allocator, block, OWNED_STORAGE, object);
    }
    emit_on(&machine->emit, EVENT_STORAGE_SIZE, object, 0, world->storage_size[object]);
}

void storage_free(Machine *machine, ObjectId object)
{
    storage_free_detached(machine, object, object);
}

void keys_block_free(Machine *machine, BlockRef block, uint32_t bytes)
{
    bool small = bytes == dict_table_bytes(machine->profile, DICT_MIN_LOG2, true);
    if (small && machine->world->words[W_FREELIST + FREELIST_KEYS] < profile_free_list_max(machine->profile, FREELIST_KEYS)) {
        emit(&machine->emit, EVENT_FREELIST_PUSH, FREELIST_KEYS, block, OBJECT_NONE);
    } else {
        allocator_give(&machine->allocator, block, OWNED_NOT, OBJECT_NONE);
    }
}

static void free_list_empty(Machine *machine, uint32_t list, bool has_gc)
{
    BlockRef block;
    while ((block = free_list_pop(machine, list, OBJECT_NONE)) != 0) {
        if (has_gc) {
            count_down(machine);
        }
        allocator_give(&machine->allocator, block, OWNED_NOT, OBJECT_NONE);
    }
}

void free_lists_clear(Machine *machine)
{
    if (machine->profile->floats_go_first) {
        free_list_empty(machine, FREELIST_FLOAT, false);
    }
    free_list_empty(machine, FREELIST_METHOD, true);
    free_list_empty(machine, FREELIST_FRAME, true);
    free_list_empty(machine, FREELIST_BUILTIN, true);
    for (uint32_t items = 1; items <= machine->profile->tuple_items; items++) {
        free_list_empty(machine, FREELIST_TUPLE + items, true);
    }
    free_list_empty(machine, FREELIST_FLOAT, false);
    free_list_empty(machine, FREELIST_INT, false);
    if (!machine->profile->keeps_container_lists) {
        free_list_empty(machine, FREELIST_LIST, true);
        free_list_empty(machine, FREELIST_DICT, true);
    }
    free_list_empty(machine, FREELIST_KEYS, false);
}
