/* Reads the header of a trace from its tree. */
#ifndef HL_TRACE_HEADER_H
#define HL_TRACE_HEADER_H

#include "model/op.h"
#include "trace/reading.h"

/* An empty `ops` array stands for the streamed one. */
bool header_read(Reading *r, TraceHeader *header);

#endif
