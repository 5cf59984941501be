/* key_pictures TRACE WxH[@D] <LINES: for every line "name|keys" the picture that `render --at 0 --keys` would write, as a hash of its
 * pixels: "name hash"; on a screen of D pixels per unit of the desktop, WxH counting pixels.
 * key_pictures --hash FILE: the hash of pixels as `import -depth 8 rgb:FILE` saved them from a window. */
#include "app/render.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* FNV-1a over red, green, blue of each pixel. */
static uint64_t hash_byte(uint64_t hash, unsigned byte)
{
    return (hash ^ byte) * UINT64_C(0x100000001b3);
}
static const uint64_t hash_start = UINT64_C(0xcbf29ce484222325);

static uint64_t hash_surface(const Surface *surface)
{
    uint64_t hash = hash_start;
    for (int y = 0; y < surface->height; y++) {
        for (int x = 0; x < surface->width; x++) {
            uint32_t pixel = surface->pixels[(size_t)y * (size_t)surface->width + (size_t)x];
            hash = hash_byte(hash_byte(hash_byte(hash, pixel >> 16 & 0xff), pixel >> 8 & 0xff), pixel & 0xff);
        }
    }
    return hash;
}

static int hash_file(const char *path)
{
    static unsigned char bytes[1 << 16];
    uint64_t hash = hash_start;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return 1;
    }
    for (size_t count; (count = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        for (size_t i = 0; i < count; i++) {
            hash = hash_byte(hash, bytes[i]);
        }
    }
    fclose(file);
    printf("%016" PRIx64 "\n", hash);
    return 0;
}

typedef struct Pictures {
    Session session;
    Raster *raster;
    RenderPlan plan;
} Pictures;

static bool picture(Pictures *pictures, const char *keys, uint64_t *hash)
{
    Show show;
    Surface surface = {0};
    Err err;
    RenderOptions options = {.at = "0", .keys = keys};
    show_init(&show, &pictures->session);
    bool good = render_place(&show, &options, &pictures->plan, &err);
    if (good) {
        render_surface(&show, &pictures->plan, pictures->raster, &surface);
        *hash = hash_surface(&surface);
    } else {
        fprintf(stderr, "key_pictures: %s\n", err.text);
    }
    surface_release(&surface);
    show_release(&show);
    return good;
}

int main(int count, char **arguments)
{
    Pictures pictures;
    Err err;
    static char line[1 << 14];
    if (count == 3 && strcmp(arguments[1], "--hash") == 0) {
        return hash_file(arguments[2]);
    }
    char *at = count == 3 ? strchr(arguments[2], '@') : NULL;
    if (at != NULL) {
        *at = '\0';
    }
    RenderOptions options = {.size = count == 3 ? arguments[2] : NULL, .language = "en"};
    pictures.raster = raster_new(&err);
    if (count != 3 || pictures.raster == NULL || !render_plan(&options, &pictures.plan, &err) ||
        !session_open(&pictures.session, arguments[1], (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err)) {
        fprintf(stderr, "key_pictures: TRACE WxH[@D] <LINES\n");
        return 2;
    }
    if (at != NULL) {
        pictures.plan.state.density = strtof(at + 1, NULL);
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        uint64_t hash;
        line[strcspn(line, "\n")] = '\0';
        char *bar = strchr(line, '|');
        if (bar == NULL) {
            continue;
        }
        *bar = '\0';
        if (picture(&pictures, bar + 1, &hash)) {
            printf("%s %016" PRIx64 "\n", line, hash);
        }
    }
    session_close(&pictures.session);
    raster_free(pictures.raster);
    return 0;
}
