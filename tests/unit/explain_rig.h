/* A small machine with a journal, for the tests of explain/: objects are made and linked by hand, collections are real ones. */
#ifndef HL_TESTS_EXPLAIN_RIG_H
#define HL_TESTS_EXPLAIN_RIG_H

#include "base/check.h"
#include "collector/machine.h"
#include "explain/explain.h"
#include "journal/timeline.h"
#include "types/type_build.h"

#include <string.h>

typedef struct Rig {
    Names *names;
    World *world;
    Journal *journal;
    Timeline timeline;
    Machine machine;
    TraceHeader header;
    Labels labels;
    TypeId list, dict, set, integer, node, function;
    uint32_t ops;
} Rig;

static inline Name rig_name(Rig *rig, const char *text)
{
    return names_of(rig->names, text);
}

static inline void rig_init(Rig *rig, CollectorKind collector)
{
    memset(rig, 0, sizeof *rig);
    rig->names = names_new();
    rig->world = world_new(rig->names);
    rig->journal = journal_new();
    rig->machine.emit.world = rig->world;
    journal_attach(rig->journal, &rig->machine.emit);
    timeline_init(&rig->timeline, rig->world, rig->journal);
    rig->header.runtime = rig_name(rig, "cpython-3.11");
    rig->header.collector = collector;
    rig->header.config.enabled = true;
    Err err;
    CHECK(machine_init(&rig->machine, rig->names, &rig->header, &err));
    rig->list = type_build_kind(rig->world, rig_name(rig, "list"), KIND_LIST, false);
    rig->dict = type_build_kind(rig->world, rig_name(rig, "dict"), KIND_DICT, false);
    rig->set = type_build_kind(rig->world, rig_name(rig, "set"), KIND_SET, false);
    rig->integer = type_build_kind(rig->world, rig_name(rig, "int"), KIND_INT, false);
    rig->function = type_build_kind(rig->world, rig_name(rig, "function"), KIND_FUNCTION, false);
    ClassShape shape = {.name = rig_name(rig, "Node"), .base = KIND_OBJECT};
    rig->node = type_build_class(rig->world, rig->machine.profile, &shape);
    vec_push(&rig->world->types.items[rig->node]->keys, rig_name(rig, "next"));
    vec_push(&rig->world->types.items[rig->node]->keys, rig_name(rig, "value"));
}

static inline void rig_release(Rig *rig)
{
    labels_release(&rig->labels);
    timeline_release(&rig->timeline);
    machine_release(&rig->machine);
    journal_free(rig->journal);
    world_free(rig->world);
    names_free(rig->names);
}

static inline void rig_op(Rig *rig, OpKind kind)
{
    journal_begin_op(rig->journal, (OpRecord){.op_index = rig->ops++, .op_kind = (uint8_t)kind, .trace_line = rig->ops});
}

static inline void rig_sync(Rig *rig)
{
    timeline_sync(&rig->timeline);
    labels_update(&rig->labels, rig->world, rig->journal);
}

static inline ObjectId rig_frame(const Rig *rig)
{
    return rig->world->frames[rig->world->words[W_FRAME_COUNT] - 1];
}

/* Held by one temporary. */
static inline ObjectId rig_new(Rig *rig, TypeId type, const char *id)
{
    ObjectId object = object_new(&rig->machine, type, rig_name(rig, id), 0);
    if (world_type(rig->world, object)->has_gc) {
        track(&rig->machine, object);
    }
    return object;
}

/* A new slot at the end of the variable part; key NULL: none. */
static inline Position rig_slot(Rig *rig, ObjectId owner, const char *key)
{
    Position position = rig->world->slot_count[owner];
    emit_first(&rig->machine.emit, EVENT_SLOT_ADD, owner, key == NULL ? NAME_NONE : rig_name(rig, key), 0);
    return position;
}

static inline void rig_ref(Rig *rig, ObjectId from, const char *key, ObjectId to)
{
    Position position = rig_slot(rig, from, key);
    emit_on(&rig->machine.emit, EVENT_EDGE_SET, from, position, to);
}

static inline void rig_bind(Rig *rig, const char *name, ObjectId to)
{
    rig_ref(rig, rig_frame(rig), name, to);
}

static inline ObjectId rig_call(Rig *rig, const char *name)
{
    ObjectId frame = object_new(&rig->machine, 1, rig_name(rig, name), OBJECT_IS_FRAME | OBJECT_WAITS);
    emit_on(&rig->machine.emit, EVENT_FRAME_PUSH, frame, rig_name(rig, name), NAME_NONE);
    return frame;
}

/* A named object without temporaries. */
static inline ObjectId rig_named(Rig *rig, TypeId type, const char *id, const char *name)
{
    ObjectId object = rig_new(rig, type, id);
    rig_bind(rig, name, object);
    drop(&rig->machine, object);
    return object;
}

static inline void rig_pin(Rig *rig, ObjectId object, const char *by, uint32_t count)
{
    uint32_t record = rig->world->words[W_PIN_COUNT];
    emit_first(&rig->machine.emit, EVENT_PIN_NEW, record, object, by == NULL ? NAME_NONE : rig_name(rig, by));
    emit_on(&rig->machine.emit, EVENT_PIN, record, count, 0);
}

static inline Explain rig_explain(Rig *rig, Language language)
{
    return (Explain){.world = rig->world, .journal = rig->journal, .step = rig->timeline.step, .labels = &rig->labels,
                     .profile = rig->machine.profile, .collector = rig->machine.collector, .language = language};
}

#endif
