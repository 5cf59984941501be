#include "view/raster/gif.h"

#include "base/check.h"
#include "view/raster/palette.h"

#include <gif_lib.h>
#include <string.h>

struct Gif {
    int width;
    int height;
    Palette palette;
    uint32_t *before;    /* the frame before; no pixel equals 0 */
    GifPixelType *shown; /* by pixel, the index that the frames so far show */
    GifPixelType *row;   /* scratch: of the changed box */
    GifFileType *file;   /* NULL before gif_begin and after gif_finish */
    int transparent;     /* the index after the chosen colours */
};

Gif *gif_new(int width, int height)
{
    Gif *gif = mem_zeroed(1, sizeof *gif);
    gif->width = width;
    gif->height = height;
    gif->before = mem_zeroed((size_t)width * (size_t)height, sizeof *gif->before);
    gif->shown = mem_zeroed((size_t)width * (size_t)height, sizeof *gif->shown);
    gif->row = mem_zeroed((size_t)width, sizeof *gif->row);
    return gif;
}

void gif_free(Gif *gif)
{
    if (gif == NULL) {
        return;
    }
    if (gif->file != NULL) {
        EGifCloseFile(gif->file, NULL);
    }
    palette_release(&gif->palette);
    mem_release(gif->before);
    mem_release(gif->shown);
    mem_release(gif->row);
    mem_release(gif);
}

static size_t pixels_of(const Gif *gif)
{
    return (size_t)gif->width * (size_t)gif->height;
}

void gif_learn(Gif *gif, const Surface *frame)
{
    CHECK(frame->width == gif->width && frame->height == gif->height);
    size_t count = pixels_of(gif), run = 0;
    for (size_t i = 0; i < count; i++) {
        bool changed = frame->pixels[i] != gif->before[i];
        if (run > 0 && (!changed || frame->pixels[i] != frame->pixels[i - 1])) {
            palette_count(&gif->palette, frame->pixels[i - 1], run);
            run = 0;
        }
        run += changed ? 1 : 0;
    }
    if (run > 0) {
        palette_count(&gif->palette, frame->pixels[count - 1], run);
    }
    memcpy(gif->before, frame->pixels, count * sizeof *gif->before);
}

static int collect(GifFileType *file, const GifByteType *bytes, int count)
{
    PictureBytes *out = file->UserData;
    vec_reserve(&out->bytes, (size_t)count);
    memcpy(out->bytes.items + out->bytes.count, bytes, (size_t)count);
    out->bytes.count += (size_t)count;
    return count;
}

static bool failed(const Gif *gif, Err *err)
{
    const char *why = gif->file == NULL ? NULL : GifErrorString(gif->file->Error);
    return err_machine(err, "cannot encode the animation: %s", why == NULL ? "out of memory" : why);
}

/* The chosen colours in a map whose size the format wants to be a power of two. */
static ColorMapObject *color_map(const Gif *gif)
{
    int size = 4;
    while (size < gif->palette.count + 1) {
        size *= 2;
    }
    ColorMapObject *map = GifMakeMapObject(size, NULL);
    for (int i = 0; map != NULL && i < gif->palette.count; i++) {
        Color color = gif->palette.chosen[i];
        map->Colors[i] = (GifColorType){(GifByteType)(color >> 16), (GifByteType)(color >> 8), (GifByteType)color};
    }
    return map;
}

/* The extension every browser knows: how often to repeat; 0 = for ever. */
static bool put_repetition(GifFileType *file)
{
    static const GifByteType forever[3] = {1, 0, 0};
    return EGifPutExtensionLeader(file, APPLICATION_EXT_FUNC_CODE) == GIF_OK &&
           EGifPutExtensionBlock(file, 11, "NETSCAPE2.0") == GIF_OK &&
           EGifPutExtensionBlock(file, sizeof forever, forever) == GIF_OK && EGifPutExtensionTrailer(file) == GIF_OK;
}

bool gif_begin(Gif *gif, PictureBytes *out, Err *err)
{
    palette_choose(&gif->palette);
    gif->transparent = gif->palette.count;
    memset(gif->before, 0, pixels_of(gif) * sizeof *gif->before);
    memset(gif->shown, gif->transparent, pixels_of(gif));
    gif->file = EGifOpen(out, collect, NULL);
    ColorMapObject *map = color_map(gif);
    bool begun = false;
    if (gif->file != NULL && map != NULL) {
        EGifSetGifVersion(gif->file, true);
        begun = EGifPutScreenDesc(gif->file, gif->width, gif->height, 8, 0, map) == GIF_OK && put_repetition(gif->file);
    }
    GifFreeMapObject(map);
    return begun || failed(gif, err);
}

/* The least box around what differs from the frame before; one pixel when nothing does, for a frame cannot be empty. */
static PixelBox changed_box(const Gif *gif, const Surface *frame)
{
    PixelBox box = {gif->width, gif->height, 0, 0};
    for (int y = 0; y < gif->height; y++) {
        const uint32_t *now = frame->pixels + (size_t)y * (size_t)gif->width;
        const uint32_t *before = gif->before + (size_t)y * (size_t)gif->width;
        if (memcmp(now, before, (size_t)gif->width * sizeof *now) == 0) {
            continue;
        }
        int first = 0, last = gif->width;
        while (now[first] == before[first]) {
            first++;
        }
        while (now[last - 1] == before[last - 1]) {
            last--;
        }
        box.x0 = first < box.x0 ? first : box.x0;
        box.x1 = last > box.x1 ? last : box.x1;
        box.y0 = y < box.y0 ? y : box.y0;
        box.y1 = y + 1;
    }
    return box.x1 > box.x0 ? box : (PixelBox){0, 0, 1, 1};
}

static void fill_row(Gif *gif, const Surface *frame, const PixelBox *box, int y)
{
    size_t at = (size_t)y * (size_t)gif->width + (size_t)box->x0;
    Color color = 0;
    int index = 0;
    for (int x = 0; x < box->x1 - box->x0; x++, at++) {
        if (frame->pixels[at] == gif->before[at]) {
            gif->row[x] = (GifPixelType)gif->transparent;
            continue;
        }
        if (frame->pixels[at] != color) {
            color = frame->pixels[at];
            index = palette_index(&gif->palette, color);
        }
        gif->row[x] = gif->shown[at] == index ? (GifPixelType)gif->transparent : (GifPixelType)index;
        gif->shown[at] = (GifPixelType)index;
    }
}

static bool put_frame_head(Gif *gif, const PixelBox *box, int duration_ms)
{
    GraphicsControlBlock control = {.DisposalMode = DISPOSE_DO_NOT, .DelayTime = (duration_ms + 5) / 10,
                                    .TransparentColor = gif->transparent};
    GifByteType extension[4];
    size_t bytes = EGifGCBToExtension(&control, extension);
    return EGifPutExtension(gif->file, GRAPHICS_EXT_FUNC_CODE, (int)bytes, extension) == GIF_OK &&
           EGifPutImageDesc(gif->file, box->x0, box->y0, box->x1 - box->x0, box->y1 - box->y0, false, NULL) == GIF_OK;
}

bool gif_add(Gif *gif, const Surface *frame, int duration_ms, Err *err)
{
    CHECK(gif->file != NULL && frame->width == gif->width && frame->height == gif->height);
    PixelBox box = changed_box(gif, frame);
    bool good = put_frame_head(gif, &box, duration_ms);
    for (int y = box.y0; good && y < box.y1; y++) {
        fill_row(gif, frame, &box, y);
        good = EGifPutLine(gif->file, gif->row, box.x1 - box.x0) == GIF_OK;
    }
    memcpy(gif->before, frame->pixels, pixels_of(gif) * sizeof *gif->before);
    return good || failed(gif, err);
}

bool gif_finish(Gif *gif, Err *err)
{
    int why = 0;
    bool good = EGifCloseFile(gif->file, &why) == GIF_OK;
    gif->file = NULL;
    return good || failed(gif, err);
}
