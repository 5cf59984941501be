/* A log of another runtime, which leaves out all that undoing needs: stepping back must still give exactly the earlier state. */
#include "app/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char log_text[] =
    "{\"heaploupe-events\": 1, \"runtime\": \"other\", \"title\": \"t\"}\n"
    "{\"event\": \"new\", \"id\": 1, \"type\": \"list\"}\n"
    "{\"event\": \"track\", \"id\": \"1\", \"list\": \"generation 0\"}\n"
    "{\"event\": \"call\", \"frame\": 1, \"name\": \"f\"}\n"
    "{\"event\": \"ref\", \"from\": {\"frame\": 1}, \"slot\": \"x\", \"to\": 1}\n"
    "{\"event\": \"drop\", \"id\": 1}\n"
    "{\"event\": \"new\", \"id\": \"N\", \"type\": \"Node\"}\n"
    "{\"event\": \"track\", \"id\": \"N\", \"list\": \"generation 0\"}\n"
    "{\"event\": \"ref\", \"from\": \"N\", \"slot\": \"next\", \"to\": \"N\"}\n"
    "{\"event\": \"ref\", \"from\": \"N\", \"slot\": \"next\", \"to\": 1}\n"
    "{\"event\": \"ref\", \"from\": 1, \"slot\": 0, \"to\": \"N\"}\n"
    "{\"event\": \"ref\", \"from\": 1, \"to\": \"N\"}\n"
    "{\"event\": \"reorder\", \"from\": 1, \"order\": [1, 0]}\n"
    "{\"event\": \"pin_new\", \"pin\": 0, \"id\": \"N\", \"by\": \"C\"}\n"
    "{\"event\": \"pin\", \"pin\": 0, \"count\": 3}\n"
    "{\"event\": \"pin\", \"pin\": 0, \"count\": 0}\n"
    "{\"event\": \"drop\", \"id\": \"N\"}\n"
    "{\"event\": \"unref\", \"from\": {\"frame\": 1}, \"slot\": \"x\"}\n"
    "{\"event\": \"return\", \"frame\": 1}\n"
    "{\"event\": \"collect_begin\", \"generation\": 0}\n"
    "{\"event\": \"merge\", \"list\": \"generation 0\", \"into\": \"generation 1\"}\n"
    "{\"event\": \"gc_refs_copy\", \"id\": 1, \"gc_refs\": 1}\n"
    "{\"event\": \"gc_refs_subtract\", \"id\": 1, \"from\": \"N\", \"slot\": \"next\"}\n"
    "{\"event\": \"gc_refs_mark\", \"id\": 1}\n"
    "{\"event\": \"scanned\", \"id\": \"N\"}\n"
    "{\"event\": \"mark_grey\", \"id\": \"N\", \"from\": 1, \"slot\": 0}\n"
    "{\"event\": \"promote\", \"list\": \"generation 1\", \"into\": \"generation 2\"}\n"
    "{\"event\": \"move\", \"id\": 1, \"list\": \"unreachable\"}\n"
    "{\"event\": \"detach\", \"from\": 1}\n"
    "{\"event\": \"limbo_end\", \"from\": {\"detached\": 0}}\n"
    "{\"event\": \"died\", \"id\": 1}\n"
    "{\"event\": \"died\", \"id\": \"N\"}\n"
    "{\"event\": \"collect_end\", \"generation\": 0, \"returned\": 2}\n"
    "{\"event\": \"output\", \"text\": \"bye\"}\n";

static void open_log(Session *session, const char *text)
{
    char path[] = "/tmp/test_event_log.XXXXXX";
    Err err = {0};
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
    bool good = session_open(session, path, (SessionOptions){.mode = SESSION_JOURNAL, .quiet = true}, &err);
    unlink(path);
    if (!good) {
        print_error("line %u: %s\n", err.line, err.text);
    }
    assert_true(good);
}

static void test_back(void **state)
{
    (void)state;
    Session session;
    open_log(&session, log_text);
    uint64_t *digests = calloc(session.steps + 1, sizeof *digests);
    session_rewind(&session);
    for (uint64_t step = 0; step <= session.steps; step++) {
        session_seek(&session, step);
        digests[step] = world_digest(session.world);
        const char *broken = world_check(session.world);
        if (broken != NULL) {
            fail_msg("step %u: %s", (unsigned)step, broken);
        }
    }
    for (uint64_t step = session.steps; step-- > 0;) {
        assert_true(timeline_back(&session.timeline));
        assert_true(world_digest(session.world) == digests[step]);
    }
    free(digests);
    session_close(&session);
}

static void test_end(void **state)
{
    (void)state;
    Session session;
    open_log(&session, log_text);
    assert_null(session.sim);
    assert_null(session.profile);
    assert_int_equal(session.world->words[W_ALIVE], 0);
    assert_int_equal(session.world->words[W_OUTPUT_COUNT], 1);
    assert_int_equal(session.world->words[W_COLLECTING], 0);
    assert_int_equal(session.world->words[W_COLLECTION], 1);
    session_close(&session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_back), cmocka_unit_test(test_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
