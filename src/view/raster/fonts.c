/* Opening fonts at a size, splitting texts by font, drawing and caching runs.
 *
 * Sizes are quarter pixels: SDL2_ttf counts whole points, and at 18 dpi a point is a quarter of a pixel.
 * A run costs about 20 µs to draw and 0.1 µs to find again. */
#include "view/raster/fonts.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"

#include <SDL2/SDL.h>
#include <SDL2/SDL_ttf.h>
#include <math.h>
#include <string.h>

enum {
    QUARTERS_MAX = 4 * 400,               /* the largest em, in quarter pixels */
    OPEN_FONTS_MAX = 40,                  /* a zoom passes through many sizes; each open font holds about 100 KB */
    RUN_BYTES_MAX = 2048,                 /* longer texts are cut: no screen is that wide */
    CACHE_BYTES_MAX = 48 * 1024 * 1024,   /* bitmaps of a 4K screen full of text: about 12 MB */
    CACHE_RUNS_MAX = 60000,
    DOTS_PER_INCH = 18
};

typedef enum Face { FACE_HANS = FONT_ROLE_COUNT, FACE_HANS_BOLD, FACE_COUNT } Face;

#define EMBEDDED(name) extern const unsigned char font_##name##_begin[], font_##name##_end[]
EMBEDDED(sans_regular);
EMBEDDED(sans_bold);
EMBEDDED(mono_regular);
EMBEDDED(mono_bold);
EMBEDDED(hans_regular);
EMBEDDED(hans_bold);

static const struct {
    const unsigned char *begin;
    const unsigned char *end;
} faces[FACE_COUNT] = {
    [FONT_UI] = {font_sans_regular_begin, font_sans_regular_end},
    [FONT_UI_BOLD] = {font_sans_bold_begin, font_sans_bold_end},
    [FONT_MONO] = {font_mono_regular_begin, font_mono_regular_end},
    [FONT_MONO_BOLD] = {font_mono_bold_begin, font_mono_bold_end},
    [FACE_HANS] = {font_hans_regular_begin, font_hans_regular_end},
    [FACE_HANS_BOLD] = {font_hans_bold_begin, font_hans_bold_end},
};

typedef struct OpenFont {
    TTF_Font *font;
    unsigned face;
    int quarters;
    uint64_t used; /* the clock when it was last asked for */
} OpenFont;

typedef struct CachedRun {
    uint64_t hash;
    char *text; /* owned, without NUL */
    uint32_t bytes;
    uint16_t quarters;
    uint8_t role;
    bool drawn; /* whether `run` has its bitmap; until then only the advance is known */
    uint32_t frame;
    uint8_t *coverage; /* owned */
    FontRun run;
} CachedRun;

struct Fonts {
    OpenFont open[OPEN_FONTS_MAX];
    uint64_t clock;
    VEC(CachedRun) runs;
    uint32_t *slots; /* open addressing: index into runs + 1, 0 = free; slot_count is a power of two */
    size_t slot_count;
    size_t bitmap_bytes;
    uint32_t frame;
};

/* One stretch of a text in one font. */
typedef struct Piece {
    TTF_Font *font;
    size_t first; /* bytes in Pieces.text */
    int advance;
} Piece;

typedef struct Pieces {
    VEC(char) text; /* the pieces' texts, each with its NUL */
    VEC(Piece) pieces;
} Pieces;

static TTF_Font *open_face(unsigned face, int quarters)
{
    size_t bytes = (size_t)(faces[face].end - faces[face].begin);
    SDL_RWops *source = SDL_RWFromConstMem(faces[face].begin, (int)bytes);
    if (source == NULL) {
        return NULL;
    }
    TTF_Font *font = TTF_OpenFontDPIRW(source, 1, quarters, DOTS_PER_INCH, DOTS_PER_INCH);
    if (font != NULL) {
        TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
    }
    return font;
}

/* The open font of this face and size; opens it, in place of the longest unused one if need be. */
static TTF_Font *font_at(Fonts *fonts, unsigned face, int quarters)
{
    OpenFont *oldest = &fonts->open[0];
    for (size_t i = 0; i < OPEN_FONTS_MAX; i++) {
        OpenFont *open = &fonts->open[i];
        if (open->font != NULL && open->face == face && open->quarters == quarters) {
            open->used = ++fonts->clock;
            return open->font;
        }
        if (open->used < oldest->used) {
            oldest = open;
        }
    }
    TTF_Font *font = open_face(face, quarters);
    if (font == NULL) {
        mem_exhausted(); /* every face was opened once by fonts_new: only memory can be short */
    }
    if (oldest->font != NULL) {
        TTF_CloseFont(oldest->font);
    }
    *oldest = (OpenFont){font, face, quarters, ++fonts->clock};
    return font;
}

Fonts *fonts_new(Err *err)
{
    if (TTF_Init() != 0) {
        err_machine(err, "fonts: %s", TTF_GetError());
        return NULL;
    }
    Fonts *fonts = mem_zeroed(1, sizeof *fonts);
    for (unsigned face = 0; face < FACE_COUNT; face++) {
        TTF_Font *font = open_face(face, 4 * 16);
        if (font == NULL) {
            err_machine(err, "fonts: %s", TTF_GetError());
            fonts_free(fonts);
            return NULL;
        }
        fonts->open[face] = (OpenFont){font, face, 4 * 16, ++fonts->clock};
    }
    return fonts;
}

static void run_release(CachedRun *run)
{
    mem_release(run->text);
    mem_release(run->coverage);
}

void fonts_free(Fonts *fonts)
{
    if (fonts == NULL) {
        return;
    }
    for (size_t i = 0; i < OPEN_FONTS_MAX; i++) {
        if (fonts->open[i].font != NULL) {
            TTF_CloseFont(fonts->open[i].font);
        }
    }
    for (size_t i = 0; i < fonts->runs.count; i++) {
        run_release(&fonts->runs.items[i]);
    }
    vec_release(&fonts->runs);
    mem_release(fonts->slots);
    mem_release(fonts);
    TTF_Quit();
}

static unsigned hans_face(unsigned role)
{
    return role == FONT_UI_BOLD || role == FONT_MONO_BOLD ? FACE_HANS_BOLD : FACE_HANS;
}

static void append_utf8(Pieces *pieces, uint32_t c)
{
    if (c < 0x80) {
        vec_push(&pieces->text, (char)c);
        return;
    }
    if (c < 0x800) {
        vec_push(&pieces->text, (char)(0xc0 | c >> 6));
    } else {
        if (c < 0x10000) {
            vec_push(&pieces->text, (char)(0xe0 | c >> 12));
        } else {
            vec_push(&pieces->text, (char)(0xf0 | c >> 18));
            vec_push(&pieces->text, (char)(0x80 | (c >> 12 & 0x3f)));
        }
        vec_push(&pieces->text, (char)(0x80 | (c >> 6 & 0x3f)));
    }
    vec_push(&pieces->text, (char)(0x80 | (c & 0x3f)));
}

/* Cuts a text into pieces of one font each; unknown characters become U+25A1, a box. */
static void split(Fonts *fonts, const CachedRun *run, Pieces *out)
{
    TTF_Font *own = font_at(fonts, run->role, run->quarters);
    TTF_Font *hans = NULL;
    size_t bytes = run->bytes < RUN_BYTES_MAX ? run->bytes : RUN_BYTES_MAX;
    TTF_Font *current = NULL;
    for (const char *cursor = run->text, *end = cursor + bytes; cursor < end;) {
        uint32_t c = text_code_point(&cursor, end);
        TTF_Font *font = own;
        if (c >= 0x7f || c < 0x20) {
            if (!TTF_GlyphIsProvided32(own, c)) {
                hans = hans != NULL ? hans : font_at(fonts, hans_face(run->role), run->quarters);
                bool in_hans = c >= 0x7f && TTF_GlyphIsProvided32(hans, c);
                font = in_hans ? hans : own;
                c = in_hans ? c : 0x25a1;
            }
        }
        if (font != current) {
            if (current != NULL) {
                vec_push(&out->text, '\0');
            }
            vec_push(&out->pieces, ((Piece){font, out->text.count, 0}));
            current = font;
        }
        append_utf8(out, c);
    }
    vec_push(&out->text, '\0');
}

static int measure_pieces(Pieces *pieces)
{
    int total = 0;
    for (size_t i = 0; i < pieces->pieces.count; i++) {
        Piece *piece = &pieces->pieces.items[i];
        int height;
        if (TTF_SizeUTF8(piece->font, pieces->text.items + piece->first, &piece->advance, &height) != 0) {
            piece->advance = 0;
        }
        total += piece->advance;
    }
    return total;
}

/* Where a piece's bitmap begins: SDL2_ttf moves a text right when its first glyph reaches left of its origin. */
static int piece_left(const Pieces *pieces, const Piece *piece)
{
    const char *cursor = pieces->text.items + piece->first;
    uint32_t first = text_code_point(&cursor, cursor + strlen(cursor));
    int left = 0;
    int unused;
    if (TTF_GlyphMetrics32(piece->font, first, &left, &unused, &unused, &unused, &unused) != 0 || left > 0) {
        return 0;
    }
    return left;
}

/* Thin letters lose contrast when coverage is blended in sRGB: the middle tones are raised a little, by 0.44·a·(1−a). */
static uint8_t strengthened(uint8_t alpha)
{
    return (uint8_t)(alpha + alpha * (255 - alpha) * 11 / (255 * 25));
}

/* Adds a piece's alpha to the run's bitmap, its top left corner at (x, y). */
static void copy_alpha(CachedRun *run, SDL_Surface *image, int x, int y)
{
    for (int row = 0; row < image->h && row + y < run->run.height; row++) {
        const uint32_t *from = (const uint32_t *)(const void *)((const uint8_t *)image->pixels + row * image->pitch);
        uint8_t *to = run->coverage + (size_t)(row + y) * (size_t)run->run.width;
        for (int column = 0; column < image->w; column++) {
            int at = column + x;
            uint8_t alpha = strengthened((uint8_t)(from[column] >> 24));
            if (at >= 0 && at < run->run.width && alpha > to[at]) {
                to[at] = alpha;
            }
        }
    }
}

/* Renders every piece, aligned on the baseline. */
static void draw_pieces(Pieces *pieces, CachedRun *run)
{
    int ascent = 0;
    int descent = 0;
    for (size_t i = 0; i < pieces->pieces.count; i++) {
        TTF_Font *font = pieces->pieces.items[i].font;
        int above = TTF_FontAscent(font);
        int below = TTF_FontHeight(font) - above + 2;
        ascent = above > ascent ? above : ascent;
        descent = below > descent ? below : descent;
    }
    enum { MARGIN = 4 }; /* glyphs that lean out of their advance */
    run->run.width = (int)run->run.advance + 2 * MARGIN;
    run->run.height = ascent + descent;
    run->run.left = -MARGIN;
    run->run.top = -ascent;
    size_t bytes = (size_t)run->run.width * (size_t)run->run.height;
    run->coverage = mem_zeroed(bytes, 1);
    int x = MARGIN;
    for (size_t i = 0; i < pieces->pieces.count; i++) {
        const Piece *piece = &pieces->pieces.items[i];
        SDL_Surface *image =
            TTF_RenderUTF8_Blended(piece->font, pieces->text.items + piece->first, (SDL_Color){255, 255, 255, 255});
        if (image != NULL) {
            copy_alpha(run, image, x + piece_left(pieces, piece), ascent - TTF_FontAscent(piece->font));
            SDL_FreeSurface(image);
        }
        x += piece->advance;
    }
    run->run.coverage = run->coverage;
}

/* Fills in what is asked of a run: its advance always, its bitmap if `with_bitmap`. */
static void make(Fonts *fonts, CachedRun *run, bool with_bitmap)
{
    Pieces pieces = {0};
    split(fonts, run, &pieces);
    run->run.advance = (float)measure_pieces(&pieces);
    if (with_bitmap) {
        if (run->run.advance > 0.0f) {
            draw_pieces(&pieces, run);
            fonts->bitmap_bytes += (size_t)run->run.width * (size_t)run->run.height;
        }
        run->drawn = true;
    }
    vec_release(&pieces.text);
    vec_release(&pieces.pieces);
}

static bool same_run(const CachedRun *run, const CachedRun *wanted)
{
    return run->hash == wanted->hash && run->bytes == wanted->bytes && run->quarters == wanted->quarters &&
           run->role == wanted->role && memcmp(run->text, wanted->text, wanted->bytes) == 0;
}

static size_t slot_of(const Fonts *fonts, const CachedRun *wanted)
{
    size_t slot = (size_t)wanted->hash & (fonts->slot_count - 1);
    while (fonts->slots[slot] != 0 && !same_run(&fonts->runs.items[fonts->slots[slot] - 1], wanted)) {
        slot = (slot + 1) & (fonts->slot_count - 1);
    }
    return slot;
}

static void rebuild_slots(Fonts *fonts, size_t slot_count)
{
    mem_release(fonts->slots);
    fonts->slots = mem_zeroed(slot_count, sizeof *fonts->slots);
    fonts->slot_count = slot_count;
    for (size_t i = 0; i < fonts->runs.count; i++) {
        fonts->slots[slot_of(fonts, &fonts->runs.items[i])] = (uint32_t)i + 1;
    }
}

/* The cached run of this text, made if new. */
static CachedRun *find(Fonts *fonts, const TextStyle *style, const char *text, size_t bytes)
{
    if (fonts->runs.count * 2 >= fonts->slot_count) {
        rebuild_slots(fonts, fonts->slot_count == 0 ? 1024 : fonts->slot_count * 2);
    }
    float quarters = fminf((float)QUARTERS_MAX, fmaxf(4.0f, roundf(style->size_px * 4.0f)));
    CachedRun wanted = {.bytes = (uint32_t)bytes, .quarters = (uint16_t)quarters, .role = (uint8_t)style->role};
    wanted.hash = hash_add(hash_add(hash_bytes(text, bytes), wanted.quarters), wanted.role);
    wanted.text = (char *)(uintptr_t)text; /* only compared; copied below before it is kept */
    size_t slot = slot_of(fonts, &wanted);
    if (fonts->slots[slot] == 0) {
        wanted.text = mem_copy(text, bytes);
        vec_push(&fonts->runs, wanted);
        fonts->slots[slot] = (uint32_t)fonts->runs.count;
        make(fonts, &vec_last(&fonts->runs), false);
    }
    CachedRun *run = &fonts->runs.items[fonts->slots[slot] - 1];
    run->frame = fonts->frame;
    return run;
}

FontRun fonts_run(Fonts *fonts, const TextStyle *style, const char *text, size_t bytes)
{
    CachedRun *run = find(fonts, style, text, bytes);
    if (!run->drawn) {
        make(fonts, run, true);
    }
    return run->run;
}

float fonts_width(Fonts *fonts, const TextStyle *style, const char *text, size_t bytes)
{
    return find(fonts, style, text, bytes)->run.advance;
}

void fonts_trim(Fonts *fonts)
{
    uint32_t last = fonts->frame++;
    if (fonts->bitmap_bytes <= CACHE_BYTES_MAX && fonts->runs.count <= CACHE_RUNS_MAX) {
        return;
    }
    size_t kept = 0;
    fonts->bitmap_bytes = 0;
    for (size_t i = 0; i < fonts->runs.count; i++) {
        CachedRun *run = &fonts->runs.items[i];
        if (run->frame != last) {
            run_release(run);
            continue;
        }
        if (run->coverage != NULL) {
            fonts->bitmap_bytes += (size_t)run->run.width * (size_t)run->run.height;
        }
        fonts->runs.items[kept++] = *run;
    }
    fonts->runs.count = kept;
    rebuild_slots(fonts, fonts->slot_count);
}

size_t fonts_cached_runs(const Fonts *fonts)
{
    return fonts->runs.count;
}
