#include "app/command_live.h"

#include "app/live_terminal.h"

int command_live(const Options *options)
{
    LiveOptions live = {.python = options->value[OPTION_PYTHON], .keep = options->value[OPTION_OUTPUT]};
    return live_terminal_run(&live);
}
