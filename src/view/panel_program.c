/* The program's source with the current line, and what it has printed. */
#include "view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float line_high = 20.0f, number_wide = 34.0f, number_gap = 12.0f;
enum { RECORDS_BACK_MAX = 100000, ROWS_A_LINE = 3, ROW_BYTES = 512 };

/* The op record whose source line holds at the step: its own, else that of the nearest op before it that has one. */
static const OpRecord *place_of(const View *view)
{
    const Journal *journal = view->scene->explain.journal;
    int64_t record = journal_record_of_step(journal, view->scene->explain.step);
    for (int64_t i = record; i >= 0 && record - i < RECORDS_BACK_MAX; i--) {
        if (journal->ops.items[i].source_line != 0) {
            return &journal->ops.items[i];
        }
    }
    return NULL;
}

static const SourceFile *source_of(const View *view, const OpRecord *place)
{
    const TraceHeader *header = view->scene->header;
    for (uint32_t i = 0; i < header->source_count; i++) {
        if (place != NULL && place->file != NAME_NONE && header->sources[i].file == place->file) {
            return &header->sources[i];
        }
    }
    return header->source_count > 0 ? &header->sources[0] : NULL;
}

/* A source laid into a panel: long lines take several rows, continued a little farther in than they begin. */
typedef struct Sheet {
    View *view;
    const SourceFile *source;
    TextStyle style;
    float width; /* px of a line's text */
} Sheet;

static const char *line_text(const Sheet *sheet, uint32_t line)
{
    return names_text(sheet->view->names, sheet->source->lines[line - 1]);
}

static float hanging(const Sheet *sheet, const char *text)
{
    size_t spaces = strspn(text, " ");
    float letter = view_text_width(sheet->view, &sheet->style, "x");
    return fminf((float)(spaces + 2) * letter, sheet->width * 0.5f);
}

/* Bytes of the next row: to a space, if possible, in the last row all. */
static size_t row_bytes(const Sheet *sheet, const char *text, float width, uint32_t row)
{
    return row + 1 == ROWS_A_LINE ? strlen(text) : text_line(sheet->view->pen.measure, &sheet->style, text, width);
}

static uint32_t rows_of(const Sheet *sheet, uint32_t line)
{
    const char *text = line_text(sheet, line);
    float inner = sheet->width - hanging(sheet, text);
    uint32_t rows = 0;
    do {
        text = text_next_line(text + row_bytes(sheet, text, rows == 0 ? sheet->width : inner, rows));
        rows++;
    } while (text[0] != '\0');
    return rows;
}

static void put_line(const Sheet *sheet, uint32_t line, Rect box, bool current)
{
    View *view = sheet->view;
    TextStyle number = view_aligned(view_style(view, FONT_MONO, 13.0f, current ? COLOR_TEXT_SOFT : COLOR_TEXT_FAINT), ALIGN_RIGHT);
    TextStyle style = view_style(view, current ? FONT_MONO_BOLD : FONT_MONO, 14.0f, current ? COLOR_CURRENT_TEXT : COLOR_TEXT);
    const char *text = line_text(sheet, line);
    float hang = hanging(sheet, text);
    if (current) {
        draw_fill(&view->list, box, view_color(view, COLOR_CODE_LINE));
    }
    for (uint32_t row = 0; box.h > 1.0f; row++) {
        char piece[ROW_BYTES];
        Rect place = rect_cut_top(&box, view_px(view, line_high)), margin = rect_cut_left(&place, view_px(view, number_wide));
        rect_cut_left(&place, view_px(view, number_gap) + (row == 0 ? 0.0f : hang));
        if (row == 0) {
            view_putf(view, margin, &number, "%u", (unsigned)line);
        }
        size_t bytes = box.h > 1.0f ? row_bytes(sheet, text, place.w, row) : strlen(text); /* cut with "…" where the panel ends */
        snprintf(piece, sizeof piece, "%.*s", (int)bytes, text);
        view_put_user(view, place, &style, piece);
        text = text_next_line(text + bytes);
    }
}

/* The first line shown: half of the room is above the current one, all of it is used. */
static uint32_t first_line(const Sheet *sheet, uint32_t current, uint32_t room)
{
    uint32_t first = current == 0 ? 1 : current, above = 0, below = 0;
    while (first > 1 && above + rows_of(sheet, first - 1) <= room / 2) {
        above += rows_of(sheet, --first);
    }
    for (uint32_t line = first; line <= sheet->source->line_count && below <= room; line++) {
        below += rows_of(sheet, line);
    }
    while (first > 1 && below + rows_of(sheet, first - 1) <= room) {
        below += rows_of(sheet, --first);
    }
    return first;
}

void panel_program(View *view, Rect box)
{
    const OpRecord *place = place_of(view);
    const SourceFile *source = source_of(view, place);
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    if (source == NULL) {
        view_put(view, rect_cut_top(&box, view_px(view, line_high)), &soft,
                 view_word(view, "This trace carries no source text.", "这份记录没有附带源代码。"));
        return;
    }
    Sheet sheet = {view, source, view_style(view, FONT_MONO, 14.0f, COLOR_TEXT), box.w - view_px(view, number_wide + number_gap)};
    uint32_t current = place == NULL || place->source_line > source->line_count ? 0 : place->source_line;
    uint32_t room = (uint32_t)(box.h / view_px(view, line_high));
    for (uint32_t line = first_line(&sheet, current, room); line <= source->line_count && room > 0; line++) {
        uint32_t rows = rows_of(&sheet, line);
        rows = rows < room ? rows : room;
        put_line(&sheet, line, rect_cut_top(&box, view_px(view, line_high) * (float)rows), line == current);
        room -= rows;
    }
}

void panel_output(View *view, Rect box)
{
    const World *world = view->world;
    uint32_t count = world->words[W_OUTPUT_COUNT];
    uint32_t room = (uint32_t)(box.h / view_px(view, line_high));
    TextStyle soft = view_style(view, FONT_UI, 13.0f, COLOR_TEXT_SOFT);
    TextStyle text = view_style(view, FONT_MONO, 14.0f, COLOR_TEXT);
    if (count == 0) {
        view_put(view, rect_cut_top(&box, view_px(view, line_high)), &soft,
                 view_word(view, "Nothing printed so far.", "到目前为止没有输出。"));
        return;
    }
    uint32_t first = 0;
    if (count > room && room > 0) {
        first = count - (room - 1);
        view_putf(view, rect_cut_top(&box, view_px(view, line_high)), &soft,
                  view_word(view, "… %s earlier lines", "… 前面还有 %s 行"), number_text(first).text);
    }
    for (uint32_t i = first; i < count; i++) {
        view_put_user(view, rect_cut_top(&box, view_px(view, line_high)), &text, names_text(view->names, world->output[i]));
    }
}
