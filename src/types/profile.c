#include "types/profile.h"

#include <stdio.h>
#include <string.h>

#define GEOMETRY_16K \
    {.small_max = 512, .alignment = 16, .pool_bytes = 16384, .arena_bytes = 1048576, .pool_header = 48}

#define GEOMETRY_4K \
    {.small_max = 512, .alignment = 16, .pool_bytes = 4096, .arena_bytes = 262144, .pool_header = 48}

/* Thresholds, free lists, pools: "CPython 3.11, Modules/gcmodule.c, Objects/obmalloc.c, Include/internal/pycore_*.h"; verified by
 * running each interpreter. */
static const Profile profiles[] = {
    {.runtime = "cpython-3.8", .title = "CPython 3.8", .version = 308, .threshold = {700, 10, 10}, .gc_header = 16,
     .geometry = GEOMETRY_4K, .key_sharing = KEYS_SHARED_IN_ORDER, .untracks_own_pass = true,
     .list_max = 80, .dict_max = 80, .keys_max = 80, .float_max = 100, .slice_max = 1, .tuple_max = 2000, .tuple_items = 19,
     .frame_max = 200, .method_max = 256, .builtin_max = 256, .functions_keep_frame = true, .dict_classes_have_table = true,
     .revives_whole_batch = true, .immortal_refcount = "1000000000"},
    {.runtime = "cpython-3.9", .title = "CPython 3.9", .version = 309, .threshold = {700, 10, 10}, .gc_header = 16,
     .geometry = GEOMETRY_4K, .keeps_last_arena = true, .key_sharing = KEYS_SHARED_IN_ORDER, .untracks_own_pass = true,
     .list_max = 80, .dict_max = 80, .keys_max = 80, .float_max = 100, .slice_max = 1, .tuple_max = 2000, .tuple_items = 19,
     .frame_max = 200, .functions_keep_frame = true, .dict_classes_have_table = true, .immortal_refcount = "1000000000"},
    {.runtime = "cpython-3.10", .title = "CPython 3.10", .version = 310, .threshold = {700, 10, 10}, .gc_header = 16,
     .geometry = GEOMETRY_16K, .keeps_last_arena = true, .key_sharing = KEYS_SHARED_IN_ORDER, .untracks_own_pass = true,
     .list_max = 80, .dict_max = 80, .keys_max = 80, .float_max = 100, .slice_max = 1, .tuple_max = 2000, .tuple_items = 19,
     .frame_max = 200, .functions_keep_frame = true, .immortal_refcount = "1000000000"},
    {.runtime = "cpython-3.11", .title = "CPython 3.11", .version = 311, .threshold = {700, 10, 10}, .gc_header = 16,
     .geometry = GEOMETRY_16K, .keeps_last_arena = true, .inline_values = true, .key_sharing = KEYS_SHARED_IN_CLASS,
     .key_tables_by_kind = true, .exceptions_in_trashcan = true, .untracks_own_pass = true,
     .list_max = 80, .dict_max = 80, .keys_max = 80, .float_max = 100, .slice_max = 1, .tuple_max = 2000, .tuple_items = 20,
     .immortal_refcount = "1000000000"},
    {.runtime = "cpython-3.12", .title = "CPython 3.12", .version = 312, .threshold = {700, 10, 10}, .gc_header = 16,
     .geometry = GEOMETRY_16K, .keeps_last_arena = true, .inline_values = true, .key_sharing = KEYS_SHARED_IN_CLASS,
     .key_tables_by_kind = true, .exceptions_in_trashcan = true, .scheduled_runs = true, .untracks_own_pass = true,
     .list_max = 80, .dict_max = 80, .keys_max = 80, .float_max = 100, .slice_max = 1, .tuple_max = 2000, .tuple_items = 20,
     .managed_weakrefs = true, .short_texts = true, .names_phases = true,
     .keeps_unstarted = true, .unguarded_runs = true, .immortal_refcount = "4294967295"},
    {.runtime = "cpython-3.13", .title = "CPython 3.13", .version = 313, .threshold = {2000, 10, 10}, .gc_header = 16,
     .geometry = GEOMETRY_16K, .keeps_last_arena = true, .inline_values = true, .key_sharing = KEYS_SHARED_IN_CLASS,
     .key_tables_by_kind = true, .exceptions_in_trashcan = true, .scheduled_runs = true, .untracks_own_pass = true,
     .list_max = 80, .dict_max = 80, .keys_max = 80, .float_max = 100, .slice_max = 1, .tuple_max = 2000, .tuple_items = 20,
     .managed_weakrefs = true, .short_texts = true, .names_phases = true, .floats_go_first = true,
     .values_inside = true, .callbacks_in_tuple = true, .trash_levels = 9948, .trash_resume = 9898, .trash_counts_calls = true,
     .keeps_unstarted = true, .immortal_refcount = "4294967295"},
    {.runtime = "cpython-2.7", .title = "CPython 2.7", .version = 207, .threshold = {700, 10, 10}, .gc_header = 32,
     .geometry = GEOMETRY_4K, .key_sharing = KEYS_OWN, .legacy_finalizers = true, .functions_keep_frame = true,
     .tables_in_hash_order = true, .tables_from_c_library = true, .frames_tracked = true, .methods_for_user_code = true,
     .trashcan_by_layers = true, .keeps_container_lists = true,
     .without_trashcan = KIND_BIT(KIND_BUILTIN_FUNCTION) | KIND_BIT(KIND_EXCEPTION), .without_gc = KIND_BIT(KIND_SLICE),
     .list_max = 80, .dict_max = 80, .float_max = 2048, .tuple_max = 2000, .tuple_items = 19, .frame_max = 200, .method_max = 256,
     .builtin_max = 256, .set_max = 80, .int_max = 2048, .immortal_refcount = "1000000000"},
};

const Profile *profile_find(const char *runtime)
{
    for (size_t i = 0; i < sizeof profiles / sizeof profiles[0]; i++) {
        if (strcmp(profiles[i].runtime, runtime) == 0) {
            return &profiles[i];
        }
    }
    return NULL;
}

const char *profile_list(void)
{
    static char text[200];
    text[0] = '\0';
    for (size_t i = 0; i < sizeof profiles / sizeof profiles[0]; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s", i == 0 ? "" : ", ", profiles[i].runtime);
    }
    return text;
}

uint32_t profile_free_list_max(const Profile *profile, uint32_t list)
{
    switch (list) {
    case FREELIST_LIST: return profile->list_max;
    case FREELIST_DICT: return profile->dict_max;
    case FREELIST_KEYS: return profile->keys_max;
    case FREELIST_FLOAT: return profile->float_max;
    case FREELIST_SLICE: return profile->slice_max;
    case FREELIST_FRAME: return profile->frame_max;
    case FREELIST_METHOD: return profile->method_max;
    case FREELIST_BUILTIN: return profile->builtin_max;
    case FREELIST_SET: return profile->set_max;
    case FREELIST_INT: return profile->int_max;
    default: break;
    }
    uint32_t items = list - FREELIST_TUPLE;
    return list > FREELIST_TUPLE && items <= profile->tuple_items ? profile->tuple_max : 0;
}

const char *profile_free_list_name(uint32_t list, char *text, size_t room)
{
    static const char *const names[] = {"list", "dict", "dict_keys", "float", "slice", "method", "frame", "builtin_function", "set", "int"};
    if (list < sizeof names / sizeof names[0]) {
        snprintf(text, room, "%s", names[list]);
    } else {
        snprintf(text, room, "tuple[%u]", list - FREELIST_TUPLE);
    }
    return text;
}
