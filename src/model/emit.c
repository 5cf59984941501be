#include "model/emit.h"

static void start_again(Emit *emit, void *context)
{
    emit->next = context;
}

void emit_init_plain(Emit *emit, World *world, Event *events, size_t count)
{
    *emit = (Emit){.world = world, .next = events, .end = events + count, .next_chunk = start_again, .context = events};
}
