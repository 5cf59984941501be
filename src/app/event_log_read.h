/* Replays an event log: each line becomes events of our own, which are applied and recorded as if a simulation had emitted them.
 * Runs no algorithm. What a log says is checked against the world it has built so far, so that no log can break it.
 *
 * Shared by event_log_read.c (lines, ops, header), event_log_fields.c (members → operands), event_log_objects.c,
 * event_log_references.c, event_log_memory.c, event_log_program.c (each kind's conditions, and what undoing it needs). */
#ifndef HL_APP_EVENT_LOG_READ_H
#define HL_APP_EVENT_LOG_READ_H

#include "app/event_log.h"
#include "app/session.h"
#include "trace/log_reader.h"

typedef struct LogRun {
    Session *session;
    World *world;
    Emit *emit;
    LogReader *reader;
    Err *err;
    uint32_t place;         /* line in the file */
    bool step_due;          /* the next event begins a step */
    bool foreign;           /* not one of our own: what it leaves unsaid is filled in */
    const char *event_name; /* for messages */

    VEC(ObjectId) object_of;  /* by Name: the newest bearer of the id */
    VEC(ObjectId) frames;     /* by number in the log */
    VEC(TypeId) layouts;      /* by number in the log */
    Map default_types;        /* Name << 8 | kind → TypeId, for logs without layouts */
    VEC(ObjectId) limbo_owner; /* by depth */
    VEC(uint32_t) order;      /* of the reorder being read */
    VEC(uint8_t) pool_place;  /* by pool: LogPoolPlace */
    Map kinds;                /* Name of an event → EventKind + 1 */
    int64_t step;             /* of the last line, −1: none told */
    uint64_t ops;
    uint32_t op, turn;
    bool has_op;
} LogRun;

typedef enum LogPoolPlace { POOL_NOWHERE, POOL_IN_USED, POOL_IN_FREE } LogPoolPlace;

/* Everything from the header on, into a session that is all zero but for its names. */
bool event_log_run(Session *session, LogReader *reader, Err *err);

/* "event 'ref': TEXT" at the line; false. */
bool log_bad(LogRun *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline bool log_need(LogRun *run, bool condition, const char *what)
{
    return condition || log_bad(run, "%s", what);
}

/* event_log_fields.c: fills an event's operands from the members of a line. */
bool log_fields_read(LogRun *run, const LogNode *members, Event *event);
bool log_object_read(LogRun *run, const LogNode *node, const char *key, ObjectId *object);
bool log_number_read(LogRun *run, const LogNode *node, const char *key, uint64_t most, uint32_t *number);
/* NAME_NONE when it is absent; strings and integers are texts. */
bool log_name_read(LogRun *run, const LogNode *members, const char *key, Name *name);
/* A new slot at the end; its key, or NAME_NONE. */
bool log_slot_add(LogRun *run, ObjectId owner, Name key);
/* event_log_layout.c */
bool log_layout_declare(LogRun *run, const LogNode *members);
bool log_layout_find(LogRun *run, const LogNode *members, TypeId *type);

/* Emits an event with all it needs for undoing; the first one of a line begins its step. */
void log_emit(LogRun *run, EventKind kind, unsigned aux, uint32_t a, uint32_t b, uint32_t c);
/* An event that the log left unsaid: a step of its own where the line begins one. */
void log_emit_apart(LogRun *run, EventKind kind, uint32_t a, uint32_t b, uint32_t c);
/* event_log_objects.c: checks the event, finds what undoing needs, emits. */
bool log_apply(LogRun *run, Event *event);
/* event_log_references.c: the same for slots, temporaries, pins, weak references. */
bool log_apply_reference(LogRun *run, Event *event);
bool log_emit_as_read(LogRun *run, const Event *event);
/* With its third operand. */
bool log_emit_with(LogRun *run, const Event *event, uint32_t c);
bool log_need_alive(LogRun *run, ObjectId object);
/* What a slot holds, its key object first. */
void log_let_go(LogRun *run, ObjectId object, Position position);
/* Pushes the keys of an object as a side payload that began at `side`; returns that. */
uint32_t log_side_keys(LogRun *run, ObjectId object, uint32_t side);
/* event_log_memory.c: the same for blocks, pools, arenas, free lists. */
bool log_apply_memory(LogRun *run, Event *event);
/* event_log_program.c: the same for frames, scalars and what the interpreter does. */
bool log_apply_program(LogRun *run, Event *event);

#endif
