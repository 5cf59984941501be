/* Applying or undoing a stretch of the journal as fast as memory allows. Not for single steps: it pays from some dozen events on.
 *
 * Life: replay_init once for a world; the tables hold addresses of its columns. */
#ifndef HL_JOURNAL_REPLAY_H
#define HL_JOURNAL_REPLAY_H

#include "model/apply.h"

enum { REPLAY_HINTS = 4 };

/* What an event of one kind will touch: addresses base + operand × bytes. Unused hints have 0 bytes: the same address always. */
typedef struct ReplayHints {
    const unsigned char *base[REPLAY_HINTS];
    uint8_t operand[REPLAY_HINTS]; /* 0 a, 1 b, 2 c */
    uint8_t bytes[REPLAY_HINTS];
    uint32_t slot_mask;            /* all ones: the event changes slot b of object a */
    uint32_t list_mask;            /* all ones: it changes the list neighbours of object a */
} ReplayHints;

typedef struct Replay {
    World *world; /* borrowed */
    ReplayHints hints[EVENT_KIND_COUNT];
} Replay;

void replay_init(Replay *replay, World *world);
/* Applies begin … end−1, in order. */
void replay_forward(const Replay *replay, const Event *begin, const Event *end);
/* Undoes end−1 … begin, in that order. */
void replay_backward(const Replay *replay, const Event *begin, const Event *end);

#endif
