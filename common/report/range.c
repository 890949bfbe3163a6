/* SPDX-License-Identifier: MIT */
/* Thresholds: a parser of our own, because strtod knows octal, hexadecimal, inf, nan and the
 * locale. */
#include "report/range.h"

#define DIGITS_MAXIMUM 15 /* every number of so many digits is exact in a double's 53 bits */

/* The value of 1*DIGIT [ "." *DIGIT ] with at most DIGITS_MAXIMUM digits. */
static double digits_value(struct slice text)
{
    uint64_t mantissa = 0;
    uint64_t scale = 1;
    bool fraction = false;

    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '.') {
            fraction = true;
        } else {
            mantissa = mantissa * 10 + (uint64_t)(text.data[i] - '0');
            scale = fraction ? scale * 10 : scale;
        }
    }
    return (double)mantissa / (double)scale;
}

/* The whole of `text` as [ "-" / "+" ] 1*DIGIT [ "." 1*DIGIT ]; a leading zero means nothing. */
static enum status read_number(struct slice text, double *ret_number)
{
    bool negative = text.length > 0 && text.data[0] == '-';
    bool sign = negative || (text.length > 0 && text.data[0] == '+');
    struct slice digits = slice_from(text, sign ? 1 : 0);
    size_t whole = slice_count_digits(digits);
    size_t fraction = 0;

    if (whole == 0) {
        return STATUS_BAD_INPUT;
    }
    if (whole < digits.length) {
        fraction = slice_count_digits(slice_from(digits, whole + 1));
        if (digits.data[whole] != '.' || fraction == 0 || whole + 1 + fraction < digits.length) {
            return STATUS_BAD_INPUT;
        }
    }
    if (whole + fraction > DIGITS_MAXIMUM) {
        return STATUS_OUT_OF_RANGE;
    }
    *ret_number = negative ? -digits_value(digits) : digits_value(digits);
    return STATUS_OK;
}

/* "start:end" with `colon` as the offset of the colon. */
static enum status read_both(struct slice text, size_t colon, struct range *range)
{
    struct slice start = slice_head(text, colon);
    struct slice end = slice_from(text, colon + 1);
    enum status status = STATUS_OK;

    range->start_infinite = slice_equal(start, SLICE("~"));
    range->end_infinite = end.length == 0;
    if (!range->start_infinite) {
        status = read_number(start, &range->start);
    }
    if (status == STATUS_OK && !range->end_infinite) {
        status = read_number(end, &range->end);
    }
    return status;
}

enum status range_parse(struct slice text, struct range *ret_range)
{
    struct range range = { .present = true, .text = text };
    struct slice rest = text;
    size_t colon;
    enum status status;

    if (slice_starts_with(rest, SLICE("@"))) {
        range.inside = true;
        rest = slice_from(rest, 1);
    }
    colon = slice_find(rest, ':');
    if (colon < rest.length) {
        status = read_both(rest, colon, &range);
    } else {
        status = read_number(rest, &range.end);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (!range.start_infinite && !range.end_infinite && range.start > range.end) {
        return STATUS_BAD_INPUT;
    }
    *ret_range = range;
    return STATUS_OK;
}

bool range_alerts(const struct range *range, double value)
{
    bool within = (range->start_infinite || value >= range->start) &&
                  (range->end_infinite || value <= range->end);

    return range->present && within == range->inside;
}
