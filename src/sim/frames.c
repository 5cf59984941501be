/* Frames and their names; calls, returns, user code run inside (finalizers, callbacks). */
#include "sim/run.h"

#include <stdio.h>

static bool is_function_frame(const World *world, ObjectId frame)
{
    return frame != world->frames[0] && world->aux[frame] == OBJECT_NONE;
}

ObjectId frame_innermost(Sim *sim, Name thread)
{
    const World *world = sim_world(sim);
    for (uint32_t i = world->words[W_FRAME_COUNT]; i-- > 0;) {
        if (world->repr[world->frames[i]] == thread && !frame_waits(sim, world->frames[i])) {
            return world->frames[i];
        }
    }
    return world->frames[0];
}

bool frame_pick(Sim *sim, const Op *op, ObjectId *frame)
{
    const World *world = sim_world(sim);
    if (op->frame < 0) {
        *frame = frame_innermost(sim, sim->current_thread);
        return true;
    }
    if (op->frame >= (int64_t)world->words[W_FRAME_COUNT]) {
        return sim_bad(sim, op, "member 'frame': there is no frame %lld; 0…%u was expected", (long long)op->frame,
                       world->words[W_FRAME_COUNT] - 1);
    }
    *frame = world->frames[op->frame];
    return true;
}

ObjectId frame_push(Sim *sim, Name name, Name thread)
{
    Machine *machine = &sim->machine;
    TypeId frame_type = 1;
    uint64_t created = machine->created;
    ObjectId frame = object_peek(machine);
    if (machine->free_objects.count != 0) {
        machine->free_objects.count--;
    }
    Event event = {EVENT_NEW, EVENT_STEP, OBJECT_IS_FRAME | OBJECT_WAITS, frame, frame_type, name};
    emit_event(&machine->emit, event);
    machine->created = created;
    emit_on(&machine->emit, EVENT_FRAME_PUSH, frame, name, thread);
    if (machine->profile->frames_tracked) {
        emit_on(&machine->emit, EVENT_TRACK, frame, LIST_GENERATION_0, 0);
    }
    return frame;
}

/* In the order the names have. */
void frame_release_names(Sim *sim, ObjectId frame)
{
    const World *world = sim_world(sim);
    for (Position at = 0; at < world->slot_count[frame]; at++) {
        drop_slot(&sim->machine, frame, at);
    }
}

void frame_remove(Sim *sim, ObjectId frame)
{
    const World *world = sim_world(sim);
    Emit *to = &sim->machine.emit;
    uint32_t index = 0;
    while (world->frames[index] != frame) {
        index++;
    }
    emit(to, EVENT_FRAME_POP, frame, index, 0);
    map_remove(&sim->frame_line, frame, NULL);
    slot_index_forget(sim, frame);
    uint32_t side = emit_side_at(to);
    for (Position at = 0; at < world->slot_count[frame]; at++) {
        emit_side_push(to, world_key(world, frame, at));
    }
    emit_on(to, EVENT_DEAD, frame, world->slot_count[frame], side);
    if (sim->machine.reuse_numbers) {
        vec_push(&sim->machine.free_objects, frame);
    }
}

/* ---- names ---- */

static void bind_in_dict(Sim *sim, const Op *op, ObjectId dict, Name name, ObjectId to)
{
    Store store = {.from = dict, .to = to, .slot = {.given = true, .text = name}};
    (void)store_reference(sim, op, store); /* a dict takes every key */
}

/* The name refers to `to`, which the caller holds by one temporary (immortals: none); that temporary is gone afterwards. */
bool frame_bind(Sim *sim, const Op *op, ObjectId frame, Name name, ObjectId to)
{
    const World *world = sim_world(sim);
    Machine *machine = &sim->machine;
    if (world->aux[frame] != OBJECT_NONE) {
        bind_in_dict(sim, op, world->aux[frame], name, to);
        drop(machine, to);
        return true;
    }
    bool moves = is_function_frame(world, frame) && !world_immortal(world, to);
    Position position;
    bool fresh = !slot_find(sim, frame, name, &position);
    if (fresh) {
        position = slot_append(sim, frame, name);
    }
    ObjectId old = world_target(world, frame, position);
    EventKind kind = moves ? EVENT_TEMP_TO_EDGE : EVENT_EDGE_SET;
    if (old != OBJECT_NONE) {
        emit_first(&machine->emit, world_immortal(world, old) ? EVENT_EDGE_DROP : EVENT_EDGE_TO_TEMP, frame, position, old);
    }
    if (old != OBJECT_NONE || fresh) {
        emit_on(&machine->emit, kind, frame, position, to);
    } else {
        emit(&machine->emit, kind, frame, position, to);
    }
    if (old != OBJECT_NONE) {
        drop(machine, old);
    }
    if (!moves) {
        drop(machine, to);
    }
    return true;
}

bool op_bind(Sim *sim, const Op *op)
{
    ObjectId to, frame;
    if (!id_need(sim, op, "to", op->to, &to) || !frame_pick(sim, op, &frame)) {
        return false;
    }
    hold(&sim->machine, to);
    return frame_bind(sim, op, frame, op->name, to);
}

static bool not_bound(Sim *sim, const Op *op)
{
    return sim_bad(sim, op, "member 'name': '%.100s' is not bound in this frame; a bound name was expected", sim_text(sim, op->name));
}

bool op_unbind(Sim *sim, const Op *op)
{
    const World *world = sim_world(sim);
    ObjectId frame;
    Position position;
    if (!frame_pick(sim, op, &frame)) {
        return false;
    }
    ObjectId dict = world->aux[frame];
    ObjectId owner = dict != OBJECT_NONE ? dict : frame;
    if (!slot_find(sim, owner, op->name, &position) || world_target(world, owner, position) == OBJECT_NONE) {
        return not_bound(sim, op);
    }
    if (dict != OBJECT_NONE) {
        Op removal = *op;
        removal.from = world->id[dict];
        removal.slot = (Slot){.given = true, .text = op->name};
        return op_unref(sim, &removal);
    }
    drop_slot(&sim->machine, frame, position);
    return true;
}

/* ---- calls ---- */

/* Every name kept in a generator or frame object goes into the frame, or back. */
void frame_move_names(Sim *sim, ObjectId from, ObjectId to)
{
    const World *world = sim_world(sim);
    Emit *out = &sim->machine.emit;
    for (Position at = world->fixed[from]; at < world->slot_count[from]; at++) {
        ObjectId target = world_target(world, from, at);
        Name key = world_key(world, from, at);
        Position position;
        if (!slot_find(sim, to, key, &position)) {
            position = slot_append(sim, to, key);
        }
        if (target != OBJECT_NONE) {
            emit_first(out, EVENT_EDGE_TO_TEMP, from, at, target);
            emit_on(out, EVENT_TEMP_TO_EDGE, to, position, target);
        }
    }
}

static void mark_started(Sim *sim, ObjectId generator)
{
    const World *world = sim_world(sim);
    if ((world->flags[generator] & OBJECT_STARTED) == 0) {
        emit_on(&sim->machine.emit, EVENT_FLAG_ON, generator, OBJECT_STARTED, 0);
    }
}

static bool keeps_names(Sim *sim, const Op *op, const char *member, ObjectId object)
{
    Kind kind = world_type(sim_world(sim), object)->kind;
    if (kind == KIND_GENERATOR || kind == KIND_COROUTINE || kind == KIND_FRAME) {
        return true;
    }
    return sim_bad(sim, op, "member '%s': a generator, coroutine or frame object was expected", member);
}

static bool check_call(Sim *sim, const Op *op, ObjectId *space, ObjectId *resume)
{
    ObjectId object;
    for (uint32_t i = 0; i < op->item_count; i++) {
        if (!id_need(sim, op, "args", op->items[i].id, &object)) {
            return false;
        }
    }
    if (op->namespace_id != NAME_NONE && !id_need(sim, op, "namespace", op->namespace_id, space)) {
        return false;
    }
    if (*space != OBJECT_NONE && world_type(sim_world(sim), *space)->base != KIND_DICT) {
        return sim_bad(sim, op, "member 'namespace': a dict was expected");
    }
    if (op->resume != NAME_NONE && (!id_need(sim, op, "resume", op->resume, resume) || !keeps_names(sim, op, "resume", *resume))) {
        return false;
    }
    if (sim_world(sim)->words[W_FRAME_COUNT] + 1 >= MAX_FRAMES) {
        return sim_bad(sim, op, "more than %u frames are alive at once: a limit of heaploupe", MAX_FRAMES);
    }
    return true;
}

static void pass_arguments(Sim *sim, const Op *op, ObjectId frame)
{
    const World *world = sim_world(sim);
    for (uint32_t i = 0; i < op->item_count; i++) {
        ObjectId target = id_find(sim, op->items[i].id);
        Name name = op->items[i].slot.text;
        call_keep_argument(sim, frame, target);
        if (world->aux[frame] != OBJECT_NONE) {
            bind_in_dict(sim, op, world->aux[frame], name, target);
            drop(&sim->machine, target);
            continue;
        }
        Position position;
        if (!slot_find(sim, frame, name, &position)) {
            position = slot_append(sim, frame, name);
        }
        fill_slot(sim, frame, position, target, true);
    }
}

bool op_call(Sim *sim, const Op *op)
{
    ObjectId space = OBJECT_NONE, resume = OBJECT_NONE;
    if (!check_call(sim, op, &space, &resume)) {
        return false;
    }
    Name thread = op->thread_given ? op->thread : sim->plain_thread;
    for (uint32_t i = 0; i < op->item_count; i++) {
        hold(&sim->machine, id_find(sim, op->items[i].id));
    }
    BlockRef block = resume == OBJECT_NONE ? call_take_frame(sim, op->name, NULL) : 0;
    ObjectId frame = frame_push(sim, op->name, thread);
    call_begin(sim, frame, op->name, NULL, block);
    sim->current_thread = thread;
    if (space != OBJECT_NONE) {
        hold(&sim->machine, space);
        emit_on(&sim->machine.emit, EVENT_FRAME_SPACE, frame, space, 0);
    }
    for (uint32_t i = 0; i < op->name_count; i++) {
        if (!slot_find(sim, frame, op->names[i], &(Position){0})) {
            slot_append(sim, frame, op->names[i]);
        }
    }
    if (resume != OBJECT_NONE) {
        ObjectId object = frame_object_of(sim, resume);
        if (object != OBJECT_NONE && world_tracked(sim_world(sim), frame)) {
            untrack(&sim->machine, frame); /* the generator's own frame is tracked */
        }
        frame_move_names(sim, object == OBJECT_NONE ? resume : object, frame);
        CallRecord *call = call_of_frame(sim, frame);
        if (call != NULL && object != OBJECT_NONE) {
            call->generator = resume;
        }
        mark_started(sim, resume);
    }
    pass_arguments(sim, op, frame);
    return sim_poll(sim);
}

static bool check_return(Sim *sim, const Op *op, ObjectId *value, ObjectId *keep)
{
    if (op->value != NAME_NONE && !id_need(sim, op, "value", op->value, value)) {
        return false;
    }
    if (op->keep != NAME_NONE && (!id_need(sim, op, "keep", op->keep, keep) || !keeps_names(sim, op, "keep", *keep))) {
        return false;
    }
    if (op->bind != NAME_NONE && *value == OBJECT_NONE) {
        return sim_bad(sim, op, "member 'bind' needs a 'value'");
    }
    return true;
}

bool op_return(Sim *sim, const Op *op)
{
    const World *world = sim_world(sim);
    Machine *machine = &sim->machine;
    Name thread = op->thread_given ? op->thread : sim->plain_thread;
    ObjectId value = OBJECT_NONE, keep = OBJECT_NONE;
    ObjectId frame = frame_innermost(sim, thread);
    if (frame == world->frames[0] || world->repr[frame] != thread) {
        return sim_bad(sim, op, "there is no call to return from%s", op->thread_given ? " in this thread" : "");
    }
    if ((world->flags[frame] & OBJECT_MANAGED) != 0) {
        return sim_bad(sim, op, "a finalizer or callback returns by itself at its end");
    }
    if (!check_return(sim, op, &value, &keep)) {
        return false;
    }
    if (value != OBJECT_NONE) {
        hold(machine, value);
    }
    ObjectId space = world->aux[frame];
    if (keep != OBJECT_NONE) {
        ObjectId object = frame_object_of(sim, keep);
        frame_move_names(sim, frame, object == OBJECT_NONE ? keep : object);
        frame_suspend(sim, frame);
        mark_started(sim, keep);
        if (world_type(world, keep)->kind == KIND_FRAME && !world_tracked(world, keep)) {
            track(machine, keep); /* "CPython 3.11, take_ownership" */
        }
    }
    frame_end(sim, frame);
    if (space != OBJECT_NONE) {
        drop(machine, space);
    }
    sim->current_thread = thread;
    if (op->bind != NAME_NONE) {
        return frame_bind(sim, op, frame_innermost(sim, thread), op->bind, value);
    }
    if (value != OBJECT_NONE) {
        drop(machine, value);
    }
    return true;
}

/* ---- user code ---- */

enum { USER_LEVELS = 2 }; /* of the C stack, for a Python function called by the interpreter; measured on 3.13.0 */

void run_user_code(Machine *machine, ObjectId self, Body *body, UserCode what)
{
    Sim *sim = machine->sim;
    if (machine->failed) {
        return;
    }
    if (machine->user_depth >= USER_DEPTH_MAX) {
        machine->failed = true;
        err_input_at(sim->err, sim->last_line, 1, "finalizers or callbacks nested deeper than %d: a limit of heaploupe", USER_DEPTH_MAX);
        return;
    }
    bool finalizer = what == USER_FINALIZER;
    uint32_t levels = machine->profile->trash_counts_calls ? USER_LEVELS : 0;
    machine->trash_nesting += levels;
    machine->user_depth++;
    emit(&machine->emit, finalizer ? EVENT_FINALIZER_BEGIN : EVENT_CALLBACK_BEGIN, self, 0, 0);
    Name code = names_of(sim->names, finalizer ? "__del__" : "callback");
    CallObjects objects = call_objects_take(sim, self, finalizer);
    BlockRef block = call_take_frame(sim, code, body);
    ObjectId frame = frame_push(sim, code, sim->current_thread);
    call_begin(sim, frame, code, body, block);
    emit_on(&machine->emit, EVENT_FLAG_ON, frame, OBJECT_MANAGED, 0);
    Name thread = sim->current_thread;
    Name outer_plain = sim->plain_thread;
    sim->plain_thread = thread;
    Position position = slot_append(sim, frame, sim->self_name);
    emit_on(&machine->emit, EVENT_EDGE_SET, frame, position, self);
    if (!sim_poll(sim) || !run_body(sim, body->ops)) {
        machine->failed = true;
    }
    sim->current_thread = thread;
    sim->plain_thread = outer_plain;
    while (frame_innermost(sim, thread) != frame) { /* calls it did not return from */
        ObjectId inner = frame_innermost(sim, thread);
        frame_end(sim, inner);
    }
    frame_end(sim, frame);
    call_objects_give(sim, self, objects);
    emit(&machine->emit, finalizer ? EVENT_FINALIZER_END : EVENT_CALLBACK_END, self, 0, 0);
    machine->user_depth--;
    machine->trash_nesting -= levels;
}
