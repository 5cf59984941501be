#include "app/commands.h"

int command_why(const Options *options)
{
    (void)options;
    return 2;
}
