/* Writes events in the vocabulary of event logs: as members of a JSON object, or as text for people. */
#ifndef HL_APP_EVENT_LOG_WRITE_H
#define HL_APP_EVENT_LOG_WRITE_H

#include "app/event_log.h"
#include "base/json_out.h"

typedef struct LogWriter {
    const World *world;      /* borrowed: the state before the event that is written */
    const Journal *journal;  /* borrowed */
    Map frame_serials;       /* frame object → its number in the order of birth + 1 */
    uint32_t *layout_serial; /* owned, by TypeId: its number in the log, in the order of declaration; 0 = not declared */
    size_t type_count;
    uint32_t layouts;        /* declared so far */
    Prose prose;             /* scratch */
} LogWriter;

/* Numbers all frames of the journal. Cost: a look at every event. */
void log_writer_init(LogWriter *writer, const World *world, const Journal *journal);
void log_writer_release(LogWriter *writer);

/* "event": NAME and its members, into the open object. */
void log_writer_members(LogWriter *writer, JsonOut *out, const Event *event);
/* True if the event is the first to use a layout, which then has to be declared before it. */
bool log_writer_needs_layout(const LogWriter *writer, const Event *event);
/* The declaration, an object of its own. */
void log_writer_layout(LogWriter *writer, JsonOut *out, TypeId type);

/* " member=value" for each member. */
void log_writer_text(LogWriter *writer, const Event *event, Prose *out);

#endif
