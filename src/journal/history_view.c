/* One object's fields at any step: those of the last keyframe before it, then the object's own events in between, each of which
 * is applied to just these fields. Joins of lists that fall between two of them change the label of whoever bears it.
 *
 * Example: keyframe at event 1000 says refcount 2, list generation 0; own events 1200 (a hold) and 1900; a MERGE of generation 0
 * into 1 at 1500. At event 1600: refcount 3, generation 1.
 * Cost: 0.3–1 µs where an object has few events in an interval; an object with very many (None) pays some ns for each. */
#include "journal/history.h"

#include "base/check.h"

typedef struct ViewJob {
    const History *history;
    ObjectId object;
    ObjectView *view;
    size_t join; /* the next join that may change the object's list */
} ViewJob;

#define VIEW_COLUMNS(X)                                                                                                     \
    X(list) X(fixed) X(flags) X(type) X(id) X(repr) X(refcount) X(gc_refs) X(temps) X(slot_count) X(block) X(storage)     \
    X(size) X(storage_size) X(aux)

/* ---- joins of lists ---- */

static void join_lists(ObjectView *view, uint8_t to, bool promotes)
{
    view->list = to;
    if (promotes) {
        view->flags &= (uint16_t)~(OBJECT_COLLECTING | OBJECT_TAKES_PART);
    }
}

/* The joins before an event, whole blocks of them where possible. */
static void apply_joins(ViewJob *job, uint64_t event)
{
    const History *history = job->history;
    ObjectView *view = job->view;
    while (job->join < history->joins.count && history->joins.items[job->join].event < event) {
        size_t block = job->join / HISTORY_JOIN_BLOCK;
        size_t last = job->join + HISTORY_JOIN_BLOCK - 1;
        if (job->join % HISTORY_JOIN_BLOCK == 0 && last < history->joins.count && history->joins.items[last].event < event) {
            const HistoryJoinBlock *joined = &history->join_blocks.items[block];
            join_lists(view, joined->to[view->list], joined->promotes[view->list]);
            job->join += HISTORY_JOIN_BLOCK;
            continue;
        }
        const HistoryJoin *join = &history->joins.items[job->join++];
        if (join->from == view->list && view->list != 0) {
            join_lists(view, join->to, join->promotes);
        }
    }
}

static size_t first_join_from(const History *history, uint64_t event)
{
    size_t count;
    vec_count_below(&history->joins, event, event, &count);
    return count;
}

/* ---- the worklist of mark-sweep ---- */

/* W_GREY_TAIL before an event. */
static uint32_t worklist_length(const History *history, uint64_t event)
{
    size_t before;
    vec_count_below(&history->grey_resets, event, event, &before);
    HistoryGreyReset reset = before == 0 ? (HistoryGreyReset){0} : history->grey_resets.items[before - 1];
    size_t greys = history_events_before(history->greys.items, history->greys.count, event);
    return reset.length + (uint32_t)greys - reset.greys_before;
}

/* ---- one event, on these fields only ---- */

static void view_new(ViewJob *job, const Event *event)
{
    uint32_t temps = (event->aux & OBJECT_WAITS) ? 0 : 1;
    const TypeRecord *type = job->history->timeline->world->types.items[event->b];
    ObjectView *view = job->view;
    view->born = true;
    view->type = event->b;
    view->id = event->c;
    view->flags = (uint16_t)((event->aux & ~OBJECT_WAITS) | OBJECT_ALIVE);
    view->fixed = type->fixed;
    view->slot_count = type->fixed;
    view->refcount = temps;
    view->temps = temps;
    view->gc_refs = 0;
    view->repr = 0;
    view->aux = 0;
    view->size = 0;
    view->storage_size = 0;
}

static void view_owned(ObjectView *view, unsigned which)
{
    if (which == OWNED_BLOCK) {
        view->block = 0;
    } else if (which == OWNED_STORAGE) {
        view->storage = 0;
    }
}

static void view_detach(ViewJob *job, const Event *event)
{
    if (event->a == job->object) {
        job->view->slot_count = job->view->fixed;
        job->view->storage = 0;
        job->view->storage_size = 0;
    }
}

#define SET(flag) (view->flags = (uint16_t)(view->flags | (flag)))
#define CLEAR(flag) (view->flags = (uint16_t)(view->flags & ~(unsigned)(flag)))

/* `number` is the event's own: a grey's place depends on it. The kinds in the last group change no field. */
static void view_event(ViewJob *job, const Event *event, uint64_t number)
{
    ObjectView *view = job->view;
    uint32_t targets = event->c == job->object;
    switch ((EventKind)event->kind) {
    case EVENT_NEW: view_new(job, event); break;
    case EVENT_REPR: view->repr = event->b; break;
    case EVENT_DEAD: view->slot_count = 0; CLEAR(OBJECT_ALIVE | OBJECT_WAITS); break;
    case EVENT_FLAG_ON: SET(event->b); break;
    case EVENT_FLAG_OFF: CLEAR(event->b); break;
    case EVENT_SIZE: view->size = event->b; break;
    case EVENT_STORAGE_SIZE: view->storage_size = event->b; break;
    case EVENT_TYPE: view->type = event->b; break;
    case EVENT_TEMP_HOLD: view->temps++; view->refcount++; break;
    case EVENT_TEMP_DROP: view->temps--; view->refcount--; break;
    case EVENT_EDGE_SET: case EVENT_KEY_OBJECT_SET: view->refcount += targets; break;
    case EVENT_EDGE_DROP: case EVENT_KEY_OBJECT_DROP: view->refcount -= targets; break;
    case EVENT_EDGE_TO_TEMP: case EVENT_KEY_TO_TEMP: view->temps += targets; break;
    case EVENT_TEMP_TO_EDGE: view->temps -= targets; break;
    case EVENT_SLOT_ADD: case EVENT_SLOT_INSERT: view->slot_count++; break;
    case EVENT_SLOT_REMOVE: view->slot_count--; break;
    case EVENT_COMPACT: view->slot_count -= job->history->timeline->journal->side.items[event->c]; break;
    case EVENT_DETACH: view_detach(job, event); break;
    case EVENT_PIN: view->refcount += event->b - event->c; break;
    case EVENT_WEAKREF_AIM: case EVENT_FRAME_SPACE: view->aux = event->a == job->object ? event->b : view->aux; break;
    case EVENT_WEAKREF_CLEAR: view->aux = event->a == job->object ? 0 : view->aux; break;
    case EVENT_TRACK: view->list = (uint8_t)event->b; break;
    case EVENT_UNTRACK: view->list = 0; CLEAR(event->aux); break;
    case EVENT_MOVE: view->list = (uint8_t)event->c; break;
    case EVENT_REFS_COPY: case EVENT_MARK_CLEAR: view->gc_refs = event->b; SET(OBJECT_COLLECTING | OBJECT_TAKES_PART); break;
    case EVENT_REFS_SUBTRACT: view->gc_refs--; break;
    case EVENT_REFS_MARK: view->gc_refs = 1; break;
    case EVENT_REFS_RESET: view->gc_refs = event->b; break;
    case EVENT_SCANNED: CLEAR(OBJECT_COLLECTING); break;
    case EVENT_UNTOUCHED: CLEAR(OBJECT_COLLECTING | OBJECT_TAKES_PART); break;
    case EVENT_MARK_GREY: view->gc_refs = worklist_length(job->history, number); SET(OBJECT_GREY); break;
    case EVENT_MARK_BLACK: CLEAR(OBJECT_COLLECTING | OBJECT_GREY); break;
    case EVENT_BLOCK_GIVE: case EVENT_LARGE_GIVE: case EVENT_FREELIST_PUSH: view_owned(view, event->aux); break;
    case EVENT_BLOCK_OWN: view->block = event->b; break;
    case EVENT_STORAGE_OWN: view->storage = event->b; break;
    case EVENT_FRAME_PUSH: view->repr = event->c; break;
    case EVENT_TRASH_DEFER: SET(OBJECT_WAITS); break;
    case EVENT_TRASH_TAKE: CLEAR(OBJECT_WAITS); break;
    case EVENT_REORDER: case EVENT_LIMBO_END: case EVENT_PIN_NEW: case EVENT_MERGE: case EVENT_PROMOTE: case EVENT_SCAN:
    case EVENT_MARK_TAKE: case EVENT_BLOCK_TAKE: case EVENT_LARGE_TAKE: case EVENT_LARGE_RESIZE: case EVENT_FIT_PLACE:
    case EVENT_POOL_OPEN: case EVENT_POOL_USED: case EVENT_POOL_FULL: case EVENT_POOL_EMPTY: case EVENT_POOL_UNFREE:
    case EVENT_ARENA_NEW: case EVENT_ARENA_GONE: case EVENT_ARENA_WORD: case EVENT_FREELIST_POP: case EVENT_FRAME_POP:
    case EVENT_COUNTER: case EVENT_WORD: case EVENT_SETTING: case EVENT_PHASE: case EVENT_COLLECT_BEGIN:
    case EVENT_COLLECT_END: case EVENT_FINALIZER_BEGIN: case EVENT_FINALIZER_END: case EVENT_CALLBACK_BEGIN:
    case EVENT_CALLBACK_END: case EVENT_CLEAR: case EVENT_RESURRECTED: case EVENT_OUTPUT: case EVENT_LINE: case EVENT_NOTE:
    case EVENT_ASK: case EVENT_MATERIALIZE: case EVENT_KIND_COUNT: break;
    }
}

/* ---- the whole ---- */

static void view_from_keyframe(const Keyframes *keyframes, size_t index, ObjectId object, ObjectView *out)
{
#define VIEW_READ(column) out->column = KEYFRAME_VALUE(keyframes, index, column, object);
    VIEW_COLUMNS(VIEW_READ)
#undef VIEW_READ
    out->born = out->type != 0;
}

void history_views(const History *history, const ObjectId *objects, size_t count, uint64_t step, ObjectView *out)
{
    const Journal *journal = history->timeline->journal;
    const Keyframes *keyframes = &history->timeline->keyframes;
    uint64_t end = journal_step_end(journal, step);
    size_t keyframe = keyframes_before(keyframes, end);
    uint64_t begin = keyframes->frames.items[keyframe].event;
    size_t first_join = first_join_from(history, begin);
    for (size_t i = 0; i < count; i++) {
        CHECK(objects[i] >= OBJECT_FIRST || objects[i] == OBJECT_GARBAGE);
        view_from_keyframe(keyframes, keyframe, objects[i], &out[i]);
        ViewJob job = {history, objects[i], &out[i], first_join};
        size_t row_count;
        const uint32_t *row = history_events(history, objects[i], &row_count);
        for (size_t at = history_events_before(row, row_count, begin); at < row_count && row[at] < end; at++) {
            apply_joins(&job, row[at]);
            view_event(&job, &journal->events[row[at]], row[at]);
        }
        apply_joins(&job, end);
    }
}

void history_view(const History *history, ObjectId object, uint64_t step, ObjectView *out)
{
    history_views(history, &object, 1, step, out);
}
