/* Weak references. "CPython 3.11, Objects/weakrefobject.c": an object's list has the shared one without callback in front,
 * then those with callbacks, newest first. */
#include "collector/machine.h"

ObjectId weakref_plain(const Machine *machine, ObjectId target)
{
    ObjectId first = (ObjectId)map_get(&machine->weakref_first, target);
    return first != OBJECT_NONE && map_get(&machine->callback, first) == 0 ? first : OBJECT_NONE;
}

void weakref_attach(Machine *machine, ObjectId weakref, ObjectId target, Body *callback)
{
    ObjectId first = (ObjectId)map_get(&machine->weakref_first, target);
    ObjectId plain = weakref_plain(machine, target);
    if (callback != NULL) {
        map_put(&machine->callback, weakref, (uint64_t)(uintptr_t)callback);
    }
    if (callback != NULL && plain != OBJECT_NONE) {
        map_put(&machine->weakref_next, weakref, map_get(&machine->weakref_next, plain));
        map_put(&machine->weakref_next, plain, weakref);
    } else {
        map_put(&machine->weakref_next, weakref, first);
        map_put(&machine->weakref_first, target, weakref);
    }
    emit(&machine->emit, EVENT_WEAKREF_AIM, weakref, target, 0);
}

void weakref_clear(Machine *machine, ObjectId weakref)
{
    ObjectId target = machine->world->aux[weakref];
    if (target == OBJECT_NONE) {
        return;
    }
    uint64_t next = 0;
    map_remove(&machine->weakref_next, weakref, &next);
    ObjectId at = (ObjectId)map_get(&machine->weakref_first, target);
    if (at == weakref) {
        if (next != 0) {
            map_put(&machine->weakref_first, target, next);
        } else {
            map_remove(&machine->weakref_first, target, NULL);
        }
    } else {
        while (map_get(&machine->weakref_next, at) != weakref) {
            at = (ObjectId)map_get(&machine->weakref_next, at);
        }
        map_put(&machine->weakref_next, at, next);
    }
    emit(&machine->emit, EVENT_WEAKREF_CLEAR, weakref, target, 0);
}

void weakref_forget(Machine *machine, ObjectId weakref)
{
    uint64_t body;
    if (map_remove(&machine->callback, weakref, &body)) {
        body_drop((Body *)(uintptr_t)body);
    }
}

void weakref_call(Machine *machine, ObjectId weakref)
{
    Body *body = (Body *)(uintptr_t)map_get(&machine->callback, weakref);
    if (body != NULL) {
        body->references++; /* the weakref may die in its own callback */
        machine->run_user(machine, weakref, body, USER_CALLBACK);
        body_drop(body);
    }
}

/* With two or more left, CPython builds a tuple of weakrefs and callbacks that holds them until all were called. */
static void call_several(Machine *machine, const ObjectId *waiting, size_t count)
{
    uint32_t items = (uint32_t)count * 2;
    uint32_t list = items <= machine->profile->tuple_items ? FREELIST_TUPLE + items : FREE_LISTS;
    BlockRef block = list < FREE_LISTS ? free_list_pop(machine, list, OBJECT_NONE) : 0;
    uint32_t bytes = kind_request(machine->profile, KIND_TUPLE) + 8 * items;
    if (block == 0) {
        block = gc_allocate(machine, bytes);
    }
    for (size_t i = 0; i < count; i++) {
        if (waiting[i] != OBJECT_NONE) {
            hold(machine, waiting[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (waiting[i] != OBJECT_NONE) {
            weakref_call(machine, waiting[i]);
        }
    }
    for (size_t i = count; i > 0; i--) {
        if (waiting[i - 1] != OBJECT_NONE) {
            drop(machine, waiting[i - 1]);
        }
    }
    if (list < FREE_LISTS && machine->world->words[W_FREELIST + list] < profile_free_list_max(machine->profile, list)) {
        emit(&machine->emit, EVENT_FREELIST_PUSH, list, block, OBJECT_NONE);
        return;
    }
    if (machine->world->words[W_COUNT] > 0) {
        emit_word(&machine->emit, EVENT_COUNTER, W_COUNT, machine->world->words[W_COUNT] - 1);
    }
    allocator_give(&machine->allocator, block, OWNED_NOT, OBJECT_NONE);
}

void weakrefs_clear_all(Machine *machine, ObjectId target)
{
    ObjectId weakref;
    while ((weakref = (ObjectId)map_get(&machine->weakref_first, target)) != OBJECT_NONE) {
        weakref_clear(machine, weakref);
    }
}

void weakrefs_of_dying(Machine *machine, ObjectId target)
{
    ObjectId plain = weakref_plain(machine, target);
    if (plain != OBJECT_NONE) {
        weakref_clear(machine, plain);
    }
    VEC(ObjectId) waiting = {0};
    ObjectId weakref;
    while ((weakref = (ObjectId)map_get(&machine->weakref_first, target)) != OBJECT_NONE) {
        bool callable = machine->world->refcount[weakref] > 0;
        vec_push(&waiting, callable ? weakref : OBJECT_NONE);
        weakref_clear(machine, weakref);
    }
    if (waiting.count == 1 && !machine->profile->callbacks_in_tuple && waiting.items[0] != OBJECT_NONE) {
        weakref_call(machine, waiting.items[0]);
    } else if (waiting.count > 0 && (waiting.count > 1 || machine->profile->callbacks_in_tuple)) {
        call_several(machine, waiting.items, waiting.count);
    }
    vec_release(&waiting);
}
