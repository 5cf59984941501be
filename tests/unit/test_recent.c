/* The files looked at last: the newest first, each once, kept from one run to the next; and nothing where nothing can be kept. */
#include "app/recent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/heaploupe-recent-XXXXXX";

static int make_folder(void **unused)
{
    (void)unused;
    strcpy(strrchr(folder, '-'), "-XXXXXX");
    return mkdtemp(folder) != NULL && setenv("XDG_STATE_HOME", folder, 1) == 0 ? 0 : -1;
}

static int remove_folder(void **unused)
{
    (void)unused;
    char command[200];
    snprintf(command, sizeof command, "chmod -R u+w %s && rm -r %s", folder, folder);
    return system(command);
}

static void note(const char *path, uint64_t step)
{
    Recent recent;
    recent_load(&recent);
    recent_note(&recent, (RecentFile){(char *)path, step, 100});
    recent_release(&recent);
}

static const char *end_of(const RecentFile *file)
{
    return strrchr(file->path, '/') + 1;
}

static void the_newest_comes_first_and_each_once(void **unused)
{
    (void)unused;
    Recent recent;
    note("Makefile", 5);
    note("README.md", 7);
    note("./Makefile", 9); /* the same file */
    recent_load(&recent);
    assert_int_equal(recent.files.count, 2);
    assert_string_equal(end_of(&recent.files.items[0]), "Makefile");
    assert_int_equal(recent.files.items[0].step, 9);
    assert_int_equal(recent.files.items[0].steps, 100);
    assert_int_equal(recent.files.items[0].path[0], '/');
    assert_string_equal(end_of(&recent.files.items[1]), "README.md");
    recent_release(&recent);
}

static void it_never_grows_beyond_its_limit(void **unused)
{
    (void)unused;
    char path[300];
    Recent recent;
    for (int i = 0; i < RECENT_MOST + 5; i++) {
        snprintf(path, sizeof path, "%s/file %d", folder, i); /* a space in it */
        fclose(fopen(path, "w"));
        note(path, (uint64_t)i);
    }
    recent_load(&recent);
    assert_int_equal(recent.files.count, RECENT_MOST);
    snprintf(path, sizeof path, "file %d", RECENT_MOST + 4);
    assert_string_equal(end_of(&recent.files.items[0]), path);
    assert_string_equal(end_of(&recent.files.items[RECENT_MOST - 1]), "file 5");
    recent_release(&recent);
}

static void what_is_no_file_is_passed_over(void **unused)
{
    (void)unused;
    Recent recent;
    note("-", 1);
    note("no/such/file", 1);
    note("", 1);
    recent_load(&recent);
    assert_int_equal(recent.files.count, 0);
    recent_release(&recent);
    assert_false(recent_is_there("no/such/file"));
    assert_false(recent_is_there("."));
    assert_true(recent_is_there("Makefile"));
}

static void a_spoilt_list_is_read_as_far_as_it_is_good(void **unused)
{
    (void)unused;
    char path[300];
    Recent recent;
    snprintf(path, sizeof path, "%s/heaploupe", folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/heaploupe/recent", folder);
    FILE *file = fopen(path, "w");
    fputs("nonsense\n3 9 /good one\n9 3 /beyond its end\n1 2 relative\n\n-1 /x\n4 4 /last, no line end", file);
    fclose(file);
    recent_load(&recent);
    assert_int_equal(recent.files.count, 2);
    assert_string_equal(recent.files.items[0].path, "/good one");
    assert_string_equal(recent.files.items[1].path, "/last, no line end");
    recent_release(&recent);
}

/* The home may be missing, read-only (a file stands where the folder should), or a relative path. */
static void without_a_home_nothing_is_kept(void **unused)
{
    (void)unused;
    static const char *const homes[] = {"/nonexistent/state", "relative", "", "/dev/null"};
    for (size_t i = 0; i < sizeof homes / sizeof homes[0]; i++) {
        Recent recent;
        setenv("XDG_STATE_HOME", homes[i], 1);
        setenv("HOME", homes[i], 1);
        if (i == 0) {
            unsetenv("HOME");
        }
        if (i > 0 || geteuid() != 0) { /* root may create folders anywhere */
            note("Makefile", 1);
            recent_load(&recent);
            assert_int_equal(recent.files.count, 0);
            recent_release(&recent);
        }
    }
    assert_int_equal(access("relative", F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_newest_comes_first_and_each_once, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(it_never_grows_beyond_its_limit, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_passed_over, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_spoilt_list_is_read_as_far_as_it_is_good, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(without_a_home_nothing_is_kept, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
