/* SPDX-License-Identifier: MIT */
/* Buffers: additions, the maximum, the sticky refusal. */
#include "../support/expect.h"

#include "base/buf.h"

static void test_additions(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, 100);
    expect_text("fresh", "text", buf_slice(&buf), "");
    buf_add(&buf, SLICE("a"));
    buf_add(&buf, slice_make(NULL, 0));
    buf_add_octet(&buf, 'b');
    buf_add_text(&buf, "cd");
    buf_add_number(&buf, -12);
    buf_printf(&buf, "%c%s", 'x', "y");
    expect_text("all kinds", "text", buf_slice(&buf), "abcd-12xy");
    buf_cut(&buf, 0);
    buf_add_line(&buf, SLICE("a\n\0b\r\n"));
    buf_add_line(&buf, slice_empty());
    buf_add_line(&buf, slice_make(NULL, 0));
    expect_octets("one line", "text", buf_slice(&buf), SLICE("a\\x0A\0b\r\\x0A"));
    buf_cut(&buf, 0);
    buf_add_text(&buf, "abcd-12xy");
    buf_cut(&buf, 50);
    expect_text("cut beyond", "text", buf_slice(&buf), "abcd-12xy");
    buf_cut(&buf, 2);
    expect_text("cut", "text", buf_slice(&buf), "ab");
    assert_int_equal(buf_status(&buf), STATUS_OK);
    arena_destroy(arena);
}

static void test_numbers(void **state)
{
    static const struct {
        int64_t number;
        const char *text;
    } rows[] = {
        { 0, "0" },
        { 7, "7" },
        { -1, "-1" },
        { INT64_MAX, "9223372036854775807" },
        { INT64_MIN, "-9223372036854775808" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf buf;

        buf_init(&buf, arena, 20);
        buf_add_number(&buf, rows[i].number);
        expect_text(rows[i].text, "text", buf_slice(&buf), rows[i].text);
    }
    arena_destroy(arena);
}

static void test_maximum(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, 4);
    buf_add_text(&buf, "abcd");
    assert_int_equal(buf_status(&buf), STATUS_OK);
    buf_add_octet(&buf, 'e');
    assert_int_equal(buf_status(&buf), STATUS_TOO_LONG);
    buf_cut(&buf, 1);
    buf_add_octet(&buf, 'f');
    expect_text("sticky", "text", buf_slice(&buf), "a");
    assert_int_equal(buf_status(&buf), STATUS_TOO_LONG);

    buf_init(&buf, arena, 4);
    buf_add_text(&buf, "abc");
    buf_add_text(&buf, "de");
    expect_text("no part of what is too long", "text", buf_slice(&buf), "abc");
    arena_destroy(arena);
}

static void test_growth(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, 100000);
    for (int i = 0; i < 10000; i++) {
        buf_add_octet(&buf, (char)('a' + i % 26));
    }
    buf_printf(&buf, "%600s", "end");
    assert_int_equal(buf_status(&buf), STATUS_OK);
    assert_int_equal(buf_slice(&buf).length, 10600);
    assert_int_equal(buf_slice(&buf).data[9999], 'a' + 9999 % 26);
    assert_true(slice_ends_with(buf_slice(&buf), SLICE("  end")));
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct arena *arena = make_arena(300);
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, 1000);
    buf_add_text(&buf, "kept");
    buf_printf(&buf, "%400s", "");
    assert_int_equal(buf_status(&buf), STATUS_NO_MEMORY);
    expect_text("kept", "text", buf_slice(&buf), "kept");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_additions), cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_maximum),   cmocka_unit_test(test_growth),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
