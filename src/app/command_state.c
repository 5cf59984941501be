/* state: everything the world holds at one step. */
#include "app/commands.h"
#include "app/complain.h"
#include "app/place.h"
#include "app/plain.h"
#include "app/report.h"
#include "explain/label.h"

#include <string.h>

/* ---- JSON ---- */

static void put_names_of(JsonOut *out, const World *world, ObjectId owner)
{
    for (Position position = 0; position < world->slot_count[owner]; position++) {
        ObjectId target = world_target(world, owner, position);
        if (target != OBJECT_NONE) {
            Name name = world_slot_name(world, owner, position);
            json_out_key_bytes(out, names_text(world->names, name), names_bytes(world->names, name));
            report_name(out, world, world->id[target]);
        }
    }
}

static void put_frame(JsonOut *out, const World *world, uint32_t number)
{
    ObjectId frame = world->frames[number];
    ObjectId space = world->aux[frame];
    json_out_line(out);
    json_out_open(out, '{');
    json_out_key(out, "frame");
    json_out_number(out, number);
    json_out_key(out, "name");
    report_name(out, world, world->id[frame]);
    json_out_key(out, "thread");
    if (world->repr[frame] == NAME_NONE) {
        json_out_null(out);
    } else {
        report_name(out, world, world->repr[frame]);
    }
    json_out_key(out, "names");
    json_out_open(out, '{');
    put_names_of(out, world, space != OBJECT_NONE ? space : frame);
    json_out_close(out, '}');
    if (space != OBJECT_NONE) {
        json_out_key(out, "namespace");
        report_name(out, world, world->id[space]);
    }
    json_out_close(out, '}');
}

static void put_place(JsonOut *out, const Session *session, uint64_t step)
{
    int64_t record = journal_record_of_step(session->journal, step);
    uint32_t phase = session->world->words[W_PHASE];
    json_out_key(out, "heaploupe");
    json_out_number(out, 1);
    json_out_key(out, "step");
    json_out_number(out, step);
    json_out_key(out, "op");
    if (record == JOURNAL_NO_OP) {
        json_out_null(out);
    } else {
        json_out_number(out, session->journal->ops.items[record].op_index);
    }
    json_out_key(out, "phase");
    if (phase == PHASE_NONE) {
        json_out_null(out);
    } else {
        json_out_word(out, phase_text((Phase)phase));
    }
}

static void print_json(const Session *session, uint64_t step)
{
    const World *world = session->world;
    JsonOut out;
    json_out_init(&out, stdout);
    json_out_open(&out, '{');
    put_place(&out, session, step);
    json_out_line(&out);
    json_out_key(&out, "frames");
    json_out_open(&out, '[');
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        put_frame(&out, world, i);
    }
    json_out_close(&out, ']');
    report_gc(&out, world, false);
    report_alive(&out, world);
    report_memory(&out, world, session->header->config.allocator == ALLOCATOR_FIRST_FIT);
    json_out_close(&out, '}');
    json_out_flush(&out);
    putchar('\n');
}

/* ---- text ---- */

static const char *text_of(const World *world, Name name)
{
    return names_text(world->names, name);
}

static void print_place(const Session *session, uint64_t step)
{
    const World *world = session->world;
    int64_t record = journal_record_of_step(session->journal, step);
    plain_print("step %llu of %llu", (unsigned long long)step, (unsigned long long)session->steps);
    if (record != JOURNAL_NO_OP) {
        const OpRecord *op = &session->journal->ops.items[record];
        plain_print(", op:%u.%llu %s", op->op_index, (unsigned long long)journal_step_ordinal(session->journal, step),
               op_kind_text((OpKind)op->op_kind));
    }
    if (world->words[W_COLLECTING] != 0) {
        const char *phase = phase_text((Phase)world->words[W_PHASE]);
        plain_print(", collecting generation %u%s%s", world->words[W_GENERATION], phase[0] == '\0' ? "" : ": ", phase);
    }
    putchar('\n');
}

static void print_frame(const World *world, uint32_t number)
{
    ObjectId frame = world->frames[number];
    ObjectId owner = world->aux[frame] != OBJECT_NONE ? world->aux[frame] : frame;
    plain_print("frame %u %s:", number, text_of(world, world->id[frame]));
    for (Position position = 0; position < world->slot_count[owner]; position++) {
        ObjectId target = world_target(world, owner, position);
        if (target != OBJECT_NONE) {
            plain_print(" %s=%s", text_of(world, world_slot_name(world, owner, position)), text_of(world, world->id[target]));
        }
    }
    putchar('\n');
}

static void print_lists(const World *world)
{
    static const char *const names[LIST_COUNT] = {
        [LIST_GENERATION_0] = "generation 0", [LIST_GENERATION_1] = "generation 1", [LIST_GENERATION_2] = "generation 2",
        [LIST_PERMANENT] = "frozen", [LIST_UNREACHABLE] = "unreachable", [LIST_LEGACY] = "legacy finalizers",
        [LIST_WEAKREFS] = "callbacks waiting", [LIST_SEEN] = "finalizers settled", [LIST_DELETE] = "to delete"};
    for (ObjectId list = LIST_GENERATION_0; list < LIST_COUNT; list++) {
        if (world->next[list] == list && list > LIST_GENERATION_2) {
            continue;
        }
        plain_print("%s:", names[list]);
        for (ObjectId object = world->next[list]; object != list; object = world->next[object]) {
            plain_print(" %s", text_of(world, world->id[object]));
        }
        putchar('\n');
    }
}

static void print_object(const World *world, const HolderIndex *index, ObjectId object, Prose *prose)
{
    plain_print("  %s %s", text_of(world, world->id[object]), text_of(world, world_type(world, object)->name));
    if (world_immortal(world, object)) {
        fputs(", immortal", stdout);
    } else {
        plain_print(", refcount %u, %u bytes at 0x%llx", world->refcount[object], world->size[object],
               (unsigned long long)world_object_address(world, object));
    }
    const char *color = label_color_text(label_color(world, object));
    if (color != NULL) {
        plain_print(", %s", color);
        if (label_shows_gc_refs(world, object)) {
            plain_print(", gc_refs %u", world->gc_refs[object]);
        }
    }
    size_t count;
    const Holder *holders = holders_in(index, object, &count);
    for (size_t i = 0; i < count; i++) {
        prose_clear(prose);
        holder_text(world, &holders[i], prose);
        plain_print("%s %s", i == 0 ? ":" : ",", prose_text(prose));
        if (holder_count(&holders[i]) > 1) {
            plain_print(" x%u", holder_count(&holders[i]));
        }
    }
    putchar('\n');
}

static void print_objects(const World *world)
{
    HolderIndex index;
    Prose prose = {0};
    holders_index(&index, world);
    puts("objects:");
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        if (world_alive(world, object) && (world->flags[object] & OBJECT_IS_FRAME) == 0) {
            print_object(world, &index, object, &prose);
        }
    }
    prose_release(&prose);
    holders_index_release(&index);
}

static void print_text(const Session *session, uint64_t step)
{
    const World *world = session->world;
    const uint32_t *words = world->words;
    print_place(session, step);
    for (uint32_t i = 0; i < words[W_FRAME_COUNT]; i++) {
        print_frame(world, i);
    }
    plain_print("collector: %s, count %u %u %u, threshold %u %u %u", words[W_ENABLED] != 0 ? "enabled" : "disabled", words[W_COUNT],
           words[W_COUNT + 1], words[W_COUNT + 2], words[W_THRESHOLD], words[W_THRESHOLD + 1], words[W_THRESHOLD + 2]);
    putchar('\n');
    print_lists(world);
    print_objects(world);
}

/* ---- the command ---- */

static int show(Session *session, const Place *place, bool json)
{
    uint64_t step;
    Err err;
    if (!place_find(session, place, &step, &err)) {
        return complain(NULL, &err);
    }
    session_seek(session, step);
    if (json) {
        print_json(session, step);
    } else {
        print_text(session, step);
    }
    return 0;
}

int command_state(const Options *options)
{
    Place place;
    Err err;
    const char *path = options->words.items[0];
    if (!options->given[OPTION_AT]) {
        return complain_usage("state", "'state' needs --at PLACE");
    }
    if (options->value[OPTION_JSON] != NULL) {
        return complain_usage("state", "--json takes no value here");
    }
    if (!place_parse(options->value[OPTION_AT], &place, &err)) {
        return complain(NULL, &err);
    }
    Session session;
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL}, &err)) {
        return complain(session_shown_name(path), &err);
    }
    int status = show(&session, &place, options->given[OPTION_JSON]);
    session_close(&session);
    return status;
}
