#include "app/show_ask.h"

static void add_question(Show *show, size_t record)
{
    const Session *session = show->session;
    uint64_t first, last;
    const OpRecord *op = &session->journal->ops.items[record];
    if (op->op_kind != OP_ASK || op->ask >= session->sim->asks.count) {
        return;
    }
    const AskRecord *ask = &session->sim->asks.items[op->ask];
    bool given = ask->ask->answer.kind == ANSWER_NUMBER;
    journal_record_steps(session->journal, record, &first, &last);
    Question question = {.step = last, .ask = ask->ask, .known = given || ask->answered};
    question.answer = given ? ask->ask->answer.number : ask->answer;
    vec_push(&show->quiz.questions, question);
}

/* An event log tells no questions. */
void show_find_questions(Show *show)
{
    const Session *session = show->session;
    for (size_t i = 0; session->sim != NULL && i < session->journal->ops.count; i++) {
        add_question(show, i);
    }
    prompt_init(&show->state.prompt, show_step(show));
}

/* Failures come in the order of ops: an op that failed in several members is counted once. */
void show_find_checks(Show *show)
{
    const Sim *sim = show->session->sim;
    Checks *checks = &show->checks;
    if (sim == NULL) {
        return;
    }
    checks->python = show->session->header->python;
    checks->passed = sim->expects_passed;
    for (size_t i = 0; i < sim->failures.count; i++) {
        const Failure *failure = &sim->failures.items[i];
        checks->failed += i == 0 || failure->op != sim->failures.items[i - 1].op;
        vec_push(&checks->lines, ((CheckLine){failure->op, failure->line, failure->message}));
    }
}

Question *show_question(Show *show)
{
    int index = show->state.prompt.closed ? -1 : quiz_at(&show->quiz, show_step(show));
    return index < 0 ? NULL : &show->quiz.questions.items[index];
}

bool show_ask_key(Show *show, const char *key)
{
    int digit = 0;
    Question *question = show_question(show);
    Prompt *prompt = &show->state.prompt;
    if (question == NULL) {
        return false;
    }
    Action action = key_action_in(KEYS_QUESTION, key, &digit);
    if (action == ACTION_NONE && key[0] == '0' && key[1] == '\0' && !prompt->revealed) {
        action = ACTION_ANSWER; /* a digit of a number */
    }
    switch (action) {
    case ACTION_ANSWER: return prompt_digit(prompt, question, digit) || !prompt->revealed;
    case ACTION_ERASE: return prompt_erase(prompt) || !prompt->revealed;
    case ACTION_REVEAL: prompt_answer(prompt, question, show->session->names); return true;
    case ACTION_TELL: return prompt_tell(prompt, question, show->session->names);
    case ACTION_LEAVE: prompt->closed = true; return true;
    default: return false;
    }
}

unsigned show_ask_choose(Show *show, int choice)
{
    Question *question = show_question(show);
    return question != NULL && prompt_digit(&show->state.prompt, question, choice + 1) ? SHOW_REDRAW : SHOW_NOTHING;
}

void show_ask_follow(Show *show)
{
    if (show->state.prompt.step != show_step(show)) {
        prompt_init(&show->state.prompt, show_step(show));
    }
}
