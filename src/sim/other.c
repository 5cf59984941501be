/* The small ops. */
#include "sim/run.h"

#include "base/check.h"

#include <stdio.h>
#include <string.h>

/* ---- pins and held temporaries ---- */

void pin_add(Sim *sim, ObjectId object, Name by, uint64_t count)
{
    const World *world = sim_world(sim);
    Emit *to = &sim->machine.emit;
    uint64_t key = (uint64_t)object << 32 | by;
    uint64_t known = map_get(&sim->pin_records, key);
    uint32_t record = known != 0 ? (uint32_t)(known - 1) : world->words[W_PIN_COUNT];
    if (known == 0) {
        map_put(&sim->pin_records, key, record + 1);
        emit_first(to, EVENT_PIN_NEW, record, object, by);
        emit_on(to, EVENT_PIN, record, (uint32_t)count, 0);
        return;
    }
    emit(to, EVENT_PIN, record, world->pin_count[record] + (uint32_t)count, world->pin_count[record]);
}

static bool op_pin(Sim *sim, const Op *op)
{
    ObjectId object;
    if (!id_need(sim, op, "id", op->id, &object)) {
        return false;
    }
    uint64_t count = op->count == 0 ? 1 : op->count;
    if (!sim_within(sim, op, "count", count + sim_world(sim)->refcount[object], MAX_REFCOUNT)) {
        return false;
    }
    pin_add(sim, object, op->by, count);
    return true;
}

static bool op_unpin(Sim *sim, const Op *op)
{
    const World *world = sim_world(sim);
    ObjectId object;
    if (!id_need(sim, op, "id", op->id, &object)) {
        return false;
    }
    uint64_t count = op->count == 0 ? 1 : op->count;
    uint64_t key = (uint64_t)object << 32 | op->by;
    uint64_t known = map_get(&sim->pin_records, key);
    uint32_t record = known != 0 ? (uint32_t)(known - 1) : 0;
    if (known == 0 || world->pin_count[record] < count) {
        return sim_bad(sim, op, "member 'count': '%.100s' has only %u such pins", sim_text(sim, op->id),
                       known == 0 ? 0 : world->pin_count[record]);
    }
    uint32_t left = world->pin_count[record] - (uint32_t)count;
    if (left == 0) {
        map_remove(&sim->pin_records, key, NULL);
    }
    emit(&sim->machine.emit, EVENT_PIN, record, left, world->pin_count[record]);
    deallocate_if_unheld(&sim->machine, object);
    return true;
}

void hold_add(Sim *sim, ObjectId object)
{
    map_put(&sim->held, object, map_get(&sim->held, object) + 1);
    hold(&sim->machine, object);
}

static bool op_hold(Sim *sim, const Op *op)
{
    ObjectId object;
    if (!id_need(sim, op, "id", op->id, &object)) {
        return false;
    }
    hold_add(sim, object);
    return true;
}

static bool op_drop(Sim *sim, const Op *op)
{
    ObjectId object;
    if (!id_need(sim, op, "id", op->id, &object)) {
        return false;
    }
    uint64_t held = map_get(&sim->held, object);
    if (held == 0) {
        return sim_bad(sim, op, "member 'id': '%.100s' is not held; a 'hold' before it was expected", sim_text(sim, op->id));
    }
    if (held == 1) {
        map_remove(&sim->held, object, NULL);
    } else {
        map_put(&sim->held, object, held - 1);
    }
    drop(&sim->machine, object);
    return true;
}

/* ---- module gc ---- */

/* Only 3.12 gets here: there such a program may crash. */
static bool nested_collection(Sim *sim)
{
    return err_input_at(sim->err, sim->last_line, 1, "CPython 3.12 would start a collection inside a running one here, and may crash; "
                        "a 'poll' before the outer 'collect' was expected");
}

bool sim_poll(Sim *sim)
{
    return run_scheduled(&sim->machine) || nested_collection(sim);
}

/* A jump backward in a frame is a poll: the next line is not greater than the last one there. */
bool line_begins(Sim *sim, uint32_t line)
{
    if (!sim->machine.profile->scheduled_runs) {
        return true;
    }
    ObjectId frame = frame_innermost(sim, sim->current_thread);
    uint64_t last = map_get(&sim->frame_line, frame);
    map_put(&sim->frame_line, frame, line);
    return last < line || sim_poll(sim);
}

static bool op_collect(Sim *sim, const Op *op)
{
    ObjectId frame;
    if (op->bind != NAME_NONE && (!id_free(sim, op, op->id) || !frame_pick(sim, op, &frame))) {
        return false;
    }
    if (sim->machine.collecting_depth != 0 && sim_world(sim)->words[W_COLLECTING] == 0) {
        return nested_collection(sim);
    }
    uint64_t returned = collect(&sim->machine, op->generation, op->automatic);
    if (op->bind == NAME_NONE || sim->machine.failed) {
        return true;
    }
    ObjectId result = create_int(sim, op->id, returned);
    return frame_pick(sim, op, &frame) && frame_bind(sim, op, frame, op->bind, result);
}

static void op_freeze(Sim *sim)
{
    Machine *machine = &sim->machine;
    for (uint32_t i = 0; i < 3; i++) {
        list_join(machine, EVENT_MERGE, LIST_GENERATION_0 + i, LIST_PERMANENT);
        if (machine->world->words[W_COUNT + i] != 0) {
            emit_word(&machine->emit, EVENT_COUNTER, W_COUNT + i, 0);
        }
    }
}

static bool set_thresholds(Sim *sim, const Op *op)
{
    for (uint32_t i = 0; i < op->threshold_count; i++) {
        if (!sim_within(sim, op, "threshold", op->threshold[i], MAX_SETTING)) {
            return false;
        }
        emit_word(&sim->machine.emit, EVENT_SETTING, W_THRESHOLD + i, (uint32_t)op->threshold[i]);
    }
    return true;
}

static void set_debug(Sim *sim, const Op *op)
{
    uint32_t flags = op->debug_flags;
    bool old = sim->machine.profile->version < 300;
    if ((flags & DEBUG_LEAK) != 0) {
        flags = (flags & ~(uint32_t)DEBUG_LEAK) | DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL;
        flags |= old ? DEBUG_INSTANCES | DEBUG_OBJECTS : 0;
    }
    if (!old) {
        flags &= ~(uint32_t)(DEBUG_INSTANCES | DEBUG_OBJECTS);
    }
    emit_word(&sim->machine.emit, EVENT_SETTING, W_DEBUG, flags);
}

/* ---- output ---- */

/* The text with `value` for "{}"; without a text just the value. */
static void print_value(Sim *sim, Name text, const char *value)
{
    const char *template = text == NAME_NONE ? "{}" : sim_text(sim, text);
    const char *hole = strstr(template, "{}");
    size_t before = hole == NULL ? strlen(template) : (size_t)(hole - template);
    size_t room = strlen(template) + strlen(value) + 1;
    char *line = mem_zeroed(room, 1);
    snprintf(line, room, "%.*s%s%s", (int)before, template, hole == NULL ? "" : value, hole == NULL ? "" : hole + 2);
    machine_print(&sim->machine, line);
    mem_release(line);
}

static bool op_getrefcount(Sim *sim, const Op *op)
{
    ObjectId object;
    if (!id_need(sim, op, "id", op->id, &object)) {
        return false;
    }
    const World *world = sim_world(sim);
    if (world_immortal(world, object)) {
        print_value(sim, op->text.en, sim->machine.profile->immortal_refcount);
        return true;
    }
    hold(&sim->machine, object); /* the argument of the call */
    char number[16];
    snprintf(number, sizeof number, "%u", world->refcount[object]);
    print_value(sim, op->text.en, number);
    drop(&sim->machine, object);
    return true;
}

static void op_count(Sim *sim, const Op *op)
{
    const World *world = sim_world(sim);
    uint32_t count = 0;
    for (ObjectId list = LIST_GENERATION_0; list <= LIST_GENERATION_2; list++) {
        for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
            count += world_type(world, object)->name == op->type;
        }
    }
    char number[16];
    snprintf(number, sizeof number, "%u", count);
    print_value(sim, op->text.en, number);
}

/* ---- raw memory ---- */

static BlockRef *raw_block(Sim *sim, Name name)
{
    while (sim->block_of.count <= name) {
        vec_push(&sim->block_of, 0);
    }
    return &sim->block_of.items[name];
}

static bool need_raw(Sim *sim, const Op *op, BlockRef **block)
{
    *block = raw_block(sim, op->block);
    if (**block != 0) {
        return true;
    }
    return sim_bad(sim, op, "member 'block': '%.100s' is not allocated; a block of an earlier 'alloc' was expected", sim_text(sim, op->block));
}

static bool op_raw(Sim *sim, const Op *op)
{
    Allocator *allocator = &sim->machine.allocator;
    BlockRef *block = raw_block(sim, op->block);
    if (!sim_within(sim, op, "bytes", op->bytes, MAX_REQUEST_BYTES)) {
        return false;
    }
    if (op->kind == OP_ALLOC) {
        if (*block != 0) {
            return sim_bad(sim, op, "member 'block': '%.100s' is still allocated; a new name was expected", sim_text(sim, op->block));
        }
        *block = allocator_take(allocator, (uint32_t)op->bytes, OBJECT_NONE);
        return true;
    }
    if (!need_raw(sim, op, &block)) {
        return false;
    }
    if (op->kind == OP_REALLOC) {
        *block = allocator_resize(allocator, *block, (uint32_t)op->bytes, OBJECT_NONE);
    } else {
        allocator_give(allocator, *block, OWNED_NOT, OBJECT_NONE);
        *block = 0;
    }
    return true;
}

static bool op_resize(Sim *sim, const Op *op)
{
    ObjectId object;
    if (!id_need(sim, op, "id", op->id, &object) || !sim_within(sim, op, "bytes", op->bytes, MAX_REQUEST_BYTES)) {
        return false;
    }
    if (world_immortal(sim_world(sim), object)) {
        return sim_bad(sim, op, "member 'id': a shared value has no storage to resize");
    }
    emit(&sim->machine.emit, EVENT_FLAG_ON, object, OBJECT_RESIZED, 0);
    storage_replace(sim, object, (uint32_t)op->bytes);
    return true;
}

/* ---- asking ---- */

static void op_ask(Sim *sim, const Op *op)
{
    AskRecord record = {.op = sim->op_index, .ask = op_copy(&sim->ask_arena, op, NULL), .pending = true};
    vec_push(&sim->asks, record);
    emit(&sim->machine.emit, EVENT_ASK, (uint32_t)sim->asks.count - 1, op->text.en, op->text.zh);
}

static bool died_all(const Sim *sim, const Answer *answer)
{
    for (uint32_t i = 0; i < answer->id_count; i++) {
        bool found = false;
        for (size_t j = 0; j < sim->died_in_op.count; j++) {
            found = found || sim->died_in_op.items[j] == answer->ids[i];
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static double settle(const Sim *sim, const Answer *answer)
{
    const World *world = sim_world(sim);
    ObjectId object = answer->id == NAME_NONE ? OBJECT_NONE : id_find(sim, answer->id);
    switch (answer->kind) {
    case ANSWER_NUMBER: return answer->number;
    case ANSWER_REFCOUNT: return object == OBJECT_NONE ? 0 : world->refcount[object];
    case ANSWER_GC_REFS: return object == OBJECT_NONE ? 0 : world->gc_refs[object];
    case ANSWER_GENERATION: return object == OBJECT_NONE ? -1 : (double)world->list[object] - LIST_GENERATION_0;
    case ANSWER_ALIVE: return object != OBJECT_NONE;
    case ANSWER_FREED_BY_NEXT: return died_all(sim, answer);
    case ANSWER_RETURNED:
        return sim->machine.collections.count == 0 ? 0 : (double)vec_last(&sim->machine.collections).returned;
    }
    return 0;
}

void ask_settle(Sim *sim)
{
    AskRecord *last = &vec_last(&sim->asks);
    if (last->pending && last->op != sim->op_index) {
        last->pending = false;
        last->answered = true;
        last->answer = settle(sim, &last->ask->answer);
    }
}

/* ---- all the rest ---- */

bool op_other(Sim *sim, const Op *op)
{
    Emit *to = &sim->machine.emit;
    switch (op->kind) {
    case OP_PIN: return op_pin(sim, op);
    case OP_UNPIN: return op_unpin(sim, op);
    case OP_HOLD: return op_hold(sim, op);
    case OP_DROP: return op_drop(sim, op);
    case OP_RESIZE: return op_resize(sim, op);
    case OP_COLLECT: return op_collect(sim, op);
    case OP_POLL: return sim_poll(sim); /* up to 3.11 nothing is scheduled: runs start inside the allocation */
    case OP_ENABLE: emit_word(to, EVENT_SETTING, W_ENABLED, 1); break;
    case OP_DISABLE: emit_word(to, EVENT_SETTING, W_ENABLED, 0); break;
    case OP_FREEZE: case OP_UNFREEZE:
        if (sim->machine.profile->version < 307) {
            return sim_bad(sim, op, "%s has no permanent generation; gc.freeze came with 3.7", sim->machine.profile->title);
        }
        if (op->kind == OP_FREEZE) {
            op_freeze(sim);
        } else {
            list_join(&sim->machine, EVENT_MERGE, LIST_PERMANENT, LIST_GENERATION_2);
        }
        break;
    case OP_CLEAR_GARBAGE: clear_variable_part(&sim->machine, OBJECT_GARBAGE); break;
    case OP_SET_THRESHOLD: return set_thresholds(sim, op);
    case OP_SET_DEBUG: set_debug(sim, op); break;
    case OP_GETREFCOUNT: return op_getrefcount(sim, op);
    case OP_COUNT: op_count(sim, op); break;
    case OP_PRINT: machine_print(&sim->machine, sim_text(sim, op->text.en)); break;
    case OP_ALLOC: case OP_REALLOC: case OP_FREE: return op_raw(sim, op);
    case OP_LINE:
        emit_word(to, EVENT_LINE, W_LINE, op->line);
        if (op->file != NAME_NONE) {
            emit_word(to, EVENT_WORD, W_FILE, op->file);
        }
        return line_begins(sim, op->line);
    case OP_NOTE: emit(to, EVENT_NOTE, (uint32_t)sim->op_index, op->text.en, op->text.zh); break;
    case OP_ASK: op_ask(sim, op); break;
    default: BUG("an op that dispatch handles");
    }
    return true;
}
