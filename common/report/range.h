/* SPDX-License-Identifier: MIT */
/*
 * Threshold ranges of the Monitoring Plugins guidelines: `10` alerts outside 0..10, `10:` below 10,
 * `~:10` above 10, `10:20` outside, `@10:20` inside; both ends belong to the range.
 */
#ifndef CHECK_SES_REPORT_RANGE_H
#define CHECK_SES_REPORT_RANGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

struct range {
    bool present;        /* false: no threshold, never alerts */
    bool inside;         /* `@` */
    bool start_infinite; /* `~` */
    bool end_infinite;   /* nothing behind the colon */
    double start;
    double end;
    struct slice text; /* as given, for perfdata */
};

/*
 * The whole of `text` as a range; numbers are decimal with an optional sign and fraction, dot as
 * decimal point in every locale. The text is referred to, not copied. STATUS_BAD_INPUT (also when
 * start > end); STATUS_OUT_OF_RANGE for numbers beyond 15 digits.
 */
MUST_CHECK enum status range_parse(struct slice text, struct range *ret_range);

/* Whether `value` raises an alert. */
bool range_alerts(const struct range *range, double value);

#endif
