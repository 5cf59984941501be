/* The collector's lists as a person follows them: which one an object is in, where in it, and who stands around it. Reads the
 * world, keeps nothing, draws nothing. */
#ifndef HL_VIEW_LISTS_H
#define HL_VIEW_LISTS_H

#include "model/world.h"

#include <stdbool.h>

/* A place farther down is not counted out: walking so far costs some milliseconds. */
enum { LISTS_WALK_MAX = 200000, LIST_WINDOW_MAX = 64 };

/* From 1; 0: in no list, or farther down than LISTS_WALK_MAX. */
uint32_t lists_place(const World *world, ObjectId object);

/* A part of a list, in its order. */
typedef struct ListWindow {
    uint32_t count;
    uint32_t before;   /* objects in front of it; meaningless when `far` */
    bool far;          /* deeper than LISTS_WALK_MAX */
    ObjectId items[LIST_WINDOW_MAX];
} ListWindow;

/* The page of `room` objects, at most LIST_WINDOW_MAX, that `center` is on; the first page when it is not in the list. Pages
 * stay where they are while a cursor walks over them. */
void lists_window(const World *world, uint8_t list, ObjectId center, uint32_t room, ListWindow *window);

/* Mark-sweep's worklist, first in, first out: what is being looked at, then who waits. */
void lists_queue(const World *world, uint32_t room, ListWindow *window);
/* How many these are in all. */
uint32_t lists_queue_length(const World *world);

#endif
