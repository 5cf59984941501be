/* Frames are objects up to 3.10: a call takes one from the free list or the allocator (which counts, and may start a collection),
 * its end gives it back. "CPython 3.10, Objects/frameobject.c, _PyFrame_New_NoTrack, frame_dealloc." Each function keeps one
 * frame for its next call. The caller's stack holds the arguments until the call has ended.
 *
 * A suspended generator's frame is an object of the trace, ID.gi_frame (cr_frame), which holds the names; that of a running call
 * is not: its names are frame N's, and only its memory is modelled, with room for 8 values (how deep the stack of a function gets,
 * no trace can tell). */
#include "sim/run.h"

#include <stdio.h>

bool frames_are_objects(const Sim *sim)
{
    return sim->machine.profile->frame_max != 0;
}

/* ---- memory of calls ---- */

static BlockRef *idle_frame(Sim *sim, Name code, Body *body)
{
    if (!sim->machine.profile->functions_keep_frame) {
        return NULL;
    }
    if (body != NULL) {
        return &body->idle_frame;
    }
    while (sim->idle_frame.count <= code) {
        vec_push(&sim->idle_frame, 0);
    }
    return &sim->idle_frame.items[code];
}

static BlockRef take_block(Sim *sim, ObjectId object)
{
    Machine *machine = &sim->machine;
    BlockRef block = free_list_pop(machine, FREELIST_FRAME, object);
    return block != 0 ? block : gc_allocate(machine, kind_request(machine->profile, KIND_FRAME));
}

BlockRef call_take_frame(Sim *sim, Name code, Body *body)
{
    if (!frames_are_objects(sim)) {
        return 0;
    }
    BlockRef *idle = idle_frame(sim, code, body);
    BlockRef block = idle == NULL ? 0 : *idle;
    if (block != 0) {
        *idle = 0;
        return block;
    }
    return take_block(sim, OBJECT_NONE);
}

void call_begin(Sim *sim, ObjectId frame, Name code, Body *body, BlockRef block)
{
    if (frames_are_objects(sim)) {
        if (body != NULL) {
            body->references++;
        }
        vec_push(&sim->calls, ((CallRecord){frame, block, code, body, OBJECT_NONE, false}));
    }
}

CallRecord *call_of_frame(Sim *sim, ObjectId frame)
{
    for (size_t i = sim->calls.count; i-- > 0;) {
        if (sim->calls.items[i].frame == frame) {
            return &sim->calls.items[i];
        }
    }
    return NULL;
}

void call_keep_argument(Sim *sim, ObjectId frame, ObjectId object)
{
    if (frames_are_objects(sim)) {
        hold(&sim->machine, object);
        vec_push(&sim->arguments, ((CallArgument){frame, object}));
    }
}

/* Something of the interpreter's own that the collector meets in the generations, as it meets running frames.
 * It comes and goes within the step before. */
static ObjectId own_object(Sim *sim, const char *name, ObjectId self)
{
    Machine *machine = &sim->machine;
    ObjectId object = object_peek(machine);
    if (machine->free_objects.count != 0) {
        machine->free_objects.count--;
    }
    TypeId frame_type = 1;
    emit_event(&machine->emit, (Event){EVENT_NEW, 0, OBJECT_IS_FRAME | OBJECT_WAITS, object, frame_type, names_of(sim->names, name)});
    emit_on(&machine->emit, EVENT_TRACK, object, LIST_GENERATION_0, 0);
    emit_on(&machine->emit, EVENT_FRAME_SPACE, object, self, 0);
    hold(machine, self);
    return object;
}

static void own_object_end(Sim *sim, ObjectId object)
{
    Machine *machine = &sim->machine;
    const World *world = machine->world;
    emit_event(&machine->emit, (Event){EVENT_UNTRACK, 0, world->flags[object] & (OBJECT_COLLECTING | OBJECT_TAKES_PART), object,
                                       world->prev[object], world->list[object]});
    emit_on(&machine->emit, EVENT_DEAD, object, 0, emit_side_at(&machine->emit));
    if (machine->reuse_numbers) {
        vec_push(&machine->free_objects, object);
    }
}

static BlockRef take_own(Sim *sim, uint32_t list, uint32_t bytes)
{
    BlockRef block = free_list_pop(&sim->machine, list, OBJECT_NONE);
    return block != 0 ? block : gc_allocate(&sim->machine, bytes);
}

CallObjects call_objects_take(Sim *sim, ObjectId self, bool method)
{
    CallObjects objects = {0};
    const Profile *profile = sim->machine.profile;
    if (!profile->methods_for_user_code) {
        return objects;
    }
    if (method) {
        objects.method_block = take_own(sim, FREELIST_METHOD, kind_request(profile, KIND_METHOD));
        objects.method = own_object(sim, "method", self);
    }
    objects.arguments_block = take_own(sim, FREELIST_TUPLE + 1, kind_request(profile, KIND_TUPLE) + 8);
    objects.arguments = own_object(sim, "arguments", self);
    return objects;
}

void call_objects_give(Sim *sim, ObjectId self, CallObjects objects)
{
    Machine *machine = &sim->machine;
    if (objects.arguments != OBJECT_NONE) {
        own_object_end(sim, objects.arguments);
        trashcan_begin(machine);
        drop(machine, self);
        gc_block_free(machine, FREELIST_TUPLE + 1, objects.arguments_block);
        trashcan_leave(machine);
    }
    if (objects.method != OBJECT_NONE) {
        own_object_end(sim, objects.method);
        drop(machine, self);
        gc_block_free(machine, FREELIST_METHOD, objects.method_block);
    }
}

/* The last first, as they lie on the stack. */
static void drop_arguments(Sim *sim, ObjectId frame)
{
    for (size_t i = sim->arguments.count; i-- > 0;) {
        CallArgument argument = sim->arguments.items[i];
        if (argument.frame != frame) {
            continue;
        }
        for (size_t k = i + 1; k < sim->arguments.count; k++) {
            sim->arguments.items[k - 1] = sim->arguments.items[k];
        }
        sim->arguments.count--;
        drop(&sim->machine, argument.object);
        i = i < sim->arguments.count ? i : sim->arguments.count;
    }
}

static void give_block(Sim *sim, const CallRecord *call)
{
    BlockRef *idle = idle_frame(sim, call->code, call->body);
    if (call->block == 0) {
        return;
    }
    if (idle != NULL && *idle == 0) {
        *idle = call->block;
    } else {
        frame_block_free(&sim->machine, call->block);
    }
}

static void forget_call(Sim *sim, const CallRecord *call)
{
    size_t at = (size_t)(call - sim->calls.items);
    Body *body = call->body;
    for (size_t i = at + 1; i < sim->calls.count; i++) {
        sim->calls.items[i - 1] = sim->calls.items[i];
    }
    sim->calls.count--;
    if (body != NULL) {
        body_drop(body);
    }
}

/* A generator that ran to its end: its frame dies with the names. The trace may have taken it out of the generator meanwhile. */
static void end_generator(Sim *sim, ObjectId frame, ObjectId generator)
{
    ObjectId object = frame_object_of(sim, generator);
    if (object == OBJECT_NONE) {
        frame_release_names(sim, frame);
        frame_remove(sim, frame);
        return;
    }
    frame_move_names(sim, frame, object);
    frame_remove(sim, frame);
    drop_slot(&sim->machine, generator, 0);
}

void frame_end(Sim *sim, ObjectId frame)
{
    if (world_tracked(sim_world(sim), frame)) {
        untrack(&sim->machine, frame);
    }
    CallRecord *call = call_of_frame(sim, frame);
    if (call == NULL) {
        frame_release_names(sim, frame);
        frame_remove(sim, frame);
        return;
    }
    if (call->generator != OBJECT_NONE) {
        ObjectId generator = call->generator;
        forget_call(sim, call);
        end_generator(sim, frame, generator);
        return;
    }
    if (!trashcan_enter(&sim->machine, frame)) {
        call->waits = true;
        drop_arguments(sim, frame);
        return;
    }
    frame_release_names(sim, frame);
    call = call_of_frame(sim, frame); /* calls inside have come and gone */
    give_block(sim, call);
    forget_call(sim, call);
    frame_remove(sim, frame);
    trashcan_leave(&sim->machine);
    drop_arguments(sim, frame);
}

void frame_suspend(Sim *sim, ObjectId frame)
{
    CallRecord *call = call_of_frame(sim, frame);
    if (call != NULL) {
        call->generator = OBJECT_NONE;
    }
}

/* 2.7: during a collection the names of a running generator are where they lie in truth, in its frame object. */
void frames_lend_names(Machine *machine, bool lend)
{
    Sim *sim = machine->sim;
    for (size_t i = 0; i < sim->calls.count; i++) {
        ObjectId generator = sim->calls.items[i].generator;
        ObjectId object = generator == OBJECT_NONE ? OBJECT_NONE : frame_object_of(sim, generator);
        if (object != OBJECT_NONE) {
            ObjectId frame = sim->calls.items[i].frame;
            frame_move_names(sim, lend ? frame : object, lend ? object : frame);
        }
    }
}

/* Ended more than 50 levels deep in a cascade, its names stay until the trashcan is emptied. */
bool frame_waits(Sim *sim, ObjectId frame)
{
    const CallRecord *call = sim->machine.trashcan.count == 0 ? NULL : call_of_frame(sim, frame);
    return call != NULL && call->waits;
}

void frame_end_waiting(Machine *machine, ObjectId frame)
{
    frame_end(machine->sim, frame);
}

/* ---- frame objects of the trace ---- */

ObjectId frame_object_of(const Sim *sim, ObjectId generator)
{
    const World *world = sim_world(sim);
    Kind kind = world_type(world, generator)->kind;
    if ((kind != KIND_GENERATOR && kind != KIND_COROUTINE) || world->slot_count[generator] == 0) {
        return OBJECT_NONE;
    }
    ObjectId frame = world_target(world, generator, 0);
    return frame != OBJECT_NONE && world_type(world, frame)->kind == KIND_FRAME ? frame : OBJECT_NONE;
}

ObjectId slot_owner(const Sim *sim, ObjectId from, const Slot *slot)
{
    ObjectId frame = frames_are_objects(sim) ? frame_object_of(sim, from) : OBJECT_NONE;
    const TypeRecord *type = world_type(sim_world(sim), from);
    for (Position at = 0; frame != OBJECT_NONE && at < type->fixed; at++) {
        frame = type->fixed_names[at] == slot->text ? OBJECT_NONE : frame;
    }
    return frame == OBJECT_NONE ? from : frame;
}

/* The block of a frame object that the trace shows is that of the running call; outside of functions it was there before. */
BlockRef frame_object_block(Sim *sim, uint32_t bytes)
{
    CallRecord *call = call_of_frame(sim, frame_innermost(sim, sim->current_thread));
    if (call != NULL && call->block != 0) {
        BlockRef block = call->block;
        call->block = 0;
        return block;
    }
    return allocator_take(&sim->machine.allocator, bytes, object_peek(&sim->machine));
}

Name frame_object_id(Sim *sim, const Op *op, Kind kind)
{
    char text[300];
    int bytes = snprintf(text, sizeof text, "%s.%s", sim_text(sim, op->id), kind == KIND_COROUTINE ? "cr_frame" : "gi_frame");
    return names_intern(sim->names, text, (size_t)bytes);
}
