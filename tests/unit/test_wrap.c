/* SPDX-License-Identifier: MIT */
/* Running text in columns. */
#include "../support/expect.h"

#include "base/wrap.h"

#define DIGITS "0123456789"
#define SEVENTY DIGITS DIGITS DIGITS DIGITS DIGITS DIGITS DIGITS

static void test_write(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        size_t column;
        size_t indent;
        const char *lines;
    } rows[] = {
        { "nothing", "", 0, 0, "\n" },
        { "one line", "a  b\nc", 0, 4, "a b c\n" },
        { "just fits", SEVENTY " 345678901", 0, 2, SEVENTY " 345678901\n" },
        { "one too many", SEVENTY " 3456789012", 0, 2, SEVENTY "\n  3456789012\n" },
        { "the column counts", SEVENTY " x", 9, 2, SEVENTY "\n  x\n" },
        { "a long word stands alone", "a " SEVENTY SEVENTY " b", 0, 1,
          "a\n " SEVENTY SEVENTY "\n b\n" },
        { "a long first word is not moved", SEVENTY, 30, 30, SEVENTY "\n" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf buf;

        buf_init(&buf, arena, 1000);
        wrap_write(slice_of(rows[i].text), rows[i].column, rows[i].indent, &buf);
        expect_text(rows[i].title, "lines", buf_slice(&buf), rows[i].lines);
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_write) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
