/* References that come with an object: `items` and `keys` of new and load, `args` of call; and the objects of a load. */
#include "trace/limits.h"
#include "trace/op_read.h"

static bool read_item_object(Reading *r, const cJSON *node, Item *items)
{
    marks_clear(r);
    for (const cJSON *child = node->child; child != NULL; child = child->next, items++) {
        if (!value_read_key_slot(r, child, &items->slot)) {
            return false;
        }
        if (!marks_put(r, items->slot.text, 0)) {
            return reading_twice(r, child);
        }
        if (!value_read_id(r, child, &items->id)) {
            return false;
        }
    }
    return true;
}

bool op_items_read(Reading *r, const cJSON *node, Item *items)
{
    if (cJSON_IsObject(node)) {
        return read_item_object(r, node, items);
    }
    for (const cJSON *child = node->child; child != NULL; child = child->next, items++) {
        if (!value_read_id(r, child, &items->id)) {
            return false;
        }
    }
    return true;
}

bool op_items_read_args(Reading *r, const cJSON *node, Op *op)
{
    if (!value_expect_object(r, node, "an object name: id")) {
        return false;
    }
    op->items = arena_zeroed(r->arena, value_child_count(node), sizeof *op->items);
    marks_clear(r);
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        Item *item = &op->items[op->item_count++];
        item->slot.given = true;
        if (!value_read_key_name(r, child, &item->slot.text)) {
            return false;
        }
        if (!marks_put(r, item->slot.text, 0)) {
            return reading_twice(r, child);
        }
        if (!value_read_id(r, child, &item->id)) {
            return false;
        }
    }
    return true;
}

/* `keys` of an object of a load: each slot must be one of its items. */
static bool read_keys(Reading *r, const cJSON *node, Item *items, uint32_t count)
{
    if (!value_expect_object(r, node, "an object slot: id")) {
        return false;
    }
    marks_clear(r);
    for (uint32_t i = 0; i < count; i++) {
        Name slot = items[i].slot.given ? items[i].slot.text : names_of_number(r->names, i);
        marks_put(r, slot, i);
    }
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        Slot slot;
        if (!value_read_key_slot(r, child, &slot)) {
            return false;
        }
        uint32_t index = marks_get(r, slot.text);
        if (index == UINT32_MAX) {
            return reading_fail(r, child, AT_KEY, "is not a slot of the object's items");
        }
        if (items[index].key != NAME_NONE) {
            return reading_twice(r, child);
        }
        if (!value_read_id(r, child, &items[index].key)) {
            return false;
        }
    }
    return true;
}

static bool read_tristate(Reading *r, const cJSON *node, int8_t *out)
{
    bool value = false;
    bool good = value_read_bool(r, node, &value);
    *out = value;
    return good;
}

static bool read_small(Reading *r, const cJSON *node, uint64_t low, uint64_t high, uint32_t *out)
{
    uint64_t value = 0;
    bool good = value_read_integer(r, node, low, high, &value);
    *out = (uint32_t)value;
    return good;
}

static bool read_load_items(Reading *r, const cJSON *node, LoadObject *object, ItemVec *items)
{
    if (!cJSON_IsArray(node) && !cJSON_IsObject(node)) {
        return reading_wrong(r, node, "an array of ids or an object slot: id");
    }
    object->item_count = value_child_count(node);
    if (object->item_count > LIMIT_LOAD_ITEMS - items->count) {
        return err_machine(r->err, "op 'load': more than %zu items in all objects", LIMIT_LOAD_ITEMS);
    }
    vec_reserve(items, (size_t)object->item_count + 1); /* never NULL, even when empty */
    Item *first = items->items + items->count;
    for (uint32_t i = 0; i < object->item_count; i++) {
        first[i] = (Item){0};
    }
    items->count += object->item_count;
    return op_items_read(r, node, first);
}

static bool read_load_generation(Reading *r, const cJSON *node, LoadObject *object)
{
    uint32_t generation = 0;
    bool good = read_small(r, node, 0, 2, &generation);
    object->generation = (uint8_t)generation;
    return good;
}

static bool read_load_member(Reading *r, const cJSON *node, OpMember member, LoadObject *object)
{
    switch (member) {
    case MEMBER_ID:
        return value_read_id(r, node, &object->id);
    case MEMBER_TYPE:
        return value_read_name(r, node, &object->type);
    case MEMBER_KIND:
        return value_read_name(r, node, &object->kind);
    case MEMBER_REPR:
        return value_read_string(r, node, &object->repr);
    case MEMBER_CLASS:
        return value_read_id(r, node, &object->class_id);
    case MEMBER_SIZE:
        return value_read_integer(r, node, 0, LIMIT_INTEGER, &object->size);
    case MEMBER_PIN:
        return read_small(r, node, 1, UINT32_MAX, &object->pin);
    case MEMBER_GENERATION:
        return read_load_generation(r, node, object);
    case MEMBER_TRACKED:
        return read_tristate(r, node, &object->tracked);
    case MEMBER_GC:
        return read_tristate(r, node, &object->gc);
    case MEMBER_FINALIZED:
        return value_read_bool(r, node, &object->finalized);
    case MEMBER_IMMORTAL:
        return value_read_bool(r, node, &object->immortal);
    default: /* items and keys: read_load_parts */
        return true;
    }
}

/* Items before keys, whichever comes first in the text. */
static bool read_load_parts(Reading *r, const cJSON *node, LoadObject *object, ItemVec *items)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(node, "items");
    const cJSON *keys = cJSON_GetObjectItemCaseSensitive(node, "keys");
    object->item_first = (uint32_t)items->count;
    if (list != NULL && !read_load_items(r, list, object, items)) {
        return false;
    }
    return keys == NULL || read_keys(r, keys, object->item_count != 0 ? items->items + object->item_first : NULL, object->item_count);
}

bool op_items_read_object(Reading *r, const cJSON *node, LoadObject *object, ItemVec *items)
{
    if (!value_expect_object(r, node, "an object with the members id, type")) {
        return false;
    }
    MemberSet allowed = load_object_row.required | load_object_row.optional, seen = 0, foreign = 0;
    *object = (LoadObject){.tracked = -1, .gc = -1};
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        int member = words_find(&r->member_words, child->string);
        if (member < 0 || !(allowed >> member & 1)) {
            if (!op_read_unlisted(r, child, allowed)) {
                return false;
            }
            foreign++;
        } else if (!op_note_seen(r, child, (OpMember)member, &seen) || !read_load_member(r, child, (OpMember)member, object)) {
            return false;
        }
    }
    MemberSet parts = MEMBER_BIT(ITEMS) | MEMBER_BIT(KEYS);
    return (foreign < 2 || marks_check_twins(r, node)) && op_check_required(r, load_object_row.required, seen) &&
           ((seen & parts) == 0 || read_load_parts(r, node, object, items));
}

bool op_items_read_objects(Reading *r, const cJSON *node, Op *op)
{
    if (!value_expect_array(r, node, "an array of objects")) {
        return false;
    }
    ItemVec items = {0};
    bool good = true;
    op->objects = arena_zeroed(r->arena, value_child_count(node), sizeof *op->objects);
    for (const cJSON *child = node->child; good && child != NULL; child = child->next) {
        good = op_items_read_object(r, child, &op->objects[op->object_count++], &items);
    }
    op->item_count = (uint32_t)items.count;
    op->items = arena_copy(r->arena, items.items, items.count * sizeof *items.items);
    vec_release(&items);
    return good;
}
