/* SPDX-License-Identifier: MIT */
/* Dates of RDAP, of registries on port 43, of HTTP. */
#include "../support/expect.h"

#include <stdio.h>

#include "registry/date.h"

#define OK STATUS_OK
#define BAD STATUS_BAD_INPUT
#define RANGE STATUS_OUT_OF_RANGE

#define NOVEMBER INT64_C(1793491200) /* 2026-11-01T00:00:00Z */
#define HOUR 3600

struct row {
    const char *text;
    enum status status;
    int64_t time;
};

static void expect_date(const char *text, enum status got, int64_t time, const struct row *row)
{
    expect_number(text, "status", got, row->status);
    expect_number(text, "time", time, row->status == OK ? row->time : -7);
}

static void test_rfc3339(void **state)
{
    static const struct row rows[] = {
        { "1970-01-01T00:00:00Z", OK, 0 },
        { "1969-12-31T23:59:59Z", OK, -1 },
        { "1900-01-01T00:00:00Z", OK, INT64_C(-2208988800) },
        { "9999-12-31T23:59:59Z", OK, INT64_C(253402300799) },
        { "2026-11-01T00:00:00Z", OK, NOVEMBER },
        { "2026-11-01t00:00:00z", OK, NOVEMBER },
        { "2026-11-01 00:00:00Z", OK, NOVEMBER },
        { " 2026-11-01T00:00:00Z\r", OK, NOVEMBER },
        { "2026-11-01T00:00:00.123456789Z", OK, NOVEMBER },
        { "2026-11-01T00:00:00,5Z", OK, NOVEMBER },
        { "2026-11-01T08:00:00+08:00", OK, NOVEMBER },
        { "2026-10-31T17:00:00-07:00", OK, NOVEMBER },
        { "2026-10-31T17:00:00-0700", OK, NOVEMBER },
        { "2026-11-01T05:45:00+05:45", OK, NOVEMBER },
        { "2026-11-01T00:00:00", OK, NOVEMBER },
        { "2026-11-01T00:00Z", OK, NOVEMBER },
        { "2026-11-01", OK, NOVEMBER },
        { "2026-10-31T23:59:60Z", OK, NOVEMBER },
        { "2024-02-29T00:00:00Z", OK, 1709164800 },
        { "2000-02-29T00:00:00Z", OK, 951782400 },
        { "2026-02-29T00:00:00Z", RANGE, 0 },
        { "2100-02-29T00:00:00Z", RANGE, 0 },
        { "2026-02-30", RANGE, 0 },
        { "2026-13-01", RANGE, 0 },
        { "2026-00-01", RANGE, 0 },
        { "2026-01-00", RANGE, 0 },
        { "2026-04-31", RANGE, 0 },
        { "0001-01-01T00:00:00Z", RANGE, 0 },
        { "1899-12-31T23:59:59Z", RANGE, 0 },
        { "2026-11-01T24:00:00Z", RANGE, 0 },
        { "2026-11-01T00:60:00Z", RANGE, 0 },
        { "2026-11-01T00:00:61Z", RANGE, 0 },
        { "", BAD, 0 },
        { "2026", BAD, 0 },
        { "2026-11", BAD, 0 },
        { "2026-11-", BAD, 0 },
        { "2026-11-1", BAD, 0 },
        { "2026-1-01", BAD, 0 },
        { "02026-11-01", BAD, 0 },
        { "2026-11-011", BAD, 0 },
        { "2026/11/01", BAD, 0 },
        { "01-11-2026", BAD, 0 },
        { "2026-11-01T", BAD, 0 },
        { "2026-11-01T00", BAD, 0 },
        { "2026-11-01T00:0", BAD, 0 },
        { "2026-11-01T00:00:", BAD, 0 },
        { "2026-11-01T00:00:0", BAD, 0 },
        { "2026-11-01T00:00:00.", BAD, 0 },
        { "2026-11-01T00:00:00.Z", BAD, 0 },
        { "2026-11-01T00:00:00+", BAD, 0 },
        { "2026-11-01T00:00:00+8", BAD, 0 },
        { "2026-11-01T00:00:00+08:0", BAD, 0 },
        { "2026-11-01T00:00:00+24:00", BAD, 0 },
        { "2026-11-01T00:00:00+08:60", BAD, 0 },
        { "2026-11-01T00:00:00ZZ", BAD, 0 },
        { "2026-11-01T00:00:00Z x", BAD, 0 },
        { "2026-11-01X00:00:00Z", BAD, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        int64_t time = -7;
        enum status status = date_from_rfc3339(slice_of(rows[i].text), &time);

        expect_date(rows[i].text, status, time, &rows[i]);
    }
}

/* All with an offset of eight hours where none is written. */
static void test_registry(void **state)
{
    static const struct row rows[] = {
        { "2026-11-01 08:00:00", OK, NOVEMBER },
        { "2026-11-01 08:00", OK, NOVEMBER },
        { "2026-11-01", OK, NOVEMBER - 8 * HOUR },
        { "2026/11/01", OK, NOVEMBER - 8 * HOUR },
        { "2026.11.01", OK, NOVEMBER - 8 * HOUR },
        { "2026. 11. 01.", OK, NOVEMBER - 8 * HOUR },
        { "2026-Nov-01.", OK, NOVEMBER - 8 * HOUR },
        { "20261101", OK, NOVEMBER - 8 * HOUR },
        { "01-Nov-2026", OK, NOVEMBER - 8 * HOUR },
        { "1-nov-2026", OK, NOVEMBER - 8 * HOUR },
        { "1 Nov 2026", OK, NOVEMBER - 8 * HOUR },
        { "01-11-2026", OK, NOVEMBER - 8 * HOUR },
        { "01.11.2026", OK, NOVEMBER - 8 * HOUR },
        { "01.11.2026 08:00:00", OK, NOVEMBER },
        { "01-Nov-2026 00:00:00 UTC", OK, NOVEMBER },
        { "2026-11-01T00:00:00Z", OK, NOVEMBER },
        { "2026-11-01T00:00:00.000Z", OK, NOVEMBER },
        { "2026-10-31T17:00:00-0700", OK, NOVEMBER },
        { "2026-11-01 02:00:00 +02:00", OK, NOVEMBER },
        { "2026-11-01 03:00:00+03", OK, NOVEMBER },
        { "2026-11-01 00:00:00 CLST", OK, NOVEMBER },
        { "2026-11-01 (YYYY-MM-DD)", OK, NOVEMBER - 8 * HOUR },
        { "2026/11/01 08:00:00 (CST)", OK, NOVEMBER },
        { "2026-02-30", RANGE, 0 },
        { "31-Nov-2026", RANGE, 0 },
        { "20261301", RANGE, 0 },
        { "0000-00-00 00:00:00", RANGE, 0 },
        { "", BAD, 0 },
        { "never", BAD, 0 },
        { "01/11/2026", BAD, 0 }, /* January or November? */
        { "11/01/2026 00:00:00", BAD, 0 },
        { "1 11 2026", BAD, 0 },
        { "01-Nov-26", BAD, 0 },
        { "01-November-2026", BAD, 0 },
        { "01-Nix-2026", BAD, 0 },
        { "2026-11.01", BAD, 0 },
        { "2026-11-01 08:00:00 tomorrow", BAD, 0 },
        { "2026-11-01 08:00:00 UTC x", BAD, 0 },
        { "2026-11-01 8:00:00", BAD, 0 },
        { "2026110", BAD, 0 },
        { "202611011", BAD, 0 },
        { "99999999999999999999", BAD, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        int64_t time = -7;
        enum status status = date_from_registry(slice_of(rows[i].text), 8 * HOUR, &time);

        expect_date(rows[i].text, status, time, &rows[i]);
    }
}

static void test_http(void **state)
{
    static const struct row rows[] = {
        { "Sun, 01 Nov 2026 00:00:00 GMT", OK, NOVEMBER },
        { "Sunday, 01-Nov-26 00:00:00 GMT", OK, NOVEMBER },
        { "Sun Nov  1 00:00:00 2026", OK, NOVEMBER },
        { "Sun Nov 01 00:00:00 2026", OK, NOVEMBER },
        { "Friday, 01-Nov-76 00:00:00 GMT", OK, INT64_C(3371414400) },
        { "Monday, 01-Nov-77 00:00:00 GMT", OK, 247190400 },
        { "Sun, 32 Nov 2026 00:00:00 GMT", RANGE, 0 },
        { "", BAD, 0 },
        { "120", BAD, 0 },
        { "Sun", BAD, 0 },
        { "Sun, 01 Nov 2026 00:00:00", BAD, 0 },
        { "Sun, 01 Nov 2026 00:00:00 UTC", BAD, 0 },
        { "Sun, 01 Nov 2026 00:00:00 GMT x", BAD, 0 },
        { "Sun, 1 Nov 2026 00:00:00 GMT", BAD, 0 },
        { "Sun, 01-Nov 2026 00:00:00 GMT", BAD, 0 },
        { "Sun,01 Nov 2026 00:00:00 GMT", BAD, 0 },
        { "Sun Nov 01 00:00:00 26", BAD, 0 },
        { "Sun Nov 01 00:00:00 2026 GMT", BAD, 0 },
        { "2026-11-01T00:00:00Z", BAD, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        int64_t time = -7;
        enum status status = date_from_http(slice_of(rows[i].text), NOVEMBER, &time);

        expect_date(rows[i].text, status, time, &rows[i]);
    }
}

/* Every day of 400 years in turn: one more day is 86400 seconds more. */
static void test_every_day(void **state)
{
    static const unsigned days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t want = INT64_C(-2208988800);

    (void)state;
    for (unsigned year = 1900; year < 2300; year++) {
        bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

        for (unsigned month = 1; month <= 12; month++) {
            unsigned count = days[month - 1] + (month == 2 && is_leap ? 1 : 0);

            for (unsigned day = 1; day <= count; day++, want += 86400) {
                char text[16];
                int64_t time = 0;

                (void)snprintf(text, sizeof text, "%04u-%02u-%02u", year, month, day);
                expect_number(text, "status", date_from_rfc3339(slice_of(text), &time), OK);
                expect_number(text, "time", time, want);
            }
        }
    }
}

/* A date that is cut is none, or the same day. */
static void test_truncations(void **state)
{
    static const char text[] = "2026-11-01T08:00:00.5+08:00";

    (void)state;
    for (size_t length = 0; length < sizeof text; length++) {
        int64_t time = NOVEMBER;

        if (date_from_rfc3339(slice_make(text, length), &time) == OK) {
            assert_in_range(time, NOVEMBER, NOVEMBER + 8 * HOUR);
        }
        assert_true(length >= 10 || time == NOVEMBER);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc3339),     cmocka_unit_test(test_registry),
        cmocka_unit_test(test_http),        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_truncations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
