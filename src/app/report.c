#include "app/report.h"

#include "types/profile.h"

#include <string.h>

void report_name(JsonOut *out, const World *world, Name name)
{
    json_out_text(out, names_text(world->names, name), names_bytes(world->names, name));
}

static void put_name(JsonOut *out, const Names *names, Name name)
{
    json_out_text(out, names_text(names, name), names_bytes(names, name));
}

void report_text(JsonOut *out, const Names *names, LocalText text)
{
    if (text.en == NAME_NONE && text.zh == NAME_NONE) {
        json_out_null(out);
        return;
    }
    if (text.en == text.zh) {
        put_name(out, names, text.en);
        return;
    }
    json_out_open(out, '{');
    if (text.en != NAME_NONE) {
        json_out_key(out, "en");
        put_name(out, names, text.en);
    }
    if (text.zh != NAME_NONE) {
        json_out_key(out, "zh");
        put_name(out, names, text.zh);
    }
    json_out_close(out, '}');
}

static void put_member(JsonOut *out, const char *key, uint64_t number)
{
    json_out_key(out, key);
    json_out_number(out, number);
}

static void put_names(JsonOut *out, const Names *names, const char *key, const NameList *list)
{
    json_out_key(out, key);
    json_out_open(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        put_name(out, names, list->items[i]);
    }
    json_out_close(out, ']');
}

/* ---- gc ---- */

static void put_words(JsonOut *out, const World *world, const char *key, uint32_t word)
{
    json_out_key(out, key);
    json_out_open(out, '[');
    for (uint32_t i = 0; i < 3; i++) {
        json_out_number(out, world->words[word + i]);
    }
    json_out_close(out, ']');
}

static void put_list(JsonOut *out, const World *world, ObjectId list)
{
    json_out_open(out, '[');
    for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
        if ((world->flags[object] & OBJECT_IS_FRAME) == 0) { /* 2.7: running frames are in the lists too */
            report_name(out, world, world->id[object]);
        }
    }
    json_out_close(out, ']');
}

static void put_stats(JsonOut *out, const World *world)
{
    json_out_key(out, "stats");
    json_out_open(out, '[');
    for (uint32_t generation = 0; generation < 3; generation++) {
        const uint32_t *stats = &world->words[W_STATS + 3 * generation];
        json_out_open(out, '{');
        put_member(out, "collections", stats[0]);
        put_member(out, "collected", stats[1]);
        put_member(out, "uncollectable", stats[2]);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}

static void put_garbage(JsonOut *out, const World *world)
{
    json_out_key(out, "garbage");
    json_out_open(out, '[');
    for (Position position = 0; position < world->slot_count[OBJECT_GARBAGE]; position++) {
        ObjectId target = world_target(world, OBJECT_GARBAGE, position);
        if (target != OBJECT_NONE) {
            report_name(out, world, world->id[target]);
        }
    }
    json_out_close(out, ']');
}

void report_gc(JsonOut *out, const World *world, bool brief)
{
    json_out_line(out);
    json_out_key(out, "gc");
    json_out_open(out, '{');
    json_out_key(out, "enabled");
    json_out_bool(out, world->words[W_ENABLED] != 0);
    put_words(out, world, "count", W_COUNT);
    put_words(out, world, "threshold", W_THRESHOLD);
    put_stats(out, world);
    put_garbage(out, world);
    if (!brief) {
        json_out_key(out, "generations");
        json_out_open(out, '[');
        for (ObjectId list = LIST_GENERATION_0; list <= LIST_GENERATION_2; list++) {
            put_list(out, world, list);
        }
        json_out_close(out, ']');
    }
    json_out_key(out, "permanent");
    put_list(out, world, LIST_PERMANENT);
    json_out_close(out, '}');
}

/* ---- the head of the results ---- */

static void put_collection(JsonOut *out, const Names *names, const CollectionRecord *record)
{
    json_out_line(out);
    json_out_open(out, '{');
    put_member(out, "step", record->step);
    put_member(out, "op", record->op);
    put_member(out, "generation", record->generation);
    json_out_key(out, "trigger");
    json_out_word(out, record->automatic ? "automatic" : "manual");
    put_member(out, "candidates", record->candidates);
    put_names(out, names, "unreachable", &record->unreachable);
    put_names(out, names, "uncollectable", &record->uncollectable);
    put_names(out, names, "resurrected", &record->resurrected);
    put_member(out, "returned", record->returned);
    json_out_close(out, '}');
}

static void put_collections(JsonOut *out, const Session *session)
{
    const Machine *machine = &session->sim->machine;
    json_out_line(out);
    json_out_key(out, "collections");
    json_out_open(out, '[');
    for (size_t i = 0; i < machine->collections.count; i++) {
        put_collection(out, session->names, &machine->collections.items[i]);
    }
    json_out_close(out, ']');
}

static void put_head(JsonOut *out, const Session *session)
{
    put_member(out, "heaploupe", 1);
    json_out_line(out);
    json_out_key(out, "title");
    report_text(out, session->names, session->header->title);
    json_out_line(out);
    json_out_key(out, "runtime");
    put_name(out, session->names, session->header->runtime);
    json_out_key(out, "collector");
    json_out_word(out, session->header->collector == COLLECTOR_MARKSWEEP ? "marksweep" : "cpython");
    json_out_line(out);
    put_member(out, "ops", session->ops);
    put_member(out, "steps", session->steps);
}

static void put_objects(JsonOut *out, const Session *session)
{
    const Machine *machine = &session->sim->machine;
    json_out_line(out);
    json_out_key(out, "objects");
    json_out_open(out, '{');
    put_member(out, "created", machine->created - session->immortals);
    put_member(out, "freed_by_refcount", machine->freed_by_refcount);
    put_member(out, "freed_by_collector", machine->freed_by_collector);
    put_member(out, "alive", session->world->words[W_ALIVE] - session->immortals);
    json_out_close(out, '}');
}

/* ---- the tail ---- */

static void put_output(JsonOut *out, const World *world)
{
    json_out_line(out);
    json_out_key(out, "output");
    json_out_open(out, '[');
    for (uint32_t line = 0; line < world->words[W_OUTPUT_COUNT]; line++) {
        report_name(out, world, world->output[line]);
    }
    json_out_close(out, ']');
}

static void put_expects(JsonOut *out, const Session *session)
{
    json_out_line(out);
    json_out_key(out, "expect");
    json_out_open(out, '{');
    put_member(out, "passed", session->sim->expects_passed);
    json_out_key(out, "failed");
    json_out_open(out, '[');
    for (size_t i = 0; i < session->sim->failures.count; i++) {
        const Failure *failure = &session->sim->failures.items[i];
        json_out_line(out);
        json_out_open(out, '{');
        put_member(out, "op", failure->op);
        put_member(out, "line", failure->line);
        json_out_key(out, "message");
        put_name(out, session->names, failure->message);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
    json_out_close(out, '}');
}

void report_run(JsonOut *out, const Session *session, bool brief)
{
    const World *world = session->world;
    json_out_open(out, '{');
    put_head(out, session);
    put_objects(out, session);
    if (!brief) {
        json_out_line(out);
        put_names(out, session->names, "died", &session->sim->died);
    }
    put_collections(out, session);
    report_gc(out, world, brief);
    if (!brief) {
        report_alive(out, world);
    }
    report_memory(out, world, session->header->config.allocator == ALLOCATOR_FIRST_FIT);
    put_output(out, world);
    put_expects(out, session);
    json_out_close(out, '}');
}
