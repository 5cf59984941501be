/* Closing generators: what their finalizer does to the frame. "CPython 3.11, Objects/genobject.c, _PyGen_Finalize." */
#include "collector/machine.h"

bool is_suspended_generator(const World *world, ObjectId object)
{
    Kind kind = world_type(world, object)->kind;
    if (kind != KIND_GENERATOR && kind != KIND_COROUTINE) {
        return false;
    }
    for (Position position = 0; position < world->slot_count[object]; position++) {
        if (world_target(world, object, position) != OBJECT_NONE) {
            return true;
        }
    }
    return false;
}

/* 2.7: GeneratorExit is told from other exceptions by calling a bound method with a tuple ("CPython 2.7, gen_close,
 * PyErr_ExceptionMatches"); both go to their free lists. Returns the block of the traceback, which dies after the frame. */
static BlockRef raise_exit(Machine *machine)
{
    const Profile *profile = machine->profile;
    const uint32_t lists[2] = {FREELIST_BUILTIN, FREELIST_TUPLE + 1};
    const uint32_t bytes[2] = {kind_request(profile, KIND_BUILTIN_FUNCTION), kind_request(profile, KIND_TUPLE) + 8};
    BlockRef traceback = gc_allocate(machine, kind_request(profile, KIND_TRACEBACK));
    BlockRef made[2];
    for (int i = 0; i < 2; i++) {
        made[i] = free_list_pop(machine, lists[i], OBJECT_NONE);
        made[i] = made[i] != 0 ? made[i] : gc_allocate(machine, bytes[i]);
    }
    for (int i = 1; i >= 0; i--) {
        gc_block_free(machine, lists[i], made[i]);
    }
    return traceback;
}

void generator_close(Machine *machine, ObjectId object)
{
    if (machine->profile->legacy_finalizers) {
        ObjectId frame = world_target(machine->world, object, 0);
        if (frame != OBJECT_NONE && machine->world->temps[frame] != 0) {
            return; /* the frame is being cleared, which ended the generator ("CPython 2.7, frame_clear") */
        }
        BlockRef traceback = raise_exit(machine);
        trashcan_begin(machine);
        drop_slot(machine, object, 0);
        gc_block_free(machine, FREE_LISTS, traceback);
        trashcan_leave(machine);
        return;
    }
    const World *world = machine->world;
    bool started = (world->flags[object] & OBJECT_STARTED) != 0;
    if (!started && (machine->profile->keeps_unstarted || world_type(world, object)->kind == KIND_COROUTINE)) {
        return;
    }
    const int16_t *order = world_type(world, object)->dealloc_order;
    for (; *order != ORDER_END; order++) {
        if (*order != ORDER_VARIABLE) {
            drop_slot(machine, object, (Position)*order);
            continue;
        }
        for (Position position = world->fixed[object]; position < world->slot_count[object]; position++) {
            drop_slot(machine, object, position);
        }
    }
}
