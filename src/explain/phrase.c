/* A template is copied; at each "{" the placeholder decides what goes in its place. */
#include "explain/phrase.h"

#include "base/check.h"

#include <string.h>

static const char *text_argument(const PhraseArgs *args, const char *name, size_t bytes)
{
    const struct { const char *name, *value; } texts[] = {
        {"object", args->object}, {"from", args->from}, {"slot", args->slot}, {"name", args->name},
        {"type", args->type},     {"list", args->list}, {"to", args->to},     {"text", args->text},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strlen(texts[i].name) == bytes && memcmp(texts[i].name, name, bytes) == 0) {
            return texts[i].value == NULL ? "" : texts[i].value;
        }
    }
    return NULL;
}

static uint64_t number_argument(const PhraseArgs *args, char name)
{
    switch (name) {
    case 'n': return args->n;
    case 'm': return args->m;
    case 'k': return args->k;
    default: BUG("unknown placeholder");
    }
}

/* "n|# item|# items" up to `end`: the first form for 1, else the second; '#' is the number. */
static void fill_plural(const PhraseArgs *args, const char *at, const char *end, Prose *out)
{
    uint64_t number = number_argument(args, at[0]);
    const char *one = at + 2;
    const char *many = memchr(one, '|', (size_t)(end - one));
    CHECK(many != NULL);
    const char *form = number == 1 ? one : many + 1;
    const char *form_end = number == 1 ? many : end;
    for (; form < form_end; form++) {
        if (*form == '#') {
            prose_add_number(out, number);
        } else {
            prose_add_bytes(out, form, 1);
        }
    }
}

static void fill_one(const PhraseArgs *args, const char *at, const char *end, Prose *out)
{
    const char *text = text_argument(args, at, (size_t)(end - at));
    if (text != NULL) {
        prose_add(out, text);
    } else if (end - at == 1) {
        prose_add_number(out, number_argument(args, at[0]));
    } else {
        CHECK(at[1] == '|');
        fill_plural(args, at, end, out);
    }
}

const char *phrase_template(Language language, PhraseKey key)
{
    CHECK(key < PHRASE_COUNT);
    return language == LANGUAGE_ZH ? phrase_zh[key] : phrase_en[key];
}

void phrase_fill(Language language, PhraseKey key, const PhraseArgs *args, Prose *out)
{
    const char *at = phrase_template(language, key);
    for (;;) {
        const char *open = strchr(at, '{');
        if (open == NULL) {
            prose_add(out, at);
            return;
        }
        prose_add_bytes(out, at, (size_t)(open - at));
        const char *close = strchr(open, '}');
        CHECK(close != NULL);
        fill_one(args, open + 1, close, out);
        at = close + 1;
    }
}
