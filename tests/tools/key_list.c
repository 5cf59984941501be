/* key_list: every row of the key table, for scripts: where, constant, keys, English, with tabs between.
 * key_list man: the same as docs/heaploupe.1 has it. */
#include "../unit/key_section.h"

int main(int count, char **arguments)
{
    static const char *const where[KEYS_WHERE_COUNT] = {"always", "question", "search", "palette", "help", "live", "typing", "menu"};
    static const char *const constants[ACTION_COUNT] = {
#define CONSTANT(place, constant, keys, english, chinese) [ACTION_##constant] = #constant,
        ACTIONS(CONSTANT)
#undef CONSTANT
    };
    if (count > 1 && strcmp(arguments[1], "man") == 0) {
        key_section_write(stdout);
        return 0;
    }
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        const ActionInfo *info = &action_info[action];
        printf("%s\t%s\t%s\t%s\n", where[info->where], constants[action], info->keys, info->english);
    }
    return 0;
}
