#include "app/commands.h"

int command_steps(const Options *options)
{
    (void)options;
    return 2;
}
