/* Each event kind stands for a line; which listing is shown depends on whether a collection is at work on the object. */
#include "explain/pseudo.h"

#include "base/check.h"
#include "explain/pseudo_lines.h"

/* ---- the listings ---- */

#define LINE_ROW(tag, level, en, zh) {level, {en, zh}},
#define LISTING_LINES(name, en, zh) static const PseudoLine lines_##name[] = {PSEUDO_##name(LINE_ROW)};
PSEUDO_LISTINGS(LISTING_LINES)

#define LISTING_ROW(name, en, zh) \
    [LISTING_##name] = {{en, zh}, lines_##name, sizeof lines_##name / sizeof lines_##name[0]},
static const Listing listings[LISTING_COUNT] = {PSEUDO_LISTINGS(LISTING_ROW)};

const Listing *pseudo_listing(ListingId id)
{
    CHECK(id < LISTING_COUNT);
    return &listings[id];
}

/* Numbers of the lines: REFCOUNT_STORE … */
#define TAG_REFCOUNT(tag, ...) REFCOUNT_##tag,
#define TAG_PROGRAM(tag, ...) PROGRAM_##tag,
#define TAG_TRIGGER(tag, ...) TRIGGER_##tag,
#define TAG_SCHEDULE(tag, ...) SCHEDULE_##tag,
#define TAG_COLLECT(tag, ...) COLLECT_##tag,
#define TAG_MERGE(tag, ...) MERGE_##tag,
#define TAG_UPDATE_REFS(tag, ...) UPDATE_REFS_##tag,
#define TAG_SUBTRACT_REFS(tag, ...) SUBTRACT_REFS_##tag,
#define TAG_MOVE_UNREACHABLE(tag, ...) MOVE_UNREACHABLE_##tag,
#define TAG_MARK(tag, ...) MARK_##tag,
#define TAG_SWEEP(tag, ...) SWEEP_##tag,
#define TAG_UNTRACK(tag, ...) UNTRACK_##tag,
#define TAG_PROMOTE(tag, ...) PROMOTE_##tag,
#define TAG_LEGACY(tag, ...) LEGACY_##tag,
#define TAG_WEAKREFS(tag, ...) WEAKREFS_##tag,
#define TAG_FINALIZE(tag, ...) FINALIZE_##tag,
#define TAG_RESURRECT(tag, ...) RESURRECT_##tag,
#define TAG_DELETE(tag, ...) DELETE_##tag,
#define TAG_FREE_LISTS(tag, ...) FREE_LISTS_##tag,
#define TAG_MALLOC(tag, ...) MALLOC_##tag,
#define TAG_FREE(tag, ...) FREE_##tag,
#define TAG_FIRST_FIT(tag, ...) FIRST_FIT_##tag,
#define TAG_PRIVATE(tag, ...) PRIVATE_##tag,
#define LISTING_TAGS(name, en, zh) enum { PSEUDO_##name(TAG_##name) COUNT_OF_##name };
PSEUDO_LISTINGS(LISTING_TAGS)

#define AT(name, tag) ((PseudoPlace){LISTING_##name, name##_##tag})
#define NOWHERE ((PseudoPlace){LISTING_NONE, -1})

typedef PseudoMoment Moment;

/* ---- references ---- */

/* Whether the collector itself, in this phase, holds or releases the object. */
static bool is_handled(const Moment *step, ObjectId object, Phase phase)
{
    return step->phase == phase && step->world->list[object] >= LIST_UNREACHABLE && !explain_user_code_runs(step->world);
}

static PseudoPlace place_of_hold(const Moment *step)
{
    const Event *event = step->event;
    bool up = event->kind == EVENT_TEMP_HOLD;
    if (is_handled(step, event->a, PHASE_FINALIZE)) {
        return up ? AT(FINALIZE, HOLD) : AT(FINALIZE, DROP);
    }
    if (is_handled(step, event->a, PHASE_DELETE_GARBAGE)) {
        return up ? AT(DELETE, HOLD) : AT(DELETE, DROP);
    }
    return up ? AT(REFCOUNT, COUNT_UP) : AT(REFCOUNT, COUNT_DOWN);
}

static PseudoPlace place_of_garbage(const Moment *step)
{
    return step->world->list[step->event->c] == LIST_LEGACY ? AT(LEGACY, GARBAGE) : AT(DELETE, SAVE);
}

static PseudoPlace place_of_drop(const Moment *step)
{
    const World *world = step->world;
    const Event *event = step->event;
    bool limbo = event->a >= OBJECT_LIMBO && event->a < OBJECT_LIMBO + LIMBO_DEPTH;
    if (limbo) {
        return step->phase == PHASE_DELETE_GARBAGE ? AT(DELETE, CLEAR) : AT(REFCOUNT, COUNT_DOWN);
    }
    if (event->a < OBJECT_FIRST) {
        return AT(REFCOUNT, COUNT_DOWN);
    }
    bool frame = (world->flags[event->a] & OBJECT_IS_FRAME) != 0;
    bool dying = world->refcount[event->a] == 0 && !frame && !world_immortal(world, event->a);
    return dying ? AT(REFCOUNT, INNER) : AT(REFCOUNT, COUNT_DOWN);
}

static bool is_frame(const Moment *step)
{
    return (step->world->flags[step->event->a] & OBJECT_IS_FRAME) != 0;
}

static PseudoPlace place_of_reference(const Moment *step)
{
    const Event *event = step->event;
    switch ((EventKind)event->kind) {
    case EVENT_TEMP_HOLD:
    case EVENT_TEMP_DROP: return place_of_hold(step);
    case EVENT_EDGE_SET: return event->a == OBJECT_GARBAGE ? place_of_garbage(step) : AT(REFCOUNT, PUT);
    case EVENT_TEMP_TO_EDGE:
    case EVENT_KEY_OBJECT_SET: return AT(REFCOUNT, PUT);
    case EVENT_PIN: return event->b > event->c ? AT(REFCOUNT, COUNT_UP) : AT(REFCOUNT, COUNT_DOWN);
    case EVENT_DETACH: return step->phase == PHASE_DELETE_GARBAGE ? AT(DELETE, CLEAR) : AT(REFCOUNT, RELEASE);
    case EVENT_NEW: return is_frame(step) ? AT(PROGRAM, CALL) : AT(REFCOUNT, COUNT_UP);
    case EVENT_DEAD: return is_frame(step) ? AT(PROGRAM, RETURN) : AT(REFCOUNT, MEMORY);
    case EVENT_TRASH_DEFER:
    case EVENT_TRASH_TAKE: return AT(REFCOUNT, DEEP);
    case EVENT_SLOT_ADD: case EVENT_SLOT_INSERT: return AT(REFCOUNT, ROOM);
    case EVENT_RESURRECTED: return AT(REFCOUNT, LAST_WORDS);
    default: return place_of_drop(step);
    }
}

/* ---- a collection ---- */

static PseudoPlace place_of_promotion(const Moment *step)
{
    return step->world->words[W_GENERATION] < 2 ? AT(PROMOTE, UP) : AT(PROMOTE, STAY);
}

static PseudoPlace place_of_phase(const Moment *step, Phase phase)
{
    switch (phase) {
    case PHASE_MERGE: return AT(MERGE, EACH);
    case PHASE_UPDATE_REFS: return AT(UPDATE_REFS, EACH);
    case PHASE_SUBTRACT_REFS: return AT(SUBTRACT_REFS, EACH);
    case PHASE_MOVE_UNREACHABLE: return AT(MOVE_UNREACHABLE, EACH);
    case PHASE_MARK: return AT(MARK, WHITE);
    case PHASE_SWEEP: return AT(SWEEP, EACH);
    case PHASE_UNTRACK: return AT(UNTRACK, EACH);
    case PHASE_PROMOTE: return place_of_promotion(step);
    case PHASE_LEGACY: return AT(LEGACY, EACH);
    case PHASE_WEAKREFS: return AT(WEAKREFS, EACH);
    case PHASE_FINALIZE: return AT(FINALIZE, EACH);
    case PHASE_RESURRECT: return AT(RESURRECT, COPY);
    case PHASE_DELETE_GARBAGE: return AT(DELETE, WHILE);
    case PHASE_FREE_LISTS: return AT(FREE_LISTS, EACH);
    case PHASE_NONE:
    case PHASE_COUNT: break;
    }
    return AT(COLLECT, END);
}

static PseudoPlace place_of_move(const Moment *step)
{
    const World *world = step->world;
    const Event *event = step->event;
    uint32_t from = event->c >> 8;
    switch (event->c & 0xff) {
    case LIST_UNREACHABLE: return step->phase == PHASE_SWEEP ? AT(SWEEP, MOVE) : AT(MOVE_UNREACHABLE, MOVE);
    case LIST_LEGACY:
        return (world->flags[event->a] & OBJECT_HAS_FINALIZER) != 0 ? AT(LEGACY, ASIDE) : AT(LEGACY, REACHED);
    case LIST_WEAKREFS: return AT(WEAKREFS, WAIT);
    case LIST_SEEN: return AT(FINALIZE, ASIDE);
    case LIST_DELETE: return AT(RESURRECT, DELETE);
    default: break;
    }
    return from == LIST_WEAKREFS ? AT(WEAKREFS, BACK) : from == LIST_DELETE ? AT(DELETE, MOVE) : place_of_promotion(step);
}

static PseudoPlace place_of_join(const Moment *step)
{
    const Event *event = step->event;
    uint32_t from = event->c >> 8;
    if (event->kind == EVENT_MERGE) {
        return from == LIST_SEEN ? AT(FINALIZE, BACK) : step->collecting ? AT(MERGE, APPEND) : AT(PROGRAM, FREEZE);
    }
    switch (from) {
    case LIST_LEGACY: return AT(LEGACY, KEEP);
    case LIST_UNREACHABLE: return AT(RESURRECT, LIVE);
    default: return from == (event->c & 0xff) ? AT(PROMOTE, STAY) : AT(PROMOTE, UP);
    }
}

static bool moved_back(const Event *event, const Event *end)
{
    for (event++; event < end; event++) {
        if (event->kind == EVENT_MOVE) {
            return true;
        }
    }
    return false;
}

static PseudoPlace place_in_search(const Moment *step)
{
    const World *world = step->world;
    const Event *event = step->event;
    bool again = step->phase == PHASE_RESURRECT;
    switch ((EventKind)event->kind) {
    case EVENT_REFS_COPY: return again ? AT(RESURRECT, COPY) : AT(UPDATE_REFS, COPY);
    case EVENT_REFS_SUBTRACT: return again ? AT(RESURRECT, SUBTRACT) : AT(SUBTRACT_REFS, SUBTRACT);
    case EVENT_REFS_MARK:
        if (again) {
            return AT(RESURRECT, REACH);
        }
        return moved_back(event, step->end) ? AT(MOVE_UNREACHABLE, BACK) : AT(MOVE_UNREACHABLE, MARK);
    case EVENT_SCAN: return again ? AT(RESURRECT, REACH) : AT(MOVE_UNREACHABLE, HELD);
    case EVENT_MARK_GREY: {
        bool root = event->b < OBJECT_FIRST || (world->flags[event->b] & OBJECT_IS_FRAME) != 0;
        return root ? AT(MARK, ROOTS) : AT(MARK, GREY);
    }
    case EVENT_MARK_TAKE: return AT(MARK, TAKE);
    default: return AT(MARK, WHITE);
    }
}

/* An allocation's counter and what follows from it. */
static PseudoPlace place_of_trigger(const Moment *step)
{
    const Event *event = step->event;
    bool later = step->scheduled;
    switch ((EventKind)event->kind) {
    case EVENT_TRACK: return later ? AT(SCHEDULE, TRACK) : AT(TRIGGER, TRACK);
    case EVENT_COLLECT_BEGIN: return later ? AT(SCHEDULE, RUN) : AT(TRIGGER, RUN);
    case EVENT_WORD: return event->b != 0 ? AT(SCHEDULE, ASK) : AT(SCHEDULE, DUE);
    default: break;
    }
    if (event->b > event->c) {
        return later ? AT(SCHEDULE, UP) : AT(TRIGGER, UP);
    }
    return later ? AT(SCHEDULE, DOWN) : AT(TRIGGER, DOWN);
}

static PseudoPlace place_of_user_code(const Moment *step)
{
    const Event *event = step->event;
    bool weakrefs = step->phase == PHASE_WEAKREFS;
    switch ((EventKind)event->kind) {
    case EVENT_FINALIZER_BEGIN: return is_handled(step, event->a, PHASE_FINALIZE) ? AT(FINALIZE, CALL) : AT(REFCOUNT, LAST_WORDS);
    case EVENT_FINALIZER_END: return is_handled(step, event->a, PHASE_FINALIZE) ? AT(FINALIZE, DROP) : AT(REFCOUNT, LAST_WORDS);
    case EVENT_WEAKREF_CLEAR: return weakrefs ? AT(WEAKREFS, CLEAR) : AT(REFCOUNT, LAST_WORDS);
    default: return weakrefs ? AT(WEAKREFS, CALL) : AT(REFCOUNT, LAST_WORDS);
    }
}

static PseudoPlace place_of_counter(const Moment *step)
{
    if (step->collecting && step->phase == PHASE_NONE) {
        return step->event->b == 0 ? AT(MERGE, RESET) : AT(MERGE, NEXT);
    }
    return place_of_trigger(step);
}

static PseudoPlace place_in_run(const Moment *step)
{
    const Event *event = step->event;
    switch ((EventKind)event->kind) {
    case EVENT_PHASE: return place_of_phase(step, (Phase)event->b);
    case EVENT_COLLECT_BEGIN: return event->b != 0 ? place_of_trigger(step) : AT(COLLECT, BEGIN);
    case EVENT_COLLECT_END: return AT(COLLECT, END);
    case EVENT_TRACK: return place_of_trigger(step);
    case EVENT_WORD: return event->a == W_SCHEDULED ? place_of_trigger(step) : NOWHERE;
    case EVENT_UNTRACK: return step->phase == PHASE_UNTRACK ? AT(UNTRACK, UNTRACK) : AT(REFCOUNT, UNTRACK);
    case EVENT_FINALIZER_BEGIN: case EVENT_FINALIZER_END: case EVENT_WEAKREF_CLEAR: case EVENT_CALLBACK_BEGIN: case EVENT_CALLBACK_END:
        return place_of_user_code(step);
    case EVENT_CLEAR: return AT(DELETE, CLEAR);
    case EVENT_COUNTER: return place_of_counter(step);
    default: return NOWHERE;
    }
}

/* ---- the program ---- */

static PseudoPlace place_in_program(const Moment *step)
{
    switch ((EventKind)step->event->kind) {
    case EVENT_LINE: return AT(PROGRAM, LINE);
    case EVENT_FRAME_PUSH: return AT(PROGRAM, CALL);
    case EVENT_FRAME_POP: return AT(PROGRAM, RETURN);
    case EVENT_OUTPUT: return AT(PROGRAM, PRINT);
    case EVENT_REORDER: return AT(PROGRAM, ORDER);
    case EVENT_MATERIALIZE: return AT(PROGRAM, DICT);
    default: return AT(PROGRAM, SETTING);
    }
}

/* ---- memory ---- */

static PseudoPlace place_in_memory(const Moment *step)
{
    const World *world = step->world;
    const Event *event = step->event;
    bool fit = step->first_fit;
    bool emptying = step->phase == PHASE_FREE_LISTS;
    switch ((EventKind)event->kind) {
    case EVENT_BLOCK_TAKE: return AT(MALLOC, BLOCK);
    case EVENT_BLOCK_GIVE: return emptying ? AT(FREE_LISTS, GIVE) : AT(FREE, PUSH);
    case EVENT_LARGE_TAKE:
    case EVENT_LARGE_RESIZE: return fit ? AT(FIRST_FIT, FITS) : AT(MALLOC, LARGE);
    case EVENT_LARGE_GIVE: return fit ? AT(FIRST_FIT, GAP) : AT(FREE, LARGE);
    case EVENT_POOL_OPEN: return AT(MALLOC, OPEN);
    case EVENT_POOL_USED: return world->pool_count[event->a] == 0 ? AT(MALLOC, USED) : AT(FREE, WAS_FULL);
    case EVENT_POOL_FULL: return AT(MALLOC, FULL);
    case EVENT_POOL_EMPTY: return AT(FREE, RETURN);
    case EVENT_ARENA_NEW: return AT(MALLOC, ARENA);
    case EVENT_ARENA_GONE: return AT(FREE, GONE);
    case EVENT_FREELIST_PUSH: return AT(PRIVATE, PUSH);
    default: return event->c == OBJECT_NONE && emptying ? AT(FREE_LISTS, GIVE) : AT(PRIVATE, POP);
    }
}

/* ---- any step ---- */

PseudoPlace pseudo_place(const PseudoMoment *step)
{
    switch ((EventKind)step->event->kind) {
    case EVENT_TEMP_HOLD: case EVENT_TEMP_DROP: case EVENT_EDGE_SET: case EVENT_EDGE_DROP: case EVENT_EDGE_TO_TEMP:
    case EVENT_TEMP_TO_EDGE: case EVENT_KEY_OBJECT_SET: case EVENT_KEY_OBJECT_DROP: case EVENT_KEY_TO_TEMP: case EVENT_PIN:
    case EVENT_DETACH: case EVENT_NEW: case EVENT_DEAD: case EVENT_TRASH_DEFER: case EVENT_TRASH_TAKE: case EVENT_RESURRECTED:
    case EVENT_SLOT_ADD: case EVENT_SLOT_INSERT:
        return place_of_reference(step);
    case EVENT_LINE: case EVENT_FRAME_PUSH: case EVENT_FRAME_POP: case EVENT_OUTPUT: case EVENT_REORDER: case EVENT_MATERIALIZE:
    case EVENT_SETTING:
        return place_in_program(step);
    case EVENT_MOVE: return place_of_move(step);
    case EVENT_MERGE:
    case EVENT_PROMOTE: return place_of_join(step);
    case EVENT_REFS_COPY: case EVENT_REFS_SUBTRACT: case EVENT_REFS_MARK: case EVENT_SCAN: case EVENT_MARK_GREY:
    case EVENT_MARK_TAKE: case EVENT_MARK_CLEAR:
        return place_in_search(step);
    case EVENT_BLOCK_TAKE: case EVENT_BLOCK_GIVE: case EVENT_LARGE_TAKE: case EVENT_LARGE_GIVE: case EVENT_LARGE_RESIZE:
    case EVENT_POOL_OPEN: case EVENT_POOL_USED: case EVENT_POOL_FULL: case EVENT_POOL_EMPTY: case EVENT_ARENA_NEW:
    case EVENT_ARENA_GONE: case EVENT_FREELIST_PUSH: case EVENT_FREELIST_POP:
        return place_in_memory(step);
    default: return place_in_run(step);
    }
}

PseudoPlace pseudo_at(const Explain *explain)
{
    const World *world = explain->world;
    const Event *event = explain->step == 0 ? NULL : journal_primary(explain->journal, explain->step);
    if (event == NULL) {
        return NOWHERE;
    }
    const Event *end = journal_event(explain->journal, 0) + journal_step_end(explain->journal, explain->step);
    Moment step = {.world = world, .event = event, .end = end, .first_fit = explain->allocator == ALLOCATOR_FIRST_FIT};
    step.phase = (Phase)explain_word_then(world, event, end, W_PHASE);
    step.collecting = explain_word_then(world, event, end, W_COLLECTING) != 0;
    step.scheduled = explain->profile != NULL && explain->profile->scheduled_runs;
    return pseudo_place(&step);
}
