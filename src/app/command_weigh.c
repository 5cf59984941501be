/* weigh: which objects keep the most memory, each alone. */
#include "app/commands.h"
#include "app/complain.h"
#include "app/place.h"
#include "app/plain.h"
#include "app/report.h"
#include "base/map.h"
#include "explain/label.h"
#include "explain/weigh.h"

#include <stdlib.h>
#include <string.h>

/* A way longer than that, down a linked list, is told from both ends. */
enum { HEAVIEST_MOST = 20, TYPES_TOLD = 6, WAY_PRINTED = 10, WAY_IN_JSON = 100 };

typedef struct TypeShare {
    TypeId type;
    uint32_t count;
} TypeShare;

typedef struct Heaviest {
    const World *world;
    Weights weights;
    size_t count;
    ObjectId items[HEAVIEST_MOST];
    size_t types;      /* of the world */
    TypeShare *shares; /* owned; of item i: types from i · types on, those it keeps most of first */
} Heaviest;

/* ---- finding ---- */

static int more_first(const void *a, const void *b)
{
    const TypeShare *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : x->type < y->type ? -1 : 1;
}

/* Types by one name, a list of ours and an opaque one, are one here. */
static TypeId *find_namesakes(const World *world)
{
    Map first = {0};
    TypeId *namesake = mem_zeroed(world->types.count, sizeof *namesake);
    for (TypeId type = 1; type < world->types.count; type++) { /* 0 is none */
        Name name = world->types.items[type]->name;
        if (map_get(&first, name) == 0) {
            map_put(&first, name, (uint64_t)type + 1);
        }
        namesake[type] = (TypeId)(map_get(&first, name) - 1);
    }
    map_release(&first);
    return namesake;
}

/* Which of the heaviest an object is, or stands nearest below; count: none. */
static void find_nearest(const Heaviest *heaviest, uint8_t *nearest)
{
    const Weights *weights = &heaviest->weights;
    nearest[OBJECT_NONE] = (uint8_t)heaviest->count;
    for (size_t order = weights->by_order.count - 2; order > 0; order--) { /* what stands above comes first */
        ObjectId object = weights->by_order.items[order];
        nearest[object] = nearest[weights->of.items[object].above];
        for (size_t i = 0; i < heaviest->count; i++) {
            nearest[object] = heaviest->items[i] == object ? (uint8_t)i : nearest[object];
        }
    }
}

static void count_types(Heaviest *heaviest)
{
    const Weights *weights = &heaviest->weights;
    uint8_t *nearest = mem_zeroed(weights->of.count, 1);
    TypeId *namesake = find_namesakes(heaviest->world);
    heaviest->types = heaviest->world->types.count;
    heaviest->shares = mem_zeroed(heaviest->count * heaviest->types, sizeof *heaviest->shares);
    find_nearest(heaviest, nearest);
    for (size_t i = 0; i < heaviest->count * heaviest->types; i++) {
        heaviest->shares[i].type = (TypeId)(i % heaviest->types);
    }
    for (size_t order = 1; order + 1 < weights->by_order.count; order++) {
        ObjectId object = weights->by_order.items[order];
        size_t of = nearest[object];
        while (of < heaviest->count) { /* and all that stand above that one */
            heaviest->shares[of * heaviest->types + namesake[heaviest->world->type[object]]].count += heaviest->items[of] != object;
            of = nearest[weights->of.items[heaviest->items[of]].above];
        }
    }
    for (size_t i = 0; i < heaviest->count; i++) {
        qsort(heaviest->shares + i * heaviest->types, heaviest->types, sizeof *heaviest->shares, more_first);
    }
    mem_release(namesake);
    mem_release(nearest);
}

static void find_heaviest(Heaviest *heaviest, const World *world)
{
    *heaviest = (Heaviest){.world = world};
    weights_find(&heaviest->weights, world);
    heaviest->count = weights_heaviest(&heaviest->weights, heaviest->items, HEAVIEST_MOST);
    count_types(heaviest);
}

static const char *type_name(const World *world, TypeId type)
{
    return names_text(world->names, world->types.items[type]->name);
}

/* Those above, the outermost first. */
typedef VEC(ObjectId) Way;

static void find_way(const Heaviest *heaviest, size_t item, Way *way)
{
    const Weight *of = heaviest->weights.of.items;
    way->count = 0;
    for (ObjectId up = of[heaviest->items[item]].above; up != OBJECT_NONE; up = of[up].above) {
        vec_push(way, up);
    }
    for (size_t i = 0; i < way->count / 2; i++) {
        ObjectId other = way->items[way->count - 1 - i];
        way->items[way->count - 1 - i] = way->items[i];
        way->items[i] = other;
    }
}

/* How many at a place of the way are left out, so that `most` are told. */
static size_t way_hidden(const Way *way, size_t at, size_t most)
{
    return way->count > most && at == most / 2 ? way->count - most : 0;
}

/* ---- JSON ---- */

static void put_types(JsonOut *out, const Heaviest *heaviest, size_t item)
{
    const TypeShare *shares = heaviest->shares + item * heaviest->types;
    json_out_key(out, "types");
    json_out_open(out, '{');
    for (size_t i = 0; i < heaviest->types && shares[i].count > 0; i++) {
        json_out_key(out, type_name(heaviest->world, shares[i].type));
        json_out_number(out, shares[i].count);
    }
    json_out_close(out, '}');
}

static void put_item(JsonOut *out, const Heaviest *heaviest, size_t item)
{
    const World *world = heaviest->world;
    const Weight *weight = &heaviest->weights.of.items[heaviest->items[item]];
    Way way = {0};
    find_way(heaviest, item, &way);
    json_out_line(out);
    json_out_open(out, '{');
    json_out_key(out, "id");
    report_name(out, world, world->id[heaviest->items[item]]);
    json_out_key(out, "type");
    json_out_word(out, label_type(world, heaviest->items[item]));
    json_out_key(out, "bytes");
    json_out_number(out, weight->bytes);
    json_out_key(out, "objects");
    json_out_number(out, weight->objects);
    json_out_key(out, "through");
    json_out_open(out, '[');
    for (size_t i = 0; i < way.count; i++) {
        i += way_hidden(&way, i, WAY_IN_JSON);
        report_name(out, world, world->id[way.items[i]]);
    }
    json_out_close(out, ']');
    json_out_key(out, "hidden");
    json_out_number(out, way_hidden(&way, WAY_IN_JSON / 2, WAY_IN_JSON));
    put_types(out, heaviest, item);
    json_out_close(out, '}');
    vec_release(&way);
}

static void put_all(const Heaviest *heaviest, uint64_t step)
{
    JsonOut out;
    const Weight *all = &heaviest->weights.of.items[OBJECT_NONE];
    json_out_init(&out, stdout);
    json_out_open(&out, '{');
    json_out_key(&out, "heaploupe");
    json_out_number(&out, 1);
    json_out_key(&out, "step");
    json_out_number(&out, step);
    json_out_key(&out, "objects");
    json_out_number(&out, all->objects);
    json_out_key(&out, "bytes");
    json_out_number(&out, all->bytes);
    json_out_key(&out, "heaviest");
    json_out_open(&out, '[');
    for (size_t i = 0; i < heaviest->count; i++) {
        put_item(&out, heaviest, i);
    }
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    json_out_flush(&out);
    putchar('\n');
}

/* ---- text ---- */

static void print_object(const World *world, ObjectId object)
{
    const char *value = names_text(world->names, world->repr[object]);
    plain_print("%s (%s%s%s)", names_text(world->names, world->id[object]), label_type(world, object), *value != '\0' ? " " : "", value);
}

static void print_way(const Heaviest *heaviest, size_t item)
{
    Way way = {0};
    find_way(heaviest, item, &way);
    for (size_t i = 0; i < way.count; i++) {
        size_t hidden = way_hidden(&way, i, WAY_PRINTED);
        fputs(i == 0 ? "      through " : " -> ", stdout);
        if (hidden > 0) {
            plain_print("... %zu more -> ", hidden);
        }
        i += hidden;
        print_object(heaviest->world, way.items[i]);
    }
    if (way.count > 0) {
        putchar('\n');
    }
    vec_release(&way);
}

static void print_types(const Heaviest *heaviest, size_t item)
{
    const TypeShare *shares = heaviest->shares + item * heaviest->types;
    size_t told = 0;
    for (; told < heaviest->types && told < TYPES_TOLD && shares[told].count > 0; told++) {
        plain_print("%s%u %s", told == 0 ? "      keeps " : ", ", (unsigned)shares[told].count, type_name(heaviest->world, shares[told].type));
    }
    size_t more = told;
    while (more < heaviest->types && shares[more].count > 0) {
        more++;
    }
    if (more > told) {
        plain_print(more - told == 1 ? ", %zu more type" : ", %zu more types", more - told);
    }
    if (told > 0) {
        putchar('\n');
    }
}

static void print_all(const Heaviest *heaviest, uint64_t step)
{
    const Weight *all = &heaviest->weights.of.items[OBJECT_NONE];
    plain_print("step %llu: living objects that something keeps: %u, %llu bytes", (unsigned long long)step, (unsigned)all->objects, (unsigned long long)all->bytes);
    putchar('\n');
    for (size_t i = 0; i < heaviest->count; i++) {
        const Weight *weight = &heaviest->weights.of.items[heaviest->items[i]];
        plain_print("%12llu bytes %8u %-8s ", (unsigned long long)weight->bytes, (unsigned)weight->objects, weight->objects == 1 ? "object" : "objects");
        print_object(heaviest->world, heaviest->items[i]);
        putchar('\n');
        print_way(heaviest, i);
        print_types(heaviest, i);
    }
}

/* ---- the command ---- */

static int answer(Session *session, const Place *place, bool json)
{
    uint64_t step;
    Err err;
    Heaviest heaviest;
    if (!place_find(session, place, &step, &err)) {
        return complain(NULL, &err);
    }
    session_seek(session, step);
    find_heaviest(&heaviest, session->world);
    (json ? put_all : print_all)(&heaviest, step);
    weights_release(&heaviest.weights);
    mem_release(heaviest.shares);
    return 0;
}

int command_weigh(const Options *options)
{
    Place place;
    Err err;
    Session session;
    const char *path = options->words.items[0];
    if (options->value[OPTION_JSON] != NULL) {
        return complain_usage("weigh", "--json takes no value here");
    }
    if (!place_parse(options->given[OPTION_AT] ? options->value[OPTION_AT] : "end", &place, &err)) {
        return complain(NULL, &err);
    }
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL}, &err)) {
        return complain(session_shown_name(path), &err);
    }
    int status = answer(&session, &place, options->given[OPTION_JSON]);
    session_close(&session);
    return status;
}
