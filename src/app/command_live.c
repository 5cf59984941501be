#include "app/command_live.h"

#include "app/complain.h"
#include "app/live_terminal.h"
#include "app/window.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A desktop starts programs with /dev/null there: that is nobody's input. */
static bool input_is_given(void)
{
    struct stat input;
    return fstat(STDIN_FILENO, &input) == 0 && (S_ISFIFO(input.st_mode) || S_ISREG(input.st_mode) || S_ISSOCK(input.st_mode));
}

static bool has_display(void)
{
    static const char *const variables[] = {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && value[0] != '\0') {
            return true;
        }
    }
    return false;
}

int command_live(const Options *options)
{
    LiveOptions live = {.python = options->value[OPTION_PYTHON], .keep = options->value[OPTION_OUTPUT]};
    RenderOptions render = {.size = options->value[OPTION_SIZE], .theme = options->value[OPTION_THEME], .language = options->value[OPTION_LANG]};
    Err err;
    if (options->given[OPTION_TERMINAL] || input_is_given() || !has_display()) {
        return live_terminal_run(&live);
    }
    return window_run_live(&live, &render, &err) ? 0 : complain(NULL, &err);
}
