/* Results as JSON (contract section 6): members of one open object, written as the world shows them now. */
#ifndef HL_APP_REPORT_H
#define HL_APP_REPORT_H

#include "app/session.h"
#include "base/json_out.h"
#include "explain/holders.h"

/* The whole of `run --json`; brief leaves out the lists of objects. */
void report_run(JsonOut *out, const Session *session, bool brief);

/* Parts that `state --json` shares. */
void report_gc(JsonOut *out, const World *world, bool brief);
void report_alive(JsonOut *out, const World *world);
/* pymalloc (not under first-fit), free_lists, large. */
void report_memory(JsonOut *out, const World *world, bool first_fit);
/* A holder of several references is written as often as the contract counts it: a temporary each, a pin once. */
void report_holder(JsonOut *out, const World *world, const Holder *holder);

void report_name(JsonOut *out, const World *world, Name name);
/* A string, or an object of languages; null when none was given. */
void report_text(JsonOut *out, const Names *names, LocalText text);

#endif
