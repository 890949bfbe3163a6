/* SPDX-License-Identifier: MIT */
/* Byte views: comparing, cutting, finding, numbers. */
#include "../support/expect.h"

/* A text with NUL inside, as a slice. */
#define OCTETS(literal) SLICE(literal)

static void test_compare(void **state)
{
    static const struct {
        const char *title;
        struct slice a;
        struct slice b;
        bool equal;
        bool equal_nocase;
        int order;
    } rows[] = {
        { "both empty", { "", 0 }, { NULL, 0 }, true, true, 0 },
        { "same", { "ab", 2 }, { "ab", 2 }, true, true, 0 },
        { "case", { "aB", 2 }, { "Ab", 2 }, false, true, 1 },
        { "prefix", { "a", 1 }, { "ab", 2 }, false, false, -1 },
        { "longer", { "ab", 2 }, { "a", 1 }, false, false, 1 },
        { "NUL counts", { "a\0b", 3 }, { "a\0c", 3 }, false, false, -1 },
        { "high octets are unsigned", { "\xFF", 1 }, { "a", 1 }, false, false, 1 },
        { "only ASCII folds", { "\xC3\x84", 2 }, { "\xC3\xA4", 2 }, false, false, -1 },
        { "at sign is no letter", { "@", 1 }, { "`", 1 }, false, false, -1 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        int order = slice_compare(rows[i].a, rows[i].b);

        expect_number(rows[i].title, "equal", slice_equal(rows[i].a, rows[i].b), rows[i].equal);
        expect_number(rows[i].title, "equal_nocase", slice_equal_nocase(rows[i].a, rows[i].b),
                      rows[i].equal_nocase);
        expect_number(rows[i].title, "order", (order > 0) - (order < 0), rows[i].order);
    }
}

static void test_affixes(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        const char *part;
        bool starts;
        bool starts_nocase;
        bool ends;
        bool ends_nocase;
    } rows[] = {
        { "empty part", "abc", "", true, true, true, true },
        { "empty text", "", "a", false, false, false, false },
        { "front", "abc", "ab", true, true, false, false },
        { "back", "abc", "bc", false, false, true, true },
        { "whole", "abc", "abc", true, true, true, true },
        { "longer", "abc", "abcd", false, false, false, false },
        { "front in capitals", "abc", "AB", false, true, false, false },
        { "back in capitals", "abc", "BC", false, false, false, true },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice text = slice_of(rows[i].text);
        struct slice part = slice_of(rows[i].part);

        expect_number(rows[i].title, "starts", slice_starts_with(text, part), rows[i].starts);
        expect_number(rows[i].title, "starts_nocase", slice_starts_with_nocase(text, part),
                      rows[i].starts_nocase);
        expect_number(rows[i].title, "ends", slice_ends_with(text, part), rows[i].ends);
        expect_number(rows[i].title, "ends_nocase", slice_ends_with_nocase(text, part),
                      rows[i].ends_nocase);
    }
}

static void test_find(void **state)
{
    (void)state;
    expect_number("first", "offset", (long long)slice_find(SLICE("a.b.c"), '.'), 1);
    expect_number("last", "offset", (long long)slice_find_last(SLICE("a.b.c"), '.'), 3);
    expect_number("none", "offset", (long long)slice_find(SLICE("abc"), '.'), 3);
    expect_number("none from behind", "offset", (long long)slice_find_last(SLICE("abc"), '.'), 3);
    expect_number("empty", "offset", (long long)slice_find(slice_make(NULL, 0), '.'), 0);
    expect_number("NUL", "offset", (long long)slice_find(OCTETS("a\0b"), '\0'), 1);
    expect_number("part", "offset", (long long)slice_find_part(SLICE("aab"), SLICE("ab")), 1);
    expect_number("part at the end", "offset",
                  (long long)slice_find_part(SLICE("xab"), SLICE("ab")), 1);
    expect_number("no part", "offset", (long long)slice_find_part(SLICE("abab"), SLICE("ba ")), 4);
    expect_number("empty part", "offset", (long long)slice_find_part(SLICE("ab"), SLICE("")), 2);
    expect_number("part too long", "offset", (long long)slice_find_part(SLICE("a"), SLICE("ab")),
                  1);
}

static void test_cut(void **state)
{
    (void)state;
    expect_text("from", "text", slice_from(SLICE("abc"), 1), "bc");
    expect_text("from beyond", "text", slice_from(SLICE("abc"), 9), "");
    expect_text("from nothing", "text", slice_from(slice_make(NULL, 0), 1), "");
    expect_text("head", "text", slice_head(SLICE("abc"), 2), "ab");
    expect_text("head beyond", "text", slice_head(SLICE("abc"), 9), "abc");
    expect_text("trim", "text", slice_trim(SLICE(" \t\r\na b\n ")), "a b");
    expect_text("trim blanks only", "text", slice_trim(SLICE(" \t ")), "");
    expect_text("mark", "text",
                slice_without_mark(SLICE("\xEF\xBB\xBF"
                                         "a")),
                "a");
    expect_text("mark alone", "text", slice_without_mark(SLICE("\xEF\xBB\xBF")), "");
    expect_text("half a mark", "text", slice_without_mark(SLICE("\xEF\xBB")), "\xEF\xBB");
    expect_text("trim spares others", "text", slice_trim(SLICE("\v a")), "\v a");
    expect_text("of NULL", "text", slice_of(NULL), "");
}

static void test_split(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        size_t count;
        const char *pieces[4];
    } rows[] = {
        { "empty text", "", 1, { "" } },
        { "one piece", "a", 1, { "a" } },
        { "empty piece inside", "a,,b", 3, { "a", "", "b" } },
        { "separator at both ends", ",a,", 3, { "", "a", "" } },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice rest = slice_of(rows[i].text);
        struct slice piece;
        size_t count = 0;

        while (slice_split(&rest, ',', &piece)) {
            assert_true(count < rows[i].count);
            expect_text(rows[i].title, "piece", piece, rows[i].pieces[count]);
            count++;
        }
        expect_number(rows[i].title, "pieces", (long long)count, (long long)rows[i].count);
    }
}

static void test_digits(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        size_t count;
    } rows[] = {
        { "nothing", { NULL, 0 }, 0 },
        { "no text", { "", 0 }, 0 },
        { "only digits", { "0123456789", 10 }, 10 },
        { "the first ones", { "12a34", 5 }, 2 },
        { "none at the front", { "a12", 3 }, 0 },
        { "a sign", { "-1", 2 }, 0 },
        { "a space", { " 1", 2 }, 0 },
        { "below '0'", { "1/", 2 }, 1 },
        { "above '9'", { "1:", 2 }, 1 },
        { "NUL", { "1\0002", 3 }, 1 },
        { "digits of another script", { "\xD9\xA1", 2 }, 0 },
        { "not past the end", { "1234", 2 }, 2 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].title, "digits", (long long)slice_count_digits(rows[i].text),
                      (long long)rows[i].count);
    }
}

static void test_fold(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        const char *left_out;
        size_t size;
        const char *folded;
    } rows[] = {
        { "nothing", { NULL, 0 }, " ", 8, "" },
        { "lower case", { "Client Hold", 11 }, " ", 10, "clienthold" },
        { "nothing left out", { "Client Hold", 11 }, "", 11, "client hold" },
        { "each of them, anywhere", { "-a--B_c-", 8 }, "-_", 3, "abc" },
        { "all left out", { "- -", 3 }, "- ", 0, "" },
        { "one too many", { "abcd", 4 }, "", 3, "" },
        { "too many but for what is left out", { "a b c d", 7 }, " ", 4, "abcd" },
        { "only ASCII folds", { "\xC3\x84", 2 }, "", 2, "\xC3\x84" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        char buffer[12] = "???????????";

        expect_text(rows[i].title, "text",
                    slice_fold(rows[i].text, slice_of(rows[i].left_out), buffer, rows[i].size),
                    rows[i].folded);
        expect_number(rows[i].title, "octet behind the room", buffer[rows[i].size],
                      rows[i].size < 11 ? '?' : '\0');
    }
    /* NUL is an octet like others. */
    char buffer[2];
    expect_octets("NUL", "text", slice_fold(OCTETS("A\0"), SLICE(" "), buffer, 2), OCTETS("a\0"));
}

static void test_number(void **state)
{
    static const struct {
        const char *text;
        uint64_t minimum;
        uint64_t maximum;
        enum status status;
        uint64_t number;
    } rows[] = {
        { "0", 0, 9, STATUS_OK, 0 },
        { "9", 0, 9, STATUS_OK, 9 },
        { "10", 0, 9, STATUS_OUT_OF_RANGE, 0 },
        { "1", 2, 9, STATUS_OUT_OF_RANGE, 0 },
        { "2", 2, 9, STATUS_OK, 2 },
        { "007", 0, 9, STATUS_OK, 7 },
        { "18446744073709551615", 0, UINT64_MAX, STATUS_OK, UINT64_MAX },
        { "18446744073709551616", 0, UINT64_MAX, STATUS_OUT_OF_RANGE, 0 },
        { "99999999999999999999999", 0, UINT64_MAX, STATUS_OUT_OF_RANGE, 0 },
        { "99999999999999999999999x", 0, UINT64_MAX, STATUS_BAD_INPUT, 0 },
        { "", 0, 9, STATUS_BAD_INPUT, 0 },
        { "+1", 0, 9, STATUS_BAD_INPUT, 0 },
        { "-1", 0, 9, STATUS_BAD_INPUT, 0 },
        { " 1", 0, 9, STATUS_BAD_INPUT, 0 },
        { "1 ", 0, 9, STATUS_BAD_INPUT, 0 },
        { "0x1", 0, 9, STATUS_BAD_INPUT, 0 },
        { "1.0", 0, 9, STATUS_BAD_INPUT, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint64_t number = 0;

        expect_number(
            rows[i].text, "status",
            slice_number(slice_of(rows[i].text), rows[i].minimum, rows[i].maximum, &number),
            rows[i].status);
        assert_true(number == rows[i].number);
    }
    assert_int_equal(slice_number(OCTETS("1\0"), 0, 9, &(uint64_t){ 0 }), STATUS_BAD_INPUT);
}

static void test_thousandths(void **state)
{
    static const struct {
        const char *text;
        uint64_t maximum;
        enum status status;
        uint64_t number;
    } rows[] = {
        { "2", 9000, STATUS_OK, 2000 },
        { "0.25", 9000, STATUS_OK, 250 },
        { "0.0019", 9000, STATUS_OK, 1 },
        { "9.000", 9000, STATUS_OK, 9000 },
        { "9.001", 9000, STATUS_OUT_OF_RANGE, 0 },
        { "1.", 9000, STATUS_BAD_INPUT, 0 },
        { ".5", 9000, STATUS_BAD_INPUT, 0 },
        { "1.2.3", 9000, STATUS_BAD_INPUT, 0 },
        { "1,5", 9000, STATUS_BAD_INPUT, 0 },
        { "1e3", 9000, STATUS_BAD_INPUT, 0 },
        { "", 9000, STATUS_BAD_INPUT, 0 },
        { "99999999999999999999", UINT64_MAX, STATUS_OUT_OF_RANGE, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint64_t number = 0;

        expect_number(rows[i].text, "status",
                      slice_thousandths(slice_of(rows[i].text), rows[i].maximum, &number),
                      rows[i].status);
        expect_number(rows[i].text, "number", (long long)number, (long long)rows[i].number);
    }
}

static void test_classes(void **state)
{
    (void)state;
    for (int i = 0; i < 256; i++) {
        char c = (char)(uint8_t)i;
        bool digit = i >= '0' && i <= '9';
        bool alpha = (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z');

        assert_int_equal(ascii_is_digit(c), digit);
        assert_int_equal(ascii_is_alpha(c), alpha);
        assert_int_equal(ascii_is_alnum(c), digit || alpha);
        assert_int_equal(ascii_is_blank(c), i == ' ' || i == '\t');
        assert_int_equal(ascii_is_visible(c), i >= 0x21 && i <= 0x7E);
        assert_int_equal((uint8_t)ascii_lower(c), i >= 'A' && i <= 'Z' ? i + 32 : i);
    }
}

static void test_hash(void **state)
{
    uint32_t start = SLICE_HASH_START;

    (void)state;
    assert_true(slice_hash(start, SLICE("ab")) ==
                slice_hash(slice_hash(start, SLICE("a")), SLICE("b")));
    assert_true(slice_hash(start, SLICE("ab")) != slice_hash(start, SLICE("ba")));
    assert_true(slice_hash(start, slice_empty()) == start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare),     cmocka_unit_test(test_affixes),
        cmocka_unit_test(test_find),        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_split),       cmocka_unit_test(test_digits),
        cmocka_unit_test(test_fold),        cmocka_unit_test(test_number),
        cmocka_unit_test(test_thousandths), cmocka_unit_test(test_classes),
        cmocka_unit_test(test_hash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
