/* SPDX-License-Identifier: MIT */
/* Base64: the vectors of RFC 4648 10, and what a strict reader refuses. */
#include "../support/expect.h"

#include "base/base64.h"

static void test_vectors(void **state)
{
    static const struct {
        struct slice octets;
        const char *text;
    } rows[] = {
        { { "", 0 }, "" },
        { { "f", 1 }, "Zg==" },
        { { "fo", 2 }, "Zm8=" },
        { { "foo", 3 }, "Zm9v" },
        { { "foob", 4 }, "Zm9vYg==" },
        { { "fooba", 5 }, "Zm9vYmE=" },
        { { "foobar", 6 }, "Zm9vYmFy" },
        { { "\xFB\xFF\xBF", 3 }, "+/+/" },
        { { "\0\0\0", 3 }, "AAAA" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice octets = SLICE("unset");
        struct buf buf;

        buf_init(&buf, arena, 100);
        base64_encode(rows[i].octets, &buf);
        expect_text(rows[i].text, "encoded", buf_slice(&buf), rows[i].text);
        expect_number(rows[i].text, "status", base64_decode(slice_of(rows[i].text), arena, &octets),
                      STATUS_OK);
        expect_octets(rows[i].text, "decoded", octets, rows[i].octets);
    }
    arena_destroy(arena);
}

static void test_refused(void **state)
{
    static const struct {
        const char *title;
        const char *text;
    } rows[] = {
        { "one character", "Z" },
        { "no padding", "Zg" },
        { "padding too short", "Zg=" },
        { "padding only", "====" },
        { "one character and padding", "Z===" },
        { "padding inside", "Zg==Zg==" },
        { "padding before a character", "Zg=v" },
        { "bits behind the last of one octet", "Zh==" },
        { "bits behind the last of two octets", "Zm9=" },
        { "a blank", "Zm9 " },
        { "a line feed", "Zm9v\nZm9" },
        { "the other alphabet", "-_-_" },
        { "not ASCII", "Zm9\xC3" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice octets = SLICE("unset");

        expect_number(rows[i].title, "status",
                      base64_decode(slice_of(rows[i].text), arena, &octets), STATUS_BAD_INPUT);
        expect_text(rows[i].title, "octets", octets, "unset");
    }
    arena_destroy(arena);
}

static void test_all_octets(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    char octets[256];

    (void)state;
    for (int i = 0; i < 256; i++) {
        octets[i] = (char)(uint8_t)i;
    }
    for (size_t length = 0; length <= sizeof octets; length++) {
        struct slice back = slice_empty();
        struct buf buf;

        buf_init(&buf, arena, 400);
        base64_encode(slice_make(octets, length), &buf);
        assert_int_equal(base64_decode(buf_slice(&buf), arena, &back), STATUS_OK);
        expect_octets("there and back", "octets", back, slice_make(octets, length));
    }
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct arena *arena = make_arena(16);
    struct slice octets;

    (void)state;
    assert_int_equal(base64_decode(SLICE("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), arena, &octets),
                     STATUS_NO_MEMORY);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_all_octets),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
