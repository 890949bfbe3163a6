/* SPDX-License-Identifier: MIT */
/* Threshold ranges, and the numbers of options. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "report/perfdata.h"
#include "report/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* What holds for every range: its ends belong to it, what lies beyond them does not. */
static void check_range(const struct range *range, struct slice text)
{
    demand(range->present && slice_equal(range->text, text));
    for (size_t i = 0; i < text.length; i++) {
        demand(ascii_is_digit(text.data[i]) || slice_find(SLICE("@~:.-+"), text.data[i]) < 6);
    }
    if (!range->start_infinite) {
        demand(range_alerts(range, range->start) == range->inside);
        demand(range_alerts(range, range->start - 1) != range->inside);
    }
    if (!range->end_infinite) {
        demand(range_alerts(range, range->end) == range->inside);
        demand(range_alerts(range, range->end + 1) != range->inside);
    }
    if (!range->start_infinite && !range->end_infinite) {
        demand(range->start <= range->end);
    }
}

/* A number that was written is read back as itself: it has 15 digits at most. */
static void check_number(double number, struct arena *arena)
{
    struct range range;
    struct buf buf;

    buf_init(&buf, arena, 64);
    perfdata_write_number(number, 6, &buf);
    demand(buf_status(&buf) == STATUS_OK);
    buf_add_octet(&buf, ':');
    if (range_parse(buf_slice(&buf), &range) == STATUS_OK) {
        double difference = range.start - number;

        demand(difference < 0.000001 && difference > -0.000001);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    struct arena *arena = NULL;
    struct range range = { .present = false };
    enum status status;
    uint64_t number = 0;

    if (arena_create(LIMIT_ARENA, &arena) != STATUS_OK) {
        return 0;
    }
    status = range_parse(text, &range);
    if (status == STATUS_OK) {
        check_range(&range, text);
        check_number(range.start, arena);
        check_number(range.end, arena);
    } else {
        demand(status == STATUS_BAD_INPUT || status == STATUS_OUT_OF_RANGE);
        demand(!range.present);
    }
    if (slice_number(text, 3, 70000, &number) == STATUS_OK) {
        demand(number >= 3 && number <= 70000);
    }
    if (slice_thousandths(text, 70000, &number) == STATUS_OK) {
        demand(number <= 70000);
    }
    arena_destroy(arena);
    return 0;
}
