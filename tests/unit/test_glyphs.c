/* Every Chinese character of our own texts and of the lessons is in the fonts that come with the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <SDL_ttf.h>
#include <cmocka.h>
#include <glob.h>

enum { FIRST_CHINESE = 0x2e80 };

/* The next code point of well-formed UTF-8; 0 at the end. */
static uint32_t read_point(FILE *in)
{
    int first = getc(in);
    if (first == EOF) {
        return 0;
    }
    int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    uint32_t point = (uint32_t)(more == 0 ? first : first & (0x3f >> more));
    while (more-- > 0) {
        point = point << 6 | ((uint32_t)getc(in) & 0x3f);
    }
    return point;
}

static size_t check_file(const char *path, TTF_Font *font)
{
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    size_t seen = 0;
    for (uint32_t point; (point = read_point(in)) != 0;) {
        if (point >= FIRST_CHINESE) {
            seen++;
            if (!TTF_GlyphIsProvided32(font, point)) {
                fail_msg("%s: U+%04X is in no font: add it to assets/fonts/make-fonts.sh", path, (unsigned)point);
            }
        }
    }
    fclose(in);
    return seen;
}

/* The tests run at the root of the repository. */
static void every_character_has_a_glyph(void **state)
{
    (void)state;
    static const char *const fonts[] = {"assets/fonts/hans-regular.otf", "assets/fonts/hans-bold.otf"};
    static const char *const places[] = {"src/app/*.[ch]", "src/explain/*.[ch]", "src/view/*.[ch]", "traces/lessons/*.json"};
    for (size_t i = 0; i < sizeof fonts / sizeof fonts[0]; i++) {
        TTF_Font *font = TTF_OpenFont(fonts[i], 16);
        assert_non_null(font);
        for (size_t place = 0; place < sizeof places / sizeof places[0]; place++) {
            glob_t found;
            size_t seen = 0;
            assert_int_equal(glob(places[place], 0, NULL, &found), 0);
            for (size_t file = 0; file < found.gl_pathc; file++) {
                seen += check_file(found.gl_pathv[file], font);
            }
            assert_true(seen > 0);
            globfree(&found);
        }
        TTF_CloseFont(font);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_character_has_a_glyph)};
    if (TTF_Init() != 0) {
        fprintf(stderr, "%s\n", TTF_GetError());
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    TTF_Quit();
    return failed;
}
