/* SPDX-License-Identifier: MIT */
/*
 * The two clocks. Deadlines use the monotonic one only; the time of day is a fact of the run.
 */
#ifndef CHECK_SES_IO_CLOCK_H
#define CHECK_SES_IO_CLOCK_H

#include <stdint.h>

/* Nanoseconds of CLOCK_MONOTONIC. */
int64_t clock_monotonic_ns(void);

/* Seconds since 1970. */
int64_t clock_wall_seconds(void);

/* The moment at which one part of `parts` of the time until `deadline_ns` is over: 2 is half of it.
 * A deadline that has passed stays as it is. */
int64_t clock_part_ns(int64_t deadline_ns, int64_t parts);

/* Whole milliseconds from now to `deadline_ns`, rounded up, 0 when it passed. For poll(2). */
int clock_remaining_ms(int64_t deadline_ns);

#endif
