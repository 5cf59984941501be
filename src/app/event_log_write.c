/* A field of an event becomes a LogValue, which is then printed as JSON or as text; so both say the same. */
#include "app/event_log_write.h"

#include "app/plain.h"
#include "model/pool_state.h"
#include "types/profile.h"

typedef enum ValueKind {
    VALUE_NOTHING, VALUE_NULL, VALUE_NUMBER, VALUE_BOOL, VALUE_WORD, VALUE_NAME, VALUE_FRAME, VALUE_DETACHED, VALUE_GARBAGE,
    VALUE_BLOCK, VALUE_LARGE, VALUE_ADDRESS
} ValueKind;

typedef struct LogValue {
    ValueKind kind;
    uint64_t number;   /* NUMBER, FRAME, DETACHED, LARGE, ADDRESS; BLOCK: the pool; BOOL */
    uint32_t block;    /* BLOCK */
    Name name;         /* NAME */
    const char *text;  /* WORD */
} LogValue;

/* ---- life ---- */

void log_writer_init(LogWriter *writer, const World *world, const Journal *journal)
{
    *writer = (LogWriter){.world = world, .journal = journal, .type_count = world->types.count};
    writer->layout_serial = mem_zeroed(writer->type_count, sizeof *writer->layout_serial);
    for (uint64_t number = 0; number < journal_events(journal); number++) {
        const Event *event = journal_event(journal, number);
        if (event->kind == EVENT_NEW && (event->aux & OBJECT_IS_FRAME) != 0) {
            map_put(&writer->frame_serials, event->a, writer->frame_serials.count + 1);
        }
    }
}

void log_writer_release(LogWriter *writer)
{
    map_release(&writer->frame_serials);
    mem_release(writer->layout_serial);
    prose_release(&writer->prose);
}

/* ---- values ---- */

static LogValue number_value(uint64_t number)
{
    return (LogValue){.kind = VALUE_NUMBER, .number = number};
}

static LogValue name_value(Name name)
{
    return (LogValue){.kind = name == NAME_NONE ? VALUE_NOTHING : VALUE_NAME, .name = name};
}

static LogValue word_value(const char *text)
{
    return (LogValue){.kind = VALUE_WORD, .text = text};
}

static LogValue object_value(const LogWriter *writer, ObjectId object)
{
    if (object == OBJECT_GARBAGE) {
        return (LogValue){.kind = VALUE_GARBAGE};
    }
    if (object >= OBJECT_LIMBO && object < OBJECT_LIMBO + LIMBO_DEPTH) {
        return (LogValue){.kind = VALUE_DETACHED, .number = object - OBJECT_LIMBO};
    }
    uint64_t serial = map_get(&writer->frame_serials, object);
    if (serial != 0) {
        return (LogValue){.kind = VALUE_FRAME, .number = serial - 1};
    }
    return name_value(writer->world->id[object]);
}

static LogValue for_value(const LogWriter *writer, ObjectId object)
{
    if (object == OBJECT_NONE) {
        return (LogValue){.kind = VALUE_NULL};
    }
    bool unborn = object >= writer->world->words[W_OBJECT_TOP] || !world_alive(writer->world, object);
    return unborn ? (LogValue){.kind = VALUE_NOTHING} : object_value(writer, object);
}

static LogValue born_value(const LogWriter *writer, const Event *event)
{
    uint64_t serial = map_get(&writer->frame_serials, event->a);
    return serial != 0 ? (LogValue){.kind = VALUE_FRAME, .number = serial - 1} : name_value(event->c);
}

static bool is_index(const World *world, ObjectId owner, Position position)
{
    return position >= world->fixed[owner] && world_type(world, owner)->naming == NAMING_INDEX;
}

static LogValue slot_value(const World *world, ObjectId owner, Position position)
{
    if (owner == OBJECT_NONE || position >= world->slot_count[owner]) {
        return (LogValue){.kind = VALUE_NOTHING};
    }
    if (is_index(world, owner, position)) {
        return number_value(position - world->fixed[owner]);
    }
    return name_value(world_slot_name(world, owner, position));
}

/* Entries with keys of their own may have the same one twice, and empty ones of a set have none. */
static bool slot_needs_position(const World *world, ObjectId owner, Position position)
{
    if (owner == OBJECT_NONE || position < world->fixed[owner]) {
        return false;
    }
    SlotNaming naming = world_type(world, owner)->naming;
    return naming == NAMING_KEYED || naming == NAMING_ELEMENT;
}

static LogValue key_value(const World *world, const Event *event)
{
    const TypeRecord *type = world_type(world, event->a);
    if (type->naming == NAMING_SHARED) {
        return name_value(world_slot_name(world, event->a, world->slot_count[event->a]));
    }
    return name_value(event->b);
}

static LogValue block_value(const World *world, BlockRef block)
{
    if (block == 0) {
        return (LogValue){.kind = VALUE_NULL};
    }
    if (block_is_large(block)) {
        return (LogValue){.kind = VALUE_LARGE, .number = block & ~LARGE_FLAG};
    }
    return (LogValue){.kind = VALUE_BLOCK, .number = world_pool_of(world, block), .block = world_index_in_pool(world, block)};
}

static LogValue prose_value(LogWriter *writer)
{
    return word_value(prose_text(&writer->prose));
}

/* The value that a scalar gets. */
static LogValue scalar_value(const Event *event)
{
    if (event->a == W_PHASE) {
        return word_value(phase_text((Phase)event->b));
    }
    return event->a == W_FILE ? name_value(event->b) : number_value(event->b);
}

static LogValue list_value(uint32_t list)
{
    const char *text = log_list_text(list);
    return text == NULL ? number_value(list) : word_value(text);
}

static LogValue owned_value(unsigned owned)
{
    return owned == OWNED_NOT ? (LogValue){.kind = VALUE_NOTHING} : word_value(owned == OWNED_BLOCK ? "object" : "storage");
}

static LogValue address_value(const Event *event, unsigned shift)
{
    return (LogValue){.kind = VALUE_ADDRESS, .number = ((uint64_t)event->c << 32 | event->b) << shift};
}

static LogValue free_list_value(LogWriter *writer, uint32_t list)
{
    char name[32];
    prose_add(&writer->prose, profile_free_list_name(list, name, sizeof name));
    return prose_value(writer);
}

static LogValue memory_value(LogWriter *writer, const Event *event, LogField field)
{
    const World *world = writer->world;
    uint32_t operand = log_operand(event, (LogOperand)field.operand);
    switch ((LogCode)field.code) {
    case LOG_FOR: return for_value(writer, operand);
    case LOG_BLOCK: return block_value(world, operand);
    case LOG_OWNED: return owned_value(operand);
    case LOG_FREE_LIST: return free_list_value(writer, operand);
    case LOG_SIZE_CLASS: return number_value((operand >> 8 & 0xff) * world->geometry.alignment);
    case LOG_ADDRESS: return address_value(event, 0);
    case LOG_PAGES: return address_value(event, WORLD_PAGE_SHIFT);
    default: return (LogValue){.kind = VALUE_NOTHING};
    }
}

/* Valid until the next call. */
static LogValue field_value(LogWriter *writer, const Event *event, LogField field)
{
    const World *world = writer->world;
    uint32_t operand = log_operand(event, (LogOperand)field.operand);
    prose_clear(&writer->prose);
    switch ((LogCode)field.code) {
    case LOG_OBJECT: case LOG_HOLDER: return object_value(writer, operand);
    case LOG_BORN: return born_value(writer, event);
    case LOG_FRAME: return number_value(map_get(&writer->frame_serials, operand) - 1);
    case LOG_PINNED: return object_value(writer, world->pin_object[operand]);
    case LOG_SLOT: return slot_value(world, event->a, operand);
    case LOG_SLOT_OF_B: return slot_value(world, event->b, operand);
    case LOG_KEY: return key_value(world, event);
    case LOG_TYPE: case LOG_INDEX: case LOG_NUMBER: case LOG_SERIAL: return number_value(operand);
    case LOG_TEXT: return name_value(operand);
    case LOG_BOOL: return (LogValue){.kind = VALUE_BOOL, .number = operand != 0};
    case LOG_FLAG: case LOG_FLAGS: log_flags_text(operand, &writer->prose); return prose_value(writer);
    case LOG_LIST: return list_value(operand);
    case LOG_FROM_LIST: return list_value(operand >> 8);
    case LOG_TO_LIST: return list_value(operand & 0xff);
    case LOG_WORD: log_word_text(operand, &writer->prose); return prose_value(writer);
    case LOG_VALUE: return scalar_value(event);
    default: return memory_value(writer, event, field);
    }
}

/* ---- as JSON ---- */

static void put_tagged(JsonOut *out, const char *tag, uint64_t number)
{
    json_out_open(out, '{');
    json_out_key(out, tag);
    json_out_number(out, number);
    json_out_close(out, '}');
}

static void put_value(JsonOut *out, const World *world, LogValue value)
{
    switch (value.kind) {
    case VALUE_NOTHING: case VALUE_NULL: json_out_null(out); break;
    case VALUE_NUMBER: json_out_number(out, value.number); break;
    case VALUE_BOOL: json_out_bool(out, value.number != 0); break;
    case VALUE_WORD: json_out_word(out, value.text); break;
    case VALUE_NAME: json_out_text(out, names_text(world->names, value.name), names_bytes(world->names, value.name)); break;
    case VALUE_FRAME: put_tagged(out, "frame", value.number); break;
    case VALUE_DETACHED: put_tagged(out, "detached", value.number); break;
    case VALUE_GARBAGE: put_tagged(out, "garbage", 0); break;
    case VALUE_BLOCK:
        json_out_open(out, '[');
        json_out_number(out, value.number);
        json_out_number(out, value.block);
        json_out_close(out, ']');
        break;
    case VALUE_LARGE: put_tagged(out, "large", value.number); break;
    case VALUE_ADDRESS: json_out_address(out, value.number); break;
    }
}

static void put_member(JsonOut *out, const World *world, const char *name, LogValue value)
{
    if (value.kind != VALUE_NOTHING) {
        json_out_key(out, name);
        put_value(out, world, value);
    }
}

static void put_order(JsonOut *out, const LogWriter *writer, const Event *event)
{
    uint32_t fixed = writer->world->fixed[event->a];
    const uint32_t *order = &writer->journal->side.items[event->c];
    json_out_open(out, '[');
    for (uint32_t i = fixed; i < writer->world->slot_count[event->a]; i++) {
        json_out_number(out, order[i - fixed] - fixed);
    }
    json_out_close(out, ']');
}

static void put_type(LogWriter *writer, JsonOut *out, TypeId id)
{
    const TypeRecord *type = writer->world->types.items[id];
    put_member(out, writer->world, "type", name_value(type->name));
    if (type->kind != KIND_NAMES) {
        put_member(out, writer->world, "kind", word_value(kind_text(type->kind)));
        put_member(out, writer->world, "layout", number_value(writer->layout_serial[id]));
    }
}

static void put_position(JsonOut *out, const World *world, ObjectId owner, Position position)
{
    if (slot_needs_position(world, owner, position)) {
        json_out_key(out, "at");
        json_out_number(out, position);
    }
}

static void put_field(LogWriter *writer, JsonOut *out, const Event *event, LogField field)
{
    uint32_t operand = log_operand(event, (LogOperand)field.operand);
    if (field.code == LOG_TYPE) {
        put_type(writer, out, operand);
        return;
    }
    if (field.code == LOG_ORDER) {
        json_out_key(out, field.name);
        put_order(out, writer, event);
        return;
    }
    bool is_default = (field.code == LOG_BOOL || field.code == LOG_FLAGS) && operand == 0;
    if (!is_default) {
        put_member(out, writer->world, field.name, field_value(writer, event, field));
    }
    if (field.code == LOG_SLOT || field.code == LOG_SLOT_OF_B) {
        put_position(out, writer->world, field.code == LOG_SLOT ? event->a : event->b, operand);
    }
}

void log_writer_members(LogWriter *writer, JsonOut *out, const Event *event)
{
    const LogField *field = log_rows[event->kind].fields;
    json_out_key(out, "event");
    json_out_word(out, event_info[event->kind].text);
    for (int i = 0; i < LOG_FIELDS && field[i].code != LOG_NOTHING; i++) {
        put_field(writer, out, event, field[i]);
    }
    if (event->kind == EVENT_NEW && (event->aux & OBJECT_IS_FRAME) != 0) {
        put_member(out, writer->world, "name", name_value(event->c));
    }
}

/* ---- layouts ---- */

bool log_writer_needs_layout(const LogWriter *writer, const Event *event)
{
    if (event->kind != EVENT_NEW && event->kind != EVENT_TYPE) {
        return false;
    }
    const TypeRecord *type = writer->world->types.items[event->b];
    return type->kind != KIND_NAMES && writer->layout_serial[event->b] == 0;
}

static void put_fixed(JsonOut *out, const World *world, const TypeRecord *type)
{
    json_out_key(out, "slots");
    json_out_open(out, '[');
    for (uint32_t i = 0; i < type->fixed; i++) {
        json_out_text(out, names_text(world->names, type->fixed_names[i]), names_bytes(world->names, type->fixed_names[i]));
    }
    json_out_close(out, ']');
}

void log_writer_layout(LogWriter *writer, JsonOut *out, TypeId id)
{
    static const char *const namings[] = {"none", "index", "keyed", "shared", "element"};
    const TypeRecord *type = writer->world->types.items[id];
    writer->layout_serial[id] = ++writer->layouts;
    json_out_open(out, '{');
    json_out_key(out, "event");
    json_out_word(out, "layout");
    put_type(writer, out, id);
    put_member(out, writer->world, "base", word_value(kind_text(type->base)));
    put_fixed(out, writer->world, type);
    put_member(out, writer->world, "split", number_value(type->split));
    put_member(out, writer->world, "own_slots", number_value(type->own_slots));
    put_member(out, writer->world, "variable", word_value(namings[type->naming]));
    json_out_key(out, "dict_slot");
    json_out_integer(out, type->dict_slot);
    json_out_key(out, "class_slot");
    json_out_integer(out, type->class_slot);
    const struct { const char *name; bool value; } flags[] = {
        {"class", type->user_class}, {"gc", type->has_gc}, {"legacy", type->legacy}};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        json_out_key(out, flags[i].name);
        json_out_bool(out, flags[i].value);
    }
    json_out_close(out, '}');
}

/* ---- as text ---- */

static void add_hexadecimal(Prose *out, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "0x%llx", (unsigned long long)number);
    prose_add(out, text);
}

static void add_value(Prose *out, const World *world, LogValue value)
{
    switch (value.kind) {
    case VALUE_NOTHING: case VALUE_NULL: prose_add(out, "none"); break;
    case VALUE_NUMBER: prose_add_number(out, value.number); break;
    case VALUE_BOOL: prose_add(out, value.number != 0 ? "yes" : "no"); break;
    case VALUE_WORD: prose_add(out, value.text); break;
    case VALUE_NAME: plain_add(out, names_text(world->names, value.name)); break;
    case VALUE_FRAME: prose_add(out, "frame "); prose_add_number(out, value.number); break;
    case VALUE_DETACHED: prose_add(out, "detached "); prose_add_number(out, value.number); break;
    case VALUE_GARBAGE: prose_add(out, "gc.garbage"); break;
    case VALUE_BLOCK:
        prose_add_number(out, value.number);
        prose_add(out, ".");
        prose_add_number(out, value.block);
        break;
    case VALUE_LARGE: prose_add(out, "large "); prose_add_number(out, value.number); break;
    case VALUE_ADDRESS: add_hexadecimal(out, value.number); break;
    }
}

void log_writer_text(LogWriter *writer, const Event *event, Prose *out)
{
    const LogField *field = log_rows[event->kind].fields;
    for (int i = 0; i < LOG_FIELDS && field[i].code != LOG_NOTHING; i++) {
        bool is_default = (field[i].code == LOG_BOOL || field[i].code == LOG_FLAGS) &&
                          log_operand(event, (LogOperand)field[i].operand) == 0;
        LogValue value = field_value(writer, event, field[i]);
        if (field[i].code == LOG_TYPE) {
            value = name_value(writer->world->types.items[event->b]->name);
        }
        if (value.kind != VALUE_NOTHING && !is_default) {
            prose_add(out, " ");
            prose_add(out, field[i].code == LOG_TYPE ? "type" : field[i].name);
            prose_add(out, "=");
            add_value(out, writer->world, value);
        }
    }
}
