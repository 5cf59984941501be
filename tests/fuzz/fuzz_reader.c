/* Any bytes as a trace: no crash, no leak, and the same outcome whatever the block size. The first byte chooses that size.
 *
 *     clang -g -O1 -fsanitize=fuzzer,address,undefined -Isrc tests/fuzz/fuzz_reader.c (all of src/base, src/trace, src/model/op.c) -lcjson
 *     ./a.out -dict=tests/fuzz/reader.dict NEW_CORPUS tests/fuzz/corpus_reader */
#include "base/check.h"
#include "trace/reader.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Outcome {
    ReadStatus status;
    uint64_t ops, bodies, items;
    Err err;
} Outcome;

static void use_op(Names *names, const Op *op, Outcome *out)
{
    Arena arena = {0};
    Substitution substitution = {names, op->var != NAME_NONE ? op->var : names_of(names, "i"), 7};
    OpBody body = op_body_copy(&arena, op->body, &substitution);
    CHECK(body.count == op->body.count);
    CHECK(op_copy(&arena, op, &substitution)->kind == op->kind);
    arena_release(&arena);
    out->ops++;
    out->bodies += op->body.count;
    out->items += op->item_count;
    for (uint32_t i = 0; i < op->object_count; i++) {
        CHECK((uint64_t)op->objects[i].item_first + op->objects[i].item_count <= op->item_count);
    }
}

static Outcome read_all(const char *bytes, size_t size, size_t block)
{
    Outcome out = {.status = READ_FAILED};
    const Op *op = NULL;
    Names *names = names_new();
    Reader *reader = reader_open_blocks(bytes, size, block, names, &out.err);
    while (reader != NULL && (out.status = reader_next(reader, &op, &out.err)) == READ_OP) {
        use_op(names, op, &out);
    }
    reader_close(reader);
    names_free(names);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    const char *bytes = (const char *)data + 1;
    Outcome whole = read_all(bytes, size - 1, 65536);
    Outcome parts = read_all(bytes, size - 1, (size_t)data[0] % 64 + 1);
    CHECK(whole.status == parts.status && whole.ops == parts.ops && whole.bodies == parts.bodies && whole.items == parts.items);
    if (whole.status == READ_FAILED) {
        CHECK(whole.err.status == ERR_INPUT && whole.err.line > 0 && whole.err.column > 0 && whole.err.text[0] != '\0');
        CHECK(whole.err.line == parts.err.line && whole.err.column == parts.err.column);
        CHECK(strcmp(whole.err.text, parts.err.text) == 0);
    }
    return 0;
}
