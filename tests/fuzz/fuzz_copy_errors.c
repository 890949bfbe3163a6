/* SPDX-License-Identifier: MIT */
/*
 * Pasted texts. The first octet of an input says how long the strings are, the rest is the text.
 * What was meant as a record becomes one when repaired, and has an error when it is none yet.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "mail/spf_record.h"
#include "rules/copy_errors.h"

#define STRINGS ((size_t)64)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

static void check_errors(const struct copy_input *input, const struct copy_error_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct copy_error *error = &list->errors[i];

        demand(error->finding != FINDING_NONE);
        demand(error->offset <= input->text.length);
        demand(error->length <= input->text.length - error->offset);
        demand(error->reason.length > 0);
        demand(i == 0 || list->errors[i - 1].offset <= error->offset);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const samples[] = { ".sampledomain.com", "example.com", "x@y", NULL };
    struct copy_input input = { .protocol = &copy_protocol_spf,
                                .samples = samples,
                                .domain = SLICE("a.example") };
    struct slice strings[STRINGS];
    struct copy_error_list list;
    struct arena *arena = NULL;
    struct slice repaired;
    bool resembles;
    size_t step;

    if (size == 0 || size > 4096) {
        return 0;
    }
    input.text = slice_make((const char *)data + 1, size - 1);
    input.strings = strings;
    step = data[0] > 0 ? data[0] : 4096;
    step = input.text.length / step < STRINGS ? step : 4096;
    for (size_t at = 0; at < input.text.length; at += step) {
        strings[input.string_count] = slice_head(slice_from(input.text, at), step);
        input.string_count++;
    }
    demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
    resembles = copy_errors_resembles_spf(input.text);
    demand(copy_errors_find(&input, arena, &list) == STATUS_OK);
    check_errors(&input, &list);
    demand(resembles || !spf_record_is_spf(input.text));
    demand(!resembles || list.count > 0 || spf_record_is_spf(input.text));
    demand(copy_errors_repair(&input, arena, &repaired) == STATUS_OK);
    demand(!resembles || spf_record_is_spf(repaired));
    arena_destroy(arena);
    return 0;
}
