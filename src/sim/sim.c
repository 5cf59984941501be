/* One op after the other: dispatch, repeat, the life of a Sim. */
#include "sim/run.h"

#include "base/check.h"

#include <stdarg.h>
#include <stdio.h>

bool sim_bad(Sim *sim, const Op *op, const char *format, ...)
{
    char text[ERR_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return err_input_at(sim->err, op->place_line, op->place_column, "op '%s': %s", op_kind_text(op->kind), text);
}

bool sim_within(Sim *sim, const Op *op, const char *member, uint64_t value, uint64_t limit)
{
    return value <= limit || sim_bad(sim, op, "member '%s': %llu is beyond a limit of heaploupe; at most %llu was expected", member,
                                     (unsigned long long)value, (unsigned long long)limit);
}

static void on_death(Machine *machine, ObjectId object)
{
    Sim *sim = machine->sim;
    Name id = machine->world->id[object];
    slot_index_forget(sim, object);
    attribute_order_forget(sim, object);
    shared_keys_leave(sim, object);
    map_remove(&machine->inline_dict, object, NULL);
    hash_table_forget(sim, object);
    if (id == NAME_NONE) {
        return;
    }
    if (sim->keep_died) {
        vec_push(&sim->died, id);
    }
    vec_push(&sim->died_since_expect, id);
    vec_push(&sim->died_in_op, id);
}

Sim *sim_new(Names *names, const TraceHeader *header, const Emit *emit, Err *err)
{
    Sim *sim = mem_zeroed(1, sizeof *sim);
    sim->names = names;
    sim->header = header;
    sim->machine.emit = *emit;
    sim->machine.sim = sim;
    sim->machine.run_user = run_user_code;
    sim->machine.lend_names = frames_lend_names;
    sim->machine.detach_dict = instance_detach_dict;
    sim->self_name = names_of(names, "self");
    if (!machine_init(&sim->machine, names, header, err)) {
        sim_free(sim);
        return NULL;
    }
    sim->machine.on_death = on_death;
    sim->machine.end_frame = frame_end_waiting;
    return sim;
}

static void release_classes(Sim *sim)
{
    for (size_t i = 0; i < sim->class_infos.count; i++) {
        ClassInfo *info = sim->class_infos.items[i];
        body_drop(info->finalizer);
        mem_release(info->slots);
        mem_release(info);
    }
    vec_release(&sim->class_infos);
}

void sim_free(Sim *sim)
{
    if (sim == NULL) {
        return;
    }
    while (sim->attribute_order.count != 0) {
        for (size_t i = 0; i < sim->attribute_order.size; i++) {
            if (sim->attribute_order.entries[i].key != 0) {
                attribute_order_forget(sim, (ObjectId)sim->attribute_order.entries[i].key);
                break;
            }
        }
    }
    shared_keys_release(sim);
    hash_tables_release(sim);
    machine_release(&sim->machine);
    world_free(sim->machine.emit.world);
    release_classes(sim);
    Map *maps[] = {&sim->classes, &sim->kind_types, &sim->type_class, &sim->shared_atoms, &sim->slot_index,
                   &sim->attribute_order, &sim->pin_records, &sim->held, &sim->frame_line};
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++) {
        map_release(maps[i]);
    }
    vec_release(&sim->object_of);
    vec_release(&sim->block_of);
    vec_release(&sim->table_log2);
    vec_release(&sim->calls);
    vec_release(&sim->arguments);
    vec_release(&sim->idle_frame);
    vec_release(&sim->set_fill);
    vec_release(&sim->died);
    vec_release(&sim->died_since_expect);
    vec_release(&sim->died_in_op);
    vec_release(&sim->failures);
    vec_release(&sim->asks);
    arena_release(&sim->ask_arena);
    mem_release(sim);
}

/* ---- bodies ---- */

bool run_body(Sim *sim, OpBody body)
{
    for (uint32_t i = 0; i < body.count; i++) {
        if (!run_op(sim, &body.ops[i])) {
            return false;
        }
    }
    return true;
}

/* One turn: ops with a brace in them are copied with the turn put in. */
static bool run_turn(Sim *sim, const Op *op, const Substitution *substitution, bool outer)
{
    Arena arena = {0};
    bool good = true;
    for (uint32_t i = 0; i < op->body.count && good; i++) {
        const Op *inner = &op->body.ops[i];
        if (substitution->var != NAME_NONE && inner->braces) {
            inner = op_copy(&arena, inner, substitution);
        }
        if (outer && sim->on_op != NULL) {
            sim->on_op(sim, inner, sim->op_index, sim->turn);
        }
        good = run_op(sim, inner);
        arena_reset(&arena);
    }
    arena_release(&arena);
    return good;
}

static bool op_repeat(Sim *sim, const Op *op)
{
    bool outer = op == sim->running;
    if (!sim_within(sim, op, "times", op->times, MAX_TURNS)) {
        return false;
    }
    for (uint64_t turn = 0; turn < op->times; turn++) {
        if (!sim_within(sim, op, "times", ++sim->turns, MAX_TURNS)) {
            return false;
        }
        if (outer) {
            sim->turn = (uint32_t)turn;
        }
        Substitution substitution = {sim->names, op->var, turn};
        if (!run_turn(sim, op, &substitution, outer)) {
            return false;
        }
    }
    return true;
}

static bool dispatch(Sim *sim, const Op *op)
{
    switch (op->kind) {
    case OP_NEW: return op_new(sim, op);
    case OP_LOAD: return op_load(sim, op);
    case OP_CLASS: return op_class(sim, op);
    case OP_BIND: return op_bind(sim, op);
    case OP_UNBIND: return op_unbind(sim, op);
    case OP_REF: return op_ref(sim, op);
    case OP_UNREF: return op_unref(sim, op);
    case OP_CLEAR: return op_clear(sim, op);
    case OP_REORDER: return op_reorder(sim, op);
    case OP_MATERIALIZE: return op_materialize(sim, op);
    case OP_CALL: return op_call(sim, op);
    case OP_RETURN: return op_return(sim, op);
    case OP_WEAKREF: return op_weakref(sim, op);
    case OP_REPEAT: return op_repeat(sim, op);
    case OP_EXPECT: return op_expect(sim, op);
    default: return op_other(sim, op);
    }
}

bool run_op(Sim *sim, const Op *op)
{
    if (op->line != 0 && op->kind != OP_LINE) {
        emit_word(&sim->machine.emit, EVENT_LINE, W_LINE, op->line);
        if (op->file != NAME_NONE && op->file != sim_world(sim)->words[W_FILE]) {
            emit_word(&sim->machine.emit, EVENT_WORD, W_FILE, op->file);
        }
        if (!line_begins(sim, op->line)) {
            return false;
        }
    }
    bool good = dispatch(sim, op);
    return good && !sim->machine.failed;
}

bool sim_run(Sim *sim, const Op *op, Err *err)
{
    sim->err = err;
    sim->op_index = sim->op_count++;
    sim->machine.op_index = (uint32_t)sim->op_index;
    sim->turn = 0;
    sim->running = op;
    sim->last_line = op->place_line;
    sim->died_in_op.count = 0;
    if (sim->on_op != NULL && op->kind != OP_REPEAT) {
        sim->on_op(sim, op, sim->op_index, 0);
    }
    bool good = run_op(sim, op);
    if (good && sim->asks.count != 0) {
        ask_settle(sim);
    }
    return good;
}
