/* The text of a traced program whose lines come with the ops (`line` with `text`): the header's first source grows. */
#ifndef HL_TRACE_PROGRAM_H
#define HL_TRACE_PROGRAM_H

#include "base/names.h"
#include "base/vec.h"
#include "model/op.h"

/* All zero: nothing has been added. Released by vec_release(&program.lines). */
typedef struct Program {
    SourceFile source;   /* of a header that has none */
    VEC(Name) lines;
} Program;

/* Puts the lines of an op's text at its line and on; what stood there is replaced. They begin at most one behind the last
 * line there is: false if they do not. */
bool program_add(Program *program, TraceHeader *header, Names *names, const Op *op);

#endif
