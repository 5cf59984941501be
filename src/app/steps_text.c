#include "app/steps_text.h"

#include "app/plain.h"
#include "explain/narrate.h"

uint32_t steps_phase_after(const Session *session, uint64_t step, uint64_t event)
{
    const Journal *journal = session->journal;
    uint32_t phase = session->world->words[W_PHASE];
    for (uint64_t end = journal_step_end(journal, step); event < end; event++) {
        const Event *at = journal_event(journal, event);
        if ((at->kind == EVENT_PHASE || at->kind == EVENT_WORD) && at->a == W_PHASE) {
            phase = at->b;
        }
    }
    return phase;
}

static void print_operands(Session *session, LogWriter *writer, uint64_t step, const Event *primary)
{
    const Journal *journal = session->journal;
    int64_t record = journal_record_of_step(journal, step);
    uint32_t phase = steps_phase_after(session, step, session->timeline.event);
    Prose operands = {0};
    log_writer_text(writer, primary, &operands);
    printf("%llu ", (unsigned long long)step);
    if (record == JOURNAL_NO_OP) {
        fputs("-", stdout);
    } else {
        printf("op:%u.%llu", journal->ops.items[record].op_index, (unsigned long long)journal_step_ordinal(journal, step));
    }
    printf(" %s %s%s", phase == PHASE_NONE ? "-" : phase_text((Phase)phase), event_info[primary->kind].text, prose_text(&operands));
    prose_release(&operands);
}

static void print_sentence(const Explain *explain)
{
    Prose sentence = {0};
    narrate_line(explain, &sentence);
    if (prose_text(&sentence)[0] != '\0') {
        fputs("  ", stdout);
        plain_write(stdout, prose_text(&sentence));
    }
    putchar('\n');
    prose_release(&sentence);
}

static void print_step(Session *session, LogWriter *writer, const Labels *labels, uint64_t step)
{
    const Event *primary = journal_primary(session->journal, step);
    session_seek(session, step - 1);
    while (journal_event(session->journal, session->timeline.event) != primary) {
        session_apply_event(session);
    }
    print_operands(session, writer, step, primary);
    session_seek(session, step);
    Explain explain = session_explain(session);
    explain.labels = labels;
    print_sentence(&explain);
}

void steps_text_print(Session *session, LogWriter *writer, StepsRange range, bool plain_output)
{
    Labels labels = {0};
    labels_update(&labels, session->world, session->journal);
    for (uint64_t step = range.from; step <= range.to && ferror(stdout) == 0; step++) {
        const Event *primary = journal_primary(session->journal, step);
        if (plain_output && primary->kind == EVENT_OUTPUT) {
            puts(names_text(session->names, primary->a));
        } else {
            print_step(session, writer, &labels, step);
        }
    }
    session_seek(session, range.to);
    labels_release(&labels);
}
