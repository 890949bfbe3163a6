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

/* Whole milliseconds from now to `deadline_ns`, rounded up, 0 when it passed. For poll(2). */
int clock_remaining_ms(int64_t deadline_ns);

#endif
