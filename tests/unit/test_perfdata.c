/* SPDX-License-Identifier: MIT */
/* Performance data by the guidelines. */
#include "../support/expect.h"

#include <math.h>

#include "report/perfdata.h"

static void test_numbers(void **state)
{
    static const struct {
        const char *text;
        double value;
        unsigned decimals;
    } rows[] = {
        { "0", 0, 0 },
        { "0", -0.0, 3 },
        { "12", 12, 0 },
        { "12", 12, 3 },
        { "0.004", 0.004, 3 },
        { "0.004", 0.0041, 3 },
        { "0.5", 0.5, 3 },
        { "1", 0.9996, 3 },
        { "10", 9.9996, 3 },
        { "3", 2.5, 0 },
        { "-1.25", -1.25, 2 },
        { "0", -0.0001, 3 },
        { "0.000001", 0.000001, 6 },
        { "0.1", 0.1, 9 },
        { "0.05", 0.05, 2 },
        { "1.01", 1.01, 2 },
        { "1234567890.123", 1234567890.123, 3 },
        { "999999999999999", 999999999999999, 0 },
        { "1000000000000000", 1e15, 6 },
        { "-1000000000000000000000", -1e21, 6 },
        { "U", (double)NAN, 0 },
        { "U", (double)INFINITY, 0 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf buf;

        buf_init(&buf, arena, 100);
        perfdata_write_number(rows[i].value, rows[i].decimals, &buf);
        expect_text(rows[i].text, "text", buf_slice(&buf), rows[i].text);
    }
    arena_destroy(arena);
}

static struct range range_of(const char *text)
{
    struct range range = { .present = false };

    assert_int_equal(range_parse(slice_of(text), &range), STATUS_OK);
    return range;
}

static void test_data(void **state)
{
    const struct {
        const char *text;
        struct perfdata datum;
    } rows[] = {
        { "lookups=3;8;10;0;",
          { .label = "lookups",
            .unit = "",
            .known = true,
            .value = 3,
            .warning = range_of("8"),
            .critical = range_of("10"),
            .has_minimum = true } },
        { "time=0.004s;;;0;8",
          { .label = "time",
            .unit = "s",
            .known = true,
            .value = 0.004,
            .decimals = 3,
            .has_minimum = true,
            .has_maximum = true,
            .maximum = 8 } },
        { "days=-3;14:;@~:0;;",
          { .label = "days",
            .known = true,
            .value = -3,
            .warning = range_of("14:"),
            .critical = range_of("@~:0") } },
        { "", { .label = "bits", .unit = "", .known = false, .value = 2048 } },
        { "", { .label = "bits", .unit = "", .known = true, .value = (double)NAN } },
        { "x=1;;;;",
          { .label = "x",
            .known = true,
            .value = 1,
            .has_minimum = true,
            .minimum = -(double)INFINITY } },
        { "'two words'=1;;;;", { .label = "two words", .known = true, .value = 1 } },
        { "'it''s'=1;;;;", { .label = "it's", .known = true, .value = 1 } },
        { "'a=b'=1;;;;", { .label = "a=b", .known = true, .value = 1 } },
        { "''=1;;;;", { .label = "", .known = true, .value = 1 } },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf buf;

        buf_init(&buf, arena, 100);
        perfdata_write(&rows[i].datum, &buf);
        expect_text(rows[i].text, "text", buf_slice(&buf), rows[i].text);
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_data),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
