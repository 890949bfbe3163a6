/* SPDX-License-Identifier: MIT */
/*
 * Dates as registries and their servers write them, to seconds since 1970. Nothing asks the locale
 * or the time zone of the machine. Days that do not exist and years outside 1900 to 9999 are no
 * dates: some servers fill a missing one with the year 1.
 */
#ifndef CHECK_SES_REGISTRY_DATE_H
#define CHECK_SES_REGISTRY_DATE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

/*
 * RFC 3339: any offset, any fraction (which is cut), "T" or a blank between, a leap second. What
 * may be missing: the offset (UTC is meant), the seconds, the whole time of day (midnight).
 * STATUS_BAD_INPUT: another form; STATUS_OUT_OF_RANGE: no such day or time.
 */
MUST_CHECK enum status date_from_rfc3339(struct slice text, int64_t *ret_time);

/*
 * What registries print on port 43: "2026-11-01 10:00:00", "2026/11/01", "2026. 11. 01.",
 * "2026-Nov-01.", "20261101", "01-Nov-2026 10:00:00 UTC", "01-11-2026", "01.11.2026", each with or
 * without a time of day, fraction and offset; a remark in round brackets may follow. `zone_s` is
 * the offset in seconds where none is written. Letters that name another zone than UTC count as
 * UTC, at most 14 hours off. Two numbers and slashes ("01/11/2026") are not read: half of the
 * world has the month in front. Statuses as above.
 */
MUST_CHECK enum status date_from_registry(struct slice text, int32_t zone_s, int64_t *ret_time);

/*
 * The three forms of an HTTP date (RFC 9110 5.6.7). A year of two digits is the one that lies at
 * most 50 years behind `now`. Statuses as above.
 */
MUST_CHECK enum status date_from_http(struct slice text, int64_t now, int64_t *ret_time);

/* The day in UTC: "2026-11-19". Years outside 1 to 9999 are written as 0000-00-00. */
struct slice date_to_text(int64_t time, struct arena *arena);

#endif
