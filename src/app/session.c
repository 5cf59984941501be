/* Reads an op, runs it, reads the next: neither the text nor, without a journal, the past is kept. */
#include "app/session.h"

#include "app/event_log_read.h"
#include "base/check.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    PLAIN_CHUNK_EVENTS = 4096,       /* small enough for the cache */
    PROGRESS_EVERY_MS = 60,
    PROGRESS_OPS = 1024,             /* ops between two looks at the clock */
};
/* A single op may emit so many events before the journal is asked again. */
#define JOURNAL_RESERVE_EVENTS (JOURNAL_MAX_EVENTS / 8)

const char *session_shown_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

/* ---- progress ---- */

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void print_progress(const SessionProgress *progress)
{
    fprintf(stderr, "\r%llu ops, %llu steps \x1b[K", (unsigned long long)progress->ops, (unsigned long long)progress->steps);
    fflush(stderr);
}

void session_look(Session *session, uint64_t surveyed)
{
    uint64_t now = now_ms();
    if (now - session->begun_ms < SESSION_LONG_MS || now - session->shown_ms < PROGRESS_EVERY_MS) {
        return;
    }
    SessionProgress progress = {.steps = session->steps, .surveyed = surveyed};
    if (surveyed == 0) {
        progress.ops = session->sim == NULL ? 0 : session->sim->op_count;
        progress.steps = session->sim == NULL ? session->log_emit.steps : session->sim->machine.emit.steps;
    }
    if (!session->quiet && surveyed == 0) {
        print_progress(&progress);
    }
    if (session->watch.look != NULL) {
        session->watch.look(session->watch.context, &progress);
    }
    session->shown_ms = now_ms();
}

static void end_progress(Session *session)
{
    if (session->shown_ms != 0 && !session->quiet) {
        fputs("\r\x1b[K", stderr);
        fflush(stderr);
    }
}

/* ---- what the journal notes of an op ---- */

static LocalText text_of(const Op *op)
{
    bool told = op->kind == OP_NOTE || op->kind == OP_ASK;
    return told ? op->text : op->note;
}

static OpWords words_of(const Op *op)
{
    return (OpWords){.id = op->id, .type = op->type, .repr = op->repr, .name = op->name != NAME_NONE ? op->name : op->bind, .from = op->from,
                     .slot = op->slot.given ? op->slot.text : NAME_NONE, .to = op->to, .text = text_of(op),
                     .generation = op->generation};
}

static void on_op(Sim *sim, const Op *op, uint64_t index, uint32_t turn)
{
    Session *session = sim->context;
    if ((index + turn) % PROGRESS_OPS == 0) {
        session_look(session, 0);
    }
    if (session->journal == NULL) {
        return;
    }
    vec_push(&session->op_words, words_of(op));
    journal_begin_op(session->journal, (OpRecord){
        .op_index = (uint32_t)index, .turn = turn, .trace_line = op->place_line, .source_line = op->line, .file = op->file,
        .ask = (uint32_t)sim->asks.count, .op_kind = (uint8_t)op->kind, .pause = op->pause});
}

static bool find_op_words(void *context, size_t record, OpWords *words)
{
    const Session *session = context;
    if (record >= session->op_words.count) {
        return false;
    }
    *words = session->op_words.items[record];
    return true;
}

Explain session_explain(Session *session)
{
    return (Explain){.world = session->world, .journal = session->journal, .step = session->timeline.step,
                     .profile = session->profile, .collector = session->header->collector,
                     .allocator = session->header->config.allocator,
                     .op_words = find_op_words, .op_context = session};
}

/* ---- opening ---- */

static bool make_sim(Session *session, Err *err)
{
    Emit emit = {.world = world_new(session->names)};
    World *world = emit.world;
    if (session->mode == SESSION_JOURNAL) {
        session->journal = journal_new();
        journal_attach(session->journal, &emit);
        timeline_init(&session->timeline, world, session->journal);
    } else {
        session->chunk = mem_zeroed(PLAIN_CHUNK_EVENTS, sizeof *session->chunk);
        emit_init_plain(&emit, world, session->chunk, PLAIN_CHUNK_EVENTS);
    }
    Sim *sim = sim_new(session->names, session->header, &emit, err);
    if (sim == NULL) {
        return false;
    }
    if (session->journal != NULL) {
        session->journal->emit = &sim->machine.emit; /* the sim goes on with its own copy */
    }
    sim->machine.reuse_numbers = session->journal == NULL;
    sim->on_op = on_op;
    sim->context = session;
    session->sim = sim;
    session->world = world;
    return true;
}

static bool check_room(const Session *session, Err *err)
{
    if (session->journal == NULL || journal_room(session->journal) > JOURNAL_RESERVE_EVENTS) {
        return true;
    }
    return err_machine(err, "the run has more than %llu events, the limit of what can be stepped through; "
                       "'heaploupe run' has no such limit", (unsigned long long)(JOURNAL_MAX_EVENTS - JOURNAL_RESERVE_EVENTS));
}

static bool run_all(Session *session, Err *err)
{
    const Op *op;
    ReadStatus status;
    while ((status = reader_next(session->reader, &op, err)) == READ_OP) {
        if (!sim_run(session->sim, op, err) || !check_room(session, err)) {
            return false;
        }
    }
    return status == READ_END;
}

static bool run_read(Session *session, Err *err)
{
    if (session->reader == NULL) {
        return false;
    }
    session->header = reader_header(session->reader);
    if (!make_sim(session, err)) {
        return false;
    }
    session->profile = session->sim->machine.profile;
    session->sim->keep_died = session->keep_died;
    bool good = run_all(session, err);
    end_progress(session);
    session->ops = session->sim->op_count;
    return good;
}

static bool run_trace(Session *session, Source source, const char *shown, Err *err)
{
    session->reader = reader_open_source(source, shown, session->names, err);
    return run_read(session, err);
}

static bool run_log(Session *session, Source source, Err *err)
{
    if (session->mode == SESSION_PLAIN) {
        source_release(&source);
        return err_input(err, "is an event log, which steps, state, why, render and the window take; expected a trace");
    }
    LogReader *reader = log_reader_open(source, err);
    bool good = reader != NULL && event_log_run(session, reader, err);
    log_reader_close(reader);
    return good;
}

/* The first block of the file tells what it is. */
static bool open_and_run(Session *session, const char *path, Err *err)
{
    Source source;
    if (!source_open(&source, path, err)) {
        return false;
    }
    if (!source_more(&source, 0, err)) {
        source_release(&source);
        return false;
    }
    if (log_reader_recognises(&source)) {
        return run_log(session, source, err);
    }
    return run_trace(session, source, session_shown_name(path), err);
}

/* Who opens a program instead of its trace is told how to make one. */
static void tell_of_program(const char *path, Err *err)
{
    size_t bytes = strlen(path);
    const char *slash = strrchr(path, '/');
    if (err->line == 1 && bytes > 3 && strcmp(path + bytes - 3, ".py") == 0) {
        err_input(err, "is a Python program: 'heaploupe record %s' writes its trace", slash != NULL ? slash + 1 : path);
    }
}

static uint32_t count_immortals(const World *world)
{
    uint32_t count = 0;
    for (ObjectId object = OBJECT_FIRST; object < world->words[W_OBJECT_TOP]; object++) {
        count += world_alive(world, object) && world_immortal(world, object);
    }
    return count;
}

/* What is said of the whole run, after it or a part of it. */
static void conclude(Session *session)
{
    session->steps = session->sim != NULL ? session->sim->machine.emit.steps : session->log_emit.steps;
    session->immortals = count_immortals(session->world);
    if (session->journal != NULL) {
        timeline_sync(&session->timeline);
        CHECK(session->steps == journal_steps(session->journal));
    }
}

bool session_open(Session *session, const char *path, SessionOptions options, Err *err)
{
    *session = (Session){.mode = options.mode, .names = names_new(), .begun_ms = now_ms(), .keep_died = options.keep_died, .watch = options.watch};
    session->quiet = options.quiet || isatty(STDERR_FILENO) == 0;
    if (!open_and_run(session, path, err)) {
        tell_of_program(path, err);
        session_close(session);
        return false;
    }
    conclude(session);
    return true;
}

bool session_open_text(Session *session, const char *bytes, size_t count, Err *err)
{
    *session = (Session){.mode = SESSION_JOURNAL, .names = names_new(), .quiet = true};
    session->reader = reader_open_text(bytes, count, "<live>", session->names, err);
    if (!run_read(session, err)) {
        session_close(session);
        return false;
    }
    conclude(session);
    return true;
}

bool session_append(Session *session, const char *bytes, size_t count, Err *err)
{
    timeline_seek(&session->timeline, session->steps);
    reader_append(session->reader, bytes, count);
    bool good = run_all(session, err);
    session->ops = session->sim->op_count;
    conclude(session);
    return good;
}

void session_close(Session *session)
{
    if (session->journal != NULL && session->timeline.journal != NULL) {
        timeline_release(&session->timeline);
    }
    if (session->sim == NULL) {
        world_free(session->world);
        vec_release(&session->log_emit.scratch);
    }
    sim_free(session->sim);
    arena_release(&session->header_arena);
    journal_free(session->journal);
    mem_release(session->chunk);
    vec_release(&session->op_words);
    if (session->reader != NULL) {
        reader_close(session->reader);
    }
    names_free(session->names);
    *session = (Session){0};
}

void session_seek(Session *session, uint64_t step)
{
    CHECK(session->journal != NULL);
    timeline_seek(&session->timeline, step);
}

void session_apply_event(Session *session)
{
    Timeline *timeline = &session->timeline;
    CHECK(timeline->event < journal_events(session->journal));
    session->world->side = session->journal->side.items;
    apply_event(session->world, journal_event(session->journal, timeline->event));
    timeline->event++;
}

void session_rewind(Session *session)
{
    Timeline *timeline = &session->timeline;
    timeline_seek(timeline, 0);
    while (timeline->event > 0) {
        timeline->event--;
        apply_event_undo(session->world, journal_event(session->journal, timeline->event));
    }
}
