/* Holders for a person: what holds it by its type and label, and which of its slots does. */
#include "explain/label.h"
#include "explain/phrase.h"

#include <ctype.h>
#include <string.h>

static bool is_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits != 0 && text[digits] == '\0';
}

/* Keys are texts in a trace; what is plainly a word is shown as the string it stands for. */
static void add_key(const char *key, Prose *out)
{
    bool plain = !is_number(key) && strpbrk(key, "'\"()[]{}<>") == NULL;
    prose_add(out, plain ? "['" : "[");
    prose_add(out, key);
    prose_add(out, plain ? "']" : "]");
}

void label_slot(const World *world, const Labels *labels, LabelSlot slot, Prose *out)
{
    label_full(world, labels, slot.owner, out);
    label_slot_alone(world, slot, out);
}

void label_slot_alone(const World *world, LabelSlot slot, Prose *out)
{
    const TypeRecord *type = world_type(world, slot.owner);
    bool attribute = slot.position < world->fixed[slot.owner] || type->naming == NAMING_SHARED;
    bool names = type->naming == NAMING_KEYED && type->base != KIND_DICT && type->base != KIND_OPAQUE;
    if (attribute || names) {
        prose_add(out, ".");
        prose_add(out, slot.slot);
    } else if (type->naming == NAMING_ELEMENT) {
        prose_add(out, "{");
        prose_add(out, slot.slot);
        prose_add(out, "}");
    } else {
        add_key(slot.slot, out);
    }
}

const char *label_pin_by(const World *world, uint32_t pin, Language language)
{
    static const char *const recorders[][2] = {{"the interpreter", "解释器"}, {"constants and C code", "常量与 C 代码"}};
    const char *by = names_text(world->names, world->pin_by[pin]);
    for (size_t i = 0; language == LANGUAGE_ZH && i < sizeof recorders / sizeof recorders[0]; i++) {
        if (strcmp(by, recorders[i][0]) == 0) {
            return recorders[i][1];
        }
    }
    return by;
}

static void add_name(const World *world, const Holder *holder, Language language, Prose *out)
{
    Prose name = {0};
    Prose title = {0};
    ObjectId frame = holder_frame(world, holder);
    holder_slot(world, holder, &name);
    label_frame(world, frame, &title);
    PhraseArgs args = {.name = prose_text(&name), .from = prose_text(&title)};
    phrase_fill(language, frame == world->frames[0] ? PHRASE_HOLDER_NAME : PHRASE_HOLDER_NAME_IN, &args, out);
    prose_release(&name);
    prose_release(&title);
}

static void add_owner_slot(const World *world, const Labels *labels, const Holder *holder, Language language, Prose *out)
{
    Prose name = {0};
    Prose slot = {0};
    holder_slot(world, holder, &name);
    label_slot(world, labels, (LabelSlot){holder->from, holder->position, prose_text(&name)}, &slot);
    prose_release(&name);
    if (holder->key) {
        phrase_fill(language, PHRASE_HOLDER_KEY, &(PhraseArgs){.slot = prose_text(&slot)}, out);
    } else {
        prose_add(out, prose_text(&slot));
    }
    prose_release(&slot);
}

void label_holder(const World *world, const Labels *labels, const Holder *holder, Language language, Prose *out)
{
    PhraseArgs args = {.n = holder_count(holder)};
    switch ((HolderKind)holder->kind) {
    case HOLDER_NAME: add_name(world, holder, language, out); return;
    case HOLDER_SLOT:
        if (holder_frame(world, holder) != OBJECT_NONE) {
            add_name(world, holder, language, out);
        } else {
            add_owner_slot(world, labels, holder, language, out);
        }
        return;
    case HOLDER_TEMPORARY: phrase_fill(language, PHRASE_HOLDER_TEMPORARIES, &args, out); return;
    case HOLDER_PIN:
        args.name = label_pin_by(world, holder->position, language);
        phrase_fill(language, args.name[0] == '\0' ? PHRASE_HOLDER_PINS : PHRASE_HOLDER_PINS_BY, &args, out);
        return;
    case HOLDER_GARBAGE: holder_text(world, holder, out); return;
    }
}

void label_proof(const LabelProof *proof, const Holder *holders, size_t count, Prose *out)
{
    uint64_t total = 0;
    uint64_t hidden = 0;
    for (size_t i = 0; i < count; i++) {
        total += holder_count(&holders[i]);
        hidden += proof->most != 0 && i >= proof->most ? holder_count(&holders[i]) : 0;
    }
    prose_add_number(out, total);
    for (size_t i = 0; i < count && (proof->most == 0 || i < proof->most); i++) {
        prose_add(out, i == 0 ? " = " : " + ");
        label_holder(proof->world, proof->labels, &holders[i], proof->language, out);
    }
    if (hidden != 0) {
        prose_add(out, " + ");
        phrase_fill(proof->language, PHRASE_HOLDER_MORE, &(PhraseArgs){.n = hidden}, out);
    }
}
