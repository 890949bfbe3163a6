/* SPDX-License-Identifier: MIT */
/* Seconds since 1970 to a day of the Gregorian calendar. */
#include "base/day.h"

struct slice day_to_text(int64_t time, struct arena *arena)
{
    /* Days since 0000-03-01, so that a leap day ends its year; 400 years have 146097 days. */
    int64_t days = time / 86400 - (time % 86400 < 0 ? 1 : 0) + 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day + 2) / 153; /* from March */
    int64_t year = era * 400 + year_of_era + (month >= 10 ? 1 : 0);

    if (year < 1 || year > 9999) {
        return SLICE("0000-00-00");
    }
    return arena_printf(arena, "%04d-%02d-%02d", (int)year,
                        (int)(month < 10 ? month + 3 : month - 9),
                        (int)(day - (153 * month + 2) / 5 + 1));
}
