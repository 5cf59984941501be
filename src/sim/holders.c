/* The holders of one object as texts, for `expect`: one text a reference. */
#include "sim/run.h"

#include <stdio.h>

typedef struct Texts {
    const Sim *sim;
    NameList *list;
} Texts;

static void add(const Texts *texts, const char *text)
{
    vec_push(texts->list, names_of(texts->sim->names, text));
}


static void add_name(const Texts *texts, uint32_t frame, const char *name)
{
    char text[400];
    if (frame == 0) {
        snprintf(text, sizeof text, "%.300s", name);
    } else {
        snprintf(text, sizeof text, "%u.%.300s", frame, name);
    }
    add(texts, text);
}

static void add_slot(const Texts *texts, ObjectId owner, Position position, bool key)
{
    char text[700];
    const World *world = sim_world(texts->sim);
    snprintf(text, sizeof text, "%s%.300s[%.300s]", key ? "key of " : "", sim_text(texts->sim, world->id[owner]),
             sim_text(texts->sim, world_slot_name(world, owner, position)));
    add(texts, text);
}

static void look_at_slots(const Texts *texts, ObjectId owner, ObjectId object)
{
    const World *world = sim_world(texts->sim);
    for (Position at = 0; at < world->slot_count[owner]; at++) {
        if (world_target(world, owner, at) == object) {
            add_slot(texts, owner, at, false);
        }
        if (at >= world->fixed[owner] && world_is_keyed(world, owner) && world_key_object(world, owner, at) == object) {
            add_slot(texts, owner, at, true);
        }
    }
}

static void look_at_frames(const Texts *texts, ObjectId object)
{
    const World *world = sim_world(texts->sim);
    for (uint32_t i = 0; i < world->words[W_FRAME_COUNT]; i++) {
        ObjectId frame = world->frames[i];
        for (Position at = 0; at < world->slot_count[frame]; at++) {
            if (world_target(world, frame, at) == object) {
                add_name(texts, i, sim_text(texts->sim, world_key(world, frame, at)));
            }
        }
    }
}

static void look_elsewhere(const Texts *texts, ObjectId object)
{
    const World *world = sim_world(texts->sim);
    char text[400];
    for (uint32_t i = 0; i < world->words[W_PIN_COUNT]; i++) {
        for (uint32_t n = 0; world->pin_object[i] == object && n < world->pin_count[i]; n++) {
            snprintf(text, sizeof text, world->pin_by[i] == NAME_NONE ? "pin" : "pin %.300s", sim_text(texts->sim, world->pin_by[i]));
            add(texts, text);
        }
    }
    for (Position at = 0; at < world->slot_count[OBJECT_GARBAGE]; at++) {
        if (world_target(world, OBJECT_GARBAGE, at) == object) {
            snprintf(text, sizeof text, "gc.garbage[%u]", at);
            add(texts, text);
        }
    }
    uint32_t temporaries = world->temps[object];
    for (uint32_t i = 0; i < world->words[W_LIMBO]; i++) {
        for (Position at = 0; at < world->slot_count[OBJECT_LIMBO + i]; at++) {
            temporaries += world_target(world, OBJECT_LIMBO + i, at) == object;
        }
    }
    while (temporaries-- > 0) {
        add(texts, "temporary");
    }
}

void holder_texts(const Sim *sim, ObjectId object, NameList *list)
{
    const World *world = sim_world(sim);
    Texts texts = {sim, list};
    look_at_frames(&texts, object);
    for (ObjectId owner = OBJECT_FIRST; owner < world->words[W_OBJECT_TOP]; owner++) {
        if (world_alive(world, owner) && (world->flags[owner] & OBJECT_IS_FRAME) == 0 && world->slot_count[owner] != 0) {
            look_at_slots(&texts, owner, object);
        }
    }
    look_elsewhere(&texts, object);
}
