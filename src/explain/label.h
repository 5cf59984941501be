/* What an object is called and how it looks, the same in every panel. Not sentences (narrate.h).
 *
 * The label is the first name that ever held the object, anywhere in the run, so it is the same at every step; else its id.
 * [label.one] a name labels one living object at a time: whoever gets it later keeps its id. "self" labels nobody. */
#ifndef HL_EXPLAIN_LABEL_H
#define HL_EXPLAIN_LABEL_H

#include "base/map.h"
#include "explain/holders.h"
#include "explain/keys.h"
#include "journal/journal.h"

/* First names, collected in one pass over the journal. An all-zero Labels is valid and knows only ids. */
typedef struct Labels {
    uint64_t covered;         /* events looked at */
    VEC(Name) first_name;     /* by object; NAME_NONE: no name so far */
    VEC(KeyTable *) tables;   /* by object: keys by position, of frames and of their namespace dicts; owned; NULL else */
    Map bearer;               /* name → the living object it is the label of */
} Labels;

/* Brings it up to the journal's last sync. Cost: 1–3 ns an event. */
void labels_update(Labels *labels, const World *world, const Journal *journal);
void labels_release(Labels *labels);

/* Borrowed until names_free: "a", else the id; shared atoms: their value; an object of a snapshot, whose id is only a number: its
 * short repr, if it has one. `labels` may be NULL: then nothing has a name. */
const char *label_text(const World *world, const Labels *labels, ObjectId object);
/* It is only a number: the type should stand beside it. */
bool label_is_number(const World *world, const Labels *labels, ObjectId object);
/* The label, behind its type where it is only a number: "a", "Node 335". */
void label_short(const World *world, const Labels *labels, ObjectId object, Prose *out);
/* The displayed type name. */
const char *label_type(const World *world, ObjectId object);
/* "list a", "Node #8"; a value with a short repr that nobody named: "int 7"; shared atoms: "None". For sentences. */
enum { LABEL_REPR_BYTES = 24 };
void label_full(const World *world, const Labels *labels, ObjectId object, Prose *out);
/* Second line of a node: its repr, or what is in it: "[2 items]", "{3 keys}"; empty when there is nothing to say. */
void label_value(const World *world, ObjectId object, Language language, Prose *out);
/* The number in it; false: the value does not tell one. */
bool label_length(const World *world, ObjectId object, uint64_t *length);

/* A frame's title: "<module>", "f()". */
void label_frame(const World *world, ObjectId frame, Prose *out);

/* A slot behind its owner, "list b[0]", "dict d['x']", "Node n.next", "set s{e}", when it is called `slot`. */
typedef struct LabelSlot {
    ObjectId owner;
    Position position;
    const char *slot;
} LabelSlot;
void label_slot(const World *world, const Labels *labels, LabelSlot slot, Prose *out);
/* The same without its owner: "[0]", "['x']", ".next", "{e}". */
void label_slot_alone(const World *world, LabelSlot slot, Prose *out);

/* Who pins: the trace's words, "" if it has none; those the recorder writes are told in both languages. */
const char *label_pin_by(const World *world, uint32_t pin, Language language);

/* One holder for a person: "name a", "name x in f()" (a slot of the frame's namespace dict too), "list b[0]", "dict d['x']", "Node n.next", "key of dict d['x']",
 * "2 temporaries", "pin by C code", "gc.garbage[0]". */
void label_holder(const World *world, const Labels *labels, const Holder *holder, Language language, Prose *out);
/* The proof of a count: "3 = name a + list b[0] + dict d['x']"; after `most` holders "+ 7 more". */
typedef struct LabelProof {
    const World *world;
    const Labels *labels;
    Language language;
    uint32_t most; /* holders shown; 0 = all */
} LabelProof;
void label_proof(const LabelProof *proof, const Holder *holders, size_t count, Prose *out);

/* What a running collection thinks of an object. */
typedef enum ColorState {
    COLOR_STATE_NEUTRAL,   /* takes no part */
    COLOR_STATE_WHITE,     /* not visited */
    COLOR_STATE_GREY,      /* to be scanned */
    COLOR_STATE_BLACK,     /* reachable */
    COLOR_STATE_CANDIDATE, /* tentatively unreachable */
    COLOR_STATE_DEAD       /* dead, or waiting in the trashcan */
} ColorState;
ColorState label_color(const World *world, ObjectId object);
/* Contract spelling: "white" …; NULL for neutral. */
const char *label_color_text(ColorState state);
/* Whether the collector's scratch count of this object means something now: it takes part, and the number is not a place in
 * mark-sweep's worklist. */
bool label_shows_gc_refs(const World *world, ObjectId object);

#endif
