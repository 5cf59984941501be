/* Lines, ops and the header of an event log. A line is one event, perhaps with quiet ones `before` and `after` it; lines that tell the
 * same step belong together. Everything ends up in the session's journal, as after a simulation. */
#include "app/event_log_read.h"

#include "model/pool_state.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool log_bad(LogRun *run, const char *format, ...)
{
    char text[ERR_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (run->event_name[0] == '\0') {
        return err_input_at(run->err, run->place, 1, "header of the event log: %s", text);
    }
    return err_input_at(run->err, run->place, 1, "event '%.40s': %s", run->event_name, text);
}

/* ---- events ---- */

static bool apply_node(LogRun *run, const LogNode *members)
{
    const LogNode *name = log_node_find(members, "event");
    run->event_name = name != NULL && name->kind == NODE_STRING ? name->text : "?";
    if (strcmp(run->event_name, "layout") == 0) {
        return log_layout_declare(run, members);
    }
    Name known = names_find(run->session->names, run->event_name, strlen(run->event_name));
    uint64_t kind = known == NAME_NONE ? 0 : map_get(&run->kinds, known);
    if (kind == 0) {
        return log_bad(run, "this is no event of docs/event-log.md");
    }
    Event event = {.kind = (uint8_t)(kind - 1)};
    return log_fields_read(run, members, &event) && log_apply(run, &event);
}

static bool apply_array(LogRun *run, const LogNode *members, const char *key)
{
    const LogNode *array = log_node_find(members, key);
    if (array == NULL) {
        return true;
    }
    if (array->kind != NODE_ARRAY) {
        return log_bad(run, "member '%s' must be an array of events", key);
    }
    for (const LogNode *item = array->child; item != NULL; item = item->next) {
        if (!apply_node(run, item)) {
            return false;
        }
    }
    return true;
}

/* ---- ops ---- */

static bool read_local(LogRun *run, const LogNode *node, LocalText *text)
{
    if (node != NULL && node->kind == NODE_STRING) {
        text->en = text->zh = names_of(run->session->names, node->text);
    } else if (node != NULL && node->kind == NODE_MEMBERS) {
        return log_name_read(run, node, "en", &text->en) && log_name_read(run, node, "zh", &text->zh);
    }
    return true;
}

static bool read_count(LogRun *run, const LogNode *members, const char *key, uint32_t *number)
{
    const LogNode *node = log_node_find(members, key);
    return node == NULL || log_number_read(run, node, key, UINT32_MAX, number);
}

static OpKind find_op(const LogNode *members)
{
    const LogNode *node = log_node_find(members, "op");
    for (int kind = 0; node != NULL && node->kind == NODE_STRING && kind < OP_KIND_COUNT; kind++) {
        if (strcmp(op_kind_text((OpKind)kind), node->text) == 0) {
            return (OpKind)kind;
        }
    }
    return OP_LINE;
}

static bool read_op(LogRun *run, const LogNode *members, OpRecord *record, OpWords *words)
{
    uint32_t pause = 0;
    record->op_kind = (uint8_t)find_op(members);
    bool good = read_count(run, members, "turn", &record->turn) && read_count(run, members, "trace_line", &record->trace_line) &&
                read_count(run, members, "line", &record->source_line) && read_count(run, members, "pause", &pause) &&
                read_count(run, members, "generation", &words->generation) && log_name_read(run, members, "file", &record->file) &&
                log_name_read(run, members, "id", &words->id) && log_name_read(run, members, "type", &words->type) &&
                log_name_read(run, members, "repr", &words->repr) && log_name_read(run, members, "name", &words->name) &&
                log_name_read(run, members, "from", &words->from) && log_name_read(run, members, "slot", &words->slot) &&
                log_name_read(run, members, "to", &words->to) && read_local(run, log_node_find(members, "text"), &words->text);
    record->pause = pause != 0;
    return good;
}

static bool begin_op(LogRun *run, uint32_t op, const LogNode *members)
{
    OpRecord record = {.op_index = op};
    OpWords words = {0};
    static const LogNode none = {.kind = NODE_MEMBERS};
    if (!log_need(run, !run->has_op || op >= run->op, "member 'op' must not fall")) {
        return false;
    }
    if (!read_op(run, members == NULL ? &none : members, &record, &words)) {
        return false;
    }
    run->has_op = true;
    run->op = op;
    run->ops = run->ops > op ? run->ops : (uint64_t)op + 1;
    journal_begin_op(run->session->journal, record);
    vec_push(&run->session->op_words, words);
    return true;
}

static bool read_place(LogRun *run, const LogNode *line)
{
    const LogNode *step = log_node_find(line, "step");
    const LogNode *op = log_node_find(line, "op");
    const LogNode *members = log_node_find(line, "do");
    int64_t told = step != NULL && step->kind == NODE_INTEGER ? step->number : -1;
    uint32_t number;
    run->step_due = told < 0 || told != run->step;
    run->step = told;
    if (op == NULL || op->kind == NODE_NULL) {
        return true;
    }
    if (!log_number_read(run, op, "op", UINT32_MAX - 1, &number)) {
        return false;
    }
    return (members == NULL && run->has_op && number == run->op) || begin_op(run, number, members);
}

static bool run_line(LogRun *run, const LogNode *line)
{
    const LogNode *declared = log_node_find(line, "declares");
    const LogNode *name = log_node_find(line, "event");
    run->event_name = name != NULL && name->kind == NODE_STRING ? name->text : "?";
    return read_place(run, line) && apply_array(run, line, "before") && (declared == NULL || apply_node(run, declared)) &&
           apply_node(run, line) && apply_array(run, line, "after");
}

/* ---- header ---- */

static bool is_power_of_two(uint32_t number)
{
    return number != 0 && (number & (number - 1)) == 0;
}

static bool check_geometry(LogRun *run, const PoolGeometry *g)
{
    bool good = is_power_of_two(g->alignment) && g->alignment >= 8 && g->alignment <= 64 && g->small_max != 0 &&
                g->small_max % g->alignment == 0 && g->small_max / g->alignment <= SIZE_CLASSES && is_power_of_two(g->pool_bytes) &&
                g->pool_bytes <= 1 << 20 && g->pool_header < g->pool_bytes && g->pools_per_arena >= 1 && g->pools_per_arena <= 1024 &&
                g->usable_pools <= g->pools_per_arena && g->block_shift >= 1 && g->block_shift <= 10 && g->gc_header <= 64;
    good = good && pool_capacity(g, 0) <= UINT32_C(1) << g->block_shift && pool_capacity(g, g->small_max / g->alignment - 1) >= 2;
    return log_need(run, good, "member 'geometry' makes no sense");
}

static bool read_geometry(LogRun *run, const LogNode *header)
{
    const LogNode *node = log_node_find(header, "geometry");
    PoolGeometry *g = &run->world->geometry;
    const struct { const char *name; uint32_t *value; } rows[] = {
        {"small_max", &g->small_max}, {"alignment", &g->alignment}, {"pool_bytes", &g->pool_bytes}, {"arena_bytes", &g->arena_bytes},
        {"pool_header", &g->pool_header}, {"pools_per_arena", &g->pools_per_arena}, {"usable_pools", &g->usable_pools},
        {"gc_header", &g->gc_header}, {"block_shift", &g->block_shift}};
    if (node == NULL) {
        return true;
    }
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!read_count(run, node, rows[i].name, rows[i].value)) {
            return false;
        }
    }
    return check_geometry(run, g);
}

static uint32_t count_items(const LogNode *array)
{
    uint32_t count = 0;
    for (const LogNode *item = array->child; item != NULL; item = item->next) {
        count++;
    }
    return count;
}

static bool read_source(LogRun *run, const LogNode *node, SourceFile *source)
{
    const LogNode *lines = log_node_find(node, "lines");
    if (!log_name_read(run, node, "file", &source->file) || lines == NULL || lines->kind != NODE_ARRAY) {
        return log_bad(run, "member 'source' must be files with lines");
    }
    Name *names = arena_zeroed(&run->session->header_arena, count_items(lines) + 1, sizeof *names);
    for (const LogNode *line = lines->child; line != NULL; line = line->next) {
        names[source->line_count++] = line->kind == NODE_STRING ? names_of(run->session->names, line->text) : NAME_EMPTY;
    }
    source->lines = names;
    return true;
}

static bool read_sources(LogRun *run, const LogNode *header, TraceHeader *to)
{
    const LogNode *node = log_node_find(header, "source");
    if (node == NULL) {
        return true;
    }
    bool single = node->kind == NODE_MEMBERS;
    uint32_t count = single ? 1 : count_items(node);
    SourceFile *sources = arena_zeroed(&run->session->header_arena, count + 1, sizeof *sources);
    to->sources = sources;
    for (const LogNode *file = single ? node : node->child; to->source_count < count; file = file->next) {
        if (!read_source(run, file, &sources[to->source_count++])) {
            return false;
        }
    }
    return true;
}

static bool is_word(const LogNode *header, const char *key, const char *word)
{
    const LogNode *node = log_node_find(header, key);
    return node != NULL && node->kind == NODE_STRING && strcmp(node->text, word) == 0;
}

static bool read_header(LogRun *run, const LogNode *header)
{
    TraceHeader *to = arena_zeroed(&run->session->header_arena, 1, sizeof *to);
    const LogNode *partial = log_node_find(header, "partial");
    uint32_t version = 0, ops = 0;
    run->session->header = to;
    if (!log_number_read(run, log_node_find(header, EVENT_LOG_MARK), EVENT_LOG_MARK, UINT32_MAX, &version) ||
        !log_need(run, version == EVENT_LOG_VERSION, "only version 1 is known") ||
        !log_need(run, partial == NULL || partial->number == 0, "a part of a log cannot be replayed") ||
        !log_name_read(run, header, "runtime", &to->runtime) || !read_local(run, log_node_find(header, "title"), &to->title) ||
        !read_count(run, header, "ops", &ops) || !read_geometry(run, header) || !read_sources(run, header, to)) {
        return false;
    }
    to->version = 1;
    to->collector = is_word(header, "collector", "marksweep") ? COLLECTOR_MARKSWEEP : COLLECTOR_CPYTHON;
    to->config.allocator = is_word(header, "allocator", "first-fit") ? ALLOCATOR_FIRST_FIT : ALLOCATOR_PYMALLOC;
    run->ops = ops;
    return true;
}

/* What a log without `setup` begins with. */
static void set_up(LogRun *run)
{
    static const uint32_t usual[] = {700, 10, 10};
    const Profile *profile = run->session->profile;
    for (uint32_t i = 0; i < 3; i++) {
        log_emit(run, EVENT_WORD, 0, W_THRESHOLD + i, profile != NULL ? profile->threshold[i] : usual[i], 0);
    }
    log_emit(run, EVENT_WORD, 0, W_ENABLED, 1, 0);
    Name module = names_of(run->session->names, "<module>");
    ObjectId frame = run->world->words[W_OBJECT_TOP];
    vec_push(&run->frames, frame);
    log_emit(run, EVENT_NEW, OBJECT_IS_FRAME | OBJECT_WAITS, frame, 1, module);
    log_emit(run, EVENT_FRAME_PUSH, 0, frame, module, NAME_NONE);
}

/* ---- the whole ---- */

static void prepare(LogRun *run)
{
    Session *session = run->session;
    const Profile *usual = profile_find("cpython-3.11");
    session->world = world_new(session->names);
    session->world->geometry = usual->geometry;
    session->world->geometry.pools_per_arena = usual->geometry.arena_bytes / usual->geometry.pool_bytes;
    session->world->geometry.usable_pools = session->world->geometry.pools_per_arena - 1;
    session->world->geometry.block_shift = 10;
    session->world->geometry.gc_header = usual->gc_header;
    session->log_emit.world = session->world;
    session->journal = journal_new();
    journal_attach(session->journal, &session->log_emit);
    timeline_init(&session->timeline, session->world, session->journal);
    run->world = session->world;
    run->emit = &session->log_emit;
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        map_put(&run->kinds, names_of(session->names, event_info[kind].text), (uint64_t)kind + 1);
    }
}

static bool run_all(LogRun *run)
{
    const LogNode *line;
    ReadStatus status;
    const LogNode *header = log_reader_header(run->reader);
    if (!read_header(run, header)) {
        return false;
    }
    run->session->profile = profile_find(names_text(run->session->names, run->session->header->runtime));
    run->foreign = log_node_find(header, "setup") == NULL;
    if (run->foreign) {
        set_up(run);
    } else if (!apply_array(run, header, "setup") ||
               !log_need(run, run->world->words[W_FRAME_COUNT] != 0, "member 'setup' must call the module's frame")) {
        return false;
    }
    while ((status = log_reader_next(run->reader, &line, &run->place, run->err)) == READ_OP) {
        if (!run_line(run, line) || !log_need(run, journal_room(run->session->journal) > JOURNAL_MAX_EVENTS / 8, "the log is too long")) {
            return false;
        }
        session_look(run->session, 0);
    }
    return status == READ_END;
}

bool event_log_run(Session *session, LogReader *reader, Err *err)
{
    LogRun run = {.session = session, .reader = reader, .err = err, .place = 1, .event_name = "", .step = -1};
    prepare(&run);
    bool good = run_all(&run);
    session->ops = run.ops;
    map_release(&run.default_types);
    map_release(&run.kinds);
    vec_release(&run.object_of);
    vec_release(&run.frames);
    vec_release(&run.layouts);
    vec_release(&run.limbo_owner);
    vec_release(&run.order);
    vec_release(&run.pool_place);
    return good;
}
