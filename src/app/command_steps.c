/* steps: every step of a run, one a line, as text or as an event log. */
#include "app/commands.h"
#include "app/complain.h"
#include "app/event_log_write.h"
#include "app/place.h"
#include "app/plain.h"
#include "app/report.h"
#include "app/steps_text.h"

typedef struct Steps {
    Session *session;
    LogWriter writer;
    uint64_t from, to;
    int64_t record;   /* of the op told last */
    JsonOut out;
} Steps;

/* ---- JSON ---- */

static void put_op_word(Steps *steps, const char *key, Name name)
{
    if (name != NAME_NONE) {
        json_out_key(&steps->out, key);
        report_name(&steps->out, steps->session->world, name);
    }
}

static void put_op_number(Steps *steps, const char *key, uint64_t number)
{
    if (number != 0) {
        json_out_key(&steps->out, key);
        json_out_number(&steps->out, number);
    }
}

/* What the op is, on its first line. */
static void put_op(Steps *steps, const OpRecord *op)
{
    OpWords words = {0};
    Explain explain = session_explain(steps->session);
    explain.op_words(explain.op_context, (size_t)steps->record, &words);
    json_out_key(&steps->out, "do");
    json_out_open(&steps->out, '{');
    json_out_key(&steps->out, "op");
    json_out_word(&steps->out, op_kind_text((OpKind)op->op_kind));
    put_op_number(steps, "turn", op->turn);
    put_op_number(steps, "trace_line", op->trace_line);
    put_op_number(steps, "line", op->source_line);
    put_op_word(steps, "file", op->file);
    put_op_word(steps, "id", words.id);
    put_op_word(steps, "type", words.type);
    put_op_word(steps, "repr", words.repr);
    put_op_word(steps, "name", words.name);
    put_op_word(steps, "from", words.from);
    put_op_word(steps, "slot", words.slot);
    put_op_word(steps, "to", words.to);
    put_op_number(steps, "generation", op->op_kind == OP_COLLECT ? words.generation : 0);
    put_op_number(steps, "pause", op->pause);
    if (words.text.en != NAME_NONE || words.text.zh != NAME_NONE) {
        json_out_key(&steps->out, "text");
        report_text(&steps->out, steps->session->names, words.text);
    }
    json_out_close(&steps->out, '}');
}

/* Writes and applies events begin … end−1 as an array; nothing when there are none. */
static void put_events(Steps *steps, const char *key, const Event *begin, const Event *end)
{
    JsonOut *out = &steps->out;
    if (begin == end) {
        return;
    }
    json_out_key(out, key);
    json_out_open(out, '[');
    for (const Event *event = begin; event < end; event++) {
        if (log_writer_needs_layout(&steps->writer, event)) {
            log_writer_layout(&steps->writer, out, event->b);
        }
        json_out_open(out, '{');
        log_writer_members(&steps->writer, out, event);
        json_out_close(out, '}');
        session_apply_event(steps->session);
    }
    json_out_close(out, ']');
}

static void put_primary_layout(Steps *steps, const Event *primary)
{
    if (log_writer_needs_layout(&steps->writer, primary)) {
        json_out_key(&steps->out, "declares");
        log_writer_layout(&steps->writer, &steps->out, primary->b);
    }
}

static void put_place(Steps *steps, uint64_t step)
{
    const Journal *journal = steps->session->journal;
    uint32_t phase = steps_phase_after(steps->session, step, journal_step_first(journal, step));
    int64_t record = journal_record_of_step(journal, step);
    json_out_key(&steps->out, "step");
    json_out_number(&steps->out, step);
    json_out_key(&steps->out, "op");
    if (record == JOURNAL_NO_OP) {
        json_out_null(&steps->out);
    } else {
        json_out_number(&steps->out, journal->ops.items[record].op_index);
    }
    if (record != JOURNAL_NO_OP && record != steps->record) {
        steps->record = record;
        put_op(steps, &journal->ops.items[record]);
    }
    if (phase != PHASE_NONE) {
        json_out_key(&steps->out, "phase");
        json_out_word(&steps->out, phase_text((Phase)phase));
    }
}

static void put_step(Steps *steps, uint64_t step)
{
    const Journal *journal = steps->session->journal;
    const Event *first = journal_event(journal, journal_step_first(journal, step));
    const Event *end = journal->events + journal_step_end(journal, step);
    const Event *primary = journal_primary(journal, step);
    json_out_open(&steps->out, '{');
    put_place(steps, step);
    put_events(steps, "before", first, primary);
    put_primary_layout(steps, primary);
    log_writer_members(&steps->writer, &steps->out, primary);
    session_apply_event(steps->session);
    put_events(steps, "after", primary + 1, end);
    json_out_close(&steps->out, '}');
    json_out_end_line(&steps->out);
}

static void put_sources(JsonOut *out, const World *world, const TraceHeader *header)
{
    json_out_key(out, "source");
    json_out_open(out, '[');
    for (uint32_t i = 0; i < header->source_count; i++) {
        json_out_open(out, '{');
        json_out_key(out, "file");
        report_name(out, world, header->sources[i].file);
        json_out_key(out, "lines");
        json_out_open(out, '[');
        for (uint32_t line = 0; line < header->sources[i].line_count; line++) {
            report_name(out, world, header->sources[i].lines[line]);
        }
        json_out_close(out, ']');
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}

static void put_geometry(JsonOut *out, const World *world)
{
    const PoolGeometry *geometry = &world->geometry;
    const struct { const char *name; uint32_t value; } rows[] = {
        {"small_max", geometry->small_max}, {"alignment", geometry->alignment}, {"pool_bytes", geometry->pool_bytes},
        {"arena_bytes", geometry->arena_bytes}, {"pool_header", geometry->pool_header},
        {"pools_per_arena", geometry->pools_per_arena}, {"usable_pools", geometry->usable_pools},
        {"gc_header", geometry->gc_header}, {"block_shift", geometry->block_shift}};
    json_out_key(out, "geometry");
    json_out_open(out, '{');
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_out_key(out, rows[i].name);
        json_out_number(out, rows[i].value);
    }
    json_out_close(out, '}');
}

static void put_header(Steps *steps)
{
    Session *session = steps->session;
    const TraceHeader *header = session->header;
    JsonOut *out = &steps->out;
    json_out_open(out, '{');
    json_out_key(out, EVENT_LOG_MARK);
    json_out_number(out, EVENT_LOG_VERSION);
    json_out_key(out, "runtime");
    report_name(out, session->world, header->runtime);
    json_out_key(out, "title");
    report_text(out, session->names, header->title);
    if (steps->from > 1 || steps->to < session->steps) {
        json_out_key(out, "partial");
        json_out_bool(out, true);
    }
    json_out_key(out, "collector");
    json_out_word(out, header->collector == COLLECTOR_MARKSWEEP ? "marksweep" : "cpython");
    json_out_key(out, "allocator");
    json_out_word(out, header->config.allocator == ALLOCATOR_FIRST_FIT ? "first-fit" : "pymalloc");
    json_out_key(out, "ops");
    json_out_number(out, session->ops);
    put_geometry(out, session->world);
    put_sources(out, session->world, header);
}

/* The events of step 0 stand in the header line, which ends here. */
static void put_setup(Steps *steps)
{
    const Journal *journal = steps->session->journal;
    session_rewind(steps->session);
    put_events(steps, "setup", journal->events, journal->events + journal_step_end(journal, 0));
    json_out_close(&steps->out, '}');
    json_out_end_line(&steps->out);
}

static void print_json(Steps *steps)
{
    json_out_init(&steps->out, stdout);
    put_header(steps);
    put_setup(steps);
    for (uint64_t step = steps->from; step <= steps->to && ferror(stdout) == 0; step++) {
        session_seek(steps->session, step - 1);
        put_step(steps, step);
    }
    json_out_flush(&steps->out);
}

/* ---- the command ---- */

typedef struct Range {
    Place from, to;
    bool json;
} Range;

static bool find_range(const Session *session, const Range *range, Steps *steps, Err *err)
{
    if (!place_find(session, &range->from, &steps->from, err) || !place_find(session, &range->to, &steps->to, err)) {
        return false;
    }
    if (steps->from > steps->to && session->steps != 0) {
        return err_input(err, "--from '%.40s' is after --to '%.40s'", range->from.text, range->to.text);
    }
    steps->from += steps->from == 0; /* step 0 is before the first event */
    return true;
}

static int show(Session *session, const Range *range)
{
    Err err;
    Steps *steps = mem_zeroed(1, sizeof *steps); /* holds a large buffer */
    steps->session = session;
    steps->record = JOURNAL_NO_OP;
    bool good = find_range(session, range, steps, &err);
    if (good) {
        log_writer_init(&steps->writer, session->world, session->journal);
        if (range->json) {
            print_json(steps);
        } else {
            steps_text_print(session, &steps->writer, (StepsRange){steps->from, steps->to}, false);
        }
        log_writer_release(&steps->writer);
    }
    mem_release(steps);
    return good ? 0 : complain(NULL, &err);
}

int command_steps(const Options *options)
{
    Range range = {.json = options->given[OPTION_JSON]};
    Err err;
    if (options->value[OPTION_JSON] != NULL) {
        return complain_usage("steps", "--json takes no value here");
    }
    const char *from = options->given[OPTION_FROM] ? options->value[OPTION_FROM] : "0";
    const char *to = options->given[OPTION_TO] ? options->value[OPTION_TO] : "end";
    if (!place_parse(from, &range.from, &err) || !place_parse(to, &range.to, &err)) {
        return complain(NULL, &err);
    }
    const char *path = options->words.items[0];
    Session session;
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL}, &err)) {
        return complain(session_shown_name(path), &err);
    }
    int status = show(&session, &range);
    session_close(&session);
    return status;
}
