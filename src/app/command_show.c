/* render and the window: what both have in common is their options. */
#include "app/commands.h"
#include "app/complain.h"
#include "app/window.h"

static RenderOptions show_options(const Options *options)
{
    return (RenderOptions){.output = options->value[OPTION_OUTPUT], .at = options->value[OPTION_AT],
                           .from = options->value[OPTION_FROM], .to = options->value[OPTION_TO],
                           .size = options->value[OPTION_SIZE], .theme = options->value[OPTION_THEME],
                           .language = options->value[OPTION_LANG], .keys = options->value[OPTION_KEYS],
                           .smooth = options->given[OPTION_SMOOTH]};
}

int command_render(const Options *options)
{
    RenderOptions render = show_options(options);
    const char *shown = NULL;
    Err err;
    if (render.output == NULL) {
        return complain_usage("render", "'render' needs -o FILE");
    }
    return render_file(options->words.items[0], &render, &shown, &err) ? 0 : complain(shown, &err);
}

int command_window(const Options *options)
{
    RenderOptions window = show_options(options);
    const char *shown = NULL;
    Err err;
    const char *trace = options->words.count == 0 ? NULL : options->words.items[0];
    return window_run(trace, &window, &shown, &err) ? 0 : complain(shown, &err);
}
