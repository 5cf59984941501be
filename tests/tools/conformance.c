/* Runs recorded traces and packs of traces ("=== name" lines between them) and compares every expect, and the header's x-final,
 * with the simulation. --stress: the world's invariants are checked before every event. Prints "N passed, N failed". */
#include "base/check.h"
#include "sim/sim.h"
#include "trace/reader.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

typedef struct Tally {
    unsigned passed, failed;
    bool stress;
} Tally;

typedef struct Stress {
    Event events[2];
    uint64_t seen;
    const char *broken;
} Stress;

static void check_before_event(Emit *emit, void *context)
{
    Stress *stress = context;
    emit->next = stress->events;
    emit->end = stress->events + 1;
    if (stress->broken == NULL) {
        stress->broken = world_check(emit->world);
        if (stress->broken != NULL) {
            const Event *last = &stress->events[0];
            fprintf(stderr, "  after event %llu (%s %u %u %u): %s\n", (unsigned long long)stress->seen,
                    event_info[last->kind].text, last->a, last->b, last->c, stress->broken);
        }
    }
    stress->seen++;
}

static bool differ(const char *name, const char *what, const char *expected, const char *found)
{
    fprintf(stderr, "%s: x-final %s: expected %.300s, found %.300s\n", name, what, expected, found);
    return false;
}

static bool same_names(const char *name, const char *what, const cJSON *expected, const Sim *sim, const Name *found, size_t count)
{
    size_t i = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, expected) {
        const char *text = i < count ? names_text(sim->names, found[i]) : "(nothing)";
        if (strcmp(item->valuestring, text) != 0) {
            return differ(name, what, item->valuestring, text);
        }
        i++;
    }
    return i == count || differ(name, what, "(end)", names_text(sim->names, found[i]));
}

static bool same_lists(const char *name, const cJSON *lists, const Sim *sim, ObjectId first)
{
    const World *world = sim_world(sim);
    bool good = true;
    const cJSON *expected;
    ObjectId list = first;
    cJSON_ArrayForEach(expected, lists) {
        NameList found = {0};
        for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
            if ((world->flags[object] & OBJECT_IS_FRAME) == 0) {
                vec_push(&found, world->id[object]);
            }
        }
        good = same_names(name, "generations", expected, sim, found.items, found.count) && good;
        vec_release(&found);
        list++;
    }
    return good;
}

static bool same_alive(const char *name, const cJSON *alive, const Sim *sim)
{
    const World *world = sim_world(sim);
    int count = 0;
    char text[100], wanted[100];
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        if (!world_alive(world, object) || (world->flags[object] & (OBJECT_IS_FRAME | OBJECT_IMMORTAL)) != 0) {
            continue;
        }
        count++;
        const char *id = names_text(sim->names, world->id[object]);
        const cJSON *expected = cJSON_GetObjectItemCaseSensitive(alive, id);
        if (expected == NULL) {
            return differ(name, "alive", "not", id);
        }
        snprintf(text, sizeof text, "%s %u %d %d", id, world->refcount[object], world_tracked(world, object),
                 (world->flags[object] & OBJECT_FINALIZED) != 0);
        snprintf(wanted, sizeof wanted, "%s %d %d %d", id, cJSON_GetArrayItem(expected, 0)->valueint,
                 cJSON_GetArrayItem(expected, 1)->valueint, cJSON_GetArrayItem(expected, 2)->valueint);
        if (strcmp(text, wanted) != 0) {
            return differ(name, "alive", wanted, text);
        }
    }
    return count == cJSON_GetArraySize(alive) || differ(name, "alive", "more objects", "fewer");
}

/* 2.7 prints collectable and uncollectable objects apart: each list in its order. */
static bool same_printed(const char *name, const cJSON *item, const Sim *sim, const CollectionRecord *record)
{
    const cJSON *collectable = cJSON_GetObjectItemCaseSensitive(item, "collectable");
    const cJSON *uncollectable = cJSON_GetObjectItemCaseSensitive(item, "uncollectable");
    NameList rest = {0};
    const cJSON *wanted = collectable->child;
    for (size_t i = 0; i < record->unreachable.count; i++) {
        Name id = record->unreachable.items[i];
        if (wanted != NULL && strcmp(wanted->valuestring, names_text(sim->names, id)) == 0) {
            vec_push(&rest, id);
            wanted = wanted->next;
        }
    }
    bool good = same_names(name, "collectable", collectable, sim, rest.items, rest.count) &&
                same_names(name, "uncollectable", uncollectable, sim, record->uncollectable.items, record->uncollectable.count);
    vec_release(&rest);
    return good;
}

static bool same_collections(const char *name, const cJSON *expected, const Sim *sim)
{
    size_t i = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, expected) {
        if (i >= sim->machine.collections.count) {
            return differ(name, "collections", "more", "fewer");
        }
        const CollectionRecord *record = &sim->machine.collections.items[i++];
        const cJSON *generation = cJSON_GetObjectItemCaseSensitive(item, "generation");
        const cJSON *returned = cJSON_GetObjectItemCaseSensitive(item, "returned");
        const cJSON *resurrected = cJSON_GetObjectItemCaseSensitive(item, "resurrected");
        if ((uint32_t)generation->valueint != record->generation || (uint64_t)returned->valueint != record->returned) {
            return differ(name, "collections", "another generation or result", "");
        }
        if (cJSON_HasObjectItem(item, "collectable")) {
            if (!same_printed(name, item, sim, record)) {
                return false;
            }
            continue;
        }
        if (!same_names(name, "unreachable", cJSON_GetObjectItemCaseSensitive(item, "unreachable"), sim, record->unreachable.items,
                        record->unreachable.count) ||
            (resurrected != NULL &&
             !same_names(name, "resurrected", resurrected, sim, record->resurrected.items, record->resurrected.count))) {
            return false;
        }
    }
    return i == sim->machine.collections.count || differ(name, "collections", "fewer", "more");
}

static bool same_final(const char *name, const cJSON *final, const Sim *sim)
{
    bool good = same_names(name, "died", cJSON_GetObjectItemCaseSensitive(final, "died"), sim, sim->died.items, sim->died.count);
    good = same_alive(name, cJSON_GetObjectItemCaseSensitive(final, "alive"), sim) && good;
    good = same_lists(name, cJSON_GetObjectItemCaseSensitive(final, "generations"), sim, LIST_GENERATION_0) && good;
    good = same_collections(name, cJSON_GetObjectItemCaseSensitive(final, "collections"), sim) && good;
    const cJSON *count = cJSON_GetObjectItemCaseSensitive(final, "count");
    for (int i = 0; i < 3; i++) {
        char found[20], wanted[20];
        snprintf(found, sizeof found, "%u", sim_world(sim)->words[W_COUNT + i]);
        snprintf(wanted, sizeof wanted, "%d", cJSON_GetArrayItem(count, i)->valueint);
        good = (strcmp(found, wanted) == 0 || differ(name, "count", wanted, found)) && good;
    }
    return good;
}

static bool run_ops(Reader *reader, Sim *sim, Err *err)
{
    const Op *op;
    ReadStatus status;
    while ((status = reader_next(reader, &op, err)) == READ_OP) {
        if (!sim_run(sim, op, err)) {
            return false;
        }
    }
    return status == READ_END;
}

static bool run_one(const char *name, const char *text, size_t bytes, bool stress_wanted)
{
    Err err = {0};
    Names *names = names_new();
    Reader *reader = reader_open_text(text, bytes, name, names, &err);
    static Stress stress;
    static Event events[1024];
    Emit emit;
    emit_init_plain(&emit, NULL, events, 1024);
    if (stress_wanted) {
        stress = (Stress){0};
        emit.next = emit.end = stress.events;
        emit.next_chunk = check_before_event;
        emit.context = &stress;
    }
    Sim *sim = NULL;
    bool good = reader != NULL;
    if (good) {
        emit.world = world_new(names);
        sim = sim_new(names, reader_header(reader), &emit, &err);
        good = sim != NULL;
    }
    if (good) {
        sim->keep_died = true;
        sim->machine.reuse_numbers = !stress_wanted;
        good = run_ops(reader, sim, &err);
    }
    if (!good) {
        fprintf(stderr, "%s:%u: %s\n", name, err.line, err.text);
    }
    for (size_t i = 0; sim != NULL && i < sim->failures.count && i < 3; i++) {
        fprintf(stderr, "%s:%u: %s\n", name, sim->failures.items[i].line, names_text(names, sim->failures.items[i].message));
        good = false;
    }
    const char *end = memchr(text, '\n', bytes);
    cJSON *header = cJSON_ParseWithLength(text, end == NULL ? bytes : (size_t)(end - text));
    const cJSON *final = cJSON_GetObjectItemCaseSensitive(header, "x-final");
    good = (!good || final == NULL || same_final(name, final, sim)) && good;
    cJSON_Delete(header);
    good = good && !(stress_wanted && stress.broken != NULL);
    sim_free(sim);
    reader_close(reader);
    names_free(names);
    return good;
}

static void tally_one(Tally *tally, const char *name, const char *text, size_t bytes)
{
    if (run_one(name, text, bytes, tally->stress)) {
        tally->passed++;
    } else {
        tally->failed++;
    }
}

static void run_pack(Tally *tally, const char *text, size_t bytes)
{
    const char *end = text + bytes;
    while (text < end) {
        const char *line = memchr(text, '\n', (size_t)(end - text));
        if (strncmp(text, "=== ", 4) != 0 || line == NULL) {
            BUG("a pack is traces behind lines '=== name'");
        }
        char name[100];
        snprintf(name, sizeof name, "%.*s", (int)(line - text - 4), text + 4);
        text = line + 1;
        const char *next = text;
        while (next < end && strncmp(next, "=== ", 4) != 0) {
            const char *newline = memchr(next, '\n', (size_t)(end - next));
            next = newline == NULL ? end : newline + 1;
        }
        tally_one(tally, name, text, (size_t)(next - text));
        text = next;
    }
}

static char *read_whole(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    VEC(char) text = {0};
    char block[65536];
    size_t count;
    while ((count = fread(block, 1, sizeof block, file)) > 0) {
        vec_reserve(&text, count);
        memcpy(text.items + text.count, block, count);
        text.count += count;
    }
    fclose(file);
    vec_push(&text, '\0');
    *bytes = text.count - 1;
    return text.items;
}

int main(int argc, char **argv)
{
    Tally tally = {0};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--stress") == 0) {
            tally.stress = true;
            continue;
        }
        size_t bytes = 0;
        char *text = read_whole(argv[i], &bytes);
        if (text == NULL) {
            fprintf(stderr, "cannot read %s\n", argv[i]);
            tally.failed++;
        } else if (strncmp(text, "=== ", 4) == 0) {
            run_pack(&tally, text, bytes);
        } else {
            tally_one(&tally, argv[i], text, bytes);
        }
        mem_release(text);
    }
    printf("%u passed, %u failed\n", tally.passed, tally.failed);
    return tally.failed != 0;
}
