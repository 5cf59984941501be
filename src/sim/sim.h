/* Runs ops: one op of a trace to the modules it concerns. Not how ops are read (trace/) nor how results are printed (app/).
 *
 * Life cycle: sim_new, sim_run for each op, then look at the world and the results, sim_free. */
#ifndef HL_SIM_SIM_H
#define HL_SIM_SIM_H

#include "base/err.h"
#include "collector/machine.h"

/* A failed expect: reported, the run goes on. */
typedef struct Failure {
    uint64_t op;
    uint32_t line;  /* of the op in the trace file */
    Name message;
} Failure;

typedef struct SharedKeys SharedKeys;

/* A running call, up to 3.10 (sim/frame_objects.c). */
typedef struct CallRecord {
    ObjectId frame;
    BlockRef block;     /* its frame object's memory; 0: another object has it */
    Name code;
    Body *body;         /* of a finalizer or callback, else NULL */
    ObjectId generator; /* resumed, or none */
    bool waits;         /* has ended, too deep in a cascade: in the trashcan */
} CallRecord;

typedef struct CallArgument {
    ObjectId frame, object;
} CallArgument;

/* What a class of the trace shares. */
typedef struct ClassInfo {
    Name name;
    Kind base;          /* KIND_OBJECT: plain */
    bool declared;      /* by an op `class` */
    bool has_slots, legacy;
    Name *slots;        /* sorted; owned */
    uint32_t slot_count;
    Body *finalizer;    /* owned, or NULL */
    Name class_id;      /* the class object its instances hold, or none */
    TypeId plain_type, holding_type; /* without and with a held class object; 0 = not made yet */
    SharedKeys *keys; /* up to 3.10: what its instances' dicts may share, or NULL (sim/shared_keys.c) */
    bool keys_given_up;
    uint32_t keys_left; /* shared keys still to be given: CPython's dk_usable of the cached keys */
} ClassInfo;

/* An ask, with the answer that the simulation gave after the next op. */
typedef struct AskRecord {
    uint64_t op;
    const Op *ask;      /* copied; lives as long as the sim */
    bool answered, pending;
    double answer;      /* a number, an index into choices, or 1/0 for alive */
    Name answer_text;
} AskRecord;

typedef struct Sim Sim;
struct Sim {
    Machine machine;
    Names *names;              /* borrowed */
    const TraceHeader *header; /* borrowed */
    void (*on_op)(Sim *sim, const Op *op, uint64_t index, uint32_t turn); /* an outer op, or a turn of a repeat, begins; may be NULL */
    void *context;

    VEC(uint32_t) object_of;   /* by Name: the newest bearer, alive or not; 0 = never one */
    VEC(uint32_t) block_of;    /* by Name: raw blocks of ops alloc */
    Map classes;               /* Name → index into class_infos + 1 */
    VEC(ClassInfo *) class_infos;
    Map kind_types;            /* Name << 16 | kind << 1 | holds a class → TypeId */
    Map type_class;            /* TypeId → index into class_infos + 1 */
    Map shared_atoms;          /* Name of repr << 8 | kind → object */
    Map slot_index;            /* object << 32 | key → position + 1, for containers with many keys */
    VEC(uint8_t) table_log2;   /* by object: places of its key or set table; TABLE_GENERAL: not only string keys */
    Map attribute_order;       /* object → AttributeOrder *, when it differs from key table order */
    VEC(SharedKeys *) shared_keys; /* all ever made */
    Map keys_of_dict;          /* dict → SharedKeys * */
    Map hash_tables;           /* dict → HashTable *, 2.7 (sim/hash_table.c) */
    VEC(CallRecord) calls;
    VEC(CallArgument) arguments; /* that callers' stacks hold */
    VEC(BlockRef) idle_frame;  /* by Name of a function */
    VEC(uint32_t) set_fill;    /* by object, sets only */
    Map pin_records;           /* object << 32 | by → record + 1 */
    Map frame_line;            /* frame → its last line, where lines poll */
    Map held;                  /* object → temporaries that ops `hold` keep */
    bool loading;              /* a whole heap comes in: what is tracked is said */
    Name current_thread;       /* that called or returned last */
    Name plain_thread;         /* of a call or return that names none: main, in user code the thread it runs in */
    Name self_name, dict_suffix;

    uint64_t op_count;         /* ops begun, outer ones only */
    uint64_t op_index;         /* of the running outer op */
    uint32_t turn;
    uint64_t turns;            /* of all repeats so far */
    const Op *running;         /* the op whose place an error names */
    uint32_t last_line;        /* the trace line of the running outer op */
    Err *err;                  /* where user code puts its error */

    NameList died;             /* all, when keep_died */
    bool keep_died;
    NameList died_since_expect;
    uint32_t output_since_expect;
    uint64_t expects_passed;
    VEC(Failure) failures;
    VEC(AskRecord) asks;
    Arena ask_arena;
    NameList died_in_op;       /* for freed_by_next */
};

enum { USER_DEPTH_MAX = 200 }; /* user code inside user code: CPython's own recursion limit is 1000 Python calls */
enum { TABLE_GENERAL = 0x80 };

/* `emit`: where events go (next_chunk, context, side set; world is made here). */
Sim *sim_new(Names *names, const TraceHeader *header, const Emit *emit, Err *err);
void sim_free(Sim *sim);
/* False: bad input, with the op's place; the world then shows what happened before. */
bool sim_run(Sim *sim, const Op *op, Err *err);
static inline const World *sim_world(const Sim *sim)
{
    return sim->machine.world;
}

#endif
