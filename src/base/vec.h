/* Growable arrays: VEC(T) is a struct of items, count, capacity. An all-zero struct is a valid empty one. */
#ifndef HL_BASE_VEC_H
#define HL_BASE_VEC_H

#include "base/mem.h"

#include <stddef.h>

#define VEC(T)           \
    struct {             \
        T *items;        \
        size_t count;    \
        size_t capacity; \
    }

/* Makes room for `extra` more items, doubling. */
#define vec_reserve(v, extra)                                                                             \
    do {                                                                                                  \
        if ((v)->count + (extra) > (v)->capacity) {                                                       \
            size_t vec_new_ = (v)->capacity ? (v)->capacity * 2 : 8;                                      \
            while (vec_new_ < (v)->count + (extra)) {                                                     \
                vec_new_ *= 2;                                                                            \
            }                                                                                             \
            (v)->items = mem_resize((v)->items, vec_new_, sizeof *(v)->items);                            \
            (v)->capacity = vec_new_;                                                                     \
        }                                                                                                 \
    } while (0)

#define vec_push(v, item)                     \
    do {                                      \
        vec_reserve(v, 1);                    \
        (v)->items[(v)->count++] = (item);    \
    } while (0)

#define vec_pop(v) ((v)->items[--(v)->count])
#define vec_last(v) ((v)->items[(v)->count - 1])

/* *found: how many items are below `value`, of items that ascend by `member`. */
#define vec_count_below(v, member, value, found)                          \
    do {                                                                  \
        size_t vec_low_ = 0, vec_high_ = (v)->count;                      \
        while (vec_low_ < vec_high_) {                                    \
            size_t vec_middle_ = vec_low_ + (vec_high_ - vec_low_) / 2;   \
            if ((v)->items[vec_middle_].member < (value)) {               \
                vec_low_ = vec_middle_ + 1;                               \
            } else {                                                      \
                vec_high_ = vec_middle_;                                  \
            }                                                             \
        }                                                                 \
        *(found) = vec_low_;                                              \
    } while (0)

#define vec_release(v)             \
    do {                           \
        mem_release((v)->items);   \
        (v)->items = NULL;         \
        (v)->count = 0;            \
        (v)->capacity = 0;         \
    } while (0)

#endif
