/* The interpreter: frames, counters, settings, output, the trace's own words. */
#include "explain/narrate_parts.h"

static void narrate_frame(Telling *telling)
{
    PhraseArgs args = {.name = tell_object(telling, telling->event->a)};
    tell(telling, telling->event->kind == EVENT_FRAME_PUSH ? PHRASE_FRAME_PUSH : PHRASE_FRAME_POP, args);
}

/* gc.freeze() sets the young counter to 0, without anything being freed. */
static bool is_freezing(const Telling *telling)
{
    const Explain *explain = telling->explain;
    int64_t record = journal_record_of_step(explain->journal, explain->step);
    return record != JOURNAL_NO_OP && explain->journal->ops.items[record].op_kind == OP_FREEZE;
}

static void narrate_counter(Telling *telling)
{
    const Event *event = telling->event;
    uint32_t generation = event->a - W_COUNT;
    PhraseArgs args = {.k = generation, .n = event->b, .m = telling->world->words[W_THRESHOLD + generation]};
    PhraseKey key = generation == 0 ? PHRASE_COUNTER_UP : PHRASE_COUNTER_RUNS;
    if (event->b == 0) {
        key = PHRASE_COUNTER_RESET;
    }
    if (event->b < event->c && generation == 0 && !telling_collecting(telling) && !is_freezing(telling)) {
        key = PHRASE_COUNTER_DOWN;
    }
    tell(telling, key, args);
    tell_number(telling, PHRASE_NUMBER_COUNTER, (PhraseArgs){.k = generation, .m = event->c, .n = event->b});
}

static void narrate_setting(Telling *telling)
{
    const Event *event = telling->event;
    if (event->a == W_ENABLED) {
        tell(telling, event->b != 0 ? PHRASE_SETTING_ENABLED : PHRASE_SETTING_DISABLED, (PhraseArgs){0});
    } else if (event->a == W_DEBUG) {
        tell(telling, PHRASE_SETTING_DEBUG, (PhraseArgs){.n = event->b});
    } else {
        PhraseArgs args = {.k = event->a - W_THRESHOLD, .n = event->b, .m = event->c};
        tell(telling, PHRASE_SETTING_THRESHOLD, args);
        tell_number(telling, PHRASE_NUMBER_THRESHOLD, args);
    }
}

static void narrate_line_event(Telling *telling)
{
    const World *world = telling->world;
    const char *file = names_text(world->names, world->words[W_FILE]);
    PhraseArgs args = {.n = telling->event->b, .text = file};
    tell(telling, file[0] == '\0' ? PHRASE_LINE : PHRASE_LINE_FILE, args);
}

/* What the trace says itself. */
static void narrate_words(Telling *telling)
{
    const Explain *explain = telling->explain;
    OpWords words = {0};
    int64_t record = journal_record_of_step(explain->journal, explain->step);
    if (explain->op_words == NULL || record == JOURNAL_NO_OP || !explain->op_words(explain->op_context, (size_t)record, &words)) {
        return;
    }
    PhraseArgs args = {.text = names_text(telling->world->names, explain_pick(explain->language, words.text))};
    tell(telling, telling->event->kind == EVENT_NOTE ? PHRASE_NOTE : PHRASE_ASK, args);
}

void narrate_program(Telling *telling)
{
    const Event *event = telling->event;
    PhraseArgs args = {0};
    switch ((EventKind)event->kind) {
    case EVENT_FRAME_PUSH:
    case EVENT_FRAME_POP: narrate_frame(telling); return;
    case EVENT_COUNTER: narrate_counter(telling); return;
    case EVENT_SETTING: narrate_setting(telling); return;
    case EVENT_OUTPUT:
        tell(telling, PHRASE_OUTPUT, (PhraseArgs){.text = names_text(telling->world->names, event->a)});
        return;
    case EVENT_LINE: narrate_line_event(telling); return;
    case EVENT_MATERIALIZE:
        args.object = tell_object(telling, event->a);
        args.to = telling_full(telling, event->b);
        tell(telling, PHRASE_MATERIALIZE, args);
        return;
    default: narrate_words(telling); return;
    }
}
