/* key_names: a window that prints what it understands, a line each: "key NAME", "text TEXT", "drop PATH"; "open" first. It ends by
 * being closed or killed. */
#include "view/sdl/player.h"

#include <stdio.h>

static void print(const PlayerEvent *event)
{
    switch (event->kind) {
    case PLAYER_KEY: printf("key %s\n", event->key); break;
    case PLAYER_TEXT: printf("text %s\n", event->text); break;
    case PLAYER_DROP: printf("drop %s\n", event->path); break;
    default: break;
    }
    fflush(stdout);
}

int main(void)
{
    Err err;
    PlayerEvent event = {.kind = PLAYER_NONE};
    Player *player = player_open(&(PlayerWindow){"key names", 400, 400}, &err);
    if (player == NULL) {
        fprintf(stderr, "key_names: %s\n", err.text);
        return 3;
    }
    player_set_title(player, "key names");
    puts("open");
    while (event.kind != PLAYER_QUIT) {
        player_wait(player, -1, &event);
        print(&event);
    }
    player_close(player);
    return 0;
}
