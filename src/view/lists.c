/* Pages: with room for 4, the list a b c d e f g h i is shown as a b c d, then e f g h, then i; with the cursor on f:
 *
 *     a b c d │ e f g h │ i        before = 4, count = 4
 *               ──▲────
 * Cost: a walk from the head to the object. */
#include "view/lists.h"

#include <string.h>

uint32_t lists_place(const World *world, ObjectId object)
{
    uint8_t list = world->list[object];
    uint32_t place = 1;
    if (list == 0) {
        return 0;
    }
    for (ObjectId at = world->next[list]; at != list && place <= LISTS_WALK_MAX; at = world->next[at], place++) {
        if (at == object) {
            return place;
        }
    }
    return 0;
}

static void take(const World *world, uint8_t list, ObjectId from, uint32_t room, ListWindow *window)
{
    for (ObjectId at = from; at != list && window->count < room; at = world->next[at]) {
        window->items[window->count++] = at;
    }
}

void lists_window(const World *world, uint8_t list, ObjectId center, uint32_t room, ListWindow *window)
{
    memset(window, 0, sizeof *window);
    room = room > LIST_WINDOW_MAX ? LIST_WINDOW_MAX : room;
    bool inside = center != OBJECT_NONE && world->list[center] == list;
    uint32_t place = inside ? lists_place(world, center) : 1;
    ObjectId from = world->next[list];
    if (room == 0) {
        return;
    }
    window->far = place == 0;
    window->before = window->far ? 0 : (place - 1) / room * room;
    for (uint32_t i = 0; i < window->before; i++) {
        from = world->next[from];
    }
    if (window->far) {
        from = center;
        for (uint32_t i = 0; i < room / 2 && world->prev[from] != list; i++) {
            from = world->prev[from];
        }
    }
    take(world, list, from, room, window);
}

/* The number of the one being looked at, or of the first that waits. */
static uint32_t queue_front(const World *world)
{
    uint32_t head = world->words[W_GREY_HEAD];
    for (ObjectId object = OBJECT_FIRST; head > 0 && object < world->words[W_OBJECT_TOP]; object++) {
        if ((world->flags[object] & OBJECT_GREY) != 0 && world->gc_refs[object] == head - 1) {
            return head - 1;
        }
    }
    return head;
}

uint32_t lists_queue_length(const World *world)
{
    return world->words[W_GREY_TAIL] - queue_front(world);
}

void lists_queue(const World *world, uint32_t room, ListWindow *window)
{
    memset(window, 0, sizeof *window);
    uint32_t front = queue_front(world), waiting = world->words[W_GREY_TAIL] - front;
    room = room > LIST_WINDOW_MAX ? LIST_WINDOW_MAX : room;
    window->count = waiting < room ? waiting : room;
    for (ObjectId object = OBJECT_FIRST; waiting > 0 && object < world->words[W_OBJECT_TOP]; object++) {
        uint32_t place = world->gc_refs[object] - front;
        if ((world->flags[object] & OBJECT_GREY) != 0 && place < window->count) {
            window->items[place] = object;
        }
    }
}
