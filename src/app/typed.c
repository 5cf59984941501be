#include "app/typed.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

bool typed_add(char *typed, size_t room, const char *text)
{
    size_t bytes = strlen(typed), more = strlen(text);
    if (bytes + more >= room) {
        return false;
    }
    memcpy(typed + bytes, text, more + 1);
    return true;
}

bool typed_erase(char *typed)
{
    size_t bytes = strlen(typed);
    if (bytes == 0) {
        return false;
    }
    do {
        bytes--;
    } while (bytes > 0 && ((unsigned char)typed[bytes] & 0xc0) == 0x80);
    typed[bytes] = '\0';
    return true;
}

const char *typed_by_key(const char *key)
{
    if (strcmp(key, "Space") == 0) {
        return " ";
    }
    bool one = isgraph((unsigned char)key[0]) && key[1] == '\0';
    return one ? key : NULL;
}

bool typed_within(const char *text, const char *part)
{
    size_t bytes = strlen(part);
    for (; *text != '\0'; text++) {
        if (strncasecmp(text, part, bytes) == 0) {
            return true;
        }
    }
    return bytes == 0;
}
