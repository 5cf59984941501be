/* The index: which events concern which object, in compressed rows: two passes over the journal, one to count, one to fill.
 *
 * Joins (MERGE, PROMOTE) relabel whole lists; nothing need be walked, because an object is in the joined list exactly when the
 * list of its label at that moment is. Worklist places of mark-sweep are the rank of the event among the MARK_GREY events
 * since the worklist was last set. Both go to small logs.
 *
 * Example: events 0 NEW 2048, 1 NEW 2049, 2 EDGE_SET 2048[0] = 2049: rows 2048: 0 2; 2049: 1 2.
 * Memory: 4 bytes for each object named, 0.2–0.45 of the journal, and 4 for each object. */
#include "journal/history.h"

#include "base/check.h"
#include "base/mem.h"

#define FIRST_BYTES (((size_t)MAX_OBJECTS + 2) * sizeof(uint32_t))
#define PINS_BYTES ((size_t)MAX_PINS * sizeof(uint32_t))

void history_init(History *history, const Timeline *timeline)
{
    *history = (History){.timeline = timeline};
    history->first = mem_reserve(FIRST_BYTES);
    history->pins = mem_reserve(PINS_BYTES);
}

static void forget(History *history)
{
    mem_release(history->events);
    mem_unreserve(history->first, FIRST_BYTES);
    mem_unreserve(history->pins, PINS_BYTES);
    vec_release(&history->joins);
    vec_release(&history->join_blocks);
    vec_release(&history->greys);
    vec_release(&history->grey_resets);
}

void history_release(History *history)
{
    forget(history);
    *history = (History){0};
}

/* ---- which objects an event concerns ---- */

/* Of each kind, the operands that name objects it concerns: bit 0 a, bit 1 b, bit 2 c. */
typedef struct Concerns {
    uint8_t operands[EVENT_KIND_COUNT];
} Concerns;

static Concerns concerns_table(void)
{
    Concerns table = {{0}};
    for (unsigned kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        for (unsigned operand = 0; operand < 3; operand++) {
            char letter = event_info[kind].operands[operand];
            table.operands[kind] |= (uint8_t)((letter == 'o' || letter == 't') << operand);
        }
    }
    /* Neighbours in a list, and the object from which another was visited, do not change. */
    static const uint8_t only_first[] = {EVENT_UNTRACK, EVENT_MOVE, EVENT_REFS_SUBTRACT, EVENT_REFS_MARK, EVENT_MARK_GREY};
    for (size_t i = 0; i < sizeof only_first; i++) {
        table.operands[only_first[i]] = 1;
    }
    table.operands[EVENT_MERGE] = 0;
    table.operands[EVENT_PROMOTE] = 0;
    return table;
}

/* The objects of one event, none twice; returns how many. */
static inline unsigned objects_of(const History *history, const Concerns *table, const Event *event, ObjectId out[3])
{
    if (event->kind == EVENT_PIN) {
        out[0] = history->pins[event->a];
        return 1;
    }
    unsigned operands = table->operands[event->kind];
    unsigned count = 0;
    if ((operands & 1) != 0 && event->a != OBJECT_NONE) {
        out[count++] = event->a;
    }
    if ((operands & 2) != 0 && event->b != OBJECT_NONE && (count == 0 || out[0] != event->b)) {
        out[count++] = event->b;
    }
    if ((operands & 4) != 0 && event->c != OBJECT_NONE && (count == 0 || out[0] != event->c)) {
        out[count++] = event->c;
    }
    return count;
}

/* ---- the two passes ---- */

static void add_join(History *history, const Event *event, uint64_t number)
{
    HistoryJoin join = {(uint32_t)number, (uint8_t)(event->c >> 8), (uint8_t)event->c, event->kind == EVENT_PROMOTE};
    vec_push(&history->joins, join);
    if (history->joins.count % HISTORY_JOIN_BLOCK != 0) {
        return;
    }
    HistoryJoinBlock block = {{0}, {0}};
    for (uint8_t list = 0; list < LIST_COUNT; list++) {
        block.to[list] = list;
        for (size_t i = history->joins.count - HISTORY_JOIN_BLOCK; i < history->joins.count; i++) {
            if (list != 0 && history->joins.items[i].from == block.to[list]) {
                block.to[list] = history->joins.items[i].to;
                block.promotes[list] |= history->joins.items[i].promotes;
            }
        }
    }
    vec_push(&history->join_blocks, block);
}

/* What is kept beside the rows. */
static inline void log_event(History *history, const Event *event, uint64_t number)
{
    if (event->kind == EVENT_PIN_NEW) {
        history->pins[event->a] = event->b;
    } else if (event->kind == EVENT_MERGE || event->kind == EVENT_PROMOTE) {
        add_join(history, event, number);
    } else if (event->kind == EVENT_MARK_GREY) {
        vec_push(&history->greys, (uint32_t)number);
    } else if (event->kind == EVENT_WORD && event->a == W_GREY_TAIL) {
        HistoryGreyReset reset = {(uint32_t)number, event->b, (uint32_t)history->greys.count};
        vec_push(&history->grey_resets, reset);
    }
}

/* Counts go to first[object + 2], their sums to first[object + 1], where filling starts and which it moves to the object's end:
 * then first[object] is its begin. */
static void count_until(History *history, uint64_t end)
{
    Concerns table = concerns_table();
    for (; history->counted < end; history->counted++) {
        const Event *event = &history->timeline->journal->events[history->counted];
        ObjectId objects[3];
        log_event(history, event, history->counted);
        for (unsigned i = objects_of(history, &table, event, objects); i-- > 0;) {
            history->first[objects[i] + 2]++;
            history->object_top = objects[i] >= history->object_top ? objects[i] + 1 : history->object_top;
        }
    }
}

static void sum_counts(History *history)
{
    uint64_t sum = 0;
    for (uint32_t place = 1; place <= history->object_top + 1; place++) {
        sum += history->first[place];
        history->first[place] = (uint32_t)sum;
    }
    CHECK(sum <= UINT32_MAX);
    history->events = mem_resize(NULL, (size_t)sum, sizeof *history->events);
}

static void fill_until(History *history, uint64_t end)
{
    Concerns table = concerns_table();
    for (; history->filled < end; history->filled++) {
        const Event *event = &history->timeline->journal->events[history->filled];
        ObjectId objects[3];
        for (unsigned i = objects_of(history, &table, event, objects); i-- > 0;) {
            history->events[history->first[objects[i] + 1]++] = (uint32_t)history->filled;
        }
    }
}

bool history_build_some(History *history, uint64_t events)
{
    uint64_t end = journal_events(history->timeline->journal);
    if (history->covered == end) {
        return true;
    }
    if (history->building != end) { /* the first time, or the journal has grown: begin anew */
        const Timeline *timeline = history->timeline;
        forget(history);
        history_init(history, timeline);
        history->building = end;
    }
    if (history->counted < end) {
        uint64_t left = end - history->counted;
        count_until(history, history->counted + (left < events ? left : events));
        if (history->counted == end) {
            sum_counts(history);
        }
        return false;
    }
    uint64_t left = end - history->filled;
    fill_until(history, history->filled + (left < events ? left : events));
    if (history->filled < end) {
        return false;
    }
    history->covered = end;
    return true;
}

void history_build(History *history)
{
    while (!history_build_some(history, UINT64_MAX)) {
    }
}

size_t history_bytes(const History *history)
{
    size_t places = history->object_top + (size_t)1;
    return (places + history->first[history->object_top] + history->greys.count) * sizeof(uint32_t) +
           history->joins.count * sizeof(HistoryJoin) + history->join_blocks.count * sizeof(HistoryJoinBlock) +
           history->grey_resets.count * sizeof(HistoryGreyReset);
}

/* ---- rows ---- */

const uint32_t *history_events(const History *history, ObjectId object, size_t *count)
{
    CHECK(history_is_built(history));
    if (object >= history->object_top) {
        *count = 0;
        return history->events;
    }
    *count = history->first[object + 1] - history->first[object];
    return &history->events[history->first[object]];
}

size_t history_events_before(const uint32_t *events, size_t count, uint64_t event)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (events[middle] < event) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

bool history_next_step(const History *history, ObjectId object, uint64_t step, uint64_t *found)
{
    const Journal *journal = history->timeline->journal;
    size_t count;
    const uint32_t *events = history_events(history, object, &count);
    size_t at = history_events_before(events, count, journal_step_end(journal, step));
    if (at == count) {
        return false;
    }
    *found = journal_step_of(journal, events[at]);
    return true;
}

bool history_previous_step(const History *history, ObjectId object, uint64_t step, uint64_t *found)
{
    const Journal *journal = history->timeline->journal;
    size_t count;
    const uint32_t *events = history_events(history, object, &count);
    size_t at = history_events_before(events, count, journal_step_first(journal, step));
    if (at == 0) {
        return false;
    }
    *found = journal_step_of(journal, events[at - 1]);
    return true;
}
