/* SPDX-License-Identifier: MIT */
/* Monotonic time for deadlines, wall time as a fact. */
#include "io/clock.h"

#include <limits.h>
#include <time.h>

#define NS_PER_SECOND INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)

int64_t clock_monotonic_ns(void)
{
    struct timespec now = { 0, 0 };

    /* Cannot fail: this clock exists wherever this compiles, and the pointer is ours. */
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS_PER_SECOND + now.tv_nsec;
}

int64_t clock_wall_seconds(void)
{
    struct timespec now = { 0, 0 };

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec;
}

int64_t clock_part_ns(int64_t deadline_ns, int64_t parts)
{
    int64_t now = clock_monotonic_ns();

    return deadline_ns > now ? now + (deadline_ns - now) / parts : deadline_ns;
}

int clock_remaining_ms(int64_t deadline_ns)
{
    int64_t now = clock_monotonic_ns();
    int64_t remaining;

    if (deadline_ns <= now) {
        return 0;
    }
    /* Rounded up: waking too early would make a caller spin until the last fraction has passed. */
    remaining = (deadline_ns - now - 1) / NS_PER_MS + 1;
    return remaining > INT_MAX ? INT_MAX : (int)remaining;
}
