/* A question of the recording: what to choose from, or a field for a number; when answered, what is right. It stands where the
 * narration and the pseudo-code do at other steps, since between ops no code runs. */
#include "view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float head_high = 34.0f, choice_high = 30.0f, gap = 5.0f, hint_high = 30.0f, inset = 14.0f, border = 2.0f, above = 10.0f, below = 8.0f;
static const float digit_wide = 32.0f, sign_wide = 28.0f;

typedef struct AskCard {
    const Question *question;
    const Prompt *prompt;
    int index, right; /* the right choice, or CHOICE_NONE */
} AskCard;

static void put_head(View *view, Rect box, const AskCard *card)
{
    draw_fill(&view->list, box, view_color(view, COLOR_CARD));
    rect_cut_left(&box, view_px(view, inset));
    rect_cut_right(&box, view_px(view, inset));
    const Quiz *quiz = view->scene->quiz;
    TextStyle title = view_style(view, FONT_UI_BOLD, 16.0f, COLOR_TEXT);
    TextStyle soft = view_aligned(view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT), ALIGN_RIGHT);
    float used = view_put(view, box, &title, view_word(view, "What do you think?", "先猜一猜"));
    rect_cut_left(&box, used + view_px(view, 10.0f));
    uint32_t right = quiz_count(quiz, VERDICT_RIGHT), said = right + quiz_count(quiz, VERDICT_WRONG);
    char text[120];
    int number = card->index + 1, all = (int)quiz->questions.count;
    snprintf(text, sizeof text, view_word(view, "question %d of %d · %u of %u right", "问题 %d / %d · 答对 %u / %u"), number, all, (unsigned)right, (unsigned)said);
    if (said > 0 && view_text_width(view, &soft, text) > box.w) {
        snprintf(text, sizeof text, view_word(view, "%d of %d · %u/%u right", "%d / %d · 对 %u/%u"), number, all, (unsigned)right, (unsigned)said);
    } else if (said == 0) {
        snprintf(text, sizeof text, view_word(view, "question %d of %d", "问题 %d / %d"), number, all);
    }
    view_put(view, box, &soft, text);
}

/* Colour and sign of a choice: chosen; after the answer right or wrong. */
typedef struct ChoiceLook {
    ThemeColor fill, stroke;
    const char *sign;
} ChoiceLook;

static ChoiceLook look_of(const AskCard *card, int choice)
{
    bool chosen = card->prompt->choice == choice;
    if (card->prompt->revealed && card->right == choice) {
        return (ChoiceLook){COLOR_GOOD_FILL, COLOR_GOOD, "✓"};
    }
    if (card->prompt->revealed && chosen && card->right != CHOICE_NONE) {
        return (ChoiceLook){COLOR_BAD_FILL, COLOR_BAD, "✗"};
    }
    return chosen ? (ChoiceLook){COLOR_CODE_LINE, COLOR_CURRENT_TEXT, ""} : (ChoiceLook){COLOR_CHIP, COLOR_OUTLINE, ""};
}

static void put_choice(View *view, Rect row, const AskCard *card, int choice)
{
    char digit[16];
    ChoiceLook look = look_of(card, choice);
    bool plain = look.stroke == COLOR_OUTLINE;
    TextStyle text = view_style(view, plain ? FONT_UI : FONT_UI_BOLD, 15.0f, COLOR_TEXT);
    TextStyle sign = view_aligned(view_style(view, FONT_UI_BOLD, 16.0f, look.stroke), ALIGN_CENTER);
    row = rect_snap(row);
    draw_group_begin(&view->list, "choice %d", choice);
    draw_box(&view->list, row, &(DrawStyle){.fill = view_color(view, look.fill), .stroke = view_color(view, look.stroke),
                                            .width = view_px(view, plain ? 1.0f : 2.0f), .radius = view_px(view, 6.0f)});
    rect_cut_left(&row, view_px(view, 8.0f));
    rect_cut_right(&row, view_px(view, 4.0f));
    snprintf(digit, sizeof digit, "%d", choice + 1);
    view_keycap(view, (Point){row.x, row.y + row.h / 2.0f}, digit);
    rect_cut_left(&row, view_px(view, digit_wide));
    Rect end = rect_cut_right(&row, view_px(view, sign_wide));
    if (look.sign[0] != '\0') {
        draw_text_in(&view->list, end, &sign, look.sign);
    }
    const char *words = question_choice_text(card->question, choice, view->names, view->state->language);
    float high = fminf(row.h, view_paragraph_height(view, row.w, &text, words));
    view_paragraph(view, (Rect){row.x, row.y + (row.h - high) / 2.0f, row.w, high}, &text, words);
    draw_group_end(&view->list);
}

/* As high as its words need when they are bold, so that choosing one moves nothing. */
static float choice_height(const View *view, float width, const Question *question, int choice)
{
    TextStyle bold = view_style(view, FONT_UI_BOLD, 15.0f, COLOR_TEXT);
    const char *words = question_choice_text(question, choice, view->names, view->state->language);
    float room = width - view_px(view, 8.0f + 4.0f + digit_wide + sign_wide);
    return roundf(fmaxf(view_px(view, choice_high), view_paragraph_height(view, room, &bold, words) + view_px(view, 10.0f)));
}

/* At the right end of the field, while there is something to take back. */
static void put_erase(View *view, Rect *field)
{
    TextStyle style = view_style(view, FONT_MONO, 13.0f, COLOR_TEXT);
    Rect cap = rect_cut_right(field, view_text_width(view, &style, "Backspace") + view_px(view, 24.0f));
    draw_group_begin(&view->list, "key Backspace");
    draw_fill(&view->list, rect_inset(cap, view_px(view, 3.0f)), view_color(view, COLOR_CODE)); /* what a click hits */
    view_keycap(view, (Point){cap.x + view_px(view, 4.0f), cap.y + cap.h / 2.0f}, "Backspace");
    draw_group_end(&view->list);
}

static void put_field(View *view, Rect row, const AskCard *card)
{
    static const ThemeColor strokes[] = {[VERDICT_NONE] = COLOR_CURRENT_TEXT, [VERDICT_RIGHT] = COLOR_GOOD, [VERDICT_WRONG] = COLOR_BAD};
    ThemeColor stroke = strokes[prompt_verdict(card->prompt, card->question)];
    TextStyle text = view_style(view, FONT_MONO_BOLD, 16.0f, COLOR_TEXT);
    TextStyle soft = view_style(view, FONT_UI, 15.0f, COLOR_TEXT_FAINT);
    Rect box = rect_snap(row);
    draw_box(&view->list, box, &(DrawStyle){.fill = view_color(view, COLOR_CODE), .stroke = view_color(view, stroke),
                                            .width = view_px(view, 2.0f), .radius = view_px(view, 6.0f)});
    rect_cut_left(&box, view_px(view, 12.0f));
    if (!card->prompt->revealed && card->prompt->typed[0] != '\0') {
        put_erase(view, &box);
    }
    float used = view_put_user(view, box, &text, card->prompt->typed);
    rect_cut_left(&box, used);
    if (!card->prompt->revealed) {
        Rect caret = {box.x + view_px(view, 2.0f), box.y + box.h * 0.22f, fmaxf(1.0f, view_px(view, 2.0f)), box.h * 0.56f};
        draw_fill(&view->list, rect_snap(caret), view_color(view, COLOR_CURRENT_TEXT));
        rect_cut_left(&box, view_px(view, 12.0f));
        view_put(view, box, &soft, used > 0.0f ? "" : view_word(view, "a number", "一个数"));
    }
}

/* What the simulation says. */
static void put_verdict(View *view, Rect row, const AskCard *card)
{
    const Question *question = card->question;
    char answer[160];
    Verdict verdict = prompt_verdict(card->prompt, question);
    if (question_choices(question) > 0) {
        int choice = card->right;
        snprintf(answer, sizeof answer, "%s", choice == CHOICE_NONE ? "" : question_choice_text(question, choice, view->names, view->state->language));
    } else {
        snprintf(answer, sizeof answer, "%.0f", question->answer);
    }
    TextStyle style = view_style(view, FONT_UI_BOLD, 15.0f, verdict == VERDICT_RIGHT ? COLOR_GOOD : verdict == VERDICT_WRONG ? COLOR_BAD : COLOR_TEXT);
    if (!question->known || answer[0] == '\0') {
        style.color = view_color(view, COLOR_TEXT_SOFT);
        view_put(view, row, &style, view_word(view, "The run ends before this is settled.", "运行在揭晓之前就结束了。"));
    } else if (verdict == VERDICT_NONE) {
        view_putf(view, row, &style, view_word(view, "The simulation says: %s", "模拟的结果：%s"), answer);
    } else if (verdict == VERDICT_RIGHT) {
        view_putf(view, row, &style, view_word(view, "✓ Right: %s", "✓ 答对了：%s"), answer);
    } else {
        view_putf(view, row, &style, view_word(view, "✗ The simulation says: %s", "✗ 模拟的结果：%s"), answer);
    }
}

static float put_hint(View *view, Rect *row, const char *key, const char *text)
{
    TextStyle style = view_style(view, FONT_UI, 14.0f, COLOR_TEXT_SOFT);
    KeySign sign = key_sign(key);
    Rect whole = *row;
    whole.w = fminf(row->w, view_text_width(view, &style, text) + view_px(view, 10.0f * (float)strlen(sign.text) + 24.0f));
    draw_group_begin(&view->list, "key %s", key);
    draw_fill(&view->list, whole, view_color(view, COLOR_CODE)); /* what a click hits */
    float cap = view_keycap(view, (Point){row->x, row->y + row->h / 2.0f}, sign.text);
    rect_cut_left(row, cap + view_px(view, 2.0f));
    float used = view_put(view, *row, &style, text);
    draw_group_end(&view->list);
    rect_cut_left(row, used + view_px(view, 9.0f));
    return used;
}

/* A cap for every digit, so that a number can be clicked together, too. */
static void put_digits(View *view, Rect row)
{
    float wide = fminf(view_px(view, digit_wide), row.w / 10.0f);
    for (char digit[] = "0"; digit[0] <= '9'; digit[0]++) {
        Rect cap = rect_cut_left(&row, wide);
        draw_group_begin(&view->list, "key %s", digit);
        draw_fill(&view->list, cap, view_color(view, COLOR_CODE)); /* what a click hits */
        view_keycap(view, (Point){cap.x, cap.y + cap.h / 2.0f}, digit);
        draw_group_end(&view->list);
    }
}

/* Two rows: the second is the verdict's once there is one. */
static void put_hints(View *view, Rect row, Rect second, const AskCard *card)
{
    char keys[16];
    int choices = question_choices(card->question);
    snprintf(keys, sizeof keys, choices == 1 ? "1" : "1–%d", choices);
    if (choices == 0) {
        put_digits(view, row);
    } else {
        put_hint(view, &row, keys, view_word(view, "choose", "选择"));
    }
    put_hint(view, choices == 0 ? &second : &row, "Enter", view_word(view, "answer", "确认"));
    put_hint(view, &second, "PageDown", choices == 0 ? view_word(view, "reveal", "揭晓") : view_word(view, "what is right", "揭晓"));
    put_hint(view, &second, "Esc", view_word(view, "leave", "离开"));
}

static void put_hints_revealed(View *view, Rect row)
{
    put_hint(view, &row, "Right", view_word(view, "go on", "继续"));
    put_hint(view, &row, "PageDown", view_word(view, "next stop", "下一停顿处"));
    put_hint(view, &row, "Esc", view_word(view, "leave", "离开"));
}

static float words_height(const View *view, float width, const Question *question)
{
    TextStyle text = view_style(view, FONT_UI_BOLD, 15.0f, COLOR_TEXT);
    return view_paragraph_height(view, width, &text, view_local(view, question->ask->text));
}

float panel_ask_height(const View *view, float width)
{
    int index = view_question(view);
    const Question *question = &view->scene->quiz->questions.items[index];
    float within = width - view_px(view, 2.0f * inset) - 2.0f * roundf(view_px(view, border));
    float rows = question_choices(question) == 0 ? view_px(view, choice_high + gap) : 0.0f;
    for (int choice = 0; choice < question_choices(question); choice++) {
        rows += choice_height(view, within, question, choice) + view_px(view, gap);
    }
    return words_height(view, within, question) + rows + view_px(view, head_high + above + 2.0f * below + 2.0f * hint_high + 2.0f * border + 1.0f);
}

void panel_ask(View *view, Rect box)
{
    int index = view_question(view);
    const Question *question = &view->scene->quiz->questions.items[index];
    AskCard card = {question, &view->state->prompt, index, question_right_choice(question, view->names)};
    TextStyle text = view_style(view, FONT_UI_BOLD, 15.0f, COLOR_TEXT);
    int choices = question_choices(question);
    draw_group_begin(&view->list, "question");
    draw_box(&view->list, box, &(DrawStyle){.fill = view_color(view, COLOR_CODE), .stroke = view_color(view, COLOR_TEXT_SOFT),
                                            .width = roundf(view_px(view, border))});
    Rect rest = rect_inset(box, roundf(view_px(view, border)));
    put_head(view, rect_cut_top(&rest, view_px(view, head_high)), &card);
    rect_cut_left(&rest, view_px(view, inset));
    rect_cut_right(&rest, view_px(view, inset));
    rect_cut_top(&rest, view_px(view, above));
    rect_cut_top(&rest, view_paragraph(view, rest, &text, view_local(view, question->ask->text)) + view_px(view, below));
    for (int choice = 0; choice < choices; choice++) {
        put_choice(view, rect_cut_top(&rest, choice_height(view, rest.w, question, choice)), &card, choice);
        rect_cut_top(&rest, view_px(view, gap));
    }
    if (choices == 0) {
        put_field(view, rect_cut_top(&rest, view_px(view, choice_high)), &card);
        rect_cut_top(&rest, view_px(view, gap));
    }
    Rect first = rect_cut_top(&rest, view_px(view, hint_high)), second = rect_cut_top(&rest, view_px(view, hint_high));
    if (card.prompt->revealed) {
        put_verdict(view, first, &card);
        put_hints_revealed(view, second);
    } else {
        put_hints(view, first, second, &card);
    }
    draw_group_end(&view->list);
}
