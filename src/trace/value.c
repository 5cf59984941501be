#include "trace/value.h"

#include "base/hash.h"
#include "trace/limits.h"

#include <stdio.h>
#include <string.h>

static const char id_expected[] = "an id (a string of 1-255 bytes or an integer 0..9007199254740991)";
static const char name_expected[] = "a name (a string of at least one character)";
static const char slot_expected[] = "a slot (a string or an integer)";

static bool has_hidden_nul(const Reading *r, const char *text)
{
    return r->nul_escapes && strstr(text, JSON_HIDDEN_NUL) != NULL;
}

static Name intern(Reading *r, const char *text, size_t bytes)
{
    if (r->braces_possible && memchr(text, '{', bytes) != NULL) {
        r->braces = true;
    }
    uint32_t hash = (uint32_t)hash_bytes(text, bytes);
    RecentName *recent = &r->recent[hash % RECENT_NAMES];
    bool known = recent->hash == hash && recent->name != NAME_NONE && names_bytes(r->names, recent->name) == bytes &&
                 memcmp(names_text(r->names, recent->name), text, bytes) == 0;
    if (!known) {
        *recent = (RecentName){hash, names_intern(r->names, text, bytes)};
    }
    return recent->name;
}

static Name intern_number(Reading *r, uint64_t number)
{
    char text[20];
    size_t at = sizeof text;
    do {
        text[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    return intern(r, text + at, sizeof text - at);
}

/* Puts the symbol for NUL where the escape stood. */
static Name intern_with_nuls(Reading *r, const char *text)
{
    static const char symbol[] = "\xe2\x90\x80";
    size_t bytes = strlen(text), used = 0;
    char *shown = mem_zeroed(bytes * 2 + 1, 1);
    for (size_t i = 0; i < bytes; i++) {
        if (memcmp(text + i, JSON_HIDDEN_NUL, 2) == 0) {
            memcpy(shown + used, symbol, 3);
            used += 3;
            i++;
        } else {
            shown[used++] = text[i];
        }
    }
    Name name = intern(r, shown, used);
    mem_release(shown);
    return name;
}

/* cJSON's double cannot tell 1 from 1.0 or from 1e0. */
bool value_is_integer(Reading *r, const cJSON *node)
{
    if (!cJSON_IsNumber(node) || node->valuedouble > (double)LIMIT_INTEGER || node->valuedouble < -(double)LIMIT_INTEGER) {
        return false;
    }
    if (!r->odd_numbers) {
        return true;
    }
    size_t bytes = 0;
    const char *raw = reading_raw(r, node, &bytes);
    for (size_t i = 0; i < bytes; i++) {
        if (strchr(".eE", raw[i]) != NULL) {
            return false;
        }
    }
    return true;
}

bool value_read_id(Reading *r, const cJSON *node, Name *out)
{
    if (cJSON_IsString(node)) {
        size_t bytes = strlen(node->valuestring);
        if (bytes > LIMIT_ID_BYTES) {
            return reading_fail(r, node, AT_VALUE, "must be %s, got a string of %zu bytes", id_expected, bytes);
        }
        if (bytes == 0 || has_hidden_nul(r, node->valuestring)) {
            return reading_wrong(r, node, bytes == 0 ? id_expected : "an id without \\u0000");
        }
        *out = intern(r, node->valuestring, bytes);
        return true;
    }
    if (!value_is_integer(r, node) || node->valuedouble < 0) {
        return reading_wrong(r, node, id_expected);
    }
    *out = intern_number(r, (uint64_t)node->valuedouble);
    return true;
}

bool value_read_name(Reading *r, const cJSON *node, Name *out)
{
    if (!cJSON_IsString(node) || node->valuestring[0] == '\0') {
        return reading_wrong(r, node, name_expected);
    }
    if (has_hidden_nul(r, node->valuestring)) {
        return reading_wrong(r, node, "a name without \\u0000");
    }
    *out = intern(r, node->valuestring, strlen(node->valuestring));
    return true;
}

bool value_read_string(Reading *r, const cJSON *node, Name *out)
{
    if (!cJSON_IsString(node)) {
        return reading_wrong(r, node, "a string");
    }
    *out = has_hidden_nul(r, node->valuestring) ? intern_with_nuls(r, node->valuestring)
                                                : intern(r, node->valuestring, strlen(node->valuestring));
    return true;
}

static bool read_language(Reading *r, const cJSON *node, LocalText *out)
{
    bool english = strcmp(node->string, "en") == 0;
    if (!english && strcmp(node->string, "zh") != 0) {
        return marks_is_foreign(node) ? marks_check_foreign(r, node)
                                : reading_fail(r, node, AT_KEY, "is not a language known here (en, zh)");
    }
    Name *language = english ? &out->en : &out->zh;
    if (*language != NAME_NONE) {
        return reading_twice(r, node);
    }
    return value_read_string(r, node, language);
}

bool value_read_text(Reading *r, const cJSON *node, LocalText *out)
{
    if (cJSON_IsString(node)) {
        if (!value_read_string(r, node, &out->en)) {
            return false;
        }
        out->zh = out->en;
        return true;
    }
    if (!cJSON_IsObject(node)) {
        return reading_wrong(r, node, "a text (a string or an object with the members en, zh)");
    }
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (!read_language(r, child, out)) {
            return false;
        }
    }
    if (out->en == NAME_NONE && out->zh == NAME_NONE) {
        return reading_wrong(r, node, "a text with at least one of en, zh");
    }
    return true;
}

/* A slot below zero is a dictionary's key and no index: only its text is kept. */
bool value_read_slot(Reading *r, const cJSON *node, Slot *out)
{
    *out = (Slot){.given = true};
    if (cJSON_IsString(node)) {
        if (has_hidden_nul(r, node->valuestring)) {
            return reading_wrong(r, node, "a slot without \\u0000");
        }
        out->text = intern(r, node->valuestring, strlen(node->valuestring));
        return true;
    }
    if (!value_is_integer(r, node)) {
        return reading_wrong(r, node, slot_expected);
    }
    int64_t number = (int64_t)node->valuedouble;
    if (number < 0) {
        char text[24];
        int bytes = snprintf(text, sizeof text, "%lld", (long long)number);
        out->text = names_intern(r->names, text, (size_t)bytes);
        return true;
    }
    out->is_integer = true;
    out->index = (uint64_t)number;
    out->text = intern_number(r, out->index);
    return true;
}

bool value_read_bool(Reading *r, const cJSON *node, bool *out)
{
    if (!cJSON_IsBool(node)) {
        return reading_wrong(r, node, "true or false");
    }
    *out = cJSON_IsTrue(node);
    return true;
}

bool value_read_integer(Reading *r, const cJSON *node, uint64_t low, uint64_t high, uint64_t *out)
{
    if (!value_is_integer(r, node) || node->valuedouble < (double)low || node->valuedouble > (double)high) {
        char expected[80];
        snprintf(expected, sizeof expected, "an integer %llu..%llu", (unsigned long long)low, (unsigned long long)high);
        return reading_wrong(r, node, expected);
    }
    *out = (uint64_t)node->valuedouble;
    return true;
}

bool value_read_key_id(Reading *r, const cJSON *node, Name *out)
{
    size_t bytes = strlen(node->string);
    if (bytes == 0 || bytes > LIMIT_ID_BYTES || has_hidden_nul(r, node->string)) {
        return reading_wrong_key(r, node, "an id (1-255 bytes, no \\u0000)");
    }
    *out = intern(r, node->string, bytes);
    return true;
}

bool value_read_key_name(Reading *r, const cJSON *node, Name *out)
{
    if (node->string[0] == '\0' || has_hidden_nul(r, node->string)) {
        return reading_wrong_key(r, node, "at least one character and no \\u0000");
    }
    *out = intern(r, node->string, strlen(node->string));
    return true;
}

bool value_read_key_slot(Reading *r, const cJSON *node, Slot *out)
{
    if (has_hidden_nul(r, node->string)) {
        return reading_wrong_key(r, node, "a slot without \\u0000");
    }
    *out = (Slot){.given = true, .text = intern(r, node->string, strlen(node->string))};
    return true;
}
