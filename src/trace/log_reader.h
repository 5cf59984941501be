/* Reads an event log line by line into plain trees. Not what the members mean (app/event_log_read.h).
 *
 * An event log is JSON Lines whose header, the first line, has the member "heaploupe-events". */
#ifndef HL_TRACE_LOG_READER_H
#define HL_TRACE_LOG_READER_H

#include "base/err.h"
#include "trace/reader.h"
#include "trace/source.h"

typedef enum LogNodeKind { NODE_NULL, NODE_TRUTH, NODE_INTEGER, NODE_STRING, NODE_ARRAY, NODE_MEMBERS } LogNodeKind;

typedef struct LogNode LogNode;
struct LogNode {
    LogNodeKind kind;
    const char *key;       /* of a member, else NULL */
    const char *text;      /* STRING */
    int64_t number;        /* INTEGER; TRUTH: 0 or 1 */
    const LogNode *child;  /* ARRAY, MEMBERS: the first, or NULL */
    const LogNode *next;
};

typedef struct LogReader LogReader;

/* Whether the bytes that stand in the source's window begin an event log. */
bool log_reader_recognises(const Source *source);
/* Takes over `source` and reads the header line. NULL on failure. */
LogReader *log_reader_open(Source source, Err *err);
void log_reader_close(LogReader *reader);
/* Valid until the first log_reader_next. */
const LogNode *log_reader_header(const LogReader *reader);
/* *line is valid until the next call; *place is its number in the file. */
ReadStatus log_reader_next(LogReader *reader, const LogNode **line, uint32_t *place, Err *err);

/* The member of this name, or NULL. */
const LogNode *log_node_find(const LogNode *members, const char *key);

#endif
