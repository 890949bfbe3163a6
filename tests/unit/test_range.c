/* SPDX-License-Identifier: MIT */
/* Threshold ranges: each form of the guidelines, and everything that only looks like one. */
#include "../support/expect.h"

#include "report/range.h"

static void test_forms(void **state)
{
    static const struct {
        const char *text;
        bool inside;
        bool start_infinite;
        bool end_infinite;
        double start;
        double end;
    } rows[] = {
        { "10", false, false, false, 0, 10 },
        { "10:", false, false, true, 10, 0 },
        { "~:10", false, true, false, 0, 10 },
        { "10:20", false, false, false, 10, 20 },
        { "@10:20", true, false, false, 10, 20 },
        { "@10", true, false, false, 0, 10 },
        { "@~:10", true, true, false, 0, 10 },
        { "@10:", true, false, true, 10, 0 },
        { "~:", false, true, true, 0, 0 },
        { "0", false, false, false, 0, 0 },
        { "-5:-1", false, false, false, -5, -1 },
        { "-5:", false, false, true, -5, 0 },
        { "~:-5", false, true, false, 0, -5 },
        { "+5", false, false, false, 0, 5 },
        { "1.5:2.25", false, false, false, 1.5, 2.25 },
        { "10:10", false, false, false, 10, 10 },
        /* A leading zero is no octal: the number is ten. */
        { "010", false, false, false, 0, 10 },
        { "999999999999999", false, false, false, 0, 999999999999999 },
        { "0.12345678901234", false, false, false, 0, 0.12345678901234 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct range range = { .present = false };

        expect_number(rows[i].text, "status", range_parse(slice_of(rows[i].text), &range),
                      STATUS_OK);
        expect_number(rows[i].text, "present", range.present, true);
        expect_number(rows[i].text, "inside", range.inside, rows[i].inside);
        expect_number(rows[i].text, "start_infinite", range.start_infinite, rows[i].start_infinite);
        expect_number(rows[i].text, "end_infinite", range.end_infinite, rows[i].end_infinite);
        assert_memory_equal(&range.start, &rows[i].start, sizeof range.start);
        assert_memory_equal(&range.end, &rows[i].end, sizeof range.end);
        expect_text(rows[i].text, "text", range.text, rows[i].text);
    }
}

static void test_refused(void **state)
{
    static const struct {
        const char *text;
        enum status status;
    } rows[] = {
        { "", STATUS_BAD_INPUT },
        { "@", STATUS_BAD_INPUT },
        { ":", STATUS_BAD_INPUT },
        { "~", STATUS_BAD_INPUT },
        { "@:", STATUS_BAD_INPUT },
        /* An open start is written "~", so that ":10" cannot mean two things. */
        { ":10", STATUS_BAD_INPUT },
        { "10:~", STATUS_BAD_INPUT },
        { "20:10", STATUS_BAD_INPUT },
        { "-5", STATUS_BAD_INPUT }, /* 0 to -5 */
        { "10:20:30", STATUS_BAD_INPUT },
        { "@@10", STATUS_BAD_INPUT },
        { "10abc", STATUS_BAD_INPUT },
        { "10 ", STATUS_BAD_INPUT },
        { " 10", STATUS_BAD_INPUT },
        { "10: 20", STATUS_BAD_INPUT },
        { "0x10", STATUS_BAD_INPUT },
        { "1e3", STATUS_BAD_INPUT },
        { "inf", STATUS_BAD_INPUT },
        { "nan", STATUS_BAD_INPUT },
        { "~:inf", STATUS_BAD_INPUT },
        /* A number has digits on both sides of its point. */
        { ".5", STATUS_BAD_INPUT },
        { "5.", STATUS_BAD_INPUT },
        { "1.2.3", STATUS_BAD_INPUT },
        { "1,5", STATUS_BAD_INPUT },
        { "-", STATUS_BAD_INPUT },
        { "--5", STATUS_BAD_INPUT },
        { "+-5", STATUS_BAD_INPUT },
        { "10%", STATUS_BAD_INPUT },
        { "\xD9\xA1", STATUS_BAD_INPUT }, /* ARABIC-INDIC DIGIT ONE */
        { "1000000000000000", STATUS_OUT_OF_RANGE },
        { "0.123456789012345", STATUS_OUT_OF_RANGE },
        { "10:1000000000000000", STATUS_OUT_OF_RANGE },
        { "00000000000000000010", STATUS_OUT_OF_RANGE },
        { "99999999999999999999999999x", STATUS_BAD_INPUT },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct range range = { .end = 77 };

        expect_number(rows[i].text, "status", range_parse(slice_of(rows[i].text), &range),
                      rows[i].status);
        expect_number(rows[i].text, "present", range.present, false);
        expect_number(rows[i].text, "end", (long long)range.end, 77);
    }
    assert_int_equal(range_parse(SLICE("10\0"), &(struct range){ 0 }), STATUS_BAD_INPUT);
}

static void test_alerts(void **state)
{
    static const struct {
        const char *text;
        double value;
        bool alerts;
    } rows[] = {
        { "10", -0.001, true }, { "10", 0, false },       { "10", 10, false },
        { "10", 10.001, true }, { "10:", 9.999, true },   { "10:", 10, false },
        { "10:", 1e30, false }, { "~:10", -1e30, false }, { "~:10", 10, false },
        { "~:10", 10.5, true }, { "10:20", 9, true },     { "10:20", 10, false },
        { "10:20", 20, false }, { "10:20", 21, true },    { "@10:20", 9, false },
        { "@10:20", 10, true }, { "@10:20", 20, true },   { "@10:20", 21, false },
        { "~:", -1e30, false }, { "@~:", 0, true },       { "0", 0, false },
        { "0", 0.1, true },     { "-5:-1", -3, false },   { "-5:-1", 0, true },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct range range = { .present = false };

        assert_int_equal(range_parse(slice_of(rows[i].text), &range), STATUS_OK);
        if (range_alerts(&range, rows[i].value) != rows[i].alerts) {
            fail_msg("row %zu: %s and %f", i, rows[i].text, rows[i].value);
        }
    }
    assert_false(range_alerts(&(struct range){ .present = false }, 1e30));
    assert_false(range_alerts(&(struct range){ .present = false, .inside = true }, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_alerts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
