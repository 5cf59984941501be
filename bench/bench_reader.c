/* How fast traces are read: MB/s of JSON Lines through the reader, and through plain cJSON a line (same arena, no checks, nothing copied).
 * Usage: bench_reader [FILE]; without FILE a trace of about 64 MB is made: objects mostly refer to recent ones, as in recorded programs. */
#define _POSIX_C_SOURCE 200809L
#include "base/mem.h"
#include "base/rng.h"
#include "trace/json.h"
#include "trace/reader.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MADE_BYTES = 64 << 20, LINE_BYTES = 400, ROUNDS = 3, RECENT = 1000 };

typedef struct Text {
    char *bytes;
    size_t count;
} Text;

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* One of the last objects; seldom any. */
static unsigned some_object(Rng *rng, unsigned made)
{
    unsigned range = rng_below(rng, 10) != 0 && made > RECENT ? RECENT : made;
    return made - 1 - rng_below(rng, range);
}

static int print_new(Rng *rng, char *to, unsigned *made)
{
    static const char *const types[] = {"list", "dict", "Node", "tuple"};
    return snprintf(to, LINE_BYTES, "{\"op\":\"new\",\"id\":\"obj%u\",\"type\":\"%s\",\"bind\":\"v%u\",\"line\":%u}\n", (*made)++,
                    types[rng_below(rng, 4)], rng_below(rng, 50), rng_below(rng, 500));
}

static int print_line(Rng *rng, char *to, unsigned *made)
{
    unsigned a = some_object(rng, *made), b = some_object(rng, *made), line = rng_below(rng, 500);
    switch (rng_below(rng, 10)) {
    case 0: case 1: case 2:
        return print_new(rng, to, made);
    case 3: case 4: case 5:
        return snprintf(to, LINE_BYTES, "{\"op\":\"ref\",\"from\":\"obj%u\",\"slot\":\"next\",\"to\":\"obj%u\",\"line\":%u}\n", a, b, line);
    case 6:
        return snprintf(to, LINE_BYTES, "{\"op\":\"unbind\",\"name\":\"v%u\",\"line\":%u}\n", rng_below(rng, 50), line);
    case 7:
        return snprintf(to, LINE_BYTES, "{\"op\":\"call\",\"name\":\"walk\",\"args\":{\"self\":\"obj%u\",\"other\":\"obj%u\"}}\n", a, b);
    case 8:
        return snprintf(to, LINE_BYTES, "{\"op\":\"new\",\"id\":\"obj%u\",\"type\":\"tuple\",\"items\":[\"obj%u\",\"obj%u\",\"obj%u\"],\"bind\":\"t\"}\n",
                        (*made)++, a, b, a);
    default:
        return snprintf(to, LINE_BYTES, "{\"op\":\"expect\",\"refcount\":{\"obj%u\":2,\"obj%u\":3},\"alive\":[\"obj%u\",\"obj%u\"],\"returned\":0}\n", a,
                        a == 0 ? 1 : a - 1, a, b);
    }
}

static Text make_trace(void)
{
    Text text = {mem_zeroed(MADE_BYTES + LINE_BYTES, 1), 0};
    Rng rng = {7};
    unsigned made = 0;
    text.count += (size_t)snprintf(text.bytes, LINE_BYTES, "{\"heaploupe\":1}\n");
    text.count += (size_t)print_new(&rng, text.bytes + text.count, &made);
    text.count += (size_t)print_new(&rng, text.bytes + text.count, &made);
    while (text.count < MADE_BYTES) {
        text.count += (size_t)print_line(&rng, text.bytes + text.count, &made);
    }
    return text;
}

static Text load_file(const char *path)
{
    Text text = {NULL, 0};
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        return text;
    }
    long size = ftell(file);
    rewind(file);
    text.bytes = mem_zeroed((size_t)size + 1, 1);
    text.count = fread(text.bytes, 1, (size_t)size, file);
    fclose(file);
    return text;
}

static double read_with_reader(const Text *text, unsigned long *ops)
{
    Err err;
    const Op *op;
    ReadStatus status = READ_FAILED;
    Names *names = names_new();
    double start = seconds_now();
    Reader *reader = reader_open_text(text->bytes, text->count, "bench", names, &err);
    *ops = 0;
    while (reader != NULL && (status = reader_next(reader, &op, &err)) == READ_OP) {
        ++*ops;
    }
    reader_close(reader);
    double taken = seconds_now() - start;
    if (status == READ_FAILED) {
        fprintf(stderr, "%u:%u: %s\n", err.line, err.column, err.text);
    }
    names_free(names);
    return taken;
}

static double read_with_cjson(const Text *text)
{
    JsonParser parser = {0};
    double start = seconds_now();
    const char *end = text->bytes + text->count;
    for (const char *at = text->bytes; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        if (stop != at && json_parse(&parser, at, (size_t)(stop - at), false) == NULL) {
            fputs("cJSON refuses a line\n", stderr);
        }
        at = stop + 1;
    }
    double taken = seconds_now() - start;
    json_release(&parser);
    return taken;
}

int main(int argc, char **argv)
{
    Text text = argc > 1 ? load_file(argv[1]) : make_trace();
    if (text.bytes == NULL) {
        return 2;
    }
    double reader_best = 1e9, cjson_best = 1e9;
    unsigned long ops = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double reader = read_with_reader(&text, &ops), cjson = read_with_cjson(&text);
        reader_best = reader < reader_best ? reader : reader_best;
        cjson_best = cjson < cjson_best ? cjson : cjson_best;
    }
    double megabytes = (double)text.count / 1e6;
    printf("reader: %.0f MB/s, %.0f ns an op (%lu ops, %.1f MB)\n", megabytes / reader_best, reader_best * 1e9 / (double)ops, ops, megabytes);
    printf("cJSON alone: %.0f MB/s; the reader takes %.2f times as long\n", megabytes / cjson_best, reader_best / cjson_best);
    mem_release(text.bytes);
    return 0;
}
