/* SPDX-License-Identifier: MIT */
/*
 * Reading dates: pieces are taken off the front of the text into fields, the fields are checked
 * and counted to days at the end.
 */
#include "registry/date.h"

#include <stdbool.h>

#include "base/day.h"

#define SECONDS_OF_DAY 86400
#define SECONDS_OF_YEAR 31556952 /* 365.2425 days */
#define YEAR_MINIMUM 1900
#define YEAR_MAXIMUM 9999
#define ZONE_LETTERS 5 /* "CLST", "UTC" */

struct fields {
    unsigned year;
    unsigned month;
    unsigned day;
    unsigned hour;
    unsigned minute;
    unsigned second;
    int32_t zone_s;
};

/* --- from fields to seconds ------------------------------------------------------------------ */

/* Days from 1970-01-01 in the Gregorian calendar; years begin in March, so that the leap day is
 * the last one. */
static int64_t days_from_date(const struct fields *fields)
{
    int64_t year = (int64_t)fields->year - (fields->month <= 2 ? 1 : 0);
    int64_t month = (int64_t)(fields->month + 9) % 12;
    int64_t era = year / 400;
    int64_t year_of_era = year % 400;
    int64_t day_of_year = (153 * month + 2) / 5 + fields->day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static unsigned days_of_month(unsigned year, unsigned month)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && is_leap ? 1u : 0u);
}

static enum status finish(const struct fields *fields, int64_t *ret_time)
{
    if (fields->year < YEAR_MINIMUM || fields->year > YEAR_MAXIMUM || fields->month < 1 ||
        fields->month > 12 || fields->day < 1 ||
        fields->day > days_of_month(fields->year, fields->month) || fields->hour > 23 ||
        fields->minute > 59 || fields->second > 60) {
        return STATUS_OUT_OF_RANGE;
    }
    *ret_time = days_from_date(fields) * SECONDS_OF_DAY + (int64_t)fields->hour * 3600 +
                (int64_t)fields->minute * 60 + fields->second - fields->zone_s;
    return STATUS_OK;
}

/* --- pieces ---------------------------------------------------------------------------------- */

static void skip_blanks(struct slice *rest)
{
    while (rest->length > 0 && ascii_is_blank(rest->data[0])) {
        *rest = slice_from(*rest, 1);
    }
}

static bool take_octet(struct slice *rest, char octet)
{
    if (rest->length == 0 || rest->data[0] != octet) {
        return false;
    }
    *rest = slice_from(*rest, 1);
    return true;
}

static bool take_any(struct slice *rest, const char *octets, char *ret_octet)
{
    struct slice set = slice_of(octets);

    if (rest->length == 0 || slice_find(set, rest->data[0]) == set.length) {
        return false;
    }
    *ret_octet = rest->data[0];
    *rest = slice_from(*rest, 1);
    return true;
}

static size_t count_letters(struct slice text)
{
    size_t count = 0;

    while (count < text.length && ascii_is_alpha(text.data[count])) {
        count++;
    }
    return count;
}

/* The first `count` octets, digits all of them, as a number; they may not be more than six. */
static bool take_number(struct slice *rest, size_t count, unsigned *ret_number)
{
    uint64_t number = 0;

    if (slice_number(slice_head(*rest, count), 0, 999999, &number) != STATUS_OK) {
        return false;
    }
    *ret_number = (unsigned)number;
    *rest = slice_from(*rest, count);
    return true;
}

/* Exactly two digits, no third behind them. */
static bool take_two(struct slice *rest, unsigned *ret_number)
{
    return slice_count_digits(*rest) == 2 && take_number(rest, 2, ret_number);
}

/* "Nov", in any case. */
static bool take_month_name(struct slice *rest, unsigned *ret_month)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

    if (count_letters(*rest) != 3) {
        return false;
    }
    for (size_t at = 0; at + 3 < sizeof names; at += 3) {
        if (slice_equal_nocase(slice_head(*rest, 3), slice_make(names + at, 3))) {
            *ret_month = (unsigned)(at / 3) + 1;
            *rest = slice_from(*rest, 3);
            return true;
        }
    }
    return false;
}

/* hh:mm, hh:mm:ss, hh:mm:ss.fraction */
static bool take_clock(struct slice *rest, struct fields *fields)
{
    char point;
    size_t digits;

    if (!take_two(rest, &fields->hour) || !take_octet(rest, ':') ||
        !take_two(rest, &fields->minute)) {
        return false;
    }
    if (!take_octet(rest, ':')) {
        return true;
    }
    if (!take_two(rest, &fields->second)) {
        return false;
    }
    if (take_any(rest, ".,", &point)) {
        digits = slice_count_digits(*rest);
        *rest = slice_from(*rest, digits);
        return digits > 0;
    }
    return true;
}

/* "+08:00", "-0700", "+02" */
static bool take_offset(struct slice *rest, int32_t *ret_zone_s)
{
    unsigned hours;
    unsigned minutes = 0;
    char sign;
    size_t digits;

    if (!take_any(rest, "+-", &sign)) {
        return false;
    }
    digits = slice_count_digits(*rest);
    if ((digits != 2 && digits != 4) || !take_number(rest, 2, &hours)) {
        return false;
    }
    if ((digits == 4 || take_octet(rest, ':')) && !take_two(rest, &minutes)) {
        return false;
    }
    if (hours > 23 || minutes > 59) {
        return false;
    }
    *ret_zone_s = (int32_t)(hours * 3600 + minutes * 60) * (sign == '-' ? -1 : 1);
    return true;
}

/* What may follow a time of day: an offset, the letters of a zone, or nothing. */
static bool take_zone(struct slice *rest, int32_t *ret_zone_s)
{
    size_t letters;

    skip_blanks(rest);
    letters = count_letters(*rest);
    if (letters > 0) {
        *ret_zone_s = 0;
        *rest = slice_from(*rest, letters);
        return letters <= ZONE_LETTERS;
    }
    if (rest->length > 0 && (rest->data[0] == '+' || rest->data[0] == '-')) {
        return take_offset(rest, ret_zone_s);
    }
    return true;
}

/* --- forms ----------------------------------------------------------------------------------- */

enum status date_from_rfc3339(struct slice text, int64_t *ret_time)
{
    struct fields fields = { .year = 0 };
    struct slice rest = slice_trim(text);
    char between;

    if (slice_count_digits(rest) != 4 || !take_number(&rest, 4, &fields.year) ||
        !take_octet(&rest, '-') || !take_two(&rest, &fields.month) || !take_octet(&rest, '-') ||
        !take_two(&rest, &fields.day)) {
        return STATUS_BAD_INPUT;
    }
    if (rest.length == 0) {
        return finish(&fields, ret_time);
    }
    if (!take_any(&rest, "Tt ", &between) || !take_clock(&rest, &fields)) {
        return STATUS_BAD_INPUT;
    }
    if (!take_any(&rest, "Zz", &between) && rest.length > 0 &&
        !take_offset(&rest, &fields.zone_s)) {
        return STATUS_BAD_INPUT;
    }
    return rest.length == 0 ? finish(&fields, ret_time) : STATUS_BAD_INPUT;
}

/* 2026-11-01, 2026/11/01, 2026. 11. 01., 2026-Nov-01. */
static bool take_year_first(struct slice *rest, struct fields *fields)
{
    char first;

    if (!take_number(rest, 4, &fields->year) || !take_any(rest, "-/.", &first)) {
        return false;
    }
    skip_blanks(rest);
    if (!take_two(rest, &fields->month) && !take_month_name(rest, &fields->month)) {
        return false;
    }
    if (!take_octet(rest, first)) {
        return false;
    }
    skip_blanks(rest);
    if (!take_two(rest, &fields->day)) {
        return false;
    }
    (void)take_octet(rest, '.');
    return true;
}

/* 01-Nov-2026, 1 Nov 2026, 01-11-2026, 01.11.2026 */
static bool take_day_first(struct slice *rest, struct fields *fields)
{
    char first;

    if (!take_number(rest, slice_count_digits(*rest), &fields->day) ||
        !take_any(rest, "-. ", &first)) {
        return false;
    }
    if (!take_month_name(rest, &fields->month) &&
        (first == ' ' || !take_two(rest, &fields->month))) {
        return false;
    }
    return take_octet(rest, first) && slice_count_digits(*rest) == 4 &&
           take_number(rest, 4, &fields->year);
}

/* 20261101 */
static bool take_solid(struct slice *rest, struct fields *fields)
{
    return take_number(rest, 4, &fields->year) && take_number(rest, 2, &fields->month) &&
           take_number(rest, 2, &fields->day);
}

static bool take_date(struct slice *rest, struct fields *fields)
{
    switch (slice_count_digits(*rest)) {
    case 1:
    case 2:
        return take_day_first(rest, fields);
    case 4:
        return take_year_first(rest, fields);
    case 8:
        return take_solid(rest, fields);
    default:
        return false;
    }
}

/* Without "(YYYY-MM-DD)" or "(JST)" at the end. */
static struct slice without_remark(struct slice text)
{
    return slice_trim(slice_head(text, slice_find(text, '(')));
}

enum status date_from_registry(struct slice text, int32_t zone_s, int64_t *ret_time)
{
    struct fields fields = { .zone_s = zone_s };
    struct slice rest = without_remark(text);

    if (!take_date(&rest, &fields)) {
        return STATUS_BAD_INPUT;
    }
    if (!take_octet(&rest, 'T')) {
        skip_blanks(&rest);
    }
    if (slice_count_digits(rest) > 0 && !take_clock(&rest, &fields)) {
        return STATUS_BAD_INPUT;
    }
    if (!take_zone(&rest, &fields.zone_s) || rest.length > 0) {
        return STATUS_BAD_INPUT;
    }
    return finish(&fields, ret_time);
}

/* --- HTTP ------------------------------------------------------------------------------------ */

/* Two digits stand for a year that is not more than 50 years ahead (RFC 9110 5.6.7). */
static bool take_short_year(struct slice *rest, int64_t now, unsigned *ret_year)
{
    int64_t this_year = 1970 + now / SECONDS_OF_YEAR;
    unsigned digits;
    int64_t year;

    if (!take_two(rest, &digits)) {
        return false;
    }
    year = this_year / 100 * 100 + digits;
    *ret_year = (unsigned)(year > this_year + 50 ? year - 100 : year);
    return true;
}

/* "24 Nov 2026 12:30:00 GMT" and "24-Nov-26 12:30:00 GMT", the name of the day taken off. */
static bool take_http_date(struct slice *rest, int64_t now, struct fields *fields)
{
    char between;

    if (!take_two(rest, &fields->day) || !take_any(rest, " -", &between) ||
        !take_month_name(rest, &fields->month) || !take_octet(rest, between)) {
        return false;
    }
    if (between == '-' ? !take_short_year(rest, now, &fields->year)
                       : slice_count_digits(*rest) != 4 || !take_number(rest, 4, &fields->year)) {
        return false;
    }
    return take_octet(rest, ' ') && take_clock(rest, fields) && slice_equal(*rest, SLICE(" GMT"));
}

/* "Nov 24 12:30:00 2026", "Nov  4 …": the form of C's asctime(). */
static bool take_asctime(struct slice *rest, struct fields *fields)
{
    if (!take_month_name(rest, &fields->month) || !take_octet(rest, ' ')) {
        return false;
    }
    skip_blanks(rest);
    return take_number(rest, slice_count_digits(*rest), &fields->day) && take_octet(rest, ' ') &&
           take_clock(rest, fields) && take_octet(rest, ' ') && rest->length == 4 &&
           take_number(rest, 4, &fields->year);
}

enum status date_from_http(struct slice text, int64_t now, int64_t *ret_time)
{
    struct fields fields = { .year = 0 };
    struct slice rest = slice_trim(text);
    size_t letters = count_letters(rest);
    bool has_comma;

    if (letters < 3) {
        return STATUS_BAD_INPUT;
    }
    rest = slice_from(rest, letters);
    has_comma = take_octet(&rest, ',');
    if (!take_octet(&rest, ' ')) {
        return STATUS_BAD_INPUT;
    }
    if (has_comma ? !take_http_date(&rest, now, &fields) : !take_asctime(&rest, &fields)) {
        return STATUS_BAD_INPUT;
    }
    return finish(&fields, ret_time);
}

struct slice date_to_text(int64_t time, struct arena *arena)
{
    return day_to_text(time, arena);
}
