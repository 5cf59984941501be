#include "app/animate.h"

#include "app/film.h"
#include "app/place.h"
#include "view/raster/gif.h"
#include "view/raster/picture.h"

typedef struct Animation {
    Show *show;
    const RenderPlan *plan;
    Raster *raster;
    Surface surface; /* the frame */
    uint64_t first, last;
} Animation;

/* What becomes of a frame. */
typedef bool (*FrameTaker)(void *taker, const Animation *animation, uint64_t step, Err *err);

static bool find_step(const Session *session, const char *text, uint64_t *step, Err *err)
{
    Place place;
    return place_parse(text, &place, err) && place_find(session, &place, step, err);
}

static bool find_range(Animation *animation, const RenderOptions *options, Err *err)
{
    const Session *session = animation->show->session;
    const char *from = options->from == NULL ? "0" : options->from, *to = options->to == NULL ? "end" : options->to;
    if (!find_step(session, from, &animation->first, err) || !find_step(session, to, &animation->last, err)) {
        return false;
    }
    if (animation->first > animation->last) {
        return err_input(err, "--from '%.40s' is after --to '%.40s'", from, to);
    }
    uint64_t frames = animation->last - animation->first + 1;
    if (frames > ANIMATE_FRAMES_MAX) {
        return err_machine(err, "%llu steps are too many for one animation, at most %d; choose some with --from and --to",
                           (unsigned long long)frames, ANIMATE_FRAMES_MAX);
    }
    return true;
}

static int frame_ms(const Animation *animation, uint64_t step)
{
    return step == animation->last ? ANIMATE_LAST_MS : ANIMATE_STEP_MS;
}

static bool each_frame(Animation *animation, FrameTaker take, void *taker, Err *err)
{
    for (uint64_t step = animation->first; step <= animation->last; step++) {
        show_seek(animation->show, step);
        render_surface(animation->show, animation->plan, animation->raster, &animation->surface);
        if (!take(taker, animation, step, err)) {
            return false;
        }
    }
    return true;
}

static bool learn_frame(void *taker, const Animation *animation, uint64_t step, Err *err)
{
    (void)step;
    (void)err;
    gif_learn(taker, &animation->surface);
    return true;
}

static bool gif_frame(void *taker, const Animation *animation, uint64_t step, Err *err)
{
    return gif_add(taker, &animation->surface, frame_ms(animation, step), err);
}

static bool write_gif(Animation *animation, const char *path, Err *err)
{
    PictureBytes content = {0};
    Gif *gif = gif_new((int)animation->plan->size.width, (int)animation->plan->size.height);
    bool good = each_frame(animation, learn_frame, gif, err) && gif_begin(gif, &content, err) &&
                each_frame(animation, gif_frame, gif, err) && gif_finish(gif, err) && picture_write_file(path, &content, err);
    gif_free(gif);
    vec_release(&content.bytes);
    return good;
}

/* A film's frames all stay equally long: the last one is shown several times. */
static bool film_frame(void *taker, const Animation *animation, uint64_t step, Err *err)
{
    for (int shown_ms = 0; shown_ms < frame_ms(animation, step); shown_ms += ANIMATE_STEP_MS) {
        if (!film_add(taker, &animation->surface)) {
            return err_machine(err, "ffmpeg takes no more frames");
        }
    }
    return true;
}

static bool write_film(Animation *animation, const char *path, Err *err)
{
    FilmShape shape = {(int)animation->plan->size.width, (int)animation->plan->size.height, ANIMATE_STEP_MS};
    Film *film = film_open(path, &shape, err);
    if (film == NULL) {
        return false;
    }
    Err broken; /* film_finish knows more of it */
    each_frame(animation, film_frame, film, &broken);
    return film_finish(film, err);
}

bool animate_file(Show *show, const RenderOptions *options, const RenderPlan *plan, Err *err)
{
    Animation animation = {.show = show, .plan = plan};
    if (!find_range(&animation, options, err)) {
        return false;
    }
    animation.raster = raster_new(err);
    if (animation.raster == NULL) {
        return false;
    }
    bool good = plan->type == RENDER_GIF ? write_gif(&animation, options->output, err) : write_film(&animation, options->output, err);
    surface_release(&animation.surface);
    raster_free(animation.raster);
    return good;
}
