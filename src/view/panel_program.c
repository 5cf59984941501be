/* The program's source with the current line, and what it has printed. */
#include "view/view.h"

#include <stdio.h>

static const float line_high = 20.0f;
enum { RECORDS_BACK_MAX = 100000 };

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

static void put_line(View *view, const SourceFile *source, uint32_t line, Rect row, bool current)
{
    TextStyle number = view_aligned(view_style(view, FONT_MONO, 13.0f, current ? COLOR_TEXT_SOFT : COLOR_TEXT_FAINT), ALIGN_RIGHT);
    TextStyle text = view_style(view, current ? FONT_MONO_BOLD : FONT_MONO, 14.0f, current ? COLOR_CURRENT_TEXT : COLOR_TEXT);
    if (current) {
        draw_fill(&view->list, row, view_color(view, COLOR_CODE_LINE));
    }
    view_putf(view, rect_cut_left(&row, view_px(view, 34.0f)), &number, "%u", (unsigned)line);
    rect_cut_left(&row, view_px(view, 12.0f));
    view_put_user(view, row, &text, names_text(view->names, source->lines[line - 1]));
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
    uint32_t current = place == NULL ? 0 : place->source_line;
    uint32_t room = (uint32_t)(box.h / view_px(view, line_high));
    uint32_t first = 1;
    if (source->line_count > room && current > room / 2) {
        first = current - room / 2;
        first = first + room > source->line_count + 1 ? source->line_count + 1 - room : first;
    }
    for (uint32_t line = first; line <= source->line_count && line < first + room; line++) {
        put_line(view, source, line, rect_cut_top(&box, view_px(view, line_high)), line == current);
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
