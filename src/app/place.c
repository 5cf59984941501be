#include "app/place.h"

#include <string.h>

/* Digits at *text, moved behind them. Far too large numbers stay far too large. */
static bool take_number(const char **text, uint64_t *number)
{
    const char *at = *text;
    *number = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (*number < UINT64_MAX / 100) {
            *number = *number * 10 + (uint64_t)(*at - '0');
        }
    }
    bool any = at != *text;
    *text = at;
    return any;
}

static bool parse(const char *text, Place *place)
{
    if (strcmp(text, "end") == 0) {
        place->kind = PLACE_BEFORE_END;
        return true;
    }
    place->kind = PLACE_STEP;
    if (*text == '-') {
        place->kind = PLACE_BEFORE_END;
        text++;
    } else if (strncmp(text, "op:", 3) == 0) {
        place->kind = PLACE_OP;
        text += 3;
    }
    if (!take_number(&text, &place->number)) {
        return false;
    }
    if (place->kind == PLACE_OP && *text == '.') {
        place->kind = PLACE_OP_STEP;
        text++;
        return take_number(&text, &place->ordinal) && *text == '\0';
    }
    return *text == '\0';
}

bool place_parse(const char *text, Place *place, Err *err)
{
    *place = (Place){.text = text};
    return parse(text, place) || err_input(err, "'%.40s' is no place in a run, expected a step number, -K (before the end), "
                                           "end, op:K or op:K.J", text);
}

/* The steps of op K. An op that began without leaving a record (a `repeat` of nothing) has none, after the ops before it. */
static void steps_of_op(const Journal *journal, uint64_t op, uint64_t *first, uint64_t *last)
{
    *first = 1;
    *last = 0;
    for (uint64_t at = op + 1; at-- > 0;) {
        if (journal_op_steps(journal, (uint32_t)at, first, last)) {
            *first = at == op ? *first : *last + 1;
            return;
        }
    }
}

static bool find_op(const Session *session, const Place *place, uint64_t *step, Err *err)
{
    if (place->number >= session->ops) {
        return err_input(err, "'%.40s' is out of range: the trace has %llu ops, counted from 0", place->text,
                         (unsigned long long)session->ops);
    }
    uint64_t first, last;
    steps_of_op(session->journal, place->number, &first, &last);
    if (place->kind == PLACE_OP) {
        *step = last;
        return true;
    }
    if (place->ordinal < 1 || place->ordinal > last + 1 - first) {
        return err_input(err, "'%.40s' is out of range: op %llu has %llu steps, counted from 1", place->text,
                         (unsigned long long)place->number, (unsigned long long)(last + 1 - first));
    }
    *step = first + place->ordinal - 1;
    return true;
}

bool place_find(const Session *session, const Place *place, uint64_t *step, Err *err)
{
    if (place->kind == PLACE_OP || place->kind == PLACE_OP_STEP) {
        return find_op(session, place, step, err);
    }
    if (place->number > session->steps) {
        return err_input(err, "'%.40s' is out of range: the run has %llu steps", place->text, (unsigned long long)session->steps);
    }
    *step = place->kind == PLACE_STEP ? place->number : session->steps - place->number;
    return true;
}
