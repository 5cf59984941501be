/* Fuzz target: any bytes as a trace, read and simulated. Nothing may crash, and the world must stay whole. */
#include "sim/sim.h"
#include "trace/reader.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OPS_MAX = 3000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Err err = {0};
    Names *names = names_new();
    Reader *reader = reader_open_text((const char *)data, size, "fuzz", names, &err);
    static Event events[256];
    Emit emit;
    emit_init_plain(&emit, NULL, events, 256);
    Sim *sim = NULL;
    if (reader != NULL) {
        emit.world = world_new(names);
        sim = sim_new(names, reader_header(reader), &emit, &err);
    }
    const Op *op;
    for (int i = 0; sim != NULL && i < OPS_MAX && reader_next(reader, &op, &err) == READ_OP; i++) {
        if (!sim_run(sim, op, &err)) {
            break;
        }
        const char *broken = world_check(sim_world(sim));
        if (broken != NULL && !sim->machine.failed) {
            abort();
        }
    }
    sim_free(sim);
    reader_close(reader);
    names_free(names);
    return 0;
}
