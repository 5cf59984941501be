#include "view/view.h"

#include <string.h>

const Placed *placed_find(const ViewState *state, ObjectId object, GraphForm form)
{
    for (uint32_t i = 0; i < state->placed_count; i++) {
        if (state->placed[i].object == object && state->placed[i].form == form) {
            return &state->placed[i];
        }
    }
    return NULL;
}

static void drop(ViewState *state, uint32_t at)
{
    state->placed_count--;
    memmove(&state->placed[at], &state->placed[at + 1], (state->placed_count - at) * sizeof state->placed[0]);
}

void placed_move(ViewState *state, ObjectId object, GraphForm form, Point by)
{
    const Placed *old = placed_find(state, object, form);
    Placed placed = old == NULL ? (Placed){object, form, {0.0f, 0.0f}} : *old;
    placed.off.x += by.x;
    placed.off.y += by.y;
    if (old != NULL) {
        drop(state, (uint32_t)(old - state->placed));
    } else if (state->placed_count == PLACED_MAX) {
        drop(state, 0);
    }
    state->placed[state->placed_count++] = placed;
}

void placed_forget(ViewState *state, GraphForm form)
{
    for (uint32_t i = state->placed_count; i-- > 0;) {
        if (state->placed[i].form == form) {
            drop(state, i);
        }
    }
}
