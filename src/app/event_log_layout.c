/* Types in a log: declared by number as our own logs do, or named by type and kind, which then have the usual layout. */
#include "app/event_log_read.h"

#include "types/type_build.h"

#include <string.h>

static bool read_small(LogRun *run, const LogNode *members, const char *key, int64_t least, int64_t most, int64_t *number)
{
    const LogNode *node = log_node_find(members, key);
    bool good = node != NULL && (node->kind == NODE_INTEGER || node->kind == NODE_TRUTH) && node->number >= least && node->number <= most;
    *number = good ? node->number : 0;
    return good || log_bad(run, "member '%s' must be %lld to %lld", key, (long long)least, (long long)most);
}

static bool read_kind(LogRun *run, const LogNode *members, const char *key, Kind *kind)
{
    const LogNode *node = log_node_find(members, key);
    *kind = node != NULL && node->kind == NODE_STRING ? kind_find(node->text) : KIND_COUNT;
    if (node != NULL && node->kind == NODE_STRING && *kind == KIND_COUNT && strcmp(node->text, "object") == 0) {
        *kind = KIND_OBJECT;
    }
    return *kind != KIND_COUNT || log_bad(run, "member '%s' must be a kind (docs/trace-format.md)", key);
}

static bool read_naming(LogRun *run, const LogNode *members, SlotNaming *naming)
{
    static const char *const texts[] = {"none", "index", "keyed", "shared", "element"};
    const LogNode *node = log_node_find(members, "variable");
    for (int i = 0; node != NULL && node->kind == NODE_STRING && i <= NAMING_ELEMENT; i++) {
        if (strcmp(texts[i], node->text) == 0) {
            *naming = (SlotNaming)i;
            return true;
        }
    }
    return log_bad(run, "member 'variable' must be none, index, keyed, shared or element");
}

static bool read_slots(LogRun *run, const LogNode *members, TypeRecord *type)
{
    const LogNode *node = log_node_find(members, "slots");
    if (node == NULL || node->kind != NODE_ARRAY) {
        return log_bad(run, "member 'slots' must be an array of names");
    }
    for (const LogNode *item = node->child; item != NULL; item = item->next) {
        if (item->kind != NODE_STRING || type->fixed == MAX_FIXED_SLOTS) {
            return log_bad(run, "member 'slots' must be at most %d names", MAX_FIXED_SLOTS);
        }
        type->fixed_names[type->fixed++] = names_of(run->session->names, item->text);
    }
    return true;
}

/* The record that a declaration describes; its name and slots are new names. */
static bool read_record(LogRun *run, const LogNode *members, TypeRecord *type)
{
    int64_t split, own, dict_slot, class_slot, user, gc, legacy;
    if (!log_name_read(run, members, "type", &type->name) || !log_need(run, type->name != NAME_NONE, "member 'type' is missing") ||
        !read_kind(run, members, "kind", &type->kind) || !read_kind(run, members, "base", &type->base) ||
        !read_naming(run, members, &type->naming) || !read_slots(run, members, type) ||
        !read_small(run, members, "split", 0, type->fixed, &split) || !read_small(run, members, "own_slots", 0, type->fixed, &own) ||
        !read_small(run, members, "dict_slot", -1, type->fixed - 1, &dict_slot) ||
        !read_small(run, members, "class_slot", -1, type->fixed - 1, &class_slot) ||
        !read_small(run, members, "class", 0, 1, &user) || !read_small(run, members, "gc", 0, 1, &gc) ||
        !read_small(run, members, "legacy", 0, 1, &legacy)) {
        return false;
    }
    type->split = (uint8_t)split;
    type->own_slots = (uint8_t)own;
    type->dict_slot = (int16_t)dict_slot;
    type->class_slot = (int16_t)class_slot;
    type->user_class = user != 0;
    type->has_gc = gc != 0;
    type->legacy = legacy != 0;
    return true;
}

bool log_layout_declare(LogRun *run, const LogNode *members)
{
    TypeRecord read = {0};
    uint32_t number;
    TypeId id;
    if (!log_number_read(run, log_node_find(members, "layout"), "layout", MAX_TYPES, &number) || !read_record(run, members, &read)) {
        return false;
    }
    if (!log_need(run, run->world->types.count < MAX_TYPES, "too many layouts")) {
        return false;
    }
    *world_add_type(run->world, read.name, read.kind, &id) = read;
    while (run->layouts.count <= number) {
        vec_push(&run->layouts, 0);
    }
    run->layouts.items[number] = id;
    return true;
}

/* The layout objects of that kind usually have. */
static TypeId default_type(LogRun *run, Name name, Kind kind)
{
    uint64_t key = (uint64_t)name << 8 | (uint64_t)kind;
    TypeId id = (TypeId)map_get(&run->default_types, key);
    if (id == 0) {
        const Profile *profile = run->session->profile != NULL ? run->session->profile : profile_find("cpython-3.11");
        ClassShape shape = {.name = name, .base = KIND_OBJECT};
        id = kind == KIND_INSTANCE ? type_build_class(run->world, profile, &shape) : type_build_kind(run->world, name, kind, false);
        map_put(&run->default_types, key, id);
    }
    return id;
}

bool log_layout_find(LogRun *run, const LogNode *members, TypeId *type)
{
    const LogNode *layout = log_node_find(members, "layout");
    Name name;
    uint32_t number;
    if (layout != NULL) {
        if (!log_number_read(run, layout, "layout", MAX_TYPES, &number)) {
            return false;
        }
        *type = number < run->layouts.count ? run->layouts.items[number] : 0;
        return log_need(run, *type != 0, "the layout was not declared");
    }
    if (!log_name_read(run, members, "type", &name) || !log_need(run, name != NAME_NONE, "member 'type' is missing")) {
        return false;
    }
    const char *text = names_text(run->session->names, name);
    Kind kind = kind_find(text);
    if (strcmp(text, kind_text(KIND_NAMES)) == 0) {
        *type = 1; /* the pseudo-type of frames, model/world.c */
        return true;
    }
    if (log_node_find(members, "kind") != NULL && !read_kind(run, members, "kind", &kind)) {
        return false;
    }
    if (!log_need(run, run->world->types.count < MAX_TYPES, "too many types")) {
        return false;
    }
    *type = default_type(run, name, kind == KIND_COUNT ? KIND_INSTANCE : kind);
    return true;
}
