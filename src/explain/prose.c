#include "explain/prose.h"

#include <stdio.h>
#include <string.h>

void prose_clear(Prose *prose)
{
    prose->bytes.count = 0;
    if (prose->bytes.items != NULL) {
        prose->bytes.items[0] = '\0';
    }
}

void prose_release(Prose *prose)
{
    vec_release(&prose->bytes);
}

void prose_add_bytes(Prose *prose, const char *text, size_t bytes)
{
    vec_reserve(&prose->bytes, bytes + 1);
    memcpy(prose->bytes.items + prose->bytes.count, text, bytes);
    prose->bytes.count += bytes;
    prose->bytes.items[prose->bytes.count] = '\0';
}

void prose_add(Prose *prose, const char *text)
{
    prose_add_bytes(prose, text, strlen(text));
}

void prose_add_number(Prose *prose, uint64_t number)
{
    char text[24];
    int bytes = snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    prose_add_bytes(prose, text, (size_t)bytes);
}

void prose_add_name(Prose *prose, const Names *names, Name name)
{
    prose_add_bytes(prose, names_text(names, name), names_bytes(names, name));
}
