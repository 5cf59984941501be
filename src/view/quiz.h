/* The questions of a recording (ops `ask`), what the user answered, and whether that was right. Not how they look
 * (view/panel_ask.c).
 *
 * A question is answered by a choice, counted from 0, or by a number typed in. The right answer is the simulation's; it may be
 * unknown when the recording ends before it settles.
 * [quiz.order] questions are in order of step. */
#ifndef HL_VIEW_QUIZ_H
#define HL_VIEW_QUIZ_H

#include "base/vec.h"
#include "explain/explain.h"

#include <stdbool.h>
#include <stdint.h>

enum { PROMPT_TYPED_BYTES = 16, CHOICE_NONE = -1 };

typedef enum Verdict { VERDICT_NONE, VERDICT_RIGHT, VERDICT_WRONG } Verdict;

typedef struct Question {
    uint64_t step;       /* where playback stops for it */
    const Op *ask;       /* borrowed from the run */
    bool known;
    double answer;       /* a number; truths are 1 or 0 */
    Verdict verdict;     /* of the user's last answer */
} Question;

/* All zero: no questions. */
typedef struct Quiz {
    VEC(Question) questions;
} Quiz;

/* What the user does about the question at a step; forgotten when the step changes. */
typedef struct Prompt {
    uint64_t step;
    bool closed;         /* left by Esc */
    bool revealed;
    int choice;          /* or CHOICE_NONE */
    char typed[PROMPT_TYPED_BYTES];
} Prompt;

void prompt_init(Prompt *prompt, uint64_t step);

/* Index of the question asked at this step, or −1. */
int quiz_at(const Quiz *quiz, uint64_t step);
uint32_t quiz_count(const Quiz *quiz, Verdict verdict);

/* 0: answered by a number. Questions about truths that list no choices have two: yes, no. */
int question_choices(const Question *question);
/* Borrowed. */
const char *question_choice_text(const Question *question, int choice, const Names *names, Language language);
/* The right choice; CHOICE_NONE when unknown, or no choice says it. */
int question_right_choice(const Question *question, const Names *names);
/* Keys 1–9 and digits: a choice or one more digit. False: means nothing here. */
bool prompt_digit(Prompt *prompt, const Question *question, int digit);
bool prompt_erase(Prompt *prompt);
/* Judges what is chosen or typed and reveals. False: nothing is, or it is revealed already. */
bool prompt_answer(Prompt *prompt, Question *question, const Names *names);
/* Reveals in any case, for a class that has answered aloud: judges what is chosen or typed, if anything is. False: it is revealed
 * already. */
bool prompt_tell(Prompt *prompt, Question *question, const Names *names);
/* What the user's answer in this prompt is worth; VERDICT_NONE while not revealed, or when told without an answer. */
Verdict prompt_verdict(const Prompt *prompt, const Question *question);

#endif
