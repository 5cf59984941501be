#include "view/quiz.h"

#include <stdlib.h>
#include <string.h>

void prompt_init(Prompt *prompt, uint64_t step)
{
    *prompt = (Prompt){.step = step, .choice = CHOICE_NONE};
}

int quiz_at(const Quiz *quiz, uint64_t step)
{
    for (size_t i = 0; i < quiz->questions.count; i++) {
        if (quiz->questions.items[i].step == step) {
            return (int)i;
        }
    }
    return -1;
}

uint32_t quiz_count(const Quiz *quiz, Verdict verdict)
{
    uint32_t count = 0;
    for (size_t i = 0; i < quiz->questions.count; i++) {
        count += quiz->questions.items[i].verdict == verdict;
    }
    return count;
}

static bool is_truth(const Question *question)
{
    return question->ask->answer.kind == ANSWER_ALIVE || question->ask->answer.kind == ANSWER_FREED_BY_NEXT;
}

int question_choices(const Question *question)
{
    return question->ask->choice_count > 0 ? (int)question->ask->choice_count : is_truth(question) ? 2 : 0;
}

const char *question_choice_text(const Question *question, int choice, const Names *names, Language language)
{
    if (choice < (int)question->ask->choice_count) {
        return names_text(names, explain_pick(language, question->ask->choices[choice]));
    }
    static const char *const words[2][2] = {{"yes", "no"}, {"是", "否"}};
    return words[language == LANGUAGE_ZH][choice != 0];
}

/* A number among choices is the choice that begins with it. */
static int choice_of_number(const Question *question, const Names *names)
{
    for (uint32_t i = 0; i < question->ask->choice_count; i++) {
        const char *text = names_text(names, explain_pick(LANGUAGE_EN, question->ask->choices[i]));
        char *end;
        double number = strtod(text, &end);
        if (end != text && number == question->answer) {
            return (int)i;
        }
    }
    return CHOICE_NONE;
}

int question_right_choice(const Question *question, const Names *names)
{
    if (!question->known || question_choices(question) == 0) {
        return CHOICE_NONE;
    }
    if (question->ask->answer.kind == ANSWER_NUMBER) {
        return (int)question->answer;
    }
    return is_truth(question) ? question->answer == 0.0 : choice_of_number(question, names);
}

bool prompt_digit(Prompt *prompt, const Question *question, int digit)
{
    if (prompt->revealed) {
        return false;
    }
    int choices = question_choices(question);
    if (choices > 0) {
        prompt->choice = digit >= 1 && digit <= choices ? digit - 1 : prompt->choice;
        return digit >= 1 && digit <= choices;
    }
    size_t typed = strlen(prompt->typed);
    if (typed + 1 >= sizeof prompt->typed) {
        return false;
    }
    prompt->typed[typed] = (char)('0' + digit);
    return true;
}

bool prompt_erase(Prompt *prompt)
{
    size_t typed = strlen(prompt->typed);
    if (prompt->revealed || typed == 0) {
        return false;
    }
    prompt->typed[typed - 1] = '\0';
    return true;
}

static bool is_filled(const Prompt *prompt, const Question *question)
{
    return question_choices(question) > 0 ? prompt->choice != CHOICE_NONE : prompt->typed[0] != '\0';
}

bool prompt_answer(Prompt *prompt, Question *question, const Names *names)
{
    bool chooses = question_choices(question) > 0;
    if (prompt->revealed || !is_filled(prompt, question)) {
        return false;
    }
    bool right = chooses ? prompt->choice == question_right_choice(question, names)
                         : strtod(prompt->typed, NULL) == question->answer;
    prompt->revealed = true;
    question->verdict = !question->known ? VERDICT_NONE : right ? VERDICT_RIGHT : VERDICT_WRONG;
    return true;
}

bool prompt_tell(Prompt *prompt, Question *question, const Names *names)
{
    if (prompt->revealed) {
        return false;
    }
    prompt_answer(prompt, question, names);
    prompt->revealed = true;
    return true;
}

Verdict prompt_verdict(const Prompt *prompt, const Question *question)
{
    return prompt->revealed && is_filled(prompt, question) ? question->verdict : VERDICT_NONE;
}
