/* run and check: a trace is simulated to its end. */
#include "app/commands.h"
#include "app/complain.h"
#include "app/plain.h"
#include "app/report.h"
#include "app/session.h"
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

static int report_failures(const Session *session, const char *shown)
{
    for (size_t i = 0; i < session->sim->failures.count; i++) {
        const Failure *failure = &session->sim->failures.items[i];
        complain_expect(shown, failure->line, names_text(session->names, failure->message));
    }
    return session->sim->failures.count == 0 ? 0 : 1;
}

typedef struct NameCount {
    uint32_t count;
    Name name;
} NameCount;

static int most_first(const void *left, const void *right)
{
    const NameCount *a = left, *b = right;
    if (a->count != b->count) {
        return a->count < b->count ? 1 : -1;
    }
    return (a->name > b->name) - (a->name < b->name);
}

static uint32_t *count_types(const World *world)
{
    uint32_t *of_type = mem_zeroed(world->types.count, sizeof *of_type);
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        of_type[world->type[object]] += (world->flags[object] & (OBJECT_ALIVE | OBJECT_IS_FRAME | OBJECT_IMMORTAL)) == OBJECT_ALIVE;
    }
    return of_type;
}

/* By name: of a class that some of its objects hold and others do not there are two types. Returns how many. */
static size_t count_names(const World *world, const uint32_t *of_type, bool instances, NameCount *counts)
{
    size_t used = 0;
    Map place = {0}; /* name → index + 1 */
    for (size_t type = 1; type < world->types.count; type++) {
        const TypeRecord *record = world->types.items[type];
        if (of_type[type] == 0 || (record->kind == KIND_INSTANCE) != instances) {
            continue;
        }
        size_t at = (size_t)map_get(&place, record->name);
        if (at == 0) {
            map_put(&place, record->name, at = ++used);
        }
        counts[at - 1].name = record->name;
        counts[at - 1].count += of_type[type];
    }
    map_release(&place);
    return used;
}

/* Living objects by type, the most frequent first: where to look for a leak. */
static void print_types(const World *world, const char *title, bool instances)
{
    enum { SHOWN = 10 };
    uint32_t *of_type = count_types(world);
    NameCount *counts = mem_zeroed(world->types.count, sizeof *counts);
    size_t used = count_names(world, of_type, instances, counts);
    qsort(counts, used, sizeof *counts, most_first);
    for (size_t i = 0; i < used && i < SHOWN; i++) {
        plain_print("%s%u %s", i == 0 ? title : ", ", counts[i].count, names_text(world->names, counts[i].name));
    }
    if (used > SHOWN) {
        printf(", %zu more", used - SHOWN);
    }
    fputs(used != 0 ? "\n" : "", stdout);
    mem_release(counts);
    mem_release(of_type);
}

static void print_head(const Session *session)
{
    LocalText title = session->header->title;
    const Machine *machine = &session->sim->machine;
    if (title.en != NAME_NONE || title.zh != NAME_NONE) {
        plain_write(stdout, names_text(session->names, title.en != NAME_NONE ? title.en : title.zh));
        putchar('\n');
    }
    printf("%s, %s\n\n", machine->profile->title, machine->collector == COLLECTOR_MARKSWEEP ? "mark-sweep" : "trial deletion");
    printf("ops      %llu\nsteps    %llu\n", (unsigned long long)session->ops, (unsigned long long)session->steps);
    printf("objects  %llu created, %llu freed by reference counting, %llu by the collector, %u alive\n",
           (unsigned long long)machine->created - session->immortals, (unsigned long long)machine->freed_by_refcount,
           (unsigned long long)machine->freed_by_collector, session->world->words[W_ALIVE] - session->immortals);
    print_types(session->world, "types    ", false);
    print_types(session->world, "classes  ", true);
}

static void print_collections(const Machine *machine)
{
    if (machine->collections.count == 0) {
        puts("\nno collection");
        return;
    }
    puts("\n  step        op  gen  trigger    candidates  unreachable  uncollectable  resurrected  returned");
    for (size_t i = 0; i < machine->collections.count; i++) {
        const CollectionRecord *record = &machine->collections.items[i];
        printf("  %-10llu %3u  %3u  %-9s  %10llu  %11zu  %13zu  %11zu  %8llu\n", (unsigned long long)record->step, record->op,
               record->generation, record->automatic ? "automatic" : "manual", (unsigned long long)record->candidates,
               record->unreachable.count, record->uncollectable.count, record->resurrected.count,
               (unsigned long long)record->returned);
    }
}

static void print_summary(const Session *session)
{
    const World *world = session->world;
    print_head(session);
    print_collections(&session->sim->machine);
    if (world->words[W_OUTPUT_COUNT] != 0) {
        puts("\noutput of the program");
    }
    for (uint32_t line = 0; line < world->words[W_OUTPUT_COUNT]; line++) {
        fputs("  ", stdout);
        plain_write(stdout, names_text(session->names, world->output[line]));
        putchar('\n');
    }
    printf("\nexpectations: %llu held, %zu failed\n", (unsigned long long)session->sim->expects_passed,
           session->sim->failures.count);
}

static void print_json(const Session *session, bool brief)
{
    JsonOut out;
    json_out_init(&out, stdout);
    report_run(&out, session, brief);
    json_out_flush(&out);
    putchar('\n');
}

int command_run(const Options *options)
{
    bool json = options->given[OPTION_JSON];
    const char *form = options->value[OPTION_JSON];
    bool brief = form != NULL && strcmp(form, "brief") == 0;
    if (form != NULL && !brief) {
        return complain_usage("run", "--json=%.40s is unknown, expected --json or --json=brief", form);
    }
    const char *path = options->words.items[0];
    Session session;
    Err err;
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_PLAIN, .keep_died = json && !brief}, &err)) {
        return complain(session_shown_name(path), &err);
    }
    if (json) {
        print_json(&session, brief);
    } else {
        print_summary(&session);
    }
    int status = report_failures(&session, session_shown_name(path));
    session_close(&session);
    return status;
}

int command_check(const Options *options)
{
    int status = 0;
    for (size_t i = 0; i < options->words.count; i++) {
        const char *path = options->words.items[i];
        Session session;
        Err err;
        if (session_open(&session, path, (SessionOptions){.mode = SESSION_PLAIN}, &err)) {
            session_close(&session);
            continue;
        }
        int bad = complain(session_shown_name(path), &err);
        status = bad > status ? bad : status;
    }
    return status;
}
