#include "app/animate.h"

#include "app/film.h"
#include "app/place.h"
#include "view/motion.h"
#include "view/raster/gif.h"
#include "view/raster/picture.h"

typedef struct Animation {
    Show *show;
    const RenderPlan *plan;
    Raster *raster;
    Surface surface; /* the frame */
    Damage damage;   /* … as it was drawn last */
    Motion motion;
    bool smooth;     /* with the movement between steps */
    uint64_t first, last;
} Animation;

/* What becomes of the frames. */
typedef struct FrameSink {
    bool (*take)(void *taker, const Animation *animation, int shown_ms, Err *err);
    void *taker;
    Err *err;
} FrameSink;

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
    uint64_t steps = animation->last - animation->first + 1;
    uint64_t most = animation->smooth ? ANIMATE_FRAMES_MAX / (ANIMATE_BETWEEN + 1) : ANIMATE_FRAMES_MAX;
    if (steps > most) {
        return err_machine(err, "%llu steps are too many for one animation, at most %llu; choose some with --from and --to",
                           (unsigned long long)steps, (unsigned long long)most);
    }
    return true;
}

static bool put_frame(Animation *animation, const DrawList *list, int shown_ms, const FrameSink *sink)
{
    raster_update(animation->raster, list, &animation->surface, &animation->damage);
    return sink->take(sink->taker, animation, shown_ms, sink->err);
}

/* The movement to a step takes from its time. */
static bool put_step(Animation *animation, uint64_t step, const FrameSink *sink)
{
    Show *show = animation->show;
    int left_ms = step == animation->last ? ANIMATE_LAST_MS : ANIMATE_STEP_MS;
    bool moves = animation->smooth && step > animation->first && !show->state.still;
    if (moves) {
        motion_take(&animation->motion, &show->view.list);
    }
    show_seek(show, step);
    const DrawList *list = show_draw(show, animation->plan->size, raster_measure(animation->raster));
    moves = moves && motion_plan(&animation->motion, list, &show->view.pen, false);
    for (int i = 0; moves && i < ANIMATE_BETWEEN; i++, left_ms -= ANIMATE_BETWEEN_MS) {
        const DrawList *between = motion_draw(&animation->motion, (float)i / ANIMATE_BETWEEN);
        if (!put_frame(animation, between, ANIMATE_BETWEEN_MS, sink)) {
            return false;
        }
    }
    return put_frame(animation, list, left_ms, sink);
}

static bool each_frame(Animation *animation, FrameSink sink)
{
    damage_forget(&animation->damage);
    for (uint64_t step = animation->first; step <= animation->last; step++) {
        if (!put_step(animation, step, &sink)) {
            return false;
        }
    }
    return true;
}

static bool learn_frame(void *taker, const Animation *animation, int shown_ms, Err *err)
{
    (void)shown_ms;
    (void)err;
    gif_learn(taker, &animation->surface);
    return true;
}

static bool gif_frame(void *taker, const Animation *animation, int shown_ms, Err *err)
{
    return gif_add(taker, &animation->surface, shown_ms, err);
}

static bool write_gif(Animation *animation, const char *path, Err *err)
{
    PictureBytes content = {0};
    Gif *gif = gif_new((int)animation->plan->size.width, (int)animation->plan->size.height);
    bool good = each_frame(animation, (FrameSink){learn_frame, gif, err}) && gif_begin(gif, &content, err) &&
                each_frame(animation, (FrameSink){gif_frame, gif, err}) && gif_finish(gif, err) && picture_write_file(path, &content, err);
    gif_free(gif);
    vec_release(&content.bytes);
    return good;
}

static int film_frame_ms(const Animation *animation)
{
    return animation->smooth ? ANIMATE_BETWEEN_MS : ANIMATE_STEP_MS;
}

/* A film's frames all stay equally long: what stays longer is shown several times. */
static bool film_frame(void *taker, const Animation *animation, int shown_ms, Err *err)
{
    for (int done_ms = 0; done_ms < shown_ms; done_ms += film_frame_ms(animation)) {
        if (!film_add(taker, &animation->surface)) {
            return err_machine(err, "ffmpeg takes no more frames");
        }
    }
    return true;
}

static bool write_film(Animation *animation, const char *path, Err *err)
{
    FilmShape shape = {(int)animation->plan->size.width, (int)animation->plan->size.height, film_frame_ms(animation)};
    Film *film = film_open(path, &shape, err);
    if (film == NULL) {
        return false;
    }
    Err broken; /* film_finish knows more of it */
    each_frame(animation, (FrameSink){film_frame, film, &broken});
    return film_finish(film, err);
}

bool animate_file(Show *show, const RenderOptions *options, const RenderPlan *plan, Err *err)
{
    Animation animation = {.show = show, .plan = plan, .smooth = options->smooth};
    if (!find_range(&animation, options, err)) {
        return false;
    }
    animation.raster = raster_new(err);
    if (animation.raster == NULL) {
        return false;
    }
    surface_resize(&animation.surface, (int)plan->size.width, (int)plan->size.height);
    bool good = plan->type == RENDER_GIF ? write_gif(&animation, options->output, err) : write_film(&animation, options->output, err);
    surface_release(&animation.surface);
    damage_release(&animation.damage);
    motion_release(&animation.motion);
    raster_free(animation.raster);
    return good;
}
