#include "trace/program.h"

#include <string.h>

static void take_over(Program *program, const TraceHeader *header)
{
    for (uint32_t i = 0; header->source_count > 0 && i < header->sources[0].line_count; i++) {
        vec_push(&program->lines, header->sources[0].lines[i]);
    }
}

static void show(Program *program, TraceHeader *header)
{
    if (header->source_count == 0) {
        header->sources = &program->source;
        header->source_count = 1;
    }
    header->sources[0].lines = program->lines.items;
    header->sources[0].line_count = (uint32_t)program->lines.count;
}

bool program_add(Program *program, TraceHeader *header, Names *names, const Op *op)
{
    const char *text = names_text(names, op->text.en);
    if (program->lines.count == 0) {
        take_over(program, header);
    }
    size_t line = op->line;
    if (line == 0 || line > program->lines.count + 1) {
        return false;
    }
    for (bool more = true; more; line++) {
        size_t bytes = strcspn(text, "\n");
        Name name = names_intern(names, text, bytes);
        if (line > program->lines.count) {
            vec_push(&program->lines, name);
        } else {
            program->lines.items[line - 1] = name;
        }
        more = text[bytes] != '\0';
        text += bytes + (more ? 1 : 0);
    }
    show(program, header);
    return true;
}
