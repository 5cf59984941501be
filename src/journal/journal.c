/* One reserved region holds all events, so that "event by number" is an index. Which events begin a step is a bit vector with
 * a running count every 512 events: event → step counts bits in at most 8 words, step → event searches the counts (a few
 * probes) and then the 8 words. The index costs 0.8 % of the events' bytes.
 *
 * Example: flags 0 1 0 1 1 (events 0 … 4): event 2 is in step 1; step 2 is event 3 alone, step 3 event 4; step 0 is event 0. */
#include "journal/journal.h"

#include "base/check.h"
#include "base/mem.h"

#include <string.h>
#include <sys/mman.h>

enum { WORDS_PER_RANK = JOURNAL_RANK_EVENTS / 64 };

#define EVENT_REGION_BYTES ((size_t)JOURNAL_MAX_EVENTS * sizeof(Event))
#define BIT_REGION_BYTES ((size_t)JOURNAL_MAX_EVENTS / 8)
#define RANK_REGION_BYTES (((size_t)JOURNAL_MAX_EVENTS / JOURNAL_RANK_EVENTS + 1) * sizeof(uint32_t))

/* First touch of fresh small pages costs more than writing the events. A short run stays in the first 2 MiB, which keep
 * small pages: it must not pay for clearing a huge one. Only advice: failure changes nothing. */
static void ask_for_huge_pages(Event *events)
{
    size_t small = (size_t)2 << 20;
    madvise((unsigned char *)events + small, EVENT_REGION_BYTES - small, MADV_HUGEPAGE);
}

Journal *journal_new(void)
{
    Journal *journal = mem_zeroed(1, sizeof *journal);
    journal->chunk_events = JOURNAL_CHUNK_EVENTS;
    journal->events = mem_reserve(EVENT_REGION_BYTES);
    ask_for_huge_pages(journal->events);
    journal->step_bits = mem_reserve(BIT_REGION_BYTES);
    journal->step_ranks = mem_reserve(RANK_REGION_BYTES);
    return journal;
}

void journal_free(Journal *journal)
{
    if (journal == NULL) {
        return;
    }
    mem_unreserve(journal->events, EVENT_REGION_BYTES);
    mem_unreserve(journal->step_bits, BIT_REGION_BYTES);
    mem_unreserve(journal->step_ranks, RANK_REGION_BYTES);
    vec_release(&journal->side);
    vec_release(&journal->ops);
    mem_release(journal);
}

/* ---- appending ---- */

static uint64_t events_emitted(const Journal *journal)
{
    return journal->emit == NULL ? 0 : (uint64_t)(journal->emit->next - journal->events);
}

static void next_chunk(Emit *emit, void *context)
{
    Journal *journal = context;
    journal->emit = emit;
    journal_sync(journal);
    if (journal->on_chunk != NULL) {
        journal->on_chunk(journal->on_chunk_context);
    }
    if (journal_room(journal) < journal->chunk_events) {
        mem_exhausted();
    }
    emit->end += journal->chunk_events;
}

void journal_attach(Journal *journal, Emit *emit)
{
    CHECK(journal->emit == NULL && journal->indexed == 0);
    journal->emit = emit;
    emit->next = journal->events;
    emit->end = journal->events + journal->chunk_events;
    emit->steps = 0;
    emit->side = &journal->side;
    emit->next_chunk = next_chunk;
    emit->context = journal;
}

void journal_begin_op(Journal *journal, OpRecord op)
{
    op.first_event = events_emitted(journal);
    CHECK(journal->ops.count == 0 || vec_last(&journal->ops).op_index <= op.op_index);
    vec_push(&journal->ops, op);
}

/* Which of at most 64 events begin a step: bit 0 for the first. */
static uint64_t step_bits_of(const Event *events, uint64_t count)
{
    uint64_t bits = 0;
    for (uint64_t i = count; i-- > 0;) {
        bits = bits << 1 | (events[i].flags & EVENT_STEP);
    }
    return bits;
}

void journal_sync(Journal *journal)
{
    uint64_t end = events_emitted(journal);
    for (uint64_t event = journal->indexed, next; event < end; event = next) {
        if (event % JOURNAL_RANK_EVENTS == 0) {
            journal->step_ranks[event / JOURNAL_RANK_EVENTS] = (uint32_t)journal->steps;
        }
        next = event / 64 * 64 + 64;
        next = next < end ? next : end;
        uint64_t bits = step_bits_of(&journal->events[event], next - event);
        journal->step_bits[event / 64] |= bits << (event % 64);
        journal->steps += (uint64_t)__builtin_popcountll(bits);
    }
    journal->indexed = end;
}

uint64_t journal_room(const Journal *journal)
{
    return JOURNAL_MAX_EVENTS - events_emitted(journal);
}

/* ---- steps ---- */

uint64_t journal_steps_before(const Journal *journal, uint64_t event)
{
    CHECK(event <= journal->indexed);
    if (event == journal->indexed) {
        return journal->steps;
    }
    uint64_t group = event / JOURNAL_RANK_EVENTS;
    uint64_t steps = journal->step_ranks[group];
    uint64_t word = group * WORDS_PER_RANK;
    for (; word < event / 64; word++) {
        steps += (uint64_t)__builtin_popcountll(journal->step_bits[word]);
    }
    uint64_t below = (UINT64_C(1) << (event % 64)) - 1;
    return steps + (uint64_t)__builtin_popcountll(journal->step_bits[word] & below);
}

uint64_t journal_step_of(const Journal *journal, uint64_t event)
{
    return journal_steps_before(journal, event) + (journal->events[event].flags & EVENT_STEP);
}

/* The last group with fewer than `step` steps before it: the step begins there. */
static uint64_t group_of_step(const Journal *journal, uint64_t step)
{
    uint64_t low = 0;
    uint64_t high = (journal->indexed - 1) / JOURNAL_RANK_EVENTS;
    while (low < high) {
        uint64_t middle = (low + high + 1) / 2;
        if (journal->step_ranks[middle] < step) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

uint64_t journal_step_first(const Journal *journal, uint64_t step)
{
    CHECK(step <= journal->steps);
    if (step == 0) {
        return 0;
    }
    uint64_t group = group_of_step(journal, step);
    uint64_t left = step - journal->step_ranks[group];
    uint64_t word = group * WORDS_PER_RANK;
    uint64_t bits = journal->step_bits[word];
    for (uint64_t here; (here = (uint64_t)__builtin_popcountll(bits)) < left; bits = journal->step_bits[++word]) {
        left -= here;
    }
    while (--left > 0) {
        bits &= bits - 1;
    }
    return word * 64 + (uint64_t)__builtin_ctzll(bits);
}

uint64_t journal_step_end(const Journal *journal, uint64_t step)
{
    return step == journal->steps ? journal->indexed : journal_step_first(journal, step + 1);
}

const Event *journal_primary(const Journal *journal, uint64_t step)
{
    uint64_t first = journal_step_first(journal, step);
    uint64_t end = journal_step_end(journal, step);
    for (uint64_t event = first; event < end; event++) {
        if (event_info[journal->events[event].kind].voiced) {
            return &journal->events[event];
        }
    }
    return first < end ? &journal->events[first] : NULL;
}

/* ---- ops ---- */

/* How many of the ascending records satisfy `first_event <= event`. */
static size_t records_until_event(const Journal *journal, uint64_t event)
{
    size_t count;
    vec_count_below(&journal->ops, first_event, event + 1, &count);
    return count;
}

/* First record with op_index >= op. */
static size_t first_record_of_op(const Journal *journal, uint64_t op)
{
    size_t count;
    vec_count_below(&journal->ops, op_index, op, &count);
    return count;
}

/* Steps begun before the record's events; for the end of the last record, all of them. */
static uint64_t steps_before_record(const Journal *journal, size_t record)
{
    if (record >= journal->ops.count || journal->ops.items[record].first_event >= journal->indexed) {
        return journal->steps;
    }
    return journal_steps_before(journal, journal->ops.items[record].first_event);
}

int64_t journal_record_of_step(const Journal *journal, uint64_t step)
{
    if (step == 0) {
        return JOURNAL_NO_OP;
    }
    return (int64_t)records_until_event(journal, journal_step_first(journal, step)) - 1;
}

uint64_t journal_step_ordinal(const Journal *journal, uint64_t step)
{
    int64_t record = journal_record_of_step(journal, step);
    if (record == JOURNAL_NO_OP) {
        return 0;
    }
    return step - steps_before_record(journal, first_record_of_op(journal, journal->ops.items[record].op_index));
}

void journal_record_steps(const Journal *journal, size_t record, uint64_t *first, uint64_t *last)
{
    CHECK(record < journal->ops.count);
    *first = steps_before_record(journal, record) + 1;
    *last = steps_before_record(journal, record + 1);
}

bool journal_op_steps(const Journal *journal, uint32_t op_index, uint64_t *first, uint64_t *last)
{
    size_t record = first_record_of_op(journal, op_index);
    if (record == journal->ops.count || journal->ops.items[record].op_index != op_index) {
        return false;
    }
    *first = steps_before_record(journal, record) + 1;
    *last = steps_before_record(journal, first_record_of_op(journal, (uint64_t)op_index + 1));
    return true;
}
