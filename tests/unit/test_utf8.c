/* SPDX-License-Identifier: MIT */
/* UTF-8: what is a character and what is not, and cutting between them. */
#include "../support/expect.h"

#include "base/utf8.h"

static void test_decode(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        size_t length; /* 0: no character */
        uint32_t code;
    } rows[] = {
        { "ASCII", "A", 1, 0x41 },
        { "DEL", "\x7F", 1, 0x7F },
        { "two octets, first", "\xC2\x80", 2, 0x80 },
        { "two octets, last", "\xDF\xBF", 2, 0x7FF },
        { "three octets, first", "\xE0\xA0\x80", 3, 0x800 },
        { "last before the surrogates", "\xED\x9F\xBF", 3, 0xD7FF },
        { "first behind the surrogates", "\xEE\x80\x80", 3, 0xE000 },
        { "three octets, last", "\xEF\xBF\xBF", 3, 0xFFFF },
        { "four octets, first", "\xF0\x90\x80\x80", 4, 0x10000 },
        { "four octets, each different", "\xF1\xA2\xB3\x84", 4, 0x62CC4 },
        { "four octets, last", "\xF4\x8F\xBF\xBF", 4, 0x10FFFF },
        { "above the last", "\xF4\x90\x80\x80", 0, 0 },
        { "F5", "\xF5\x80\x80\x80", 0, 0 },
        { "overlong slash", "\xC0\xAF", 0, 0 },
        { "overlong in two", "\xC1\xBF", 0, 0 },
        { "overlong in three", "\xE0\x9F\xBF", 0, 0 },
        { "overlong in four", "\xF0\x8F\xBF\xBF", 0, 0 },
        { "high surrogate", "\xED\xA0\x80", 0, 0 },
        { "low surrogate", "\xED\xBF\xBF", 0, 0 },
        { "stray continuation", "\x80", 0, 0 },
        { "cut after one of two", "\xC3", 0, 0 },
        { "cut after two of three", "\xE2\x82", 0, 0 },
        { "cut after three of four", "\xF0\x9F\x98", 0, 0 },
        { "no continuation", "\xC3(", 0, 0 },
        { "second continuation missing", "\xE2\x82(", 0, 0 },
        { "FF", "\xFF", 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint32_t code = 0;

        expect_number(rows[i].title, "length",
                      (long long)utf8_decode(slice_of(rows[i].text), 0, &code),
                      (long long)rows[i].length);
        expect_number(rows[i].title, "code", code, rows[i].code);
    }
}

static void test_cut(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        size_t maximum;
        size_t length;
    } rows[] = {
        { "short enough", "abc", 3, 3 },
        { "ASCII", "abc", 2, 2 },
        { "nothing", "abc", 0, 0 },
        { "before a character of two", "a\xC3\xA4", 2, 1 },
        { "behind it", "a\xC3\xA4z", 3, 3 },
        { "in a character of three, one in", "\xE2\x82\xAC", 1, 0 },
        { "in a character of three, two in", "\xE2\x82\xAC", 2, 0 },
        { "in a character of four, three in", "a\xF0\x9F\x98\x80", 4, 1 },
        { "stray continuations are cut anywhere", "\x80\x80\x80\x80", 2, 2 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].title, "length",
                      (long long)utf8_cut(slice_of(rows[i].text), rows[i].maximum),
                      (long long)rows[i].length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decode),
        cmocka_unit_test(test_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
