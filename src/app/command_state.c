#include "app/commands.h"

int command_state(const Options *options)
{
    (void)options;
    return 2;
}
