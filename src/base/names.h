/* Interned texts: every id, name, slot key, type name and narration text of a run is a Name.
 *
 * Invariant (names.unique): two Names are equal exactly when their texts are. Names are never removed. */
#ifndef HL_BASE_NAMES_H
#define HL_BASE_NAMES_H

#include <stddef.h>
#include <stdint.h>

typedef uint32_t Name; /* 0 = no text; NAME_EMPTY is the empty text */
enum { NAME_NONE = 0, NAME_EMPTY = 1 };

typedef struct Names Names;

Names *names_new(void);
void names_free(Names *names);

/* The Name of these bytes (any UTF-8 without NUL), made if new. */
Name names_intern(Names *names, const char *text, size_t bytes);
Name names_of(Names *names, const char *text);
Name names_of_number(Names *names, uint64_t number);
/* The Name if the text is known, else NAME_NONE. */
Name names_find(const Names *names, const char *text, size_t bytes);
/* Borrowed, NUL-terminated; "" for NAME_NONE. Valid until names_free. */
const char *names_text(const Names *names, Name name);
size_t names_bytes(const Names *names, Name name);
uint32_t names_count(const Names *names); /* Names are 1 … names_count */

#endif
