#include "sim/run.h"

static void make_room(Sim *sim, Name id)
{
    while (sim->object_of.count <= id) {
        vec_push(&sim->object_of, 0);
    }
}

ObjectId id_find(const Sim *sim, Name id)
{
    const World *world = sim_world(sim);
    uint32_t object = id < sim->object_of.count ? sim->object_of.items[id] : 0;
    bool bears_it = world_alive(world, object) && (world->flags[object] & OBJECT_IS_FRAME) == 0 && world->id[object] == id;
    return bears_it ? object : OBJECT_NONE;
}

bool id_is_known(const Sim *sim, Name id)
{
    return id < sim->object_of.count && sim->object_of.items[id] != 0;
}

bool id_need(Sim *sim, const Op *op, const char *member, Name id, ObjectId *object)
{
    *object = id_find(sim, id);
    if (*object != OBJECT_NONE && sim_world(sim)->refcount[*object] == 0 && !world_immortal(sim_world(sim), *object)) {
        return sim_bad(sim, op, "member '%s': object '%.100s' is dying; an object that is alive was expected", member, sim_text(sim, id));
    }
    if (*object != OBJECT_NONE) {
        return true;
    }
    if (id_is_known(sim, id)) {
        return sim_bad(sim, op, "member '%s': object '%.100s' is dead; an object that is alive was expected", member, sim_text(sim, id));
    }
    return sim_bad(sim, op, "member '%s': there is no object '%.100s'; an id given by an earlier 'new', 'weakref' or 'load' was expected",
                   member, sim_text(sim, id));
}

void id_put(Sim *sim, Name id, ObjectId object)
{
    make_room(sim, id);
    sim->object_of.items[id] = object;
}

bool id_free(Sim *sim, const Op *op, Name id)
{
    if (id_find(sim, id) == OBJECT_NONE) {
        return true;
    }
    return sim_bad(sim, op, "member 'id': object '%.100s' is still alive; an id that no living object bears was expected",
                   sim_text(sim, id));
}
