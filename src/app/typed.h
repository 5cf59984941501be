/* A line of text being typed: UTF-8, NUL-terminated, in a fixed room. */
#ifndef HL_APP_TYPED_H
#define HL_APP_TYPED_H

#include <stdbool.h>
#include <stddef.h>

/* False: no room, nothing changes. */
bool typed_add(char *typed, size_t room, const char *text);
/* Takes the last character back; false: there is none. */
bool typed_erase(char *typed);
/* The text a key types when keys come by name ("q", "Space"), or NULL. */
const char *typed_by_key(const char *key);
/* Whether `part` stands in `text`, letters in either case; an empty part does. */
bool typed_within(const char *text, const char *part);

#endif
