/* Members of a line → operands of an event, by the table. */
#include "app/event_log_read.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- plain values ---- */

bool log_name_read(LogRun *run, const LogNode *members, const char *key, Name *name)
{
    const LogNode *node = log_node_find(members, key);
    *name = NAME_NONE;
    if (node == NULL || node->kind == NODE_NULL) {
        return true;
    }
    if (node->kind == NODE_INTEGER && node->number >= 0) {
        *name = names_of_number(run->session->names, (uint64_t)node->number);
        return true;
    }
    if (node->kind != NODE_STRING) {
        return log_bad(run, "member '%s' must be a string", key);
    }
    *name = names_of(run->session->names, node->text);
    return true;
}

bool log_number_read(LogRun *run, const LogNode *node, const char *key, uint64_t most, uint32_t *number)
{
    if (node == NULL || node->kind != NODE_INTEGER || node->number < 0 || (uint64_t)node->number > most) {
        return log_bad(run, "member '%s' must be an integer, 0 to %llu", key, (unsigned long long)most);
    }
    *number = (uint32_t)node->number;
    return true;
}

static bool read_word(LogRun *run, const LogNode *node, const char *key, const char **text)
{
    if (node == NULL || node->kind != NODE_STRING) {
        return log_bad(run, "member '%s' must be a string", key);
    }
    *text = node->text;
    return true;
}

/* A name out of a closed set. */
static bool read_named(LogRun *run, const LogNode *node, const char *key, int64_t (*find)(const char *text), uint32_t *number)
{
    const char *text = "";
    if (!read_word(run, node, key, &text)) {
        return false;
    }
    int64_t found = find(text);
    *number = (uint32_t)found;
    return found >= 0 || log_bad(run, "member '%s': '%.60s' is unknown", key, text);
}

/* ---- objects ---- */

static bool read_special(LogRun *run, const LogNode *node, const char *key, ObjectId *object)
{
    const LogNode *tag = node->child;
    uint32_t number = 0;
    if (tag == NULL || !log_number_read(run, tag, key, UINT32_MAX, &number)) {
        return tag != NULL || log_bad(run, "member '%s' is empty", key);
    }
    if (strcmp(tag->key, "garbage") == 0) {
        *object = OBJECT_GARBAGE;
        return true;
    }
    if (strcmp(tag->key, "detached") == 0) {
        *object = OBJECT_LIMBO + number;
        return number < run->world->words[W_LIMBO] || log_bad(run, "member '%s': nothing is detached under %u", key, number);
    }
    bool known = strcmp(tag->key, "frame") == 0 && number < run->frames.count && run->frames.items[number] != OBJECT_NONE;
    *object = known ? run->frames.items[number] : OBJECT_NONE;
    return known || log_bad(run, "member '%s': there is no frame %u", key, number);
}

bool log_object_read(LogRun *run, const LogNode *node, const char *key, ObjectId *object)
{
    *object = OBJECT_NONE;
    if (node == NULL || node->kind == NODE_NULL) {
        return log_bad(run, "member '%s' is missing: expected an object's id", key);
    }
    if (node->kind == NODE_MEMBERS) {
        return read_special(run, node, key, object);
    }
    char digits[24];
    const char *text = node->text;
    if (node->kind == NODE_INTEGER && node->number >= 0) {
        snprintf(digits, sizeof digits, "%lld", (long long)node->number);
        text = digits;
    } else if (node->kind != NODE_STRING) {
        return log_bad(run, "member '%s' must be an object's id", key);
    }
    Name name = names_find(run->session->names, text, strlen(text));
    *object = name < run->object_of.count ? run->object_of.items[name] : OBJECT_NONE;
    return *object != OBJECT_NONE || log_bad(run, "member '%s': object '%.80s' was never made", key, text);
}

static bool read_born(LogRun *run, const LogNode *members, Event *event)
{
    const LogNode *id = log_node_find(members, "id");
    event->a = run->world->words[W_OBJECT_TOP];
    if (id != NULL && id->kind == NODE_MEMBERS) {
        uint32_t number = 0;
        if (!log_number_read(run, log_node_find(id, "frame"), "frame", MAX_OBJECTS, &number)) {
            return false;
        }
        while (run->frames.count <= number) {
            vec_push(&run->frames, OBJECT_NONE);
        }
        run->frames.items[number] = event->a;
        return log_name_read(run, members, "name", &event->c);
    }
    return log_name_read(run, members, "id", &event->c) && log_need(run, event->c > NAME_EMPTY, "member 'id' must be an object's id");
}

/* The member is the block's owner to be: absent, the next object to be born. */
static bool read_for(LogRun *run, const LogNode *node, const char *key, ObjectId *object)
{
    *object = run->world->words[W_OBJECT_TOP];
    if (node != NULL && node->kind == NODE_NULL) {
        *object = OBJECT_NONE;
        return true;
    }
    return node == NULL || log_object_read(run, node, key, object);
}

/* ---- slots ---- */

bool log_slot_add(LogRun *run, ObjectId owner, Name key)
{
    World *world = run->world;
    const TypeRecord *type = world_type(world, owner);
    uint32_t at = world->slot_count[owner] - world->fixed[owner];
    if (type->naming == NAMING_NONE) {
        return log_bad(run, "a %s has no such slot", kind_text(type->kind));
    }
    if (type->naming == NAMING_KEYED && key == NAME_NONE) {
        return log_bad(run, "a slot of this object needs a key");
    }
    if (type->naming == NAMING_SHARED && at >= type->keys.count) {
        if (key == NAME_NONE || at > type->keys.count) {
            return log_bad(run, "a slot of this object needs a key");
        }
        vec_push(&world->types.items[world->type[owner]]->keys, key);
    }
    if (world->slot_count[owner] >= MAX_CELLS / 64) {
        return log_bad(run, "the object has too many slots");
    }
    log_emit(run, EVENT_SLOT_ADD, 0, owner, key, 0);
    return true;
}

static bool find_by_name(const World *world, ObjectId owner, Name name, Position *position)
{
    for (Position at = 0; at < world->slot_count[owner]; at++) {
        if (world_slot_name(world, owner, at) == name) {
            *position = at;
            return true;
        }
    }
    return false;
}

/* Kinds that fill a slot may name a new one. */
static bool may_add(EventKind kind)
{
    return kind == EVENT_EDGE_SET || kind == EVENT_TEMP_TO_EDGE;
}

static bool add_named(LogRun *run, EventKind kind, ObjectId owner, Name name, Position *position)
{
    *position = run->world->slot_count[owner];
    if (!may_add(kind)) {
        return log_bad(run, "member 'slot': there is no '%.80s'", names_text(run->session->names, name));
    }
    return log_slot_add(run, owner, name);
}

/* Of attributes that all instances share, those between must exist too. */
static bool find_or_add(LogRun *run, EventKind kind, ObjectId owner, Name name, Position *position)
{
    const World *world = run->world;
    const TypeRecord *type = world_type(world, owner);
    if (name != NAME_NONE && find_by_name(world, owner, name, position)) {
        return true;
    }
    for (size_t key = 0; type->naming == NAMING_SHARED && may_add(kind) && key < type->keys.count; key++) {
        if (type->keys.items[key] == name) {
            while (world->slot_count[owner] <= world->fixed[owner] + key) {
                log_emit(run, EVENT_SLOT_ADD, 0, owner, NAME_NONE, 0);
            }
            *position = world->fixed[owner] + (Position)key;
            return true;
        }
    }
    while (type->naming == NAMING_SHARED && may_add(kind) && name != NAME_NONE &&
           world->slot_count[owner] < world->fixed[owner] + type->keys.count) {
        log_emit(run, EVENT_SLOT_ADD, 0, owner, NAME_NONE, 0);
    }
    return add_named(run, kind, owner, name, position);
}

static bool read_slot(LogRun *run, const LogNode *members, const Event *event, ObjectId owner, Position *position)
{
    const World *world = run->world;
    const LogNode *at = log_node_find(members, "at");
    const LogNode *slot = log_node_find(members, "slot");
    Name name = NAME_NONE;
    *position = 0;
    bool space = owner != OBJECT_NONE && slot == NULL && (world->flags[owner] & OBJECT_IS_FRAME) != 0;
    if (owner == OBJECT_NONE || (space && world->aux[owner] != OBJECT_NONE)) {
        return true; /* a frame's namespace is no slot of it */
    }
    bool indexed = world_type(world, owner)->naming == NAMING_INDEX && slot != NULL && slot->kind == NODE_INTEGER;
    if (at != NULL || indexed) {
        if (!log_number_read(run, at != NULL ? at : slot, at != NULL ? "at" : "slot", UINT32_MAX / 2, position)) {
            return false;
        }
        *position += at != NULL ? 0 : world->fixed[owner];
        if (*position == world->slot_count[owner] && may_add((EventKind)event->kind) && at == NULL) {
            return log_slot_add(run, owner, NAME_NONE);
        }
        return log_need(run, *position < world->slot_count[owner], "there is no such slot");
    }
    return log_name_read(run, members, "slot", &name) && find_or_add(run, (EventKind)event->kind, owner, name, position);
}

/* ---- memory ---- */

static bool read_block(LogRun *run, const LogNode *node, const char *key, BlockRef *block)
{
    uint32_t pool = 0, index = 0;
    *block = 0;
    if (node == NULL || node->kind == NODE_NULL) {
        return true;
    }
    if (node->kind == NODE_MEMBERS) {
        uint32_t number = 0;
        if (!log_number_read(run, log_node_find(node, "large"), "large", MAX_LARGE - 1, &number)) {
            return false;
        }
        *block = LARGE_FLAG | number;
        return true;
    }
    if (node->kind != NODE_ARRAY || node->child == NULL || node->child->next == NULL) {
        return log_bad(run, "member '%s' must be [pool, block], {\"large\": n} or null", key);
    }
    uint32_t blocks = UINT32_C(1) << run->world->geometry.block_shift;
    if (!log_number_read(run, node->child, key, MAX_POOLS - 1, &pool) ||
        !log_number_read(run, node->child->next, key, blocks - 1, &index)) {
        return false;
    }
    *block = (pool << run->world->geometry.block_shift | index) + 1;
    return true;
}

static bool read_owned(LogRun *run, const LogNode *node, uint16_t *owned)
{
    const char *text = "";
    *owned = OWNED_NOT;
    if (node == NULL) {
        return true;
    }
    if (!read_word(run, node, "owned", &text)) {
        return false;
    }
    *owned = strcmp(text, "object") == 0 ? OWNED_BLOCK : OWNED_STORAGE;
    return *owned == OWNED_BLOCK || log_need(run, strcmp(text, "storage") == 0, "member 'owned' must be 'object' or 'storage'");
}

static bool read_address(LogRun *run, const LogNode *node, const char *key, unsigned shift, Event *event)
{
    const char *text = "";
    char *end;
    if (!read_word(run, node, key, &text)) {
        return false;
    }
    uint64_t address = strtoull(text, &end, 16);
    bool good = text[0] == '0' && text[1] == 'x' && *end == '\0' && address >> 47 == 0;
    event->b = (uint32_t)(address >> shift);
    event->c = (uint32_t)(address >> shift >> 32);
    return good || log_bad(run, "member '%s' must be an address below 2^47 like \"0x7f0000\"", key);
}

static bool read_order(LogRun *run, const LogNode *node)
{
    run->order.count = 0;
    if (node == NULL || node->kind != NODE_ARRAY) {
        return log_bad(run, "member 'order' must be an array");
    }
    for (const LogNode *item = node->child; item != NULL; item = item->next) {
        uint32_t number = 0;
        if (!log_number_read(run, item, "order", MAX_CELLS, &number)) {
            return false;
        }
        vec_push(&run->order, number);
    }
    return true;
}

/* ---- by the table ---- */

static bool read_value(LogRun *run, const LogNode *members, const LogNode *node, const char *key, Event *event)
{
    if (event->a == W_PHASE) {
        return read_named(run, node, key, log_phase_find, &event->b);
    }
    if (event->a == W_FILE) {
        return log_name_read(run, members, key, &event->b);
    }
    return log_number_read(run, node, key, UINT32_MAX, &event->b);
}

static bool read_lists(LogRun *run, const LogNode *node, LogField field, uint32_t *number)
{
    uint32_t list;
    if (!read_named(run, node, field.name, log_list_find, &list)) {
        return false;
    }
    *number |= field.code == LOG_FROM_LIST ? list << 8 : list;
    return true;
}

static bool read_memory(LogRun *run, const LogNode *node, LogField field, Event *event, uint32_t *number)
{
    switch ((LogCode)field.code) {
    case LOG_FOR: return read_for(run, node, field.name, number);
    case LOG_BLOCK: return read_block(run, node, field.name, number);
    case LOG_OWNED: return read_owned(run, node, &event->aux);
    case LOG_FREE_LIST: return read_named(run, node, field.name, log_free_list_find, number);
    case LOG_SIZE_CLASS: return log_number_read(run, node, field.name, UINT32_MAX, number);
    case LOG_ADDRESS: return read_address(run, node, field.name, 0, event);
    case LOG_PAGES: return read_address(run, node, field.name, WORLD_PAGE_SHIFT, event);
    case LOG_ORDER: return read_order(run, node);
    default: return true;
    }
}

/* A name that a call may give a frame which was not made before. */
static bool read_frame(LogRun *run, const LogNode *members, const Event *event, ObjectId *frame)
{
    uint32_t number = 0;
    Name name;
    if (!log_number_read(run, log_node_find(members, "frame"), "frame", MAX_OBJECTS, &number) ||
        !log_name_read(run, members, "name", &name)) {
        return false;
    }
    bool known = number < run->frames.count && run->frames.items[number] != OBJECT_NONE &&
                 world_alive(run->world, run->frames.items[number]);
    if (!known && event->kind == EVENT_FRAME_PUSH) {
        while (run->frames.count <= number) {
            vec_push(&run->frames, OBJECT_NONE);
        }
        run->frames.items[number] = run->world->words[W_OBJECT_TOP];
        log_emit(run, EVENT_NEW, OBJECT_IS_FRAME | OBJECT_WAITS, run->frames.items[number], 1, name);
        known = true;
    }
    *frame = known ? run->frames.items[number] : OBJECT_NONE;
    return known || log_bad(run, "there is no frame %u", number);
}

static bool read_object_field(LogRun *run, const LogNode *members, LogField field, Event *event, uint32_t *number)
{
    const LogNode *node = log_node_find(members, field.name);
    switch ((LogCode)field.code) {
    case LOG_OBJECT: return log_object_read(run, node, field.name, number);
    case LOG_HOLDER: return node == NULL || node->kind == NODE_NULL || log_object_read(run, node, field.name, number);
    case LOG_BORN: return read_born(run, members, event);
    case LOG_FRAME: return read_frame(run, members, event, number);
    case LOG_SLOT: return read_slot(run, members, event, event->a, number);
    case LOG_SLOT_OF_B: return read_slot(run, members, event, event->b, number);
    case LOG_TYPE: return log_layout_find(run, members, number);
    default: return true;
    }
}

static bool read_field(LogRun *run, const LogNode *members, LogField field, Event *event, uint32_t *number)
{
    const LogNode *node = log_node_find(members, field.name);
    switch ((LogCode)field.code) {
    case LOG_KEY: case LOG_TEXT: return log_name_read(run, members, field.name, number);
    case LOG_INDEX: case LOG_NUMBER: return log_number_read(run, node, field.name, UINT32_MAX, number);
    case LOG_SERIAL: return node == NULL || log_number_read(run, node, field.name, UINT32_MAX, number);
    case LOG_BOOL: *number = node != NULL && node->kind == NODE_TRUTH && node->number != 0; return true;
    case LOG_FLAG: return read_named(run, node, field.name, log_flags_find, number);
    case LOG_FLAGS: return node == NULL || read_named(run, node, field.name, log_flags_find, number);
    case LOG_LIST: return read_named(run, node, field.name, log_list_find, number);
    case LOG_FROM_LIST: case LOG_TO_LIST: return read_lists(run, node, field, number);
    case LOG_WORD: return read_named(run, node, field.name, log_word_find, number);
    case LOG_VALUE: return read_value(run, members, node, field.name, event);
    case LOG_OBJECT: case LOG_HOLDER: case LOG_BORN: case LOG_FRAME: case LOG_SLOT: case LOG_SLOT_OF_B: case LOG_TYPE:
        return read_object_field(run, members, field, event, number);
    default: return read_memory(run, node, field, event, number);
    }
}

bool log_fields_read(LogRun *run, const LogNode *members, Event *event)
{
    const LogField *fields = log_rows[event->kind].fields;
    event->a = event->kind == EVENT_PHASE ? W_PHASE : event->kind == EVENT_LINE ? W_LINE : 0;
    for (int i = 0; i < LOG_FIELDS && fields[i].code != LOG_NOTHING; i++) {
        uint32_t *operands[] = {&event->a, &event->b, &event->c};
        uint32_t aux = event->aux;
        uint32_t *number = fields[i].operand == LOG_AUX ? &aux : operands[fields[i].operand];
        if (fields[i].code != LOG_OWNED && fields[i].operand == LOG_AUX) {
            if (!read_field(run, members, fields[i], event, number) || !log_need(run, aux <= UINT16_MAX, "a number is too large")) {
                return false;
            }
            event->aux = (uint16_t)aux;
        } else if (!read_field(run, members, fields[i], event, number)) {
            return false;
        }
    }
    return true;
}
