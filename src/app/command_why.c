/* why: what keeps an object alive, or how it died. */
#include "app/commands.h"
#include "app/complain.h"
#include "app/place.h"
#include "app/plain.h"
#include "app/report.h"
#include "explain/label.h"
#include "explain/why.h"

#include <string.h>

/* ---- JSON ---- */

static void put_last_text(JsonOut *out, const World *world, const char *key, Name name)
{
    json_out_key(out, key);
    report_name(out, world, name);
}

/* The holder whose going killed it: told in texts, since the world has moved on. */
static void put_last_holder(JsonOut *out, const World *world, const WhyLast *last)
{
    static const char *const kinds[] = {"name", "slot", "temporary", "pin", "garbage"};
    json_out_open(out, '{');
    json_out_key(out, "kind");
    json_out_word(out, kinds[last->kind]);
    switch (last->kind) {
    case HOLDER_NAME:
        json_out_key(out, "frame");
        json_out_number(out, last->frame);
        put_last_text(out, world, "name", last->name);
        break;
    case HOLDER_SLOT:
        put_last_text(out, world, "from", last->from);
        put_last_text(out, world, "slot", last->name);
        if (last->key) {
            json_out_key(out, "key");
            json_out_bool(out, true);
        }
        break;
    case HOLDER_PIN:
        put_last_text(out, world, "by", last->name);
        json_out_key(out, "count");
        json_out_number(out, last->count);
        break;
    case HOLDER_GARBAGE:
        json_out_key(out, "index");
        json_out_number(out, last->index);
        break;
    case HOLDER_TEMPORARY: break;
    }
    json_out_close(out, '}');
}

static void put_death(JsonOut *out, const World *world, const Why *why)
{
    json_out_line(out);
    json_out_key(out, "died");
    json_out_open(out, '{');
    json_out_key(out, "step");
    json_out_number(out, why->died_step);
    json_out_key(out, "by");
    json_out_word(out, why->by_collector ? "collector" : "refcount");
    json_out_key(out, "last_holder");
    if (why->last.known) {
        put_last_holder(out, world, &why->last);
    } else {
        json_out_null(out);
    }
    json_out_close(out, '}');
}

static void put_chains(JsonOut *out, const World *world, const Why *why)
{
    json_out_line(out);
    json_out_key(out, "chains");
    json_out_open(out, '[');
    for (size_t chain = 0; chain < why->chains.count; chain++) {
        json_out_line(out);
        json_out_open(out, '[');
        for (size_t i = 0; i < why->chains.items[chain].count; i++) {
            Holder holder = why_chain(why, chain)[i];
            if (holder.kind == HOLDER_TEMPORARY) {
                holder.count = 1;
            }
            report_holder(out, world, &holder);
        }
        json_out_close(out, ']');
    }
    json_out_close(out, ']');
    json_out_line(out);
    json_out_key(out, "cycle");
    json_out_open(out, '[');
    for (size_t i = 0; i + 1 < why->cycle.count; i++) { /* the last is the first again */
        report_name(out, world, world->id[why->cycle.items[i]]);
    }
    json_out_close(out, ']');
}

static void put_why(JsonOut *out, const World *world, uint64_t step, const Why *why)
{
    json_out_open(out, '{');
    json_out_key(out, "heaploupe");
    json_out_number(out, 1);
    json_out_key(out, "step");
    json_out_number(out, step);
    json_out_key(out, "id");
    report_name(out, world, world->id[why->object]);
    json_out_key(out, "alive");
    json_out_bool(out, why->alive);
    json_out_key(out, "reachable");
    json_out_bool(out, why->reachable);
    json_out_key(out, "refcount");
    if (!why->alive || world_immortal(world, why->object)) {
        json_out_null(out);
    } else {
        json_out_number(out, world->refcount[why->object]);
    }
    put_chains(out, world, why);
    json_out_key(out, "hidden");
    json_out_number(out, why->hidden);
    json_out_key(out, "shared");
    json_out_number(out, why->shared);
    if (!why->alive && why->died_known) {
        put_death(out, world, why);
    }
    json_out_close(out, '}');
}

/* ---- text ---- */

static const char *id_of(const World *world, ObjectId object)
{
    return names_text(world->names, world->id[object]);
}

/* A name with the frame it stands in; the first frame is the module's. */
static void name_text(const World *world, const Holder *holder, Prose *out)
{
    ObjectId frame = holder_frame(world, holder);
    holder_slot(world, holder, out);
    if (frame != world->frames[0]) {
        prose_add(out, " in ");
        label_frame(world, frame, out);
    }
}

static void print_last_holder(const World *world, const WhyLast *last)
{
    static const char *const words[] = {"name", "slot", "a temporary", "a pin", "an entry of gc.garbage"};
    if (last->kind == HOLDER_SLOT && holder_frame(world, &last->holder) != OBJECT_NONE) {
        Prose frame = {0};
        label_frame(world, holder_frame(world, &last->holder), &frame);
        plain_print("; last holder: name %s in %s", names_text(world->names, last->name), prose_text(&frame));
        prose_release(&frame);
        return;
    }
    plain_print("; last holder: %s", words[last->kind]);
    if (last->kind == HOLDER_NAME) {
        plain_print(" %s of frame %u", names_text(world->names, last->name), last->frame);
    } else if (last->kind == HOLDER_SLOT) {
        plain_print(" %s[%s]", names_text(world->names, last->from), names_text(world->names, last->name));
    }
}

static void print_death(const World *world, const Why *why)
{
    plain_print("%s died at step %llu, %s", id_of(world, why->object), (unsigned long long)why->died_step,
           why->by_collector ? "freed by the collector" : "when its refcount fell to 0");
    if (why->last.known) {
        print_last_holder(world, &why->last);
    }
    putchar('\n');
}

static bool is_number(const char *text)
{
    return text[strspn(text, "0123456789")] == '\0';
}

/* An id that is only a number tells nobody anything: of a snapshot's objects the type and the value stand beside it. */
static void print_kin(const World *world, ObjectId object)
{
    if (is_number(id_of(world, object))) {
        const char *value = names_text(world->names, world->repr[object]);
        plain_print(" (%s%s%s)", label_type(world, object), *value != '\0' ? " " : "", value);
    }
}

static void print_holder(const World *world, const Holder *holder, Prose *prose)
{
    prose_clear(prose);
    bool name = holder_frame(world, holder) != OBJECT_NONE;
    if (name || holder->kind != HOLDER_SLOT) {
        (name ? name_text : holder_text)(world, holder, prose);
        plain_print("%s", prose_text(prose));
        return;
    }
    plain_print("%s%s", holder->key ? "key of " : "", id_of(world, holder->from));
    print_kin(world, holder->from);
    holder_slot(world, holder, prose);
    plain_print("[%s]", prose_text(prose));
}

static void print_chains(const World *world, const Why *why)
{
    Prose prose = {0};
    for (size_t chain = 0; chain < why->chains.count; chain++) {
        const Holder *holders = why_chain(why, chain);
        fputs("  ", stdout);
        for (size_t i = why_chain_told(world, why, chain); i < why->chains.items[chain].count; i++) {
            print_holder(world, &holders[i], &prose);
            fputs(" -> ", stdout);
        }
        plain_write(stdout, id_of(world, why->object));
        putchar('\n');
    }
    prose_release(&prose);
    if (why->hidden != 0) {
        plain_print("  and %llu more chains", (unsigned long long)why->hidden);
        putchar('\n');
    }
    if (why->shared != 0) {
        plain_print("  and %llu references through objects of these chains", (unsigned long long)why->shared);
        putchar('\n');
    }
}

static void print_cycle(const World *world, const Why *why)
{
    if (why->cycle.count == 0) {
        return;
    }
    fputs("  cycle: ", stdout);
    for (size_t i = 0; i < why->cycle.count; i++) {
        plain_print("%s%s", i == 0 ? "" : " -> ", id_of(world, why->cycle.items[i]));
        print_kin(world, why->cycle.items[i]);
    }
    putchar('\n');
}

/* With --type: of how many it is one. */
static void print_others(const World *world, const Why *why)
{
    uint64_t others = 0;
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        others += object != why->object && world_alive(world, object) && (world->flags[object] & OBJECT_IS_FRAME) == 0 &&
                  world_type(world, object)->name == world_type(world, why->object)->name;
    }
    if (others != 0) {
        plain_print("the oldest of %llu living objects of type %s", (unsigned long long)others + 1, label_type(world, why->object));
        putchar('\n');
    }
}

static void print_why(const World *world, uint64_t step, const Why *why)
{
    if (!why->alive) {
        if (why->died_known) {
            print_death(world, why);
        } else {
            plain_print("%s is dead at step %llu", id_of(world, why->object), (unsigned long long)step);
            putchar('\n');
        }
        return;
    }
    plain_print("%s (%s) is alive at step %llu", id_of(world, why->object), label_type(world, why->object), (unsigned long long)step);
    if (world_immortal(world, why->object)) {
        puts(", immortal");
    } else {
        plain_print(", refcount %u, %s", world->refcount[why->object],
               why->reachable ? "kept by" : "garbage: nothing outside holds it");
        putchar('\n');
    }
    print_chains(world, why);
    print_cycle(world, why);
}

/* ---- the command ---- */

typedef struct Question {
    Place place;
    const char *id;   /* or NULL */
    const char *type; /* or NULL */
    bool json;
} Question;

static bool find_object(const Session *session, const Question *question, uint64_t step, ObjectId *object, Err *err)
{
    const char *text = question->id != NULL ? question->id : question->type;
    Name name = names_find(session->names, text, strlen(text));
    *object = OBJECT_NONE;
    if (name != NAME_NONE) {
        *object = question->id != NULL ? why_object_of_id(session->world, name)
                                       : why_object_of_type(session->world, session->journal, step, name);
    }
    if (*object != OBJECT_NONE) {
        return true;
    }
    if (question->id != NULL && name != NAME_NONE && why_object_of_type(session->world, session->journal, step, name) != OBJECT_NONE) {
        return err_input(err, "no object '%.80s' was created up to step %llu; --type %.80s asks for the oldest of that type", text,
                         (unsigned long long)step, text);
    }
    return err_input(err, question->id != NULL ? "no object '%.80s' was created up to step %llu"
                                               : "no object of type '%.80s' was created up to step %llu",
                     text, (unsigned long long)step);
}

static void answer_for(const Session *session, const Question *question, uint64_t step, ObjectId object)
{
    HolderIndex index;
    Why why = {0};
    holders_index(&index, session->world);
    why_find(&(WhyAsk){.world = session->world, .index = &index, .journal = session->journal, .step = step, .object = object},
             &why);
    if (question->json) {
        JsonOut out;
        json_out_init(&out, stdout);
        put_why(&out, session->world, step, &why);
        json_out_flush(&out);
        putchar('\n');
    } else {
        print_why(session->world, step, &why);
        if (question->type != NULL && why.alive) {
            print_others(session->world, &why);
        }
    }
    why_release(&why);
    holders_index_release(&index);
}

static int answer(Session *session, const Question *question)
{
    uint64_t step;
    ObjectId object;
    Err err;
    if (!place_find(session, &question->place, &step, &err)) {
        return complain(NULL, &err);
    }
    session_seek(session, step);
    if (!find_object(session, question, step, &object, &err)) {
        return complain(NULL, &err);
    }
    answer_for(session, question, step, object);
    return 0;
}

int command_why(const Options *options)
{
    bool by_type = options->given[OPTION_TYPE];
    Question question = {.json = options->given[OPTION_JSON], .type = options->value[OPTION_TYPE]};
    Err err;
    if ((options->words.count == 2) == by_type) {
        return complain_usage("why", by_type ? "'why' takes an ID or --type NAME, not both" : "'why' needs an ID or --type NAME");
    }
    question.id = by_type ? NULL : options->words.items[1];
    if (options->value[OPTION_JSON] != NULL) {
        return complain_usage("why", "--json takes no value here");
    }
    const char *at = options->given[OPTION_AT] ? options->value[OPTION_AT] : "end";
    if (!place_parse(at, &question.place, &err)) {
        return complain(NULL, &err);
    }
    const char *path = options->words.items[0];
    Session session;
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL}, &err)) {
        return complain(session_shown_name(path), &err);
    }
    int status = answer(&session, &question);
    session_close(&session);
    return status;
}
