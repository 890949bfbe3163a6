/* SPDX-License-Identifier: MIT */
/* The clocks, and the rounding that keeps poll() from spinning. */
#include "../support/expect.h"

#include <limits.h>
#include <time.h>

#include "io/clock.h"

#define NS_PER_MS INT64_C(1000000)

static void test_monotonic_never_goes_back(void **state)
{
    int64_t last = clock_monotonic_ns();

    (void)state;
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_monotonic_ns();

        assert_true(now >= last);
        last = now;
    }
}

static void test_wall_is_the_time_of_day(void **state)
{
    int64_t difference = clock_wall_seconds() - (int64_t)time(NULL);

    (void)state;
    assert_true(difference >= -1 && difference <= 1);
}

static void test_remaining(void **state)
{
    /* `most` is exact, `least` leaves the machine a second to come here. */
    static const struct {
        const char *title;
        int64_t from_now_ns;
        int least;
        int most;
    } rows[] = {
        { "long ago", INT64_C(-1000) * NS_PER_MS, 0, 0 },
        { "just now", 0, 0, 0 },
        { "a second and a nanosecond", 1000 * NS_PER_MS + 1, 1, 1001 },
        { "a second", 1000 * NS_PER_MS, 1, 1000 },
        { "beyond what poll() takes", INT64_MAX / 4, INT_MAX, INT_MAX },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        int got = clock_remaining_ms(clock_monotonic_ns() + rows[i].from_now_ns);

        if (got < rows[i].least || got > rows[i].most) {
            fail_msg("%s: %d ms", rows[i].title, got);
        }
    }
}

static void test_part(void **state)
{
    int64_t before = clock_monotonic_ns();
    int64_t deadline = before + 8000 * NS_PER_MS;
    int64_t half = clock_part_ns(deadline, 2);
    int64_t quarter = clock_part_ns(deadline, 4);
    int64_t after = clock_monotonic_ns();

    (void)state;
    /* Each lies between what it was before and what it is after. */
    assert_true(half >= before + (deadline - before) / 2 &&
                half <= after + (deadline - before) / 2);
    assert_true(quarter >= before + (deadline - before) / 4 &&
                quarter <= after + (deadline - before) / 4);
    assert_true(clock_part_ns(before - 1, 2) == before - 1);
}

static void test_remaining_rounds_up(void **state)
{
    int64_t deadline = clock_monotonic_ns() + 3 * NS_PER_MS / 2;
    int last = 2;

    (void)state;
    /* 0 is said only when the deadline has passed, never for a fraction that is left. */
    while (last > 0) {
        last = clock_remaining_ms(deadline);
        assert_true(last > 0 || clock_monotonic_ns() >= deadline);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_monotonic_never_goes_back),
        cmocka_unit_test(test_wall_is_the_time_of_day),
        cmocka_unit_test(test_part),
        cmocka_unit_test(test_remaining),
        cmocka_unit_test(test_remaining_rounds_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
