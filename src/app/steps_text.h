/* Steps as text, one a line: number, place in its op, phase, event with its members, sentence. */
#ifndef HL_APP_STEPS_TEXT_H
#define HL_APP_STEPS_TEXT_H

#include "app/event_log_write.h"
#include "app/session.h"

/* Both included. */
typedef struct StepsRange {
    uint64_t from, to;
} StepsRange;

/* To standard output; the world is then at the last of them. `plain_output`: what the program prints stands there as it printed it. */
void steps_text_print(Session *session, LogWriter *writer, StepsRange range, bool plain_output);
/* The phase in which a step leaves the world, which stands before event number `event` of it. */
uint32_t steps_phase_after(const Session *session, uint64_t step, uint64_t event);

#endif
