/* The small pictures of lessons: each lesson is opened once, drawn where it shows its point, and closed again. */
#include "app/menu.h"

/* Where a lesson may show its point: late in its first collection, where the unreachable stands out; at its first question; in the
 * middle. */
enum { KEY_STEPS = 3 };
static void key_steps(const Show *show, uint64_t steps[KEY_STEPS])
{
    const Landmarks *marks = &show->landmarks;
    steps[2] = show->session->steps / 2;
    steps[1] = show->quiz.questions.count > 0 ? show->quiz.questions.items[0].step : steps[2];
    steps[0] = steps[1];
    if (marks->collections.count > 0) {
        steps[0] = marks->collections.items[0].first + (marks->collections.items[0].last - marks->collections.items[0].first) * 2 / 3;
    }
}

static void make_picture(Thumbnail *picture, const char *path, ThemeKind theme, TextMeasure measure)
{
    Session session;
    Show show;
    Err err;
    uint64_t steps[KEY_STEPS];
    picture->made = true;
    draw_init(&picture->list);
    if (!session_open(&session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        return;
    }
    show_init(&show, &session);
    show.state.theme = theme;
    key_steps(&show, steps);
    bool objects = false;
    for (int i = 0; i < KEY_STEPS && !objects; i++) {
        show_seek(&show, steps[i]);
        show_draw(&show, (ViewSize){1600.0f, 900.0f}, measure);
        objects = thumbnail_take(picture, &show.view);
    }
    show_release(&show);
    session_close(&session);
}

void menu_pictures_drop(LessonMenu *menu)
{
    for (size_t i = 0; i < menu->pictures.count; i++) {
        thumbnail_release(&menu->pictures.items[i]);
    }
}

/* Those on the screen first. */
bool lesson_menu_work(LessonMenu *menu, const ViewState *state, TextMeasure measure)
{
    const Menu *shown = &menu->menu;
    for (uint32_t i = 0; i < shown->shown.count; i++) {
        uint32_t card = shown->shown.items[(shown->chosen + i) % shown->shown.count];
        Thumbnail *picture = shown->cards.items[card].picture;
        if (picture != NULL && !picture->made) {
            make_picture(picture, menu->choices.items[card].path, state->theme, measure);
            return true;
        }
    }
    return false;
}

const DrawList *lesson_menu_draw(LessonMenu *menu, const ViewState *state, const ViewPaper *paper)
{
    if (menu->theme != state->theme) {
        menu_pictures_drop(menu);
        menu->theme = state->theme;
    }
    return view_draw_menu(&menu->view, &menu->menu, state, paper);
}
