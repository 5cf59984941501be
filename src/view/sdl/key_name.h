/* Names of keys as the key table writes them: "Shift+Left", "Ctrl+O", "?", "Space". */
#ifndef HL_VIEW_SDL_KEY_NAME_H
#define HL_VIEW_SDL_KEY_NAME_H

#include <SDL2/SDL.h>
#include <stdbool.h>
#include <stddef.h>

/* What keys type with Shift and AltGr, told apart by the key that types "/" in the United States: on most of the European continent
 * it types "-", in France "!", in Russia ".". Others count as the first. */
typedef enum KeyLayout { KEY_LAYOUT_US, KEY_LAYOUT_CONTINENTAL, KEY_LAYOUT_FRENCH, KEY_LAYOUT_RUSSIAN } KeyLayout;
KeyLayout key_layout(void);

/* The name of a key with its modifiers; false for keys without one (a modifier by itself, an unknown key). */
bool key_name_of(const SDL_Keysym *key, KeyLayout layout, char *name, size_t room);
/* Whether this key press types a character (so that it comes again as text while typing). */
bool key_name_types(const SDL_Keysym *key);

#endif
